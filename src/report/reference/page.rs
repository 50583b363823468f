//! Paragraphs and lists in Markdown, broken into lines that fit a terminal.
//!
//! What stands between backticks is never broken, so that it can be copied, and
//! neither is what [`together`] joined.

use std::fmt::Write as _;

use crate::world::{FieldRow, FormRow};

/// The longest line, unless one word is longer.
const WIDTH: usize = 90;

/// Adds a paragraph.
pub(super) fn paragraph(text: &mut String, words: &str) {
    broken(text, "", "", words);
}

/// Adds an item of a list.
pub(super) fn item(text: &mut String, words: &str) {
    broken(text, "- ", "  ", words);
}

/// Adds a heading between empty lines.
pub(super) fn heading(text: &mut String, words: &str) {
    let _ = write!(text, "\n### {words}\n\n");
}

/// Adds a list of fields.
pub(super) fn fields(text: &mut String, rows: &[FieldRow]) {
    for row in rows {
        let needed = if row.required { "required" } else { "optional" };
        let FieldRow { name, example, meaning, .. } = row;
        item(text, &format!("`{name}`, {needed}. {meaning}"));
        broken(text, "  ", "  ", &format!("As `{name}: {example}`."));
    }
}

/// Adds a list of forms.
pub(super) fn forms(text: &mut String, rows: &[FormRow]) {
    for row in rows {
        item(text, &format!("`{}`. {}", row.example, row.meaning));
    }
}

/// Several words in a sentence, as "`a`, `b` and `c`".
pub(super) fn listed<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// The same words, which will stand on one line.
pub(super) fn together(words: &str) -> String {
    words.replace(' ', JOINT)
}

/// Stands for a space at which no line ends, until lines are made.
const JOINT: &str = "\u{a0}";

/// Adds words, broken into lines of which the first begins in one way and the
/// others in another.
fn broken(text: &mut String, first: &str, other: &str, words: &str) {
    let mut line = first.to_owned();
    let mut is_new = true;
    for word in unbroken(words) {
        if !is_new && line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(&line.replace(JOINT, " "));
            text.push('\n');
            line = other.to_owned();
            is_new = true;
        }
        if !is_new {
            line.push(' ');
        }
        line.push_str(&word);
        is_new = false;
    }
    text.push_str(&line.replace(JOINT, " "));
    text.push('\n');
}

/// The words of a text, each code with the white space within it as one word.
fn unbroken(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_code = false;
    for word in text.split(' ') {
        match words.last_mut() {
            Some(last) if is_code => {
                last.push(' ');
                last.push_str(word);
            }
            _ if word.is_empty() => {}
            _ => words.push(word.to_owned()),
        }
        is_code ^= word.matches('`').count() % 2 == 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{item, listed};

    #[test]
    fn code_is_never_broken_and_lines_are_short() {
        let mut text = String::new();
        let code = "`Uniform(\"1 d\",  \"2 d\")`";
        item(&mut text, &format!("{} {code}, {}", "word ".repeat(15), "more ".repeat(9)));
        assert!(text.contains(code), "{text}");
        assert!(text.lines().count() > 1, "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 90), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("  ")), "{text}");
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
