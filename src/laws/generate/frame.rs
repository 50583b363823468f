//! What holds for a whole generated world: what is concerning, what takeoff is, who is
//! accountable.

use crate::engine::Side;
use crate::oversight::Link;
use crate::primitives::quantity::Dimension;
use crate::world::quoted;

use super::cast::{Cast, Tie};
use super::figures::Writer;
use super::genes::Tape;
use super::scale::By;

/// The lines of a world before its actors, each with its comma.
pub(super) fn lines(cast: &Cast<'_>, writer: &Writer<'_>, tape: &mut Tape<'_>) -> Vec<String> {
    let mut lines = vec![format!("horizon: {},", quoted(writer.scale.text))];
    let (concern, about) = concern(cast, writer, tape);
    lines.push(format!("concern: [{concern}],"));
    lines.push(format!("takeoff: {},", takeoff(cast, about, writer, tape)));
    lines.push(format!("accountable: {},", accountable(cast, writer, tape)));
    if tape.is(0.15) {
        let starts = *tape.pick(&["2027-01-04", "2028-02-28", "2026-12-31", "2027-03-26"]);
        lines.push(format!("starts: {},", quoted(starts)));
    }
    if tape.is(0.15) {
        let span = writer.free((0.01, 0.5, By::Horizon), Dimension::Span, tape);
        lines.push(format!("aftermath: {},", at_least_a_tick(span, writer)));
    }
    // Less than the whole of it, even in a world of one tick.
    if tape.is(0.1) && writer.scale.horizon > 1e-3 {
        let span = writer.free((0.01, 0.5, By::Horizon), Dimension::Span, tape);
        lines.push(format!("warm_up: {span},"));
    }
    lines
}

/// A span, or the horizon where the span is less than a tick.
fn at_least_a_tick(span: String, writer: &Writer<'_>) -> String {
    if writer.scale.horizon > 1e-3 { span } else { quoted(writer.scale.text) }
}

fn names<'c>(cast: &'c Cast<'_>, passes: impl Fn(usize) -> bool) -> Vec<&'c str> {
    let members = cast.members.iter().enumerate().filter(|(place, _)| passes(*place));
    members.map(|(_, member)| member.name.as_str()).collect()
}

/// Which work is concerning, of somebody's mostly, of large runs, or what is hidden; and
/// whose, if somebody's.
fn concern(cast: &Cast<'_>, writer: &Writer<'_>, tape: &mut Tape<'_>) -> (String, Option<usize>) {
    // Who works at nothing but what others do for him is hardly ever at work.
    let is_idle = !tape.is(0.95);
    let works = |place: usize| {
        let rule = cast.kit.rule(cast.members[place].role, Link::Hosts, Side::In);
        rule.is_some_and(|rule| rule.least > 0 || is_idle)
    };
    // What nobody sees is rarely worth a law.
    let mut programs = names(cast, |place| works(place) && cast.is_seen(place));
    if programs.is_empty() || tape.is(0.2) {
        programs = names(cast, works);
    }
    // What brings takeoff nearer can be stopped.
    let leads = |place: usize| {
        let deploys = |tie: &Tie| tie.from == place && tie.kind == Link::Deploys;
        let brings = cast.kit.roles[cast.members[place].role].brings_about;
        cast.ties.iter().any(deploys) || brings.is_some_and(|forms| !forms.is_empty())
    };
    let moving =
        names(cast, |place| leads(place) && programs.contains(&cast.members[place].name.as_str()));
    if !moving.is_empty() && tape.is(0.7) {
        programs = moving;
    }
    let (mut all, mut about) = (Vec::new(), None);
    let form = tape.weighed(&[60, 15, 6, 19]);
    if form != 2 && !programs.is_empty() {
        let first = tape.below(programs.len());
        all.push(format!("Program({})", quoted(programs[first])));
        about = cast.members.iter().position(|member| member.name == programs[first]);
        if form == 3 && programs.len() > 1 {
            let second = (first + 1) % programs.len();
            all.push(format!("Program({})", quoted(programs[second])));
        }
    }
    if matches!(form, 1 | 3) {
        all.push("HiddenWork".to_owned());
    }
    if form == 2 || all.is_empty() {
        let above = writer.free((0.001, 0.2, By::Work), Dimension::Flop, tape);
        all.push(format!("Training(above: {above})"));
    }
    (all.join(", "), about)
}

/// What takeoff is: an instant, or what somebody who is there can bring about; mostly by way
/// of concerning work, so that who stops that can stop takeoff.
fn takeoff(
    cast: &Cast<'_>,
    about: Option<usize>,
    writer: &Writer<'_>,
    tape: &mut Tape<'_>,
) -> String {
    let mut forms: Vec<(&str, &str)> = Vec::new();
    let is_led = |place: usize| {
        let leads = |tie: &Tie| {
            matches!(tie.kind, Link::Deploys | Link::Writes)
                && (Some(tie.from), tie.to) == (about, place)
        };
        about == Some(place) || cast.ties.iter().any(leads)
    };
    let led: Vec<usize> = (0..cast.members.len()).filter(|place| is_led(*place)).collect();
    let brings = |place: &usize| {
        cast.kit.roles[cast.members[*place].role]
            .brings_about
            .is_some_and(|forms| !forms.is_empty())
    };
    let is_by_work = led.iter().any(brings) && tape.is(0.85);
    for (place, member) in cast.members.iter().enumerate() {
        if is_by_work && !led.contains(&place) {
            continue;
        }
        let brings = cast.kit.roles[member.role].brings_about.unwrap_or_default();
        forms.extend(brings.iter().map(|form| (*form, member.name.as_str())));
    }
    if forms.is_empty() || !tape.is(0.93) {
        return format!("After({})", after(writer, tape));
    }
    let (form, whose) = *tape.pick(&forms);
    let of = if tape.is(0.6) { format!(", of: {}", quoted(whose)) } else { String::new() };
    let mut figure = |bounds, dimension| writer.free(bounds, dimension, tape);
    match form {
        "Capability" | "Level" => {
            let above = figure((0.06, 1.2, By::One), Dimension::Magnitude);
            format!("{form}(above_start: {above}{of})")
        }
        "Generations" => {
            let count = figure((1.0, 3.0, By::One), Dimension::Count);
            let within = figure((0.4, 2.0, By::Horizon), Dimension::Span);
            let step = figure((0.05, 0.3, By::One), Dimension::Magnitude);
            let within = at_least_a_tick(within, writer);
            format!("{form}(count: {count}, within: {within}, step: {step}{of})")
        }
        "Doublings" => {
            let count = figure((1.0, 5.0, By::One), Dimension::Count);
            let within = figure((0.4, 2.0, By::Horizon), Dimension::Span);
            let within = at_least_a_tick(within, writer);
            format!("{form}(count: {count}, within: {within}{of})")
        }
        "Copies" => {
            let count = figure((2.0, 30.0, By::One), Dimension::Count);
            format!("{form}(count: {count}{of})")
        }
        _ => format!("After({})", after(writer, tape)),
    }
}

fn after(writer: &Writer<'_>, tape: &mut Tape<'_>) -> String {
    let span = writer.free((0.5, 4.0, By::Horizon), Dimension::Span, tape);
    match tape.weighed(&[40, 40, 20, if writer.scale.is_nasty { 20 } else { 1 }]) {
        0 => span,
        1 => format!("Exponential(mean: {span})"),
        2 => format!("Uniform({}, {span})", quoted("0 s")),
        _ => quoted("0 s"),
    }
}

/// Who has to be convinced: an authority mostly, or several, or all of them.
fn accountable(cast: &Cast<'_>, writer: &Writer<'_>, tape: &mut Tape<'_>) -> String {
    let authority = cast.kit.place("Authority");
    let mut judges = names(cast, |place| Some(cast.members[place].role) == authority);
    if judges.is_empty() {
        judges = names(cast, |_| true);
        judges.truncate(1);
    }
    let mut all: Vec<String> = Vec::new();
    for (place, name) in judges.iter().enumerate() {
        if place > 0 && !tape.is(0.35) {
            continue;
        }
        all.push(if tape.is(0.1) {
            let span = writer.free((0.1, 1.0, By::Horizon), Dimension::Span, tape);
            format!("Within({}, {})", quoted(name), at_least_a_tick(span, writer))
        } else {
            quoted(name)
        });
    }
    let list = format!("[{}]", all.join(", "));
    if tape.is(0.15) { format!("All({list})") } else { list }
}
