//! From the claims of a file to what they ask of its world, or to what is wrong
//! with them: of each claim the first fault of its grammar, or else every name
//! and value that is none.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::oversight::{FALSE_ACCUSATION, FirstTime, LUCKY_NOTICE, Milestone, OutcomeClass};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::time::Span;
use crate::world::diagnostic::{did_you_mean, nearest, printable};
use crate::world::flaws::{Flaws, Path};
use crate::world::names::WORLD;
use crate::world::node::{Node, Value};
use crate::world::quantities::within;

use super::checked::{CheckedClaim, CheckedPart, Condition, Numeral, Sought, Told};
use super::names::{INNOCENT_ACCUSED, Known};
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

/// Checks one claim.
pub(super) struct Checker<'c> {
    pub(super) known: &'c Known<'c>,
    node: &'c Node,
    text: &'c str,
    path: &'c Path,
    flaws: &'c mut Flaws,
}

impl Checker<'_> {
    pub(super) fn flaw(
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
        if let Some(ending) = self.ending(&atom.first_time) {
            return self.alone(atom).then_some(ending);
        }
        let first_time = self.milestone(&atom.first_time);
        match &atom.relation {
            Relation::Reached => first_time.map(Condition::Reached),
            Relation::Before(other) => {
                let other = self.milestone(other);
                let (one, two) = without_orders(first_time?, other?);
                Some(Condition::Before(one, two))
            }
            Relation::Within(span, other) => {
                let span = self.value(span, Dimension::Span, Sign::Positive);
                let other = other.as_ref().map(|other| self.milestone(other));
                let (first_time, span) = (first_time?, Span::from_seconds(span?));
                Some(match other {
                    Some(other) => {
                        let (one, two) = without_orders(first_time, other?);
                        Condition::Within(span, one, two)
                    }
                    None => Condition::Early(span, first_time),
                })
            }
        }
    }

    /// What is said of a whole replication, where no milestone is called so.
    fn ending(&self, written: &WrittenFirstTime) -> Option<Condition> {
        let name = written.name.text.as_str();
        if self.known.milestones.contains(name) {
            return None;
        }
        let class = OutcomeClass::ALL.into_iter().find(|class| class.name() == name);
        let accused = (name == INNOCENT_ACCUSED).then_some(Condition::InnocentAccused);
        class.map(Condition::Ended).or(accused)
    }

    /// An outcome is of a whole replication: it has neither a time nor an actor.
    fn alone(&mut self, atom: &Atom) -> bool {
        let written = &atom.first_time;
        if written.by.is_none() && atom.relation == Relation::Reached {
            return true;
        }
        let name = &written.name.text;
        let message = format!("`{name}` is of a whole replication and has no time of its own");
        self.flaw(&written.name.at, message, format!("write `{name}` alone"));
        false
    }

    pub(super) fn all_names(&self) -> Option<String> {
        let list = |names: Vec<&str>| {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            quoted.join(", ")
        };
        let milestones = list(self.known.milestones.iter().copied().collect());
        let counters = list(self.known.counters.keys().copied().collect());
        Some(format!("the milestones are {milestones}; the counters are {counters}"))
    }

    pub(super) fn milestone(&mut self, written: &WrittenFirstTime) -> Option<FirstTime> {
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
        if Told::ALL.iter().any(|told| told.name() == name) {
            return Some(format!("it is a number, as for `median({name})`"));
        }
        let milestones = self.known.milestones.iter().copied();
        let endings = OutcomeClass::ALL.map(OutcomeClass::name);
        let near = nearest(name, milestones.clone().chain(endings).chain([INNOCENT_ACCUSED]));
        self.as_difference(name)
            .or_else(|| near.map(|near| format!("did you mean `{near}`?")))
            .or_else(|| did_you_mean(name, milestones, "the milestones are"))
            .or_else(|| self.all_names())
    }

    /// Two milestones with a dash between them, which was taken for a part of a
    /// name.
    pub(super) fn as_difference(&self, name: &str) -> Option<String> {
        let (first, second) = name.split_once('-')?;
        let near = |name| nearest(name, self.known.milestones.iter().copied());
        let (first, second) = (near(first)?, near(second)?);
        Some(format!("write `{first} - {second}`, with spaces"))
    }

    /// Whether an actor can ever reach a milestone itself.
    fn can_reach(&mut self, name: &'static str, by: ActorId, actor: &Word) -> bool {
        let shown = printable(&actor.text);
        let nobodys = [Milestone::Takeoff, Milestone::TakeoffWithoutOrders, Milestone::Stopped];
        if nobodys.iter().any(|milestone| milestone.name() == name) {
            let message = format!("{name} is the world's, and no actor's doing");
            self.flaw(&actor.at, message, format!("write `{name}` alone"));
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

    pub(super) fn actor(&mut self, word: &Word) -> Option<ActorId> {
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

    pub(super) fn value(&mut self, word: &Word, dimension: Dimension, sign: Sign) -> Option<f64> {
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
pub(super) enum Sign {
    Any,
    Positive,
}

/// The headline is among the replications in which takeoff would come without
/// orders: that is given where the whole event is `noticed before takeoff`.
fn understood(sought: &Sought) -> Option<Condition> {
    let first_time = |milestone: Milestone| FirstTime { name: milestone.name(), by: None };
    let takeoff = first_time(Milestone::TakeoffWithoutOrders);
    let headline = Condition::Before(first_time(Milestone::Noticed), takeoff);
    (*sought == Sought::Probability(headline)).then_some(Condition::Reached(takeoff))
}

/// Two milestones that are compared: whatever comes before takeoff, or so long
/// before it, is compared with takeoff as it would have come without orders. Beside
/// that one, takeoff is the one that came.
pub(super) fn without_orders(one: FirstTime, two: FirstTime) -> (FirstTime, FirstTime) {
    let name = Milestone::TakeoffWithoutOrders.name();
    if one.name == name || two.name == name {
        return (one, two);
    }
    let moved = |first_time: FirstTime| match first_time.name == Milestone::Takeoff.name() {
        true => FirstTime { name, ..first_time },
        false => first_time,
    };
    (moved(one), moved(two))
}

/// A few names, quoted.
pub(super) fn some_of<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    const FEW: usize = 5;
    let quoted: Vec<String> = names.map(|name| format!("`{}`", printable(name))).collect();
    let known = !quoted.is_empty() && quoted.len() <= FEW;
    known.then(|| format!("{what} {}", quoted.join(", ")))
}
