//! The book of laws: all of them, in the order in which the documents tell them.

use super::compared;
use super::law::Law;

/// All laws.
static LAWS: &[Law] = &[
    compared::MORE_OBSERVATION,
    compared::LONGER_WAYS,
    compared::HIGHER_TAKEOFF,
    compared::SHORTER_HORIZON,
    compared::SCALED,
    compared::REORDERED,
    compared::THREADS,
    compared::REUSED,
    compared::SILENT_OBSERVER,
    compared::WORLD_BESIDE,
    compared::INTERRUPTED,
    compared::SET_TO_THE_SAME,
    compared::ORDERS_ACT_LATER,
    compared::PRINTED,
    compared::ORDERLESS,
    compared::UNREADABLE,
];

/// All laws, in the order of the book.
#[must_use]
pub fn laws() -> &'static [Law] {
    LAWS
}
