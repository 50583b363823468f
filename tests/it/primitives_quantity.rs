//! Quantities: what is read, what is refused and why, and what is printed.

use foomwatch::primitives::quantity::{
    CHIPS, Chips, Dimension, Power, QuantityError, Share, format, parse,
};
use proptest::prelude::*;

#[test]
fn texts_are_read_in_the_base_unit() {
    let read = [
        ("1e26 FLOP", Dimension::Flop, 1e26),
        ("1e26FLOP", Dimension::Flop, 1e26),
        ("5EFLOP", Dimension::Flop, 5e18),
        ("20 %", Dimension::Share, 0.2),
        ("20%", Dimension::Share, 0.2),
        ("0.2", Dimension::Share, 0.2),
        ("30 d", Dimension::Span, 30.0 * 86_400.0),
        ("18 mo", Dimension::Span, 18.0 * 30.436_875 * 86_400.0),
        ("4 y", Dimension::Span, 4.0 * 365.2425 * 86_400.0),
        ("5 min", Dimension::Span, 300.0),
        ("1.5 h", Dimension::Span, 5400.0),
        ("250 ms", Dimension::Span, 0.25),
        ("10 us", Dimension::Span, 1e-5),
        ("2 weeks", Dimension::Span, 1_209_600.0),
        ("3/y", Dimension::Rate, 3.0 / 31_556_952.0),
        ("0.2 / d", Dimension::Rate, 0.2 / 86_400.0),
        ("1e20 FLOP/s", Dimension::FlopRate, 1e20),
        ("1 PFLOP / s", Dimension::FlopRate, 1e15),
        ("1.81 kW", Dimension::Power, 1810.0),
        ("  2 OOM ", Dimension::Magnitude, 2.0),
        ("-2 OOM", Dimension::Magnitude, -2.0),
        ("20 million USD", Dimension::Money, 2e7),
        ("+3.5", Dimension::Number, 3.5),
        ("12", Dimension::Count, 12.0),
        ("1e6", Dimension::Count, 1e6),
    ];
    for (text, dimension, wanted) in read {
        assert_eq!(parse(text, dimension), Ok(wanted), "{text}");
    }
    let zero = parse("-0", Dimension::Number).expect("a number");
    assert!(zero.is_sign_positive());
}

#[test]
fn numbers_are_printed_in_the_unit_that_says_them_shortest() {
    let printed = [
        (86_400.0, Dimension::Span, "1 d"),
        (5400.0, Dimension::Span, "1.5 h"),
        (8640.0, Dimension::Span, "2.4 h"),
        (0.25, Dimension::Span, "250 ms"),
        (18.0 * 30.436_875 * 86_400.0, Dimension::Span, "1.5 y"),
        (1e26, Dimension::Flop, "1e26 FLOP"),
        (0.2, Dimension::Share, "20 %"),
        (3.0 / 31_556_952.0, Dimension::Rate, "3/y"),
        (1810.0, Dimension::Power, "1.81 kW"),
        (1.5e8, Dimension::Power, "150 MW"),
        (16_384.0, Dimension::Count, "16384"),
        (2e7, Dimension::Money, "20 million USD"),
        (2.5e7, Dimension::Money, "25 million USD"),
        (0.0, Dimension::Number, "0"),
    ];
    for (value, dimension, text) in printed {
        assert_eq!(format(value, dimension), text);
    }
    assert_eq!(Share::new(0.5).to_string(), "50 %");
    assert_eq!(Power::new(7e8).to_string(), "700 MW");
}

/// The message, the text at fault, and the hint.
fn refusal(text: &str, dimension: Dimension) -> (String, String, String) {
    let error = parse(text, dimension).expect_err(text);
    parts(text, &error)
}

fn parts(text: &str, error: &QuantityError) -> (String, String, String) {
    (error.to_string(), text[error.at()].to_owned(), error.hint().unwrap_or_default())
}

#[test]
fn a_refusal_says_what_where_and_what_else() {
    let refused = [
        (
            "soon",
            Dimension::Span,
            "a span of time is wanted, but `soon` is not a number",
            "soon",
            "a decimal number is wanted, as in `30 d`",
        ),
        (
            "NaN d",
            Dimension::Span,
            "a span of time is wanted, but `NaN` is not a number",
            "NaN",
            "a decimal number is wanted, as in `30 d`",
        ),
        (
            "",
            Dimension::Count,
            "a whole number is wanted, but the text is empty",
            "",
            "a decimal number is wanted, as in `12`",
        ),
        (
            " 30 kW",
            Dimension::Span,
            "a span of time is wanted, but `kW` is the unit of a power",
            "kW",
            "as in `30 d`",
        ),
        (
            "30 dayz",
            Dimension::Span,
            "a span of time is wanted, but `dayz` is not a unit of it",
            "dayz",
            "`day` is one",
        ),
        (
            "5 m",
            Dimension::Span,
            "a span of time is wanted, but `m` is not a unit of it",
            "m",
            "the units are `us`, `ms`, `s`, `min`, `h`, `d`, `wk`, `mo` and `y`",
        ),
        (
            "5",
            Dimension::Power,
            "a power is wanted, but `5` has no unit",
            "5",
            "as in `5 W`; the units are `W`, `kW`, `MW` and `GW`",
        ),
        (
            "-1 d",
            Dimension::Span,
            "a span of time is wanted, which `-1 d` cannot be: it is negative",
            "-1 d",
            "it is 0 or more",
        ),
        (
            "120 %",
            Dimension::Share,
            "a share is wanted, but `120 %` is too large for one",
            "120 %",
            "it may be at most 1",
        ),
        ("1.5", Dimension::Count, "a whole number is wanted, but `1.5` is not whole", "1.5", ""),
        (
            "3 x",
            Dimension::Number,
            "a number is wanted, but `x` is not a unit of it",
            "x",
            "leave the unit out",
        ),
    ];
    for (text, dimension, message, fault, hint) in refused {
        let wanted = (message.to_owned(), fault.to_owned(), hint.to_owned());
        assert_eq!(refusal(text, dimension), wanted, "{text}");
    }
}

#[test]
fn only_plain_decimal_numbers_are_numbers() {
    let texts = [
        "inf d", "-inf d", "0x10 d", "1_000 d", "1,5 d", "1.2.3 d", ".5 d", "5. d", "--1 d",
        "1'000 d", "١ d",
    ];
    for text in texts {
        let error = parse(text, Dimension::Span).expect_err(text);
        assert!(matches!(error, QuantityError::NotANumber { .. }), "{text}: {error}");
    }
    for text in ["1e400 d", "1e300 y", "600000 y"] {
        let error = parse(text, Dimension::Span).expect_err(text);
        assert!(matches!(error, QuantityError::TooLarge { .. }), "{text}: {error}");
    }
}

#[test]
fn chips_are_read_printed_and_added_up() {
    let chips = Chips::parse("16384 H100").expect("chips");
    assert_eq!((chips.count(), chips.chip().name), (16_384, "H100"));
    assert_eq!(chips.peak().value(), 16_384.0 * 989.4e12);
    assert_eq!(chips.power().value(), 16_384.0 * 700.0);
    for chip in &CHIPS {
        let chips = Chips::new(8, chip);
        assert_eq!(Chips::parse(&chips.to_string()), Ok(chips));
    }
    let error = |text: &str| parts(text, &Chips::parse(text).expect_err(text));
    let owned = |message: &str, fault: &str, hint: &str| {
        (message.to_owned(), fault.to_owned(), hint.to_owned())
    };
    assert_eq!(
        error("8 h100"),
        owned(
            "a number of chips is wanted, but `h100` is not a unit of it",
            "h100",
            "`H100` is one"
        )
    );
    assert_eq!(
        error("8.5 H100"),
        owned("a number of chips is wanted, but `8.5` is not whole", "8.5", "")
    );
    assert!(error("8").2.starts_with("as in `8 B200`; the units are `B200`, `H200`, `H100`"));
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_exactly(bits in any::<u64>(), place in 0..10_usize) {
        let dimension = Dimension::ALL[place];
        let (least, most) = dimension.range();
        let raw = f64::from_bits(bits);
        prop_assume!(raw.is_finite());
        let value = match dimension {
            Dimension::Share => (bits as f64 / u64::MAX as f64).clamp(0.0, 1.0),
            Dimension::Count => (bits >> 11) as f64,
            _ if least < 0.0 => raw,
            _ => raw.abs(),
        };
        prop_assume!(value <= most);
        let text = format(value, dimension);
        prop_assert_eq!(parse(&text, dimension), Ok(value), "{}", text);
    }

    #[test]
    fn a_short_number_prints_shortly(digits in 1..10_000_u32, place in prop::sample::select(vec![3, 4, 7, 9]), unit in 0..4_usize) {
        let dimension = Dimension::ALL[place];
        let units: Vec<_> = dimension.units().collect();
        let unit = units[unit % units.len()];
        let number = f64::from(digits) / 100.0;
        let value = unit.to_base(number);
        let text = format(value, dimension);
        prop_assert!(text.len() <= 22, "{}", text);
        prop_assert_eq!(parse(&text, dimension), Ok(value), "{}", text);
    }

    #[test]
    fn no_text_panics_and_every_fault_is_in_the_text(text in "\\PC*", place in 0..10_usize) {
        if let Err(error) = parse(&text, Dimension::ALL[place]) {
            prop_assert!(text.get(error.at()).is_some());
        }
        if let Err(error) = Chips::parse(&text) {
            prop_assert!(text.get(error.at()).is_some());
        }
    }
}
