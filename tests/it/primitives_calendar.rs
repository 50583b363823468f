//! Calendars against a count by the minute, and the laws of working time.

use foomwatch::primitives::calendar::{
    Calendar, DateError, Hours, HoursError, LayoutError, midnight, parse_date, time_zone,
};
use foomwatch::primitives::time::{Span, Time};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

const MINUTE: u64 = 60_000_000;
const DAY: u64 = 1440 * MINUTE;

fn minutes(count: u64) -> Time {
    Time::from_ticks(count * MINUTE)
}

fn hours(text: &str) -> Hours {
    Hours::parse(text).expect(text)
}

fn laid_out(text: &str, zone: &str, start: Date, holidays: &[Date], days: u64) -> Calendar {
    let zone = time_zone(zone).expect("a zone");
    let horizon = Span::from_ticks(days * DAY);
    Calendar::lay_out(&hours(text), midnight(start), &zone, holidays, horizon).expect("a calendar")
}

/// Shifts as an oracle is given them: days of the week and minutes.
type Shifts = Vec<(usize, u64, u64)>;

/// Whether each minute of the run is open, by walking the civil clock.
///
/// A shift is on from the first minute at which the civil clock shows its
/// opening or later, to the first at which it shows its closing or later.
fn by_the_minute(
    shifts: &Shifts,
    zone: &str,
    start: Date,
    holidays: &[Date],
    days: u64,
) -> Vec<bool> {
    let zone = time_zone(zone).expect("a zone");
    let lead = 4 * 1440;
    let first = midnight(start).checked_sub(4.days_of_hours()).expect("an instant");
    let total = lead + (days as usize + 4) * 1440;
    // The latest civil minute shown so far, so that a repeated hour is later.
    let mut shown: Vec<i64> = Vec::with_capacity(total);
    let mut latest = i64::MIN;
    let mut instant = first;
    for _ in 0..total {
        let clock = zone.to_datetime(instant);
        let from_start = start.until(clock.date()).expect("a span").get_days();
        let minute =
            i64::from(from_start) * 1440 + i64::from(clock.hour()) * 60 + i64::from(clock.minute());
        latest = latest.max(minute);
        shown.push(latest);
        instant = instant.checked_add(1.minute()).expect("an instant");
    }
    let mut open = vec![false; total];
    for day in -3..days as i64 + 3 {
        let begins = start.checked_add(day.days()).expect("a date");
        if holidays.contains(&begins) {
            continue;
        }
        let weekday = begins.weekday().to_monday_zero_offset() as usize;
        for (_, opens, closes) in shifts.iter().filter(|shift| shift.0 == weekday) {
            let from = shown.partition_point(|minute| *minute < day * 1440 + *opens as i64);
            let to = shown.partition_point(|minute| *minute < day * 1440 + *closes as i64);
            open[from..to.max(from)].fill(true);
        }
    }
    open[lead..lead + days as usize * 1440].to_vec()
}

trait DaysOfHours {
    fn days_of_hours(self) -> jiff::Span;
}

impl DaysOfHours for i64 {
    fn days_of_hours(self) -> jiff::Span {
        (self * 24).hours()
    }
}

#[test]
fn hours_are_printed_as_they_are_read() {
    let same = [
        "24/7",
        "Mo-Fr 09:00-17:00",
        "Mo-Fr 08:00-12:00,13:00-17:00; Sa 10:00-14:00",
        "Mo,We,Fr 22:00-06:00",
        "Mo-Su 00:00-24:00",
        "Tu 22:00-46:00",
    ];
    for text in same {
        assert_eq!(hours(text).to_string(), text);
    }
    let canonical = [
        (" Mo-Fr  08:00 - 12:00 , 12:00-17:00 ", "Mo-Fr 08:00-17:00"),
        ("Fr-Mo 10:00-12:00", "Mo,Fr-Su 10:00-12:00"),
        ("Sa 10:00-11:00;Su 10:00-11:00", "Sa-Su 10:00-11:00"),
        ("Mo 13:00-14:00,08:00-09:00", "Mo 08:00-09:00,13:00-14:00"),
    ];
    for (text, wanted) in canonical {
        assert_eq!(hours(text).to_string(), wanted);
        assert_eq!(hours(wanted), hours(text));
    }
}

#[test]
fn a_refused_text_says_where_and_why() {
    let refused = [
        ("", "a rule of opening hours is wanted, but there is none", ""),
        ("Mo-Fr 09:00-17:00;", "a rule of opening hours is wanted, but there is none", ""),
        ("Mo-Fri 09:00-17:00", "`Fri` is no day of the week", "Fri"),
        ("Mo-Fr", "`Mo-Fr` has no times", "Mo-Fr"),
        ("09:00-17:00", "`09:00-17:00` is no day of the week", "09:00-17:00"),
        ("Mo 09:00-25:61", "`09:00-25:61` is no interval of two times", "09:00-25:61"),
        ("Mo 9-17", "`9-17` is no interval of two times", "9-17"),
        ("Mo 09:00-09:00", "`09:00-09:00` ends when it begins", "09:00-09:00"),
        ("Mo-Fr 09:00-17:00; Fr 09:00-12:00", "`Fr` is in two rules", "Fr"),
    ];
    for (text, message, fault) in refused {
        let error: HoursError = Hours::parse(text).expect_err(text);
        assert_eq!((error.to_string().as_str(), &text[error.at()]), (message, fault));
        assert!(error.hint().is_some());
    }
}

#[test]
fn dates_are_read_strictly() {
    assert_eq!(parse_date("2027-01-04"), Ok(date(2027, 1, 4)));
    assert!(matches!(parse_date("2027-02-30"), Err(DateError::NoSuchDay { .. })));
    assert!(matches!(parse_date("9999-12-31"), Err(DateError::TooFar { .. })));
    for text in ["2027-1-4", "04.01.2027", "2027-01-04T00:00", "", "2027–01–04"] {
        assert!(matches!(parse_date(text), Err(DateError::NotADate { .. })), "{text}");
    }
}

#[test]
fn an_unknown_zone_is_answered_with_the_nearest() {
    let error = time_zone("Europe/Londn").expect_err("no zone");
    assert_eq!(error.hint().as_deref(), Some("`Europe/London` is one"));
}

#[test]
fn a_calendar_without_an_end_is_wall_time() {
    let always = Calendar::always();
    assert_eq!(always.add(minutes(3), Span::from_ticks(5)), Time::from_ticks(3 * MINUTE + 5));
    assert_eq!(always.worked(minutes(1), minutes(4)), Span::from_ticks(3 * MINUTE));
    assert_eq!(always.next_closing(minutes(1)), Time::NEVER);
    assert!(always.is_open(minutes(9)));
    let laid = laid_out("24/7", "Europe/London", date(2027, 1, 4), &[date(2027, 1, 5)], 7);
    assert_eq!(laid, always);
}

#[test]
fn work_waits_for_the_morning_and_the_weekend_passes() {
    // 2027-01-04 is a Monday.
    let calendar = laid_out("Mo-Fr 09:00-17:00", "UTC", date(2027, 1, 4), &[], 14);
    let hour = |count: u64| minutes(60 * count);
    assert_eq!(calendar.next_opening(Time::START), hour(9));
    assert_eq!(calendar.add(Time::START, Span::ZERO), hour(9));
    assert_eq!(calendar.add(hour(16), hour(2) - Time::START), hour(24 + 10));
    // Friday at 16:00 and two hours of work: Monday at 10:00.
    assert_eq!(calendar.add(hour(4 * 24 + 16), hour(2) - Time::START), hour(7 * 24 + 10));
    assert_eq!(calendar.next_closing(hour(10)), hour(17));
    assert_eq!(calendar.next_closing(hour(18)), hour(18));
    assert!(!calendar.is_open(hour(17)) && calendar.is_open(hour(9)));
    assert_eq!(calendar.add(hour(13 * 24), Span::TICK), Time::NEVER);
    assert_eq!(calendar.add(Time::START, Span::FOREVER), Time::NEVER);
    assert_eq!(calendar.worked(Time::START, Time::NEVER), Span::from_ticks(80 * 60 * MINUTE));
}

#[test]
fn a_night_shift_follows_the_change_of_the_clocks() {
    // In London the clocks go forward on 2027-03-28 and back on 2027-10-31.
    let night = "Sa 22:00-06:00";
    let worked = |start: Date| {
        let calendar = laid_out(night, "Europe/London", start, &[], 4);
        calendar.worked(Time::START, Time::NEVER).ticks() / MINUTE / 60
    };
    assert_eq!(worked(date(2027, 3, 20)), 8);
    assert_eq!(worked(date(2027, 3, 27)), 7);
    assert_eq!(worked(date(2027, 10, 30)), 9);
    // In summer the office in New York opens at 13:00 UTC, in winter at 14:00.
    let calendar = laid_out("Mo-Fr 09:00-17:00", "America/New_York", date(2027, 3, 12), &[], 7);
    assert_eq!(calendar.next_opening(Time::START), minutes(14 * 60));
    assert_eq!(calendar.next_opening(minutes(3 * 1440)), minutes(3 * 1440 + 13 * 60));
}

#[test]
fn a_run_beyond_all_dates_is_refused() {
    let zone = time_zone("UTC").expect("a zone");
    let start = midnight(date(2027, 1, 4));
    for horizon in [Span::FOREVER, Span::from_seconds(3e11)] {
        let refused = Calendar::lay_out(&hours("Mo 09:00-17:00"), start, &zone, &[], horizon);
        assert_eq!(refused, Err(LayoutError::BeyondDates { horizon }));
    }
}

#[test]
fn the_bundled_zones_are_the_ones_that_are_asked() {
    // A machine's own database may be missing, old or changed; this rule of
    // 2027 is in the program.
    let zone = time_zone("Europe/London").expect("a zone");
    let summer: Timestamp = "2027-07-01T00:00:00Z".parse().expect("an instant");
    assert_eq!(zone.to_offset(summer).seconds(), 3600);
}

/// Disjoint shifts by day, and their text.
fn any_hours() -> impl Strategy<Value = (String, Shifts)> {
    let shift = (0..288_u64, 1..288_u64);
    let day = proptest::option::of(proptest::collection::vec(shift, 1..3));
    proptest::collection::vec(day, 7).prop_filter_map("some day is open", |days| {
        let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        let (mut rules, mut shifts) = (Vec::new(), Vec::new());
        for (day, times) in days.iter().enumerate() {
            let Some(times) = times else { continue };
            let mut texts = Vec::new();
            for (opens, length) in times {
                let (opens, closes) = (opens * 5, (opens + length) * 5);
                shifts.push((day, opens, closes));
                texts.push(format!(
                    "{:02}:{:02}-{:02}:{:02}",
                    opens / 60,
                    opens % 60,
                    closes / 60,
                    closes % 60
                ));
            }
            rules.push(format!("{} {}", names[day], texts.join(",")));
        }
        (!rules.is_empty()).then(|| (rules.join("; "), shifts))
    })
}

fn any_place() -> impl Strategy<Value = (&'static str, Date)> {
    let zones =
        ["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];
    let starts = [
        date(2027, 3, 10),
        date(2027, 3, 25),
        date(2027, 10, 28),
        date(2027, 11, 4),
        date(2028, 2, 25),
    ];
    (proptest::sample::select(zones.to_vec()), proptest::sample::select(starts.to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_calendar_is_what_the_clock_says_minute_by_minute(
        (text, shifts) in any_hours(), (zone, start) in any_place(), holiday in 0..10_i64,
    ) {
        let holidays = [start.checked_add(holiday.days()).expect("a date")];
        let calendar = laid_out(&text, zone, start, &holidays, 10);
        let open = by_the_minute(&shifts, zone, start, &holidays, 10);
        for (minute, open) in open.iter().enumerate() {
            let at = minutes(minute as u64);
            prop_assert_eq!(calendar.is_open(at), *open, "{} in {} at minute {}", text, zone, minute);
        }
        let count = open.iter().filter(|open| **open).count() as u64;
        // The last shift goes on beyond the run.
        let worked = calendar.worked(Time::START, minutes(open.len() as u64));
        prop_assert_eq!(worked, Span::from_ticks(count * MINUTE));
        prop_assert_eq!(Hours::parse(&hours(&text).to_string()), Ok(hours(&text)));
    }
}

proptest! {
    #[test]
    fn working_time_adds_up(
        (text, _) in any_hours(), (zone, start) in any_place(),
        from in 0..20 * DAY, later in 0..3 * DAY, first in 0..DAY, second in 1..DAY,
    ) {
        let calendar = laid_out(&text, zone, start, &[], 28);
        let (from, first) = (Time::from_ticks(from), Span::from_ticks(first));
        let second = Span::from_ticks(second);
        let due = calendar.add(from, first);
        if due != Time::NEVER {
            prop_assert_eq!(calendar.worked(from, due), first);
            prop_assert_eq!(calendar.add(due, second), calendar.add(from, first + second));
        }
        prop_assert!(due <= calendar.add(from, first + second));
        prop_assert!(due <= calendar.add(from + Span::from_ticks(later), first));
        let opening = calendar.next_opening(from);
        prop_assert!(opening >= from);
        prop_assert!(opening == Time::NEVER || calendar.is_open(opening));
        let closing = calendar.next_closing(from);
        prop_assert!(closing >= from && !calendar.is_open(closing));
        let wall = calendar.worked(from, closing);
        prop_assert_eq!(wall, if calendar.is_open(from) { closing - from } else { Span::ZERO });
    }

    #[test]
    fn no_text_of_hours_panics_and_every_fault_is_in_it(text in "[MoTuFrSa ,;:0-9é–-]{0,24}") {
        match Hours::parse(&text) {
            Ok(hours) => prop_assert_eq!(Hours::parse(&hours.to_string()), Ok(hours)),
            Err(error) => prop_assert!(text.get(error.at()).is_some()),
        }
    }
}
