//! The live value of a clock, as the core holds it.

use crate::primitives::id::ActorId;
use crate::primitives::random::Stream;
use crate::primitives::time::Time;

/// How a clock's due time follows from its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Mode {
    /// It does not run.
    Idle,
    /// Its budget runs down at a constant speed.
    Constant,
    /// Its budget runs down at an exponential pace.
    Exponential,
    /// It rings at an instant that was given.
    Fixed,
    /// Its budget is hazard, gathered with age.
    Aged,
}

/// The live value of a clock: a cache line, so that an event touches one.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct ClockRecord {
    /// Seeded when first used.
    pub(super) stream: Stream,
    /// The budget that was left at `since`.
    pub(super) left: f64,
    /// The speed since then.
    pub(super) speed: f64,
    /// The relative growth a second of an exponential pace.
    pub(super) growth: f64,
    pub(super) since: Time,
    /// The instant at which the age of a law was zero.
    pub(super) origin: Time,
    pub(super) owner: ActorId,
    pub(super) tag: Tag,
}

/// A clock's mode (3 bits), whether its actor's clocks outgrew their
/// declaration (1), its family (5) and its number within the family (23).
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag(u32);

impl Tag {
    pub(super) const FAMILIES: usize = 1 << 5;
    pub(super) const NUMBERS: u32 = 1 << 23;
    const GROWN: u32 = 1 << 28;

    pub(super) fn new(family: u32, number: u32, grown: bool) -> Self {
        Self(u32::from(grown) << 28 | family << 23 | number)
    }

    #[inline]
    pub(super) fn mode(self) -> Mode {
        match self.0 >> 29 {
            0 => Mode::Idle,
            1 => Mode::Constant,
            2 => Mode::Exponential,
            3 => Mode::Fixed,
            _ => Mode::Aged,
        }
    }

    #[inline]
    pub(super) fn set(&mut self, mode: Mode) {
        self.0 = self.0 & !(7 << 29) | (mode as u32) << 29;
    }

    #[inline]
    pub(super) fn grown(self) -> bool {
        self.0 & Self::GROWN != 0
    }

    #[inline]
    pub(super) fn family(self) -> u32 {
        self.0 >> 23 & 31
    }

    #[inline]
    pub(super) fn number(self) -> u32 {
        self.0 & (Self::NUMBERS - 1)
    }
}

/// A clock's ring on its way to the owner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ring {
    pub(super) slot: u32,
    /// What orders the owner's rings among those of others in a tick.
    pub(super) order: u32,
    pub(super) tag: Tag,
}
