//! A file as entries in groups, each with the comments that belong to it.
//!
//! It lacks the meaning of what it groups: keys and values are pieces.

/// A comment as it prints.
pub(super) struct Comment {
    pub(super) text: String,
    /// It reaches to the end of its line, so that nothing can follow it there.
    pub(super) is_line: bool,
    /// A line ended between what is before it and itself.
    pub(super) newline: bool,
    /// So did an empty one.
    pub(super) blank: bool,
}

/// What entries are made of.
pub(super) enum Piece<'t> {
    /// A name, a number, a text.
    Word { text: &'t str, is_text: bool, spaced: bool },
    /// `:`.
    Colon,
    /// A comment between two others.
    Comment(Comment),
    /// A pair of brackets and what is in it.
    Group(Box<Group<'t>>),
}

impl Piece<'_> {
    /// Whether a space stands between it and what comes next on its line.
    pub(super) fn is_apart_from(&self, next: &Self) -> bool {
        match (self, next) {
            (_, Self::Colon) => false,
            (Self::Colon | Self::Comment(_), _) | (_, Self::Comment(_)) => true,
            (Self::Word { .. } | Self::Group(_), Self::Group(_)) => false,
            // No grammar of worlds has two words in a row; they stay as they are.
            (Self::Word { .. } | Self::Group(_), Self::Word { spaced, .. }) => *spaced,
        }
    }
}

/// What stands between commas.
pub(super) struct Entry<'t> {
    /// Whether an empty line comes before it.
    pub(super) blank: bool,
    /// Block comments before it on its line.
    pub(super) lead: Vec<Comment>,
    /// At least one, of which neither the first nor the last is a comment.
    pub(super) pieces: Vec<Piece<'t>>,
    /// Block comments between it and its comma.
    pub(super) tail: Vec<Comment>,
    /// Comments after its comma, up to the end of the line.
    pub(super) trail: Vec<Comment>,
}

/// What has lines of its own in a broken group.
pub(super) enum Item<'t> {
    /// Comments that share a line with nothing else.
    Comments(Vec<Comment>),
    /// What stands between commas.
    Entry(Entry<'t>),
}

/// A pair of brackets and what is in it.
pub(super) struct Group<'t> {
    pub(super) open: &'t str,
    pub(super) close: &'t str,
    /// Comments after the opening bracket, up to the end of its line.
    pub(super) after_open: Vec<Comment>,
    pub(super) items: Vec<Item<'t>>,
    /// The columns that it takes on one line, if it may stand on one.
    pub(super) flat: Option<usize>,
}

impl Group<'_> {
    /// Whether anything stands between its brackets.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.after_open.is_empty()
    }
}

/// The text of a comment as it prints: no line of it ends in white space.
pub(super) fn comment_text(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    lines.join("\n")
}
