//! Who gets how many chips: the arithmetic alone, over numbers.
//!
//! It knows neither jobs nor clocks nor why a pool is as large as it is.

use super::parameters::ReservationKind;

/// What a part of a cluster is, and what is asked of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What happens to what it leaves idle; none for what is not reserved.
    pub kind: Option<ReservationKind>,
    /// Its own chips, at least 0; what grows need not be whole.
    pub size: f64,
    /// Chips that are occupied by jobs which take whole chips.
    pub slots: u64,
    /// Chips that all its other jobs could use, infinite if one has no limit.
    pub demand: f64,
}

impl Part {
    /// The chips that are in use if it may use so many.
    fn used(&self, room: f64) -> f64 {
        (self.slots as f64 + self.demand).min(room)
    }

    fn is(&self, kind: ReservationKind) -> bool {
        self.kind == Some(kind)
    }
}

/// The largest share of a part that rounding can leave.
const ROUNDING: f64 = 1e-12;

/// How many chips the jobs of a part can have together, as things stand in the
/// other parts, of which the last is what is not reserved.
///
/// A hard or lending part has its own chips whatever others want. What is not
/// reserved has beside its own what lending parts leave idle, and all of
/// preemptible ones, which have what it leaves.
#[must_use]
pub fn room(parts: &[Part], place: usize) -> f64 {
    let part = &parts[place];
    match part.kind {
        Some(ReservationKind::Hard | ReservationKind::Lending) => part.size,
        Some(ReservationKind::Preemptible) => {
            let all = preemptible(parts);
            if all == 0.0 {
                return 0.0;
            }
            // All preemptible parts lose the same share of what they have. What is left by
            // rounding alone is nothing: it would come and go as chips grow.
            let left = 1.0 - borrowed(parts).1 / all;
            if left > ROUNDING { part.size * left } else { 0.0 }
        }
        None => part.size + idle(parts) + preemptible(parts),
    }
}

/// How many chips unreserved work uses of lending parts and of preemptible ones:
/// first its own, then what others leave idle, then what is taken from them.
#[must_use]
pub fn borrowed(parts: &[Part]) -> (f64, f64) {
    let place = parts.len() - 1;
    let open = &parts[place];
    let beyond = (open.used(room(parts, place)) - open.size).max(0.0);
    let idle = idle(parts);
    (beyond.min(idle), (beyond - idle).max(0.0))
}

/// What lending parts leave idle.
fn idle(parts: &[Part]) -> f64 {
    let lending = parts.iter().filter(|part| part.is(ReservationKind::Lending));
    lending.map(|part| part.size - part.used(part.size)).sum()
}

fn preemptible(parts: &[Part]) -> f64 {
    let preemptible = parts.iter().filter(|part| part.is(ReservationKind::Preemptible));
    preemptible.map(|part| part.size).sum()
}

/// The whole chips in so many: a product that misses a whole number by its last
/// digits only, as 0.29 of 100, is that number.
#[must_use]
pub fn whole(chips: f64) -> u64 {
    libm::floor(chips + 1e-9 * chips.max(1.0)) as u64
}

/// One who shares: what it can use at most, and its weight, which is above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sharer {
    /// At least 0; infinite for no limit.
    pub demand: f64,
    /// Above 0 and finite.
    pub weight: f64,
}

/// Fills `shares` with min(demand, μ·weight) for each, where μ is such that they
/// add up to the room, or everybody has its demand.
pub fn water_fill(room: f64, sharers: &[Sharer], shares: &mut Vec<f64>) {
    shares.clear();
    // An unsettled share is NaN until it is known.
    shares.resize(sharers.len(), f64::NAN);
    loop {
        let open = || sharers.iter().zip(shares.iter()).filter(|(_, share)| share.is_nan());
        let weights: f64 = open().map(|(sharer, _)| sharer.weight).sum();
        let settled: f64 = shares.iter().filter(|share| !share.is_nan()).sum();
        let left = (room - settled).max(0.0);
        let fair = |sharer: &Sharer| left * (sharer.weight / weights);
        let content = open().any(|(sharer, _)| sharer.demand <= fair(sharer));
        for (sharer, share) in sharers.iter().zip(shares.iter_mut()) {
            if share.is_nan() && !content {
                *share = fair(sharer);
            } else if share.is_nan() && sharer.demand <= fair(sharer) {
                *share = sharer.demand;
            }
        }
        if !content {
            return;
        }
    }
}
