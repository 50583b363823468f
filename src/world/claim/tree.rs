//! Claims as a tree, and the tree as text.
//!
//! It knows what was written and where, and not yet whether the world has what
//! is named.

use std::fmt;
use std::ops::Range;

/// A name or a value as it was written, with its place in the claim's text.
///
/// Two are equal if they read alike, wherever they stand.
#[derive(Clone, Debug)]
pub struct Word {
    /// What it says: names and values with one space between words.
    pub text: String,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Word {}

/// What somebody claims about a world: one sentence, or several that must all
/// hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// At least one.
    pub parts: Vec<Part>,
}

/// One sentence of a claim: a quantity on one side of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What is estimated.
    pub quantity: Quantity,
    /// On which side of the value it is claimed to be.
    pub comparison: Comparison,
    /// A number with its unit.
    pub value: Word,
    /// Which replications count; all, if nothing is given.
    pub given: Option<Event>,
}

/// What is estimated over replications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// How probable an event is.
    Probability(Event),
    /// The mean of a term.
    Mean(Term),
    /// What so many in a hundred are not above; the median is the fiftieth.
    Quantile(u8, Term),
}

/// How a quantity is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Not below it.
    AtLeast,
    /// Not above it.
    AtMost,
    /// Above it.
    Above,
    /// Below it.
    Below,
}

/// Something that happens in a replication or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// At least one of two or more.
    Or(Vec<Event>),
    /// All of two or more.
    And(Vec<Event>),
    /// It does not happen.
    Not(Box<Event>),
    /// About milestones.
    Atom(Atom),
}

/// An event about one milestone, or about two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    /// Which milestone.
    pub first_time: WrittenFirstTime,
    /// What is said of it.
    pub relation: Relation,
}

/// A milestone, and whose doing it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFirstTime {
    /// Its name.
    pub name: Word,
    /// The actor that must have reached it.
    pub by: Option<Word>,
}

/// What is said of a milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is reached by the horizon.
    Reached,
    /// It is reached before this one is.
    Before(WrittenFirstTime),
    /// It and this one, or the start if there is none, are no further apart than
    /// a span.
    Within(Word, Option<WrittenFirstTime>),
}

/// A number of each replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The time of a milestone, or a counter: the names decide.
    Named(WrittenFirstTime),
    /// From the second milestone to the first.
    Difference(WrittenFirstTime, WrittenFirstTime),
    /// A counter over time.
    Rate(Word, Per),
    /// A measure of an actor.
    Measure(Word, Word),
}

/// The time over which a counter is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// A day.
    Day,
    /// A mean Gregorian year.
    Year,
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.parts, " and ", |f, part| write!(f, "{part}"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.quantity {
            Quantity::Probability(event) => write!(f, "P({event})")?,
            Quantity::Mean(term) => write!(f, "mean({term})")?,
            Quantity::Quantile(50, term) => write!(f, "median({term})")?,
            Quantity::Quantile(percent, term) => write!(f, "p{percent}({term})")?,
        }
        write!(f, " {} {}", self.comparison, self.value.text)?;
        match &self.given {
            Some(event) => write!(f, " given {event}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
        })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(events) => joined(f, events, " or ", |f, event| match event {
                Self::Or(_) => write!(f, "({event})"),
                Self::And(_) | Self::Not(_) | Self::Atom(_) => write!(f, "{event}"),
            }),
            Self::And(events) => joined(f, events, " and ", Self::unit),
            Self::Not(event) => {
                f.write_str("not ")?;
                Self::unit(f, event)
            }
            Self::Atom(atom) => write!(f, "{atom}"),
        }
    }
}

impl Event {
    /// As a part of a conjunction or of a negation, which bind closer than what
    /// is put into parentheses here.
    fn unit(f: &mut fmt::Formatter<'_>, event: &Self) -> fmt::Result {
        match event {
            Self::Or(_) | Self::And(_) => write!(f, "({event})"),
            Self::Not(_) | Self::Atom(_) => write!(f, "{event}"),
        }
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first_time)?;
        match &self.relation {
            Relation::Reached => Ok(()),
            Relation::Before(other) => write!(f, " before {other}"),
            Relation::Within(span, Some(other)) => write!(f, " within {} of {other}", span.text),
            Relation::Within(span, None) => write!(f, " within {} of start", span.text),
        }
    }
}

impl fmt::Display for WrittenFirstTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name.text)?;
        match &self.by {
            Some(actor) => write!(f, " by {}", quoted(&actor.text)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(first_time) => write!(f, "{first_time}"),
            Self::Difference(later, earlier) => write!(f, "{later} - {earlier}"),
            Self::Rate(counter, per) => write!(f, "{} per {}", counter.text, per.name()),
            Self::Measure(actor, measure) => {
                write!(f, "{}.{}", quoted(&actor.text), measure.text)
            }
        }
    }
}

impl Per {
    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Year => "year",
        }
    }
}

/// An actor's name as claims write it.
pub(super) fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

fn joined<T>(
    f: &mut fmt::Formatter<'_>,
    parts: &[T],
    between: &str,
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        write(f, part)?;
    }
    Ok(())
}
