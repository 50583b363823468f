//! Blind spots against brute force on small worlds, and as texts.

use std::collections::BTreeSet;

use foomwatch::behaviors::Roles;
use foomwatch::engine::LinkKind as _;
use foomwatch::prelude::*;
use foomwatch::report::blind_spots::{json, text};
use foomwatch::report::graph;
use foomwatch::world::Blueprint;
use foomwatch::world::blind_spots::{
    BlindSpots, MOST_LISTED, NoticePath, Reach, Silencing, blind_spots,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::stage::{first, world};

foomwatch::parameters! {
    /// Nothing is to be known about it.
    pub struct AnybodyParameters {}
}

foomwatch::clocks! {
    /// It has one that never runs.
    pub enum Clock {
        /// It does not ring.
        Never,
    }
}

/// Is joined to anybody in any way.
#[derive(Clone)]
struct Anybody;

impl Behavior for Anybody {
    type Domain = Oversight;
    type Parameters = AnybodyParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Is joined to anybody.";
    const HEARS_DECLARATIONS: bool = true;
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Hosts, "To anybody."),
        LinkRule::into(Link::Hosts, "From anybody."),
        LinkRule::out(Link::Watches, "To anybody."),
        LinkRule::into(Link::Watches, "From anybody."),
        LinkRule::out(Link::Knows, "To anybody."),
        LinkRule::into(Link::Knows, "From anybody."),
        LinkRule::out(Link::Declares, "To anybody."),
        LinkRule::into(Link::Declares, "From anybody."),
        LinkRule::out(Link::Deploys, "To anybody."),
        LinkRule::into(Link::Deploys, "From anybody."),
        LinkRule::out(Link::Owns, "To anybody."),
        LinkRule::into(Link::Owns, "From anybody."),
        LinkRule::out(Link::Alerts, "To anybody."),
        LinkRule::into(Link::Alerts, "From anybody."),
        LinkRule::out(Link::Reports, "To anybody."),
        LinkRule::into(Link::Reports, "From anybody."),
        LinkRule::out(Link::Tells, "To anybody."),
        LinkRule::into(Link::Tells, "From anybody."),
        LinkRule::out(Link::Reads, "To anybody."),
        LinkRule::into(Link::Reads, "From anybody."),
        LinkRule::out(Link::Studies, "To anybody."),
        LinkRule::into(Link::Studies, "From anybody."),
        LinkRule::out(Link::Writes, "To anybody."),
        LinkRule::into(Link::Writes, "From anybody."),
        LinkRule::out(Link::Improves, "To anybody."),
        LinkRule::into(Link::Improves, "From anybody."),
        LinkRule::out(Link::Feeds, "To anybody."),
        LinkRule::into(Link::Feeds, "From anybody."),
        LinkRule::out(Link::Powers, "To anybody."),
        LinkRule::into(Link::Powers, "From anybody."),
        LinkRule::out(Link::Directs, "To anybody."),
        LinkRule::into(Link::Directs, "From anybody."),
        LinkRule::out(Link::Orders, "To anybody."),
        LinkRule::into(Link::Orders, "From anybody."),
    ];

    fn new(_: AnybodyParameters) -> Self {
        Self
    }
}

fn roles() -> Roles {
    Roles::standard().with::<Anybody>("Anybody")
}

/// A link of a small world; its delay in seconds and its loss in per cent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tie {
    from: usize,
    kind: &'static str,
    to: usize,
    delay: u64,
    loss: u64,
}

const KINDS: [&str; 17] = [
    "Hosts", "Watches", "Knows", "Declares", "Deploys", "Alerts", "Reports", "Owns", "Tells",
    "Reads", "Studies", "Writes", "Improves", "Feeds", "Powers", "Directs", "Orders",
];

/// The first actor is the program, and the last the authority.
fn ron(actors: usize, ties: &[Tie]) -> String {
    let names: Vec<String> = (0..actors).map(|place| format!("\"a{place}\": Anybody()")).collect();
    let links: Vec<String> = ties
        .iter()
        .map(|tie| {
            let Tie { from, kind, to, delay, loss } = tie;
            let options = match *kind {
                "Declares" | "Writes" => String::new(),
                _ => format!("(delay: \"{delay} s\", loss: \"{loss} %\")"),
            };
            format!("(\"a{from}\", {kind}{options}, \"a{to}\")")
        })
        .collect();
    format!(
        "World(horizon: \"1 y\", concern: [Program(\"a0\")], takeoff: After(\"1 d\"), \
         accountable: [\"a{}\"], actors: {{{}}}, links: [{}])",
        actors - 1,
        names.join(", "),
        links.join(", "),
    )
}

fn found(actors: usize, ties: &[Tie]) -> BlindSpots {
    blind_spots(&world(&ron(actors, ties), &[], &roles()))
}

/// A path as brute force has it: who it passes, by which kinds, and who speaks on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Trail {
    actors: Vec<usize>,
    kinds: Vec<&'static str>,
    speakers: BTreeSet<usize>,
    ticks: u64,
    losses: Vec<u64>,
}

/// All paths, by trying everything.
fn trails(actors: usize, ties: &[Tie]) -> Vec<Trail> {
    let mut all = Vec::new();
    let first = Trail { actors: vec![0], ..Trail::default() };
    extend(actors, ties, &first, true, &mut all);
    all.sort_by(|a, b| {
        let key = |trail: &Trail| (trail.kinds.len(), trail.actors.clone());
        key(a).cmp(&key(b))
    });
    all
}

fn extend(actors: usize, ties: &[Tie], trail: &Trail, shows: bool, all: &mut Vec<Trail>) {
    let here = *trail.actors.last().expect("a trail begins somewhere");
    if here == actors - 1 {
        all.push(trail.clone());
        return;
    }
    for tie in ties {
        let passes = matches!(tie.kind, "Alerts" | "Reports" | "Tells");
        let (next, then_shows) = match tie.kind {
            "Hosts" if shows && tie.to == here => (tie.from, true),
            "Deploys" | "Writes" | "Improves" | "Feeds" if shows && tie.from == here => {
                (tie.to, true)
            }
            "Watches" | "Knows" | "Reads" | "Studies" if shows && tie.to == here => {
                (tie.from, false)
            }
            "Declares" if shows && tie.from == here => (tie.to, false),
            _ if passes && tie.from == here => (tie.to, false),
            _ => continue,
        };
        if trail.actors.contains(&next) {
            continue;
        }
        let mut longer = trail.clone();
        longer.actors.push(next);
        longer.kinds.push(tie.kind);
        if passes {
            longer.speakers.insert(here);
        }
        if tie.kind != "Declares" && tie.kind != "Writes" {
            longer.ticks += (tie.delay * 1_000_000).max(1);
            longer.losses.push(tie.loss);
        }
        extend(actors, ties, &longer, then_shows, all);
    }
}

/// The first smallest set of speakers of whom each trail has one; none if some trail
/// has none who can be silenced.
fn least_silence(actors: usize, trails: &[Trail]) -> Option<Vec<usize>> {
    let sets = (0..1_u32 << (actors - 2)).map(|bits| {
        (1..actors - 1).filter(|actor| bits >> (actor - 1) & 1 == 1).collect::<Vec<usize>>()
    });
    sets.filter(|set| trails.iter().all(|trail| set.iter().any(|one| trail.speakers.contains(one))))
        .min_by_key(|set| (set.len(), set.clone()))
}

fn places(path: &NoticePath) -> Vec<usize> {
    path.actors.iter().map(|actor| actor.place()).collect()
}

fn of(ids: &[foomwatch::primitives::id::ActorId]) -> Vec<usize> {
    ids.iter().map(|actor| actor.place()).collect()
}

fn ties(actors: usize, most: usize) -> impl Strategy<Value = Vec<Tie>> {
    let tie = (0..actors, 0..KINDS.len(), 0..actors, 0..3_u64, 0..3_usize);
    proptest::collection::vec(tie, 4..most).prop_map(|ties| {
        let mut seen = BTreeSet::new();
        let tie = |(from, kind, to, delay, loss): (usize, usize, usize, u64, usize)| Tie {
            from,
            kind: KINDS[kind],
            to,
            delay,
            loss: [0, 10, 50][loss],
        };
        let ties = ties.into_iter().map(tie);
        ties.filter(|tie| tie.from != tie.to && seen.insert((tie.from, tie.kind, tie.to))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn small_worlds_are_as_brute_force_has_them((actors, ties) in (4..8_usize)
        .prop_flat_map(|actors| (Just(actors), ties(actors, 44))))
    {
        let trails = trails(actors, &ties);
        let spots = found(actors, &ties);
        let program = &spots.programs[0];
        let reach = &program.reaches[0];
        prop_assert_eq!(reach.paths.count, trails.len() as u64);
        prop_assert!(!reach.paths.at_least);
        let kinds = |path: &NoticePath| {
            path.links.iter().map(|link| link.kind.name()).collect::<Vec<_>>()
        };
        let mut listed: Vec<_> =
            reach.paths.listed.iter().map(|path| (places(path), kinds(path))).collect();
        let lengths: Vec<_> = listed.iter().map(|one| (one.0.len(), one.0.clone())).collect();
        prop_assert!(lengths.is_sorted(), "{:?}", lengths);
        listed.sort();
        let mut wanted: Vec<_> =
            trails.iter().map(|trail| (trail.actors.clone(), trail.kinds.clone())).collect();
        wanted.sort();
        wanted.truncate(listed.len().max(MOST_LISTED));
        prop_assert_eq!(listed, wanted);
        if trails.is_empty() {
            prop_assert_eq!(&program.together.silencing, &Silencing::NoPath);
            prop_assert_eq!(of(&spots.unreached), vec![actors - 1]);
            return Ok(());
        }
        weak_spots(actors, &trails, reach)?;
        prop_assert_eq!(&program.together, &reach.weak);
        best(&trails, reach)?;
    }
}

fn weak_spots(actors: usize, trails: &[Trail], reach: &Reach) -> Result<(), TestCaseError> {
    let everywhere = |has: &dyn Fn(&Trail, usize) -> bool| {
        (1..actors - 1)
            .filter(|actor| trails.iter().all(|trail| has(trail, *actor)))
            .collect::<Vec<usize>>()
    };
    let single = everywhere(&|trail, actor| trail.speakers.contains(&actor));
    prop_assert_eq!(of(&reach.weak.single_points), single);
    // Whom work shows at is entered by hosting, or by being made better.
    let shows = everywhere(&|trail, actor| {
        let place = trail.actors.iter().position(|one| *one == actor);
        place.is_some_and(|place| {
            matches!(trail.kinds[place - 1], "Hosts" | "Deploys" | "Writes" | "Improves" | "Feeds")
        })
    });
    prop_assert_eq!(of(&reach.weak.shows_only_at), shows);
    match (&reach.weak.silencing, least_silence(actors, trails)) {
        (Silencing::Suffices(whom), Some(wanted)) => prop_assert_eq!(of(whom), wanted),
        (Silencing::Impossible, None) => {}
        (found, wanted) => prop_assert!(false, "{found:?} instead of {wanted:?}"),
    }
    Ok(())
}

fn best(trails: &[Trail], reach: &Reach) -> Result<(), TestCaseError> {
    let doubt = |trail: &Trail| {
        let of = |loss: &u64| (-(1.0 - *loss as f64 / 100.0).ln() * 1e9).round() as u64;
        trail.losses.iter().map(of).sum::<u64>()
    };
    let slow = |trail: &Trail| (trail.ticks, trail.kinds.len(), trail.actors.clone());
    let fastest = trails.iter().min_by_key(|trail| slow(trail)).expect("there are some");
    let found = reach.fastest.as_ref().expect("there is a path");
    prop_assert_eq!(places(found), fastest.actors.clone());
    prop_assert_eq!(found.delay.ticks(), fastest.ticks);
    let likeliest = trails.iter().min_by_key(|trail| (doubt(trail), slow(trail)));
    let likeliest = likeliest.expect("there are some");
    let found = reach.likeliest.as_ref().expect("there is a path");
    prop_assert_eq!(places(found), likeliest.actors.clone());
    let chance: f64 = likeliest.losses.iter().map(|loss| 1.0 - *loss as f64 / 100.0).product();
    prop_assert!((found.chance - chance).abs() < 1e-12);
    Ok(())
}

/// Layers of so many actors, each of whom tells all of the next.
fn layers(many: usize, wide: usize, is_tangled: bool) -> (usize, Vec<Tie>) {
    let last = many * wide + 1;
    let tie = |from, kind, to| Tie { from, kind, to, delay: 0, loss: 0 };
    let of = |layer: usize, place: usize| 1 + layer * wide + place;
    let mut ties = Vec::new();
    for place in 0..wide {
        ties.push(tie(of(0, place), "Watches", 0));
        ties.push(tie(of(many - 1, place), "Reports", last));
        for (layer, other) in (1..many).flat_map(|layer| (0..wide).map(move |one| (layer, one))) {
            ties.push(tie(of(layer - 1, place), "Alerts", of(layer, other)));
            if is_tangled {
                ties.push(tie(of(layer, other), "Reports", of(layer - 1, place)));
            }
        }
    }
    (last + 1, ties)
}

#[test]
fn many_paths_are_listed_up_to_a_bound_and_counted_beyond_it() {
    let (actors, ties) = layers(6, 4, false);
    let blueprint = world(&ron(actors, &ties), &[], &roles());
    let spots = blind_spots(&blueprint);
    let reach = &spots.programs[0].reaches[0];
    assert_eq!((reach.paths.count, reach.paths.at_least), (4096, false));
    assert_eq!(reach.paths.listed.len(), MOST_LISTED);
    // Each layer is a least cut, and the first by names is that of `a1`.
    let Silencing::Suffices(whom) = &reach.weak.silencing else { panic!("{:?}", reach.weak) };
    let names: Vec<&str> = whom.iter().map(|actor| blueprint.name_of(*actor)).collect();
    assert_eq!(names, ["a1", "a2", "a3", "a4"]);
    let (actors, ties) = layers(40, 3, false);
    let spots = found(actors, &ties);
    let paths = &spots.programs[0].reaches[0].paths;
    assert_eq!((paths.count, paths.at_least), (3_u64.pow(40), false));
}

#[test]
fn paths_that_cannot_all_be_walked_are_counted_as_at_least_so_many() {
    let (actors, ties) = layers(12, 5, true);
    let blueprint = world(&ron(actors, &ties), &[], &roles());
    let spots = blind_spots(&blueprint);
    let paths = &spots.programs[0].reaches[0].paths;
    assert!(paths.at_least && paths.count > MOST_LISTED as u64, "{}", paths.count);
    assert_eq!(paths.listed.len(), MOST_LISTED);
    assert!(paths.listed.iter().all(|path| path.links.len() == 13), "the shortest come first");
    let told = text(&blueprint, &spots);
    assert!(told.contains("at least") && told.contains("… and at least"), "{told}");
}

fn small(links: &str) -> (Blueprint, BlindSpots) {
    let text = first().replace("(\"meter\",   Watches, \"cluster\"),", links);
    let blueprint = world(&text, &[], &roles());
    let spots = blind_spots(&blueprint);
    (blueprint, spots)
}

#[test]
fn a_watcher_of_another_channel_sees_nothing() {
    let blueprint = world(&first(), &[("actors.meter.channel", "\"network\"")], &roles());
    let spots = blind_spots(&blueprint);
    assert!(spots.programs[0].is_unseen());
    let unheard: Vec<&str> = spots.unheard.iter().map(|one| one.channel.as_str()).collect();
    assert_eq!(unheard, ["compute", "power"]);
    let told = text(&blueprint, &spots);
    assert!(told.contains("No path leads from secret run to any accountable authority."), "{told}");
    assert!(told.contains("authorities to whom no path leads: board"), "{told}");
    assert!(told.contains("programs that nobody accountable can notice: secret run"), "{told}");
}

#[test]
fn over_a_link_that_loses_everything_no_path_leads() {
    let (_, spots) = small("(\"meter\", Watches(loss: \"100 %\"), \"cluster\"),");
    assert!(spots.programs[0].is_unseen());
    let (_, spots) = small("(\"meter\", Watches(loss: \"99 %\"), \"cluster\"),");
    assert!(!spots.programs[0].is_unseen());
}

#[test]
fn a_path_leads_through_the_suspect_that_speaks_owns_or_hears() {
    let tie = |from, kind, to| Tie { from, kind, to, delay: 0, loss: 0 };
    let told = |ties: &[Tie]| {
        let spots = found(4, ties);
        let paths = &spots.programs[0].reaches[0].paths;
        assert_eq!(paths.through_suspect, u64::from(paths.listed[0].suspicion.is_any()));
        let suspicion = paths.listed[0].suspicion;
        (suspicion.is_own_word, suspicion.is_own_actor, suspicion.is_heard)
    };
    let plain = [tie(1, "Watches", 0), tie(1, "Reports", 3)];
    assert_eq!(told(&plain), (false, false, false));
    assert_eq!(told(&[tie(0, "Declares", 1), tie(1, "Reports", 3)]), (true, false, false));
    let with = |more: Tie| [&plain[..], &[more]].concat();
    assert_eq!(told(&with(tie(0, "Owns", 1))), (false, true, false));
    assert_eq!(told(&with(tie(1, "Alerts", 0))), (false, false, true));
    // A stranger whom it owns and to whom nobody speaks is nothing to the path.
    assert_eq!(told(&with(tie(0, "Owns", 2))), (false, false, false));
    // Whoever speaks to what it owns is heard.
    let both = [&plain[..], &[tie(0, "Owns", 2), tie(1, "Alerts", 2)]].concat();
    assert_eq!(told(&both), (false, false, true));
}

/// The blind spots of small worlds in which hidden work is concerning.
fn hidden(actors: usize, ties: &[Tie]) -> BlindSpots {
    let text = ron(actors, ties).replace("Program(\"a0\")", "HiddenWork");
    blind_spots(&world(&text, &[], &roles()))
}

#[test]
fn hidden_work_shows_where_whoever_shelters_it_is_hosted() {
    let tie = |from, kind, to| Tie { from, kind, to, delay: 0, loss: 0 };
    // The cluster 1 hosts the agent 2 and the open program 3; the agent hosts 0.
    let hosted = [
        tie(1, "Hosts", 2),
        tie(1, "Hosts", 3),
        tie(2, "Hosts", 0),
        tie(4, "Watches", 1),
        tie(4, "Reports", 5),
    ];
    let spots = hidden(6, &hosted);
    assert_eq!(spots.programs.iter().map(|one| one.program.place()).collect::<Vec<_>>(), [0]);
    let reach = &spots.programs[0].reaches[0];
    assert_eq!(places(&reach.paths.listed[0]), [0, 2, 1, 4, 5]);
    assert_eq!((reach.paths.count, reach.paths.through_suspect), (1, 0));
    assert_eq!(of(&reach.weak.shows_only_at), [1, 2]);
    // What the agent says of it is the word of an accomplice, counted and listed.
    let told = [&hosted[..], &[tie(2, "Reports", 5), tie(2, "Declares", 4)]].concat();
    for more in [&[][..], &[tie(5, "Reports", 4)]] {
        let spots = hidden(6, &[&told[..], more].concat());
        let paths = &spots.programs[0].reaches[0].paths;
        assert_eq!((paths.count, paths.through_suspect), (3, 2));
    }
    // An edit shows in the model that is written, whoever studies or powers it.
    let written = [&hosted[..4], &[tie(0, "Writes", 3), tie(4, "Studies", 3)]].concat();
    let spots = hidden(6, &[&written[..], &[tie(4, "Reports", 5)]].concat());
    let paths = &spots.programs[0].reaches[0].paths;
    let listed: Vec<Vec<usize>> = paths.listed.iter().map(places).collect();
    assert!(listed.contains(&vec![0, 3, 4, 5]), "{listed:?}");
}

#[test]
fn whoever_says_that_it_hides_its_work_can_hide_it() {
    let text = |flag: &str| {
        first()
            .replace("Program(\"secret run\")", "HiddenWork")
            .replace("    actors: {", &format!("    actors: {{\n        \"editor\": Editor{flag},"))
            .replace("    links: [", "    links: [\n        (\"cluster\", Hosts, \"editor\"),")
    };
    let named = |flag: &str, sets: &[(&str, &str)]| -> Vec<String> {
        let blueprint = world(&text(flag), sets, &crate::world_roles::roles());
        let spots = blind_spots(&blueprint);
        let programs = spots.programs.iter();
        programs.map(|one| blueprint.name_of(one.program).to_owned()).collect()
    };
    assert_eq!(named("", &[]), Vec::<String>::new());
    assert_eq!(named("(hidden: true)", &[]), ["editor"]);
    let levers = ("levers", "{\"hides\": (settings: [true, false], baseline: false)}");
    assert_eq!(named("(hidden: Lever(\"hides\"))", &[levers]), ["editor"]);
}

#[test]
fn counting_without_walking_knows_the_suspect() {
    let (actors, mut ties) = layers(6, 4, false);
    // Of each four paths one leads over `a1`, which tells the program.
    ties.push(Tie { from: 1, kind: "Alerts", to: 0, delay: 0, loss: 0 });
    let paths = &found(actors, &ties).programs[0].reaches[0].paths;
    assert_eq!((paths.count, paths.through_suspect, paths.at_least), (4096, 1024, false));
}

#[test]
fn any_program_that_trains_could_train_so_much() {
    let text = first().replace("Program(\"secret run\")", "Training(above: \"1e26 FLOP\")");
    let blueprint = world(&text, &[], &Roles::standard());
    let spots = blind_spots(&blueprint);
    assert_eq!(spots.programs.len(), 1);
    assert_eq!(blueprint.name_of(spots.programs[0].program), "secret run");
}

#[test]
fn ordinary_jobs_train_nothing() {
    let text = first()
        .replace("Program(\"secret run\")", "Training(above: \"1e26 FLOP\")")
        .replace("    links: [", "    links: [\n        (\"cluster\", Hosts, \"jobs\"),")
        .replace(
            "    actors: {",
            "    actors: {\n        \"jobs\": Workload(arrivals: \"1/d\", length: \"1 h\"),",
        );
    let blueprint = world(&text, &[], &Roles::standard());
    let spots = blind_spots(&blueprint);
    let names: Vec<&str> =
        spots.programs.iter().map(|one| blueprint.name_of(one.program)).collect();
    assert_eq!(names, ["secret run"]);
}

#[test]
fn only_who_hears_declarations_learns_by_them() {
    let told = |links: &str| !small(links).1.programs[0].is_unseen();
    // The meter watches a cluster on which nothing of the program runs.
    let declares = r#"("meter", Watches, "elsewhere"), ("secret run", Declares, "meter"),"#;
    let elsewhere = r#""elsewhere": Cluster(chips: "1 H100"),"#;
    let with = |actor: &str, links: &str| {
        let text = first().replace("(\"meter\",   Watches, \"cluster\"),", links).replace(
            "    actors: {",
            &format!("    actors: {{\n        {elsewhere}\n        {actor}"),
        );
        !blind_spots(&world(&text, &[], &Roles::standard())).programs[0].is_unseen()
    };
    assert!(!with("", declares));
    let office = r#"("meter", Watches, "elsewhere"), ("secret run", Declares, "office"),
        ("office", Reports, "board"),"#;
    assert!(with(r#""office": Regulator(reviews: "1 d"),"#, office));
    assert!(told("(\"meter\",   Watches, \"cluster\"),"));
}

#[test]
fn where_all_must_be_convinced_the_authority_that_is_kept_from_it_with_the_fewest_decides() {
    let text = std::fs::read_to_string("worlds/guide.ron").expect("the tests run at the root");
    let blueprint = world(&text, &[], &Roles::standard());
    let spots = blind_spots(&blueprint);
    let silenced = |needs_all| {
        let (weak, authority) = spots.programs[0].weakest(needs_all);
        let Silencing::Suffices(whom) = &weak.silencing else { panic!("{weak:?}") };
        (whom.len(), authority.map(|authority| blueprint.name_of(authority).to_owned()))
    };
    assert_eq!(silenced(false), (3, None));
    assert_eq!(silenced(true), (2, Some("board".to_owned())));
}

#[test]
fn nothing_hangs_on_the_order_of_the_file() {
    let (actors, ties) = layers(3, 3, true);
    let forward = ron(actors, &ties);
    let turned: Vec<Tie> = ties.iter().rev().cloned().collect();
    let backward = ron(actors, &turned);
    let told = [forward, backward].map(|ron| {
        let blueprint = world(&ron, &[], &roles());
        let spots = blind_spots(&blueprint);
        (text(&blueprint, &spots), json(&blueprint, &spots), graph::svg_with(&blueprint, &spots))
    });
    assert!(told[0] == told[1]);
}

/// What is kept beside this file, and what is told today.
fn assert_kept(name: &str, told: &str) {
    let path = format!("tests/it/blind_spots/{name}");
    if std::env::var_os("KEEP_BLIND_SPOTS").is_some() {
        std::fs::write(&path, told).expect("the sources can be written to");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(kept == told, "{path} has another text than\n{told}");
}

#[test]
fn the_worlds_of_the_documents_are_told_as_they_were() {
    for name in ["first", "guide"] {
        let path = format!("worlds/{name}.ron");
        let ron = std::fs::read_to_string(path).expect("the tests run at the crate's root");
        let blueprint = world(&ron, &[], &Roles::standard());
        let spots = blind_spots(&blueprint);
        assert_kept(&format!("{name}.txt"), &text(&blueprint, &spots));
        let told = json(&blueprint, &spots);
        // A digest is of all parameters of all roles, which is not what is kept here.
        assert_kept(&format!("{name}.json"), &told.replace(&blueprint.digest(), "…"));
        let object: Value = serde_json::from_str(&told).expect("it is JSON");
        assert_eq!(object["world"]["digest"], blueprint.digest());
    }
}

#[test]
fn a_network_shows_its_blind_spots_in_all_forms_if_asked_for() {
    let ron = std::fs::read_to_string("worlds/guide.ron").expect("the tests run at the root");
    let blueprint = world(&ron, &[], &Roles::standard());
    let spots = blind_spots(&blueprint);
    let told = graph::text_with(&blueprint, &spots);
    for marked in [
        "declared run (on no path)",
        "cluster (shows only here)",
        "job log (to silence)",
        "hidden run (concerning)",
    ] {
        assert!(told.contains(marked), "{told}");
        let name = marked.split(" (").next().expect("a name comes first");
        let mark = &marked[name.len() + 1..];
        assert!(graph::dot_with(&blueprint, &spots).contains(&format!("{name}\\n{mark}")));
        assert!(graph::svg_with(&blueprint, &spots).contains(&format!("<title>{marked}</title>")));
    }
    assert!(graph::svg_with(&blueprint, &spots).contains("single point") == told.contains("point"));
    let plain = graph::svg(&blueprint);
    assert!(!plain.contains("silence") && !plain.contains("no path"), "{plain}");
}
