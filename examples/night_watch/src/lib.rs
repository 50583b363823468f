//! A night watch: somebody works at night who should not, a watchman walks rounds and
//! gets tired, and the neighbors hear the fans.
//!
//! ```text
//!  moonlighter ◄── lamp ── watch ◄── complaint ── neighbor
//!       └──────────────── noise ──────────────────────┘
//! ```
//!
//! Three behaviors of one's own, each in a file with its own table of parameters, beside
//! the built-in ones. It lacks a program, which is `main.rs`.

mod moonlighter;
mod neighbor;
mod watch;

use foomwatch::prelude::Roles;

pub use moonlighter::{Clock as MoonlighterClock, Moonlighter};
pub use neighbor::{Clock as NeighborClock, Neighbor};
pub use watch::NightWatch;

/// The lamp of a watchman, which whoever works at night sees: a kind of link, and the
/// signal that goes over it.
const LAMP: &str = "lamp";

/// What a neighbor tells the watchman: a kind of link, and the signal that goes over it.
const COMPLAINT: &str = "complaint";

/// The built-in roles, and these three.
#[must_use]
pub fn roles() -> Roles {
    Roles::standard()
        .with::<Moonlighter>("Moonlighter")
        .with::<Neighbor>("Neighbor")
        .with::<NightWatch>("NightWatch")
}
