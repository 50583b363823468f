//! What members of a generated world are given, so that their roles have nothing against it.
//!
//! It lacks what is not known of it, and the text of the world.

use crate::laws::settings::place_of;
use crate::oversight::Link;
use crate::primitives::parameter::{Kind, ParameterRow};
use crate::world::{faults_of, quoted};

use super::cast::Cast;
use super::figures::{ENTRIES, Writer};
use super::genes::Tape;
use super::quiet;
use super::scale::Scale;

/// What each member is given, by the rows of its role.
pub(super) type Given = Vec<Option<String>>;

/// How often a fault of one actor is mended before it is made as plain as can be.
const MENDED: usize = 8;

/// How many other values of a parameter are tried in a mend.
const TRIED: usize = 12;

/// What a world is made with.
pub(super) struct Maker<'m> {
    pub(super) cast: &'m Cast<'m>,
    pub(super) scale: &'m Scale,
    pub(super) given: Vec<Given>,
    /// How many parameters had to be mended.
    pub(super) mended: usize,
}

impl<'m> Maker<'m> {
    /// Gives all members of a cast what they need and some of what they can have.
    pub(super) fn of(cast: &'m Cast<'m>, scale: &'m Scale) -> Self {
        let mut maker = Self { cast, scale, given: Vec::new(), mended: 0 };
        for member in 0..cast.members.len() {
            maker.give(member);
        }
        for member in 0..cast.members.len() {
            maker.give_what_hangs_on_others(member);
        }
        maker
    }

    pub(super) fn rows(&self, member: usize) -> &'static [ParameterRow] {
        self.cast.kit.roles[self.cast.members[member].role].parameters
    }

    pub(super) fn role(&self, member: usize) -> &'static str {
        self.cast.kit.roles[self.cast.members[member].role].name
    }

    pub(super) fn writer(&self, member: usize) -> Writer<'m> {
        Writer { role: self.role(member), scale: self.scale }
    }

    /// Gives a member what hangs on nobody else; stand-ins where it must.
    fn give(&mut self, member: usize) {
        let mut tape = Tape::of(&self.cast.members[member].genes.figures);
        let writer = self.writer(member);
        let given = self.rows(member).iter().map(|row| {
            if self.cast.kit.is_quiet
                && let Some(forced) = quiet::forced(writer.role, row.name)
            {
                return forced.map(str::to_owned);
            }
            if self.cast.kit.is_quiet && (writer.role, row.name) == quiet::RATIO {
                return Some((*tape.pick(&quiet::RATIOS)).to_owned());
            }
            writer.row(row, &mut tape).or_else(|| self.stand_in(member, row))
        });
        let given = given.collect();
        self.given.push(given);
        self.mend(member);
    }

    /// Whether the kind of world says what a parameter is given.
    pub(super) fn is_settled(&self, member: usize, row: &ParameterRow) -> bool {
        let role = self.role(member);
        let is_ratio = (role, row.name) == quiet::RATIO;
        self.cast.kit.is_quiet && (is_ratio || quiet::forced(role, row.name).is_some())
    }

    /// What stands for a name that must be given and is not known yet.
    fn stand_in(&self, member: usize, row: &ParameterRow) -> Option<String> {
        if row.optional || row.default.is_some() {
            return None;
        }
        match row.kind {
            Kind::Channel => Some(quoted("compute")),
            Kind::Actor => Some(quoted(&self.cast.members[member].name)),
            Kind::EntryOf(_) => Some(quoted(ENTRIES[0])),
            Kind::TableByActor(..) => Some("{}".to_owned()),
            Kind::Quantity(_)
            | Kind::Law(_)
            | Kind::Chips
            | Kind::Hours
            | Kind::Flag
            | Kind::Choice(_)
            | Kind::Table(..) => None,
        }
    }

    /// Gives a member the names of channels, actors and entries that there are around it.
    fn give_what_hangs_on_others(&mut self, member: usize) {
        let genes = self.cast.members[member].genes.offspring(7);
        let mut tape = Tape::of(&genes.figures);
        for (place, row) in self.rows(member).iter().enumerate() {
            let is_free = row.optional || row.default.is_some();
            if self.is_settled(member, row) {
                continue;
            }
            let text = match row.kind {
                Kind::Channel => {
                    let heard = self.channels(member);
                    (!is_free || tape.is(0.5)).then(|| quoted(tape.pick::<String>(&heard)))
                }
                Kind::Actor => {
                    let other = tape.below(self.cast.members.len());
                    (!is_free || tape.is(0.4)).then(|| quoted(&self.cast.members[other].name))
                }
                Kind::EntryOf(table) => {
                    let entries = self.entries(member, table);
                    let names = !entries.is_empty() && (!is_free || tape.is(0.6));
                    names.then(|| quoted(tape.pick::<String>(&entries)))
                }
                Kind::TableByActor(_, rows) => {
                    (!is_free || tape.is(0.3)).then(|| self.opinions(member, rows, &mut tape))
                }
                Kind::Quantity(_)
                | Kind::Law(_)
                | Kind::Chips
                | Kind::Hours
                | Kind::Flag
                | Kind::Choice(_)
                | Kind::Table(..) => continue,
            };
            if text.is_some() {
                self.given[member][place] = text;
            }
        }
        self.mend(member);
    }

    /// The channels on which shows what a member watches, or on which anything can show.
    fn channels(&self, member: usize) -> Vec<String> {
        let watched = self.cast.ties.iter().filter(|tie| tie.kind == Link::Watches);
        let watched = watched.filter(|tie| tie.from == member).map(|tie| tie.to);
        let mut all: Vec<String> = watched.flat_map(|other| self.shown(other)).collect();
        if all.is_empty() {
            let roles = self.cast.kit.roles.iter();
            all = roles
                .flat_map(|role| role.shows_on.unwrap_or_default())
                .map(|one| (*one).to_owned())
                .collect();
        }
        if all.is_empty() {
            all.push("compute".to_owned());
        }
        all
    }

    /// The channels on which a member shows.
    fn shown(&self, member: usize) -> Vec<String> {
        let role = &self.cast.kit.roles[self.cast.members[member].role];
        let mut all: Vec<String> =
            role.shows_on.unwrap_or_default().iter().map(|one| (*one).to_owned()).collect();
        for (place, row) in role.parameters.iter().enumerate() {
            if role.shows_as == Some(row.name) {
                all.extend(self.entries_at(member, place));
            }
        }
        all
    }

    /// The names of entries of a table: a member's own, or else its neighbors'.
    fn entries(&self, member: usize, table: &str) -> Vec<String> {
        let of = |one: usize| {
            let rows = self.rows(one).iter().enumerate();
            let tables =
                rows.filter(|(_, row)| matches!(row.kind, Kind::Table(name, _) if name == table));
            tables.map(|(place, _)| place).collect::<Vec<_>>()
        };
        let own = of(member);
        if !own.is_empty() {
            return own.into_iter().flat_map(|place| self.entries_at(member, place)).collect();
        }
        let beside = self.cast.beside(member).into_iter();
        beside
            .flat_map(|other| of(other).into_iter().map(move |place| (other, place)))
            .flat_map(|(other, place)| self.entries_at(other, place))
            .collect()
    }

    fn entries_at(&self, member: usize, place: usize) -> Vec<String> {
        let text = self.given[member][place].as_deref().unwrap_or_default();
        let has = |name: &&&str| text.contains(&format!("\"{name}\": ("));
        ENTRIES.iter().filter(has).map(|name| (*name).to_owned()).collect()
    }

    /// Entries that are named by others.
    fn opinions(&self, member: usize, rows: &[ParameterRow], tape: &mut Tape<'_>) -> String {
        let writer = self.writer(member);
        let members = &self.cast.members;
        let first = tape.below(members.len());
        let many = (1 + tape.below(2)).min(members.len());
        let entries = (0..many).map(|number| {
            let name = &members[(first + number) % members.len()].name;
            format!("{}: {}", quoted(name), writer.group(rows, tape))
        });
        format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
    }

    /// A member as the file says it.
    pub(super) fn call(&self, member: usize) -> String {
        let rows = self.rows(member).iter().zip(&self.given[member]);
        let fields =
            rows.filter_map(|(row, text)| Some(format!("{}: {}", row.name, text.as_ref()?)));
        format!("{}({})", self.role(member), fields.collect::<Vec<_>>().join(", "))
    }

    /// The parameters of which a member's role says that they do not go together.
    pub(super) fn faults(&self, member: usize) -> Vec<&'static str> {
        let role = &self.cast.kit.roles[self.cast.members[member].role];
        if role.faults().is_none() {
            return Vec::new();
        }
        let names: Vec<&str> = self.cast.members.iter().map(|one| one.name.as_str()).collect();
        let faults = faults_of(role, &self.call(member), &names).unwrap_or_default();
        faults.into_iter().map(|fault| fault.parameter).collect()
    }

    /// Gives other values to what a member's role has something against, until it has
    /// nothing: not given, if that may be, or the next that its genes say.
    fn mend(&mut self, member: usize) {
        let writer = self.writer(member);
        for round in 0..MENDED {
            let faults = self.faults(member);
            let Some(parameter) = faults.first() else { return };
            self.mended += 1;
            let rows = self.rows(member);
            let Some(place) = place_of(rows, parameter) else { return };
            let row = &rows[place];
            let before = self.given[member][place].take();
            let is_free = row.optional || row.default.is_some();
            let mut is_mended = is_free && before.is_some() && self.is_better(member, &faults);
            for turn in 0..TRIED {
                if is_mended {
                    break;
                }
                let genes = self.cast.members[member].genes.offspring(100 * round + turn + 1);
                self.given[member][place] = writer.value(row, &mut Tape::of(&genes.figures));
                is_mended = self.is_better(member, &faults);
            }
            if !is_mended {
                self.given[member][place] = writer.value(row, &mut Tape::of(&[]));
            }
        }
        // As plain as can be: what must be given, and nothing else.
        let rows = self.rows(member);
        self.given[member] = rows
            .iter()
            .map(|row| {
                let is_free = row.optional || row.default.is_some();
                let plain = || writer.value(row, &mut Tape::of(&[]));
                (!is_free).then(plain).flatten().or_else(|| self.stand_in(member, row))
            })
            .collect();
        for row in self.faults(member) {
            let place = place_of(rows, row);
            if let Some(place) = place {
                self.given[member][place] = writer.value(&rows[place], &mut Tape::of(&[]));
            }
        }
    }

    fn is_better(&self, member: usize, before: &[&str]) -> bool {
        let now = self.faults(member);
        now.len() < before.len() || !now.is_empty() && now[0] != before[0]
    }
}
