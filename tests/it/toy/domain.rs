//! The words of the shop: its roads, what passes over them, what is noted.

use foomwatch::engine::{Domain, LinkKind, Signal};
use foomwatch::primitives::random::Identity;
use foomwatch::primitives::time::Time;

/// The subject.
#[derive(Clone, Debug)]
pub struct Shop;

/// The kinds of link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Road {
    /// Customers go along it.
    Feeds,
    /// A level is read through it.
    Gauges,
}

/// Whoever wants to be served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Customer {
    /// The origin, by which all draws about the customer are keyed.
    pub identity: Identity,
    /// 0 goes before 1.
    pub class: u8,
    /// When the customer was made.
    pub born: Time,
}

/// What passes over a road.
#[derive(Clone, Debug, PartialEq)]
pub enum Parcel {
    /// A customer arrives.
    Customer(Customer),
    /// The level has jumped to this value.
    Level(f64),
    /// Something without an origin of its own.
    Token(u32),
}

/// What is noted.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// So many are here from now on.
    Number(u32),
    /// A customer has left.
    Left(Identity),
}

impl LinkKind for Road {
    fn name(self) -> &'static str {
        match self {
            Self::Feeds => "feeds",
            Self::Gauges => "gauges",
        }
    }
}

impl Signal for Parcel {
    fn identity(&self) -> Option<Identity> {
        match self {
            Self::Customer(customer) => Some(customer.identity),
            Self::Level(_) | Self::Token(_) => None,
        }
    }
}

impl Domain for Shop {
    type Link = Road;
    type Signal = Parcel;
    type Fact = Fact;
    type Settings = ();
}
