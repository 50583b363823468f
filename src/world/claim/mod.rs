//! Claims: sentences about a world that its replications can bear out or refute.
//!
//! ```text
//!  text ─ lexer ─ parser ──► tree: what was written, and where
//!                             │ checker ◄── names of the world
//!                             └──► checked: what is to be estimated
//! ```
//!
//! The law of the folder: what passes the checker can be estimated of every
//! replication, and a tree prints as a text that reads back as the same tree.
//! Whether a claim holds is not known here: it takes replications.

mod tree;

mod lexer;

mod parser;

mod checked;

mod names;

mod checker;

mod terms;

pub use checked::{CheckedClaim, CheckedPart, Condition, MeasureRow, Numeral, Sought, Told};
pub use lexer::Fault;
pub use parser::{DEEPEST_EVENT, KEYWORDS};
pub use tree::{
    Atom, Claim, Comparison, Event, Part, Per, Quantity, Relation, Term, Word, WrittenFirstTime,
};

pub(super) use checked::asked;
pub(super) use checker::claims;
pub(super) use names::Known;
