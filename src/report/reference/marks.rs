//! Marks of figures, and the sources that they name.

use crate::world::{MARK_FIELDS, MarkKind, SOURCE_FIELDS};

use super::page::{self, heading, item, paragraph};

/// The topic.
pub(super) fn marks() -> String {
    let mut text = String::from("## Marks\n\n");
    paragraph(
        &mut text,
        "A mark says how a figure is known. It stands beside the value, both within parentheses. \
         It changes no result. Any quantity, law, number of chips, value of a list or field of a \
         law may have one; so may a law of `unknowns`.",
    );
    text.push('\n');
    for kind in MarkKind::ALL {
        let words = format!("`{}`. {} As `{}`.", kind.name(), kind.meaning(), kind.example());
        item(&mut text, &words);
    }
    text.push('\n');
    paragraph(&mut text, "A mark takes, by names or in this order:");
    text.push('\n');
    page::fields(&mut text, MARK_FIELDS);
    heading(&mut text, "Sources");
    paragraph(
        &mut text,
        "A source is a text in `sources` of the world, or these fields within parentheses:",
    );
    text.push('\n');
    page::fields(&mut text, SOURCE_FIELDS);
    text
}
