//! Outcomes: every replication is counted once, and as what it is.
//!
//! It lacks intervals, which are laws of many replications.

use std::sync::atomic::AtomicBool;

use crate::experiment::{Ensemble, Table, TwinOutcomes, Watch, replicate};
use crate::oversight::{AlarmClass, FactKind, Milestone, Outcome, OutcomeClass, Stage, Twin};
use crate::primitives::time::Time;

use super::super::course::{Course, MOST_EVENTS};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::scene::{REPLICATIONS, facts};
use super::twins::first_order;

pub(in crate::laws) const OUTCOMES_PARTITION: Law = Law {
    name: "outcomes-partition",
    statement: "Each replication has exactly one outcome, the one that its times of notice, stop, \
                takeoff and takeoff without orders say; and in a table outcomes, takeoffs, ways \
                of notice, stages and pieces of evidence add up, to what the replications say \
                one by one.",
    class: "All worlds whose replications come to their ends.",
    why: "The outcomes are cases that leave nothing out and nothing twice, and a table counts \
          each replication once.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    match all_add_up(specimen) {
        Ok(true) => Verdict::Holds,
        Ok(false) => Verdict::Silent,
        Err(text) => {
            let seed = specimen.seed();
            Verdict::Broken(format!("Of {REPLICATIONS} replications of seed {seed}, {text}."))
        }
    }
}

fn all_add_up(specimen: &Specimen) -> Result<bool, String> {
    let mut table = empty(specimen);
    let mut outcomes = Vec::new();
    for index in 0..REPLICATIONS {
        let factual = specimen.course(index, Twin::Factual);
        let innocent = specimen.course(index, Twin::Innocent);
        let order = first_order(&factual);
        let hands_off = order.map(|_| specimen.course(index, Twin::HandsOff));
        let courses = [Some(&factual), Some(&innocent), hands_off.as_ref()];
        if courses.into_iter().flatten().any(|course| !course.is_whole) {
            return Ok(false);
        }
        alarms_add_up(specimen, &factual).map_err(|text| format!("of number {index}, {text}"))?;
        let mut outcome = factual.outcome.clone();
        if let Some(twin) = &hands_off {
            outcome.set_takeoff_without_orders(twin.outcome.at(Milestone::Takeoff));
        }
        is_its_class(&outcome).map_err(|text| format!("number {index} {text}"))?;
        let twins = TwinOutcomes {
            hands_off: hands_off.as_ref().map(|course| &course.outcome),
            in_common: order.map_or(0, |place| factual.steps[place].number),
            innocent: Some(&innocent.outcome),
        };
        table.fold(&outcome, &twins);
        outcomes.push(outcome);
    }
    adds_up(&table, &outcomes)?;
    is_counted(specimen, &table)?;
    Ok(true)
}

fn empty(specimen: &Specimen) -> Table {
    let blueprint = specimen.blueprint();
    Table::new(blueprint.plan().into(), blueprint.claims(), specimen.seed())
}

/// Which outcomes the times of a replication say that it has.
fn classes(outcome: &Outcome) -> Vec<OutcomeClass> {
    let at = |milestone| outcome.at(milestone);
    let came = |milestone| at(milestone) < Time::NEVER;
    let (noticed, takeoff) = (came(Milestone::Noticed), came(Milestone::Takeoff));
    let before = at(Milestone::Noticed) < at(Milestone::Takeoff);
    let kept_off = !takeoff && came(Milestone::TakeoffWithoutOrders);
    let neither = !takeoff && !kept_off;
    let stopped = came(Milestone::Stopped);
    let is = [
        takeoff && noticed && before,
        takeoff && noticed && !before,
        takeoff && !noticed,
        kept_off && stopped,
        kept_off && !stopped && noticed,
        kept_off && !stopped && !noticed,
        neither && noticed,
        neither && !noticed,
    ];
    OutcomeClass::ALL.into_iter().zip(is).filter_map(|(class, is)| is.then_some(class)).collect()
}

fn is_its_class(outcome: &Outcome) -> Result<(), String> {
    let said = outcome.class().map(|class| class.name());
    match classes(outcome)[..] {
        [class] if said == Some(class.name()) => Ok(()),
        [class] => Err(format!("is `{}` by its times, and counts as {said:?}", class.name())),
        ref all => Err(format!("is of {} outcomes by its times", all.len())),
    }
}

/// Whether the alarms and pieces of an outcome are those that there were.
fn alarms_add_up(specimen: &Specimen, course: &Course) -> Result<(), String> {
    let warm = Time::START + specimen.blueprint().warm_up();
    let (mut alarms, mut pieces) = (0, 0);
    for step in &course.steps {
        for (_, fact) in facts(step) {
            if let FactKind::Alarm { class, .. } = fact {
                alarms += u64::from(step.time >= warm);
                pieces += u64::from(*class == AlarmClass::Caused);
            }
        }
    }
    let outcome = &course.outcome;
    let staged: u64 = outcome.stages.iter().sum();
    if outcome.alarms.all() != alarms || staged != pieces {
        let told = outcome.alarms.all();
        return Err(format!(
            "there were {alarms} alarms and {told} count, and {pieces} caused ones, of which \
             {staged} have a stage"
        ));
    }
    Ok(())
}

/// Whether a table adds up, and to what the outcomes say.
fn adds_up(table: &Table, outcomes: &[Outcome]) -> Result<(), String> {
    let count = |is: &dyn Fn(&Outcome) -> bool| {
        outcomes.iter().filter(|outcome| is(outcome)).count() as u64
    };
    let same = |what: &str, one: u64, other: u64| match one == other {
        true => Ok(()),
        false => Err(format!("{what} are {one} in one way of counting, and {other} in another")),
    };
    let all = outcomes.len() as u64;
    same("replications", table.counted(), all)?;
    let classes = OutcomeClass::ALL.map(|class| table.count_of(class));
    same("outcomes", classes.iter().sum::<u64>() + table.unknown(), all)?;
    for class in OutcomeClass::ALL {
        let own = count(&|outcome| self::classes(outcome) == [class]);
        same(&format!("those that are `{}`", class.name()), table.count_of(class), own)?;
    }
    let takeoffs = OutcomeClass::ALL.into_iter().filter(|class| class.has_takeoff());
    let takeoffs = takeoffs.map(|class| table.count_of(class)).sum();
    same("takeoffs", table.takeoffs(), takeoffs)?;
    let reached = |milestone| count(&|outcome: &Outcome| outcome.at(milestone) < Time::NEVER);
    let without = reached(Milestone::TakeoffWithoutOrders);
    same("takeoffs without orders", table.takeoffs_without_orders().unwrap_or(u64::MAX), without)?;
    let ways = table.noticed_by().iter().map(|(_, count, _)| count).sum();
    same("notices", ways, reached(Milestone::Noticed))?;
    same("furthest stages", table.stages().map(|(_, count, _)| count).sum(), all)?;
    let pieces: u64 = table.pieces().map(|(_, count)| count).sum();
    let own = outcomes.iter().map(|outcome| outcome.stages.iter().sum::<u64>()).sum();
    same("pieces of evidence", pieces, own)?;
    let noticed: u64 = table.stages().filter(|one| one.0 == Stage::Noticed).map(|one| one.1).sum();
    let own = count(&|outcome| outcome.stage == Stage::Noticed);
    same("replications that came to notice in time", noticed, own)
}

/// Whether replications that are run and folded as usual are counted the same.
fn is_counted(specimen: &Specimen, table: &Table) -> Result<(), String> {
    let ensemble = Ensemble {
        replications: REPLICATIONS,
        seed: specimen.seed(),
        threads: 1,
        event_budget: MOST_EVENTS,
        twins: true,
    };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    let usual = replicate(specimen.blueprint(), ensemble, &watch);
    let counts = |table: &Table| {
        let classes = OutcomeClass::ALL.map(|class| table.count_of(class));
        let stages: Vec<u64> = table.stages().map(|(_, count, _)| count).collect();
        let twins = table.twins();
        let twins = (twins.ordered, twins.hands_off_takeoffs, twins.false_accusations);
        (classes, table.takeoffs_without_orders(), stages, table.events, twins)
    };
    let (followed, usual) = (counts(table), counts(&usual));
    if followed != usual {
        return Err(format!(
            "{followed:?} are counted where they are followed, and {usual:?} else"
        ));
    }
    Ok(())
}
