//! Floor 5, the door: from the text of a world to a checked blueprint.
//!
//! ```text
//!  text ─ diagnostic ─ syntax ─ node ─ file: WorldFile
//! ```
pub mod diagnostic;
mod syntax;

pub mod node;

pub mod file;
