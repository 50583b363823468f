//! Research: its speed by what goes into it, and doublings on end.

use crate::research_stage::{course, near, roles, text};

/// The speed at which the first doubling comes, of so much labor and compute.
fn speed(labor: u64, compute: f64, weight: f64, elasticity: f64) -> f64 {
    let research = format!(
        r#"people: {}, usual_labor: 10, usual_compute: "{:e} FLOP/s", labor_weight: {weight},
            elasticity: {elasticity}, returns: 1, most_doublings: 1"#,
        10 * labor,
        1e18 / compute
    );
    let course = course(&research, "", "", "");
    let days = course.doublings();
    assert_eq!(course.days("lab", "software limit reached"), days);
    100.0 / days.first().copied().unwrap_or(f64::INFINITY)
}

#[test]
fn the_first_doubling_takes_its_time_over_the_speed_of_production() {
    for (labor, compute, weight, elasticity, expected) in [
        (2, 5.0, 0.3, 0.5, 3.448_275_862_068_966),
        (2, 5.0, 0.3, 0.333_333_333_333_333_3, 0.103_f64.powf(-0.5)),
        (10, 3.0, 0.5, 0.5, 4.615_384_615_384_615),
        // Neither can take the place of the other.
        (2, 5.0, 0.3, 0.0, 2.0),
        (7, 5.0, 0.3, 0.0, 5.0),
        (2, 5.0, 0.3, 0.001, 2.0 * 0.3_f64.powf(-1.0 / 999.0)),
        // The geometric mean, and next to it.
        (2, 5.0, 0.3, 1.0, 2.0_f64.powf(0.3) * 5.0_f64.powf(0.7)),
        (2, 5.0, 0.3, 1.000_000_000_1, 2.0_f64.powf(0.3) * 5.0_f64.powf(0.7)),
        (2, 5.0, 0.3, 1.000_000_01, 2.0_f64.powf(0.3) * 5.0_f64.powf(0.7)),
        // Each for the other.
        (2, 5.0, 0.3, 2.0, (0.3 * 2.0_f64.sqrt() + 0.7 * 5.0_f64.sqrt()).powi(2)),
        (2, 5.0, 0.3, 2.58, (0.3 * 2.0_f64.powf(RHO) + 0.7 * 5.0_f64.powf(RHO)).powf(1.0 / RHO)),
        // Only one of them counts.
        (2, 5.0, 1.0, 0.5, 2.0),
        (2, 5.0, 0.0, 0.5, 5.0),
        (2, 5.0, 1.0, 0.0, 2.0),
        // Whatever the elasticity, what is usual is as fast as usual.
        (1, 1.0, 0.3, 0.2, 1.0),
        (1, 1.0, 0.8, 2.58, 1.0),
    ] {
        let found = speed(labor, compute, weight, elasticity);
        let error = (found - expected).abs() / expected;
        assert!(error < 1e-7, "({labor}, {compute}, {weight}, {elasticity}): {found}");
        // Next to the geometric mean the two differ by more than rounding.
        let is_near_one = (elasticity - 1.0).abs() < 1e-6 && elasticity != 1.0;
        assert!(error < 1e-9 || is_near_one, "{found} is not {expected}");
    }
}

/// ρ at an elasticity of 2.58.
const RHO: f64 = 1.58 / 2.58;

#[test]
fn without_compute_research_stands_still_unless_labor_can_take_its_place() {
    let alone = |elasticity: f64| {
        let research = format!(
            r#"people: 20, usual_labor: 10, usual_compute: "1e18 FLOP/s", labor_weight: "30 %",
                elasticity: {elasticity}, returns: 1, most_doublings: 1, works_in: "none""#
        );
        course(&research, "", "", "").doublings()
    };
    for elasticity in [0.0, 0.5, 1.0] {
        assert_eq!(alone(elasticity), [0.0; 0], "at {elasticity}");
    }
    near(&alone(2.0), &[100.0 / (0.3 * 0.3 * 2.0)], 1e-9);
    near(&alone(2.58), &[100.0 / (0.3_f64.powf(1.0 / RHO) * 2.0)], 1e-9);
}

#[test]
fn each_doubling_takes_more_work_than_the_last_until_there_are_no_more() {
    let research = "people: 10, elasticity: 0, returns: 2, most_doublings: 5";
    let course = course(research, "", "", "");
    let q = 2.0_f64.sqrt();
    let ends: Vec<f64> = (1..=5).map(|k| 100.0 * (q.powi(k) - 1.0) / (q - 1.0)).collect();
    near(&course.doublings(), &ends, 1e-9);
    near(&course.days("lab", "software limit reached"), &ends[4..], 1e-9);
    near(&course.days("cluster", "withdrawn"), &ends[4..], 1e-9);
}

/// Research by copies alone of a mind that is as much better as software.
fn looped(returns: f64, most: u32) -> Vec<f64> {
    let research = format!(
        r#"people: 0, copies: 1000, labor_weight: 1, elasticity: 0.5, returns: {returns},
            most_doublings: {most}"#
    );
    let links = r#"("lab", Improves, "mind"), ("mind", Powers, "lab"),"#;
    let course = course(&research, "", r#""mind": Mirror(),"#, links);
    course.doublings()
}

#[test]
fn research_that_makes_its_researchers_better_speeds_up_or_slows_down() {
    for returns in [1.2, 0.7] {
        let ends = looped(returns, 5);
        let q = 2.0_f64.powf(1.0 / returns - 1.0);
        let durations: Vec<f64> =
            std::iter::once(&0.0).chain(&ends).zip(&ends).map(|(one, next)| next - one).collect();
        let expected: Vec<f64> = (0..5).map(|k| 100.0 * q.powi(k)).collect();
        near(&durations, &expected, 1e-9);
    }
    // 9.1658 first doublings are the end of all, and no end of doublings.
    let q = 2.0_f64.powf(1.0 / 1.2 - 1.0);
    let ends = looped(1.2, 300);
    assert_eq!(ends.len(), 300);
    assert!((ends[299] / 100.0 - 9.165_8).abs() < 1e-4, "{}", ends[299]);
    assert!((ends[299] / 100.0 - 1.0 / (1.0 - q)).abs() < 1e-9, "{}", ends[299]);
    assert!(ends.is_sorted());
}

#[test]
fn more_compute_in_the_middle_leaves_what_is_done() {
    let research = "people: 10, labor_weight: 0, elasticity: 0.5, returns: 1, most_doublings: 2";
    let steps = r#"steps: {"more": (at: "40 d", factor: 3), "less": (at: "200 d", factor: 0.5)},"#;
    let found = course(research, steps, "", "").doublings();
    // 40 d of work by then, 60 d at three times the speed; then 160·3 − 60 are more than
    // the 200 d of the next one.
    near(&found, &[60.0, 60.0 + 200.0 / 3.0], 1e-9);
    // What comes of it does not hang on how often it was looked at.
    let steps: String = (1..60)
        .map(|day| format!(r#""{day}": (at: "{day} d", chips: "{} H100"),"#, 1000 + day % 2))
        .collect();
    let found = course(research, &format!("steps: {{{steps}}},"), "", "").doublings();
    near(&found[..1], &[60.0 + (40.0 - 30.0 * 0.001) / 1.001], 1e-9);
}

#[test]
fn people_who_become_more_speed_it_up_as_the_integral_says() {
    // At a growth of g a day, k doublings are done once (e^{gt} − 1)/g is their work.
    let growth = 0.002;
    let research = format!(
        r#"people: 10, people_growth: "{growth}/d", labor_weight: 1, elasticity: 0.5, returns: 1,
            most_doublings: 4"#
    );
    let exact = |growth: f64, speed: f64| {
        [100.0, 300.0, 700.0, 1500.0].map(|work: f64| (growth * work / speed).ln_1p() / growth)
    };
    let found = course(&research, "", "", "");
    near(&found.doublings(), &exact(growth, 1.0), 1e-9);
    // That is exact, and takes no looks in between.
    assert!(found.events < 30, "{} events", found.events);
    // A geometric mean grows by the mean growth, if compute grows too.
    let research = research.replace("labor_weight: 1", "labor_weight: 0.25");
    let geometric = research.replace("elasticity: 0.5", "elasticity: 1");
    let cluster = r#"growth: "0.001/d","#;
    let found = course(&geometric, cluster, "", "").doublings();
    near(&found, &exact(0.25 * growth + 0.75 * 0.001, 1.0), 1e-9);
    // Where all grow alike, so does what comes of it, whatever the elasticity.
    let found = course(&research, r#"growth: "0.002/d","#, "", "").doublings();
    near(&found, &exact(growth, 1.0), 1e-9);
}

#[test]
fn inputs_that_grow_apart_are_followed_to_a_hundred_thousandth() {
    let base = r#"people: 10, people_growth: "0.004/d", returns: 1, most_doublings: 3"#;
    let g: f64 = 0.004;
    let found = |more: &str| {
        let course = course(&format!("{base}, {more}"), "", "", "");
        assert!(course.events < 300, "{} events at {more}", course.events);
        course.doublings()
    };
    // ρ = −1: the integral of 1/(w·e^{−gt} + 1 − w) is ln(w + (1 − w)·e^{gt})/((1 − w)·g).
    let exact =
        [100.0, 300.0, 700.0].map(|work: f64| (((0.6 * g * work).exp() - 0.4) / 0.6).ln() / g);
    near(&found("labor_weight: 0.4, elasticity: 0.5"), &exact, 1e-5);
    // ρ = 1/2: the integral of (w·e^{gt/2} + 1 − w)² by its three terms.
    let done = |t: f64| {
        let half = ((g * t / 2.0).exp() - 1.0) * 2.0 / g;
        0.16 * ((g * t).exp() - 1.0) / g + 0.48 * half + 0.36 * t
    };
    for (t, work) in found("labor_weight: 0.4, elasticity: 2").iter().zip([100.0, 300.0, 700.0]) {
        assert!((done(*t) - work).abs() < 1e-5 * work, "{t}");
    }
    // The lesser of both: people, until they are as many as usual.
    let from = (2.0_f64).ln() / g;
    let exact = [100.0, 300.0, 700.0].map(|work: f64| {
        let until = (g * work / 0.5).ln_1p() / g;
        if until < from { until } else { from + work - 0.5 / g }
    });
    near(&found("usual_labor: 20, elasticity: 0"), &exact, 1e-5);
    // People and copies: the integral of (10·e^{gt} + 30)/40.
    let done = |t: f64| 0.25 * ((g * t).exp() - 1.0) / g + 0.75 * t;
    for (t, work) in
        found("copies: 30, labor_weight: 1, elasticity: 2").iter().zip([100.0, 300.0, 700.0])
    {
        assert!((done(*t) - work).abs() < 1e-5 * work, "{t}");
    }
}

#[test]
fn research_that_nobody_does_is_a_flaw() {
    use foomwatch::world::{WorldFile, check};
    let flaws = |research: &str| {
        let text = text(research, "", "", "");
        let file = WorldFile::from_text("a test", text).expect("it can be read");
        check(&file, &roles()).err().map(|flaws| flaws.to_string())
    };
    let flaw = flaws("people: 0, elasticity: 0, returns: 1").expect("a flaw");
    assert!(flaw.contains("nobody does research"), "{flaw}");
    for sound in ["copies: 1", "usual_labor: 10", "labor_weight: 0"] {
        let found = flaws(&format!("people: 0, elasticity: 0, returns: 1, {sound}"));
        assert_eq!(found, None);
    }
}
