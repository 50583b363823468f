//! What is common to all forms: escaped texts, their widths, and the colors.
//!
//! It lacks the true widths of letters, which depend on whoever draws them: what
//! is cut to a width is cut a little early.

use crate::engine::LinkKind;
use crate::oversight::Link;
use crate::primitives::time::SECONDS_PER_DAY;
use crate::report::number::{self, percent};

use super::spot::Spot;

/// How links of a kind are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) color: &'static str,
    /// Lengths of strokes and gaps; empty for a whole line.
    pub(super) dashes: &'static str,
}

/// The colors are of Okabe and Ito, which differ for the color-blind too, those
/// that are too light for lines on white darkened. Dashes tell kinds apart
/// without any color.
const STYLES: [Style; 12] = [
    Style { color: "#0072b2", dashes: "" },
    Style { color: "#00805c", dashes: "7 4" },
    Style { color: "#b37400", dashes: "3 3.5" },
    Style { color: "#c84b00", dashes: "" },
    Style { color: "#a8518a", dashes: "9 4 2 4" },
    Style { color: "#2b83b5", dashes: "5 2" },
    Style { color: "#444444", dashes: "12 4" },
    Style { color: "#7a6a00", dashes: "5 3 1 3 1 3" },
    Style { color: "#6a3d9a", dashes: "" },
    Style { color: "#b3005a", dashes: "7 4" },
    Style { color: "#005f73", dashes: "3 3.5" },
    Style { color: "#555555", dashes: "" },
];

/// The color of what lies on no path, where paths are shown.
pub(super) const GRAY: &str = "#9aa4ae";

/// How a box is drawn for what its actor is to paths of notice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ground {
    pub(super) fill: &'static str,
    pub(super) stroke: &'static str,
}

/// The grounds of boxes, apart from each other and from those without paths.
pub(super) fn ground(spot: Spot) -> Ground {
    match spot {
        Spot::SinglePoint => Ground { fill: "#e6d9f7", stroke: "#5b2a9d" },
        Spot::ToSilence => Ground { fill: "#d3e8fb", stroke: "#0a4f94" },
        Spot::OnlyPlace => Ground { fill: "#f6f0fc", stroke: "#7d5bb0" },
        Spot::Aside => Ground { fill: "#fafbfc", stroke: GRAY },
    }
}

/// How the kind is drawn that is in this place among those of a world: built-in
/// kinds look the same in all worlds.
pub(super) fn style(kind: Link, own: &[Link]) -> Style {
    let built_in = Link::ALL.iter().position(|known| *known == kind);
    let place = built_in.unwrap_or_else(|| {
        let place = own.iter().position(|known| *known == kind);
        Link::ALL.len() + place.expect("a link's kind is one of its world's")
    });
    STYLES[place % STYLES.len()]
}

/// The name of a kind, own ones as they are written in files.
pub(in crate::report) fn kind_name(kind: Link) -> String {
    match kind {
        Link::Own(name) => format!("Own(\"{name}\")"),
        built_in => built_in.name().to_owned(),
    }
}

/// A span of seconds with three digits that matter: whole years as such, and
/// otherwise the unit that suits it.
pub(super) fn span(seconds: f64) -> String {
    const YEAR: f64 = 365.2425 * SECONDS_PER_DAY;
    let years = libm::round(seconds / YEAR);
    if years >= 1.0 && (seconds - years * YEAR).abs() < 1.0 {
        return format!("{years} y");
    }
    let text = number::span(seconds);
    let (digits, unit) = text.split_once(' ').expect("a span has a unit");
    if !digits.contains('.') || digits.contains('e') {
        return text;
    }
    format!("{} {unit}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// A probability, of which 0 and 1 are meant as such.
pub(super) fn share(share: f64) -> String {
    match share {
        share if share <= 0.0 => "0 %".to_owned(),
        share if share >= 1.0 => "100 %".to_owned(),
        share => {
            let text = percent(share);
            text.replace(".0 %", " %")
        }
    }
}

/// A text as XML bears it, between tags and in attributes.
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML 1.0 has no way at all to write these.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            // What turns the direction of its neighbors shall turn its own text
            // only, which holds if it is not there.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// The width of a text in pixels at a size of its letters, rather too much.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let letters = text.chars().map(|letter| match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | ' '
        | '·' => 0.33,
        'f' | 't' | 'r' | '-' | '"' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '×' | '~' => 0.92,
        'A'..='Z' | '&' | '<' | '>' => 0.72,
        letter if letter.is_ascii() => 0.58,
        '\u{300}'..='\u{36f}' => 0.0,
        letter if letter < '\u{1100}' => 0.66,
        _ => 1.05,
    });
    size * letters.sum::<f64>()
}

/// A text that is cut to a width, with a sign that it is.
pub(super) fn cut(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if width(&kept, size) + width("…", size) > most {
            kept.pop();
            break;
        }
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// A coordinate with one decimal where it has one.
pub(super) fn at(number: f64) -> String {
    let tenths = libm::round(number * 10.0) as i64;
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{:.1}", tenths as f64 / 10.0)
    }
}
