//! The step-time model against published utilisations of steps whose layout is known.
#![cfg(not(target_arch = "wasm32"))]

mod published;

use cost_model::catalogue::Catalogue;
use cost_model::estimate::{Item, estimate};
use cost_model::field::Field;
use cost_model::scenario::Scenario;
use cost_model::text::{Style, point};
use cost_model::training::{Efficiency, Plan, search};
use published::PublishedStep;

/// Mean absolute difference in percentage points.
fn difference(steps: &[PublishedStep], efficiency: Efficiency) -> f64 {
    let sum: f64 = steps.iter().map(|step| (step.predicted(efficiency).0 - step.published(efficiency)).abs()).sum();
    100.0 * sum / steps.len() as f64
}

/// The table of docs/step-time.md.
fn table(steps: &[PublishedStep], efficiency: Efficiency) -> String {
    let mut text = "| step | published | predicted | difference | fits |\n|---|---|---|---|---|\n".to_owned();
    for step in steps {
        let (predicted, _, fits) = step.predicted(efficiency);
        let published = step.published(efficiency);
        text.push_str(&format!(
            "| {} | {:.1}% | {:.1}% | {:+.1} | {} |\n",
            step.name,
            100.0 * published,
            100.0 * predicted,
            100.0 * (predicted - published),
            if fits { "yes" } else { "no" }
        ));
    }
    text
}

#[test]
fn published_steps_are_met_within_three_points_on_average() {
    let steps = PublishedStep::all();
    assert!(steps.len() >= 60, "{}", steps.len());
    let mean = difference(&steps, Efficiency::FITTED);
    assert!(mean <= 3.0, "{mean:.2}\n{}", table(&steps, Efficiency::FITTED));
}

/// Pre-training hours of the catalogue's models whose hours and configuration are published, beside what a searched layout
/// gives.
fn hours() -> String {
    let catalogue = Catalogue::current();
    let mut ratios = Vec::new();
    let mut text = "| model | published | searched layout | ratio |\n|---|---|---|---|\n".to_owned();
    for model in catalogue.models() {
        let scenario = Scenario::preset(model.slug, catalogue).expect(model.slug);
        let found = estimate(&scenario).expect(model.slug);
        let number = |field| found.step(Item::Field(field)).outcome.number().map(|number| number.middle());
        let runs = model.hours.pretraining.iter().filter_map(|slug| catalogue.run(slug)?.chip_hours.value());
        let published: f64 = runs.map(|hours| hours.middle().get()).sum();
        let (Some(architecture), Some(tokens)) = (scenario.architecture(), number(Field::Tokens)) else {
            continue;
        };
        let Ok(plan) = Plan::of(&scenario, &found, &architecture) else { continue };
        let best = search(&plan.job, &plan.decided).best().map(|best| best.seconds);
        let Some(seconds) = best.filter(|_| published > 0.0) else { continue };
        let steps = tokens / plan.job.tokens_per_step();
        let hours = steps * seconds / plan.goodput / 3600.0 * f64::from(plan.job.cluster.chips);
        let shown = |hours| point(hours, Style::Count(""));
        text.push_str(&format!(
            "| {} | {} | {} | {:.2} |\n",
            model.name,
            shown(published),
            shown(hours),
            hours / published
        ));
        ratios.push(hours / published);
    }
    ratios.sort_by(f64::total_cmp);
    text.push_str(&format!("\nMedian ratio of {} runs: {:.2}.\n", ratios.len(), ratios[ratios.len() / 2]));
    text
}

/// The page of the documentation that shows every step; `TRAINBILL_WRITE_TABLES=1` writes its table anew.
#[test]
fn the_documentation_shows_the_present_table() {
    const BEGIN: &str = "<!-- the table begins -->\n";
    const END: &str = "<!-- the table ends -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/step-time.md");
    let page = std::fs::read_to_string(path).expect("docs/step-time.md");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning of the table");
    let (shown, after) = rest.split_once(END).expect("the end of the table");
    let steps = PublishedStep::all();
    let efficiency = Efficiency::FITTED;
    let mean = difference(&steps, efficiency);
    let (before_hours, rest_hours) = after.split_once("<!-- hours begin -->\n").expect("the beginning of the hours");
    let (shown_hours, after_hours) = rest_hours.split_once("<!-- hours end -->").expect("the end of the hours");
    let present_hours = format!("\n{}\n", hours());
    let present = format!(
        "\n{}\nMean absolute difference over {} steps: {mean:.1} points.\n\n",
        table(&steps, efficiency),
        steps.len()
    );
    if std::env::var_os("TRAINBILL_WRITE_TABLES").is_some() {
        let after = format!("{before_hours}<!-- hours begin -->\n{present_hours}<!-- hours end -->{after_hours}");
        std::fs::write(path, format!("{before}{BEGIN}{present}{END}{after}")).expect("the page can be written");
    } else {
        assert_eq!(shown_hours, present_hours, "run again with TRAINBILL_WRITE_TABLES=1");
        assert_eq!(shown, present, "run again with TRAINBILL_WRITE_TABLES=1");
    }
}

type Constant = (&'static str, fn(&mut Efficiency) -> &mut f64, f64, f64);

/// The constants that are fitted, with their bounds.
const FITTED: [Constant; 11] = [
    ("matrix", |e| &mut e.matrix, 0.5, 0.95),
    ("exposed_fetch", |e| &mut e.exposed_fetch, 0.0, 0.8),
    ("matrix_fast", |e| &mut e.matrix_fast, 0.5, 0.95),
    ("low_precision", |e| &mut e.low_precision, 0.3, 0.8),
    ("attention", |e| &mut e.attention, 0.2, 0.8),
    ("elementwise", |e| &mut e.elementwise, 0.5, 3.0),
    ("exposed_tensor", |e| &mut e.exposed_tensor, 0.3, 1.0),
    ("exposed_expert", |e| &mut e.exposed_expert, 0.3, 1.0),
    ("exposed_data", |e| &mut e.exposed_data, 0.0, 0.8),
    ("per_doubling", |e| &mut e.per_doubling, 0.0005, 0.02),
    ("launch", |e| &mut e.launch, 5e-5, 2e-3),
];

/// Changes one constant after the other by smaller and smaller steps while that lowers the difference.
fn fit(steps: &[PublishedStep], start: Efficiency) -> Efficiency {
    let mut best = start;
    let mut least = difference(steps, best);
    let mut step = 1.25_f64;
    while step > 1.01 {
        let before = least;
        for (_, of, low, high) in FITTED {
            for factor in [step, 1.0 / step] {
                let mut tried = best;
                *of(&mut tried) = (*of(&mut tried) * factor).clamp(low, high);
                let reached = difference(steps, tried);
                if reached < least {
                    (best, least) = (tried, reached);
                }
            }
        }
        if before - least < 0.005 {
            step = step.sqrt();
        }
    }
    best
}

/// The best of several beginnings, as the difference has more than one valley.
fn best_fit(steps: &[PublishedStep]) -> Efficiency {
    let begin = Efficiency::FITTED;
    let starts = [
        begin,
        Efficiency { matrix: 0.85, attention: 0.5, exposed_tensor: 0.6, ..begin },
        Efficiency { elementwise: 1.8, launch: 5e-4, exposed_data: 0.1, ..begin },
        Efficiency { matrix: 0.76, matrix_fast: 0.75, per_doubling: 0.01, low_precision: 0.7, ..begin },
    ];
    let fits = starts.map(|start| fit(steps, start));
    fits.into_iter().min_by(|a, b| difference(steps, *a).total_cmp(&difference(steps, *b))).expect("a fit")
}

/// The mean absolute difference of every step under constants that have seen none of its source.
fn difference_left_out() -> f64 {
    let mut sources: Vec<String> = PublishedStep::all().into_iter().map(|step| step.source).collect();
    sources.dedup();
    let (mut sum, mut count) = (0.0, 0.0);
    for source in sources {
        let (out, seen): (Vec<_>, Vec<_>) = PublishedStep::all().into_iter().partition(|step| step.source == source);
        sum += difference(&out, best_fit(&seen)) * out.len() as f64;
        count += out.len() as f64;
    }
    sum / count
}

#[test]
#[ignore = "fits the constants anew; for whoever adds rows"]
fn refit() {
    let steps = PublishedStep::all();
    println!("before {:.2}", difference(&steps, Efficiency::FITTED));
    let fitted = best_fit(&steps);
    println!("after {:.2} {fitted:#?}\n{}", difference(&steps, fitted), table(&steps, fitted));
    println!("each source left out: {:.2}", difference_left_out());
}
