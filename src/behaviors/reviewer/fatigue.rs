//! Fatigue: attention that falls where nothing was found for long.
//!
//! It is about how often alerts turn out to be something, and not about hours
//! without sleep.

/// Attention that follows the share of alerts that were confirmed lately.
///
/// The share π moves by (y − π)/m at each disposition, where y is 1 if the alert
/// was confirmed and m is the memory. Attention is least + (1 − least)·min(1, π/π_ref):
/// an assumption in the spirit of the prevalence effect, by which observers miss
/// more of what they rarely see (Wolfe, Horowitz and Kenner 2005).
#[derive(Clone, Copy, Debug)]
pub(super) struct Fatigue {
    least: f64,
    reference: f64,
    memory: f64,
    /// It begins at the reference, with full attention.
    confirmed: f64,
}

impl Fatigue {
    /// Attention of at least `least`, full from the share `reference` on, with
    /// a memory of so many dispositions.
    pub(super) fn new(least: f64, reference: f64, memory: f64) -> Self {
        Self { least, reference, memory, confirmed: reference }
    }

    /// Whether attention can fall.
    pub(super) fn tires(&self) -> bool {
        self.least < 1.0
    }

    /// The share of full attention, from `least` to 1.
    pub(super) fn attention(&self) -> f64 {
        self.least + (1.0 - self.least) * (self.confirmed / self.reference).min(1.0)
    }

    /// An alert was confirmed or dismissed.
    pub(super) fn disposes(&mut self, confirmed: bool) {
        let found = if confirmed { 1.0 } else { 0.0 };
        self.confirmed += (found - self.confirmed) / self.memory;
    }
}
