//! Two worlds of which it is said that they are alike in law, held against each other.
//!
//! Their replications have chances of their own and are taken in pairs. If both worlds
//! have one law, whatever is read off a pair is as likely greater in the first as in the
//! second, in whatever way the readings of one replication hang together; so each reading
//! has an even bet, the capital is divided among them, and ties are no trials. Few pairs
//! are run at first, and more where some bet has won: that may hang on what was seen, as
//! the error holds whenever one stops.
//!
//! Four pairs are the fewest of which a bet can win anything to speak of. Where two worlds
//! are alike, nearly all of them end there; where they differ so that a reading is greater in
//! four pairs of five, two worlds in five go on, and most of these to the end. So a defect
//! shows in a thousand worlds rather than in the first, at a third of the pairs that eight
//! at once would take.
//!
//! It lacks how the worlds came about.

use crate::laws::law::Verdict;
use crate::oversight::{Milestone, Outcome};
use crate::world::Blueprint;

use super::replays::Replays;
use super::wager::{ERROR, Wager, log_mean_capital, refutes};

/// After how many pairs it is looked whether to go on, each time twice as many as before.
const FIRST_LOOK: u64 = 4;

/// How many looks there are at most.
const LOOKS: u32 = 10;

/// How many events both worlds may have up to the first look, each time twice as many:
/// worlds of many events are run less often.
const EVENTS: u64 = 1_500;

/// How many events the first pair may have: of more there will hardly be four pairs.
const LARGE: u64 = EVENTS / 2;

/// What some bet must have made of 1 at the first two looks to go on, each further time
/// three times as much. Four pairs make 3.2 at most; a capital that grows at all, where two
/// worlds differ, grows with the number of pairs in the exponent.
const HOPE: f64 = 3.0;

/// How far two readings may be apart, as a share, that count as the same.
const DUST: f64 = 1e-9;

/// What is read off a replication.
#[derive(Clone, Copy, Debug)]
enum Reading {
    /// When a milestone was reached, by its place; the end of time if it was not.
    Milestone(usize),
    /// The numerator of a measure, by its place.
    Measure(usize),
    /// How far the numerator of a measure is from a number.
    Apart(usize, f64),
    Alarms,
    Founded,
    ReviewTime,
    ConcerningFlop,
    Ending,
    Stage,
    Events,
}

impl Reading {
    fn of(self, outcome: &Outcome) -> f64 {
        match self {
            Self::Milestone(place) => outcome.milestones[place].ticks() as f64,
            Self::Measure(place) => outcome.measures[place].0,
            Self::Apart(place, from) => (outcome.measures[place].0 - from).abs(),
            Self::Alarms => outcome.alarms.all() as f64,
            Self::Founded => outcome.alarms.founded() as f64,
            Self::ReviewTime => outcome.review_time.seconds(),
            Self::ConcerningFlop => outcome.concerning_flop,
            Self::Ending => outcome.class().map_or(-1.0, |class| f64::from(class as u8)),
            Self::Stage => f64::from(outcome.stage as u8),
            Self::Events => outcome.events as f64,
        }
    }
}

/// What is compared: readings of the first world with those of the second that are said
/// to have the same law, under their names in the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Signs(Vec<(String, Reading, Reading)>);

impl Signs {
    /// When these milestones are reached.
    pub(super) fn milestones(mut self, milestones: &[Milestone]) -> Self {
        self.0.extend(milestones.iter().map(|milestone| {
            let reading = Reading::Milestone(*milestone as usize);
            (milestone.name().to_owned(), reading, reading)
        }));
        self
    }

    /// All milestones, and all that is told of a whole replication.
    pub(super) fn all_told(mut self, one: &Blueprint, other: &Blueprint) -> Self {
        let (ours, theirs) = (one.plan(), other.plan());
        for (place, name) in ours.milestones().iter().enumerate() {
            if let Some(other) = theirs.milestones().iter().position(|their| their == name) {
                let (ours, theirs) = (Reading::Milestone(place), Reading::Milestone(other));
                self.0.push(((*name).to_owned(), ours, theirs));
            }
        }
        let told = [
            ("alarms", Reading::Alarms),
            ("founded alarms", Reading::Founded),
            ("reviewer time", Reading::ReviewTime),
            ("concerning FLOP", Reading::ConcerningFlop),
            ("the ending", Reading::Ending),
            ("the stage", Reading::Stage),
            ("events", Reading::Events),
        ];
        self.0.extend(told.map(|(name, reading)| (name.to_owned(), reading, reading)));
        self
    }

    /// All measures of the first world's actors, with those of the actors of the second
    /// that `counterpart` says, if it says one.
    pub(super) fn measures<'n>(
        mut self,
        one: &'n Blueprint,
        other: &Blueprint,
        counterpart: impl Fn(&'n str) -> Option<&'n str>,
    ) -> Self {
        let (ours, theirs) = (one.plan(), other.plan());
        for (place, (actor, measure)) in ours.measures().iter().enumerate() {
            let name = one.name_of(*actor);
            let Some(wanted) = counterpart(name) else {
                continue;
            };
            let is_it = |(actor, their): &(_, &crate::engine::Measure)| {
                other.name_of(*actor) == wanted && their.name == measure.name
            };
            if let Some(found) = theirs.measures().iter().position(is_it) {
                let label = format!("{} of `{name}`", measure.name);
                self.0.push((label, Reading::Measure(place), Reading::Measure(found)));
            }
        }
        self
    }

    /// The same without the reading of this name.
    pub(super) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(other, ..)| other != name);
        self
    }

    /// A measure of one actor with a measure of another, under a name, and how far each is
    /// from a number about which they scatter: that one scatters more than the other does
    /// not show in which is greater.
    ///
    /// # Panics
    ///
    /// If either actor is not there or lacks the measure.
    pub(super) fn pair(
        mut self,
        name: &str,
        (one, actor): (&Blueprint, &str),
        (other, counterpart): (&Blueprint, &str),
        (measure, from): (&str, f64),
    ) -> Self {
        let place = |world: &Blueprint, actor: &str| {
            let id = world.actor(actor).expect("the actor is there").id();
            world.plan().place_of_measure(id, measure)
        };
        let (ours, theirs) = (place(one, actor), place(other, counterpart));
        let spread = format!("how far {name} are from {from}");
        self.0.push((spread, Reading::Apart(ours, from), Reading::Apart(theirs, from)));
        self.0.push((name.to_owned(), Reading::Measure(ours), Reading::Measure(theirs)));
        self
    }
}

/// Whether two readings differ by no more than the last digits of a sum whose parts are
/// added in another order, as by the names of actors: that is no difference in law.
fn is_dust(one: f64, other: f64) -> bool {
    let larger = one.abs().max(other.abs());
    one == other || (larger.is_finite() && (one - other).abs() <= DUST * larger)
}

/// A contest between two worlds, as far as it has gone.
pub(super) struct Contest<'s> {
    signs: &'s Signs,
    wagers: Vec<Wager>,
    pairs: u64,
}

impl<'s> Contest<'s> {
    pub(super) fn new(signs: &'s Signs) -> Self {
        Self { signs, wagers: vec![Wager::even(); signs.0.len()], pairs: 0 }
    }

    /// Takes in a pair of replications.
    pub(super) fn see(&mut self, one: &Outcome, other: &Outcome) {
        self.pairs += 1;
        for ((_, ours, theirs), wager) in self.signs.0.iter().zip(&mut self.wagers) {
            let (ours, theirs) = (ours.of(one), theirs.of(other));
            if !is_dust(ours, theirs) {
                wager.see(ours > theirs);
            }
        }
    }

    /// The bet that has won most.
    fn best(&self) -> Option<(&str, &Wager)> {
        let all = self.signs.0.iter().zip(&self.wagers);
        let all = all.map(|((name, ..), wager)| (name.as_str(), wager));
        all.max_by(|one, other| one.1.log_capital().total_cmp(&other.1.log_capital()))
    }

    fn verdict(&self, worlds: (&str, &str), error: f64) -> Verdict {
        let Some((name, best)) = self.best().filter(|(_, best)| best.trials() > 0) else {
            return Verdict::Silent;
        };
        let capital = log_mean_capital(&self.wagers);
        if !refutes(capital, error) {
            return Verdict::Holds;
        }
        let (greater, trials) = (best.successes(), best.trials());
        Verdict::Broken(format!(
            "In {} pairs of replications, `{name}` is greater {greater} times in {}, and {} times \
             in {}. A bet that this would not be even has made of 1 some 1e{:.0}: the chance of \
             that is below {error:e} if both have one law.",
            self.pairs,
            worlds.0,
            trials - greater,
            worlds.1,
            capital / std::f64::consts::LN_10,
        ))
    }
}

/// Whether two worlds are alike in these signs. Their names in `worlds` are for whoever
/// reads that they are not.
///
/// Silent where nothing differed in any pair, or replications have so many events that there
/// are too few pairs for any bet.
pub(super) fn alike(
    one: &mut Replays<'_>,
    other: &mut Replays<'_>,
    signs: &Signs,
    worlds: (&str, &str),
) -> Verdict {
    let mut contest = Contest::new(signs);
    let (mut events, mut looks) = (0, 0);
    while looks < LOOKS {
        let scale = 2_u64.pow(looks);
        while contest.pairs < FIRST_LOOK * scale && events < EVENTS * scale {
            let pair = (one.outcome(contest.pairs), other.outcome(contest.pairs));
            let (Some(ours), Some(theirs)) = pair else {
                return Verdict::Silent;
            };
            events += ours.events + theirs.events;
            contest.see(ours, theirs);
            if contest.pairs == 1 && events > LARGE {
                return Verdict::Silent;
            }
        }
        if contest.pairs < FIRST_LOOK {
            // No bet could have won anything to speak of.
            return Verdict::Silent;
        }
        if refutes(log_mean_capital(&contest.wagers), ERROR) {
            break;
        }
        let hope = libm::log(HOPE) * f64::from(looks.max(1));
        if contest.best().is_none_or(|(_, best)| best.log_capital() < hope) {
            break;
        }
        looks += 1;
    }
    contest.verdict(worlds, ERROR)
}
