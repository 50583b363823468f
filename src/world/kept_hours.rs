//! Hours that somebody keeps: a rule of the week, a zone and holidays.
//!
//! `"Mo-Fr 09:00-17:00"` is in UTC and without holidays;
//! `Hours(open: "Mo-Fr 09:00-17:00", zone: "Europe/London", holidays: "british")`
//! says all three.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::primitives::calendar::{Calendar, Hours, LayoutError, midnight, parse_date, time_zone};
use crate::primitives::time::Span;

use super::diagnostic::{did_you_mean, printable};
use super::fields::{self, FieldRow, FormRow};
use super::flaws::{Flaws, Path};
use super::names;
use super::node::{Arguments, Node, Value};
use super::quantities::within;

/// The day on which a run starts if the file does not say.
pub const STARTS: Date = jiff::civil::date(2027, 1, 1);

/// The fields of hours that are more than a text.
pub const HOURS_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "open",
        required: true,
        example: "\"Mo-Fr 09:00-17:00\"",
        meaning: "The rule of the week.",
    },
    FieldRow {
        name: "zone",
        required: false,
        example: "\"Europe/London\"",
        meaning: "The time zone by its name in the IANA database; UTC if it is not given.",
    },
    FieldRow {
        name: "holidays",
        required: false,
        example: "[\"2027-12-24\", \"12-25\"]",
        meaning: "Days without shifts, or the name of a list in `holidays` of the world.",
    },
];

/// Rules of the week, from the plainest on.
pub const HOURS_FORMS: &[FormRow] = &[
    FormRow { name: "always", example: "24/7", meaning: "Open at all times, on holidays too." },
    FormRow {
        name: "days and times",
        example: "Mo-Fr 09:00-17:00",
        meaning: "Days, white space, and an interval of two times of day.",
    },
    FormRow {
        name: "several days",
        example: "Mo,We,Sa-Su 10:00-14:00",
        meaning: "Days stand alone, in lists, or in ranges.",
    },
    FormRow {
        name: "over the week's end",
        example: "Fr-Mo 10:00-14:00",
        meaning: "A range of days may go over Sunday.",
    },
    FormRow {
        name: "several intervals",
        example: "Mo-Fr 08:00-12:00,13:00-17:00",
        meaning: "A rule may have several intervals, joined by commas.",
    },
    FormRow {
        name: "several rules",
        example: "Mo-Fr 08:00-18:00; Sa 10:00-14:00",
        meaning: "Rules are joined by semicolons. No day may be in two of them.",
    },
    FormRow {
        name: "over midnight",
        example: "Mo-Su 22:00-06:00",
        meaning: "An interval that ends earlier than it begins goes on into the next day.",
    },
    FormRow {
        name: "far over midnight",
        example: "Sa 20:00-34:00",
        meaning: "So does one that ends after 24:00; 48:00 is the latest end.",
    },
];

/// How a day without shifts may be written.
pub const HOLIDAY_FORMS: &[FormRow] = &[
    FormRow { name: "once", example: "2027-12-24", meaning: "That day alone." },
    FormRow { name: "yearly", example: "12-25", meaning: "That day of every year." },
];

/// Hours before they are laid out over a run.
pub(super) struct Kept {
    hours: Hours,
    zone: Option<(String, TimeZone)>,
    holidays: Vec<Holiday>,
}

/// A day without shifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holiday {
    /// That day alone.
    Once(Date),
    /// This day of every year in which it exists.
    Yearly { month: i8, day: i8 },
}

impl Kept {
    pub(super) fn read(
        node: &Node,
        whose: &str,
        path: &Path,
        lists: &BTreeMap<String, Vec<Holiday>>,
        flaws: &mut Flaws,
    ) -> Option<Self> {
        // A bare word is a rule on the command line.
        let is_bare = node.as_word().is_some_and(|word| word != "Hours");
        let call = node.as_call().filter(|_| !is_bare);
        let Some((name, arguments)) = call else {
            let hours = rule(node, whose, path, flaws)?;
            return Some(Self { hours, zone: None, holidays: Vec::new() });
        };
        if &name.text as &str != "Hours" {
            let message = format!("{whose} cannot be `{}`", printable(&name.text));
            flaws.add(path, &name.place, message, did_you_mean(&name.text, ["Hours"], "it can be"));
            return None;
        }
        let names: Vec<&str> = HOURS_FIELDS.iter().map(|row| row.name).collect();
        let given = fields::arrange(arguments, &names, "`Hours`", &name.place, path, flaws);
        let value = |place: usize| given[place].map(|entry| &entry.value);
        let before = flaws.errors();
        let hours = match value(0) {
            Some(node) => rule(node, whose, &path.to("open"), flaws),
            None if matches!(arguments, Arguments::Positional(_)) => None,
            None => {
                let hint = format!("as in `open: {}`", HOURS_FIELDS[0].example);
                flaws.add(path, &name.place, "`open` of `Hours` is missing", hint);
                None
            }
        };
        let zone = value(1).and_then(|node| zone(node, &path.to("zone"), flaws));
        let holidays = match value(2) {
            None => Vec::new(),
            Some(node) => named_days(node, &path.to("holidays"), lists, flaws),
        };
        (flaws.errors() == before).then_some(Self { hours: hours?, zone, holidays })
    }

    /// One text for all that lay out the same.
    pub(super) fn key(&self) -> String {
        let zone = self.zone.as_ref().map(|zone| zone.0.as_str());
        format!("{} {zone:?} {:?}", self.hours, self.holidays)
    }

    pub(super) fn lay_out(&self, starts: Date, horizon: Span) -> Result<Calendar, LayoutError> {
        let zone = self.zone.as_ref().map_or(TimeZone::UTC, |zone| zone.1.clone());
        // A run that ends beyond all dates is refused by the layout itself.
        let last = horizon.years().min(9998.0) as i16;
        let years = starts.year()..=starts.year().saturating_add(last + 1).min(9998);
        let mut days = Vec::new();
        for holiday in &self.holidays {
            match *holiday {
                Holiday::Once(day) => days.push(day),
                Holiday::Yearly { month, day } => {
                    // The day before the start may matter in zones west of UTC.
                    let years = (starts.year() - 1).max(1)..=*years.end();
                    days.extend(years.filter_map(|year| Date::new(year, month, day).ok()));
                }
            }
        }
        Calendar::lay_out(&self.hours, midnight(starts), &zone, &days, horizon)
    }
}

fn rule(node: &Node, whose: &str, path: &Path, flaws: &mut Flaws) -> Option<Hours> {
    if let Value::Call(Some(name), _) = &node.value
        && matches!(name.text.as_str(), "Unknown" | "Lever")
    {
        let message = format!("a part of `Hours` cannot be `{}`", name.text);
        let hint = "it stands in the place of the whole hours, whose forms are then in its list"
            .to_owned();
        flaws.add(path, &node.place, message, hint);
        return None;
    }
    let Some(text) = names::text_of(node) else {
        let hint = "as in `\"Mo-Fr 09:00-17:00\"`".to_owned();
        flaws.kind(path, node, "opening hours", Some(hint));
        return None;
    };
    match Hours::parse(text) {
        Ok(hours) => Some(hours),
        Err(error) => {
            let place = within(node, text, error.at());
            flaws.add(path, &place, format!("{whose}: {error}"), error.hint());
            None
        }
    }
}

fn zone(node: &Node, path: &Path, flaws: &mut Flaws) -> Option<(String, TimeZone)> {
    let Value::Text(name) = &node.value else {
        let hint = "as in `\"Europe/London\"`".to_owned();
        flaws.kind(path, node, "the name of a time zone", Some(hint));
        return None;
    };
    match time_zone(name) {
        Ok(zone) => Some((zone.iana_name().unwrap_or(name).to_owned(), zone)),
        Err(error) => {
            flaws.add(path, &node.place, error.to_string(), error.hint());
            None
        }
    }
}

/// A list of days, or the name of one.
fn named_days(
    node: &Node,
    path: &Path,
    lists: &BTreeMap<String, Vec<Holiday>>,
    flaws: &mut Flaws,
) -> Vec<Holiday> {
    let Value::Text(name) = &node.value else {
        return days(node, path, flaws);
    };
    if let Some(days) = lists.get(name as &str) {
        return days.clone();
    }
    let names = lists.keys().map(String::as_str);
    let hint = did_you_mean(name, names, "the lists are").unwrap_or_else(|| {
        "declare it in `holidays` of the world, or write a list of days".to_owned()
    });
    let message = format!("there is no list of holidays `{}`", printable(name));
    flaws.add(path, &node.place, message, hint);
    Vec::new()
}

/// The lists of holidays that a world declares.
pub(super) fn holidays(node: Option<&Node>, flaws: &mut Flaws) -> BTreeMap<String, Vec<Holiday>> {
    let path = Path::of("holidays");
    let hint = "as in `holidays: {\"british\": [\"12-25\", \"12-26\"]}`";
    let entries = names::declared("list", "holidays", node, hint, flaws).into_iter().flatten();
    let read =
        entries.map(|(name, entry)| (name.to_owned(), days(&entry.value, &path.to(name), flaws)));
    read.collect()
}

fn days(node: &Node, path: &Path, flaws: &mut Flaws) -> Vec<Holiday> {
    let Value::List(list) = &node.value else {
        let hint = "as in `[\"2027-12-24\", \"12-25\"]`".to_owned();
        flaws.kind(path, node, "a list of days", Some(hint));
        return Vec::new();
    };
    let mut days = Vec::new();
    for (place, node) in list.iter().enumerate() {
        let path = path.to(place);
        let Some(text) = node.as_text() else {
            let hint = "as in `\"2027-12-24\"`, or `\"12-25\"` for every year".to_owned();
            flaws.kind(&path, node, "a day", Some(hint));
            continue;
        };
        match day(text) {
            Ok(day) => days.push(day),
            Err((message, hint)) => flaws.add(&path, &node.place, message, hint),
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// A day as `2027-12-24`, or as `12-25` for every year.
fn day(text: &str) -> Result<Holiday, (String, Option<String>)> {
    if text.len() != 5 {
        let once = parse_date(text).map(Holiday::Once);
        return once.map_err(|error| {
            let hint = error.hint().map(|hint| format!("{hint}, or `12-25` for every year"));
            (error.to_string(), hint)
        });
    }
    // A leap year has all days that any year has.
    match parse_date(&format!("2028-{text}")) {
        Ok(date) => Ok(Holiday::Yearly { month: date.month(), day: date.day() }),
        Err(_) => Err((
            format!("there is no day `{}` in any year", printable(text)),
            Some("month and day, as in `12-25`".to_owned()),
        )),
    }
}
