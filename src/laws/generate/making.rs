//! From genes to the text of a world: a total function, so that whatever genes there are
//! stand for a sound world.
//!
//! It lacks chance: all of that is in the genes.

use std::fmt::Write as _;

use crate::engine::LinkKind as _;
use crate::oversight::Link;
use crate::primitives::quantity::Dimension;
use crate::world::quoted;

use super::cast::{Cast, Tie};
use super::doubts::{self, Doubt};
use super::figures::Writer;
use super::frame;
use super::genes::{Genes, Tape};
use super::giving::Maker;
use super::kit::Kit;
use super::scale::{By, Scale};
use super::story;

/// A world that was made of genes.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its text.
    pub text: String,
    /// How many parameters had to be mended, as their roles had something against them
    /// together.
    pub mended: usize,
    /// How many actors it has.
    pub actors: usize,
}

/// Of what worlds are made: of all roles, and of those of quiet worlds, where both can be.
pub(super) struct Kits {
    pub(super) every: Option<Kit>,
    pub(super) quiet: Option<Kit>,
}

impl Kits {
    /// The kit of a world of this mood in which somebody has a role, if one is wanted.
    fn choose(&self, mood: Mood, wanted: Option<&str>) -> &Kit {
        let has = |kit: &&Kit| wanted.is_none_or(|role| kit.place(role).is_some());
        let quiet = self.quiet.as_ref().filter(has);
        let quiet = quiet.filter(|_| mood == Mood::Quiet || self.every.is_none());
        quiet.or(self.every.as_ref()).expect("a world can be made of one of them")
    }
}

/// What kind of world it is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    /// With figures such as there are.
    Plain,
    /// In which nothing that is observed changes what can be observed.
    Quiet,
    /// With figures at their limits.
    Nasty,
}

const MOODS: [(Mood, u32); 3] = [(Mood::Plain, 48), (Mood::Quiet, 29), (Mood::Nasty, 23)];

/// The world of genes; of the wanted role there is somebody in it.
pub(super) fn make(kits: &Kits, genes: &Genes, wanted: Option<&str>) -> Made {
    let (mood, _) = MOODS[Tape::of(&[genes.mood]).weighed(&MOODS.map(|(_, weight)| weight))];
    let kit = kits.choose(mood, wanted);
    let wanted = wanted.and_then(|role| kit.place(role));
    let mut frame = Tape::of(&genes.frame);
    let scale = Scale::of(&mut frame, mood == Mood::Nasty);
    let cast = Cast::of(kit, genes, wanted, story::tell);
    let mut maker = Maker::of(&cast, &scale);
    let doubts = doubts::cast(&mut maker, &mut frame);
    let text = maker.text(&doubts, &mut frame);
    Made { text, mended: maker.mended, actors: cast.members.len() }
}

impl Maker<'_> {
    /// The whole text.
    fn text(&self, doubts: &[Doubt], frame: &mut Tape<'_>) -> String {
        let writer = Writer { role: "", scale: self.scale };
        let mut text = String::from("World(\n");
        for line in frame::lines(self.cast, &writer, frame) {
            let _ = writeln!(text, "    {line}");
        }
        for line in doubts::lines(doubts, frame) {
            let _ = writeln!(text, "    {line}");
        }
        text.push_str("    actors: {\n");
        for (place, member) in self.cast.members.iter().enumerate() {
            let _ = writeln!(text, "        {}: {},", quoted(&member.name), self.call(place));
        }
        text.push_str("    },\n");
        if !self.cast.ties.is_empty() {
            text.push_str("    links: [\n");
            for (number, tie) in self.cast.ties.iter().enumerate() {
                let _ = writeln!(text, "        {},", self.link(number, tie));
            }
            text.push_str("    ],\n");
        }
        if frame.is(0.3) {
            text.push_str("    claims: [\"P(noticed before takeoff) >= 50 %\"],\n");
        }
        text.push_str(")\n");
        text
    }

    /// A link with its options.
    fn link(&self, number: usize, tie: &Tie) -> String {
        let genes = self.cast.members[tie.from].genes.offspring(1_000 + number);
        let mut tape = Tape::of(&genes.ties);
        let mut options = self.options(tie, &mut tape);
        if !tie.name.is_empty() {
            options.push(format!("name: {}", quoted(tie.name)));
        }
        let kind = match (tie.kind, options.is_empty()) {
            (Link::Own(name), true) => format!("Own({})", quoted(name)),
            (Link::Own(name), false) => {
                format!("Own(kind: {}, {})", quoted(name), options.join(", "))
            }
            (kind, true) => kind.name().to_owned(),
            (kind, false) => format!("{}({})", kind.name(), options.join(", ")),
        };
        let names = [tie.from, tie.to].map(|place| quoted(&self.cast.members[place].name));
        format!("({}, {kind}, {})", names[0], names[1])
    }

    fn options(&self, tie: &Tie, tape: &mut Tape<'_>) -> Vec<String> {
        let writer = Writer { role: "", scale: self.scale };
        let mut options = Vec::new();
        if tie.kind == Link::Declares {
            if tape.is(0.5) {
                let level = writer.free((0.05, 1.0, By::One), Dimension::Share, tape);
                options.push(format!("level: {level}"));
            }
            if tape.is(0.3) {
                options.push("purpose: \"products\"".to_owned());
            }
            return options;
        }
        if !tie.kind.carries() {
            return options;
        }
        if tape.is(0.5) {
            let span = writer.free((0.0005, 0.05, By::Horizon), Dimension::Span, tape);
            let corner = if self.scale.is_nasty { 20 } else { 1 };
            options.push(match tape.weighed(&[40, 30, 20, corner, corner]) {
                0 => format!("delay: {span}"),
                1 => format!("delay: Exponential(mean: {span})"),
                2 => format!("delay: Uniform(\"0 s\", {span})"),
                3 => "delay: \"1 us\"".to_owned(),
                _ => "delay: \"0 s\"".to_owned(),
            });
        }
        // Of what never starts there is nothing to lose.
        let chance = match (self.scale.is_nasty, tie.kind) {
            (true, _) => 0.2,
            (false, Link::Hosts | Link::Directs | Link::Deploys) => 0.0,
            (false, _) => 0.1,
        };
        if tape.is(chance) {
            let all = ["\"20 %\"", "\"1 %\"", "\"50 %\"", "\"100 %\""];
            let most = if self.scale.is_nasty { 4 } else { 3 };
            options.push(format!("loss: {}", tape.pick(&all[..most])));
        }
        if tie.kind == Link::Improves {
            // Below the whole, so that what goes round comes to an end.
            let carry = writer.free((0.1, 0.8, By::One), Dimension::Number, tape);
            options.push(format!("carry: {carry}"));
            if tape.is(0.5) {
                let cost = writer.free((0.001, 0.05, By::Work), Dimension::Flop, tape);
                options.push(format!("cost: {cost}"));
            }
        }
        options
    }
}
