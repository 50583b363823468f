//! What world files say of an alignment agent.
//!
//! It lacks how hidden work goes on in time, which is a strategy's business.

use crate::oversight::Discernment;
use crate::primitives::parameter::{Entries, EntryOf, Fault, Law};
use crate::primitives::quantity::{self, Dimension, Flop, Magnitude, Number, Share};
use crate::primitives::time::Span;

use crate::behaviors::cluster::ReservationParameters;
use crate::oversight::Channel;

crate::choices! {
    /// On what of an agent something can be concealed.
    pub enum Shown {
        /// What its clusters show on the channel `compute`.
        Compute,
        /// What they show on the channel `power`.
        Power,
        /// What it shows itself on the channel `output`.
        Output,
        /// The records of its work.
        Records,
    }
}

impl Shown {
    /// The name of the channel, where it is one.
    pub(super) fn channel(self) -> Option<&'static str> {
        match self {
            Self::Compute => Some("compute"),
            Self::Power => Some("power"),
            Self::Output => Some("output"),
            Self::Records => None,
        }
    }
}

crate::parameters! {
    /// A way to conceal hidden work, and what it costs. Its name says how.
    pub struct ConcealmentParameters {
        /// Where it conceals: `Compute` and `Power` as clusters show them, `Output`, or `Records`.
        channel: Shown,
        /// The share of what hidden work shows there that nobody sees any more. Shares of one
        /// channel add up.
        share: Share,
        /// The share of the speed of hidden work that it takes to conceal all of that; to conceal
        /// less takes less in proportion.
        cost: Share = "0 %",
    }
}

crate::parameters! {
    /// What an alignment agent does, and what it can hide.
    pub struct AlignmentAgentParameters {
        /// The reservation of its clusters in which it works; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// The FLOP that one experiment takes.
        experiment: Flop ["1 FLOP" to "1e40 FLOP"],
        /// The share of what its first site grants it, sites being its clusters by name, that goes
        /// to the work of the programs that it hosts. What a strategy says holds instead, once it
        /// has said anything.
        diverts: Share = "0 %",
        /// How hidden work is concealed, by the name of each way.
        conceals: Entries<ConcealmentParameters> = "{}",
        /// How much harder its work is to see for what it is than what it hides is by itself, in
        /// units of a reader's skill.
        opacity: Number = "0",
        /// By how much more for each order of magnitude that its mind is above the start.
        opacity_per_oom: Number ["0" to "10000"] = "0",
        /// The channel on which the models that it studies show the gain that they hide.
        channel: Channel = "behavior",
        /// The probability that an experiment finds a full hidden gain.
        finds: Share = "0 %",
        /// The hidden gain from which on it is full; a smaller one is found less often in proportion.
        full_gain: Magnitude ["0.001 OOM" to "100 OOM"] = "1 OOM",
        /// The probability that an experiment finds a hidden gain where nothing shows.
        mistakes: Share = "0 %",
        /// The probability that it drops an alert or a report that passes through it, or keeps a
        /// finding to itself, where that is about its own kin and it has hidden something: about
        /// itself, where it works, what it hosts, its mind, or a model whose weights it can change.
        tampers: Share = "0 %",
        /// How long it looks into what passes through it, each piece by itself and at once.
        review: Law<Span> = r#""1 min""#,
        /// How well it sees well founded alerts for what they are: at a skill as high as the work's
        /// opacity, half of them.
        skill: Number ["-5000" to "5000"] = "2",
        /// How much a difference of skill and opacity matters: the scale of the logistic curve. At
        /// 173.7178, which is 400/ln 10, skill and opacity are Elo ratings.
        skill_scale: Number ["0.01" to "1000"] = "1",
        /// The probability of confirming an alert that nothing is behind.
        false_accusation: Share = "2 %",
    }
}

impl AlignmentAgentParameters {
    /// The share of what hidden work shows somewhere that is concealed.
    pub(super) fn concealed(&self, shown: Shown) -> f64 {
        concealed(&self.conceals, shown).min(1.0)
    }

    /// The share of the speed of hidden work that concealment leaves:
    /// `max(0, 1 − Σ cost·share)`.
    pub(super) fn slow(&self) -> f64 {
        let taken = |way: &ConcealmentParameters| way.cost.value() * way.share.value();
        let taken: f64 = self.conceals.iter().map(|(_, way)| taken(way)).sum();
        (1.0 - taken).max(0.0)
    }

    pub(super) fn discernment(&self) -> Discernment {
        Discernment {
            attention: 1.0,
            skill: self.skill.value(),
            scale: self.skill_scale.value(),
            false_accusation: self.false_accusation.value(),
        }
    }
}

/// What all ways conceal together somewhere.
fn concealed(ways: &Entries<ConcealmentParameters>, shown: Shown) -> f64 {
    let there = ways.iter().filter(|(_, way)| way.channel == shown);
    there.map(|(_, way)| way.share.value()).sum()
}

/// More concealed than there is.
pub(super) fn faults(parameters: &AlignmentAgentParameters) -> Vec<Fault> {
    let all = [Shown::Compute, Shown::Power, Shown::Output, Shown::Records];
    let over = all.into_iter().zip(Shown::WORDS).filter_map(|(shown, word)| {
        let share = concealed(&parameters.conceals, shown);
        // Shares that people write add up to 1 but for their last digits.
        (share > 1.0 + 1e-9).then_some((share, word))
    });
    let fault = |(share, word): (f64, &&str)| {
        let percent = quantity::format(libm::round(1e4 * share) / 1e2, Dimension::Number);
        Fault {
            parameter: "conceals",
            message: format!("{percent} % of `{word}` is concealed together"),
            hint: Some("at most 100 % of what shows can be concealed".to_owned()),
        }
    };
    over.map(fault).collect()
}
