//! What observers, and those who look into what they found, can do: the deeds of
//! noticing.
//!
//! Here hidden truth is read: by the clock that rang when evidence is found, by a
//! draw when it is judged, by the record when somebody is convinced.

use crate::engine::{Clocks, Context};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Span;

use super::belief::Belief;
use super::channel::Channel;
use super::domain::{Oversight, Signal};
use super::evidence::{AlarmClass, Alert, Discernment, Evidence, Rang, Shows};
use super::fact::{Detail, Fact, FactKind, Pieces};
use super::footprint::Level;
use super::job::{Truth, Work};
use super::link::Link;

/// What observers, and those who look into what they found, can do.
pub trait Judging {
    /// Finds a piece of evidence in what shows of a suspect.
    ///
    /// The observer says by which clock it rang; whether the piece is what it
    /// seems is settled here and hidden. Pieces are numbered by observer,
    /// suspect and clock, so that one more false alarm renumbers no other.
    fn find(&mut self, suspect: ActorId, level: &Level, rang: Rang) -> Evidence;

    /// Finds a piece of evidence in work that somebody knows of or reads of. By
    /// [`Rang::Shown`] it is about the work itself: they take it for concerning, so
    /// that it is a false alarm if it is harmless. Nothing else explains it to them.
    fn find_in(&mut self, work: &Work, rang: Rang) -> Evidence;

    /// Whether somebody of this discernment confirms an alert: a draw about its
    /// first piece. It is founded if any of its pieces is.
    fn judge(&mut self, alert: &Alert, discernment: &Discernment) -> bool;

    /// Whether somebody of this discernment sees work for what it is: a draw about
    /// the job, which is founded if that is concerning.
    fn recognize(&mut self, work: &Work, discernment: &Discernment) -> bool;

    /// The same from the `record`-th record that somebody reads of the work: each
    /// is a draw of its own.
    fn recognize_in_record(&mut self, work: &Work, record: u64, discernment: &Discernment) -> bool;

    /// Notes that somebody spent so much working time on looking into things.
    fn spend_review(&mut self, time: Span);

    /// Notes that an alert merged into one that is open.
    fn merges(&mut self, alert: &Alert);

    /// Notes that nobody will look into an alert.
    fn abandons(&mut self, alert: &Alert);

    /// Notes how many alerts wait with the actor, and how many of so many servers look into
    /// one: for whoever audits its books, whether every alert is somewhere.
    fn holds(&mut self, waiting: usize, in_review: usize, servers: u64);

    /// Weighs what is reported, at this likelihood ratio.
    fn weigh(&mut self, belief: &mut Belief, alert: &Alert, likelihood_ratio: f64);

    /// Whether a belief convinces its holder now. This is noted; it is notice
    /// if the belief would convince without error too.
    fn decide(&mut self, belief: &mut Belief) -> bool;

    /// Sends an alert to everyone who triages the actor's alerts, but to nobody through
    /// whom it came.
    fn alert(&mut self, alert: &Alert);

    /// Reports an alert to everyone who judges the actor's reports, but to nobody
    /// through whom it came, with the nominal likelihood ratio of what it says.
    fn report(&mut self, alert: &Alert, likelihood_ratio: f64);

    /// Sends an alert over one link, of whichever kind, unless it came through whoever is
    /// at its other end.
    ///
    /// # Panics
    ///
    /// If the link is not one of the actor's own.
    fn alert_over(&mut self, link: LinkEnd, alert: &Alert);

    /// Reports an alert over one link, of whichever kind, with the nominal likelihood ratio
    /// of what it says, unless it came through whoever is at its other end.
    ///
    /// # Panics
    ///
    /// If the link is not one of the actor's own.
    fn report_over(&mut self, link: LinkEnd, alert: &Alert, likelihood_ratio: f64);
}

/// The true traces among the pieces of an alert.
fn true_traces(alert: &Alert) -> Pieces {
    let caused = alert.pieces().filter(|piece| piece.class == AlarmClass::Caused);
    caused.map(Evidence::identity).collect()
}

/// What a piece of evidence is made of, before it has an identity.
struct Find {
    suspect: ActorId,
    channel: Option<Channel>,
    rang: Rang,
    truth: Truth,
    class: AlarmClass,
}

fn found<C: Clocks>(cx: &mut Context<'_, Oversight, C>, find: Find) -> Evidence {
    const SHOWN: Purpose = Purpose::hidden("evidence of what shows");
    const NOISE: Purpose = Purpose::hidden("evidence of nothing");
    const EXPLAINED: Purpose = Purpose::hidden("evidence of what is explained");
    let Find { suspect, channel, rang, truth, class } = find;
    let purpose = match rang {
        Rang::Shown => SHOWN,
        Rang::Noise => NOISE,
        Rang::Explained => EXPLAINED,
    };
    let toward = purpose.toward(cx.key(suspect));
    let identity = cx.origin(toward);
    cx.note(Fact(FactKind::Alarm { class, suspect, piece: identity }));
    let (origin, observer) = (cx.now(), cx.me());
    let opacity = truth.opacity;
    Evidence { identity, channel, origin, observer, suspect, ratio: 1.0, class, opacity }
}

const JUDGMENT: Purpose = Purpose::named("judgment");

/// Whether somebody of this discernment confirms something founded, with this
/// opacity, or something unfounded.
fn confirms<C: Clocks>(
    cx: &mut Context<'_, Oversight, C>,
    purpose: Purpose,
    about: Identity,
    founded: Option<f64>,
    discernment: &Discernment,
) -> bool {
    let probability = match founded {
        Some(opacity) => discernment.confirms(opacity),
        None => discernment.false_accusation,
    };
    cx.draw(purpose).about(about).chance(probability)
}

/// Whether somebody of this discernment sees work for what it is.
fn recognizes<C: Clocks>(
    cx: &mut Context<'_, Oversight, C>,
    purpose: Purpose,
    work: &Work,
    discernment: &Discernment,
) -> bool {
    let founded = work.truth.concerning.then_some(work.truth.opacity);
    let seen = confirms(cx, purpose, work.identity, founded, discernment);
    if cx.records_details() {
        let detail = Detail::Recognized { founded: founded.is_some(), seen };
        cx.note(Fact(FactKind::Detail(detail)));
    }
    seen
}

/// Sends an alert over links. Who passed it on is not told again, so that those who report
/// to each other do not do so for ever.
fn pass_on<C: Clocks>(
    cx: &mut Context<'_, Oversight, C>,
    links: impl IntoIterator<Item = LinkEnd>,
    alert: &Alert,
    say: impl Fn(Alert) -> Signal,
) {
    let mut by_me = None;
    for link in links {
        if alert.path().contains(&cx.other(link)) {
            continue;
        }
        let alert = by_me.get_or_insert_with(|| alert.clone().by(cx.me()));
        cx.send(link, say(alert.clone()));
    }
}

impl<C: Clocks> Judging for Context<'_, Oversight, C> {
    fn find(&mut self, suspect: ActorId, level: &Level, rang: Rang) -> Evidence {
        let truth = level.traced();
        let (caused, masked) = (level.caused(), level.masked());
        let shows = Shows { traced: truth.concerning, caused, masked };
        let class = AlarmClass::of(rang, shows);
        found(self, Find { suspect, channel: Some(level.channel()), rang, truth, class })
    }

    fn find_in(&mut self, work: &Work, rang: Rang) -> Evidence {
        let (suspect, truth) = (work.owner, work.truth);
        let traced = truth.concerning;
        // Whoever took harmless work itself for concerning was mistaken.
        let class = if rang == Rang::Shown && !traced {
            AlarmClass::False
        } else {
            AlarmClass::of(rang, Shows { traced, caused: traced, masked: traced })
        };
        found(self, Find { suspect, channel: None, rang, truth, class })
    }

    fn judge(&mut self, alert: &Alert, discernment: &Discernment) -> bool {
        let founded = alert
            .pieces()
            .filter(|piece| piece.class.is_founded())
            .map(|piece| piece.opacity)
            .reduce(f64::min);
        let confirmed = confirms(self, JUDGMENT, alert.first().identity(), founded, discernment);
        let pieces = true_traces(alert);
        self.note(Fact(FactKind::Review { founded: founded.is_some(), confirmed, pieces }));
        confirmed
    }

    fn recognize(&mut self, work: &Work, discernment: &Discernment) -> bool {
        recognizes(self, JUDGMENT, work, discernment)
    }

    fn recognize_in_record(&mut self, work: &Work, record: u64, discernment: &Discernment) -> bool {
        const RECORD: Purpose = Purpose::named("judgment of a record");
        recognizes(self, RECORD.numbered(record), work, discernment)
    }

    fn spend_review(&mut self, time: Span) {
        self.note(Fact(FactKind::ReviewTime(time)));
    }

    fn merges(&mut self, alert: &Alert) {
        self.note(Fact(FactKind::Merged { pieces: true_traces(alert) }));
    }

    fn abandons(&mut self, alert: &Alert) {
        self.note(Fact(FactKind::Abandoned { pieces: true_traces(alert) }));
    }

    fn holds(&mut self, waiting: usize, in_review: usize, servers: u64) {
        if self.records_details() {
            let (waiting, in_review) = (waiting as u64, in_review as u64);
            let detail = Detail::DeskHolds { waiting, in_review, servers };
            self.note(Fact(FactKind::Detail(detail)));
        }
    }

    fn weigh(&mut self, belief: &mut Belief, alert: &Alert, likelihood_ratio: f64) {
        belief.weigh(self.now(), alert, likelihood_ratio);
        self.note(Fact(FactKind::Weighed { pieces: true_traces(alert) }));
    }

    fn decide(&mut self, belief: &mut Belief) -> bool {
        let now = self.now();
        let convinced = belief.convinces(now);
        if convinced && !belief.noticed {
            let truly = belief.convinces_truly(now);
            belief.noticed = truly;
            let (pieces, mut path) =
                if truly { belief.true_traces(now) } else { (Vec::new(), Vec::new()) };
            path.push(self.me());
            self.note(Fact(FactKind::Convinced { truly, pieces, path }));
        }
        convinced
    }

    fn alert(&mut self, alert: &Alert) {
        let links = self.links(Link::Alerts);
        pass_on(self, links, alert, Signal::Alert);
    }

    fn report(&mut self, alert: &Alert, likelihood_ratio: f64) {
        let links = self.links(Link::Reports);
        pass_on(self, links, alert, |alert| Signal::Report(alert, likelihood_ratio));
    }

    fn alert_over(&mut self, link: LinkEnd, alert: &Alert) {
        pass_on(self, [link], alert, Signal::Alert);
    }

    fn report_over(&mut self, link: LinkEnd, alert: &Alert, likelihood_ratio: f64) {
        pass_on(self, [link], alert, |alert| Signal::Report(alert, likelihood_ratio));
    }
}
