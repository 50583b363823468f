//! From the claims of a file to what they ask of its world, or to what is wrong
//! with them: of each claim the first fault of its grammar, or else every name
//! and value that is none.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::engine::MeasureOf;
use crate::oversight::{Counter, FALSE_ACCUSATION, FirstTime, LUCKY_NOTICE, Milestone};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::time::Span;
use crate::world::diagnostic::{did_you_mean, nearest, printable};
use crate::world::flaws::{Flaws, Path};
use crate::world::names::WORLD;
use crate::world::node::{Node, Value};
use crate::world::quantities::within;

use super::checked::{CheckedClaim, CheckedPart, Condition, MeasureRow, Numeral, Sought};
use super::names::Known;
use super::tree::{
    Atom, Claim, Comparison, Event, Part, Quantity, Relation, Term, Word, WrittenFirstTime,
};

/// The claims of a list, checked.
pub(in crate::world) fn claims(
    nodes: &[Node],
    known: &Known<'_>,
    flaws: &mut Flaws,
) -> Vec<CheckedClaim> {
    let mut seen = BTreeMap::new();
    let mut all = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        let path = Path::of("claims").to(place);
        let Value::Text(text) = &node.value else {
            let hint = "as in `\"P(noticed before takeoff) >= 90 %\"`".to_owned();
            let message = format!("a claim must be a text, but is {}", node.describe());
            flaws.add(&path, &node.place, message, hint);
            continue;
        };
        let claim = match Claim::parse(text) {
            Ok(claim) => claim,
            Err(fault) => {
                flaws.add(&path, &within(node, text, fault.at), fault.message, fault.hint);
                continue;
            }
        };
        if let Some(first) = seen.insert(claim.to_string(), place) {
            let message = "this claim is made twice";
            let hint = format!("`claims.{first}` says the same");
            flaws.add(&path, &node.place, message, hint);
            continue;
        }
        let mut checker = Checker { known, node, text, path: &path, flaws };
        let parts: Vec<_> = claim.parts.iter().map(|part| checker.part(part)).collect();
        let parts: Option<Vec<CheckedPart>> = parts.into_iter().collect();
        all.extend(parts.map(|parts| CheckedClaim { text: text.to_string(), parts }));
    }
    all
}

struct Checker<'c> {
    known: &'c Known<'c>,
    node: &'c Node,
    text: &'c str,
    path: &'c Path,
    flaws: &'c mut Flaws,
}

impl Checker<'_> {
    fn flaw(
        &mut self,
        at: &Range<usize>,
        message: impl Into<String>,
        hint: impl Into<Option<String>>,
    ) {
        let place = within(self.node, self.text, at.clone());
        self.flaws.add(self.path, &place, message, hint);
    }

    fn part(&mut self, part: &Part) -> Option<CheckedPart> {
        let given = part.given.as_ref().map(|event| self.event(event));
        let (sought, value) = match &part.quantity {
            Quantity::Probability(event) => {
                let event = self.event(event);
                let value = self.value(&part.value, Dimension::Share, Sign::Positive);
                value.inspect(|value| self.can_fail(part, *value));
                (event.map(Sought::Probability), value)
            }
            Quantity::Mean(term) => {
                let (numeral, value) = self.term(term, &part.value);
                if let Some(Numeral::Time(_) | Numeral::Difference(..)) = &numeral
                    && part.given.is_none()
                {
                    self.needs_given(term, &part.value);
                }
                (numeral.map(Sought::Mean), value)
            }
            Quantity::Quantile(percent, term) => {
                let (numeral, value) = self.term(term, &part.value);
                (numeral.map(|numeral| Sought::Quantile(*percent, numeral)), value)
            }
        };
        let (sought, value) = (sought?, value?);
        let given = match given {
            Some(given) => Some(given?),
            None => understood(&sought),
        };
        let text = part.to_string();
        Some(CheckedPart { text, sought, comparison: part.comparison, value, given })
    }

    /// Some probabilities are always on one side of 0 and of 1.
    fn can_fail(&mut self, part: &Part, value: f64) {
        let says = match part.comparison {
            Comparison::AtLeast if value <= 0.0 => "always",
            Comparison::AtMost if value >= 1.0 => "always",
            Comparison::Above if value >= 1.0 => "never",
            Comparison::Below if value <= 0.0 => "never",
            Comparison::AtLeast | Comparison::AtMost | Comparison::Above | Comparison::Below => {
                return;
            }
        };
        let message = format!(
            "a probability is {says} `{} {}`",
            part.comparison,
            printable(&part.value.text)
        );
        self.flaw(&part.value.at, message, "probabilities go from 0 % to 100 %".to_owned());
    }

    /// A mean of times is infinite as soon as one replication never gets there.
    fn needs_given(&mut self, term: &Term, value: &Word) {
        let (what, hint) = match term {
            Term::Named(first_time) => (first_time.to_string(), format!("given {first_time}")),
            Term::Difference(later, earlier) => {
                (format!("{later} - {earlier}"), format!("given {later} and {earlier}"))
            }
            Term::Rate(..) | Term::Measure(..) => return,
        };
        let message = format!(
            "the mean of `{}` needs `given`: it is infinite where that is not reached",
            printable(&what)
        );
        let hint = format!("write `{}`, or ask for the median", printable(&hint));
        let at = match term {
            Term::Named(first_time) => first_time.name.at.clone(),
            Term::Difference(later, earlier) => later.name.at.start..earlier.name.at.end,
            Term::Rate(..) | Term::Measure(..) => value.at.clone(),
        };
        self.flaw(&at, message, hint);
    }

    fn event(&mut self, event: &Event) -> Option<Condition> {
        match event {
            Event::Or(events) => self.events(events).map(Condition::Any),
            Event::And(events) => self.events(events).map(Condition::All),
            Event::Not(event) => Some(Condition::Not(Box::new(self.event(event)?))),
            Event::Atom(atom) => self.atom(atom),
        }
    }

    fn events(&mut self, events: &[Event]) -> Option<Vec<Condition>> {
        // All of them are looked at before one that has a flaw ends it.
        let checked: Vec<_> = events.iter().map(|event| self.event(event)).collect();
        checked.into_iter().collect()
    }

    fn atom(&mut self, atom: &Atom) -> Option<Condition> {
        let first_time = self.milestone(&atom.first_time);
        match &atom.relation {
            Relation::Reached => first_time.map(Condition::Reached),
            Relation::Before(other) => {
                let other = self.milestone(other);
                Some(Condition::Before(first_time?, other?))
            }
            Relation::Within(span, other) => {
                let span = self.value(span, Dimension::Span, Sign::Positive);
                let other = other.as_ref().map(|other| self.milestone(other));
                let (first_time, span) = (first_time?, Span::from_seconds(span?));
                Some(match other {
                    Some(other) => Condition::Within(span, first_time, other?),
                    None => Condition::Early(span, first_time),
                })
            }
        }
    }

    fn term(&mut self, term: &Term, value: &Word) -> (Option<Numeral>, Option<f64>) {
        let (numeral, dimension, sign) = match term {
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
                let both = later.zip(earlier);
                let numeral = both.map(|(later, earlier)| Numeral::Difference(later, earlier));
                (numeral, Some(Dimension::Span), Sign::Any)
            }
            Term::Rate(name, per) => {
                let counter = self.counter(name);
                let numeral = counter.map(|counter| Numeral::Rate(counter, *per));
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
        let near = self.known.milestones.iter().chain(self.known.counters.keys()).copied();
        let near = nearest(&written.name.text, near).map(|near| format!("did you mean `{near}`?"));
        let hint = self.as_difference(&written.name.text).or(near).or_else(|| self.all_names());
        self.flaw(&written.name.at, message, hint);
        None
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

    fn all_names(&self) -> Option<String> {
        let list = |names: Vec<&str>| {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            quoted.join(", ")
        };
        let milestones = list(self.known.milestones.iter().copied().collect());
        let counters = list(self.known.counters.keys().copied().collect());
        Some(format!("the milestones are {milestones}; the counters are {counters}"))
    }

    fn milestone(&mut self, written: &WrittenFirstTime) -> Option<FirstTime> {
        let name = written.name.text.as_str();
        let by = written.by.as_ref().map(|actor| self.actor(actor));
        let Some(name) = self.known.milestones.get(name).copied() else {
            let message = format!("there is no milestone `{}`", printable(name));
            let hint = self.instead_of(name);
            self.flaw(&written.name.at, message, hint);
            return None;
        };
        let (Some(actor), Some(by)) = (&written.by, by) else {
            return Some(FirstTime { name, by: None });
        };
        let by = by?;
        self.can_reach(name, by, actor).then_some(FirstTime { name, by: Some(by) })
    }

    /// What could stand where no milestone is.
    fn instead_of(&self, name: &str) -> Option<String> {
        if self.known.counters.contains_key(name) {
            return Some(format!("it is a counter, as for `mean({name} per year)`"));
        }
        let milestones = self.known.milestones.iter().copied();
        self.as_difference(name)
            .or_else(|| did_you_mean(name, milestones, "the milestones are"))
            .or_else(|| self.all_names())
    }

    /// Two milestones with a dash between them, which was taken for a part of a
    /// name.
    fn as_difference(&self, name: &str) -> Option<String> {
        let (first, second) = name.split_once('-')?;
        let near = |name| nearest(name, self.known.milestones.iter().copied());
        let (first, second) = (near(first)?, near(second)?);
        Some(format!("write `{first} - {second}`, with spaces"))
    }

    /// Whether an actor can ever reach a milestone itself.
    fn can_reach(&mut self, name: &'static str, by: ActorId, actor: &Word) -> bool {
        let shown = printable(&actor.text);
        if name == Milestone::Takeoff.name() {
            let message = "takeoff is the world's, and no actor's doing";
            self.flaw(&actor.at, message, "write `takeoff` alone".to_owned());
            return false;
        }
        if [Milestone::Noticed.name(), LUCKY_NOTICE, FALSE_ACCUSATION].contains(&name) {
            let is_one =
                self.known.accountable.is_none_or(|all| all.iter().any(|one| one.actor == by));
            if !is_one {
                let message =
                    format!("`{shown}` is not accountable: its being convinced is no notice");
                self.flaw(&actor.at, message, self.who_is_accountable());
            }
            return is_one;
        }
        let is_own = Milestone::ALL.iter().all(|milestone| milestone.name() != name);
        if is_own
            && let Some(role) = self.known.role(by)
            && !role.milestones.contains(&name)
        {
            let message =
                format!("`{shown}` never marks `{}`: it is a `{}`", printable(name), role.name);
            self.flaw(&actor.at, message, self.who_marks(name));
            return false;
        }
        true
    }

    fn who_is_accountable(&self) -> Option<String> {
        let all = self.known.accountable?;
        let names =
            self.known.actors.iter().filter(|(_, id)| all.iter().any(|one| one.actor == **id));
        some_of("accountable is", names.map(|(name, _)| name.as_str()))
    }

    fn who_marks(&self, name: &str) -> Option<String> {
        let first_times =
            |id: &ActorId| self.known.role(*id).is_some_and(|role| role.milestones.contains(&name));
        let names = self.known.actors.iter().filter(|(_, id)| first_times(id));
        some_of("it is marked by", names.map(|(name, _)| name.as_str()))
    }

    fn actor(&mut self, word: &Word) -> Option<ActorId> {
        // The world's own actor does nothing that one could ask for.
        let found = self.known.actors.get(&word.text).filter(|_| word.text != WORLD).copied();
        if found.is_none() {
            let message = format!("there is no actor `{}`", printable(&word.text));
            let names = self.known.actors.keys().map(String::as_str).filter(|name| *name != WORLD);
            let hint = did_you_mean(&word.text, names, "the actors are");
            self.flaw(&word.at, message, hint);
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

    fn value(&mut self, word: &Word, dimension: Dimension, sign: Sign) -> Option<f64> {
        let text = &self.text[word.at.clone()];
        // Of a dimension that is never negative, what lies below it is read
        // without its sign where a difference may lie there.
        let negative =
            text.strip_prefix('-').filter(|_| sign == Sign::Any && dimension == Dimension::Span);
        let (text, skipped) = negative.map_or((text, 0), |rest| (rest, 1));
        match quantity::parse(text, dimension) {
            Ok(value) if sign == Sign::Positive && value < 0.0 => {
                let message = "what is counted is never negative";
                self.flaw(&word.at, message, "it is 0 or more".to_owned());
                None
            }
            Ok(value) => Some(if negative.is_some() { 0.0 - value } else { value }),
            Err(error) => {
                let at = error.at();
                let start = word.at.start + skipped;
                let at =
                    if at.is_empty() { word.at.clone() } else { start + at.start..start + at.end };
                self.flaw(&at, error.to_string(), error.hint());
                None
            }
        }
    }
}

/// Whether a value may lie below zero.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Any,
    Positive,
}

/// The headline is among the replications in which takeoff comes: takeoff is
/// given where the whole event is `noticed before takeoff`.
fn understood(sought: &Sought) -> Option<Condition> {
    let first_time = |milestone: Milestone| FirstTime { name: milestone.name(), by: None };
    let headline =
        Condition::Before(first_time(Milestone::Noticed), first_time(Milestone::Takeoff));
    (*sought == Sought::Probability(headline))
        .then(|| Condition::Reached(first_time(Milestone::Takeoff)))
}

/// A few names, quoted.
fn some_of<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    const FEW: usize = 5;
    let quoted: Vec<String> = names.map(|name| format!("`{}`", printable(name))).collect();
    let known = !quoted.is_empty() && quoted.len() <= FEW;
    known.then(|| format!("{what} {}", quoted.join(", ")))
}
