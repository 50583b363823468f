//! The page of the argument: what the worlds say of each of its claims.
//!
//! What people wrote is read from `docs/argument.ron`, every number is run, and a world
//! that is missing, or that does not claim what the page says, is an error.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use foomwatch::behaviors::Roles;
use foomwatch::engine::EVENT_BUDGET;
use foomwatch::experiment::{BreakEven, Ensemble, Influence, Inquiry, Ranking, Watch, replicate};
use foomwatch::report::break_even::{answer, compared, moved};
use foomwatch::report::claims::figures;
use foomwatch::report::number::grouped;
use foomwatch::world::claim::{CheckedPart, Sought};
use foomwatch::world::{Axis, AxisValue, Blueprint, FigureAt, MarkKind, WorldFile, check};
use serde::Deserialize;

/// What people wrote.
pub const SOURCE: &str = "docs/argument.ron";

/// What comes of it.
pub const PAGE: &str = "docs/argument.md";

/// An answer beyond these shares names what forces it.
const FORCED: (f64, f64) = (0.01, 0.99);

/// What stands before the list of what is assumed.
const FOUNDATIONS: &str = "Unknowns are drawn anew in every replication, levers stand at their \
                           baselines, and an assumed figure is one that somebody had to choose. \
                           What is measured or fitted has its source in the file.";

/// Why there is no page.
pub type Fault = Box<dyn std::error::Error>;

#[derive(Deserialize)]
pub struct Argument {
    /// In the order of the argument.
    pub claims: Vec<Claim>,
}

/// One claim of the argument.
#[derive(Deserialize)]
pub struct Claim {
    pub number: u32,
    /// The claim in a sentence.
    pub claim: String,
    /// What could confirm or refute it, in three sentences.
    pub mechanism: Vec<String>,
    /// Headings of `docs/model.md`, where the formulas stand.
    pub formulas: Vec<String>,
    /// At least one.
    pub tests: Vec<Test>,
}

/// A world, and what it claims.
#[derive(Deserialize)]
pub struct Test {
    /// Why this world, where a claim has several.
    #[serde(default)]
    pub about: String,
    /// Its file in `worlds/`, without the ending.
    pub world: String,
    /// The world that differs in who watches.
    pub twin: String,
    /// Word for word one of the world's claims, in one sentence.
    pub claim: String,
}

/// How much is run.
#[derive(Clone, Copy)]
pub struct Effort {
    pub replications: u64,
    pub seed: u64,
    pub threads: usize,
    /// Whether parameters are ranked and moved, which takes some fifty times as long.
    pub moves: bool,
}

impl Argument {
    pub fn read() -> Result<Self, Fault> {
        let text = fs::read_to_string(SOURCE).map_err(|why| format!("{SOURCE}: {why}"))?;
        ron::from_str(&text).map_err(|why| format!("{SOURCE}: {why}").into())
    }

    /// The whole page. Each claim is said to `tell` before it is run.
    pub fn page(&self, effort: Effort, tell: impl Fn(&str)) -> Result<String, Fault> {
        let model = fs::read_to_string("docs/model.md")?;
        let mut text = head(effort);
        for claim in &self.claims {
            tell(&format!("{}. {}", claim.number, claim.claim));
            let section = section(claim, &model, effort);
            text += &section.map_err(|why| format!("claim {}: {why}", claim.number))?;
        }
        text += "\n## What the worlds rest on\n\n";
        wrapped(&mut text, FOUNDATIONS);
        let tests = self.claims.iter().flat_map(|claim| &claim.tests);
        let worlds: BTreeSet<&str> = tests.map(|test| test.world.as_str()).collect();
        for world in worlds {
            text += &foundation(world)?;
        }
        Ok(text)
    }
}

fn head(effort: Effort) -> String {
    format!(
        "# The argument, claim by claim

This page is made by a program and not by hand. What people wrote stands in
[argument.ron](argument.ron), and every number comes of running the worlds:

```sh
cargo run --release --example argument -- -n {} --seed {}
```

Each claim of the argument has a world with a claim that could fail, beside its twin in
which other people watch, or nobody does. The estimate has its 95 % interval; *moved most by*
is the unknown or the lever that moves it furthest, by itself, with all else as in the world
and on the same chances; and *where it turns* is the value of that parameter at which the
estimate crosses what is claimed, with the values that the replications do not tell from it
([break_even.md](break_even.md)). Every answer is conditional on its world file, and none is
a forecast. An interval knows of chance alone, and not of what the file has wrong.
",
        effort.replications, effort.seed
    )
}

fn section(claim: &Claim, model: &str, effort: Effort) -> Result<String, Fault> {
    let mut text = format!("\n## {}. {}\n\n", claim.number, claim.claim);
    if claim.mechanism.len() != 3 {
        return Err(format!("{} sentences say how it could fail", claim.mechanism.len()).into());
    }
    if claim.tests.is_empty() {
        return Err("nothing tests it".into());
    }
    wrapped(&mut text, &claim.mechanism.join(" "));
    let formulas: Result<Vec<String>, Fault> =
        claim.formulas.iter().map(|heading| formula(heading, model)).collect();
    let _ = writeln!(text, "\nFormulas: {}.", formulas?.join(", "));
    for test in &claim.tests {
        text += &tested(test, effort)?;
    }
    Ok(text)
}

/// A link to a heading of the model, which must be there.
fn formula(heading: &str, model: &str) -> Result<String, Fault> {
    let is_there = model.lines().any(|line| line.trim_start_matches('#').trim() == heading);
    if !is_there {
        return Err(format!("docs/model.md has no heading `{heading}`").into());
    }
    let mark = heading.to_lowercase().replace(' ', "-").replace([',', '.', '\''], "");
    Ok(format!("[{heading}](model.md#{mark})"))
}

/// A world with one claim alone.
struct Asked {
    file: WorldFile,
    blueprint: Blueprint,
    roles: Roles,
}

impl Asked {
    fn open(world: &str, claim: &str, must_claim: bool) -> Result<Self, Fault> {
        let path = format!("worlds/{world}.ron");
        let roles = Roles::standard();
        let mut file = WorldFile::read(Path::new(&path))?;
        let (own, _) = check(&file, &roles)?;
        if must_claim && own.claims().iter().all(|one| one.text != claim) {
            return Err(format!("{path} does not claim `{claim}`").into());
        }
        file.claim(claim);
        let (blueprint, _) = check(&file, &roles)?;
        if blueprint.claims()[0].parts.len() != 1 {
            return Err(format!("`{claim}` of {path} has several sentences").into());
        }
        Ok(Self { file, blueprint, roles })
    }

    fn part(&self) -> &CheckedPart {
        &self.blueprint.claims()[0].parts[0]
    }

    fn inquire<T>(&self, effort: Effort, ask: impl FnOnce(&Inquiry<'_>) -> T) -> T {
        let stop = AtomicBool::new(false);
        ask(&Inquiry {
            file: &self.file,
            roles: &self.roles,
            ensemble: ensemble(effort),
            watch: &Watch { progress: &|_| {}, stop: &stop },
            planned: &|_| {},
        })
    }

    /// A row of a table: the estimate, its interval, how many count and the verdict; and
    /// the ends of the interval for programs.
    fn row(&self, what: &str, effort: Effort) -> (String, String, Option<f64>) {
        let stop = AtomicBool::new(false);
        let watch = Watch { progress: &|_| {}, stop: &stop };
        let table = replicate(&self.blueprint, ensemble(effort), &watch);
        let claims = table.claims();
        let part = &claims[0].parts[0];
        let (estimate, range) = figures(part);
        let n = grouped(part.estimate.n as i64);
        let verdict = part.verdict.name();
        let row = format!("| {what} | {estimate} | {range} | {n} | {verdict} |\n");
        let end = |end: Option<f64>| end.map_or("none".to_owned(), |end| end.to_string());
        let ends = format!(
            "<!-- {} from {} to {} -->\n",
            self.blueprint.path(),
            end(part.estimate.low),
            end(part.estimate.high)
        );
        (row, ends, part.estimate.estimate)
    }
}

fn ensemble(effort: Effort) -> Ensemble {
    let Effort { replications, seed, threads, .. } = effort;
    Ensemble { replications, seed, threads, event_budget: EVENT_BUDGET, twins: true }
}

fn tested(test: &Test, effort: Effort) -> Result<String, Fault> {
    let asked = Asked::open(&test.world, &test.claim, true)?;
    let twin = Asked::open(&test.twin, &test.claim, false)?;
    let mut text = String::new();
    if !test.about.is_empty() {
        text.push('\n');
        wrapped(&mut text, &test.about);
    }
    let _ = writeln!(text, "\n`{}`\n", test.claim);
    text += "| world | estimate | 95 % interval | of | verdict |\n|---|---|---|---|---|\n";
    let link = |world: &str| format!("[{world}](../worlds/{world}.ron)");
    let (row, ends, estimate) = asked.row(&link(&test.world), effort);
    let (twin_row, twin_ends, _) = twin.row(&link(&test.twin), effort);
    text += &(row + &twin_row + "\n" + &ends + &twin_ends + "\n");
    text += &moves(&asked, estimate, effort)?;
    text += &plans(&asked, effort);
    text += &rests_on(test, &asked.blueprint);
    text += &commands(test, effort);
    Ok(text)
}

/// What moves the estimate most, and where it turns.
fn moves(asked: &Asked, estimate: Option<f64>, effort: Effort) -> Result<String, Fault> {
    if !effort.moves {
        return Ok(String::new());
    }
    let candidates = Axis::candidates(&asked.blueprint);
    let part = asked.part();
    let ranking = asked.inquire(effort, |inquiry| Ranking::of(inquiry, candidates, part))?;
    let mut text = String::new();
    let Some(greatest) = ranking.greatest() else {
        wrapped(&mut text, "- **Moved most by:** nothing; no unknown and no lever moves it.");
        return Ok(text + &forced(asked, &ranking, estimate, effort));
    };
    let axis = &greatest.axis;
    let (size, range) = moved(greatest, part);
    let (low, high) = compared(greatest);
    let sentence =
        format!("- **Moved most by:** `{}`: {size} ({range}) from {low} to {high}.", axis.path());
    wrapped(&mut text, &sentence);
    let found =
        asked.inquire(effort, |inquiry| BreakEven::find(inquiry, axis, part, axis.range()))?;
    let flip =
        if found.turns.is_empty() && found.range.is_some() { "no flip in its range; " } else { "" };
    wrapped(&mut text, &format!("- **Where it turns:** {flip}{}.", answer(&found)));
    Ok(text + &forced(asked, &ranking, estimate, effort))
}

/// What the claim comes to by each plan of whoever could have several.
fn plans(asked: &Asked, effort: Effort) -> String {
    let mut text = String::new();
    if !effort.moves {
        return text;
    }
    let stop = AtomicBool::new(false);
    let watch = Watch { progress: &|_| {}, stop: &stop };
    for menu in asked.blueprint.menus() {
        let plan = |place: usize| {
            let playing = asked.blueprint.playing(&menu, place);
            let table = replicate(&playing, ensemble(effort), &watch);
            let claims = table.claims();
            let (estimate, range) = figures(&claims[0].parts[0]);
            format!("{estimate} ({range}) by `{}`", menu.entries[place])
        };
        let all: Vec<String> = (0..menu.entries.len()).map(plan).collect();
        let sentence = format!("- **By plan of `{}`:** {}.", menu.actor, all.join("; "));
        wrapped(&mut text, &sentence);
    }
    text
}

/// The assumed figure that by itself moves an estimate furthest off an end, with what it
/// comes to there: a share is moved halfway to 0 and to 1, any other to a tenth and to ten
/// times.
fn assumption(asked: &Asked, effort: Effort) -> Option<String> {
    let stop = AtomicBool::new(false);
    let watch = Watch { progress: &|_| {}, stop: &stop };
    let mut best: Option<(f64, String)> = None;
    for path in assumed(&asked.blueprint) {
        // Figures of actors are named without the word for all of them.
        let of = |path: &str| Axis::new(&asked.file, &asked.blueprint, &asked.roles, path);
        let Ok(axis) = of(&format!("actors.{path}")).or_else(|_| of(&path)) else {
            continue;
        };
        let path = axis.path().to_owned();
        let Some(number) = axis.number() else {
            continue;
        };
        let is_share = axis.now().trim_matches('"').ends_with('%');
        let ends = match is_share {
            true => [number / 2.0, (1.0 + number) / 2.0],
            false => [number / 10.0, number * 10.0],
        };
        for value in ends.map(AxisValue::Number) {
            let world = axis.at(&asked.file, value).ok();
            let Some((blueprint, _)) = world.and_then(|file| check(&file, &asked.roles).ok())
            else {
                continue;
            };
            let table = replicate(&blueprint, ensemble(effort), &watch);
            let claims = table.claims();
            let part = &claims[0].parts[0];
            let Some(estimate) = part.estimate.estimate.filter(|one| !is_forced(*one)) else {
                continue;
            };
            let distance = estimate.min(1.0 - estimate);
            if best.as_ref().is_none_or(|(other, _)| distance > *other) {
                let (shown, at) = (figures(part).0, axis.text(value));
                let now = axis.now().trim_matches('"');
                best = Some((distance, format!("`{path}`: {shown} at {at} in place of {now}")));
            }
        }
    }
    best.map(|(_, text)| text)
}

fn is_forced(estimate: f64) -> bool {
    estimate < FORCED.0 || estimate > FORCED.1
}

/// What forces an answer that is hardly anything but yes or no.
fn forced(asked: &Asked, ranking: &Ranking, estimate: Option<f64>, effort: Effort) -> String {
    let part = asked.part();
    let is_share = matches!(part.sought, Sought::Probability(_));
    if !is_share || !estimate.is_some_and(is_forced) {
        return String::new();
    }
    let free = |influence: &&Influence| {
        let known = influence.trials.iter().filter_map(|trial| trial.estimate.estimate);
        known.into_iter().any(|estimate| !is_forced(estimate))
    };
    let sentence = match ranking.all.iter().find(free) {
        Some(influence) => {
            let (low, high) = compared(influence);
            let (one, other) = influence.compared;
            let [one, other] =
                [one, other].map(|place| figures(&influence.trials[place].result(part)).0);
            format!(
                "- **Forced by:** `{}`, which alone moves it off that end: {one} at {low}, and \
                 {other} at {high}.",
                influence.axis.path(),
            )
        }
        None => match assumption(asked, effort) {
            Some(figure) => format!(
                "- **Forced by:** no unknown and no lever, none of which moves it off that end \
                 by itself, but the assumed {figure}."
            ),
            None => "- **Forced by:** no unknown, no lever and no assumed figure, none of which \
                     moves it off that end by itself: how the world is built decides."
                .to_owned(),
        },
    };
    let mut text = String::new();
    wrapped(&mut text, &sentence);
    text
}

/// What of a world nobody knows, and how much of it is assumed.
fn rests_on(test: &Test, blueprint: &Blueprint) -> String {
    let unknowns: Vec<&str> = blueprint.unknowns().iter().map(|one| one.name()).collect();
    let levers: Vec<&str> = blueprint.levers().iter().map(|one| one.name()).collect();
    let list = |what: &str, all: &[&str]| match all {
        [] => format!("no {what}"),
        [one] => format!("one {what}, {one}"),
        all => format!("{} {what}s: {}", all.len(), all.join(", ")),
    };
    let mut text = String::new();
    let sentence = format!(
        "- **Rests on** {}; {}; and [{} assumed figures](#{}).",
        list("unknown", &unknowns),
        list("lever", &levers),
        assumed(blueprint).len(),
        test.world,
    );
    wrapped(&mut text, &sentence);
    text
}

/// The figures that nobody has measured or fitted, but for the unknowns.
fn assumed(blueprint: &Blueprint) -> Vec<String> {
    let figures = blueprint.figures();
    let all = figures.marked(MarkKind::Assumed).chain(figures.unsourced());
    let is_unknown = |figure: &FigureAt| matches!(figure, FigureAt::Unknown(_));
    all.filter(|figure| !is_unknown(figure)).map(|figure| blueprint.path_of(figure)).collect()
}

/// What a world rests on, in full: each unknown with its law, each lever with its settings,
/// and where every assumed figure stands.
fn foundation(world: &str) -> Result<String, Fault> {
    let file = WorldFile::read(Path::new(&format!("worlds/{world}.ron")))?;
    let (blueprint, _) = check(&file, &Roles::standard())?;
    let mut text = format!("\n### {world}\n\n");
    for unknown in blueprint.unknowns() {
        let _ = writeln!(text, "- the unknown {}: `{}`", unknown.name(), unknown.text());
    }
    for lever in blueprint.levers() {
        let baseline = &lever.settings()[lever.baseline()];
        let all = lever.settings().join(", ");
        let _ = writeln!(text, "- the lever {}: `{baseline}` of `[{all}]`", lever.name());
    }
    let assumed = assumed(&blueprint);
    wrapped(&mut text, &format!("- assumed: {}", assumed.join("; ")));
    Ok(text)
}

/// How to get every number of a test again.
fn commands(test: &Test, effort: Effort) -> String {
    let word = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let (world, twin) = (format!("worlds/{}.ron", test.world), format!("worlds/{}.ron", test.twin));
    let claims = word(&format!("claims=[{:?}]", test.claim));
    let (n, seed) = (effort.replications, effort.seed);
    format!(
        "\n```sh\nfoomwatch run {world} -n {n} --seed {seed}\n\
         foomwatch run {twin} -n {n} --seed {seed} --set {claims}\n\
         foomwatch break-even {world} -n {n} --seed {seed} --claim {}\n```\n",
        word(&test.claim)
    )
}

/// Writes a paragraph in lines, those of a list's entry indented.
fn wrapped(text: &mut String, paragraph: &str) {
    const WIDTH: usize = 96;
    let indent = if paragraph.starts_with("- ") { "  " } else { "" };
    let mut width = 0;
    // A number and its `%` stay together.
    let together = paragraph.replace(" %", "\u{a0}%");
    for word in together.split(' ').map(|word| word.replace('\u{a0}', " ")) {
        let wide = word.chars().count();
        if width > 0 && width + 1 + wide > WIDTH {
            text.push('\n');
            text.push_str(indent);
            width = indent.len();
        } else if width > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(&word);
        width += wide;
    }
    text.push('\n');
}
