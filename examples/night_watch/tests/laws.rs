//! All laws of the book on generated worlds with each of the three.

use foomwatch::laws::Check;
use night_watch::{Moonlighter, Neighbor, NightWatch, roles};

#[test]
fn a_watchman_breaks_no_law() {
    Check::among::<NightWatch>("NightWatch", roles()).run();
}

#[test]
fn a_neighbor_breaks_no_law() {
    Check::among::<Neighbor>("Neighbor", roles()).run();
}

#[test]
fn a_moonlighter_breaks_no_law() {
    Check::among::<Moonlighter>("Moonlighter", roles()).run();
}
