//! The table of `docs/laws.md` that says which fault was caught by what.
//!
//! It knows nothing of how that came to be known.

/// The document that has it.
pub const DOCUMENT: &str = "docs/laws.md";

/// The lines between which it stands there.
pub const BEGIN: &str = "<!-- faults: written by the command above -->\n";
pub const END: &str = "<!-- end of faults -->\n";

/// Its first lines.
pub const HEAD: &str = "| fault | caught by | after worlds |\n|---|---|---|\n";

/// One row.
pub struct Row {
    /// What the fault is called, and what it is.
    pub fault: String,
    /// The law in backticks, or the reference case or assertion in words.
    pub by: String,
    /// After how many worlds; a dash for what is tried on none.
    pub worlds: String,
}

/// How a fault is called in the table.
pub fn fault(name: &str, what: &str) -> String {
    format!("**{name}**: {what}")
}

/// The whole table.
pub fn table(rows: &[Row]) -> String {
    let line = |row: &Row| format!("| {} | {} | {} |\n", row.fault, row.by, row.worlds);
    HEAD.to_owned() + &rows.iter().map(line).collect::<String>()
}

/// The document with this text in the place of its table; `None` if it has no such place.
pub fn put(document: &str, text: &str) -> Option<String> {
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{text}\n{END}{after}"))
}
