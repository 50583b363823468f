//! Roles that only the tests of the door know, one for each kind of parameter
//! and each rule of links.

use foomwatch::behaviors::Roles;
use foomwatch::prelude::*;

foomwatch::choices! {
    /// Who is served next.
    pub enum Discipline {
        /// Whoever waited longest.
        FirstCome,
        /// Whoever came last.
        LastCome,
    }
}

foomwatch::parameters! {
    /// A sensor's.
    pub struct MeterParameters {
        /// What it sees.
        channel: Channel = "compute",
        /// The time between two looks.
        every: Span ["1 min" to "1 y"] = "1 h",
        /// The share of what is there that a look sees.
        attention: Law<Share> = "80 %",
        /// How many false alarms there are.
        false_alarms: Rate = "3/y",
    }
}

foomwatch::parameters! {
    /// A desk's.
    pub struct DeskParameters {
        /// How many people sit at it.
        servers: Count ["1" to "1000"],
        /// How long a case takes.
        review: Law<Span> = r#"LogNormal(median: "20 min", p90: "1 h")"#,
        /// When it is open.
        hours: Arc<Calendar> = "24/7",
        /// Who is served next.
        discipline: Discipline = "FirstCome",
        /// Whether it learns.
        learns: bool = "false",
        /// Whom it asks when in doubt.
        mentor: Option<ActorId>,
    }
}

foomwatch::parameters! {
    /// A room of a site, which no built-in role knows.
    pub struct RoomParameters {
        /// How many people may enter.
        keys: Count,
        /// How long a visit takes.
        visit: Law<Span> = "1 h",
    }
}

foomwatch::parameters! {
    /// A program's.
    pub struct ProgramParameters {
        /// The room that it works in.
        room: Option<EntryOf<RoomParameters>>,
    }
}

foomwatch::parameters! {
    /// A site's.
    pub struct SiteParameters {
        /// What is in it.
        chips: Chips,
        /// What its owner has done so far.
        spent: Option<Flop>,
        /// Its rooms.
        rooms: Entries<RoomParameters> = "{}",
    }
}

foomwatch::parameters! {
    /// Of whoever can change weights.
    pub struct EditorParameters {
        /// Whether it hides its work.
        hidden: bool = "false",
    }
}

macro_rules! role {
    ($name:ident, $parameters:ty, [$($rule:expr),* $(,)?]) => {
        #[derive(Clone)]
        pub struct $name;

        impl Behavior for $name {
            type Domain = Oversight;
            type Parameters = $parameters;
            type Clock = NoClocks;

            const MEANING: &'static str = "A role of the tests.";
            const LINKS: &'static [LinkRule<Link>] = &[$($rule),*];

            fn new(_: $parameters) -> Self {
                Self
            }
        }
    };
}

const PAGER: Link = Link::Own("pager");

role!(
    Meter,
    MeterParameters,
    [
        LinkRule::out(Link::Watches, "It sees what shows of it.").at_least(1),
        LinkRule::out(Link::Alerts, "Its alerts go there."),
    ]
);
role!(
    Desk,
    DeskParameters,
    [
        LinkRule::into(Link::Alerts, "They are what it reviews."),
        LinkRule::out(Link::Reports, "What it finds goes there.").at_most(2),
        LinkRule::out(PAGER, "It wakes them."),
    ]
);
role!(
    Board,
    NoParameters,
    [
        LinkRule::into(Link::Reports, "They are what it judges."),
        LinkRule::into(PAGER, "They wake it."),
    ]
);
role!(
    Site,
    SiteParameters,
    [
        LinkRule::into(Link::Watches, "They see what shows."),
        LinkRule::out(Link::Hosts, "It runs its jobs."),
    ]
);
role!(Program, ProgramParameters, [LinkRule::into(Link::Hosts, "It runs here.")]);

role!(
    Editor,
    EditorParameters,
    [
        LinkRule::into(Link::Hosts, "It runs there."),
        LinkRule::out(Link::Hosts, "It shelters the work of others."),
        LinkRule::out(Link::Writes, "Whose weights it can change."),
        LinkRule::into(Link::Writes, "Who can change its weights."),
        LinkRule::out(Link::Deploys, "Whom it can put to work."),
        LinkRule::into(Link::Deploys, "Who can put it to work."),
        LinkRule::out(Link::Improves, "Whom it makes better."),
        LinkRule::into(Link::Improves, "Who makes it better."),
        LinkRule::out(Link::Reports, "Whom it tells."),
    ]
);
role!(
    Planner,
    NoParameters,
    [
        LinkRule::out(Link::Directs, "Whom it directs."),
        LinkRule::into(Link::Directs, "Who directs it."),
    ]
);

/// All of them beside the standard ones.
pub fn roles() -> Roles {
    Roles::standard()
        .with::<Meter>("Meter")
        .with::<Desk>("Desk")
        .with::<Board>("Board")
        .with::<Site>("Site")
        .with::<Program>("Program")
        .with::<Editor>("Editor")
        .with::<Planner>("Planner")
}

/// A world in which nothing is wrong and nothing suspicious.
pub const GOOD: &str = r#"// Nothing is wrong here.
World(
    title: "A good world",
    starts: "2027-01-04",
    horizon: "4 y",
    concern: [Program("secret run"), Training(above: "1e26 FLOP")],
    takeoff: After(Exponential(mean: "60 d")),
    accountable: ["board"],
    actors: {
        "power meter": Meter(channel: "power", attention: Beta(2, 5)),
        "job log": Meter(every: "30 min"),
        "desk": Desk(servers: 2, hours: "Mo-Fr 09:00-17:00", mentor: "board", discipline: LastCome),
        "board": Board(),
        "cluster": Site(chips: "16384 H100"),
        "secret run": Program,
    },
    links: [
        ("cluster", Hosts, "secret run"),
        ("power meter", Watches, "cluster"),
        ("job log", Watches, "cluster"),
        ("power meter", Alerts(delay: "5 min"), "desk"),
        ("job log", Alerts(delay: Exponential(mean: "5 min"), loss: "1 %"), "desk"),
        ("desk", Reports(delay: Exponential(mean: "3 d")), "board"),
        ("desk", Reports(delay: "1 h", name: "second line"), "board"),
        ("desk", Own(kind: "pager", delay: "1 min"), "board"), // by night
    ],
)
"#;
