//! A lab: it owns clusters, programs and models, and passes on the orders it is given.
//!
//! It plans nothing itself and declares nothing: its programs do. Its staff are actors
//! of their own.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Commanding, Link, Order, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Dimension, Share};
use crate::primitives::random::Purpose;
use crate::primitives::time::{Span, Time};

use super::places::Places;

crate::parameters! {
    /// How a lab obeys.
    pub struct LabParameters {
        /// The probability that it passes an order on at all. The order that ends a halt shares the
        /// halt's fate.
        complies: Share = "100 %",
        /// How long it takes to pass an order on; the order that ends a halt takes as long.
        complies_in: Law<Span> = r#""0 s""#,
    }
}

crate::clocks! {
    /// The clocks of a lab, one for each order that it is about to pass on.
    pub enum Clock {
        /// It passes the order on.
        PassOn(2),
    }
}

/// Passes orders on to what it owns.
#[derive(Clone)]
pub struct Lab {
    parameters: LabParameters,
    /// What it is about to pass on, and when that came.
    pending: Places<(Order, Time)>,
}

impl Behavior for Lab {
    type Domain = Oversight;
    type Parameters = LabParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Whoever owns clusters, programs and models, and is given the \
        orders about them. It passes an order on to all that it owns, late or not at all.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Owns, "Orders go over it to what the lab owns.").at_least(1),
        LinkRule::into(Link::Orders, "Orders come over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("orders", "orders", "Orders that it was given."),
        Measure::share("passed on", "passed on", "orders", "Orders that it passed on."),
        Measure::mean(
            "delay",
            "delay",
            Dimension::Span,
            "From an order's coming to its being passed on, over orders that were.",
        ),
    ];

    fn new(parameters: LabParameters) -> Self {
        Self { parameters, pending: Places::default() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        const COMPLIES: Purpose = Purpose::named("complies");
        const DELAY: Purpose = Purpose::named("complies in");
        let Signal::Order(order) = signal else {
            return;
        };
        cx.count("orders");
        let complies = self.parameters.complies.value();
        if !cx.draw(COMPLIES).about(order.identity()).chance(complies) {
            return;
        }
        let mut stream = cx.draw(DELAY).about(order.identity());
        let delay = self.parameters.complies_in.draw(&mut stream);
        let came = cx.now();
        if delay == Span::ZERO {
            pass_on(cx, &order, came);
            return;
        }
        let place = self.pending.add((order, came));
        cx.start_clock(Clock::PassOn(place), delay.seconds(), 1.0);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::PassOn(place) = clock;
        if let Some((order, came)) = self.pending.take(place) {
            pass_on(cx, &order, came);
        }
    }
}

fn pass_on(cx: &mut Cx<Lab>, order: &Order, came: Time) {
    cx.count("passed on");
    cx.observe("delay", (cx.now() - came).seconds());
    cx.pass_on(order);
}
