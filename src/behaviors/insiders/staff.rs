//! How many people share a secret, as it gets older.
//!
//! Their number is whole and known beforehand; who they are is not told.

use crate::primitives::parameter::{Entries, Fault};
use crate::primitives::quantity::{Count, Rate};
use crate::primitives::time::Span;

crate::parameters! {
    /// From an age of the secret on another number of people know.
    pub struct ChangeParameters {
        /// How long after they first knew of work of the program.
        at: Span,
        /// How many people know from then on.
        people: Count ["0" to "1000000000"],
    }
}

/// So many people, from when they first knew.
#[derive(Clone, Debug)]
pub(super) struct Staff {
    people: u64,
    /// In the order of their ages.
    changes: Vec<(Span, u64)>,
    /// Between two who come to know, in seconds; infinite if nobody does.
    joins_every: f64,
}

/// Where in its course a staff is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// How many know.
    pub(super) people: u64,
    changed: usize,
    joined: u64,
}

impl Staff {
    pub(super) fn new(people: Count, joins: Rate, changes: &Entries<ChangeParameters>) -> Self {
        let mut changes: Vec<(Span, u64)> =
            changes.iter().map(|(_, change)| (change.at, change.people.value())).collect();
        changes.sort_by_key(|change| change.0);
        Self { people: people.value(), changes, joins_every: 1.0 / joins.value() }
    }

    pub(super) fn begins(&self) -> Course {
        Course { people: self.people, changed: 0, joined: 0 }
    }

    /// At which age of the secret the number changes next.
    pub(super) fn next(&self, course: &Course) -> Option<Span> {
        let change = self.changes.get(course.changed).map(|change| change.0);
        let joins = self.joins_every * (course.joined + 1) as f64;
        let joins = joins.is_finite().then(|| Span::from_seconds(joins));
        [change, joins].into_iter().flatten().min()
    }

    /// What the course is at an age, from one at an earlier age. Where both come
    /// at once the number is set first.
    pub(super) fn at(&self, mut course: Course, age: Span) -> Course {
        while let Some(next) = self.next(&course).filter(|next| *next <= age) {
            match self.changes.get(course.changed) {
                Some((at, people)) if *at == next => {
                    course.people = *people;
                    course.changed += 1;
                }
                Some(_) | None => {
                    course.people += 1;
                    course.joined += 1;
                }
            }
        }
        course
    }
}

/// Two numbers at one age.
pub(super) fn faults(changes: &Entries<ChangeParameters>) -> Option<Fault> {
    let mut ages: Vec<Span> = changes.iter().map(|(_, change)| change.at).collect();
    ages.sort_unstable();
    let twice = ages.windows(2).any(|pair| pair[0] == pair[1]);
    twice.then(|| Fault {
        parameter: "changes",
        message: "two changes of how many people know come at one age".to_owned(),
        hint: Some("give each `at` once".to_owned()),
    })
}
