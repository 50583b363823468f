//! The layout of world files: what it keeps, what it changes, and that it rests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use foomwatch::behaviors::Roles;
use foomwatch::world::{WorldFile, layout};
use proptest::prelude::*;
use proptest::sample::select;

use crate::stage::{first, trace, world};

fn laid_out(text: &str) -> String {
    let file =
        WorldFile::from_text("a test", text).unwrap_or_else(|flaws| panic!("{flaws}\nin {text}"));
    layout(&file)
}

/// What is worth keeping of a text: its signs without white space, its texts as
/// they are, and each line of its comments; no comma before a closing bracket.
///
/// It reads letters and not tokens, so that it errs in other ways than what it
/// is held against.
fn kept(text: &str) -> String {
    let mut kept = String::new();
    let mut comma = false;
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(letter) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment_length(rest)
        } else if letter == '"' {
            quoted_length(rest)
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").expect("raw texts of tests are closed") + 2
        } else {
            letter.len_utf8()
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        if piece.starts_with("//") || piece.starts_with("/*") {
            let lines: Vec<&str> = piece.lines().map(str::trim_end).collect();
            kept.push_str(&format!("⟨{}⟩", lines.join("\n")));
        } else if piece == "," {
            comma = true;
        } else if !letter.is_whitespace() {
            if comma && !matches!(letter, ')' | ']' | '}') {
                kept.push(',');
            }
            comma = false;
            kept.push_str(piece);
        }
    }
    kept
}

fn comment_length(text: &str) -> usize {
    let mut depth = 0;
    for (at, _) in text.char_indices() {
        let before = &text[..at];
        if text[at..].starts_with("/*") && !before.ends_with('/') {
            depth += 1;
        } else if at > 2 && before.ends_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    text.len()
}

fn quoted_length(text: &str) -> usize {
    let mut escaped = true;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = at == 0 && letter == '\\',
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Fails if a text loses something in its layout, or has no rest there.
fn holds(text: &str) -> String {
    let once = laid_out(text);
    assert_eq!(kept(&once), kept(text), "something else changed in\n{text}\nlaid out as\n{once}");
    let twice = laid_out(&once);
    assert_eq!(twice, once, "the layout has a layout, of\n{text}");
    once
}

fn files_of(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the tests run at the crate's root");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "ron")).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The whole worlds between fences of Markdown.
fn worlds_in(path: &str) -> Vec<String> {
    let text = read(Path::new(path));
    // What follows the fence's word is for other tests.
    let blocks = text.split("```ron").skip(1).filter_map(|rest| rest.split_once('\n'));
    let fenced = blocks.filter_map(|(_, rest)| rest.split("```\n").next());
    fenced.filter(|text| text.contains("World(\n")).map(str::to_owned).collect()
}

fn shipped() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for path in ["worlds", "examples/night_watch/worlds"].iter().flat_map(|folder| files_of(folder))
    {
        texts.push((path.display().to_string(), read(&path)));
    }
    for path in ["docs/worlds.md", "README.md"] {
        let worlds = worlds_in(path);
        assert!(!worlds.is_empty(), "{path} shows no world");
        texts.extend(worlds.into_iter().map(|text| (path.to_owned(), text)));
    }
    texts
}

#[test]
fn every_world_that_is_shipped_is_in_canonical_layout() {
    for (path, text) in shipped() {
        assert_eq!(holds(&text), text, "foomwatch fmt --write {path}");
    }
}

#[test]
fn broken_worlds_are_laid_out_too_if_they_can_be_read() {
    let mut many = 0;
    for path in files_of("worlds/broken") {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if WorldFile::from_text("a test", text.as_str()).is_ok() {
            holds(&text);
            many += 1;
        }
    }
    assert!(many > 20, "only {many} broken worlds can be read");
}

#[test]
fn a_world_stays_the_same_world() {
    let roles = Roles::standard();
    let ugly = first()
        .replace('\n', "\r\n\t")
        .replace("Program(", "Program( /* ( */")
        .replace("actors: ", "actors\n: // Who.\n");
    assert_ne!(laid_out(&ugly), ugly);
    let (before, after) = (world(&ugly, &[], &roles), world(&laid_out(&ugly), &[], &roles));
    let as_shipped = world(&first(), &[], &roles);
    assert_eq!(before.digest(), as_shipped.digest());
    assert_eq!(after.digest(), as_shipped.digest());
    assert_eq!(after.canonical(), before.canonical());
    assert_eq!(trace(&after, 3, 1), trace(&before, 3, 1));
}

/// Holds the layout of what stands between the parentheses of a world against
/// what it must be.
fn fields_become(given: &str, expected: &str) {
    let mut world = String::from("World(\n");
    for line in expected.trim_matches('\n').lines() {
        world.push_str(if line.is_empty() { "" } else { "    " });
        world.push_str(line);
        world.push('\n');
    }
    world.push_str(")\n");
    assert_eq!(holds(&format!("World({given})")), world);
}

#[test]
fn what_fits_stands_on_one_line_and_what_does_not_on_many() {
    fields_become(
        "a: [ 1,2 , 3, ], takeoff : After( Exponential( mean : \"60 d\" ) ),b: {}, c: [ ], d: ()",
        r#"
a: [1, 2, 3],
takeoff: After(Exponential(mean: "60 d")),
b: {},
c: [],
d: (),
"#,
    );
    let long = format!("\"{}\"", "x".repeat(40));
    fields_become(
        &format!("a: A(b: [{long}, {long}], c: [{long}]), d: [{long}, \"é\"]"),
        &format!("a: A(\n    b: [{long}, {long}],\n    c: [{long}],\n),\nd: [{long}, \"é\"],\n"),
    );
}

#[test]
fn a_line_has_a_hundred_columns_and_no_more() {
    for (letters, is_broken) in [(82, false), (83, true)] {
        let text = format!("World(abc: Name(\"{}\"))", "ä".repeat(letters));
        let once = holds(&text);
        assert_eq!(once.lines().count() == 5, is_broken, "{once}");
        let longest = once.lines().map(|line| line.chars().count()).max();
        assert_eq!(longest, Some(if is_broken { 94 } else { 100 }), "{once}");
    }
}

#[test]
fn maps_and_lists_of_many_actors_and_links_stand_one_a_line() {
    fields_become(
        r#"actors: {"a": A, "b": B()}, links: [("a", L, "b"), ("b", L, "a")], concern: [C, D]"#,
        r#"
actors: {
    "a": A,
    "b": B(),
},
links: [
    ("a", L, "b"),
    ("b", L, "a"),
],
concern: [C, D],
"#,
    );
    fields_become(r#"actors: {"a": A,}, links: []"#, "actors: {\"a\": A},\nlinks: [],\n");
}

#[test]
fn neighbors_are_aligned_up_to_an_empty_line_a_comment_or_a_long_entry() {
    let long = "x".repeat(90);
    fields_become(
        &format!(
            r#"actors: {{"a": A, "bcd": B, "e": E(x: "{long}"), "fg": F, "h": H,

        "ijklm": I, "n": N,
        // Why.
        "o": O, "pqrst": P}},
        links: [("a", Hosts, "b"), ("abc", Alerts, "b"),
        ("ab", Reports(delay: Exponential(mean: "1 d"), loss: "1 %"), "c")]"#
        ),
        &format!(
            r#"
actors: {{
    "a":   A,
    "bcd": B,
    "e": E(
        x: "{long}",
    ),
    "fg": F,
    "h":  H,

    "ijklm": I,
    "n":     N,
    // Why.
    "o":     O,
    "pqrst": P,
}},
links: [
    ("a",   Hosts,  "b"),
    ("abc", Alerts, "b"),
    ("ab",  Reports(delay: Exponential(mean: "1 d"), loss: "1 %"), "c"),
],
"#
        ),
    );
}

#[test]
fn alignment_pushes_no_line_over_the_limit_and_no_value_out_of_sight() {
    let long = "x".repeat(79);
    let name = "y".repeat(40);
    fields_become(
        &format!(r#"actors: {{"a": A("{long}"), "some": B, "{name}": C, "d": D}}"#),
        &format!(
            r#"
actors: {{
    "a": A("{long}"),
    "some": B,
    "{name}": C,
    "d":    D,
}},
"#
        ),
    );
}

#[test]
fn comments_stay_where_they_are() {
    let given = r#"// Before.

/* And */ // this.
#![enable(implicit_some)]
World( // The world.


    /* its */ horizon: /* how long */ "2 y" /* two */, // Years.
    // For the next.

    // For it too.
    actors: { // Who.
        "a": A, /* one */
        /* own line */
        "b": // Why b?
            B,
        /* at */ "c": C // No comma.
        , // After it.
        // At the end.

    }, // Done.


    /* a
         block   
    of three */
    links: [ /* none yet */ ]
    // Last.
) // The end.
// And
/* over. */"#;
    let expected = r#"// Before.

/* And */ // this.
#![enable(implicit_some)]
World(  // The world.
    /* its */ horizon: /* how long */ "2 y" /* two */,  // Years.
    // For the next.

    // For it too.
    actors: {  // Who.
        "a": A,  /* one */
        /* own line */
        "b":  // Why b?
            B,
        /* at */ "c": C,  // No comma.
        // After it.
        // At the end.
    },  // Done.

    /* a
         block
    of three */
    links: [/* none yet */],
    // Last.
)  // The end.
// And
/* over. */
"#;
    assert_eq!(holds(given), expected);
}

#[test]
fn texts_over_several_lines_stay_as_they_are() {
    assert_eq!(
        holds("World(title: \"one\n   two  \", a: [r#\"x\r\n y\"#, \"c\"])"),
        "World(\n    title: \"one\n   two  \",\n    a: [\n        r#\"x\r\n y\"#,\n        \
         \"c\",\n    ],\n)\n"
    );
}

/// Tokens of a value, nested up to a depth.
fn value() -> impl Strategy<Value = Vec<String>> {
    let leaf = prop_oneof![
        select(vec!["1", "-2.5e3", "true", "Name", "\"é ✓\"", "\"a // b, /* c\"", "\"\\\"\""])
            .prop_map(str::to_owned),
        select(vec!["\"two\n  lines \"", "r#\"raw \" text\"#"]).prop_map(str::to_owned),
        (0..100_usize).prop_map(|length| format!("\"{}\"", "w".repeat(length))),
    ];
    leaf.prop_map(|token| vec![token]).prop_recursive(4, 60, 6, |inner| {
        let parts = prop::collection::vec(inner, 0..6);
        (parts, 0..5_u8, any::<bool>()).prop_map(|(parts, kind, comma)| group(parts, kind, comma))
    })
}

/// The tokens of a list, a map, a tuple, a call or fields of these values.
fn group(parts: Vec<Vec<String>>, kind: u8, comma: bool) -> Vec<String> {
    let (open, close) = match kind {
        0 => ("[", "]"),
        1 => ("{", "}"),
        _ => ("(", ")"),
    };
    let mut tokens: Vec<String> = Vec::new();
    if kind > 2 {
        tokens.push("Name".to_owned());
    }
    tokens.push(open.to_owned());
    let many = parts.len();
    for (place, part) in parts.into_iter().enumerate() {
        let key = match kind {
            1 => Some(format!("\"{}\"", "key".repeat(place))),
            3 => Some(["links", "name", "actors", "a", "b", "c"][place].to_owned()),
            _ => None,
        };
        if let Some(key) = key {
            tokens.extend([key, ":".to_owned()]);
        }
        tokens.extend(part);
        if comma || place + 1 < many {
            tokens.push(",".to_owned());
        }
    }
    tokens.push(close.to_owned());
    tokens
}

/// The tokens of a world.
fn a_world() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(value(), 0..6).prop_map(|values| {
        let mut tokens = group(values, 3, true);
        "World".clone_into(&mut tokens[0]);
        tokens
    })
}

/// White space without an empty line, or with them and comments of all kinds.
fn gap(comments: bool) -> impl Strategy<Value = String> {
    let spaces = select(vec!["", "", "", " ", "\n", "\r\n\t ", "\n   "]).boxed();
    let all = select(vec![
        "\n\n",
        "\n \n\n",
        "// line\n",
        " // line  \r\n",
        "\n// /* own \n",
        "/* block */",
        "/**/",
        "\n/* own */\n",
        "/* /* two \r\n \t lines */ */",
        "\n /* x */ /* y */ ",
    ]);
    if !comments {
        return spaces.prop_map(str::to_owned).boxed();
    }
    let part = (spaces, prop_oneof![3 => Just(""), 1 => all]);
    prop::collection::vec(part, 1..4)
        .prop_map(|parts| parts.iter().map(|(space, more)| format!("{space}{more}")).collect())
        .boxed()
}

/// Tokens with gaps between them.
fn with_gaps(tokens: &[String], gaps: &[String]) -> String {
    let gaps = gaps.iter().cycle();
    tokens.iter().zip(gaps).flat_map(|(token, gap)| [gap.as_str(), token.as_str()]).collect()
}

/// How many gaps are drawn: more than most of these worlds have tokens.
const GAPS: usize = 97;

/// A file of this name in an empty folder of the calling test's own.
fn file(test: &str, name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("layout").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    let path = folder.join(name);
    fs::write(&path, text).expect("the target folder can be written to");
    path
}

/// `foomwatch fmt` with these arguments: its exit code, output and messages.
fn fmt(path: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foomwatch"));
    let output = command.arg("fmt").arg(path).args(arguments).output().expect("it can be run");
    let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
    (output.status.code().expect("no signal ended it"), text(output.stdout), text(output.stderr))
}

/// A world that is read and not yet right, and its layout.
const UGLY: &str = "// Not finished.\r\nWorld( horizon:\"2 y\", // Years.\r\n\r\n)";
const PRETTY: &str = "// Not finished.\nWorld(\n    horizon: \"2 y\",  // Years.\n)\n";

#[test]
fn a_file_is_printed_checked_and_replaced() {
    let path = file("replaced", "a world.ron", UGLY);
    assert_eq!(fmt(&path, &[]), (0, PRETTY.to_owned(), String::new()));
    let told = format!("{} is not in canonical layout, from line 1 on\n", path.display());
    assert_eq!(fmt(&path, &["--check"]), (1, told, String::new()));
    assert_eq!(read(&path), UGLY);
    assert_eq!(fmt(&path, &["--write"]), (0, String::new(), String::new()));
    assert_eq!(read(&path), PRETTY);
    let told = format!("{} is in canonical layout\n", path.display());
    assert_eq!(fmt(&path, &["--check"]), (0, told, String::new()));
    fs::write(&path, PRETTY.trim_end()).expect("it can be written to");
    let (code, told, _) = fmt(&path, &["--check"]);
    assert!(code == 1 && told.contains("from line 4 on"), "{told}");
    let others = fs::read_dir(path.parent().expect("it is in a folder")).expect("it is there");
    assert_eq!(others.count(), 1, "a temporary file is left");
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    for text in ["World(horizon: \"2 y\"", "World(a: 1, 2)", "", "[1, 2]"] {
        let path = file("unreadable", "world.ron", text);
        for arguments in [&[][..], &["--check"], &["--write"]] {
            let (code, told, error) = fmt(&path, arguments);
            assert!(code == 2 && told.is_empty() && error.starts_with("error: "), "{error}");
        }
        assert_eq!(read(&path), text);
    }
    let (code, _, error) = fmt(Path::new("-"), &["--write"]);
    assert!(code == 2 && error.contains("standard input cannot be replaced"), "{error}");
    let (code, _, error) = fmt(Path::new("worlds/nobody wrote this.ron"), &["--write"]);
    assert!(code == 2 && error.contains("there is no such file"), "{error}");
    let (code, ..) = fmt(Path::new("worlds/first.ron"), &["--write", "--check"]);
    assert_eq!(code, 2);
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_the_permissions_of_its_target_are_kept() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    let path = file("link", "target.ron", UGLY);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
    let link = path.with_file_name("link.ron");
    symlink("target.ron", &link).expect("the folder can be written to");
    assert_eq!(fmt(&link, &["--write"]).0, 0);
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert_eq!(read(&path), PRETTY);
    let before = fs::metadata(&path).expect("it is there");
    assert_eq!(before.permissions().mode() & 0o777, 0o640);
    assert_eq!(fmt(&link, &["--write"]).0, 0);
    let after = fs::metadata(&path).expect("it is there");
    assert_eq!(after.ino(), before.ino(), "a file that does not change is replaced");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_layout_keeps_all_tokens_and_comments_and_rests(
        tokens in a_world(),
        gaps in prop::collection::vec(gap(true), GAPS),
        end in gap(true),
    ) {
        let text = with_gaps(&tokens, &gaps) + &end;
        let once = holds(&text);
        prop_assert!(once.ends_with('\n') && !once.ends_with("\n\n"));
        prop_assert!(!once.contains("\n\n\n"), "{once}");
    }

    #[test]
    fn where_lines_are_broken_means_nothing(
        tokens in a_world(),
        gaps in prop::collection::vec(gap(false), GAPS),
        others in prop::collection::vec(gap(false), GAPS),
    ) {
        let (one, other) = (with_gaps(&tokens, &gaps), with_gaps(&tokens, &others));
        prop_assert_eq!(laid_out(&one), laid_out(&other));
    }
}
