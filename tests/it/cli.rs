//! The command line, as users and their scripts meet it.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::stage::{FIRST, first};

const COMMANDS: [&str; 11] = [
    "run",
    "break-even",
    "falsify",
    "laws",
    "check",
    "fmt",
    "graph",
    "blind-spots",
    "trace",
    "roles",
    "new",
];

/// The program, away from what the caller's terminal wants.
fn foomwatch(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foomwatch"));
    command
        .args(arguments)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR")
        .env_remove("CLICOLOR_FORCE");
    command
}

/// What a command that must succeed prints.
fn printed(arguments: &[&str]) -> String {
    let output = foomwatch(arguments).assert().code(0).get_output().clone();
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// What a command says that must find a fault of the input, and write nothing.
fn refused(arguments: &[&str]) -> String {
    let assert = foomwatch(arguments).assert().code(2).stdout("");
    String::from_utf8(assert.get_output().stderr.clone()).expect("messages are UTF-8")
}

/// A file of this name in a folder of the calling test's own.
fn file(test: &str, name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    folder.join(name)
}

fn written(test: &str, name: &str, text: &str) -> String {
    let path = file(test, name);
    fs::write(&path, text).expect("the target folder can be written to");
    path.to_str().expect("the target folder is UTF-8").to_owned()
}

fn run_json(arguments: &[&str]) -> Value {
    let text = printed(&[&["run", "--format", "json"], arguments].concat());
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_run_has_the_same_bytes_whatever_the_threads_and_the_order_of_the_file() {
    let test = "same_bytes";
    let arguments =
        |threads| ["run", "-n", "3000", "--seed", "7", "--format", "json", "--threads", threads];
    let path = written(test, "world.ron", &first());
    let wanted = printed(&[&arguments("1")[..], &[&path]].concat());
    // The entries of maps and lists, which stand on lines of their own, turned.
    let (mut turned, mut entries) = (Vec::new(), Vec::new());
    for line in first().lines() {
        if line.starts_with("        ") {
            entries.push(line.to_owned());
            continue;
        }
        turned.extend(entries.drain(..).rev());
        turned.push(line.to_owned());
    }
    for text in [first(), turned.join("\n")] {
        let path = written(test, "world.ron", &text);
        for threads in ["1", "2", "7"] {
            for _ in 0..2 {
                let arguments = [&arguments(threads)[..], &[&path]].concat();
                let bytes = printed(&arguments);
                assert!(
                    bytes == wanted,
                    "foomwatch {} gives\n{bytes}\ninstead of\n{wanted}",
                    arguments.join(" ")
                );
            }
        }
    }
}

/// The keys of every object of a JSON text, in the order in which they stand.
struct Keys(Vec<Vec<String>>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Keys;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("JSON")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let (mut own, mut inner) = (Vec::new(), Vec::new());
                while let Some((key, keys)) = map.next_entry::<String, Keys>()? {
                    own.push(key);
                    inner.extend(keys.0);
                }
                inner.push(own);
                Ok(Keys(inner))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                let mut inner = Vec::new();
                while let Some(keys) = list.next_element::<Keys>()? {
                    inner.extend(keys.0);
                }
                Ok(Keys(inner))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }

            fn visit_str<E>(self, _: &str) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }

            fn visit_unit<E>(self) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }
        }

        deserializer.deserialize_any(Collect)
    }
}

#[test]
fn all_maps_of_a_run_are_in_the_order_of_their_names() {
    let text = printed(&["run", FIRST, "-n", "100", "--format", "json"]);
    let Keys(maps) = serde_json::from_str(&text).expect("it is JSON");
    assert!(maps.len() > 20, "only {} objects", maps.len());
    for keys in maps {
        assert!(keys.is_sorted(), "{keys:?}");
    }
    serde_json::from_str::<IgnoredAny>(&text).expect("nothing follows the object");
    assert!(text.ends_with("}\n"));
}

#[test]
fn a_run_says_all_that_a_program_needs() {
    let run = run_json(&[FIRST, "-n", "2000", "--seed", "3"]);
    for key in ["title", "path", "digest"] {
        assert!(run["world"][key].is_string(), "world.{key} in {run}");
    }
    assert_eq!(run["world"]["path"], FIRST);
    assert_eq!(run["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(run["seed"], 3);
    assert_eq!(run["replications"], 2000);
    assert_eq!(run["interrupted"], false);
    assert_eq!(run["failed"], 0);
    let outcomes = run["outcomes"].as_object().expect("a map");
    let counts: u64 = outcomes.values().filter_map(|one| one["count"].as_u64()).sum();
    assert_eq!((outcomes.len(), counts), (8, 2000));
    let estimates = run["estimates"].as_array().expect("a list");
    assert_eq!(estimates[0]["name"], "noticed before takeoff");
    assert_eq!(estimates[1]["name"], "noticed before takeoff, unconditional");
    for estimate in estimates {
        for key in ["estimate", "low", "high", "level", "n", "method", "standard_error"] {
            assert!(!estimate[key].is_null(), "`{key}` in {estimate}");
        }
        let number = |key: &str| estimate[key].as_f64().expect("a number");
        assert!(number("low") <= number("estimate") && number("estimate") <= number("high"));
    }
    for milestone in ["first alarm", "noticed", "takeoff"] {
        let times = &run["milestones"][milestone];
        assert!(times["count"].as_u64() > Some(0));
        let days = ["p5", "median", "p95"].map(|key| times[key].as_f64().expect("a number"));
        assert!(days.is_sorted(), "{times}");
    }
    assert!(run["measures"]["desk"]["wait"]["estimate"].is_number());
    let events = run["events"]["total"].as_u64().expect("a number") as f64;
    assert_eq!(run["events"]["per_replication"], events / 2000.0);
}

#[test]
fn without_takeoff_the_answer_is_undefined_and_no_share_is_known() {
    let never = ["run", FIRST, "-n", "300", "--set", "takeoff=After(\"9 y\")"];
    let run = run_json(&never[1..]);
    let headline = &run["estimates"][0];
    for key in ["estimate", "low", "high", "standard_error"] {
        assert!(headline[key].is_null(), "{key} in {headline}");
    }
    assert_eq!(run["estimates"][1]["estimate"], 0.0);
    let text = printed(&never);
    assert!(text.contains("undefined"), "{text}");
    has_no_known_share(&text);
}

#[test]
fn what_was_always_or_never_seen_is_bounded() {
    // Takeoff comes at once, and notice before a takeoff that comes late.
    for takeoff in ["1 s", "600 d"] {
        let set = format!("takeoff=After(\"{takeoff}\")");
        let text = printed(&["run", FIRST, "-n", "50", "--set", &set]);
        has_no_known_share(&text);
    }
}

/// A share of 0 % or 100 % claims more than any number of replications knows.
#[track_caller]
fn has_no_known_share(text: &str) {
    let words: Vec<&str> = text.split([' ', '\n', '(', ')']).collect();
    for pair in words.windows(2) {
        let is_end = pair[0].parse::<f64>().is_ok_and(|number| number == 0.0 || number == 100.0);
        assert!(!(is_end && pair[1].starts_with('%')), "{pair:?} in\n{text}");
    }
}

#[test]
fn a_value_set_on_the_command_line_is_as_one_in_the_file() {
    let text = first().replace("\"1/mo\"", "\"3/mo\"").replace("2 y", "1 y");
    let path = written("set", "world.ron", &text);
    let mut edited = run_json(&[&path, "-n", "500"]);
    let set = ["--set", "actors.meter.hazard=3/mo", "--set", "horizon = 1 y"];
    let mut set = run_json(&[&[FIRST, "-n", "500"][..], &set].concat());
    for run in [&mut edited, &mut set] {
        run["world"]["path"] = Value::Null;
    }
    assert_eq!(edited, set);
    assert_ne!(set["outcomes"], run_json(&[FIRST, "-n", "500"])["outcomes"]);
}

#[test]
fn a_bad_set_is_refused_with_its_place_and_a_hint() {
    let cases = [
        ("horizon", "has no `=`", "as in `--set"),
        ("=2 y", "not the path of a value", "as in `horizon`"),
        ("actors..hazard=2", "not the path of a value", "as in `horizon`"),
        ("horizn=2 y", "no field `horizn`", "did you mean `horizon`?"),
        ("actors.meter.hazrd=2/mo", "no field `hazrd`", "did you mean `hazard`?"),
        ("actors.mter.hazard=2/mo", "no `mter`", "did you mean `meter`?"),
        ("links.9.1=Alerts", "no `9`", "0 to 3"),
        ("horizon=2 yy", "`yy` is not a unit", "`y` is one"),
        ("horizon=", "the text is empty", "as in `30 d`"),
        ("horizon=0 y", "`horizon`", "hint:"),
        ("actors.desk.review=Exponential(mean: \"5 d\"", "the text ends", "never closed"),
        ("actors.meter.hazard=5 d", "hazard", "hint:"),
        ("actors.desk=Reviwer()", "Reviwer", "did you mean `Reviewer`?"),
    ];
    for (set, what, hint) in cases {
        let message = refused(&["run", FIRST, "--set", set]);
        for part in ["error: ", what, hint, "hint: "] {
            assert!(message.contains(part), "--set '{set}': no {part:?} in\n{message}");
        }
        let has_place = message.contains("command line:1:") || message.contains("`--set ");
        assert!(has_place, "--set '{set}' has no place:\n{message}");
        let trace = refused(&["trace", FIRST, "--set", set]);
        assert_eq!(message, trace, "--set '{set}'");
    }
}

#[test]
fn every_bad_set_is_reported_at_once() {
    let message =
        refused(&["run", FIRST, "--set", "horizon=2 yy", "--set", "actors.mter.hazard=1/mo"]);
    for part in ["`mter`", "`yy`"] {
        assert!(message.contains(part), "no {part} in\n{message}");
    }
}

#[test]
fn a_file_that_is_no_world_is_refused_and_nothing_is_written() {
    let text = first()
        .replace("2 y", "2 yy")
        .replace("skill", "skil")
        .replace("Authority", "Autority")
        .replace("16384 H100", "16384 H10");
    let broken = written("broken", "four flaws.ron", &text);
    for command in ["run", "trace", "check"] {
        let message = refused(&[command, &broken]);
        assert_eq!(message.matches("error: ").count(), 4, "{message}");
        assert_eq!(message.matches("hint: ").count(), 4, "{message}");
        for line in [4, 10, 12, 13] {
            let place = format!("four flaws.ron:{line}:");
            assert!(message.contains(&place), "no {place} in\n{message}");
        }
        let message = refused(&[command, "worlds/nobody wrote this.ron"]);
        assert!(message.contains("there is no such file"), "{message}");
    }
}

#[test]
fn check_reports_on_every_file() {
    let good = foomwatch(&["check", FIRST, "worlds/first.ron"]).assert().code(0);
    let text = String::from_utf8_lossy(&good.get_output().stdout).into_owned();
    assert_eq!(text.matches("worlds/first.ron: 5 actors, 4 links").count(), 2, "{text}");
    let mixed =
        foomwatch(&["check", "worlds/broken/five_flaws.ron", FIRST, "worlds/broken/empty.ron"])
            .assert()
            .code(2);
    let output = mixed.get_output();
    let (well, ill) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(well.starts_with("worlds/first.ron: 5 actors, 4 links"), "{well}");
    for name in ["five_flaws.ron:", "empty.ron:"] {
        assert!(ill.contains(name), "no {name} in\n{ill}");
    }
}

#[test]
fn check_tells_what_a_world_contains() {
    let text = first()
        .replace(
            "    actors: {",
            "    sources: { \"epoch\": (text: \"Epoch AI\", year: 2024) },\n    \
             unknowns: { \"skill\": (Uniform(0, 3), Assumed), \"idle\": Uniform(0, 1) },\n    \
             levers: { \"chips\": (settings: [\"1 H100\", \"2 H100\"], baseline: \"2 H100\") },\n    \
             actors: {",
        )
        .replace("\"16384 H100\"", "Lever(\"chips\")")
        .replace("\"40 %\"", "(\"40 %\", Measured(\"epoch\"))")
        .replace("skill: 1.5", "skill: Unknown(\"skill\")");
    let path = &written("contents", "contents.ron", &text);
    let output = foomwatch(&["check", path]).assert().code(0);
    let told = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    for line in [
        "5 actors, 4 links, 1 warning",
        "  concerning   all work of secret run",
        "  accountable  board",
        "  P(noticed before takeoff) >= 50 %",
        "  Reviewer         desk",
        "  Alerts   meter → desk",
        "  skill  Uniform(0, 3), used once, assumed",
        "  idle   Uniform(0, 1), not used",
        "  chips  \"1 H100\", \"2 H100\" (baseline), used once",
        "  epoch  Epoch AI, 2024, cited by 1 figure",
        "  measured (1)          cluster.utilization",
        "  assumed (1)           the unknown skill",
        "  left to their roles   ",
    ] {
        assert!(told.contains(line), "no {line:?} in\n{told}");
    }
    let warned = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(warned.contains("nothing uses the unknown `idle`"), "{warned}");
    // The unknown is marked, the lever is nobody's figure: eight are not known.
    let strict = foomwatch(&["check", "--strict", path]).assert().code(2);
    let refused = String::from_utf8_lossy(&strict.get_output().stderr).into_owned();
    assert!(refused.contains("`prior` of `board` has no source"), "{refused}");
    assert!(!refused.contains("`chips`") && !refused.contains("`utilization`"), "{refused}");
    foomwatch(&["run", "-n", "10", "--strict", path]).assert().code(2);
    foomwatch(&["check", path, "--set", "horizon=0 s"]).assert().code(2);
}

#[test]
fn a_claim_is_set_without_quotes_and_a_name_may_have_an_equals_sign() {
    let text = first().replace("\"meter\"", "\"a=b\"");
    let path = &written("equals", "equals.ron", &text);
    let claim = "claims.0=P(noticed before takeoff) >= 10 %";
    let hazard = "actors.\"a=b\".hazard=2/mo";
    let output = printed(&["run", "-n", "50", path, "--set", claim, "--set", hazard]);
    assert!(output.contains("P(noticed before takeoff) >= 10 %"), "{output}");
}

#[test]
fn a_trace_begins_with_what_is_not_known() {
    let set = "actors.desk.skill=Unknown(\"skill\")";
    let unknowns = "unknowns={\"skill\": Constant(1.25)}";
    let arguments = ["trace", FIRST, "--set", unknowns, "--set", set];
    let text = printed(&arguments);
    let first: Vec<&str> = text.lines().take(2).map(str::trim).collect();
    assert_eq!(first[1], "skill is 1.25", "{first:?}");
}

#[test]
fn a_trace_goes_forward_from_cause_to_event() {
    let arguments = ["trace", FIRST, "--seed", "9", "--replication", "4", "--format", "jsonl"];
    let text = printed(&arguments);
    assert_eq!(text, printed(&arguments));
    let mut last = (0, 0);
    for line in text.lines() {
        let entry: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let number = |key: &str| entry[key].as_u64().unwrap_or_else(|| panic!("{key}: {line}"));
        let (event, ticks) = (number("event"), number("ticks"));
        if last == (0, 0) && entry["what"] == "start" {
            // What actors note as they start is no event.
            assert_eq!((event, ticks, number("cause")), (0, 0, 0), "{line}");
            continue;
        }
        assert!(number("cause") < event, "{line}");
        assert!(event == last.0 + 1 && ticks >= last.1, "{line}");
        last = (event, ticks);
        assert!(entry["actor"].is_string() && entry["notes"].is_array(), "{line}");
        match entry["what"].as_str() {
            Some("ring") => assert!(entry["clock"].is_string(), "{line}"),
            Some("delivery") => {
                for key in ["signal", "from", "link"] {
                    assert!(entry[key].is_string(), "{line}");
                }
            }
            _ => panic!("{line}"),
        }
    }
    assert!(last.0 > 20, "only {} events", last.0);
}

#[test]
fn a_trace_for_people_has_a_line_an_event_in_the_same_order() {
    let arguments = ["trace", FIRST, "--seed", "9", "--replication", "4"];
    let text = printed(&arguments);
    assert_eq!(text, printed(&arguments));
    let events = printed(&[&arguments[..], &["--format", "jsonl"]].concat());
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("  #")).collect();
    let events: Vec<&str> =
        events.lines().filter(|event| !event.contains("\"what\":\"start\"")).collect();
    assert_eq!(lines.len(), events.len());
    for (line, event) in lines.iter().zip(events) {
        let event: Value = serde_json::from_str(event).expect("the test above has it");
        let cause = match event["cause"].as_u64() {
            Some(0) => "from the start".to_owned(),
            _ => format!("by #{}", event["cause"]),
        };
        let number = format!("  #{} ({cause})  ", event["event"]);
        assert!(line.contains(&number), "{line}");
    }
    let times: Vec<&str> = lines.iter().map(|line| &line[..26]).collect();
    assert!(times.is_sorted(), "{text}");
    let (_, words) = text.rsplit_once("  the end\n").expect("it ends");
    assert!(words.trim_start().starts_with("outcome: "), "{text}");
}

#[test]
fn roles_are_listed_told_and_guessed_at() {
    let list = printed(&["roles"]);
    let names: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.is_sorted() && names.contains(&"Reviewer"), "{list}");
    let all = printed(&["roles", "--all"]);
    for name in names {
        let one = printed(&["roles", name]);
        assert!(one.starts_with(&format!("## {name}\n")), "{one}");
        assert!(all.contains(&one), "{one}");
    }
    let message = refused(&["roles", "Reviwer"]);
    assert!(message.contains("no role `Reviwer`"), "{message}");
    assert!(message.contains("did you mean `Reviewer`?"), "{message}");
}

#[test]
fn a_new_world_runs_and_overwrites_nothing() {
    let path = file("new", "mine.ron");
    let _ = fs::remove_file(&path);
    let name = path.to_str().expect("the target folder is UTF-8");
    let text = printed(&["new", name]);
    assert!(text.contains(&format!("foomwatch run {name}")), "{text}");
    printed(&["run", name, "-n", "100"]);
    fs::write(&path, "mine").expect("the file was written before");
    let message = refused(&["new", name]);
    assert!(message.contains("is there already"), "{message}");
    let message = refused(&["new", name, "--from", FIRST]);
    assert!(message.contains("is there already"), "{message}");
    assert_eq!(fs::read(&path).expect("it is there"), b"mine");
    let message = refused(&["new", "target", "--from", "worlds/nobody wrote this.ron"]);
    assert!(message.contains("cannot be read"), "{message}");
}

#[test]
fn every_command_shows_an_example() {
    for arguments in std::iter::once(vec!["--help"])
        .chain(COMMANDS.map(|command| vec![command, "--help"]))
        .chain(COMMANDS.map(|command| vec!["help", command]))
    {
        let text = printed(&arguments);
        assert!(text.contains("Example"), "{arguments:?}: {text}");
        assert!(text.contains("  foomwatch "), "{arguments:?}: {text}");
    }
    let text = printed(&["--help"]);
    for command in COMMANDS {
        assert!(text.contains(&format!("\n  {command} ")), "{text}");
    }
}

#[test]
fn the_examples_of_the_help_work() {
    // Those that need another program or write a file are tried elsewhere.
    for command in ["run", "check", "blind-spots", "trace", "roles"] {
        let help = printed(&[command, "--help"]);
        let examples = help
            .lines()
            .filter_map(|line| line.strip_prefix("  foomwatch "))
            .filter(|line| !line.contains('|'));
        for example in examples {
            let line = format!("\"$FOOMWATCH\" {example}");
            Command::new("sh")
                .args(["-c", &line])
                .env("FOOMWATCH", env!("CARGO_BIN_EXE_foomwatch"))
                .assert()
                .code(0);
        }
    }
}

#[test]
fn messages_have_color_only_where_it_is_wanted() {
    let arguments = ["check", "worlds/broken/five_flaws.ron"];
    let stderr = |command: &mut Command| command.assert().code(2).get_output().stderr.clone();
    let plain = stderr(&mut foomwatch(&arguments));
    let forced = stderr(foomwatch(&arguments).env("CLICOLOR_FORCE", "1"));
    let refused = stderr(foomwatch(&arguments).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1"));
    let is_colored = |text: &[u8]| text.contains(&0x1b);
    assert!(is_colored(&forced));
    assert!(!is_colored(&plain) && !is_colored(&refused));
    assert_eq!(plain, refused);
    let stdout = |command: &mut Command| command.assert().code(0).get_output().stdout.clone();
    let run = ["run", FIRST, "-n", "10"];
    let text = stdout(foomwatch(&run).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1"));
    assert!(!is_colored(&text));
    assert_eq!(text, stdout(&mut foomwatch(&run)));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_a_command_without_a_word() {
    for command in [
        "trace worlds/first.ron --set 'actors.meter.false_alarms=9/min'",
        "trace worlds/first.ron --set 'actors.meter.false_alarms=9/min' --format jsonl",
        "roles --all",
        "run worlds/first.ron -n 100",
    ] {
        // The exit code goes past the pipe, on what is else standard error.
        let line =
            format!("{{ \"$FOOMWATCH\" {command}; echo \"exit $?\" >&2; }} | head -n 1 >/dev/null");
        Command::new("sh")
            .args(["-c", &line])
            .env("FOOMWATCH", env!("CARGO_BIN_EXE_foomwatch"))
            .assert()
            .code(0)
            .stderr("exit 0\n");
    }
}

/// How much processor time a process has had, in the system's units.
#[cfg(target_os = "linux")]
fn processor_time(process: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).expect("the process is there");
    // The name in parentheses may hold anything; fields are counted behind it.
    let (_, fields) = text.rsplit_once(')').expect("the name is in parentheses");
    fields
        .split_whitespace()
        .nth(11)
        .and_then(|field| field.parse().ok())
        .expect("the twelfth field behind the name is user time")
}

/// What a command prints that is interrupted after a second of work.
#[cfg(target_os = "linux")]
fn interrupted(arguments: &[&str]) -> Value {
    let child = std::process::Command::new(env!("CARGO_BIN_EXE_foomwatch"))
        .args(arguments)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    while processor_time(child.id()) < 100 {
        std::thread::yield_now();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    // Shells send it to a process and to its group, so that it comes twice at once.
    for _ in 0..2 {
        Command::new("kill").args(["-INT", &child.id().to_string()]).assert().success();
    }
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let said: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(said["interrupted"], true);
    said
}

#[cfg(target_os = "linux")]
#[test]
fn interrupted_laws_say_how_to_go_on() {
    let said =
        interrupted(&["laws", "--cases", "1000000", "--law", "causality", "--format", "json"]);
    let tried = said["worlds"].as_u64().expect("it says how many were tried");
    assert!(tried > 0, "{said}");
    let rest = format!(
        "foomwatch laws --cases {} --from {tried} --seed 1 --law causality --format json",
        1_000_000 - tried
    );
    assert_eq!(said["rest"], rest);
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_search_says_what_it_had() {
    let arguments = ["break-even", FIRST, "-n", "500", "--format", "json"];
    // Each value takes a good part of a second.
    let moved = ["--parameter", "actors.meter.hazard", "--range", "1/y", "99/y"];
    let often = ["--set", "actors.meter.false_alarms=900/y"];
    let found = interrupted(&[&arguments[..], &moved, &often].concat());
    let trials = found["break_even"]["trials"].as_array().expect("a list");
    assert!(trials.len() < 11, "{} values", trials.len());
    let many = ["break-even", "worlds/guide.ron", "-n", "100000000", "--format", "json"];
    let ranked = interrupted(&[&many[..], &["--claim", "P(noticed) >= 15 %"]].concat());
    assert!(ranked["break_even"].is_null() && ranked["influence"].is_array());
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_run_says_what_it_had() {
    let arguments = ["run", FIRST, "-n", "100000000", "--threads", "2", "--format", "json"];
    let mut run = interrupted(&arguments);
    let done = run["replications"].as_u64().expect("a number");
    assert!(done > 0, "{done} replications");
    run["interrupted"] = Value::Bool(false);
    assert_eq!(
        run,
        run_json(&[FIRST, "-n", &done.to_string()]),
        "repeat: foomwatch run {FIRST} -n {done} --format json"
    );
}

#[test]
fn the_line_that_repeats_a_failed_replication_repeats_it() {
    let set = "actors.desk.review=Exponential(mean: \"4 d\")";
    let arguments = ["run", FIRST, "-n", "64", "--event-budget", "40", "--set", set];
    let text = printed(&arguments);
    let line = text.lines().find_map(|line| line.trim().strip_prefix("repeat: foomwatch "));
    let line = line.unwrap_or_else(|| panic!("nothing failed in\n{text}"));
    let command = format!("'{}' {line}", env!("CARGO_BIN_EXE_foomwatch"));
    let shell = std::process::Command::new("sh").args(["-c", &command]).output();
    let output = shell.expect("there is a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("its budget of 40 events"), "{command}\n{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn interrupted_laws_and_searches_tell_what_they_had() {
    let said =
        interrupted(&["laws", "--cases", "10000000", "--law", "causality", "--format", "json"]);
    let worlds = said["worlds"].as_u64().expect("a number");
    let counts = said["laws"]["causality"].as_object().expect("counts by what they are of");
    assert_eq!(counts.values().filter_map(Value::as_u64).sum::<u64>(), worlds);
    let claim = "P(noticed or not noticed) >= 50 %";
    let said = interrupted(&[
        "falsify", FIRST, "--claim", claim, "--budget", "10000000", "--format", "json",
    ]);
    assert_eq!(said["found"], Value::Null);
}
