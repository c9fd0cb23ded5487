//! The calibration runs, each predicted by a fit that has not seen it: the figures of `docs/prediction.md`.
//!
//! `cargo test -p cost-model --test prediction -- --nocapture` prints the table.

use cost_model::catalogue::{Catalogue, Run};
use cost_model::estimate::{Grade, Item, estimate, typical_mfu};
use cost_model::field::Field;
use cost_model::prediction::{self, Known, Prediction};
use cost_model::scenario::Scenario;
use cost_model::units::{GpuHours, Parameters, Tokens};

fn runs() -> Vec<&'static Run> {
    Catalogue::current().runs().iter().filter(|run| run.calibration).collect()
}

fn known(run: &Run) -> Known {
    let total = run.total_params.value().expect(run.slug).middle();
    Known {
        hardware: Catalogue::current().accelerator(run.hardware).expect(run.slug),
        total_params: total,
        active_params: run.active_params.value().map_or(total, |active| active.middle()),
        tokens: run.tokens.value().map(|tokens| tokens.middle()),
        fp8: run.precision.is_some_and(prediction::is_fp8),
    }
}

fn published(run: &Run) -> f64 {
    run.chip_hours.value().expect(run.slug).middle().get()
}

/// Who trained the model, for leaving out all runs of one developer at a time.
fn developer(run: &Run) -> &'static str {
    const DEVELOPERS: [(&str, &str); 13] = [
        ("deepseek", "DeepSeek"),
        ("llama", "Meta"),
        ("opt", "Meta"),
        ("palm", "Google"),
        ("bloom", "BigScience"),
        ("falcon", "TII"),
        ("pythia", "EleutherAI"),
        ("tinyllama", "SUTD"),
        ("dclm", "DCLM"),
        ("olmo-", "AI2"),
        ("olmoe", "AI2"),
        ("apertus", "Swiss AI"),
        ("", "nobody known"),
    ];
    DEVELOPERS.iter().find(|(start, _)| run.slug.starts_with(start)).map_or("", |(_, name)| name)
}

struct Scores {
    median_error: f64,
    mean_error: f64,
    coverage: f64,
    width: f64,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

fn scores(is_left_out: impl Fn(&Run, &Run) -> bool) -> Scores {
    let (mut errors, mut widths, mut inside) = (Vec::new(), Vec::new(), 0);
    for run in runs() {
        let Prediction { mfu, chip_hours } =
            prediction::leaving_out(&known(run), Catalogue::current(), |other| is_left_out(run, other))
                .expect(run.slug);
        let hours = chip_hours.expect(run.slug).base();
        let error = hours.middle() / published(run) - 1.0;
        println!(
            "| {} | {:.3} | {:.3} | {:.0} | {:.0} | {:.0} – {:.0} | {:+.0}% |",
            run.name,
            hours.middle() * mfu.middle().get() / published(run),
            mfu.middle().get(),
            published(run),
            hours.middle(),
            hours.low(),
            hours.high(),
            100.0 * error
        );
        errors.push(error.abs());
        widths.push(hours.high() / hours.low());
        inside += usize::from((hours.low()..=hours.high()).contains(&published(run)));
    }
    let found = Scores {
        mean_error: errors.iter().sum::<f64>() / errors.len() as f64,
        coverage: inside as f64 / errors.len() as f64,
        median_error: median(errors),
        width: median(widths),
    };
    println!(
        "median {:.3} mean {:.3} coverage {:.3} width {:.2}\n",
        found.median_error, found.mean_error, found.coverage, found.width
    );
    found
}

#[test]
fn runs_left_out_one_at_a_time_are_predicted() {
    let found = scores(|run, other| run.slug == other.slug);
    assert!(found.median_error <= 0.13, "{}", found.median_error);
    assert!(found.mean_error <= 0.20, "{}", found.mean_error);
    assert!((0.85..=0.97).contains(&found.coverage), "{}", found.coverage);
    assert!(found.width <= 2.6, "{}", found.width);
}

#[test]
fn runs_of_a_developer_never_seen_are_predicted() {
    assert!(runs().iter().all(|run| developer(run) != "nobody known"));
    let found = scores(|run, other| developer(run) == developer(other));
    assert!(found.median_error <= 0.15, "{}", found.median_error);
    assert!(found.mean_error <= 0.21, "{}", found.mean_error);
    assert!((0.85..=0.97).contains(&found.coverage), "{}", found.coverage);
    assert!(found.width <= 2.8, "{}", found.width);
}

/// One utilisation for all runs, which is what others use, is worse by a factor of two.
#[test]
fn a_flat_utilisation_is_worse() {
    let implied: Vec<f64> = runs()
        .into_iter()
        .map(|run| {
            let peak = prediction::sixteen_bit_peak(known(run).hardware).expect(run.slug).get();
            let params = known(run).active_params.get();
            6.0 * params * known(run).tokens.expect(run.slug).get() / (published(run) * 3600.0 * peak)
        })
        .collect();
    let forty = median(implied.iter().map(|mfu| (mfu / 0.4 - 1.0).abs()).collect());
    let others = |place: usize| {
        median(implied.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, mfu)| *mfu).collect())
    };
    let middle = median(implied.iter().enumerate().map(|(place, mfu)| (mfu / others(place) - 1.0).abs()).collect());
    println!("flat 40%: {forty:.3}; median of the other runs: {middle:.3}");
    assert!(forty > 0.24 && middle > 0.24, "{forty} {middle}");
    assert!(typical_mfu(Catalogue::current()).is_some());
}

/// Chip-hours that no figure of the run itself went into.
#[test]
fn leaving_a_run_out_changes_its_prediction() {
    for run in runs() {
        let with = prediction::predict(&known(run), Catalogue::current());
        let without = prediction::leaving_out(&known(run), Catalogue::current(), |other| other.slug == run.slug);
        assert_ne!(with, without, "{}", run.slug);
        let hours = GpuHours::new(published(run));
        let found = prediction::calibration_run("", &known(run), hours, Catalogue::current());
        assert_eq!(found.map(|found| found.slug), Some(run.slug));
    }
}

fn estimated(slug: &str, entries: &[(Field, &str)], item: Item) -> (f64, f64, f64, Grade) {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).expect(slug);
    for (field, typed) in entries {
        scenario.enter(*field, typed).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    let estimate = estimate(&scenario).unwrap_or_else(|infeasible| panic!("{infeasible}"));
    let number = estimate.step(item).outcome.number().unwrap_or_else(|| panic!("{slug} has no {}", item.key()));
    (number.low(), number.middle(), number.high(), estimate.step(item).grade)
}

/// A run of which neither hours nor MFU are known: the bill's hours are those predicted, whichever peak the MFU is of.
#[test]
fn an_estimate_without_hours_takes_the_predicted_ones() {
    let (hours, own) = (
        Item::Field(Field::PretrainingHours),
        [
            (Field::TotalParams, "100B"),
            (Field::ActiveParams, "10B"),
            (Field::Tokens, "5T"),
            (Field::Hardware, "nvidia-h100-sxm5-80gb"),
        ],
    );
    let known = Known {
        hardware: Catalogue::current().accelerator("nvidia-h100-sxm5-80gb").expect("an H100"),
        total_params: Parameters::new(100e9),
        active_params: Parameters::new(10e9),
        tokens: Some(Tokens::new(5e12)),
        fp8: false,
    };
    let predicted =
        prediction::predict(&known, Catalogue::current()).and_then(|found| found.chip_hours).expect("hours");
    let (low, middle, high, grade) = estimated("own", &own, hours);
    for (found, expected) in [(low, predicted.low()), (middle, predicted.middle()), (high, predicted.high())] {
        assert!((found / expected.get() - 1.0).abs() < 1e-9, "{found} {expected:?}");
    }
    assert!(grade >= Grade::Estimated);
    let fp8_peak = [&own[..], &[(Field::MfuPeak, "fp8")]].concat();
    let (_, against_fp8, _, _) = estimated("own", &fp8_peak, hours);
    assert!((against_fp8 / middle - 1.0).abs() < 1e-9, "{against_fp8} {middle}");
    let (_, mfu, _, grade) = estimated("own", &own, Item::Field(Field::Mfu));
    let (_, of_fp8, _, _) = estimated("own", &fp8_peak, Item::Field(Field::Mfu));
    assert!((mfu / of_fp8 - 2.0).abs() < 1e-3, "{mfu} {of_fp8}");
    assert_eq!(grade, Grade::Estimated);
}

/// Where the size or the accelerator is unknown, the MFU is that of all runs.
#[test]
fn without_a_size_the_typical_utilisation_stays() {
    let typical = typical_mfu(Catalogue::current()).expect("there are runs").base();
    let (low, middle, high, _) = estimated("own", &[], Item::Field(Field::Mfu));
    assert_eq!((low, middle, high), (typical.low(), typical.middle(), typical.high()));
}
