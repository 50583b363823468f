//! Compute: chips and work are conserved, whoever gets them.
//!
//! It lacks what the work is for.

use std::collections::BTreeMap;

use crate::behaviors::{ClusterParameters, ReservationKind};
use crate::engine::{Note, Pace};
use crate::oversight::{Detail, FactKind, Milestone, Oversight, Signal, Twin};
use crate::primitives::random::Identity;
use crate::primitives::time::{TICKS_PER_SECOND, Time};
use crate::world::{Blueprint, path_of};

use super::super::course::Happening;
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::knowledge::concerning_jobs;
use super::ledger::{Account, Entry, Running, audit, clusters};
use super::scene::{Found, Scene, facts, in_each, in_each_replication};
use super::strained::{changing_chips, pausing};
use super::twins::is_the_same;

/// By how much sums of numbers may miss each other, as a share of the larger one.
const CLOSE: f64 = 1e-9;

/// A tick, in seconds.
const TICK: f64 = 1.0 / TICKS_PER_SECOND as f64;

pub(in crate::laws) const COMPUTE_CONSERVED: Law = Law {
    name: "compute-conserved",
    statement: "After every event in which a cluster divides its chips nothing runs at less than \
                no speed; jobs that occupy chips get as much for each that they asked for as the \
                others, and no more chips are occupied than there are at that speed; what all \
                jobs get is what the cluster says that it delivers, and no more than it has; each \
                reservation gets no more than it is granted, and what is not reserved nothing of \
                what is kept hard. When a job is done, the integral of its speed is its size and \
                what interruptions lost of it, to a tick; they lose no more than was done since \
                the last checkpoint. What counts as FLOP of concerning work is the integral of the \
                speeds of its jobs. So it is too where half of the chips go that jobs occupy, and \
                chips of another type come later, instead of the changes that its clusters have. \
                How fast a chip is by itself is not looked at.",
    class: "All worlds with a cluster.",
    why: "A cluster divides what it has anew at each event that changes it; a job is a budget \
          of work that runs down at the speed which it is given, and rings when it is spent.",
    reach: Reach::Pathwise,
    check: conserved,
};

pub(in crate::laws) const PAUSES_DELETE_NOTHING: Law = Law {
    name: "pauses-delete-nothing",
    statement: "Of a job that stands still, by an order or because others go first, as much is \
                left when it stops and when it goes on as its size and what interruptions lost \
                of it leave over what it got; when it is done it got all of that, as if it had \
                never stood still; and an order loses nothing.",
    class: "All worlds with a cluster on which a job stands still that had begun; where none \
            does, as it is where authorities order a pause at the first report.",
    why: "To pause is to let a budget run down at no speed: what is left of it stays.",
    reach: Reach::Pathwise,
    check: kept,
};

pub(in crate::laws) const PROMISES_DELIVER_NOTHING: Law = Law {
    name: "promises-deliver-nothing",
    statement: "What a reservation was promised beyond what it is granted is never delivered to \
                its jobs, whoever else is idle, and is told as withheld; where all are promised \
                everything, and granted what they are, all goes as it does.",
    class: "All worlds with a reservation.",
    why: "Chips are divided by what is granted alone.",
    reach: Reach::Pathwise,
    check: withheld,
};

fn conserved(specimen: &Specimen) -> Verdict {
    match in_each(specimen, Twin::Factual, is_conserved) {
        Verdict::Holds => {
            let changing = changing_chips(specimen);
            let look = |scene: &Scene<'_>| Ok(is_conserved(scene)? | stands_still(scene)?);
            match changing.map(|world| in_each(&world, Twin::Factual, look)) {
                Some(Verdict::Broken(text)) => Verdict::Broken(format!(
                    "Where half of the chips go that jobs occupy, and others come: {text}"
                )),
                Some(Verdict::Holds | Verdict::Silent) | None => Verdict::Holds,
            }
        }
        verdict @ (Verdict::Silent | Verdict::Broken(_)) => verdict,
    }
}

fn is_conserved(scene: &Scene<'_>) -> Found {
    let mut spoke = false;
    audit(scene, |entry| {
        spoke |= !entry.books.accounts.is_empty();
        if entry.marks.is_settled {
            divides(scene, entry)?;
        }
        lost_little(scene, entry)?;
        entry.marks.ended.iter().try_for_each(|account| is_spent(scene, entry, account))
    })?;
    is_counted(scene)?;
    Ok(spoke)
}

/// Whether what is there is divided among those who have begun.
fn divides(scene: &Scene<'_>, entry: &Entry<'_>) -> Result<(), String> {
    let (books, now) = (entry.books, entry.step.time);
    let wrong = |what: String| {
        let (event, place) = (scene.event(entry.step), scene.name(entry.place));
        Err(format!("after {event} {what} on {place}"))
    };
    for (name, flow) in &books.flows {
        let speed = flow.at(now);
        if speed.is_nan() || speed < 0.0 {
            return wrong(format!("`{name}` goes up by {speed:e} a second"));
        }
    }
    let capacity = books.flow("capacity", now);
    let (mut all, mut rate, mut chips) = (0.0, None, 0);
    for account in books.accounts.values() {
        let speed = account.running.at(now);
        if speed.is_nan() || speed < 0.0 {
            return wrong(format!("a job runs at {speed:e} FLOP/s"));
        }
        all += speed;
        let Some(slots) = account.job.slots().filter(|_| speed > 0.0) else {
            continue;
        };
        chips += slots;
        let each = speed / slots as f64;
        if !is_close(each, *rate.get_or_insert(each)) {
            return wrong(format!("a job on {slots} chips runs at {speed:e} FLOP/s"));
        }
    }
    if exceeds(all, capacity) {
        return wrong(format!("jobs get {all:e} FLOP/s of {capacity:e}"));
    }
    let delivered = books.flow("delivered", now);
    if (all - delivered).abs() > CLOSE * capacity {
        return wrong(format!("jobs get {all:e} FLOP/s, and {delivered:e} are delivered"));
    }
    if let Some(rate) = rate.filter(|rate| exceeds(chips as f64 * rate, capacity)) {
        let there = capacity / rate;
        return wrong(format!("{chips} chips are occupied of {there:.3}"));
    }
    reserves(entry, capacity).or_else(wrong)
}

/// Whether each reservation keeps to what it is granted.
fn reserves(entry: &Entry<'_>, capacity: f64) -> Result<(), String> {
    let (reservations, now) = (&entry.cluster.reservations, entry.step.time);
    let mut gets = vec![0.0; reservations.iter().count() + 1];
    let open = gets.len() - 1;
    for account in entry.books.accounts.values() {
        let place = account.job.reservation().and_then(|name| reservations.place(name));
        gets[place.unwrap_or(open)] += account.running.at(now);
    }
    let mut hard = 0.0;
    for ((name, reservation), gets) in reservations.iter().zip(&gets) {
        let granted = reservation.granted.value() * capacity;
        if *gets > granted + CLOSE * capacity {
            return Err(format!("`{name}` gets {gets:e} FLOP/s and is granted {granted:e}"));
        }
        hard += if reservation.kind == ReservationKind::Hard { granted } else { 0.0 };
    }
    if gets[open] > capacity - hard + CLOSE * capacity {
        let gets = gets[open];
        return Err(format!(
            "what is not reserved gets {gets:e} FLOP/s of {capacity:e}, and {hard:e} are kept"
        ));
    }
    Ok(())
}

/// Whether an interruption lost no more than was done since the last checkpoint.
fn lost_little(scene: &Scene<'_>, entry: &Entry<'_>) -> Result<(), String> {
    let Some((job, lost)) = entry.marks.lost else {
        return Ok(());
    };
    let Some(account) = entry.books.accounts.get(&job) else {
        return Ok(());
    };
    let most = account.speed * entry.cluster.checkpoint_every.seconds();
    let done = account.delivered - (account.lost - lost);
    if exceeds(lost, most) || lost > done + CLOSE * account.delivered {
        let event = scene.event(entry.step);
        return Err(format!(
            "{event} lost {lost:e} FLOP of a job of which {done:e} were done, and {most:e} is \
             the most between two checkpoints"
        ));
    }
    Ok(())
}

/// Whether a job that is done has got exactly what it takes.
fn is_spent(scene: &Scene<'_>, entry: &Entry<'_>, account: &Account) -> Result<(), String> {
    if !entry.marks.is_done {
        return Ok(());
    }
    let job = &account.job;
    let (got, lost, size, tick, unit) = match job.length() {
        // The chips that it occupies may be replaced by others, of any speed.
        Some(length) if job.slots().is_some() => {
            (account.ran, account.lost_time, length.seconds(), TICK, "s")
        }
        Some(_) => return Ok(()),
        None => {
            let (got, size) = (account.delivered, job.compute().value());
            (got, account.lost, size, account.speed * TICK, "FLOP")
        }
    };
    let (wants, slack) = (size + lost, CLOSE * (size + lost));
    if got < wants - slack - tick || got > wants + slack + 2.0 * tick {
        let (event, owner) = (scene.event(entry.step), scene.name(job.owner()));
        return Err(format!(
            "in {event} a job of {owner} is done that got {got:e} {unit} and takes {size:e}, \
             and {lost:e} that were lost"
        ));
    }
    Ok(())
}

/// Whether the FLOP of concerning work up to notice, or to the end, are what its jobs got.
fn is_counted(scene: &Scene<'_>) -> Result<(), String> {
    let (jobs, clusters) = (concerning_jobs(scene), clusters(scene));
    let until = scene.course.outcome.at(Milestone::Noticed).min(scene.course.ended);
    let mut running: BTreeMap<Identity, Running> = BTreeMap::new();
    let (mut got, mut slack) = (0.0, 0.0);
    let mut turn = |job, now: Time, pace| {
        let running = running.entry(job).or_insert(Running { pace, since: now });
        got += running.pace.spent((now - running.since).seconds());
        // That a job is over can be known a tick before it stands still.
        slack += 2.0 * TICK * running.at(now);
        *running = Running { pace, since: now };
    };
    for step in scene.course.steps.iter().take_while(|step| step.time <= until) {
        for (actor, fact) in facts(step) {
            if let FactKind::Detail(Detail::JobRuns { job, pace }) = fact
                && jobs.contains(job)
            {
                // What others run by rules of their own is theirs to count.
                if !clusters.contains_key(&actor) {
                    return Ok(());
                }
                turn(*job, step.time, *pace);
            } else if let FactKind::WorkEnded { job, concerning: true, .. } = fact {
                turn(*job, step.time, Pace::Constant(0.0));
            }
        }
    }
    jobs.iter().for_each(|job| turn(*job, until, Pace::Constant(0.0)));
    let told = scene.course.outcome.concerning_flop;
    if (told - got).abs() > CLOSE * got + slack {
        return Err(format!("{told:e} FLOP count as concerning, and its jobs got {got:e}"));
    }
    Ok(())
}

fn kept(specimen: &Specimen) -> Verdict {
    match in_each(specimen, Twin::Factual, stands_still) {
        Verdict::Silent => pausing(specimen).map_or(Verdict::Silent, |world| {
            match in_each(&world, Twin::Factual, stands_still) {
                Verdict::Broken(text) => {
                    Verdict::Broken(format!("Where any report makes authorities halt work: {text}"))
                }
                verdict @ (Verdict::Holds | Verdict::Silent) => verdict,
            }
        }),
        verdict @ (Verdict::Holds | Verdict::Broken(_)) => verdict,
    }
}

fn stands_still(scene: &Scene<'_>) -> Found {
    let mut spoke = false;
    audit(scene, |entry| {
        let is_order = matches!(entry.step.what, Happening::Delivery(_, _, Signal::Order(_)));
        if is_order && entry.marks.lost.is_some() {
            return Err(format!("{} deletes work", scene.event(entry.step)));
        }
        for (job, left) in &entry.marks.left {
            if let Some(account) = entry.books.accounts.get(job) {
                spoke |= is_left(scene, entry, account, *left)?;
            }
        }
        for account in entry.marks.ended.iter().filter(|account| account.was_paused) {
            spoke |= entry.marks.is_done;
            is_spent(scene, entry, account)?;
        }
        Ok(())
    })?;
    Ok(spoke)
}

/// Whether as much is left of a job as it did not get so far.
fn is_left(scene: &Scene<'_>, entry: &Entry<'_>, account: &Account, left: f64) -> Found {
    let job = &account.job;
    // One with a length takes other FLOP on other chips, and one without end has none left.
    if job.length().is_some() || job.is_endless() || account.speed == 0.0 {
        return Ok(false);
    }
    let size = job.compute().value();
    let should = (size + account.lost - account.delivered).max(0.0);
    if (left - should).abs() > CLOSE * (size + account.lost) + account.speed * TICK {
        let (event, owner) = (scene.event(entry.step), scene.name(job.owner()));
        let (got, lost) = (account.delivered, account.lost);
        return Err(format!(
            "in {event} {left:e} FLOP are left of a job of {owner} that takes {size:e}, got \
             {got:e} and lost {lost:e}"
        ));
    }
    Ok(true)
}

fn withheld(specimen: &Specimen) -> Verdict {
    let sets = promising_all(specimen.blueprint());
    let sets: Vec<_> = sets.iter().map(|path| (&path[..], "100 %")).collect();
    if sets.is_empty() {
        return Verdict::Silent;
    }
    let promised = specimen.with_sets(&sets).ok();
    in_each_replication(specimen, |index| {
        let course = specimen.course(index, Twin::Factual);
        let scene = Scene::of(specimen, &course, index);
        let mut spoke = false;
        audit(&scene, |entry| {
            spoke |= is_withheld(&scene, entry)?;
            Ok(())
        })?;
        if let Some(promised) = &promised {
            let other = promised.course(index, Twin::Factual);
            let counts = |note: &Note<Oversight>| !matches!(note, Note::Flow("withheld", _));
            spoke |= is_the_same(&scene, &other, None, counts)
                .map_err(|text| format!("{text} where reservations are promised everything"))?;
        }
        Ok(spoke)
    })
}

/// The paths of what each reservation of a world is promised.
fn promising_all(blueprint: &Blueprint) -> Vec<String> {
    let mut paths = Vec::new();
    for actor in blueprint.actors() {
        let given = actor.role().given(actor.settings());
        let Some(cluster) = given.parameters::<ClusterParameters>() else {
            continue;
        };
        for (name, _) in cluster.reservations.iter() {
            paths.push(path_of(&["actors", actor.name(), "reservations", name, "promised"]));
        }
    }
    paths
}

fn is_withheld(scene: &Scene<'_>, entry: &Entry<'_>) -> Found {
    let (books, now) = (entry.books, entry.step.time);
    let (mut promised, mut spoke) = (0.0, false);
    for (name, reservation) in entry.cluster.reservations.iter() {
        let granted = reservation.granted.value();
        let beyond = reservation.promised.map_or(0.0, |promised| promised.value() - granted);
        if beyond <= 0.0 {
            continue;
        }
        promised += beyond;
        let own = books.accounts.values().filter(|one| one.job.reservation() == Some(name));
        let gets: f64 = own.map(|account| account.running.at(now)).sum();
        let capacity = books.flow("capacity", now);
        spoke |= gets > 0.0;
        if entry.marks.is_settled && gets > (granted + CLOSE) * capacity {
            let (event, place) = (scene.event(entry.step), scene.name(entry.place));
            return Err(format!(
                "after {event} `{name}` of {place} gets {gets:e} FLOP/s of {capacity:e}, and is \
                 granted a share of {granted}"
            ));
        }
    }
    let (told, real) = (books.flow("withheld", now), promised * books.flow("capacity", now));
    if entry.marks.is_settled && !is_close(told, real) {
        let event = scene.event(entry.step);
        return Err(format!("after {event} {told:e} FLOP/s are told as withheld, not {real:e}"));
    }
    Ok(spoke)
}

/// Whether two numbers are the same but for rounding.
fn is_close(one: f64, other: f64) -> bool {
    (one - other).abs() <= CLOSE * one.abs().max(other.abs())
}

/// Whether a number is above another by more than rounding.
fn exceeds(one: f64, most: f64) -> bool {
    one > most * (1.0 + CLOSE)
}
