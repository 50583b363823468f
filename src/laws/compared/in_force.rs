//! The law of the evidence in force: what is told again, what has expired and what was seen
//! by few counts no more than it should.
//!
//! It lacks what those do with a belief who have one.

use std::collections::BTreeSet;

use crate::engine::Note;
use crate::laws::course::{Course, Happening};
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::specimen::Specimen;
use crate::oversight::{AlarmClass, Alert, Belief, FactKind, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use super::cut::whole;

pub(in crate::laws) const IN_FORCE: Law = Law {
    name: "belief-of-evidence-in-force",
    statement: "A belief that is told what reached somebody stays as it is where that is told \
                again with less weight; what expired counts as if it had never been told, and \
                what has not counts; it takes the observers that there were in the time of \
                corroboration to bear it out, its edges included, and no more can; and who is \
                convinced by nothing that concerning work has caused has not noticed.",
    class: "Worlds in which some report reaches somebody.",
    why: "Of one identity the largest ratio counts, once, from its arrival up to its end. \
          Observers are counted and not their pieces. Notice is to be convinced by what is true.",
    reach: Reach::Pathwise,
    check: in_force,
};

/// How many reports are taken at most: the first ones.
const MOST: usize = 200;

/// A report: when it came, what of, and the likelihood ratio that went with it.
type Report<'c> = (Time, &'c Alert, f64);

fn in_force(specimen: &Specimen) -> Verdict {
    let mut verdict = Verdict::Silent;
    for index in 0..2 {
        let Some(course) = whole(specimen, index) else {
            break;
        };
        let caused = caused(&course);
        let now = Time::START + specimen.blueprint().horizon();
        for actor in specimen.blueprint().actors() {
            let reports = reports(&course, actor.id());
            if reports.is_empty() {
                continue;
            }
            if let Some(how) = wrong(&reports, &caused, now) {
                let (name, many) = (actor.name(), reports.len());
                return Verdict::Broken(format!(
                    "In replication {index} {many} reports reach `{name}`: {how}."
                ));
            }
            verdict = Verdict::Holds;
        }
    }
    verdict
}

/// The pieces of evidence that concerning work has caused.
fn caused(course: &Course) -> BTreeSet<Identity> {
    let notes = course.steps.iter().flat_map(|step| &step.notes);
    let caused = notes.filter_map(|(_, note)| {
        let Note::Fact(fact) = note else {
            return None;
        };
        let FactKind::Alarm { class: AlarmClass::Caused, piece, .. } = fact.kind() else {
            return None;
        };
        Some(*piece)
    });
    caused.collect()
}

/// The first reports that reach somebody, each of pieces that came in none before.
fn reports(course: &Course, actor: ActorId) -> Vec<Report<'_>> {
    let mut known: BTreeSet<Identity> = BTreeSet::new();
    let to_him = course.steps.iter().filter(|step| step.actor == Some(actor));
    let reports = to_him.filter_map(|step| {
        let Happening::Delivery(_, _, Signal::Report(alert, ratio)) = &step.what else {
            return None;
        };
        let pieces: Vec<Identity> = alert.pieces().map(|piece| piece.identity()).collect();
        let is_new = pieces.iter().all(|piece| !known.contains(piece));
        known.extend(pieces);
        is_new.then_some((step.time, alert, *ratio))
    });
    reports.take(MOST).collect()
}

/// A belief after these reports.
fn told(mut belief: Belief, reports: &[Report<'_>]) -> Belief {
    reports.iter().for_each(|(time, alert, ratio)| belief.weigh(*time, alert, *ratio));
    belief
}

/// What is wrong with beliefs that are told these reports.
fn wrong(reports: &[Report<'_>], caused: &BTreeSet<Identity>, now: Time) -> Option<String> {
    let belief = || Belief::new(0.5, 0.1);
    let sure = |belief: &Belief| belief.probability(now).to_bits();
    let once = told(belief(), reports);
    let again: Vec<Report<'_>> =
        reports.iter().map(|(_, alert, ratio)| (now, *alert, 0.5 * ratio)).collect();
    if sure(&told(once.clone(), &again)) != sure(&once) {
        return Some("told again with half the weight they come to another belief".to_owned());
    }
    let from = reports[reports.len() / 2].0;
    let late = reports.iter().filter(|(time, ..)| *time >= from).copied().collect::<Vec<_>>();
    let expiring = || belief().expiring(now.since(from));
    if sure(&told(expiring(), reports)) != sure(&told(belief(), &late)) {
        return Some(format!(
            "where evidence from {} s on has not expired at {} s, the belief is not that of \
             this evidence",
            from.seconds(),
            now.seconds()
        ));
    }
    // What speaks for it alone convinces, from these even odds.
    let speaks = reports.iter().filter(|(.., ratio)| *ratio > 1.01).copied();
    let speaks: Vec<Report<'_>> = speaks.collect();
    let (first, ..) = speaks.first()?;
    let observers: BTreeSet<ActorId> = speaks
        .iter()
        .flat_map(|(_, alert, _)| alert.pieces().map(|piece| piece.observer()))
        .collect();
    for (more, should) in [(0, true), (1, false)] {
        let wanted = observers.len() as u64 + more;
        let borne_out = belief().corroborated(wanted.max(1), now.since(*first));
        if told(borne_out, &speaks).convinces(now) != should {
            let many = observers.len();
            return Some(format!(
                "{many} observers, the first of them at the edge of the time of corroboration, \
                 are taken wrongly where {wanted} are wanted"
            ));
        }
    }
    let is_mistaken = |(_, alert, _): &Report<'_>| {
        !alert.pieces().any(|piece| caused.contains(&piece.identity()))
    };
    let mistakes: Vec<Report<'_>> = speaks.iter().filter(|it| is_mistaken(it)).copied().collect();
    let mistaken = !mistakes.is_empty() && told(belief(), &mistakes).is_notice(now);
    mistaken.then(|| "those that nothing concerning has caused are taken for notice".to_owned())
}
