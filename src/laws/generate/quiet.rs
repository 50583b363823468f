//! What quiet worlds are made of: those in which nothing that is observed changes what can
//! be observed, and no evidence what becomes of other evidence.
//!
//! It makes them; which worlds are quiet is for the class of that name to say.

use crate::oversight::Link;

/// The roles of quiet worlds: each with its rank, above whom it takes nothing from.
const ROLES: [(&str, u32); 18] = [
    ("Cluster", 0),
    ("TrainingProgram", 0),
    ("FineTuning", 0),
    ("Distillation", 0),
    ("SyntheticData", 0),
    ("Research", 0),
    ("WeightEditing", 0),
    ("Scaffold", 0),
    ("Model", 0),
    ("Workload", 0),
    ("Sensor", 1),
    ("HazardSensor", 1),
    ("Evaluator", 1),
    ("Inspector", 1),
    ("CloudProvider", 1),
    ("Reviewer", 2),
    ("ModelReviewer", 2),
    ("Authority", 3),
];

/// What roles are given there whatever else they could be, or not given.
const FORCED: [(&str, &str, Option<&str>); 22] = [
    ("Reviewer", "servers", Some("10000")),
    ("Reviewer", "hours", None),
    ("Reviewer", "patience", None),
    ("Reviewer", "room", None),
    ("Reviewer", "merges", Some("false")),
    ("Reviewer", "least_attention", None),
    ("Reviewer", "skill", Some("5000")),
    ("Reviewer", "skill_scale", None),
    ("Reviewer", "false_accusation", Some("\"100 %\"")),
    ("ModelReviewer", "copies", Some("10000")),
    ("ModelReviewer", "patience", None),
    ("ModelReviewer", "room", None),
    ("ModelReviewer", "merges", Some("false")),
    ("ModelReviewer", "elo", Some("5000")),
    ("ModelReviewer", "colludes", None),
    ("ModelReviewer", "false_accusation", Some("\"100 %\"")),
    ("Authority", "opinions", None),
    ("Authority", "expires", None),
    ("Authority", "silence", None),
    ("Authority", "corroborated_within", None),
    ("Inspector", "announced", None),
    ("Evaluator", "shares_blindness", None),
];

/// The role and the parameter that say what all evidence is worth.
pub(super) const RATIO: (&str, &str) = ("Authority", "likelihood_ratio");

/// Ratios that authorities of quiet worlds give all evidence: none speaks for innocence.
pub(super) const RATIOS: [&str; 5] = ["10", "1", "3", "100", "1000"];

/// Whether quiet worlds have a role.
pub(super) fn has(role: &str) -> bool {
    ROLES.iter().any(|(name, _)| *name == role)
}

/// What a parameter is given in quiet worlds, or that it is not given; nothing, if it may be
/// as in any.
pub(super) fn forced(role: &str, row: &str) -> Option<Option<&'static str>> {
    let found = FORCED.iter().find(|(owner, name, _)| *owner == role && *name == row);
    found.map(|(.., text)| *text)
}

/// Whether quiet worlds have such a link between two, by their roles and places: nothing
/// goes back, and nothing in a circle.
pub(super) fn joins(kind: Link, from: (&str, usize), to: (&str, usize)) -> bool {
    let rank = |role: &str| ROLES.iter().find(|(name, _)| *name == role).map(|(_, rank)| *rank);
    match kind {
        Link::Orders | Link::Tells => false,
        Link::Alerts | Link::Reports => (rank(from.0), from.1) < (rank(to.0), to.1),
        Link::Hosts
        | Link::Watches
        | Link::Declares
        | Link::Knows
        | Link::Reads
        | Link::Owns
        | Link::Deploys
        | Link::Powers
        | Link::Studies
        | Link::Writes
        | Link::Directs
        | Link::Improves
        | Link::Feeds
        | Link::Own(_) => true,
    }
}
