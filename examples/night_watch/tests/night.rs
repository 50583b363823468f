//! The night watch as its users meet it: a program with one role more.

use std::process::{Command, Output};

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

/// A number that stands behind a key in pretty JSON, from an anchor on.
fn number(json: &str, anchor: &str, key: &str) -> f64 {
    let from = &json[json.find(anchor).unwrap_or_else(|| panic!("no {anchor} in {json}"))..];
    let key = format!("\"{key}\": ");
    let from = &from[from.find(&key).unwrap_or_else(|| panic!("no {key} in {from}")) + key.len()..];
    let end = from.find([',', '\n']).unwrap_or(from.len());
    from[..end].parse().unwrap_or_else(|_| panic!("{} is no number", &from[..end]))
}

#[test]
fn a_world_that_names_it_runs() {
    let run = night_watch(&["run", "worlds/night.ron", "-n", "2048", "--format", "json"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let json = text(&run.stdout);
    // Rounds at 22, 0, 2 and 4 o'clock see with 8/8, 6/8, 4/8 and 2/8, once the
    // run is there; before that they see nothing.
    let seen = number(&json, "\"watchman\"", "estimate");
    assert!((0.5..0.625).contains(&seen), "{seen} of the rounds");
}

#[test]
fn attention_fades_over_the_shift() {
    let always = ["--set", "actors.secret run.begins=0 s", "--set", "actors.board.prior=0.1 %"];
    let run = |fades: &str| {
        let fades = format!("actors.watchman.fades={fades}");
        let mut arguments = vec!["run", "worlds/night.ron", "-n", "512", "--format", "json"];
        arguments.extend(always);
        arguments.extend(["--set", &fades]);
        number(&text(&night_watch(&arguments).stdout), "\"watchman\"", "estimate")
    };
    // Four rounds a night with 8, 6, 4 and 2 hours left of the shift.
    let (steady, fading) = (run("1 h"), run("8 h"));
    assert!(steady > 0.999, "awake to the end, it saw {steady}");
    assert!((fading - 0.625).abs() < 0.01, "fading, it saw {fading}");
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
