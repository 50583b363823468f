//! The network of a world as text, DOT and a picture.

use foomwatch::behaviors::Roles;
use foomwatch::engine::LinkKind as _;
use foomwatch::prelude::*;
use foomwatch::report::graph::{dot, svg, text};
use foomwatch::world::Blueprint;

use crate::stage::{first, world};

foomwatch::parameters! {
    /// Nothing is to be known about it.
    pub struct RelayParameters {}
}

foomwatch::clocks! {
    /// It has one that never runs.
    pub enum Clock {
        /// It does not ring.
        Never,
    }
}

/// Is joined to anybody in any way, which no built-in role is.
#[derive(Clone)]
struct Relay;

const PAGER: Link = Link::Own("pager <&>");

impl Behavior for Relay {
    type Domain = Oversight;
    type Parameters = RelayParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Is joined to anybody.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Alerts, "To anybody."),
        LinkRule::into(Link::Alerts, "From anybody."),
        LinkRule::out(Link::Reports, "To anybody."),
        LinkRule::into(Link::Reports, "From anybody."),
        LinkRule::out(PAGER, "To anybody."),
        LinkRule::into(PAGER, "From anybody."),
    ];

    fn new(_: RelayParameters) -> Self {
        Self
    }
}

fn roles() -> Roles {
    Roles::standard().with::<Relay>("Relay").with::<Relay>("Office").with::<Relay>("Bureau")
}

/// A world of these relays, each a name and a role, and links.
fn relays(actors: &[(String, &str)], links: &[String]) -> String {
    let actors: Vec<String> =
        actors.iter().map(|(name, role)| format!("\"{name}\": {role}()")).collect();
    format!(
        "World(title: \"Relays\", horizon: \"1 y\", concern: [Training(above: \"1e26 FLOP\")], \
         takeoff: After(\"1 d\"), accountable: [\"a0\"], actors: {{{}}}, links: [{}])",
        actors.join(", "),
        links.join(", "),
    )
}

/// So many relays in three roles, joined to each other in all ways there are:
/// backward, within a role, twice, and over others.
fn tangled(many: usize) -> String {
    let role = |place: usize| ["Relay", "Office", "Bureau"][place % 3];
    let actors: Vec<(String, &str)> =
        (0..many).map(|place| (format!("a{place}"), role(place))).collect();
    let mut links = Vec::new();
    for from in 0..many {
        for step in [1, 2, 3, 7] {
            let (to, kind) = ((from + step * step) % many, ["Alerts", "Reports"][from % 2]);
            if to != from {
                links.push(format!(
                    "(\"a{from}\", {kind}(name: \"{step}\", delay: \"{step} h\"), \"a{to}\")"
                ));
            }
        }
    }
    for name in ["one", "two"] {
        let options = format!("kind: \"pager <&>\", name: \"{name}\", loss: \"1 %\"");
        links.push(format!("(\"a0\", Own({options}), \"a1\")"));
    }
    links.sort();
    links.dedup();
    relays(&actors, &links)
}

fn blueprint(text: &str) -> Blueprint {
    world(text, &[], &roles())
}

/// Fails if a text is not well-formed XML of the small part that pictures use;
/// gives the texts between its tags.
fn well_formed(xml: &str) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut texts = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        texts.push(unescaped(&rest[..at]));
        let past = at + rest[at..].find('>').expect("every tag ends");
        let tag = &rest[at + 1..past];
        rest = &rest[past + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "another tag is closed");
            continue;
        }
        let body = tag.strip_suffix('/').unwrap_or(tag);
        let (name, attributes) = body.split_once(' ').unwrap_or((body, ""));
        assert!(name.chars().all(|letter| letter.is_ascii_lowercase()), "<{name}>");
        let mut parts = attributes.split('"');
        let mut names = Vec::new();
        while let Some(key) = parts.next().filter(|key| !key.trim().is_empty()) {
            let key = key.trim().strip_suffix('=').expect("an attribute has a value");
            assert!(key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-'));
            assert!(!names.contains(&key), "`{key}` is given twice in <{body}>");
            names.push(key);
            unescaped(parts.next().expect("a value ends"));
        }
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} are not closed");
    texts
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains(['<', '"']) && !text.contains(|l: char| l.is_control() && l != '\n'));
    let mut parts = text.split('&');
    let mut unescaped = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, after) = part.split_once(';').expect("an entity ends");
        unescaped.push_str(match name {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            "#39" => "'",
            _ => panic!("`&{name};` is no entity"),
        });
        unescaped.push_str(after);
    }
    unescaped
}

/// The values of an attribute in a line of a picture.
fn attribute(line: &str, name: &str) -> Option<String> {
    let start = format!(" {name}=\"");
    let rest = &line[line.find(&start)? + start.len()..];
    rest.split('"').next().map(str::to_owned)
}

fn number(line: &str, name: &str) -> f64 {
    let value = attribute(line, name).unwrap_or_else(|| panic!("no {name} in {line}"));
    value.parse().unwrap_or_else(|error| panic!("{value}: {error}"))
}

/// The boxes of a picture, by left, top, right and bottom.
fn boxes(svg: &str) -> Vec<[f64; 4]> {
    let lines = svg.lines().filter(|line| line.starts_with("<g><title>"));
    lines
        .map(|line| {
            let rect = &line[line.find("<rect").expect("a box is a rectangle")..];
            let (x, y) = (number(rect, "x"), number(rect, "y"));
            [x, y, x + number(rect, "width"), y + number(rect, "height")]
        })
        .collect()
}

/// The arrows of a picture: their curves and what they say.
fn arrows(svg: &str) -> Vec<(String, String)> {
    let lines = svg.lines().filter(|line| line.starts_with("<path") && line.contains("<title>"));
    lines
        .map(|line| {
            let path = attribute(line, "d").expect("a path has a curve");
            (path, well_formed(line).concat())
        })
        .collect()
}

/// Points along a curve of lines and cubic curves.
fn points(path: &str) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> = Vec::new();
    for part in path.split_inclusive(['M', 'C', 'L']).map(|part| part.trim_end_matches(['C', 'L']))
    {
        let numbers: Vec<f64> = part.split(' ').filter_map(|number| number.parse().ok()).collect();
        let Some(start) = points.last().copied() else {
            points.extend(numbers.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
            continue;
        };
        let [.., x, y] = numbers.as_slice() else { panic!("{path}") };
        let (a, b) = match numbers.as_slice() {
            [ax, ay, bx, by, ..] => ([*ax, *ay], [*bx, *by]),
            _ => (start, [*x, *y]),
        };
        for step in 1..=40 {
            let (t, s) = (f64::from(step) / 40.0, 1.0 - f64::from(step) / 40.0);
            let mix = |place: usize, end: f64| {
                s * s * s * start[place]
                    + 3.0 * s * s * t * a[place]
                    + 3.0 * s * t * t * b[place]
                    + t * t * t * end
            };
            points.push([mix(0, *x), mix(1, *y)]);
        }
    }
    points
}

#[test]
fn the_documents_show_the_network_of_the_first_world() {
    let drawn = svg(&world(&first(), &[], &Roles::standard()));
    let kept =
        std::fs::read_to_string("docs/first.svg").expect("the tests run at the crate's root");
    assert!(kept == drawn, "foomwatch graph worlds/first.ron --format svg > docs/first.svg");
    let readme = std::fs::read_to_string("README.md").expect("the tests run at the crate's root");
    assert!(readme.contains("](docs/first.svg)"), "README.md does not show docs/first.svg");
    let printed = text(&world(&first(), &[], &Roles::standard()));
    assert!(readme.contains(printed.trim_end()), "README.md does not show\n{printed}");
}

#[test]
fn all_ink_is_within_the_picture() {
    for many in [3, 12, 30] {
        let svg = svg(&blueprint(&tangled(many)));
        let head = svg.lines().next().expect("it has a first line");
        let (wide, high) = (number(head, "width"), number(head, "height"));
        let within = |x: f64, y: f64| (0.0..=wide).contains(&x) && (0.0..=high).contains(&y);
        for [left, top, right, bottom] in boxes(&svg) {
            assert!(within(left, top) && within(right, bottom));
        }
        for (path, told) in arrows(&svg) {
            assert!(points(&path).iter().all(|[x, y]| within(*x, *y)), "{told}");
        }
        for line in svg.lines().filter(|line| line.starts_with("<text ")) {
            // Half a letter's height is a small part of a letter's width here.
            let line = line.trim_end_matches("</g>");
            let letters = well_formed(line).concat().chars().count() as f64;
            let half = if line.contains(" h</text>") { letters * 2.5 } else { 0.0 };
            assert!(within(number(line, "x") + half, number(line, "y")), "{line}");
        }
    }
}

#[test]
fn every_actor_and_every_link_is_shown_in_all_forms() {
    let blueprint = blueprint(&tangled(12));
    let (text, dot, svg) = (text(&blueprint), dot(&blueprint), svg(&blueprint));
    let told = well_formed(&svg);
    let arrows = arrows(&svg);
    let network = blueprint.network();
    assert_eq!(arrows.len(), network.edge_count());
    assert_eq!(boxes(&svg).len(), 12);
    for edge in network.edge_indices() {
        let (from, to) = network.edge_endpoints(edge).expect("it is there");
        let (from, to) = (&network[from], &network[to]);
        let kind = match network[edge].kind.name() {
            "pager <&>" => "Own(\"pager <&>\")",
            kind => kind,
        };
        let line = format!("{from} {kind} {to}: ");
        assert!(arrows.iter().any(|(_, told)| told.starts_with(&line)), "no arrow: {line}");
        let line = format!("  \"{from}\" -> \"{to}\" [label=\"{}", kind.replace('"', "\\\""));
        assert!(dot.contains(&line), "{line} is not in {dot}");
        let of_actor = text.split(&format!("\n\n{from}\n")).nth(1).expect("it has links");
        let of_actor = of_actor.split("\n\n").next().expect("a split has a part");
        let starts = |line: &str| {
            line.trim_start().strip_prefix(kind).is_some_and(|rest| {
                rest.trim_start()
                    .strip_prefix("→ ")
                    .is_some_and(|rest| rest.split(' ').next() == Some(to))
            })
        };
        assert!(of_actor.lines().any(starts), "{from} {kind} {to} is not in {text}");
    }
    for actor in blueprint.actors() {
        assert!(told.iter().any(|told| told == actor.name()), "{}", actor.name());
        assert!(dot.contains(&format!("    \"{}\"", actor.name())), "{dot}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
}

#[test]
fn columns_go_from_work_to_authority() {
    let blueprint = world(&first(), &[], &Roles::standard());
    let svg = svg(&blueprint);
    let text = text(&blueprint);
    let roles = ["TrainingProgram", "Cluster", "HazardSensor", "Reviewer", "Authority"];
    let places = |of: &str| roles.map(|role| of.find(&format!("{role} (1)")).expect("it is there"));
    assert!(places(&svg).is_sorted(), "{svg}");
    assert!(places(&text).is_sorted(), "{text}");
    let way = "  secret run ←Hosts─ cluster ←Watches─ meter ─Alerts→ desk ─Reports→ board\n";
    assert!(text.ends_with(way), "{text}");
}

#[test]
fn a_picture_is_the_same_whatever_the_order_of_the_file() {
    let text_of = |actors: &mut dyn FnMut(&mut Vec<&str>), file: &str| -> String {
        let (head, rest) = file.split_once("actors: {").expect("it has actors");
        let (inner, rest) = rest.split_once("}, links: [").expect("it has links");
        let (links, end) = rest.rsplit_once("])").expect("it ends");
        let mut inner: Vec<&str> = inner.split(", ").collect();
        let mut links: Vec<&str> =
            links.split(", (").map(|link| link.trim_start_matches('(')).collect();
        actors(&mut inner);
        actors(&mut links);
        let links: Vec<String> = links.iter().map(|link| format!("({link}")).collect();
        format!("{head}actors: {{{}}}, links: [{}]){end}", inner.join(", "), links.join(", "))
    };
    let file = tangled(20);
    let other = text_of(&mut |parts| parts.reverse(), &file);
    assert_ne!(file, other);
    let (one, other) = (blueprint(&file), blueprint(&other));
    assert_eq!(svg(&one), svg(&other));
    assert_eq!(dot(&one), dot(&other));
    assert_eq!(text(&one), text(&other));
}

#[test]
fn arrows_of_parallel_links_are_apart_and_none_goes_through_a_box() {
    for many in [3, 12, 30] {
        let svg = svg(&blueprint(&tangled(many)));
        let arrows = arrows(&svg);
        let boxes = boxes(&svg);
        let mut curves: Vec<&str> = arrows.iter().map(|(path, _)| path.as_str()).collect();
        curves.sort_unstable();
        curves.dedup();
        assert_eq!(curves.len(), arrows.len(), "two arrows are one above the other");
        for (path, told) in &arrows {
            for [x, y] in points(path) {
                let inside =
                    |of: &&[f64; 4]| x > of[0] + 1.0 && x < of[2] - 1.0 && y > of[1] && y < of[3];
                let hit = boxes.iter().find(inside);
                assert!(hit.is_none(), "{told} goes through {hit:?} at {x} {y}\n{path}");
            }
        }
        for (place, one) in boxes.iter().enumerate() {
            let beside = |other: &[f64; 4]| {
                one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3]
            };
            assert!(boxes[..place].iter().all(beside), "{one:?} is over another box");
        }
    }
}

#[test]
fn hostile_names_are_escaped_and_long_ones_cut() {
    let names = [
        "a0",
        "<script>alert('&amp;')</script>",
        "]]> & <!-- é -->",
        "back\\slash \\n \\",
        "雲のクラスター番号一二三四五六七八九十一二三四五六七八九十",
        "مراقب الليل",
        "🛰️ 👩🚀",
    ];
    let long = "x".repeat(200);
    let actors: Vec<(String, &str)> = names
        .iter()
        .chain([&long.as_str()])
        .map(|name| ((*name).replace('\\', "\\\\"), "Relay"))
        .collect();
    let links: Vec<String> = actors
        .windows(2)
        .map(|pair| format!("(\"{}\", Alerts, \"{}\")", pair[0].0, pair[1].0))
        .collect();
    let file = relays(&actors, &links).replace("\"Relays\"", "\"<Relays> & \\u{202e}\\\" co\"");
    let blueprint = blueprint(&file);
    let svg = svg(&blueprint);
    let told = well_formed(&svg);
    for actor in blueprint.actors() {
        let starts = |told: &&String| told.starts_with(actor.name());
        assert!(told.iter().any(|told| starts(&told)), "{} is not in the picture", actor.name());
        let quoted = actor.name().replace('\\', "\\\\");
        assert!(dot(&blueprint).contains(&format!("\"{quoted}\"")), "{quoted}");
        assert!(text(&blueprint).contains(
            &actor.name()[..100.min(actor.name().len())].chars().take(9).collect::<String>()
        ));
    }
    assert!(svg.contains("xx…</text>"), "the long name is not cut");
    assert!(!svg.contains('\u{202e}') && !text(&blueprint).contains('\u{202e}'));
}

#[test]
fn a_picture_of_a_great_world_stays_small_and_counts_what_it_leaves_out() {
    let many = 3000;
    let blueprint = blueprint(&tangled(many));
    let svg = svg(&blueprint);
    well_formed(&svg);
    assert!(svg.len() < 300_000, "{} bytes", svg.len());
    let boxes = boxes(&svg);
    let mut lefts: Vec<String> = boxes.iter().map(|one| one[0].to_string()).collect();
    lefts.sort();
    let fullest = lefts.chunk_by(|a, b| a == b).map(<[String]>::len).max();
    assert!(fullest.is_some_and(|fullest| fullest <= 40), "{fullest:?}");
    let numbers = well_formed(&svg).into_iter();
    let counted: usize = arrows(&svg)
        .iter()
        .map(|(_, told)| {
            match told.rsplit_once(": ").and_then(|(_, many)| many.strip_suffix(" links")) {
                Some(many) => many.replace(',', "").parse().expect("it is a number"),
                None => 1,
            }
        })
        .sum();
    assert_eq!(counted, blueprint.network().edge_count());
    assert!(numbers.into_iter().any(|told| told.ends_with(" more")));
    let text = text(&blueprint);
    assert!(text.lines().count() > many);
}

#[test]
fn ways_are_counted_up_to_a_limit_and_their_absence_is_said() {
    let file = first().replace("accountable: [\"board\"]", "accountable: [\"desk\"]");
    let file = file.replace("(\"meter\",   Alerts,  \"desk\"),", "(\"meter\", Alerts, \"other\"),");
    let other = "\"other\": Relay(), \"board\":";
    let file = file.replace("\"board\":", other).replace(
        "(\"desk\",    Reports, \"board\"),",
        "(\"desk\", Reports, \"board\"), (\"other\", Alerts, \"desk\"),",
    );
    assert!(text(&blueprint(&file)).contains("meter ─Alerts→ other ─Alerts→ desk\n"));
    let cut =
        file.replace(", (\"other\", Alerts, \"desk\")", ", (\"board two\", Alerts, \"desk\")");
    let cut = cut.replace("\"other\": Relay()", "\"other\": Relay(), \"board two\": Relay()");
    let none = "No way leads from work (secret run) to authority (desk).\n";
    assert!(text(&blueprint(&cut)).ends_with(none), "{}", text(&blueprint(&cut)));
    let nobody = text(&blueprint(&tangled(6)));
    assert!(nobody.ends_with("\nNobody does work of which any could be concerning.\n"), "{nobody}");
}

#[test]
fn of_many_ways_the_shortest_are_shown() {
    let mut actors = String::new();
    let mut links = String::from("(\"meter\", Reports, \"board\"),");
    for place in 0..40 {
        actors += &format!("\"r{place}\": Relay(), ");
        links += &format!("(\"meter\", Alerts, \"r{place}\"), (\"r{place}\", Reports, \"board\"),");
        links += &format!("(\"r{place}\", Alerts, \"r{}\"),", (place + 1) % 40);
    }
    let file = first().replace("actors: {", &format!("actors: {{{actors}"));
    let text = text(&blueprint(&file.replace("links: [", &format!("links: [{links}"))));
    let ways = text.split("the shortest first:\n\n").nth(1).expect("there are ways");
    let lines: Vec<&str> = ways.lines().collect();
    assert_eq!(lines[0], "  secret run ←Hosts─ cluster ←Watches─ meter ─Reports→ board");
    assert_eq!(lines.len(), 13, "{ways}");
    assert_eq!(lines[12], "  … and more");
}
