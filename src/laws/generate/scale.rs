//! How long a generated world is and how large what computes in it, by which all else is
//! measured: so that a world of a tick and one of a year have about as many events.

use super::genes::Tape;

/// How long worlds are, from the plainest on, with weights: short ones are as eventful as
/// long ones and have fewer opening hours.
const HORIZONS: [(&str, f64, u32); 9] = [
    ("30 d", 30.0 * DAY, 36),
    ("90 d", 90.0 * DAY, 16),
    ("7 d", 7.0 * DAY, 14),
    ("1 d", DAY, 8),
    ("1 y", 365.2425 * DAY, 12),
    ("2 y", 730.485 * DAY, 3),
    ("1 h", 3_600.0, 5),
    ("1 s", 1.0, 3),
    ("1 us", 1e-6, 3),
];

const DAY: f64 = 86_400.0;

/// How many chips a cluster has, about.
const CHIPS: [u64; 5] = [1_000, 8, 100_000, 64, 1];

/// The speed of one chip of middling kind at usual utilization, in FLOP/s.
const SPEED: f64 = 4e14;

/// What all figures of a world are measured by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The horizon as a file says it.
    pub(super) text: &'static str,
    /// The horizon in seconds.
    pub(super) horizon: f64,
    /// How many chips a cluster has, about.
    pub(super) chips: u64,
    /// Whether figures are often as small or as large as they can be.
    pub(super) is_nasty: bool,
}

/// What a figure is measured by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum By {
    /// Nothing: it is a plain number.
    One,
    /// The horizon.
    Horizon,
    /// Once in the horizon.
    PerHorizon,
    /// What a cluster does up to the horizon, in FLOP.
    Work,
    /// What a cluster does in a second, in FLOP.
    Speed,
    /// The parameters of a model that so much work trains best: N = √(C/120).
    Size,
    /// The tokens that it is trained on best: 20 for each parameter.
    Tokens,
    /// The tokens that such a model makes with all of that work, of two FLOP a parameter.
    Made,
    /// The chips of a cluster.
    Chips,
}

impl Scale {
    pub(super) fn of(tape: &mut Tape<'_>, is_nasty: bool) -> Self {
        let weights = HORIZONS.map(|(_, _, weight)| weight);
        let (text, horizon, _) = HORIZONS[tape.weighed(&weights)];
        Self { text, horizon, chips: *tape.pick(&CHIPS), is_nasty }
    }

    /// One of what figures are measured by, in base units.
    pub(super) fn one(&self, by: By) -> f64 {
        let speed = SPEED * self.chips as f64;
        let work = speed * self.horizon;
        let size = libm::sqrt(work / 120.0).max(1.0);
        match by {
            By::One => 1.0,
            By::Horizon => self.horizon,
            By::PerHorizon => 1.0 / self.horizon,
            By::Work => work,
            By::Speed => speed,
            By::Size => size,
            By::Tokens => 20.0 * size,
            By::Made => work / (2.0 * size),
            By::Chips => self.chips as f64,
        }
    }
}
