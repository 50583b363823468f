//! Blind spots for people: the answer first, then a table, then who and how.

use std::fmt::Write as _;

use crate::primitives::id::ActorId;
use crate::report::graph::{kind_name, wrapped};
use crate::report::number::{grouped, percent, span};
use crate::world::blind_spots::{
    BlindSpots, NoticePath, Paths, ProgramSpots, Reach, Silencing, WeakSpots,
};
use crate::world::{Blueprint, printable};

/// How many programs, pairs and names are shown of each list.
const SHOWN: usize = 12;

/// The whole text, with a line feed at its end.
#[must_use]
pub fn text(blueprint: &Blueprint, spots: &BlindSpots) -> String {
    let page = Page { blueprint, spots };
    let title = blueprint.title().unwrap_or(blueprint.path());
    let mut text = format!("{}\n\n", printable(title));
    page.answers(&mut text);
    let pairs = spots
        .programs
        .iter()
        .flat_map(|program| program.reaches.iter().map(|reach| (program.program, reach)));
    let pairs: Vec<(ActorId, &Reach)> = pairs.filter(|(_, reach)| reach.is_reached()).collect();
    page.table(&mut text, &pairs);
    for (program, reach) in pairs.iter().take(SHOWN) {
        page.pair(&mut text, *program, reach);
    }
    page.paths(&mut text, &pairs);
    page.uncovered(&mut text);
    if !pairs.is_empty() {
        page.terms(&mut text);
    }
    text
}

struct Page<'p> {
    blueprint: &'p Blueprint,
    spots: &'p BlindSpots,
}

impl Page<'_> {
    fn name(&self, actor: ActorId) -> String {
        printable(self.blueprint.name_of(actor))
    }

    /// Names with commas; of many the first few.
    fn names(&self, actors: &[ActorId]) -> Vec<String> {
        let shown = actors.iter().take(SHOWN).map(|actor| self.name(*actor));
        let mut names: Vec<String> = shown.collect();
        if actors.len() > SHOWN {
            names.push(format!("… and {} more", grouped((actors.len() - SHOWN) as i64)));
        }
        names
    }

    /// A sentence for each program.
    fn answers(&self, text: &mut String) {
        if self.spots.programs.is_empty() {
            text.push_str("Nobody does work of which any could be concerning.\n");
        }
        for program in self.spots.programs.iter().take(SHOWN) {
            let answer = self.answer(program);
            let words: Vec<String> = answer.split(' ').map(str::to_owned).collect();
            wrapped(text, "", &words, " ");
        }
        let rest = self.spots.programs.len().saturating_sub(SHOWN);
        if rest > 0 {
            let _ = writeln!(text, "… and {} more programs", grouped(rest as i64));
        }
    }

    fn answer(&self, program: &ProgramSpots) -> String {
        let name = self.name(program.program);
        let (weak, authority) = program.weakest(self.spots.needs_all);
        let reached: Vec<ActorId> = match authority {
            Some(authority) => vec![authority],
            None => {
                let reached = program.reaches.iter().filter(|reach| reach.is_reached());
                reached.map(|reach| reach.authority).collect()
            }
        };
        let whom = joined(&self.names(&reached), "and");
        let any = joined(&self.names(&reached), "or");
        match &weak.silencing {
            Silencing::NoPath => match authority {
                Some(_) => format!(
                    "No path leads from {name} to {whom}, and all accountable authorities must \
                     be convinced."
                ),
                None => format!("No path leads from {name} to any accountable authority."),
            },
            Silencing::Suffices(silenced) => format!(
                "Silencing {} of {} actors — {} — leaves {name} unseen by {whom}{}.",
                grouped(silenced.len() as i64),
                grouped(self.blueprint.actors().len() as i64),
                self.names(silenced).join(", "),
                if authority.is_some() { ", and all must be convinced" } else { "" },
            ),
            Silencing::Impossible => {
                format!("Silencing others does not keep {name} from {any}: nobody stands between.")
            }
            Silencing::NotExamined => {
                format!("Paths lead from {name} to {any}; whom to silence was not examined.")
            }
        }
    }

    fn table(&self, text: &mut String, pairs: &[(ActorId, &Reach)]) {
        if pairs.is_empty() {
            return;
        }
        let head = [
            "program",
            "authority",
            "paths",
            "by suspect",
            "single points",
            "to silence",
            "fastest",
            "least loss",
        ];
        let mut rows: Vec<[String; 8]> = vec![head.map(str::to_owned)];
        rows.extend(pairs.iter().take(SHOWN).map(|(program, reach)| self.row(*program, reach)));
        let mut widths = [0; 8];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        text.push('\n');
        for row in &rows {
            let cells = row.iter().zip(widths).enumerate().map(|(place, (cell, width))| {
                if place < 2 { format!("{cell:width$}") } else { format!("{cell:>width$}") }
            });
            let line = cells.collect::<Vec<String>>().join("  ");
            text.push_str(line.trim_end());
            text.push('\n');
        }
        if pairs.len() > SHOWN {
            let _ = writeln!(text, "… and {} more", grouped((pairs.len() - SHOWN) as i64));
        }
    }

    fn row(&self, program: ActorId, reach: &Reach) -> [String; 8] {
        let weak = &reach.weak;
        let many = |all: &[ActorId]| grouped(all.len() as i64);
        let silenced = match &weak.silencing {
            Silencing::Suffices(whom) => many(whom),
            Silencing::Impossible => "none can".to_owned(),
            Silencing::NoPath | Silencing::NotExamined => "–".to_owned(),
        };
        let examined = weak.silencing != Silencing::NotExamined;
        let fastest = reach.fastest.as_ref().map_or_else(|| "–".to_owned(), delay);
        let likeliest = reach.likeliest.as_ref().map_or_else(|| "–".to_owned(), loss);
        [
            self.name(program),
            self.name(reach.authority),
            counted(&reach.paths, reach.paths.count),
            if examined {
                counted(&reach.paths, reach.paths.through_suspect)
            } else {
                "–".to_owned()
            },
            if examined { many(&weak.single_points) } else { "–".to_owned() },
            silenced,
            fastest,
            likeliest,
        ]
    }

    /// Who stands on every path of a pair, and its best paths.
    fn pair(&self, text: &mut String, program: ActorId, reach: &Reach) {
        let _ = writeln!(text, "\n{} → {}", self.name(program), self.name(reach.authority));
        self.weak(text, &reach.weak);
        if let Some(fastest) = &reach.fastest {
            wrapped(text, "  fastest        ", &self.steps(fastest), " ");
        }
        if let Some(likeliest) =
            reach.likeliest.as_ref().filter(|_| reach.likeliest != reach.fastest)
        {
            wrapped(text, "  likeliest      ", &self.steps(likeliest), " ");
        }
    }

    fn weak(&self, text: &mut String, weak: &WeakSpots) {
        let mut line = |head: &str, actors: &[ActorId]| {
            if !actors.is_empty() {
                wrapped(text, &format!("  {head:13}  "), &self.names(actors), ", ");
            }
        };
        line("shows only at", &weak.shows_only_at);
        line("single points", &weak.single_points);
        match &weak.silencing {
            Silencing::Suffices(whom) => line("to silence", whom),
            Silencing::NoPath | Silencing::Impossible | Silencing::NotExamined => {}
        }
    }

    /// The steps of a path, each with its arrow.
    fn steps(&self, path: &NoticePath) -> Vec<String> {
        let mut words: Vec<String> =
            path.actors.iter().take(1).map(|actor| self.name(*actor)).collect();
        for (link, actor) in path.links.iter().zip(&path.actors[1..]) {
            let kind = kind_name(link.kind);
            let named = if link.name.is_empty() {
                kind
            } else {
                format!("{kind} “{}”", printable(&link.name))
            };
            let arrow =
                if link.is_along { format!("─{named}→") } else { format!("←{named}─") };
            words.push(format!("{arrow} {}", self.name(*actor)));
        }
        words
    }

    /// The shortest paths of all pairs.
    fn paths(&self, text: &mut String, pairs: &[(ActorId, &Reach)]) {
        let mut listed: Vec<&NoticePath> =
            pairs.iter().flat_map(|(_, reach)| &reach.paths.listed).collect();
        if listed.is_empty() {
            return;
        }
        listed.sort_by_key(|path| path.links.len());
        text.push_str("\nPaths of notice, the shortest first:\n\n");
        for path in listed.iter().take(SHOWN) {
            let mut words = self.steps(path);
            let suspicion = path.suspicion;
            let reasons = [
                (suspicion.is_own_word, "its own word"),
                (suspicion.is_own_actor, "over its own"),
                (suspicion.is_heard, "heard by it"),
            ];
            let reasons = reasons.into_iter().filter(|(holds, _)| *holds);
            let reasons: Vec<&str> = reasons.map(|(_, reason)| reason).collect();
            if !reasons.is_empty() {
                words.push(format!("({})", reasons.join(", ")));
            }
            wrapped(text, "  ", &words, " ");
        }
        let all = pairs.iter().map(|(_, reach)| reach.paths.count);
        let all = all.fold(0_u64, u64::saturating_add);
        let rest = all.saturating_sub(SHOWN as u64);
        let is_more = pairs.iter().any(|(_, reach)| reach.paths.at_least);
        if rest > 0 || is_more {
            let least = if is_more { "at least " } else { "" };
            let _ = writeln!(text, "  … and {least}{} more", large(rest));
        }
    }

    /// What no path covers.
    fn uncovered(&self, text: &mut String) {
        let unseen = self.spots.programs.iter().filter(|program| program.is_unseen());
        let unseen: Vec<ActorId> = unseen.map(|program| program.program).collect();
        let channels: Vec<String> = (self.spots.unheard.iter())
            .map(|one| format!("{} of {}", printable(&one.channel), self.name(one.actor)))
            .collect();
        let mut rows = Vec::new();
        if !unseen.is_empty() {
            rows.push(("programs that nobody accountable can notice", self.names(&unseen)));
        }
        if !channels.is_empty() {
            let mut shown: Vec<String> = channels.iter().take(SHOWN).cloned().collect();
            if channels.len() > SHOWN {
                shown.push(format!("… and {} more", grouped((channels.len() - SHOWN) as i64)));
            }
            rows.push(("channels on which nobody listens who is heard", shown));
        }
        if !self.spots.unreached.is_empty() {
            rows.push(("authorities to whom no path leads", self.names(&self.spots.unreached)));
        }
        if rows.is_empty() {
            text.push_str("\nBlind spots: none by the graph alone.\n");
            return;
        }
        text.push_str("\nBlind spots:\n");
        for (head, words) in rows {
            wrapped(text, &format!("  {head}: "), &words, ", ");
        }
    }

    /// What delays and losses are made of.
    fn terms(&self, text: &mut String) {
        text.push_str(
            "\nDelays are the sums of the medians of links; what actors take for themselves is \
             not in them.\n",
        );
        if self.spots.is_typical {
            text.push_str("Unknowns are at their medians and levers at their baselines.\n");
        }
    }
}

fn joined(names: &[String], word: &str) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} {word} {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// A count of paths, of which there may be more.
fn counted(paths: &Paths, count: u64) -> String {
    if paths.at_least { format!("at least {}", large(count)) } else { large(count) }
}

fn large(count: u64) -> String {
    i64::try_from(count).map_or_else(|_| format!("{:.2e}", count as f64), grouped)
}

fn delay(path: &NoticePath) -> String {
    span(path.delay.seconds())
}

fn loss(path: &NoticePath) -> String {
    match 1.0 - path.chance {
        loss if loss <= 0.0 => "none".to_owned(),
        loss if loss >= 1.0 => "all".to_owned(),
        loss => percent(loss),
    }
}
