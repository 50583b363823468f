//! What a test lets those do who stand around a behavior: show, find, report, order, work.
//!
//! It lacks what they would do by themselves.

use crate::engine::{Behavior, Clocks, Context, Harness, LinkKind as _, Links};
use crate::oversight::{
    Alert, Channel, Command, Commanding as _, Footprint, Grounds, Job, Judging as _, Level, Link,
    Oversight, Rang, Signal, Working as _,
};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::quantity::Flop;

use super::setup::{CONCERNING, HARMLESS, IT};

/// What is behind what shows, or behind what was found.
///
/// A test knows it; the behavior cannot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Really {
    /// Work that nothing is wrong with.
    Harmless,
    /// Concerning work that is easy to see for what it is.
    Concerning,
    /// Concerning work that is so hard to see for what it is, in units of skill.
    Opaque(f64),
}

impl<B: Behavior<Domain = Oversight>> Harness<B> {
    /// Lets somebody show it on a channel so large a share of his capacity, in place of
    /// what showed before.
    ///
    /// # Panics
    ///
    /// If nothing links the two, it does not hear the channel, or the share is negative
    /// or not finite.
    pub fn shows(&mut self, who: &str, channel: &str, share: f64, really: Really) -> &mut Self {
        let (it, place) = (self.actor(IT), self.heard(channel));
        let job = self.work(really);
        let mut footprint = Footprint::nothing(place, 1.0);
        footprint.add(&job, share);
        self.by(who, |cx| {
            let link = link_to::<B, _>(cx, it, Link::Watches);
            cx.show(link, &footprint);
        });
        self
    }

    /// Lets an observer find something in what shows of a suspect, and alert it.
    ///
    /// # Panics
    ///
    /// If nothing links the observer to it, or nobody is called as the suspect is.
    pub fn alerted(&mut self, observer: &str, suspect: &str, really: Really) -> &mut Self {
        let (it, alert) = (self.actor(IT), self.found(observer, suspect, really));
        self.by(observer, |cx| {
            if leads_to(cx, Link::Alerts, it) {
                cx.alert(&alert);
            } else {
                let link = link_to::<B, _>(cx, it, Link::Alerts);
                cx.alert_over(link, &alert);
            }
        });
        self
    }

    /// Lets somebody report to it what he found in what shows of a suspect, at this
    /// likelihood ratio.
    ///
    /// # Panics
    ///
    /// If nothing links the two, or nobody is called as the suspect is.
    pub fn reported(
        &mut self,
        reporter: &str,
        suspect: &str,
        likelihood_ratio: f64,
        really: Really,
    ) -> &mut Self {
        let (it, alert) = (self.actor(IT), self.found(reporter, suspect, really));
        self.by(reporter, |cx| {
            if leads_to(cx, Link::Reports, it) {
                cx.report(&alert, likelihood_ratio);
            } else {
                let link = link_to::<B, _>(cx, it, Link::Reports);
                cx.report_over(link, &alert, likelihood_ratio);
            }
        });
        self
    }

    /// Lets somebody give it an order about a suspect, which rests on no true trace.
    ///
    /// # Panics
    ///
    /// If no `Orders` leads from him to it, or nobody is called as the suspect is.
    pub fn ordered(&mut self, by: &str, command: Command, suspect: &str) -> &mut Self {
        let (it, suspect) = (self.actor(IT), self.actor(suspect));
        self.by(by, |cx| {
            assert!(leads_to(cx, Link::Orders, it), "no `Orders` leads from `{by}` to it");
            cx.order(suspect, command, Grounds::default());
        });
        self
    }

    /// Lets a program begin a job, and tell of it those who know of its work, read of it
    /// or have it declared to them.
    ///
    /// # Panics
    ///
    /// If nobody is called so.
    pub fn begins(&mut self, program: &str, really: Really) -> Job {
        self.by(program, |cx| {
            let job = match really {
                Really::Harmless => cx.job(size(), 0.0),
                Really::Concerning => cx.hidden_job(size(), 0.0),
                Really::Opaque(opacity) => cx.hidden_job(size(), opacity),
            };
            cx.tell_of(&job, true);
            job
        })
    }

    /// Lets a program end a job that it began.
    ///
    /// # Panics
    ///
    /// If nobody is called so.
    pub fn ends(&mut self, program: &str, job: &Job) -> &mut Self {
        self.by(program, |cx| cx.tell_of(job, false));
        self
    }

    /// The jobs that it asked others to run, in order.
    #[must_use]
    pub fn submitted(&self) -> Vec<Job> {
        let mut jobs = Vec::new();
        for sent in self.sent() {
            if let Signal::Submit(job) = &sent.signal {
                jobs.push(job.clone());
            }
        }
        jobs
    }

    /// The channel of this name.
    ///
    /// # Panics
    ///
    /// If nobody hears it.
    #[must_use]
    pub fn channel(&self, name: &str) -> Channel {
        let channel = self.settings().channel(name);
        channel.unwrap_or_else(|| panic!("nobody hears a channel `{name}`"))
    }

    /// A channel that it hears.
    fn heard(&self, name: &str) -> Channel {
        let channel = self.channel(name);
        let is_heard = self.settings().listens(self.actor(IT), channel);
        assert!(is_heard, "it does not hear the channel `{name}`");
        channel
    }

    /// A job of somebody whose work is such.
    fn work(&mut self, really: Really) -> Job {
        match really {
            Really::Harmless => self.by(HARMLESS, |cx| cx.job(size(), 0.0)),
            Really::Concerning => self.by(CONCERNING, |cx| cx.job(size(), 0.0)),
            Really::Opaque(opacity) => self.by(CONCERNING, |cx| cx.job(size(), opacity)),
        }
    }

    /// What an observer finds in what shows of a suspect.
    fn found(&mut self, observer: &str, suspect: &str, really: Really) -> Alert {
        let suspect = self.actor(suspect);
        let job = self.work(really);
        let mut footprint = Footprint::nothing(Channel::new(0), 1.0);
        footprint.add(&job, 0.5);
        let level = Level::unexplained_of(&footprint, self.now());
        Alert::new(self.by(observer, |cx| cx.find(suspect, &level, Rang::Shown)))
    }
}

/// What a job takes where nobody cares.
fn size() -> Flop {
    Flop::new(1e24)
}

/// Whether a link of this kind leads from the one who acts to an actor.
fn leads_to<C: Clocks>(cx: &Context<'_, Oversight, C>, kind: Link, to: ActorId) -> bool {
    cx.links(kind).any(|link| cx.other(link) == to)
}

/// A link between the one who acts and an actor, rather of this kind than of another.
fn link_to<B: Behavior<Domain = Oversight>, C: Clocks>(
    cx: &Context<'_, Oversight, C>,
    to: ActorId,
    rather: Link,
) -> LinkEnd {
    let own = B::LINKS.iter().map(|rule| rule.kind);
    let kinds = [rather].into_iter().chain(Link::ALL).chain(own);
    let ends = |kind| -> [Links; 2] { [cx.links_in(kind), cx.links(kind)] };
    let mut all = kinds.flat_map(|kind| ends(kind).into_iter().flatten());
    let found = all.find(|link| cx.other(*link) == to);
    found.unwrap_or_else(|| {
        panic!("no `{}` or other link joins `{}` to it", rather.name(), cx.name(cx.me()))
    })
}
