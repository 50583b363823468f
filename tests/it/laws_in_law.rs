//! Laws of the law of what is drawn: they speak, they hold on the worlds of the house, and
//! behaviors that are wrong break them.

use std::fs;

use foomwatch::behaviors::Roles;
use foomwatch::laws::in_law::Wager;
use foomwatch::laws::{self, Specimen, Verdict, laws};
use foomwatch::prelude::*;
use foomwatch::primitives::distribution::Distribution;

use crate::stage::{self, table};

fn law(name: &str) -> &'static laws::Law {
    laws().iter().find(|law| law.name == name).unwrap_or_else(|| panic!("no law `{name}`"))
}

fn verdict(name: &str, text: &str, roles: &Roles, seed: u64) -> Verdict {
    let specimen = Specimen::new(text, roles, seed).unwrap_or_else(|flaws| panic!("{flaws}"));
    (law(name).check)(&specimen)
}

/// The worlds whose exact answers are known: small ones of many kinds.
fn worlds() -> Vec<(String, String)> {
    let folder = fs::read_dir("worlds/validation").expect("the tests run at the crate's root");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("it can be listed").path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name != "cases.ron"));
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).expect("it is text");
        (path.to_string_lossy().into_owned(), text)
    };
    paths.into_iter().map(read).collect()
}

/// Tries a law on all of them, and asserts that it holds, three times each, and is silent less often.
fn holds(name: &str, least: usize) {
    let mut spoken = 0;
    for (path, text) in worlds() {
        for seed in 0..3 {
            match verdict(name, &text, &Roles::standard(), seed) {
                Verdict::Holds => spoken += 1,
                Verdict::Silent => {}
                Verdict::Broken(how) => panic!("{path}, {seed}: {how}"),
            }
        }
    }
    assert!(spoken >= least, "`{name}` has something to say {spoken} times");
}

#[test]
fn names_mean_nothing_in_law() {
    holds("names-mean-nothing-in-law", 25);
}

#[test]
fn rates_may_be_split_and_thinned() {
    holds("split-rates-alike-in-law", 5);
    holds("thinned-rates-alike-in-law", 5);
}

#[test]
fn forms_and_clocks_are_alike() {
    holds("forms-alike-in-law", 30);
    holds("clocks-alike-in-law", 75);
}

#[test]
fn channels_and_intervals_hold() {
    holds("first-of-channels-is-the-minimum", 5);
    holds("intervals-are-sound", 100);
    holds("intervals-cover", 40);
}

#[test]
fn intervals_cover_a_share_that_is_known_over_many_seeds() {
    let text = fs::read_to_string("worlds/validation/first_of_three.ron").expect("it is there");
    let claim = "first alarm by 'two' before first alarm by 'one' and first alarm by 'two' before \
                 first alarm by 'three'";
    let claims = format!("[\"P({claim}) >= 50 %\"]");
    let world = stage::world(&text, &[("claims", &claims)], &Roles::standard());
    let mut missed = Wager::at_most(0.05);
    for seed in 0..500 {
        let estimate = table(&world, 30, seed, 1).claims()[0].parts[0].estimate.clone();
        let (low, high) = (estimate.low.expect("it has ends"), estimate.high.expect("it has"));
        missed.see(!(low..=high).contains(&(1.0 / 3.0)));
    }
    assert!(missed.log_capital() < 100_f64.ln(), "{missed:?}");
    assert!(missed.successes() > 0, "intervals that never miss are too wide");
}

/// A world of one sensor of a role of the test's own, a desk and a board.
fn world(sensor: &str) -> String {
    format!(
        "World(
    horizon: \"100 d\",
    concern: [Program(\"run\")],
    takeoff: After(\"90 d\"),
    accountable: [\"board\"],
    actors: {{
        \"run\": TrainingProgram(compute: \"1e30 FLOP\"),
        \"cluster\": Cluster(chips: \"16 H100\"),
        \"sensor\": {sensor},
        \"desk\": Reviewer(review: Exponential(mean: \"2 d\"), merges: false),
        \"board\": Authority(),
    }},
    links: [
        (\"cluster\", Hosts, \"run\"),
        (\"sensor\", Watches, \"cluster\"),
        (\"sensor\", Alerts, \"desk\"),
        (\"desk\", Reports, \"board\"),
    ],
)"
    )
}

/// Asserts that a world with a wrong sensor breaks a law, and that it says of what it does.
fn breaks(name: &str, text: &str, roles: &Roles, said: &str) {
    // Some choose by their seed what they try.
    let broken = (0..40).find_map(|seed| match verdict(name, text, roles, seed) {
        Verdict::Broken(how) => Some(how),
        Verdict::Holds | Verdict::Silent => None,
    });
    let how = broken.unwrap_or_else(|| panic!("`{name}` holds on\n{text}"));
    assert!(how.contains(said), "{how}");
}

foomwatch::parameters! {
    /// What a wrong sensor is told, and does not do.
    pub struct WrongParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// The rate of its alarms, it says.
        hazard: Rate ["0/y" to "1e9/s"],
        /// The rate of alarms of what is explained, it says.
        benign: Rate ["0/y" to "1e9/s"] = "0/y",
        /// The rate of false alarms, it says.
        false_alarms: Rate ["0/y" to "1e9/s"] = "0/y",
        /// The time between two alarms.
        gap: Law<Span> = r#""5 d""#,
        /// In which way it is wrong.
        wrong: Wrong = "Punctual",
    }
}

foomwatch::choices! {
    /// In which way a sensor is wrong.
    pub enum Wrong {
        /// It rings at times of its own, whatever its rates are.
        Punctual,
        /// It rings the more seldom, the later its name is in the alphabet.
        Vain,
        /// It rings at once by any law but an exponential one.
        Literal,
    }
}

foomwatch::clocks! {
    /// The clocks of a wrong sensor.
    pub enum Clock {
        /// It rings.
        Ring,
    }
}

/// A sensor that breaks a law.
#[derive(Clone)]
pub struct WrongSensor(WrongParameters);

impl Behavior for WrongSensor {
    type Domain = Oversight;
    type Parameters = WrongParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A sensor that breaks a law.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It pretends to watch.").at_least(1),
        LinkRule::out(Link::Alerts, "Its alarms go over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);

    fn new(parameters: WrongParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.wait(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let suspect = cx.links(Link::Watches).next().map(|link| cx.other(link));
        let level = Level::nothing(self.0.channel, 1.0);
        let found = cx.find(suspect.expect("it watches"), &level, Rang::Noise);
        cx.alert(&Alert::new(found));
        self.wait(cx);
    }
}

impl WrongSensor {
    fn wait(&self, cx: &mut Cx<Self>) {
        let law = &self.0.gap;
        let letter = f64::from(cx.name(cx.me()).as_bytes()[0]);
        match self.0.wrong {
            Wrong::Punctual => cx.start_law(Clock::Ring, law),
            Wrong::Vain => cx.start_unit(Clock::Ring, 1e-4 / letter),
            Wrong::Literal => {
                let plain = matches!(law.distribution(), Distribution::Exponential { .. });
                cx.start_unit(Clock::Ring, if plain { 1e-6 } else { 1e-5 });
            }
        }
    }
}

fn wrong(parameters: &str) -> (String, Roles) {
    let roles = Roles::standard().with::<WrongSensor>("WrongSensor");
    let role = format!("WrongSensor(channel: \"power\", hazard: \"1/mo\"{parameters})");
    (world(&role), roles)
}

#[test]
fn a_sensor_that_reads_its_name_breaks_that_names_mean_nothing() {
    let (text, roles) = wrong(", wrong: Vain");
    breaks("names-mean-nothing-in-law", &text, &roles, "is called");
}

#[test]
fn a_sensor_that_does_not_ring_at_its_rates_breaks_that_they_may_be_split_or_thinned() {
    let (text, roles) = wrong(", gap: Exponential(mean: \"5 d\")");
    breaks("split-rates-alike-in-law", &text, &roles, "the other half");
    breaks("thinned-rates-alike-in-law", &text, &roles, "loss");
}

#[test]
fn a_sensor_that_reads_how_a_law_is_written_breaks_that_forms_are_alike() {
    let (text, roles) = wrong(", wrong: Literal, gap: Exponential(mean: \"5 d\")");
    breaks("forms-alike-in-law", &text, &roles, "gap");
}

#[test]
fn a_sound_sensor_breaks_none_of_these() {
    let text = world("HazardSensor(channel: \"power\", hazard: \"1/mo\", false_alarms: \"6/y\")");
    for law in laws() {
        for seed in 0..5 {
            let verdict = verdict(law.name, &text, &Roles::standard(), seed);
            assert!(!matches!(verdict, Verdict::Broken(_)), "{}: {verdict:?}", law.name);
        }
    }
}

#[test]
fn a_regulator_who_merges_tips_asks_who_found_them() {
    let text = r#"World(
        horizon: "42 h",
        concern: [Program("synthetic data")],
        takeoff: After("0 d"),
        accountable: ["authority"],
        actors: {
            "press": Press(checks: "50.4 min"),
            "synthetic data": SyntheticData(generator_size: 1e9, quality: 0, batch: "1e10 tokens"),
            "regulator": Regulator(reviews: "10 h"),
            "authority": Authority(likelihood_ratio: 10),
            "cluster": Cluster(chips: "1 B200"),
        },
        links: [
            ("cluster", Hosts, "synthetic data"),
            ("press", Reports, "authority"),
            ("press", Alerts, "regulator"),
            ("authority", Reports, "press"),
        ],
    )"#;
    let told =
        |text: &str| verdict("split-rates-alike-in-law", text, &Roles::standard(), 5_011_001);
    assert_eq!(told(text), Verdict::Silent);
    let untold = text.replace(r#"("press", Alerts, "regulator"),"#, "");
    assert_eq!(told(&untold), Verdict::Holds);
}
