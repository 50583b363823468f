//! Nested oversight: chains of guards, against the products that they are.

use foomwatch::behaviors::Roles;

use crate::desks::{assert_measures, pair, watched};
use crate::stage;

/// A chain that looks into founded alerts, with these fields.
fn chain(fields: &str) -> String {
    let desk = format!("\"desk\": NestedOversight({fields})");
    let sensors = [("meter", r#"hazard: "1/h""#)];
    watched("10 d", "", &sensors, &desk, r#"("desk", Reports, "board")"#)
}

/// The numbers of a chain, in the order of the fields below.
struct Numbers {
    overseer: f64,
    suspect: f64,
    guard: (f64, f64),
    houdini: (f64, f64),
}

impl Numbers {
    fn fields(&self) -> String {
        let Self { overseer, suspect, guard, houdini } = self;
        format!(
            r#"overseer: {overseer}, suspect: {suspect}, guard_slope: {}, guard_offset: {},
               houdini_slope: {}, houdini_offset: {}, step_takes: "1 min""#,
            guard.0, guard.1, houdini.0, houdini.1
        )
    }

    /// The chance that all of so many guards prevail, by powers of ten.
    fn holds(&self, steps: u32) -> f64 {
        let mut chance = 1.0;
        let gap = (self.suspect - self.overseer) / f64::from(steps);
        for step in 0..steps {
            let weaker = self.overseer + gap * f64::from(step);
            let guard = self.guard.0 * weaker + self.guard.1;
            let houdini = self.houdini.0 * (weaker + gap) + self.houdini.1;
            chance /= 1.0 + 10_f64.powf((houdini - guard) / 400.0);
        }
        chance
    }

    fn best(&self, most: u32) -> u32 {
        let chances = (1..=most).map(|steps| self.holds(steps));
        let best = chances.clone().fold(0.0, f64::max);
        chances.into_iter().position(|chance| chance == best).expect("it is one of them") as u32 + 1
    }
}

fn mean_steps(fields: &str) -> f64 {
    let blueprint = stage::world(&chain(fields), &[], &Roles::standard());
    let (sum, n) = pair(&blueprint, &stage::outcome(&blueprint, 3, 0), "desk", "steps");
    sum / n
}

#[test]
fn two_steps_are_best_where_a_guard_is_as_good_as_a_model_400_points_above() {
    // At distance 400 and a guard's advantage of 400: one step holds in 1/2, two in
    // (1/(1 + 10^-1/2))² = 0.577215, three in (1/(1 + 10^-2/3))³ = 0.557.
    let fields = r#"overseer: 1000, suspect: 1400, guard_offset: 400, step_takes: "1 min""#;
    assert_eq!(mean_steps(fields), 2.0);
    assert_measures(&chain(fields), 200, "desk", &[("confirmed", 0.577_215)]);
    let one = format!("{fields}, steps: 1");
    assert_measures(&chain(&one), 250, "desk", &[("confirmed", 0.5)]);
}

#[test]
fn the_best_number_of_steps_is_found() {
    let numbers = |suspect, guard, houdini| Numbers { overseer: 800.0, suspect, guard, houdini };
    let cases = [
        numbers(1200.0, (1.0, 0.0), (1.0, 0.0)),
        numbers(1800.0, (1.0, 300.0), (1.0, 0.0)),
        numbers(2400.0, (1.0, 500.0), (1.0, 0.0)),
        numbers(2400.0, (1.4, 100.0), (1.1, 0.0)),
        numbers(1600.0, (0.8, 900.0), (1.2, 150.0)),
        numbers(700.0, (1.0, 100.0), (1.0, -200.0)),
    ];
    let mut found = Vec::new();
    for case in cases {
        let steps = mean_steps(&case.fields());
        assert_eq!(steps, f64::from(case.best(100)), "{}", case.fields());
        let few = format!("{}, most_steps: 2", case.fields());
        assert_eq!(mean_steps(&few), f64::from(case.best(2)), "{few}");
        found.push(steps);
    }
    assert!(found.iter().any(|steps| *steps > 5.0), "{found:?}");
    assert!(found.contains(&1.0), "{found:?}");
}

#[test]
fn a_chain_takes_its_time_step_by_step() {
    let fields = r#"overseer: 0, suspect: 900, steps: 7, step_takes: "3 min", chains: 100"#;
    let blueprint = stage::world(&chain(fields), &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, 3, 0);
    let (seconds, _) = pair(&blueprint, &outcome, "desk", "hours");
    let (_, reviews) = pair(&blueprint, &outcome, "desk", "confirmed");
    assert!(reviews > 100.0, "{reviews} reviews");
    assert!((seconds - 7.0 * 180.0 * reviews).abs() < 1e-6, "{seconds} s, {reviews} reviews");
}
