//! All faults in one program, where the environment says which of them is in force.
//!
//! A part of a file becomes a choice between what stands there and what a fault puts in its
//! place, so that fifty faults cost one build. It knows nothing of files and builds.

use std::ops::Range;

use super::list::Fault;

/// Faults of one part of a file, each with its number.
type Numbered<'a> = Vec<(usize, &'a Fault)>;

/// The text of a file with all its faults in it, each under its number.
///
/// # Errors
///
/// If a fault has no place in the text, or two have places that overlap.
pub fn with_all(text: &str, faults: &[(usize, &Fault)]) -> Result<String, String> {
    // Faults of the same part are chosen among in one place.
    let mut parts: Vec<(Range<usize>, Numbered<'_>)> = Vec::new();
    for &(number, fault) in faults {
        let part = fault.part_of(text)?;
        match parts.iter_mut().find(|(other, _)| *other == part) {
            Some((_, there)) => there.push((number, fault)),
            None => parts.push((part, vec![(number, fault)])),
        }
    }
    parts.sort_by_key(|(part, _)| part.start);
    let mut made = String::new();
    let mut end = 0;
    for (part, there) in parts {
        let before = text.get(end..part.start);
        let before = before.ok_or_else(|| format!("`{}` overlaps another", there[0].1.name))?;
        made.push_str(before);
        made.push_str(&choice(&text[part.clone()], &there));
        end = part.end;
    }
    Ok(made + &text[end..])
}

/// The choice between what stands there and what these faults put in its place.
fn choice(part: &str, there: &[(usize, &Fault)]) -> String {
    let faulty = |(number, fault): &(usize, &Fault)| {
        format!("if crate::faulty::is({number}) {{ {} }} else ", fault.replace)
    };
    let choices: String = there.iter().map(faulty).collect();
    let choices = format!("{choices}{{ {part} }}");
    // What is not a statement may stand between operators.
    if part.ends_with([';', '}']) { choices } else { format!("({choices})") }
}
