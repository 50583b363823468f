//! The night watch as its users meet it: worlds with three roles more, and a program.

use std::process::{Command, Output};

use foomwatch::laws::{Play, Played};
use night_watch::roles;

fn play(world: &str) -> Play {
    Play::file(format!("{}/worlds/{world}.ron", env!("CARGO_MANIFEST_DIR")), &roles())
}

/// The share of his rounds that saw something.
fn seen(played: &Played) -> f64 {
    played.measure("watchman", "seen").estimate.unwrap_or(f64::NAN)
}

#[test]
fn a_watchman_sees_less_and_less_in_a_shift() {
    // Rounds at 22, 0, 2 and 4 o'clock see with 8/8, 6/8, 4/8 and 2/8, once the
    // run is there; before that they see nothing.
    let seen = seen(&play("night").times(2048).run());
    assert!((0.5..0.625).contains(&seen), "{seen} of the rounds");
}

#[test]
fn attention_fades_over_the_shift() {
    let seen = |fades| {
        let always = play("night").set("actors.secret run.begins", "0 s");
        let always = always.set("actors.board.prior", "0.1 %").times(512);
        seen(&always.set("actors.watchman.fades", fades).run())
    };
    // Four rounds a night with 8, 6, 4 and 2 hours left of the shift.
    let (steady, fading) = (seen("1 h"), seen("8 h"));
    assert!(steady > 0.999, "awake to the end, he saw {steady}");
    assert!((fading - 0.625).abs() < 0.01, "fading, he saw {fading}");
}

#[test]
fn a_neighbor_writes_in_time_as_a_poisson_variable_says() {
    // Hazard 0.2/d at half of the noise for 30 d: three wakings or more.
    let mean: f64 = 0.2 * 0.5 * 30.0;
    let too_few = (-mean).exp() * (1.0 + mean + mean * mean / 2.0);
    let noticed = play("thin_walls").times(20_000).run().chance("noticed before takeoff");
    let z = noticed.z(1.0 - too_few);
    assert!(z.abs() <= 3.5, "z = {z}: {:?} instead of {}", noticed.estimate, 1.0 - too_few);
}

#[test]
fn who_expects_the_lamp_is_seen_less() {
    let seen = |margin| {
        let play = play("moonlight").set("levers.margin.baseline", margin).times(200);
        seen(&play.run())
    };
    let (wary, rash) = (seen("\"10 min\""), seen("\"0 s\""));
    assert!(rash > wary + 0.05, "{rash} of the rounds without a margin, {wary} with one");
}

#[test]
fn what_the_worlds_claim_is_so() {
    for (world, times) in [("moonlight", 400), ("thin_walls", 60_000)] {
        let played = play(world).times(times).run();
        assert!(played.doubtful_claims().is_empty(), "{world}: {:?}", played.doubtful_claims());
    }
}

fn night_watch(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_night_watch"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .expect("the binary was built beside this test")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn its_worlds_have_no_figure_without_a_mark_and_no_warning() {
    for world in ["worlds/moonlight.ron", "worlds/thin_walls.ron"] {
        let checked = night_watch(&["check", "--strict", world]);
        assert!(checked.status.success(), "{}", text(&checked.stderr));
        assert!(text(&checked.stdout).contains("no warnings"), "{}", text(&checked.stderr));
    }
}

#[test]
fn its_tables_are_checked_and_told_like_any_other() {
    let told = night_watch(&["roles", "NightWatch"]);
    assert!(text(&told.stdout).contains("`fades`"), "{}", text(&told.stdout));
    let wrong = night_watch(&["run", "worlds/night.ron", "--set", "actors.watchman.every=2 d"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("`every` of `watchman`"), "{}", text(&wrong.stderr));
    assert!(wrong.stdout.is_empty());
}
