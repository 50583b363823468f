//! Every parameter of every built-in role matters: some world's outcome or
//! measure moves as its documentation says.
//!
//! A case is a world and two values of one parameter, run on the same chances.
//! It lacks closed forms, which the roles' own tests have.

mod alignment_agent;
mod authority;
mod cluster;
mod desks;
mod editing;
mod models;
mod people;
mod programs;
mod research;
mod sensors;
mod strategies;
mod training;

use foomwatch::behaviors::Roles;
use foomwatch::experiment::estimate::Estimate;
use foomwatch::primitives::parameter::Kind;

use crate::stage::{table, world};

/// One parameter of one role, and what shows that it matters.
pub struct Case {
    /// The role's name.
    pub role: &'static str,
    /// The parameter's name; an entry's own as `reservations.granted`.
    pub parameter: &'static str,
    /// The text of a world that has no `claims`.
    pub world: &'static str,
    /// What is set, as `actors.desk.servers`.
    pub path: &'static str,
    /// The two values, as they would stand in a file.
    pub values: [&'static str; 2],
    /// A claim whose quantity is what moves, as `mean(reviews of 'desk') >= 1/y`.
    pub claim: &'static str,
    /// How the quantity at the second value compares with that at the first.
    pub moves: Moves,
    /// How many replications.
    pub n: u64,
}

/// How a quantity moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moves {
    /// It is greater at the second value.
    Up,
    /// It is less.
    Down,
}

/// What is claimed of a case's world, with the parameter at a value.
fn estimate(case: &Case, value: &str) -> Estimate {
    let text = case.world.trim_end().strip_suffix(')').expect("a world ends with a parenthesis");
    let text = format!("{text} claims: [\"{}\"])", case.claim);
    let blueprint = world(&text, &[(case.path, value)], &Roles::standard());
    table(&blueprint, case.n, 1, 2).claims()[0].parts[0].estimate.clone()
}

/// Runs cases and panics with all that do not move as they should.
pub fn assert_all(cases: &[Case]) {
    let mut still = Vec::new();
    for case in cases {
        let [first, second] = case.values.map(|value| estimate(case, value));
        let apart = match case.moves {
            Moves::Up => first.high < second.low,
            Moves::Down => first.low > second.high,
        };
        // Nothing is below or above what is not known.
        let known = [first.low, first.high, second.low, second.high].iter().all(Option::is_some);
        if !apart || !known {
            let shown =
                |one: &Estimate| format!("{:?} ({:?} to {:?})", one.estimate, one.low, one.high);
            still.push(format!(
                "{}.{}: {} at {}, {} at {}, and should go {:?}",
                case.role,
                case.parameter,
                shown(&first),
                case.values[0],
                shown(&second),
                case.values[1],
                case.moves
            ));
        }
    }
    assert!(still.is_empty(), "{}", still.join("\n"));
}

/// The parameters of a role that no case moves, those of its tables' entries
/// among them.
pub fn unmoved(role: &str, cases: &[Case]) -> Vec<String> {
    let roles = Roles::standard();
    let role = roles.get(role).expect("the role is there");
    let mut names = Vec::new();
    for row in role.parameters {
        match row.kind {
            Kind::Table(_, rows) | Kind::TableByActor(_, rows) => {
                names.extend(rows.iter().map(|inner| format!("{}.{}", row.name, inner.name)));
            }
            _ => names.push(row.name.to_owned()),
        }
    }
    let moved =
        |name: &String| cases.iter().any(|case| case.role == role.name && case.parameter == *name);
    names.into_iter().filter(|name| !moved(name)).collect()
}

/// Parameters that move nothing within a run, whose own tests show what they do.
const PROVED_ELSEWHERE: [(&str, &str); 1] = [("AdaptiveHider", "objective")];

#[test]
fn no_parameter_of_any_role_is_forgotten() {
    let all = [
        alignment_agent::CASES,
        authority::CASES,
        cluster::CASES,
        desks::CHAINS,
        desks::DESKS,
        desks::MODELS,
        desks::READERS,
        editing::CASES,
        models::CASES,
        people::CASES,
        programs::CASES,
        research::CASES,
        sensors::CASES,
        sensors::TESTS,
        strategies::CASES,
        training::CASES,
    ];
    for role in Roles::standard().iter() {
        let still = all.iter().map(|cases| unmoved(role.name, cases));
        let still = still.reduce(|one, other| {
            one.into_iter().filter(|name| other.contains(name)).collect::<Vec<_>>()
        });
        let still = still.unwrap_or_default();
        let unproved = still.iter().filter(|name| !PROVED_ELSEWHERE.contains(&(role.name, name)));
        assert_eq!(unproved.collect::<Vec<_>>(), Vec::<&String>::new(), "of {}", role.name);
    }
}
