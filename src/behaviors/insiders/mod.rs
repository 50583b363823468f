//! People who know of work, and how long they keep it to themselves.
//!
//! ```text
//!  leak ─ staff ─ role
//! ```
//!
//! A leak law says how the hazard of a secret's getting out grows with its age and
//! with how many share it; a staff says how many those are; the role puts them on
//! clocks. What passes from one to another by mere talk is a `Tells` link, whose
//! delay and loss are the link's own.

mod leak;
mod staff;

mod role;

pub use leak::{LeakLaw, SecretLaw};
pub use role::Insiders;
