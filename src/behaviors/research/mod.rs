//! Research: how software becomes more efficient, doubling by doubling.
//!
//! ```text
//!  production: labor and compute ─▶ speed ─▶ role: doublings, who hears of them
//! ```
//!
//! The law of the folder: what comes of inputs is arithmetic, and knows no actor.

mod production;
mod role;

pub use role::Research;
