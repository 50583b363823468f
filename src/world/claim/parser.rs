//! From the text of a claim to its tree, or to the first fault of its grammar.
//!
//! Each rule of the grammar is a function of the same name. It knows no names of
//! the world: a name is as many words in a row as are no keywords.

use std::ops::Range;

use crate::world::diagnostic::printable;

use super::lexer::{Fault, Lexeme, Token, lex};
use super::tree::{
    Atom, Claim, Comparison, Event, Part, Per, Quantity, Relation, Term, Word, WrittenFirstTime,
};

/// How many parentheses and negations may be open at a time.
pub const DEEPEST_EVENT: usize = 64;

/// The words that no name can have, as they have a meaning of their own.
pub const KEYWORDS: [&str; 9] =
    ["and", "or", "not", "before", "within", "of", "by", "given", "per"];

impl Claim {
    /// The tree of a text.
    ///
    /// ```
    /// use foomwatch::world::claim::Claim;
    ///
    /// let claim = Claim::parse("P( noticed  before takeoff )>=90 %").expect("it is well formed");
    /// assert_eq!(claim.to_string(), "P(noticed before takeoff) >= 90 %");
    /// assert!(Claim::parse("P(noticed) = 1").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// The first fault of its grammar.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut parser = Parser { text, lexemes: lex(text), next: 0, depth: 0 };
        parser.claim()
    }
}

struct Parser<'t> {
    text: &'t str,
    lexemes: Vec<Lexeme>,
    next: usize,
    depth: usize,
}

type Parsed<T> = Result<T, Fault>;

impl<'t> Parser<'t> {
    fn claim(&mut self) -> Parsed<Claim> {
        let mut parts = vec![self.part()?];
        while *self.token() != Token::End {
            if !self.take("and") {
                return Err(self.unexpected("`and` with another claim, or the end,"));
            }
            parts.push(self.part()?);
        }
        Ok(Claim { parts })
    }

    fn part(&mut self) -> Parsed<Part> {
        let quantity = self.quantity()?;
        let Token::Compare(comparison) = *self.token() else {
            let hint = "a claim says on which side of a value it is, as in `>= 90 %`";
            return Err(self.wanted("`>=`, `<=`, `>` or `<`", hint));
        };
        self.next += 1;
        let value = self.value(comparison)?;
        let given = if self.take("given") { Some(self.event()?) } else { None };
        Ok(Part { quantity, comparison, value, given })
    }

    fn quantity(&mut self) -> Parsed<Quantity> {
        const HINT: &str = "a claim begins with `P(`, `mean(`, `median(` or, say, `p90(`";
        let head = self.word().unwrap_or_default();
        let Some(kind) = Head::of(head) else {
            let hint = match head {
                "p" | "prob" | "Prob" | "probability" | "Probability" | "Pr" => "write `P(`",
                "Mean" | "average" | "avg" | "Average" => "write `mean(`",
                "Median" => "write `median(`",
                _ => HINT,
            };
            return Err(self.wanted("a claim", hint));
        };
        let at = self.at();
        self.next += 1;
        if *self.token() != Token::Open {
            return Err(self.wanted(&format!("`(` after `{head}`"), HINT));
        }
        self.next += 1;
        let quantity = match kind {
            Head::Probability => Quantity::Probability(self.event()?),
            Head::Mean => Quantity::Mean(self.term()?),
            Head::Quantile(Some(percent)) => Quantity::Quantile(percent, self.term()?),
            Head::Quantile(None) => {
                let message = format!("there is no `{head}`: quantiles go from `p1` to `p99`");
                let hint = "the least and the greatest value that was seen say little about those \
                    that can be";
                return Err(Fault { message, hint: Some(hint.to_owned()), at });
            }
        };
        self.close()?;
        Ok(quantity)
    }

    fn event(&mut self) -> Parsed<Event> {
        let mut events = vec![self.conj()?];
        while self.take("or") {
            events.push(self.conj()?);
        }
        Ok(one_or(events, Event::Or))
    }

    fn conj(&mut self) -> Parsed<Event> {
        let mut events = vec![self.unit()?];
        // What begins another claim does not go on with this event.
        while self.is("and") && !self.claim_begins(self.next + 1) {
            self.next += 1;
            events.push(self.unit()?);
        }
        Ok(one_or(events, Event::And))
    }

    fn unit(&mut self) -> Parsed<Event> {
        if self.depth == DEEPEST_EVENT {
            let message = format!("more than {DEEPEST_EVENT} parentheses and `not`s are open");
            return Err(Fault { message, hint: None, at: self.at() });
        }
        self.depth += 1;
        let event = if self.take("not") {
            Event::Not(Box::new(self.unit()?))
        } else if *self.token() == Token::Open {
            self.next += 1;
            let event = self.event()?;
            self.close()?;
            event
        } else {
            Event::Atom(self.atom()?)
        };
        self.depth -= 1;
        Ok(event)
    }

    fn atom(&mut self) -> Parsed<Atom> {
        let first_time = self.first_time()?;
        let relation = if self.take("before") {
            Relation::Before(self.first_time()?)
        } else if self.take("within") {
            let span =
                self.quantity_text("a span of time", "as in `within 30 d of first alarm`")?;
            if !self.take("of") {
                let hint = "as in `within 30 d of first alarm` or `within 1 y of start`";
                return Err(self.wanted("`of`", hint));
            }
            let from_start = self.is("start") && !self.names_at(self.next + 1);
            if from_start {
                self.next += 1;
                Relation::Within(span, None)
            } else {
                Relation::Within(span, Some(self.first_time()?))
            }
        } else {
            Relation::Reached
        };
        Ok(Atom { first_time, relation })
    }

    fn first_time(&mut self) -> Parsed<WrittenFirstTime> {
        if let Token::Quoted(actor) = self.token() {
            let actor = printable(actor);
            let message = format!("a milestone is wanted, but here stands the actor `{actor}`");
            let hint = format!("say what the actor reaches, as in `noticed by '{actor}'`");
            return Err(Fault { message, hint: Some(hint), at: self.at() });
        }
        let hint = "as in `noticed before takeoff`";
        let name = self.name("a milestone", hint)?;
        let by = if self.take("by") { Some(self.actor()?) } else { None };
        Ok(WrittenFirstTime { name, by })
    }

    fn term(&mut self) -> Parsed<Term> {
        if matches!(self.token(), Token::Quoted(_)) {
            let actor = self.actor()?;
            if *self.token() != Token::Dot {
                let hint = "a measure of an actor is written as `'desk'.confirmed`";
                return Err(self.wanted("`.` and a measure", hint));
            }
            self.next += 1;
            let measure = self.name("a measure", "as in `'desk'.confirmed`")?;
            return Ok(Term::Measure(actor, measure));
        }
        let first = self.first_time()?;
        if *self.token() == Token::Minus {
            self.next += 1;
            return Ok(Term::Difference(first, self.first_time()?));
        }
        if !self.is("per") {
            return Ok(Term::Named(first));
        }
        if let Some(actor) = first.by {
            let message = "a counter is of all actors and takes no `by`";
            let hint = "`foomwatch roles` has the measures of each role, as in `'meter'.alarms`";
            let (message, hint) = (message.to_owned(), Some(hint.to_owned()));
            return Err(Fault { message, hint, at: actor.at });
        }
        self.next += 1;
        let per = match self.word() {
            Some("day") => Per::Day,
            Some("year") => Per::Year,
            _ => return Err(self.wanted("`day` or `year`", "as in `false alarms per year`")),
        };
        self.next += 1;
        Ok(Term::Rate(first.name, per))
    }

    fn value(&mut self, comparison: Comparison) -> Parsed<Word> {
        self.quantity_text("a value", &format!("as in `{comparison} 90 %`"))
    }

    /// A number and its unit: all up to the next keyword.
    fn quantity_text(&mut self, what: &str, hint: &str) -> Parsed<Word> {
        let first = self.next;
        while matches!(self.token(), Token::Word | Token::Minus | Token::Dot) && !self.is_keyword()
        {
            self.next += 1;
        }
        if self.next == first {
            return Err(self.wanted(what, hint));
        }
        Ok(self.since(first))
    }

    fn name(&mut self, what: &str, hint: &str) -> Parsed<Word> {
        let first = self.next;
        while self.names_at(self.next) || self.goes_on_after_comma(first) {
            if let Some(word) = self.word()
                && !self.goes_on_after_comma(first)
                && KEYWORDS.contains(&word.to_lowercase().as_str())
            {
                let message = format!("`{word}` is no part of a name");
                let hint = Some(format!("write `{}`", word.to_lowercase()));
                return Err(Fault { message, hint, at: self.at() });
            }
            self.next += 1;
        }
        if self.next == first {
            return Err(self.wanted(what, hint));
        }
        Ok(self.since(first))
    }

    fn actor(&mut self) -> Parsed<Word> {
        let Token::Quoted(name) = self.token() else {
            let hint = match self.word() {
                Some(word) => format!("write it in single quotes, as in `'{}'`", printable(word)),
                None => "as in `first review by 'desk'`".to_owned(),
            };
            return Err(self.wanted("an actor", &hint));
        };
        let word = Word { text: name.clone(), at: self.at() };
        self.next += 1;
        Ok(word)
    }

    fn close(&mut self) -> Parsed<()> {
        if *self.token() != Token::Close {
            return Err(self.unexpected("`)`"));
        }
        self.next += 1;
        Ok(())
    }

    fn token(&self) -> &Token {
        &self.lexemes[self.next].token
    }

    fn at(&self) -> Range<usize> {
        self.lexemes[self.next].at.clone()
    }

    fn word_at(&self, place: usize) -> Option<&'t str> {
        let lexeme = self.lexemes.get(place)?;
        (lexeme.token == Token::Word).then(|| &self.text[lexeme.at.clone()])
    }

    fn word(&self) -> Option<&'t str> {
        self.word_at(self.next)
    }

    fn is(&self, keyword: &str) -> bool {
        self.word() == Some(keyword)
    }

    fn is_keyword(&self) -> bool {
        self.word().is_some_and(|word| KEYWORDS.contains(&word))
    }

    /// Whether a word stands there that can be one of a name.
    fn names_at(&self, place: usize) -> bool {
        self.word_at(place).is_some_and(|word| !KEYWORDS.contains(&word))
    }

    /// Whether a word stands here behind a comma within a name, as in `noticed, not
    /// stopped`: it is part of the name, whatever it says.
    fn goes_on_after_comma(&self, first: usize) -> bool {
        let behind = |place| self.word_at(place).is_some_and(|word| word.ends_with(','));
        self.next > first && behind(self.next - 1) && self.word().is_some()
    }

    fn take(&mut self, keyword: &str) -> bool {
        let is = self.is(keyword);
        self.next += usize::from(is);
        is
    }

    fn claim_begins(&self, place: usize) -> bool {
        self.word_at(place).and_then(Head::of).is_some()
            && self.lexemes.get(place + 1).is_some_and(|lexeme| lexeme.token == Token::Open)
    }

    /// What was read since a lexeme, as one word.
    fn since(&self, first: usize) -> Word {
        let at = self.lexemes[first].at.start..self.lexemes[self.next - 1].at.end;
        let words: Vec<&str> = self.text[at.clone()].split_whitespace().collect();
        Word { text: words.join(" "), at }
    }

    fn unexpected(&self, wanted: &str) -> Fault {
        let at = self.at();
        let (message, hint) = match self.token() {
            Token::Odd(message, hint) => {
                let found = printable(&self.text[at.clone()]);
                (format!("`{found}` {message}"), Some((*hint).to_owned()))
            }
            Token::End if at.is_empty() => {
                (format!("{wanted} is wanted, but nothing is there"), None)
            }
            Token::End => (format!("{wanted} is wanted, but the claim ends here"), None),
            Token::Word if self.is("before") || self.is("within") => {
                let hint = "it stands after a milestone: say it of each of them";
                let found = printable(&self.text[at.clone()]);
                let message = format!("{wanted} is wanted, but here stands `{found}`");
                (message, Some(hint.to_owned()))
            }
            Token::Open
            | Token::Close
            | Token::Dot
            | Token::Minus
            | Token::Compare(_)
            | Token::Quoted(_)
            | Token::Word => {
                let found = printable(&self.text[at.clone()]);
                (format!("{wanted} is wanted, but here stands `{found}`"), None)
            }
        };
        Fault { message, hint, at }
    }

    fn wanted(&self, what: &str, hint: &str) -> Fault {
        let fault = self.unexpected(what);
        Fault { hint: fault.hint.or_else(|| Some(hint.to_owned())), ..fault }
    }
}

/// What a claim begins with.
enum Head {
    Probability,
    Mean,
    /// None where no quantile is so called.
    Quantile(Option<u8>),
}

impl Head {
    fn of(word: &str) -> Option<Self> {
        match word {
            "P" => Some(Self::Probability),
            "mean" => Some(Self::Mean),
            "median" => Some(Self::Quantile(Some(50))),
            _ => {
                let percent = word.strip_prefix('p')?;
                let is_number = percent.starts_with(|next: char| next.is_ascii_digit())
                    && percent.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
                let known = percent.parse().ok().filter(|percent| (1..=99).contains(percent));
                is_number.then_some(Self::Quantile(known))
            }
        }
    }
}

fn one_or(mut events: Vec<Event>, all: impl Fn(Vec<Event>) -> Event) -> Event {
    if events.len() == 1 { events.remove(0) } else { all(events) }
}
