//! Where a function changes sides between two points.
//!
//! It needs no derivative, no continuity and no value on the border: an estimate over a
//! fixed set of replications is a step function of what is moved.

/// Which side of the border a point lies on, and how far from it as far as is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sided {
    /// Where it stands.
    pub(super) at: f64,
    /// On which side.
    pub(super) side: bool,
    /// How far from the border, in any unit; it only guides the search and may be
    /// infinite or NaN.
    pub(super) far: f64,
}

/// Narrows two points on different sides until they are no further apart than `within`,
/// or until no whole number is between them where only `whole` ones serve.
///
/// The method is ITP (Oliveira and Takahashi, "An enhancement of the bisection method
/// average performance preserving minmax optimality", ACM Transactions on Mathematical
/// Software 47(1), 2020), with κ₁ = 0.2 over the first length, κ₂ = 2 and n₀ = 1. It
/// asks at most once more than bisection does, and seldom so often. `look` says on which
/// side a point lies; what it refuses ends the search.
///
/// # Panics
///
/// If the points lie on one side, or not in ascending order.
pub(super) fn narrow<E>(
    (mut low, mut high): (Sided, Sided),
    within: f64,
    whole: bool,
    mut look: impl FnMut(f64) -> Result<Sided, E>,
) -> Result<(Sided, Sided), (Sided, Sided, E)> {
    assert!(low.side != high.side, "both points lie on one side");
    assert!(low.at < high.at, "the points are in no order");
    let within = if whole { 1.0 } else { within };
    let first = high.at - low.at;
    let halvings = libm::ceil(libm::log2(first / within)).max(0.0);
    // A little less than the method's own, so that rounding costs no look.
    let mut slack = 0.5 * within * libm::exp2(halvings + 1.0) * (1.0 - 1e-9);
    while high.at - low.at > within {
        let at = next((low, high), first, slack);
        slack *= 0.5;
        let at = if whole { libm::round(at).clamp(low.at + 1.0, high.at - 1.0) } else { at };
        if at <= low.at || at >= high.at {
            // No double is left between them.
            break;
        }
        match look(at) {
            Ok(there) if there.side == low.side => low = there,
            Ok(there) => high = there,
            Err(why) => return Err((low, high, why)),
        }
    }
    Ok((low, high))
}

/// Where to look next: the false position, pushed towards the middle and kept so near to
/// it that bisection could still end in time.
fn next((low, high): (Sided, Sided), first: f64, slack: f64) -> f64 {
    let (length, middle) = (high.at - low.at, 0.5 * (low.at + high.at));
    let (down, up) = (low.far.abs(), high.far.abs());
    let share = down / (down + up);
    if !share.is_finite() {
        return middle;
    }
    let position = low.at + share * length;
    let towards = if middle >= position { 1.0 } else { -1.0 };
    let push = 0.2 / first * length * length;
    let pushed = if push <= (middle - position).abs() { position + towards * push } else { middle };
    let reach = slack - 0.5 * length;
    if (pushed - middle).abs() <= reach { pushed } else { middle - towards * reach.max(0.0) }
}

#[cfg(test)]
mod tests {
    use super::{Sided, narrow};

    fn sided(at: f64, far: f64) -> Sided {
        Sided { at, side: far > 0.0, far }
    }

    /// The bracket, and how often the function was asked.
    fn found(f: impl Fn(f64) -> f64, low: f64, high: f64, whole: bool) -> ((f64, f64), u32) {
        let mut asked = 0;
        let ends = (sided(low, f(low)), sided(high, f(high)));
        let look = |at: f64| {
            asked += 1;
            Ok::<_, ()>(sided(at, f(at)))
        };
        let (low, high) = narrow(ends, 1e-6, whole, look).expect("nothing refuses");
        ((low.at, high.at), asked)
    }

    #[test]
    fn a_smooth_root_takes_few_looks() {
        let ((low, high), asked) = found(|x| x * x * x - x - 2.0, 1.0, 2.0, false);
        let root = 1.521_379_706_804_567_6;
        assert!(low <= root && root <= high && high - low <= 1e-6, "{low} to {high}");
        assert!(asked <= 12, "{asked} looks, where bisection needs 20");
    }

    #[test]
    fn a_step_takes_no_more_looks_than_bisection_and_one() {
        for step in [1e-5, 0.123, 0.5, 0.999_99] {
            for heights in [(-1.0, 1.0), (-1e-9, 1.0), (f64::NEG_INFINITY, f64::INFINITY)] {
                let f = |x: f64| if x < step { heights.0 } else { heights.1 };
                let ((low, high), asked) = found(f, 0.0, 1.0, false);
                assert!(low < step && step <= high && high - low <= 1e-6, "{low} to {high}");
                assert!(asked <= 21, "{asked} looks for the step at {step}");
            }
        }
    }

    #[test]
    fn whole_numbers_end_beside_each_other() {
        let ((low, high), asked) = found(|x| x - 700.5, 1.0, 1000.0, true);
        assert_eq!((low, high), (700.0, 701.0));
        assert!(asked <= 11, "{asked} looks");
    }

    #[test]
    fn what_refuses_leaves_what_is_known() {
        let ends = (sided(0.0, -1.0), sided(1.0, 1.0));
        let (low, high, why) = narrow(ends, 1e-6, false, Err::<Sided, _>).unwrap_err();
        assert_eq!((low.at, high.at, why), (0.0, 1.0, 0.5));
    }
}
