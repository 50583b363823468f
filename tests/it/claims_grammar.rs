//! The grammar of claims: what is printed reads back, and no text is too odd.

use foomwatch::behaviors::Roles;
use foomwatch::world::claim::{
    Atom, Claim, Comparison, DEEPEST_EVENT, Event, KEYWORDS, Part, Per, Quantity, Relation, Term,
    Word, WrittenFirstTime,
};
use foomwatch::world::{WorldFile, check};
use proptest::prelude::*;

use crate::claims::claiming;
use crate::stage::first;

#[test]
fn the_documents_list_every_keyword() {
    let text = std::fs::read_to_string("docs/claims.md").expect("the tests run at the root");
    for keyword in KEYWORDS {
        assert!(text.contains(&format!("`{keyword}`")), "docs/claims.md does not name `{keyword}`");
    }
}

#[test]
fn no_measure_or_milestone_of_a_role_is_named_so_that_no_claim_can_ask_for_it() {
    for role in Roles::standard().iter() {
        let measures = role.measures.iter().map(|measure| measure.name);
        for name in measures.chain(role.milestones.iter().copied()) {
            let keyword = name.split(' ').find(|word| KEYWORDS.contains(word));
            assert_eq!(keyword, None, "in `{name}` of `{}`", role.name);
        }
    }
}

#[test]
fn what_follows_and_decides_whether_a_claim_begins() {
    let claim = Claim::parse("P(noticed) >= 1 % given takeoff and run done and p (x) > 1").is_err();
    assert!(claim, "a `p` that is no number begins nothing");
    let claim = Claim::parse(
        "P(noticed) >= 1 % given takeoff and run done and p90(noticed) <= 3 d and P(takeoff) > 1 %",
    )
    .expect("it is well formed");
    assert_eq!(claim.parts.len(), 3);
    assert!(matches!(&claim.parts[0].given, Some(Event::And(events)) if events.len() == 2));
}

#[test]
fn a_deep_claim_is_a_fault_and_no_overflow() {
    let nested = |depth: usize| {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        Claim::parse(&format!("P({open}noticed{close}) >= 1 %"))
    };
    assert!(nested(DEEPEST_EVENT - 1).is_ok());
    assert!(nested(DEEPEST_EVENT).is_err());
    assert!(nested(100_000).is_err());
    assert!(Claim::parse(&format!("P({}noticed) >= 1 %", "not ".repeat(100_000))).is_err());
}

fn word(text: String) -> Word {
    Word { text, at: 0..0 }
}

fn names() -> impl Strategy<Value = Word> {
    let names = prop::collection::vec("[a-zA-Z0-9äß%][a-z0-9._/]{0,5}", 1..4);
    names
        .prop_filter("it has no keyword", |words| {
            let is_free = |word: &String| {
                !KEYWORDS.contains(&word.to_lowercase().as_str()) && word != "start"
            };
            words.iter().all(is_free)
        })
        .prop_map(|words| word(words.join(" ")))
}

fn first_times() -> impl Strategy<Value = WrittenFirstTime> {
    (names(), prop::option::of("[a-z' ()]{0,8}"))
        .prop_map(|(name, by)| WrittenFirstTime { name, by: by.map(word) })
}

fn values() -> impl Strategy<Value = Word> {
    "-?[0-9]{1,3}(\\.[0-9])?( (%|d|FLOP/s))?".prop_map(word)
}

fn events() -> impl Strategy<Value = Event> {
    let relation = prop_oneof![
        Just(Relation::Reached),
        first_times().prop_map(Relation::Before),
        (values(), prop::option::of(first_times()))
            .prop_map(|(span, first_time)| Relation::Within(span, first_time)),
    ];
    let atom = (first_times(), relation)
        .prop_map(|(first_time, relation)| Event::Atom(Atom { first_time, relation }));
    atom.prop_recursive(6, 24, 3, |event| {
        let several = prop::collection::vec(event.clone(), 2..4);
        prop_oneof![
            several.clone().prop_map(Event::Or),
            several.prop_map(Event::And),
            event.prop_map(|event| Event::Not(Box::new(event))),
        ]
    })
}

fn terms() -> impl Strategy<Value = Term> {
    let per = prop_oneof![Just(Per::Day), Just(Per::Year)];
    prop_oneof![
        first_times().prop_map(Term::Named),
        (first_times(), first_times())
            .prop_map(|(later, earlier)| Term::Difference(later, earlier)),
        (names(), per).prop_map(|(name, per)| Term::Rate(name, per)),
        ("[a-z' ]{0,8}", names()).prop_map(|(actor, name)| Term::Measure(word(actor), name)),
    ]
}

fn claims() -> impl Strategy<Value = Claim> {
    let quantity = prop_oneof![
        events().prop_map(Quantity::Probability),
        terms().prop_map(Quantity::Mean),
        (1..=99_u8, terms()).prop_map(|(percent, term)| Quantity::Quantile(percent, term)),
    ];
    let comparison = prop_oneof![
        Just(Comparison::AtLeast),
        Just(Comparison::AtMost),
        Just(Comparison::Above),
        Just(Comparison::Below),
    ];
    let part = (quantity, comparison, values(), prop::option::of(events())).prop_map(
        |(quantity, comparison, value, given)| Part { quantity, comparison, value, given },
    );
    prop::collection::vec(part, 1..4).prop_map(|parts| Claim { parts })
}

/// Texts that are nearly claims.
fn near_claims() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "P(",
        "mean(",
        "median(",
        "p90(",
        "p0(",
        "(",
        ")",
        ">=",
        "<",
        "=",
        "90 %",
        "3 d",
        "-",
        ".",
        "'",
        "'desk'",
        "noticed",
        "noticed, not stopped",
        "innocent twin accused",
        "lead time",
        "takeoff without orders",
        ",",
        "takeoff",
        "first alarm",
        "and",
        "or",
        "not",
        "given",
        "by",
        "before",
        "within",
        "of",
        "start",
        "per",
        "year",
        "alarms",
        "é",
        "\u{202e}",
        "\n",
    ]);
    prop::collection::vec(pieces, 0..16).prop_map(|pieces| pieces.join(" "))
}

/// No text makes the door panic, and every fault has a place within the text.
fn is_taken(text: &str) -> Result<(), TestCaseError> {
    if let Err(fault) = Claim::parse(text) {
        prop_assert!(fault.at.end <= text.len() && text.get(fault.at.clone()).is_some());
        prop_assert!(!fault.message.is_empty());
    }
    let world = claiming(&first(), &[text]);
    if let Ok(file) = WorldFile::from_text("a test", &world)
        && let Err(flaws) = check(&file, &Roles::standard())
    {
        prop_assert!(!flaws.render(false).is_empty());
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_claim_prints_as_a_text_that_reads_back(claim in claims()) {
        let text = claim.to_string();
        let again = Claim::parse(&text);
        prop_assert_eq!(again.as_ref(), Ok(&claim), "{}", text);
    }

    #[test]
    fn no_text_is_too_odd_for_a_claim(text in "\\PC{0,40}") {
        is_taken(&text)?;
    }

    #[test]
    fn no_row_of_tokens_is_too_odd_for_a_claim(text in near_claims()) {
        is_taken(&text)?;
    }
}
