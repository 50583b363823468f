//! A world played many times for a test: in a line or two, without a command.
//!
//! It lacks progress, stopping and text, which the commands have. What it gives is what
//! they print.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::behaviors::Roles;
use crate::engine::EVENT_BUDGET;
use crate::experiment::claim::Verdict;
use crate::experiment::estimate::Estimate;
use crate::experiment::{Ensemble, Table, Watch, replicate};
use crate::world::{Blueprint, WorldFile, check};

/// A world that is to be played.
///
/// ```
/// use foomwatch::behaviors::Roles;
/// use foomwatch::laws::Play;
///
/// let world = r#"World(
///     horizon: "100 d",
///     concern: [HiddenWork],
///     takeoff: After("200 d"),
///     accountable: ["board"],
///     actors: {
///         "cluster": Cluster(chips: "16 H100"),
///         "meter":   HazardSensor(channel: "power", hazard: "1/y"),
///         "board":   Authority(),
///     },
///     links: [("meter", Watches, "cluster"), ("meter", Reports, "board")],
/// )"#;
/// let played = Play::text(world, &Roles::standard()).set("takeoff", "After(\"50 d\")").times(10);
/// assert_eq!(played.run().chance("takeoff").estimate, Some(1.0));
/// ```
#[derive(Clone)]
#[must_use = "nothing is played before `run`"]
pub struct Play {
    file: WorldFile,
    roles: Roles,
    replications: u64,
    seed: u64,
}

/// What came of a world that was played many times.
pub struct Played {
    blueprint: Blueprint,
    table: Table,
}

impl Play {
    /// The world of a file, whose actors can be these, a thousand times.
    ///
    /// # Panics
    ///
    /// If the file cannot be read, with the reason.
    pub fn file(path: impl AsRef<Path>, roles: &Roles) -> Self {
        Self::of(
            WorldFile::read(path).unwrap_or_else(|flaws| panic!("{}", flaws.render(false))),
            roles,
        )
    }

    /// The world of a text.
    ///
    /// # Panics
    ///
    /// If it is no world, with the reason.
    pub fn text(world: &str, roles: &Roles) -> Self {
        let file = WorldFile::from_text("a world", world);
        Self::of(file.unwrap_or_else(|flaws| panic!("{}", flaws.render(false))), roles)
    }

    fn of(file: WorldFile, roles: &Roles) -> Self {
        Self { file, roles: roles.clone(), replications: 1000, seed: 1 }
    }

    /// The same with another value at a path, as by `--set`.
    ///
    /// # Panics
    ///
    /// If there is no such place, or the value is none.
    pub fn set(mut self, path: &str, value: &str) -> Self {
        self.file.set(path, value).unwrap_or_else(|flaws| panic!("{}", flaws.render(false)));
        self
    }

    /// The same so many times.
    pub fn times(self, replications: u64) -> Self {
        Self { replications, ..self }
    }

    /// The same under other chances.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Plays it.
    ///
    /// # Panics
    ///
    /// With the checker's messages, if it is no world that can be played.
    #[must_use]
    pub fn run(&self) -> Played {
        let checked = check(&self.file, &self.roles);
        let (blueprint, _) = checked.unwrap_or_else(|flaws| panic!("{}", flaws.render(false)));
        let ensemble = Ensemble {
            replications: self.replications,
            seed: self.seed,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            event_budget: EVENT_BUDGET,
            twins: true,
        };
        let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
        let table = replicate(&blueprint, ensemble, &watch);
        Played { blueprint, table }
    }
}

impl Played {
    /// An estimate of a report by its name, as `noticed before takeoff`.
    ///
    /// # Panics
    ///
    /// If reports have none of this name.
    #[must_use]
    pub fn chance(&self, name: &str) -> Estimate {
        let all = self.table.estimates();
        let names: Vec<&str> = all.iter().map(|one| one.name).collect();
        let place = names.iter().position(|one| *one == name);
        let place = place.unwrap_or_else(|| panic!("no estimate `{name}`, but {names:?}"));
        all[place].estimate.clone()
    }

    /// The estimate of a measure of an actor.
    ///
    /// # Panics
    ///
    /// If the actor has no measure of this name.
    #[must_use]
    pub fn measure(&self, actor: &str, measure: &str) -> Estimate {
        let rows = self.table.plan().measures().iter();
        let all: Vec<(&str, &str)> =
            rows.map(|(of, row)| (self.blueprint.name_of(*of), row.name)).collect();
        let place = all.iter().position(|one| *one == (actor, measure));
        let place = place.unwrap_or_else(|| panic!("no measure `{measure}` of `{actor}`: {all:?}"));
        self.table.measures().nth(place).expect("there is an estimate of each measure")
    }

    /// The world's claims that were not found to hold, each with what was found.
    #[must_use]
    pub fn doubtful_claims(&self) -> Vec<String> {
        let doubtful = |verdict| match verdict {
            Verdict::Holds => false,
            Verdict::Fails | Verdict::Open | Verdict::Undefined => true,
        };
        let all = self.table.claims();
        let all = all.iter().filter(|one| doubtful(one.verdict));
        all.map(|one| format!("{}: {}", one.claim.text, one.verdict.name())).collect()
    }

    /// All that was folded.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The world that was played.
    #[must_use]
    pub fn blueprint(&self) -> &Blueprint {
        &self.blueprint
    }
}
