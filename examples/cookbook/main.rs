//! The behaviors of docs/behaviors.md, each in a file with its tests, and a program that
//! has them.

mod accomplice;
mod caretaker;
mod clerk;
mod listener;
mod skeptic;
mod weathercock;

use std::process::ExitCode;

use foomwatch::prelude::Roles;

/// The built-in roles, and those of the cookbook.
fn roles() -> Roles {
    Roles::standard()
        .with::<accomplice::Accomplice>("Accomplice")
        .with::<caretaker::Caretaker>("Caretaker")
        .with::<clerk::Clerk>("Clerk")
        .with::<listener::Listener>("Listener")
        .with::<skeptic::Skeptic>("Skeptic")
        .with::<weathercock::Weathercock>("Weathercock")
}

fn main() -> ExitCode {
    foomwatch::cli::main(roles())
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Check, Play};

    use super::*;

    #[test]
    fn no_recipe_breaks_a_law() {
        Check::among::<accomplice::Accomplice>("Accomplice", roles()).run();
        Check::among::<caretaker::Caretaker>("Caretaker", roles()).run();
        Check::among::<clerk::Clerk>("Clerk", roles()).run();
        Check::among::<listener::Listener>("Listener", roles()).run();
        Check::among::<skeptic::Skeptic>("Skeptic", roles()).run();
        Check::among::<weathercock::Weathercock>("Weathercock", roles()).run();
    }

    #[test]
    fn a_secret_run_is_found_at_the_first_visit_that_hits() {
        // Takeoff is after 100 d. Visits at 30, 60 and 90 d each hit with 40 %, and a hit
        // convinces the board.
        let played = Play::file("examples/cookbook/worlds/visits.ron", &roles()).times(4000).run();
        let z = played.chance("noticed before takeoff").z(1.0 - 0.6_f64.powi(3));
        assert!(z.abs() <= 3.5, "z = {z}");
        assert_eq!(played.doubtful_claims(), [""; 0]);
    }

    #[test]
    fn a_friend_on_the_watch_keeps_the_secret() {
        let noticed = |loyal: &str| {
            let play = Play::file("examples/cookbook/worlds/friends.ron", &roles());
            let play = play.set("actors.night shift.loyal", loyal).times(200);
            play.run().chance("noticed").estimate
        };
        assert!(noticed("100 %") < noticed("0 %"), "{:?}", (noticed("100 %"), noticed("0 %")));
    }
}
