//! For people: a table of laws, what the worlds have, and what broke.

use std::fmt::Write as _;

use super::Tried;
use crate::laws::examine::Examined;
use crate::laws::kept::{laid_out, with_story};
use crate::laws::violation::{Origin, Violation};
use crate::laws::{Law, Reach};
use crate::report::columns::{align, row, wrapped};
use crate::report::number::grouped;
use crate::world::printable;

/// The whole text, with a line feed at its end.
#[must_use]
pub fn text(tried: &Tried<'_>) -> String {
    let mut text = String::new();
    let examined = tried.examined;
    wrapped(&mut text, &answer(tried));
    text.push('\n');
    let mut rows = vec![row(["law", "held", "silent", "broken"])];
    for tally in &examined.tallies {
        let [held, silent, broken] =
            [tally.held, tally.silent, tally.broken].map(|count| grouped(count as i64));
        rows.push(row([tally.law, &held, &silent, &broken]));
    }
    align(&mut text, &rows);
    if !examined.labels.is_empty() {
        let mut rows = vec![row(["what there is in worlds", "worlds"])];
        for (label, count) in &examined.labels {
            rows.push(row([label, &grouped(*count as i64)]));
        }
        align(&mut text, &rows);
    }
    for (place, violation) in examined.violations.iter().enumerate() {
        let (repeat, file) = (&tried.repeats[place], tried.files[place].as_deref());
        broken(&mut text, violation, repeat, file);
    }
    match tried.rest {
        Some(rest) => {
            text.push_str("Interrupted: this is what was known by then. Go on with\n\n");
            let _ = writeln!(text, "    {rest}\n");
        }
        None if examined.interrupted => {
            text.push_str("Interrupted while the worlds above were made small: all was tried.\n\n");
        }
        None => {}
    }
    wrapped(&mut text, &ending(tried));
    text
}

/// What was found, in a sentence.
fn answer(tried: &Tried<'_>) -> String {
    let Examined { tallies, worlds, kept, refused, .. } = tried.examined;
    let of = match tried.world {
        Some(path) => near(&printable(path), tried.from, *worlds),
        None => counted(*worlds, "generated world"),
    };
    let kept = match kept {
        0 => String::new(),
        1 => " and a kept one".to_owned(),
        many => format!(" and {} kept ones", grouped(*many as i64)),
    };
    let refused = match refused {
        0 => String::new(),
        many => format!(", of which the door refused {}", grouped(*many as i64)),
    };
    let broken: Vec<String> = tallies
        .iter()
        .filter(|tally| tally.broken > 0)
        .map(|tally| format!("`{}`", tally.law))
        .collect();
    let found = match broken.as_slice() {
        [] => "no law broke".to_owned(),
        [one] => format!("the law {one} broke"),
        [all @ .., last] => format!("the laws {} and {last} broke", all.join(", ")),
    };
    let laws = match tallies.len() {
        1 => "one law was".to_owned(),
        many => format!("{} laws were", grouped(many as i64)),
    };
    format!("{}: {laws} tried on {of}{kept}{refused}.", capital(&found))
}

/// Of how many edits of a world, and of itself, something is told. It has the index 0.
fn near(path: &str, from: u64, worlds: u64) -> String {
    let is_there = from == 0 && worlds > 0;
    match (is_there, worlds - u64::from(is_there)) {
        (true, 0) => format!("`{path}` as it is"),
        (true, edits) => format!("`{path}` and {} of it", counted(edits, "edit")),
        (false, edits) => format!("{} of `{path}`", counted(edits, "edit")),
    }
}

fn counted(count: u64, what: &str) -> String {
    match count {
        0 => format!("no {what}"),
        1 => format!("one {what}"),
        many => format!("{} {what}s", grouped(many as i64)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A violation with the smallest world that was found.
fn broken(text: &mut String, violation: &Violation, repeat: &str, file: Option<&str>) {
    match &violation.origin {
        Origin::Kept(path) => {
            let path = printable(&path.to_string_lossy());
            let _ = writeln!(text, "`{}` breaks in the kept world {path}:", violation.law);
            let _ = writeln!(text, "{}", violation.what.trim_end());
            let _ = writeln!(text, "Repeat: {repeat}\n");
        }
        Origin::Case(index) => {
            let first = grouped(*index as i64);
            let what = if violation.is_shrunk { "of which this is left" } else { "as it was made" };
            let _ = writeln!(
                text,
                "`{}` broke first in the world with the index {first}, {what}:\n",
                violation.law
            );
            text.push_str(&with_story(violation, &laid_out(&violation.text), repeat));
            match file {
                Some(file) => {
                    let _ = writeln!(text, "\nIt is kept in {}.\n", printable(file));
                }
                None => {
                    let _ = writeln!(text, "\nSaved as broken.ron, it is what the line repeats.\n");
                }
            }
        }
    }
}

/// What the columns mean, and on which chances worlds were tried.
fn ending(tried: &Tried<'_>) -> String {
    let seeds = format!(
        "The first world was tried on the chances of seed {}, each later one on those of the next \
         seed.",
        tried.seed.wrapping_add(tried.from)
    );
    format!(
        "A law is silent about a world of another class, and where nothing happened that it speaks \
         of. {seeds}"
    )
}

/// All laws with what they say, with a line feed at the end.
#[must_use]
pub fn list(laws: &[Law]) -> String {
    let mut text = String::new();
    for law in laws {
        let reach = match law.reach {
            Reach::Pathwise => "in each replication",
            Reach::InLaw => "in law",
        };
        let _ = writeln!(text, "{} ({reach})", law.name);
        for (what, words) in [("", law.statement), ("Class: ", law.class), ("Why: ", law.why)] {
            let mut lines = String::new();
            wrapped(&mut lines, &format!("{what}{words}"));
            for line in lines.lines() {
                let _ = writeln!(text, "  {line}");
            }
        }
        text.push('\n');
    }
    text
}
