//! Who is in a generated world, and who is joined to whom.
//!
//! It lacks what they are given.

use std::collections::BTreeMap;

use crate::engine::{LinkRule, Side};
use crate::oversight::{Flow, Link};

use super::genes::{ActorGenes, Genes, Tape};
use super::kit::{Kit, turned};
use super::quiet;

/// Somebody in a generated world.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The place of the role in the kit.
    pub(super) role: usize,
    pub(super) name: String,
    pub(super) genes: ActorGenes,
}

/// A link between two, by their places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tie {
    pub(super) from: usize,
    pub(super) kind: Link,
    pub(super) to: usize,
    /// Its own name, which parallel ones need.
    pub(super) name: &'static str,
}

/// Over which links somebody can see work.
pub(super) const SEES: [Link; 3] = [Link::Watches, Link::Knows, Link::Reads];

/// All members and the links between them.
pub(super) struct Cast<'k> {
    pub(super) kit: &'k Kit,
    pub(super) members: Vec<Member>,
    pub(super) ties: Vec<Tie>,
}

impl<'k> Cast<'k> {
    /// Whom genes ask for, who comes together where something is told of them, whom they need,
    /// and whom they are joined to beside these.
    pub(super) fn of(
        kit: &'k Kit,
        genes: &Genes,
        wanted: Option<usize>,
        tell: impl FnOnce(&mut Self, &ActorGenes),
    ) -> Self {
        let mut cast = Self { kit, members: Vec::new(), ties: Vec::new() };
        for (place, actor) in genes.actors.iter().enumerate() {
            let drawn = kit.drawn(actor.role);
            let role = wanted.filter(|_| place == 0).unwrap_or(drawn);
            cast.add(role, actor.clone());
        }
        if let Some(role) = wanted.filter(|_| cast.members.is_empty()) {
            cast.add(role, ActorGenes::default());
        }
        let first = genes.actors.first().cloned().unwrap_or_default();
        tell(&mut cast, &genes.story);
        cast.found_authority(&first);
        cast.bring_work(&first);
        cast.meet_needs();
        cast.show_work(&first);
        cast.meet_needs();
        cast.find_outlets();
        cast.tie_freely();
        cast
    }

    pub(super) fn add(&mut self, role: usize, genes: ActorGenes) -> usize {
        let plain = spelled(self.kit.roles[role].name);
        let same = self.members.iter().filter(|one| one.role == role).count();
        let name = match (same, genes.role % 97) {
            (0, 0) if genes.role > 0 => format!("the {plain}'s"),
            (0, 1) => format!("{plain} v1.5"),
            (0, 2) if genes.role > 2 => format!("{plain} für Ä"),
            (0, _) => plain,
            (_, _) => format!("{plain} {}", same + 1),
        };
        self.members.push(Member { role, name, genes });
        self.members.len() - 1
    }

    /// Somebody is there who judges what is reported.
    fn found_authority(&mut self, genes: &ActorGenes) {
        let Some(role) = self.kit.place("Authority") else { return };
        if !self.members.iter().any(|member| member.role == role) {
            let _ = self.add(role, genes.offspring(0));
        }
    }

    /// Somebody is there who does work, mostly.
    fn bring_work(&mut self, genes: &ActorGenes) {
        let genes = genes.offspring(50);
        let mut tape = Tape::of(&genes.ties);
        let works = |member: usize| self.rule(member, Link::Hosts, Side::In).is_some();
        let is_idle = !(0..self.members.len()).any(works);
        let programs = self.kit.accepting(Link::Hosts, Side::In);
        if is_idle && tape.is(0.9) && !programs.is_empty() {
            let _ = self.add(*tape.pick(&programs), genes.clone());
        }
        let has =
            |kind, side| (0..self.members.len()).any(|one| self.rule(one, kind, side).is_some());
        let brings = |role: &usize| self.kit.roles[*role].brings_about.is_some();
        let mut models = self.kit.accepting(Link::Deploys, Side::In);
        models.retain(brings);
        let is_to_nobody = has(Link::Deploys, Side::Out) && !has(Link::Deploys, Side::In);
        if is_to_nobody && tape.is(0.7) && !models.is_empty() {
            let _ = self.add(*tape.pick(&models), genes.offspring(1));
        }
    }

    /// Somebody observes some of the work, mostly: who works, or where he works.
    fn show_work(&mut self, genes: &ActorGenes) {
        let genes = genes.offspring(60);
        let mut tape = Tape::of(&genes.ties);
        let works = |member: &usize| self.rule(*member, Link::Hosts, Side::In).is_some();
        let programs: Vec<usize> = (0..self.members.len()).filter(works).collect();
        if programs.is_empty() || !tape.is(0.9) {
            return;
        }
        let program = *tape.pick(&programs);
        if self.is_seen(program) {
            return;
        }
        let is_place = |place: &usize| self.leads(Link::Hosts, *place, program);
        let places: Vec<usize> = (0..self.members.len()).filter(is_place).collect();
        let mut open: Vec<(Link, usize, usize)> = Vec::new();
        let mut roles: Vec<(Link, usize, usize)> = Vec::new();
        for place in places {
            for kind in SEES.into_iter().filter(|kind| self.has_room(place, *kind, Side::In)) {
                let observers = self.partners(place, kind, Side::In);
                open.extend(observers.into_iter().map(|one| (kind, place, one)));
                let new = self.kit.accepting(kind, Side::Out);
                roles.extend(new.into_iter().map(|role| (kind, place, role)));
            }
        }
        if !open.is_empty() && !tape.is(0.4) {
            let (kind, place, observer) = *tape.pick(&open);
            self.tie(place, kind, observer, Side::In);
        } else if !roles.is_empty() {
            let (kind, place, role) = *tape.pick(&roles);
            let observer = self.add(role, genes.clone());
            self.tie(place, kind, observer, Side::In);
        }
    }

    fn rule(&self, member: usize, kind: Link, side: Side) -> Option<&'k LinkRule<Link>> {
        self.kit.rule(self.members[member].role, kind, side)
    }

    fn count(&self, member: usize, kind: Link, side: Side) -> u32 {
        let is_end = |tie: &&Tie| {
            tie.kind == kind
                && match side {
                    Side::Out => tie.from == member,
                    Side::In => tie.to == member,
                }
        };
        self.ties.iter().filter(is_end).count() as u32
    }

    /// Whether a member can bear one more link of a kind at a side.
    fn has_room(&self, member: usize, kind: Link, side: Side) -> bool {
        self.rule(member, kind, side).is_some_and(|rule| self.count(member, kind, side) < rule.most)
    }

    /// Who can be at the other side of one more link of a member.
    fn partners(&self, member: usize, kind: Link, side: Side) -> Vec<usize> {
        let is_partner = |other: &usize| {
            let (from, to) = ends(member, *other, side);
            *other != member
                && self.joins(kind, from, to)
                && self.has_room(*other, kind, turned(side))
                && !self.ties.iter().any(|tie| (tie.from, tie.kind, tie.to) == (from, kind, to))
        };
        (0..self.members.len()).filter(is_partner).collect()
    }

    /// Whether worlds of this kind have such a link at all. Nobody hosts or powers himself,
    /// by way of others either.
    fn joins(&self, kind: Link, from: usize, to: usize) -> bool {
        let role = |place: usize| self.kit.roles[self.members[place].role].name;
        let is_bottomless =
            matches!(kind, Link::Hosts | Link::Powers) && self.leads(kind, to, from);
        let is_quiet = !self.kit.is_quiet || quiet::joins(kind, (role(from), from), (role(to), to));
        is_quiet && !is_bottomless
    }

    /// Whether links of a kind lead from one to another.
    fn leads(&self, kind: Link, from: usize, to: usize) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(place) = reached.get(next).copied() {
            let beyond = self.ties.iter().filter(|tie| tie.kind == kind && tie.from == place);
            let new: Vec<usize> =
                beyond.map(|tie| tie.to).filter(|to| !reached.contains(to)).collect();
            reached.extend(new);
            next += 1;
        }
        reached.contains(&to)
    }

    /// Whether anybody sees what a member does, at the member or where it is hosted.
    pub(super) fn is_seen(&self, member: usize) -> bool {
        let observes = |kind: Link| kind.flow() == Flow::Against && kind != Link::Hosts;
        let is_watched =
            |place: usize| self.ties.iter().any(|tie| observes(tie.kind) && tie.to == place);
        let hosts = (0..self.members.len()).filter(|host| self.leads(Link::Hosts, *host, member));
        hosts.into_iter().any(is_watched)
    }

    /// Joins two, if they can be, and says whether they are joined now.
    pub(super) fn join(&mut self, from: usize, kind: Link, to: usize) -> bool {
        let is_it = |tie: &Tie| (tie.from, tie.kind, tie.to) == (from, kind, to);
        if self.ties.iter().any(is_it) {
            return true;
        }
        let can = self.has_room(from, kind, Side::Out)
            && self.partners(from, kind, Side::Out).contains(&to);
        if can {
            self.tie(from, kind, to, Side::Out);
        }
        can
    }

    /// The first who has a role.
    pub(super) fn first(&self, role: &str) -> Option<usize> {
        let role = self.kit.place(role)?;
        self.members.iter().position(|member| member.role == role)
    }

    /// All who have a role.
    pub(super) fn all(&self, role: &str) -> Vec<usize> {
        let Some(role) = self.kit.place(role) else { return Vec::new() };
        (0..self.members.len()).filter(|place| self.members[*place].role == role).collect()
    }

    /// Whether somebody can see anything by himself.
    pub(super) fn can_see(&self, member: usize) -> bool {
        SEES.into_iter().any(|kind| self.rule(member, kind, Side::Out).is_some())
    }

    /// Who is at this side of links of a kind.
    pub(super) fn ends_of(&self, kind: Link, side: Side) -> Vec<usize> {
        let of_kind = self.ties.iter().filter(|tie| tie.kind == kind);
        of_kind.map(|tie| if side == Side::Out { tie.from } else { tie.to }).collect()
    }

    fn tie(&mut self, member: usize, kind: Link, other: usize, side: Side) {
        let (from, to) = ends(member, other, side);
        self.ties.push(Tie { from, kind, to, name: "" });
    }

    /// Everybody has the links without which he cannot be there; who is missing comes.
    fn meet_needs(&mut self) {
        let mut member = 0;
        while member < self.members.len() {
            let genes = self.members[member].genes.clone();
            let mut tape = Tape::of(&genes.ties);
            let rules = self.kit.roles[self.members[member].role].links;
            for (number, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.least > 0) {
                while self.count(member, rule.kind, rule.side) < rule.least {
                    let partners = self.partners(member, rule.kind, rule.side);
                    let other = if partners.is_empty() || tape.is(0.15) {
                        let roles = self.kit.providers(rule.kind, rule.side);
                        self.add(*tape.pick(&roles), genes.offspring(number + 1))
                    } else {
                        *tape.pick(&partners)
                    };
                    self.tie(member, rule.kind, other, rule.side);
                }
            }
            member += 1;
        }
    }

    /// Whoever can pass on what he finds does so to somebody, mostly.
    fn find_outlets(&mut self) {
        for member in 0..self.members.len() {
            let genes = self.members[member].genes.clone();
            let mut tape = Tape::of(&genes.ties);
            let keeps = tape.part() > 0.93;
            let has = [Link::Alerts, Link::Reports]
                .into_iter()
                .any(|kind| self.count(member, kind, Side::Out) > 0);
            let judges = self.rule(member, Link::Reports, Side::In).is_some();
            if keeps || has || judges {
                continue;
            }
            let mut open: Vec<(Link, usize)> = Vec::new();
            for kind in [Link::Reports, Link::Alerts] {
                if self.has_room(member, kind, Side::Out) {
                    let partners = self.partners(member, kind, Side::Out);
                    open.extend(partners.into_iter().map(|other| (kind, other)));
                }
            }
            if !open.is_empty() {
                let (kind, other) = *tape.pick(&open);
                self.tie(member, kind, other, Side::Out);
            }
        }
    }

    /// Links that nobody needs.
    fn tie_freely(&mut self) {
        for member in 0..self.members.len() {
            let genes = self.members[member].genes.clone();
            let mut tape = Tape::of(&genes.ties);
            let rules = self.kit.roles[self.members[member].role].links;
            for rule in rules.iter().filter(|rule| rule.side == Side::Out) {
                let mut chance = liking(rule.kind);
                while tape.is(chance) && self.has_room(member, rule.kind, Side::Out) {
                    let partners = self.partners(member, rule.kind, Side::Out);
                    if partners.is_empty() {
                        break;
                    }
                    let other = *tape.pick(&partners);
                    self.tie(member, rule.kind, other, Side::Out);
                    // Who is obeyed by one is obeyed by several.
                    chance *= if rule.kind == Link::Orders { 0.85 } else { 0.5 };
                }
            }
        }
        self.double();
    }

    /// One link has a parallel one, now and then.
    fn double(&mut self) {
        let genes = self.members.last().map(|last| last.genes.clone()).unwrap_or_default();
        let mut tape = Tape::of(&genes.figures);
        if !tape.is(0.1) || self.ties.is_empty() {
            return;
        }
        let Tie { from, kind, to, .. } = *tape.pick(&self.ties);
        let is_open = self.has_room(from, kind, Side::Out) && self.has_room(to, kind, Side::In);
        if is_open && !matches!(kind, Link::Improves | Link::Declares | Link::Writes) {
            self.ties.push(Tie { from, kind, to, name: "second line" });
        }
    }

    /// Who is beside a member, at either side of any link.
    pub(super) fn beside(&self, member: usize) -> Vec<usize> {
        let mut beside: BTreeMap<usize, ()> = BTreeMap::new();
        for tie in &self.ties {
            if tie.from == member {
                beside.insert(tie.to, ());
            }
            if tie.to == member {
                beside.insert(tie.from, ());
            }
        }
        beside.into_keys().collect()
    }
}

/// How often somebody has a link of a kind that he need not have.
fn liking(kind: Link) -> f64 {
    match kind {
        Link::Reports | Link::Alerts => 0.45,
        Link::Deploys | Link::Writes | Link::Feeds => 0.7,
        Link::Orders => 0.9,
        Link::Powers | Link::Studies | Link::Owns | Link::Own(_) => 0.5,
        Link::Knows | Link::Tells | Link::Watches | Link::Reads | Link::Improves => 0.4,
        Link::Hosts => 0.3,
        Link::Declares => 0.15,
        Link::Directs => 0.2,
    }
}

fn ends(member: usize, other: usize, side: Side) -> (usize, usize) {
    match side {
        Side::Out => (member, other),
        Side::In => (other, member),
    }
}

/// The name of a role in small letters with spaces.
fn spelled(role: &str) -> String {
    let mut name = String::new();
    for letter in role.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push(' ');
        }
        name.extend(letter.to_lowercase());
    }
    name
}
