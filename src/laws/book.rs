//! The book of laws: all of them, in the order in which the documents tell them.

use super::in_law::{channels, clocks, forms, intervals, rates, renamed};
use super::law::Law;

/// All laws.
static LAWS: &[Law] = &[
    renamed::RENAMED,
    rates::SPLIT,
    rates::THINNED,
    forms::FORMS,
    clocks::CLOCKS,
    channels::CHANNELS,
    intervals::SOUND,
    intervals::COVER,
];

/// All laws, in the order of the book.
#[must_use]
pub fn laws() -> &'static [Law] {
    LAWS
}
