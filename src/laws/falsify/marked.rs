//! The text of a neighbor with comments beside all that differs.
//!
//! It lacks what is said at its top, and a layout of its own: what does not differ stays as
//! it is written.

use crate::behaviors::Roles;
use crate::world::WorldFile;

use super::neighborhood::{Move, Neighbor, Neighborhood};

/// A comment that belongs to a line.
struct Remark {
    /// A byte of the line.
    at: usize,
    words: String,
    /// Whether it stands on a line of its own behind it.
    is_apart: bool,
}

/// The text of a neighbor, in which each change has a comment; none if a change cannot be
/// made.
#[must_use]
pub fn marked(neighborhood: &Neighborhood, neighbor: &Neighbor, roles: &Roles) -> Option<String> {
    let text = neighborhood.text_of(neighbor, roles)?;
    let before = WorldFile::from_text("a world", neighborhood.text.as_str()).ok()?;
    let after = WorldFile::from_text("a neighbor", text.as_str()).ok()?;
    let text = after.root().place.source.text.clone();
    let drops = neighbor.keys().filter_map(|place| match &neighborhood.moves[*place] {
        Move::Drop(place, _) => Some(*place),
        Move::Parameter(..) | Move::Add(_) => None,
    });
    let drops: Vec<usize> = drops.collect();
    let mut remarks = Vec::new();
    for place in neighbor.keys() {
        match &neighborhood.moves[*place] {
            Move::Parameter(axis, _) => {
                let path = moved_up(axis.path(), &drops);
                let Some(node) = path.and_then(|path| after.at(&path)) else { continue };
                let words = match before.at(axis.path()) {
                    Some(old) => format!("differs: it was {}", old.on_one_line()),
                    None => "differs: it was not given".to_owned(),
                };
                remarks.push(Remark { at: node.place.span().end, words, is_apart: false });
            }
            Move::Drop(_, link) => {
                let at = after.at("links").map_or(0, |links| links.place.span().start + 1);
                let words = format!("differs: there was {link}");
                remarks.push(Remark { at, words, is_apart: true });
            }
            Move::Add(link) => {
                let at = text.rfind(link.as_str())?;
                remarks.push(Remark {
                    at,
                    words: "differs: it was not there".to_owned(),
                    is_apart: false,
                });
            }
        }
    }
    remarks.sort_by_key(|remark| remark.at);
    let commented = remarks.iter().rev().fold(text.clone(), with);
    // A comment within a text of several lines would be no comment.
    let same = |file: WorldFile| {
        let digest = |file: &WorldFile| {
            crate::world::check(file, roles).map(|(blueprint, _)| blueprint.digest()).ok()
        };
        digest(&file) == digest(&after)
    };
    let is_sound = WorldFile::from_text("a neighbor", commented.as_str()).is_ok_and(same);
    Some(if is_sound { commented } else { text })
}

/// A path past the links that are gone; nothing, if it leads into one of them.
fn moved_up(path: &str, drops: &[usize]) -> Option<String> {
    let Some((place, rest)) = path.strip_prefix("links.").and_then(|rest| rest.split_once('.'))
    else {
        return Some(path.to_owned());
    };
    let Ok(place) = place.parse::<usize>() else { return Some(path.to_owned()) };
    if drops.contains(&place) {
        return None;
    }
    let gone = drops.iter().filter(|drop| **drop < place).count();
    Some(format!("links.{}.{rest}", place - gone))
}

/// The text with a remark; those behind it are there already.
fn with(text: String, remark: &Remark) -> String {
    let end = text[remark.at..].find('\n').map_or(text.len(), |end| remark.at + end);
    if !remark.is_apart {
        return format!("{} // {}{}", &text[..end], remark.words, &text[end..]);
    }
    let (before, after) = text.split_at(remark.at);
    let line = format!("\n        // {}", remark.words);
    let after =
        if after.starts_with('\n') { after.to_owned() } else { format!("\n        {after}") };
    format!("{before}{line}{after}")
}
