//! The laws that a rate may be split among two and thinned out behind one.

use petgraph::visit::EdgeRef as _;

use crate::engine::{LinkKind, LinkLaw};
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::{Edit, Specimen};
use crate::oversight::{Link, Milestone};
use crate::primitives::parameter::Setting;
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::random::Stream;
use crate::world::{BlueprintActor, quoted};

use super::contest::{Signs, alike};
use super::replays::Replays;
use super::variants::{
    TextLink, changed, choices, has, is_plainly, links, mentions, number, one_of, other_seed,
    role_text, set, span, times, told,
};

/// The rates of an actor whose alarms come at rates.
const RATES: [&str; 3] = ["hazard", "benign", "false_alarms"];

pub(in crate::laws) const SPLIT: Law = Law {
    name: "split-rates-alike-in-law",
    statement: "Two sensors that ring at half the rates of one, and are linked as it is, change \
        the law of nothing that is told of a replication or measured of others.",
    class: "Worlds with a sensor that rings at rates of a thousand a second or less, since a tick \
        lies between two rings, and where nobody asks who found what: no desk merges alerts, no \
        regulator is given tips, no authority wants several observers, has opinions of single \
        ones or \
        audits, nothing is declared to the sensor, and what it watches is told to both at once. \
        Where a world has no such sensor, one is put beside it.",
    why: "What shows moves the rates of both alike, and independent Poisson processes add up to \
        one of the sum of their rates; the nominal likelihood ratio is one of rates and stays. \
        Draws about evidence have the same law whoever found it. A regulator merges tips by \
        whoever found what they are about, so that two sensors make more work for it than one.",
    reach: Reach::InLaw,
    check: split,
};

pub(in crate::laws) const THINNED: Law = Law {
    name: "thinned-rates-alike-in-law",
    statement: "A sensor that rings at twice its rates over a link that loses as much again as \
        what it let through changes the law of nothing that comes after the link.",
    class: "Worlds with a sensor that rings at rates of a thousand a second or less and tells of \
        it over one link; where there \
        is none, one is put beside it.",
    why: "What is left of a Poisson process, where a chance for each decides, is one of the rate \
        times that chance, and the chances of a link are drawn for each piece of evidence.",
    reach: Reach::InLaw,
    check: thinned,
};

/// The actors that ring at rates.
fn sensors(specimen: &Specimen) -> Vec<&BlueprintActor> {
    let actors = specimen.blueprint().actors().iter();
    let rings = |actor: &&BlueprintActor| RATES.into_iter().all(|rate| has(actor, rate));
    actors.filter(rings).collect()
}

/// How often a second something may ring for ticks not to show: what rings waits a tick at
/// least, so that a rate of one a tick is not twice a rate of half of that.
const OFTEN: f64 = 1e3;

/// Whether a sensor rings so seldom that ticks do not show.
fn rings_seldom(sensor: &BlueprintActor) -> bool {
    RATES.into_iter().all(|rate| number(sensor, rate).is_some_and(|often| often <= OFTEN))
}

/// Edits after which nobody of a world asks who found a piece; none where some desk merges
/// alerts in any case, or a regulator tips.
fn unasked(specimen: &Specimen) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for actor in specimen.blueprint().actors() {
        let counts_merged = actor.role().measures.iter().any(|measure| measure.name == "merged");
        if counts_merged && !has(actor, "merges") || takes_tips(specimen, actor) {
            return None;
        }
        let mut ask = |row: &str, value: &str, is_such: fn(&Setting) -> bool| {
            if has(actor, row) && !is_plainly(specimen, actor, row, is_such) {
                edits.push(set(actor.name(), row, value));
            }
        };
        ask("merges", "false", |now| *now == Setting::Flag(false));
        ask("corroboration", "1", |now| *now == Setting::Number(1.0));
        ask("opinions", "{}", |now| matches!(now, Setting::TableByActor(all) if all.is_empty()));
        ask("response", "Watch", |_| false);
    }
    Some(edits)
}

/// Whether an actor is a regulator to whom evidence comes.
fn takes_tips(specimen: &Specimen, actor: &BlueprintActor) -> bool {
    let network = specimen.blueprint().network();
    let told = |edge: petgraph::graph::EdgeReference<'_, LinkLaw<Link>>| {
        let is_evidence = matches!(edge.weight().kind, Link::Alerts | Link::Reports);
        is_evidence && network[edge.target()] == actor.name()
    };
    actor.role().name == "Regulator" && network.edge_references().any(told)
}

/// The rates of a sensor as numbers, where they are none in its text: they may hang on what
/// nobody knows.
fn fixed(specimen: &Specimen, sensor: &BlueprintActor) -> Vec<Edit> {
    let hangs = |rate: &&str| !is_plainly(specimen, sensor, rate, |_| true);
    RATES.into_iter().filter(hangs).filter_map(|rate| times(sensor, rate, 1.0)).collect()
}

/// Whether what goes over a link takes and loses nothing by chance.
fn is_sure(link: &TextLink) -> bool {
    !link.has_options()
}

/// A world with a sensor more, which watches somebody of it and tells somebody of it; none
/// where there is nobody to be watched or told.
fn watched(specimen: &Specimen, stream: &mut Stream) -> Option<Specimen> {
    let world = specimen.blueprint();
    let shown = world.actors().iter().filter_map(|actor| {
        let channels = actor.shows_on()?;
        let known = world.channels().iter().find(|name| channels.contains(&name.as_str()));
        Some((actor.name(), known.cloned().or_else(|| Some((*channels.first()?).to_owned()))?))
    });
    let (suspect, channel) = one_of(stream, shown.collect())?;
    let told = world.actors().iter().filter_map(|actor| {
        let kind = if has(actor, "merges") { "Alerts" } else { "Reports" };
        (has(actor, "merges") || has(actor, "corroboration")).then(|| (actor.name(), kind))
    });
    let (listener, kind) = one_of(stream, told.collect())?;
    let seconds = world.horizon().seconds().max(1.0);
    let mut rate = |most: f64| {
        let often = most * stream.uniform() / seconds;
        quoted(&quantity::format(often, Dimension::Rate))
    };
    let rates = (rate(8.0), rate(3.0), rate(8.0));
    let role = format!(
        "HazardSensor(channel: {}, hazard: {}, benign: {}, false_alarms: {})",
        quoted(&channel),
        rates.0,
        rates.1,
        rates.2,
    );
    let link = |kind: &str, to: &str| Edit::AddLink {
        link: format!("({}, {kind}, {})", quoted(SENSOR), quoted(to)),
    };
    let delay = format!("{kind}(delay: Exponential(mean: {}))", span(0.05 * seconds));
    let added = Edit::AddActor { name: SENSOR.to_owned(), role };
    changed(specimen, &[added, link("Watches", suspect), link(&delay, listener)])
}

/// The sensor that is put into a world.
const SENSOR: &str = "sensor of the laws";

fn split(specimen: &Specimen) -> Verdict {
    let mut stream = choices(specimen.seed(), "split");
    let verdict = split_one(specimen, &mut stream);
    // Where no sensor is as it must be, one is put there.
    let more = (verdict == Verdict::Silent).then(|| watched(specimen, &mut stream)).flatten();
    more.map_or(verdict, |more| split_one(&more, &mut stream))
}

fn split_one(specimen: &Specimen, stream: &mut Stream) -> Verdict {
    let Some((links, edits)) = links(specimen).zip(unasked(specimen)) else {
        return Verdict::Silent;
    };
    let own = |name: &str| -> Vec<&TextLink> {
        links.iter().filter(|link| link.from == name || link.to == name).collect()
    };
    let fits = |sensor: &&BlueprintActor| {
        let own = own(sensor.name());
        let watches = |link: &&&TextLink| link.kind == Link::Watches.name();
        rings_seldom(sensor)
            && own.iter().all(|link| link.from == sensor.name())
            && own.iter().filter(watches).all(|link| is_sure(link))
            && mentions(specimen, sensor.name()) == own.len() + 1
    };
    let fitting = sensors(specimen).into_iter().filter(fits).collect();
    let Some(sensor) = one_of(stream, fitting) else {
        return Verdict::Silent;
    };
    let twin = format!("{}, the other half", sensor.name());
    let Some(role) = role_text(specimen, sensor.name()) else {
        return Verdict::Silent;
    };
    let edits: Vec<Edit> = edits.into_iter().chain(fixed(specimen, sensor)).collect();
    let mut halved = edits.clone();
    halved.extend(RATES.into_iter().filter_map(|rate| times(sensor, rate, 0.5)));
    halved.push(Edit::AddActor { name: twin.clone(), role });
    for rate in RATES {
        if let Some(Edit::Set { value, .. }) = times(sensor, rate, 0.5) {
            halved.push(set(&twin, rate, value));
        }
    }
    halved.extend(own(sensor.name()).into_iter().map(|link| link.from(&twin)));
    compare(specimen, (edits, halved), |name| (name != sensor.name()).then_some(name), true)
}

fn thinned(specimen: &Specimen) -> Verdict {
    let mut stream = choices(specimen.seed(), "thinned");
    let verdict = thinned_one(specimen, &mut stream);
    let more = (verdict == Verdict::Silent).then(|| watched(specimen, &mut stream)).flatten();
    more.map_or(verdict, |more| thinned_one(&more, &mut stream))
}

fn thinned_one(specimen: &Specimen, stream: &mut Stream) -> Verdict {
    let Some(links) = links(specimen) else {
        return Verdict::Silent;
    };
    let tells = |sensor: &BlueprintActor| -> Option<&TextLink> {
        let out = [Link::Alerts.name(), Link::Reports.name()];
        let is_its =
            |link: &&TextLink| link.from == sensor.name() && out.contains(&link.kind.as_str());
        let mut own = links.iter().filter(is_its);
        own.next().filter(|_| own.next().is_none())
    };
    let seldom = sensors(specimen).into_iter().filter(|sensor| rings_seldom(sensor));
    let fitting = seldom.filter_map(|sensor| Some((sensor, tells(sensor)?))).collect();
    let Some((sensor, link)) = one_of(stream, fitting) else {
        return Verdict::Silent;
    };
    let Some(loss) = loss(specimen, link) else {
        return Verdict::Silent;
    };
    let path = format!("links.{}.1.loss", link.place);
    let lost = |loss: f64| Edit::Set { path: path.clone(), value: loss.to_string() };
    let mut doubled: Vec<Edit> =
        RATES.into_iter().filter_map(|rate| times(sensor, rate, 2.0)).collect();
    doubled.push(lost(1.0 - 0.5 * (1.0 - loss)));
    // What a link loses without a word of it is nothing.
    let is_sure = !link.text.contains("loss") && loss == 0.0;
    let kept = (!is_sure).then(|| lost(loss));
    compare(
        specimen,
        (fixed(specimen, sensor).into_iter().chain(kept).collect(), doubled),
        |name| (name != sensor.name()).then_some(name),
        false,
    )
}

/// What a link of the text loses, where nothing of the world's is drawn for it.
fn loss(specimen: &Specimen, link: &TextLink) -> Option<f64> {
    let world = specimen.blueprint();
    let network = world.network();
    let mut found = network.edge_indices().filter(|edge| {
        let (from, to) = network.edge_endpoints(*edge).expect("an edge has ends");
        network[from] == link.from
            && network[to] == link.to
            && network[*edge].kind.name() == link.kind
    });
    let edge = found.next()?;
    found.next().is_none().then(|| network[edge].loss)
}

/// Compares two variants of a world; `all` says whether what sensors themselves tell is
/// compared too.
fn compare(
    specimen: &Specimen,
    (one, other): (Vec<Edit>, Vec<Edit>),
    counterpart: impl Fn(&str) -> Option<&str>,
    all: bool,
) -> Verdict {
    let (Some(ours), Some(theirs)) = (changed(specimen, &one), changed(specimen, &other)) else {
        return Verdict::Silent;
    };
    let (first, second) = (ours.blueprint(), theirs.blueprint());
    let signs = if all {
        Signs::default().all_told(first, second).without("events")
    } else {
        let after = [Milestone::FirstReview, Milestone::Noticed, Milestone::FirstOrder];
        Signs::default().milestones(&after)
    };
    let signs = signs.measures(first, second, counterpart);
    let mut one_run = Replays::new(first, specimen.seed());
    let mut other_run = Replays::new(second, other_seed(specimen.seed()));
    alike(&mut one_run, &mut other_run, &signs, (&told(&one), &told(&other)))
}
