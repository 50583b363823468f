//! An alignment agent: a program that makes experiments in its reservation, and a host
//! that can hide other programs' work in them.
//!
//! ```text
//!  parameters ─ clocks
//!     └─ parts      its jobs at its sites: its own, and those that it shelters
//!     └─ findings   what its experiments find in the models that it studies
//!          └─ agent    the role: what comes in, and what its clocks say
//!               ├─ sharing     what of each site goes to which job
//!               ├─ sheltering  what programs ask of it
//!               ├─ settling    what follows from what it is granted, and what shows
//!               ├─ obeying     orders
//!               └─ triage      what it finds, and what passes through it
//! ```
//!
//! Its law: of what a site grants it, what does not go to hidden work goes to
//! experiments. Where hidden work is not done at all, all of it does.

mod parameters;

mod clocks;

mod parts;

mod findings;

mod agent;

mod obeying;
mod settling;
mod sharing;
mod sheltering;
mod triage;

pub use agent::AlignmentAgent;
