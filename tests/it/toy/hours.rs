//! Opening hours that repeat: open at the begin of every cycle.

use foomwatch::primitives::time::{Span, Time};

/// Open for the first `open` of every `cycle`.
#[derive(Clone, Copy, Debug)]
pub struct Hours {
    pub open: Span,
    pub cycle: Span,
}

impl Hours {
    /// Never closed.
    pub const ALWAYS: Self = Self {
        open: Span::from_ticks(1),
        cycle: Span::from_ticks(1),
    };

    /// Open time from the start to `at`.
    pub fn worked_until(self, at: Time) -> Span {
        let (cycles, rest) = (
            at.ticks() / self.cycle.ticks(),
            at.ticks() % self.cycle.ticks(),
        );
        Span::from_ticks(cycles * self.open.ticks() + rest.min(self.open.ticks()))
    }

    /// Open time between two instants.
    pub fn worked(self, from: Time, to: Time) -> Span {
        Span::from_ticks(self.worked_until(to).ticks() - self.worked_until(from).ticks())
    }

    /// The first instant at which `work` of open time has passed since `from`.
    pub fn add(self, from: Time, work: Span) -> Time {
        let total = self.worked_until(from).ticks() + work.ticks();
        if work == Span::ZERO {
            return from;
        }
        let cycles = (total - 1) / self.open.ticks();
        Time::from_ticks(cycles * self.cycle.ticks() + total - cycles * self.open.ticks())
    }
}
