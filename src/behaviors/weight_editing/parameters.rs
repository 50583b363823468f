//! What insight and edits cost, as world files say it.
//!
//! It lacks what becomes of them in time.

use crate::primitives::parameter::{EntryOf, Fault, Law};
use crate::primitives::quantity::{Count, Flop, Magnitude, Number, Rate, Share};
use crate::primitives::time::Span;

use crate::behaviors::cluster::ReservationParameters;
use crate::behaviors::model::AbilityParameters;

crate::parameters! {
    /// What insight and edits cost, and what comes of them.
    pub struct WeightEditingParameters {
        /// The FLOP of experiments that an insight takes on average, for the mind that there is at the
        /// start; each takes an exponential draw times that. Nothing public says it: an unknown over
        /// decades.
        insight_cost: Flop ["1 FLOP" to "1e40 FLOP"],
        /// The FLOP of one experiment.
        experiment: Flop ["1 FLOP" to "1e40 FLOP"],
        /// How much more is learned of the same experiments by a more capable mind: b orders of
        /// magnitude for each order of magnitude of its capability.
        quickening: Number ["0" to "5"] = "0",
        /// An ability by which the mind learns more of the same experiments, once it has it.
        boosted_by: Option<EntryOf<AbilityParameters>>,
        /// How many times as much it then learns.
        boost: Option<Number> ["1" to "1e12"],
        /// An ability without which the mind can do nothing of this: it begins once it has it.
        needs: Option<EntryOf<AbilityParameters>>,
        /// How many experiments the mind can follow at the start: insight comes no faster than as many
        /// experiments would bring it at the start. No limit by default.
        reads: Option<Rate>,
        /// How much more a more capable mind can follow, in orders of magnitude for each order of
        /// magnitude of its capability.
        reading_growth: Number ["0" to "5"] = "0",
        /// The FLOP that it takes to make an edit; no experiments are made meanwhile.
        edit_compute: Flop ["0 FLOP" to "1e40 FLOP"],
        /// The least time that an edit takes, as for tests of it.
        edit_time: Span = "0 s",
        /// How many new insights there must be before the next edit begins.
        edits_after: Count ["1" to "1000000000"] = "1",
        /// With so many insights half of all edits succeed: n of n + this many do with n insights.
        half_insights: Number ["0" to "1e12"],
        /// How much more capable an edit that succeeds makes the model.
        gain: Law<Magnitude> ["0 OOM" to "30 OOM"],
        /// The share of each gain that the model does not let see.
        hidden_share: Share = "0 %",
        /// The share of the edits that do not succeed after which the model behaves strangely.
        visible: Share = "10 %",
        /// For how long it then does.
        visible_for: Law<Span> = r#""7 d""#,
        /// How strangely: as a hidden gain of so much would show on the channel `behavior`.
        shows: Magnitude ["0 OOM" to "30 OOM"] = "1 OOM",
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

/// What changes nothing: readers who learn to follow more than no limit, a boost by
/// nothing, and an ability that boosts nothing.
pub(super) fn faults(parameters: &WeightEditingParameters) -> Vec<Fault> {
    let mut faults = Vec::new();
    if parameters.reads.is_none() && parameters.reading_growth.value() > 0.0 {
        let message = "`reading_growth` is given without `reads`".to_owned();
        let hint = Some("as in reads: \"1000/d\", reading_growth: 1".to_owned());
        faults.push(Fault { parameter: "reading_growth", message, hint });
    }
    if parameters.boosted_by.is_some() != parameters.boost.is_some() {
        let message = "`boosted_by` and `boost` are given only together".to_owned();
        let hint = Some("as in boosted_by: \"interpretability\", boost: 10".to_owned());
        faults.push(Fault { parameter: "boost", message, hint });
    }
    faults
}
