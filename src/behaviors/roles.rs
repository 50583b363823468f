//! The registry of roles: what world files can name.

use std::collections::BTreeMap;

use crate::engine::{Behavior, LinkKind, Role};
use crate::oversight::{Link, Milestone, Oversight};
use crate::primitives::parameter::{Kind, ParameterRow, Parameters};

use super::alignment_agent::AlignmentAgent;
use super::authority::Authority;
use super::cloud_provider::CloudProvider;
use super::cluster::Cluster;
use super::distillation::Distillation;
use super::evaluator::Evaluator;
use super::fine_tuning::FineTuning;
use super::insiders::Insiders;
use super::inspector::Inspector;
use super::lab::Lab;
use super::model::Model;
use super::model_reviewer::ModelReviewer;
use super::nested_oversight::NestedOversight;
use super::press::Press;
use super::reader::Reader;
use super::regulator::Regulator;
use super::research::Research;
use super::reviewer::Reviewer;
use super::rival_state::RivalState;
use super::scaffold::Scaffold;
use super::sensor::{Cusum, HazardSensor, Sensor, SequentialTest};
use super::strategies::{AdaptiveHider, Intermittent, Naive, Opportunist, Patient, Splitter};
use super::synthetic_data::SyntheticData;
use super::training_program::TrainingProgram;
use super::weight_editing::WeightEditing;
use super::workload::Workload;

/// Behaviors by the name that world files call them by.
///
/// Built-in roles and users' are registered alike and have the same rights.
#[derive(Clone)]
pub struct Roles {
    by_name: BTreeMap<&'static str, Role<Oversight>>,
}

impl Roles {
    /// No roles at all.
    #[must_use]
    pub fn none() -> Self {
        Self { by_name: BTreeMap::new() }
    }

    /// The built-in roles.
    #[must_use]
    pub fn standard() -> Self {
        Self::none()
            .with::<AdaptiveHider>("AdaptiveHider")
            .with::<AlignmentAgent>("AlignmentAgent")
            .with::<Authority>("Authority")
            .with::<CloudProvider>("CloudProvider")
            .with::<Cluster>("Cluster")
            .with::<Cusum>("Cusum")
            .with::<Distillation>("Distillation")
            .with::<Evaluator>("Evaluator")
            .with::<FineTuning>("FineTuning")
            .with::<HazardSensor>("HazardSensor")
            .with::<Insiders>("Insiders")
            .with::<Inspector>("Inspector")
            .with::<Intermittent>("Intermittent")
            .with::<Lab>("Lab")
            .with::<Model>("Model")
            .with::<ModelReviewer>("ModelReviewer")
            .with::<Naive>("Naive")
            .with::<NestedOversight>("NestedOversight")
            .with::<Opportunist>("Opportunist")
            .with::<Patient>("Patient")
            .with::<Press>("Press")
            .with::<Reader>("Reader")
            .with::<Regulator>("Regulator")
            .with::<Research>("Research")
            .with::<Reviewer>("Reviewer")
            .with::<RivalState>("RivalState")
            .with::<Scaffold>("Scaffold")
            .with::<Sensor>("Sensor")
            .with::<SequentialTest>("SequentialTest")
            .with::<Splitter>("Splitter")
            .with::<SyntheticData>("SyntheticData")
            .with::<TrainingProgram>("TrainingProgram")
            .with::<WeightEditing>("WeightEditing")
            .with::<Workload>("Workload")
    }

    /// The same and one more.
    ///
    /// # Panics
    ///
    /// If the name is taken, or the behavior claims a milestone of every world or
    /// a kind of link that is built in as its own, or a parameter has a range or a default
    /// that is none, or a channel, an actor or a table within a table.
    #[must_use]
    #[track_caller]
    pub fn with<B: Behavior<Domain = Oversight>>(mut self, name: &'static str) -> Self {
        for own in B::MILESTONES {
            let known = Milestone::ALL.iter().any(|milestone| milestone.name() == *own);
            assert!(!known, "`{name}` marks the milestone `{own}`, which every world has");
        }
        for rule in B::LINKS {
            let known = matches!(rule.kind, Link::Own(_))
                && Link::ALL.iter().any(|kind| kind.name() == rule.kind.name());
            assert!(!known, "`{name}` has a link of its own that is called as a built-in one");
        }
        for row in B::Parameters::TABLE {
            let flaw = row.fault().or_else(|| flaw_within(row));
            if let Some(flaw) = flaw {
                panic!("`{}` of the role `{name}`: {flaw}", row.name);
            }
        }
        let taken = self.by_name.insert(name, Role::of::<B>(name));
        assert!(taken.is_none(), "two roles are called `{name}`");
        self
    }

    /// The role of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Role<Oversight>> {
        self.by_name.get(name)
    }

    /// All roles, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Role<Oversight>> {
        self.by_name.values()
    }
}

/// What is wrong with the rows of a table that a parameter is.
fn flaw_within(row: &ParameterRow) -> Option<String> {
    let (Kind::Table(_, rows) | Kind::TableByActor(_, rows)) = row.kind else {
        return None;
    };
    // Who is joined to whom is told by an actor's own rows.
    let joins = |row: &ParameterRow| match row.kind {
        Kind::Channel
        | Kind::Actor
        | Kind::EntryOf(_)
        | Kind::Table(..)
        | Kind::TableByActor(..) => true,
        Kind::Quantity(_)
        | Kind::Law(_)
        | Kind::Chips
        | Kind::Hours
        | Kind::Flag
        | Kind::Choice(_) => false,
    };
    if let Some(inner) = rows.iter().find(|row| joins(row)) {
        let inner = inner.name;
        return Some(format!("a table has no channel, actor or table in it, as `{inner}` is"));
    }
    rows.iter().find_map(|row| Some(format!("`{}` in it: {}", row.name, row.fault()?)))
}
