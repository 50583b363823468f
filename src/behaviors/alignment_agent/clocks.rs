//! The clocks of an agent.
//!
//! What rings and what follows is the role's business.

crate::clocks! {
    /// The clocks of an alignment agent.
    pub enum Clock {
        /// What clusters granted has come, and what follows from it is settled.
        Settle,
        /// The work of a hosted program is done.
        Job(1),
        /// An experiment finds what a studied model hides.
        Finding(1),
        /// An experiment finds what is not there.
        Mistake(1),
        /// Something that passes through it has been looked into.
        Review(1),
    }
}
