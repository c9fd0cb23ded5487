//! The roofline of serving against measured throughputs.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fmt::Write;

use cost_model::catalogue::Catalogue;
use cost_model::serving::{ERROR, Efficiency, Market, Measurement, Phase, WeightFormat, predicted};

/// What the roofline says over what was measured; next to nothing where it says that the model does not fit.
fn ratio(of: &Measurement, efficiency: Efficiency) -> f64 {
    predicted(of, efficiency, Catalogue::current()).map_or(0.01, |predicted| predicted / of.tokens_per_second)
}

fn has_experts(of: &Measurement) -> bool {
    of.configured.architecture(Catalogue::current()).expect("a configuration").experts.is_some()
}

fn rows() -> &'static [Measurement] {
    Market::current().measurements()
}

/// The measurements of one source, model, chip and format.
fn groups() -> BTreeMap<(&'static str, &'static str, &'static str, &'static str), Vec<&'static Measurement>> {
    let mut groups: BTreeMap<_, Vec<&Measurement>> = BTreeMap::new();
    for row in rows() {
        let chip = row.chip(Catalogue::current()).expect("an accelerator").short_name;
        groups.entry((row.citation.source().key(), row.name, chip, row.weights.name())).or_default().push(row);
    }
    groups
}

/// The value below which so many parts of the figures lie.
fn quantile(mut figures: Vec<f64>, part: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    let place = (figures.len() - 1) as f64 * part;
    let (below, above) = (figures[place.floor() as usize], figures[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

fn median_error(of: impl Fn(&Measurement) -> bool) -> f64 {
    quantile(
        rows().iter().filter(|row| of(row)).map(|row| (ratio(row, Efficiency::MEASURED) - 1.0).abs()).collect(),
        0.5,
    )
}

#[test]
fn measured_throughputs_are_met_within_thirty_percent_at_the_median() {
    let sources: std::collections::BTreeSet<_> = rows().iter().map(|row| row.citation.source().key()).collect();
    let chips: std::collections::BTreeSet<_> = rows().iter().map(|row| row.hardware).collect();
    assert!(rows().len() >= 230 && sources.len() >= 15 && chips.len() >= 7, "{} {sources:?} {chips:?}", rows().len());
    assert!(median_error(|_| true) <= 0.2, "{}", table());
    assert!(median_error(|row| !has_experts(row)) <= 0.15, "{}", table());
    assert!(median_error(has_experts) <= 0.3, "{}", table());
    // Every source, model, chip and format counted once, however many rows it has.
    let middles = groups()
        .into_values()
        .map(|rows| (quantile(rows.iter().map(|row| ratio(row, Efficiency::MEASURED)).collect(), 0.5) - 1.0).abs());
    assert!(quantile(middles.collect(), 0.5) <= 0.2, "{}", table());
}

#[test]
fn the_published_day_is_met_within_a_half() {
    for row in rows().iter().filter(|row| row.citation.source().key() == "deepseek-day") {
        let ratio = ratio(row, Efficiency::MEASURED);
        assert!((0.67..1.5).contains(&ratio), "{:?} {ratio}", row.phase);
    }
}

#[test]
fn four_of_five_measurements_lie_within_the_stated_error() {
    // A chip that is slower than predicted by a factor makes tokens dearer by it.
    let within = rows().iter().filter(|row| {
        let dearer = ratio(row, Efficiency::MEASURED);
        (ERROR.low()..=ERROR.high()).contains(&dearer)
    });
    let share = within.count() as f64 / rows().len() as f64;
    assert!((0.8..0.95).contains(&share), "{share}");
}

fn what(of: &Measurement) -> String {
    let chip = of.chip(Catalogue::current()).expect("an accelerator").short_name;
    let copies = if of.copy == of.chips { String::new() } else { format!(", {} for a copy", of.copy) };
    let phase = match of.phase {
        Phase::Both => String::new(),
        Phase::Prefill => ", prefill".to_owned(),
        Phase::Decode => ", decoding".to_owned(),
    };
    let format = if of.weights == WeightFormat::Fp4 { ", FP4" } else { "" };
    let limit = match (of.in_flight.is_finite(), of.rate > 0.0) {
        (_, true) => format!(", {} a second each", of.rate),
        (true, _) => format!(", {} at a time", of.in_flight),
        _ => String::new(),
    };
    let drafts = if of.drafts.tokens > 0.0 { format!(", {} guessed", of.drafts.tokens) } else { String::new() };
    format!(
        "{}, {} × {chip}{copies}{format}{phase}, {} in, {} out{limit}{drafts}",
        of.name, of.chips, of.input, of.output
    )
}

fn table() -> String {
    let mut text =
        "| source | model | on | in | rows | least | median | most |\n|---|---|---|---|---:|---:|---:|---:|\n"
            .to_owned();
    let percent = |ratio: f64| format!("{:+.0}%", 100.0 * (ratio - 1.0));
    for ((source, model, chip, format), rows) in groups() {
        let ratios: Vec<f64> = rows.iter().map(|row| ratio(row, Efficiency::MEASURED)).collect();
        let at = |part| percent(quantile(ratios.clone(), part));
        writeln!(
            text,
            "| {source} | {model} | {chip} | {format} | {} | {} | {} | {} |",
            rows.len(),
            at(0.0),
            at(0.5),
            at(1.0)
        )
        .expect("a text");
    }
    let error = |of: &dyn Fn(&Measurement) -> bool| format!("{:.0}%", 100.0 * median_error(of));
    writeln!(
        text,
        "\nMedian absolute error: {} over all {} rows, {} of dense models, {} of mixtures of experts.\n",
        error(&|_| true),
        rows().len(),
        error(&|row| !has_experts(row)),
        error(&has_experts)
    )
    .expect("a text");
    text += "<details><summary>Every row</summary>\n\n| measured on | tokens a second | predicted | error |\n|---|---:|---:|---:|\n";
    for row in rows() {
        let ratio = ratio(row, Efficiency::MEASURED);
        writeln!(
            text,
            "| {} | {:.0} | {:.0} | {} |",
            what(row),
            row.tokens_per_second,
            ratio * row.tokens_per_second,
            percent(ratio)
        )
        .expect("a text");
    }
    text + "\n</details>\n"
}

/// The page of the documentation that shows every row; `TRAINBILL_WRITE_TABLES=1` writes its table anew.
#[test]
fn the_documentation_shows_the_present_table() {
    const BEGIN: &str = "<!-- the table begins -->\n";
    const END: &str = "<!-- the table ends -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/serving.md");
    let page = std::fs::read_to_string(path).expect("docs/serving.md");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning of the table");
    let (shown, after) = rest.split_once(END).expect("the end of the table");
    let present = format!("\n{}\n", table());
    if std::env::var_os("TRAINBILL_WRITE_TABLES").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{present}{END}{after}")).expect("the page can be written");
    } else {
        let differs = shown.lines().zip(present.lines()).find(|(shown, present)| shown != present);
        assert!(shown == present, "run again with TRAINBILL_WRITE_TABLES=1: {differs:?}");
    }
}

/// Searches at random for the efficiencies with the least mean error, each group counted once, and again with each source
/// left out, on which it is then measured.
#[test]
#[ignore = "a fit that is run by hand"]
fn fit() {
    let groups = groups();
    let score = |of: &dyn Fn(&str) -> bool, efficiency| {
        let mean = |rows: &Vec<&Measurement>| {
            rows.iter().map(|row| libm::log(ratio(row, efficiency)).abs()).sum::<f64>() / rows.len() as f64
        };
        let chosen: Vec<f64> = groups.iter().filter(|(key, _)| of(key.0)).map(|(_, rows)| mean(rows)).collect();
        chosen.iter().sum::<f64>() / chosen.len() as f64
    };
    let all = best(&|efficiency| score(&|_| true, efficiency));
    println!("{all:?}: {:.3}; as built in: {:.3}", score(&|_| true, all), score(&|_| true, Efficiency::MEASURED));
    let sources: std::collections::BTreeSet<&str> = groups.keys().map(|key| key.0).collect();
    for source in sources {
        let rest = best(&|efficiency| score(&|of| of != source, efficiency));
        println!(
            "{source}: {:.3} left out, {:.3} with it",
            score(&|of| of == source, rest),
            score(&|of| of == source, all)
        );
    }
}

fn best(score: &dyn Fn(Efficiency) -> f64) -> Efficiency {
    let mut state = 1_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut best = (f64::MAX, Efficiency::MEASURED);
    for round in 0..1500 {
        let at = best.1;
        let mut near = |now: f64, low: f64, high: f64| match round {
            0..500 => low + (high - low) * random(),
            _ => (now * (0.85 + 0.3 * random())).clamp(low, high),
        };
        let next = Efficiency {
            prefill: near(at.prefill, 0.3, 0.7),
            bandwidth: near(at.bandwidth, 0.5, 0.9),
            arithmetic: near(at.arithmetic, 0.2, 0.7),
            links: near(at.links, 0.2, 1.0),
            experts: near(at.experts, 1.0, 5.0),
            layer: near(at.layer, 1e-6, 200e-6),
        };
        let found = score(next);
        if found < best.0 {
            best = (found, next);
        }
    }
    best.1
}
