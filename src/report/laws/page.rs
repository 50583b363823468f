//! For readers: all laws, as `docs/laws.md` has them.
//!
//! It lacks the rest of that page, which is written by hand.

use std::fmt::Write as _;

use crate::laws::{Law, Reach};

/// All laws in Markdown, each under a heading of the third level with what it says, the worlds
/// that it is about, and why it holds; with a line feed at the end.
#[must_use]
pub fn page(laws: &[Law]) -> String {
    let mut text = String::new();
    for (place, law) in laws.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        let tried = match law.reach {
            Reach::Pathwise => "in each replication",
            Reach::InLaw => "in law",
        };
        let Law { name, statement, class, why, .. } = law;
        let _ = writeln!(text, "### {name}\n\n{statement}\n");
        let _ = writeln!(text, "- *Tried {tried}.* {class}");
        let _ = writeln!(text, "- *Why:* {why}");
    }
    text
}
