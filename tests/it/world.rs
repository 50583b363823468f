//! The door: what a world means does not hang on how its file is written, and
//! no text, however broken, does worse than an error.

use foomwatch::behaviors::Roles;
use foomwatch::primitives::parameter::Setting;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::world::{Blueprint, Diagnostics, LARGEST, WorldFile, check};
use proptest::prelude::*;

use crate::world_roles::{GOOD, roles};

fn checked(text: &str) -> Result<Blueprint, Diagnostics> {
    let file = WorldFile::from_text("a test", text)?;
    check(&file, &roles()).map(|(blueprint, _)| blueprint)
}

fn good(text: &str) -> Blueprint {
    checked(text).unwrap_or_else(|flaws| panic!("{flaws}"))
}

/// Sets places of the good world and gives what is then printed.
fn printed_after(sets: &[(&str, &str)]) -> String {
    let mut file = WorldFile::from_text("a test", GOOD).expect("the good world is RON");
    for (path, value) in sets {
        if let Err(flaws) = file.set(path, value) {
            return flaws.render(false);
        }
    }
    check(&file, &roles()).map_or_else(|flaws| flaws.render(false), |_| String::new())
}

#[test]
fn a_good_world_has_no_flaw_and_no_warning() {
    let file = WorldFile::from_text("a test", GOOD).expect("the good world is RON");
    let (blueprint, warnings) = check(&file, &roles()).unwrap_or_else(|flaws| panic!("{flaws}"));
    assert!(warnings.is_empty(), "{}", Diagnostics::new(warnings));
    assert_eq!(blueprint.title(), Some("A good world"));
    assert_eq!(blueprint.horizon().years(), 4.0);
    assert_eq!(blueprint.channels(), ["compute", "power"]);
    let meter = blueprint.actor("power meter").expect("it is in the file");
    assert_eq!(meter.settings()[0], Setting::Channel(1));
    assert_eq!(meter.settings()[1], Setting::Number(3600.0));
    // Six actors and the world's own; nodes are in the order of names.
    let names: Vec<_> = blueprint.network().node_weights().map(String::as_str).collect();
    assert_eq!(
        names,
        ["board", "cluster", "desk", "job log", "power meter", "secret run", "world"]
    );
    assert_eq!(blueprint.network().edge_count(), 8);
    drop(blueprint.build(&blueprint.baseline(), ReplicationKey::new(1, 0)));
}

#[test]
fn the_first_world_is_sound() {
    let file = WorldFile::read("worlds/first.ron").unwrap_or_else(|flaws| panic!("{flaws}"));
    let checked = check(&file, &Roles::standard());
    let (_, warnings) = checked.unwrap_or_else(|flaws| panic!("{flaws}"));
    assert!(warnings.is_empty(), "{}", Diagnostics::new(warnings));
}

#[test]
fn the_digest_forgets_order_comments_layout_units_and_defaults() {
    let other = r#"#![enable(implicit_some)]
/* Another /* nested */ comment. */ World(
        links: [
        ("desk", Own(delay: "60 s", kind: "pager"), "board"),
        ("job log", Alerts(loss: 0.01, delay: Exponential(mean: "300 s")), "desk"),
        ("desk", Reports(delay: "60 min", name: "second line"), "board"),
        ("power meter", Alerts(delay: Constant("5 min")), "desk"),
        ("desk", Reports(delay: Exponential(mean: "72 h")), "board"),
        ("cluster", Hosts, "secret run"),
        ("job log", Watches, "cluster"), ("power meter", Watches, "cluster")],
    actors: {
        "secret run": Program(), "cluster": Site(chips: "16384 H100", spent: None),
        "desk" /* . */ : Desk(discipline: LastCome, mentor: Some("board"), learns: false,
            hours: "Mo-Fr 09:00-17:00", servers: 2),
        "job log": Meter(channel: "compute", every: "1800 s", attention: 0.8),
        "power meter": Meter(attention: Beta(2.0, 5e0), channel: "power", every: "1 h"),
        "board": Board
    },
    accountable: ["board"], takeoff: After(Exponential(mean: "1440 h")),
    concern: [Training(above: "100 YFLOP"), Program("secret run")],
    horizon: "48 mo", starts: "2027-01-04" ) // The end."#;
    assert_eq!(good(GOOD).canonical(), good(other).canonical());
    assert_eq!(good(GOOD).digest(), good(other).digest());
    assert_eq!(good(GOOD).digest().len(), 64);
}

#[test]
fn the_digest_sees_every_value() {
    let edits = [
        ("4 y", "3 y"),
        ("01-04", "01-05"),
        ("1e26", "1e25"),
        ("60 d", "61 d"),
        ("channel: \"power\"", "channel: \"network\""),
        ("Beta(2, 5)", "Beta(2, 6)"),
        ("30 min", "31 min"),
        ("servers: 2", "servers: 3"),
        ("Mo-Fr", "Mo-Th"),
        ("LastCome", "FirstCome"),
        ("16384", "16385"),
        ("loss: \"1 %\"", "loss: \"2 %\""),
        ("second line", "third line"),
        ("\"1 min\"", "\"2 min\""),
    ];
    let mut digests = vec![good(GOOD).digest()];
    for (from, to) in edits {
        assert!(GOOD.contains(from), "{from}");
        digests.push(good(&GOOD.replacen(from, to, 1)).digest());
    }
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), edits.len() + 1);
}

#[test]
fn every_flaw_of_a_file_is_reported_at_once_and_in_order() {
    let text = GOOD
        .replacen("4 y", "4 yy", 1)
        .replacen("30 min", "30 mins", 1)
        .replacen("servers: 2", "server: 2", 1)
        .replacen("Board()", "Bord()", 1)
        .replacen("(\"cluster\", Hosts", "(\"custer\", Hosts", 1);
    let flaws = checked(&text).err().expect("it has five flaws");
    let paths: Vec<_> = flaws.iter().map(|flaw| flaw.path.as_str()).collect();
    assert_eq!(
        paths,
        ["horizon", "actors.job log.every", "actors.desk.server", "actors.board", "links.0.0"]
    );
}

#[test]
fn a_value_set_on_the_command_line_is_as_one_in_the_file() {
    let mut file = WorldFile::from_text("a test", GOOD).expect("the good world is RON");
    let sets = [
        ("horizon", "2 y"),
        ("actors.desk.servers", "3"),
        ("actors.desk.discipline", "FirstCome"),
        ("actors.desk.mentor", "job log"),
        ("actors.desk.review", "Exponential(mean: \"1 h\")"),
        ("actors.\"power meter\".channel", "network"),
        ("actors.secret run", "Program"),
        ("takeoff.0.mean", "61 d"),
        ("links.4.1.loss", "5 %"),
        ("actors.cluster.spent", "1e20 FLOP"),
    ];
    for (path, value) in sets {
        file.set(path, value).unwrap_or_else(|flaws| panic!("{flaws}"));
    }
    let set = check(&file, &roles()).unwrap_or_else(|flaws| panic!("{flaws}")).0;
    let written = GOOD
        .replacen("4 y", "2 y", 1)
        .replacen("servers: 2", "servers: 3, review: Exponential(mean: \"1 h\")", 1)
        .replacen("LastCome", "FirstCome", 1)
        .replacen("mentor: \"board\"", "mentor: \"job log\"", 1)
        .replacen("channel: \"power\"", "channel: \"network\"", 1)
        .replacen("60 d", "61 d", 1)
        .replacen("loss: \"1 %\"", "loss: \"5 %\"", 1)
        .replacen("16384 H100\"", "16384 H100\", spent: \"1e20 FLOP\"", 1);
    assert_eq!(set.canonical(), good(&written).canonical());
}

#[test]
fn a_flaw_in_a_set_value_points_into_the_command_line() {
    assert_eq!(
        printed_after(&[("horizon", "2 yy")]),
        "error: `horizon`: a span of time is wanted, but `yy` is not a unit of it
  at horizon (command line:1:17)
  |
1 | --set horizon=2 yy
  |                 ^^
  hint: `y` is one
"
    );
    assert_eq!(
        printed_after(&[("actors.dsk.servers", "2")]),
        "error: there is no `dsk` in this world
  at command line:1:7
  |
1 | --set actors.dsk.servers=2
  |       ^^^^^^^^^^^^^^^^^^
  hint: did you mean `desk`?
"
    );
    assert_eq!(
        printed_after(&[("actors.desk.server", "2")]),
        "error: a `Desk` has no field `server`
  at actors.desk.server (command line:1:7)
  |
1 | --set actors.desk.server=2
  |       ^^^^^^^^^^^^^^^^^^
  hint: did you mean `servers`?
"
    );
}

#[test]
fn no_path_or_value_of_the_command_line_does_worse_than_an_error() {
    let paths = ["", ".", "a..b", "\"", "\"\"", "actors.", "links.99.1", "links.x", "title.x"];
    for path in paths {
        assert!(printed_after(&[(path, "1")]).starts_with("error: "), "{path}");
    }
    for value in ["", "(", "\"", "[1", "NaN", "1e999", "\u{0}", "World()", "-0 y", "'"] {
        let printed = printed_after(&[("horizon", value)]);
        assert!(printed.starts_with("error: "), "{value:?}: {printed}");
    }
}

#[test]
fn files_that_are_no_text_are_errors() {
    let folder = std::env::temp_dir().join("foomwatch-door-test");
    std::fs::create_dir_all(&folder).expect("there is a place for temporary files");
    let said = |path: &std::path::Path| {
        let flaws = WorldFile::read(path).expect_err("it is no world");
        flaws.render(false)
    };
    assert!(said(&folder).contains("it is a directory"));
    assert!(said(&folder.join("absent")).contains("there is no such file"));
    let file = folder.join("file.ron");
    let cases: [(&[u8], &str); 5] = [
        (b"", "there is nothing in it"),
        (b"\xff\xfe", "not UTF-8"),
        (b"\0\0\0", "cannot begin a value"),
        (b"\xef\xbb\xbf// only a comment", "there is nothing in it"),
        (b"World(title: \"\xc3", "not UTF-8"),
    ];
    for (bytes, expected) in cases {
        std::fs::write(&file, bytes).expect("the folder can be written to");
        let said = said(&file);
        assert!(said.contains(expected), "{bytes:?}: {said}");
    }
    std::fs::write(&file, format!("\u{feff}{GOOD}")).expect("the folder can be written to");
    assert!(WorldFile::read(&file).is_ok());
}

#[test]
fn deep_nesting_is_an_error() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{1: ", "}"), ("Some(", ")"), ("a(b: ", ")")] {
        for depth in [20, 30, 100, 10_000] {
            let nested = format!("World(title: {}1{})", open.repeat(depth), close.repeat(depth));
            assert!(checked(&nested).is_err(), "{open} {depth}");
        }
    }
}

#[test]
fn numbers_that_are_none_are_errors() {
    let sets = ["NaN", "inf", "-inf", "1e999", "-1", "\"1e999\"", "\"NaN\"", "\"inf\"", "0x1F"];
    for number in sets {
        let text = GOOD.replacen("loss: \"1 %\"", &format!("loss: {number}"), 1);
        assert!(checked(&text).is_err(), "{number}");
    }
    let zeros = ["0", "-0", "-0.0", "\"-0 %\"", "0.0", "0_0"];
    let digest = |zero: &str| good(&GOOD.replacen("\"1 %\"", zero, 1)).digest();
    for zero in zeros {
        assert_eq!(digest(zero), digest("0"), "{zero}");
    }
}

#[test]
fn a_colored_diagnostic_says_the_same() {
    let flaws = checked(&GOOD.replacen("4 y", "4 yy", 1)).err().expect("it is broken");
    let mut plain = String::new();
    let colored = flaws.render(true);
    let mut rest = colored.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    assert_ne!(colored, plain);
    assert_eq!(plain, flaws.render(false));
}

proptest! {
    #[test]
    fn random_text_never_panics(text in "\\PC{0,80}") {
        let _ = checked(&text);
        let _ = checked(&format!("World({text})"));
        let _ = printed_after(&[("horizon", &text)]);
        let _ = printed_after(&[(&text, "1")]);
    }

    #[test]
    fn random_ron_like_text_never_panics(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "(", ")", "[", "]", "{", "}", ",", ":", "\"", "'", "/", "*", "//", "/*", "*/",
                "\n", " ", "r#", "r\"", "#", "b\"", "b'", "World(", "actors:", "Some(", "None",
                "inf", "NaN", "..", "..=", "-", "1", ".5", "1e9", "\\", "\\u{", "#![enable(",
                "unwrap_variant_newtypes", "horizon:", "ä", "\u{feff}", "\0", "true", "a.b",
            ]),
            0..40,
        ),
    ) {
        let text = parts.concat();
        let _ = checked(&text);
        let _ = checked(&format!("World({text})"));
    }

    #[test]
    fn a_mutated_world_never_panics(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let mut bytes = GOOD.as_bytes().to_vec();
        for (place, byte, what) in edits {
            let at = place.index(bytes.len());
            match what {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Err(flaws) = checked(&text) {
            prop_assert!(!flaws.is_empty());
            prop_assert!(!flaws.render(true).is_empty());
        }
    }

    #[test]
    fn a_token_swapped_for_another_never_panics(
        from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
    ) {
        let words: Vec<&str> = GOOD.split_inclusive([' ', '(', ')', ',']).collect();
        let mut mixed = words.clone();
        mixed.swap(from.index(words.len()), to.index(words.len()));
        let _ = checked(&mixed.concat());
    }
}

#[test]
fn of_very_many_flaws_the_rest_is_counted() {
    let wrong: String = (0..500).map(|number| format!("\"{number}\": Bord(), ")).collect();
    let text = GOOD.replacen("actors: {", &format!("actors: {{ {wrong}"), 1);
    let flaws = checked(&text).err().expect("it has 500 flaws");
    assert_eq!(flaws.len(), 500);
    assert!(flaws.render(false).ends_with("\nand 300 more\n"));
}

#[test]
fn a_text_that_is_too_large_is_refused() {
    let text = format!("World(title: \"{}\")", "x".repeat(LARGEST as usize));
    let flaws = WorldFile::from_text("a test", text).expect_err("it is too large");
    assert!(flaws.render(false).starts_with("error: `a test` is larger than 256 MiB"));
}

#[test]
fn a_file_with_very_many_flaws_tells_the_first_and_how_many_more_at_least() {
    let links: String =
        (0..30_000).map(|_| "        (\"power metre\", Watches, \"cluster\"),\n").collect();
    let text = GOOD.replace("    links: [\n", &format!("    links: [\n{links}"));
    let flaws = checked(&text).err().expect("there is no such meter");
    assert!(flaws.iter().count() <= 20_000, "{} flaws are kept", flaws.iter().count());
    let printed = flaws.render(false);
    assert_eq!(printed.matches("there is no actor `power metre`").count(), 200);
    assert!(printed.contains("and at least "), "{}", &printed[printed.len() - 200..]);
}

#[test]
fn tables_and_names_of_their_entries_are_for_roles_of_ones_own_too() {
    let rooms = ("actors.cluster.rooms", r#"{"lab": (keys: 3), "vault": (keys: 1, visit: "2 h")}"#);
    assert_eq!(printed_after(&[rooms, ("actors.secret run", "Program(room: \"lab\")")]), "");
    let said = printed_after(&[rooms, ("actors.secret run", "Program(room: \"lap\")")]);
    assert!(said.contains("did you mean `lab`?"), "{said}");
    let said = printed_after(&[("actors.cluster.rooms", r#"{"lab": (keys: 1.5)}"#)]);
    assert!(said.contains("`keys` of `lab`") || said.contains("`keys` of `cluster`"), "{said}");
    let mut digests = Vec::new();
    for keys in ["3", "4"] {
        let text = GOOD.replace(
            "Site(chips: \"16384 H100\"",
            &format!("Site(rooms: {{\"lab\": (keys: {keys})}}, chips: \"16384 H100\""),
        );
        digests.push(good(&text).digest());
    }
    assert_ne!(digests[0], digests[1]);
}
