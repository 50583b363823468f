//! How a model gains, by whatever way, and what becomes of a gain.
//!
//! It lacks what a gain is worth to others, which the links between models say.

use crate::engine::Cx;
use crate::oversight::{Improved, Job, Link, Signal, TakingOff, Upgrade, Working};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Flop;
use crate::primitives::random::{Identity, Purpose};

use super::actor::{Clock, Model, News, capability};
use super::carrying::Carrying;

/// A gain below so many orders of magnitude is carried no further: two millionths of
/// the compute are less than anything could measure, and a loop comes to an end.
const LEAST: f64 = 1e-6;

/// By which way a gain came, as its measure is called.
type Way = &'static str;

impl Model {
    /// Takes what comes, or keeps it while an order holds the model.
    pub(super) fn hear(&mut self, cx: &mut Cx<Self>, news: News) {
        if self.took_off {
            return;
        }
        if self.holds.is_held() {
            self.wait(news);
        } else {
            self.take(cx, news);
        }
    }

    /// Keeps what came. Of what was trained one after another only the best is put to
    /// use when that can be done.
    fn wait(&mut self, news: News) {
        if let (Some(last), Some(next)) = (self.waiting.last().and_then(trained), trained(&news)) {
            if next <= last {
                return;
            }
            self.waiting.pop();
        }
        self.waiting.push(news);
    }

    fn take(&mut self, cx: &mut Cx<Self>, news: News) {
        match news {
            News::Deployed(upgrade) => self.deploy(cx, upgrade),
            News::Improved(from, gain) => self.carry(cx, from, gain),
            News::Carried(Improved { identity, gain }, job) => {
                // The gain is taken: nothing of what was done for it can go on.
                job.iter().for_each(|job| cx.job_ends(job));
                cx.milestone("gain carried over");
                let to = self.lineage.capability() + gain;
                let gained = self.rise(cx, "gained from others", to, Some(identity));
                self.hide(cx, gained * self.parameters.hides.value());
                self.show(cx);
            }
            News::Efficiency(from, to) => self.keep_up(cx, from, to),
        }
    }

    /// Takes what came while an order held it, in order, until another one holds.
    pub(super) fn take_waiting(&mut self, cx: &mut Cx<Self>) {
        for news in std::mem::take(&mut self.waiting) {
            self.hear(cx, news);
        }
        self.work(cx);
    }

    fn deploy(&mut self, cx: &mut Cx<Self>, upgrade: Upgrade) {
        cx.count("deployments");
        let present = self.lineage.capability();
        match upgrade {
            Upgrade::Trained { effective, synthetic, efficiency, job } => {
                // The abilities of a lineage are those of what is trained later, too.
                let to = capability(effective, self.parameters.trained_with) + self.jumps;
                // It has kept up with software from the beginning of its run on.
                let since = self.efficiency.values().sum::<f64>() - efficiency;
                let to = to + since.max(0.0) * self.parameters.keeps_up.value();
                if to > present {
                    self.synthetic = synthetic;
                }
                let gained = self.rise(cx, "gained in training", to, Some(job));
                self.hide(cx, gained * self.parameters.hides.value());
            }
            Upgrade::Raised { gain, hidden, job } => {
                let to = present + gain;
                let gained = self.rise(cx, "gained in edits", to, Some(job.identity()));
                // Of what the ceiling cut off nothing is hidden.
                let hidden = if gained < gain { hidden * gained / gain } else { hidden };
                cx.add("hidden", hidden);
                self.hiding.change(job, hidden);
            }
            Upgrade::Spoiled { shows, lasts, job } => {
                cx.count("edits gone wrong");
                self.hiding.spoil(job, shows, cx.now() + lasts);
                self.time_fading(cx);
            }
        }
        self.show(cx);
    }

    /// Software has become so efficient: what was trained before gains a share of that.
    fn keep_up(&mut self, cx: &mut Cx<Self>, from: ActorId, to: f64) {
        let before = self.efficiency.get(&from).copied().unwrap_or(0.0);
        let gain = (to - before) * self.parameters.keeps_up.value();
        if to > before {
            self.efficiency.insert(from, to);
        }
        if gain > 0.0 {
            let to = self.lineage.capability() + gain;
            let gained = self.rise(cx, "gained in software", to, None);
            self.hide(cx, gained * self.parameters.hides.value());
            self.show(cx);
        }
    }

    /// Rises to a capability, if that is above what is there, and as far as the ceiling
    /// lets it: E(t) grows, abilities come by it and may bring further ones, and all of
    /// that goes on to others as one gain. Returns what the way itself has brought.
    fn rise(&mut self, cx: &mut Cx<Self>, way: Way, to: f64, identity: Option<Identity>) -> f64 {
        let before = self.lineage.capability();
        let ceiling = self.parameters.ceiling.value();
        let mut now = to.max(before).min(ceiling);
        let by_way = now - before;
        let mut is_new = now > before;
        cx.add(way, by_way);
        while let Some(ability) = self.abilities.next(now) {
            let (gain, hidden) = (ability.gain.min(ceiling - now), ability.hidden);
            now += gain;
            self.jumps += gain;
            is_new = true;
            cx.milestone("ability gained");
            cx.count("abilities gained");
            cx.add("gained in abilities", gain);
            if hidden {
                self.begin_hiding(cx);
                self.hide(cx, gain);
            } else {
                self.begin_showing(cx);
            }
        }
        let generations = self.lineage.generations();
        let takes_off = cx.deploy(&mut self.lineage, now);
        cx.observe("capability", now);
        cx.add("gained", now - before);
        if self.lineage.generations() > generations {
            cx.count("generations");
            cx.milestone("new generation");
        }
        if now >= ceiling && before < ceiling {
            cx.milestone("ceiling reached");
        }
        if is_new {
            self.tell_mind(cx);
            self.send_on(cx, now - before, identity);
        }
        if takes_off {
            cx.milestone("took off");
            self.end(cx);
        }
        by_way
    }

    /// Sends a gain on to the models that it makes better.
    fn send_on(&mut self, cx: &mut Cx<Self>, gain: f64, identity: Option<Identity>) {
        const GAIN: Purpose = Purpose::named("gain");
        let identity = identity.unwrap_or_else(|| cx.origin(GAIN));
        for link in cx.links(Link::Improves) {
            cx.send(link, Signal::Improved(Improved { identity, gain }));
        }
    }

    /// Carries a gain over from another model: at once if it costs nothing, else in a
    /// job of the model's own, one after another.
    fn carry(&mut self, cx: &mut Cx<Self>, from: ActorId, Improved { identity, gain }: Improved) {
        let terms = cx.settings().improvement(from, cx.me());
        let gain = terms.carry * gain;
        if gain < LEAST {
            return;
        }
        // A gain that comes around again is another one to whatever chance decides on.
        let gain = Improved { identity: identity.aspect(cx.key(cx.me())), gain };
        if terms.cost == 0.0 {
            self.take(cx, News::Carried(gain, None));
            return;
        }
        let (cost, opacity) = (Flop::new(terms.cost), self.parameters.opacity.value());
        let hidden = self.parameters.hidden;
        let job = if hidden { cx.hidden_job(cost, opacity) } else { cx.job(cost, opacity) };
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        let job = job.within(reservation);
        cx.job_is_planned(&job);
        self.queue.push(Carrying { gain, job, told: false });
        self.work(cx);
    }

    /// Asks the host for the next job, if nothing runs.
    fn work(&mut self, cx: &mut Cx<Self>) {
        if self.holds.is_held() {
            return;
        }
        if let Some(job) = self.queue.submit() {
            cx.links_in(Link::Hosts).for_each(|host| cx.submit(host, job));
        }
    }

    pub(super) fn began(&mut self, cx: &mut Cx<Self>, job: Identity) {
        if let Some(carrying) = self.queue.running(job)
            && !carrying.told
        {
            carrying.told = true;
            cx.tell_of(&carrying.job, true);
        }
    }

    /// A job ended: the gain is carried over, or lost with the job.
    pub(super) fn ended(&mut self, cx: &mut Cx<Self>, job: Identity, done: bool) {
        let Some(Carrying { gain, job, told }) = self.queue.take(job) else {
            return;
        };
        if told {
            cx.tell_of(&job, false);
        }
        if done && self.holds.is_held() {
            // Until the gain is taken, what was done for it can still be put to use.
            cx.job_is_planned(&job);
            self.holds.orders().for_each(|order| cx.job_halts(&job, order));
        }
        if done {
            self.hear(cx, News::Carried(gain, Some(job)));
        } else {
            cx.job_ends(&job);
        }
        self.work(cx);
    }

    /// Progress is over: nothing that comes changes the model any more, and whoever works
    /// on it is told.
    pub(super) fn end(&mut self, cx: &mut Cx<Self>) {
        if self.took_off {
            return;
        }
        self.took_off = true;
        for news in std::mem::take(&mut self.waiting) {
            if let News::Carried(_, Some(job)) = news {
                cx.job_ends(&job);
            }
        }
        let (all, mut runs) = self.queue.take_all();
        for Carrying { job, told, .. } in all {
            if std::mem::take(&mut runs) {
                let withdraw = Signal::Withdraw(job.identity());
                cx.links_in(Link::Hosts).for_each(|host| cx.send(host, withdraw.clone()));
            }
            if told {
                cx.tell_of(&job, false);
            }
            cx.job_ends(&job);
        }
        for kind in [Link::Deploys, Link::Improves, Link::Writes] {
            cx.links_in(kind).for_each(|link| cx.send(link, Signal::TookOff));
        }
        for kind in [Link::Improves, Link::Powers] {
            cx.links(kind).for_each(|link| cx.send(link, Signal::TookOff));
        }
    }

    /// What it hides from now on counts as work of its own.
    fn begin_hiding(&mut self, cx: &mut Cx<Self>) {
        if self.hiding.own.is_none() {
            let job = cx.hidden_job(Flop::new(0.0), self.parameters.opacity.value());
            cx.job_begins(&job);
            self.hiding.own = Some((job, 0.0));
        }
    }

    /// Does not let so much more of itself see.
    pub(super) fn hide(&mut self, cx: &mut Cx<Self>, gain: f64) {
        if gain > 0.0 {
            self.begin_hiding(cx);
            let (_, hidden) = self.hiding.own.as_mut().expect("it has begun");
            *hidden += gain;
            cx.add("hidden", gain);
        }
    }

    /// What it lets see counts as open work of its own: an ability is there, whoever
    /// looks for it.
    fn begin_showing(&mut self, cx: &mut Cx<Self>) {
        if self.hiding.open.is_none() {
            let job = cx.job(Flop::new(0.0), self.parameters.opacity.value());
            cx.job_begins(&job);
            self.hiding.open = Some(job);
        }
    }

    pub(super) fn show(&self, cx: &mut Cx<Self>) {
        self.hiding.show(cx, &self.abilities, !self.holds.is_held());
    }

    pub(super) fn tell_mind(&self, cx: &mut Cx<Self>) {
        let mind = self.abilities.mind(self.lineage.capability(), self.synthetic);
        for link in cx.links(Link::Powers) {
            cx.send(link, Signal::Mind(mind.clone()));
        }
    }

    /// Lets the clock ring when something strange is next over.
    pub(super) fn time_fading(&self, cx: &mut Cx<Self>) {
        if let Some(at) = self.hiding.fades() {
            cx.ring_at(Clock::Fade, at);
        }
    }
}

/// The job that carried a gain over, if that is what came and it took one.
pub(super) fn carried(news: &News) -> Option<&Job> {
    match news {
        News::Carried(_, job) => job.as_ref(),
        News::Deployed(_) | News::Improved(..) | News::Efficiency(..) => None,
    }
}

/// The effective compute of what was trained, if that is what came.
fn trained(news: &News) -> Option<Flop> {
    match news {
        News::Deployed(Upgrade::Trained { effective, .. }) => Some(*effective),
        News::Deployed(Upgrade::Raised { .. } | Upgrade::Spoiled { .. })
        | News::Improved(..)
        | News::Carried(..)
        | News::Efficiency(..) => None,
    }
}
