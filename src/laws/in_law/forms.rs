//! The law that one law under two names is one law: an exponential one is a gamma law, an
//! Erlang one and a Weibull law of shape 1, and an Erlang one is a gamma law and a sum.

use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::{Edit, Specimen};
use crate::primitives::parameter::Kind;
use crate::primitives::quantity::Dimension;
use crate::primitives::random::Stream;
use crate::world::quoted;

use super::contest::{Signs, alike};
use super::replays::Replays;
use super::variants::{
    TextLink, changed, choices, has, links, number, one_of, other_seed, set, span, told,
};

pub(in crate::laws) const FORMS: Law = Law {
    name: "forms-alike-in-law",
    statement: "Where a span of time is drawn, an exponential law can be written as an Erlang \
        law of one stage, a gamma law or a Weibull law of shape 1, an Erlang law of three stages \
        as a gamma law of shape 3 or, where somebody takes step after step or passes on what is \
        passed on, as three exponential steps: nothing that is told or measured has another law.",
    class: "Worlds in which some parameter is a law over spans of time, or people tell others.",
    why: "They are the same law, and draws of it are independent from occasion to occasion. The \
        sum of independent exponential spans of one mean is Erlang by definition.",
    reach: Reach::InLaw,
    check,
};

/// A world that is written in two ways.
struct Ways {
    one: Vec<Edit>,
    other: Vec<Edit>,
    /// Actors whose measures are not compared.
    but: Vec<String>,
}

impl Ways {
    fn new(one: Edit, other: Edit) -> Self {
        Self { one: vec![one], other: vec![other], but: Vec::new() }
    }
}

fn check(specimen: &Specimen) -> Verdict {
    let mut stream = choices(specimen.seed(), "forms");
    let mut ways = of_parameters(specimen, &mut stream);
    ways.extend(of_steps(specimen));
    ways.extend(of_relays(specimen));
    let Some(Ways { one, other, but }) = one_of(&mut stream, ways) else {
        return Verdict::Silent;
    };
    let (Some(ours), Some(theirs)) = (changed(specimen, &one), changed(specimen, &other)) else {
        return Verdict::Silent;
    };
    let (first, second) = (ours.blueprint(), theirs.blueprint());
    let compared = |name| (!but.iter().any(|other| other == name)).then_some(name);
    let signs = Signs::default().all_told(first, second).measures(first, second, compared);
    let signs = if but.is_empty() { signs } else { signs.without("events") };
    let mut one_run = Replays::new(first, specimen.seed());
    let mut other_run = Replays::new(second, other_seed(specimen.seed()));
    alike(&mut one_run, &mut other_run, &signs, (&told(&one), &told(&other)))
}

/// The mean of what is tried: some of it happens within a run.
fn mean(specimen: &Specimen, part: f64) -> String {
    span(specimen.blueprint().horizon().seconds().max(1.0) * part)
}

/// Each law over spans that an actor has for a parameter, in two forms.
fn of_parameters(specimen: &Specimen, stream: &mut Stream) -> Vec<Ways> {
    let mut found = Vec::new();
    for actor in specimen.blueprint().actors() {
        for row in actor.role().parameters {
            if row.kind != Kind::Law(Dimension::Span) {
                continue;
            }
            let mean = mean(specimen, 0.02 + 0.2 * stream.uniform());
            let forms = [
                format!("Exponential(mean: {mean})"),
                format!("Erlang(stages: 1, mean: {mean})"),
                format!("Gamma(shape: 1, mean: {mean})"),
                format!("Weibull(shape: 1, scale: {mean})"),
            ];
            let staged = [
                format!("Erlang(stages: 3, mean: {mean})"),
                format!("Gamma(shape: 3, mean: {mean})"),
            ];
            let (one, other) = if stream.chance(0.7) {
                let other = 1 + (3.0 * stream.uniform()) as usize;
                (forms[0].clone(), forms[other.min(3)].clone())
            } else {
                staged.into()
            };
            let of = |law| set(actor.name(), row.name, law);
            found.push(Ways::new(of(one), of(other)));
        }
    }
    found
}

/// Those who take step after step, each as surely as the others: three steps, and one of
/// three stages.
fn of_steps(specimen: &Specimen) -> Vec<Ways> {
    let mut found = Vec::new();
    for actor in specimen.blueprint().actors() {
        if !(has(actor, "steps") && has(actor, "step_takes")) {
            continue;
        }
        let sure = [
            ("guard_slope", "0"),
            ("houdini_slope", "0"),
            ("guard_offset", "10000"),
            ("houdini_offset", "-10000"),
        ];
        let sure = sure.map(|(parameter, value)| set(actor.name(), parameter, value));
        let way = |steps: &str, takes: String| {
            let steps = set(actor.name(), "steps", steps);
            let takes = set(actor.name(), "step_takes", takes);
            sure.iter().cloned().chain([steps, takes]).collect()
        };
        let (all, each) = (mean(specimen, 0.12), mean(specimen, 0.04));
        let one = way("1", format!("Erlang(stages: 3, mean: {all})"));
        let other = way("3", format!("Exponential(mean: {each})"));
        // It counts its steps.
        found.push(Ways { one, other, but: vec![actor.name().to_owned()] });
    }
    found
}

/// People who tell others: by one way of three stages, and by two who pass it on.
///
/// Whoever passes it on must be silent otherwise.
fn of_relays(specimen: &Specimen) -> Vec<Ways> {
    let Some(links) = links(specimen) else {
        return Vec::new();
    };
    let is_insiders = |name: &str| {
        let actor = specimen.blueprint().actor(name);
        actor.is_some_and(|actor| number(actor, "people").is_some() && has(actor, "tells"))
    };
    let tells =
        |link: &&TextLink| link.kind == "Tells" && is_insiders(&link.from) && is_insiders(&link.to);
    let (all, each) = (mean(specimen, 0.12), mean(specimen, 0.04));
    let relay = |number: u32| format!("relay {number} of the laws");
    let found = links.iter().filter(tells).map(|link| {
        let told = |from: &str, to: &str, delay: &str| Edit::AddLink {
            link: format!("({}, Tells(delay: {delay}), {})", quoted(from), quoted(to)),
        };
        let without = Edit::DropLink { place: link.place };
        let silent =
            |number| Edit::AddActor { name: relay(number), role: "Insiders(people: 0)".to_owned() };
        let step = format!("Exponential(mean: {each})");
        let whole = format!("Erlang(stages: 3, mean: {all})");
        // The relays are there in both, so that they are no other bystanders.
        let one = vec![without.clone(), told(&link.from, &link.to, &whole)];
        let other = vec![
            without,
            silent(1),
            silent(2),
            told(&link.from, &relay(1), &step),
            told(&relay(1), &relay(2), &step),
            told(&relay(2), &link.to, &step),
        ];
        Ways { one, other, but: vec![relay(1), relay(2)] }
    });
    found.collect()
}
