//! What actors of the subject can do, as extensions of their context.
//!
//! Here hidden truth is made and read: by the world's concern when work begins,
//! by the clock that rang when evidence is found, by a draw when it is judged.

use crate::engine::{Clocks, Context};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::quantity::Flop;
use crate::primitives::random::Purpose;

use super::belief::Belief;
use super::domain::{Oversight, Signal};
use super::evidence::{AlarmClass, Alert, Discernment, Evidence, Rang};
use super::fact::{Fact, FactKind};
use super::footprint::{Job, Level, Truth};
use super::link::Link;

/// What programs and the places where they run can do.
pub trait Working {
    /// A new job of the actor. Whether it is concerning, the world says.
    ///
    /// `opacity` is how hard the work is to see for what it is, in the units of
    /// a reviewer's skill.
    fn job(&mut self, compute: Flop, opacity: f64) -> Job;

    /// Notes that a job began to run.
    fn job_begins(&mut self, job: &Job);

    /// Notes that a job ended.
    fn job_ends(&mut self, job: &Job);

    /// Shows a level to the observer at the other end of a link, if it listens
    /// on the level's channel: who listens elsewhere must not matter to it.
    fn show(&mut self, link: LinkEnd, level: &Level);
}

impl<C: Clocks> Working for Context<'_, Oversight, C> {
    fn job(&mut self, compute: Flop, opacity: f64) -> Job {
        const JOB: Purpose = Purpose::named("job");
        let owner = self.me();
        let concerning = self.settings().is_concerning(owner, compute.value());
        let identity = self.origin(JOB);
        let truth = Truth { concerning, opacity };
        Job { identity, owner, compute, reservation: None, truth }
    }

    fn job_begins(&mut self, job: &Job) {
        let (owner, concerning) = (job.owner, job.truth.concerning);
        self.note(Fact(FactKind::WorkBegan { owner, concerning }));
    }

    fn job_ends(&mut self, job: &Job) {
        let (owner, concerning) = (job.owner, job.truth.concerning);
        self.note(Fact(FactKind::WorkEnded { owner, concerning }));
    }

    fn show(&mut self, link: LinkEnd, level: &Level) {
        let observer = self.other(link);
        if !self.settings().listens(observer, level.channel()) {
            return;
        }
        if level.truth().concerning {
            self.note(Fact(FactKind::Trace { channel: level.channel(), observer }));
        }
        let level = level.stamped((self.now(), self.event_number()));
        self.send(link, Signal::Level(level));
    }
}

/// What observers, and those who look into what they found, can do.
pub trait Judging {
    /// Finds a piece of evidence in what shows of a suspect.
    ///
    /// The observer says by which clock it rang; whether the piece is what it
    /// seems is settled here and hidden. Pieces are numbered by observer,
    /// suspect and clock, so that one more false alarm renumbers no other.
    fn find(&mut self, suspect: ActorId, level: &Level, rang: Rang) -> Evidence;

    /// Whether somebody of this discernment confirms an alert: a draw about its
    /// first piece. It is founded if any of its pieces is.
    fn judge(&mut self, alert: &Alert, discernment: &Discernment) -> bool;

    /// Whether a belief convinces its holder now. This is noted; it is notice
    /// if the belief would convince without error too.
    fn decide(&mut self, belief: &Belief) -> bool;

    /// Sends an alert to everyone who triages the actor's alerts.
    fn alert(&mut self, alert: &Alert);

    /// Reports an alert to everyone who judges the actor's reports, with the
    /// nominal likelihood ratio of what it says.
    fn report(&mut self, alert: &Alert, likelihood_ratio: f64);
}

impl<C: Clocks> Judging for Context<'_, Oversight, C> {
    fn find(&mut self, suspect: ActorId, level: &Level, rang: Rang) -> Evidence {
        const SHOWN: Purpose = Purpose::hidden("evidence of what shows");
        const NOISE: Purpose = Purpose::hidden("evidence of nothing");
        let purpose = match rang {
            Rang::Shown => SHOWN,
            Rang::Noise => NOISE,
        };
        let truth = level.truth();
        let class = AlarmClass::of(rang, truth);
        self.note(Fact(FactKind::Alarm { class, suspect }));
        let toward = purpose.toward(self.key(suspect));
        Evidence {
            identity: self.origin(toward),
            channel: level.channel(),
            origin: self.now(),
            observer: self.me(),
            suspect,
            class,
            opacity: truth.opacity,
        }
    }

    fn judge(&mut self, alert: &Alert, discernment: &Discernment) -> bool {
        const JUDGMENT: Purpose = Purpose::named("judgment");
        let opacity = alert
            .pieces()
            .filter(|piece| piece.class.is_founded())
            .map(|piece| piece.opacity)
            .reduce(f64::min);
        let probability = match opacity {
            Some(opacity) => discernment.confirms(opacity),
            None => discernment.false_accusation,
        };
        let identity = alert.first().identity();
        let confirmed = self.draw(JUDGMENT).about(identity).chance(probability);
        self.note(Fact(FactKind::Review { founded: opacity.is_some(), confirmed }));
        confirmed
    }

    fn decide(&mut self, belief: &Belief) -> bool {
        let convinced = belief.convinces();
        if convinced {
            self.note(Fact(FactKind::Convinced { truly: belief.convinces_truly() }));
        }
        convinced
    }

    fn alert(&mut self, alert: &Alert) {
        for link in self.links(Link::Alerts) {
            self.send(link, Signal::Alert(alert.clone()));
        }
    }

    fn report(&mut self, alert: &Alert, likelihood_ratio: f64) {
        for link in self.links(Link::Reports) {
            self.send(link, Signal::Report(alert.clone(), likelihood_ratio));
        }
    }
}

/// What takeoff itself does.
pub trait TakingOff {
    /// Notes takeoff; the first time counts.
    fn take_off(&mut self);
}

impl<C: Clocks> TakingOff for Context<'_, Oversight, C> {
    fn take_off(&mut self) {
        self.note(Fact(FactKind::Takeoff));
    }
}
