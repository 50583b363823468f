//! Somebody who stands where a link of a behavior leads, and does nothing by himself.

use std::marker::PhantomData;

use crate::engine::{Behavior, LinkRule, NoClocks};
use crate::oversight::{Channel, Link, Oversight};

crate::parameters! {
    /// What a stand-in hears.
    #[allow(dead_code, reason = "the checker reads it off the settings")]
    pub struct StandInParameters {
        /// A channel on which whoever it watches can show it something.
        hears: Option<Channel>,
    }
}

/// Bears every built-in kind of link, and those of a behavior's own.
pub(super) struct StandIn<B>(PhantomData<fn() -> B>);

impl<B> Clone for StandIn<B> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<B: Behavior<Domain = Oversight>> Behavior for StandIn<B> {
    type Domain = Oversight;
    type Parameters = StandInParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Stands where somebody else would.";
    const LINKS: &'static [LinkRule<Link>] = &all_links(B::LINKS);

    fn new(_: StandInParameters) -> Self {
        Self(PhantomData)
    }
}

/// How many rules a stand-in has room for: two for each built-in kind, and what is left
/// for kinds of one's own.
const ROOM: usize = 128;

/// Any number of links of all kinds, either way.
const fn all_links(rules: &[LinkRule<Link>]) -> [LinkRule<Link>; ROOM] {
    const ANY: &str = "What a test lets it say goes over it.";
    // What is left of the room says the first rule again, which changes nothing.
    let mut all = [LinkRule::out(Link::Hosts, ANY); ROOM];
    let (mut filled, mut place) = (0, 0);
    while place < Link::ALL.len() {
        all[filled] = LinkRule::out(Link::ALL[place], ANY);
        all[filled + 1] = LinkRule::into(Link::ALL[place], ANY);
        (filled, place) = (filled + 2, place + 1);
    }
    place = 0;
    while place < rules.len() {
        if let Link::Own(_) = rules[place].kind {
            all[filled] = LinkRule::out(rules[place].kind, ANY);
            all[filled + 1] = LinkRule::into(rules[place].kind, ANY);
            filled += 2;
        }
        place += 1;
    }
    all
}
