//! A world file in its canonical layout, comments kept.
//!
//! ```text
//!  tokens ── parser ── tree      entries, groups, and the comments that are theirs
//!                        │
//!                      flat      what stands on one line, and how much it takes
//!                        │
//!                     columns    which values of neighboring lines are aligned
//!                        │
//!                     printer    the text
//! ```
//!
//! The layout is a function of the tokens, the comments and the blank lines
//! between them, and not of where the author broke lines. It changes white space
//! and trailing commas and nothing else. It lacks opinions on order: what comes
//! first in a file stays first.

mod tree;

mod flat;

mod parser;

mod columns;

mod printer;

use super::file::WorldFile;
use super::token::{TokenKind, tokens};

use tree::comment_text;

/// The file's own text in canonical layout. What was set on the command line is
/// not in it.
///
/// # Panics
///
/// If something else than white space and trailing commas would change, which
/// is a bug.
#[must_use]
pub fn layout(world: &WorldFile) -> String {
    let text = &world.root().place.source.text;
    let laid_out = printer::print(&parser::file(text));
    assert!(
        pieces(text).eq(pieces(&laid_out)),
        "a layout has the tokens and the comments of its text, in their order"
    );
    laid_out
}

/// What a layout keeps: all tokens but commas, and the comments as they print.
fn pieces(text: &str) -> impl Iterator<Item = String> {
    let kept = tokens(text).filter(|token| token.kind != TokenKind::Comma);
    kept.map(|token| {
        let piece = &text[token.start..token.end];
        if token.is_comment() { comment_text(piece) } else { piece.to_owned() }
    })
}
