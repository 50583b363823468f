//! Floor 8: results as text and JSON. It prints nothing: it makes texts.
//!
//! ```text
//!  number ─┬─ contents    what a world holds, before it is run
//!          ├─ claims ─┬─ summary     a run for people, in columns
//!          │          ├─ worst_case  what hiders who choose make of it
//!          │          ├─ json        a run for programs
//!          │          ├─ break_even  where a claim turns, and what moves it
//!          │          └─ falsify     a world in which a claim fails
//!          ├─ laws        laws that were tried on many worlds
//!          ├─ findings    where stronger oversight lets notice come later
//!          ├─ trace       one replication, event by event
//!          ├─ graph       the network of a world, as text, DOT and SVG
//!          ├─ blind_spots where no path of notice leads, as text and JSON
//!          └─ reference   the tables of worlds and roles
//! ```
//!
//! The law of the floor: no figure without its interval, and no share is ever
//! printed as 0 % or 100 %.

mod columns;
pub mod number;

pub mod claims;
pub mod contents;
pub mod graph;

pub mod blind_spots;

pub mod worst_case;

pub mod break_even;
pub mod falsify;
pub mod findings;
pub mod json;
pub mod laws;
pub mod reference;
pub mod summary;
pub mod trace;
