//! Terms: the numbers of a replication that a claim names, or what is wrong with
//! their names.
//!
//! Events are checked beside it.

use crate::engine::MeasureOf;
use crate::oversight::{Counter, FirstTime};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Dimension;
use crate::world::diagnostic::{did_you_mean, nearest, printable};

use super::checked::{MeasureRow, Numeral, Told};
use super::checker::{Checker, Sign, some_of, without_orders};
use super::tree::{Per, Term, Word, WrittenFirstTime};

impl Checker<'_> {
    pub(super) fn term(&mut self, term: &Term, value: &Word) -> (Option<Numeral>, Option<f64>) {
        let (numeral, dimension, sign) = match term {
            Term::Named(first_time) if self.told_named(&first_time.name).is_some() => {
                let told = self.told_named(&first_time.name);
                let numeral = told.and_then(|told| self.told_of_all(told, first_time));
                (numeral, told.map(Told::dimension), Sign::Positive)
            }
            Term::Named(first_time) => match self.counter_named(first_time) {
                Some(counter) => {
                    let numeral = self.whole_world(counter, first_time);
                    (numeral, Some(Dimension::Number), Sign::Positive)
                }
                None => {
                    let is_known = self.known.milestones.contains(first_time.name.text.as_str());
                    let dimension = is_known.then_some(Dimension::Span);
                    let first_time = self.milestone_of_term(first_time);
                    (first_time.map(Numeral::Time), dimension, Sign::Positive)
                }
            },
            Term::Difference(later, earlier) => {
                let (later, earlier) = (self.milestone(later), self.milestone(earlier));
                let both =
                    later.zip(earlier).map(|(later, earlier)| without_orders(later, earlier));
                let numeral = both.map(|(later, earlier)| Numeral::Difference(later, earlier));
                (numeral, Some(Dimension::Span), Sign::Any)
            }
            Term::Rate(name, per) => {
                let numeral = match self.told_named(name) {
                    Some(told) => self.told_over_time(told, *per, name),
                    None => self.counter(name).map(|counter| Numeral::Rate(counter, *per)),
                };
                (numeral, Some(Dimension::Number), Sign::Positive)
            }
            Term::Measure(actor, name) => {
                let found = self.measure(actor, name);
                let dimension = found.map(|(_, row)| row.dimension);
                let sign = match found.map(|(_, row)| row.of) {
                    Some(MeasureOf::Mean(_)) | None => Sign::Any,
                    Some(
                        MeasureOf::PerYear(_)
                        | MeasureOf::PerReplication(_)
                        | MeasureOf::Ever(_)
                        | MeasureOf::Share(..)
                        | MeasureOf::AmountPerYear(_)
                        | MeasureOf::AmountPerReplication(_),
                    ) => Sign::Positive,
                };
                (found.map(|(actor, row)| Numeral::Measure(actor, row)), dimension, sign)
            }
        };
        let value = dimension.and_then(|dimension| self.value(value, dimension, sign));
        (numeral, value)
    }

    /// The number of every replication that a term names, where no milestone is
    /// called so.
    fn told_named(&self, name: &Word) -> Option<Told> {
        let told = Told::ALL.into_iter().find(|told| told.name() == name.text);
        told.filter(|told| !self.known.milestones.contains(told.name()))
    }

    fn told_of_all(&mut self, told: Told, written: &WrittenFirstTime) -> Option<Numeral> {
        let Some(actor) = &written.by else {
            return Some(Numeral::Told(told, None));
        };
        let message = format!("`{}` is of all actors and takes no `by`", told.name());
        self.flaw(&actor.at, message, None);
        None
    }

    fn told_over_time(&mut self, told: Told, per: Per, name: &Word) -> Option<Numeral> {
        if told.adds_up() {
            return Some(Numeral::Told(told, Some(per)));
        }
        let message = format!("`{}` does not add up over a run", told.name());
        let hint = format!("write `{}` without `per`", told.name());
        self.flaw(&name.at, message, hint);
        None
    }

    /// The counter that a term names, where no milestone is called so.
    fn counter_named(&self, first_time: &WrittenFirstTime) -> Option<Counter> {
        let name = first_time.name.text.as_str();
        let counter = self.known.counters.get(name).copied();
        counter.filter(|_| !self.known.milestones.contains(name))
    }

    fn whole_world(&mut self, counter: Counter, first_time: &WrittenFirstTime) -> Option<Numeral> {
        let Some(actor) = &first_time.by else {
            return Some(Numeral::Count(counter));
        };
        let message = "a counter is of all actors and takes no `by`";
        let hint = "`foomwatch roles` has the measures of each role, as in `'meter'.alarms`";
        self.flaw(&actor.at, message, hint.to_owned());
        None
    }

    /// A milestone where a counter would do as well.
    fn milestone_of_term(&mut self, written: &WrittenFirstTime) -> Option<FirstTime> {
        if self.known.milestones.contains(written.name.text.as_str()) {
            return self.milestone(written);
        }
        let name = printable(&written.name.text);
        let message = format!("there is no milestone and no counter `{name}`");
        let told = Told::ALL.map(Told::name);
        let known = self.known.milestones.iter().chain(self.known.counters.keys()).copied();
        let near = nearest(&written.name.text, known.chain(told));
        let near = near.map(|near| format!("did you mean `{near}`?"));
        let hint = self
            .as_difference(&written.name.text)
            .or_else(|| self.as_measure(&written.name.text))
            .or(near)
            .or_else(|| self.all_names());
        self.flaw(&written.name.at, message, hint);
        None
    }

    /// An actor's measure, of which the actor stands without quotes.
    fn as_measure(&self, name: &str) -> Option<String> {
        let (actor, measure) = name.split_once('.')?;
        let actor = nearest(actor.trim(), self.known.actors.keys().map(String::as_str))?;
        let role = self.known.role(*self.known.actors.get(actor)?)?;
        let names = role.measures.iter().map(|measure| measure.name);
        let shown = printable(actor);
        match nearest(measure.trim(), names.clone()) {
            Some(name) => Some(format!("did you mean `'{shown}'.{name}`?")),
            None => some_of(&format!("the measures of '{shown}' are"), names),
        }
    }

    fn counter(&mut self, name: &Word) -> Option<Counter> {
        let found = self.known.counters.get(name.text.as_str()).copied();
        if found.is_none() {
            let message = format!("there is no counter `{}`", printable(&name.text));
            let names = self.known.counters.keys().copied();
            let hint = did_you_mean(&name.text, names, "the counters are");
            self.flaw(&name.at, message, hint.or_else(|| self.all_names()));
        }
        found
    }

    fn measure(&mut self, actor: &Word, name: &Word) -> Option<(ActorId, MeasureRow)> {
        let actor = self.actor(actor)?;
        let role = self.known.role(actor)?;
        let found = role.measures.iter().find(|measure| measure.name == name.text);
        if found.is_none() {
            let message = format!("a `{}` has no measure `{}`", role.name, printable(&name.text));
            let names = role.measures.iter().map(|measure| measure.name);
            let hint = did_you_mean(&name.text, names, "its measures are");
            self.flaw(&name.at, message, hint);
        }
        let measure = found?;
        let row = MeasureRow { name: measure.name, of: measure.of, dimension: measure.dimension };
        Some((actor, row))
    }
}
