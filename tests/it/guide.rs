//! What the guide shows is so: its worlds check, its commands run and print what
//! stands below them, and its messages are those of broken worlds.

use std::fs;
use std::path::Path;
use std::process::Command;

use foomwatch::behaviors::Roles;
use foomwatch::world::{Demands, WorldFile, check, check_with};

const GUIDE: &str = "docs/worlds.md";

/// A block of code: what stands after the three backticks, and what within.
struct Block {
    label: String,
    text: String,
}

fn blocks() -> Vec<Block> {
    let page = fs::read_to_string(GUIDE).expect("the tests run at the crate's root");
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_in = false;
    for line in page.lines() {
        if let Some(label) = line.strip_prefix("```") {
            is_in = !is_in;
            if is_in {
                blocks.push(Block { label: label.to_owned(), text: String::new() });
            }
        } else if is_in {
            let block = blocks.last_mut().expect("it was begun");
            block.text += line;
            block.text.push('\n');
        }
    }
    assert!(!is_in, "the last block of {GUIDE} is not closed");
    blocks
}

fn is_ron(block: &&Block) -> bool {
    block.label.split(' ').next() == Some("ron")
}

fn is_world(block: &&Block) -> bool {
    block.text.lines().any(|line| line.starts_with("World("))
}

#[test]
fn every_world_of_the_guide_checks_without_a_warning_but_where_it_says_so() {
    let blocks = blocks();
    let worlds: Vec<&Block> = blocks.iter().filter(is_ron).filter(is_world).collect();
    assert!(worlds.len() >= 4, "only {} worlds", worlds.len());
    for block in worlds {
        let file = WorldFile::from_text(GUIDE, &block.text);
        match file.and_then(|file| check(&file, &Roles::standard())) {
            Err(flaws) => panic!("{}", flaws.render(false)),
            Ok((_, warnings)) if block.label != "ron warns" => {
                assert!(warnings.is_empty(), "{}", warnings[0].render(false));
            }
            Ok(_) => {}
        }
    }
}

#[test]
fn every_fragment_of_the_guide_is_of_a_world_that_is_shown() {
    // White space and last commas are the layout's matter.
    let plain = |text: &str| {
        let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        text.replace(",)", ")").replace(",]", "]").replace(",}", "}")
    };
    let world = fs::read_to_string("worlds/guide.ron").expect("it is there");
    let blocks = blocks();
    let fragments = blocks.iter().filter(is_ron).filter(|block| !is_world(block));
    let mut count = 0;
    for block in fragments {
        count += 1;
        let wanted = plain(&block.text);
        assert!(plain(&world).contains(wanted.trim_end_matches(',')), "{}", block.text);
    }
    assert!(count >= 3, "only {count} fragments");
}

#[test]
fn every_figure_of_the_world_of_the_guide_has_a_mark() {
    let file = WorldFile::read(Path::new("worlds/guide.ron")).expect("it is there");
    let strict = Demands { sources: true };
    match check_with(&file, &Roles::standard(), strict) {
        Err(flaws) => panic!("{}", flaws.render(false)),
        Ok((_, warnings)) => assert!(warnings.is_empty(), "{}", warnings[0].render(false)),
    }
}

#[test]
fn every_message_of_the_guide_is_that_of_a_broken_world() {
    let blocks = blocks();
    let is_message =
        |block: &&Block| block.text.starts_with("error: ") || block.text.starts_with("warning: ");
    let messages: Vec<&Block> = blocks.iter().filter(is_message).collect();
    assert!(messages.len() >= 8, "only {} messages", messages.len());
    for block in messages {
        let (_, rest) = block.text.split_once("(worlds/broken/").expect("it says where");
        let (name, _) = rest.split_once(".ron:").expect("it names a file");
        let path = format!("worlds/broken/{name}.txt");
        let printed = fs::read_to_string(&path).unwrap_or_default();
        assert!(printed == block.text, "{path} says\n{printed}--- and not ---\n{}", block.text);
    }
}

#[test]
fn every_warning_that_the_guide_explains_is_one_that_is_given() {
    let page = fs::read_to_string(GUIDE).expect("the tests run at the crate's root");
    let (_, rest) = page.split_once("## What warnings mean").expect("it has this part");
    let (part, _) = rest.split_once("\n## ").expect("it has another part");
    let read = |path: &Path| fs::read_to_string(path).expect("it is there");
    let sources = ["src/world/unknowns.rs", "src/world/suspicion.rs"];
    let mut code: String = sources.map(|path| read(Path::new(path))).concat();
    // What roles warn of stands beside the worlds that they warn of.
    for entry in fs::read_dir("worlds/broken").expect("the tests run at the crate's root") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|end| end == "txt") {
            code += &read(&path);
        }
    }
    let mut count = 0;
    let items = part.lines().filter(|line| line.starts_with("- "));
    for warning in items.flat_map(|line| line.split('`').skip(1).step_by(2)) {
        if warning == "Program" {
            continue;
        }
        count += 1;
        let words = warning.trim_matches(|letter| matches!(letter, '…' | ' '));
        // The checker names what nobody uses in one place for all unknowns.
        let words = words.strip_suffix(" the unknown").unwrap_or(words);
        // What stands for a name may stand in the middle.
        let said = words.split('…').all(|piece| code.contains(piece.trim()));
        assert!(said, "no warning says `{words}`");
    }
    assert!(count >= 6, "only {count} warnings");
}

#[test]
fn every_command_of_the_guide_prints_what_stands_below_it() {
    let mut shown = 0;
    for block in blocks().iter().filter(|block| block.text.starts_with("$ foomwatch ")) {
        for part in block.text.split("$ foomwatch ").skip(1) {
            let (command, below) = part.split_once('\n').expect("something stands below it");
            let printed = run(&words(command));
            let mut rest = printed.as_str();
            for line in below.lines().filter(|line| *line != "[…]" && !line.is_empty()) {
                let Some((_, after)) = rest.split_once(line) else {
                    panic!("`{line}` is not what `{command}` prints:\n{printed}");
                };
                rest = after;
                shown += 1;
            }
        }
    }
    assert!(shown > 15, "only {shown} lines are shown");
}

#[test]
fn every_setting_of_the_guide_can_be_set() {
    let mut count = 0;
    for block in blocks().iter().filter(|block| block.label == "sh") {
        let commands = block.text.lines().filter_map(|line| line.strip_prefix("foomwatch run "));
        for command in commands.filter(|command| command.starts_with("worlds/")) {
            let mut words = words(&format!("run {command}"));
            words.extend(["-n".to_owned(), "2".to_owned()]);
            run(&words);
            count += 1;
        }
    }
    assert!(count >= 8, "only {count} settings");
}

/// The words of a command line, in which single quotes hold some together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in command.split('\'').enumerate() {
        if place % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// What the program prints; it must not fail.
fn run(arguments: &[String]) -> String {
    let program = env!("CARGO_BIN_EXE_foomwatch");
    let output = Command::new(program).args(arguments).output().expect("it was built");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}
