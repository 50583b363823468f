//! Floor 5, the door: from the text of a world to a checked blueprint.
//!
//! ```text
//!  text ── node: a tree that knows its places
//!            │
//!       WorldFile ◄── --set PATH=VALUE
//!            │
//!          check ◄── tables of the roles, of laws and of the world's fields
//!            │  └──► every flaw of the file, each with its place and a hint
//!        Blueprint ── digest
//!            │
//!          build ──► Simulation
//! ```
//!
//! ```
//! use foomwatch::behaviors::Roles;
//! use foomwatch::world::{WorldFile, check};
//!
//! let text = r#"World(
//!     horizon: "2 y",
//!     concern: [Program("secret run")],
//!     takeoff: After(Exponential(mean: "60 d")),
//!     accountable: ["bord"],
//!     actors: { "board": Authority() },
//! )"#;
//! let file = WorldFile::from_text("an example", text)?;
//! let flaws = check(&file, &Roles::standard()).err().expect("two actors are unknown");
//! assert!(flaws.len() > 1);
//! assert!(flaws.render(false).contains("hint: did you mean `board`?"));
//! # Ok::<(), foomwatch::world::Diagnostics>(())
//! ```
//!
//! The law of the floor: what can fail on a user's account fails here, with all
//! flaws of a file at once. Behind the door there is no `Result`.

mod diagnostic;
mod syntax;

mod token;

mod node;

mod file;

mod layout;

mod flaws;
mod names;

mod canonical;
mod fields;
mod quantities;

mod laws;

mod law;

mod setting;

mod blueprint;

mod actors;
mod link_rules;
mod links;
mod suspicion;

mod check;

pub use blueprint::{Blueprint, BlueprintActor};
pub use check::{FIELDS, STARTS, check};
pub use diagnostic::{
    Diagnostic, Diagnostics, MOST_SHOWN, Place, Severity, Source, did_you_mean, printable,
};
pub use fields::FieldRow;
pub use file::{LARGEST, WorldFile};
pub use laws::{Holds, LAWS, LawField, LawRow};
pub use layout::layout;
pub use names::WORLD;
pub use node::{Arguments, DEEPEST, Entry, MOST_VALUES, Name, Node, Value};
