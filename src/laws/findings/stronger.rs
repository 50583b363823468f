//! What makes the oversight of a world stronger, as one would think: more observers, more of
//! what they do, and more that is asked before somebody is believed.
//!
//! It lacks what comes of that.

use crate::behaviors::Roles;
use crate::engine::Side;
use crate::laws::edit::Edit;
use crate::oversight::Link;
use crate::world::{
    Arguments, Axis, AxisValue, Blueprint, Diagnostic, Value, WorldFile, check, path_of, printable,
    quoted,
};

/// Oversight that is stronger in one respect.
#[derive(Clone, Debug, PartialEq)]
pub enum Stronger {
    /// This parameter of an actor is so many times what it is.
    Times {
        /// The actor.
        actor: String,
        /// The parameter.
        parameter: &'static str,
        /// The factor.
        factor: f64,
        /// What that means, as "more visits".
        means: &'static str,
    },
    /// There are so many more actors like this one, with links like its own.
    Like {
        /// The actor.
        actor: String,
        /// How many more.
        more: usize,
    },
}

/// A parameter of a role, which way is more, and what that means.
struct More {
    role: &'static str,
    parameter: &'static str,
    is_up: bool,
    means: &'static str,
}

const fn up(role: &'static str, parameter: &'static str, means: &'static str) -> More {
    More { role, parameter, is_up: true, means }
}

const fn down(role: &'static str, parameter: &'static str, means: &'static str) -> More {
    More { role, parameter, is_up: false, means }
}

/// What one would think makes notice sooner or surer.
const MORE: &[More] = &[
    up("HazardSensor", "hazard", "a more sensitive sensor"),
    down("Sensor", "every", "more samples"),
    up("Sensor", "coverage", "more samples that see"),
    up("Sensor", "false_positives", "a lower threshold"),
    down("Cusum", "every", "more samples"),
    up("SequentialTest", "alpha", "a lower threshold"),
    down("SequentialTest", "every", "more samples"),
    down("Inspector", "every", "more visits"),
    up("Inspector", "sample", "larger samples"),
    up("Inspector", "hit", "visits that see more"),
    down("Evaluator", "every", "more tests"),
    up("Evaluator", "false_positives", "a lower threshold"),
    up("Reader", "reads", "more that is read"),
    up("Insiders", "people", "more people who know"),
    up("Reviewer", "servers", "more reviewers"),
    up("Authority", "corroboration", "more observers who must agree"),
];

/// By how many times something is made stronger.
const FACTORS: [f64; 4] = [2.0, 4.0, 8.0, 16.0];

/// How many more there are of an observer.
const COPIES: [usize; 3] = [1, 3, 7];

/// All that could make the oversight of a world stronger, the least first.
#[must_use]
pub fn all(blueprint: &Blueprint) -> Vec<Stronger> {
    let mut all = Vec::new();
    for actor in blueprint.actors() {
        let name = actor.name().to_owned();
        for more in MORE.iter().filter(|more| more.role == actor.role().name) {
            let factors = FACTORS.map(|factor| if more.is_up { factor } else { 1.0 / factor });
            all.extend(factors.map(|factor| Stronger::Times {
                actor: name.clone(),
                parameter: more.parameter,
                factor,
                means: more.means,
            }));
        }
        if is_observer(actor.role()) {
            let like = |more| Stronger::Like { actor: name.clone(), more };
            all.extend(COPIES.map(like));
        }
    }
    all
}

/// Whether whoever has the role sees something and tells somebody, and does nothing else.
fn is_observer(role: &crate::engine::Role<crate::oversight::Oversight>) -> bool {
    let has = |kinds: &[Link]| {
        let mut away = role.links.iter().filter(|rule| rule.side == Side::Out);
        away.any(|rule| kinds.contains(&rule.kind))
    };
    has(&[Link::Watches, Link::Knows, Link::Reads])
        && has(&[Link::Alerts, Link::Reports])
        && !has(&[Link::Directs, Link::Orders, Link::Deploys])
}

impl Stronger {
    /// The world with this oversight; none where nothing of it is there, or no more is
    /// possible. Nor is it stronger where the door would warn that it can hardly be meant, as
    /// of an authority that waits for more observers than there are.
    #[must_use]
    pub fn of(&self, text: &str, roles: &Roles) -> Option<String> {
        let file = WorldFile::from_text("a world", text).ok()?;
        match self {
            Self::Times { actor, parameter, factor, .. } => {
                let (blueprint, warnings) = check(&file, roles).ok()?;
                let edit = times(&file, &blueprint, roles, &[actor, parameter], *factor)?;
                let text = edit.apply_with(text, roles)?;
                let (_, more) =
                    check(&WorldFile::from_text("a world", &*text).ok()?, roles).ok()?;
                let was_said =
                    |one: &Diagnostic| warnings.iter().any(|said| said.message == one.message);
                more.iter().all(was_said).then_some(text)
            }
            Self::Like { actor, more } => {
                let edits = like(&file, actor, *more)?;
                edits.iter().try_fold(text.to_owned(), |text, edit| edit.apply_with(&text, roles))
            }
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Times { actor, parameter, factor, means } => {
                let times = if *factor >= 1.0 { *factor } else { 1.0 / factor };
                let path = path_of(&["actors", actor, parameter]);
                let way = if *factor >= 1.0 { "times" } else { "divided by" };
                match *factor >= 1.0 {
                    true => format!("{means}: {times} {way} `{}`", printable(&path)),
                    false => format!("{means}: `{}` {way} {times}", printable(&path)),
                }
            }
            Self::Like { actor, more: 1 } => {
                format!("more observers: another like `{}`", printable(actor))
            }
            Self::Like { actor, more } => {
                format!("more observers: {more} more like `{}`", printable(actor))
            }
        }
    }
}

fn times(
    file: &WorldFile,
    blueprint: &Blueprint,
    roles: &Roles,
    [actor, parameter]: &[&str; 2],
    factor: f64,
) -> Option<Edit> {
    let path = path_of(&["actors", actor, parameter]);
    let axis = Axis::new(file, blueprint, roles, &path).ok()?;
    let (scale, now) = (axis.scale()?, axis.number()?);
    let value = now * factor;
    let value = if scale.is_whole() { libm::round(value) } else { value };
    // Of a value that hangs on an unknown nobody knows how much is more.
    let is_own = axis.path() == path && value != now && value.is_finite();
    is_own.then(|| Edit::Set { path, value: axis.setting(AxisValue::Number(value)) })
}

/// The same actor and links of its own again, under names that nobody has.
fn like(file: &WorldFile, actor: &str, more: usize) -> Option<Vec<Edit>> {
    let role = file.at(&path_of(&["actors", actor]))?.text().to_owned();
    let is_there = |name: &str| file.at(&path_of(&["actors", name])).is_some();
    let names = (2..).map(|number| format!("{actor} {number}")).filter(|name| !is_there(name));
    let Value::List(links) = &file.at("links")?.value else { return None };
    let mut edits = Vec::new();
    for name in names.take(more) {
        edits.push(Edit::AddActor { name: name.clone(), role: role.clone() });
        for link in links {
            let Value::Call(None, Arguments::Positional(parts)) = &link.value else { continue };
            let [from, kind, to] = &parts[..] else { continue };
            let ends = [from, to].map(|end| end.as_text().unwrap_or_default());
            if !ends.contains(&actor) {
                continue;
            }
            let [from, to] = ends.map(|end| quoted(if end == actor { &name } else { end }));
            let kind = kind.on_one_line();
            edits.push(Edit::AddLink { link: format!("({from}, {kind}, {to})") });
        }
    }
    Some(edits)
}
