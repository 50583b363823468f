//! The book of laws: all of them, in the order in which the documents tell them.

use super::law::Law;

/// All laws.
static LAWS: &[Law] = &[];

/// All laws, in the order of the book.
#[must_use]
pub fn laws() -> &'static [Law] {
    LAWS
}
