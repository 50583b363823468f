//! Concerning work as it runs: how much of it is done, and whether it stands.

use std::collections::BTreeMap;

use crate::primitives::random::Identity;
use crate::primitives::time::Time;

/// One concerning job.
#[derive(Clone, Debug)]
struct Job {
    identity: Identity,
    /// FLOP done up to `since`.
    done: f64,
    since: Time,
    /// FLOP/s at `since`, growing by the factor `exp(growth · seconds)`.
    speed: f64,
    growth: f64,
    state: State,
    /// The orders that hold it, or held it when it ended, and whether each rests on
    /// true traces.
    orders: Vec<(Identity, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It can still begin.
    Planned,
    Running,
    Halted,
    /// Others do its work, in the midst of their own.
    Sheltered,
    Ended,
}

/// All concerning work of a replication.
#[derive(Clone, Debug, Default)]
pub(super) struct Toil {
    /// In the order in which they were first heard of.
    jobs: Vec<Job>,
    /// Which place of these a job has.
    places: BTreeMap<Identity, usize>,
    /// The places of those that have not ended, and of those that have while orders held
    /// them, each in order: the others count for nothing but their FLOP.
    live: Vec<usize>,
    ended_held: Vec<usize>,
    /// What does the work of another job, and that job.
    sheltered: BTreeMap<Identity, Identity>,
    /// Since when an order that rests on true traces holds all that there is.
    stopped: Option<Time>,
}

impl Toil {
    pub(super) fn clear(&mut self) {
        self.jobs.clear();
        self.places.clear();
        self.live.clear();
        self.ended_held.clear();
        self.sheltered.clear();
        self.stopped = None;
    }

    /// The job's place, which it gets when it is first heard of: an order can
    /// hold a job before it ever ran.
    fn place(&mut self, identity: Identity, now: Time) -> usize {
        if let Some(place) = self.places.get(&identity) {
            return *place;
        }
        let place = self.jobs.len();
        self.jobs.push(Job {
            identity,
            done: 0.0,
            since: now,
            speed: 0.0,
            growth: 0.0,
            state: State::Planned,
            orders: Vec::new(),
        });
        self.places.insert(identity, place);
        self.live.push(place);
        place
    }

    /// A job has ended, or goes on after all.
    fn keep(&mut self, place: usize) {
        let job = &self.jobs[place];
        let ended = job.state == State::Ended;
        file(&mut self.live, place, !ended);
        file(&mut self.ended_held, place, ended && !job.orders.is_empty());
    }

    /// All that counts for how the work stands.
    fn counting(&self) -> impl Iterator<Item = &Job> {
        self.live.iter().chain(&self.ended_held).map(|place| &self.jobs[*place])
    }

    /// A job can still begin, or what it did can still be put to use.
    pub(super) fn plans(&mut self, identity: Identity, now: Time) {
        let place = self.place(identity, now);
        self.jobs[place].state = State::Planned;
        self.keep(place);
        self.settle(now);
    }

    pub(super) fn begins(&mut self, identity: Identity, now: Time) {
        let place = self.place(identity, now);
        let job = &mut self.jobs[place];
        job.state = if job.orders.is_empty() { State::Running } else { State::Halted };
        self.keep(place);
        self.moves_to(identity);
        self.settle(now);
    }

    /// The work of a job is to be done by another.
    pub(super) fn shelters(&mut self, theirs: Identity, part: Identity) {
        self.sheltered.insert(part, theirs);
    }

    /// The job whose work another does, if it does any.
    fn theirs(&self, part: Identity) -> Option<usize> {
        self.places.get(self.sheltered.get(&part)?).copied()
    }

    /// From now on a job's work is what this one does.
    fn moves_to(&mut self, part: Identity) {
        if let Some(theirs) = self.theirs(part)
            && self.jobs[theirs].state != State::Ended
        {
            self.jobs[theirs].state = State::Sheltered;
        }
    }

    /// The orders that hold a job, or the one whose work it does.
    fn orders<'a>(&'a self, job: &'a Job) -> impl Iterator<Item = &'a (Identity, bool)> {
        let theirs = self.theirs(job.identity).map(|place| &self.jobs[place].orders);
        job.orders.iter().chain(theirs.into_iter().flatten())
    }

    /// Whether an order holds a job that rests on true traces.
    fn is_truly_held(&self, job: &Job) -> bool {
        self.orders(job).any(|(_, truly)| *truly)
    }

    /// How a job stands, seen together with the one whose work it does.
    fn state(&self, job: &Job) -> State {
        match job.state {
            State::Planned | State::Running if job.orders.is_empty() => {
                if self.orders(job).next().is_some() { State::Halted } else { job.state }
            }
            State::Planned | State::Running | State::Halted | State::Sheltered | State::Ended => {
                job.state
            }
        }
    }

    pub(super) fn runs(&mut self, identity: Identity, now: Time, speed: f64, growth: f64) {
        let place = self.place(identity, now);
        let job = &mut self.jobs[place];
        job.done = done(job, now);
        (job.since, job.speed, job.growth) = (now, speed, growth);
    }

    /// An order, which rests on true traces or not, halts a job.
    pub(super) fn halts(&mut self, identity: Identity, now: Time, order: (Identity, bool)) {
        let place = self.place(identity, now);
        let job = &mut self.jobs[place];
        // What has ended no order halts.
        if job.state == State::Ended {
            return;
        }
        if !job.orders.iter().any(|(other, _)| *other == order.0) {
            job.orders.push(order);
        }
        // What others do stands still where they do it.
        if job.state != State::Sheltered {
            job.state = State::Halted;
        }
        self.moves_to(identity);
        self.settle(now);
    }

    /// An order holds a job no more.
    pub(super) fn resumes(&mut self, identity: Identity, now: Time, order: Identity) {
        let place = self.place(identity, now);
        let job = &mut self.jobs[place];
        job.orders.retain(|(other, _)| *other != order);
        if job.orders.is_empty() && job.state == State::Halted {
            job.state = State::Running;
        }
        self.keep(place);
        self.settle(now);
    }

    pub(super) fn ends(&mut self, identity: Identity, now: Time) {
        self.runs(identity, now, 0.0, 0.0);
        let place = self.place(identity, now);
        self.jobs[place].state = State::Ended;
        self.keep(place);
        self.settle(now);
    }

    /// Work is stopped while none of it runs, true traces hold some of it or held it to its
    /// end, and nothing is held by error alone.
    fn settle(&mut self, now: Time) {
        let by_error = |job: &Job| self.state(job) == State::Halted && !self.is_truly_held(job);
        let stopped = !self.runs_on()
            && self.counting().any(|job| self.is_truly_held(job))
            && !self.counting().any(by_error);
        if !stopped {
            self.stopped = None;
        } else if self.stopped.is_none() {
            self.stopped = Some(now);
        }
    }

    /// Whether any of it can still go on.
    pub(super) fn runs_on(&self) -> bool {
        self.counting().any(|job| matches!(self.state(job), State::Planned | State::Running))
    }

    /// Since when it has been stopped.
    pub(super) fn stopped(&self) -> Time {
        self.stopped.unwrap_or(Time::NEVER)
    }

    /// FLOP done up to now.
    pub(super) fn flop(&self, now: Time) -> f64 {
        // An empty sum is −0, which would be printed.
        self.jobs.iter().map(|job| done(job, now)).sum::<f64>() + 0.0
    }
}

/// Puts a place into an ordered list, or takes it out.
fn file(list: &mut Vec<usize>, place: usize, is_in: bool) {
    match (list.binary_search(&place), is_in) {
        (Err(at), true) => list.insert(at, place),
        (Ok(at), false) => {
            list.remove(at);
        }
        (Ok(_), true) | (Err(_), false) => {}
    }
}

fn done(job: &Job, now: Time) -> f64 {
    let seconds = now.since(job.since).seconds();
    let more = if job.growth == 0.0 || job.speed == 0.0 {
        job.speed * seconds
    } else {
        job.speed * libm::expm1(job.growth * seconds) / job.growth
    };
    job.done + more
}
