//! `foomwatch reference`: what may stand in a world file.

use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::behaviors::Roles;
use crate::report::reference::{self, Topic};

use super::terminal::{Done, print};

#[derive(Args)]
pub(super) struct ReferenceArguments {
    /// What to tell about; without it, all but the roles
    #[arg(value_name = "TOPIC", value_parser = PossibleValuesParser::new(Topic::ALL.map(Topic::name)))]
    topic: Option<String>,
}

/// Prints the reference, or one topic of it.
pub(super) fn reference(arguments: &ReferenceArguments, roles: &Roles) -> Done {
    let topic = arguments.topic.as_deref().map(|name| {
        let found = Topic::ALL.into_iter().find(|topic| topic.name() == name);
        found.expect("the parser lets names of topics alone pass")
    });
    let text = match topic {
        None => reference::whole(roles),
        Some(topic) => reference::topic(topic, roles),
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}
