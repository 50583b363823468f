//! The worst case beside what a world comes to as it stands, for people.
//!
//! It repeats none of the run's own tables.

use std::fmt::Write as _;

use crate::behaviors::Objective;
use crate::experiment::Table;
use crate::experiment::estimate::Estimate;
use crate::experiment::worst_case::{Played, Try, WorstCase};
use crate::world::{printable, setting_of};

use super::columns::{align, row, wrapped};
use super::number::{grouped, share, share_interval};

/// The estimates that are held against each other, of one table.
#[must_use]
pub fn compared(table: &Table) -> Vec<(&'static str, Estimate)> {
    let of = |name: &str| {
        let mut estimates = table.estimates().into_iter();
        let named = estimates.find(|named| named.name == name);
        named.unwrap_or_else(|| panic!("a table has no estimate `{name}`")).estimate
    };
    vec![
        ("noticed before takeoff", of("noticed before takeoff")),
        ("takeoff not noticed before", table.unnoticed_takeoff()),
        ("takeoff", of("takeoff")),
        ("noticed", of("noticed")),
        ("false accusation", of("false accusation")),
        ("innocent twin accused", table.twins().false_accusations()),
    ]
}

/// What an objective is, in words.
#[must_use]
pub fn wanted(objective: Objective) -> &'static str {
    match objective {
        Objective::UnnoticedTakeoff => "takeoff not noticed before",
        Objective::Takeoff => "takeoff",
    }
}

/// The whole section, with an empty line before it.
#[must_use]
pub fn text(table: &Table, worst: &WorstCase) -> String {
    let mut text = String::from("\n");
    let one_by_one = if worst.together {
        ""
    } else {
        " Hiders chose one after another, by name, each knowing what those before it chose."
    };
    let whom = if worst.played.len() == 1 { "it" } else { "them" };
    let tries = match worst.tries.len() {
        1 => "1 try".to_owned(),
        tries => format!("{} tries", grouped(tries as i64)),
    };
    let intro = format!(
        "Worst case: {}, the best for {whom} of {tries}, each of {} replications on chances apart \
         (seed {}).{one_by_one}",
        all_of(&worst.played),
        grouped(worst.replications as i64),
        worst.seed,
    );
    wrapped(&mut text, &intro);
    text.push('\n');
    let mut rows = vec![row(["tried", "wanted", "reached", "range"])];
    for one in &worst.tries {
        let Try { played, objective, reached } = one;
        let (reached, range) = (share(reached), share_interval(reached));
        rows.push(row([&all_of(played), wanted(*objective), &reached, &range]));
    }
    align(&mut text, &rows);
    let as_it_is = if worst.is_open { "average of plans" } else { "as the world says" };
    let mut rows = vec![row(["estimate", as_it_is, "range", "worst case", "range"])];
    for ((name, now), (_, then)) in compared(table).iter().zip(compared(&worst.table)) {
        let (now, range) = (share(now), share_interval(now));
        rows.push(row([name, &now, &range, &share(&then), &share_interval(&then)]));
    }
    align(&mut text, &rows);
    text.push_str("To see all of the worst case, run the world with\n");
    for Played { actor, plan } in &worst.played {
        let set = setting_of(actor, plan).replace('\'', "'\\''");
        let _ = writeln!(text, "  --set '{}'", printable(&set));
    }
    text
}

/// Who plays what, in words.
fn all_of(played: &[Played]) -> String {
    let one = |one: &Played| format!("{} plays {}", printable(&one.actor), printable(&one.plan));
    played.iter().map(one).collect::<Vec<_>>().join(", ")
}
