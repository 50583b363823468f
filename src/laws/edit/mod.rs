//! One change of a world's text: of a value, an actor, a link, or of the order in which
//! they stand. Comments and layout elsewhere stay.
//!
//! It lacks a judgment: a changed text can be one that the checker refuses.

mod mentions;

mod shuffled;

use std::fmt;

use crate::behaviors::Roles;
use crate::world::{Node, Splice, WorldFile, is_name, path_of, quoted};

use mentions::Mentions;

/// One change of a world's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    /// Another text at a path, as `--set` puts it there; a parameter that was not given is
    /// added.
    Set {
        /// Names with dots between them, as `actors.desk.servers`.
        path: String,
        /// What would stand in a file; texts need no quotes.
        value: String,
    },
    /// The value is not given any more, or an entry of a list or map is gone.
    Unset {
        /// Names with dots between them.
        path: String,
    },
    /// One actor more.
    AddActor {
        /// Its name.
        name: String,
        /// Its role with parameters, as `Sensor(channel: "compute")`.
        role: String,
    },
    /// One actor less: with its links, and with all else that names it. A takeoff that is
    /// about it comes at the horizon, and if nothing else is concerning, hidden work is.
    DropActor {
        /// Its name.
        name: String,
    },
    /// Another name for an actor, wherever it is named, claims included.
    RenameActor {
        /// The name so far.
        from: String,
        /// The name from now on, which nobody has.
        to: String,
    },
    /// One link more.
    AddLink {
        /// As `("a", Watches, "b")`.
        link: String,
    },
    /// One link less.
    DropLink {
        /// Its place in the list, from 0.
        place: usize,
    },
    /// Actors, links, unknowns and all else whose order means nothing in another order.
    Shuffle {
        /// Which order.
        seed: u64,
    },
}

impl Edit {
    /// The changed text, where actors have the built-in roles; nothing, if there is nothing
    /// of that kind to change or the text is not a world's.
    #[must_use]
    pub fn apply(&self, text: &str) -> Option<String> {
        self.apply_with(text, &Roles::standard())
    }

    /// The same where actors have these roles: they say which of their parameters name actors.
    #[must_use]
    pub fn apply_with(&self, text: &str, roles: &Roles) -> Option<String> {
        self.apply_to(&WorldFile::from_text("a world", text).ok()?, roles)
    }

    /// The same for the text of a file, without what was set in it or grafted into it.
    pub(super) fn apply_to(&self, file: &WorldFile, roles: &Roles) -> Option<String> {
        if let Self::Shuffle { seed } = self {
            return Some(shuffled::shuffled(file, *seed));
        }
        let mut splice = Splice::of(file);
        match self {
            Self::Set { path, value } => splice.set(path, value)?,
            Self::Unset { path } => splice.unset(path)?,
            Self::AddActor { name, role } => add_actor(file, &mut splice, name, role)?,
            Self::DropActor { name } => drop_actor(file, &mut splice, name, roles)?,
            Self::RenameActor { from, to } => rename(file, &mut splice, from, to, roles)?,
            Self::AddLink { link } => match file.at("links") {
                Some(links) => splice.add(links, link)?,
                None => splice.add(file.root(), &format!("links: [{link}]"))?,
            },
            Self::DropLink { place } => splice.remove(file.at("links")?, *place)?,
            Self::Shuffle { .. } => {}
        }
        Some(splice.finish())
    }

    /// Makes the change in a file's tree and leaves its text as it is, which takes a tenth of
    /// the time; nothing, if there is nothing of that kind to change, or it is a change of
    /// order or one that takes something out but a link.
    pub fn graft(&self, file: &mut WorldFile, roles: &Roles) -> Option<()> {
        match self {
            Self::Set { path, value } => file.graft(path, value),
            Self::AddActor { name, role } => {
                if !is_name(name) || file.at(&path_of(&["actors", name])).is_some() {
                    return None;
                }
                graft_entry(file, "actors", ['{', '}'], &format!("{}: {role}", quoted(name)))
            }
            Self::AddLink { link } => graft_entry(file, "links", ['[', ']'], link),
            Self::DropLink { place } => file.prune("links", *place),
            Self::RenameActor { from, to } => {
                let texts = renamed(file, from, to, roles)?;
                let texts: Vec<_> =
                    texts.into_iter().map(|(node, text)| (node.place.clone(), text)).collect();
                file.retext(&texts);
                Some(())
            }
            Self::Unset { .. } | Self::DropActor { .. } | Self::Shuffle { .. } => None,
        }
    }

    /// The change as a line that tells what stood there before, if something did.
    #[must_use]
    pub fn told(&self, before: &str) -> String {
        let file = WorldFile::from_text("a world", before).ok();
        let old = |path: &str| Some(file.as_ref()?.at(path)?.on_one_line());
        match self {
            Self::Set { path, value } => match old(path) {
                Some(old) => format!("{path}: {old} → {value}"),
                None => format!("{path}: {value}, where nothing was given"),
            },
            Self::Unset { path } => match old(path) {
                Some(old) => format!("{path}: {old} → not given"),
                None => self.to_string(),
            },
            Self::DropLink { place } => match old(&format!("links.{place}")) {
                Some(old) => format!("without the link {old}"),
                None => self.to_string(),
            },
            Self::AddActor { .. }
            | Self::DropActor { .. }
            | Self::RenameActor { .. }
            | Self::AddLink { .. }
            | Self::Shuffle { .. } => self.to_string(),
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set { path, value } => write!(f, "{path}: {value}"),
            Self::Unset { path } => write!(f, "{path}: not given"),
            Self::AddActor { name, role } => write!(f, "with `{name}`: {role}"),
            Self::DropActor { name } => write!(f, "without `{name}`"),
            Self::RenameActor { from, to } => write!(f, "`{from}` is called `{to}`"),
            Self::AddLink { link } => write!(f, "with the link {link}"),
            Self::DropLink { place } => write!(f, "without the link {place}"),
            Self::Shuffle { seed } => write!(f, "in another order, number {seed}"),
        }
    }
}

fn add_actor(file: &WorldFile, splice: &mut Splice<'_>, name: &str, role: &str) -> Option<()> {
    if !is_name(name) || file.at(&path_of(&["actors", name])).is_some() {
        return None;
    }
    let entry = format!("{}: {role}", quoted(name));
    match file.at("actors") {
        Some(actors) => splice.add(actors, &entry),
        None => splice.add(file.root(), &format!("actors: {{{entry}}}")),
    }
}

fn drop_actor(file: &WorldFile, splice: &mut Splice<'_>, name: &str, roles: &Roles) -> Option<()> {
    file.at(&path_of(&["actors", name]))?;
    let mentions = Mentions::of(file, roles, name);
    let concerning = file.at("concern").filter(|_| mentions.are_all_that_concerns(file));
    for (collection, place) in &mentions.holders {
        if !concerning.is_some_and(|list| list.place == collection.place) {
            splice.remove(collection, *place)?;
        }
    }
    if let Some(list) = concerning {
        splice.replace(list, "[HiddenWork]");
    }
    if let Some(takeoff) = mentions.takeoff {
        let horizon = file.at("horizon").map_or("\"1 y\"", Node::text);
        splice.replace(takeoff, format!("After({horizon})"));
    }
    Some(())
}

fn rename(
    file: &WorldFile,
    splice: &mut Splice<'_>,
    from: &str,
    to: &str,
    roles: &Roles,
) -> Option<()> {
    for (node, text) in renamed(file, from, to, roles)? {
        splice.replace(node, quoted(&text));
    }
    Some(())
}

/// What has another text where an actor has another name, and which.
fn renamed<'w>(
    file: &'w WorldFile,
    from: &str,
    to: &str,
    roles: &Roles,
) -> Option<Vec<(&'w Node, String)>> {
    file.at(&path_of(&["actors", from]))?;
    if !is_name(to) || file.at(&path_of(&["actors", to])).is_some() {
        return None;
    }
    let mentions = Mentions::of(file, roles, from);
    let names = mentions.names.into_iter().map(|node| (node, to.to_owned()));
    let claims = mentions.claims.into_iter().map(|claim| {
        let text = claim.as_text().expect("a claim that names somebody is a text");
        (claim, mentions::renamed_in_claim(text, from, to))
    });
    Some(names.chain(claims).collect())
}

/// Adds an entry to a field of a world that is a list or a map, which is added too if it is
/// not there.
fn graft_entry(
    file: &mut WorldFile,
    field: &str,
    [open, close]: [char; 2],
    entry: &str,
) -> Option<()> {
    match file.at(field) {
        Some(_) => file.graft_into(field, entry),
        None => file.graft_into("", &format!("{field}: {open}{entry}{close}")),
    }
}
