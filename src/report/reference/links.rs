//! The kinds of links, which roles they join, and their options.

use crate::behaviors::Roles;
use crate::engine::{LinkKind, Side};
use crate::oversight::Link;
use crate::world::{DECLARATION_FIELDS, IMPROVEMENT_FIELDS, LINK_OPTIONS, OWN_KIND};

use super::page::{self, heading, item, listed, paragraph};

/// The topic. Kinds that the roles alone know are among the others.
pub(super) fn links(roles: &Roles) -> String {
    let mut text = String::from("## Links\n\n");
    paragraph(
        &mut text,
        "A link is `(\"who\", What, \"whom\")`. It never leads back to where it comes from. How \
         many of a kind an actor needs and bears stands with its role.",
    );
    text.push('\n');
    let mut kinds: Vec<Link> = Link::ALL.to_vec();
    let of_roles = roles.iter().flat_map(|role| role.links).map(|rule| rule.kind);
    kinds.extend(of_roles.filter(|kind| matches!(kind, Link::Own(_))));
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let spelled = match kind {
            Link::Own(name) => format!("Own(\"{name}\")"),
            built_in => built_in.name().to_owned(),
        };
        let (from, to) = (bearers(roles, kind, Side::Out), bearers(roles, kind, Side::In));
        item(&mut text, &format!("`{spelled}`. {} From {from} to {to}.", kind.meaning()));
    }
    heading(&mut text, "Options");
    paragraph(
        &mut text,
        "A kind may have options by name, as \
         `Reports(delay: Exponential(mean: \"3 d\"), loss: \"1 %\")`. They hold for every signal \
         over the link, in either direction.",
    );
    text.push('\n');
    page::fields(&mut text, LINK_OPTIONS);
    heading(&mut text, "Declarations");
    paragraph(
        &mut text,
        "A `Declares` has none of these options: it is there or is not, and what it explains, it \
         explains at once. There is one at most from an owner to an observer. It may have, as \
         `Declares(purpose: \"alignment experiments\", level: \"20 %\")`:",
    );
    text.push('\n');
    page::fields(&mut text, DECLARATION_FIELDS);
    heading(&mut text, "Gains carried over");
    paragraph(
        &mut text,
        "An `Improves` between two models may have, beside the options of every link, as \
         `Improves(carry: \"50 %\", cost: \"1e23 FLOP\")`, what is below. There is one at most from one \
         to another. From research both mean nothing: how efficient software is holds for \
         whoever learns of it.",
    );
    text.push('\n');
    page::fields(&mut text, IMPROVEMENT_FIELDS);
    heading(&mut text, "Kinds of one's own");
    paragraph(
        &mut text,
        "`Own(\"pager\")` is a kind that roles of one's own name in their rules; no built-in role \
         knows any.",
    );
    text.push('\n');
    page::fields(&mut text, &[OWN_KIND]);
    text
}

/// The roles with a rule for a kind of link on this side.
fn bearers(roles: &Roles, kind: Link, side: Side) -> String {
    let bears = |rule: &&crate::engine::LinkRule<Link>| rule.kind == kind && rule.side == side;
    let found = roles.iter().filter(|role| role.links.iter().any(|rule| bears(&rule)));
    let names: Vec<&str> = found.map(|role| role.name).collect();
    if names.is_empty() { "no role".to_owned() } else { listed(names) }
}
