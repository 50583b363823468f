//! An authority: whoever adds up reports, is convinced or is not, and acts.
//!
//! It judges a tick after a report. It never unlearns that it was convinced: what
//! it has ordered stands until it lifts it. A pause that is over, or an audit that
//! confirmed nothing, closes a case; new evidence of the suspect opens it again.

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Side, Suspicions};
use crate::oversight::{
    Alert, Belief, Command, Commanding, Discernment, Flow, Grounds, Judging, Link, Order,
    Oversight, Response, Signal,
};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{ByActor, Fault, Law};
use crate::primitives::quantity::{Count, Number, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Span;

crate::parameters! {
    /// What an authority thinks of one source.
    pub struct OpinionParameters {
        /// The likelihood ratio that it gives each piece of evidence which this actor found or
        /// passed on.
        likelihood_ratio: Number ["0.001" to "1000000"],
    }
}

crate::parameters! {
    /// What an authority thinks, and what it does.
    pub struct AuthorityParameters {
        /// How probable it holds concerning work before any report.
        prior: Share ["0.0001 %" to "99.9999 %"] = "1 %",
        /// How probable it must hold it to be convinced.
        convinced_at: Share ["0.0001 %" to "99.9999 %"] = "90 %",
        /// The likelihood ratio that it gives each piece of evidence; by default the sender's
        /// nominal one, true rate over false rate, within 0.001 and 1000.
        likelihood_ratio: Option<Number> ["0.001" to "1000000"],
        /// What it thinks of single sources, by whoever found the evidence or, where it has no
        /// opinion of them, whoever reported it.
        opinions: ByActor<OpinionParameters> = "{}",
        /// How many distinct observers must have found evidence that speaks for concerning work
        /// before it is convinced.
        corroboration: Count ["1" to "10000"] = "1",
        /// Within what time their evidence must have arrived; at any time by default.
        corroborated_within: Option<Span> ["1 s" to "1000 y"],
        /// How long a piece of evidence counts after it arrived; for good by default.
        expires: Option<Span> ["1 s" to "1000 y"],
        /// After how long without a report it grows calmer, each time anew; never by default.
        silence: Option<Span> ["1 min" to "1000 y"],
        /// The likelihood ratio of each such silence.
        silence_ratio: Number ["0.001" to "1"] = "0.9",
        /// How long it takes from being convinced to an order, or to the begin of an audit.
        decides_in: Law<Span> = r#""0 s""#,
        /// What it orders over its `Orders` links about each suspect.
        response: Response = "Watch",
        /// How long a pause lasts; to the end of the run by default.
        pause_lasts: Option<Law<Span>>,
        /// How long an audit takes.
        audit_takes: Law<Span> = r#""30 d""#,
        /// The auditors' skill: at one as high as the work's opacity they see half of it for what
        /// it is.
        audit_skill: Number ["-20" to "4000"] = "4",
        /// How much a difference of the auditors' skill and the opacity matters.
        audit_skill_scale: Number ["0.01" to "1000"] = "1",
        /// The probability that an audit confirms what nothing is behind.
        audit_false_accusation: Share = "1 %",
    }
}

crate::clocks! {
    /// The clocks of an authority; families by suspect.
    pub enum Clock {
        /// It thinks over what came in.
        Judge,
        /// It has decided.
        Decide(1),
        /// An audit is done.
        Audit(1),
        /// A pause ends.
        Lift(1),
    }
}

/// Somebody whom evidence speaks against, once it convinces.
#[derive(Clone)]
struct Suspect {
    actor: ActorId,
    /// What about it decisions are keyed by: the evidence that convinced.
    about: Identity,
    grounds: Grounds,
    order: Option<Order>,
    /// Whether something is done about it: being decided, audited or ordered.
    open: bool,
    /// From where on what it was told is of this case.
    told_from: usize,
}

/// Adds up the evidence that is reported to it.
#[derive(Clone)]
pub struct Authority {
    parameters: AuthorityParameters,
    belief: Belief,
    /// What it was told and how that was rated, where it may need it again.
    told: Vec<(Alert, f64)>,
    /// Of whom something came since it last judged, and the first piece of it.
    news: Vec<(ActorId, Identity)>,
    convinced: bool,
    suspects: Vec<Suspect>,
}

const TURN: Purpose = Purpose::named("turn of a suspect");
const DECISION: Purpose = Purpose::named("decision");
const PAUSE: Purpose = Purpose::named("pause");
const AUDIT: Purpose = Purpose::named("audit");

impl Behavior for Authority {
    type Domain = Oversight;
    type Parameters = AuthorityParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Whoever adds up reports, as log-odds of there being concerning \
        work, and is convinced from a threshold on. Being convinced by true traces is notice, if \
        the world holds it accountable. What it then orders, right or wrong, goes to whoever obeys \
        it. After a pause or an audit that confirmed nothing, it acts again on new evidence.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Reports, "Evidence comes in over it.").at_least(1),
        LinkRule::out(Link::Reports, "Once it is convinced, it passes on over it what it is told."),
        LinkRule::out(Link::Orders, "Whoever is at its end obeys."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("reports", "reports", "Reports that came in a year."),
        Measure::ever("convinced", "convinced", "Replications in which it was convinced."),
        Measure::per_replication(
            "orders",
            "orders",
            "Orders that it gave, the ends of pauses left out.",
        ),
        Measure::per_replication("audits", "audits", "Audits that it had done."),
        Measure::share("confirmed", "confirmed", "audits", "Audits that confirmed the suspicion."),
    ];

    fn new(parameters: AuthorityParameters) -> Self {
        let mut belief = Belief::new(parameters.prior.value(), parameters.convinced_at.value());
        if parameters.corroboration.value() > 1 {
            let within = parameters.corroborated_within.unwrap_or(Span::FOREVER);
            belief = belief.corroborated(parameters.corroboration.value(), within);
        }
        if let Some(expires) = parameters.expires {
            belief = belief.expiring(expires);
        }
        if let Some(silence) = parameters.silence {
            belief = belief.silenced(silence, parameters.silence_ratio.value());
        }
        Self {
            parameters,
            belief,
            told: Vec::new(),
            news: Vec::new(),
            convinced: false,
            suspects: Vec::new(),
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.judge(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let Signal::Report(alert, nominal) = signal else {
            return;
        };
        cx.count("reports");
        let opinion = self.opinion(alert.first().observer(), from).unwrap_or(nominal);
        cx.weigh(&mut self.belief, &alert, opinion);
        self.news.extend(alert.pieces().map(|piece| (piece.suspect(), piece.identity())));
        if self.convinced {
            cx.report(&alert, nominal);
        }
        let audits = self.parameters.response == Response::Audit;
        if audits || cx.links(Link::Reports).len() > 0 {
            self.told.push((alert, nominal));
        }
        // Reports of one tick are judged together, a tick later.
        cx.ring_at(Clock::Judge, cx.now());
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Judge => self.judge(cx),
            Clock::Decide(place) => self.act(cx, place),
            Clock::Audit(place) => self.close_audit(cx, place),
            Clock::Lift(place) => {
                if let Some(order) = self.suspects[place as usize].order.take() {
                    cx.follow_up(&order, Command::Resume);
                }
                self.close(place);
            }
        }
    }
}

impl Authority {
    /// The likelihood ratio of what this observer found and this sender reports, if the
    /// authority has an opinion of its own.
    fn opinion(&self, observer: ActorId, sender: ActorId) -> Option<f64> {
        let of = |actor| self.parameters.opinions.get(actor);
        let own = of(observer).or_else(|| of(sender)).map(|opinion| opinion.likelihood_ratio);
        own.or(self.parameters.likelihood_ratio).map(Number::value)
    }

    fn judge(&mut self, cx: &mut Cx<Self>) {
        let mut news = std::mem::take(&mut self.news);
        // Of what arrives in one tick the least is the first, whatever the order.
        news.sort_unstable();
        if !cx.decide(&mut self.belief) {
            return;
        }
        if !self.convinced {
            self.convinced = true;
            cx.count("convinced");
            for (alert, nominal) in &self.told {
                cx.report(alert, *nominal);
            }
        }
        if self.parameters.response == Response::Watch {
            return;
        }
        // Those of whom it is convinced at once have their turns by chance: the order of their
        // names must mean nothing.
        let mut suspects = self.belief.suspects(cx.now());
        suspects
            .sort_by_cached_key(|actor| cx.draw(TURN.toward(cx.key(*actor))).uniform().to_bits());
        for actor in suspects {
            let fresh = news.iter().find(|(suspect, _)| *suspect == actor);
            let about = fresh.or(news.first()).map(|(_, identity)| *identity);
            let known = self.suspects.iter().position(|known| known.actor == actor);
            match (known, about) {
                // What convinces before the decision is made is what it rests on.
                (Some(place), _) if self.suspects[place].open => {
                    cx.add_grounds(&mut self.suspects[place].grounds, &self.belief, actor);
                }
                // A case that was closed is opened by new evidence alone.
                (Some(place), Some(about)) if fresh.is_some() => self.open(cx, place, about),
                (None, Some(about)) => {
                    let grounds = Grounds::default();
                    let (order, open, told_from) = (None, false, 0);
                    self.suspects.push(Suspect { actor, about, grounds, order, open, told_from });
                    self.open(cx, self.suspects.len() - 1, about);
                }
                (Some(_) | None, _) => {}
            }
        }
    }

    /// Begins to decide about a suspect.
    fn open(&mut self, cx: &mut Cx<Self>, place: usize, about: Identity) {
        let suspect = &mut self.suspects[place];
        suspect.about = about;
        suspect.open = true;
        suspect.grounds = Grounds::default();
        cx.add_grounds(&mut suspect.grounds, &self.belief, suspect.actor);
        let purpose = DECISION.toward(cx.key(suspect.actor));
        let delay = self.parameters.decides_in.draw(&mut cx.draw(purpose).about(about));
        cx.ring_at(Clock::Decide(place as u32), cx.now() + delay);
    }

    /// Nothing is done about a suspect any more, until something new comes.
    fn close(&mut self, place: u32) {
        let suspect = &mut self.suspects[place as usize];
        suspect.open = false;
        suspect.told_from = self.told.len();
    }

    /// Does what it has decided to do about a suspect.
    fn act(&mut self, cx: &mut Cx<Self>, place: u32) {
        let Suspect { actor, about, .. } = self.suspects[place as usize];
        match self.parameters.response {
            Response::Watch => {}
            Response::Pause => {
                self.order(cx, place, Command::Halt);
                if let Some(lasts) = &self.parameters.pause_lasts {
                    let purpose = PAUSE.toward(cx.key(actor));
                    let span = lasts.draw(&mut cx.draw(purpose).about(about));
                    cx.ring_at(Clock::Lift(place), cx.now() + span);
                }
            }
            Response::Audit => {
                cx.count("audits");
                let purpose = AUDIT.toward(cx.key(actor));
                let span = self.parameters.audit_takes.draw(&mut cx.draw(purpose).about(about));
                cx.ring_at(Clock::Audit(place), cx.now() + span);
            }
            Response::Revoke => self.order(cx, place, Command::Revoke),
            Response::ShutDown => self.order(cx, place, Command::ShutDown),
        }
    }

    fn order(&mut self, cx: &mut Cx<Self>, place: u32, command: Command) {
        cx.count("orders");
        let suspect = &mut self.suspects[place as usize];
        suspect.order = Some(cx.order(suspect.actor, command, suspect.grounds));
    }

    /// Judges what it was told about the suspect as the auditors see it.
    fn close_audit(&mut self, cx: &mut Cx<Self>, place: u32) {
        let Suspect { actor, told_from, .. } = self.suspects[place as usize];
        let told = self.told[told_from..].iter().map(|(alert, _)| alert);
        let mut about = told.filter(|alert| alert.first().suspect() == actor).cloned();
        let Some(mut all) = about.next() else {
            return self.close(place);
        };
        about.for_each(|alert| all.merge(alert));
        let discernment = Discernment {
            attention: 1.0,
            skill: self.parameters.audit_skill.value(),
            scale: self.parameters.audit_skill_scale.value(),
            false_accusation: self.parameters.audit_false_accusation.value(),
        };
        if cx.judge(&all, &discernment) {
            cx.count("confirmed");
            self.order(cx, place, Command::Revoke);
        } else {
            self.close(place);
        }
    }
}

/// What can hardly be meant: a mind that is made up, witnesses that are not there, and
/// orders to nobody.
fn suspicions(parameters: &AuthorityParameters, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let mut found = Vec::new();
    if parameters.prior.value() >= parameters.convinced_at.value() {
        found.push(Fault {
            parameter: "prior",
            message: "is convinced before any report".to_owned(),
            hint: Some("`prior` should be below `convinced_at`".to_owned()),
        });
    }
    if parameters.corroboration.value() > 1 {
        // Whoever learns of something by himself can be an observer.
        let learns = |one: &Around<'_, Oversight>| {
            let learned = [Link::Watches, Link::Knows, Link::Reads, Link::Studies];
            learned.into_iter().any(|kind| one.is_joined(kind, Side::Out))
                || [Link::Tells, Link::Declares]
                    .into_iter()
                    .any(|kind| one.is_joined(kind, Side::In))
        };
        let upstream = around.upstream(|kind| kind.flow() == Flow::Along);
        let observers = upstream.iter().filter(|one| learns(one)).count() as u64;
        // Roles of one's own may learn over links of their own.
        let is_own = around.upstream(|kind| matches!(kind, Link::Own(_))).is_empty();
        if is_own && observers < parameters.corroboration.value() {
            found.push(Fault {
                parameter: "corroboration",
                message: "waits for more observers than can report to it, and is never convinced"
                    .to_owned(),
                hint: Some(format!("findings of {observers} can reach it")),
            });
        }
    }
    let gives = parameters.response != Response::Watch && parameters.response != Response::Audit;
    if gives && !around.is_joined(Link::Orders, Side::Out) {
        let hint = format!("as in `(\"{}\", Orders, \"cluster\")`", around.name());
        found.push(Fault {
            parameter: "response",
            message: "gives orders to nobody: no `Orders` leads away from it".to_owned(),
            hint: Some(hint),
        });
    }
    found
}
