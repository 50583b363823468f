//! The rank correlations that a file states between its unknowns.

use std::collections::BTreeMap;

use crate::primitives::distribution::Copula;

use super::diagnostic::{did_you_mean, printable};
use super::flaws::{Flaws, Path};
use super::node::{Arguments, Node, Value};
use super::provenance::without_mark;
use super::uncertain::Uncertain;

const EXAMPLE: &str = "as in `(\"insight cost\", \"leak rate\", 0.6)`";

/// Correlations of pairs, and the connected sets that they make.
#[derive(Default)]
pub(super) struct Correlations {
    pub(super) pairs: Vec<(usize, usize, f64)>,
    pub(super) joined: Vec<(Vec<usize>, Copula)>,
}

/// Reads the list, which names unknowns.
pub(super) fn correlations(
    node: Option<&Node>,
    uncertain: &Uncertain<'_>,
    flaws: &mut Flaws,
) -> Correlations {
    let path = Path::of("correlations");
    let list = match node.map(|node| (&node.value, node)) {
        None => return Correlations::default(),
        Some((Value::List(list), _)) => list,
        Some((_, node)) => {
            flaws.kind(&path, node, "a list", Some(EXAMPLE.to_owned()));
            return Correlations::default();
        }
    };
    let mut pairs: BTreeMap<(usize, usize), (f64, &Node)> = BTreeMap::new();
    let before = flaws.errors();
    for (place, node) in list.iter().enumerate() {
        let path = path.to(place);
        let Some((one, other, rank)) = pair(node, uncertain, &path, flaws) else {
            continue;
        };
        let key = (one.min(other), one.max(other));
        if pairs.insert(key, (rank, node)).is_some() {
            flaws.error(&path, &node.place, "these two are correlated already");
        }
    }
    if flaws.errors() > before {
        return Correlations::default();
    }
    let mut joined = Vec::new();
    for members in connected(uncertain.unknowns.len(), pairs.keys().copied()) {
        let local = |place: &usize| members.binary_search(place).ok();
        let ranks = pairs
            .iter()
            .filter_map(|((one, other), (rank, _))| Some((local(one)?, local(other)?, *rank)));
        match Copula::new(members.len(), &ranks.collect::<Vec<_>>()) {
            Ok(copula) => joined.push((members, copula)),
            Err(fault) => {
                let last = members[fault.place];
                let name = printable(uncertain.unknowns[last].name);
                let blamed = pairs.iter().rev().find(|pair| pair.0.0 == last || pair.0.1 == last);
                let node = blamed.expect("a member has a pair").1.1;
                let message = format!(
                    "no Gaussian copula has these rank correlations: those of `{name}` go too \
                     far beside the others (the matrix is not positive definite)"
                );
                let hint = "bring some of them nearer to 0, or add those between the others";
                flaws.add(&path, &node.place, message, hint.to_owned());
            }
        }
    }
    let pairs = pairs.into_iter().map(|((one, other), (rank, _))| (one, other, rank)).collect();
    Correlations { pairs, joined }
}

fn pair(
    node: &Node,
    uncertain: &Uncertain<'_>,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<(usize, usize, f64)> {
    let Value::Call(None, Arguments::Positional(parts)) = &node.value else {
        flaws.kind(path, node, "two unknowns and a number", Some(EXAMPLE.to_owned()));
        return None;
    };
    let [one, other, rank] = &parts[..] else {
        let message = "a correlation has two unknowns and a number";
        flaws.add(path, &node.place, message, EXAMPLE.to_owned());
        return None;
    };
    let first = unknown(one, uncertain, &path.to(0), flaws);
    let second = unknown(other, uncertain, &path.to(1), flaws);
    let given = without_mark(rank);
    let is = |wanted: fn(f64) -> bool| matches!(given.value, Value::Number(one) if wanted(one));
    if !is(|number| number > -1.0 && number < 1.0) {
        let together = "two that always go together are one unknown, used twice";
        let hint = if is(|number| number.abs() == 1.0) { together } else { EXAMPLE };
        let message = "a rank correlation is a number between -1 and 1".to_owned();
        flaws.add(&path.to(2), &rank.place, message, hint.to_owned());
    }
    let number = if let Value::Number(number) = given.value { Some(number) } else { None };
    let (first, second, number) = (first?, second?, number?);
    if first == second {
        flaws.error(path, &other.place, "an unknown cannot be correlated with itself");
        return None;
    }
    Some((first, second, number))
}

fn unknown(
    node: &Node,
    uncertain: &Uncertain<'_>,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<usize> {
    let Value::Text(name) = &node.value else {
        flaws.kind(path, node, "the name of an unknown", Some(EXAMPLE.to_owned()));
        return None;
    };
    let names: Vec<&str> = uncertain.unknowns.iter().map(|unknown| unknown.name).collect();
    let found = names.binary_search(&&name[..]).ok();
    if found.is_none() && !uncertain.unread.0 {
        let message = format!("there is no unknown `{}`", printable(name));
        let hint = did_you_mean(name, names, "the unknowns are");
        flaws.add(path, &node.place, message, hint);
    }
    found
}

/// The connected sets of more than one member, each in ascending order.
fn connected(count: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut sets = petgraph::unionfind::UnionFind::new(count);
    for (one, other) in pairs {
        sets.union(one, other);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..count {
        members.entry(sets.find(place)).or_default().push(place);
    }
    let mut sets: Vec<Vec<usize>> = members.into_values().filter(|set| set.len() > 1).collect();
    sets.sort_unstable();
    sets
}
