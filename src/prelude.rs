//! Everything that writing a behavior needs: `use foomwatch::prelude::*;`.

pub use std::sync::Arc;

pub use crate::behaviors::Roles;
pub use crate::engine::{
    AgedLaw, Around, Behavior, Clocks, Cx, LinkRule, Measure, NoClocks, Pace, Side, SignalOf,
};
pub use crate::oversight::{
    Alert, Belief, Channel, Command, Commanding, Concealed, Directive, Discernment, Evidence,
    Footprint, Grounds, Improved, Improvement, Job, Judging, Level, Lineage, Link, Mind, News,
    Order, Oversight, Rang, Response, Signal, Software, TakingOff, Terms, Upgrade, Work, Working,
    nominal_ratio,
};
pub use crate::primitives::calendar::Calendar;
pub use crate::primitives::id::{ActorId, LinkEnd};
pub use crate::primitives::parameter::{
    ByActor, Entries, EntryOf, Fault, Faults, Law, NoParameters, Parameters,
};
pub use crate::primitives::quantity::{
    Chips, Count, Dimension, Flop, FlopRate, Magnitude, Money, Number, Power, Rate, Share, Tokens,
};
pub use crate::primitives::random::{Identity, Purpose};
pub use crate::primitives::time::{Span, Time};
