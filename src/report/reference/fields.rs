//! The fields of a world, what stands for a value, and how much a file may hold.

use std::fmt::Write as _;

use crate::report::number::grouped;
use crate::world::{
    ACCOUNTABLE, CAPABILITY_FIELDS, CONCERNS, COPIES_FIELDS, DEEPEST, DOUBLINGS_FIELDS, FIELDS,
    GENERATIONS_FIELDS, LARGEST, LEVEL_FIELDS, LEVER_FIELDS, LONGEST, MOST_SHOWN, MOST_VALUES,
    REFERENCES, TAKEOFFS, WORLD,
};

use super::page::{self, forms, heading, item, paragraph};

/// The topic.
pub(super) fn fields() -> String {
    let mut text = String::from("## Fields\n\n");
    paragraph(
        &mut text,
        "A world is `World(…)` with these fields, by name and in any order. A comma after the \
         last entry is allowed, comments stand after `//` or between `/*` and `*/`.",
    );
    text.push('\n');
    page::fields(&mut text, FIELDS);
    heading(&mut text, "Actors");
    paragraph(
        &mut text,
        "A role has its fields by name: `Authority(prior: \"1 %\")`. One that is given none is \
         `Authority()` or `Authority`. `None` says that an optional field is not given. A field \
         that names an actor or a channel has the name in quotes; one that is a choice has a \
         word without quotes.",
    );
    heading(&mut text, "Concern");
    paragraph(&mut text, "`concern` is a list of at least one of these, and none twice.");
    text.push('\n');
    forms(&mut text, CONCERNS);
    heading(&mut text, "Takeoff");
    forms(&mut text, TAKEOFFS);
    text.push('\n');
    paragraph(&mut text, "`Capability` has these fields:");
    text.push('\n');
    page::fields(&mut text, CAPABILITY_FIELDS);
    text.push('\n');
    paragraph(&mut text, "`Generations` has these:");
    text.push('\n');
    page::fields(&mut text, GENERATIONS_FIELDS);
    for (form, rows) in
        [("Doublings", DOUBLINGS_FIELDS), ("Level", LEVEL_FIELDS), ("Copies", COPIES_FIELDS)]
    {
        text.push('\n');
        paragraph(&mut text, &format!("`{form}` has these:"));
        text.push('\n');
        page::fields(&mut text, rows);
    }
    heading(&mut text, "Accountable");
    paragraph(
        &mut text,
        "`accountable` is a list of at least one actor, and none twice, of whom any one suffices. \
         Beside names there can be:",
    );
    text.push('\n');
    forms(&mut text, ACCOUNTABLE);
    heading(&mut text, "Unknowns and levers");
    paragraph(
        &mut text,
        "In place of a quantity, of a law, of a field of a law, of a word, of hours or of chips, \
         in a role's parameters, in a link's delay or loss, in a declared level, in how a gain is \
         carried over, and in what takeoff is:",
    );
    text.push('\n');
    forms(&mut text, REFERENCES);
    text.push('\n');
    paragraph(
        &mut text,
        "An unknown that is no number is a `OneOf`, as `OneOf([\"16384 H100\", \"32768 H100\"])`. \
         An unknown hangs on no other, and none stands in a list of values. A lever has these \
         fields:",
    );
    text.push('\n');
    page::fields(&mut text, LEVER_FIELDS);
    heading(&mut text, "Names");
    let mut names = format!(
        "Names of actors, channels, links, unknowns, levers, sources and lists are texts of 1 to \
         {LONGEST} bytes, without a quote, an invisible character, or white space at the ends."
    );
    let _ = write!(names, " No actor is called `{WORLD}`.");
    paragraph(&mut text, &names);
    heading(&mut text, "Limits");
    let mebibytes = LARGEST >> 20;
    let values = grouped(MOST_VALUES as i64);
    item(&mut text, &format!("A file has at most {mebibytes} MiB."));
    item(&mut text, &format!("It has at most {values} values, nested at most {DEEPEST} deep."));
    item(&mut text, &format!("Of its flaws {MOST_SHOWN} are shown and the rest are counted."));
    item(&mut text, "Where working hours are kept, a run ends by the year 9998.");
    text
}
