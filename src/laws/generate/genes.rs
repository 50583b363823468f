//! What worlds are made of: rows of plain numbers, which proptest draws and simplifies.
//!
//! A gene of 0 always stands for the plainest thing, and a row that has ended goes on with
//! zeros, so that whatever proptest takes away a world is still made, and a plainer one.
//! They lack any meaning.

use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};

/// How many genes the frame of a world has at most, and an actor for its parameters and for
/// its links.
const FRAME: usize = 64;
const FIGURES: usize = 56;
const TIES: usize = 24;

/// In which share of worlds a story is told.
const STORIES: f64 = 0.85;

/// How many genes a story has at most for who is in it.
const STORY: usize = 64;

/// What one actor is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct ActorGenes {
    /// Which role it has.
    pub(super) role: u16,
    /// What it is given.
    pub(super) figures: Vec<u16>,
    /// Whom it is joined to.
    pub(super) ties: Vec<u16>,
}

/// What a world is made of.
#[derive(Clone, Debug)]
pub(super) struct Genes {
    /// How long it is, what takeoff is, what is concerning, what is not known.
    pub(super) frame: Vec<u16>,
    /// Which kind of world it is.
    pub(super) mood: u16,
    /// Who comes together so that something happens, and what those are made of.
    pub(super) story: ActorGenes,
    /// Who is asked for; others come to them whom they need.
    pub(super) actors: Vec<ActorGenes>,
}

/// Genes of small worlds mostly, and of a few large ones, each of which can be taken away
/// but for one.
pub(super) fn genes() -> impl Strategy<Value = Genes> + Clone {
    let actors = prop_oneof![
        4 => vec(actor(), 1..=2),
        4 => vec(actor(), 1..=4),
        3 => vec(actor(), 1..=7),
        1 => vec(actor(), 1..=14),
    ];
    let frame = vec(any::<u16>(), FRAME / 2..=FRAME);
    // What takes away the most stands first, as it is tried first.
    (weighted(STORIES), actors, any::<u16>(), story(), frame).prop_map(
        |(tells, actors, mood, story, frame)| Genes {
            frame,
            mood,
            story: if tells { story } else { ActorGenes::default() },
            actors,
        },
    )
}

/// Genes of a story: as those of an actor, with more of whom it joins.
fn story() -> impl Strategy<Value = ActorGenes> + Clone {
    let figures = vec(any::<u16>(), FIGURES / 2..=FIGURES);
    let ties = vec(any::<u16>(), 3 * STORY / 4..=STORY);
    (any::<u16>(), figures, ties).prop_map(|(role, figures, ties)| ActorGenes {
        role,
        figures,
        ties,
    })
}

fn actor() -> impl Strategy<Value = ActorGenes> + Clone {
    let figures = vec(any::<u16>(), FIGURES / 2..=FIGURES);
    let ties = vec(any::<u16>(), TIES / 4..=TIES);
    (any::<u16>(), figures, ties).prop_map(|(role, figures, ties)| ActorGenes {
        role,
        figures,
        ties,
    })
}

impl ActorGenes {
    /// The genes of somebody who comes because this one needs him: as rich as these, and
    /// nothing where these are nothing.
    pub(super) fn offspring(&self, number: usize) -> Self {
        let other = |gene: &u16| if *gene == 0 { 0 } else { mixed(*gene, number) };
        let row = |genes: &[u16]| genes.iter().map(other).collect();
        Self { role: other(&self.role), figures: row(&self.figures), ties: row(&self.ties) }
    }
}

/// Another gene without likeness to this one: the finalizer of MurmurHash3, cut.
fn mixed(gene: u16, number: usize) -> u16 {
    let word = (u32::from(gene) ^ (number as u32).wrapping_mul(0x9e37_79b9)).wrapping_add(1);
    let word = (word ^ (word >> 16)).wrapping_mul(0x85eb_ca6b);
    let word = (word ^ (word >> 13)).wrapping_mul(0xc2b2_ae35);
    (word >> 16) as u16
}

/// Reads a row of genes, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Tape<'g> {
    genes: &'g [u16],
    at: usize,
}

impl<'g> Tape<'g> {
    pub(super) fn of(genes: &'g [u16]) -> Self {
        Self { genes, at: 0 }
    }

    /// The next gene, 0 behind the end.
    pub(super) fn gene(&mut self) -> u16 {
        let gene = self.genes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        gene
    }

    /// A number from 0 to below 1.
    pub(super) fn part(&mut self) -> f64 {
        f64::from(self.gene()) / 65_536.0
    }

    /// A whole number below a bound; 0 if the bound is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        (usize::from(self.gene()) * bound) >> 16
    }

    /// Whether something is so that is so with this chance, and not where genes are nothing.
    pub(super) fn is(&mut self, chance: f64) -> bool {
        self.part() >= 1.0 - chance
    }

    /// One of some things; the first is the plainest.
    pub(super) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    /// A place among weights; the first is the plainest.
    pub(super) fn weighed(&mut self, weights: &[u32]) -> usize {
        let sum: u32 = weights.iter().sum();
        let mut left = self.below(sum as usize) as u32;
        for (place, weight) in weights.iter().enumerate() {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return place,
            }
        }
        0
    }
}
