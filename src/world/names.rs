//! What names in a world may look like.

use super::diagnostic::is_invisible;

/// The actor that a world has of itself; a file cannot name another so.
pub use crate::behaviors::WORLD;

/// The longest name in bytes.
pub const LONGEST: usize = 200;

/// What is wrong with a name, and what would be right.
pub(super) fn fault(name: &str) -> Option<(String, Option<String>)> {
    if name.is_empty() {
        return Some(("is empty".to_owned(), None));
    }
    if name.len() > LONGEST {
        let message = format!("is longer than {LONGEST} bytes");
        return Some((message, None));
    }
    if let Some(letter) = name.chars().find(|letter| is_invisible(*letter)) {
        let message = format!("has the invisible character `{}`", letter.escape_unicode());
        return Some((message, None));
    }
    if name.trim() != name {
        let hint = format!("write \"{}\"", name.trim());
        return Some(("begins or ends with white space".to_owned(), Some(hint)));
    }
    if name.contains('"') {
        let message = "has a quote in it, which paths could not name".to_owned();
        return Some((message, None));
    }
    None
}

/// A role's name with its article, as in "an `Authority`".
pub(super) fn a(role: &str) -> String {
    let article = if role.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} `{role}`")
}
