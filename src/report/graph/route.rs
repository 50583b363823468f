//! The curves of arrows, and where their labels fit.
//!
//! It lacks turns around obstacles: passages are kept free for long arrows, and
//! arrows within a column are arcs at its side.

use super::ink::width;
use super::rows::{Holds, Rows};
use super::sheet::Sheet;

/// A point of the picture.
pub(super) type Point = (f64, f64);

/// The left and the right edge of each column.
pub(super) type Edges = [(f64, f64)];

/// A part of a curve: a line, or a cubic curve by its two inner points.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) inner: Option<(Point, Point)>,
    pub(super) end: Point,
}

/// The curve of an arrow from its source to its target.
pub(super) struct Curve {
    pub(super) start: Point,
    pub(super) parts: Vec<Part>,
}

/// How much of an arrow's end is left to its head.
const HEAD: f64 = 2.0;

/// How far an arc reaches out of its column, for those of the nearest boxes and
/// for those of any.
const REACH: (f64, f64) = (26.0, 64.0);

/// How far the arcs of columns reach, at most.
pub(super) const FARTHEST: f64 = REACH.1;

/// The curves of all arrows of a sheet.
pub(super) fn curves(sheet: &Sheet, rows: &Rows, edges: &Edges) -> Vec<Curve> {
    let ports = Ports::new(rows);
    let curve = |(place, way): (usize, &Vec<usize>)| {
        let arrow = &sheet.arrows[place];
        let first = ports.y(rows, place, way[0], End::First);
        let last = ports.y(rows, place, way[way.len() - 1], End::Last);
        let columns = |slot: usize| edges[rows.slots[slot].column];
        let mut points = vec![(columns(way[0]).1, first)];
        if is_arc(rows, way) {
            points.push((columns(way[0]).1, last));
        } else {
            for slot in &way[1..way.len() - 1] {
                let (left, right) = columns(*slot);
                let y = rows.slots[*slot].y;
                points.extend([(left, y), (right, y)]);
            }
            points.push((columns(way[way.len() - 1]).0, last));
        }
        if way[0] != arrow.from {
            points.reverse();
        }
        drawn(&points, is_arc(rows, way))
    };
    rows.ways.iter().enumerate().map(curve).collect()
}

fn is_arc(rows: &Rows, way: &[usize]) -> bool {
    rows.slots[way[0]].column == rows.slots[way[1]].column
}

/// A curve through these points: every other part is a line over a column.
fn drawn(points: &[Point], is_arc: bool) -> Curve {
    let mut parts = Vec::new();
    let last = points.len() - 1;
    for (place, pair) in points.windows(2).enumerate() {
        let (from, mut to) = (pair[0], pair[1]);
        let toward = if is_arc || from.0 > to.0 { HEAD } else { -HEAD };
        if place + 1 == last {
            to.0 += toward;
        }
        let inner = if is_arc {
            let reach = (REACH.0 + (to.1 - from.1).abs() / 8.0).min(REACH.1) * 4.0 / 3.0;
            Some(((from.0 + reach, from.1), (to.0 + reach, to.1)))
        } else if place % 2 == 0 {
            let half = (to.0 - from.0) / 2.0;
            Some(((from.0 + half, from.1), (to.0 - half, to.1)))
        } else {
            None
        };
        parts.push(Part { inner, end: to });
    }
    Curve { start: points[0], parts }
}

/// Which end of a way, of the two that can be at one box.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// Where arrows meet the sides of boxes: each at a place of its own, in the order
/// of where they lead.
struct Ports {
    /// Of each box, the ends at its left and at its right side, from above.
    sides: Vec<[Vec<(usize, End)>; 2]>,
}

impl Ports {
    fn new(rows: &Rows) -> Self {
        let mut sides: Vec<[Vec<(f64, usize, End)>; 2]> =
            rows.slots.iter().map(|_| [Vec::new(), Vec::new()]).collect();
        for (place, way) in rows.ways.iter().enumerate() {
            let (first, last) = (way[0], way[way.len() - 1]);
            let y = |slot: usize| rows.slots[slot].y;
            sides[first][1].push((y(way[1]), place, End::First));
            let side = usize::from(is_arc(rows, way));
            sides[last][side].push((y(way[way.len() - 2]), place, End::Last));
        }
        let sorted = |mut side: Vec<(f64, usize, End)>| {
            side.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            side.into_iter().map(|(_, place, end)| (place, end)).collect()
        };
        Self { sides: sides.into_iter().map(|both| both.map(sorted)).collect() }
    }

    fn y(&self, rows: &Rows, arrow: usize, slot: usize, end: End) -> f64 {
        const MARGIN: f64 = 12.0;
        const MOST_APART: f64 = 14.0;
        let side = self.sides[slot].iter().find(|side| side.contains(&(arrow, end)));
        let side = side.expect("every arrow has two ends");
        let rank = side.iter().position(|one| *one == (arrow, end)).expect("it is among them");
        let middle = (side.len() - 1) as f64 / 2.0;
        let apart = match side.len() {
            1 => 0.0,
            many => ((rows.slots[slot].height - MARGIN) / (many - 1) as f64).min(MOST_APART),
        };
        rows.slots[slot].y + (rank as f64 - middle) * apart
    }
}

/// A rectangle by its left, top, right and bottom.
type Area = (f64, f64, f64, f64);

fn overlap(a: &Area, b: &Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Where the label of each arrow stands, by its middle, if there is room for it
/// beside the arrows and boxes.
pub(super) fn labels(
    sheet: &Sheet,
    rows: &Rows,
    edges: &Edges,
    curves: &[Curve],
    size: f64,
) -> Vec<Option<Point>> {
    const ALONG: [f64; 7] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
    /// So many points of arrows may lie under a label, which hides them.
    const MOST_HIDDEN: usize = 1;
    let mut taken: Vec<Area> = (rows.slots.iter())
        .filter(|slot| matches!(slot.holds, Holds::Box(_)))
        .map(|slot| {
            let ((left, right), half) = (edges[slot.column], slot.height / 2.0);
            (left, slot.y - half, right, slot.y + half)
        })
        .collect();
    // The names of roles stand above.
    let top = taken.iter().map(|area| area.1).fold(f64::INFINITY, f64::min);
    taken.push((f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, top - 6.0));
    let lines: Vec<Point> = curves.iter().flat_map(sampled).collect();
    let mut labels = Vec::new();
    for (arrow, curve) in sheet.arrows.iter().zip(curves) {
        let (wide, high) = (width(&arrow.short, size) / 2.0 + 1.0, size / 2.0 + 1.0);
        let area = |(x, y): Point| (x - wide, y - high, x + wide, y + high);
        let beside = [(0.0, -high - 2.0), (0.0, high + 2.0), (wide + 4.0, 0.0), (-wide - 4.0, 0.0)];
        let hidden = |point: &Point| {
            let area = area(*point);
            lines.iter().filter(|line| overlap(&area, &(line.0, line.1, line.0, line.1))).count()
        };
        let spots = parts(curve).flat_map(|(start, part)| ALONG.map(|t| along(start, part, t)));
        let found = spots
            .flat_map(|(x, y)| beside.map(|(dx, dy)| (x + dx, y + dy)))
            .filter(|_| !arrow.short.is_empty())
            .filter(|point| taken.iter().all(|other| !overlap(&area(*point), other)))
            .map(|point| (hidden(&point), point))
            .filter(|(hidden, _)| *hidden <= MOST_HIDDEN)
            .min_by_key(|(hidden, _)| *hidden)
            .map(|(_, point)| point);
        taken.extend(found.map(area));
        labels.push(found);
    }
    labels
}

/// The parts of a curve, each with where it starts.
fn parts(curve: &Curve) -> impl Iterator<Item = (Point, &Part)> {
    let ends = curve.parts.iter().map(|part| part.end);
    std::iter::once(curve.start).chain(ends).zip(&curve.parts)
}

/// Points of a curve that are about as near to each other as letters are high.
fn sampled(curve: &Curve) -> impl Iterator<Item = Point> {
    const APART: f64 = 6.0;
    parts(curve).flat_map(|(start, part)| {
        let length = (part.end.0 - start.0).abs() + (part.end.1 - start.1).abs();
        let many = libm::ceil(length / APART).max(4.0);
        (0..many as usize).map(move |place| along(start, part, place as f64 / many))
    })
}

/// The point of a part at a share of it.
fn along(start: Point, part: &Part, t: f64) -> Point {
    let s = 1.0 - t;
    let mix = |a: f64, b: f64, c: f64, d: f64| {
        s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
    };
    match part.inner {
        Some((one, two)) => {
            (mix(start.0, one.0, two.0, part.end.0), mix(start.1, one.1, two.1, part.end.1))
        }
        None => (s * start.0 + t * part.end.0, s * start.1 + t * part.end.1),
    }
}
