//! Settling: after every event, who runs on how many chips, and what shows of it.
//!
//! It lacks where jobs come from and where they go.

use crate::engine::{Cx, Pace};
use crate::oversight::{Footprint, Link, Signal, Working};
use crate::primitives::time::{SECONDS_PER_YEAR, Time};

use super::actor::{Clock, Cluster, Scratch};
use super::allocation::{Part, Sharer, borrowed, room, water_fill, whole};
use super::parameters::{ReservationKind, WhenFull};
use super::roster::{Phase, Placed, Pool, Roster};

/// By how much chips may grow, as a logarithm, before those who do not grow alike
/// are looked at again. In between each follows an exponential from what it has to
/// what it will have, which is never above what there is.
const LOOK_AGAIN: f64 = 0.01;

/// The finest step in which chips are followed through an instant at which
/// somebody comes to have all that it can use.
const FINEST: f64 = 1e-9;

/// Less than so much of all chips is no chips, but how sums of parts were rounded.
const RESIDUE: f64 = 1e-12;

/// What is reported all the time, by its place among the flows.
const FLOWS: [&str; 7] = [
    "delivered",
    "delivered to reservations",
    "borrowed",
    "capacity",
    "withheld",
    "power",
    "halted",
];
const HALTED: usize = 6;

/// How the chips that there are now go on.
#[derive(Clone, Copy)]
struct Course {
    growth: f64,
    /// Whether everybody's part grows as the whole does.
    alike: bool,
    /// By how much the whole grows up to where `later` holds, as a logarithm.
    step: f64,
}

impl Course {
    /// The pace that leads from one number to another.
    fn pace(self, now: f64, later: f64) -> Pace {
        if self.growth == 0.0 || now == 0.0 {
            return Pace::Constant(now);
        }
        if self.alike {
            return Pace::Exponential { speed: now, growth: self.growth };
        }
        // What is gone by then has no rate at which it goes: it is looked at again.
        if now == later || later == 0.0 {
            return Pace::Constant(now);
        }
        Pace::Exponential { speed: now, growth: self.growth * libm::log(later / now) / self.step }
    }
}

/// Whether a pace is what another has become, but for its last digits.
fn is_still(pace: Pace, other: Pace) -> bool {
    match (pace, other) {
        (Pace::Constant(one), Pace::Constant(other)) => one == other,
        (
            Pace::Exponential { speed, growth },
            Pace::Exponential { speed: other, growth: before },
        ) => growth == before && (speed - other).abs() <= 1e-12 * other,
        (Pace::Constant(_), Pace::Exponential { .. })
        | (Pace::Exponential { .. }, Pace::Constant(_)) => false,
    }
}

impl Cluster {
    /// Decides who runs on how many chips, and shows it if it must be shown anew.
    pub(super) fn settle(&mut self, cx: &mut Cx<Self>, anew: bool) {
        let chips = self.supply.chips(cx.now());
        let mut scratch = std::mem::take(&mut self.scratch);
        self.admit_all(cx, chips, &mut scratch);
        let course = self.course(chips, &mut scratch);
        let changed = self.pace(cx, course);
        if changed || anew {
            self.show(cx, course, chips);
        }
        self.flow_all(cx, course, chips, &scratch);
        self.look_again(cx, course, &scratch);
        self.scratch = scratch;
    }

    /// What a share of the chips is to each pool, and what is asked of it.
    fn parts(&self, chips: f64, parts: &mut Vec<Part>) {
        let flop_rate = self.supply.rating().flop_rate;
        parts.clear();
        parts.extend(self.shares.iter().zip(&self.roster.pools).map(|((share, kind), pool)| {
            let demands = pool.sharing.iter().map(|place| self.demand(*place, flop_rate));
            let demand = demands.sum();
            Part { kind: *kind, size: share * chips, slots: pool.occupied, demand }
        }));
    }

    /// How many chips a job that shares can use at most.
    fn demand(&self, place: u32, flop_rate: f64) -> f64 {
        let placed = self.roster.get(place);
        if placed.phase == Phase::Restarting {
            return 0.0;
        }
        placed.job.demand().map_or(f64::INFINITY, |demand| demand.value() / flop_rate)
    }

    /// Takes chips from those that have too many and gives them to those that
    /// wait: in pools that have their own first, then in what is not reserved,
    /// then in what that leaves.
    fn admit_all(&mut self, cx: &mut Cx<Self>, chips: f64, scratch: &mut Scratch) {
        self.parts(chips, &mut scratch.parts);
        let has_own = |kind| matches!(kind, Some(ReservationKind::Hard | ReservationKind::Lending));
        for first in [true, false] {
            for pool in 0..self.shares.len() - 1 {
                if has_own(self.shares[pool].1) == first {
                    self.admit(cx, pool, &mut scratch.parts);
                }
            }
            if first {
                self.admit(cx, self.shares.len() - 1, &mut scratch.parts);
            }
        }
    }

    fn admit(&mut self, cx: &mut Cx<Self>, pool: usize, parts: &mut [Part]) {
        let limit = whole(room(parts, pool));
        while self.roster.pools[pool].occupied > limit {
            let last = *self.roster.pools[pool].running.last().expect("somebody occupies chips");
            if self.roster.get(last).phase == Phase::Restarting {
                cx.stop_clock(Clock::Restart(last));
            }
            self.tell_left(cx, last);
            self.roster.pause(last);
            cx.count("pauses");
        }
        let mut next = 0;
        while let Some(place) = self.roster.pools[pool].returning.get(next).copied() {
            if self.roster.pools[pool].occupied + self.roster.slots(place) <= limit {
                self.tell_left(cx, place);
                self.roster.run(place, cx.now());
            } else {
                next += 1;
            }
        }
        while let Some(place) = self.next_to_begin(pool) {
            if self.roster.pools[pool].occupied + self.roster.slots(place) > limit {
                break;
            }
            self.begin(cx, place);
        }
        parts[pool].slots = self.roster.pools[pool].occupied;
    }

    /// Who is the next of a pool to begin, once enough chips are free. Nobody overtakes those
    /// who had their chips before, where people queue.
    fn next_to_begin(&self, pool: usize) -> Option<u32> {
        let pool = &self.roster.pools[pool];
        let is_closed = self.parameters.when_full == WhenFull::Queue && !pool.returning.is_empty();
        pool.next_waiting().filter(|_| !is_closed)
    }

    /// Tells how much of a job is left that stands still or goes on.
    pub(super) fn tell_left(&self, cx: &mut Cx<Self>, place: u32) {
        if let Some(left) = cx.left(Clock::Job(place)) {
            cx.job_left(&self.roster.get(place).job, left);
        }
    }

    /// Divides what whole chips leave, where there are so many in all, now or
    /// later.
    fn divide(&mut self, chips: f64, scratch: &mut Scratch, later: bool) {
        let Scratch { parts, sharers, parties, division } = scratch;
        self.parts(chips, parts);
        let flop_rate = self.supply.rating().flop_rate;
        for pool in 0..self.roster.pools.len() {
            let Pool { sharing, occupied, .. } = &self.roster.pools[pool];
            if sharing.is_empty() {
                continue;
            }
            let left = room(parts, pool) - *occupied as f64;
            // What is left of a part that others take whole is how their sum was rounded.
            let left = if left > RESIDUE * chips { left } else { 0.0 };
            sharers.clear();
            sharers.extend(sharing.iter().map(|job| Sharer {
                demand: self.demand(*job, flop_rate),
                weight: self.roster.get(*job).job.weight(),
            }));
            let job = |place: &u32| &self.roster.get(*place).job;
            if sharing.iter().any(|place| job(place).is_beside_another()) {
                parties.clear();
                parties.extend(sharing.iter().map(|place| job(place).party()));
                division.divide(left, sharers, parties);
            } else {
                water_fill(left, sharers, &mut division.shares);
            }
            let Roster { pools, places, .. } = &mut self.roster;
            for (job, chips) in pools[pool].sharing.iter().zip(division.shares.iter()) {
                let placed = places[*job as usize].as_mut().expect("it is there");
                *(if later { &mut placed.chips_later } else { &mut placed.chips }) = *chips;
            }
        }
    }

    /// Divides the chips as they are, and as they will be where they are looked at
    /// again.
    fn course(&mut self, chips: f64, scratch: &mut Scratch) -> Course {
        self.divide(chips, scratch, false);
        let growth = self.supply.growth();
        // What is whole or has an end grows in another way than the rest.
        let alike = growth == 0.0
            || self.roster.pools.iter().all(|pool| {
                let demand = |job: &u32| self.roster.get(*job).job.demand();
                // One that pauses has nothing, now and later.
                let limited = |job: &u32| demand(job).is_some_and(|rate| rate.value() > 0.0);
                pool.occupied == 0 && !pool.sharing.iter().any(limited)
            });
        let mut course = Course { growth, alike, step: LOOK_AGAIN };
        while !course.alike {
            self.divide(chips * libm::exp(course.step), scratch, true);
            if course.step <= FINEST || self.is_smooth() {
                // Whoever reads the parts from here on means them as they are now.
                self.parts(chips, &mut scratch.parts);
                break;
            }
            course.step /= 2.0;
        }
        course
    }

    /// Whether nobody comes to have all that it can use, or begins or ceases to have
    /// anything, between now and later, and nobody gets more than twice as much.
    fn is_smooth(&self) -> bool {
        let flop_rate = self.supply.rating().flop_rate;
        let shared = self.roster.pools.iter().flat_map(|pool| &pool.sharing);
        shared.into_iter().all(|job| {
            let demand = self.demand(*job, flop_rate);
            let Placed { chips: now, chips_later: later, .. } = *self.roster.get(*job);
            let goes_on = later > 0.0 || now == 0.0;
            (now == demand) == (later == demand) && later <= 2.0 * now && goes_on
        })
    }

    /// Gives those their pace whose chips may be others, and says whether they are.
    fn pace(&mut self, cx: &mut Cx<Self>, course: Course) -> bool {
        let now = cx.now();
        let flop_rate = self.supply.rating().flop_rate;
        let Roster { news, pools, places, .. } = &mut self.roster;
        let mut changed = false;
        let shared = pools.iter().flat_map(|pool| pool.sharing.iter().copied());
        for place in news.drain(..).chain(shared) {
            let placed = places[place as usize].as_mut();
            let Some(placed) = placed.filter(|placed| placed.has_begun()) else {
                continue;
            };
            let pace = course.pace(placed.chips * flop_rate, placed.chips_later * flop_rate);
            if is_still(pace, placed.pace_at(now)) {
                continue;
            }
            (placed.pace, placed.paced) = (pace, now);
            cx.set_speed(Clock::Job(place), pace);
            cx.job_runs(&placed.job, pace);
            if placed.job.is_followed() {
                cx.send(placed.host, Signal::Granted(placed.job.identity(), pace));
            }
            changed = true;
        }
        changed
    }

    /// Tells the watchers.
    fn show(&self, cx: &mut Cx<Self>, course: Course, chips: f64) {
        let rating = self.supply.rating();
        let shown =
            [(self.channels.compute, rating.flop_rate), (self.channels.power, rating.power)];
        for (channel, per_chip) in shown {
            let Some(channel) = channel else {
                continue;
            };
            // Where not all grow alike nothing is said of growth: it is shown anew.
            let growth = if course.alike { course.growth } else { 0.0 };
            let mut footprint = Footprint::nothing(channel, chips * per_chip).growing(growth);
            for (_, placed) in self.roster.iter() {
                footprint.add(&placed.job, placed.chips * per_chip);
            }
            for watcher in cx.links_in(Link::Watches) {
                cx.show(watcher, &footprint);
            }
        }
    }

    /// Reports what is delivered, and what could be.
    fn flow_all(&mut self, cx: &mut Cx<Self>, course: Course, chips: f64, scratch: &Scratch) {
        let rate = self.supply.rating().flop_rate;
        let open = self.shares.len() - 1;
        let mut sums = [(0.0, 0.0); 2];
        for (place, pool) in self.roster.pools.iter().enumerate() {
            let whole = (pool.occupied - pool.restarting) as f64 * rate;
            let mut sum = (whole, whole);
            for placed in pool.sharing.iter().map(|job| self.roster.get(*job)) {
                sum.0 += placed.chips * rate;
                sum.1 += placed.chips_later * rate;
            }
            for total in &mut sums[..if place == open { 1 } else { 2 }] {
                *total = (total.0 + sum.0, total.1 + sum.1);
            }
        }
        let [delivered, reserved] = sums.map(|(now, later)| course.pace(now, later));
        let (lent, taken) = borrowed(&scratch.parts);
        let lent = (lent + taken) * rate;
        let growth = if course.alike { libm::exp(course.step) } else { 1.0 };
        let borrowed = course.pace(lent, lent * growth);
        let whole = |part: f64| match self.supply.growth() {
            0.0 => Pace::Constant(part * chips * rate),
            growth => Pace::Exponential { speed: part * chips * rate, growth },
        };
        let (capacity, withheld) = (whole(1.0), whole(self.withheld));
        // What goes up by its mean in a year is that mean at the end of the year.
        let watts = self.supply.rating().power / rate / SECONDS_PER_YEAR;
        let power = delivered.times(watts);
        let flows = [delivered, reserved, borrowed, capacity, withheld, power];
        for (place, pace) in flows.into_iter().enumerate() {
            self.flow(cx, place, pace);
        }
    }

    /// Reports how many jobs orders hold.
    pub(super) fn flow_halted(&mut self, cx: &mut Cx<Self>) {
        let held = |phase| matches!(phase, Phase::Held { .. });
        let halted = self.roster.iter().filter(|(_, placed)| held(placed.phase)).count();
        self.flow(cx, HALTED, Pace::Constant(halted as f64));
    }

    /// Says at which pace something goes on, if it does not go on as it did.
    fn flow(&mut self, cx: &mut Cx<Self>, place: usize, pace: Pace) {
        let now = cx.now();
        let is_news = match self.flows.0[place] {
            Some((last, since)) => !is_still(pace, last.after((now - since).seconds())),
            None => pace.speed() > 0.0,
        };
        if is_news {
            self.flows.0[place] = Some((pace, now));
            cx.flow(FLOWS[place], pace);
        }
    }

    /// Arms the clock for the next instant at which there are other chips, or at
    /// which those who grow otherwise than the whole are looked at again.
    fn look_again(&mut self, cx: &mut Cx<Self>, course: Course, scratch: &Scratch) {
        let mut at = self.supply.next_change();
        if course.growth > 0.0 {
            let now = cx.now();
            if !course.alike {
                at = at.min(self.supply.grown(now, libm::exp(course.step)));
            }
            for pool in 0..self.shares.len() {
                at = at.min(self.enough(pool, now, &scratch.parts));
            }
        }
        if at != self.change {
            self.change = at;
            if at == Time::NEVER {
                cx.stop_clock(Clock::Change);
            } else {
                cx.ring_at(Clock::Change, at);
            }
        }
    }

    /// When growing chips may be enough for one that waits in a pool.
    fn enough(&self, place: usize, now: Time, parts: &[Part]) -> Time {
        let pool = &self.roster.pools[place];
        let waiting = pool.returning.iter().copied().chain(self.next_to_begin(place));
        let Some(least) = waiting.map(|job| self.roster.slots(job)).min() else {
            return Time::NEVER;
        };
        // What others use without limit does not grow for this pool.
        let growing = |part: &&Part| match part.kind {
            Some(ReservationKind::Hard) => false,
            Some(ReservationKind::Lending) => part.slots as f64 + part.demand < part.size,
            Some(ReservationKind::Preemptible) => true,
            None => false,
        };
        let own = parts[place].size;
        let sizes: f64 = match parts[place].kind {
            None => own + parts.iter().filter(growing).map(|part| part.size).sum::<f64>(),
            Some(_) => own,
        };
        let room = room(parts, place);
        if sizes == 0.0 || room == 0.0 {
            return Time::NEVER;
        }
        let missing = (pool.occupied + least) as f64 - room;
        self.supply.grown(now, 1.0 + (missing / sizes).max(FINEST))
    }
}
