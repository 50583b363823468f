//! Runs of a program, one after another: each is waited for, submitted to whoever hosts it,
//! and put to use after its end.
//!
//! It lacks what a run is for and what comes of it, which each program has. While a job runs
//! it is its host's business, orders about it too; a program itself stands still only
//! between runs.

use std::collections::BTreeMap;

use crate::engine::{Clocks, Context};
use crate::oversight::{Commanding, Job, Link, Order, Oversight, Signal, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::Flop;
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::holds::{Change, Holds};

/// What a program is at, where `C` is what it waits for.
#[derive(Clone)]
pub(super) struct Runs<C> {
    now: Now<C>,
    holds: Holds,
    /// Whether nothing is planned any more.
    over: bool,
}

#[derive(Clone)]
enum Now<C> {
    /// It waits for a clock: to begin this job, or to put to use what came of it.
    Waits(C, Job),
    /// This job was submitted.
    Runs(Run),
    /// Nothing is under way.
    Idle,
}

/// A job from its submission to its end.
#[derive(Clone)]
pub(super) struct Run {
    /// The job.
    pub job: Job,
    /// When it was submitted.
    pub submitted: Time,
    /// Whether those who hear of the program's work have heard of it.
    told: bool,
}

impl<C> Default for Runs<C> {
    fn default() -> Self {
        Self { now: Now::Idle, holds: Holds::default(), over: false }
    }
}

impl<C: Clocks> Runs<C> {
    /// Whether nothing is planned any more.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        matches!(self.now, Now::Idle)
    }

    /// Waits as long as a law says: from now on the job can be held.
    pub fn wait(
        &mut self,
        cx: &mut Context<'_, Oversight, C>,
        (clock, law): (C, &Law<Span>),
        job: Job,
    ) {
        cx.start_law(clock, law);
        cx.job_is_planned(&job);
        if self.holds.is_held() {
            cx.set_speed(clock, 0.0);
            self.holds.orders().for_each(|order| cx.job_halts(&job, order));
        }
        self.now = Now::Waits(clock, job);
    }

    /// The job that was waited for, when the clock has rung.
    pub fn waited(&mut self) -> Option<Job> {
        match std::mem::replace(&mut self.now, Now::Idle) {
            Now::Waits(_, job) => Some(job),
            other => {
                self.now = other;
                None
            }
        }
    }

    /// Submits a job to whoever hosts the program.
    pub fn submit(&mut self, cx: &mut Context<'_, Oversight, C>, job: Job) {
        for host in cx.links_in(Link::Hosts) {
            cx.submit(host, &job);
        }
        self.now = Now::Runs(Run { job, submitted: cx.now(), told: false });
    }

    /// The job of this identity began, and for the first time if it says so.
    pub fn began(&mut self, cx: &mut Context<'_, Oversight, C>, identity: Identity) -> bool {
        match &mut self.now {
            Now::Runs(run) if run.job.identity() == identity && !run.told => {
                run.told = true;
                cx.tell_of(&run.job, true);
                true
            }
            Now::Runs(_) | Now::Waits(..) | Now::Idle => false,
        }
    }

    /// The run of this job ended, if it is the one that runs; nothing is under way then.
    pub fn ended(&mut self, cx: &mut Context<'_, Oversight, C>, identity: Identity) -> Option<Run> {
        match std::mem::replace(&mut self.now, Now::Idle) {
            Now::Runs(run) if run.job.identity() == identity => {
                if run.told {
                    cx.tell_of(&run.job, false);
                }
                Some(run)
            }
            other => {
                self.now = other;
                None
            }
        }
    }

    /// Whether this job is the one that runs.
    pub fn is_running(&self, identity: Identity) -> bool {
        matches!(&self.now, Now::Runs(run) if run.job.identity() == identity)
    }

    /// Plans nothing any more, and takes back what was submitted.
    pub fn end(&mut self, cx: &mut Context<'_, Oversight, C>) {
        self.over = true;
        match std::mem::replace(&mut self.now, Now::Idle) {
            Now::Waits(clock, job) => {
                cx.stop_clock(clock);
                cx.job_ends(&job);
            }
            Now::Runs(run) => {
                if run.told {
                    cx.tell_of(&run.job, false);
                } else {
                    // A host that refuses it meanwhile does not end it in the books.
                    cx.job_ends(&run.job);
                }
                for host in cx.links_in(Link::Hosts) {
                    cx.send(host, Signal::Withdraw(run.job.identity()));
                }
            }
            Now::Idle => {}
        }
    }

    /// Stands still between runs while an order holds the program; what is left of the
    /// time that it waits is kept.
    pub fn obey(&mut self, cx: &mut Context<'_, Oversight, C>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| is_about_me(cx, order)) else {
            return;
        };
        let change = self.holds.obey(order, command);
        let Now::Waits(clock, job) = &self.now else {
            return;
        };
        match change {
            Change::Holds => {
                cx.set_speed(*clock, 0.0);
                cx.job_halts(job, order);
            }
            Change::Frees => {
                cx.set_speed(*clock, 1.0);
                cx.job_resumes(job, order);
            }
            Change::Lifts => cx.job_resumes(job, order),
            Change::Nothing => {}
        }
    }
}

/// Whether an order is about the program, what its work runs on and goes into, the model
/// that powers it, or whoever owns it.
fn is_about_me<C: Clocks>(cx: &Context<'_, Oversight, C>, order: &Order) -> bool {
    let is_suspect = |link| cx.other(link) == order.suspect();
    order.suspect() == cx.me()
        || cx.links_in(Link::Hosts).any(is_suspect)
        || cx.links(Link::Deploys).any(is_suspect)
        || cx.links_in(Link::Powers).any(is_suspect)
        || cx.links_in(Link::Owns).any(is_suspect)
}

/// How efficient software has become since the start, by each who says so.
#[derive(Clone, Default)]
pub(super) struct Efficiency(BTreeMap<ActorId, f64>);

impl Efficiency {
    /// Somebody says that it has become so many orders of magnitude more efficient.
    pub fn hear(&mut self, from: ActorId, magnitude: f64) {
        let known = self.0.entry(from).or_insert(magnitude);
        // What is less is older news that came late: software does not become worse.
        *known = known.max(magnitude);
    }

    /// By how many orders of magnitude in all.
    pub fn magnitude(&self) -> f64 {
        self.0.values().sum()
    }

    /// By which factor in all.
    pub fn factor(&self) -> f64 {
        self.factor_beside(0.0)
    }

    /// The same beside what it was more efficient by already, in orders of magnitude.
    pub fn factor_beside(&self, already: f64) -> f64 {
        libm::pow(10.0, self.0.values().fold(already, |all, one| all + one)).min(f64::MAX)
    }
}

/// This many FLOP, or the most that there can be.
pub(super) fn flop(number: f64) -> Flop {
    Flop::new(number.min(f64::MAX))
}
