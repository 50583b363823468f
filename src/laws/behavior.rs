//! A behavior under all laws: generated worlds that have it, and what it does in them.
//!
//! It lacks worlds and laws of its own: they are those of everybody.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use proptest::strategy::Strategy;

use crate::behaviors::Roles;
use crate::engine::{Behavior, LinkKind as _, LinkRule, MeasureOf, Note, Side};
use crate::experiment::Watch;
use crate::oversight::{Link, Oversight, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Parameters as _;

use super::book::laws as book;
use super::course::{Course, Happening, Step};
use super::edit::Edit;
use super::examine::{Examination, Examined, Worlds, caught, examine};
use super::generate::{sample, worlds_with};
use super::groundwork::is_groundwork;
use super::kept::{keep, kept, laid_out};
use super::law::{Law, Verdict};
use super::shrink::{TRIES, shrink};
use super::specimen::Specimen;
use super::violation::{Origin, Violation};

/// Puts a behavior under this name into generated worlds among the built-in roles, and
/// tries every law on them. One line is a test:
///
/// ```no_run
/// use foomwatch::behaviors::Cusum;
/// use foomwatch::laws::check_behavior;
///
/// check_behavior::<Cusum>("Cusum");
/// ```
///
/// # Panics
///
/// As [`Check::run`].
pub fn check_behavior<B: Behavior<Domain = Oversight>>(name: &'static str) {
    Check::of::<B>(name).run();
}

/// A behavior to be tried under laws, and how.
#[derive(Clone)]
#[must_use = "nothing is tried before `run`"]
pub struct Check {
    role: &'static str,
    roles: Roles,
    cases: u64,
    seed: u64,
    laws: Vec<Law>,
    kept: Option<PathBuf>,
}

/// How many worlds are tried unless it is said otherwise.
const CASES: u64 = 100;

/// How many violations are told with their worlds.
const TOLD: usize = 3;

/// What it does in a world, as worlds are counted by it.
const APPEARS: &str = "appears";
const ACTS: &str = "acts";
const COUNTED: &str = "counts ";
const OBSERVED: &str = "observes ";

/// In how many worlds it acts at least for its measures to be asked for.
const MANY: u64 = 20;

/// How many replications are looked at for what it does.
const REPLICATIONS: u64 = 2;

impl Check {
    /// The behavior under this name among the built-in roles, in 100 worlds.
    pub fn of<B: Behavior<Domain = Oversight>>(name: &'static str) -> Self {
        Self::among::<B>(name, Roles::standard())
    }

    /// The same among these roles, to which it is added if they have none of its name.
    pub fn among<B: Behavior<Domain = Oversight>>(name: &'static str, roles: Roles) -> Self {
        let roles = if roles.get(name).is_some() { roles } else { roles.with::<B>(name) };
        Self { role: name, roles, cases: CASES, seed: 1, laws: book().to_vec(), kept: None }
    }

    /// The same beside another role, as of somebody whom it works with. It may be there
    /// already.
    ///
    /// # Panics
    ///
    /// If another behavior is there under this name.
    pub fn beside<B: Behavior<Domain = Oversight>>(self, name: &'static str) -> Self {
        let is_there = self.roles.get(name).is_some_and(|role| {
            (role.meaning, role.parameters) == (B::MEANING, B::Parameters::TABLE)
        });
        if is_there { self } else { Self { roles: self.roles.with::<B>(name), ..self } }
    }

    /// The same in so many worlds.
    pub fn cases(self, cases: u64) -> Self {
        Self { cases, ..self }
    }

    /// The same in other worlds, under other chances.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same by one law of the book alone.
    ///
    /// # Panics
    ///
    /// If there is no law of this name.
    pub fn law(self, name: &str) -> Self {
        let law = book().iter().find(|law| law.name == name);
        let law = *law.unwrap_or_else(|| panic!("there is no law `{name}`"));
        self.laws(&[law])
    }

    /// The same by these laws, of the book or not.
    pub fn laws(self, laws: &[Law]) -> Self {
        Self { laws: laws.to_vec(), ..self }
    }

    /// The same, where worlds that break a law are kept as files in a folder. Those that
    /// are there are tried first, for ever.
    pub fn kept_in(self, folder: impl Into<PathBuf>) -> Self {
        Self { kept: Some(folder.into()), ..self }
    }

    /// Tries it.
    ///
    /// # Panics
    ///
    /// If a law breaks: with the smallest world that was found to break it, and what
    /// repeats it. If the behavior appears in no world, or does nothing in any: with what
    /// may be the reason. If the kept worlds cannot be read or written.
    pub fn run(&self) {
        let unmet = self.unmet(|rule| rule.least > 0);
        assert!(unmet.is_empty(), "no world can have a `{}`: {}", self.role, unmet.join("; "));
        self.run_in(&WithRole {
            worlds: worlds_with(&self.roles, self.role),
            roles: &self.roles,
            seed: self.seed,
        });
    }

    /// Tries it in these worlds.
    ///
    /// # Panics
    ///
    /// As [`Check::run`].
    pub fn run_in(&self, worlds: &dyn Worlds) {
        let before = match &self.kept {
            Some(folder) => kept(folder)
                .unwrap_or_else(|error| panic!("cannot read `{}`: {error}", folder.display())),
            None => Vec::new(),
        };
        let worlds = Watched { worlds, role: self.role };
        let examined = examine(
            &Examination {
                from: 0,
                roles: &self.roles,
                laws: &self.laws,
                kept: &before,
                worlds: &worlds,
                cases: self.cases,
                seed: self.seed,
                threads: std::thread::available_parallelism().map_or(1, usize::from),
            },
            &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) },
        );
        assert!(examined.is_clean(), "{}", self.all_told(&examined.violations));
        if let Some(why) = self.idle(&examined).or_else(|| self.unfed(&examined)) {
            panic!("{why}");
        }
    }

    /// The first violations in words and with their worlds, and which others there are.
    /// Those of groundwork come first, and where there are any, the others by name alone.
    fn all_told(&self, violations: &[Violation]) -> String {
        let (ground, others): (Vec<_>, Vec<_>) =
            violations.iter().partition(|one| is_groundwork(one.law));
        let many = if ground.is_empty() { TOLD } else { TOLD.min(ground.len()) };
        let all: Vec<&Violation> = ground.into_iter().chain(others).collect();
        let told: Vec<String> = all.iter().map(|violation| self.told(violation)).collect();
        let mut text = told[..many.min(told.len())].join("\n");
        let names: Vec<String> =
            all.iter().skip(many).map(|one| format!("`{}`", one.law)).collect();
        if !names.is_empty() {
            text.push_str(&format!(
                "\nIt breaks {} too: `.law(\"…\")` tries one of them alone.",
                names.join(", ")
            ));
        }
        text
    }

    /// A violation, in words and with its world.
    fn told(&self, violation: &Violation) -> String {
        let Violation { law, tried, statement, what, text, seed, origin } = violation;
        let (role, own) = (self.role, self.seed);
        let file = match (origin, &self.kept) {
            (Origin::Kept(path), _) => Some(path.clone()),
            (Origin::Case(_), Some(folder)) => {
                let repeat = |path: &std::path::Path| {
                    format!(
                        "cargo run -- laws {} --law {tried} --seed {seed} --cases 1",
                        path.display()
                    )
                };
                let kept = keep(folder, violation, repeat);
                let failed = |error| panic!("cannot write to `{}`: {error}", folder.display());
                Some(kept.unwrap_or_else(failed))
            }
            (Origin::Case(_), None) => None,
        };
        let repeat = match (origin, file) {
            (_, Some(path)) => format!("`{}`, which is tried first from now on", path.display()),
            (Origin::Case(index), None) => format!(
                "`.law({tried:?}).seed({own}).cases({})`, or `.kept_in(\"tests/kept\")` to keep it",
                index + 1
            ),
            (Origin::Kept(_), None) => unreachable!("what is kept has a file"),
        };
        let whose = if self.breaks_without(violation) {
            format!(
                "\nIt breaks in the same world without any `{role}` too: that is a fault of \
                 foomwatch, or of another role, and not of this one."
            )
        } else {
            String::new()
        };
        let world = laid_out(text);
        format!(
            "`{role}` breaks the law `{law}`: {statement}\n{what}{whose}\nrepeat: {repeat}, with \
             the chances of seed {seed} in\n{world}"
        )
    }

    /// Whether the law breaks in the world of a violation where nobody has the role.
    fn breaks_without(&self, violation: &Violation) -> bool {
        let law = self.laws.iter().chain(book()).find(|law| law.name == violation.tried);
        let Some(law) = law else {
            return false;
        };
        let specimen = |text: &str| Specimen::new(text, &self.roles, violation.seed).ok();
        let Some(whole) = specimen(&violation.text) else {
            return false;
        };
        let actors = whole.blueprint().actors().iter();
        let ours = actors.filter(|actor| actor.role().name == self.role);
        let mut text = violation.text.clone();
        for actor in ours {
            let edit = Edit::DropActor { name: actor.name().to_owned() };
            match edit.apply_with(&text, &self.roles) {
                Some(without) => text = without,
                None => return false,
            }
        }
        let tried = || specimen(&text).map(|without| (law.check)(&without));
        match caught(tried) {
            Ok(verdict) => matches!(verdict, Some(Verdict::Broken(_))),
            Err(_) => true,
        }
    }

    /// Why the laws say nothing about it, if they do not.
    fn idle(&self, examined: &Examined) -> Option<String> {
        let with = |label: &str| {
            let found = examined.labels.iter().find(|(name, _)| name == label);
            found.map_or(0, |(_, worlds)| *worlds)
        };
        let (role, tried) = (self.role, examined.worlds);
        if tried == 0 || with(ACTS) > 0 {
            return None;
        }
        let mut why = if with(APPEARS) == 0 {
            format!("none of {tried} generated worlds has a `{role}`, so no law was tried on it")
        } else {
            format!(
                "a `{role}` is in {} of {tried} generated worlds and in none of them was it told \
                 anything, rang a clock, or sent or noted anything: no law was tried on it",
                with(APPEARS)
            )
        };
        for one in self.unmet(|_| true) {
            why.push_str("; ");
            why.push_str(&one);
        }
        Some(why)
    }

    /// Which of its measures nothing feeds, if it acts in so many worlds that each should
    /// have been fed in one of them.
    fn unfed(&self, examined: &Examined) -> Option<String> {
        let with = |label: &str| {
            let found = examined.labels.iter().find(|(name, _)| name == label);
            found.map_or(0, |(_, worlds)| *worlds)
        };
        let acts = with(ACTS);
        if acts < MANY {
            return None;
        }
        let role = self.roles.get(self.role).expect("it was registered");
        let mut flaws = Vec::new();
        for measure in role.measures {
            let (names, call, other, wrong) = match measure.of {
                MeasureOf::Mean(name) => (vec![name], "observe", "count`, `add` or `flow", COUNTED),
                MeasureOf::Share(part, whole) => (vec![part, whole], "count", "observe", OBSERVED),
                MeasureOf::PerYear(name)
                | MeasureOf::PerReplication(name)
                | MeasureOf::Ever(name) => (vec![name], "count", "observe", OBSERVED),
                MeasureOf::AmountPerYear(name) | MeasureOf::AmountPerReplication(name) => {
                    (vec![name], "add` or `flow", "observe", OBSERVED)
                }
            };
            let right = if wrong == COUNTED { OBSERVED } else { COUNTED };
            for name in names.into_iter().filter(|name| with(&format!("{right}{name}")) == 0) {
                let known = measure.name;
                flaws.push(if with(&format!("{wrong}{name}")) > 0 {
                    format!("the measure `{known}` is fed by `{call}`, and `{name}` by `{other}`")
                } else {
                    format!(
                        "nothing feeds the measure `{known}`: no `{call}` of `{name}` came in {acts} \
                         worlds in which a `{}` acts",
                        self.role
                    )
                });
            }
        }
        (!flaws.is_empty()).then(|| flaws.join("; "))
    }

    /// The links of these rules that no other role gives.
    fn unmet(&self, of: impl Fn(&LinkRule<Link>) -> bool) -> Vec<String> {
        let me = self.roles.get(self.role).expect("it was registered");
        let gives = |kind: Link, side: Side| {
            self.roles
                .iter()
                .any(|role| role.links.iter().any(|rule| (rule.kind, rule.side) == (kind, side)))
        };
        let mut unmet = Vec::new();
        for rule in me.links.iter().filter(|rule| of(rule)) {
            let (opposite, verb) = match rule.side {
                Side::Out => (Side::In, "takes"),
                Side::In => (Side::Out, "sends out"),
            };
            if !gives(rule.kind, opposite) {
                let needs = if rule.least > 0 { "needs" } else { "may have" };
                unmet.push(format!(
                    "it {needs} a link `{}` that no role here {verb}, so put one that does beside \
                     it with `.beside::<…>(\"…\")`",
                    rule.kind.name()
                ));
            }
        }
        unmet
    }
}

/// Worlds that have a role.
struct WithRole<'a, S> {
    worlds: S,
    roles: &'a Roles,
    seed: u64,
}

impl<S: Strategy<Value = String> + Sync> Worlds for WithRole<'_, S> {
    fn text(&self, index: u64) -> String {
        sample(&self.worlds, self.seed, index)
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        shrink(text, self.roles, TRIES, breaks)
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

/// Worlds in which a role is watched.
struct Watched<'a> {
    worlds: &'a dyn Worlds,
    role: &'static str,
}

impl Worlds for Watched<'_> {
    fn text(&self, index: u64) -> String {
        self.worlds.text(index)
    }

    fn are_sound(&self) -> bool {
        self.worlds.are_sound()
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        self.worlds.shrunk(text, breaks)
    }

    fn labels(&self, specimen: &Specimen) -> Vec<String> {
        let actors = specimen.blueprint().actors().iter();
        let ours: Vec<ActorId> =
            actors.filter(|actor| actor.role().name == self.role).map(|actor| actor.id()).collect();
        let mut labels = Vec::new();
        if !ours.is_empty() {
            labels.push(APPEARS.to_owned());
            for index in 0..REPLICATIONS {
                let course = specimen.course(index, Twin::Factual);
                if course.steps.iter().any(|step| acts(step, &ours)) {
                    labels.push(ACTS.to_owned());
                }
                labels.extend(fed(&course, &ours));
            }
            labels.sort();
            labels.dedup();
        }
        labels
    }
}

/// What any of these counts or observes.
fn fed(course: &Course, ours: &[ActorId]) -> BTreeSet<String> {
    let noted = course.steps.iter().flat_map(|step| &step.notes);
    noted
        .filter(|(actor, _)| ours.contains(actor))
        .filter_map(|(_, note)| match note {
            Note::Count(name, _) | Note::Amount(name, _) | Note::Flow(name, _) => {
                Some(format!("{COUNTED}{name}"))
            }
            Note::Observe(name, _) => Some(format!("{OBSERVED}{name}")),
            Note::Fact(_) | Note::Milestone(_) => None,
        })
        .collect()
}

/// Whether any of these was told something, rang, or sent or noted something.
fn acts(step: &Step, ours: &[ActorId]) -> bool {
    let is_ours = |actor: &ActorId| ours.contains(actor);
    let sent = match &step.what {
        Happening::Delivery(from, ..) => is_ours(from),
        Happening::Ring(..) | Happening::Start => false,
    };
    let noted = step.notes.iter().any(|(actor, note)| match note {
        Note::Fact(_)
        | Note::Milestone(_)
        | Note::Count(..)
        | Note::Amount(..)
        | Note::Flow(..)
        | Note::Observe(..) => is_ours(actor),
    });
    sent || noted || step.actor.as_ref().is_some_and(is_ours)
}
