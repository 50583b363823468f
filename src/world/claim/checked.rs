//! Claims whose every name is the world's: what there is to be estimated.

use crate::engine::MeasureOf;
use crate::oversight::{Asked, Counter, FirstTime, OutcomeClass};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Span;

use super::tree::{Comparison, Per};

/// A claim about a world that has all that it names.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedClaim {
    /// As it stands in the file.
    pub text: String,
    /// At least one; all must hold.
    pub parts: Vec<CheckedPart>,
}

/// One sentence of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedPart {
    /// In canonical form.
    pub text: String,
    /// What is estimated.
    pub sought: Sought,
    /// On which side of the value it is claimed to be.
    pub comparison: Comparison,
    /// In the base unit; a counter's in its own time.
    pub value: f64,
    /// Which replications count; all, if nothing is given.
    pub given: Option<Condition>,
}

/// What is estimated over replications.
#[derive(Clone, Debug, PartialEq)]
pub enum Sought {
    /// How probable it is.
    Probability(Condition),
    /// The mean of a number.
    Mean(Numeral),
    /// What so many in a hundred are not above.
    Quantile(u8, Numeral),
}

/// An event; `M` names times.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition<M = FirstTime> {
    /// At least one of them.
    Any(Vec<Condition<M>>),
    /// All of them.
    All(Vec<Condition<M>>),
    /// It does not happen.
    Not(Box<Condition<M>>),
    /// It is reached.
    Reached(M),
    /// The first is reached before the second is, if that is reached at all.
    Before(M, M),
    /// Both are reached, no further apart than this.
    Within(Span, M, M),
    /// It is reached no later than this.
    Early(Span, M),
    /// The replication ends so.
    Ended(OutcomeClass),
    /// An accountable authority is convinced in the innocent twin.
    InnocentAccused,
}

/// A number of each replication.
#[derive(Clone, Debug, PartialEq)]
pub enum Numeral {
    /// Seconds from the start.
    Time(FirstTime),
    /// Seconds from the second to the first.
    Difference(FirstTime, FirstTime),
    /// How far a counter went.
    Count(Counter),
    /// How far it went in such a time.
    Rate(Counter, Per),
    /// A number that every replication has, whoever asks; over such a time, if one
    /// is said.
    Told(Told, Option<Per>),
    /// A measure of an actor.
    Measure(ActorId, MeasureRow),
}

/// A number that is told of every replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// From notice to takeoff, as that would have come without orders, where notice
    /// came before.
    LeadTime,
    /// From the first concerning work to takeoff, as that would have come without
    /// orders.
    ConversionTime,
    /// FLOP of concerning work done by the time of notice.
    ConcerningFlopAtNotice,
    /// Founded alarms among all.
    AlarmPrecision,
    /// Working time spent on looking into things.
    ReviewerHours,
    /// Alarms of the innocent twin.
    InnocentAlarms,
    /// Alarms of the innocent twin without any reason.
    InnocentFalseAlarms,
    /// Alarms of the innocent twin that legitimate work explains.
    InnocentBenignAlarms,
    /// Working time that the innocent twin spends on looking into things.
    InnocentReviewerHours,
}

impl Told {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::LeadTime,
        Self::ConversionTime,
        Self::ConcerningFlopAtNotice,
        Self::AlarmPrecision,
        Self::ReviewerHours,
        Self::InnocentAlarms,
        Self::InnocentFalseAlarms,
        Self::InnocentBenignAlarms,
        Self::InnocentReviewerHours,
    ];

    /// Its name in claims.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeadTime => "lead time",
            Self::ConversionTime => "conversion time",
            Self::ConcerningFlopAtNotice => "concerning FLOP at notice",
            Self::AlarmPrecision => "alarm precision",
            Self::ReviewerHours => "reviewer hours",
            Self::InnocentAlarms => "innocent alarms",
            Self::InnocentFalseAlarms => "innocent false alarms",
            Self::InnocentBenignAlarms => "innocent benign alarms",
            Self::InnocentReviewerHours => "innocent reviewer hours",
        }
    }

    /// What it measures; hours are a plain number.
    #[must_use]
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::LeadTime | Self::ConversionTime => Dimension::Span,
            Self::ConcerningFlopAtNotice => Dimension::Flop,
            Self::AlarmPrecision => Dimension::Share,
            Self::ReviewerHours
            | Self::InnocentAlarms
            | Self::InnocentFalseAlarms
            | Self::InnocentBenignAlarms
            | Self::InnocentReviewerHours => Dimension::Number,
        }
    }

    /// Whether it adds up over a run, so that it can be told per year.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self.dimension(), Dimension::Number)
    }
}

/// A measure as claims need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureRow {
    /// Its name.
    pub name: &'static str,
    /// How it is made.
    pub of: MeasureOf,
    /// What its numbers measure.
    pub dimension: Dimension,
}

impl<M> Condition<M> {
    /// The same with other names of times.
    pub fn map<N>(&self, other: &impl Fn(&M) -> N) -> Condition<N> {
        let all = |events: &[Self]| events.iter().map(|event| event.map(other)).collect();
        match self {
            Self::Any(events) => Condition::Any(all(events)),
            Self::All(events) => Condition::All(all(events)),
            Self::Not(event) => Condition::Not(Box::new(event.map(other))),
            Self::Reached(first_time) => Condition::Reached(other(first_time)),
            Self::Before(one, two) => Condition::Before(other(one), other(two)),
            Self::Within(span, one, two) => Condition::Within(*span, other(one), other(two)),
            Self::Early(span, first_time) => Condition::Early(*span, other(first_time)),
            Self::Ended(class) => Condition::Ended(*class),
            Self::InnocentAccused => Condition::InnocentAccused,
        }
    }

    fn first_times<'c>(&'c self, found: &mut impl FnMut(&'c M)) {
        match self {
            Self::Any(events) | Self::All(events) => {
                events.iter().for_each(|event| event.first_times(found));
            }
            Self::Not(event) => event.first_times(found),
            Self::Reached(first_time) | Self::Early(_, first_time) => found(first_time),
            Self::Before(one, two) | Self::Within(_, one, two) => {
                found(one);
                found(two);
            }
            Self::Ended(_) | Self::InnocentAccused => {}
        }
    }
}

/// All times and counters that claims ask for.
pub(in crate::world) fn asked(claims: &[CheckedClaim]) -> Asked {
    let mut asked = Asked::default();
    for part in claims.iter().flat_map(|claim| &claim.parts) {
        let mut keep = |first_time: &FirstTime| asked.first_times.push(*first_time);
        if let Some(given) = &part.given {
            given.first_times(&mut keep);
        }
        match &part.sought {
            Sought::Probability(event) => event.first_times(&mut keep),
            Sought::Mean(numeral) | Sought::Quantile(_, numeral) => match numeral {
                Numeral::Time(first_time) => keep(first_time),
                Numeral::Difference(later, earlier) => {
                    keep(later);
                    keep(earlier);
                }
                Numeral::Count(counter) | Numeral::Rate(counter, _) => {
                    asked.counters.push(*counter);
                }
                Numeral::Told(..) | Numeral::Measure(..) => {}
            },
        }
    }
    asked
}
