//! What a world file says of a model.
//!
//! It lacks what gains cost, which the links say over which they come.

use crate::behaviors::cluster::ReservationParameters;
use crate::primitives::parameter::{Entries, EntryOf, Law};
use crate::primitives::quantity::{Flop, Magnitude, Number, Share};

crate::parameters! {
    /// What a model is at the start, and how it takes what comes.
    pub struct ModelParameters {
        /// The effective compute that it was trained with at the start, from which its capability is
        /// counted in orders of magnitude.
        trained_with: Flop ["1 FLOP" to "1e40 FLOP"],
        /// The capability above which nothing makes it better, in orders of magnitude above the
        /// start.
        ceiling: Magnitude ["0.001 OOM" to "100 OOM"] = "15 OOM",
        /// How much more capable it is than it lets see from the start on, as when it sandbags. It is
        /// no part of its capability.
        hidden_gain: Law<Magnitude> ["0 OOM" to "30 OOM"] = r#""0 OOM""#,
        /// The share of each gain that it does not let see, from training, from software or from
        /// another model; a change of its weights says so itself.
        hides: Share = "0 %",
        /// How hard what it hides is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
        /// The share of what software gains in efficiency, in orders of magnitude, that makes the
        /// model better at once that was trained before; at 0 % only what is trained later gains.
        keeps_up: Share = "0 %",
        /// What it becomes able to do all at once as its capability rises, by name.
        abilities: Entries<AbilityParameters> = "{}",
        /// The reservation of its host in which gains are carried over; in what is not reserved
        /// by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// Whether gains are carried over in work that is hidden in other work.
        hidden: bool = "false",
    }
}

crate::parameters! {
    /// An ability that comes all at once.
    pub struct AbilityParameters {
        /// How often it comes in each order of magnitude of capability, by chance: at 2, after half
        /// an order of magnitude in the mean.
        rate: Number ["0" to "1e6"],
        /// The capability up to which it never comes, in orders of magnitude above the start.
        from: Magnitude ["0 OOM" to "100 OOM"] = "0 OOM",
        /// How much more capable the model is by it at once.
        gain: Magnitude ["0 OOM" to "100 OOM"] = "0 OOM",
        /// Whether the model does not let this gain see.
        hidden: bool = "false",
        /// How strongly it shows on the channel of its own name to whoever tests for it, as so much of
        /// a hidden gain.
        shows: Magnitude ["0 OOM" to "100 OOM"] = "1 OOM",
    }
}
