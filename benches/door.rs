//! The door beside `ron` alone: how long large worlds take from text to blueprint.
//!
//! Worlds of the standard roles are made in memory, read, and checked. Beside
//! them `ron` passes once over the same text and keeps nothing, in turns with
//! the reader, so that a slow moment of the machine strikes both; of the
//! seconds, only this ratio means anything elsewhere. Peak memory is the
//! process's own, the text included, and is known on Linux alone.

use std::fmt::Write as _;
use std::time::Instant;

use foomwatch::behaviors::Roles;
use foomwatch::world::{Node, WorldFile, check};
use serde::de::IgnoredAny;

/// A size of world, and what is to be reached with it.
struct Size {
    actors: usize,
    links: usize,
    rounds: usize,
    /// Seconds from text to blueprint.
    seconds: f64,
}

const SIZES: [Size; 3] = [
    Size { actors: 10_000, links: 100_000, rounds: 5, seconds: 1.0 },
    Size { actors: 100_000, links: 200_000, rounds: 3, seconds: 6.0 },
    Size { actors: 1_000_000, links: 2_000_000, rounds: 1, seconds: 60.0 },
];

/// Peak memory to be kept to, in GB.
const MEMORY: f64 = 4.0;

/// Clusters, programs, meters and desks, a quarter of the actors each, and a
/// board that all desks report to.
fn world(actors: usize, links: usize) -> String {
    let many = actors / 4;
    let each = (links / many - 2) / 2;
    let mut text = String::from(
        "World(\n    title: \"A large world\",\n    horizon: \"2 y\",\n    \
         concern: [Program(\"program 0\")],\n    \
         takeoff: After(Exponential(mean: \"60 d\")),\n    accountable: [\"board\"],\n    \
         actors: {\n        \"board\": Authority(prior: \"20 %\", convinced_at: \"90 %\"),\n",
    );
    for i in 0..many {
        write!(
            text,
            "        \"program {i}\": TrainingProgram(compute: \"1e27 FLOP\", begins: \"{} d\", opacity: 0.5),\n        \
             \"cluster {i}\": Cluster(chips: \"16384 H100\", utilization: \"40 %\", \
             power_per_chip: \"1.8 kW\"),\n        \
             \"meter {i}\": HazardSensor(channel: \"power\", hazard: \"1/mo\", false_alarms: \"6/y\"),\n        \
             \"desk {i}\": Reviewer(review: Exponential(mean: \"5 d\"), skill: 1.5, \
             false_accusation: \"2 %\", servers: 2, skill_scale: 1, \
             hours: \"Mo-Fr 09:00-17:00\"),\n",
            i % 300
        )
        .expect("a text takes all that is written");
    }
    text.push_str("    },\n    links: [\n");
    for i in 0..many {
        let mut link = |from: &str, kind: &str, to: &str, place: usize| {
            writeln!(text, "        (\"{from} {i}\", {kind}, \"{to} {place}\"),")
                .expect("a text takes all that is written");
        };
        link("cluster", "Hosts", "program", i);
        for step in 0..each {
            link("meter", "Watches", "cluster", (i + step) % many);
            link("meter", "Alerts", "desk", (i + step) % many);
        }
        writeln!(text, "        (\"desk {i}\", Reports, \"board\"),")
            .expect("a text takes all that is written");
    }
    text.push_str("    ],\n)\n");
    text
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begin = Instant::now();
    let made = work();
    (begin.elapsed().as_secs_f64(), made)
}

fn measure(size: &Size, roles: &Roles) {
    let text = world(size.actors, size.links);
    let megabytes = text.len() as f64 / 1e6;
    let [mut ron, mut read, mut checked] = [f64::INFINITY; 3];
    for _ in 0..size.rounds {
        let (seconds, verdict) = timed(|| ron::from_str::<IgnoredAny>(&text));
        verdict.expect("the generator writes RON");
        ron = ron.min(seconds);
        let copy = text.clone();
        let (seconds, file) = timed(|| WorldFile::from_text("a large world", copy));
        read = read.min(seconds);
        let file = file.unwrap_or_else(|flaws| panic!("{flaws}"));
        let (seconds, blueprint) = timed(|| check(&file, roles));
        checked = checked.min(seconds);
        let (blueprint, _) = blueprint.unwrap_or_else(|flaws| panic!("{flaws}"));
        assert_eq!(blueprint.network().edge_count(), size.links, "as many links as were asked for");
    }
    let Size { actors, links, seconds, .. } = size;
    println!("foomwatch door, {actors} actors, {links} links: {:.2} s", read + checked);
    println!(
        "    {megabytes:.1} MB: reading {read:.2} s, {:.0} MB/s, {:.2} x one pass of ron; \
         checking {checked:.2} s",
        megabytes / read,
        read / ron
    );
    let memory = peak().map_or("unknown".to_owned(), |peak| format!("{peak:.2} GB"));
    println!(
        "    peak memory {memory}, two copies of the text among it (to reach: {seconds} s, {MEMORY} GB)"
    );
}

/// The most memory that this process has had, in GB.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e9)
}

fn main() {
    // `cargo test --benches` asks for a list or a trial, which need nothing.
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    println!("a value of a file takes {} bytes and what is in it", size_of::<Node>());
    let roles = Roles::standard();
    // A number among the arguments is the most actors to try.
    let most = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(usize::MAX);
    for size in SIZES.iter().filter(|size| size.actors <= most) {
        measure(size, &roles);
    }
}
