//! Floor 5, the door: from the text of a world to a checked blueprint.
//!
//! ```text
//!  text ── tree: nodes that know their places
//!            │
//!       WorldFile ◄── --set PATH=VALUE
//!            │
//!          check ◄── tables of the roles, of laws and of the world's fields
//!            │  └──► every flaw of the file, each with its place and a hint
//!        Blueprint ── digest
//!            │  └──► blind_spots, by its graph alone
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
mod token;

mod syntax;

mod node;

mod tree;

mod file;

mod graft;
mod mark;
mod splice;

mod figures;
mod layout;

mod flaws;

mod names;

mod canonical;
mod fields;

mod provenance;
mod quantities;

mod kept_hours;
mod laws;

mod law_fields;
mod making;

mod template;

mod uncertain;

mod law;

mod numeric;
mod picks;

mod plain;

mod setting;

mod point;

mod accountable;
mod declared;
mod improved;
mod takeoff;

mod whole;

pub mod claim;

mod blueprint;

mod menus;
mod statement;

mod actors;
mod correlations;
mod unknowns;

mod link_rules;
mod links;
mod woven;

mod hiding;

mod suspicion;

mod agreement;

mod meant;

mod draft;

mod tried;

mod defaults;

mod check;

mod axis;

pub use accountable::ACCOUNTABLE;
pub use axis::{Axis, AxisRange, AxisValue, Scale, leaves};
pub mod blind_spots;

pub use blueprint::{Blueprint, BlueprintActor};
pub use check::{Demands, check, check_with};
pub use declared::{DECLARATION_FIELDS, Declared};
pub use defaults::check_defaults;
pub use diagnostic::{
    Diagnostic, Diagnostics, MOST_SHOWN, Place, Severity, Source, did_you_mean, is_invisible,
    printable,
};
pub use draft::{CONCERNS, FIELDS};
pub use fields::{FieldRow, FormRow};
pub use figures::{FigureAt, Figures};
pub use file::{LARGEST, Stamp, WorldFile, path_of};
pub use improved::{IMPROVEMENT_FIELDS, Improved};
pub use kept_hours::{HOLIDAY_FORMS, HOURS_FIELDS, HOURS_FORMS, STARTS};
pub use law::parse_law;
pub use laws::{Holds, LAWS, LawField, LawRow};
pub use layout::layout;
pub use links::{LINK_OPTIONS, OWN_KIND};
pub use mark::{FigureSource, Mark, MarkKind};
pub use menus::{Menu, setting_of};
pub use names::{LONGEST, WORLD, is_name};
pub use node::{Arguments, Entry, Name, Node, Text, Value};
pub use point::{Lever, Point, Unknown, UnknownOf};
pub use provenance::{MARK_FIELDS, SOURCE_FIELDS};
pub use splice::{Splice, quoted};
pub use takeoff::{
    CAPABILITY_FIELDS, COPIES_FIELDS, DOUBLINGS_FIELDS, GENERATIONS_FIELDS, LEVEL_FIELDS, TAKEOFFS,
};
pub use template::{Cause, Drawn, Draws};
pub use tree::{DEEPEST, MOST_VALUES};
pub use tried::faults_of;
pub use uncertain::{LEVER_FIELDS, REFERENCES};
