//! The reference of world files, made from the tables that the checker reads.
//!
//! ```text
//!  page ─┬─ roles                        what an actor can be
//!        ├─ fields   laws   units        what a file may say
//!        └─ hours    marks  links
//! ```
//!
//! It is Markdown that also reads well in a terminal of a hundred columns: lists
//! and not tables. It explains nothing: the guide `docs/worlds.md` does.

mod page;

mod roles;

mod fields;
mod hours;
mod laws;
mod links;
mod marks;
mod units;

use crate::behaviors::Roles;

pub use roles::{all, list, one};

/// What the reference can tell about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The fields of a world, and what stands for a value that is not fixed.
    Fields,
    /// Laws of chance.
    Laws,
    /// Quantities and their units.
    Units,
    /// The catalog of chips.
    Chips,
    /// Opening hours and holidays.
    Hours,
    /// Marks of figures and their sources.
    Marks,
    /// Kinds of links and their options.
    Links,
    /// What actors can be.
    Roles,
}

impl Topic {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::Fields,
        Self::Laws,
        Self::Units,
        Self::Chips,
        Self::Hours,
        Self::Marks,
        Self::Links,
        Self::Roles,
    ];

    /// The word on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fields => "fields",
            Self::Laws => "laws",
            Self::Units => "units",
            Self::Chips => "chips",
            Self::Hours => "hours",
            Self::Marks => "marks",
            Self::Links => "links",
            Self::Roles => "roles",
        }
    }
}

/// All about one topic.
#[must_use]
pub fn topic(topic: Topic, roles: &Roles) -> String {
    match topic {
        Topic::Fields => fields::fields(),
        Topic::Laws => laws::laws(),
        Topic::Units => units::units(),
        Topic::Chips => units::chips(),
        Topic::Hours => hours::hours(),
        Topic::Marks => marks::marks(),
        Topic::Links => links::links(roles),
        Topic::Roles => all(roles),
    }
}

/// The whole reference, as `docs/reference.md` has it. The roles, which are a
/// page of their own, are not in it.
#[must_use]
pub fn whole(roles: &Roles) -> String {
    let mut text = String::from("# Reference of world files\n\n");
    page::paragraph(
        &mut text,
        "What may stand in a world file. Made by `foomwatch reference` from the tables that the \
         checker reads. The guide is [worlds.md](worlds.md). What an actor can be is in \
         [roles.md](roles.md), or comes from `foomwatch roles`.",
    );
    for one in Topic::ALL.into_iter().filter(|one| *one != Topic::Roles) {
        text.push('\n');
        text.push_str(&topic(one, roles));
    }
    text
}
