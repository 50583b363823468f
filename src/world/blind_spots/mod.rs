//! How the work of a program can come to the notice of an authority, and where it
//! cannot, by the graph alone.
//!
//! ```text
//!  blueprint ── ways      two nodes an actor: where work shows, and what it says
//!                 │
//!                part     what lies between one program and its authorities
//!                 │
//!            ┌────┼─────┐
//!         best  paths  cut    fastest and likeliest; all; whom to silence
//!            └────┼─────┘
//!               survey ──► BlindSpots
//! ```
//!
//! The law of the folder: nothing is simulated, nothing hangs on the order of a file,
//! and whatever is too much to be looked at is said to be.

mod found;

mod ways;

mod part;

mod best;
mod cut;
mod paths;

mod survey;

pub use found::{
    BlindSpots, NoticeLink, NoticePath, Paths, ProgramSpots, Reach, Silencing, Suspicion,
    UnheardChannel, WeakSpots,
};
pub use survey::{MOST_LISTED, blind_spots};
