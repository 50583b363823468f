//! Where a figure comes from: its mark, its source and its year.
//!
//! A mark changes no result. It lacks a probability: how far a figure may be off
//! is said by making it an unknown.

/// How well a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// Somebody measured or counted it.
    Measured,
    /// Somebody fitted it to data.
    Fitted,
    /// Somebody assumed it.
    Assumed,
}

impl MarkKind {
    /// All of them, from the best known to the least.
    pub const ALL: [Self; 3] = [Self::Measured, Self::Fitted, Self::Assumed];

    /// The word in world files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Measured => "Measured",
            Self::Fitted => "Fitted",
            Self::Assumed => "Assumed",
        }
    }

    /// A figure with this mark beside it.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Measured => "(\"1.81 kW\", Measured(\"epoch-dc\", 2024))",
            Self::Fitted => "(\"40 %\", Fitted(\"epoch-dc\"))",
            Self::Assumed => "(\"1/mo\", Assumed)",
        }
    }

    /// What it means, in whole sentences.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Measured => "Somebody measured or counted it; it needs a source.",
            Self::Fitted => "Somebody fitted it to data; it needs a source.",
            Self::Assumed => "It is an assumption, with or without a source.",
        }
    }
}

/// How a figure is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// How well.
    pub kind: MarkKind,
    /// The name of its source among those of the world.
    pub source: Option<String>,
    /// The year that it is about.
    pub year: Option<u16>,
}

/// A source that a world declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureSource {
    /// The name by which marks refer to it.
    pub name: String,
    /// What it is, as in a list of references.
    pub text: String,
    /// Where it is to be found.
    pub url: Option<String>,
    /// The year of figures whose marks name none.
    pub year: Option<u16>,
}
