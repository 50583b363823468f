//! Blind spots as one JSON object, every map sorted by name.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::primitives::id::ActorId;
use crate::report::graph::kind_name;
use crate::world::Blueprint;
use crate::world::blind_spots::{
    BlindSpots, NoticePath, Paths, ProgramSpots, Reach, Silencing, WeakSpots,
};

/// The fields stand in the order of their names, as all maps do.
#[derive(Serialize)]
struct Object<'a> {
    accountable: Accountable<'a>,
    at_typical_point: bool,
    on_no_way: Vec<&'a str>,
    programs: BTreeMap<&'a str, Program<'a>>,
    unheard_channels: BTreeMap<&'a str, Vec<&'a str>>,
    version: &'static str,
    world: World<'a>,
}

#[derive(Serialize)]
struct Accountable<'a> {
    all_must_notice: bool,
    unreached: Vec<&'a str>,
}

#[derive(Serialize)]
struct World<'a> {
    digest: String,
    path: &'a str,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct Program<'a> {
    authorities: BTreeMap<&'a str, Authority<'a>>,
    together: Weak<'a>,
    unseen: bool,
}

#[derive(Serialize)]
struct Authority<'a> {
    fastest: Option<Path<'a>>,
    likeliest: Option<Path<'a>>,
    paths: PathsJson<'a>,
    weak: Weak<'a>,
}

#[derive(Serialize)]
struct Weak<'a> {
    shows_only_at: Vec<&'a str>,
    single_points: Vec<&'a str>,
    to_silence: Option<Vec<&'a str>>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct PathsJson<'a> {
    at_least: bool,
    count: u64,
    listed: Vec<Path<'a>>,
    through_suspect: u64,
}

#[derive(Serialize)]
struct Path<'a> {
    actors: Vec<&'a str>,
    chance: f64,
    delay: f64,
    links: Vec<PathLink<'a>>,
    suspect: Vec<&'static str>,
}

#[derive(Serialize)]
struct PathLink<'a> {
    along: bool,
    kind: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

/// The whole text, with a line feed at its end.
///
/// Delays are in seconds. `to_silence` is null where nobody can be silenced so that no
/// path is left, where there is no path in the first place, and where that was not
/// examined; `verdict` says which.
#[must_use]
pub fn json(blueprint: &Blueprint, spots: &BlindSpots) -> String {
    let names = |actors: &[ActorId]| names(blueprint, actors);
    let mut unheard_channels: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for one in &spots.unheard {
        unheard_channels
            .entry(blueprint.name_of(one.actor))
            .or_default()
            .push(one.channel.as_str());
    }
    for channels in unheard_channels.values_mut() {
        channels.sort_unstable();
    }
    let on_no_way = blueprint.actors().iter().filter(|actor| !spots.on_a_way[actor.id().place()]);
    let object = Object {
        accountable: Accountable {
            all_must_notice: spots.needs_all,
            unreached: names(&spots.unreached),
        },
        at_typical_point: spots.is_typical,
        on_no_way: on_no_way.map(|actor| actor.name()).collect(),
        programs: spots.programs.iter().map(|program| of_program(blueprint, program)).collect(),
        unheard_channels,
        version: env!("CARGO_PKG_VERSION"),
        world: World {
            digest: blueprint.digest(),
            path: blueprint.path(),
            title: blueprint.title(),
        },
    };
    let mut text = serde_json::to_string_pretty(&object).expect("names and numbers are JSON");
    text.push('\n');
    text
}

fn names<'a>(blueprint: &'a Blueprint, actors: &[ActorId]) -> Vec<&'a str> {
    actors.iter().map(|actor| blueprint.name_of(*actor)).collect()
}

fn of_program<'a>(blueprint: &'a Blueprint, spots: &'a ProgramSpots) -> (&'a str, Program<'a>) {
    let reach = |reach: &'a Reach| {
        let authority = Authority {
            fastest: reach.fastest.as_ref().map(|path| of_path(blueprint, path)),
            likeliest: reach.likeliest.as_ref().map(|path| of_path(blueprint, path)),
            paths: of_paths(blueprint, &reach.paths),
            weak: of_weak(blueprint, &reach.weak),
        };
        (blueprint.name_of(reach.authority), authority)
    };
    let program = Program {
        authorities: spots.reaches.iter().map(reach).collect(),
        together: of_weak(blueprint, &spots.together),
        unseen: spots.is_unseen(),
    };
    (blueprint.name_of(spots.program), program)
}

fn of_weak<'a>(blueprint: &'a Blueprint, weak: &WeakSpots) -> Weak<'a> {
    let (verdict, to_silence) = match &weak.silencing {
        Silencing::NoPath => ("no path", None),
        Silencing::Suffices(whom) => ("suffices", Some(names(blueprint, whom))),
        Silencing::Impossible => ("impossible", None),
        Silencing::NotExamined => ("not examined", None),
    };
    Weak {
        shows_only_at: names(blueprint, &weak.shows_only_at),
        single_points: names(blueprint, &weak.single_points),
        to_silence,
        verdict,
    }
}

fn of_paths<'a>(blueprint: &'a Blueprint, paths: &'a Paths) -> PathsJson<'a> {
    PathsJson {
        at_least: paths.at_least,
        count: paths.count,
        listed: paths.listed.iter().map(|path| of_path(blueprint, path)).collect(),
        through_suspect: paths.through_suspect,
    }
}

fn of_path<'a>(blueprint: &'a Blueprint, path: &'a NoticePath) -> Path<'a> {
    let suspicion = path.suspicion;
    let reasons = [
        (suspicion.is_own_word, "own word"),
        (suspicion.is_own_actor, "own actor"),
        (suspicion.is_heard, "heard"),
    ];
    let link = path.links.iter().map(|link| PathLink {
        along: link.is_along,
        kind: kind_name(link.kind),
        name: &link.name,
    });
    Path {
        actors: names(blueprint, &path.actors),
        chance: path.chance,
        delay: path.delay.seconds(),
        links: link.collect(),
        suspect: reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, why)| why).collect(),
    }
}
