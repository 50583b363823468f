//! A ledger: the books of the places where work runs, kept again from what was recorded.
//!
//! It judges nothing: what must be so the laws say.

use std::collections::BTreeMap;

use crate::behaviors::ClusterParameters;
use crate::engine::{Note, Pace};
use crate::oversight::{Detail, FactKind, Job, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;
use crate::world::BlueprintActor;

use super::super::course::{Happening, Step};
use super::scene::Scene;

/// A pace since an instant, and what it comes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    pub pace: Pace,
    pub since: Time,
}

impl Running {
    /// The speed at an instant, a unit a second.
    pub fn at(&self, now: Time) -> f64 {
        self.pace.after((now - self.since).seconds()).speed()
    }
}

/// A job that began at a place and has not ended, as the books have it.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub job: Job,
    pub running: Running,
    /// The integral of its speed, in FLOP.
    pub delivered: f64,
    /// The time for which it ran, in seconds.
    pub ran: f64,
    /// What interruptions lost of it, in FLOP, and the time that this had taken.
    pub lost: f64,
    pub lost_time: f64,
    /// The speed that it had last, other than 0.
    pub speed: f64,
    /// Whether it stood still after it had run, other than for an interruption.
    pub was_paused: bool,
}

impl Account {
    fn open(job: Job, now: Time) -> Self {
        Self {
            job,
            running: Running { pace: Pace::Constant(0.0), since: now },
            delivered: 0.0,
            ran: 0.0,
            lost: 0.0,
            lost_time: 0.0,
            speed: 0.0,
            was_paused: false,
        }
    }

    /// Brings the integrals up to now.
    fn settle(&mut self, now: Time) {
        let seconds = (now - self.running.since).seconds();
        self.delivered += self.running.pace.spent(seconds);
        if self.running.pace.speed() > 0.0 {
            self.ran += seconds;
            self.speed = self.running.at(now);
        }
        self.running = Running { pace: self.running.pace.after(seconds), since: now };
    }
}

/// The books of one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Books {
    submitted: BTreeMap<Identity, Job>,
    /// The jobs that began and have not ended.
    pub accounts: BTreeMap<Identity, Account>,
    /// What goes up all the time, by its name.
    pub flows: BTreeMap<&'static str, Running>,
}

/// What became of the books in one event.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The jobs that ended in it.
    pub ended: Vec<Account>,
    /// Whether they were done.
    pub is_done: bool,
    /// Whether it was settled anew who runs at which pace.
    pub is_settled: bool,
    /// What it lost of a job, in FLOP.
    pub lost: Option<(Identity, f64)>,
    /// The jobs of which was said what is left, in FLOP.
    pub left: Vec<(Identity, f64)>,
}

impl Books {
    /// The speed of a flow at an instant; 0 where nothing was said of it.
    pub fn flow(&self, name: &str, now: Time) -> f64 {
        self.flows.get(name).map_or(0.0, |flow| flow.at(now))
    }

    /// Enters what a place noted in one event.
    fn enter(&mut self, now: Time, notes: &[(ActorId, Note<Oversight>)]) -> Marks {
        let mut marks = Marks::default();
        let mut stopped = None;
        for (_, note) in notes {
            match note {
                Note::Count("jobs done", _) => marks.is_done = true,
                Note::Amount("lost work", lost) => {
                    let account = stopped.take().and_then(|job| self.accounts.get_mut(&job));
                    if let Some(account) = account {
                        account.lost += lost;
                        account.lost_time += lost / account.speed.max(f64::MIN_POSITIVE);
                        account.was_paused = false;
                        marks.lost = Some((account.job.identity(), *lost));
                    }
                }
                Note::Flow(name, pace) => {
                    self.flows.insert(name, Running { pace: *pace, since: now });
                    // How many jobs are held is said also where nothing else changes.
                    marks.is_settled |= *name != "halted";
                }
                Note::Fact(fact) => {
                    let runs = self.fact(now, fact.kind(), &mut marks);
                    stopped = runs.or(stopped);
                }
                Note::Count(..) | Note::Amount(..) | Note::Milestone(_) | Note::Observe(..) => {}
            }
        }
        marks
    }

    /// Enters a fact, and says whose pace it told.
    fn fact(&mut self, now: Time, fact: &FactKind, marks: &mut Marks) -> Option<Identity> {
        match fact {
            FactKind::WorkBegan { job, .. } => {
                if let Some(job) = self.submitted.remove(job) {
                    self.accounts.insert(job.identity(), Account::open(job, now));
                }
                marks.is_settled = true;
                None
            }
            FactKind::WorkEnded { job, .. } => {
                if let Some(mut account) = self.accounts.remove(job) {
                    account.settle(now);
                    marks.ended.push(account);
                }
                marks.is_settled = true;
                None
            }
            FactKind::Detail(Detail::JobRuns { job, pace }) => {
                let account = self.accounts.get_mut(job)?;
                account.settle(now);
                account.was_paused |= account.speed > 0.0 && pace.speed() == 0.0;
                account.running.pace = *pace;
                marks.is_settled = true;
                Some(*job)
            }
            FactKind::Detail(Detail::JobLeft { job, left }) => {
                if let Some(account) = self.accounts.get_mut(job) {
                    account.settle(now);
                    marks.left.push((*job, *left));
                }
                None
            }
            FactKind::WorkPlanned { .. }
            | FactKind::WorkSheltered { .. }
            | FactKind::WorkRuns { .. }
            | FactKind::WorkHalted { .. }
            | FactKind::WorkResumed { .. }
            | FactKind::Trace { .. }
            | FactKind::Alarm { .. }
            | FactKind::Merged { .. }
            | FactKind::Review { .. }
            | FactKind::ReviewTime(_)
            | FactKind::Abandoned { .. }
            | FactKind::Weighed { .. }
            | FactKind::Convinced { .. }
            | FactKind::Ordered { .. }
            | FactKind::Deployed { .. }
            | FactKind::Takeoff
            | FactKind::Detail(Detail::DeskHolds { .. } | Detail::Recognized { .. }) => None,
        }
    }
}

/// An event at a place, once it is in the books.
pub(super) struct Entry<'a> {
    pub step: &'a Step,
    pub place: ActorId,
    /// What the place is made of.
    pub cluster: &'a ClusterParameters,
    pub books: &'a Books,
    pub marks: Marks,
}

/// The clusters of a scene, as they are in its replication.
pub(super) fn clusters(scene: &Scene<'_>) -> BTreeMap<ActorId, ClusterParameters> {
    let blueprint = scene.blueprint;
    let draws = blueprint.draws(&blueprint.baseline(), scene.key);
    let cluster = |actor: &BlueprintActor| {
        let settings = blueprint.settings_at(actor, &draws);
        let parameters = actor.role().given(&settings).parameters::<ClusterParameters>();
        parameters.map(|parameters| (actor.id(), parameters))
    };
    blueprint.actors().iter().filter_map(cluster).collect()
}

/// Keeps the books of all clusters, and shows each event of theirs.
pub(super) fn audit(
    scene: &Scene<'_>,
    mut look: impl FnMut(&Entry<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let clusters = clusters(scene);
    let mut ledger: BTreeMap<ActorId, Books> = BTreeMap::new();
    for step in &scene.course.steps {
        if let (Some(place), Happening::Delivery(_, _, Signal::Submit(job))) =
            (step.actor, &step.what)
            && clusters.contains_key(&place)
        {
            let books = ledger.entry(place).or_default();
            books.submitted.insert(job.identity(), job.clone());
        }
        // At the start all note in turn, and later whoever it happens to.
        for notes in step.notes.chunk_by(|one, other| one.0 == other.0) {
            let place = notes[0].0;
            let Some(cluster) = clusters.get(&place) else {
                continue;
            };
            let books = ledger.entry(place).or_default();
            let marks = books.enter(step.time, notes);
            look(&Entry { step, place, cluster, books, marks })?;
        }
    }
    Ok(())
}
