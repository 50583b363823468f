//! The law of belief: it depends on the evidence in force and not on its order.
//!
//! It lacks what those do with it who believe: they are read, and held to other laws.

use crate::laws::course::Happening;
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::settings::setting;
use crate::laws::specimen::Specimen;
use crate::oversight::{Alert, Belief, Signal};
use crate::primitives::parameter::Setting;
use crate::primitives::time::{Span, Time};
use crate::world::BlueprintActor;

use super::cut::whole;
use super::variant::pick;

pub(in crate::laws) const ORDERLESS: Law = Law {
    name: "belief-without-order",
    statement: "The reports that reach somebody come to the same belief in whatever order they are \
                weighed at the horizon: to that of an authority of these settings, or of one by \
                default.",
    class: "Worlds in which at least two reports reach somebody.",
    why: "Of one identity the largest ratio counts, and log-odds are summed in whole units.",
    reach: Reach::Pathwise,
    check: orderless,
};

/// Reports, each with the likelihood ratio that went with it.
pub type Reports<'c> = Vec<(&'c Alert, f64)>;

/// How many reports are taken at most: the first ones.
const MOST: usize = 200;

/// Another order of reports in which what they come to is something else, if there is one
/// among the few that are tried; `turn` chooses which.
pub fn order_that_matters<'c, S: PartialEq>(
    reports: &Reports<'c>,
    turn: usize,
    sum_up: impl Fn(&Reports<'c>) -> S,
) -> Option<Reports<'c>> {
    let sum = sum_up(reports);
    let mut reversed = reports.clone();
    reversed.reverse();
    let mut turned = reports.clone();
    turned.rotate_left(turn % reports.len().max(1));
    let mut dealt: Reports<'c> = reports.iter().skip(1).step_by(2).copied().collect();
    dealt.extend(reports.iter().step_by(2));
    [reversed, turned, dealt].into_iter().find(|order| sum_up(order) != sum)
}

/// The belief of an authority of these settings before any report; that of another who is
/// told something is like that of an authority as it is by default.
fn prior(actor: &BlueprintActor) -> Belief {
    let given = |row| {
        let Some(Setting::Number(number)) = setting(actor, row) else {
            return None;
        };
        Some(*number)
    };
    let number = |row, default| given(row).unwrap_or(default);
    let belief = Belief::new(number("prior", 0.01), number("convinced_at", 0.9));
    let observers = number("corroboration", 1.0) as u64;
    let belief = if observers > 1 { belief.corroborated(observers, Span::FOREVER) } else { belief };
    match given("silence") {
        Some(seconds) => belief.silenced(Span::from_seconds(seconds), number("silence_ratio", 0.9)),
        None => belief,
    }
}

fn orderless(specimen: &Specimen) -> Verdict {
    let mut verdict = Verdict::Silent;
    for index in 0..2 {
        let Some(course) = whole(specimen, index) else {
            break;
        };
        for actor in specimen.blueprint().actors() {
            let to_it = course.steps.iter().filter(|step| step.actor == Some(actor.id()));
            let reports: Reports<'_> = to_it
                .filter_map(|step| {
                    let Happening::Delivery(_, _, Signal::Report(alert, ratio)) = &step.what else {
                        return None;
                    };
                    Some((alert, *ratio))
                })
                .take(MOST)
                .collect();
            if reports.len() < 2 {
                continue;
            }
            let (before, now) = (prior(actor), Time::START + specimen.blueprint().horizon());
            let sum_up = |order: &Reports<'_>| {
                let mut belief = before.clone();
                for (alert, ratio) in order {
                    belief.weigh(now, alert, *ratio);
                }
                let (convinces, suspects) = (belief.convinces(now), belief.suspects(now));
                (belief.probability(now).to_bits(), convinces, belief.is_notice(now), suspects)
            };
            if order_that_matters(&reports, pick(specimen, "turn", MOST), sum_up).is_some() {
                let (name, many) = (actor.name(), reports.len());
                return Verdict::Broken(format!(
                    "In replication {index} {many} reports reach `{name}`, which in another order \
                     come to another belief."
                ));
            }
            verdict = Verdict::Holds;
        }
    }
    verdict
}
