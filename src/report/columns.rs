//! Rows in columns, and sentences in lines, for people who read a terminal.
//!
//! It cuts nothing off: what is too wide is written as wide as it is.

use std::fmt::Write as _;

/// How wide a line of words may be.
const WIDTH: usize = 98;

/// A row of cells.
pub fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// Writes rows in columns: words to the left, numbers to the right, the heading
/// underlined, an empty line at the end.
pub fn align(text: &mut String, rows: &[Vec<String>]) {
    let columns = rows[0].len();
    let wide = |cell: &String| cell.chars().count();
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| wide(&row[column])).max().unwrap_or(0))
        .collect();
    let is_word = |column: usize| {
        let heading = rows[0][column].as_str();
        column == 0 || matches!(heading, "measure" | "verdict") || heading.starts_with("range")
    };
    for (place, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - wide(cell));
            if column > 0 {
                line.push_str("  ");
            }
            if is_word(column) {
                line.push_str(cell);
                line.push_str(&padding);
            } else {
                line.push_str(&padding);
                line.push_str(cell);
            }
        }
        let _ = writeln!(text, "{}", line.trim_end());
        if place == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            let _ = writeln!(text, "{}", rules.join("──"));
        }
    }
    text.push('\n');
}

/// Writes a sentence in lines; a number and its `%` stay together.
pub fn wrapped(text: &mut String, sentence: &str) {
    let mut width = 0;
    let together = sentence.replace(" %", "\u{a0}%");
    for word in together.split(' ').map(|word| word.replace('\u{a0}', " ")) {
        let wide = word.chars().count();
        if width > 0 && width + 1 + wide > WIDTH {
            text.push('\n');
            width = 0;
        } else if width > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(&word);
        width += wide;
    }
    text.push('\n');
}
