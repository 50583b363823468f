//! A world under examination: its text, what the door makes of it, and how it goes.
//!
//! It lacks any law.

use std::sync::{Arc, OnceLock};

use crate::behaviors::Roles;
use crate::engine::Simulation;
use crate::oversight::{Outcome, Oversight, Twin};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Span;
use crate::world::{Blueprint, Diagnostics, WorldFile, check};

use super::course::{Course, Follower};

/// How many replications are followed once for all laws.
pub const SHARED: u64 = 4;

/// How many courses a replication has: what happens, and its two twins.
const COURSES: usize = 3;

/// A world under examination.
#[derive(Clone)]
pub struct Specimen {
    text: Arc<str>,
    file: Arc<WorldFile>,
    roles: Arc<Roles>,
    blueprint: Arc<Blueprint>,
    seed: u64,
    /// The courses of the first replications, each followed when it is first wanted.
    courses: Arc<[[OnceLock<Arc<Course>>; COURSES]; SHARED as usize]>,
    /// What the first replications come to at the horizon, from when it is first wanted on.
    outcomes: Arc<OnceLock<Vec<Outcome>>>,
    /// What the checked world's digest is of, from when it is first wanted on.
    canonical: Arc<OnceLock<String>>,
}

impl Specimen {
    /// The world of a text under these chances.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn new(text: impl Into<Arc<str>>, roles: &Roles, seed: u64) -> Result<Self, Diagnostics> {
        let text = text.into();
        let file = WorldFile::from_text("a world", &*text)?;
        Self::of(text, file, Arc::new(roles.clone()), seed)
    }

    fn of(
        text: Arc<str>,
        file: WorldFile,
        roles: Arc<Roles>,
        seed: u64,
    ) -> Result<Self, Diagnostics> {
        let (blueprint, _) = check(&file, &roles)?;
        Ok(Self {
            text,
            file: Arc::new(file),
            roles,
            blueprint: Arc::new(blueprint),
            seed,
            courses: Arc::default(),
            outcomes: Arc::default(),
            canonical: Arc::default(),
        })
    }

    /// Another text under the same roles and chances.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn variant(&self, text: impl Into<Arc<str>>) -> Result<Self, Diagnostics> {
        let text = text.into();
        let file = WorldFile::from_text("a world", &*text)?;
        Self::of(text, file, Arc::clone(&self.roles), self.seed)
    }

    /// Another file under the same roles and chances; its text is still that of this one.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub(super) fn of_file(&self, file: WorldFile) -> Result<Self, Diagnostics> {
        Self::of(Arc::clone(&self.text), file, Arc::clone(&self.roles), self.seed)
    }

    /// The same with another tree of its file, under the same roles and chances; none if the
    /// change finds nothing to change, or the checker refuses what comes of it. Its text is
    /// that of the file: what was changed stands in its file and its blueprint alone.
    pub(super) fn grafted(
        &self,
        change: impl FnOnce(&mut WorldFile) -> Option<()>,
    ) -> Option<Self> {
        let mut file = (*self.file).clone();
        change(&mut file)?;
        Self::of(Arc::clone(&self.text), file, Arc::clone(&self.roles), self.seed).ok()
    }

    /// The same with values set as `--set` does it, under the same roles and chances. Its
    /// text is that of the file: what was set stands in its blueprint alone.
    ///
    /// # Errors
    ///
    /// All that is wrong with it then.
    pub fn with_sets(&self, sets: &[(&str, &str)]) -> Result<Self, Diagnostics> {
        let mut file = (*self.file).clone();
        for (path, value) in sets {
            file.set(path, value)?;
        }
        Self::of(Arc::clone(&self.text), file, Arc::clone(&self.roles), self.seed)
    }

    /// The same file where actors can be something else too, which nobody of it is.
    pub(super) fn with_roles(&self, roles: Roles) -> Self {
        Self { roles: Arc::new(roles), ..self.clone() }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its file, read.
    #[must_use]
    pub fn file(&self) -> &WorldFile {
        &self.file
    }

    /// What its actors can be.
    #[must_use]
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// The checked world.
    #[must_use]
    pub fn blueprint(&self) -> &Blueprint {
        &self.blueprint
    }

    /// The seed of all chances on which it is tried.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The chances of one replication.
    #[must_use]
    pub fn key(&self, index: u64) -> ReplicationKey {
        ReplicationKey::new(self.seed, index)
    }

    /// The same, where the course of a replication, or of one of its twins, is this: what a
    /// law says of a course that did not happen.
    ///
    /// # Panics
    ///
    /// If the replication is not one of the first [`SHARED`].
    #[must_use]
    pub fn showing(&self, index: u64, twin: Twin, course: Course) -> Self {
        assert!(index < SHARED, "only the first {SHARED} replications are shown");
        let mut courses = (*self.courses).clone();
        courses[index as usize][twin as usize] = OnceLock::from(Arc::new(course));
        Self { courses: Arc::new(courses), ..self.clone() }
    }

    /// The course of one replication, or of one of its twins. Those of the first
    /// [`SHARED`] replications are followed once, whoever looks at them.
    #[must_use]
    pub fn course(&self, index: u64, twin: Twin) -> Arc<Course> {
        let follow = || Arc::new(Course::of(&self.blueprint, self.key(index), twin));
        match self.courses.get(usize::try_from(index).unwrap_or(usize::MAX)) {
            Some(of_replication) => Arc::clone(of_replication[twin as usize].get_or_init(follow)),
            None => follow(),
        }
    }

    /// Whether another's checked world is the same, and so its digest.
    pub(super) fn is_same_world(&self, other: &Self) -> bool {
        let own = self.canonical.get_or_init(|| self.blueprint.canonical());
        *own == other.blueprint.canonical()
    }

    /// What the first replications come to, by whom who first wants it.
    pub(super) fn outcomes(&self, of: impl FnOnce() -> Vec<Outcome>) -> &[Outcome] {
        self.outcomes.get_or_init(of)
    }

    /// The course of one replication where something of the simulation is another before it
    /// starts.
    #[must_use]
    pub(super) fn changed(
        &self,
        index: u64,
        change: impl FnOnce(&mut Simulation<Oversight>),
    ) -> Course {
        Course::changed(&self.blueprint, self.key(index), Twin::Factual, change)
    }

    /// The same, followed for so long.
    #[must_use]
    pub(super) fn changed_until(
        &self,
        index: u64,
        horizon: Span,
        change: impl FnOnce(&mut Simulation<Oversight>),
    ) -> Course {
        let (key, twin) = (self.key(index), Twin::Factual);
        let mut follower = Follower::begin(&self.blueprint, key, twin, change).lasting(horizon);
        follower.go_on(u64::MAX);
        follower.finish()
    }
}
