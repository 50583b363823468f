//! The laws of chance, each with what its example comes to.

use crate::primitives::distribution::Distribution;
use crate::primitives::quantity::Dimension;
use crate::report::number;
use crate::world::{Holds, LAWS, LawField, LawRow, parse_law};

use super::page::{heading, item, paragraph, together};

/// The topic.
pub(super) fn laws() -> String {
    let mut text = String::from("## Laws\n\n");
    paragraph(
        &mut text,
        "A law is a distribution from which values are drawn. A quantity alone is a law too: the \
         constant. Every law may be given with names in any order; those that say so also by \
         values alone, in the order of the fields. A field holds a value in the units of what the \
         law is about, unless it says something else. The examples are spans of time; a law over \
         shares has shares in their place. What a law can reach must lie within the range of \
         what it is for.",
    );
    for row in LAWS {
        heading(&mut text, row.name);
        paragraph(&mut text, row.meaning);
        text.push('\n');
        let fields: Vec<String> = row.fields.iter().map(field).collect();
        let order = if row.positional { ". By values alone too" } else { "" };
        item(&mut text, &format!("Fields: {}{order}.", fields.join("; ")));
        item(&mut text, &format!("As `{}`: {}.", row.example, what_comes_of(row)));
    }
    text
}

/// A field and what it holds, where that is no value of what the law is about.
fn field(field: &LawField) -> String {
    let holds = match field.holds {
        Holds::Value => "",
        Holds::Number => ", a bare number",
        Holds::Count => ", a whole number",
        Holds::Values => ", a list of values",
        Holds::Weighed => ", a list of values, or of pairs of a weight and a value",
        Holds::Laws => ", a list of pairs of a weight and a law",
    };
    let optional = if field.optional { ", optional" } else { "" };
    format!("`{}`{holds}{optional}", field.name)
}

/// What the example reaches, and what it is on average and at its middle.
fn what_comes_of(row: &LawRow) -> String {
    let law = parse_law(row.example, Dimension::Span)
        .expect("the example of each law is a law over spans of time");
    if let Distribution::Constant(value) = law {
        return format!("always {}", span(value));
    }
    let (low, high) = law.support();
    let reach = if high.is_finite() {
        format!("from {} to {}", span(low), span(high))
    } else {
        format!("from {} on", span(low))
    };
    let (mean, median) = (span(law.mean()), span(law.quantile(0.5)));
    format!("{reach}, on average {mean}, half of them up to {median}")
}

fn span(seconds: f64) -> String {
    together(&number::span(seconds))
}
