//! Reference cases: worlds whose exact answers are known from elsewhere, held
//! against what their replications say.
//!
//! `worlds/validation/cases.ron` lists the worlds, what is asked of each, the
//! exact value and where it comes from. The gate runs so many replications that an
//! error of 2 % would show; all of them at a million, and more where that is what
//! it takes, run by the command that `docs/validation.md` names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use foomwatch::behaviors::Roles;
use foomwatch::experiment::estimate::Estimate;
use foomwatch::experiment::{Ensemble, Watch, replicate};
use foomwatch::world::{WorldFile, check};
use serde::Deserialize;

/// What is known of one world.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The file, without its ending.
    world: String,
    /// The quantity of a claim, as `P(noticed)`, and `given` what, if anything.
    quantity: String,
    /// The unit in which a claim about it would be written, and in which the exact
    /// value is.
    #[serde(default)]
    unit: String,
    exact: f64,
    /// Where it comes from.
    source: String,
    /// How many replications the gate runs.
    replications: u64,
    /// How many are run in full, where one replication holds many trials.
    full: Option<u64>,
    /// Which relative error must show: more than 2 % where customers come in such clumps
    /// that a gate has no time for it.
    #[serde(default = "two_percent")]
    shows: f64,
    /// Whether chance does not enter, so that it must be met to within 1e-9.
    #[serde(default)]
    deterministic: bool,
    /// What is set, as `actors.sensor.every=1 d`.
    #[serde(default)]
    sets: Vec<(String, String)>,
}

fn two_percent() -> f64 {
    0.02
}

const FOLDER: &str = "worlds/validation";

fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(Path::new(FOLDER).join("cases.ron")).expect("it is there");
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(&text)
        .unwrap_or_else(|error| panic!("cases.ron: {error}"))
}

/// How many base units a unit of the exact value is.
fn base(unit: &str) -> f64 {
    match unit {
        "" | "/d" | "/y" => 1.0,
        "%" => 1e-2,
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        "y" => 365.2425 * 86_400.0,
        "FLOP" | "FLOP/s" | "OOM" => 1.0,
        other => panic!("no case may be in {other}"),
    }
}

fn estimate(case: &Case, replications: u64) -> Estimate {
    let path = Path::new(FOLDER).join(format!("{}.ron", case.world));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let mut file =
        WorldFile::from_text(&case.world, text).unwrap_or_else(|flaws| panic!("{flaws}"));
    let value = if case.quantity.starts_with("P(") {
        "50 %".to_owned()
    } else {
        format!("1 {}", case.unit)
    };
    let value = value.replace(" /", "/");
    let (quantity, given) = case.quantity.split_once(" given ").unzip();
    let quantity = quantity.unwrap_or(&case.quantity);
    let given = given.map_or(String::new(), |event| format!(" given {event}"));
    let claim = format!("[\"{quantity} <= {}{given}\"]", value.trim());
    file.set("claims", &claim).unwrap_or_else(|flaws| panic!("{}: {flaws}", case.world));
    for (path, value) in &case.sets {
        file.set(path, value).unwrap_or_else(|flaws| panic!("{}: {flaws}", case.world));
    }
    let (blueprint, _) = check(&file, &Roles::standard()).unwrap_or_else(|flaws| panic!("{flaws}"));
    let ensemble =
        Ensemble { replications, seed: 1, threads: 2, event_budget: 100_000_000, twins: false };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    let table = replicate(&blueprint, ensemble, &watch);
    assert_eq!(table.failed, 0, "{}", case.world);
    table.claims()[0].parts[0].estimate.clone()
}

/// What is wrong with a case's estimate; nothing, if it is within so many standard errors.
fn flaw(case: &Case, replications: u64, most: f64) -> Option<String> {
    let found = estimate(case, replications);
    let exact = case.exact * base(&case.unit);
    let name = format!("{}: {}", case.world, case.quantity);
    let Some(value) = found.estimate else {
        return Some(format!("{name} is undefined"));
    };
    if case.deterministic {
        let error = (value - exact).abs() / exact.abs();
        return (error > 1e-9).then(|| format!("{name} is {value}, off by {error:e} of {exact}"));
    }
    let error = if case.quantity.starts_with("P(") {
        (exact * (1.0 - exact) / found.n as f64).sqrt()
    } else {
        found.standard_error.expect("more than one replication was run")
    };
    let z = (value - exact) / error;
    println!("{name}: {value:.7} for {exact:.7}, z = {z:+.2}");
    if z.abs() > most {
        return Some(format!("{name} is {value} where {exact} is exact: z = {z:.2}"));
    }
    // Or an error of 2 % would go unseen.
    (4.5 * error > case.shows * exact.abs())
        .then(|| format!("{name}: a standard error of {error} is too large to tell"))
}

/// Holds every so many-th case, with a million replications if the environment asks for
/// them.
fn hold(part: usize, of: usize) {
    let in_full = std::env::var_os("FOOMWATCH_FULL").is_some();
    let check = |case: &Case| {
        let replications = match (case.deterministic, in_full) {
            (true, _) => 1,
            (false, false) => case.replications,
            (false, true) => case.full.unwrap_or(1_000_000),
        };
        flaw(case, replications, if in_full { 4.5 } else { 3.5 })
    };
    let flaws: Vec<String> = cases().iter().skip(part).step_by(of).filter_map(check).collect();
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}

#[test]
fn reference_cases_are_met_the_first_half() {
    hold(0, 2);
}

#[test]
fn reference_cases_are_met_the_second_half() {
    hold(1, 2);
}

#[test]
fn every_validation_world_is_a_case_with_a_source() {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        assert!(!case.source.is_empty(), "{}", case.world);
        *named.entry(case.world).or_default() += 1;
    }
    let named: BTreeSet<String> = named.into_keys().collect();
    let files: BTreeSet<String> = std::fs::read_dir(FOLDER)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").file_name().into_string().expect("a name"))
        .filter_map(|name| name.strip_suffix(".ron").map(str::to_owned))
        .filter(|name| name != "cases")
        .collect();
    assert_eq!(named, files);
}
