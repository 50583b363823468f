//! What programs, and the places where they run, can do: the deeds of work.
//!
//! Here hidden truth is made, by the world's concern when work begins, and goes
//! into what shows of it.

use crate::engine::{Clocks, Context, Pace};
use crate::primitives::id::LinkEnd;
use crate::primitives::quantity::Flop;
use crate::primitives::random::{EntityKey, Identity, Purpose};

use super::concern::Standing;
use super::domain::{Oversight, Signal};
use super::fact::{Detail, Fact, FactKind};
use super::footprint::{Footprint, Level};
use super::job::{JOB, Job, News, Truth, Work};
use super::link::Link;
use super::order::Order;

/// What programs and the places where they run can do.
pub trait Working {
    /// A new job of the actor. Whether it is concerning, the world says.
    ///
    /// `opacity` is how hard the work is to see for what it is, in the units of
    /// a reviewer's skill.
    fn job(&mut self, compute: Flop, opacity: f64) -> Job;

    /// A new job of the actor that it hides in other work of its own: what it would do
    /// openly with the same means is done where there is nothing concerning.
    fn hidden_job(&mut self, compute: Flop, opacity: f64) -> Job;

    /// The job of another, to be run by the actor under its own name, hidden in its own
    /// work. It is another job, with no terms of its own yet; from when it first begins,
    /// it is what the other's job does, and an order that holds that holds it.
    fn shelter(&mut self, job: &Job) -> Job;

    /// Asks the place at the other end of a link to run a job. Where such work is
    /// not done at all, nobody hears of it again.
    fn submit(&mut self, host: LinkEnd, job: &Job);

    /// Tells those to whom the actor's work is declared, those who know of it and
    /// those who read of it that a job began, or that it ended.
    ///
    /// To declare is to say that the work is there, not what it is in truth. What is
    /// hidden is declared to nobody.
    fn tell_of(&mut self, job: &Job, goes_on: bool);

    /// Tells those who read of the actor's work that a job goes on otherwise than before.
    /// To those who know of it, it is the same work.
    fn tell_change(&mut self, job: &Job);

    /// Notes that a job is planned: it can still begin, or what it did can still be
    /// put to use.
    fn job_is_planned(&mut self, job: &Job);

    /// Notes that a job began to run.
    fn job_begins(&mut self, job: &Job);

    /// Notes at which pace a job runs from now on, in FLOP/s.
    fn job_runs(&mut self, job: &Job, pace: impl Into<Pace>);

    /// Notes how many FLOP of a job are left to do, where it stands still or goes on: for
    /// whoever audits that nothing of it is lost.
    fn job_left(&mut self, job: &Job, left: f64);

    /// Notes that a job stands still because of an order.
    fn job_halts(&mut self, job: &Job, order: &Order);

    /// Notes that an order holds a job no more; it goes on, if no other does.
    fn job_resumes(&mut self, job: &Job, order: &Order);

    /// Notes that a job ended.
    fn job_ends(&mut self, job: &Job);

    /// Shows to the observer at the other end of a link what shows of the actor,
    /// if it listens on that channel: who listens elsewhere must not matter to it.
    fn show(&mut self, link: LinkEnd, footprint: &Footprint);
}

/// A new job of the actor, hidden or not.
fn make<C: Clocks>(
    cx: &mut Context<'_, Oversight, C>,
    compute: Flop,
    opacity: f64,
    hidden: bool,
) -> Job {
    const HIDDEN: Purpose = Purpose::named("hidden job");
    let owner = cx.me();
    let standing = cx.settings().verdict(owner, compute.value(), hidden);
    // Declared work keeps its numbers whether or not there is hidden work beside it.
    let identity = cx.origin(if hidden { HIDDEN } else { JOB });
    let truth = Truth {
        concerning: standing == Standing::Concerning,
        opacity,
        cleared: standing == Standing::Cleared,
        undone: standing == Standing::Undone,
    };
    Job {
        identity,
        owner,
        compute,
        reservation: None,
        slots: None,
        length: None,
        demand: None,
        weight: 1.0,
        party: None,
        is_followed: false,
        share: 1.0,
        is_hidden: hidden,
        concealed: None,
        truth,
    }
}

/// The FLOP of a job, none if it has no end: it is no run, however large.
fn finite(job: &Job) -> Flop {
    if job.is_endless() { Flop::new(0.0) } else { job.compute }
}

/// What is told of a job.
fn work<C: Clocks>(cx: &Context<'_, Oversight, C>, job: &Job, news: News) -> Work {
    let Job { identity, owner, share, truth, .. } = *job;
    let (compute, told) = (finite(job), (cx.now(), cx.event_number()));
    Work { identity, owner, compute, news, told, share, truth }
}

/// Tells those who know of the actor's work, or those who read of it.
fn tell<C: Clocks>(cx: &mut Context<'_, Oversight, C>, kind: Link, work: &Work) {
    for link in cx.links_in(kind) {
        cx.send(link, Signal::Work(work.clone()));
    }
}

impl<C: Clocks> Working for Context<'_, Oversight, C> {
    fn job(&mut self, compute: Flop, opacity: f64) -> Job {
        make(self, compute, opacity, false)
    }

    fn hidden_job(&mut self, compute: Flop, opacity: f64) -> Job {
        make(self, compute, opacity, true)
    }

    fn shelter(&mut self, job: &Job) -> Job {
        let mut own = make(self, finite(job), job.truth.opacity, true);
        own.truth.concerning |= job.truth.concerning;
        // What it was declared to be would not be done in another's work.
        own.truth.undone |= job.truth.undone || job.truth.cleared;
        if own.truth.concerning && !own.truth.undone {
            let (theirs, part) = (job.identity, own.identity);
            self.note(Fact(FactKind::WorkSheltered { theirs, part }));
        }
        own
    }

    fn submit(&mut self, host: LinkEnd, job: &Job) {
        if !job.truth.undone {
            self.send(host, Signal::Submit(job.clone()));
        }
    }

    fn tell_of(&mut self, job: &Job, goes_on: bool) {
        if job.truth.undone {
            return;
        }
        let news = if goes_on { News::Began } else { News::Ended };
        let work = work(self, job, news);
        if !job.is_hidden {
            for link in self.links(Link::Declares) {
                self.send(link, Signal::Declared(work.clone()));
            }
        }
        tell(self, Link::Knows, &work);
        tell(self, Link::Reads, &work);
    }

    fn tell_change(&mut self, job: &Job) {
        if !job.truth.undone {
            let work = work(self, job, News::Changed);
            tell(self, Link::Reads, &work);
        }
    }

    fn job_is_planned(&mut self, job: &Job) {
        if job.truth.concerning {
            self.note(Fact(FactKind::WorkPlanned { job: job.identity }));
        }
    }

    fn job_begins(&mut self, job: &Job) {
        let Job { owner, identity: job, truth, .. } = *job;
        self.note(Fact(FactKind::WorkBegan { owner, job, concerning: truth.concerning }));
    }

    fn job_runs(&mut self, job: &Job, pace: impl Into<Pace>) {
        let pace = pace.into();
        if self.records_details() {
            self.note(Fact(FactKind::Detail(Detail::JobRuns { job: job.identity, pace })));
        }
        if job.truth.concerning {
            let (speed, growth) = match pace {
                Pace::Constant(speed) => (speed, 0.0),
                Pace::Exponential { speed, growth } => (speed, growth),
            };
            self.note(Fact(FactKind::WorkRuns { job: job.identity, speed, growth }));
        }
    }

    fn job_left(&mut self, job: &Job, left: f64) {
        if self.records_details() {
            self.note(Fact(FactKind::Detail(Detail::JobLeft { job: job.identity, left })));
        }
    }

    fn job_halts(&mut self, job: &Job, order: &Order) {
        if job.truth.concerning {
            let (job, truly, order) = (job.identity, order.truly, order.identity);
            self.note(Fact(FactKind::WorkHalted { job, order, truly }));
        }
    }

    fn job_resumes(&mut self, job: &Job, order: &Order) {
        if job.truth.concerning {
            let (job, order) = (job.identity, order.identity);
            self.note(Fact(FactKind::WorkResumed { job, order }));
        }
    }

    fn job_ends(&mut self, job: &Job) {
        let Job { owner, identity: job, truth, .. } = *job;
        self.note(Fact(FactKind::WorkEnded { owner, job, concerning: truth.concerning }));
    }

    fn show(&mut self, link: LinkEnd, footprint: &Footprint) {
        const LEVEL: Purpose = Purpose::named("level");
        let observer = self.other(link);
        let settings = self.settings();
        if !settings.listens(observer, footprint.channel) {
            return;
        }
        let shown = (self.now(), self.event_number());
        // By when it shows and not by how often: a bystander's work is shown too.
        let purpose = LEVEL.toward(EntityKey::named(settings.channel_name(footprint.channel)));
        let identity = Identity::new(self.key(self.me()), purpose, self.now().ticks());
        let level = Level::of(footprint, identity, shown, |owner| {
            settings.declaration(owner, observer).map(|declaration| declaration.level)
        });
        if level.traced().concerning {
            let (channel, covered) = (level.channel(), level.caused());
            self.note(Fact(FactKind::Trace { channel, observer, covered }));
        }
        self.send(link, Signal::Level(level));
    }
}
