//! Who stands around a behavior that is driven by hand, and what it is given.
//!
//! It lacks what happens then.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::behaviors::Roles;
use crate::engine::{Behavior, Harness, LinkKind as _, LinkRule, Role, Side};
use crate::oversight::{Link, Oversight, World};
use crate::primitives::parameter::Parameters as _;
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Span;
use crate::world::{Blueprint, WorldFile, check};

use super::stand_in::StandIn;

/// What the behavior is called among the others.
pub const IT: &str = "it";

/// Whose work is harmless, and whose is not.
pub(super) const HARMLESS: &str = "harmless work";
pub(super) const CONCERNING: &str = "concerning work";

/// The behavior with these parameters, as they stand in a world file between the
/// parentheses of its role.
///
/// ```
/// use foomwatch::behaviors::Authority;
/// use foomwatch::laws::{Really, by_hand};
/// use foomwatch::oversight::Link;
///
/// let mut board = by_hand::<Authority>(r#"prior: "1 %", convinced_at: "50 %""#)
///     .into(Link::Reports, "desk")
///     .out(Link::Orders, "cluster")
///     .start();
/// board.reported("desk", "cluster", 1000.0, Really::Concerning).pass("1 d");
/// assert_eq!(board.counted("reports"), 1);
/// ```
pub fn by_hand<B: Behavior<Domain = Oversight>>(parameters: &str) -> Setup<B> {
    Setup::of(Given::Text(parameters.to_owned()))
}

/// The same with parameters as the behavior itself has them. A channel among them is one
/// of those that [`Setup::channels`] names, by its place.
pub fn by_hand_with<B: Behavior<Domain = Oversight>>(parameters: B::Parameters) -> Setup<B> {
    Setup::of(Given::Typed(parameters))
}

/// The span that a text says, as `span("2 h")`.
///
/// # Panics
///
/// If it says none.
#[must_use]
pub fn span(text: &str) -> Span {
    let seconds = quantity::parse(text, Dimension::Span);
    Span::from_seconds(seconds.unwrap_or_else(|error| panic!("`{text}` is no span: {error}")))
}

/// What a behavior is given.
enum Given<B: Behavior> {
    Text(String),
    Typed(B::Parameters),
}

/// A behavior before it starts: whom it is linked to, and what holds around it.
///
/// It is called [`IT`]. Time starts on a Monday at midnight and ends after ten years.
/// All hidden work is concerning, and nothing else but what a test says is.
#[must_use = "nothing happens before `start`"]
pub struct Setup<B: Behavior> {
    given: Given<B>,
    /// What everybody else is, by name.
    others: BTreeMap<String, String>,
    /// From whom, of which kind, to whom, under which name.
    links: Vec<(String, Link, String, String)>,
    roles: Roles,
    channels: Vec<String>,
    concerning: bool,
    seed: u64,
}

impl<B: Behavior<Domain = Oversight>> Setup<B> {
    fn of(given: Given<B>) -> Self {
        let others = [HARMLESS, CONCERNING].map(|name| (name.to_owned(), "StandIn()".to_owned()));
        Self {
            given,
            others: others.into(),
            links: Vec::new(),
            roles: Roles::none(),
            channels: Vec::new(),
            concerning: false,
            seed: 1,
        }
    }

    /// The same with a link that leads away from it.
    pub fn out(self, kind: Link, to: &str) -> Self {
        self.joined((IT, kind, to), "")
    }

    /// The same with a link that leads to it.
    pub fn into(self, kind: Link, from: &str) -> Self {
        self.joined((from, kind, IT), "")
    }

    /// The same with a link away from it under a name, which parallel ones need.
    pub fn out_named(self, kind: Link, to: &str, name: &str) -> Self {
        self.joined((IT, kind, to), name)
    }

    /// The same with a link to it under a name.
    pub fn into_named(self, kind: Link, from: &str, name: &str) -> Self {
        self.joined((from, kind, IT), name)
    }

    fn joined(mut self, (from, kind, to): (&str, Link, &str), name: &str) -> Self {
        for other in [from, to].into_iter().filter(|other| *other != IT) {
            self = self.among(other);
        }
        self.links.push((from.to_owned(), kind, to.to_owned(), name.to_owned()));
        self
    }

    /// The same beside somebody whom its parameters name, or whom others talk of.
    pub fn among(mut self, other: &str) -> Self {
        self.others.entry(other.to_owned()).or_insert_with(|| "StandIn()".to_owned());
        self
    }

    /// The same, where somebody hears this channel: what the behavior shows on it goes to
    /// him, if he watches it.
    pub fn hearing(mut self, other: &str, channel: &str) -> Self {
        self.others.insert(other.to_owned(), format!("StandIn(hears: {channel:?})"));
        self
    }

    /// The same, where somebody is what a world file would say, as
    /// `Cluster(chips: "16 H100", reservations: {…})`: what the behavior's parameters
    /// name of him is looked up there. He still does nothing by himself.
    pub fn cast(mut self, other: &str, role: &str) -> Self {
        self.others.insert(other.to_owned(), role.to_owned());
        self
    }

    /// The same with what actors can be whom [`Setup::cast`] names; the built-in roles
    /// are there without it.
    pub fn roles(self, roles: Roles) -> Self {
        Self { roles, ..self }
    }

    /// The same with these channels for typed parameters, in the order of their places.
    /// Everybody hears all of them.
    pub fn channels(self, channels: &[&str]) -> Self {
        Self { channels: channels.iter().map(|&channel| channel.to_owned()).collect(), ..self }
    }

    /// The same, where all of its own work is concerning, hidden or not.
    pub fn concerning(self) -> Self {
        Self { concerning: true, ..self }
    }

    /// The same under other chances.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Starts it.
    ///
    /// # Panics
    ///
    /// With the checker's messages, if the parameters or the links are not such as a
    /// world can have.
    #[must_use]
    pub fn start(self) -> Harness<B> {
        let text = self.world();
        let roles = self.all_roles();
        let checked = WorldFile::from_text("by hand", text.as_str());
        let checked = checked.and_then(|file| check(&file, &roles));
        let (blueprint, _) = checked.unwrap_or_else(|flaws| panic!("{}", flaws.render(false)));
        let mut world = blueprint.world().clone();
        let parameters = match self.given {
            Given::Text(_) => {
                let it = blueprint.actor(IT).expect("it was just checked");
                B::Parameters::from_settings(it.settings())
            }
            Given::Typed(parameters) => {
                world = hearing_all(world, &blueprint, self.channels);
                parameters
            }
        };
        let key = ReplicationKey::new(self.seed, 0);
        Harness::new(B::new(parameters), IT, blueprint.network(), Arc::new(world), key)
    }

    /// The name of its role: that of its type, unless another has it.
    fn role(&self) -> &'static str {
        if matches!(self.given, Given::Typed(_)) {
            return "StandIn";
        }
        let path = std::any::type_name::<B>();
        let path = path.split('<').next().unwrap_or(path);
        let name = path.rsplit("::").next().unwrap_or(path);
        let others = self.roles_of_others();
        let is_taken = others.get(name).is_some_and(|role| !is_of::<B>(role));
        if is_taken { "TheBehavior" } else { name }
    }

    /// What others can be.
    fn roles_of_others(&self) -> Roles {
        let is_cast = self.others.values().any(|role| !role.starts_with("StandIn("));
        let are_given = self.roles.iter().next().is_some();
        if is_cast && !are_given { Roles::standard() } else { self.roles.clone() }
    }

    /// What there can be: the behavior, stand-ins, and what others were cast as.
    fn all_roles(&self) -> Roles {
        let roles = self.roles_of_others();
        let roles = roles.with::<StandIn<B>>("StandIn");
        match self.given {
            Given::Text(_) if roles.get(self.role()).is_some() => roles,
            Given::Text(_) => roles.with::<B>(self.role()),
            Given::Typed(_) => {
                self.assert_links();
                roles
            }
        }
    }

    /// Asserts that the behavior bears its links, where no checker does.
    fn assert_links(&self) {
        for (from, kind, ..) in &self.links {
            let side = if from == IT { Side::Out } else { Side::In };
            let bears = |rule: &LinkRule<Link>| rule.kind == *kind && rule.side == side;
            let name = kind.name();
            assert!(B::LINKS.iter().any(bears), "it has no rule for a `{name}` on this side");
        }
    }

    /// The text of a world of it and its stand-ins.
    fn world(&self) -> String {
        let parameters = match &self.given {
            Given::Text(parameters) => within_parentheses(parameters),
            Given::Typed(_) => "",
        };
        let own = if self.concerning { "Program(\"it\"), " } else { "" };
        let mut text = format!(
            "World(\n    starts: \"2027-01-04\",\n    horizon: \"10 y\",\n    concern: \
             [{own}Program({CONCERNING:?}), HiddenWork],\n    takeoff: After(\"10 y\"),\n    \
             accountable: [{HARMLESS:?}],\n    actors: {{\n        {IT:?}: {}({parameters}),\n",
            self.role()
        );
        for (name, role) in &self.others {
            let _ = writeln!(text, "        {name:?}: {role},");
        }
        text.push_str("    },\n    links: [\n");
        for (from, kind, to, name) in &self.links {
            let kind = match (kind, name.as_str()) {
                (Link::Own(own), "") => format!("Own({own:?})"),
                (Link::Own(own), name) => format!("Own(kind: {own:?}, name: {name:?})"),
                (built_in, "") => built_in.name().to_owned(),
                (built_in, name) => format!("{}(name: {name:?})", built_in.name()),
            };
            let _ = writeln!(text, "        ({from:?}, {kind}, {to:?}),");
        }
        text.push_str("    ],\n)\n");
        text
    }
}

/// Whether a role is that of this behavior.
fn is_of<B: Behavior<Domain = Oversight>>(role: &Role<Oversight>) -> bool {
    role.parameters == B::Parameters::TABLE && role.meaning == B::MEANING
}

/// The same parameters without parentheses around all of them.
fn within_parentheses(parameters: &str) -> &str {
    let trimmed = parameters.trim();
    let inner = trimmed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(trimmed)
}

/// A world in which everybody hears all of these channels.
fn hearing_all(world: World, blueprint: &Blueprint, channels: Vec<String>) -> World {
    let sorted = channels.is_sorted();
    assert!(sorted, "the places of channels are those of their names in order: {channels:?}");
    let everybody: Vec<_> = blueprint.actors().iter().map(|actor| actor.id()).collect();
    let heard = channels.into_iter().map(|channel| (channel, everybody.clone()));
    world.with_channels(heard.collect())
}
