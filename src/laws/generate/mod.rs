//! Worlds for laws to be tried on: strategies of proptest, valid by construction.
//!
//! ```text
//!  genes ─ rows of numbers, which proptest draws and simplifies
//!    │
//!  scale ─ hints ─ figures ─┐       how long, how large, which values
//!  quiet ─ kit ─ cast ──────┤       who is there, joined to whom
//!  frame ─ giving ─ doubts ─┴─ making ──► the text of a world
//! ```
//!
//! No world is drawn and thrown away: genes are mapped by a total function, so that what
//! proptest simplifies is a world at each step. It lacks judgment: a world may be silly.

mod genes;

mod scale;

mod hints;

mod figures;

mod quiet;

mod kit;

mod cast;

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
use making::make;

/// Worlds of these roles.
///
/// # Panics
///
/// If no world can have any of the roles.
pub fn worlds(roles: &Roles) -> impl Strategy<Value = String> + Clone + use<> {
    of_kit(Kit::of(roles), None)
}

/// The same worlds, each with how much of it had to be mended.
///
/// # Panics
///
/// As [`worlds`].
pub fn made(roles: &Roles) -> impl Strategy<Value = Made> + Clone + use<> {
    let kit = Arc::new(Kit::of(roles));
    assert!(!kit.usable.is_empty(), "no world can have any of the roles");
    genes::genes().prop_map(move |genes| make(&kit, &genes, None))
}

/// Worlds in which somebody has a role, by its name.
///
/// # Panics
///
/// If there is no such role, or no world can have it.
pub fn worlds_with(roles: &Roles, role: &str) -> impl Strategy<Value = String> + Clone + use<> {
    let kit = Kit::of(roles);
    let place = kit.place(role);
    assert!(place.is_some(), "no world can have the role `{role}`");
    of_kit(kit, place)
}

/// Worlds in which nothing that is observed changes what can be observed.
///
/// # Panics
///
/// If no world can have any of the roles that such worlds are made of.
pub fn quiet_worlds(roles: &Roles) -> impl Strategy<Value = String> + Clone + use<> {
    of_kit(Kit::among(roles, true), None)
}

fn of_kit(kit: Kit, wanted: Option<usize>) -> impl Strategy<Value = String> + Clone + use<> {
    assert!(!kit.usable.is_empty(), "no world can have any of the roles");
    let kit = Arc::new(kit);
    genes::genes().prop_map(move |genes| make(&kit, &genes, wanted).text)
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
