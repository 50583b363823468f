//! The search for a neighbor in which a claim fails: each change alone, then the best of
//! them together, then chance, then changes of the best.
//!
//! All neighbors are asked on the same chances. What is found here is only promising: it was
//! selected, and is tested elsewhere.

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::laws::caught::pool;
use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};
use crate::world::AxisValue;
use crate::world::claim::CheckedClaim;

use super::asking::{Answer, Chances, Question};
use super::neighborhood::{Made, Move, Neighbor, Neighborhood};

/// How many neighbors were asked, by how they were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// With one change.
    pub alone: u64,
    /// How many of these there are in all.
    pub of_alone: u64,
    /// With the best changes together.
    pub together: u64,
    /// Drawn evenly over all ranges.
    pub drawn: u64,
    /// The best with a change more or less.
    pub changed: u64,
    /// How many of all these the door refused.
    pub refused: u64,
    /// How many of those that were drawn the door refused, so that they are no worlds.
    pub drawn_refused: u64,
    /// Of how many of those that were drawn the look said that the claim fails.
    pub drawn_failing: u64,
}

impl Asked {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.alone + self.together + self.drawn + self.changed
    }
}

/// Who looks at a promising neighbor, and says whether it is what was looked for.
pub(super) type Judge<'j> = dyn FnMut(&Neighbor) -> bool + 'j;

/// A search and what it knows.
pub(super) struct Search<'a> {
    pub(super) question: &'a Question<'a>,
    pub(super) neighborhood: &'a Neighborhood,
    pub(super) claim: &'a CheckedClaim,
    pub(super) chances: Chances,
    pub(super) seed: u64,
    pub(super) progress: &'a (dyn Fn(u64) + Sync),
    pub(super) asked: Asked,
    /// How near the world itself is to failing.
    pub(super) base: f64,
    /// How near to failing the nearest neighbor was that was tested in vain: what was no nearer
    /// is worth no test.
    pub(super) refuted: f64,
    /// The neighbor that is nearest to failing, of those that were asked.
    pub(super) best: Option<(f64, Neighbor, Answer)>,
}

/// How many neighbors are asked between two looks at what they say, whatever the threads.
const BATCH: usize = 16;

impl Search<'_> {
    /// Looks until the judge takes a neighbor, the budget is spent or somebody stops it.
    pub(super) fn find(&mut self, budget: u64, judge: &mut Judge<'_>) -> Option<Neighbor> {
        let mut alone = self.alone();
        self.asked.of_alone = alone.len() as u64;
        self.shuffle(&mut alone);
        // Some are left for what only several changes together can do.
        let many = budget.saturating_mul(3).div_ceil(5);
        alone.truncate(usize::try_from(many).unwrap_or(usize::MAX));
        let mut effects = Vec::new();
        for batch in alone.chunks(BATCH) {
            let answers = self.ask(batch, |asked| &mut asked.alone);
            for (neighbor, answer) in batch.iter().zip(&answers) {
                let beyond = answer.as_ref().map(|answer| answer.beyond(self.claim));
                effects.extend(beyond.map(|beyond| (beyond, neighbor.clone())));
            }
            let found = self.judged(batch, &answers, judge);
            if found.is_some() || self.is_stopped() {
                return found;
            }
        }
        let left = budget.saturating_sub(self.asked.all());
        let found = self.together(effects, left, judge);
        if found.is_some() || self.is_stopped() {
            return found;
        }
        let left = budget.saturating_sub(self.asked.all());
        self.drawn(left.div_ceil(2), judge).or_else(|| {
            let left = budget.saturating_sub(self.asked.all());
            let found = if self.is_stopped() { None } else { self.changed(left, judge) };
            found.or_else(|| self.nearest(judge))
        })
    }

    fn is_stopped(&self) -> bool {
        self.question.stop.load(Ordering::Relaxed)
    }

    /// Neighbors with one change: values at both ends, every word, every link.
    fn alone(&self) -> Vec<Neighbor> {
        let mut alone = Vec::new();
        for (place, one) in self.neighborhood.moves.iter().enumerate() {
            alone.extend(ends(one).into_iter().map(|made| Neighbor::from([(place, made)])));
        }
        alone
    }

    /// The best changes together: the best two, three, four, six, eight, … up to all that
    /// bring the claim nearer to failing, but no more neighbors than are left.
    fn together(
        &mut self,
        mut effects: Vec<(f64, Neighbor)>,
        left: u64,
        judge: &mut Judge<'_>,
    ) -> Option<Neighbor> {
        effects.retain(|(beyond, _)| *beyond > self.base);
        effects
            .sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| order(&one.1, &other.1)));
        let (mut neighbor, mut all) = (Neighbor::new(), Vec::new());
        for (_, effect) in &effects {
            let (place, made) = effect.first_key_value().expect("one change was made");
            if neighbor.contains_key(place) {
                continue;
            }
            neighbor.insert(*place, *made);
            all.push(neighbor.clone());
        }
        let sizes = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, usize::MAX];
        let wanted = sizes.into_iter().filter_map(|size| {
            let is_new = size <= all.len() || (size == usize::MAX && all.len() > 1);
            is_new.then(|| all[size.min(all.len()) - 1].clone())
        });
        let mut wanted: Vec<Neighbor> = wanted.collect();
        wanted.dedup();
        wanted.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        let answers = self.ask(&wanted, |asked| &mut asked.together);
        self.judged(&wanted, &answers, judge)
    }

    fn drawn(&mut self, many: u64, judge: &mut Judge<'_>) -> Option<Neighbor> {
        for first in (0..many).step_by(BATCH) {
            let numbers = first..many.min(first + BATCH as u64);
            let batch: Vec<Neighbor> = numbers.map(|number| self.draw(number)).collect();
            let refused = self.asked.refused;
            let answers = self.ask(&batch, |asked| &mut asked.drawn);
            self.asked.drawn_refused += self.asked.refused - refused;
            let failing = answers.iter().flatten().filter(|answer| answer.fails);
            self.asked.drawn_failing += failing.count() as u64;
            let found = self.judged(&batch, &answers, judge);
            if found.is_some() || self.is_stopped() {
                return found;
            }
        }
        None
    }

    /// The best neighbor so far with one or two other changes, over and over.
    fn changed(&mut self, many: u64, judge: &mut Judge<'_>) -> Option<Neighbor> {
        const CHANGE: Purpose = Purpose::named("change of the best");
        for first in (0..many).step_by(BATCH) {
            let (_, best, _) = self.best.clone()?;
            let numbers = first..many.min(first + BATCH as u64);
            let batch: Vec<Neighbor> = numbers
                .map(|number| {
                    let mut stream = self.stream(CHANGE.numbered(number));
                    let mut neighbor = best.clone();
                    for _ in 0..1 + (stream.uniform() * 2.0) as usize {
                        let places = self.neighborhood.moves.len() as f64;
                        let place = (stream.uniform() * places) as usize;
                        if neighbor.remove(&place).is_none() || stream.chance(0.5) {
                            let made = self.neighborhood.moves[place].drawn(&mut stream);
                            neighbor.insert(place, made);
                        }
                    }
                    neighbor
                })
                .collect();
            let answers = self.ask(&batch, |asked| &mut asked.changed);
            let found = self.judged(&batch, &answers, judge);
            if found.is_some() || self.is_stopped() {
                return found;
            }
        }
        None
    }

    /// A neighbor that is drawn evenly: every value over its range, and one or two links.
    fn draw(&self, number: u64) -> Neighbor {
        const DRAW: Purpose = Purpose::named("neighbor");
        const LINKS: f64 = 1.5;
        let mut stream = self.stream(DRAW.numbered(number));
        let moves = &self.neighborhood.moves;
        let is_link = |one: &&Move| !matches!(one, Move::Parameter(..));
        let chance = (LINKS / moves.iter().filter(is_link).count() as f64).min(0.5);
        let mut neighbor = Neighbor::new();
        for (place, one) in moves.iter().enumerate() {
            if !is_link(&one) || stream.chance(chance) {
                neighbor.insert(place, one.drawn(&mut stream));
            }
        }
        neighbor
    }

    fn stream(&self, purpose: Purpose) -> Stream {
        let key = ReplicationKey::new(self.seed, u64::MAX);
        Stream::keyed(key, EntityKey::named("falsify"), purpose)
    }

    fn shuffle(&self, all: &mut [Neighbor]) {
        const SHUFFLE: Purpose = Purpose::named("order of changes");
        let mut stream = self.stream(SHUFFLE);
        for last in (1..all.len()).rev() {
            all.swap(last, (stream.uniform() * (last + 1) as f64) as usize);
        }
    }

    /// What neighbors say, asked side by side.
    fn ask(
        &mut self,
        batch: &[Neighbor],
        count: impl Fn(&mut Asked) -> &mut u64,
    ) -> Vec<Option<Answer>> {
        let (question, chances) = (self.question, Chances { threads: 1, ..self.chances });
        let (neighborhood, progress) = (self.neighborhood, self.progress);
        let ask = |neighbor: &Neighbor| {
            let text = neighborhood.text_of(neighbor, question.roles);
            let answer = text.and_then(|text| question.ask(&text, chances));
            progress(1);
            answer
        };
        let answers: Vec<Option<Answer>> = pool(self.chances.threads)
            .install(|| batch.par_iter().with_max_len(1).map(ask).collect());
        if self.is_stopped() {
            return vec![None; batch.len()];
        }
        *count(&mut self.asked) += batch.len() as u64;
        self.asked.refused += answers.iter().filter(|answer| answer.is_none()).count() as u64;
        for (neighbor, answer) in batch.iter().zip(&answers) {
            let Some(answer) = answer else { continue };
            let beyond = answer.beyond(self.claim);
            if self.best.as_ref().is_none_or(|(best, ..)| beyond > *best) {
                self.best = Some((beyond, neighbor.clone(), answer.clone()));
            }
        }
        answers
    }

    /// The first promising neighbor that the judge takes.
    fn judged(
        &mut self,
        batch: &[Neighbor],
        answers: &[Option<Answer>],
        judge: &mut Judge<'_>,
    ) -> Option<Neighbor> {
        for (neighbor, answer) in batch.iter().zip(answers) {
            let Some(answer) = answer.as_ref().filter(|answer| answer.fails) else { continue };
            let beyond = answer.beyond(self.claim);
            if beyond > self.refuted && !self.is_stopped() {
                if judge(neighbor) {
                    return Some(neighbor.clone());
                }
                self.refuted = beyond;
            }
        }
        None
    }

    /// The nearest to failing, if it is beyond the claimed value and the judge takes it.
    fn nearest(&mut self, judge: &mut Judge<'_>) -> Option<Neighbor> {
        let (beyond, neighbor, _) = self.best.clone()?;
        let is_worth = beyond > 0.0 && beyond > self.refuted && !self.is_stopped();
        (is_worth && judge(&neighbor)).then_some(neighbor)
    }
}

/// All that one change alone is tried with.
fn ends(one: &Move) -> Vec<Made> {
    let number = |number: f64| Made::Value(AxisValue::Number(number));
    match one {
        Move::Parameter(_, Some(range)) => vec![number(range.low), number(range.high)],
        Move::Parameter(axis, None) => {
            let words = 0..axis.words().len();
            words.map(|place| Made::Value(AxisValue::Word(place))).collect()
        }
        Move::Drop(..) | Move::Add(_) => vec![Made::Done],
    }
}

fn order(one: &Neighbor, other: &Neighbor) -> std::cmp::Ordering {
    one.keys().cmp(other.keys())
}
