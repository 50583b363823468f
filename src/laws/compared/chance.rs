//! The law of what rings by chance: it is no knowledge, whatever goes on beside it.

use crate::engine::Note;
use crate::laws::course::Course;
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::specimen::Specimen;
use crate::oversight::{AlarmClass, FactKind};
use crate::world::BlueprintActor;

use super::variant::Changed;

pub(in crate::laws) const CHANCE: Law = Law {
    name: "chance-knows-nothing",
    statement: "A sensor that sees nothing and rings by chance finds nothing that concerning work \
                has caused, though it may ring while such work shows.",
    class: "Worlds with a sensor that rings at rates, each in turn with a hazard of zero and some \
            ten false alarms up to the horizon, while something concerning shows to it.",
    why: "What was not set off by what shows is a coincidence at most, and who is convinced by \
          coincidences has not noticed.",
    reach: Reach::Pathwise,
    check: knows_nothing,
};

/// How many false alarms there are up to the horizon, about.
const ALARMS: f64 = 10.0;

fn knows_nothing(specimen: &Specimen) -> Verdict {
    let world = specimen.blueprint();
    let often = ALARMS / world.horizon().seconds();
    let mut verdict = Verdict::Silent;
    for index in 0..2 {
        let key = specimen.key(index);
        for actor in world.actors() {
            let blind = Changed::numbers(
                world,
                actor,
                key,
                &[("hazard", 0.0), ("benign", 0.0), ("false_alarms", often)],
            );
            let Some(blind) = blind else {
                continue;
            };
            let words = blind.words.clone();
            match found(&specimen.changed(index, |simulation| blind.into(simulation)), actor) {
                Found::Caused => {
                    return Verdict::Broken(format!(
                        "In replication {index}, where {words}, `{}` finds what concerning work \
                         has caused.",
                        actor.name()
                    ));
                }
                Found::Coincident => verdict = Verdict::Holds,
                Found::Nothing => {}
            }
        }
    }
    verdict
}

/// What a sensor finds that has concerning work beside it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Nothing,
    Coincident,
    Caused,
}

fn found(course: &Course, actor: &BlueprintActor) -> Found {
    let notes = course.steps.iter().flat_map(|step| &step.notes);
    let classes = notes.filter(|(who, _)| *who == actor.id()).filter_map(|(_, note)| {
        let Note::Fact(fact) = note else {
            return None;
        };
        let FactKind::Alarm { class, .. } = fact.kind() else {
            return None;
        };
        Some(*class)
    });
    let found = classes.map(|class| match class {
        AlarmClass::Caused => Found::Caused,
        AlarmClass::Coincident => Found::Coincident,
        AlarmClass::Benign | AlarmClass::False => Found::Nothing,
    });
    found.max().unwrap_or(Found::Nothing)
}
