//! The rule of a civil week: a subset of the opening hours of OpenStreetMap.
//!
//! `24/7`, or rules joined by semicolons, each of days and intervals:
//! `Mo-Fr 08:00-12:00,13:00-17:00; Sa 10:00-14:00`. An interval that does not
//! end after it begins goes on past midnight, and so does one that ends after
//! 24:00. A later rule does not override an earlier one: no day may be in two.

use std::fmt;
use std::ops::Range;

use super::fault::HoursError;

/// Minutes in a civil day of 24 hours.
const DAY: u16 = 1440;

/// The days in the order of the week.
pub const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// Minutes after a day's midnight, from the first to before the second, which
/// may lie in the next day.
pub(super) type Shift = (u16, u16);

/// When something is open in a civil week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Open on holidays too: `24/7`. The shifts are then unused and empty.
    always: bool,
    /// From Monday, each day's shifts in ascending order, apart from each other.
    week: [Vec<Shift>; 7],
}

impl Hours {
    /// Open at all times, on holidays too: `24/7`.
    #[must_use]
    pub fn always() -> Self {
        Self { always: true, week: Default::default() }
    }

    /// The hours of this text.
    ///
    /// # Errors
    ///
    /// If the text is not of the form above; the error says where and why.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        if text.trim() == "24/7" {
            return Ok(Self::always());
        }
        let mut week: [Vec<Shift>; 7] = Default::default();
        for rule in pieces(text, 0..text.len(), ';') {
            let body = &text[rule.clone()];
            if body.is_empty() {
                return Err(HoursError::Empty { at: rule });
            }
            let Some(gap) = body.find(char::is_whitespace) else {
                return Err(rule_without_times(body, rule));
            };
            let days = parse_days(text, rule.start..rule.start + gap)?;
            let times = rule.start + gap..rule.end;
            let shifts = parse_shifts(text, times)?;
            for (day, _) in days.iter().enumerate().filter(|day| *day.1) {
                if !week[day].is_empty() {
                    let at = rule.start..rule.start + gap;
                    return Err(HoursError::DayTwice { day: DAYS[day], at });
                }
                week[day].clone_from(&shifts);
            }
        }
        Ok(Self { always: false, week })
    }

    /// Whether it is open at all times, on holidays too.
    #[must_use]
    pub const fn is_always(&self) -> bool {
        self.always
    }

    /// The shifts that begin on a day of the week, counted from Monday as 0.
    pub(super) fn shifts(&self, day: usize) -> &[Shift] {
        &self.week[day]
    }
}

/// What is wrong with a rule of one word: its days, or that it has no times.
fn rule_without_times(body: &str, at: Range<usize>) -> HoursError {
    if body.starts_with(|first: char| first.is_ascii_digit()) {
        return HoursError::UnknownDay { found: body.to_owned(), at };
    }
    match parse_days(body, 0..body.len()) {
        Ok(_) => HoursError::MissingTimes { days: body.to_owned(), at },
        Err(HoursError::UnknownDay { found, at: within }) => {
            let at = at.start + within.start..at.start + within.end;
            HoursError::UnknownDay { found, at }
        }
        Err(other) => other,
    }
}

/// The parts of `text[within]` between separators, without the white space
/// around them.
fn pieces(
    text: &str,
    within: Range<usize>,
    separator: char,
) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = within.start;
    text[within].split(separator).map(move |piece| {
        let from = start + (piece.len() - piece.trim_start().len());
        start += piece.len() + separator.len_utf8();
        from..from + piece.trim().len()
    })
}

fn parse_days(text: &str, at: Range<usize>) -> Result<[bool; 7], HoursError> {
    let mut days = [false; 7];
    for piece in pieces(text, at, ',') {
        let mut ends = pieces(text, piece.clone(), '-').map(|at| {
            let found = &text[at.clone()];
            let day = DAYS.iter().position(|day| *day == found);
            day.ok_or_else(|| HoursError::UnknownDay { found: found.to_owned(), at })
        });
        let first = ends.next().expect("a split has a first part")?;
        let last = ends.next().transpose()?.unwrap_or(first);
        if ends.next().is_some() {
            let found = text[piece.clone()].to_owned();
            return Err(HoursError::UnknownDay { found, at: piece });
        }
        // From Friday to Monday is over the end of the week.
        let length = (last + 7 - first) % 7;
        for step in 0..=length {
            days[(first + step) % 7] = true;
        }
    }
    Ok(days)
}

fn parse_shifts(text: &str, at: Range<usize>) -> Result<Vec<Shift>, HoursError> {
    let mut shifts = Vec::new();
    for piece in pieces(text, at, ',') {
        shifts.push(parse_shift(text, piece)?);
    }
    shifts.sort_unstable();
    let mut apart: Vec<Shift> = Vec::new();
    for (opens, closes) in shifts {
        match apart.last_mut() {
            Some(last) if opens <= last.1 => last.1 = last.1.max(closes),
            _ => apart.push((opens, closes)),
        }
    }
    Ok(apart)
}

fn parse_shift(text: &str, at: Range<usize>) -> Result<Shift, HoursError> {
    let found = text[at.clone()].to_owned();
    let times: Vec<_> = found.split('-').map(|time| parse_time(time.trim())).collect();
    let (opens, closes) = match times.as_slice() {
        [Some(opens), Some(closes)] if *opens < DAY => (*opens, *closes),
        _ => return Err(HoursError::BadTimes { found, at }),
    };
    if opens == closes {
        return Err(HoursError::NoLength { found, at });
    }
    Ok((opens, if closes < opens { closes + DAY } else { closes }))
}

/// Minutes after midnight of a time from `00:00` to `48:00`.
fn parse_time(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str| {
        let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let whole = hour * 60 + minute;
    (minute < 60 && whole <= 2 * DAY).then_some(whole)
}

impl fmt::Display for Hours {
    /// The canonical text, which reads back as equal hours.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.always {
            return write!(f, "24/7");
        }
        let mut rules = 0;
        for day in 0..7 {
            let shifts = &self.week[day];
            let earlier = self.week[..day].contains(shifts);
            if shifts.is_empty() || earlier {
                continue;
            }
            write!(f, "{}", if rules == 0 { "" } else { "; " })?;
            rules += 1;
            write_days(f, &self.week, shifts)?;
            for (place, shift) in shifts.iter().enumerate() {
                write!(f, "{}", if place == 0 { " " } else { "," })?;
                write_shift(f, *shift)?;
            }
        }
        Ok(())
    }
}

/// The days with these shifts, runs of at least two as `Mo-Fr`.
fn write_days(f: &mut fmt::Formatter<'_>, week: &[Vec<Shift>; 7], shifts: &[Shift]) -> fmt::Result {
    let mut day = 0;
    let mut written = 0;
    while day < 7 {
        let length = week[day..].iter().take_while(|other| *other == shifts).count();
        if length > 0 {
            write!(f, "{}{}", if written == 0 { "" } else { "," }, DAYS[day])?;
            written += 1;
        }
        if length > 1 {
            write!(f, "-{}", DAYS[day + length - 1])?;
        }
        day += length.max(1);
    }
    Ok(())
}

/// A shift past midnight ends at the next day's time of day, unless that would
/// read as the same day's.
fn write_shift(f: &mut fmt::Formatter<'_>, (opens, closes): Shift) -> fmt::Result {
    let past_midnight = closes > DAY && closes - DAY < opens;
    let closes = if past_midnight { closes - DAY } else { closes };
    let (hours, minutes) = (closes / 60, closes % 60);
    write!(f, "{:02}:{:02}-{hours:02}:{minutes:02}", opens / 60, opens % 60)
}
