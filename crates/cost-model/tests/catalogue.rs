//! The catalogue as a whole: what must be in it, and that everything in it can be estimated.

use std::collections::BTreeSet;

use cost_model::bill::Inputs;
use cost_model::catalogue::{Catalogue, ChipKind, EDITION, EDITIONS, Precision, RunStage, Weights};
use cost_model::comparison::{OPENING, View};
use cost_model::estimate::{Grade, Item, Outcome, estimate};
use cost_model::field::Field;
use cost_model::report::{Block, Reference};
use cost_model::scenario::Scenario;
use cost_model::serving::Market;

/// What a later edition changed or added is not in an earlier one, and an edition that nobody knows is the newest.
#[test]
fn each_edition_has_its_own_figures() {
    let params = |edition: &str| {
        let run = Catalogue::of(edition).run("pythia-6.9b").expect("a run");
        run.active_params.value().expect("its size").middle().get()
    };
    assert_eq!(EDITIONS.map(params), [6_856_253_440.0, 6_856_253_440.0, 6_857_302_016.0]);
    assert_eq!(params("1999-01").to_bits(), params(EDITION).to_bits());
    let batch = |edition: &str, slug: &str| {
        let market = Market::of(edition);
        market.model(slug).and_then(|model| market.latest(model)).and_then(|price| price.batch_input)
    };
    assert_eq!(EDITIONS.map(|edition| batch(edition, "gpt-5.2")), [None, None, Some(0.875)]);
    assert_eq!(EDITIONS.map(|edition| Market::of(edition).model("gpt-4.5").is_some()), [false, false, true]);
    for edition in EDITIONS {
        assert_eq!(Catalogue::of(edition).edition(), edition);
        let scenario = Scenario::preset("llama-3-8b", Catalogue::of(edition)).expect("a model");
        assert_eq!((scenario.edition(), scenario.catalogue().edition()), (edition, edition));
    }
}

/// What is predicted rests on the runs of the edition.
#[test]
fn a_prediction_rests_on_the_runs_of_its_edition() {
    let cost = |edition: &str| {
        let mut run = Scenario::preset("own", Catalogue::of(edition)).expect("an empty entry");
        for (field, typed) in
            [(Field::TotalParams, "7B"), (Field::Tokens, "300B"), (Field::Hardware, "nvidia-a100-sxm4-40gb")]
        {
            run.enter(field, typed).expect("a value");
        }
        let hours = estimate(&run).expect("an estimate").step(Item::Field(Field::PretrainingHours)).outcome.number();
        hours.expect("hours").middle()
    };
    let [first, second, third] = EDITIONS.map(cost);
    assert_eq!(first.to_bits(), second.to_bits());
    assert!(first.to_bits() != third.to_bits() && (third / first - 1.0).abs() < 1e-4, "{first} {third}");
}

#[test]
fn the_accelerators_of_the_first_edition_are_there() {
    for slug in [
        "nvidia-v100-sxm2-32gb",
        "nvidia-a100-sxm4-40gb",
        "nvidia-a100-sxm4-80gb",
        "nvidia-a800-sxm4-80gb",
        "nvidia-h100-sxm5-80gb",
        "nvidia-h100-pcie-80gb",
        "nvidia-h800-sxm5-80gb",
        "nvidia-h20-sxm5-96gb",
        "nvidia-h200-sxm5-141gb",
        "nvidia-gh200-96gb",
        "nvidia-b200-sxm-180gb",
        "amd-mi300x-192gb",
        "google-tpu-v3",
        "google-tpu-v4",
        "google-tpu-v5e",
        "google-tpu-v5p",
    ] {
        let chip = Catalogue::current().accelerator(slug).unwrap_or_else(|| panic!("{slug} is missing"));
        assert!(chip.memory.value().is_some() && chip.memory_bandwidth.value().is_some(), "{slug} has no memory");
        assert!(chip.peak(Precision::Bf16).or(chip.peak(Precision::Fp16)).is_some(), "{slug} has no 16-bit rate");
    }
}

// A rate with sparsity is twice the dense one; taking it for dense halves every cost.
#[test]
fn peak_rates_are_dense() {
    let peak = |slug, precision| {
        let chip = Catalogue::current().accelerator(slug).unwrap_or_else(|| panic!("{slug} is missing"));
        chip.peak(precision).and_then(|peak| peak.value()).map(|peak| peak.middle().get())
    };
    assert_eq!(peak("nvidia-v100-sxm2-32gb", Precision::Fp16), Some(125e12));
    assert_eq!(peak("nvidia-a100-sxm4-80gb", Precision::Bf16), Some(312e12));
    assert_eq!(peak("nvidia-h100-sxm5-80gb", Precision::Bf16), Some(989.5e12));
    assert_eq!(peak("nvidia-h800-sxm5-80gb", Precision::Bf16), Some(989.5e12));
    assert_eq!(peak("google-tpu-v4", Precision::Bf16), Some(275e12));
    assert_eq!(peak("nvidia-v100-sxm2-32gb", Precision::Bf16), None);
}

#[test]
fn narrower_formats_are_never_slower() {
    for chip in Catalogue::current().accelerators() {
        let peak = |precision| chip.peak(precision).and_then(|peak| peak.value()).map(|peak| peak.middle().get());
        for (wide, narrow) in
            [(Precision::Fp32, Precision::Bf16), (Precision::Bf16, Precision::Fp8), (Precision::Fp8, Precision::Fp4)]
        {
            if let (Some(wide), Some(narrow)) = (peak(wide), peak(narrow)) {
                assert!(wide <= narrow, "{}: {wide} is more than {narrow}", chip.slug);
            }
        }
    }
}

#[test]
fn every_model_can_be_estimated_and_none_is_named_twice() {
    let models = Catalogue::current().models();
    assert!(models.len() >= 24);
    let mut names = BTreeSet::new();
    for model in models {
        for name in [model.slug, model.name].iter().chain(model.aliases) {
            let own = *name == model.slug || *name == model.name;
            assert!(names.insert(name.to_lowercase()) || own, "{name} stands for two models");
        }
        let scenario = Scenario::preset(model.slug, Catalogue::current()).unwrap_or_else(|| panic!("{}", model.slug));
        let estimate = estimate(&scenario).unwrap_or_else(|e| panic!("{}: {e}", model.slug));
        for step in estimate.steps() {
            match &step.outcome {
                Outcome::Number(number) => assert!(number.is_finite(), "{}: {step:?}", model.slug),
                Outcome::Word { words, .. } => assert!(!words.is_empty(), "{}: {step:?}", model.slug),
                Outcome::Unknown(why) => assert!(!why.is_empty(), "{}: {step:?}", model.slug),
            }
        }
    }
}

#[test]
fn every_figure_shown_at_the_opening_leads_to_a_source() {
    for slug in OPENING {
        let scenario = Scenario::preset(slug, Catalogue::current()).unwrap_or_else(|| panic!("{slug} is missing"));
        let estimate = estimate(&scenario).unwrap_or_else(|e| panic!("{slug}: {e}"));
        for step in estimate.steps().iter().filter(|step| step.outcome.number().is_some()) {
            let working = estimate.working_of(step.item);
            let sources = working.iter().flat_map(|item| estimate.step(*item).citations()).count();
            assert!(sources > 0 || step.item == Item::Field(cost_model::field::Field::Mfu), "{slug}: {step:?}");
        }
    }
}

// The runs of a model's stages are about that model, and no total is counted beside its parts.
#[test]
fn stages_hold_runs_of_their_own_model_once() {
    for model in Catalogue::current().models() {
        let own = [model.hours.pretraining, model.hours.context_extension, model.hours.posttraining].concat();
        let mut seen = BTreeSet::new();
        for slug in &own {
            let run = Catalogue::current().run(slug).unwrap_or_else(|| panic!("{slug} is missing"));
            assert!(run.model.is_none_or(|of| of == model.slug), "{slug} is not a run of {}", model.slug);
            assert!(seen.insert(slug), "{slug} counts twice");
            assert!(run.stage != RunStage::Whole || own.len() == 1, "{slug} is a whole beside its parts");
        }
    }
}

#[test]
fn the_published_totals_are_the_sums_of_their_parts() {
    let hours = |slug| {
        let run = Catalogue::current().run(slug).unwrap_or_else(|| panic!("{slug} is missing"));
        run.chip_hours.value().map_or(f64::NAN, |hours| hours.middle().get())
    };
    let v3 = ["deepseek-v3-pre-training", "deepseek-v3-context-extension", "deepseek-v3-post-training"];
    assert_eq!(v3.map(hours).iter().sum::<f64>(), hours("deepseek-v3-total"));
    let r1 = ["deepseek-r1-zero-rl", "deepseek-r1-sft-data", "deepseek-r1-rl-stage"];
    assert_eq!(r1.map(hours).iter().sum::<f64>(), hours("deepseek-r1-incremental-total"));
}

#[test]
fn tensor_processors_are_googles() {
    for chip in Catalogue::current().accelerators() {
        assert_eq!(chip.kind == ChipKind::Tpu, chip.vendor == "Google", "{}", chip.slug);
    }
}

// The makers of these published neither their shape nor how they were trained; nothing of it may creep in.
#[test]
fn the_closed_frontier_models_have_no_configuration() {
    for slug in
        ["gpt-4", "gpt-4o", "gpt-4.5", "claude-3-opus", "claude-3.5-sonnet", "claude-3.7-sonnet", "gemini-1.0-ultra"]
    {
        let model = Catalogue::current().model(slug).unwrap_or_else(|| panic!("{slug} is missing"));
        assert_eq!(model.weights.value(), Some(Weights::Closed), "{slug}");
        assert!(model.architecture.is_none(), "{slug}");
    }
}

// A price or a source that is newer than the edition would change what a link of that edition gives.
#[test]
fn no_price_is_newer_than_the_edition() {
    for price in Catalogue::current().prices() {
        let month: String = price.date.chars().take(7).collect();
        assert!(month.as_str() <= cost_model::catalogue::EDITION, "{} {}", price.hardware, price.slug);
    }
}

// The words themselves and the boundary are held beside the rule, in `source.rs`.
#[test]
fn an_old_price_says_so_beside_its_source_and_a_new_one_does_not() {
    let said = |price: &cost_model::catalogue::Price| {
        let citation = price.usd_per_gpu_hour.first().expect("a price").citation();
        (citation.old_quote(), Reference::from(citation).locator)
    };
    let (mut old, mut fresh) = (0, 0);
    for price in Catalogue::current().prices() {
        let (words, locator) = said(price);
        // Eighteen months before the edition of December 2026, as texts: they order like the dates.
        let is_old = price.date < "2025-06" && price.date != "2025";
        assert_eq!(words.is_some(), is_old, "{} {}", price.hardware, price.slug);
        assert_eq!(locator.contains("more than 18 months before data edition 2026-12b"), is_old, "{locator}");
        if is_old { old += 1 } else { fresh += 1 }
    }
    assert!(old > 20 && fresh > 20, "{old} are old, {fresh} are not");
}

#[test]
fn an_old_list_price_says_so_in_tables_and_beside_its_field() {
    let report = |link| cost_model::engine::analysis(View::Serve, link).expect("a report");
    let dates: Vec<String> = Market::current().prices().iter().map(|price| price.dated()).collect();
    for (price, dated) in Market::current().prices().iter().zip(&dates) {
        assert_eq!(dated.ends_with(", old"), price.date < "2025-12", "{}", price.slug);
    }
    let closed = report("models=gpt-4");
    let cells = closed.blocks.iter().filter_map(|block| match block {
        Block::Table(of) => Some(of.rows.iter().flat_map(|row| row.cells.clone())),
        _ => None,
    });
    let old: Vec<String> = cells.flatten().filter(|cell| cell.ends_with(", old")).collect();
    assert!(!old.is_empty(), "no table of the view says that a price is old");
    let is_said = |because: &str| because.contains(", old");
    assert!(closed.found.iter().any(|found| is_said(&found.because)), "{:?}", closed.found);
}

/// What follows from a figure that the press told is not said to be better known than that; hours of a whole process are not passed
/// off as those of pre-training alone.
#[test]
fn a_utilisation_is_no_better_known_than_the_hours_that_it_follows_from() {
    let of = |slug: &str| {
        let found = estimate(&Scenario::preset(slug, Catalogue::current()).expect(slug)).expect(slug);
        let grade = |field| found.step(Item::Field(field)).grade;
        (grade(Field::HoursFrom), grade(Field::Mfu), found.notes().len())
    };
    assert_eq!(of("grok-3"), (Grade::Estimated, Grade::Estimated, 1));
    assert_eq!(of("deepseek-v3"), (Grade::Published, Grade::Derived, 0));
    assert_eq!(of("dbrx"), (Grade::Derived, Grade::Derived, 1));
    assert_eq!(of("opt-175b").2, 0);
}

/// Hours of chips times days hold whatever time was lost, and none is added to them.
#[test]
fn no_lost_time_is_added_to_hours_that_hold_it() {
    let lost = |slug: &str, edition: &str| {
        let scenario = Scenario::preset(slug, Catalogue::of(edition)).expect(slug);
        let found = estimate(&scenario).expect(slug);
        Inputs::of(&scenario, &found).get(Field::IdleShare).value.map(|share| share.high())
    };
    for slug in ["olmo-3-32b", "palm-540b", "dbrx", "falcon-40b"] {
        assert_eq!([lost(slug, "2026-12"), lost(slug, EDITION)], [Some(0.2), Some(0.0)], "{slug}");
    }
    assert_eq!(lost("llama-3.1-405b", EDITION), Some(0.2));
}

/// How well a run in FP8 used its chips is more than it would be on one that has none, and that is said.
#[test]
fn a_run_in_fp8_on_a_chip_without_it_says_what_is_taken_over() {
    let notes = |hardware: &str| {
        let mut scenario = Scenario::preset("deepseek-v3", Catalogue::current()).expect("a model");
        scenario.enter(Field::Hardware, hardware).expect("an accelerator");
        estimate(&scenario).expect("an estimate").notes().to_vec()
    };
    assert!(notes("nvidia-a100-sxm4-80gb").iter().any(|note| note.contains("FP8, which the A100 80GB does not have")));
    for with_fp8 in ["nvidia-h200-sxm5-141gb", "nvidia-h800-sxm5-80gb"] {
        assert_eq!(notes(with_fp8), Vec::<String>::new(), "{with_fp8}");
    }
}

/// What is said of hours stands as long as they are used, however they were asked for, and goes with what it is about.
#[test]
fn remarks_on_hours_stay_with_the_hours() {
    let notes = |link: &str| {
        let comparison = cost_model::query::decode(link).comparison;
        estimate(&comparison.scenarios[0]).expect("an estimate").notes().join(" ")
    };
    let (all_stages, format, base) =
        ("of all stages together", "trained in FP8", "base model’s hours are taken as published");
    assert!(notes("models=dbrx&1.hours_from=published").contains(all_stages));
    for other in ["1.hours_from=flop", "1.pretraining_hours=1M", "1.tokens=1T"] {
        assert!(!notes(&format!("models=dbrx&{other}")).contains(all_stages), "{other}");
    }
    let on_a100 = "1.hardware=nvidia-a100-sxm4-80gb";
    assert!(notes(&format!("models=deepseek-v3&{on_a100}&1.hours_from=flop")).contains(format));
    for own in ["1.mfu=0.3", "1.pretraining_hours=9M"] {
        assert!(!notes(&format!("models=deepseek-v3&{on_a100}&{own}")).contains(format), "{own}");
    }
    assert!(!notes(&format!("models=deepseek-r1&{on_a100}")).contains(base), "they are carried over to the chip");
    assert!(notes("models=deepseek-r1&1.tokens=20T").contains(base));
}
