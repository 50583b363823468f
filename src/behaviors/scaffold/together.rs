//! What the copies of a scaffold are together, and that this ends with takeoff.
//!
//! It lacks how many they are.

use crate::engine::Cx;
use crate::oversight::{Link, Mind, Signal, TakingOff};

use super::actor::Scaffold;

impl Scaffold {
    /// How much more capable than one copy they are: min(a·log10 n, ceiling).
    pub(super) fn gain(&self) -> f64 {
        let gain = self.parameters.gain.value() * libm::log10(self.running as f64);
        self.parameters.ceiling.map_or(gain, |ceiling| gain.min(ceiling.value()))
    }

    /// Works out what its copies are together, and lets others know.
    pub(super) fn improve(&mut self, cx: &mut Cx<Self>) {
        if self.running == 0 {
            // Where none runs, nobody has more than the model that they are copies of.
            if self.told_mind.is_some() {
                self.tell_mind(cx, self.base.clone());
            }
            return;
        }
        let gain = self.gain();
        if self.parameters.ceiling.is_some_and(|ceiling| gain >= ceiling.value()) {
            cx.count("reached its ceiling");
            cx.milestone("ceiling reached");
        }
        let mut capability = self.base.capability + gain;
        if self.took_off {
            capability = capability.min(self.lineage.capability());
        }
        self.tell_mind(cx, Mind { capability, ..self.base.clone() });
        if self.took_off {
            return;
        }
        let (before, generations) = (self.lineage.capability(), self.lineage.generations());
        let takes_off = cx.deploy(&mut self.lineage, capability);
        cx.add("gained", self.lineage.capability() - before);
        if self.lineage.generations() > generations {
            cx.count("generations");
            cx.milestone("new generation");
        }
        if takes_off {
            self.has_taken_off(cx);
        }
    }

    /// Lets those whom it powers know, if it is another mind than it was.
    pub(super) fn tell_mind(&mut self, cx: &mut Cx<Self>, mind: Mind) {
        if self.told_mind.as_ref() != Some(&mind) {
            for link in cx.links(Link::Powers) {
                cx.send(link, Signal::Mind(mind.clone()));
            }
            self.told_mind = Some(mind);
        }
    }

    pub(super) fn has_taken_off(&mut self, cx: &mut Cx<Self>) {
        cx.milestone("took off");
        self.progress_ends(cx);
    }

    /// Its model or what it powers took off: it needs no compute any more.
    pub(super) fn hear_of_takeoff(&mut self, cx: &mut Cx<Self>) {
        if self.took_off {
            return;
        }
        self.progress_ends(cx);
        if let Some(work) = &self.work {
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Withdraw(work.identity()));
            }
        }
        self.end(cx);
    }

    /// It becomes no more capable, and the model that it is made of and whoever it powers
    /// hear, once, that progress is over.
    pub(super) fn progress_ends(&mut self, cx: &mut Cx<Self>) {
        self.took_off = true;
        cx.links_in(Link::Powers).for_each(|link| cx.send(link, Signal::TookOff));
        cx.links(Link::Powers).for_each(|link| cx.send(link, Signal::TookOff));
    }
}
