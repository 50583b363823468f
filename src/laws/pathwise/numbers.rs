//! Numbers: what is counted tells nothing of what is hidden beside it.
//!
//! It lacks the numbers of evidence, which no event shows.

use crate::oversight::likeness::{has_open_number, is_hidden};
use crate::oversight::{Signal, Twin};

use super::super::course::Happening;
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::scene::{Found, Scene, in_each};

pub(in crate::laws) const HIDDEN_WORK_IS_NUMBERED_APART: Law = Law {
    name: "hidden-work-is-numbered-apart",
    statement: "No hidden job has a number of its owner's open ones, so that these have the same \
                numbers, and with them the same chances, whatever is hidden beside them.",
    class: "All worlds in which hidden work is asked for.",
    why: "What an actor makes is numbered by what it is made for, and hidden work is one thing \
          and open work another.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, are_apart)
}

fn are_apart(scene: &Scene<'_>) -> Found {
    let mut spoke = false;
    for step in &scene.course.steps {
        let Happening::Delivery(_, _, Signal::Submit(job)) = &step.what else {
            continue;
        };
        if !is_hidden(job) {
            continue;
        }
        spoke = true;
        if has_open_number(scene.blueprint.name_of(job.owner()), job) {
            let (event, owner) = (scene.event(step), scene.name(job.owner()));
            return Err(format!("the hidden job of {event} has a number of open ones of {owner}"));
        }
    }
    Ok(spoke)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviors::Roles;

    #[test]
    fn open_jobs_have_the_numbers_that_no_hidden_one_may_have() {
        let text = include_str!("../../../worlds/first.ron");
        let specimen = Specimen::new(text, &Roles::standard(), 1).expect("it is sound");
        let course = specimen.course(0, Twin::Factual);
        let jobs = course.steps.iter().filter_map(|step| {
            let Happening::Delivery(_, _, Signal::Submit(job)) = &step.what else {
                return None;
            };
            (!is_hidden(job)).then_some(job)
        });
        let numbered = |job| {
            let job: &crate::oversight::Job = job;
            has_open_number(specimen.blueprint().name_of(job.owner()), job)
        };
        let open: Vec<bool> = jobs.map(numbered).collect();
        assert!(!open.is_empty() && open.into_iter().all(|is_open| is_open));
    }
}
