//! A night watch: a monitor whose attention fades before the shift is over.

use foomwatch::prelude::*;

foomwatch::parameters! {
    struct Habits {
        /// The channel that it looks at.
        channel: Channel,
        /// Its shifts.
        hours: Arc<Calendar> = "Mo-Su 22:00-06:00",
        /// The time between two rounds.
        every: Span ["1 min" to "1 d"] = "1 h",
        /// How long before the end of a shift its attention begins to fall to nothing.
        fades: Span ["1 min" to "1 d"] = "6 h",
    }
}
foomwatch::clocks! { enum Clock { Round } }
const LOOK: Purpose = Purpose::named("look");
#[derive(Clone)]
struct NightWatch(Habits, Option<(ActorId, Level)>);

impl Behavior for NightWatch {
    type Domain = Oversight;
    type Parameters = Habits;
    type Clock = Clock;
    const MEANING: &'static str = "Walks rounds at night, less and less attentive, and reports.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::out(Link::Watches, "It looks."), LinkRule::out(Link::Reports, "It tells.")];
    const MEASURES: &'static [Measure] =
        &[Measure::share("seen", "seen", "rounds", "Rounds that saw something.")];
    fn new(habits: Habits) -> Self {
        Self(habits, None)
    }
    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Round, self.0.hours.next_opening(cx.now()));
    }
    fn receive(&mut self, _: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.0.channel)
            && self.1.as_ref().is_none_or(|(_, known)| !level.is_older_than(known))
        {
            self.1 = Some((from, level));
        }
    }
    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let Self(Habits { hours, every, fades, .. }, seen) = self;
        cx.count("rounds");
        let left = hours.next_closing(cx.now()) - cx.now();
        let looks = cx.draw(LOOK).chance(left.seconds() / fades.seconds());
        if let Some((suspect, level)) = seen.as_ref().filter(|seen| looks && seen.1.share() > 0.0) {
            cx.count("seen");
            let alert = Alert::new(cx.find(*suspect, level, Rang::Shown));
            cx.report(&alert, 20.0);
        }
        cx.ring_at(Clock::Round, hours.next_opening(cx.now() + *every));
    }
}

fn main() -> std::process::ExitCode {
    foomwatch::cli::main(Roles::standard().with::<NightWatch>("NightWatch"))
}
