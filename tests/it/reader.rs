//! The reader of world files beside one that asks `ron` for each value: for
//! every text both give the same tree, or both refuse it.

use std::fs;
use std::io::{self, Read};
use std::time::Duration;

use foomwatch::world::{Arguments, DEEPEST, Entry, Node, Stamp, Value, WorldFile};
use proptest::prelude::*;
use serde::de::IgnoredAny;

use crate::reader_by_slices::shown_by_slices;
use crate::through_the_door;

/// A tree as one text, with the places of all that is in it.
fn shown(node: &Node) -> String {
    let mut text = String::new();
    show(node, &mut text);
    text
}

fn show(node: &Node, into: &mut String) {
    into.push_str(&format!("{:?}@", node.place.span()));
    match &node.value {
        Value::Number(number) => into.push_str(&format!("{:x}", number.to_bits())),
        Value::Text(text) => into.push_str(&format!("{text:?}")),
        Value::Flag(flag) => into.push_str(&flag.to_string()),
        Value::Absent => into.push_str("None"),
        Value::Foreign => into.push_str("foreign"),
        Value::List(values) => show_all(values, "[]", into),
        Value::Map(entries) => show_entries(entries, "{}", into),
        Value::Call(name, arguments) => {
            if let Some(name) = name {
                into.push_str(&format!("{}@{:?}", name.text, name.place.span()));
            }
            match arguments {
                Arguments::None => into.push('!'),
                Arguments::Positional(values) => show_all(values, "()", into),
                Arguments::Named(entries) => show_entries(entries, "()", into),
            }
        }
    }
}

fn show_all(values: &[Node], brackets: &str, into: &mut String) {
    into.push_str(&brackets[..1]);
    for value in values {
        show(value, into);
        into.push(',');
    }
    into.push_str(&brackets[1..]);
}

fn show_entries(entries: &[Entry], brackets: &str, into: &mut String) {
    into.push_str(&brackets[..1]);
    for entry in entries {
        show(&entry.key, into);
        into.push(':');
        show(&entry.value, into);
        into.push(',');
    }
    into.push_str(&brackets[1..]);
}

/// Puts a text into a world as a value, and holds both readers against each
/// other.
fn both_agree_on_value(value: &str) {
    both_agree(&format!("World(title: {value})\n"));
    both_agree(&format!("World(title: [1, {value} , {{{value}: {value}}}], x: ({value},))\n"));
}

fn both_agree(text: &str) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ended =
        if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let ours = WorldFile::from_text("a test", text);
    let theirs = shown_by_slices(&ended);
    match (&ours, theirs) {
        (Ok(file), Some(theirs)) => assert_eq!(shown(file.root()), theirs, "of {text:?}"),
        (Ok(_), None) => panic!("only ours reads {text:?}"),
        (Err(flaws), Some(theirs)) => {
            let said = flaws.render(false);
            let is_world = theirs.split_once('@').is_some_and(|(_, rest)| {
                rest.starts_with("World@") && (rest.ends_with(')') || rest.ends_with('!'))
            });
            let named = !said.contains("what is in a `World` needs names");
            assert!(!is_world || !named, "only theirs reads {text:?}\n{said}");
            assert!(!said.contains("write it more plainly"), "of {text:?}\n{said}");
        }
        (Err(flaws), None) => {
            let said = flaws.render(false);
            assert!(!said.contains("write it more plainly"), "of {text:?}\n{said}");
        }
    }
}

#[test]
fn all_worlds_have_the_tree_that_ron_sees() {
    let mut many = 0;
    for folder in ["worlds", "worlds/broken", "tests/corpus"] {
        for entry in fs::read_dir(folder).expect("the tests run at the crate's root") {
            let path = entry.expect("the folder can be read").path();
            if path.extension().is_some_and(|end| end == "ron") {
                both_agree(&String::from_utf8_lossy(&fs::read(&path).expect("it can be read")));
                many += 1;
            }
        }
    }
    assert!(many > 40, "only {many} worlds");
}

/// Values at the edges of the grammar, legal and not.
const VALUES: &[&str] = &[
    "0",
    "-0",
    "+5",
    ".5",
    "5.",
    "1e5",
    "1E-5",
    "1e+5",
    "1_000",
    "1_0.5_0",
    "0x1F",
    "0b101",
    "0o17",
    "0x1e-5",
    "5u8",
    "5i64",
    "300u8",
    "1.5f32",
    "1.5f64",
    "1f32",
    "1e400",
    "18446744073709551616",
    "99999999999999999999",
    "-1",
    "--1",
    "+-1",
    "1..2",
    "1..=2",
    "1..",
    "..2",
    "..=2",
    "..",
    "1 ..2",
    "1.. 2",
    "1...2",
    "1.5..2.5",
    "1..-2",
    "-1..-2",
    "1..+2",
    "1..=-2",
    "1..inf",
    "1..=NaN",
    "1..-inf",
    "inf..2",
    "inf..=inf",
    "NaN..",
    "inf",
    "-inf",
    "+inf",
    "NaN",
    "-NaN",
    "inff32",
    "inff64",
    "NaNf32",
    "NaNf64",
    "-inff64",
    "infx",
    "inf.5",
    "b'a'",
    "b'''",
    "b'\\''",
    "b'\\x41'",
    "b'a'..b'z'",
    "1..b'z'",
    "1..=b'z'",
    "..b'z'",
    "b'a'..5",
    "b\"x\"",
    "b\"\\\"\"",
    "br\"x\"",
    "br#\"x\"y\"#",
    "br#x",
    "bx",
    "b",
    "r",
    "br",
    "rx",
    "'a'",
    "'''",
    "'\\''",
    "'\\u{41}'",
    "'ab'",
    "''",
    "\"\"",
    "\"a\"",
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\u{e9}\"",
    "\"\\xc3\\xa9\"",
    "\"a\\\n  b\"",
    "\"a\nb\"",
    "\"é\"",
    "r\"\\\"",
    "r#\"a\"b\"#",
    "r##\"a\"#b\"##",
    "r#\"\"#",
    "r#a",
    "r#a.b",
    "r#1",
    "r#true",
    "r#Some(1)",
    "r#a-b(1)",
    "r#a.b(c: 1)",
    "r#",
    "r##a",
    "r#\"",
    "true",
    "false",
    "None",
    "truex",
    "true1",
    "None()",
    "true()",
    "Some(1)",
    "Some (1)",
    "Some(1,)",
    "Some(Some(1))",
    "Some()",
    "Some(1, 2)",
    "Some(a: 1)",
    "Some",
    "Some 1",
    "Some[1]",
    "Some((1, 2))",
    "Some((a: 1))",
    "Some(())",
    "Some(a)",
    "Some/* ( */(1)",
    "()",
    "( )",
    "(/* ) */)",
    "(1)",
    "(1,)",
    "(1, 2)",
    "(a: 1)",
    "(a: 1,)",
    "(a /* , */ : 1, b: 2)",
    "(a: 1, 2)",
    "(1, a: 2)",
    "(a, b: 2)",
    "(a, b)",
    "(a: 1, a: 2)",
    "(r#a: 1)",
    "(r#a-b: 1)",
    "(true: 1)",
    "(inf: 1)",
    "(None: 1)",
    "(Some: 1)",
    "(Some(1): 1)",
    "(\"a\": 1)",
    "(1: 1)",
    "(a-b: 1)",
    "(r#1x: 2)",
    "[]",
    "[,]",
    "[1,]",
    "[1 2]",
    "[1,,2]",
    "{}",
    "{a: 1}",
    "{1: 2, 1: 3}",
    "{\"a\": 1,}",
    "{(1, 2): 3}",
    "{[]: {}}",
    "{1}",
    "A",
    "A()",
    "A ( )",
    "A(1)",
    "A(a: 1)",
    "A{}",
    "A[1]",
    "A B",
    "A::B",
    "A.b",
    "é",
    "é(1)",
    "aé",
    "a\u{301}",
    "a²",
    "²",
    "_",
    "_1",
    "a\u{85}",
    "a\u{a0}",
    "\u{2028}1",
    "\u{200e}1",
    "\u{3000}1",
    "1\u{200f}",
    "// x\n1",
    "1 // x\n",
    "/* /* */ */ 1",
    "/*/ */ 1",
    "/**/1/**/",
    "/* */ */",
    "/1",
    "#",
    "#!",
    "#![x]",
    "@",
    "=",
    "a=1",
    "\\",
    "\0",
    "\u{feff}1",
];

#[test]
fn values_at_the_edges_of_the_grammar_are_read_as_ron_reads_them() {
    for value in VALUES {
        both_agree_on_value(value);
        both_agree_on_value(&format!("A({value})"));
        both_agree_on_value(&format!("Some({value})"));
        both_agree_on_value(&format!("/**/{value}// )\n"));
        both_agree(value);
    }
}

#[test]
fn any_two_of_them_side_by_side_are_read_as_ron_reads_them() {
    for (place, first) in VALUES.iter().enumerate() {
        for second in &VALUES[place..] {
            both_agree(&format!("World(a: {first}{second})"));
            both_agree(&format!("World(a: {second} {first})"));
        }
    }
}

#[test]
fn attributes_are_passed_over() {
    for head in [
        "#![enable(implicit_some)]",
        "#![enable(implicit_some, unwrap_newtypes,)]\n#![enable(unwrap_variant_newtypes)]",
        "#![type = \"a]b\"]",
        "# /* ] */ ! [ // ]\n schema = r#\"]\"# ]",
        "/* first */ #![enable(explicit_struct_names)] // then",
    ] {
        let text = format!("{head}\nWorld(a: Some(1), b: (c: 2))");
        let file = WorldFile::from_text("a test", text.as_str());
        let file = file.unwrap_or_else(|flaws| panic!("{text}\n{flaws}"));
        assert_eq!(file.root().place.start(), text.find("World").expect("it is there"));
    }
    for head in ["#![enable(nothing)]", "#![x]", "#![enable(implicit_some)", "#", "#!", "#[x]"] {
        let text = format!("{head}\nWorld()");
        let flaws = WorldFile::from_text("a test", text.as_str()).expect_err(head);
        assert!(flaws.render(false).contains("a test:1:"), "{flaws}");
    }
    // They turn nothing on that values without them cannot be.
    let text = "#![enable(implicit_some, unwrap_variant_newtypes)] World(a: Some(b: 1))";
    let flaws = WorldFile::from_text("a test", text).expect_err("two things in a `Some`");
    assert!(!flaws.render(false).contains("more plainly"), "{flaws}");
}

/// A value with white space and comments wherever they may be.
fn value() -> impl Strategy<Value = String> {
    let is_legal = |value: &&str| ron::from_str::<IgnoredAny>(value).is_ok();
    let legal: Vec<&str> = VALUES.iter().copied().filter(is_legal).collect();
    let leaf = prop_oneof![
        5 => prop::sample::select(legal).prop_map(str::to_owned),
        1 => "[a-zA-Z_é][a-z0-9_]{0,5}",
        1 => "-?[0-9]{1,4}(\\.[0-9]{1,3})?(e-?[0-9])?",
        1 => "\"[a-z0-9 (){}\\[\\],:/*é\\\\n]{0,8}\"",
    ];
    let gap =
        || prop::sample::select(vec!["", " ", "\n", "// ,\n", "/* ( */", "\t\r\n", "/*//*/*/ */"]);
    let inner = leaf.boxed();
    inner.prop_recursive(5, 40, 4, move |inner| {
        let spaced = (gap(), inner, gap()).prop_map(|(a, value, b)| format!("{a}{value}{b}"));
        let list = prop::collection::vec(spaced.clone(), 0..4).prop_map(|all| all.join(","));
        let name = prop::sample::select(vec!["", "A", "r#b", "Some", "true", "é", "r#a.b"]);
        let keys = prop::sample::select(vec!["a", "b ", "r#c", "None", "/*:*/d", "r#1.5", "\"e\""]);
        let fields = prop::collection::vec((keys, spaced.clone()), 0..4).prop_map(|all| {
            let all: Vec<String> =
                all.iter().map(|(key, value)| format!("{key}:{value}")).collect();
            all.join(",")
        });
        let map = prop::collection::vec((spaced.clone(), spaced), 0..4).prop_map(|all| {
            let all: Vec<String> =
                all.iter().map(|(key, value)| format!("{key}:{value}")).collect();
            all.join(",")
        });
        prop_oneof![
            list.clone().prop_map(|all| format!("[{all}]")),
            map.prop_map(|all| format!("{{{all}}}")),
            (name.clone(), gap(), list).prop_map(|(name, gap, all)| format!("{name}{gap}({all})")),
            (name, gap(), fields).prop_map(|(name, gap, all)| format!("{name}{gap}({all})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn generated_texts_have_the_tree_that_ron_sees(value in value()) {
        both_agree(&format!("World(a: {value})"));
    }

    #[test]
    fn generated_texts_with_a_wrong_piece_have_the_tree_that_ron_sees(
        value in value(),
        at in any::<prop::sample::Index>(),
        piece in prop::sample::select(VALUES),
        cut in 0_usize..4,
    ) {
        let text = format!("World(a: {value})");
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let start = *at.get(&places);
        let end = places.iter().copied().find(|place| *place >= start + cut).unwrap_or(text.len());
        both_agree(&format!("{}{piece}{}", &text[..start], &text[end..]));
        both_agree(&format!("{}{}", &text[..start], &text[end..]));
    }
}

/// A reader whose file grows by a byte whenever it is read from.
struct Growing<'t> {
    rest: &'t [u8],
    length: u64,
}

impl Read for Growing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.length += 1;
        self.rest.read(into)
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    let growing = || Growing { rest: b"World()", length: 7 };
    let stamp = |length, seconds| {
        let modified = Duration::from_secs(seconds);
        Ok(Some(Stamp { length, modified: Some(modified) }))
    };
    let by_length = |reader: &Growing<'_>| stamp(reader.length, 0);
    let by_time = |reader: &Growing<'_>| stamp(7, reader.length);
    let flaws = WorldFile::from_reader("a test", growing(), by_length).expect_err("it grew");
    assert_eq!(
        flaws.render(false),
        "error: `a test` changed while it was read\n  hint: run again when nobody writes to it\n"
    );
    WorldFile::from_reader("a test", growing(), by_time).expect_err("it was written to");
    // Of a pipe nobody knows how long it will be.
    WorldFile::from_reader("a test", growing(), |_| Ok(None)).expect("pipes are read as they come");
    WorldFile::from_reader("a test", growing(), |_| stamp(7, 0)).expect("nothing changed");
    let fails = |_: &Growing<'_>| Err(io::Error::other("it is gone"));
    let flaws = WorldFile::from_reader("a test", growing(), fails).expect_err("it is gone");
    assert_eq!(flaws.render(false), "error: cannot read `a test`: it is gone\n");
}

/// So many bytes of a hostile text are read in no time; by hand, try 100 MB.
const HOSTILE: usize = 200_000;

#[test]
fn hostile_texts_are_refused_with_one_error() {
    let nested = |open: &str, close: &str, times| {
        format!("World(a: {}1{})", open.repeat(times), close.repeat(times))
    };
    for text in [
        "[".repeat(HOSTILE),
        "World(a: ".to_owned() + &"(".repeat(HOSTILE),
        "/*".repeat(HOSTILE),
        "\"".repeat(HOSTILE),
        "\"".to_owned() + &"\\\"".repeat(HOSTILE),
        "\0".repeat(HOSTILE),
        " ".repeat(HOSTILE),
        "\n".repeat(HOSTILE),
        "#".repeat(HOSTILE),
        "#![".repeat(HOSTILE),
        "r".to_owned() + &"#".repeat(HOSTILE),
        "r#".repeat(HOSTILE),
        "'".repeat(HOSTILE),
        "1".repeat(HOSTILE),
        "0x".to_owned() + &"f".repeat(HOSTILE),
        ".".repeat(HOSTILE),
        "\u{301}".repeat(HOSTILE),
        "// ".repeat(HOSTILE),
        "Some(".repeat(HOSTILE),
        nested("[", "]", 40),
        nested("Some(", ")", 40),
        nested("{1: ", "}", 40),
        nested("(a: ", ")", 40),
        format!("#![enable(unwrap_variant_newtypes)]\n{}", nested("Some(", ")", 40)),
        format!("World(a: [{}", "1, ".repeat(HOSTILE)),
        format!("World(a: \"{}", "x".repeat(HOSTILE)),
    ] {
        let flaws = WorldFile::from_text("a test", text.as_str()).expect_err(&text[..20]);
        assert_eq!(flaws.len(), 1);
        assert!(flaws.render(true).len() < 2_000, "{flaws}");
    }
}

#[test]
fn values_are_nested_as_deep_as_allowed_and_no_deeper() {
    let nested = |times| format!("World(a: {}1{})", "[".repeat(times), "]".repeat(times));
    WorldFile::from_text("a test", nested(DEEPEST - 1)).expect("it is as deep as is allowed");
    let flaws = WorldFile::from_text("a test", nested(DEEPEST)).expect_err("it is too deep");
    let said = flaws.render(false);
    assert!(
        said.contains("error: values are nested more than 16 deep\n  at a test:1:26\n"),
        "{said}"
    );
    // What is set counts from where it is put.
    let mut file = WorldFile::from_text("a test", "World(a: [0, (b: 1)])").expect("it is a world");
    let lists = |times| format!("{}1{}", "[".repeat(times), "]".repeat(times));
    file.set("a.0", &lists(DEEPEST - 2)).expect("it is as deep as is allowed");
    file.set("a.1.b", &lists(DEEPEST - 2)).expect_err("it is too deep there");
    let path = vec!["0"; DEEPEST].join(".");
    file.set(&format!("a.{path}"), "[2]").expect_err("nothing is so deep");
}

#[test]
fn places_far_down_a_file_and_far_along_a_line_are_found() {
    // Beyond several marks of the source, on their bounds and beside them.
    for line in ["é\n", "é", "\n", "abc\né"] {
        for bytes in [65_530, 65_536, 65_537, 131_072, 200_001] {
            let before = line.repeat(bytes / line.len());
            let text = format!("/*{before}*/World(a: ,)");
            let at = text.find(',').expect("there is one");
            let lines = text[..at].matches('\n').count() + 1;
            let column = text[..at].rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
            let flaws = WorldFile::from_text("a test", text.as_str()).expect_err("a value misses");
            let place = flaws.iter().next().and_then(|one| one.place.as_ref()).expect("it has one");
            assert_eq!(place.position(), (lines, column), "{bytes} of {line:?}");
        }
    }
}

#[test]
fn no_text_of_the_corpus_panics() {
    let first = fs::read_to_string("worlds/first.ron").expect("the tests run at the crate's root");
    let mut many = 0;
    for folder in ["tests/corpus", "worlds/broken"] {
        for entry in fs::read_dir(folder).expect("the tests run at the crate's root") {
            let path = entry.expect("the folder can be read").path();
            let bytes = fs::read(&path).expect("it can be read");
            if path.extension().is_some_and(|end| end == "ron") {
                through_the_door::world(&bytes);
                many += 1;
            } else if path.extension().is_some_and(|end| end == "set") {
                let setting = String::from_utf8(bytes).expect("settings are texts");
                through_the_door::set(&first, &setting);
                many += 1;
            }
        }
    }
    assert!(many > 50, "only {many} texts");
}
