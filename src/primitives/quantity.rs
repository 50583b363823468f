//! Quantities with units.

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A bare number.
    Number,
    /// A share from 0 to 1.
    Share,
    /// A length of time.
    Span,
}

/// A number of chips of one type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chips;
