//! Generated worlds: each passes the door and runs to its end, together they cover what
//! there is, and of a world in which something is wrong a small one is made.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use foomwatch::behaviors::Roles;
use foomwatch::laws::generate::{edits, made, quiet_worlds, sample, worlds, worlds_with};
use foomwatch::laws::labels::{Coverage, expected, floor, labels};
use foomwatch::laws::shrink::{TRIES, shrink, shrink_sample};
use foomwatch::laws::{Specimen, class};
use foomwatch::oversight::{Link, Twin};
use foomwatch::prelude::*;
use foomwatch::world::{WorldFile, check, layout};

/// How many worlds most tests look at.
const WORLDS: u64 = 2_000;

/// The seed of all of them.
const SEED: u64 = 1;

fn specimen(text: &str, roles: &Roles) -> Specimen {
    Specimen::new(text, roles, SEED).unwrap_or_else(|flaws| panic!("{flaws}\nin {text}"))
}

/// Runs the first replication of a world and says how many events it had.
fn events(specimen: &Specimen) -> usize {
    let course = catch_unwind(AssertUnwindSafe(|| specimen.course(0, Twin::Factual)));
    let course = course.unwrap_or_else(|_| panic!("it panics: {}", specimen.text()));
    assert!(course.is_whole, "it has no end: {}", specimen.text());
    course.steps.len()
}

#[test]
fn every_generated_world_passes_the_door_and_runs_to_its_end() {
    let roles = Roles::standard();
    let strategy = worlds(&roles);
    let (mut many, mut sizes) = (Vec::new(), BTreeSet::new());
    for index in 0..WORLDS {
        let specimen = specimen(&sample(&strategy, SEED, index), &roles);
        many.push(events(&specimen));
        sizes.insert(specimen.blueprint().actors().len());
    }
    many.sort_unstable();
    let share = |least: usize, most: usize| {
        let among = many.iter().filter(|events| (least..=most).contains(*events));
        among.count() as f64 / many.len() as f64
    };
    assert!(share(20, 500) > 0.55, "{} of all have 20 to 500 events", share(20, 500));
    assert!(share(1_000, usize::MAX) < 0.05, "{} of all have more", share(1_000, usize::MAX));
    let (least, most) = (sizes.first().unwrap(), sizes.last().unwrap());
    assert!(*least <= 3 && *most >= 20, "from {least} to {most} actors");
}

/// The labels of worlds, each by itself.
fn labeled(roles: &Roles) -> Vec<Vec<String>> {
    let strategy = worlds(roles);
    let of = |index| labels(&specimen(&sample(&strategy, SEED, index), roles));
    (0..WORLDS).map(of).collect()
}

#[test]
fn generated_worlds_cover_what_there_is() {
    let roles = Roles::standard();
    let (all, worlds) = (expected(&roles), labeled(&roles));
    let mut whole = Coverage::default();
    worlds.iter().for_each(|labels| whole.add(labels.iter().cloned()));
    assert_eq!(whole.below(&all), [""; 0], "\n{whole}");
    assert!(all.iter().all(|label| floor(label) > 0), "each label has a floor");
    // Each role that were left out would be missed.
    for role in all.iter().filter(|label| label.starts_with("role ")) {
        let mut without = Coverage::default();
        for labels in &worlds {
            without.add(labels.iter().filter(|label| *label != role).cloned());
        }
        assert!(without.below(&all).contains(&&**role), "nobody misses the {role}");
    }
}

#[test]
fn little_has_to_be_mended() {
    let strategy = made(&Roles::standard());
    let all: Vec<_> = (0..WORLDS).map(|index| sample(&strategy, SEED, index)).collect();
    let actors: usize = all.iter().map(|one| one.actors).sum();
    let mended: usize = all.iter().map(|one| one.mended).sum();
    assert!(mended * 8 < actors, "{mended} mends of {actors} actors");
}

#[test]
fn a_world_is_a_function_of_seed_and_index_alone() {
    let roles = Roles::standard();
    let strategy = worlds(&roles);
    let texts: Vec<String> = (0..20).map(|index| sample(&strategy, SEED, index)).collect();
    let other = worlds(&roles);
    let elsewhere = std::thread::spawn(move || {
        (0..20).rev().map(|index| sample(&other, SEED, index)).collect::<Vec<_>>()
    });
    let mut backwards = elsewhere.join().expect("it makes worlds");
    backwards.reverse();
    assert_eq!(texts, backwards);
    assert_ne!(sample(&strategy, SEED + 1, 0), texts[0]);
    let distinct: BTreeSet<&String> = texts.iter().collect();
    assert_eq!(distinct.len(), texts.len());
}

#[test]
fn each_role_can_be_asked_for() {
    let roles = Roles::standard();
    for role in roles.iter() {
        let strategy = worlds_with(&roles, role.name);
        for index in 0..20 {
            let specimen = specimen(&sample(&strategy, SEED, index), &roles);
            let mut actors = specimen.blueprint().actors().iter();
            assert!(actors.any(|one| one.role().name == role.name), "{}", specimen.text());
        }
    }
}

#[test]
fn quiet_worlds_are_quiet() {
    let roles = Roles::standard();
    let strategy = quiet_worlds(&roles);
    let mut noticed = 0;
    for index in 0..500 {
        let specimen = specimen(&sample(&strategy, SEED, index), &roles);
        assert_eq!((class::QUIET.excludes)(&specimen), None, "{}", specimen.text());
        let _ = events(&specimen);
        let stage = specimen.course(0, Twin::Factual).outcome.stage;
        noticed += u64::from(stage == foomwatch::oversight::Stage::Noticed);
    }
    assert!(noticed > 20, "{noticed} of 500 are noticed");
}

#[test]
fn what_proptest_simplifies_passes_the_door_at_each_step() {
    use proptest::strategy::ValueTree as _;
    let roles = Roles::standard();
    let strategy = worlds(&roles);
    let (mut first, mut last) = (0, 0);
    for index in 0..10 {
        let mut tree = foomwatch::laws::generate::tree(&strategy, SEED, index);
        first += specimen(&tree.current(), &roles).blueprint().actors().len();
        for step in 0..600 {
            if !tree.simplify() {
                break;
            }
            if step % 5 == 0 {
                let _ = specimen(&tree.current(), &roles);
            }
        }
        last += specimen(&tree.current(), &roles).blueprint().actors().len();
    }
    assert!(last < first / 2, "of {first} actors {last} are left");
}

#[test]
fn edits_of_a_world_keep_it_sound_and_change_it() {
    let roles = Roles::standard();
    let text = std::fs::read_to_string("worlds/guide.ron").expect("it is there");
    let guide = specimen(&text, &roles);
    let strategy = edits(&guide);
    let mut kinds = BTreeSet::new();
    for index in 0..300 {
        let edits = sample(&strategy, SEED, index);
        assert!((1..=3).contains(&edits.len()));
        let mut text = guide.text().to_owned();
        for edit in edits {
            kinds.insert(format!("{edit:?}").split(' ').next().unwrap_or_default().to_owned());
            text = edit.apply_with(&text, &roles).expect("there is something to change");
        }
        let _ = specimen(&text, &roles);
        assert_ne!(text, guide.text());
    }
    let wanted = ["AddLink", "DropLink", "RenameActor", "Set"];
    assert!(wanted.iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
}

#[test]
fn a_planted_fault_shrinks_to_a_handful_of_actors() {
    let roles = Roles::standard();
    let strategy = worlds(&roles);
    // Wrong are worlds in which somebody evaluates a model that an alignment agent studies.
    let mut is_wrong = |text: &str| {
        let Ok(specimen) = Specimen::new(text, &roles, SEED) else { return false };
        let network = specimen.blueprint().network();
        let role = |name: &str| specimen.blueprint().actor(name).map(|actor| actor.role().name);
        network.edge_indices().any(|edge| {
            let (from, to) = network.edge_endpoints(edge).expect("it is the network's");
            network[edge].kind == Link::Watches
                && role(&network[from]) == Some("Evaluator")
                && role(&network[to]) == Some("Model")
        })
    };
    let large = |index: &u64| sample(&strategy, SEED, *index).matches("\n        \"").count() >= 9;
    let found = (0..2_000).filter(large).filter(|index| is_wrong(&sample(&strategy, SEED, *index)));
    let found: Vec<u64> = found.take(3).collect();
    assert_eq!(found.len(), 3);
    for index in found {
        let text = shrink_sample(&strategy, (SEED, index), &roles, TRIES, &mut is_wrong);
        assert!(is_wrong(&text));
        let actors = specimen(&text, &roles).blueprint().actors().len();
        assert!(actors <= 5 && text.lines().count() <= 25, "{actors} actors are left:\n{text}");
        assert_eq!(layout(&WorldFile::from_text("small", text.as_str()).unwrap()), text);
        // The text alone does nearly as well.
        let alone = shrink(&sample(&strategy, SEED, index), &roles, TRIES, &mut is_wrong);
        let actors = specimen(&alone, &roles).blueprint().actors().len();
        assert!(is_wrong(&alone) && actors <= 5, "{actors} actors are left:\n{alone}");
    }
}

#[test]
fn a_users_world_shrinks_and_keeps_what_is_asked_of_it() {
    let roles = Roles::standard();
    let text = std::fs::read_to_string("worlds/emergence_watched.ron").expect("it is there");
    let mut has_lab = |text: &str| text.contains("Lab(") || text.contains("Lab,");
    let small = shrink(&text, &roles, TRIES, &mut has_lab);
    let actors = specimen(&small, &roles).blueprint().actors().len();
    assert!(has_lab(&small) && actors <= 5, "{actors} actors are left:\n{small}");
}

foomwatch::parameters! {
    struct PagerParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// How long it waits.
        every: Span ["1 min" to "1 y"],
        /// Two shares that must not be more than all.
        one: Share = "90 %",
        /// The other.
        other: Share,
    }
}
foomwatch::clocks! { enum PagerClock { Round } }

#[derive(Clone)]
struct Pager(PagerParameters);

impl Behavior for Pager {
    type Domain = Oversight;
    type Parameters = PagerParameters;
    type Clock = PagerClock;
    const MEANING: &'static str = "Looks now and then and pages somebody.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It looks.").at_least(1),
        LinkRule::out(Link::Own("pager"), "It pages.").at_least(1),
    ];
    const FAULTS: Option<Faults<PagerParameters>> = Some(|parameters| {
        let sum = parameters.one.value() + parameters.other.value();
        let fault = Fault { parameter: "other", message: "more than all".to_owned(), hint: None };
        if sum > 1.0 { vec![fault] } else { Vec::new() }
    });
    fn new(parameters: PagerParameters) -> Self {
        Self(parameters)
    }
    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(PagerClock::Round, cx.now() + self.0.every);
    }
    fn ring(&mut self, cx: &mut Cx<Self>, _: PagerClock) {
        cx.ring_at(PagerClock::Round, cx.now() + self.0.every);
    }
}

#[derive(Clone)]
struct Paged;

impl Behavior for Paged {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;
    const MEANING: &'static str = "Is paged by somebody.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Own("pager"), "Pages come in.").at_least(1).at_most(1)];
    fn new(_: NoParameters) -> Self {
        Self
    }
}

#[test]
fn roles_of_ones_own_have_worlds_too() {
    let roles = Roles::standard().with::<Pager>("Pager").with::<Paged>("Paged");
    for role in ["Pager", "Paged"] {
        let strategy = worlds_with(&roles, role);
        for index in 0..200 {
            let specimen = specimen(&sample(&strategy, SEED, index), &roles);
            assert!(specimen.text().contains(role), "{}", specimen.text());
            let _ = events(&specimen);
        }
    }
}

#[test]
fn agents_that_work_in_each_other_are_warned_of() {
    let text = std::fs::read_to_string("worlds/broken/agents_in_a_ring.ron").expect("it is there");
    let file = WorldFile::from_text("a ring", text).expect("it is a world");
    let (_, warnings) = check(&file, &Roles::standard()).expect("it can be run");
    let about = |name: &str| format!("`{name}` works in itself");
    let told = |name: &str| warnings.iter().any(|one| one.message.contains(&about(name)));
    assert!(told("one") && told("other"), "{warnings:?}");
}
