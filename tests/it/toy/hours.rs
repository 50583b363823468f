//! Opening hours of the shop.

use foomwatch::primitives::calendar::{Calendar, Hours};
use foomwatch::primitives::time::Span;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Open from 9 to 17 every day, from an opening on a Monday on: 8 hours of 24.
pub fn office(days: u64) -> Calendar {
    let hours = Hours::parse("Mo-Su 09:00-17:00").expect("hours of the shop");
    let start: Timestamp = "2026-11-23T09:00:00Z".parse().expect("a Monday");
    let horizon = Span::from_ticks(days * 24 * 3_600 * 1_000_000);
    Calendar::lay_out(&hours, start, &TimeZone::UTC, &[], horizon).expect("a few years")
}
