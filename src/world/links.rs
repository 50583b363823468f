//! The links of a file: their ends, kinds, delays and losses.

use std::collections::BTreeMap;

use crate::behaviors::Roles;
use crate::engine::LinkKind;
use crate::oversight::Link;
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Dimension;

use super::actors::Names;
use super::declared::terms;
use super::diagnostic::{Place, did_you_mean, printable};
use super::fields::{self, FieldRow};
use super::flaws::{Flaws, Path};
use super::improved::{IMPROVEMENT_FIELDS, carrying};
use super::law::template;
use super::link_rules::{Joined, Options, RoleOf, Rules, spelled};
use super::mark::Mark;
use super::names;
use super::node::{Arguments, Name, Node, Value};
use super::numeric::fixed;
use super::plain;
use super::template::{Amount, Template};
use super::uncertain::Uncertain;

/// Reads all links and holds them against the roles' rules.
pub(super) fn links(
    node: Option<&Node>,
    names: &Names<'_>,
    role_of: &RoleOf<'_>,
    roles: &Roles,
    uncertain: &mut Uncertain<'_>,
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
    let rules = Rules::new(names, role_of);
    let mut reader = Reader { ids: &names.ids, kinds: &kinds, uncertain };
    let mut joined = Vec::with_capacity(given.len());
    for (place, node) in given.iter().enumerate() {
        if flaws.is_full() {
            break;
        }
        joined.extend(reader.link(node, &path.to(place), flaws));
    }
    for one in &joined {
        rules.allowed(one, flaws);
    }
    rules.parallels(&joined, flaws);
    // A link that could not be read may be the very one that somebody needs.
    rules.counts(&joined, joined.len() == given.len(), flaws);
    joined
}

const EXAMPLE: &str = "(\"desk\", Reports, \"board\")";

/// What a link may be given beside its ends and its kind.
pub const LINK_OPTIONS: &[FieldRow] = &[
    FieldRow {
        name: "delay",
        required: false,
        example: "Exponential(mean: \"3 d\")",
        meaning: "How long each signal takes: a law over spans of time. It takes at least a tick.",
    },
    FieldRow {
        name: "loss",
        required: false,
        example: "\"1 %\"",
        meaning: "The probability that a signal never arrives; a share, by default 0.",
    },
    FieldRow {
        name: "name",
        required: false,
        example: "\"second line\"",
        meaning: "Its name, which tells it from other links of its kind between the same two. It is \
                  part of the key of the link's chances.",
    },
];

/// The field of `Own` that has the kind's name where there are options too.
pub const OWN_KIND: FieldRow = FieldRow {
    name: "kind",
    required: true,
    example: "\"pager\"",
    meaning: "The name of the kind, where an `Own` link has options: \
              `Own(kind: \"pager\", delay: \"1 h\")`.",
};

/// Every kind of link that a role knows, in order.
fn kinds(roles: &Roles) -> Vec<Link> {
    let mut kinds: Vec<Link> = Link::ALL.to_vec();
    kinds.extend(roles.iter().flat_map(|role| role.links).map(|rule| rule.kind));
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

struct Reader<'r, 'n> {
    ids: &'r BTreeMap<String, ActorId>,
    kinds: &'r [Link],
    uncertain: &'r mut Uncertain<'n>,
}

impl Reader<'_, '_> {
    fn link(&mut self, node: &Node, path: &Path, flaws: &mut Flaws) -> Option<Joined> {
        let Value::Call(None, Arguments::Positional(parts)) = &node.value else {
            let message = format!("a link must be who, what and whom, but is {}", node.describe());
            flaws.add(path, &node.place, message, format!("as in `{EXAMPLE}`"));
            return None;
        };
        let [from, kind, to] = parts.as_slice() else {
            let message = format!("a link has three parts, but this has {}", parts.len());
            flaws.add(path, &node.place, message, format!("as in `{EXAMPLE}`"));
            return None;
        };
        let start = plain::actor(from, self.ids, &path.to(0), flaws);
        let end = plain::actor(to, self.ids, &path.to(2), flaws);
        let law = self.law(kind, &path.to(1), flaws);
        let (from_id, to_id, (kind, options, kind_place)) = (start?.1, end?.1, law?);
        let path_of_kind = path.to(1);
        let joined =
            Joined { from: from_id, to: to_id, kind, options, kind_place, path: path_of_kind };
        if from_id == to_id {
            flaws.error(path, &to.place, "this link leads back to where it comes from");
            return None;
        }
        Some(joined)
    }

    /// The kind of a link, its options, and where the kind stands.
    fn law(
        &mut self,
        node: &Node,
        path: &Path,
        flaws: &mut Flaws,
    ) -> Option<(Link, Options, Place)> {
        let Value::Call(Some(name), arguments) = &node.value else {
            let hint = format!("as in `{EXAMPLE}`");
            let message = format!("the kind of a link must be a name, but is {}", node.describe());
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
        let found = found.copied();
        let options = match found {
            Some(Link::Declares) => {
                let declared = Some(terms(arguments, name, path, self.uncertain, flaws));
                Options { declared, ..Options::default() }
            }
            Some(Link::Improves) => self.improves(arguments, name, path, flaws),
            // Who has a right has it: nothing goes over the link.
            Some(kind) if !kind.carries() => {
                let what = format!("a link `{}`", kind.name());
                fields::arrange(arguments, &[], &what, &name.place, path, flaws);
                Options::default()
            }
            Some(_) | None => self.options(arguments, &name.text, &[], name, path, flaws).0,
        };
        let Some(kind) = found else {
            self.unknown(&name.text, &name.place, path, flaws);
            return None;
        };
        Some((kind, options, name.place.clone()))
    }

    /// The options of a link that carries gains over, with how it does.
    fn improves(
        &mut self,
        arguments: &Arguments,
        name: &Name,
        path: &Path,
        flaws: &mut Flaws,
    ) -> Options {
        let more = [IMPROVEMENT_FIELDS[0].name, IMPROVEMENT_FIELDS[1].name];
        let (options, given) = self.options(arguments, &name.text, &more, name, path, flaws);
        let given = [0, 1].map(|place| given.get(place).copied().flatten());
        let carrying = Some(carrying(given, path, self.uncertain, flaws));
        Options { carrying, ..options }
    }

    /// `Own("pager")`, or `Own(kind: "pager", delay: …)` with options.
    fn own(
        &mut self,
        name: &Name,
        arguments: &Arguments,
        path: &Path,
        flaws: &mut Flaws,
    ) -> Option<(Link, Options, Place)> {
        let none = Arguments::None;
        let (kind, arguments) = match arguments {
            Arguments::Positional(values) if values.len() == 1 => (Some(&values[0]), &none),
            Arguments::Positional(_) | Arguments::None | Arguments::Named(_) => (None, arguments),
        };
        let (options, named) = self.options(arguments, "Own", &[OWN_KIND.name], name, path, flaws);
        let Some(kind) = kind.or(named.first().copied().flatten()) else {
            let hint =
                "as in `Own(\"pager\")` or `Own(kind: \"pager\", delay: \"1 h\")`".to_owned();
            flaws.add(path, &name.place, "`Own` needs the name of a kind", hint);
            return None;
        };
        let Some(text) = names::text_of(kind) else {
            flaws.kind(&path.to("kind"), kind, "a text", None);
            return None;
        };
        let found = self.kinds.iter().find(|known| matches!(known, Link::Own(own) if *own == text));
        let Some(found) = found else {
            self.unknown(text, &kind.place, path, flaws);
            return None;
        };
        Some((*found, options, kind.place.clone()))
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
        flaws.add(path, place, format!("there is no kind of link `{}`", printable(name)), hint);
    }

    /// What a link is given beside its kind, and the values of the fields that it may
    /// have more.
    fn options<'n>(
        &mut self,
        arguments: &'n Arguments,
        kind: &str,
        more: &[&'static str],
        name: &Name,
        path: &Path,
        flaws: &mut Flaws,
    ) -> (Options, Vec<Option<&'n Node>>) {
        if matches!(arguments, Arguments::None) {
            return (Options::default(), Vec::new());
        }
        let options = LINK_OPTIONS.iter().map(|row| row.name);
        let fields: Vec<&str> = options.chain(more.iter().copied()).collect();
        let what = format!("a link `{}`", printable(kind));
        let given = fields::arrange(arguments, &fields, &what, &name.place, path, flaws);
        let value = |place: usize| given.get(place).copied().flatten().map(|entry| &entry.value);
        let mut options = Options::default();
        if let Some(node) = value(0) {
            (options.delay, options.delay_marks) = self.delay(node, &path.to("delay"), flaws);
        }
        if let Some(node) = value(1) {
            options.loss_given = true;
            (options.loss, options.loss_marks) = self.loss(node, &path.to("loss"), flaws);
        }
        if let Some(node) = value(2) {
            match names::text_of(node).map(|text| (text, names::fault(text))) {
                Some((text, None)) => options.name = text.to_owned(),
                Some((_, Some((message, hint)))) => {
                    let path = path.to("name");
                    flaws.add(&path, &node.place, format!("a link's name {message}"), hint);
                }
                None => flaws.kind(&path.to("name"), node, "a text", None),
            }
        }
        (options, (LINK_OPTIONS.len()..fields.len()).map(value).collect())
    }

    fn delay(
        &mut self,
        node: &Node,
        path: &Path,
        flaws: &mut Flaws,
    ) -> (Option<Template>, Vec<Mark>) {
        flaws.marks.clear();
        let delay = template(node, Dimension::Span, path, Some(self.uncertain), flaws);
        let marks = std::mem::take(&mut flaws.marks);
        if delay.as_ref().is_some_and(|delay| delay.support().0 < 0.0) {
            flaws.error(path, &node.place, "`delay` must be at least 0 s");
        }
        (delay, marks)
    }

    fn loss(&mut self, node: &Node, path: &Path, flaws: &mut Flaws) -> (Amount, Vec<Mark>) {
        flaws.marks.clear();
        let loss = fixed(node, Dimension::Share, path, self.uncertain, flaws);
        let marks = std::mem::take(&mut flaws.marks);
        let loss = loss.unwrap_or(Amount::Fixed(0.0));
        if loss.tried().into_iter().any(|loss| !(0.0..=1.0).contains(&loss)) {
            let hint = "Beta(2, 5) stays between 0 and 1".to_owned();
            flaws.add(path, &node.place, "`loss` must be from 0 % to 100 %", hint);
        }
        (loss, marks)
    }
}
