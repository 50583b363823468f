//! Edits of a world's text: on every world of the house each gives a text that still reads,
//! and changes what it says and nothing else.

use std::fs;

use foomwatch::behaviors::Roles;
use foomwatch::laws::Edit;
use foomwatch::world::{Arguments, Blueprint, Value, WorldFile, check, layout};

/// All worlds of the house that are sound, with their paths.
fn worlds() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in ["worlds", "worlds/validation"] {
        for entry in fs::read_dir(folder).expect("the tests run at the crate's root") {
            let path = entry.expect("the folder can be read").path();
            let is_world = path.extension().is_some_and(|end| end == "ron");
            let text =
                if is_world { fs::read_to_string(&path).expect("it is text") } else { continue };
            if text.contains("\nWorld(") || text.starts_with("World(") {
                all.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    all.sort();
    assert!(all.len() > 30, "{} worlds are few", all.len());
    all
}

fn file(text: &str) -> WorldFile {
    WorldFile::from_text("a world", text).unwrap_or_else(|flaws| panic!("{flaws}\n{text}"))
}

fn blueprint(text: &str) -> Blueprint {
    let checked = check(&file(text), &Roles::standard());
    checked.unwrap_or_else(|flaws| panic!("{flaws}\n{text}")).0
}

fn apply(edit: &Edit, text: &str) -> String {
    edit.apply(text).unwrap_or_else(|| panic!("`{edit}` finds nothing to change"))
}

fn names(text: &str) -> Vec<String> {
    blueprint(text).actors().iter().map(|actor| actor.name().to_owned()).collect()
}

#[test]
fn another_order_keeps_the_digest_of_every_world() {
    for (path, text) in worlds() {
        let digest = blueprint(&text).digest();
        for seed in 0..3 {
            let other = apply(&Edit::Shuffle { seed }, &text);
            assert_ne!(other, text, "{path}");
            assert_eq!(blueprint(&other).digest(), digest, "{path}");
        }
        let one = apply(&Edit::Shuffle { seed: 7 }, &text);
        assert_eq!(one, apply(&Edit::Shuffle { seed: 7 }, &text), "{path}");
    }
}

#[test]
fn another_name_gives_a_sound_world_that_does_not_know_the_old_one() {
    for (path, text) in worlds() {
        let all = names(&text);
        for from in &all {
            let to = format!("the {from}, as it's called");
            let renamed = apply(&Edit::RenameActor { from: from.clone(), to: to.clone() }, &text);
            let now = names(&renamed);
            assert!(now.contains(&to) && !now.contains(from), "{path}: {from}");
            assert_eq!(now.len(), all.len(), "{path}");
            let back = apply(&Edit::RenameActor { from: to, to: from.clone() }, &renamed);
            assert_eq!(back, text, "{path}: {from}");
        }
        let taken = Edit::RenameActor { from: all[0].clone(), to: all[1].clone() };
        assert_eq!(taken.apply(&text), None, "{path}");
    }
}

#[test]
fn an_actor_that_is_dropped_leaves_no_name_behind() {
    let mut sound = 0;
    for (path, text) in worlds() {
        for name in names(&text) {
            let without = apply(&Edit::DropActor { name: name.clone() }, &text);
            let result = check(&file(&without), &Roles::standard());
            match result {
                Ok(_) => sound += 1,
                Err(flaws) => {
                    let about = format!("no actor `{name}`");
                    assert!(!flaws.to_string().contains(&about), "{path}: {flaws}");
                }
            }
            let links = file(&without).at("links").map_or("", |links| links.text()).to_owned();
            assert!(!links.contains(&format!("\"{name}\"")), "{path}: {links}");
            assert_eq!(Edit::DropActor { name }.apply(&without), None, "{path}");
        }
    }
    assert!(sound > 100, "only {sound} worlds without an actor are sound");
}

#[test]
fn an_actor_that_is_added_and_dropped_leaves_the_text_as_it_was() {
    for (path, text) in worlds() {
        let role = "HazardSensor(channel: \"compute\", hazard: \"1/y\")".to_owned();
        let name = "a bystander".to_owned();
        let more = apply(&Edit::AddActor { name: name.clone(), role: role.clone() }, &text);
        assert_eq!(Edit::AddActor { name: name.clone(), role }.apply(&more), None);
        let back = apply(&Edit::DropActor { name }, &more);
        assert_eq!(back, text, "{path}");
    }
}

#[test]
fn every_parameter_can_be_set_to_itself_and_taken_out() {
    for (path, text) in worlds() {
        let world = file(&text);
        let digest = blueprint(&text).digest();
        let Some(Value::Map(actors)) = world.at("actors").map(|node| &node.value) else {
            panic!("{path} has actors")
        };
        for actor in actors {
            let Some((_, Arguments::Named(fields))) = actor.value.as_call() else { continue };
            for field in fields {
                let (name, key) = (actor.key_text().unwrap(), field.key_text().unwrap());
                let at = format!("actors.\"{name}\".{key}");
                let set = Edit::Set { path: at.clone(), value: field.value.text().to_owned() };
                assert_eq!(apply(&set, &text), text, "{path}: {at}");
                let unset = Edit::Unset { path: at.clone() };
                let without = apply(&unset, &text);
                assert!(file(&without).at(&at).is_none(), "{path}: {at}");
                assert!(layout(&file(&without)).len() < layout(&world).len(), "{path}: {at}");
                let again = blueprint(&apply(&set, &without));
                assert_eq!(again.digest(), digest, "{path}: {at}");
            }
        }
    }
}

#[test]
fn every_link_can_be_dropped_and_added_again() {
    for (path, text) in worlds() {
        let world = file(&text);
        let digest = blueprint(&text).digest();
        let Some(Value::List(links)) = world.at("links").map(|node| &node.value) else { continue };
        for (place, link) in links.iter().enumerate() {
            let without = apply(&Edit::DropLink { place }, &text);
            let add = Edit::AddLink { link: link.text().to_owned() };
            assert_eq!(blueprint(&apply(&add, &without)).digest(), digest, "{path}: {place}");
        }
        let beyond = Edit::DropLink { place: links.len() };
        assert_eq!(beyond.apply(&text), None, "{path}");
    }
}

#[test]
fn comments_and_layout_elsewhere_stay() {
    let text = "// What it is about.\nWorld(\n    horizon: \"1 y\", // A year.\n    concern: [HiddenWork],\n    \
                actors: {\n        // The first.\n        \"a\": Authority(), // Who decides.\n        \"b\": Authority(prior: (\"1 %\", Assumed)),\n    },\n)\n";
    let drop = Edit::DropActor { name: "b".to_owned() };
    assert_eq!(
        apply(&drop, text),
        text.replace("        \"b\": Authority(prior: (\"1 %\", Assumed)),\n", "")
    );
    let drop = Edit::DropActor { name: "a".to_owned() };
    assert_eq!(
        apply(&drop, text),
        text.replace("        \"a\": Authority(), // Who decides.\n", "")
    );
    let set = Edit::Set { path: "actors.a.prior".to_owned(), value: "2 %".to_owned() };
    assert_eq!(
        apply(&set, text),
        text.replace("\"a\": Authority()", "\"a\": Authority(prior: \"2 %\")")
    );
    let set = Edit::Set { path: "actors.b.prior.0".to_owned(), value: "2 %".to_owned() };
    assert_eq!(apply(&set, text), text.replace("1 %", "2 %"));
    assert_eq!(set.told(text), "actors.b.prior.0: \"1 %\" → 2 %");
    let set = Edit::Set { path: "warm_up".to_owned(), value: "1 d".to_owned() };
    assert_eq!(apply(&set, text), text.replace("    },\n)", "    },\n    warm_up: \"1 d\",\n)"));
    let link = Edit::AddLink { link: "(\"a\", Reports, \"b\")".to_owned() };
    let with = text.replace("    },\n)", "    },\n    links: [(\"a\", Reports, \"b\")],\n)");
    assert_eq!(apply(&link, text), with);
    for path in ["actors.a.prior.0", "actors.nobody.prior", "nothing.at.all", "actors..a"] {
        let set = Edit::Set { path: path.to_owned(), value: "2 %".to_owned() };
        assert_eq!(set.apply(text), None, "{path}");
    }
}

#[test]
fn a_grafted_edit_gives_the_world_of_the_edited_text() {
    let roles = Roles::standard();
    let mut grafted = 0;
    for (path, text) in worlds() {
        let world = blueprint(&text);
        let name = world.actors()[0].name().to_owned();
        let set =
            |path: &str, value: &str| Edit::Set { path: path.to_owned(), value: value.to_owned() };
        let meter = "Sensor(channel: \"compute\", every: \"1 d\", false_positives: \"1 %\")";
        let add = Edit::AddActor { name: "one more".to_owned(), role: meter.to_owned() };
        let link = format!("(\"one more\", Watches, {})", foomwatch::world::quoted(&name));
        let edits = [
            vec![set("horizon", "3 y")],
            vec![set("horizon", "\"3 y\"")],
            vec![set("title", "Another")],
            vec![add.clone(), set("actors.one more.noise", "20 %")],
            vec![add.clone(), set("actors.one more.every", "2 d"), Edit::AddLink { link }],
            vec![add, Edit::RenameActor { from: "one more".to_owned(), to: "~".to_owned() }],
            vec![Edit::RenameActor { from: name.clone(), to: "0 first".to_owned() }],
            vec![Edit::DropLink { place: 0 }],
            vec![set("links.0.1.loss", "25 %")],
            vec![set("links.0.1.delay", "Exponential(mean: \"1 d\")")],
        ];
        for edits in edits {
            let after = edits.iter().try_fold(text.clone(), |text, edit| edit.apply(&text));
            let mut tree = file(&text);
            let changed = edits.iter().try_for_each(|edit| edit.graft(&mut tree, &roles));
            assert_eq!(after.is_some(), changed.is_some(), "{path}: {edits:?}");
            let Some(after) = after else { continue };
            let (one, other) = (check(&file(&after), &roles), check(&tree, &roles));
            let digest =
                |world: Result<(Blueprint, Vec<_>), _>| world.map(|(world, _)| world.digest());
            assert_eq!(digest(one).ok(), digest(other).ok(), "{path}: {edits:?}");
            grafted += 1;
        }
    }
    assert!(grafted > 250, "{grafted} edits were compared");
}
