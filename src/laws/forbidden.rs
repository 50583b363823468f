//! What a behavior may not do, where the compiler refuses it.
//!
//! Each example here fails to compile for the reason beside it; docs/behaviors.md shows the
//! same ones. It lacks what only a law finds out.
//!
//! **Whether something is concerning** no behavior can ask: of what shows, of what is found,
//! of work. Who must know draws on it, by `cx.judge` and `cx.recognize`.
//!
//! ```compile_fail
//! use foomwatch::prelude::*;
//!
//! fn sees_through(level: &Level, found: &Evidence) -> bool {
//!     level.caused() || found.class == AlarmClass::Caused
//! }
//! ```
//!
//! **Which twin it is in** no behavior can ask: it would do otherwise where nobody looks.
//!
//! ```compile_fail
//! use foomwatch::prelude::*;
//!
//! fn knows_that_it_is_not_real<C: foomwatch::engine::Clocks>(
//!     cx: &mut foomwatch::engine::Context<'_, Oversight, C>,
//! ) -> bool {
//!     cx.settings().course() != foomwatch::oversight::Twin::Factual
//! }
//! ```
//!
//! **Evidence** is found, and not made: nobody plants it.
//!
//! ```compile_fail
//! use foomwatch::prelude::*;
//!
//! fn plants(suspect: ActorId, observer: ActorId) -> Evidence {
//!     Evidence { suspect, observer, ratio: 1000.0, channel: None }
//! }
//! ```
//!
//! **What is shared** behind the engine's back, as by `Rc<RefCell<…>>`, is refused: a
//! behavior is copied, and run on any thread.
//!
//! ```compile_fail
//! use std::cell::RefCell;
//! use std::rc::Rc;
//!
//! use foomwatch::prelude::*;
//!
//! #[derive(Clone)]
//! struct Telepath(Rc<RefCell<f64>>);
//!
//! impl Behavior for Telepath {
//!     type Domain = Oversight;
//!     type Parameters = NoParameters;
//!     type Clock = NoClocks;
//!     const MEANING: &'static str = "Knows what all its likes know.";
//!
//!     fn new(_: NoParameters) -> Self {
//!         Self(Rc::new(RefCell::new(0.0)))
//!     }
//! }
//! ```
//!
//! **The clocks of others**, and what others hold, cannot be named: a context has the
//! actor's own clocks and no other's.
//!
//! ```compile_fail
//! use foomwatch::prelude::*;
//!
//! foomwatch::clocks! { pub enum Mine { Tick } }
//! foomwatch::clocks! { pub enum Theirs { Tick } }
//!
//! fn delays(cx: &mut foomwatch::engine::Context<'_, Oversight, Mine>) {
//!     cx.stop_clock(Theirs::Tick);
//! }
//! ```
