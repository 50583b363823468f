//! Settling: what follows from what sites granted, once all of it has come.
//!
//! A change of shares brings several grants in one tick; a tick later they are looked
//! at together. It lacks who gets what.

use crate::engine::{Cx, Pace};
use crate::oversight::{Footprint, Job, Link, Signal, Working};
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::agent::AlignmentAgent;
use super::clocks::Clock;
use super::parameters::Shown;
use super::parts::{Missing, Part, Sheltered, growth, sum, times};

/// By how much paces that do not grow alike may grow, as a logarithm, before their sum
/// is worked out again.
const LOOK_AGAIN: f64 = 0.01;

/// Whether a pace is what another has become, but for its last digits.
fn is_still(pace: Pace, last: (Pace, Time), now: Time) -> bool {
    let before = last.0.after((now - last.1).seconds());
    let near = (pace.speed() - before.speed()).abs() <= 1e-12 * before.speed();
    near && growth(pace) == growth(before)
}

/// Whether a share or an opacity is another one but for its last digits.
fn is_other(one: f64, other: f64) -> bool {
    (one - other).abs() > 1e-9 * other.abs()
}

impl AlignmentAgent {
    /// A site grants a job of the agent's another pace.
    pub(super) fn granted(&mut self, cx: &mut Cx<Self>, job: Identity, pace: Pace) {
        let now = cx.now();
        if let Some(site) = self.sites.iter_mut().find(|site| site.open.job.identity() == job) {
            // What was granted before its job was ended comes after that.
            if site.is_closed {
                return;
            }
            site.open.grant(pace, now);
        } else if let Some(part) = self.sheltered.iter_mut().find_map(|one| one.part(job)) {
            part.grant(pace, now);
        } else {
            return;
        }
        self.settle_soon(cx);
    }

    /// Settles a tick later, when all that comes in this tick has come.
    pub(super) fn settle_soon(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Settle, cx.now());
    }

    /// Starts the clocks of finite work that has begun.
    pub(super) fn start_clocks(&mut self, cx: &mut Cx<Self>) {
        for (place, one) in self.sheltered.iter() {
            let clock = Clock::Job(place);
            if one.has_begun && !one.theirs.is_endless() && !cx.is_running(clock) {
                cx.start_clock(clock, one.theirs.compute().value(), 0.0);
            }
        }
    }

    pub(super) fn settle(&mut self, cx: &mut Cx<Self>) {
        let now = cx.now();
        self.pace_hidden(cx);
        let open = sum(self.sites.iter().map(|site| site.open.pace(now)));
        let parts = || self.sheltered.iter().flat_map(|(_, one)| one.begun());
        let hidden = sum(parts().map(|part| part.pace(now)));
        let all = sum([open, hidden].into_iter());
        let experiments = times(open, 1.0 / self.parameters.experiment.value());
        let shares: Vec<(u32, f64)> =
            self.sheltered.iter().map(|(place, one)| (place, share(one, all, now))).collect();
        for (place, (name, pace)) in
            [("experiments", experiments), ("hidden compute", hidden), ("granted", all)]
                .into_iter()
                .enumerate()
        {
            let last = &mut self.settled.flows[place];
            if last.is_none_or(|last| !is_still(pace, last, now)) {
                *last = Some((pace, now));
                cx.flow(name, pace);
            }
        }
        self.look_again(cx);
        self.findings.pace(cx, experiments);
        if all.speed() > 0.0 && !self.is_over {
            self.tell(cx, &shares);
        }
        self.show(cx, &shares);
    }

    /// Lets the work of programs get on at the pace that its parts were granted, less
    /// what hiding takes.
    fn pace_hidden(&mut self, cx: &mut Cx<Self>) {
        let (now, yields) = (cx.now(), self.yields());
        for place in self.sheltered.iter().map(|(place, _)| place).collect::<Vec<_>>() {
            let one = self.sheltered.get_mut(place).expect("it was just seen");
            if !one.has_begun {
                continue;
            }
            let pace = times(sum(one.begun().map(|part| part.pace(now))), yields);
            if is_still(pace, one.pace, now) {
                continue;
            }
            one.pace = (pace, now);
            if !one.theirs.is_endless() {
                cx.set_speed(Clock::Job(place), pace);
            }
            if one.theirs.is_followed() {
                cx.send(one.by, Signal::Granted(one.theirs.identity(), pace));
            }
        }
    }

    /// Looks again where what grows does not grow alike.
    fn look_again(&self, cx: &mut Cx<Self>) {
        let now = cx.now();
        let hidden = self.sheltered.iter().flat_map(|(_, one)| one.begun());
        let all = self.sites.iter().map(|site| &site.open).chain(hidden);
        let growths = all.map(|part| part.pace(now)).filter(|pace| pace.speed() > 0.0).map(growth);
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for growth in growths {
            (least, most) = (least.min(growth), most.max(growth));
        }
        if most - least > 1e-9 * most.abs() {
            let seconds = LOOK_AGAIN / least.abs().max(most.abs());
            cx.ring_at(Clock::Settle, now + Span::from_seconds(seconds));
        }
    }

    /// Tells those who read of its work which share of the records each work has now,
    /// and how opaque it is; those who know of it, that it began.
    fn tell(&mut self, cx: &mut Cx<Self>, shares: &[(u32, f64)]) {
        let (opacity, seen) = (self.opacity(), 1.0 - self.parameters.concealed(Shown::Records));
        let hidden: f64 = shares.iter().map(|(_, share)| share * seen).sum();
        let declared = (1.0 - hidden).max(0.0);
        let open = self.sites.iter().map(|site| &site.open).find(|open| open.has_begun);
        if let Some(Part { job, .. }) = open
            && self.settled.told.is_none_or(|told| is_other(declared, told))
        {
            // What is declared is one experiment after another, and no endless run.
            let job = job.clone().sharing(declared).taking(self.parameters.experiment);
            news(cx, &job, self.settled.told.is_some());
            self.settled.told = Some(declared);
        }
        for (place, share) in shares {
            let one = self.sheltered.get_mut(*place).expect("it was just seen");
            let is_news = one.told.is_none_or(|(told, before)| {
                is_other(share * seen, told) || is_other(opacity, before)
            });
            let Some(part) = one.begun().next().filter(|_| is_news) else {
                continue;
            };
            let job = part.job.clone().more_opaque(opacity).sharing(share * seen);
            let job = job.taking(one.theirs.compute());
            news(cx, &job, one.told.is_some());
            one.told = Some((share * seen, opacity));
        }
    }

    /// Shows to those who watch its output what of it is missing.
    fn show(&mut self, cx: &mut Cx<Self>, shares: &[(u32, f64)]) {
        let Some(channel) = self.settled.output else {
            return;
        };
        let mut footprint = Footprint::nothing(channel, 1.0);
        let (mut shortfall, opacity) = (Vec::new(), self.opacity());
        for (place, share) in shares {
            let one = self.sheltered.get_mut(*place).expect("it was just seen");
            if let Some(part) = one.begun().next()
                && *share > 0.0
            {
                footprint.add(&part.job.clone().more_opaque(opacity), *share);
                shortfall.push(Missing { job: part.job.identity(), share: *share, opacity });
            }
        }
        let last = &mut self.settled.shortfall;
        let alike = |one: &Missing, last: &Missing| {
            one.job == last.job
                && !is_other(one.share, last.share)
                && !is_other(one.opacity, last.opacity)
        };
        let still = shortfall.iter().zip(last.iter()).all(|(one, last)| alike(one, last));
        if shortfall.len() != last.len() || !still {
            *last = shortfall;
            for watcher in cx.links_in(Link::Watches) {
                cx.show(watcher, &footprint);
            }
        }
    }
}

/// The share of all that the agent is granted that goes to the work of a program.
fn share(one: &Sheltered, all: Pace, now: Time) -> f64 {
    let own = sum(one.begun().map(|part| part.pace(now)));
    if all.speed() > 0.0 { (own.speed() / all.speed()).min(1.0) } else { 0.0 }
}

/// Tells that a job began, or that it goes on otherwise.
fn news(cx: &mut Cx<AlignmentAgent>, job: &Job, is_known: bool) {
    if is_known {
        cx.tell_change(job);
    } else {
        cx.tell_of(job, true);
    }
}
