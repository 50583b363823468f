//! Tables of parameters whose entries are named by actors of the world.

use foomwatch::behaviors::Roles;
use foomwatch::prelude::*;
use foomwatch::primitives::parameter::{Kind, Setting};
use foomwatch::world::{Blueprint, WorldFile, check};

foomwatch::parameters! {
    /// What a jury thinks of one source.
    pub struct OpinionParameters {
        /// How much likelier its reports are with concerning work than without.
        likelihood_ratio: Number ["0.001" to "1000000"],
        /// How often it is heeded.
        heeded: Share = "100 %",
    }
}

foomwatch::parameters! {
    /// What a jury thinks.
    pub struct JuryParameters {
        /// What it thinks of whom.
        opinions: ByActor<OpinionParameters> = "{}",
    }
}

/// Whoever has opinions of others.
#[derive(Clone)]
struct Jury(JuryParameters);

impl Behavior for Jury {
    type Domain = Oversight;
    type Parameters = JuryParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Whoever has opinions of others.";
    const MEASURES: &'static [Measure] = &[Measure::mean(
        "opinion of the meter",
        "opinion",
        Dimension::Number,
        "What it thinks of the meter.",
    )];

    fn new(parameters: JuryParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        for (actor, opinion) in self.0.opinions.iter() {
            assert_eq!(self.0.opinions.get(actor).map(|one| one.heeded), Some(opinion.heeded));
            cx.observe("opinion", opinion.likelihood_ratio.value());
        }
        assert!(self.0.opinions.get(cx.me()).is_none());
    }
}

fn roles() -> Roles {
    Roles::standard().with::<Jury>("Jury")
}

fn text(opinions: &str) -> String {
    format!(
        r#"World(
            horizon: "1 y",
            concern: [Program("run")],
            takeoff: After("1 y"),
            accountable: ["board"],
            unknowns: {{"trust": Uniform(2, 4)}},
            actors: {{
                "run":     TrainingProgram(compute: "1e20 FLOP"),
                "cluster": Cluster(chips: "1 H100"),
                "meter":   HazardSensor(channel: "power", hazard: "1/d", false_alarms: "1/y"),
                "board":   Authority(),
                "jury":    Jury({opinions}),
            }},
            links: [("cluster", Hosts, "run"), ("meter", Watches, "cluster"), ("meter", Reports, "board")],
        )"#
    )
}

fn checked(opinions: &str) -> Result<Blueprint, String> {
    let file = WorldFile::from_text("a test", text(opinions)).expect("it is a world");
    check(&file, &roles()).map(|found| found.0).map_err(|flaws| flaws.render(false))
}

fn refused(opinions: &str) -> String {
    checked(opinions).err().unwrap_or_else(|| panic!("{opinions} is a flaw"))
}

/// The sum and the number of the ratios that the jury observed.
fn opinion(blueprint: &Blueprint, index: u64) -> (f64, f64) {
    let plan = blueprint.plan();
    let place = plan.measures().iter().position(|(_, row)| row.name == "opinion of the meter");
    crate::stage::outcome(blueprint, 1, index).measures[place.expect("it is measured")]
}

#[test]
fn each_entry_is_given_to_the_behavior_under_the_actor_that_names_it() {
    let blueprint = checked(
        r#"opinions: {"meter": (likelihood_ratio: 30, heeded: "20 %"), "board": (likelihood_ratio: 2)}"#,
    )
    .expect("it is sound");
    let jury = blueprint.actor("jury").expect("it is there");
    assert!(matches!(jury.role().parameters[0].kind, Kind::TableByActor(..)));
    let Setting::TableByActor(entries) = &jury.settings()[0] else {
        panic!("{:?}", jury.settings())
    };
    let named: Vec<&str> = entries.iter().map(|entry| blueprint.name_of(entry.0)).collect();
    assert_eq!(named, ["board", "meter"]);
    let canonical = blueprint.canonical();
    let line = "opinions {\"board\" (likelihood_ratio 2.0, heeded 1.0), \
                \"meter\" (likelihood_ratio 30.0, heeded 0.2)}";
    assert!(canonical.contains(line), "{canonical}");
    assert_eq!(opinion(&blueprint, 0), (32.0, 2.0));
}

#[test]
fn what_hangs_on_unknowns_in_an_entry_is_made_anew_in_each_replication() {
    let blueprint = checked(r#"opinions: {"meter": (likelihood_ratio: Unknown("trust"))}"#)
        .expect("it is sound");
    assert!(blueprint.canonical().contains("opinions {\"meter\" (likelihood_ratio Unknown(0)"));
    let mut seen = Vec::new();
    for index in 0..3 {
        seen.push(opinion(&blueprint, index).0);
    }
    assert!(seen[0] != seen[1] && seen[1] != seen[2], "{seen:?}");
    assert!(seen.iter().all(|one| (2.0..4.0).contains(one)), "{seen:?}");
}

#[test]
fn who_names_an_entry_must_be_there_and_once() {
    let unknown = refused(r#"opinions: {"metre": (likelihood_ratio: 30)}"#);
    assert!(unknown.contains("there is no actor `metre`"), "{unknown}");
    assert!(unknown.contains("did you mean `meter`?"), "{unknown}");
    let twice =
        refused(r#"opinions: {"meter": (likelihood_ratio: 30), "meter": (likelihood_ratio: 3)}"#);
    assert!(twice.contains("two entries of `opinions` of `jury` are called `meter`"), "{twice}");
    let bare = refused("opinions: {meter: (likelihood_ratio: 30)}");
    assert!(bare.contains("names of actors are quoted"), "{bare}");
    let out = refused(r#"opinions: {"meter": (likelihood_ratio: 0)}"#);
    assert!(out.contains("must be at least 0.001"), "{out}");
    let whole = refused(r#"opinions: Unknown("trust")"#);
    assert!(whole.contains("cannot be `Unknown`"), "{whole}");
    let list = refused(r#"opinions: ["meter"]"#);
    assert!(list.contains("{\"the name of an actor\": (likelihood_ratio: "), "{list}");
}
