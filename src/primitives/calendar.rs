//! Working hours.
use super::time::{Span, Time};

/// When something is open, laid out over the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar;

impl Calendar {
    /// Open at all times.
    #[must_use]
    pub fn always() -> Self {
        Self
    }

    /// The instant at which `work` of open time has passed since `from`.
    #[must_use]
    pub fn add(&self, from: Time, work: Span) -> Time {
        from + work
    }
}
