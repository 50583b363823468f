//! The arguments of a law, put into the order of its fields. What they hold is not
//! read here.

use super::diagnostic::{did_you_mean, printable};
use super::flaws::{Flaws, Path};
use super::laws::{LAWS, LawRow};
use super::node::{Arguments, Name, Node};
use super::provenance;

/// The names of all laws, as a list in words.
pub(super) fn names() -> String {
    let names: Vec<String> = LAWS.iter().map(|row| format!("`{}`", row.name)).collect();
    names.join(", ")
}

/// The nodes of a law's arguments in the order of its fields.
pub(super) fn arrange<'n>(
    row: &LawRow,
    name: &Name,
    arguments: &'n Arguments,
    node: &Node,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<Vec<Option<&'n Node>>> {
    let before = flaws.errors();
    let hint = || Some(format!("as in {}", row.example));
    let mut given: Vec<Option<&Node>> = vec![None; row.fields.len()];
    match arguments {
        Arguments::None => {}
        Arguments::Positional(values) => {
            if !row.positional {
                let message = format!("what `{}` is given needs names", row.name);
                flaws.add(path, &node.place, message, hint());
                return None;
            }
            for (place, value) in values.iter().enumerate() {
                match given.get_mut(place) {
                    Some(slot) => *slot = Some(value),
                    None => {
                        let message = format!(
                            "`{}` takes {} values, but here is one more",
                            row.name,
                            row.fields.len()
                        );
                        flaws.add(path, &value.place, message, hint());
                    }
                }
            }
        }
        Arguments::Named(entries) => {
            for entry in entries {
                let key = entry.key_text().unwrap_or_default();
                let at = &entry.key.place;
                match row.fields.iter().position(|field| field.name == key) {
                    None => {
                        let message = format!("`{}` has no field `{}`", row.name, printable(key));
                        let fields = row.fields.iter().map(|field| field.name);
                        flaws.add(path, at, message, did_you_mean(key, fields, "it has"));
                    }
                    Some(place) if given[place].is_some() => {
                        flaws.error(path, at, format!("`{key}` is given twice"));
                    }
                    Some(place) => given[place] = Some(&entry.value),
                }
            }
        }
    }
    for (field, slot) in row.fields.iter().zip(&given) {
        if slot.is_none() && !field.optional && flaws.errors() == before {
            let message = format!("`{}` of `{}` is missing", field.name, row.name);
            flaws.add(path, &name.place, message, hint());
        }
    }
    (flaws.errors() == before).then_some(given)
}

/// A weight and what it is the weight of.
pub(super) fn pair(node: &Node) -> Option<(&Node, &Node)> {
    // A value with a mark beside it is one value.
    node.as_pair().filter(|_| !provenance::is_marked(node))
}
