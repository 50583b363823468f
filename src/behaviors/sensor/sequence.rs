//! Statistics that gather samples until they decide.
//!
//! The draw of a sample hangs on its number alone, so samples can be taken ahead
//! of time under the level of now, in one go, and again from where the statistic
//! stands if the level changes before. What is gathered, and how, is the business
//! of each kind of statistic.

use crate::engine::{Clocks, Context};
use crate::oversight::{Level, Oversight, Rang};
use crate::primitives::id::ActorId;
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Time;

use super::rhythm::Rhythm;
use super::watching::Watched;

/// How many samples are taken ahead of time at most: there is one event for so
/// many where nothing is decided.
const AHEAD: u64 = 256;

/// What a statistic decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// It rings; by what showed, unless its shadow would have rung too.
    Alarm(Rang),
    /// It found nothing and begins anew.
    Clear,
}

/// A statistic of samples, and its shadow on the same draws without anything that
/// shows.
pub(super) trait Statistic: Clone {
    /// What is fixed.
    type Rule;

    /// At the start, and after each decision.
    fn fresh() -> Self;

    /// Takes in the sample of a uniform draw, where this share of the capacity
    /// shows.
    fn take(&mut self, rule: &Self::Rule, uniform: f64, share: f64) -> Option<Decision>;

    /// Whether it stands where its shadow stands: nothing is left in it of what
    /// showed.
    fn is_its_shadow(&self) -> bool;
}

/// A statistic after so many samples.
#[derive(Clone)]
struct Standing<S> {
    statistic: S,
    /// How many samples there were.
    samples: u64,
    /// What the last of them decided.
    decision: Option<Decision>,
}

/// A decision with what led to it.
pub(super) struct Decided {
    pub(super) decision: Decision,
    /// How many samples it took.
    pub(super) samples: u64,
    /// The last level with anything unexplained of which something was left in the
    /// statistic; if there was none, the one of now.
    pub(super) level: Level,
}

/// The statistic of one observer about one actor.
#[derive(Clone)]
pub(super) struct Sequence<S> {
    rhythm: Rhythm,
    /// When the level changed last, or a decision was heard.
    stands: Standing<S>,
    /// Where it will be if nothing changes, at a decision or far ahead.
    ahead: Standing<S>,
    /// The number of the sample with the last decision.
    begun: u64,
    /// The share that samples see from `stands` on.
    share: f64,
    /// The last level with anything unexplained that a sample saw before that.
    seen: Option<Level>,
}

impl<S: Statistic> Sequence<S> {
    pub(super) fn new(rhythm: Rhythm) -> Self {
        let start = Standing { statistic: S::fresh(), samples: 0, decision: None };
        Self { rhythm, ahead: start.clone(), stands: start, begun: 0, share: 0.0, seen: None }
    }

    /// When it must be asked next.
    pub(super) fn due(&self) -> Time {
        self.rhythm.at(self.ahead.samples)
    }
}

impl<S: Statistic> Watched<Sequence<S>> {
    /// Lets the samples after now see a level.
    pub(super) fn hear<C: Clocks>(
        &mut self,
        cx: &mut Context<'_, Oversight, C>,
        rule: &S::Rule,
        level: Level,
    ) {
        let share = level.unexplained_share();
        let passed = self.kept.rhythm.until(cx.now());
        if passed > self.kept.stands.samples && self.kept.share > 0.0 {
            self.kept.seen = Some(self.level.clone());
        }
        self.see(level, cx.now());
        let sequence = &mut self.kept;
        if share.to_bits() != sequence.share.to_bits() {
            sequence.stands = go_on(cx, self.actor, rule, &sequence.stands, sequence.share, passed);
            sequence.share = share;
            self.look_ahead(cx, rule);
        }
    }

    /// Takes samples ahead of time, up to the next decision.
    pub(super) fn look_ahead<C: Clocks>(
        &mut self,
        cx: &mut Context<'_, Oversight, C>,
        rule: &S::Rule,
    ) {
        let Sequence { stands, share, .. } = &self.kept;
        self.kept.ahead = go_on(cx, self.actor, rule, stands, *share, stands.samples + AHEAD);
    }

    /// The sample is there up to which it was looked ahead: what it decided.
    pub(super) fn arrive(&mut self) -> Option<Decided> {
        let sequence = &mut self.kept;
        sequence.stands = sequence.ahead.clone();
        let Some(decision) = sequence.stands.decision.take() else {
            if sequence.share > 0.0 {
                sequence.seen = Some(self.level.clone());
            }
            return None;
        };
        let samples = sequence.stands.samples - sequence.begun;
        sequence.begun = sequence.stands.samples;
        let decided = std::mem::replace(&mut sequence.stands.statistic, S::fresh());
        let is_over = sequence.share == 0.0 && !decided.is_its_shadow();
        let earlier = sequence.seen.take().filter(|_| is_over);
        let level = earlier.unwrap_or_else(|| self.level.clone());
        Some(Decided { decision, samples, level })
    }
}

/// A statistic as it stands after more samples, up to this number or to the first
/// that decides.
fn go_on<C: Clocks, S: Statistic>(
    cx: &mut Context<'_, Oversight, C>,
    actor: ActorId,
    rule: &S::Rule,
    from: &Standing<S>,
    share: f64,
    until: u64,
) -> Standing<S> {
    const SAMPLE: Purpose = Purpose::named("sample of a sequence");
    let key = cx.key(actor);
    let mut stands = from.clone();
    while stands.samples < until && stands.decision.is_none() {
        stands.samples += 1;
        let identity = Identity::new(key, SAMPLE, stands.samples);
        let uniform = cx.draw(SAMPLE).about(identity).uniform();
        stands.decision = stands.statistic.take(rule, uniform, share);
    }
    stands
}
