//! Floor 4: one file per kind of actor: its parameters, its state, its handlers.
//!
//! ```text
//!  work:     cluster ─ workload ─ data_limit ─ runs ─ training_program
//!            alignment_agent ─ model ─ lab
//!  progress: fine_tuning ─ distillation ─ synthetic_data ─ research
//!            weight_editing ─ scaffold
//!  hide:     strategies
//!  notice:   sensor ─ evaluator ─ inspector ─ insiders
//!            cloud_provider ─ rival_state ─ press ─ regulator
//!  judge:    reviewer ─ model_reviewer ─ nested_oversight ─ reader ─ authority
//!  world_clock      roles: all of them by name
//! ```
//!
//! The law of the floor: built-in behaviors have no privileges. They use the
//! trait, the context, the tables and the registration that a user's crate has.

mod holds;
mod places;

mod cluster;

mod workload;

pub mod data_limit;

mod runs;

mod training_program;

mod fine_tuning;

mod distillation;

mod synthetic_data;

mod research;

mod alignment_agent;

mod model;

mod weight_editing;

mod scaffold;

mod lab;

mod sensor;

mod strategies;

mod evaluator;

mod inspector;

mod insiders;

mod cloud_provider;

mod rival_state;

mod press;

mod regulator;

mod reviewer;

mod model_reviewer;

mod nested_oversight;

mod reader;

mod authority;

mod world_clock;

mod roles;

pub use alignment_agent::AlignmentAgent;
pub use authority::Authority;
pub use cloud_provider::{CloudProvider, CloudProviderParameters};
pub use cluster::{Cluster, ClusterParameters, ReservationKind, ReservationParameters, allocation};
pub use distillation::Distillation;
pub use evaluator::Evaluator;
pub use fine_tuning::FineTuning;
pub use insiders::{Insiders, LeakLaw, SecretLaw};
pub use inspector::Inspector;
pub use lab::Lab;
pub use model::{AbilityParameters, Model};
pub use model_reviewer::{ModelReviewer, ModelReviewerParameters};
pub use nested_oversight::{NestedOversight, NestedOversightParameters};
pub use press::{Press, PressParameters};
pub use reader::{Reader, ReaderParameters};
pub use regulator::{Regulator, RegulatorParameters};
pub use research::Research;
pub use reviewer::{Discipline, Reviewer, ReviewerParameters};
pub use rival_state::RivalState;
pub use roles::Roles;
pub use scaffold::Scaffold;
pub use sensor::{Cusum, HazardSensor, Sensor, SequentialTest};
pub use strategies::{
    AdaptiveHider, Intermittent, Naive, Objective, Opportunist, Patient, PlanParameters, Splitter,
};
pub use synthetic_data::SyntheticData;
pub use training_program::{TrainingProgram, TrainingProgramParameters};
pub use weight_editing::WeightEditing;
pub use workload::Workload;
pub use world_clock::{WORLD, WorldClock};
