//! Reference cases, as `worlds/validation/cases.ron` lists them: what is asked of a world, the
//! exact value, and what is wrong with the estimate, if anything.
//!
//! The tests hold them, and whoever puts faults into the program looks whether they do.

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
pub struct Case {
    /// The file, without its ending.
    pub world: String,
    /// The quantity of a claim, as `P(noticed)`, and `given` what, if anything.
    quantity: String,
    /// The unit in which a claim about it would be written, and in which the exact
    /// value is.
    #[serde(default)]
    unit: String,
    exact: f64,
    /// Where it comes from.
    pub source: String,
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

impl Case {
    /// How many replications it takes: in the gate, or in full.
    pub fn takes(&self, in_full: bool) -> u64 {
        match (self.deterministic, in_full) {
            (true, _) => 1,
            (false, false) => self.replications,
            (false, true) => self.full.unwrap_or(1_000_000),
        }
    }
}

fn two_percent() -> f64 {
    0.02
}

/// Where they are.
pub const FOLDER: &str = "worlds/validation";

/// All cases, in the order of the file.
pub fn cases() -> Vec<Case> {
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
///
/// That it is too vague is said of as many replications as the gate has, and not of fewer.
pub fn flaw(case: &Case, replications: u64, most: f64) -> Option<String> {
    let (error, flaw) = compared(case, replications, most);
    // Or an error of 2 % would go unseen.
    let is_vague = error.is_some_and(|error| 4.5 * error > case.shows);
    let vague = || format!("{}: a relative error of {error:?} is too large to tell", case.world);
    flaw.or_else(|| (is_vague && replications >= case.takes(false)).then(vague))
}

/// The relative standard error of a case's estimate, where chance enters, and what is wrong
/// with the estimate if it is not within so many of them.
fn compared(case: &Case, replications: u64, most: f64) -> (Option<f64>, Option<String>) {
    let found = estimate(case, replications);
    let exact = case.exact * base(&case.unit);
    let name = format!("{}: {}", case.world, case.quantity);
    let Some(value) = found.estimate else {
        return (None, Some(format!("{name} is undefined")));
    };
    if case.deterministic {
        let error = (value - exact).abs() / exact.abs();
        let wrong = || format!("{name} is {value}, off by {error:e} of {exact}");
        return (None, (error > 1e-9).then(wrong));
    }
    let error = if case.quantity.starts_with("P(") {
        (exact * (1.0 - exact) / found.n as f64).sqrt()
    } else {
        found.standard_error.expect("more than one replication was run")
    };
    let z = (value - exact) / error;
    println!("{name}: {value:.7} for {exact:.7}, z = {z:+.2}");
    let source = &case.source;
    let wrong = || format!("{name} is {value} where {exact} is exact, by {source}: z = {z:.2}");
    (Some(error / exact.abs()), (z.abs() > most).then(wrong))
}
