//! The blind spots of a world: for people as text, and for programs as JSON.
//!
//! ```text
//!  BlindSpots ─┬─ text   the answer first, then tables, then the paths themselves
//!              └─ json   one object with everything that was listed
//! ```
//!
//! Of many programs, authorities and paths the text shows the first. It lacks
//! intervals: nothing here is estimated.

mod json;

mod text;

pub use json::json;
pub use text::text;
