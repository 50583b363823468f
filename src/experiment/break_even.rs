//! The value of a parameter at which a claim turns.
//!
//! An estimate over fixed chances is a step function of the parameter, whose change of
//! sides is found by a scan and a bracketing search. Its interval is the set of values that
//! the replications do not tell from it. It lacks a proof that nothing turns between two
//! points of the scan and turns back.

use crate::world::claim::CheckedPart;
use crate::world::{Axis, AxisRange, AxisValue, Diagnostics};

use super::root::{Sided, narrow};
use super::trial::{Inquiry, Stopped, Trial};

/// How many values a scan has.
const SCAN: u32 = 11;

/// How near a turn is looked for, as a share of the range.
const NEAR: f64 = 1e-3;

/// What was found along a parameter.
#[derive(Clone, Debug)]
pub struct BreakEven {
    /// What was moved.
    pub axis: Axis,
    /// The sentence that was asked.
    pub part: CheckedPart,
    /// From where to where; none if it was moved over words.
    pub range: Option<AxisRange>,
    /// All values that were asked, in ascending order, or in that of the words.
    pub trials: Vec<Trial>,
    /// Where the sentence turns, in ascending order.
    pub turns: Vec<Turn>,
    /// Whether somebody ended it before all was asked.
    pub interrupted: bool,
}

/// A value at which the estimate crosses the claimed value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// The values between which it does, in the base unit: two whole numbers beside each
    /// other, or no further apart than a thousandth of the range.
    pub between: (f64, f64),
    /// Whether the estimate satisfies the sentence above and not below, or the reverse.
    pub holds_above: bool,
    /// Whether it was found as nearly as was wanted: it is not where a value in between
    /// has no estimate, or where somebody ended the search.
    pub is_found: bool,
    /// Where, below, the interval of the claim first lies on one side of the claimed value.
    pub low: TurnEnd,
    /// The same above.
    pub high: TurnEnd,
}

/// An end of the interval of a turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TurnEnd {
    /// From this value on the replications are clear.
    Clear(f64),
    /// They are not, up to this end of the range.
    RangeEnd(f64),
    /// They are not up to this value, and beyond it nobody knows: there is no estimate, or
    /// somebody ended the search.
    Unknown(f64),
}

impl TurnEnd {
    /// The value.
    #[must_use]
    pub fn value(self) -> f64 {
        match self {
            Self::Clear(value) | Self::RangeEnd(value) | Self::Unknown(value) => value,
        }
    }
}

impl BreakEven {
    /// Looks along an axis for values at which the sentence turns: over its words if there
    /// is no range, and over the range otherwise.
    ///
    /// # Errors
    ///
    /// If the world does not bear a value.
    ///
    /// # Panics
    ///
    /// If the axis has neither words nor numbers in the range.
    pub fn find(
        inquiry: &Inquiry<'_>,
        axis: &Axis,
        part: &CheckedPart,
        range: Option<AxisRange>,
    ) -> Result<Self, Diagnostics> {
        let (axis, part) = (axis.clone(), part.clone());
        let (trials, turns) = (Vec::new(), Vec::new());
        let mut found = Self { axis, part, range, trials, turns, interrupted: false };
        let looked = match range {
            None => found.try_words(inquiry),
            Some(range) => found.try_range(inquiry, range),
        };
        match looked {
            Ok(()) => {}
            Err(Stopped::Interrupted) => found.interrupted = true,
            Err(Stopped::Flawed(flaws)) => return Err(flaws),
        }
        found.trials.sort_by(|one, other| {
            let order = |trial: &Trial| match trial.value {
                AxisValue::Number(number) => number,
                AxisValue::Word(place) => place as f64,
            };
            order(one).total_cmp(&order(other))
        });
        Ok(found)
    }

    /// The middle of the two values between which the sentence turns; none if they are
    /// whole numbers beside each other, or the search came to no end.
    #[must_use]
    pub fn at(&self, turn: &Turn) -> Option<f64> {
        let search = Search::new(&self.axis, self.range?);
        let (low, high) = turn.between;
        let middle = 0.5 * (search.place(low) + search.place(high));
        (turn.is_found && !search.whole).then(|| search.value(middle))
    }

    fn try_words(&mut self, inquiry: &Inquiry<'_>) -> Result<(), Stopped> {
        let words = self.axis.words().len();
        assert!(words > 0, "`{}` has no words", self.axis.path());
        for place in 0..words {
            inquiry.bears(&self.axis, AxisValue::Word(place))?;
        }
        (inquiry.planned)(words as u64);
        for place in 0..words {
            let (trial, _) = inquiry.ask(&self.axis, AxisValue::Word(place), false)?;
            self.trials.push(trial);
        }
        Ok(())
    }

    fn try_range(&mut self, inquiry: &Inquiry<'_>, range: AxisRange) -> Result<(), Stopped> {
        let search = Search::new(&self.axis, range);
        let grid = search.grid();
        for at in &grid {
            inquiry.bears(&self.axis, AxisValue::Number(*at))?;
        }
        (inquiry.planned)(grid.len() as u64);
        let mut scanned = Ok(());
        for at in grid {
            match inquiry.ask(&self.axis, AxisValue::Number(at), false) {
                Ok((trial, _)) => self.trials.push(trial),
                Err(why) => {
                    scanned = Err(why);
                    break;
                }
            }
        }
        // What is known of turns is told also if the scan came to no end.
        let brackets = self.brackets();
        self.turns = brackets.iter().map(|bracket| bracket.turn()).collect();
        scanned?;
        for (place, bracket) in brackets.into_iter().enumerate() {
            if !bracket.is_beside {
                continue;
            }
            let (low, high) = self.narrowed(inquiry, &search, bracket, place)?;
            self.turns[place].low = self.end(inquiry, &search, low, false)?;
            self.turns[place].high = self.end(inquiry, &search, high, true)?;
        }
        Ok(())
    }

    /// The pairs of values on different sides, with no estimate on either side between.
    fn brackets(&self) -> Vec<Bracket> {
        let sides = self.trials.iter().enumerate().filter_map(|(place, trial)| {
            let side = trial.satisfies(&self.part)?;
            Some((place, number(trial), side))
        });
        let sides: Vec<_> = sides.collect();
        let turns = sides.windows(2).filter(|pair| pair[0].2 != pair[1].2);
        turns
            .map(|pair| Bracket {
                low: pair[0].1,
                high: pair[1].1,
                holds_above: pair[1].2,
                is_beside: pair[1].0 == pair[0].0 + 1,
            })
            .collect()
    }

    /// Finds the turn of a bracket, and gives the places on both sides of it.
    fn narrowed(
        &mut self,
        inquiry: &Inquiry<'_>,
        search: &Search,
        bracket: Bracket,
        place: usize,
    ) -> Result<(f64, f64), Stopped> {
        let ends = [bracket.low, bracket.high].map(|at| {
            let trial = self.trial_at(at).expect("the scan asked it");
            self.sided(search, trial).expect("a bracket has estimates")
        });
        let look = |at: f64| {
            let trial = self.asked(inquiry, search.value(at))?;
            // What has no estimate ends the search where it is.
            self.sided(search, &trial).ok_or(None)
        };
        let (low, high, why) = match narrow(ends.into(), search.near(), search.whole, look) {
            Ok((low, high)) => (low, high, None),
            Err((low, high, why)) => (low, high, Some(why)),
        };
        let between = (self.tried_at(search, low.at), self.tried_at(search, high.at));
        let turn = &mut self.turns[place];
        turn.between = between;
        turn.is_found = why.is_none();
        turn.low = TurnEnd::Unknown(between.0);
        turn.high = TurnEnd::Unknown(between.1);
        match why {
            Some(Some(stopped)) => Err(stopped),
            Some(None) | None => Ok((low.at, high.at)),
        }
    }

    /// From a place beside a turn outwards, where the replications are clear first.
    fn end(
        &mut self,
        inquiry: &Inquiry<'_>,
        search: &Search,
        from: f64,
        upwards: bool,
    ) -> Result<TurnEnd, Stopped> {
        let mut outwards: Vec<f64> = self.trials.iter().map(number).collect();
        outwards.sort_by(f64::total_cmp);
        if !upwards {
            outwards.reverse();
        }
        let beside = self.tried_at(search, from);
        let mut unclear = None;
        let mut clear = None;
        for at in outwards {
            let place = search.place(at);
            if if upwards { place < from } else { place > from } {
                continue;
            }
            let trial = self.trial_at(at).expect("it is one of the trials");
            if trial.satisfies(&self.part).is_none() {
                return Ok(TurnEnd::Unknown(unclear.unwrap_or(beside)));
            }
            if trial.is_clear() {
                clear = Some(at);
                break;
            }
            unclear = Some(at);
        }
        let (unclear, clear) = match (unclear, clear) {
            (_, None) => return Ok(TurnEnd::RangeEnd(unclear.unwrap_or(beside))),
            // Already beside the turn they are clear.
            (None, Some(clear)) => return Ok(TurnEnd::Clear(clear)),
            (Some(unclear), Some(clear)) => (unclear, clear),
        };
        let mut ends = [unclear, clear].map(|at| {
            let trial = self.trial_at(at).expect("it is one of the trials");
            self.cleared(search, trial)
        });
        if !upwards {
            ends.reverse();
        }
        let look = |at: f64| {
            let trial = self.asked(inquiry, search.value(at))?;
            match trial.satisfies(&self.part) {
                Some(_) => Ok(self.cleared(search, &trial)),
                None => Err(None),
            }
        };
        match narrow(ends.into(), search.near(), search.whole, look) {
            Ok((low, high)) => {
                let clear = if upwards { high } else { low };
                Ok(TurnEnd::Clear(self.tried_at(search, clear.at)))
            }
            Err((.., Some(stopped))) => Err(stopped),
            Err((low, high, None)) => {
                let unclear = if upwards { low } else { high };
                Ok(TurnEnd::Unknown(self.tried_at(search, unclear.at)))
            }
        }
    }

    /// The trial of a value, which is asked if it was not before.
    fn asked(&mut self, inquiry: &Inquiry<'_>, at: f64) -> Result<Trial, Option<Stopped>> {
        if let Some(trial) = self.trial_at(at) {
            return Ok(trial.clone());
        }
        (inquiry.planned)(1);
        let (trial, _) = inquiry.ask(&self.axis, AxisValue::Number(at), false).map_err(Some)?;
        self.trials.push(trial.clone());
        Ok(trial)
    }

    fn trial_at(&self, at: f64) -> Option<&Trial> {
        self.trials.iter().find(|trial| number(trial) == at)
    }

    /// The value that was tried at a place: the exponential of a logarithm need not lead
    /// back to it.
    fn tried_at(&self, search: &Search, place: f64) -> f64 {
        let mut values = self.trials.iter().map(number);
        values.find(|value| search.place(*value) == place).expect("it is the place of a trial")
    }

    /// On which side of the claimed value the estimate is.
    fn sided(&self, search: &Search, trial: &Trial) -> Option<Sided> {
        let side = trial.satisfies(&self.part)?;
        let far = trial.estimate.estimate? - self.part.value;
        Some(Sided { at: search.place(number(trial)), side, far })
    }

    /// Whether the interval is on one side of the claimed value.
    fn cleared(&self, search: &Search, trial: &Trial) -> Sided {
        let far = trial.clearance(&self.part);
        Sided { at: search.place(number(trial)), side: trial.is_clear(), far }
    }
}

/// Two values of the scan between which the sentence turns.
#[derive(Clone, Copy)]
struct Bracket {
    low: f64,
    high: f64,
    holds_above: bool,
    /// Whether every value that was asked between them has an estimate.
    is_beside: bool,
}

impl Bracket {
    /// What is known of the turn before it is looked for.
    fn turn(&self) -> Turn {
        Turn {
            between: (self.low, self.high),
            holds_above: self.holds_above,
            is_found: false,
            low: TurnEnd::Unknown(self.low),
            high: TurnEnd::Unknown(self.high),
        }
    }
}

fn number(trial: &Trial) -> f64 {
    match trial.value {
        AxisValue::Number(number) => number,
        AxisValue::Word(_) => unreachable!("a range has no words"),
    }
}

/// The places along a range at which a search looks.
#[derive(Clone, Copy)]
struct Search {
    range: AxisRange,
    whole: bool,
    /// Whether places are logarithms of values.
    logarithmic: bool,
    /// Whether the scan goes in steps of equal ratio.
    by_ratio: bool,
}

impl Search {
    fn new(axis: &Axis, range: AxisRange) -> Self {
        let scale = axis.scale().expect("what has a range has a scale");
        let by_ratio = axis.is_logarithmic(range);
        let whole = scale.is_whole();
        Self { range, whole, logarithmic: by_ratio && !whole, by_ratio }
    }

    fn place(&self, value: f64) -> f64 {
        if self.logarithmic { libm::log(value) } else { value }
    }

    fn value(&self, place: f64) -> f64 {
        let value = if self.logarithmic { libm::exp(place) } else { place };
        // The logarithm of an end need not lead back to it.
        if place <= self.place(self.range.low) {
            self.range.low
        } else if place >= self.place(self.range.high) {
            self.range.high
        } else {
            value
        }
    }

    fn near(&self) -> f64 {
        NEAR * (self.place(self.range.high) - self.place(self.range.low))
    }

    /// The values of the scan, both ends among them.
    fn grid(&self) -> Vec<f64> {
        let AxisRange { low, high, .. } = self.range;
        let steps = f64::from(SCAN - 1);
        let at = |step: u32| {
            let share = f64::from(step) / steps;
            match step {
                0 => low,
                _ if step == SCAN - 1 => high,
                _ if self.by_ratio => low * libm::pow(high / low, share),
                _ => low + share * (high - low),
            }
        };
        let mut grid: Vec<f64> = (0..SCAN).map(at).collect();
        if self.whole {
            grid = grid.into_iter().map(libm::round).collect();
        }
        grid.dedup();
        grid
    }
}
