//! The table of a behavior's parameters: declared once, read by everyone.
//!
//! From the rows that [`parameters!`](crate::parameters) writes come the typed
//! struct, the checker of world files, its hints and the printed reference. The
//! text of values is parsed behind the door of the world file; here they are
//! already checked, so reading one back cannot fail on a user's account.

use std::sync::Arc;

use super::calendar::Calendar;
use super::distribution::Distribution;
use super::id::ActorId;
use super::quantity::{
    Chips, Count, Dimension, Flop, FlopRate, Magnitude, Money, Number, Power, Rate, Share, Tokens,
};
use super::random::Stream;
use super::time::Span;

/// What a parameter holds, and so how its text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number with the units of a dimension, fixed for the whole run.
    Quantity(Dimension),
    /// A distribution over such a number, drawn where the behavior needs one.
    Law(Dimension),
    /// A number of chips of one type.
    Chips,
    /// Opening hours.
    Hours,
    /// `true` or `false`.
    Flag,
    /// The name of a channel.
    Channel,
    /// The name of another actor.
    Actor,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Entries under names, each with these rows of its own.
    Table(&'static str, &'static [ParameterRow]),
    /// Entries that are named by actors of the world, each with these rows of its own.
    TableByActor(&'static str, &'static [ParameterRow]),
    /// The name of an entry in a table of this kind, of an actor at the other end
    /// of a link.
    EntryOf(&'static str),
}

/// One row of a table: a parameter as users read about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterRow {
    /// The key in world files.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// The least and the greatest allowed value, as they would stand in a file;
    /// the limits of the dimension if there are none.
    pub range: Option<(&'static str, &'static str)>,
    /// What it is when a file does not say, as it would stand in a file.
    pub default: Option<&'static str>,
    /// Whether a file that does not give it leaves it absent.
    pub optional: bool,
    /// The meaning, in whole sentences.
    pub meaning: &'static str,
}

/// A checked value of a parameter, in the base unit of its dimension.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// Not given, and allowed to be so.
    Absent,
    /// In the base unit: seconds, FLOP, FLOP/s, watts, events a second, shares.
    Number(f64),
    /// Over numbers in the base unit.
    Law(Distribution),
    /// A number of chips of one type.
    Chips(Chips),
    /// Opening hours, laid out over the run.
    Hours(Arc<Calendar>),
    /// `true` or `false`.
    Flag(bool),
    /// A place in the world's list of channels.
    Channel(u32),
    /// Another actor.
    Actor(ActorId),
    /// A place in the words of a [`Kind::Choice`].
    Choice(u32),
    /// Entries in the order of their names, with a setting for each of their rows.
    Table(Arc<[NamedSettings]>),
    /// Entries in the order of the actors that name them, with a setting for each of
    /// their rows.
    TableByActor(Arc<[ActorSettings]>),
    /// The name of an entry of somebody's table.
    EntryOf(Arc<str>),
}

/// An entry of a table: its name, and a setting for each of the table's rows.
pub type NamedSettings = (Arc<str>, Box<[Setting]>);

/// An entry of a table: the actor that names it, and a setting for each of the
/// table's rows.
pub type ActorSettings = (ActorId, Box<[Setting]>);

/// A type that a parameter can have.
pub trait ParameterType: Sized {
    /// What it holds.
    const KIND: Kind;
    /// Whether it may be absent.
    const OPTIONAL: bool = false;

    /// The typed value.
    ///
    /// # Panics
    ///
    /// If the setting was checked against another kind: a bug of the checker.
    fn from_setting(setting: &Setting) -> Self;
}

/// A struct of typed parameters and the table that it was declared with.
///
/// Written by [`parameters!`](crate::parameters).
pub trait Parameters: Sized {
    /// The name of the struct and of its module, which no other struct has.
    const NAME: &'static str;
    /// The rows, in the order of the fields.
    const TABLE: &'static [ParameterRow];

    /// The typed struct of settings that were checked against the table.
    fn from_settings(settings: &[Setting]) -> Self;
}

/// A distribution that a behavior draws from where it needs a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Law<T> {
    distribution: Distribution,
    unit: std::marker::PhantomData<fn() -> T>,
}

impl<T> Law<T> {
    /// The law of this distribution over numbers in the base unit of `T`.
    #[must_use]
    pub fn new(distribution: Distribution) -> Self {
        Self { distribution, unit: std::marker::PhantomData }
    }

    /// The distribution, over numbers in the base unit of `T`.
    #[must_use]
    pub fn distribution(&self) -> &Distribution {
        &self.distribution
    }
}

impl<T: Quantity> Law<T> {
    /// A value from a stream.
    #[must_use]
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> T {
        T::from_base(stream.of(&self.distribution))
    }
}

/// A type whose values are one number in the base unit of a dimension.
pub trait Quantity: Sized {
    /// The dimension whose units a file may use.
    const DIMENSION: Dimension;

    /// The value of this number in the base unit.
    fn from_base(number: f64) -> Self;
}

impl<T: Quantity> ParameterType for T {
    const KIND: Kind = Kind::Quantity(T::DIMENSION);

    fn from_setting(setting: &Setting) -> Self {
        match setting {
            Setting::Number(number) => T::from_base(*number),
            other => panic!("a quantity was checked as {other:?}"),
        }
    }
}

impl<T: Quantity> ParameterType for Law<T> {
    const KIND: Kind = Kind::Law(T::DIMENSION);

    fn from_setting(setting: &Setting) -> Self {
        match setting {
            Setting::Law(distribution) => Self::new(distribution.clone()),
            other => panic!("a law was checked as {other:?}"),
        }
    }
}

macro_rules! parameter_type {
    ($type:ty, $kind:expr, $pattern:pat => $value:expr) => {
        impl ParameterType for $type {
            const KIND: Kind = $kind;

            fn from_setting(setting: &Setting) -> Self {
                match setting {
                    $pattern => $value,
                    other => panic!("a parameter was checked as {other:?}"),
                }
            }
        }
    };
}

parameter_type!(Chips, Kind::Chips, Setting::Chips(chips) => *chips);
parameter_type!(Arc<Calendar>, Kind::Hours, Setting::Hours(hours) => hours.clone());
parameter_type!(bool, Kind::Flag, Setting::Flag(flag) => *flag);
parameter_type!(ActorId, Kind::Actor, Setting::Actor(actor) => *actor);

impl<T: ParameterType> ParameterType for Option<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = true;

    fn from_setting(setting: &Setting) -> Self {
        match setting {
            Setting::Absent => None,
            given => Some(T::from_setting(given)),
        }
    }
}

impl Quantity for Span {
    const DIMENSION: Dimension = Dimension::Span;

    fn from_base(seconds: f64) -> Self {
        Self::from_seconds(seconds)
    }
}

macro_rules! quantity {
    ($($type:ident),+) => {$(
        impl Quantity for $type {
            const DIMENSION: Dimension = $type::DIMENSION;

            fn from_base(number: f64) -> Self {
                Self::new(number)
            }
        }
    )+};
}

quantity!(Number, Share, Rate, Flop, FlopRate, Power, Money, Magnitude, Tokens);

impl Quantity for Count {
    const DIMENSION: Dimension = Count::DIMENSION;

    fn from_base(number: f64) -> Self {
        Self::from_number(number)
    }
}

/// Says what is wrong with parameters together, or with settings of them.
pub type Faults<P> = fn(&P) -> Vec<Fault>;

/// The parameters of a behavior that has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoParameters;

impl Parameters for NoParameters {
    const NAME: &'static str = "NoParameters";
    const TABLE: &'static [ParameterRow] = &[];

    fn from_settings(_: &[Setting]) -> Self {
        Self
    }
}

/// Entries under names, in the order of the names.
///
/// As in `reservations: {"alignment": (granted: "20 %")}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entries<T>(Vec<(Arc<str>, T)>);

impl<T> Entries<T> {
    /// Each entry with its name.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, entry)| (&**name, entry))
    }

    /// The place of the entry of this name among all.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.0.binary_search_by(|(other, _)| (**other).cmp(name)).ok()
    }
}

impl<T: Parameters> ParameterType for Entries<T> {
    const KIND: Kind = Kind::Table(T::NAME, T::TABLE);

    fn from_setting(setting: &Setting) -> Self {
        match setting {
            Setting::Table(entries) => {
                let typed = entries
                    .iter()
                    .map(|(name, settings)| (Arc::clone(name), T::from_settings(settings)));
                Self(typed.collect())
            }
            other => panic!("a table was checked as {other:?}"),
        }
    }
}

/// Entries that are named by actors of the world, in the order of the actors.
///
/// As in `opinions: {"power meter": (likelihood_ratio: 30)}`. To be named so joins
/// nobody to anybody, and is no link.
#[derive(Clone, Debug, PartialEq)]
pub struct ByActor<T>(Vec<(ActorId, T)>);

impl<T> ByActor<T> {
    /// Each entry with the actor that names it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ActorId, &T)> {
        self.0.iter().map(|(actor, entry)| (*actor, entry))
    }

    /// The entry of this actor, if there is one.
    #[must_use]
    pub fn get(&self, actor: ActorId) -> Option<&T> {
        let place = self.0.binary_search_by_key(&actor, |(other, _)| *other).ok()?;
        Some(&self.0[place].1)
    }
}

impl<T: Parameters> ParameterType for ByActor<T> {
    const KIND: Kind = Kind::TableByActor(T::NAME, T::TABLE);

    fn from_setting(setting: &Setting) -> Self {
        match setting {
            Setting::TableByActor(entries) => {
                let typed =
                    entries.iter().map(|(actor, settings)| (*actor, T::from_settings(settings)));
                Self(typed.collect())
            }
            other => panic!("a table of actors was checked as {other:?}"),
        }
    }
}

/// The name of an entry in a table of `T`s, of an actor at the other end of a
/// link: the checker has found one there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryOf<T> {
    name: Arc<str>,
    of: std::marker::PhantomData<fn() -> T>,
}

impl<T> EntryOf<T> {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }
}

impl<T: Parameters> ParameterType for EntryOf<T> {
    const KIND: Kind = Kind::EntryOf(T::NAME);

    fn from_setting(setting: &Setting) -> Self {
        match setting {
            Setting::EntryOf(name) => Self { name: Arc::clone(name), of: std::marker::PhantomData },
            other => panic!("the name of an entry was checked as {other:?}"),
        }
    }
}

/// What is wrong with parameters that are well each by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the parameter to look at.
    pub parameter: &'static str,
    /// What is wrong, in lower case.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

/// Whether a literal that is written so is text: for [`parameters!`](crate::parameters), which
/// cannot tell.
#[doc(hidden)]
#[must_use]
pub const fn is_text(literal: &str) -> bool {
    matches!(literal.as_bytes(), [b'"' | b'r', ..])
}
