//! Everything that writing a behavior needs: `use foomwatch::prelude::*;`.

pub use crate::engine::{Behavior, Clocks, Cx, LinkRule, Measure, NoClocks, Pace, SignalOf};
pub use crate::primitives::id::{ActorId, LinkEnd};
pub use crate::primitives::parameter::{Law, NoParameters, Parameters};
pub use crate::primitives::random::{Identity, Purpose};
pub use crate::primitives::time::{Span, Time};
