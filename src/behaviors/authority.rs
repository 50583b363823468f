//! An authority: whoever adds up reports and is convinced, or is not.
//!
//! It gives no orders; being convinced is all that it does.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Belief, Judging, Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Number, Share};

crate::parameters! {
    /// What an authority thinks.
    pub struct AuthorityParameters {
        /// How probable it holds concerning work before any report.
        prior: Share ["0.0001 %" to "99.9999 %"] = "1 %",
        /// How probable it must hold it to be convinced.
        convinced_at: Share ["0.0001 %" to "99.9999 %"] = "90 %",
        /// The likelihood ratio that it gives each piece of evidence; by default the sender's
        /// nominal one, true rate over false rate, within 0.001 and 1000.
        likelihood_ratio: Option<Number> ["0.001" to "1000000"],
    }
}

crate::clocks! {
    /// The clock of an authority.
    pub enum Clock {
        /// It thinks over what came in.
        Judge,
    }
}

/// Adds up the evidence that is reported to it.
#[derive(Clone)]
pub struct Authority {
    parameters: AuthorityParameters,
    belief: Belief,
    convinced: bool,
}

impl Behavior for Authority {
    type Domain = Oversight;
    type Parameters = AuthorityParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Whoever adds up reports, as log-odds of there being concerning \
        work, and is convinced from a threshold on. Being convinced by true traces is notice, if \
        the world holds it accountable.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Reports, "Evidence comes in over it.").at_least(1)];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("reports", "reports", "Reports that came in a year."),
        Measure::ever("convinced", "convinced", "Replications in which it was convinced."),
    ];

    fn new(parameters: AuthorityParameters) -> Self {
        let belief = Belief::new(parameters.prior.value(), parameters.convinced_at.value());
        Self { parameters, belief, convinced: false }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.judge(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Signal::Report(alert, nominal) = signal else {
            return;
        };
        cx.count("reports");
        let opinion = self.parameters.likelihood_ratio.map_or(nominal, Number::value);
        cx.weigh(&mut self.belief, &alert, opinion);
        // Reports of one tick are judged together, a tick later.
        cx.ring_at(Clock::Judge, cx.now());
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        self.judge(cx);
    }
}

impl Authority {
    fn judge(&mut self, cx: &mut Cx<Self>) {
        if cx.decide(&self.belief) && !self.convinced {
            self.convinced = true;
            cx.count("convinced");
        }
    }
}
