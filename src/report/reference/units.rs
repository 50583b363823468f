//! Quantities by what they measure, their units, and the catalog of chips.

use crate::primitives::quantity::{CHIPS, Dimension, Unit};

use crate::report::number::grouped;

use super::page::{heading, item, listed, paragraph};

/// The topic of quantities.
pub(super) fn units() -> String {
    let mut text = String::from("## Units\n\n");
    paragraph(
        &mut text,
        "A quantity is a text: a decimal number, white space or none, and a unit, as \
         `\"1e26 FLOP\"`. Numbers, whole numbers and shares may also stand without a unit and \
         without quotes, as `1.5`. It is one fixed value, unless a role or an option asks for a \
         law.",
    );
    for dimension in Dimension::ALL {
        heading(&mut text, named(dimension));
        paragraph(&mut text, &range(dimension));
        let units: Vec<&Unit> = dimension.units().collect();
        if !units.is_empty() {
            text.push('\n');
        }
        for unit in units {
            let (first, others) = unit.names.split_first().expect("a unit has a name");
            let also = match others {
                [] => String::new(),
                others => format!(", also {}", listed(others.iter().copied())),
            };
            item(&mut text, &format!("`{first}`{also}: {}.", unit.meaning));
        }
    }
    text
}

/// The noun as a heading: without its article, and with a capital.
fn named(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Number => "Number",
        Dimension::Share => "Share",
        Dimension::Count => "Whole number",
        Dimension::Span => "Span of time",
        Dimension::Rate => "Rate",
        Dimension::Flop => "Amount of computation",
        Dimension::FlopRate => "Speed of computation",
        Dimension::Power => "Power",
        Dimension::Money => "Sum of money",
        Dimension::Magnitude => "Orders of magnitude",
        Dimension::Tokens => "Number of tokens",
    }
}

fn range(dimension: Dimension) -> String {
    let (least, most) = dimension.range();
    let bounds = match (least == f64::MIN, most == f64::MAX) {
        (true, _) => "Of any sign".to_owned(),
        (false, true) => "At least 0".to_owned(),
        (false, false) => {
            let most = if dimension == Dimension::Count {
                "2^53".to_owned()
            } else if most < 1000.0 {
                most.to_string()
            } else {
                format!("{most:e}")
            };
            let base = dimension.units().find(|unit| unit.to_base(1.0) == 1.0);
            let base = base.map_or_else(String::new, |unit| format!(" {}", unit.names[0]));
            format!("From {} to {most}{base}", least)
        }
    };
    let example = dimension.example();
    let example = match example.parse::<f64>() {
        Ok(_) => format!("`{example}`"),
        Err(_) => format!("`\"{example}\"`"),
    };
    let bare = if dimension.is_bare() { ", with or without a unit" } else { "" };
    let bare = if dimension.units().next().is_none() { ", without a unit" } else { bare };
    format!("{bounds}, as {example}{bare}.")
}

/// The topic of chips.
pub(super) fn chips() -> String {
    let mut text = String::from("## Chips\n\n");
    paragraph(
        &mut text,
        "A number of chips is a text, a whole number from 1 to 2^53 and a chip of the catalog, as \
         `\"16384 H100\"`. The peak is that of dense arithmetic in BF16, and in FP16 for the \
         V100; the power is the thermal design power of the SXM form. That an H800 draws the \
         power of an H100 is assumed.",
    );
    text.push('\n');
    for chip in CHIPS.iter().rev() {
        let peak = chip.peak().value() / 1e12;
        let peak = if peak < 1000.0 { peak.to_string() } else { grouped(peak as i64) };
        let power = grouped(chip.power().value() as i64);
        let words = format!("`{}`: {peak} TFLOP/s, {power} W ({}).", chip.name, chip.source);
        item(&mut text, &words);
    }
    text
}
