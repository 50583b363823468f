//! Where a user allows a search: a path, and how far what stands there may be moved.
//!
//! It lacks the world, which knows what stands there.

use crate::world::{Diagnostic, Diagnostics, printable};

/// Something that may be moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Within {
    /// A path as `--set` understands it, of a value or of something that holds values.
    pub path: String,
    /// How far.
    pub reach: Reach,
}

/// How far a value may be moved.
#[derive(Clone, Debug, PartialEq)]
pub enum Reach {
    /// As far as is usual for it.
    Usual,
    /// From one value to another, as a file would write them.
    Ends(String, String),
    /// From so many times what it is to so many times.
    Factors(f64, f64),
}

impl Within {
    /// Reads `PATH`, `PATH=LOW..HIGH` or `PATH=×0.5..2`, where `x` serves as `×`.
    ///
    /// # Errors
    ///
    /// If it is none of these.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        let wrong = |message: String| {
            let hint = "as in `actors.meter.hazard=0.5/mo..2/mo`, `actors.meter=×0.5..2` or \
                        `unknowns.opacity`";
            Diagnostics::from(Diagnostic::error(message).hint(hint.to_owned()))
        };
        let Some((path, range)) = at_equals(text) else {
            return Ok(Self { path: text.trim().to_owned(), reach: Reach::Usual });
        };
        let (path, range) = (path.trim().to_owned(), range.trim());
        let Some((low, high)) = range.split_once("..") else {
            return Err(wrong(format!("`{}` is no range", printable(range))));
        };
        let (low, high) = (low.trim(), high.trim());
        let factor = low.strip_prefix('×').or_else(|| low.strip_prefix('x'));
        let Some(factor) = factor else {
            return Ok(Self { path, reach: Reach::Ends(unquoted(low), unquoted(high)) });
        };
        let high = high.strip_prefix(['×', 'x']).unwrap_or(high);
        let read = |text: &str| text.trim().parse::<f64>().ok().filter(|one| one.is_finite());
        match (read(factor), read(high)) {
            (Some(low), Some(high)) if 0.0 <= low && low < high => {
                Ok(Self { path, reach: Reach::Factors(low, high) })
            }
            _ => Err(wrong(format!("`{}` are no two factors", printable(range)))),
        }
    }
}

fn unquoted(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

/// What stands before and after the first `=` that is in no quotes.
fn at_equals(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let place = text.find(|letter| {
        quoted ^= letter == '"';
        letter == '=' && !quoted
    })?;
    Some((&text[..place], &text[place + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{Reach, Within};

    #[test]
    fn a_range_has_ends_or_factors_or_is_the_usual_one() {
        let read = |text: &str| Within::parse(text).map(|one| (one.path, one.reach)).ok();
        let path = || "actors.\"a=b\".hazard".to_owned();
        assert_eq!(read("actors.\"a=b\".hazard"), Some((path(), Reach::Usual)));
        let ends = Reach::Ends("1/mo".to_owned(), "2/mo".to_owned());
        assert_eq!(read("actors.\"a=b\".hazard = 1/mo..2/mo"), Some((path(), ends)));
        assert_eq!(read("a=×0.5..2"), Some(("a".to_owned(), Reach::Factors(0.5, 2.0))));
        assert_eq!(read("a=x0.5..x2"), Some(("a".to_owned(), Reach::Factors(0.5, 2.0))));
        for wrong in ["a=1", "a=×2..1", "a=×one..2", "a=×-1..2"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
