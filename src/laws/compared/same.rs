//! Laws of what must not matter: the order of a file, its layout, and what runs beside or
//! before a replication on the same machine.

use std::sync::atomic::AtomicBool;

use crate::experiment::{Ensemble, Watch, replicate_by};
use crate::laws::class::EVERY;
use crate::laws::course::{Follower, MOST_EVENTS};
use crate::laws::edit::Edit;
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::specimen::Specimen;
use crate::oversight::Twin;
use crate::world::{Diagnostics, WorldFile, layout};

use super::cut::{same, whole};
use super::difference::{Counts, Seen};
use super::variant::pick;

pub(in crate::laws) const REORDERED: Law = Law {
    name: "reordering",
    statement: "The order in which a file declares actors, links, unknowns and the like changes \
                neither the world's digest nor its course.",
    class: EVERY.words,
    why: "Actors, links and channels are laid out by their names, and draws and ties are keyed by \
          names.",
    reach: Reach::Pathwise,
    check: reordered,
};

pub(in crate::laws) const PRINTED: Law = Law {
    name: "print-and-parse",
    statement: "A world in its canonical layout is the same world: it has the same digest and the \
                same course, and its layout is itself.",
    class: EVERY.words,
    why: "The layout changes white space and trailing commas and nothing else.",
    reach: Reach::Pathwise,
    check: printed,
};

pub(in crate::laws) const REUSED: Law = Law {
    name: "replications-apart",
    statement: "A replication is the same whatever was run before with the same simulation.",
    class: EVERY.words,
    why: "A replication begins with a copy of the state as it was made, and its chances are a \
          function of the seed and its index.",
    reach: Reach::Pathwise,
    check: reused,
};

pub(in crate::laws) const NAMES_ARE_NOT_READ: Law = Law {
    name: "names-are-not-read",
    statement: "A world in which everybody is called otherwise, while all chances and the order of \
                actors stay those of the old names, goes the same way.",
    class: EVERY.words,
    why: "A name tells who somebody is and keys his chances; its letters say nothing of him.",
    reach: Reach::Pathwise,
    check: names_are_not_read,
};

pub(in crate::laws) const THREADS: Law = Law {
    name: "threads",
    statement: "The table of a world is the same to the last bit with 1, 2 and 3 threads, whichever \
                of them takes which chunk.",
    class: "All worlds; it is tried on one of eight, if it has few events.",
    why: "A chunk is folded by itself and the chunks are merged in their order, so that no sum \
          hangs on who had which.",
    reach: Reach::Pathwise,
    check: threads,
};

/// A file beside the world's own: the same digest, and the same course.
fn same_world(specimen: &Specimen, file: Result<WorldFile, Diagnostics>, when: &str) -> Verdict {
    let Some(base) = whole(specimen, 0) else {
        return Verdict::Silent;
    };
    let variant = match file.and_then(|file| specimen.of_file(file)) {
        Ok(variant) => variant,
        Err(flaws) => return Verdict::Broken(format!("Where {when}, it fails: {flaws}")),
    };
    if !specimen.is_same_world(&variant) {
        return Verdict::Broken(format!("Where {when}, it has another digest."));
    }
    let course = variant.course(0, Twin::Factual);
    let (one, other) = (Seen::new(specimen, &base), Seen::new(&variant, &course));
    same(0, &one, &other, &Counts::ALL, when)
}

fn reordered(specimen: &Specimen) -> Verdict {
    let seed = pick(specimen, "order", 1 << 30) as u64;
    match (Edit::Shuffle { seed }).apply_to(specimen.file(), specimen.roles()) {
        Some(text) if text != specimen.text() => {
            let file = WorldFile::from_text("a world", text);
            same_world(specimen, file, "what the file declares stands in another order")
        }
        Some(_) | None => Verdict::Silent,
    }
}

fn printed(specimen: &Specimen) -> Verdict {
    let text = layout(specimen.file());
    let file = match WorldFile::from_text("a world", &*text) {
        Ok(file) => file,
        Err(flaws) => return Verdict::Broken(format!("Its layout cannot be read: {flaws}")),
    };
    if layout(&file) != text {
        return Verdict::Broken("The layout of its layout is another.".to_owned());
    }
    same_world(specimen, Ok(file), "the file is laid out anew")
}

/// Whether the first replication is the same when it is run again.
pub(in crate::laws) fn once_more(specimen: &Specimen) -> Verdict {
    let Some(course) = whole(specimen, 0) else {
        return Verdict::Silent;
    };
    let again = specimen.changed(0, |_| {});
    let (one, other) = (Seen::new(specimen, &course), Seen::new(specimen, &again));
    let verdict = same(0, &one, &other, &Counts::ALL, "it is run again");
    if verdict == Verdict::Holds && course.outcome != again.outcome {
        let words = "Replication 0 comes to something else where it is run again.";
        return Verdict::Broken(words.to_owned());
    }
    verdict
}

fn reused(specimen: &Specimen) -> Verdict {
    let (Some(_), Some(fresh)) = (whole(specimen, 0), whole(specimen, 1)) else {
        return Verdict::Silent;
    };
    let blueprint = specimen.blueprint();
    let mut follower = Follower::begin(blueprint, specimen.key(0), Twin::Factual, |_| {});
    // Also what was left in mid-run must leave nothing behind.
    let events = [u64::MAX, 7, 31][pick(specimen, "left after", 3)];
    follower.go_on(events);
    follower.begin_again(blueprint, specimen.key(1));
    follower.go_on(u64::MAX);
    let again = follower.finish();
    let (one, other) = (Seen::new(specimen, &fresh), Seen::new(specimen, &again));
    let verdict = same(1, &one, &other, &Counts::ALL, "another was run before it");
    if verdict == Verdict::Holds && fresh.outcome != again.outcome {
        let words = "Replication 1 comes to something else where another was run before it.";
        return Verdict::Broken(words.to_owned());
    }
    verdict
}

fn names_are_not_read(specimen: &Specimen) -> Verdict {
    let Some(base) = whole(specimen, 0).filter(|base| base.steps.len() > 1) else {
        return Verdict::Silent;
    };
    let variant = specimen.changed(0, |simulation| simulation.call_otherwise(half_way_round));
    let (one, other) = (Seen::new(specimen, &base), Seen::new(specimen, &variant));
    let when = "each name has other letters (`a` is `n`, `b` is `o` and so on, and back again)";
    same(0, &one, &other, &Counts::ALL, when)
}

/// Each letter as that which is half the alphabet away.
fn half_way_round(name: &str) -> String {
    let turned = |first: u8, letter: u8| char::from(first + (letter - first + 13) % 26);
    name.chars()
        .map(|letter| match letter {
            'a'..='z' => turned(b'a', letter as u8),
            'A'..='Z' => turned(b'A', letter as u8),
            other => other,
        })
        .collect()
}

fn threads(specimen: &Specimen) -> Verdict {
    let is_short = whole(specimen, 0).is_some_and(|course| course.steps.len() < 2000);
    if !is_short || pick(specimen, "threads", 8) != 0 {
        return Verdict::Silent;
    }
    let table = |threads| {
        let ensemble = Ensemble {
            replications: 7,
            seed: specimen.seed(),
            threads,
            event_budget: MOST_EVENTS,
            twins: true,
        };
        let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
        format!("{:?}", replicate_by(specimen.blueprint(), ensemble, &watch, 2))
    };
    let alone = table(1);
    let other = [2, 3].into_iter().find(|threads| table(*threads) != alone);
    match other {
        None => Verdict::Holds,
        Some(threads) => Verdict::Broken(format!(
            "The table of 7 replications in chunks of 2 is another with {threads} threads than \
             with 1."
        )),
    }
}
