//! What the roles allow: which links may lead where, and how many.

use std::collections::BTreeMap;

use crate::engine::{LinkKind, LinkRule, Role, Side};
use crate::oversight::{Link, Oversight};
use crate::primitives::id::ActorId;

use super::actors::Names;
use super::declared::Terms;
use super::diagnostic::{Place, printable};
use super::flaws::{Flaws, Path};
use super::improved::Carrying;
use super::mark::Mark;
use super::names;
use super::template::{Amount, Template};

/// The roles of the actors that have one, by the actor's place.
pub(super) type RoleOf<'r> = BTreeMap<ActorId, &'r Role<Oversight>>;

/// A link and where the file says it.
pub(super) struct Joined {
    pub(super) from: ActorId,
    pub(super) to: ActorId,
    pub(super) kind: Link,
    pub(super) options: Options,
    pub(super) kind_place: Place,
    pub(super) path: Path,
}

/// What a link is given beside its kind.
pub(super) struct Options {
    pub(super) name: String,
    pub(super) delay: Option<Template>,
    /// The marks of the delay.
    pub(super) delay_marks: Vec<Mark>,
    pub(super) loss: Amount,
    pub(super) loss_given: bool,
    /// The marks of the loss.
    pub(super) loss_marks: Vec<Mark>,
    /// What it says if it is a declaration, which has neither delay nor loss.
    pub(super) declared: Option<Terms>,
    /// What it says if it carries gains over.
    pub(super) carrying: Option<Carrying>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            name: String::new(),
            delay: None,
            delay_marks: Vec::new(),
            loss: Amount::Fixed(0.0),
            loss_given: false,
            loss_marks: Vec::new(),
            declared: None,
            carrying: None,
        }
    }
}

/// The rules of the roles that the actors have.
pub(super) struct Rules<'r> {
    names: &'r Names<'r>,
    role_of: &'r RoleOf<'r>,
    name_of: BTreeMap<ActorId, &'r str>,
}

impl<'r> Rules<'r> {
    pub(super) fn new(names: &'r Names<'r>, role_of: &'r RoleOf<'r>) -> Self {
        let name_of = names.ids.iter().map(|(name, id)| (*id, name.as_str()));
        Self { names, role_of, name_of: name_of.collect() }
    }

    /// Whether both roles know links of this kind in this direction.
    pub(super) fn allowed(&self, joined: &Joined, flaws: &mut Flaws) {
        let ends = [(joined.from, Side::Out), (joined.to, Side::In)];
        for (actor, side) in ends {
            let Some(role) = self.role_of.get(&actor) else {
                continue;
            };
            if rule(role, joined.kind, side).is_some() {
                continue;
            }
            let verb = match side {
                Side::Out => "lead away from",
                Side::In => "lead to",
            };
            let message = format!(
                "no `{}` can {verb} `{}`, which is {}",
                spelled(joined.kind),
                self.shown(actor),
                names::a(role.name)
            );
            flaws.add(&joined.path, &joined.kind_place, message, bears(role));
        }
    }

    /// Links that nothing tells apart.
    pub(super) fn parallels(&self, all: &[Joined], flaws: &mut Flaws) {
        let mut seen = BTreeMap::new();
        for (place, one) in all.iter().enumerate() {
            // Whose gains are carried over to whom is said once, whatever its name.
            let name = if one.kind == Link::Improves { "" } else { one.options.name.as_str() };
            let key = (one.from, one.kind, one.to, name);
            if seen.insert(key, place).is_none() {
                continue;
            }
            let kind = spelled(one.kind);
            let article = if kind.starts_with(['A', 'I', 'O']) { "an" } else { "a" };
            let message = format!(
                "{article} `{kind}` from `{}` to `{}` is there already{}",
                self.shown(one.from),
                self.shown(one.to),
                if name.is_empty() { "" } else { " under this name" },
            );
            let hint = match one.kind {
                Link::Declares => {
                    "an owner declares to an observer once, with one purpose and one level"
                }
                Link::Improves => "gains are carried over once, with one share and one cost",
                Link::Writes => "one link says that somebody can change weights",
                Link::Hosts
                | Link::Watches
                | Link::Alerts
                | Link::Reports
                | Link::Knows
                | Link::Tells
                | Link::Reads
                | Link::Orders
                | Link::Owns
                | Link::Deploys
                | Link::Powers
                | Link::Studies
                | Link::Directs
                | Link::Feeds
                | Link::Own(_) => {
                    "parallel links need names of their own, as in `name: \"second line\"`"
                }
            };
            flaws.add(&one.path, &one.kind_place, message, hint.to_owned());
        }
    }

    /// How many links each actor has, and `complete` if these are all.
    pub(super) fn counts(&self, all: &[Joined], complete: bool, flaws: &mut Flaws) {
        let mut ends: BTreeMap<(ActorId, Link, Side), Vec<&Joined>> = BTreeMap::new();
        for one in all {
            ends.entry((one.from, one.kind, Side::Out)).or_default().push(one);
            ends.entry((one.to, one.kind, Side::In)).or_default().push(one);
        }
        for (actor, role) in self.role_of {
            for rule in role.links {
                let there =
                    ends.get(&(*actor, rule.kind, rule.side)).map_or(&[][..], Vec::as_slice);
                self.too_many(*actor, role, rule, there, flaws);
                if complete {
                    self.too_few(*actor, rule, there.len(), flaws);
                }
            }
        }
    }

    fn too_few(&self, actor: ActorId, rule: &LinkRule<Link>, there: usize, flaws: &mut Flaws) {
        let name = self.name_of[&actor];
        let Some(entry) = self.names.entries.get(name) else {
            return;
        };
        if there as u64 >= u64::from(rule.least) {
            return;
        }
        let (shown, kind) = (printable(name), spelled(rule.kind));
        let least = many(rule.least, &kind, rule.side);
        let message = format!("`{shown}` needs at least {least} it, but has {there}");
        let example = match rule.side {
            Side::Out => format!("(\"{shown}\", {kind}, \"…\")"),
            Side::In => format!("(\"…\", {kind}, \"{shown}\")"),
        };
        let hint = format!("add `{example}` to the links: {}", lowered(rule.meaning));
        let path = Path::of("actors").to(name);
        flaws.add(&path, &entry.key.place, message, hint);
    }

    fn too_many(
        &self,
        actor: ActorId,
        role: &Role<Oversight>,
        rule: &LinkRule<Link>,
        there: &[&Joined],
        flaws: &mut Flaws,
    ) {
        let Some(extra) = there.get(rule.most as usize) else {
            return;
        };
        let message = format!(
            "`{}`, {}, bears at most {} it, but has {}",
            self.shown(actor),
            names::a(role.name),
            many(rule.most, &spelled(rule.kind), rule.side),
            there.len()
        );
        flaws.error(&extra.path, &extra.kind_place, message);
    }

    fn shown(&self, actor: ActorId) -> String {
        printable(self.name_of[&actor])
    }
}

/// As `2 `Reports` links away from`.
fn many(count: u32, kind: &str, side: Side) -> String {
    let links = if count == 1 { "link" } else { "links" };
    let direction = match side {
        Side::Out => "away from",
        Side::In => "to",
    };
    format!("{count} `{kind}` {links} {direction}")
}

/// The first letter in lower case.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn rule(role: &Role<Oversight>, kind: Link, side: Side) -> Option<&'static LinkRule<Link>> {
    role.links.iter().find(|rule| rule.kind == kind && rule.side == side)
}

/// What links a role may have, as a hint.
fn bears(role: &Role<Oversight>) -> String {
    let of = |side: Side| {
        let rules = role.links.iter().filter(|rule| rule.side == side);
        let names: Vec<String> = rules.map(|rule| format!("`{}`", spelled(rule.kind))).collect();
        names.join(", ")
    };
    match (of(Side::Out).as_str(), of(Side::In).as_str()) {
        ("", "") => format!("{} has no links at all", names::a(role.name)),
        (out, "") => format!("{out} can lead away from {}, and nothing to it", names::a(role.name)),
        ("", into) => {
            format!("{into} can lead to {}, and nothing away from it", names::a(role.name))
        }
        (out, into) => {
            format!("{out} can lead away from {}, and {into} to it", names::a(role.name))
        }
    }
}

/// A kind as a file spells it.
pub(super) fn spelled(kind: Link) -> String {
    match kind {
        Link::Own(name) => format!("Own(\"{name}\")"),
        built_in => built_in.name().to_owned(),
    }
}
