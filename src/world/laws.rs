//! How distributions are written in a world file.
//!
//! One table says what laws there are and what they are given by; the checker,
//! its hints and the printed reference read it.

/// A law as users read about it.
#[derive(Clone, Copy, Debug)]
pub struct LawRow {
    /// The name before the parentheses.
    pub name: &'static str,
    /// What stands between them.
    pub fields: &'static [LawField],
    /// Whether the fields may be given in their order, without their names.
    pub positional: bool,
    /// An example of a span of time.
    pub example: &'static str,
    /// What it is, in whole sentences.
    pub meaning: &'static str,
}

/// A field of a law.
#[derive(Clone, Copy, Debug)]
pub struct LawField {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether it may be left out.
    pub optional: bool,
}

/// What a field of a law holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A value in the units that the law is about.
    Value,
    /// A bare number.
    Number,
    /// A whole number.
    Count,
    /// A list of values.
    Values,
    /// A list of values, or of pairs of a weight and a value.
    Weighed,
    /// A list of pairs of a weight and a law.
    Laws,
}

const fn value(name: &'static str) -> LawField {
    let holds = Holds::Value;
    LawField { name, holds, optional: false }
}

const fn bare(name: &'static str) -> LawField {
    let holds = Holds::Number;
    LawField { name, holds, optional: false }
}

const fn list(name: &'static str, holds: Holds) -> LawField {
    LawField { name, holds, optional: false }
}

impl LawField {
    const fn or_not(self) -> Self {
        Self { optional: true, ..self }
    }
}

const fn law(
    name: &'static str,
    fields: &'static [LawField],
    positional: bool,
    example: &'static str,
    meaning: &'static str,
) -> LawRow {
    LawRow { name, fields, positional, example, meaning }
}

/// All laws, in the order in which they are explained.
#[rustfmt::skip]
pub const LAWS: &[LawRow] = &[
    law("Constant", &[value("value")], true, r#"Constant("1 d")"#,
        "Always the same value; the value alone means the same."),
    law("Uniform", &[value("low"), value("high")], true, r#"Uniform("1 d", "2 d")"#,
        "Equally likely anywhere between two values."),
    law("LogUniform", &[value("low"), value("high")], true, r#"LogUniform("1 h", "100 h")"#,
        "Its logarithm is uniform: each factor is as likely as the next."),
    law("Triangular", &[value("low"), value("mode"), value("high")], true,
        r#"Triangular("1 d", "2 d", "5 d")"#,
        "Rises to the mode and falls again, both linearly."),
    law("Pert", &[value("low"), value("mode"), value("high")], true, r#"Pert("1 d", "2 d", "5 d")"#,
        "A smooth relative of the triangular law, for three guesses of an expert."),
    law("Exponential", &[value("mean")], false, r#"Exponential(mean: "3 d")"#,
        "The law without memory: what is left is as long on average, however long it has been."),
    law("Erlang", &[LawField { name: "stages", holds: Holds::Count, optional: false }, value("mean")],
        false, r#"Erlang(stages: 3, mean: "3 d")"#,
        "The sum of equal exponential stages; `mean` is that of the whole."),
    law("Gamma", &[bare("shape"), value("mean")], false, r#"Gamma(shape: 2, mean: "3 d")"#,
        "The gamma law by its shape and its mean."),
    law("Weibull", &[bare("shape"), value("scale")], false, r#"Weibull(shape: 2, scale: "3 d")"#,
        "The cumulative hazard is (x/scale)^shape: above a shape of 1 it comes ever sooner with age, \
         below it ever later."),
    law("TruncatedNormal",
        &[value("mean"), value("deviation"), value("low").or_not(), value("high").or_not()], false,
        r#"TruncatedNormal(mean: "3 d", deviation: "1 d", low: "1 d", high: "9 d")"#,
        "A normal law given that it lies between two values, by default those that are possible."),
    law("LogNormal", &[value("median"), value("p90").or_not(), bare("sigma").or_not()], false,
        r#"LogNormal(median: "20 min", p90: "1 h")"#,
        "Its logarithm is normal; given by the median and either the 90th percentile or the \
         deviation `sigma` of the logarithm."),
    law("Beta", &[bare("alpha"), bare("beta"), value("low").or_not(), value("high").or_not()], true,
        r#"Beta(2, 5, "1 d", "9 d")"#,
        "A beta law stretched from `low` to `high`. For shares and bare numbers these are 0 and 1 by \
         default; elsewhere both are needed."),
    law("Empirical", &[list("values", Holds::Values)], true, r#"Empirical(["1 d", "2 d", "5 d"])"#,
        "One of the values of some data, each equally likely."),
    law("Mixture", &[list("laws", Holds::Laws)], true,
        r#"Mixture([(0.3, Exponential(mean: "1 d")), (0.7, "5 d")])"#,
        "One of these laws, by weight."),
    law("OneOf", &[list("values", Holds::Weighed)], true, r#"OneOf([(0.3, "1 d"), (0.7, "5 d")])"#,
        "One of these values, by weight; without weights each is equally likely."),
];
