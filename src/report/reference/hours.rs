//! Opening hours, zones and holidays.

use crate::primitives::calendar::DAYS;
use crate::world::{FormRow, HOLIDAY_FORMS, HOURS_FIELDS, HOURS_FORMS};

use super::page::{self, heading, item, listed, paragraph};

/// The topic.
pub(super) fn hours() -> String {
    let mut text = String::from("## Hours\n\n");
    paragraph(
        &mut text,
        &format!(
            "Hours are a rule of the week in quotes. The days are {}; times are two digits, a \
             colon and two digits. A rule alone is in UTC and without holidays.",
            listed(DAYS)
        ),
    );
    text.push('\n');
    quoted(&mut text, HOURS_FORMS);
    heading(&mut text, "Zones and holidays");
    paragraph(
        &mut text,
        "`Hours(…)` with these fields has a zone, with its summer time, and days without shifts:",
    );
    text.push('\n');
    page::fields(&mut text, HOURS_FIELDS);
    text.push('\n');
    paragraph(&mut text, "A day without shifts is one of:");
    text.push('\n');
    quoted(&mut text, HOLIDAY_FORMS);
    text
}

/// A list of texts, in the quotes that a file has around them.
fn quoted(text: &mut String, rows: &[FormRow]) {
    for row in rows {
        item(text, &format!("`\"{}\"`, {}. {}", row.example, row.name, row.meaning));
    }
}
