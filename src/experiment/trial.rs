//! One sentence of a claim, asked of a world at values of one of its parameters.
//!
//! Every value is asked on the same chances: the key of a replication is a function of the
//! seed and its index alone. It lacks any comparison of values.

use crate::behaviors::Roles;
use crate::world::claim::{CheckedPart, Comparison};
use crate::world::{Axis, AxisValue, Diagnostics, WorldFile, check};

use super::claim::{ClaimResult, PartResult, Verdict};
use super::estimate::Estimate;
use super::replicate::{Ensemble, Watch, replicate_keeping};
use super::table::Table;

/// What is asked, of which world, and on what chances.
pub struct Inquiry<'a> {
    /// The world; its first claim is the one that is asked.
    pub file: &'a WorldFile,
    /// The roles of its actors.
    pub roles: &'a Roles,
    /// How many replications each value has, and on what chances.
    pub ensemble: Ensemble,
    /// What can be heard and said meanwhile.
    pub watch: &'a Watch<'a>,
    /// Called with a number of values that will be asked and were not said before.
    pub planned: &'a dyn Fn(u64),
}

/// What replications say of the sentence at one value.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The value.
    pub value: AxisValue,
    /// In the base unit, as of a [`PartResult`].
    pub estimate: Estimate,
    /// On which side of the claimed value its interval lies.
    pub verdict: Verdict,
    /// How many replications do not count.
    pub left_out: u64,
    /// How many of those that count have the value +∞.
    pub infinite: u64,
    /// How many of those that count have the value −∞.
    pub minus_infinite: u64,
    /// Of how many it is not known.
    pub unknown: u64,
    /// How many replications spent their budget of events.
    pub failed: u64,
}

/// Why a value was not asked to the end.
pub(super) enum Stopped {
    /// Somebody wanted it to end.
    Interrupted,
    /// The world does not bear the value.
    Flawed(Diagnostics),
}

impl From<Diagnostics> for Stopped {
    fn from(flaws: Diagnostics) -> Self {
        Self::Flawed(flaws)
    }
}

impl Inquiry<'_> {
    /// What the world says with the parameter at this value, and the table behind it,
    /// which keeps what each replication says if it is to.
    pub(super) fn ask(
        &self,
        axis: &Axis,
        value: AxisValue,
        keeps: bool,
    ) -> Result<(Trial, Table), Stopped> {
        let (blueprint, _) = check(&axis.at(self.file, value)?, self.roles)?;
        let table = replicate_keeping(&blueprint, self.ensemble, self.watch, keeps);
        if table.interrupted {
            return Err(Stopped::Interrupted);
        }
        let trial = Trial::of(value, &table);
        Ok((trial, table))
    }

    /// Whether the world bears the value.
    pub(super) fn bears(&self, axis: &Axis, value: AxisValue) -> Result<(), Diagnostics> {
        check(&axis.at(self.file, value)?, self.roles).map(drop)
    }
}

impl Trial {
    fn of(value: AxisValue, table: &Table) -> Self {
        let claims = table.claims();
        let part = first(&claims);
        Self {
            value,
            estimate: part.estimate.clone(),
            verdict: part.verdict,
            left_out: part.left_out,
            infinite: part.infinite,
            minus_infinite: part.minus_infinite,
            unknown: part.unknown,
            failed: table.failed,
        }
    }

    /// The same as a result of the sentence.
    #[must_use]
    pub fn result<'t>(&self, part: &'t CheckedPart) -> PartResult<'t> {
        PartResult {
            part,
            estimate: self.estimate.clone(),
            left_out: self.left_out,
            infinite: self.infinite,
            minus_infinite: self.minus_infinite,
            unknown: self.unknown,
            verdict: self.verdict,
        }
    }

    /// Whether the estimate satisfies the sentence, whatever its interval says; none if
    /// there is no estimate.
    #[must_use]
    pub fn satisfies(&self, part: &CheckedPart) -> Option<bool> {
        if self.verdict == Verdict::Undefined {
            return None;
        }
        let estimate = self.estimate.estimate?;
        Some(match part.comparison {
            Comparison::AtLeast => estimate >= part.value,
            Comparison::AtMost => estimate <= part.value,
            Comparison::Above => estimate > part.value,
            Comparison::Below => estimate < part.value,
        })
    }

    /// Whether the interval lies on one side of the claimed value.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        matches!(self.verdict, Verdict::Holds | Verdict::Fails)
    }

    /// How far the interval lies from the claimed value, negative where it contains it.
    pub(super) fn clearance(&self, part: &CheckedPart) -> f64 {
        let below = self.estimate.low.map_or(f64::NEG_INFINITY, |low| low - part.value);
        let above = self.estimate.high.map_or(f64::NEG_INFINITY, |high| part.value - high);
        below.max(above)
    }
}

/// The first sentence of the first claim.
///
/// # Panics
///
/// If there is no claim.
pub(super) fn first<'c, 't>(claims: &'c [ClaimResult<'t>]) -> &'c PartResult<'t> {
    &claims.first().expect("an inquiry is about a claim").parts[0]
}
