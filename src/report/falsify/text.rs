//! For people: the sentence that answers, what differs, and what was tried.

use std::fmt::Write as _;

use crate::laws::falsify::{Falsified, Found};
use crate::laws::kept::commented;
use crate::report::columns::{align, row, wrapped};
use crate::report::number::grouped;
use crate::world::printable;

use super::Shown;
use super::sentence::{
    chances, covered, differences, excludes, is_beyond_tests, links, paid, told, tried,
};

/// The whole text, with a line feed at its end.
#[must_use]
pub fn text(shown: &Shown<'_>) -> String {
    let mut text = String::new();
    let falsified = shown.falsified;
    wrapped(&mut text, &answer(shown));
    text.push('\n');
    match &falsified.found {
        Some(found) => found_text(&mut text, shown, found),
        None => in_vain(&mut text, falsified),
    }
    if falsified.interrupted {
        text.push_str("Interrupted: this is what was known by then.\n\n");
    }
    if falsified.asked.all() > 0 {
        wrapped(&mut text, &tried(falsified));
    }
    if falsified.tests > 0 {
        wrapped(&mut text, &paid(falsified));
    }
    text
}

/// The answer in one sentence.
fn answer(shown: &Shown<'_>) -> String {
    let claim = format!("`{}`", printable(&shown.falsified.claim.text));
    let world = printable(shown.world);
    match &shown.falsified.found {
        Some(found) => match found.told.len() {
            0 => format!("{claim} fails in {world} as it is."),
            1 => format!("{claim} fails in a world that differs from {world} in one place."),
            many => {
                format!("{claim} fails in a world that differs from {world} in {many} places.")
            }
        },
        None => format!("No world near {world} was found in which {claim} fails."),
    }
}

fn found_text(text: &mut String, shown: &Shown<'_>, found: &Found) {
    for told in &found.told {
        let _ = writeln!(text, "  {}", printable(told));
    }
    if !found.told.is_empty() {
        text.push('\n');
    }
    let mut rows = vec![row(["claim", "as it is", "range", "there", "range"])];
    let before = told(shown.falsified, shown.falsified.as_it_is.as_ref());
    for ((claim, is, is_range), (_, there, range)) in
        before.into_iter().zip(told(shown.falsified, Some(&found.answer)))
    {
        rows.push(row([&claim, &is, &is_range, &there, &range]));
    }
    align(text, &rows);
    wrapped(text, &chances(shown.falsified, found));
    match shown.file {
        Some(file) => {
            let _ = writeln!(text, "\nIt is written to {}.", printable(file));
        }
        None if found.told.is_empty() => {}
        None => {
            text.push('\n');
            text.push_str(&found.text);
        }
    }
    let how = match shown.file {
        None if !found.told.is_empty() => "Save it as found.ron and run",
        Some(_) | None => "Run it",
    };
    let _ = writeln!(text, "\n{how}: {}\n", on_one_line(shown.run));
}

fn in_vain(text: &mut String, falsified: &Falsified) {
    let mut rows = vec![row(["claim", "as it is", "range", "nearest", "range"])];
    let before = told(falsified, falsified.as_it_is.as_ref());
    let nearest = told(falsified, falsified.nearest.as_ref().map(|(_, answer)| answer));
    for ((claim, is, is_range), (_, there, range)) in before.into_iter().zip(nearest) {
        rows.push(row([&claim, &is, &is_range, &there, &range]));
    }
    align(text, &rows);
    if let Some((neighbor, _)) = &falsified.nearest {
        let words = format!(
            "Of all looks, of {} replications each, that at these changes came nearest to \
             failing, which was selected: its figures may be nearer to that than the world is.",
            grouped(falsified.look_replications as i64)
        );
        wrapped(text, &words);
        for told in differences(falsified, neighbor) {
            let _ = writeln!(text, "  {}", printable(&told));
        }
        text.push('\n');
    }
    let mut rows = vec![row(["what could be moved", "range"])];
    rows.extend(covered(falsified).iter().map(|(path, ends)| row([path, ends])));
    if rows.len() > 1 {
        align(text, &rows);
    }
    let (drops, adds) = links(falsified);
    if drops + adds > 0 {
        let words = format!(
            "Each of {} links could go, and each of {} could come.",
            grouped(drops as i64),
            grouped(adds as i64)
        );
        wrapped(text, &words);
    }
    if is_beyond_tests(falsified) {
        let words = "A test has too few replications to say that the claim fails, whatever they \
                     show: -n gives it more.";
        wrapped(text, words);
    }
    if let Some(words) = excludes(falsified) {
        wrapped(text, &words);
    }
    text.push('\n');
}

/// The comments above the text of what was found, with a line feed at their end.
#[must_use]
pub fn head(shown: &Shown<'_>, found: &Found) -> String {
    let mut text = String::new();
    commented(&mut text, &answer(shown));
    for told in &found.told {
        commented(&mut text, &format!("  {}", printable(told)));
    }
    for (claim, estimate, range) in told(shown.falsified, Some(&found.answer)) {
        commented(&mut text, &format!("{claim}: here {estimate} ({range})."));
    }
    if found.is_of_test() {
        commented(&mut text, &chances(shown.falsified, found));
    }
    commented(&mut text, &paid(shown.falsified));
    let _ = writeln!(text, "// Run it: {}", on_one_line(shown.run));
    text
}

/// A line with its control characters escaped: a path may have an end of line in it, behind
/// which the comment would end.
fn on_one_line(line: &str) -> String {
    let mut shown = String::new();
    for letter in line.chars() {
        if letter.is_control() {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}
