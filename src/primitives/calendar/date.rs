//! Dates and time zones, from the bundled data and no other.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// The text is not of the form `2027-01-04`.
    NotADate {
        /// The text.
        found: String,
    },
    /// The text is of that form, but there is no such day.
    NoSuchDay {
        /// The text.
        found: String,
    },
    /// The year is before 1 or after 9998, and instants cannot be told there.
    TooFar {
        /// The text.
        found: String,
    },
}

impl DateError {
    /// What could stand there instead.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotADate { .. } => Some("year, month and day, as in `2027-01-04`".to_owned()),
            Self::TooFar { .. } => Some("the years go from 0001 to 9998".to_owned()),
            Self::NoSuchDay { .. } => None,
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotADate { found } => write!(f, "`{found}` is not a date"),
            Self::TooFar { found } => write!(f, "`{found}` is too far away"),
            Self::NoSuchDay { found } => write!(f, "there is no day `{found}`"),
        }
    }
}

impl std::error::Error for DateError {}

/// The date of a text as `2027-01-04`.
///
/// # Errors
///
/// If the text is not of that form, there is no such day, or its year is not
/// from 1 to 9998.
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let found = || text.to_owned();
    let bytes = text.as_bytes();
    let formed = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !formed {
        return Err(DateError::NotADate { found: found() });
    }
    let number = |from: usize, to: usize| text[from..to].parse::<i16>();
    let (Ok(year), Ok(month), Ok(day)) = (number(0, 4), number(5, 7), number(8, 10)) else {
        return Err(DateError::NotADate { found: found() });
    };
    if !(1..=9998).contains(&year) {
        return Err(DateError::TooFar { found: found() });
    }
    // Two digits fit in an `i8`.
    Date::new(year, month as i8, day as i8).map_err(|_| DateError::NoSuchDay { found: found() })
}

/// The instant at which a date begins in UTC: the start of a run.
///
/// # Panics
///
/// If the date is the last of the year 9999, which [`parse_date`] refuses.
#[must_use]
pub fn midnight(date: Date) -> Timestamp {
    let start = date.to_zoned(TimeZone::UTC);
    start.expect("a date up to the year 9998 has a midnight in UTC").timestamp()
}

/// There is no time zone of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneError {
    /// The name.
    pub found: String,
    /// The zone that was most likely meant.
    pub nearest: Option<String>,
}

impl ZoneError {
    /// What could stand there instead.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match &self.nearest {
            Some(nearest) => format!("`{nearest}` is one"),
            None => "a name of the IANA database, as in `Europe/London`".to_owned(),
        })
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no time zone `{}`", self.found)
    }
}

impl std::error::Error for ZoneError {}

/// The time zone of this name in the IANA database that is part of the program.
///
/// The machine's own database is never asked, as two machines may hold two.
///
/// # Errors
///
/// If there is none of this name.
pub fn time_zone(name: &str) -> Result<TimeZone, ZoneError> {
    let database = TimeZoneDatabase::bundled();
    database.get(name).map_err(|_| {
        let lower = name.to_lowercase();
        let likeness = |zone: &str| strsim::jaro_winkler(&lower, &zone.to_lowercase());
        let mut best: Option<(f64, String)> = None;
        for zone in database.available() {
            let near = likeness(zone.as_str());
            if near > 0.8 && best.as_ref().is_none_or(|best| near > best.0) {
                best = Some((near, zone.as_str().to_owned()));
            }
        }
        ZoneError { found: name.to_owned(), nearest: best.map(|best| best.1) }
    })
}
