//! What is told of the laws that a behavior breaks.

use crate::laws::book::laws as book;
use crate::laws::caught::caught;
use crate::laws::edit::Edit;
use crate::laws::examine::SOUND;
use crate::laws::groundwork::is_groundwork;
use crate::laws::kept::{keep, laid_out};
use crate::laws::law::Verdict;
use crate::laws::specimen::Specimen;
use crate::laws::violation::{Origin, Violation};

use super::check::Check;

/// How many violations are told with their worlds.
const TOLD: usize = 3;

impl Check {
    /// The first violations in words and with their worlds, and which others there are.
    /// Those of groundwork come first, and where there are any, the others by name alone.
    pub(super) fn all_told(&self, violations: &[Violation]) -> String {
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
        let Violation { law, tried, statement, what, text, seed, origin, is_shrunk: _ } = violation;
        let (role, own) = (self.role, self.seed);
        let file = match (origin, &self.kept) {
            (Origin::Kept(path), _) => Some(path.clone()),
            // No file repeats what the door refuses: it is made anew.
            (Origin::Case(_), Some(_)) if *law == SOUND.name => None,
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
            (Origin::Case(index), None) if *law == SOUND.name => {
                format!("`.seed({own}).cases({})`", index + 1)
            }
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
        // One at which the door panics is none.
        let specimen = |text: &str| {
            let world = caught(|| Specimen::new(text, &self.roles, violation.seed).ok());
            world.unwrap_or_default()
        };
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
}
