//! Working hours, as people write them and as time is counted in them.
//!
//! ```text
//!  hours ── fault       "Mo-Fr 09:00-17:00"
//!    └───── date ── layout       sorted open intervals in ticks
//! ```
//!
//! Hours are a rule of the civil week; a calendar is that rule laid out over one
//! run in one time zone, with holidays and clock changes resolved, so that
//! adding working time is a search and no event passes at opening hours. There
//! are no seasons, no week numbers and no sunrise.

mod fault;

mod hours;

mod date;

mod layout;

pub use date::{DateError, ZoneError, midnight, parse_date, time_zone};
pub use fault::HoursError;
pub use hours::{DAYS, Hours};
pub use layout::{Calendar, LayoutError};
