//! The law of scale: where all times are so many times as long, all happens so much later.
//!
//! The tick cannot be scaled, so that what takes a tick takes one here too: two courses are
//! alike up to some ticks for each event, and the law is about courses in which no two chains
//! of events meet so closely. It lacks how a world is scaled.

use crate::laws::class::{Class, is_built_in};
use crate::laws::course::{Course, Happening, Step};
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::settings::{given, number_given};
use crate::laws::specimen::Specimen;
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::Dimension;
use crate::primitives::time::{Span, Time};
use crate::world::{BlueprintActor, Draws};

use super::cut::whole;
use super::stretched::{samples, stretch};
use super::variant::pick;

/// Worlds that can be scaled.
pub const SCALES: Class = Class {
    name: "scales",
    words: "Worlds of built-in roles without opening hours but 24/7, without tokens and data \
            limits, growing clusters and such as lose seven in eight of their chips, leaks by \
            the law Grimes, and leaks by a law Gamma of so small a mean beside its scale that \
            some come within a few ticks.",
    excludes: unscaled,
};

pub(in crate::laws) const SCALED: Law = Law {
    name: "scaling",
    statement: "Where all times and all FLOP are 2^k times as large and all rates as small, the \
                same clocks of the same actors ring and the same signals reach them, 2^k times as \
                late, up to some ticks for each event. In both, observers that take samples are \
                asleep, what shows is seen at once, and the run goes on to the horizon.",
    class: SCALES.words,
    why: "Budgets and draws have no unit of time but those of the parameters, and a power of two \
          leaves each digit. Two courses in which chains of events meet within these ticks are not \
          compared, since which of two is first may turn; and two are compared up to where a clock \
          rings that is off by less than a thousandth of its time, as one is whose speed fell far: \
          a tick more at the old speed is many at the new.",
    reach: Reach::Pathwise,
    check: scaled,
};

fn unscaled(specimen: &Specimen) -> Option<String> {
    let blueprint = specimen.blueprint();
    let draws: Vec<Draws> = (0..LOOKS)
        .map(|index| blueprint.draws(&blueprint.baseline(), specimen.key(index)))
        .collect();
    blueprint.actors().iter().find_map(|actor| {
        let (name, rows) = (actor.name(), actor.role().parameters);
        let row = draws.iter().find_map(|draws| {
            let settings = blueprint.settings_at(actor, draws);
            let row = unscaled_row(rows, &settings).or_else(|| leaks(rows, &settings));
            let supply = || grows(rows, &settings).or_else(|| dwindles(rows, &settings));
            row.or_else(|| supply().filter(|_| actor.role().name == "Cluster"))
        });
        if let Some(row) = row {
            return Some(format!("`{name}.{row}` does not scale"));
        }
        let is_own = !is_built_in(actor.role());
        is_own.then(|| format!("`{name}` does not scale"))
    })
}

/// The row, or the row of a table among these, that keeps opening hours or counts tokens.
fn unscaled_row(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    rows.iter().zip(settings).find_map(|(row, setting)| {
        let keeps_hours = matches!(setting, Setting::Hours(hours) if **hours != Calendar::always());
        let counts_tokens =
            matches!(row.kind, Kind::Quantity(Dimension::Tokens)) && *setting != Setting::Absent;
        if keeps_hours || counts_tokens {
            return Some(row.name);
        }
        if let (Kind::Table(_, rows), Setting::Table(entries)) = (row.kind, setting) {
            return entries.iter().find_map(|(_, settings)| unscaled_row(rows, settings));
        }
        if let (Kind::TableByActor(_, rows), Setting::TableByActor(entries)) = (row.kind, setting) {
            return entries.iter().find_map(|(_, settings)| unscaled_row(rows, settings));
        }
        None
    })
}

/// The row by which chips grow, if they do.
fn grows(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    (*given(rows, settings, "growth")? != Setting::Number(0.0)).then_some("growth")
}

/// The row by which chips become so few that a tick of work done before is many ticks then.
fn dwindles(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    let peak = |setting: Option<&Setting>| {
        if let Setting::Chips(chips) = setting? { Some(chips.peak().value()) } else { None }
    };
    let row = rows.iter().find(|row| row.name == "steps")?;
    let (Kind::Table(_, inner), Setting::Table(steps)) =
        (row.kind, given(rows, settings, row.name)?)
    else {
        return None;
    };
    let first = peak(given(rows, settings, "chips"))?;
    let (mut least, mut most) = (first, first);
    for (_, step) in steps.iter() {
        if let Some(peak) = peak(given(inner, step, "chips")).filter(|peak| *peak > 0.0) {
            (least, most) = (least.min(peak), most.max(peak));
        }
        if let Some(factor) = number_given(inner, step, "factor") {
            (least, most) = (least * factor.min(1.0), most * factor.max(1.0));
        }
    }
    (most > DWINDLED * least).then_some("steps")
}

/// The row by which the leaks of people do not scale: a probability in a year, or a law so
/// early that what a tick takes matters.
fn leaks(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    let law = given(rows, settings, "law")?;
    let number = |name| number_given(rows, settings, name);
    let scale = number("scale");
    let [at_100, at_1000] = [number("mean_at_100")?, number("mean_at_1000")?];
    // The mean where as many know as can be named: (2/9)^B of that at 100.
    let power = libm::log(at_100 / at_1000) / libm::log(1.5);
    let least = at_100.min(at_1000).min(at_100 * libm::pow(2.0 / 9.0, power));
    let is_early = *law == Setting::Choice(0) && scale.is_some_and(|s| least < 0.2 * s);
    (*law == Setting::Choice(1) || is_early).then_some("law")
}

/// How many times as fast a cluster may once have been as it once is.
const DWINDLED: f64 = 8.0;

/// How many replications are looked at until one speaks.
const LOOKS: u64 = 2;

/// How long a scaled run may be, in ticks: what comes after it still has a time.
const LONGEST: f64 = 1e19;

/// How far off a ring may be, as a share of its time, that a tick's error explains.
///
/// A budget of a random law that was not spent in a time t at the old speed, and is at the new
/// one before T, hardly turns an error of a tick into more than T / t ticks; and t is some
/// thousand ticks or more, as the chains of events do not meet. Work that is nearly done when
/// most chips go has no such bound, so that clusters which lose them are excluded.
const BLURRED: f64 = 1e-3;

fn scaled(specimen: &Specimen) -> Verdict {
    if !SCALES.has(specimen) || whole(specimen, 0).is_none() {
        return Verdict::Silent;
    }
    let factor = [2.0, 4.0, 16.0][pick(specimen, "scale", 3)];
    let horizon = specimen.blueprint().horizon();
    let longer = horizon.ticks() as f64 * factor;
    if longer >= LONGEST {
        return Verdict::Silent;
    }
    for index in 0..LOOKS {
        let base = specimen
            .changed_until(index, horizon, |simulation| stretch(specimen, index, simulation, 1.0));
        if base.steps.len() < 3 || !base.is_whole || meets(&base) {
            continue;
        }
        let longer = Span::from_ticks(longer as u64);
        let variant = specimen.changed_until(index, longer, |simulation| {
            stretch(specimen, index, simulation, factor);
        });
        if !variant.is_whole
            || meets(&variant)
            || wakes(specimen, index, &base)
            || wakes(specimen, index, &variant)
        {
            continue;
        }
        return match unlike(specimen, &base, &variant, factor) {
            None => Verdict::Holds,
            Some(words) => Verdict::Broken(format!(
                "Replication {index} is another where all is {factor} times as long: {words}"
            )),
        };
    }
    Verdict::Silent
}

/// Whether somebody rings who should sleep: once in so many years by chance.
fn wakes(specimen: &Specimen, index: u64, course: &Course) -> bool {
    let blueprint = specimen.blueprint();
    let asleep: Vec<ActorId> = blueprint
        .actors()
        .iter()
        .filter(|actor| {
            let (point, key) = (blueprint.baseline(), specimen.key(index));
            samples(actor, &blueprint.settings_in(actor, &point, key))
        })
        .map(BlueprintActor::id)
        .collect();
    course.steps.iter().any(|step| {
        matches!(step.what, Happening::Ring(..))
            && step.actor.is_some_and(|actor| asleep.contains(&actor))
    })
}

/// How far apart, in ticks, an event of this number must be from others by another chain.
fn slack(number: u64) -> u64 {
    64 + 4 * number
}

/// Whether two chains of events meet so closely that which is first may turn.
fn meets(course: &Course) -> bool {
    let mut first = 0;
    let mut before = Time::START;
    for (place, step) in course.steps.iter().enumerate().skip(1) {
        let gap = step.time.since(before).ticks();
        before = step.time;
        if gap > slack(step.number) {
            first = place;
            continue;
        }
        // Within a chain each event follows its cause in a tick.
        let cause = step.cause as usize;
        let waited = course.steps.get(cause).map_or(u64::MAX, |one| (step.time - one.time).ticks());
        if cause < first || waited > 1 {
            return true;
        }
    }
    false
}

/// How a scaled course is unlike the one that it should be.
fn unlike(specimen: &Specimen, base: &Course, variant: &Course, factor: f64) -> Option<String> {
    let name = |actor: Option<ActorId>| {
        actor.map_or("the world", |actor| specimen.blueprint().name_of(actor))
    };
    let told = |course: &Course, place: usize| match course.steps.get(place) {
        None => "nothing more happens".to_owned(),
        Some(step) => {
            let (time, who) = (step.time, name(step.actor));
            match &step.what {
                Happening::Start => "the run starts".to_owned(),
                Happening::Ring(clock, number) => {
                    format!("at {time:?} {clock}({number}) of `{who}` rings")
                }
                Happening::Delivery(from, _, signal) => {
                    let from = name(Some(*from));
                    format!("at {time:?} `{who}` is told `{}` by `{from}`", signal.name())
                }
            }
        }
    };
    let end = base.ended.ticks();
    for place in 0..base.steps.len().max(variant.steps.len()) {
        let (here, there) = (base.steps.get(place), variant.steps.get(place));
        let slack = slack(place as u64) as f64;
        // What falls on the horizon can come after it.
        let is_last = |time: Time, by: f64| time.ticks() as f64 >= by * (end as f64 - 2.0 * slack);
        let is_alike = match (here, there) {
            (Some(here), Some(there)) => {
                let off = there.time.ticks() as f64 - factor * here.time.ticks() as f64;
                here.actor == there.actor
                    && is_same_kind(&here.what, &there.what)
                    && off.abs() <= factor * slack
            }
            (Some(here), None) => is_last(here.time, 1.0),
            (None, Some(there)) => is_last(there.time, factor),
            (None, None) => true,
        };
        if here.is_some_and(|step| is_last(step.time, 1.0)) {
            return None;
        }
        if !is_alike {
            let (here, there) = (rest(base, place), rest(variant, place));
            let ends = [base, variant].map(|course| course.ended.ticks() as f64);
            if is_blurred(here, there, factor, ends[1])
                || is_blurred(there, here, 1.0 / factor, ends[0])
            {
                return None;
            }
            return Some(format!("{}, but there {}.", told(base, place), told(variant, place)));
        }
    }
    None
}

/// What happens in a course from a place on.
fn rest(course: &Course, place: usize) -> &[Step] {
    &course.steps[place.min(course.steps.len())..]
}

/// Whether the first of these steps is a ring that comes among the others so nearly `factor`
/// times as late that a tick's error explains what it is off. What does not come before their
/// end may come right after it.
fn is_blurred(these: &[Step], others: &[Step], factor: f64, end: f64) -> bool {
    let Some(step) = these.first().filter(|step| matches!(step.what, Happening::Ring(..))) else {
        return false;
    };
    let is_it = |other: &&Step| other.actor == step.actor && is_same_kind(&step.what, &other.what);
    let time = step.time.ticks() as f64 * factor;
    let comes = others.iter().find(is_it).map_or(end, |other| other.time.ticks() as f64);
    (comes - time).abs() <= BLURRED * time
}

fn is_same_kind(here: &Happening, there: &Happening) -> bool {
    match (here, there) {
        (Happening::Start, Happening::Start) => true,
        (Happening::Ring(clock, number), Happening::Ring(other, other_number)) => {
            clock == other && number == other_number
        }
        (Happening::Delivery(from, _, signal), Happening::Delivery(other, _, other_signal)) => {
            from == other && signal.name() == other_signal.name()
        }
        (Happening::Start | Happening::Ring(..) | Happening::Delivery(..), _) => false,
    }
}
