//! Production: how fast research goes with so much labor and so much compute, now and
//! while both grow.
//!
//! It lacks where the inputs come from, and what research achieves.

use crate::engine::Pace;

/// How far the speed may be from the exact one while it is followed by an exponential
/// that is not the exact law, where that is looked at. What is done by then is nearer
/// still, and some sixty looks are taken while inputs grow apart by a factor of e.
const FINENESS: f64 = 1e-5;

/// The finest step in which inputs are followed that grow apart, as the logarithm of
/// what they grow apart by in it.
const FINEST: f64 = 1e-6;

/// A production function with constant elasticity of substitution (Arrow, Chenery,
/// Minhas and Solow 1961), of labor and compute.
///
/// `F(l, x) = (w·l^ρ + (1 − w)·x^ρ)^{1/ρ}`, where `ρ = (σ − 1)/σ` and σ is the
/// elasticity. At σ = 0 it is the lesser of both, and near σ = 1 their geometric mean.
/// An input that has no weight is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Production {
    /// The weight of labor, from 0 to 1.
    weight: f64,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    /// Neither input can take the place of the other.
    Least,
    /// The elasticity is 1, or as good as that.
    Geometric,
    /// The exponent ρ.
    Power(f64),
}

impl Production {
    /// Production with this weight of labor, from 0 to 1, and this elasticity of at
    /// least 0.
    pub(super) fn new(weight: f64, elasticity: f64) -> Self {
        let rho = ((elasticity - 1.0) / elasticity).max(f64::MIN);
        let form = if elasticity == 0.0 {
            Form::Least
        } else if rho.abs() < 1e-9 {
            Form::Geometric
        } else {
            Form::Power(rho)
        };
        Self { weight, form }
    }

    /// The speed with these inputs, each at least 0: 1 where both are 1.
    pub(super) fn speed(self, labor: f64, compute: f64) -> f64 {
        let (least, most) = (labor.min(compute), labor.max(compute));
        if self.weight == 1.0 || self.weight == 0.0 {
            return if self.weight == 1.0 { labor } else { compute };
        }
        match self.form {
            Form::Least => least,
            Form::Geometric => {
                libm::pow(labor, self.weight) * libm::pow(compute, 1.0 - self.weight)
            }
            Form::Power(rho) => {
                // Without the one that counts for more, powers stay from 0 to 1.
                let scale = if rho < 0.0 { least } else { most };
                if scale == 0.0 {
                    return 0.0;
                }
                let power = |input: f64| libm::expm1(rho * libm::log(input / scale));
                let sum = self.weight * power(labor) + (1.0 - self.weight) * power(compute);
                (scale * libm::exp(libm::log1p(sum) / rho)).min(f64::MAX)
            }
        }
    }

    /// The speed from now on, as far as one pace describes it.
    pub(super) fn course(self, inputs: Inputs) -> Course {
        let speed = self.speed_with(inputs);
        let growths = inputs.growths(self.weight);
        let least = growths.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let most = growths.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
        if speed == 0.0 || least > most {
            return Course::forever(speed, 0.0);
        }
        if least == most {
            // Twice of all inputs is twice of the speed.
            return Course::forever(speed, least);
        }
        let [people, copies, compute] = growths;
        if let (Form::Geometric, Some(compute)) = (self.form, compute)
            && let (Some(labor), None) | (None, Some(labor)) = (people, copies)
        {
            return Course::forever(speed, self.weight * labor + (1.0 - self.weight) * compute);
        }
        let apart = most - least;
        let mut step = 1.0 / apart;
        let mut look = Look::to(step, |seconds| self.log_speed(inputs, seconds));
        while step * apart > FINEST && look.bends() {
            step /= 2.0;
            look.halve();
        }
        let growth = (look.later - look.now) / step;
        Course { pace: Pace::Exponential { speed, growth }, until: Some(step) }
    }

    fn speed_with(self, inputs: Inputs) -> f64 {
        self.speed(inputs.labor(), inputs.compute)
    }

    fn log_speed(self, inputs: Inputs, seconds: f64) -> f64 {
        libm::log(self.speed_with(inputs.after(seconds)))
    }
}

/// The logarithm of a speed at some instants up to one, of which most are those of half the
/// time too.
struct Look<F> {
    log_speed: F,
    seconds: f64,
    now: f64,
    quarter: f64,
    half: f64,
    later: f64,
}

impl<F: Fn(f64) -> f64> Look<F> {
    fn to(seconds: f64, log_speed: F) -> Self {
        let [now, quarter, half, later] =
            [0.0, 0.25, 0.5, 1.0].map(|part| log_speed(part * seconds));
        Self { log_speed, seconds, now, quarter, half, later }
    }

    /// Looks half as far.
    fn halve(&mut self) {
        self.seconds /= 2.0;
        (self.later, self.half) = (self.half, self.quarter);
        self.quarter = (self.log_speed)(0.25 * self.seconds);
    }

    /// Whether the speed leaves the exponential from where it is to where it will be.
    fn bends(&self) -> bool {
        let chord = |part: f64| self.now + part * (self.later - self.now);
        let off = (self.quarter - chord(0.25)).abs().max((self.half - chord(0.5)).abs());
        let more = || (self.log_speed)(0.75 * self.seconds);
        off > FINENESS || (more() - chord(0.75)).abs() > FINENESS
    }
}

/// What goes into research, each as a multiple of what is usual, and how it grows.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Inputs {
    /// Work of people.
    pub people: f64,
    /// The relative growth of people, a second.
    pub hiring: f64,
    /// Work of copies of a mind, which grows by steps alone.
    pub copies: f64,
    /// Experiment compute.
    pub compute: f64,
    /// The relative growth of experiment compute, a second.
    pub supply: f64,
}

impl Inputs {
    fn labor(self) -> f64 {
        (self.people + self.copies).min(f64::MAX)
    }

    /// What they become.
    fn after(self, seconds: f64) -> Self {
        let grown = |input: f64, growth: f64| (input * libm::exp(growth * seconds)).min(f64::MAX);
        let people = if self.people == 0.0 { 0.0 } else { grown(self.people, self.hiring) };
        let compute = if self.compute == 0.0 { 0.0 } else { grown(self.compute, self.supply) };
        Self { people, compute, ..self }
    }

    /// How people, copies and compute grow, where there are any and they count.
    fn growths(self, weight: f64) -> [Option<f64>; 3] {
        let counts = |input: f64, weight: f64| input > 0.0 && weight > 0.0;
        [
            Some(self.hiring).filter(|_| counts(self.people, weight)),
            Some(0.0).filter(|_| counts(self.copies, weight)),
            Some(self.supply).filter(|_| counts(self.compute, 1.0 - weight)),
        ]
    }
}

/// A speed, and for how many seconds it is that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    pub pace: Pace,
    /// For good, if nothing is said.
    pub until: Option<f64>,
}

impl Course {
    fn forever(speed: f64, growth: f64) -> Self {
        let pace = if growth == 0.0 || speed == 0.0 {
            Pace::Constant(speed)
        } else {
            Pace::Exponential { speed, growth }
        };
        Self { pace, until: None }
    }
}
