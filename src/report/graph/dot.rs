//! The network as DOT, the language of Graphviz.

use std::fmt::Write as _;

use crate::world::Blueprint;
use crate::world::blind_spots::BlindSpots;

use super::ink::{GRAY, ground, kind_name, style};
use super::net::{Net, NetActor, net};

/// A graph in DOT with a cluster for each role.
#[must_use]
pub fn dot(blueprint: &Blueprint) -> String {
    drawn(&net(blueprint, None))
}

/// The same that shows the blind spots of the world.
#[must_use]
pub fn dot_with(blueprint: &Blueprint, spots: &BlindSpots) -> String {
    drawn(&net(blueprint, Some(spots)))
}

fn drawn(net: &Net) -> String {
    let mut text = format!(
        "digraph {} {{\n  rankdir=LR;\n  label={};\n  labelloc=t;\n  \
         fontname=\"sans-serif\";\n  node [shape=box, style=\"rounded,filled\", \
         fillcolor=\"#f6f8fa\", fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", \
         fontsize=10];\n",
        quoted(&net.title),
        quoted(&net.title),
    );
    for (place, (role, actors)) in net.columns.iter().enumerate() {
        let label = quoted(&format!("{role} ({})", actors.len()));
        let _ = writeln!(text, "  subgraph cluster_{place} {{\n    label={label};");
        for actor in actors.iter().map(|place| &net.actors[*place]) {
            let _ = writeln!(text, "    {}{};", quoted(&actor.name), attributes(actor));
        }
        text.push_str("  }\n");
    }
    for link in &net.links {
        let style = style(link.kind, &net.own);
        let mut label = kind_name(link.kind);
        if !link.long.is_empty() {
            label = format!("{label}\n{}", link.long);
        }
        let dashed = if style.dashes.is_empty() { "solid" } else { "dashed" };
        let _ = writeln!(
            text,
            "  {} -> {} [label={}, color=\"{color}\", fontcolor=\"{color}\", style={dashed}];",
            quoted(&net.actors[link.from].name),
            quoted(&net.actors[link.to].name),
            quoted(&label),
            color = if net.is_aside(link) { GRAY } else { style.color },
        );
    }
    text + "}\n"
}

fn attributes(actor: &NetActor) -> String {
    let marks = actor.marks();
    if marks.is_empty() {
        return String::new();
    }
    let label = quoted(&format!("{}\n({})", actor.name, marks.join(", ")));
    if actor.is_aside() {
        return format!(" [label={label}, color=\"{GRAY}\", fontcolor=\"{GRAY}\"]");
    }
    let color = match actor.spot.map(ground) {
        Some(ground) => ground.fill,
        None if actor.is_accountable => "#fff1c9",
        None => "#fde3e1",
    };
    format!(" [label={label}, fillcolor=\"{color}\", penwidth=2]")
}

/// A quoted text of DOT, in which a backslash begins an escape of its own.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => quoted.push('\u{fffd}'),
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}
