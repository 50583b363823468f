//! The links of a file: ends, kinds, laws, and what the roles allow.

use std::collections::BTreeMap;

use crate::behaviors::Roles;
use crate::engine::{LinkKind, LinkLaw, LinkRule, Role, Side};
use crate::oversight::{Link, Oversight};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Dimension;

use super::actors::Names;
use super::diagnostic::{Place, did_you_mean, printable};
use super::fields;
use super::flaws::{Flaws, Path};
use super::law;
use super::names;
use super::node::{Arguments, Name, Node, Value};
use super::quantities::number;
use super::setting;

/// The roles of the actors that have one, by the actor's place.
pub(super) type RoleOf<'r> = BTreeMap<ActorId, &'r Role<Oversight>>;

/// A link and where the file says it.
pub(super) struct Joined {
    pub(super) from: ActorId,
    pub(super) to: ActorId,
    pub(super) law: LinkLaw<Link>,
    kind_place: Place,
    path: Path,
}

/// Reads all links and holds them against the roles' rules.
pub(super) fn links(
    node: Option<&Node>,
    names: &Names<'_>,
    role_of: &RoleOf<'_>,
    roles: &Roles,
    flaws: &mut Flaws,
) -> Vec<Joined> {
    let path = Path::of("links");
    let given: &[Node] = match node.map(|node| (&node.value, node)) {
        None => &[],
        Some((Value::List(given), _)) => given,
        Some((_, node)) => {
            let hint = format!("as in `links: [{EXAMPLE}]`");
            flaws.kind(&path, node, "a list", Some(hint));
            &[]
        }
    };
    let kinds = kinds(roles);
    let name_of: BTreeMap<ActorId, &str> = names
        .ids
        .iter()
        .map(|(name, id)| (*id, name.as_str()))
        .collect();
    let reader = Reader {
        names,
        role_of,
        kinds: &kinds,
        name_of: &name_of,
    };
    let joined: Vec<Joined> = given
        .iter()
        .enumerate()
        .filter_map(|(place, node)| reader.link(node, &path.to(place), flaws))
        .collect();
    reader.parallels(&joined, flaws);
    reader.counts(&joined, flaws);
    joined
}

const EXAMPLE: &str = "(\"desk\", Reports, \"board\")";

/// Every kind of link that a role knows, in order.
fn kinds(roles: &Roles) -> Vec<Link> {
    let mut kinds: Vec<Link> = Link::ALL.to_vec();
    kinds.extend(
        roles
            .iter()
            .flat_map(|role| role.links)
            .map(|rule| rule.kind),
    );
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// A kind as a file spells it.
fn spelled(kind: Link) -> String {
    match kind {
        Link::Own(name) => format!("Own(\"{name}\")"),
        built_in => built_in.name().to_owned(),
    }
}

struct Reader<'r> {
    names: &'r Names<'r>,
    role_of: &'r RoleOf<'r>,
    kinds: &'r [Link],
    name_of: &'r BTreeMap<ActorId, &'r str>,
}

impl Reader<'_> {
    fn link(&self, node: &Node, path: &Path, flaws: &mut Flaws) -> Option<Joined> {
        let Value::Call(None, Arguments::Positional(parts)) = &node.value else {
            let message = format!(
                "a link must be who, what and whom, but is {}",
                node.describe()
            );
            flaws.add(path, &node.place, message, format!("as in `{EXAMPLE}`"));
            return None;
        };
        let [from, kind, to] = parts.as_slice() else {
            let message = format!("a link has three parts, but this has {}", parts.len());
            flaws.add(path, &node.place, message, format!("as in `{EXAMPLE}`"));
            return None;
        };
        let ids = &self.names.ids;
        let start = setting::actor(from, ids, &path.to(0), flaws);
        let end = setting::actor(to, ids, &path.to(2), flaws);
        let law = self.law(kind, &path.to(1), flaws);
        let (from_id, to_id, (law, kind_place)) = (start?.1, end?.1, law?);
        let joined = Joined {
            from: from_id,
            to: to_id,
            law,
            kind_place,
            path: path.to(1),
        };
        if from_id == to_id {
            let message = format!("this link leads from `{}` to itself", self.shown(from_id));
            flaws.error(path, &to.place, message);
            return None;
        }
        self.allowed(&joined, flaws);
        Some(joined)
    }

    fn law(&self, node: &Node, path: &Path, flaws: &mut Flaws) -> Option<(LinkLaw<Link>, Place)> {
        let Value::Call(Some(name), arguments) = &node.value else {
            let hint = format!("as in `{EXAMPLE}`");
            let message = format!(
                "the kind of a link must be a name, but is {}",
                node.describe()
            );
            flaws.add(path, &node.place, message, hint);
            return None;
        };
        if name.text == "Own" {
            return self.own(name, arguments, path, flaws);
        }
        let found = self
            .kinds
            .iter()
            .find(|kind| !matches!(kind, Link::Own(_)) && kind.name() == name.text);
        let options = options(arguments, &name.text, &[], name, path, flaws);
        let Some(kind) = found else {
            self.unknown(&name.text, &name.place, path, flaws);
            return None;
        };
        Some((options.law(*kind), name.place.clone()))
    }

    /// `Own("pager")`, or `Own(kind: "pager", delay: …)` with options.
    fn own(
        &self,
        name: &Name,
        arguments: &Arguments,
        path: &Path,
        flaws: &mut Flaws,
    ) -> Option<(LinkLaw<Link>, Place)> {
        let none = Arguments::None;
        let (kind, arguments) = match arguments {
            Arguments::Positional(values) if values.len() == 1 => (Some(&values[0]), &none),
            Arguments::Positional(_) | Arguments::None | Arguments::Named(_) => (None, arguments),
        };
        let options = options(arguments, "Own", &["kind"], name, path, flaws);
        let Some(kind) = kind.or(options.kind) else {
            let hint =
                "as in `Own(\"pager\")` or `Own(kind: \"pager\", delay: \"1 h\")`".to_owned();
            flaws.add(path, &name.place, "`Own` needs the name of a kind", hint);
            return None;
        };
        let Some(text) = setting::text_of(kind) else {
            flaws.kind(&path.to("kind"), kind, "a text", None);
            return None;
        };
        let found = self
            .kinds
            .iter()
            .find(|known| matches!(known, Link::Own(own) if *own == text));
        let Some(found) = found else {
            self.unknown(text, &kind.place, path, flaws);
            return None;
        };
        Some((options.law(*found), kind.place.clone()))
    }

    fn unknown(&self, name: &str, place: &Place, path: &Path, flaws: &mut Flaws) {
        let mut spellings: Vec<String> = self.kinds.iter().map(|kind| spelled(*kind)).collect();
        // Whoever writes `pager` or `Own("Alerts")` is told the right spelling.
        if let Some(kind) = self.kinds.iter().find(|kind| kind.name() == name) {
            spellings = vec![spelled(*kind)];
        }
        let hint = match spellings.as_slice() {
            [only] => Some(format!("write {only}")),
            _ => {
                let names = self.kinds.iter().map(|kind| kind.name());
                did_you_mean(name, names, "the kinds are")
                    .or_else(|| Some(format!("the kinds are {}", spellings.join(", "))))
            }
        };
        flaws.add(
            path,
            place,
            format!("there is no kind of link `{}`", printable(name)),
            hint,
        );
    }

    fn shown(&self, actor: ActorId) -> String {
        printable(self.name_of[&actor])
    }

    /// Whether both roles know links of this kind in this direction.
    fn allowed(&self, joined: &Joined, flaws: &mut Flaws) {
        let ends = [(joined.from, Side::Out), (joined.to, Side::In)];
        for (actor, side) in ends {
            let Some(role) = self.role_of.get(&actor) else {
                continue;
            };
            if rule(role, joined.law.kind, side).is_some() {
                continue;
            }
            let verb = match side {
                Side::Out => "lead away from",
                Side::In => "lead to",
            };
            let message = format!(
                "no `{}` can {verb} `{}`, which is a `{}`",
                spelled(joined.law.kind),
                self.shown(actor),
                role.name
            );
            flaws.add(&joined.path, &joined.kind_place, message, bears(role));
        }
    }

    fn parallels(&self, all: &[Joined], flaws: &mut Flaws) {
        let mut seen = BTreeMap::new();
        for (place, one) in all.iter().enumerate() {
            let key = (one.from, one.law.kind, one.to, one.law.name.as_str());
            if seen.insert(key, place).is_none() {
                continue;
            }
            let message = format!(
                "a `{}` from `{}` to `{}` is there already{}",
                spelled(one.law.kind),
                self.shown(one.from),
                self.shown(one.to),
                if one.law.name.is_empty() {
                    ""
                } else {
                    " under this name"
                },
            );
            let hint = "parallel links need names of their own, as in `name: \"second line\"`";
            flaws.add(&one.path, &one.kind_place, message, hint.to_owned());
        }
    }

    fn counts(&self, all: &[Joined], flaws: &mut Flaws) {
        let mut ends: BTreeMap<(ActorId, Link, Side), Vec<&Joined>> = BTreeMap::new();
        for one in all {
            ends.entry((one.from, one.law.kind, Side::Out))
                .or_default()
                .push(one);
            ends.entry((one.to, one.law.kind, Side::In))
                .or_default()
                .push(one);
        }
        for (actor, role) in self.role_of {
            for rule in role.links {
                let there = ends
                    .get(&(*actor, rule.kind, rule.side))
                    .map_or(&[][..], Vec::as_slice);
                self.count(*actor, role, rule, there, flaws);
            }
        }
    }

    fn count(
        &self,
        actor: ActorId,
        role: &Role<Oversight>,
        rule: &LinkRule<Link>,
        there: &[&Joined],
        flaws: &mut Flaws,
    ) {
        let name = self.name_of[&actor];
        let direction = match rule.side {
            Side::Out => "away from",
            Side::In => "to",
        };
        let links = |many: u32| if many == 1 { "link" } else { "links" };
        let kind = spelled(rule.kind);
        if (there.len() as u64) < u64::from(rule.least) {
            let path = Path::of("actors").to(name);
            let Some(entry) = self.names.entries.get(name) else {
                return;
            };
            let message = format!(
                "`{}` needs at least {} `{kind}` {} {direction} it, but has {}",
                printable(name),
                rule.least,
                links(rule.least),
                there.len()
            );
            let example = match rule.side {
                Side::Out => format!("(\"{}\", {kind}, \"…\")", printable(name)),
                Side::In => format!("(\"…\", {kind}, \"{}\")", printable(name)),
            };
            let hint = format!("add `{example}` to the links: {}", lowered(rule.meaning));
            flaws.add(&path, &entry.key.place, message, hint);
        }
        if let Some(extra) = there.get(rule.most as usize) {
            let message = format!(
                "`{}`, a `{}`, bears at most {} `{kind}` {} {direction} it, but has {}",
                printable(name),
                role.name,
                rule.most,
                links(rule.most),
                there.len()
            );
            flaws.error(&extra.path, &extra.kind_place, message);
        }
    }
}

/// The first letter in lower case.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

fn rule(role: &Role<Oversight>, kind: Link, side: Side) -> Option<&'static LinkRule<Link>> {
    role.links
        .iter()
        .find(|rule| rule.kind == kind && rule.side == side)
}

/// What links a role may have, as a hint.
fn bears(role: &Role<Oversight>) -> String {
    let of = |side: Side| {
        let rules = role.links.iter().filter(|rule| rule.side == side);
        let names: Vec<String> = rules
            .map(|rule| format!("`{}`", spelled(rule.kind)))
            .collect();
        names.join(", ")
    };
    match (of(Side::Out).as_str(), of(Side::In).as_str()) {
        ("", "") => format!("a `{}` has no links at all", role.name),
        (out, "") => format!(
            "{out} can lead away from a `{}`, and nothing to it",
            role.name
        ),
        ("", into) => format!(
            "{into} can lead to a `{}`, and nothing away from it",
            role.name
        ),
        (out, into) => {
            format!(
                "{out} can lead away from a `{}`, and {into} to it",
                role.name
            )
        }
    }
}

/// What a link is given beside its kind.
struct Options<'n> {
    kind: Option<&'n Node>,
    plain: LinkLaw<()>,
}

impl Options<'_> {
    fn law(self, kind: Link) -> LinkLaw<Link> {
        let LinkLaw {
            kind: (),
            name,
            delay,
            loss,
        } = self.plain;
        LinkLaw {
            kind,
            name,
            delay,
            loss,
        }
    }
}

fn options<'n>(
    arguments: &'n Arguments,
    kind: &str,
    more: &[&'static str],
    name: &Name,
    path: &Path,
    flaws: &mut Flaws,
) -> Options<'n> {
    let fields = [&["delay", "loss", "name"], more].concat();
    let what = format!("a link `{}`", printable(kind));
    let given = fields::arrange(arguments, &fields, &what, &name.place, path, flaws);
    let value = |place: usize| {
        given
            .get(place)
            .copied()
            .flatten()
            .map(|entry| &entry.value)
    };
    let mut plain = LinkLaw::plain(());
    if let Some(node) = value(0) {
        plain.delay = law::distribution(node, Dimension::Span, &path.to("delay"), flaws);
        if let Some(delay) = &plain.delay
            && delay.support().0 < 0.0
        {
            flaws.error(
                &path.to("delay"),
                &node.place,
                "`delay` must be at least 0 s",
            );
        }
    }
    if let Some(node) = value(1) {
        plain.loss = number(node, Dimension::Share, &path.to("loss"), flaws).unwrap_or(0.0);
    }
    if let Some(node) = value(2) {
        match setting::text_of(node).map(|text| (text, names::fault(text))) {
            Some((text, None)) => plain.name = text.to_owned(),
            Some((_, Some((message, hint)))) => {
                flaws.add(
                    &path.to("name"),
                    &node.place,
                    format!("a link's name {message}"),
                    hint,
                );
            }
            None => flaws.kind(&path.to("name"), node, "a text", None),
        }
    }
    Options {
        kind: value(3),
        plain,
    }
}
