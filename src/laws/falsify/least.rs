//! The least changes with which a claim still fails: some are taken back, and what is left
//! of values goes as far back as it can.
//!
//! Every step is tested on chances of its own before it is taken. It lacks a proof that no
//! other set of changes is smaller.

use crate::primitives::quantity::Dimension;
use crate::world::{AxisRange, AxisValue, Scale};

use super::neighborhood::{Made, Move, Neighbor, Neighborhood, between};

/// How often the way of a value back to what it was is halved.
const HALVINGS: u32 = 4;

/// Takes back what can be taken back, in larger parts first, as long as the judge takes
/// what is left.
pub(super) fn least(
    neighborhood: &Neighborhood,
    found: Neighbor,
    takes: &mut dyn FnMut(&Neighbor) -> bool,
) -> Neighbor {
    let mut least = found;
    let mut size = least.len().div_ceil(2);
    while least.len() > 1 && size > 0 {
        let places: Vec<usize> = least.keys().copied().collect();
        for part in places.chunks(size) {
            let mut fewer = least.clone();
            fewer.retain(|place, _| !part.contains(place));
            if !fewer.is_empty() && takes(&fewer) {
                least = fewer;
            }
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
    for place in least.keys().copied().collect::<Vec<_>>() {
        let mut back = 0.5;
        for _ in 0..HALVINGS {
            let Some(nearer) = nearer(neighborhood, &least, place, back) else { break };
            if takes(&nearer) {
                least = nearer;
            } else {
                back *= 0.5;
            }
        }
    }
    least
}

/// The same with a value that is this share of the way nearer to what it was; nothing where
/// it has no way, or was something else than a number.
fn nearer(
    neighborhood: &Neighborhood,
    neighbor: &Neighbor,
    place: usize,
    back: f64,
) -> Option<Neighbor> {
    let Move::Parameter(axis, Some(range)) = &neighborhood.moves[place] else { return None };
    let Made::Value(AxisValue::Number(at)) = neighbor[&place] else { return None };
    // What was no number, as an unknown, was anywhere: its middle is the least to be supposed.
    let (scale, was) = (axis.scale()?, axis.number().unwrap_or_else(|| between(*range, 0.5)));
    let way = AxisRange { low: was.min(at), high: was.max(at), is_cut: (false, false) };
    let share = if at > was { 1.0 - back } else { back };
    let value = between(way, share);
    let value = if scale.is_whole() { libm::round(value) } else { short(value, scale) };
    let is_between = way.low < value && value < way.high;
    is_between.then(|| {
        let mut nearer = neighbor.clone();
        nearer.insert(place, Made::Value(AxisValue::Number(value)));
        nearer
    })
}

/// The nearest number of four digits: nobody wants to read more. A share has them in per
/// cent, so that it is written in them.
fn short(value: f64, scale: Scale) -> f64 {
    let unit = if scale == Scale::Quantity(Dimension::Share) { 100.0 } else { 1.0 };
    let short: f64 = format!("{:.3e}", value * unit).parse().expect("a printed number reads back");
    short / unit
}

#[cfg(test)]
mod tests {
    use super::{Dimension, Scale, short};

    #[test]
    fn a_share_that_was_moved_back_is_written_in_per_cent() {
        let share = Scale::Quantity(Dimension::Share);
        for (value, says) in [(0.022_771, "2.277 %"), (0.2, "20 %"), (0.123_444, "12.34 %")] {
            assert_eq!(share.text(short(value, share)), says);
        }
        let number = Scale::Quantity(Dimension::Number);
        assert_eq!(number.text(short(0.022_771, number)), "0.02277");
    }
}
