//! The quality of keyed streams: neighbors of every kind must look unrelated.
//!
//! Seeds are fixed, so a bound of four deviations is met or it is not.

use foomwatch::primitives::random::{EntityKey, Identity, Purpose, ReplicationKey, Stream};

const N: u64 = 1_000_000;

const KEY: ReplicationKey = ReplicationKey::new(1, 0);
const ENTITY: EntityKey = EntityKey::named("station");
const PURPOSE: Purpose = Purpose::named("service");

/// The n-th stream of a kind that differs in one part of its key.
type Neighbor = fn(u64) -> Stream;

/// Kinds of neighbors.
fn neighbors() -> Vec<(&'static str, Neighbor)> {
    vec![
        ("identities", |n| Stream::about(KEY, ENTITY, PURPOSE, Identity::new(ENTITY, PURPOSE, n))),
        ("replications", |n| Stream::keyed(ReplicationKey::new(1, n), ENTITY, PURPOSE)),
        ("replications, about one", |n| {
            let identity = Identity::new(ENTITY, PURPOSE, 1);
            Stream::about(ReplicationKey::new(1, n), ENTITY, PURPOSE, identity)
        }),
        ("seeds", |n| Stream::keyed(ReplicationKey::new(n, 0), ENTITY, PURPOSE)),
        ("families", |n| Stream::keyed(KEY, ENTITY, PURPOSE.numbered(n))),
        ("names", |n| Stream::keyed(KEY, EntityKey::named(&format!("actor {n}")), PURPOSE)),
        ("links", |n| {
            let link = ENTITY.with("feeds").with(&format!("{n}")).with("");
            Stream::keyed(KEY, link, PURPOSE)
        }),
        ("purposes", |n| Stream::keyed(KEY, ENTITY, Purpose::named(&format!("p{n}")))),
        ("origins of neighbors", |n| {
            let entity = EntityKey::named(&format!("{}", n / 1_000));
            Stream::about(KEY, ENTITY, PURPOSE, Identity::new(entity, PURPOSE, n % 1_000))
        }),
        ("aspects", |n| {
            let watched = EntityKey::named(&format!("{}", n / 1_000));
            let identity = Identity::new(ENTITY, PURPOSE, n % 1_000).aspect(watched);
            Stream::about(KEY, ENTITY, PURPOSE, identity)
        }),
    ]
}

/// How many deviations a chi-square of equal cells lies from its mean.
fn chi_square(counts: &[u32]) -> f64 {
    let total: u32 = counts.iter().sum();
    let expected = f64::from(total) / counts.len() as f64;
    let square: f64 =
        counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
    let freedom = counts.len() as f64 - 1.0;
    (square - freedom) / (2.0 * freedom).sqrt()
}

fn assert_small(what: &str, kind: &str, deviations: f64) {
    assert!(deviations.abs() <= 4.0, "{what} of {kind}, seed 1: {deviations} deviations");
}

#[test]
fn the_first_draws_of_neighbors_are_uniform_and_unrelated() {
    for (kind, stream) in neighbors() {
        let mut cells = vec![0; 4_096];
        let mut pairs = vec![0; 64 * 64];
        let mut low = vec![0; 4_096];
        let mut second = vec![0; 64 * 64];
        let (mut product, mut last) = (0.0, 0.5);
        let mut bits = [0_u32; 64];
        let mut flips = [0_u32; 64];
        let mut last_word = 0_u64;
        for n in 0..N {
            let mut stream = stream(n);
            let word = stream.bits();
            let next = stream.bits();
            let u = (word >> 12) as f64 / (1_u64 << 52) as f64;
            cells[(word >> 52) as usize] += 1;
            low[(word & 0xfff) as usize] += 1;
            pairs[((last_word >> 58) << 6 | word >> 58) as usize] += 1;
            second[((word >> 58) << 6 | next >> 58) as usize] += 1;
            product += (u - 0.5) * (last - 0.5);
            for bit in 0..64 {
                bits[bit] += (word >> bit & 1) as u32;
                flips[bit] += ((word ^ last_word) >> bit & 1) as u32;
            }
            (last, last_word) = (u, word);
        }
        assert_small("uniformity", kind, chi_square(&cells));
        assert_small("uniformity of low bits", kind, chi_square(&low));
        assert_small("pairs of neighbors", kind, chi_square(&pairs));
        assert_small("first and second draws", kind, chi_square(&second));
        let n = N as f64;
        assert_small("serial correlation", kind, product * 12.0 / n.sqrt());
        let worst = bits
            .iter()
            .chain(&flips)
            .map(|&count| (f64::from(count) - n / 2.0) / (n / 4.0).sqrt())
            .fold(0.0, |worst: f64, z| if z.abs() > worst.abs() { z } else { worst });
        // The worst of 128: four and a half.
        assert_small("bits and flips", kind, worst * 4.0 / 4.5);
    }
}

#[test]
fn no_two_neighbors_share_a_stream() {
    let mut words: Vec<u64> = Vec::new();
    for (_, stream) in neighbors() {
        words.extend((1..100_000).map(|n| stream(n).bits()));
    }
    let all = words.len();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), all, "of a million words two should be equal once in 4e7");
}

#[test]
fn far_draws_of_one_stream_are_uniform_and_unrelated() {
    let mut stream = Stream::keyed(KEY, ENTITY, PURPOSE);
    let mut cells = vec![0; 4_096];
    let mut pairs = vec![0; 4_096];
    let mut last = 0;
    for _ in 0..4 * N {
        let word = stream.bits();
        cells[(word >> 52) as usize] += 1;
        pairs[((last >> 58) << 6 | word >> 58) as usize] += 1;
        last = word;
    }
    assert_small("uniformity", "one stream", chi_square(&cells));
    assert_small("pairs", "one stream", chi_square(&pairs));
}

/// The largest distance between a sorted sample and a law, scaled by √n.
fn kolmogorov(sample: &mut [f64], law: impl Fn(f64) -> f64) -> f64 {
    sample.sort_unstable_by(f64::total_cmp);
    let n = sample.len() as f64;
    sample
        .iter()
        .enumerate()
        .map(|(place, &value)| {
            let share = law(value);
            (share - place as f64 / n).abs().max((share - (place as f64 + 1.0) / n).abs())
        })
        .fold(0.0, f64::max)
        * n.sqrt()
}

#[test]
fn exponential_draws_have_the_exponential_law() {
    let mut one = Stream::keyed(KEY, ENTITY, PURPOSE);
    let along: Vec<f64> = (0..4 * N).map(|_| one.exponential()).collect();
    let first: Vec<f64> = (0..N)
        .map(|n| {
            Stream::about(KEY, ENTITY, PURPOSE, Identity::new(ENTITY, PURPOSE, n)).exponential()
        })
        .collect();
    for (kind, mut sample) in [("along a stream", along), ("first of each", first)] {
        let n = sample.len() as f64;
        let moment = |power: i32| sample.iter().map(|x| x.powi(power)).sum::<f64>() / n;
        // E X^k = k!, and Var X^k = (2k)! − k!².
        for (power, exact, variance) in [(1, 1.0, 1.0), (2, 2.0, 20.0), (3, 6.0, 684.0)] {
            let z = (moment(power) - exact) / (variance / n).sqrt();
            println!("| exponential {kind}: moment {power} | {exact} | | {z:+.2} |");
            assert!(z.abs() <= 3.5, "moment {power} {kind}, seed 1: z {z}");
        }
        // Beyond the ziggurat's tail, which starts at 7.697.
        let tail = sample.iter().filter(|&&x| x > 7.697_117_470_131_05).count() as f64;
        let expected = n * (-7.697_117_470_131_05_f64).exp();
        let z = (tail - expected) / expected.sqrt();
        assert!(z.abs() <= 3.5, "tail {kind}, seed 1: z {z}");
        assert!(sample.iter().all(|x| *x > 0.0 && x.is_finite()));
        let distance = kolmogorov(&mut sample, |x| -(-x).exp_m1());
        println!("| exponential {kind}: Kolmogorov–Smirnov | < 1.95 | {distance:.2} | |");
        assert!(distance < 1.95, "{kind}, seed 1: {distance}");
    }
}

#[test]
fn normal_draws_have_the_normal_law() {
    let mut stream = Stream::keyed(KEY, ENTITY, PURPOSE);
    let mut sample: Vec<f64> = (0..N).map(|_| stream.normal()).collect();
    let law = |x: f64| 0.5 * libm::erfc(-x / 2_f64.sqrt());
    let distance = kolmogorov(&mut sample, law);
    println!("| normal: Kolmogorov–Smirnov | < 1.95 | {distance:.2} | |");
    assert!(distance < 1.95, "seed 1: {distance}");
}

#[test]
fn uniform_draws_are_never_zero_or_one() {
    let mut stream = Stream::keyed(KEY, ENTITY, PURPOSE);
    for _ in 0..N {
        let u = stream.uniform();
        assert!(u > 0.0 && u < 1.0, "{u}");
    }
}

#[test]
fn a_chance_comes_true_as_often_as_it_says() {
    for (place, chance) in [0.0, 1e-3, 0.25, 0.5, 0.999, 1.0].into_iter().enumerate() {
        let mut stream = Stream::keyed(KEY, ENTITY, PURPOSE.numbered(place as u64));
        let hits = (0..N).filter(|_| stream.chance(chance)).count() as f64;
        let n = N as f64;
        let error = (n * chance * (1.0 - chance)).sqrt();
        assert!((hits - n * chance).abs() <= 3.5 * error, "chance {chance}: {hits}");
    }
}

/// The generator and its keys, written anew from their descriptions.
mod anew {
    fn mix(word: u64) -> u64 {
        let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn fold(left: u64, right: u64) -> u64 {
        let product = u128::from(left) * u128::from(right);
        (product & u128::from(u64::MAX)) as u64 ^ (product >> 64) as u64
    }

    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    const ROOT_TWO: u64 = 0x6a09_e667_f3bc_c909;

    pub fn name(name: &str) -> u64 {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        mix(hash ^ (name.len() as u64).wrapping_mul(GOLDEN))
    }

    pub fn key(seed: u64, index: u64) -> u64 {
        mix(mix(seed ^ ROOT_TWO).wrapping_add(index.wrapping_mul(GOLDEN)))
    }

    pub fn identity(entity: u64, purpose: u64, occurrence: u64) -> u64 {
        mix(fold(entity ^ GOLDEN, purpose ^ ROOT_TWO).wrapping_add(occurrence))
    }

    /// PCG XSL RR 128/64 (MCG), O'Neill 2014: multiply, then fold and rotate.
    pub fn words(key: u64, entity: u64, purpose: u64, identity: u64) -> [u64; 4] {
        let who = fold(key ^ GOLDEN, entity ^ ROOT_TWO);
        let high = mix(fold(who ^ purpose, GOLDEN) ^ identity);
        let low = fold(high ^ who, ROOT_TWO);
        let mut state = (u128::from(high) << 64 | u128::from(low)) | 1;
        [(); 4].map(|()| {
            state = state.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645);
            let folded = (state >> 64) as u64 ^ state as u64;
            folded.rotate_right((state >> 122) as u32)
        })
    }
}

#[test]
fn streams_are_what_their_description_says() {
    for (seed, index, entity, purpose) in
        [(0, 0, "", ""), (1, 2, "station", "service"), (u64::MAX, u64::MAX, "åäö", "x")]
    {
        let key = ReplicationKey::new(seed, index);
        let (of, about) = (EntityKey::named(entity), Purpose::named(purpose));
        let words = |mut stream: Stream| [(); 4].map(|()| stream.bits());
        let expected =
            anew::words(anew::key(seed, index), anew::name(entity), anew::name(purpose), 0);
        assert_eq!(words(Stream::keyed(key, of, about)), expected);
        let identity = Identity::new(of, about, 5);
        let expected = anew::words(
            anew::key(seed, index),
            anew::name(entity),
            anew::name(purpose),
            anew::identity(anew::name(entity), anew::name(purpose), 5),
        );
        assert_eq!(words(Stream::about(key, of, about, identity)), expected);
    }
}

#[test]
fn known_draws_stay_known() {
    // Whoever changes these changes every result there is, and says so.
    let mut stream = Stream::keyed(ReplicationKey::new(42, 7), ENTITY, PURPOSE);
    let words = [(); 3].map(|()| format!("{:016x}", stream.bits()));
    assert_eq!(words.join(" "), "55e5b851fa7d1569 2b47af8b8a0d3a30 e238c40bb8580b05");
    let link = ENTITY.with("feeds").with("sink").with("");
    let identity = Identity::new(ENTITY, PURPOSE, 3).aspect(link);
    let purpose = PURPOSE.numbered(2);
    let mut stream = Stream::about(ReplicationKey::new(42, 8), link, purpose, identity);
    let draws = [stream.uniform(), stream.exponential(), stream.normal(), stream.exponential()];
    let bits = draws.map(|draw| format!("{:016x}", draw.to_bits()));
    assert_eq!(
        bits.join(" "),
        "3fce84fc9b7e938c 3fb3b29fca24bdc4 bfe3e559be8dd788 3ff40b578c0e2bb9"
    );
}
