//! The network as a picture in SVG.
//!
//! It stands on a ground of its own, so that it is legible on any page. It lacks
//! scripts and fonts: whoever shows it brings letters.

use std::fmt::Write as _;

use crate::world::Blueprint;
use crate::world::blind_spots::BlindSpots;

use super::ink::{GRAY, at, cut, ground, kind_name, style, width, xml};
use super::net::{Net, grouped, net};
use super::route::{Curve, FARTHEST, Point, curves, labels};
use super::rows::{Holds, Rows, Slot, rows};
use super::sheet::{Arrow, Box, Sheet, sheet};
use super::spot::Spot;

const MARGIN: f64 = 28.0;

/// Sizes of letters, in pixels.
const TITLE: f64 = 18.0;
const NAME: f64 = 13.0;
const HEAD: f64 = 12.0;
const NOTE: f64 = 11.0;

/// The least and the greatest width of a box.
const BOX: (f64, f64) = (84.0, 190.0);

/// The least and the greatest width between two columns.
const GAP: (f64, f64) = (84.0, 230.0);

/// The height of what stands above the boxes.
const TOP: f64 = 108.0;

/// The height of a line of the legend.
const LEGEND_LINE: f64 = 22.0;

/// The colors of names, and of those on no path.
const INK: &str = "#1f2328";
const FADED: &str = "#6e7781";

/// From so many arrows on, they have no halos, which double a picture's size.
const MANY: usize = 150;

/// The picture, a whole file.
#[must_use]
pub fn svg(blueprint: &Blueprint) -> String {
    drawn(&net(blueprint, None))
}

/// The same that shows the blind spots of the world.
#[must_use]
pub fn svg_with(blueprint: &Blueprint, spots: &BlindSpots) -> String {
    drawn(&net(blueprint, Some(spots)))
}

fn drawn(net: &Net) -> String {
    let sheet = sheet(net);
    let mut rows = rows(&sheet);
    let edges = edges(net, &sheet, &rows);
    let (top, bottom) = extent(&rows);
    for slot in &mut rows.slots {
        slot.y += TOP - top;
    }
    let curves = curves(&sheet, &rows, &edges);
    let labels = labels(&sheet, &rows, &edges, &curves, NOTE);
    let page = Page { net, sheet: &sheet, rows: &rows, edges: &edges };
    let below = bottom - top + TOP;
    let (legend, legend_size) = page.legend(below + MARGIN);
    let reach = if page.has_arcs(net.columns.len().wrapping_sub(1)) { FARTHEST } else { 0.0 };
    let right = edges.last().map_or(MARGIN, |last| last.1 + 8.0) + reach;
    let ends = sheet.arrows.iter().zip(&labels).filter_map(|(arrow, place)| {
        place.map(|(middle, _)| middle + width(&arrow.short, NOTE) / 2.0)
    });
    let right = ends.fold(right.max(legend_size.0), f64::max);
    let wide = (right + MARGIN).max(360.0);
    let high = legend_size.1 + MARGIN;
    let mut text = page.head(wide, high);
    page.columns(&mut text, below);
    page.arrows(&mut text, &curves);
    page.boxes(&mut text);
    page.labels(&mut text, &labels);
    text.push_str(&legend);
    text.push_str("</svg>\n");
    text
}

/// The top and the bottom of what is in the columns.
fn extent(rows: &Rows) -> (f64, f64) {
    let tops = rows.slots.iter().map(|slot| slot.y - slot.height / 2.0);
    let bottoms = rows.slots.iter().map(|slot| slot.y + slot.height / 2.0);
    (tops.fold(f64::INFINITY, f64::min), bottoms.fold(f64::NEG_INFINITY, f64::max))
}

fn heading(net: &Net, column: usize) -> String {
    let (role, actors) = &net.columns[column];
    format!("{role} ({})", grouped(actors.len()))
}

/// The left and the right edge of each column.
fn edges(net: &Net, sheet: &Sheet, rows: &Rows) -> Vec<(f64, f64)> {
    let mut edges: Vec<(f64, f64)> = Vec::new();
    let mut left = MARGIN + 8.0;
    for column in 0..net.columns.len() {
        let names = sheet.boxes.iter().filter(|one| one.column == column);
        let marks = |one: &Box| width(&one.marks.join(", "), NOTE) + 16.0;
        let wide = |one: &Box| (width(&one.name, NAME) + 24.0).max(marks(one));
        let widest = names.map(wide).fold(BOX.0, f64::max);
        let head = width(&heading(net, column), HEAD);
        let right = left + widest.min(BOX.1).max(head);
        edges.push((left, right));
        left = right + gap(sheet, rows, column);
    }
    edges
}

/// The space to the right of a column: more where labels and arcs want it.
fn gap(sheet: &Sheet, rows: &Rows, column: usize) -> f64 {
    let mut gap = GAP.0;
    let mut crossing = 0;
    for (arrow, way) in sheet.arrows.iter().zip(&rows.ways) {
        let first = rows.slots[way[0]].column;
        let last = rows.slots[way[way.len() - 1]].column;
        if first == column && last == column {
            gap = gap.max(GAP.0 + FARTHEST);
        } else if first <= column && last > column {
            crossing += 1;
            gap = gap.max(width(&arrow.short, NOTE) + 56.0);
        }
    }
    // Steep curves are hard to tell apart.
    gap.max(GAP.0 + f64::from(crossing) * 1.5).min(GAP.1)
}

struct Page<'p> {
    net: &'p Net,
    sheet: &'p Sheet,
    rows: &'p Rows,
    edges: &'p [(f64, f64)],
}

impl Page<'_> {
    fn has_arcs(&self, column: usize) -> bool {
        let of = |place: usize| self.sheet.boxes[place].column;
        self.sheet.arrows.iter().any(|arrow| of(arrow.from) == column && of(arrow.to) == column)
    }

    fn head(&self, wide: f64, high: f64) -> String {
        let (wide_text, high_text) = (at(wide), at(high));
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide_text}\" \
             height=\"{high_text}\" viewBox=\"0 0 {wide_text} {high_text}\" role=\"img\" \
             font-family=\"system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', \
             sans-serif\">\n<title>{}</title>\n",
            xml(&self.net.title)
        );
        text.push_str("<style>text { unicode-bidi: plaintext }</style>\n<defs>\n");
        for (place, kind) in self.net.kinds.iter().enumerate() {
            let _ = writeln!(
                text,
                "<marker id=\"head{place}\" viewBox=\"0 0 10 10\" refX=\"8.5\" refY=\"5\" \
                 markerWidth=\"10\" markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" \
                 orient=\"auto\"><path d=\"M0 0.8L10 5L0 9.2L2.4 5Z\" fill=\"{}\"/></marker>",
                style(*kind, &self.net.own).color
            );
        }
        if self.sheet.arrows.iter().any(|arrow| arrow.is_aside) {
            let _ = writeln!(
                text,
                "<marker id=\"aside\" viewBox=\"0 0 10 10\" refX=\"8.5\" refY=\"5\" \
                 markerWidth=\"10\" markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" \
                 orient=\"auto\"><path d=\"M0 0.8L10 5L0 9.2L2.4 5Z\" fill=\"{GRAY}\"/></marker>"
            );
        }
        text.push_str("</defs>\n");
        let _ = writeln!(
            text,
            "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#ffffff\"/>\n\
             <text x=\"{x}\" y=\"38\" font-size=\"{TITLE}\" font-weight=\"600\" \
             fill=\"#1f2328\">{}</text>\n\
             <text x=\"{x}\" y=\"58\" font-size=\"{NOTE}\" fill=\"#59636e\">{}</text>",
            xml(&cut(&self.net.title, TITLE, wide - 2.0 * MARGIN)),
            xml(&cut(&self.net.about, NOTE, wide - 2.0 * MARGIN)),
            x = at(MARGIN),
        );
        text
    }

    /// The bands behind the boxes, and the names of roles.
    fn columns(&self, text: &mut String, below: f64) {
        for (column, (left, right)) in self.edges.iter().enumerate() {
            let _ = writeln!(
                text,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"#f3f5f8\"/>\n\
                 <text x=\"{}\" y=\"{}\" font-size=\"{HEAD}\" font-weight=\"600\" \
                 text-anchor=\"middle\" fill=\"#59636e\">{}</text>",
                at(left - 8.0),
                at(TOP - 30.0),
                at(right - left + 16.0),
                at(below - TOP + 40.0),
                at((left + right) / 2.0),
                at(TOP - 14.0),
                xml(&heading(self.net, column)),
            );
        }
    }

    fn arrows(&self, text: &mut String, curves: &[Curve]) {
        text.push_str("<g fill=\"none\" stroke-linecap=\"butt\">\n");
        for (arrow, curve) in self.sheet.arrows.iter().zip(curves) {
            let path = path(curve);
            let style = style(arrow.kind, &self.net.own);
            let kind = self.net.kinds.iter().position(|kind| *kind == arrow.kind);
            let kind = kind.expect("its kind is one of theirs");
            let head = if arrow.is_aside { "aside".to_owned() } else { format!("head{kind}") };
            let thick = 1.6 + 0.5 * (arrow.many.to_string().len() - 1) as f64;
            if curves.len() <= MANY {
                let _ = writeln!(
                    text,
                    "<path d=\"{path}\" stroke=\"#ffffff\" stroke-opacity=\"0.85\" \
                     stroke-width=\"{}\"/>",
                    at(thick + 2.6)
                );
            }
            let dashes = match style.dashes {
                "" => String::new(),
                dashes => format!(" stroke-dasharray=\"{dashes}\""),
            };
            let _ = writeln!(
                text,
                "<path d=\"{path}\" stroke=\"{}\" stroke-width=\"{}\"{dashes} \
                 marker-end=\"url(#{head})\"><title>{}</title></path>",
                if arrow.is_aside { GRAY } else { style.color },
                at(thick),
                xml(&self.told(arrow)),
            );
        }
        text.push_str("</g>\n");
    }

    /// An arrow in words.
    fn told(&self, arrow: &Arrow) -> String {
        let name = |place: usize| {
            let one = &self.sheet.boxes[place];
            match one.rest {
                0 => one.name.clone(),
                rest => format!("{} of {}", grouped(rest), self.net.columns[one.column].0),
            }
        };
        let mut told = format!("{} {} {}", name(arrow.from), kind_name(arrow.kind), name(arrow.to));
        if !arrow.long.is_empty() {
            let _ = write!(told, ": {}", arrow.long);
        }
        told
    }

    fn boxes(&self, text: &mut String) {
        for slot in &self.rows.slots {
            if let Holds::Box(place) = slot.holds {
                self.one_box(text, place, slot);
            }
        }
    }

    fn one_box(&self, text: &mut String, place: usize, slot: &Slot) {
        let one = &self.sheet.boxes[place];
        let (left, right) = self.edges[slot.column];
        let (middle, wide) = ((left + right) / 2.0, right - left);
        let (fill, stroke, thick) = box_ink(one.spot, &one.marks);
        let ink = if one.spot == Some(Spot::Aside) { FADED } else { INK };
        let stroke_text = if one.spot == Some(Spot::Aside) { FADED } else { stroke };
        let name = cut(&one.name, NAME, wide - 20.0);
        let mut whole = one.name.clone();
        if !one.marks.is_empty() {
            let _ = write!(whole, " ({})", one.marks.join(", "));
        }
        let dashes = if one.rest > 0 { " stroke-dasharray=\"4 3\"" } else { "" };
        let _ = writeln!(
            text,
            "<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" \
             fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{thick}\"{dashes}/>",
            xml(&whole),
            at(left),
            at(slot.y - slot.height / 2.0),
            at(wide),
            at(slot.height),
        );
        let base = if one.marks.is_empty() { slot.y + 4.5 } else { slot.y - 2.5 };
        let _ = write!(
            text,
            "<text x=\"{x}\" y=\"{}\" font-size=\"{NAME}\" font-weight=\"500\" \
             text-anchor=\"middle\" fill=\"{ink}\">{}</text>",
            at(base),
            xml(&name),
            x = at(middle),
        );
        if !one.marks.is_empty() {
            let _ = write!(
                text,
                "<text x=\"{x}\" y=\"{}\" font-size=\"{NOTE}\" font-style=\"italic\" \
                 text-anchor=\"middle\" fill=\"{stroke_text}\">{}</text>",
                at(slot.y + 12.5),
                one.marks.join(", "),
                x = at(middle),
            );
        }
        text.push_str("</g>\n");
    }

    fn labels(&self, text: &mut String, places: &[Option<Point>]) {
        let _ = writeln!(
            text,
            "<g font-size=\"{NOTE}\" text-anchor=\"middle\" stroke=\"#ffffff\" \
             stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">"
        );
        for (arrow, place) in self.sheet.arrows.iter().zip(places) {
            if let Some((x, y)) = *place {
                let _ = writeln!(
                    text,
                    "<text x=\"{}\" y=\"{}\" fill=\"{}\">{}</text>",
                    at(x),
                    at(y + NOTE * 0.35),
                    if arrow.is_aside { FADED } else { style(arrow.kind, &self.net.own).color },
                    xml(&arrow.short),
                );
            }
        }
        text.push_str("</g>\n");
    }

    /// What colors, dashes and marks mean, from this height on; and how far it
    /// reaches to the right and down.
    fn legend(&self, top: f64) -> (String, Point) {
        let mut text = format!("<g font-size=\"{NOTE}\" fill=\"#1f2328\">\n");
        let right = self.edges.last().map_or(0.0, |last| last.1 + 12.0).max(640.0);
        let (mut x, mut y, mut farthest) = (MARGIN, top + 16.0, 0.0_f64);
        let mut room = |wide: f64| {
            if x > MARGIN && x + wide > right {
                (x, y) = (MARGIN, y + LEGEND_LINE);
            }
            let place = (x, y);
            x += wide + 24.0;
            farthest = farthest.max(place.0 + wide);
            place
        };
        for (place, kind) in self.net.kinds.iter().enumerate() {
            let (style, name) = (style(*kind, &self.net.own), kind_name(*kind));
            let (x, y) = room(46.0 + width(&name, NOTE));
            let dashes = match style.dashes {
                "" => String::new(),
                dashes => format!(" stroke-dasharray=\"{dashes}\""),
            };
            let _ = writeln!(
                text,
                "<path d=\"M{} {}h36\" stroke=\"{}\" stroke-width=\"1.6\"{dashes} \
                 marker-end=\"url(#head{place})\"/><text x=\"{}\" y=\"{}\">{}</text>",
                at(x),
                at(y - 4.0),
                style.color,
                at(x + 46.0),
                at(y),
                xml(&name),
            );
        }
        let plain = [
            (None, "accountable", "accountable: its notice counts"),
            (None, "concerning", "concerning: all its work is"),
        ];
        let spots = Spot::ALL.map(|spot| (Some(spot), spot.mark(), spot.meaning()));
        for (spot, mark, meaning) in plain.into_iter().chain(spots) {
            if self.sheet.boxes.iter().any(|one| one.marks.contains(&mark)) {
                let (fill, stroke, thick) = box_ink(spot, &[mark]);
                let (x, y) = room(26.0 + width(meaning, NOTE));
                let _ = writeln!(
                    text,
                    "<rect x=\"{}\" y=\"{}\" width=\"18\" height=\"13\" rx=\"3\" fill=\"{fill}\" \
                     stroke=\"{stroke}\" stroke-width=\"{thick}\"/><text x=\"{}\" \
                     y=\"{}\">{meaning}</text>",
                    at(x),
                    at(y - 10.5),
                    at(x + 26.0),
                    at(y),
                );
            }
        }
        if self.sheet.arrows.iter().any(|arrow| arrow.short.contains('~')) {
            let meaning = "~ a mean delay";
            let (x, y) = room(width(meaning, NOTE));
            let _ = writeln!(text, "<text x=\"{}\" y=\"{}\">{meaning}</text>", at(x), at(y));
        }
        text.push_str("</g>\n");
        (text, (farthest, y))
    }
}

/// The ground, the line and the thickness of a box.
fn box_ink(spot: Option<Spot>, marks: &[&str]) -> (&'static str, &'static str, &'static str) {
    if let Some(spot) = spot {
        let ground = ground(spot);
        let thick = if spot == Spot::Aside { "1.2" } else { "2.4" };
        return (ground.fill, ground.stroke, thick);
    }
    if marks.contains(&"accountable") {
        ("#fff4d6", "#8a5a00", "2.4")
    } else if marks.contains(&"concerning") {
        ("#fdeae7", "#a8321f", "2.4")
    } else {
        ("#ffffff", "#8b949e", "1.2")
    }
}

/// The `d` of a path.
fn path(curve: &Curve) -> String {
    let point = |(x, y): Point| format!("{} {}", at(x), at(y));
    let mut path = format!("M{}", point(curve.start));
    for part in &curve.parts {
        match part.inner {
            Some((one, two)) => {
                let _ = write!(path, "C{} {} {}", point(one), point(two), point(part.end));
            }
            None => {
                let _ = write!(path, "L{}", point(part.end));
            }
        }
    }
    path
}
