//! Named streams of random numbers.
//!
//! A draw is a function of (replication key, entity name, purpose, identity)
//! and of nothing else, so that an added bystander shifts nobody's chances. The
//! generator is PCG64-MCG, the fastest to seed of those tried, since draws that
//! are keyed by an identity pay for the seeding each time.

use rand::Rng;
use rand_pcg::Pcg64Mcg;

use super::distribution::{Distribution, normal_quantile};
use super::ziggurat;

/// Two words that the hash below multiplies: any odd constants without pattern
/// do; these are the fractional digits of the golden ratio and of √2.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
const ROOT_TWO: u64 = 0x6a09_e667_f3bc_c909;

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014): a bijection in
/// which every input bit reaches every output bit.
const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// Both halves of a product, folded: a fast mix of two words.
const fn fold(left: u64, right: u64) -> u64 {
    let product = left as u128 * right as u128;
    product as u64 ^ (product >> 64) as u64
}

/// FNV-1a with a finalizer: names are short and hashed once.
const fn hash_name(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut place = 0;
    while place < bytes.len() {
        hash = (hash ^ bytes[place] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        place += 1;
    }
    mix(hash ^ (bytes.len() as u64).wrapping_mul(GOLDEN))
}

/// All chances of one replication: a function of the seed and its index alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicationKey(u64);

impl ReplicationKey {
    /// The key of replication `index` under `seed`.
    ///
    /// Two indices under one seed never share a key.
    #[must_use]
    pub const fn new(seed: u64, index: u64) -> Self {
        Self(mix(mix(seed ^ ROOT_TWO).wrapping_add(index.wrapping_mul(GOLDEN))))
    }

    /// A number that orders entities within a tick, in this replication alone.
    #[must_use]
    pub(crate) const fn order_of(self, entity: EntityKey) -> u64 {
        fold(self.0 ^ ROOT_TWO, entity.0 ^ GOLDEN)
    }
}

/// An actor or a link, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntityKey(u64);

impl EntityKey {
    /// The key of this name.
    #[must_use]
    pub const fn named(name: &str) -> Self {
        Self(hash_name(name))
    }

    /// The key of a thing that only its parts name, as a link by its ends.
    #[must_use]
    pub const fn with(self, part: &str) -> Self {
        Self(mix(self.0.rotate_left(17).wrapping_add(hash_name(part))))
    }

    /// The key as a number, to be compared.
    #[must_use]
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }
}

/// What a draw is for, as `const PATIENCE: Purpose = Purpose::named("patience");`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose(u64);

impl Purpose {
    /// The purpose of this name.
    #[must_use]
    pub const fn named(name: &str) -> Self {
        Self(hash_name(name))
    }

    /// The purpose as far as it is about this entity.
    #[must_use]
    pub const fn toward(self, entity: EntityKey) -> Self {
        Self(mix(self.0.rotate_left(29) ^ entity.0))
    }

    /// A purpose that nobody outside of this crate can name, for identities that
    /// must not be guessed.
    #[must_use]
    pub(crate) const fn hidden(name: &str) -> Self {
        Self(mix(hash_name(name) ^ GOLDEN.rotate_left(32)))
    }

    /// The purpose of the own draws of a family of clocks, apart from every
    /// purpose that a behavior names, so that no name of one can meet a clock's.
    #[must_use]
    pub(crate) const fn of_clocks(name: &str) -> Self {
        Self(mix(hash_name(name) ^ ROOT_TWO))
    }

    /// The purpose of the `number`-th of a family, as of the clock `Job(3)`.
    #[must_use]
    pub const fn numbered(self, number: u64) -> Self {
        Self(mix(self.0 ^ number.wrapping_mul(GOLDEN)))
    }
}

/// The origin of a signal: an entity, a purpose and that entity's own count.
///
/// It travels with the signal unchanged, and draws about it are keyed by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity(u64);

impl Identity {
    /// The `occurrence`-th origin of `entity` for `purpose`.
    #[must_use]
    pub const fn new(entity: EntityKey, purpose: Purpose, occurrence: u64) -> Self {
        Self(mix(fold(entity.0 ^ GOLDEN, purpose.0 ^ ROOT_TWO).wrapping_add(occurrence)))
    }

    /// The identity of what was never anywhere: no origin has it but by chance.
    #[must_use]
    pub(crate) const fn of_nothing() -> Self {
        Self(0)
    }

    /// The identity as a number, to be compared.
    #[must_use]
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// The same origin seen under one more aspect, as of one of its watchers.
    #[must_use]
    pub const fn aspect(self, entity: EntityKey) -> Self {
        Self(mix(self.0.rotate_left(23) ^ entity.0))
    }
}

/// A stream of random numbers for one (replication, entity, purpose).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream(Pcg64Mcg);

impl Stream {
    /// A stream that was not seeded yet. Seeding sets every bit of the state
    /// with equal chance, so no seeded stream is equal to this one, but for
    /// once in 2^127 times.
    #[must_use]
    pub(crate) fn unseeded() -> Self {
        Self(Pcg64Mcg::new(1))
    }

    /// The stream of `entity` for `purpose`.
    #[must_use]
    pub fn keyed(key: ReplicationKey, entity: EntityKey, purpose: Purpose) -> Self {
        Self::about(key, entity, purpose, Identity(0))
    }

    /// The stream of `entity` for `purpose` about one origin.
    #[must_use]
    #[inline]
    pub fn about(
        key: ReplicationKey,
        entity: EntityKey,
        purpose: Purpose,
        identity: Identity,
    ) -> Self {
        let who = fold(key.0 ^ GOLDEN, entity.0 ^ ROOT_TWO);
        let what = fold(who ^ purpose.0, GOLDEN) ^ identity.0;
        let high = mix(what);
        let low = fold(high ^ who, ROOT_TWO);
        Self(Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low)))
    }

    /// The next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in (0, 1), never 0 or 1: `((x >> 12) + 0.5)·2^-52`.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }

    /// Exponential with mean 1, by a ziggurat on this stream.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        ziggurat::exponential(&mut || self.bits())
    }

    /// Standard normal, by its quantile, so that draws couple.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// True with this probability.
    ///
    /// # Panics
    ///
    /// If it is none: below 0, above 1 or NaN.
    #[inline]
    pub fn chance(&mut self, probability: f64) -> bool {
        assert!((0.0..=1.0).contains(&probability), "a chance of {probability} is no probability");
        self.uniform() < probability
    }

    /// From this distribution: by its quantile, so that a law that lies above
    /// another never draws below it; exponential laws scale one unit draw.
    #[inline]
    pub fn of(&mut self, law: &Distribution) -> f64 {
        match law {
            Distribution::Exponential { mean } => mean * self.exponential(),
            other => other.quantile(self.uniform()),
        }
    }
}
