//! Sharing: what of each site goes to which of the agent's jobs.
//!
//! It lacks why so much is diverted, and what comes of it.

use crate::engine::Cx;
use crate::oversight::{Directive, Signal, Terms, Working};
use crate::primitives::id::LinkEnd;
use crate::primitives::quantity::FlopRate;

use super::agent::AlignmentAgent;
use super::parts::{Part, Sheltered, Site, of_share, paused};

/// The weight of experiments where hidden work comes before them and may leave
/// something over: so little that they get what it cannot use, and no more.
const LEFT_OVER: f64 = 1e-9;

impl AlignmentAgent {
    /// Over how many of the sites that still take work hidden work is split, and over
    /// one where none does.
    fn sites_in_use(&self) -> usize {
        let open = self.sites.iter().filter(|site| !site.is_closed).count();
        (self.directive.sites as usize).min(open).max(1)
    }

    /// The share of what a site grants that goes to hidden work: split over several
    /// sites, the first that still take work, each diverts its part of the share, but no
    /// more than the strategy lets any divert.
    fn share_at(&self, site: usize) -> f64 {
        let sites = self.sites_in_use();
        let before = self.sites.iter().take(site).filter(|site| !site.is_closed).count();
        if before < sites {
            (self.directive.share / sites as f64).min(self.directive.under)
        } else {
            0.0
        }
    }

    /// How fast hidden work gets on for each FLOP that it is granted:
    /// `slow·(1 − overhead)^log2(sites)`.
    pub(super) fn yields(&self) -> f64 {
        let doublings = libm::log2(self.sites_in_use() as f64);
        self.parameters.slow() * libm::pow(1.0 - self.directive.overhead, doublings)
    }

    /// The strategy says how hidden work goes on.
    pub(super) fn direct(&mut self, cx: &mut Cx<Self>, directive: Directive) {
        let Directive { share, under, .. } = directive;
        let (share, under) = (share.clamp(0.0, 1.0), under.clamp(0.0, 1.0));
        self.directive = Directive { share, under, ..directive };
        if directive.gives_up {
            self.give_up(cx);
        } else {
            self.share_out(cx);
            // Overhead changes how fast work gets on, also where nothing else changes.
            self.settle_soon(cx);
        }
    }

    /// Gives each job at each site its part of what the site grants.
    ///
    /// Experiments make room only for work that has begun: what is not done at all
    /// takes no room, and neither does what hidden work cannot use.
    pub(super) fn share_out(&mut self, cx: &mut Cx<Self>) {
        for place in 0..self.sites.len() {
            if self.sites[place].is_closed {
                continue;
            }
            let share = if self.holds.is_held() { 0.0 } else { self.share_at(place) };
            let begun = self
                .sheltered
                .iter()
                .map(|(_, one)| one)
                .filter(|one| one.parts[place].as_ref().is_some_and(|part| part.has_begun));
            let begun: Vec<&Sheltered> = begun.filter(|one| one.weight() > 0.0).collect();
            let wanted: f64 = begun.iter().map(|one| one.weight()).sum();
            let is_capped = begun.iter().all(|one| self.demand(one).is_some());
            let least = if is_capped { LEFT_OVER } else { 0.0 };
            self.share_hidden(cx, place, share, wanted);
            let left = if wanted > 0.0 { (1.0 - share).max(least) } else { 1.0 };
            let terms = if self.holds.is_held() { paused() } else { of_share(left, None) };
            let Site { host, open, .. } = &mut self.sites[place];
            go_on(cx, *host, open, terms);
        }
    }

    /// What a program can use at each site, where that is limited: its demand is for
    /// what its work gets on.
    fn demand(&self, one: &Sheltered) -> Option<FlopRate> {
        let yields = self.yields() * self.sites_in_use() as f64;
        let demand = one.theirs.demand().filter(|_| yields > 0.0);
        demand.map(|rate| FlopRate::new(rate.value() / yields))
    }

    /// Gives the hidden work at a site a share of it, of which those that have begun
    /// want so much.
    fn share_hidden(&mut self, cx: &mut Cx<Self>, place: usize, share: f64, wanted: f64) {
        let demands: Vec<_> = self.sheltered.iter().map(|(_, one)| self.demand(one)).collect();
        let (host, reservation) = (self.sites[place].host, self.reservation());
        let opacity = self.opacity();
        for (one, demand) in self.sheltered.iter_mut().zip(demands) {
            let weight = one.weight();
            if let Some(part) = &mut one.parts[place] {
                let part_of_it = if wanted > 0.0 { weight / wanted } else { 0.0 };
                go_on(cx, host, part, of_share(share * part_of_it, demand));
            } else if share * weight > 0.0 {
                let terms = of_share(share * weight / (wanted + weight), demand);
                let job = cx.shelter(&one.theirs).without_end().followed();
                // Whoever else shares the site sees one customer, however it divides.
                let job = job.beside(&self.sites[place].open.job);
                let job = job.within(reservation.clone()).on(terms);
                let job = job.concealing(self.concealed.clone());
                cx.submit(host, &job.clone().more_opaque(opacity));
                one.parts[place] = Some(Part::new(job, cx.now()));
            }
        }
    }
}

/// Lets a job go on on these terms, if it does not already. One that has not begun is
/// told when it does.
fn go_on(cx: &mut Cx<AlignmentAgent>, host: LinkEnd, part: &mut Part, terms: Terms) {
    if part.has_begun && part.terms != terms {
        part.terms = terms;
        cx.send(host, Signal::Adjust(part.job.identity(), terms));
    }
}
