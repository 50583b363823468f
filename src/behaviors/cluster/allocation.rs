//! Who gets how many chips: the arithmetic alone, over numbers.
//!
//! It knows neither jobs nor clocks nor why a pool is as large as it is.

use crate::primitives::random::Identity;

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
            // All preemptible parts lose the same share of what they have.
            part.size * (1.0 - borrowed(parts).1 / all).max(0.0)
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

/// What is divided among parties first, and within each then; used again and again.
#[derive(Clone, Debug, Default)]
pub struct Division {
    /// What each sharer has.
    pub shares: Vec<f64>,
    /// The parties in the order of their first members.
    parties: Vec<Identity>,
    wholes: Vec<Sharer>,
    had: Vec<f64>,
    members: Vec<Sharer>,
    parts: Vec<f64>,
}

impl Division {
    /// Divides a room among sharers who are of these parties, by water-filling: among
    /// parties, one of several members with weight 1 and with all their demands together,
    /// and within each party among its members.
    ///
    /// # Panics
    ///
    /// If there are not as many parties as sharers.
    pub fn divide(&mut self, room: f64, sharers: &[Sharer], parties: &[Identity]) {
        assert_eq!(sharers.len(), parties.len(), "each sharer is of a party");
        let Self { shares, parties: all, wholes, had, members, parts } = self;
        all.clear();
        wholes.clear();
        for (sharer, party) in sharers.iter().zip(parties) {
            match all.iter().position(|other| other == party) {
                None => {
                    all.push(*party);
                    wholes.push(*sharer);
                }
                Some(place) => {
                    wholes[place].demand += sharer.demand;
                    wholes[place].weight = 1.0;
                }
            }
        }
        if all.len() == sharers.len() {
            water_fill(room, sharers, shares);
            return;
        }
        water_fill(room, wholes, had);
        shares.clear();
        shares.resize(sharers.len(), 0.0);
        for (party, room) in all.iter().zip(had.iter()) {
            let is_of_it = |place: &usize| parties[*place] == *party;
            members.clear();
            members.extend((0..sharers.len()).filter(is_of_it).map(|place| sharers[place]));
            water_fill(*room, members, parts);
            for (place, part) in (0..sharers.len()).filter(is_of_it).zip(parts.iter()) {
                shares[place] = *part;
            }
        }
    }
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
