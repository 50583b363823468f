//! The unknowns and levers of a world as their users found them.
//!
//! What they are in one replication is drawn elsewhere.

use crate::primitives::distribution::Distribution;
use crate::primitives::quantity::Dimension;

use super::correlations::Correlations;
use super::diagnostic::printable;
use super::figures::FigureAt;
use super::flaws::{Flaws, Path};
use super::law;
use super::node::Node;
use super::picks::choices;
use super::point::{Lever, Uncertainty, Unknown, UnknownOf};
use super::uncertain::{About, LeverDraft, Uncertain, UnknownDraft};

/// All of them. What nobody uses brings a warning, unless a flaw may be why.
pub(super) fn uncertainty(
    uncertain: &Uncertain<'_>,
    correlations: Correlations,
    flaws: &mut Flaws,
) -> Uncertainty {
    let is_sound = flaws.errors() == 0;
    let drafts = (0..).zip(&uncertain.unknowns);
    let unknowns = drafts.map(|(place, draft)| unknown(place, draft, is_sound, flaws)).collect();
    let drafts = uncertain.levers.iter();
    let levers = drafts.map(|draft| lever(draft, is_sound, flaws)).collect();
    Uncertainty { unknowns, levers, correlations: correlations.pairs, joined: correlations.joined }
}

/// An unknown by its place among all.
fn unknown(place: u32, draft: &UnknownDraft<'_>, is_sound: bool, flaws: &mut Flaws) -> Unknown {
    let path = Path::of("unknowns").to(draft.name);
    let whose = format!("the unknown `{}`", printable(draft.name));
    // Words and hours are no figures, and an unknown of them is none either, unless its
    // author says how it is known.
    if !matches!(draft.about, Some(About::Picks(_))) || !draft.marks.is_empty() {
        let at = FigureAt::Unknown(place);
        flaws.figure(at, draft.marks.clone(), &whose, &path, draft.place);
    }
    if draft.uses == 0 {
        unused_law(draft, &path, flaws);
    }
    if draft.uses == 0 && is_sound {
        let hint = format!("as in `Unknown(\"{}\")` in a parameter", printable(draft.name));
        flaws.warn(&path, draft.place, format!("nothing uses {whose}"), hint);
    }
    let (law, of) = match &draft.about {
        Some(About::Numbers(dimension, Some(law))) => (law.clone(), UnknownOf::Numbers(*dimension)),
        Some(About::Picks(law)) => (law.clone(), UnknownOf::Picks),
        // What is about nothing, or has a flaw, stands for nothing.
        Some(About::Numbers(_, None)) | None => {
            (Distribution::Constant(0.0), UnknownOf::Numbers(Dimension::Number))
        }
    };
    let choices = match of {
        UnknownOf::Numbers(_) => Vec::new(),
        UnknownOf::Picks => {
            // They were read before without a flaw.
            let read = choices(draft.law, &path, "", &mut Flaws::default());
            read.map_or_else(Vec::new, |read| read.1.into_iter().map(Node::on_one_line).collect())
        }
    };
    let (name, text) = (draft.name.to_owned(), draft.law.on_one_line());
    Unknown { name, text, law, of, choices, uses: draft.uses }
}

fn lever(draft: &LeverDraft<'_>, is_sound: bool, flaws: &mut Flaws) -> Lever {
    if draft.uses == 0 && is_sound {
        let path = Path::of("levers").to(draft.name);
        let name = printable(draft.name);
        let hint = format!("as in `Lever(\"{name}\")` in a parameter");
        flaws.warn(&path, draft.place, format!("nothing uses the lever `{name}`"), hint);
    }
    let settings = draft.settings.iter().map(Node::on_one_line).collect();
    Lever { name: draft.name.to_owned(), settings, baseline: draft.baseline, uses: draft.uses }
}

/// Reads the law of an unknown that nobody uses: it may be about anything, and is
/// a flaw where it can be about nothing.
fn unused_law(draft: &UnknownDraft<'_>, path: &Path, flaws: &mut Flaws) {
    // Bare numbers come last, as most values have a unit.
    let tried = Dimension::ALL.into_iter().rev().map(|dimension| {
        let mut apart = flaws.apart();
        let _ = law::distribution(draft.law, dimension, path, &mut apart);
        apart
    });
    let nearest = tried.min_by_key(Flaws::errors).expect("there are dimensions");
    let is_choice = choices(draft.law, path, "", &mut flaws.apart()).is_some();
    if nearest.errors() > 0 && !is_choice {
        nearest.finish().iter().cloned().for_each(|flaw| flaws.push(flaw));
    }
}
