//! An actor that does what a list says, for comparison with an oracle.

use foomwatch::engine::{Behavior, Cx, Pace};
use foomwatch::primitives::id::{ActorId, LinkEnd};
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::time::Time;

use super::domain::{Parcel, Road, Shop};

foomwatch::clocks! {
    /// The clocks of a script: two families on both sides of one that grows.
    pub enum ScriptClock {
        /// One clock.
        Gong,
        /// A family that outgrows its declaration.
        Bell(2),
        /// One clock behind it.
        Horn,
    }
}

impl ScriptClock {
    /// The clock of a number from 0.
    pub fn of(number: u32) -> Self {
        match number {
            0 => Self::Gong,
            1 => Self::Horn,
            bell => Self::Bell(bell - 2),
        }
    }
}

/// One thing to do.
#[derive(Clone, Debug)]
pub enum Step {
    Start(u32, f64, Pace),
    /// Only if the clock runs on a budget.
    Speed(u32, Pace),
    Stop(u32),
    /// So many ticks from now, or before.
    RingAt(u32, i64),
    /// Over one of the actor's links, whichever side.
    Send(u32, u32),
}

/// The k-th time that anything happens to it, it does the k-th of its lists.
#[derive(Clone, Debug)]
pub struct Script {
    lists: Vec<Vec<Step>>,
    times: usize,
}

impl Script {
    /// The lists, used in turns.
    pub fn new(lists: Vec<Vec<Step>>) -> Self {
        Self { lists, times: 0 }
    }

    fn act(&mut self, cx: &mut Cx<Self>) {
        let list = &self.lists[self.times % self.lists.len()];
        self.times += 1;
        for step in list {
            match *step {
                Step::Start(clock, budget, pace) => {
                    cx.start_clock(ScriptClock::of(clock), budget, pace);
                }
                Step::Speed(clock, pace) => {
                    if cx.left(ScriptClock::of(clock)).is_some() {
                        cx.set_speed(ScriptClock::of(clock), pace);
                    }
                }
                Step::Stop(clock) => {
                    cx.stop_clock(ScriptClock::of(clock));
                }
                Step::RingAt(clock, after) => {
                    let at = cx.now().ticks().saturating_add_signed(after);
                    cx.ring_at(ScriptClock::of(clock), Time::from_ticks(at));
                }
                Step::Send(link, token) => {
                    let ends: Vec<LinkEnd> =
                        cx.links(Road::Feeds).chain(cx.links_in(Road::Feeds)).collect();
                    if !ends.is_empty() {
                        cx.send(ends[link as usize % ends.len()], Parcel::Token(token));
                    }
                }
            }
        }
    }
}

impl Behavior for Script {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = ScriptClock;

    const MEANING: &'static str = "Does what a list says.";

    fn new(_: NoParameters) -> Self {
        Self::new(vec![Vec::new()])
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.act(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, _: Parcel) {
        self.act(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: ScriptClock) {
        self.act(cx);
    }
}
