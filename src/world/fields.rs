//! Fields by their names: which there are, which are missing, which come twice.

use super::diagnostic::{Place, did_you_mean, nearest, printable};
use super::flaws::{Flaws, Path};
use super::node::{Arguments, Entry};

/// A field as users read about it.
#[derive(Clone, Copy, Debug)]
pub struct FieldRow {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// An example of its value.
    pub example: &'static str,
    /// What it means, in whole sentences.
    pub meaning: &'static str,
}

/// One of the forms that a value can have, as users read about it.
#[derive(Clone, Copy, Debug)]
pub struct FormRow {
    /// The word that tells it from the others.
    pub name: &'static str,
    /// An example of the whole value.
    pub example: &'static str,
    /// What it means, in whole sentences.
    pub meaning: &'static str,
}

/// The entries of named arguments in the order of `names`. What is unknown,
/// given twice or has no name is a flaw; what is missing is the caller's matter.
pub(super) fn arrange<'n>(
    arguments: &'n Arguments,
    names: &[&str],
    what: &str,
    place: &Place,
    path: &Path,
    flaws: &mut Flaws,
) -> Vec<Option<&'n Entry>> {
    let mut given = vec![None; names.len()];
    let mut misspelled = Vec::new();
    match arguments {
        Arguments::None => {}
        Arguments::Positional(values) => {
            let first = values.first().map_or(place, |value| &value.place);
            let hint = names.first().map(|name| format!("write `{name}: ` before the value"));
            flaws.add(path, first, format!("the fields of {what} need names"), hint);
        }
        Arguments::Named(entries) => {
            for entry in entries {
                let key = entry.key_text().unwrap_or_default();
                let at = &entry.key.place;
                match names.iter().position(|name| *name == key) {
                    None => {
                        let message = format!("{what} has no field `{}`", printable(key));
                        let hint = if names.is_empty() {
                            Some("it has no fields at all".to_owned())
                        } else {
                            did_you_mean(key, names.iter().copied(), "its fields are")
                        };
                        flaws.add(&path.to(key), at, message, hint);
                        misspelled
                            .extend(nearest(key, names.iter().copied()).map(|near| (near, entry)));
                    }
                    Some(slot) if given[slot].is_some() => {
                        let message = format!("`{key}` of {what} is given twice");
                        flaws.error(&path.to(key), at, message);
                    }
                    Some(slot) => given[slot] = Some(entry),
                }
            }
        }
    }
    // Whoever misspells a field has given it: it is not missing too, and its
    // value is looked at.
    for (near, entry) in misspelled {
        let slot = names.iter().position(|name| *name == near);
        given[slot.expect("the nearest name is one of the names")].get_or_insert(entry);
    }
    given
}
