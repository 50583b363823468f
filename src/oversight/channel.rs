//! Channels: the ways in which work shows.

use crate::primitives::parameter::{Kind, ParameterType, Setting};

/// A way in which work shows, as `compute`, `power` or any name that a world
/// adds: a place in the world's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Channel(u32);

impl Channel {
    /// The channel with this place.
    #[must_use]
    pub const fn new(place: u32) -> Self {
        Self(place)
    }

    /// Its place in the world's list.
    #[must_use]
    pub const fn place(self) -> usize {
        self.0 as usize
    }
}

impl ParameterType for Channel {
    const KIND: Kind = Kind::Channel;

    fn from_setting(setting: &Setting) -> Self {
        match setting {
            Setting::Channel(place) => Self(*place),
            other => panic!("a channel was checked as {other:?}"),
        }
    }
}
