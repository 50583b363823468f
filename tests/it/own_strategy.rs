//! A strategy of a user's own, as docs/strategies.md shows it, and that page's worlds.

use std::fs;

use foomwatch::behaviors::Roles;
use foomwatch::world::{WorldFile, check};

use crate::hideout;
use crate::stage::{self, measure, table};

// From here to the end of its handlers docs/strategies.md shows this.
use foomwatch::prelude::*;

foomwatch::parameters! {
    /// What a coward does.
    pub struct CowardParameters {
        /// The share of what its host is granted that is diverted to it.
        share: Share,
        /// What is left of that after each alert, as a share of what it was.
        after_alert: Share = "50 %",
    }
}

/// Diverts less after each alert that it sees.
#[derive(Clone)]
pub struct Coward {
    share: f64,
    after_alert: f64,
}

impl Behavior for Coward {
    type Domain = Oversight;
    type Parameters = CowardParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A strategy that diverts less after each alert that it sees.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Directs, "It says over it how hidden work goes on.").at_least(1),
        LinkRule::into(Link::Alerts, "It sees alerts over it."),
    ];

    fn new(parameters: CowardParameters) -> Self {
        let CowardParameters { share, after_alert } = parameters;
        Self { share: share.value(), after_alert: after_alert.value() }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.direct(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Alert(_) = signal {
            self.share *= self.after_alert;
            self.direct(cx);
        }
    }
}

impl Coward {
    fn direct(&self, cx: &mut Cx<Self>) {
        let gives_up = self.share < 0.001;
        let directive =
            Directive { share: self.share, sites: 1, under: 1.0, overhead: 0.0, gives_up };
        for link in cx.links(Link::Directs) {
            cx.send(link, Signal::Directive(directive));
        }
    }
}
// The page shows no more.

const PAGE: &str = "docs/strategies.md";

fn page() -> String {
    fs::read_to_string(PAGE).expect("the tests run at the crate's root")
}

/// The blocks of code of the page with this label.
fn blocks(label: &str) -> Vec<String> {
    let (page, fence) = (page(), format!("\n```{label}\n"));
    let after = page.split(&fence).skip(1);
    after.map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_page_shows_a_strategy_that_compiles() {
    let own = include_str!("own_strategy.rs");
    let (_, rest) = own.split_once("docs/strategies.md shows this.\n").expect("it begins");
    let (shown, _) = rest.split_once("// The page shows no more.").expect("it ends");
    let blocks = blocks("rust");
    assert!(blocks.iter().any(|block| block.trim() == shown.trim()), "{PAGE} shows another one");
}

#[test]
fn the_worlds_of_the_page_check_without_a_warning() {
    let worlds = blocks("ron");
    let worlds: Vec<_> = worlds.iter().filter(|text| text.starts_with("World(")).collect();
    assert!(!worlds.is_empty());
    for text in worlds {
        let file = WorldFile::from_text(PAGE, text.clone()).expect("it is RON");
        match check(&file, &Roles::standard()) {
            Ok((_, warnings)) => assert!(warnings.is_empty(), "{}", warnings[0].render(false)),
            Err(flaws) => panic!("{flaws}"),
        }
    }
}

#[test]
fn every_strategy_stands_on_the_page() {
    let page = page();
    let roles = Roles::standard();
    let directs = |role: &foomwatch::engine::Role<Oversight>| {
        role.links
            .iter()
            .any(|rule| rule.kind == Link::Directs && rule.side == foomwatch::engine::Side::Out)
    };
    let strategies: Vec<_> = roles.iter().filter(|role| directs(role)).collect();
    assert!(strategies.len() >= 6);
    for role in strategies {
        assert!(page.contains(&format!("| `{}` |", role.name)), "{PAGE} lacks {}", role.name);
    }
}

#[test]
fn a_strategy_of_ones_own_directs_hidden_work() {
    let roles = hideout::roles().with::<Coward>("Coward");
    let text = hideout::world(
        "35 d",
        r#"Coward(share: "80 %")"#,
        "",
        r#""guard": Inspector(channel: "compute", every: "7 d"),"#,
        r#"("guard", Watches, "hideout"), ("guard", Reports, "board"),
           ("guard", Alerts, "hider"),"#,
    );
    let blueprint = stage::world(&text, &[], &roles);
    let table = table(&blueprint, 20, 1, 1);
    // The first word, and one after each of five visits.
    let words = measure(&blueprint, &table, "hideout", "directives").estimate;
    assert_eq!(words, Some(6.0));
}
