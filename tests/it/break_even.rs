//! Where a claim turns: roots that are known in closed form, and how often their intervals
//! cover them.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use assert_cmd::Command;
use foomwatch::behaviors::Roles;
use foomwatch::experiment::{BreakEven, Inquiry, Ranking, Trial, TurnEnd, Watch};
use foomwatch::primitives::quantity::Chips;
use foomwatch::world::{Axis, AxisValue, Blueprint, WorldFile, check};
use serde_json::Value;

use crate::stage::{FIRST, ensemble};

/// A race of two clocks without memory: a false alarm, and takeoff. The alarm is first with
/// the chance a/(a + b). The cluster draws the power of chips that do nothing.
const RACE: &str = r#"World(
    horizon: "5 y",
    aftermath: "1 h",
    concern: [Program("run")],
    takeoff: After(Exponential(mean: "0.25 y")),
    accountable: ["board"],
    unknowns: {
        "alarms": LogUniform("0.5/y", "50/y"),
        "idle": Uniform("1 kW", "2 kW"),
        "law": OneOf([FirstCome, LastCome]),
    },
    levers: {"servers": (settings: [1, 5], baseline: 1)},
    actors: {
        "run": TrainingProgram(compute: "1 FLOP", begins: "4 y"),
        "cluster": Cluster(chips: "1 H100", power_per_chip: Unknown("idle")),
        "meter": HazardSensor(channel: "power", hazard: "0/y", false_alarms: Unknown("alarms")),
        "desk": Reviewer(
            review: Exponential(mean: "1 d"),
            skill: 1,
            servers: Lever("servers"),
            discipline: Unknown("law"),
        ),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Alerts, "desk"),
        ("desk", Reports, "board"),
    ],
    claims: ["P(first alarm before takeoff) >= 60 %"],
)"#;

/// At 60 %, with takeoff four times a year.
const TURN: f64 = 6.0;

const SECONDS_A_YEAR: f64 = 365.2425 * 86_400.0;

/// A file with the race, and its blueprint.
struct Stand {
    file: WorldFile,
    blueprint: Blueprint,
    roles: Roles,
}

impl Stand {
    fn new(claim: Option<&str>) -> Self {
        let mut file = WorldFile::from_text("a race", RACE).unwrap_or_else(|why| panic!("{why}"));
        if let Some(claim) = claim {
            file.claim(claim);
        }
        let roles = Roles::standard();
        let (blueprint, _) = check(&file, &roles).unwrap_or_else(|why| panic!("{why}"));
        Self { file, blueprint, roles }
    }

    fn axis(&self, path: &str) -> Axis {
        Axis::new(&self.file, &self.blueprint, &self.roles, path)
            .unwrap_or_else(|why| panic!("{why}"))
    }

    fn ask<T>(&self, replications: u64, seed: u64, with: impl FnOnce(&Inquiry<'_>) -> T) -> T {
        let stop = AtomicBool::new(false);
        with(&Inquiry {
            file: &self.file,
            roles: &self.roles,
            ensemble: ensemble(replications, seed),
            watch: &Watch { progress: &|_| {}, stop: &stop },
            planned: &|_| {},
        })
    }

    fn find(&self, path: &str, range: Option<(&str, &str)>, n: u64, seed: u64) -> BreakEven {
        let axis = self.axis(path);
        let range = match range {
            Some((low, high)) => Some(axis.range_of(low, high).expect("it is a range")),
            None => axis.range(),
        };
        let part = &self.blueprint.claims()[0].parts[0];
        self.ask(n, seed, |inquiry| {
            BreakEven::find(inquiry, &axis, part, range).unwrap_or_else(|why| panic!("{why}"))
        })
    }

    fn rank(&self, n: u64, seed: u64) -> Ranking {
        let part = &self.blueprint.claims()[0].parts[0];
        self.ask(n, seed, |inquiry| {
            let candidates = Axis::candidates(&self.blueprint);
            Ranking::of(inquiry, candidates, part).unwrap_or_else(|why| panic!("{why}"))
        })
    }
}

/// The only turn, and its interval.
fn only(found: &BreakEven) -> (f64, f64, f64) {
    let [turn] = found.turns[..] else { panic!("{} turns", found.turns.len()) };
    assert!(turn.is_found);
    (found.at(&turn).expect("it is no whole number"), turn.low.value(), turn.high.value())
}

#[test]
fn a_race_of_two_clocks_turns_where_its_closed_form_does() {
    let stand = Stand::new(None);
    let found = stand.find("unknowns.alarms", None, 10_000, 1);
    let (at, low, high) = only(&found);
    let [at, low, high] = [at, low, high].map(|rate| rate * SECONDS_A_YEAR);
    assert!(low < TURN && TURN < high, "{TURN} is not in {low} to {high}");
    assert!((at / TURN - 1.0).abs() < 0.05, "{at} and not {TURN}");
    assert!(high / low < 1.2, "{low} to {high} is wide");
    assert!(found.turns[0].holds_above);
    // The same claim from the other side, by the other clock, whose path is no unknown's.
    let mut stand = Stand::new(Some("P(first alarm before takeoff) < 60 %"));
    stand.file.set("unknowns.alarms", "6/y").expect("it is there");
    let found = stand.find("takeoff.0.mean", Some(("0.02 y", "2 y")), 10_000, 1);
    let (_, low, high) = only(&found);
    let turn = 0.25 * SECONDS_A_YEAR;
    assert!(low < turn && turn < high, "{turn} is not in {low} to {high}");
    assert!(!found.turns[0].holds_above);
}

#[test]
fn a_turn_lies_between_values_that_were_tried_and_so_do_its_ends() {
    let stand = Stand::new(None);
    for seed in 1..=8 {
        let found = stand.find("unknowns.alarms", None, 200, seed);
        for turn in &found.turns {
            for value in [turn.between.0, turn.between.1, turn.low.value(), turn.high.value()] {
                let is_tried = |trial: &Trial| trial.value == AxisValue::Number(value);
                assert!(found.trials.iter().any(is_tried), "{value} was not tried");
            }
        }
    }
}

#[test]
fn a_mean_turns_where_its_closed_form_does() {
    // So many false alarms a year there are; no count of them is asked twice.
    let stand = Stand::new(Some("mean(false alarms per year) <= 3"));
    let (_, low, high) = only(&stand.find("actors.meter.false_alarms", None, 3000, 1));
    let [low, high] = [low, high].map(|rate| rate * SECONDS_A_YEAR);
    assert!(low < 3.0 && 3.0 < high && high / low < 1.1, "{low} to {high}");
}

#[test]
fn the_interval_covers_the_turn_as_often_as_it_says() {
    const SEEDS: u64 = 60;
    let stand = Stand::new(None);
    let range = Some(("2/y", "18/y"));
    let covers = |seed: &u64| {
        let found = stand.find("unknowns.alarms", range, 400, *seed);
        let [turn, ..] = found.turns[..] else { return false };
        let [low, high] = [turn.low, turn.high].map(|end| end.value() * SECONDS_A_YEAR);
        low <= TURN && TURN <= high
    };
    let covered = (0..SEEDS).filter(covers).count();
    // Of 60 at 95 %, 51 or fewer come once in 300 times.
    assert!(covered >= 52, "{covered} of {SEEDS} intervals cover the turn");
}

#[test]
fn what_changes_nothing_never_turns() {
    let stand = Stand::new(None);
    for (path, range) in [("unknowns.idle", None), ("actors.desk.skill", Some(("1", "9")))] {
        let found = stand.find(path, range, 300, 1);
        let first = found.trials[0].estimate.clone();
        assert!(found.turns.is_empty() && found.trials.iter().all(|one| one.estimate == first));
    }
}

#[test]
fn whole_numbers_turn_between_two_of_them() {
    // So many chips do the run in 30 days; how they are used is left to the role, 40 %.
    let mut stand = Stand::new(Some("P(run done within 30 d of start) >= 50 %"));
    let sets = [
        ("takeoff", "After(\"1 y\")"),
        ("actors.run.compute", "1e24 FLOP"),
        ("actors.run.begins", "0 s"),
    ];
    for (path, value) in sets {
        stand.file.set(path, value).expect("it is there");
    }
    let one = Chips::parse("1 H100").expect("it is in the catalog").peak().value();
    let exact = 1e24 / (0.4 * one * 30.0 * 86_400.0);
    let found = stand.find("actors.cluster.chips", Some(("100 H100", "100000")), 20, 1);
    let [turn] = found.turns[..] else { panic!("{} turns", found.turns.len()) };
    assert_eq!(turn.between, (exact.floor(), exact.ceil()));
    assert!(turn.holds_above && turn.is_found && found.at(&turn).is_none());
    // Nothing varies, so that the replications are clear on both sides.
    assert_eq!(
        (turn.low, turn.high),
        (TurnEnd::Clear(exact.floor()), TurnEnd::Clear(exact.ceil()))
    );
    let of = |trial: &Trial| match trial.value {
        AxisValue::Number(chips) => chips,
        AxisValue::Word(_) => panic!("chips are no word"),
    };
    assert!(found.trials.iter().all(|trial| of(trial) == of(trial).round()));
    assert!(stand.axis("levers.servers").scale().expect("it has numbers").is_whole());
    assert_eq!(stand.axis("actors.desk.servers").path(), "levers.servers");
}

#[test]
fn a_claim_that_turns_and_turns_back_has_two_turns() {
    let claim =
        "P(first alarm within 30 d of start and not first alarm within 10 d of start) >= 20 %";
    let mut stand = Stand::new(Some(claim));
    stand.file.set("takeoff", "After(\"1 y\")").expect("it is there");
    let found = stand.find("unknowns.alarms", Some(("1/y", "200/y")), 2_000, 1);
    // An alarm comes between the 10th and the 30th day with this chance.
    let chance = |rate: f64| {
        let day = rate * 86_400.0;
        (-10.0 * day).exp() - (-30.0 * day).exp()
    };
    let [up, down] = found.turns[..] else { panic!("{} turns", found.turns.len()) };
    assert!(up.holds_above && !down.holds_above);
    for (turn, sign) in [(up, 1.0), (down, -1.0)] {
        let [low, high] = [turn.low, turn.high].map(|end| sign * (chance(end.value()) - 0.2));
        assert!(low < 0.0 && high > 0.0, "{turn:?} leaves out where the chance is 20 %");
    }
}

#[test]
fn what_has_no_estimate_is_on_neither_side() {
    let set = "takeoff=After(\"1 y\")";
    let arguments = [FIRST, "--set", set, "--parameter", "takeoff.0", "-n", "300"];
    let (code, text, _) = run(&[&arguments[..], &["--range", "300 d", "4 y"]].concat());
    assert!(code == 0 && text.replace('\n', " ").contains("wherever it has one"), "{text}");
    // The horizon is two years.
    assert_eq!(text.lines().filter(|line| line.ends_with("undefined")).count(), 7, "{text}");
    let (code, text, _) = run(&[&arguments[..], &["--range", "3 y", "4 y"]].concat());
    assert!(code == 0 && text.replace('\n', " ").contains("it has no estimate anywhere"), "{text}");
    let claim = "P(noticed before takeoff) >= 90 %";
    let (_, json, _) =
        run(&[&arguments[..], &["--range", "5 d", "4 y", "--claim", claim, "--format", "json"]]
            .concat());
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let turns = json["break_even"]["turns"].as_array().expect("a list");
    assert_eq!(turns.len(), 1, "{turns:?}");
    assert_eq!(turns[0]["found"], true);
}

#[test]
fn each_word_is_tried() {
    let stand = Stand::new(None);
    let words = |path: &str| {
        let found = stand.find(path, None, 100, 1);
        assert!(found.turns.is_empty() && found.range.is_none());
        assert_eq!(found.trials.len(), found.axis.words().len());
        found.axis.words().to_vec()
    };
    assert_eq!(words("unknowns.law"), ["FirstCome", "LastCome"]);
    // What stands there is the unknown, so that is what is moved.
    assert_eq!(words("actors.desk.discipline"), ["FirstCome", "LastCome"]);
    assert!(words("actors.board.response").len() > 2);
}

#[test]
fn an_interval_that_reaches_the_end_of_the_range_says_so() {
    let stand = Stand::new(None);
    let found = stand.find("unknowns.alarms", Some(("5.9/y", "30/y")), 100, 5);
    let near = stand.find("unknowns.alarms", Some(("3/y", "7/y")), 60, 2);
    let ends: Vec<TurnEnd> =
        (found.turns.iter().chain(&near.turns)).flat_map(|turn| [turn.low, turn.high]).collect();
    assert!(ends.iter().any(|end| matches!(end, TurnEnd::RangeEnd(_))), "{ends:?}");
}

#[test]
fn who_interrupts_is_told_what_was_known() {
    let stand = Stand::new(None);
    let axis = stand.axis("unknowns.alarms");
    let part = &stand.blueprint.claims()[0].parts[0];
    let (stop, done) = (AtomicBool::new(false), AtomicU64::new(0));
    let progress = |count| {
        if done.fetch_add(count, Ordering::Relaxed) + count >= 640 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let inquiry = Inquiry {
        file: &stand.file,
        roles: &stand.roles,
        ensemble: ensemble(128, 1),
        watch: &Watch { progress: &progress, stop: &stop },
        planned: &|_| {},
    };
    let found = BreakEven::find(&inquiry, &axis, part, axis.range()).expect("the world is sound");
    assert!(found.interrupted);
    assert!((3..6).contains(&found.trials.len()), "{} values", found.trials.len());
    let candidates = Axis::candidates(&stand.blueprint);
    assert!(Ranking::of(&inquiry, candidates, part).expect("it is sound").interrupted);
}

#[test]
fn what_moves_a_claim_is_ranked_by_how_far() {
    let stand = Stand::new(None);
    // From 0.63/y to 39.7/y, the quantiles at 5 % and 95 %.
    let exact = {
        let chance = |rate: f64| rate / (rate + 4.0);
        let at = |level: f64| 0.5 * 100_f64.powf(level);
        chance(at(0.95)) - chance(at(0.05))
    };
    let mut covered = 0;
    for seed in 1..=20 {
        let ranking = stand.rank(400, seed);
        let first = ranking.greatest().expect("alarms move it");
        assert_eq!(first.axis.path(), "unknowns.alarms");
        let (low, high) = (first.moved.low.expect("an end"), first.moved.high.expect("an end"));
        covered += u64::from(low <= exact && exact <= high);
        // On common chances the difference is known better than either end.
        let [one, other] = [0, 1].map(|place| {
            let error = first.trials[place].estimate.standard_error.expect("it has one");
            error * error
        });
        let apart = 2.0 * 1.96 * (one + other).sqrt();
        assert!(high - low <= 1.1 * apart, "{low} to {high}, apart {apart}");
        let paths: Vec<&str> = ranking.all[1..].iter().map(|one| one.axis.path()).collect();
        assert_eq!(paths, ["levers.servers", "unknowns.idle", "unknowns.law"]);
        for idle in &ranking.all[1..] {
            assert_eq!(idle.moved.estimate, Some(0.0));
            assert!(idle.moved.high > Some(0.0), "no 400 replications show that it cannot");
        }
    }
    assert!(covered >= 17, "{covered} of 20 intervals cover {exact}");
}

/// What a command prints, and its exit code.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foomwatch"));
    let output = command.arg("break-even").args(arguments).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    (output.status.code().expect("no signal"), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_answers_in_a_sentence() {
    let arguments =
        [FIRST, "--parameter", "actors.meter.hazard", "--range", "0.1/mo", "10/mo", "-n", "400"];
    let (code, text, _) = run(&arguments);
    assert_eq!(code, 0);
    let sentence = text.replace('\n', " ");
    for part in ["`P(noticed before takeoff) >= 50 %` turns at ", "it holds above, fails below."] {
        assert!(sentence.contains(part), "`{part}` in\n{text}");
    }
    assert_eq!(text, run(&[&arguments[..], &["--threads", "3"]].concat()).1);
    let (_, json, _) = run(&[&arguments[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let turn = &json["break_even"]["turns"][0];
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("{value}"));
    assert!(number(&turn["low"]["value"]) < number(&turn["at"]));
    assert!(number(&turn["at"]) < number(&turn["high"]["value"]));
    assert_eq!((&turn["holds_above"], &json["influence"]), (&Value::Bool(true), &Value::Null));
}

#[test]
fn without_a_parameter_the_most_influential_is_moved() {
    let claim = "P(noticed before takeoff) >= 15 %";
    let arguments = ["worlds/guide.ron", "--claim", claim, "-n", "300", "--format", "json"];
    let (code, json, _) = run(&arguments);
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!((code, &json["claim"]), (0, &Value::from(claim)));
    let influences = json["influence"].as_array().expect("a list");
    assert_eq!(influences.len(), 4, "{influences:?}");
    assert_eq!(json["break_even"]["parameter"], influences[0]["parameter"]);
}

#[test]
fn what_cannot_be_moved_is_refused() {
    let first = |arguments: &[&str]| {
        let (code, text, error) = run(&[&[FIRST], arguments].concat());
        assert_eq!((code, text.as_str()), (2, ""), "{arguments:?}: {error}");
        error
    };
    for (arguments, wanted) in [
        (&["--parameter", "actors.desk.server"][..], "did you mean `servers`?"),
        (&["--parameter", "unknowns.nothing"], "there is no unknown `nothing`"),
        (&["--parameter", "horizon"], "give --range LOW HIGH"),
        (&["--parameter", "actors.meter.hazard"], "give --range LOW HIGH"),
        (&["--parameter", "links.1.1.delay"], "give --range LOW HIGH"),
        (&["--parameter", "actors.desk"], "cannot be moved"),
        (&["--parameter", "a..b"], "is not the path of a value"),
        (&["--parameter", "horizon", "--range", "1", "2 y"], "is no end of the range"),
        (&["--parameter", "horizon", "--range", "2 y", "1 y"], "is empty"),
        (&["--parameter", "actors.board.response", "--range", "1", "2"], "has no order"),
        (&["--parameter", "actors.meter.hazard", "--range", "-1/y", "2/y"], "is no end of the"),
        (&["--claim", "P(notced) >= 50 %"], "did you mean `noticed`?"),
        (&["--claim", "P(noticed) >= 50 % and mean(alarms) <= 3"], "has 2 sentences"),
        (&[], "has no unknown and no lever"),
        (&["--parameter", "actors.board.prior", "--range", "0.00001 %", "50 %"], "at least"),
    ] {
        let error = first(arguments);
        assert!(error.contains(wanted), "{arguments:?} says\n{error}\nand not {wanted}");
    }
    let (code, _, error) = run(&["worlds/guide.ron"]);
    assert!(code == 2 && error.contains("claims nothing"), "{error}");
}

#[test]
fn the_chapter_shows_what_the_commands_print() {
    let chapter = std::fs::read_to_string("docs/break_even.md").expect("it is there");
    let mut shown = 0;
    for block in chapter.split("```text\n").skip(1) {
        let (block, _) = block.split_once("\n```").expect("a block ends");
        let (command, wanted) = block.split_once('\n').expect("a command and what it prints");
        let words = command.strip_prefix("$ foomwatch break-even ").expect("it is this command");
        let arguments: Vec<&str> = (words.split('\'').enumerate())
            .flat_map(|(place, part)| match place % 2 {
                0 => part.split_whitespace().collect(),
                _ => vec![part],
            })
            .collect();
        let (_, printed, error) = run(&arguments);
        let wanted = wanted.trim_end_matches("\n[…]");
        assert!(printed.starts_with(wanted), "{command} prints\n{printed}{error}");
        shown += 1;
    }
    assert_eq!(shown, 2);
}
