//! The book of laws: all of them, in the order in which the documents tell them.

use super::compared;
use super::groundwork;
use super::in_law::{channels, clocks, forms, intervals, rates, renamed};
use super::law::Law;
use super::pathwise;

/// All laws.
static LAWS: &[Law] = &[
    groundwork::RUNS,
    groundwork::SAME_TWICE,
    groundwork::COMES_TO_AN_END,
    pathwise::CAUSALITY,
    pathwise::SAID_ONCE,
    pathwise::NO_NOTICE_BEFORE_THE_LEAST_DELAY,
    pathwise::NO_OBSERVER_NO_NOTICE,
    pathwise::NO_CONCERN_NO_NOTICE,
    pathwise::COMPUTE_CONSERVED,
    pathwise::NO_KNOWLEDGE_WITHOUT_A_PATH,
    pathwise::OUTCOMES_PARTITION,
    pathwise::PAUSES_DELETE_NOTHING,
    pathwise::PROMISES_DELIVER_NOTHING,
    pathwise::EVERY_ALERT_IS_SOMEWHERE,
    pathwise::SPEED_LIMIT,
    pathwise::HANDS_OFF_UP_TO_THE_FIRST_ORDER,
    pathwise::INNOCENT_DOES_NOTHING_CONCERNING,
    pathwise::TAKEOFF_AS_SAID,
    pathwise::HIDDEN_WORK_IS_NUMBERED_APART,
    compared::MORE_OBSERVATION,
    compared::LONGER_WAYS,
    compared::HIGHER_TAKEOFF,
    compared::SHORTER_HORIZON,
    compared::SCALED,
    compared::REORDERED,
    compared::NAMES_ARE_NOT_READ,
    compared::THREADS,
    compared::REUSED,
    compared::SILENT_OBSERVER,
    compared::WORLD_BESIDE,
    compared::INTERRUPTED,
    compared::SET_TO_THE_SAME,
    compared::ORDERS_ACT_LATER,
    compared::PRINTED,
    compared::ORDERLESS,
    compared::IN_FORCE,
    compared::UNREADABLE,
    compared::CHANCE,
    renamed::RENAMED,
    rates::SPLIT,
    rates::THINNED,
    forms::FORMS,
    clocks::CLOCKS,
    channels::CHANNELS,
    intervals::SOUND,
    intervals::COVER,
];

/// All laws, in the order of the book.
#[must_use]
pub fn laws() -> &'static [Law] {
    LAWS
}
