//! What a cluster is made of, as world files say it.
//!
//! It lacks what becomes of it in time.

use crate::engine::{Around, Side};
use crate::oversight::{Link, Oversight};
use crate::primitives::parameter::{Entries, Fault, Law};
use crate::primitives::quantity::{
    self, Chips, Count, Dimension, FlopRate, Number, Power, Rate, Share,
};
use crate::primitives::time::Span;

crate::choices! {
    /// What becomes of the part of a reservation that its own jobs do not use.
    pub enum ReservationKind {
        /// It stays idle.
        Hard,
        /// Unreserved work uses it, and gives it back at once.
        Lending,
        /// Unreserved work goes first, and takes it at once.
        Preemptible,
    }
}

crate::choices! {
    /// What becomes of a job for which too few chips are free.
    pub enum WhenFull {
        /// It waits.
        Queue,
        /// It is refused.
        Refuse,
    }
}

crate::choices! {
    /// Which of the jobs that wait is next.
    pub enum Discipline {
        /// Whoever waited longest.
        FirstCome,
        /// Whoever needs the fewest chips.
        SmallestFirst,
        /// Whoever needs the most chips.
        LargestFirst,
    }
}

crate::parameters! {
    /// A part of a cluster that is kept for some of its jobs.
    pub struct ReservationParameters {
        /// The share of the capacity that the reservation is granted.
        granted: Share,
        /// The share that was promised; by default what is granted. It is measured and delivers nothing.
        promised: Option<Share>,
        /// `Hard`: what its jobs leave idle stays idle. `Lending`: unreserved work uses what is idle and gives it back at once, its jobs shrinking or pausing. `Preemptible`: its jobs have only what unreserved work leaves, and shrink or pause at once.
        kind: ReservationKind = "Hard",
    }
}

crate::parameters! {
    /// A change of a cluster's chips.
    pub struct StepParameters {
        /// When it happens, counted from the start.
        at: Span,
        /// The chips that the cluster has from then on, in place of those it had.
        chips: Option<Chips>,
        /// How many times as many chips it has from then on, but at least one and at most 2^53.
        factor: Option<Number> ["0.000001" to "1000000"],
    }
}

crate::parameters! {
    /// What a cluster is made of.
    pub struct ClusterParameters {
        /// How many chips of which type it has.
        chips: Chips,
        /// The share of the chips' peak that jobs get out of them, known as model FLOP utilization.
        utilization: Share ["1 %" to "100 %"] = "40 %",
        /// The peak speed of each chip; by default what the chip is rated for.
        peak_per_chip: Option<FlopRate> ["1 FLOP/s" to "1e21 FLOP/s"],
        /// The power that the facility draws for each busy chip; by default what the chip is rated for.
        power_per_chip: Option<Power> ["1 W" to "1 MW"],
        /// The rate at which the number of chips grows, as a relative growth: at 1/y it is e times as large after a year.
        growth: Rate = "0/y",
        /// How many times as many chips as without growth there are when growth ends; by default, and at the latest, it ends at 2^53 chips.
        grows_to: Option<Number> ["1" to "1e12"],
        /// Changes of the chips at given instants; growth goes on from there.
        steps: Entries<StepParameters> = "{}",
        /// Parts of the capacity that are kept for the jobs that work in them; all other jobs share what is left.
        reservations: Entries<ReservationParameters> = "{}",
        /// Whether a job that occupies chips waits or is refused when too few are free.
        when_full: WhenFull = "Queue",
        /// How many such jobs can wait in each reservation, and in none; by default any number.
        queue: Option<Count>,
        /// Which of the jobs that wait is next; it waits until enough chips are free for it.
        discipline: Discipline = "FirstCome",
        /// How often any one of the cluster's chips fails, of all that there are at the start
        /// together: 419 times in 54 d where Llama 3 was trained. What runs on the chip is
        /// interrupted.
        interruptions: Rate = "0/y",
        /// The time between two checkpoints of a job: an interruption loses a uniform part of it.
        checkpoint_every: Span = "10 min",
        /// How long an interrupted job stands still.
        restart: Law<Span> = r#""5 min""#,
    }
}

/// The share of the capacity that all reservations are granted together.
pub(super) fn granted(reservations: &Entries<ReservationParameters>) -> f64 {
    reservations.iter().map(|(_, reservation)| reservation.granted.value()).sum()
}

/// What cannot be: more granted than there is, a step that says nothing or says
/// it twice.
pub(super) fn faults(parameters: &ClusterParameters) -> Vec<Fault> {
    let mut faults = Vec::new();
    let granted = granted(&parameters.reservations);
    // Shares that people write, as 10 % ten times, add up to 1 but for their
    // last digits.
    if granted > 1.0 + 1e-9 {
        let percent = quantity::format(libm::round(1e4 * granted) / 1e2, Dimension::Number);
        let message = format!("reservations are granted {percent} % of the capacity together");
        let hint = Some("at most 100 % can be granted".to_owned());
        faults.push(Fault { parameter: "reservations", message, hint });
    }
    for (name, step) in parameters.steps.iter() {
        if step.chips.is_some() == step.factor.is_some() {
            let message = format!("the step `{name}` needs either `chips` or a `factor`");
            let hint = Some("as in (at: \"131 d\", factor: 2)".to_owned());
            faults.push(Fault { parameter: "steps", message, hint });
        }
    }
    faults
}

impl ClusterParameters {
    /// How many chips there can ever be in a reservation, or among what is not reserved
    /// and not kept from it; none if their number grows.
    pub(in crate::behaviors) fn most_chips(&self, reservation: Option<&str>) -> Option<f64> {
        if self.growth.value() > 0.0 || self.steps.iter().len() > 0 {
            return None;
        }
        let hard = self.reservations.iter().filter(|(_, one)| one.kind == ReservationKind::Hard);
        let hard: f64 = hard.map(|(_, one)| one.granted.value()).sum();
        let share = match reservation {
            Some(name) => {
                let place = self.reservations.place(name)?;
                self.reservations.iter().nth(place)?.1.granted.value()
            }
            None => 1.0 - hard,
        };
        Some(share * self.chips.count() as f64)
    }
}

/// What can hardly be meant: work for which nothing is left, and work where nothing is.
pub(super) fn suspicions(
    parameters: &ClusterParameters,
    around: &Around<'_, Oversight>,
) -> Vec<Fault> {
    let mut found = Vec::new();
    let hard = |one: &ReservationParameters| one.kind == ReservationKind::Hard;
    let kept = parameters.reservations.iter().filter(|(_, one)| hard(one));
    let is_all_kept = kept.map(|(_, one)| one.granted.value()).sum::<f64>() >= 1.0 - 1e-9;
    for program in around.over(Link::Hosts, Side::Out) {
        let name = program.name();
        let message = match program.entry::<ReservationParameters>().flatten() {
            Some(entry) => {
                let mut all = parameters.reservations.iter();
                let Some((_, one)) = all.find(|(other, _)| *other == entry) else {
                    continue;
                };
                if one.granted.value() > 0.0 {
                    continue;
                }
                format!("grants nothing to `{entry}`, in which `{name}` works")
            }
            None if is_all_kept => {
                format!("keeps all of its chips in reservations, and `{name}` works in none")
            }
            None => continue,
        };
        let hint = Some(format!("`{name}` never gets anything done there"));
        found.push(Fault { parameter: "reservations", message, hint });
    }
    found
}
