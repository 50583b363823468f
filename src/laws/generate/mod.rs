//! Worlds for laws to be tried on: strategies of proptest, valid by construction.
//!
//! ```text
//!  genes ─ rows of numbers, which proptest draws and simplifies
//!    │
//!  scale ─ hints ─ figures ─┐       how long, how large, which values
//!  quiet ─ kit ─ cast ─ story ┤     who is there, joined to whom
//!  frame ─ giving ─ doubts ─┴─ making ──► the text of a world
//! ```
//!
//! No world is drawn and thrown away: genes are mapped by a total function, so that what
//! proptest simplifies is a world at each step. It lacks judgment: a world may be silly.
//!
//! What is long or often is so beside the horizon, so that a world of a tick is as eventful
//! as one of a year. Most worlds tell a story, so that something happens in them; three in ten
//! are quiet, and a quarter has figures at their limits. Of 800 worlds of the built-in roles
//! one in eight has fewer than 20 events in its first replication, eight in ten have 20 to
//! 500, and one in fifty has more than 1,000. One actor in nine has a parameter that its role
//! has something against beside the others and that gets another value.

mod genes;

mod scale;

mod hints;

mod figures;

mod quiet;

mod kit;

mod cast;

mod story;

mod frame;

mod giving;

mod doubts;

mod making;

mod edits;

use std::sync::Arc;

use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::behaviors::Roles;

pub use edits::edits;
use kit::Kit;
pub use making::Made;
use making::{Kits, make};

/// Worlds of these roles, some of them quiet, where those roles can be in such.
///
/// # Panics
///
/// If no world can have any of the roles.
pub fn worlds(roles: &Roles) -> impl Strategy<Value = String> + Clone + use<> {
    made(roles).prop_map(|made| made.text)
}

/// The same worlds, each with how much of it had to be mended.
///
/// # Panics
///
/// As [`worlds`].
pub fn made(roles: &Roles) -> impl Strategy<Value = Made> + Clone + use<> {
    of_kits(both(roles), None)
}

/// Worlds in which somebody has a role, by its name.
///
/// # Panics
///
/// If there is no such role, or no world can have it.
pub fn worlds_with(roles: &Roles, role: &str) -> impl Strategy<Value = String> + Clone + use<> {
    let kits = both(roles);
    let has = kits.every.as_ref().is_some_and(|kit| kit.place(role).is_some());
    assert!(has, "no world can have the role `{role}`");
    of_kits(kits, Some(role.to_owned())).prop_map(|made| made.text)
}

/// Worlds in which nothing that is observed changes what can be observed.
///
/// # Panics
///
/// If no world can have any of the roles that such worlds are made of.
pub fn quiet_worlds(roles: &Roles) -> impl Strategy<Value = String> + Clone + use<> {
    let kits = Kits { every: None, quiet: usable(Kit::among(roles, true)) };
    of_kits(kits, None).prop_map(|made| made.text)
}

fn both(roles: &Roles) -> Kits {
    Kits { every: usable(Kit::of(roles)), quiet: usable(Kit::among(roles, true)) }
}

fn usable(kit: Kit) -> Option<Kit> {
    Some(kit).filter(|kit| !kit.usable.is_empty())
}

fn of_kits(kits: Kits, wanted: Option<String>) -> impl Strategy<Value = Made> + Clone + use<> {
    let is_any = kits.every.is_some() || kits.quiet.is_some();
    assert!(is_any, "no world can have any of the roles");
    let kits = Arc::new(kits);
    genes::genes().prop_map(move |genes| make(&kits, &genes, wanted.as_deref()))
}

/// The value of a strategy by a seed and an index alone, whoever asks and when.
///
/// # Panics
///
/// If the strategy gives nothing, as by a filter.
pub fn sample<S: Strategy>(strategy: &S, seed: u64, index: u64) -> S::Value {
    tree(strategy, seed, index).current()
}

/// The same with what proptest knows of simplifying it.
///
/// # Panics
///
/// As [`sample`].
pub fn tree<S: Strategy>(strategy: &S, seed: u64, index: u64) -> S::Tree {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&index.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    strategy.new_tree(&mut runner).expect("a strategy without filters gives a value")
}
