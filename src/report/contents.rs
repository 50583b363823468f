//! What a checked world contains, as people look it over before they run it.
//!
//! Of long lists the first few entries stand for the rest, which are counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::visit::EdgeRef;

use crate::engine::LinkKind;
use crate::oversight::{Concern, Takeoff};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Dimension, format};
use crate::primitives::time::Span;
use crate::world::{Blueprint, FigureAt, Improved, Mark, MarkKind, printable};

use super::number::grouped;

/// How many entries of one list are shown.
const SHOWN: usize = 8;

/// How wide a line may grow before it goes on in the next.
const WIDTH: usize = 100;

/// The whole text, with a line feed at its end.
#[must_use]
pub fn contents(blueprint: &Blueprint, warnings: usize) -> String {
    let mut text = format!(
        "{}: {}, {}, {}\n",
        printable(blueprint.path()),
        counted(blueprint.actors().len(), "actor"),
        counted(blueprint.network().edge_count(), "link"),
        counted(warnings, "warning"),
    );
    if let Some(title) = blueprint.title() {
        let _ = writeln!(text, "{}", printable(title));
    }
    let horizon = format(blueprint.horizon().seconds(), Dimension::Span);
    let _ = write!(text, "from {} for {horizon}", blueprint.starts());
    let warm_up = blueprint.warm_up().seconds();
    if warm_up > 0.0 {
        let _ = write!(text, ", counted after {}", format(warm_up, Dimension::Span));
    }
    if let Some(aftermath) = blueprint.world().aftermath() {
        let shown = format(aftermath.seconds(), Dimension::Span);
        let _ = write!(text, ", ended {shown} after takeoff");
    }
    text.push('\n');
    let _ = writeln!(text, "digest {}", blueprint.digest());
    section(&mut text, "notice", notice(blueprint));
    section(&mut text, "actors", actors(blueprint));
    section(&mut text, "links", links(blueprint));
    section(&mut text, "declarations", declarations(blueprint));
    section(&mut text, "gains carried over", improvements(blueprint));
    section(&mut text, "unknowns", unknowns(blueprint));
    section(&mut text, "correlations", correlations(blueprint));
    section(&mut text, "levers", levers(blueprint));
    section(&mut text, "sources", sources(blueprint));
    section(&mut text, "figures", figures(blueprint));
    section(&mut text, "claims", claims(blueprint));
    text
}

/// So many of a thing, in words that agree with the number.
fn counted(number: usize, thing: &str) -> String {
    let digits = grouped(number as i64);
    let shown = if number == 0 { "no" } else { digits.as_str() };
    match thing.strip_suffix('y') {
        Some(stem) if number != 1 => format!("{shown} {stem}ies"),
        Some(_) | None => format!("{shown} {thing}{}", if number == 1 { "" } else { "s" }),
    }
}

/// A heading and its rows, if there are any: each a name and what is said of it.
fn section(text: &mut String, heading: &str, rows: Vec<(String, Vec<String>)>) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{heading}");
    let longest = rows.iter().map(|row| row.0.chars().count()).max().unwrap_or(0).min(32);
    for (name, words) in rows {
        let mut line = format!("  {name:longest$}");
        let indent = longest + 2;
        for (place, word) in words.iter().enumerate() {
            let comma = if place + 1 < words.len() { "," } else { "" };
            let gap = if place == 0 { "  " } else { " " };
            if place > 0 && line.chars().count() + word.chars().count() + 2 > WIDTH {
                let _ = writeln!(text, "{}", line.trim_end());
                line = format!("{:indent$} ", "");
            }
            let _ = write!(line, "{gap}{word}{comma}");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// The first few of many, and how many more there are.
fn first_few(mut all: impl Iterator<Item = String>) -> Vec<String> {
    let mut shown: Vec<String> = all.by_ref().take(SHOWN).collect();
    let rest = all.count();
    if rest > 0 {
        shown.push(format!("… and {} more", grouped(rest as i64)));
    }
    shown
}

fn notice(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let concern = blueprint.concern().iter().map(|concern| match concern {
        Concern::Program(actor) => format!("all work of {}", printable(blueprint.name_of(*actor))),
        Concern::Training { above } => {
            format!("training runs above {}", format(*above, Dimension::Flop))
        }
        Concern::HiddenWork => "all work that its owner hides".to_owned(),
    });
    let accountable = blueprint.world().accountable().iter();
    let accountable = accountable.map(|one| {
        let name = printable(blueprint.name_of(one.actor));
        let span = |within: Span| format(within.seconds(), Dimension::Span);
        one.within.map_or_else(|| name.clone(), |within| format!("{name} within {}", span(within)))
    });
    let needed = if blueprint.world().needs_all() { "accountable, all" } else { "accountable" };
    let mut rows = vec![
        ("concerning".to_owned(), first_few(concern)),
        (needed.to_owned(), first_few(accountable)),
    ];
    rows.extend(takeoff(blueprint).map(|text| ("takeoff".to_owned(), vec![text])));
    rows
}

/// What takeoff is, where it is about models; what of it hangs on unknowns is not
/// given in numbers.
fn takeoff(blueprint: &Blueprint) -> Option<String> {
    let magnitude = |number: f64| match blueprint.is_takeoff_fixed() {
        true => format(number, Dimension::Magnitude),
        false => "so many OOM".to_owned(),
    };
    let whose = |of: &Option<ActorId>| {
        of.map_or_else(|| "any model".to_owned(), |of| printable(blueprint.name_of(of)))
    };
    let research = |of: &Option<ActorId>| {
        of.map_or_else(|| "any research".to_owned(), |of| printable(blueprint.name_of(of)))
    };
    let scaffold = |of: &Option<ActorId>| {
        of.map_or_else(|| "any scaffold".to_owned(), |of| printable(blueprint.name_of(of)))
    };
    Some(match blueprint.world().takeoff() {
        Takeoff::After(_) => return None,
        Takeoff::Capability { of, above_start } => {
            format!("{} is {} above its start", whose(of), magnitude(*above_start))
        }
        Takeoff::Generations { of, count, within, step } if blueprint.is_takeoff_fixed() => {
            let within = format(within.seconds(), Dimension::Span);
            let step = magnitude(*step);
            let generations = counted(*count as usize, "generation");
            format!("{generations} of {} within {within}, each {step} above its parent", whose(of))
        }
        Takeoff::Generations { of, .. } => {
            format!("so many generations of {} within a span", whose(of))
        }
        Takeoff::Doublings { of, count, within } if blueprint.is_takeoff_fixed() => {
            let within = format(within.seconds(), Dimension::Span);
            let doublings = counted(*count as usize, "doubling");
            format!("{doublings} of the efficiency of {} within {within}", research(of))
        }
        Takeoff::Doublings { of, .. } => {
            format!("so many doublings of the efficiency of {} within a span", research(of))
        }
        Takeoff::Level { of, above_start } => {
            format!(
                "the efficiency of {} is {} above the start",
                research(of),
                magnitude(*above_start)
            )
        }
        Takeoff::Copies { of, count } if blueprint.is_takeoff_fixed() => {
            format!("{} of {} at once", counted(*count as usize, "copy"), scaffold(of))
        }
        Takeoff::Copies { of, .. } => format!("so many copies of {} at once", scaffold(of)),
    })
}

/// What is declared to whom.
fn declarations(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let all = blueprint.declarations();
    let row = |one: &crate::world::Declared| {
        let names = [one.owner(), one.observer()].map(|end| printable(blueprint.name_of(end)));
        let level = one.level().unwrap_or_else(|| "all that shows".to_owned());
        let purpose = one.purpose().map(|purpose| format!("for {}", printable(purpose)));
        let words = std::iter::once(level).chain(purpose).collect();
        (format!("{} → {}", names[0], names[1]), words)
    };
    first_rows(all.iter().map(row))
}

/// The first few of many rows, and how many more there are.
fn first_rows(
    mut all: impl ExactSizeIterator<Item = (String, Vec<String>)>,
) -> Vec<(String, Vec<String>)> {
    let mut rows: Vec<(String, Vec<String>)> = all.by_ref().take(SHOWN).collect();
    if all.len() > 0 {
        rows.push((format!("… and {} more", grouped(all.len() as i64)), Vec::new()));
    }
    rows
}

/// How gains are carried over, where it is not in full and for nothing.
fn improvements(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let all: Vec<&Improved> =
        blueprint.improvements().iter().filter(|one| !one.terms().is_empty()).collect();
    first_rows(all.into_iter().map(|one| {
        let names = [one.from(), one.to()].map(|end| printable(blueprint.name_of(end)));
        (format!("{} → {}", names[0], names[1]), one.terms())
    }))
}

fn claims(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    blueprint.claims().iter().map(|claim| (printable(&claim.text), Vec::new())).collect()
}

fn actors(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let mut by_role: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for actor in blueprint.actors() {
        by_role.entry(actor.role().name).or_default().push(actor.name());
    }
    let row = |(role, names): (&str, Vec<&str>)| {
        let many = if names.len() > 1 { format!(" ({})", names.len()) } else { String::new() };
        (format!("{role}{many}"), first_few(names.into_iter().map(printable)))
    };
    by_role.into_iter().map(row).collect()
}

fn links(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let network = blueprint.network();
    let mut by_kind: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut many: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in network.edge_references() {
        let kind = edge.weight().kind.name();
        let all = many.entry(kind).or_default();
        *all += 1;
        if *all <= SHOWN {
            let names = [edge.source(), edge.target()].map(|end| printable(&network[end]));
            by_kind.entry(kind).or_default().push(format!("{} → {}", names[0], names[1]));
        }
    }
    let row = |(kind, mut shown): (&str, Vec<String>)| {
        let all = many[kind];
        if all > shown.len() {
            shown.push(format!("… and {} more", grouped((all - shown.len()) as i64)));
        }
        let many = if all > 1 { format!(" ({})", grouped(all as i64)) } else { String::new() };
        (format!("{kind}{many}"), shown)
    };
    by_kind.into_iter().map(row).collect()
}

fn unknowns(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let row = |(place, unknown): (usize, &crate::world::Unknown)| {
        let mut words = vec![printable(unknown.text()), used(unknown.uses())];
        words.extend(blueprint.figures().marks_of(FigureAt::Unknown(place as u32)).map(mark));
        (printable(unknown.name()), words)
    };
    blueprint.unknowns().iter().enumerate().map(row).collect()
}

fn used(times: usize) -> String {
    match times {
        0 => "not used".to_owned(),
        1 => "used once".to_owned(),
        2 => "used twice".to_owned(),
        more => format!("used {more} times"),
    }
}

fn mark(mark: &Mark) -> String {
    let mut text = mark.kind.name().to_lowercase();
    if let Some(source) = &mark.source {
        let _ = write!(text, " by {}", printable(source));
    }
    if let Some(year) = mark.year {
        let _ = write!(text, " of {year}");
    }
    text
}

fn correlations(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let name = |place: usize| printable(blueprint.unknowns()[place].name());
    let pairs = blueprint.correlations().iter();
    pairs
        .map(|&(one, other, rank)| {
            (format!("{} and {}", name(one), name(other)), vec![rank.to_string()])
        })
        .collect()
}

fn levers(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let row = |lever: &crate::world::Lever| {
        let settings = lever.settings().iter().enumerate();
        let mut words: Vec<String> = settings
            .map(|(place, setting)| {
                let baseline = if place == lever.baseline() { " (baseline)" } else { "" };
                format!("{}{baseline}", printable(setting))
            })
            .collect();
        words.push(used(lever.uses()));
        (printable(lever.name()), words)
    };
    blueprint.levers().iter().map(row).collect()
}

fn sources(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let row = |source: &crate::world::FigureSource| {
        let mut words = vec![printable(&source.text)];
        words.extend(source.year.map(|year| year.to_string()));
        words.extend(source.url.as_deref().map(printable));
        words.push(match blueprint.figures().citing(&source.name) {
            0 => "cited by no figure".to_owned(),
            many => format!("cited by {}", counted(many, "figure")),
        });
        (printable(&source.name), words)
    };
    blueprint.sources().iter().map(row).collect()
}

fn figures(blueprint: &Blueprint) -> Vec<(String, Vec<String>)> {
    let figures = blueprint.figures();
    let paths = |all: Vec<FigureAt>| {
        first_few(all.into_iter().map(|figure| printable(&blueprint.path_of(figure))))
    };
    let mut rows = Vec::new();
    for kind in MarkKind::ALL {
        let all: Vec<FigureAt> = figures.marked(kind).collect();
        if !all.is_empty() {
            let many = grouped(all.len() as i64);
            rows.push((format!("{} ({many})", kind.name().to_lowercase()), paths(all)));
        }
    }
    let bare: Vec<FigureAt> = figures.unsourced().collect();
    if !bare.is_empty() {
        let many = grouped(bare.len() as i64);
        rows.push((format!("without a source ({many})"), paths(bare)));
    }
    if figures.defaults() > 0 {
        let many = counted(figures.defaults() as usize, "parameter");
        rows.push(("left to their roles".to_owned(), vec![many]));
    }
    rows
}
