//! A choice of whom to tell, and when.

use std::collections::BTreeMap;

use foomwatch::prelude::*;

/// The line that takes a word from anybody: a kind of link.
pub const HOTLINE: &str = "hotline";

foomwatch::choices! {
    /// Whom a colleague tells.
    pub enum Tells {
        /// Whoever takes calls at the hotline.
        Hotline,
        /// Whoever judges his reports.
        Superiors,
    }
}

foomwatch::parameters! {
    /// What a colleague keeps to himself of the work of one program.
    pub struct Tie {
        /// The share of what he recognizes there that he keeps to himself.
        loyal: Share = "50 %",
    }
}

foomwatch::parameters! {
    /// What a colleague understands, and whom he tells.
    pub struct Conscience {
        /// The share of concerning work that he takes for concerning.
        true_rate: Share = "60 %",
        /// The share of harmless work that he takes for concerning.
        false_rate: Share = "1 %",
        /// How long he hesitates.
        hesitates: Law<Span> = r#"Exponential(mean: "10 d")"#,
        /// When there is anybody to tell.
        hours: Arc<Calendar> = "Mo-Fr 09:00-17:00",
        /// Whom he tells.
        tells: Tells = "Hotline",
        /// Programs to which he is loyal.
        ties: ByActor<Tie> = "{}",
    }
}

foomwatch::clocks! {
    /// The clocks of a colleague.
    pub enum Clock {
        /// He tells of one job.
        Speak(4),
    }
}

const HESITATES: Purpose = Purpose::named("hesitates");
const LOYAL: Purpose = Purpose::named("loyal");

/// Knows of the work of others, and tells of it after a while, unless it is over by then.
#[derive(Clone)]
pub struct Colleague {
    conscience: Conscience,
    /// What he wants to tell of, by the job, and the number of its clock.
    burdens: BTreeMap<Identity, (Work, u32)>,
    clocks: u32,
}

impl Behavior for Colleague {
    type Domain = Oversight;
    type Parameters = Conscience;
    type Clock = Clock;

    const MEANING: &'static str = "Knows of work, and tells of it, unless it ends before he does.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Knows, "He knows of the work.").at_least(1),
        LinkRule::out(Link::Own(HOTLINE), "His calls go over it."),
        LinkRule::out(Link::Reports, "His reports go over it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("spoke", "spoke", "How often he spoke."),
        Measure::per_year("thought better of it", "held back", "Jobs that ended before he spoke."),
    ];
    const FAULTS: Option<Faults<Conscience>> = Some(|conscience| {
        if conscience.false_rate.value() <= conscience.true_rate.value() {
            return Vec::new();
        }
        let message = "he takes harmless work for concerning more often than concerning work";
        let hint = Some("give a `false_rate` of at most `true_rate`".to_owned());
        vec![Fault { parameter: "false_rate", message: message.to_owned(), hint }]
    });

    fn new(conscience: Conscience) -> Self {
        Self { conscience, burdens: BTreeMap::new(), clocks: 0 }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Signal::Work(work) = signal else { return };
        match work.news() {
            News::Began => self.ponder(cx, work),
            News::Changed => {}
            News::Ended => {
                if let Some((_, number)) = self.burdens.remove(&work.job()) {
                    cx.count("held back");
                    // What is left of a budget comes back; whoever stops for good drops it.
                    cx.stop_clock(Clock::Speak(number));
                }
            }
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Speak(rung) = clock;
        let burden = self.burdens.iter().find(|(_, (_, number))| *number == rung);
        let Some(job) = burden.map(|(job, _)| *job) else { return };
        let Some((work, _)) = self.burdens.remove(&job) else { return };
        cx.count("spoke");
        let Conscience { true_rate, false_rate, .. } = &self.conscience;
        let ratio = nominal_ratio(true_rate.value(), false_rate.value());
        let alert = Alert::new(cx.find_in(&work, Rang::Shown).worth(ratio));
        match self.conscience.tells {
            Tells::Superiors => cx.report(&alert, ratio),
            Tells::Hotline => {
                for link in cx.links(Link::Own(HOTLINE)) {
                    cx.report_over(link, &alert, ratio);
                }
            }
        }
    }
}

impl Colleague {
    fn ponder(&mut self, cx: &mut Cx<Self>, work: Work) {
        let Conscience { true_rate, false_rate, hesitates, hours, ties, .. } = &self.conscience;
        let discernment = Discernment::with_rates(true_rate.value(), false_rate.value());
        let loyal = ties.get(work.owner()).map_or(0.0, |tie| tie.loyal.value());
        let keeps = cx.draw(LOYAL).about(work.job()).chance(loyal);
        if cx.recognize(&work, &discernment) && !keeps {
            let span = hesitates.draw(&mut cx.draw(HESITATES).about(work.job()));
            let at = hours.next_opening(cx.now() + span);
            cx.ring_at(Clock::Speak(self.clocks), at);
            self.burdens.insert(work.job(), (work, self.clocks));
            self.clocks += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Really, by_hand};

    use super::*;

    #[test]
    fn he_tells_in_opening_hours_unless_it_is_over() {
        let sure = r#"true_rate: "100 %", hesitates: "1 h", ties: {"friend": (loyal: "100 %")}"#;
        let mut colleague = by_hand::<Colleague>(sure)
            .out(Link::Knows, "program")
            .out(Link::Knows, "friend")
            .out(Link::Own(HOTLINE), "desk")
            .start();
        colleague.begins("friend", Really::Concerning);
        let over = colleague.begins("program", Really::Concerning);
        colleague.pass("2 h").ends("program", &over);
        colleague.begins("program", Really::Concerning);
        assert!(colleague.pass("6 h").sent_to("desk").is_empty());
        assert!(matches!(colleague.pass("1 h").sent_to("desk")[..], [Signal::Report(..)]));
        assert_eq!((colleague.counted("spoke"), colleague.counted("held back")), (1, 1));
    }
}
