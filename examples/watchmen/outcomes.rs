//! Tests of the program as a whole: a role among all others, and an outcome that can be
//! worked out.

use foomwatch::laws::{Check, Play};

use super::caretaker::Caretaker;
use super::roles;

#[test]
fn he_breaks_no_law_among_all_roles() {
    let tried = Check::among::<Caretaker>("Caretaker", roles()).cases(20).seed(7).run();
    assert!(tried.held("names-mean-nothing-in-law") > 0);
}

#[test]
fn a_secret_run_is_found_at_the_first_visit_that_hits() {
    let played = Play::file("examples/watchmen/worlds/visits.ron", &roles()).times(4000).run();
    let z = played.chance("noticed before takeoff").z(1.0 - 0.6_f64.powi(3));
    assert!(z.abs() <= 3.5, "z = {z}");
    assert_eq!(played.doubtful_claims(), [""; 0]);
}
