//! The whole bill against figures that others have worked out with the same inputs.

use cost_model::bill::methods::{self, Draw, Staff};
use cost_model::bill::overheads::{Overheads, Scope};
use cost_model::bill::{Inputs, Rung, WholeBill, check, profile, profiles, regions, report};
use cost_model::catalogue::{Catalogue, EDITIONS};
use cost_model::comparison::{Action, Comparison};
use cost_model::estimate::estimate;
use cost_model::field::{Field, Kind};
use cost_model::interval::Interval;
use cost_model::report::{Block, Tone};
use cost_model::scenario::Scenario;
use cost_model::units::{Chips, Fraction, GpuHours, Unit, Usd, UsdPerKilowattHour, UsdPerYear, Watts, Years};

fn exact<T: Unit>(value: f64) -> Interval<T> {
    Interval::exact(T::from_base(value))
}

fn scenario(slug: &str, entered: &[(Field, &str)]) -> Scenario {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).expect("a model of the catalogue");
    for (field, value) in entered {
        scenario.enter(*field, value).expect("a value of the field");
    }
    scenario
}

fn bill(scenario: &Scenario) -> WholeBill {
    let estimate = estimate(scenario).expect("fields that agree");
    WholeBill::of(Inputs::of(scenario, &estimate))
}

fn usd(bill: &WholeBill, rung: Rung) -> Interval<f64> {
    bill.rung(rung).and_then(cost_model::bill::Sum::known).expect("a sum").base()
}

/// Epoch AI's inputs and results: value of a server per chip when training began (development_cost.ipynb, and for Llama
/// worked back from its acquisition cost), chip-hours, power, price of electricity; amortised cost with energy from
/// model_costs.csv.
struct Epoch {
    model: &'static str,
    server: f64,
    hours: f64,
    watts: f64,
    server_factor: f64,
    used: f64,
    pue: f64,
    kwh: f64,
    amortised: f64,
}

const EPOCH: [Epoch; 5] = [
    Epoch {
        model: "GPT-4",
        server: 14165.05,
        hours: 57e6,
        watts: 400.0,
        server_factor: 2.031,
        used: 0.75,
        pue: 1.25,
        kwh: 0.0806,
        amortised: 40_695_706.0,
    },
    Epoch {
        model: "Gemini 1.0 Ultra",
        server: 4488.56,
        hours: 132e6,
        watts: 192.0,
        server_factor: 1.56,
        used: 0.43,
        pue: 1.1,
        kwh: 0.0806,
        amortised: 28_309_604.0,
    },
    Epoch {
        model: "GPT-3",
        server: 12377.38,
        hours: 3.552e6,
        watts: 300.0,
        server_factor: 1.667,
        used: 0.75,
        pue: 1.25,
        kwh: 0.0667,
        amortised: 2_198_105.0,
    },
    Epoch {
        model: "OPT-175B",
        server: 18296.79,
        hours: 812_544.0,
        watts: 400.0,
        server_factor: 2.031,
        used: 0.75,
        pue: 1.1,
        kwh: 0.0832,
        amortised: 733_635.0,
    },
    Epoch {
        model: "Llama 3.1 405B",
        server: 34_603.0,
        hours: 30.84e6,
        watts: 700.0,
        server_factor: 1.821,
        used: 0.75,
        pue: 1.1,
        kwh: 0.0806,
        amortised: 51_040_524.0,
    },
];

#[test]
fn epochs_own_figures_are_met_with_epochs_inputs() {
    for row in EPOCH {
        let hours = exact::<GpuHours>(row.hours);
        let draw = Draw {
            chip: exact::<Watts>(row.watts),
            server_factor: exact::<Fraction>(row.server_factor),
            used: exact(row.used),
            pue: exact(row.pue),
        };
        let hardware = methods::written_off(hours, exact::<Usd>(row.server), exact(0.3224), exact(0.19), None);
        let power = methods::electricity(draw.energy(hours), exact::<UsdPerKilowattHour>(row.kwh));
        let ratio = (hardware + power).middle().get() / row.amortised;
        assert!((ratio - 1.0).abs() < 0.05, "{}: {ratio}", row.model);
    }
}

#[test]
fn the_catalogues_own_inputs_give_epochs_figures_too() {
    // Nothing is entered: server price at its date, loss of value until training began, power, place and developer.
    for (slug, amortised) in [
        ("gpt-4", 40_695_706.0),
        ("gemini-1.0-ultra", 28_309_604.0),
        ("gpt-3-175b", 2_198_105.0),
        ("opt-175b", 733_635.0),
    ] {
        let ratio = usd(&bill(&scenario(slug, &[])), Rung::Owned).middle() / amortised;
        assert!((ratio - 1.0).abs() < 0.1, "{slug}: {ratio}");
    }
    for (slug, bought) in [("gpt-4", 778_066_899.0), ("gemini-1.0-ultra", 597_913_206.0), ("palm-540b", 65_515_456.0)] {
        let ratio = usd(&bill(&scenario(slug, &[])), Rung::Cluster).middle() / bought;
        assert!((ratio - 1.0).abs() < 0.1, "{slug}: {ratio}");
    }
}

#[test]
fn epochs_staff_costs_are_met() {
    // GPT-4: 284 contributors over about 12 months, $35M (26M to 46M); GPT-3: 25 over 8.3 months, $2.2M.
    for (people, months, cost) in [(284.0, 12.0, 35e6), (25.0, 8.3, 2.2e6)] {
        let staff = Staff {
            people: exact(people),
            share: exact(0.285),
            time: exact::<Years>(months / 12.0),
            pay: exact::<UsdPerYear>(260e3),
            equity: exact(185e3),
        };
        let ratio = staff.cost().middle().get() / cost;
        assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    }
}

#[test]
fn servers_lose_value_as_epoch_has_it() {
    // A100 servers of August 2020 at $24,875, used from May 2022 (GPT-4).
    let worth = methods::value_after(exact::<Usd>(24_875.0), 1.747);
    assert!((worth.middle().get() / 14_165.05 - 1.0).abs() < 0.01, "{worth:?}");
    assert_eq!(methods::value_after(exact::<Usd>(1000.0), -1.0), exact(1000.0));
}

#[test]
fn the_headlines_stand_on_their_rungs() {
    let v3 = bill(&scenario("deepseek-v3", &[]));
    assert_eq!(usd(&v3, Rung::Rented), Interval::exact(5.576e6));
    let r1 = bill(&scenario("deepseek-r1", &[]));
    assert_eq!(usd(&r1, Rung::Increment), Interval::exact(294e3));
    assert_eq!(usd(&r1, Rung::Rented), Interval::exact(5.87e6));
}

#[test]
fn wider_rungs_never_cost_less_and_parts_sum_to_them() {
    for model in Catalogue::current().models() {
        let bill = bill(&scenario(model.slug, &[]));
        let known: Vec<Interval<f64>> = [Rung::Rented, Rung::PaidTime, Rung::AllCompute, Rung::Development]
            .iter()
            .filter_map(|rung| bill.rung(*rung)?.known())
            .map(Interval::base)
            .collect();
        for pair in known.windows(2) {
            assert!(pair[0].low() <= pair[1].low() && pair[0].high() <= pair[1].high(), "{}", model.slug);
        }
        let parts: Option<f64> =
            bill.parts.iter().map(|(_, part)| part.known().map(|usd| usd.base().high())).sum::<Option<f64>>();
        if let Some(sum) = parts {
            assert!((usd(&bill, Rung::Development).high() / sum - 1.0).abs() < 1e-12, "{}", model.slug);
        }
    }
}

#[test]
fn a_part_at_zero_is_off() {
    let off = [
        (Field::IdleShare, "0"),
        (Field::StorageShare, "0"),
        (Field::ExperimentsMultiple, "0"),
        (Field::DataUsd, "0"),
        (Field::EvaluationUsd, "0"),
        (Field::StaffPeople, "0"),
    ];
    let bill = bill(&scenario("deepseek-v3", &off));
    assert_eq!(usd(&bill, Rung::Development), Interval::exact(5.576e6));
}

#[test]
fn entered_region_model_chip_developer_and_general_figures_go_before_each_other_in_this_order() {
    let value = |slug: &str, entered: &[(Field, &str)], field| {
        let scenario = scenario(slug, entered);
        let estimate = estimate(&scenario).expect("an estimate");
        Inputs::of(&scenario, &estimate).get(field).value.map(|value| value.middle())
    };
    let intensity = Field::CarbonIntensity;
    assert_eq!(value("own", &[], intensity), Some(481.0));
    assert_eq!(value("llama-3.1-405b", &[], intensity), Some(369.0));
    assert_eq!(value("llama-3.1-405b", &[(Field::Region, "france")], intensity), Some(56.0));
    assert_eq!(value("llama-3.1-405b", &[(Field::Region, "france"), (intensity, "100")], intensity), Some(100.0));
    assert_eq!(value("gpt-4", &[], Field::StaffPeople), Some(284.0));
    assert_eq!(value("gpt-4", &[], Field::ServerPowerFactor), Some(2.031));
    assert_eq!(value("llama-3.1-405b", &[], Field::Pue), Some(1.1));
    assert_eq!(value("gpt-4", &[], Field::Pue), Some(1.25));
}

#[test]
fn every_figure_of_the_overheads_is_one_that_its_field_would_take() {
    let others = [
        "server_available_year",
        "training_start_year",
        "dense_params_rule",
        "host_memory_usd_per_gb_month",
        "disk_usd_per_gb_month",
    ];
    for overhead in EDITIONS.iter().flat_map(|edition| Overheads::of(edition).all()) {
        let Some(field) = Field::from_key(overhead.key) else {
            assert!(others.contains(&overhead.key), "{}: no such field", overhead.key);
            continue;
        };
        let Kind::Number { min, max } = field.spec().kind else { panic!("{} is no number", overhead.key) };
        for sourced in overhead.figure.all() {
            let value = sourced.value();
            assert!(value.low() >= min && value.high() <= max, "{} {}: {value:?}", overhead.name, overhead.key);
        }
    }
    let has = |scope: Scope, name: &str, key: &str| Overheads::of(EDITIONS[0]).get(scope, name, key).is_some();
    assert!(regions().iter().all(|(slug, _)| has(Scope::Region, slug, "carbon_intensity")));
    for (slug, _) in profiles().iter().filter(|(slug, _)| *slug != "same") {
        assert_eq!(profile(slug, EDITIONS[0]).len(), 10, "{slug}");
    }
    let developers: Vec<&str> = Catalogue::current().models().iter().map(|model| model.developer).collect();
    for overhead in Overheads::current().all().iter().filter(|overhead| overhead.scope == Scope::Developer) {
        assert!(developers.contains(&overhead.name), "{} made no model of the catalogue", overhead.name);
    }
}

#[test]
fn published_energy_and_emissions_follow_from_what_is_stated_with_them() {
    let published = Overheads::current().published();
    let of = |name: &str| published.iter().find(|run| run.name.starts_with(name)).map(check).expect("the run");
    let near = |value: f64, other: f64| (value / other - 1.0).abs() < 0.02;
    let energy = |name| of(name).energy.expect("energy").middle().get();
    assert!(near(energy("Llama 3.1 405B"), 21.59e6), "30.84M h × 700 W");
    assert!(near(energy("DINOv3"), 47e3));
    assert!(near(energy("BLOOM"), 433_196.0));
    assert!(near(energy("GPT-3"), 1_287_000.0), "3.552M h × 330 W × 1.1");
    for (name, tonnes) in [("LLaMA 1", 1015.0), ("DINOv3", 18.0), ("BLOOM", 24.7), ("GPT-3", 552.1)] {
        let kilograms = of(name).kilograms.expect("emissions").middle();
        assert!(near(kilograms / 1000.0, tonnes), "{name}: {kilograms}");
    }
    // Meta's cards state no intensity; what they imply is that of the grids where its data centres are.
    for name in ["Llama 3.1 405B", "Llama 3.1 70B", "Llama 3.1 8B", "Llama 2 70B", "Llama 2 7B"] {
        let grams = of(name).implied_intensity.expect("an intensity");
        assert!((400.0..430.0).contains(&grams), "{name}: {grams}");
    }
}

/// Where power was measured, the catalogue's figures give the energy that is published, or follows from what is.
#[test]
fn energy_of_measured_runs_is_the_published_one() {
    let published = Overheads::current().published();
    for (slug, name) in [("gpt-3-175b", "GPT-3 175B"), ("palm-540b", "PaLM 540B")] {
        let run = published.iter().find(|run| run.name == name).map(check).expect("the run");
        let bill = bill(&scenario(slug, &[]));
        let energy = bill.energy.value.as_ref().expect("energy").middle();
        let ratio = (energy / run.energy.expect("energy").middle()).get();
        assert!((ratio - 1.0).abs() < 0.01, "{slug}: {ratio}");
    }
}

#[test]
fn nothing_is_known_of_what_nothing_is_known() {
    let bill = bill(&scenario("claude-3.5-sonnet", &[]));
    assert!(bill.rungs.iter().all(|(_, sum)| sum.value.is_err()));
    let own = scenario("own", &[(Field::PretrainingHours, "1M"), (Field::UsdPerGpuHour, "2")]);
    let own = crate::bill(&own);
    assert_eq!(usd(&own, Rung::Rented), Interval::exact(2e6));
    assert_eq!(own.rung(Rung::Cluster).map(|sum| sum.value.is_err()), Some(true));
}

#[test]
fn a_bill_without_a_price_goes_by_owned_hardware() {
    let scenario = scenario(
        "own",
        &[
            (Field::PretrainingHours, "1M"),
            (Field::ServerUsdPerChip, "30000"),
            (Field::ChipPower, "700"),
            (Field::ChipCount, "1000"),
        ],
    );
    let bill = bill(&scenario);
    let owned = usd(&bill, Rung::Owned);
    assert!(owned.low() > 1e6 && usd(&bill, Rung::Development).low() > owned.low());
    assert_eq!(usd(&bill, Rung::Cluster), methods::bought(exact::<Chips>(1000.0), exact(30e3), exact(0.19)).base());
}

fn texts(comparison: &Comparison, wanted: Tone) -> Vec<String> {
    let blocks = report(comparison).blocks;
    blocks
        .into_iter()
        .filter_map(|block| match block {
            Block::Text { tone, text } if tone == wanted => Some(text),
            _ => None,
        })
        .collect()
}

#[test]
fn unlike_rungs_warn_and_one_press_puts_all_on_the_same() {
    let other = scenario("gpt-4", &[(Field::Accounting, "cluster")]);
    let mut comparison = Comparison::of(vec![scenario("deepseek-v3", &[]), other]);
    assert!(texts(&comparison, Tone::Warning).iter().any(|text| text.contains("do not count the same")));
    let offer = report(&comparison).blocks.into_iter().find_map(|block| match block {
        Block::Offer { enters, everywhere: true, .. } => Some(enters),
        _ => None,
    });
    let action = Action::EnterEverywhere { values: offer.expect("an offer") };
    comparison.apply(action).expect("a rung");
    assert_eq!(texts(&comparison, Tone::Warning), Vec::<String>::new());
}

#[test]
fn gpt_4s_figures_span_a_factor_of_nineteen() {
    let comparison = Comparison::of(vec![scenario("gpt-4", &[])]);
    let said = texts(&comparison, Tone::Plain);
    assert!(said.iter().any(|text| text.contains("a factor of 19, from $40.7M to $778M")), "{said:?}");
}

#[test]
fn every_claim_of_the_catalogue_stands_on_one_rung_of_its_ladder() {
    for model in Catalogue::current().models().iter().filter(|model| !model.claims.is_empty()) {
        let comparison = Comparison::of(vec![scenario(model.slug, &[])]);
        let blocks = report(&comparison).blocks;
        let ladder = blocks.iter().find_map(|block| match block {
            Block::Ladder(ladder) => Some(ladder),
            _ => None,
        });
        let placed: usize = ladder.map_or(0, |ladder| ladder.rungs.iter().map(|rung| rung.claims.len()).sum());
        let known: usize = model.claims.iter().map(|claim| claim.usd.all().len()).sum();
        assert_eq!(placed, known, "{}", model.slug);
    }
}

#[test]
fn another_currency_has_its_rate_and_date_beside_it() {
    let entered = [(Field::Currency, "EUR"), (Field::CurrencyPerUsd, "0.9"), (Field::CurrencyDate, "2026-11-20")];
    let comparison = Comparison::of(vec![scenario("deepseek-v3", &entered)]);
    let blocks = report(&comparison).blocks;
    let figures = blocks.iter().find_map(|block| match block {
        Block::Figures { caption, rows } if caption == "The bill in EUR" => Some(rows),
        _ => None,
    });
    let rented = figures.and_then(|rows| rows.iter().find(|row| row.label == Rung::Rented.name()));
    assert_eq!(rented.map(|row| row.value.as_str()), Some("5.02M EUR"));
    assert!(texts(&comparison, Tone::Note).iter().any(|text| text.contains("of 2026-11-20")));
}

#[test]
fn every_figure_of_a_row_says_how_it_was_found() {
    let entered = [(Field::Accounting, "development"), (Field::CurrencyPerUsd, "0.9")];
    let comparison = Comparison::of(vec![scenario("deepseek-v3", &entered), scenario("gpt-4", &[])]);
    for block in report(&comparison).blocks {
        match block {
            Block::Table(table) => {
                for row in &table.rows {
                    assert!(!row.working.is_empty() || !row.sources.is_empty(), "{:?}", row.cells);
                    assert!(row.working.len() <= 4, "{:?}", row.working);
                }
            }
            Block::Figures { rows, .. } => assert!(rows.iter().all(|row| !row.working.is_empty())),
            Block::Parts(parts) => assert!(parts.parts.iter().all(|part| !part.working.is_empty())),
            _ => {}
        }
    }
    // What the formula gives stands at the end of a line, as in its cell.
    let blocks = report(&comparison).blocks;
    let published = blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.starts_with("Published figures") => Some(table),
        _ => None,
    });
    for row in &published.expect("the table").rows {
        for column in [2, 4, 5] {
            let ends = |line: &String| line.contains(&format!("= {}", row.cells[column]));
            assert!(row.cells[column] == "–" || row.working.iter().any(ends), "{:?} {:?}", row.cells, row.working);
        }
    }
}

/// What began with another model costs no less than that on owned hardware, and needed the same cluster.
#[test]
fn a_base_model_costs_no_less_within_the_model_that_began_with_it() {
    let [v3, r1] = ["deepseek-v3", "deepseek-r1"].map(|slug| bill(&scenario(slug, &[])));
    let (of_v3, of_r1) = (usd(&v3, Rung::Owned), usd(&r1, Rung::Owned));
    let more = 2935.0 / 2788.0;
    assert!((of_r1.low() / of_v3.low() - more).abs() < 1e-3 && (of_r1.high() / of_v3.high() - more).abs() < 1e-3);
    assert_eq!(usd(&v3, Rung::Cluster), usd(&r1, Rung::Cluster));
}

/// A run of years takes no more value from its servers than they have.
#[test]
fn servers_lose_no_more_than_they_are_worth() {
    let (hours, chips) = (exact::<GpuHours>(1e6 * 8766.0), exact::<Chips>(1e6));
    let lost = |years: f64, chips| {
        let hours = hours.map(|hours| GpuHours::new(hours.get() * years));
        methods::written_off(hours, exact(10_000.0), exact(0.3224), exact(0.0), chips).middle().get()
    };
    let near = |found: f64, usd: f64| (found - usd).abs() <= 1e-9 * usd;
    assert!(near(lost(1.0, Some(chips)), 3.224e9) && near(lost(3.0, Some(chips)), 9.672e9));
    assert!(near(lost(4.0, Some(chips)), 10e9) && near(lost(4.0, None), 12.896e9));
    let long = scenario(
        "own",
        &[
            (Field::TotalParams, "70B"),
            (Field::Tokens, "15T"),
            (Field::Hardware, "nvidia-h100-sxm5-80gb"),
            (Field::ChipCount, "16"),
        ],
    );
    let bill = bill(&long);
    let electricity = usd(&bill, Rung::Energy);
    assert!(near(usd(&bill, Rung::Owned).high() - electricity.high(), usd(&bill, Rung::Cluster).high()));
}

/// A part that may cost something is in the sum, and is not said to be off.
#[test]
fn a_part_that_may_be_nothing_is_not_left_out() {
    for (link, name) in
        [("models=palm-540b", "Network and storage"), ("models=deepseek-v3&1.staff_people=0..300", "Staff")]
    {
        let report = report(&cost_model::query::decode(link).comparison);
        let parts = report
            .blocks
            .iter()
            .find_map(|block| if let Block::Parts(parts) = block { Some(&parts.parts) } else { None });
        let part = parts.expect("parts").iter().find(|part| part.label == name).expect(name);
        assert!(part.size > 0.0 && part.value.starts_with("$0 – $"), "{name}: {} {}", part.value, part.note);
    }
}
