#[path = "it/stage.rs"]
#[allow(dead_code)]
mod stage;
use foomwatch::behaviors::Roles;
use foomwatch::laws::{Course, Specimen, generate};
use foomwatch::oversight::Twin;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn measure() {
    let n: u64 = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let from: u64 = std::env::var("FROM").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    let roles = Roles::standard();
    let quiet = std::env::var("QUIET").is_ok();
    let strategy = generate::worlds(&roles);
    let qs = generate::quiet_worlds(&roles);
    let (mut bad, mut panics) =
        (BTreeMap::<String, (u64, u64)>::new(), BTreeMap::<String, (u64, u64)>::new());
    let mut events = Vec::new();
    let mut actors = Vec::new();
    let mut classes = BTreeMap::<String, u64>::new();
    let mut stages = BTreeMap::<String, u64>::new();
    let mut used = BTreeMap::<String, u64>::new();
    let mut budget = Vec::new();
    let (mut t_make, mut t_check, mut t_run) = (0.0, 0.0, 0.0);
    std::panic::set_hook(Box::new(|_| {}));
    for index in from..from + n {
        let t = std::time::Instant::now();
        let text = if quiet {
            generate::sample(&qs, 1, index)
        } else {
            generate::sample(&strategy, 1, index)
        };
        t_make += t.elapsed().as_secs_f64();
        let t = std::time::Instant::now();
        let made = catch_unwind(AssertUnwindSafe(|| Specimen::new(text.clone(), &roles, 7)));
        t_check += t.elapsed().as_secs_f64();
        let specimen = match made {
            Ok(Ok(s)) => s,
            Ok(Err(flaws)) => {
                let message = flaws.to_string();
                let first = message.lines().next().unwrap_or_default();
                bad.entry(first.to_owned()).or_insert((0, index)).0 += 1;
                continue;
            }
            Err(p) => {
                let m = p.downcast_ref::<String>().cloned().unwrap_or_default();
                panics.entry(format!("check: {}", m)).or_insert((0, index)).0 += 1;
                continue;
            }
        };
        actors.push(specimen.blueprint().actors().len());
        for a in specimen.blueprint().actors() {
            *used.entry(a.role().name.to_owned()).or_default() += 1;
        }
        let t = std::time::Instant::now();
        let run = catch_unwind(AssertUnwindSafe(|| Course::of(&specimen, 0, Twin::Factual)));
        t_run += t.elapsed().as_secs_f64();
        match run {
            Ok(course) => {
                events.push(course.steps.len());
                if !course.is_whole {
                    budget.push(index);
                }
                *classes.entry(format!("{:?}", course.outcome.class())).or_default() += 1;
                *stages.entry(format!("{:?}", course.outcome.stage)).or_default() += 1;
            }
            Err(p) => {
                let m = p
                    .downcast_ref::<String>()
                    .cloned()
                    .or_else(|| p.downcast_ref::<&str>().map(|s| s.to_string()))
                    .unwrap_or_default();
                panics.entry(m).or_insert((0, index)).0 += 1;
            }
        }
    }
    let _ = std::panic::take_hook();
    events.sort();
    actors.sort();
    let q = |v: &Vec<usize>, p: f64| v.get(((v.len() as f64 - 1.0) * p) as usize).copied();
    println!(
        "made {:.3} ms, check {:.3} ms, run {:.3} ms",
        t_make / n as f64 * 1e3,
        t_check / n as f64 * 1e3,
        t_run / n as f64 * 1e3
    );
    println!(
        "events {:?}",
        [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0].map(|p| q(&events, p))
    );
    println!("actors {:?}", [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0].map(|p| q(&actors, p)));
    println!("budget {} {:?}", budget.len(), &budget[..budget.len().min(20)]);
    println!(
        "bad {bad:#?}\npanics {panics:#?}\nclasses {classes:?}\nstages {stages:?}\nused {used:?}"
    );
}

#[test]
fn show() {
    let roles = Roles::standard();
    for index in std::env::var("SHOW").unwrap_or("0".into()).split(',') {
        let text = if std::env::var("QUIET").is_ok() {
            generate::sample(&generate::quiet_worlds(&roles), 1, index.parse().unwrap())
        } else {
            generate::sample(&generate::worlds(&roles), 1, index.parse().unwrap())
        };
        println!("{text}");
        match Specimen::new(text.clone(), &roles, 7) {
            Err(flaws) => println!("{flaws}"),
            Ok(s) => {
                let c = Course::of(&s, 0, Twin::Factual);
                let mut kinds = BTreeMap::<String, u64>::new();
                for step in &c.steps {
                    *kinds
                        .entry(format!(
                            "{} {}",
                            step.actor
                                .map(|a| s.blueprint().name_of(a).to_owned())
                                .unwrap_or_default(),
                            match &step.what {
                                foomwatch::laws::course::Happening::Start => "start".into(),
                                foomwatch::laws::course::Happening::Ring(n, _) =>
                                    format!("ring {n}"),
                                foomwatch::laws::course::Happening::Delivery(f, _, _) =>
                                    format!("from {}", s.blueprint().name_of(*f)),
                            }
                        ))
                        .or_default() += 1;
                }
                let mut kinds: Vec<_> = kinds.into_iter().collect();
                kinds.sort_by_key(|k| std::cmp::Reverse(k.1));
                println!("{:?}", &kinds[..kinds.len().min(12)]);
            }
        }
    }
}
