//! What a scaffold is told, and its clocks.
//!
//! They lack what comes of them.

use crate::behaviors::cluster::ReservationParameters;
use crate::primitives::parameter::{EntryOf, Law};
use crate::primitives::quantity::{Count, FlopRate, Magnitude, Number, Rate};
use crate::primitives::time::Span;

crate::parameters! {
    /// What copies cost, and what they are together.
    pub struct ScaffoldParameters {
        /// The speed of compute that one copy needs.
        flop_per_copy: FlopRate ["1 FLOP/s" to "1e30 FLOP/s"],
        /// How many copies there are to be at the start; as many as its compute bears, by default.
        copies: Option<Count> ["1" to "9000000000000000"],
        /// How much of what is shared it gets, beside others that have 1 by default.
        weight: Number ["0.000001" to "1000000"] = "1",
        /// How much more capable ten times as many copies are together.
        gain: Magnitude ["0 OOM" to "10 OOM"],
        /// How much more capable than one copy all are together at most; without limit by default.
        ceiling: Option<Magnitude> ["0 OOM" to "100 OOM"],
        /// How often each copy makes another one.
        copies_itself: Rate = "0/y",
        /// How many copies there are at most that are made so.
        most: Count ["1" to "9000000000000000"] = "9000000000000000",
        /// How strongly each copy shows on the channel `network`.
        shows: Number ["0" to "1e12"] = "1",
        /// When it begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The reservation of its cluster in which it works; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// Whether the work is hidden in other work. What an agent hosts is hidden in any case.
        hidden: bool = "false",
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
    }
}

crate::clocks! {
    /// The clocks of a scaffold.
    pub enum Clock {
        /// It begins.
        Begin,
        /// A copy makes another one.
        Copy,
        /// Compute that grows is enough for more copies.
        More,
    }
}
