//! Whom an observer watches on its channel, and how it rings about one of them.
//!
//! It lacks every law of chance: when to ring is each kind of observer's own.

use crate::engine::{Clocks, Context};
use crate::oversight::{Alert, Channel, Judging, Level, Link, Oversight, Rang, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::time::Time;

/// What an observer knows of one actor, and what it keeps of it.
#[derive(Clone)]
pub(in crate::behaviors) struct Watched<T> {
    pub(in crate::behaviors) actor: ActorId,
    /// What shows, as it was received last; nothing, as long as nothing was.
    pub(in crate::behaviors) level: Level,
    /// When it was received. What grows does so from then on: an observer over a slow
    /// link sees the course of things as it was a delay ago.
    pub(in crate::behaviors) received: Time,
    pub(in crate::behaviors) kept: T,
}

/// Whom an observer watches, in the order of its links.
#[derive(Clone)]
pub(in crate::behaviors) struct Watching<T> {
    channel: Channel,
    all: Vec<Watched<T>>,
}

impl<T> Watching<T> {
    /// Nobody yet.
    pub(in crate::behaviors) fn on(channel: Channel) -> Self {
        Self { channel, all: Vec::new() }
    }

    /// Everyone whom the actor's links lead to, with what it keeps of each. A
    /// second link to the same actor is a second way to learn of it.
    pub(in crate::behaviors) fn begin<C: Clocks>(
        &mut self,
        cx: &mut Context<'_, Oversight, C>,
        mut keep: impl FnMut(&mut Context<'_, Oversight, C>, ActorId) -> T,
    ) {
        for link in cx.links(Link::Watches) {
            let actor = cx.other(link);
            if self.all.iter().all(|watched| watched.actor != actor) {
                let kept = keep(cx, actor);
                let level = Level::nothing(self.channel, 1.0);
                self.all.push(Watched { actor, level, received: Time::START, kept });
            }
        }
    }

    /// The level that a signal brings and the place of the actor whose it is, if it
    /// is news: over a link with a random delay the older can come later.
    pub(in crate::behaviors) fn news(&self, from: ActorId, signal: Signal) -> Option<(u32, Level)> {
        let level = signal.level_on(self.channel)?;
        let place = self.all.iter().position(|watched| watched.actor == from)?;
        let is_news = !level.is_older_than(&self.all[place].level);
        is_news.then_some((place as u32, level))
    }

    /// The actor at a place.
    pub(in crate::behaviors) fn at(&mut self, place: u32) -> &mut Watched<T> {
        &mut self.all[place as usize]
    }

    /// What shows of the actor at a place, as it was received last.
    pub(in crate::behaviors) fn level(&self, place: u32) -> &Level {
        &self.all[place as usize].level
    }

    /// The places, from 0.
    pub(in crate::behaviors) fn places(&self) -> std::ops::Range<u32> {
        0..self.all.len() as u32
    }
}

impl<T> Watched<T> {
    /// Takes in the level that was received.
    pub(in crate::behaviors) fn see(&mut self, level: Level, received: Time) {
        self.level = level;
        self.received = received;
    }
}

/// Rings about what showed of an actor: an alert to whoever triages the
/// observer's alarms, and a report straight to whoever judges them, both with the
/// observer's nominal likelihood ratio.
pub(in crate::behaviors) fn rings<C: Clocks>(
    cx: &mut Context<'_, Oversight, C>,
    suspect: ActorId,
    level: &Level,
    rang: Rang,
    likelihood_ratio: f64,
) {
    cx.count("alarms");
    let alert = Alert::new(cx.find(suspect, level, rang).worth(likelihood_ratio));
    cx.alert(&alert);
    cx.report(&alert, likelihood_ratio);
}
