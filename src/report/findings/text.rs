//! For people: what is stronger, how much later notice comes, and the smallest world.

use std::fmt::Write as _;
use std::path::Path;

use crate::experiment::{program, quoted_path};
use crate::laws::findings::{ERROR, Findings, Found, Later};
use crate::laws::kept::{bare, commented, line_of_comment};
use crate::report::columns::wrapped;
use crate::report::number::{grouped, percent, span};
use crate::world::printable;

use super::{Shown, interval};

/// The whole text, with a line feed at its end.
#[must_use]
pub fn text(shown: &Shown<'_>) -> String {
    let mut text = String::new();
    let findings = shown.findings;
    match findings.found.first() {
        Some(found) => first(&mut text, shown, found),
        None => in_vain(&mut text, shown),
    }
    if findings.found.len() > 1 {
        text.push_str("Found too, in larger worlds:\n");
        for found in &findings.found[1..] {
            let (effect, range) = effect(&found.later);
            let told = found.stronger.told();
            let _ = writeln!(text, "  {told}: {effect} later ({range})");
        }
        text.push('\n');
    }
    if findings.interrupted {
        text.push_str("Interrupted: this is what was known by then.\n\n");
    }
    wrapped(&mut text, &tried(findings));
    text
}

/// How much later notice comes, and the interval of that.
fn effect(later: &Later) -> (String, String) {
    let one = |seconds: f64| {
        let sign = if seconds < 0.0 { "−" } else { "" };
        format!("{sign}{}", span(seconds.abs()))
    };
    let (low, high) = interval(later);
    (one(later.mean), format!("{} to {}", one(low), one(high)))
}

fn first(text: &mut String, shown: &Shown<'_>, found: &Found) {
    wrapped(text, &answer(found));
    text.push('\n');
    wrapped(text, &compared(found));
    let _ = writeln!(text, "\nThe smallest world that was found:\n\n{}", bare(&found.text));
    if let Some(Some((one, other))) = shown.files.first() {
        let (one, other) = (printable(one), printable(other));
        let _ = writeln!(text, "It is kept in {one}, and with that in {other}.\n");
    }
}

/// What is later, and by how much.
fn answer(found: &Found) -> String {
    let (effect, range) = effect(&found.later);
    format!(
        "Stronger oversight lets notice come later: with {}, by {effect} in the mean ({range}).",
        found.stronger.told()
    )
}

/// What was compared, and on which chances.
fn compared(found: &Found) -> String {
    let (later, sooner) = found.later.later_and_sooner;
    format!(
        "On {} replications of chances {} (seed {}), notice comes later in {} of them and sooner \
         in {}. What is not noticed counts as noticed at the horizon.",
        grouped(found.later.n as i64),
        chances(found),
        found.later.seed,
        grouped(later as i64),
        grouped(sooner as i64)
    )
}

/// The comments above both worlds of a finding, in files of these paths: what was compared,
/// what came of it, and the lines that run either on the same chances.
#[must_use]
pub fn heads(found: &Found, paths: [&Path; 2]) -> [String; 2] {
    let [path, stronger_path] = paths.map(|path| path.to_string_lossy());
    let name = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        printable(&name)
    };
    let [here, there] = paths.map(name);
    let one = format!("{} The same world with that is in {there}.", answer(found));
    let (effect, range) = effect(&found.later);
    let other = format!(
        "This is the world in {here} with {}. Notice comes later in it, by {effect} in the mean \
         ({range}).",
        found.stronger.told()
    );
    let run = |path: &str| {
        let Later { n, seed, .. } = &found.later;
        format!("{} run {} -n {n} --seed {seed}", program(), quoted_path(path))
    };
    [one, other].map(|words| {
        let mut text = String::new();
        commented(&mut text, &words);
        commented(&mut text, &compared(found));
        let test = format!(
            "Before that it was confirmed by a test that may err with {} (seed {}).",
            percent(found.test.error),
            found.test.seed
        );
        if !found.is_of_test {
            commented(&mut text, &test);
        }
        line_of_comment(&mut text, &format!("Run it: {}", run(&path)));
        line_of_comment(&mut text, &format!("Run it with that: {}", run(&stronger_path)));
        text
    })
}

/// On which chances the effect was seen.
fn chances(found: &Found) -> &'static str {
    if found.is_of_test {
        "on which it was confirmed, before there were any on which nothing was decided"
    } else {
        "on which nothing was decided"
    }
}

fn in_vain(text: &mut String, shown: &Shown<'_>) {
    let world = printable(shown.world);
    wrapped(
        text,
        &format!(
            "In no world near {world} was it found that stronger oversight lets notice come later."
        ),
    );
    text.push('\n');
    if let Some((stronger, later)) = &shown.findings.nearest {
        let (effect, range) = effect(later);
        let words = format!(
            "Of all looks, that at {} came nearest: it lets notice come {effect} later ({range}), \
             which was selected, and {}.",
            stronger.told(),
            shown.findings.nearest_is.told()
        );
        wrapped(text, &words);
        text.push('\n');
    }
}

/// What was tried, and at which error.
fn tried(findings: &Findings) -> String {
    let count = |many: u64, thing: &str| {
        let s = if many == 1 { "" } else { "s" };
        format!("{} {thing}{s}", grouped(many as i64))
    };
    format!(
        "{} looked at with {} to make oversight stronger; {} on fresh chances, of which the k-th \
         may err with 6/(π²k²) of {error}: so later notice is told where it does not come later \
         with a probability of at most {error}.",
        count(findings.worlds, "world"),
        count(findings.looks, "way"),
        count(findings.tests, "test"),
        error = percent(ERROR)
    )
}
