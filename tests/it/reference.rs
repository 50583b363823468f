//! The printed reference is the one in the book, and its examples run.
//!
//! `FOOMWATCH_UPDATE=1` writes the pages anew; look at what changed.

use std::fs;

use foomwatch::laws::laws;
use foomwatch::prelude::*;
use foomwatch::primitives::calendar::DAYS;
use foomwatch::primitives::quantity::{self, CHIPS};
use foomwatch::report;
use foomwatch::report::reference::{self, Topic};
use foomwatch::world::{
    ACCOUNTABLE, CAPABILITY_FIELDS, CONCERNS, COPIES_FIELDS, DECLARATION_FIELDS, DOUBLINGS_FIELDS,
    FIELDS, FieldRow, GENERATIONS_FIELDS, HOLIDAY_FORMS, HOURS_FIELDS, HOURS_FORMS,
    IMPROVEMENT_FIELDS, LAWS, LEVEL_FIELDS, LEVER_FIELDS, LINK_OPTIONS, MARK_FIELDS, MarkKind,
    OWN_KIND, REFERENCES, SOURCE_FIELDS, TAKEOFFS, WorldFile, check,
};

#[test]
fn the_book_has_the_tables_that_the_roles_declare() {
    in_step("docs/roles.md", &reference::all(&Roles::standard()));
}

#[test]
fn the_book_has_the_tables_that_the_checker_reads() {
    in_step("docs/reference.md", &reference::whole(&Roles::standard()));
}

#[test]
fn the_book_has_the_laws_that_are_tried() {
    const PATH: &str = "docs/laws.md";
    let (begins, ends) = ("## The laws\n", "\n## Faults\n");
    let page = fs::read_to_string(PATH).expect("the page is there");
    let (before, rest) = page.split_once(begins).expect("it has the laws");
    let (section, after) = rest.split_once(ends).expect("the faults come after the laws");
    // What is said of all laws stands before the first.
    let said = section.split("\n### ").next().unwrap_or_default();
    let laws = report::laws::page(laws());
    in_step(PATH, &format!("{before}{begins}{said}\n{laws}{ends}{after}"));
}

fn in_step(path: &str, printed: &str) {
    if std::env::var_os("FOOMWATCH_UPDATE").is_some() {
        fs::write(path, printed).expect("the folder can be written to");
    }
    let in_book = fs::read_to_string(path).unwrap_or_default();
    assert!(
        printed == in_book,
        "{path} is not what the program prints; FOOMWATCH_UPDATE=1 cargo test --test it \
         reference writes it anew"
    );
}

#[test]
fn the_whole_has_every_topic_but_the_roles() {
    let roles = Roles::standard();
    let whole = reference::whole(&roles);
    for topic in Topic::ALL {
        let text = reference::topic(topic, &roles);
        assert_eq!(whole.contains(&text), topic != Topic::Roles, "{}", topic.name());
    }
}

#[test]
fn the_command_tells_one_topic_or_refuses_it() {
    let tell = |arguments: &[&str]| {
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_foomwatch"))
            .arg("reference")
            .args(arguments)
            .output();
        let output = program.expect("the program was built beside this test");
        let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let roles = Roles::standard();
    for topic in Topic::ALL {
        let printed = tell(&[topic.name()]);
        assert_eq!(printed, (Some(0), reference::topic(topic, &roles), String::new()));
    }
    assert_eq!(tell(&[]).1, reference::whole(&roles));
    let (code, printed, told) = tell(&["lawz"]);
    assert_eq!((code, printed.as_str()), (Some(2), ""));
    assert!(told.contains("'laws'"), "{told}");
}

#[test]
fn the_reference_fits_a_terminal_of_a_hundred_columns() {
    for line in reference::whole(&Roles::standard()).lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

/// What the world of the examples has beside them, so that it is whole: more
/// entries for a list or a map.
const BESIDE: &[(&str, &str)] = &[
    (
        "actors",
        r#""secret run": TrainingProgram(compute: Unknown("insight cost")),
           "cluster": Cluster(chips: "16384 H100", utilization: Lever("granted"),
               power_per_chip: ("1.81 kW", Measured("epoch-dc"))),
           "meter": HazardSensor(channel: "power", hazard: Unknown("leak rate")),
           "desk": Reviewer(review: "1 h", hours: Hours(open: "24/7", holidays: "british")),"#,
    ),
    (
        "links",
        r#"("cluster", Hosts, "secret run"), ("meter", Watches, "cluster"),
           ("meter", Alerts, "desk"),"#,
    ),
    ("unknowns", r#""leak rate": LogUniform("1/y", "4/y"),"#),
];

/// A world of the examples of all fields, some of which have another text.
fn world(others: &[(&str, String)]) -> String {
    let mut text = "World(\n".to_owned();
    for row in FIELDS {
        let other = others.iter().find(|(name, _)| *name == row.name);
        let mut value = other.map_or_else(|| row.example.to_owned(), |(_, text)| text.clone());
        if let Some((_, more)) = BESIDE.iter().find(|(name, _)| *name == row.name) {
            let end = value.pop().expect("the example has an end");
            value = format!("{value}, {more}{end}");
        }
        text += &format!("    {}: {value},\n", row.name);
    }
    text + ")"
}

/// The same with one of the texts beside the examples changed.
fn with(old: &str, new: &str) -> String {
    let text = world(&[]);
    assert_eq!(text.matches(old).count(), 1, "{old} is in\n{text}");
    text.replacen(old, new, 1)
}

/// What is wrong with a world; nothing, and no warning, if it is clean.
fn fault_of(text: &str, roles: &Roles) -> Option<String> {
    match WorldFile::from_text("the examples", text).and_then(|file| check(&file, roles)) {
        Ok((_, warnings)) if warnings.is_empty() => None,
        Ok((_, warnings)) => Some(warnings.iter().map(|one| one.render(false)).collect()),
        Err(diagnostics) => Some(diagnostics.render(false)),
    }
}

fn assert_clean(text: &str) {
    if let Some(fault) = fault_of(text, &Roles::standard()) {
        panic!("{fault}\n{text}");
    }
}

/// Fields with their examples, as they stand between parentheses.
fn all_of(rows: &[FieldRow]) -> String {
    rows.iter().map(|row| format!("{}: {}, ", row.name, row.example)).collect()
}

#[test]
fn the_examples_of_all_fields_make_one_world_that_checks_clean() {
    assert_clean(&world(&[]));
}

#[test]
fn every_example_of_a_concern_and_of_takeoff_runs() {
    for row in CONCERNS {
        assert!(row.example.starts_with(row.name), "{}", row.example);
        let concern = ("concern", format!("[{}]", row.example));
        let text = with_agent(&[concern]);
        assert_eq!(fault_of(&text, &with_models()), None);
    }
    for row in TAKEOFFS {
        assert!(row.example.starts_with(row.name), "{}", row.example);
        assert_eq!(fault_of(&of_models(row.example), &with_models()), None);
    }
    for (form, rows) in [
        ("Capability", CAPABILITY_FIELDS),
        ("Generations", GENERATIONS_FIELDS),
        ("Doublings", DOUBLINGS_FIELDS),
        ("Level", LEVEL_FIELDS),
        ("Copies", COPIES_FIELDS),
    ] {
        let example = format!("{form}({})", all_of(rows));
        assert_eq!(fault_of(&of_models(&example), &with_models()), None);
    }
}

/// A model or whatever works with one, as far as links go.
#[derive(Clone)]
struct Learner;

impl Behavior for Learner {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A model or whatever works with one, as far as links go.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Deploys, "What it has trained goes there."),
        LinkRule::into(Link::Deploys, "What was trained comes over it."),
        LinkRule::out(Link::Improves, "What it gains goes there."),
        LinkRule::into(Link::Improves, "What another gains comes over it."),
        LinkRule::into(Link::Hosts, "It works there."),
        LinkRule::out(Link::Hosts, "It shelters the work of others."),
    ];

    fn new(_: NoParameters) -> Self {
        Self
    }
}

fn with_models() -> Roles {
    Roles::standard().with::<Learner>("Learner")
}

/// The world of the examples with this takeoff, and with a model.
fn of_models(takeoff: &str) -> String {
    improved(takeoff, "Improves")
}

/// The world of the examples with an agent that can hide work.
fn with_agent(others: &[(&str, String)]) -> String {
    let actors = r#"{"agent": Learner, "scaffold": Learner, "board": Authority()}"#.to_owned();
    let links = r#"[("cluster", Hosts, "agent"), ("agent", Hosts, "scaffold"),
        ("desk", Reports, "board")]"#
        .to_owned();
    let beside = [("actors", actors), ("links", links)];
    world(&[others, &beside[..]].concat())
}

/// The same, where one improves another so.
fn improved(takeoff: &str, improves: &str) -> String {
    let actors = r#"{"model": Learner, "teacher": Learner, "research": Learner,
        "scaffold": Learner, "board": Authority()}"#;
    let links = format!(
        r#"[("teacher", Deploys, "model"), ("desk", Reports, "board"),
            ("cluster", Hosts, "research"), ("cluster", Hosts, "scaffold"), ("cluster", Hosts, "model"),
            ("research", {improves}, "model")]"#
    );
    world(&[("takeoff", takeoff.to_owned()), ("actors", actors.to_owned()), ("links", links)])
}

#[test]
fn every_field_of_a_gain_that_is_carried_over_is_one() {
    let all = [all_of(IMPROVEMENT_FIELDS), all_of(LINK_OPTIONS)].concat();
    let text = improved(TAKEOFFS[0].example, &format!("Improves({all})"));
    assert_eq!(fault_of(&text, &with_models()), None);
}

#[test]
fn every_example_of_who_is_accountable_runs() {
    for row in ACCOUNTABLE {
        let regulator = "{\"regulator\": Authority(), \"board\": Authority()}".to_owned();
        let links = "[(\"desk\", Reports, \"board\"), (\"desk\", Reports, \"regulator\")]";
        assert_clean(&world(&[
            ("accountable", row.example.to_owned()),
            ("actors", regulator),
            ("links", links.to_owned()),
        ]));
    }
}

#[test]
fn every_field_of_a_declaration_is_one() {
    let declares = format!("Declares({})", all_of(DECLARATION_FIELDS));
    let links =
        format!("[(\"desk\", Reports, \"board\"), (\"secret run\", {declares}, \"meter\")]");
    assert_clean(&world(&[("links", links)]));
}

/// A world whose one report has this delay.
fn delayed(law: &str) -> String {
    world(&[("links", format!("[(\"desk\", Reports(delay: {law}), \"board\")]"))])
}

#[test]
fn every_example_of_a_law_is_a_delay() {
    for row in LAWS {
        assert!(row.example.starts_with(row.name), "{}", row.example);
        assert_clean(&delayed(row.example));
    }
}

#[test]
fn an_example_that_does_not_run_is_a_fault() {
    let roles = Roles::standard();
    for law in ["", "Constant()", "Constant(\"1 zz\")", "NoSuchLaw(\"1 d\")"] {
        assert!(fault_of(&delayed(law), &roles).is_some(), "`{law}` runs");
    }
    for row in FIELDS {
        let broken = world(&[(row.name, "(…)".to_owned())]);
        assert!(fault_of(&broken, &roles).is_some(), "`{}` is not in the world", row.name);
    }
}

#[test]
fn every_unit_reads_back_and_every_example_of_a_quantity_is_one() {
    for dimension in Dimension::ALL {
        let example = quantity::parse(dimension.example(), dimension);
        assert!(example.is_ok(), "{example:?}");
        for unit in dimension.units() {
            for name in unit.names {
                let read = quantity::parse(&format!("1 {name}"), dimension);
                assert_eq!(read, Ok(unit.to_base(1.0)), "{name}");
            }
        }
    }
}

#[test]
fn every_chip_of_the_catalog_is_in_a_cluster() {
    for chip in &CHIPS {
        assert_clean(&with("16384 H100", &format!("2 {}", chip.name)));
    }
}

#[test]
fn every_example_of_hours_and_holidays_is_kept() {
    let rules = HOURS_FORMS.iter().map(|row| row.example.to_owned());
    for rule in rules.chain(DAYS.map(|day| format!("{day} 09:00-17:00"))) {
        assert_clean(&with("24/7", &rule));
    }
    for row in HOLIDAY_FORMS {
        assert_clean(&world(&[("holidays", format!("{{\"british\": [\"{}\"]}}", row.example))]));
    }
    assert_clean(&with(r#"open: "24/7", holidays: "british""#, &all_of(HOURS_FIELDS)));
}

/// How many of some values of the world can be the example.
fn fits(example: &str) -> usize {
    const SLOTS: [&str; 5] = [
        r#"("1.81 kW", Measured("epoch-dc"))"#,
        r#"utilization: Lever("granted")"#,
        r#"hazard: Unknown("leak rate")"#,
        r#"compute: Unknown("insight cost")"#,
        r#"review: "1 h""#,
    ];
    let fits = |slot: &str| {
        let name = slot.split_once(": ").map_or("", |(name, _)| name);
        let value = if name.is_empty() { example.to_owned() } else { format!("{name}: {example}") };
        let text = with(slot, &value);
        let file = WorldFile::from_text("the examples", &text).expect("it can be read");
        check(&file, &Roles::standard()).is_ok()
    };
    SLOTS.iter().filter(|slot| fits(slot)).count()
}

#[test]
fn every_example_of_a_mark_and_of_a_reference_stands_for_a_value() {
    for kind in MarkKind::ALL {
        assert_eq!(fits(kind.example()), 1, "{}", kind.example());
    }
    for row in REFERENCES {
        assert_eq!(fits(row.example), 1, "{}", row.example);
    }
    let named = format!("Measured({})", all_of(MARK_FIELDS));
    assert_clean(&with("Measured(\"epoch-dc\")", &named));
}

#[test]
fn every_example_of_a_source_and_of_a_lever_is_one() {
    let source = format!("{{\"epoch-dc\": ({})}}", all_of(SOURCE_FIELDS));
    assert_clean(&world(&[("sources", source)]));
    let lever = format!("{{\"granted\": ({})}}", all_of(LEVER_FIELDS));
    assert_clean(&world(&[("levers", lever)]));
}

#[test]
fn every_option_of_a_link_is_one() {
    let options = format!("[(\"desk\", Reports({}), \"board\")]", all_of(LINK_OPTIONS));
    assert_clean(&world(&[("links", options)]));
    // Kinds of one's own are those of roles that only the tests know.
    let own = all_of(&[OWN_KIND]);
    let text = format!(
        r#"World(horizon: "1 y", concern: [Program("run")], takeoff: After("1 d"),
            accountable: ["board"],
            actors: {{"run": Program, "site": Site(chips: "1 H100"), "log": Meter(),
                "desk": Desk(servers: 1), "board": Board()}},
            links: [("site", Hosts, "run"), ("log", Watches, "site"), ("log", Alerts, "desk"),
                ("desk", Reports, "board"), ("desk", Own({own}{}), "board")])"#,
        all_of(LINK_OPTIONS)
    );
    assert_eq!(fault_of(&text, &crate::world_roles::roles()), None);
}
