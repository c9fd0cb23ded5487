//! Serving: what must hold of the roofline, the prefix cache, a day's accounts, prices and a visitor's own traffic.
#![cfg(not(target_arch = "wasm32"))]

use cost_model::architecture;
use cost_model::architecture_text;
use cost_model::bill::Inputs;
use cost_model::catalogue::{Architecture, AttentionKind, Catalogue, Precision, Weights};
use cost_model::comparison::Comparison;
use cost_model::estimate::estimate;
use cost_model::field::Field;
use cost_model::interval::Interval;
use cost_model::report::{Block, Report, Tone};
use cost_model::scenario::Scenario;
use cost_model::serving::{
    Alternatives, CHIPS, Configured, Crossing, DEEPSEEK_DAY, Drafts, Efficiency, Floors, Layout, Market, Medium,
    PUBLISHED_DAY, PrefixCache, Rates, Served, Service, ServingInputs, Tier, Traffic, WeightFormat,
    effective_input_price, report, stand_ins,
};
use cost_model::source::Basis;
use proptest::prelude::*;

fn architecture(slug: &str) -> Architecture {
    let model = Catalogue::current().model(slug).expect("a model of the catalogue");
    model.architecture.as_ref().expect("a configuration").value()
}

fn served<'a>(model: &'a Architecture, chip: &str) -> Served<'a> {
    let chip = Catalogue::current().accelerator(chip).expect("an accelerator");
    Served::plainly(model, chip, WeightFormat::Fp8)
}

const H800: &str = "nvidia-h800-sxm5-80gb";
const H200: &str = "nvidia-h200-sxm5-141gb";

fn near(value: f64, wanted: f64, tolerance: f64) {
    assert!((value / wanted - 1.0).abs() <= tolerance, "{value} is not {wanted}");
}

fn scenario(slug: &str, entered: &[(Field, &str)]) -> Scenario {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).expect("a model of the catalogue");
    for (field, value) in entered {
        scenario.enter(*field, value, catalogue).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    scenario
}

/// What `look` sees of the service of an entry.
fn with_service<T>(scenario: &Scenario, look: impl FnOnce(&Service) -> T) -> T {
    let catalogue = Catalogue::current();
    let estimate = estimate(scenario, catalogue).expect("fields that agree");
    let inputs = ServingInputs::of(Inputs::of(scenario, &estimate, catalogue)).expect("a model that can be served");
    look(&Service::of(&inputs).expect("a service"))
}

/// Why an entry cannot be served, if it cannot.
fn refusal(slug: &str, entered: &[(Field, &str)]) -> Option<String> {
    let (catalogue, scenario) = (Catalogue::current(), scenario(slug, entered));
    let estimate = estimate(&scenario, catalogue).expect("fields that agree");
    let inputs = ServingInputs::of(Inputs::of(&scenario, &estimate, catalogue)).expect("a configuration");
    Service::of(&inputs).err()
}

mod keys_and_values {
    use super::*;

    fn with_heads(of: &Architecture, heads: u64) -> Architecture {
        let mut changed = *of;
        changed.attention.kind = AttentionKind::Grouped {
            num_key_value_heads: heads,
            head_dim: 128,
            qk_norm: cost_model::catalogue::QkNorm::None,
        };
        changed
    }

    /// The figures of the DeepSeek-V2 paper's table 1 for configurations of today, in BF16.
    #[test]
    fn bytes_of_a_token_follow_from_the_configuration() {
        let bytes = |model: &Architecture| served(model, H800).cache_bytes_per_token();
        let v3 = architecture("deepseek-v3");
        assert_eq!(bytes(&v3), 70_272.0);
        assert_eq!(bytes(&architecture("llama-3.1-405b")), 516_096.0);
        assert_eq!(bytes(&with_heads(&v3, 128)), 3_997_696.0);
        assert_eq!(bytes(&with_heads(&v3, 1)), 61.0 * 2.0 * 128.0 * 2.0);
        let in_eight = Served { cache_in_eight_bits: true, ..served(&v3, H800) };
        assert_eq!(in_eight.cache_bytes_per_token(), 35_136.0);
    }

    /// 93.3% (abstract of the DeepSeek-V2 paper), against DeepSeek 67B (95 layers of 8,192, 64 heads in 8 groups: its config.json
    /// and paper, arXiv 2401.02954) in BF16, with V2's own cache in 6 bits on average (section 3.2.3).
    #[test]
    fn v2_keeps_93_percent_less_than_deepseek_67b() {
        let dense = architecture_text::parse(
            "hidden_size:8192,num_layers:95,vocab_size:102400,heads:64,kv_heads:8,intermediate_size:22016",
        )
        .expect("a configuration");
        near(architecture::total_parameters(&dense).get(), 67e9, 0.01);
        let before = architecture::kv_cache_elements_per_token(&dense) as f64 * 2.0;
        let after = architecture::kv_cache_elements_per_token(&architecture("deepseek-v2")) as f64 * 6.0 / 8.0;
        assert_eq!(format!("{:.1}%", 100.0 * (1.0 - after / before)), "93.3%");
    }

    #[test]
    fn attention_between_two_places_adds_up_to_the_whole() {
        use cost_model::units::Tokens;
        for slug in ["deepseek-v3", "gpt-oss-120b", "minimax-text-01", "llama-3.1-70b"] {
            let Some(configured) = Catalogue::current().model(slug).and_then(|model| model.architecture.as_ref())
            else {
                continue;
            };
            let model = configured.value();
            let part = |from: f64, to: f64| (to - from) * architecture::attention_flop_between(&model, from, to).get();
            let whole = part(0.0, 5000.0);
            near(whole / 5000.0, architecture::attention_flop_per_token(&model, Tokens::new(5000.0)).get() / 3.0, 1e-9);
            near(part(0.0, 100.0) + part(100.0, 700.0) + part(700.0, 5000.0), whole, 1e-9);
        }
    }

    /// A window keeps no more than its tokens: gpt-oss-120b sees 128 tokens in half of its 36 layers.
    #[test]
    fn windows_and_linear_layers_keep_less() {
        let model = architecture("gpt-oss-120b");
        let full = architecture::kv_cache_elements_per_token(&model) as f64;
        let kept = architecture::cache_elements_of_sequence(&model, 10_000.0);
        near(kept, full / 36.0 * (18.0 * 10_000.0 + 18.0 * 128.0), 1e-12);
        assert_eq!(architecture::cached_tokens_seen(&model, 100.0), 3600.0);
    }
}

mod roofline {
    use super::*;

    #[test]
    fn a_batch_touches_experts_as_an_expectation() {
        let model = architecture("deepseek-v3");
        let served = served(&model, H800);
        let all = architecture::routed_parameters(&model).get();
        near(served.routed_touched(1.0), all * 8.0 / 256.0, 1e-12);
        // 1 − (1 − 1/32)^64 by hand.
        near(served.routed_touched(64.0), all * 0.868_916, 1e-6);
        near(served.routed_touched(4096.0), all, 1e-12);
        let dense = architecture("llama-3.1-70b");
        assert_eq!(super::served(&dense, H800).routed_touched(64.0), 0.0);
    }

    /// Leviathan et al. 2023, equation 1: (1 − a^(k+1)) ÷ (1 − a).
    #[test]
    fn guessed_tokens_follow_their_acceptance() {
        near(Drafts { tokens: 1.0, acceptance: 0.9 }.tokens_per_step(), 1.9, 1e-12);
        near(Drafts { tokens: 4.0, acceptance: 0.8 }.tokens_per_step(), (1.0 - libm::pow(0.8, 5.0)) / 0.2, 1e-12);
        assert_eq!(Drafts::NONE.tokens_per_step(), 1.0);
    }

    #[test]
    fn guessing_pays_for_a_single_user_and_less_in_full_batches() {
        let model = architecture("deepseek-v3");
        let layout = Layout { chips: 8.0, attention: 8.0 };
        let gain = |most: f64| {
            let with = |drafts| Served { drafts, ..served(&model, H200) }.decode_on(&DEEPSEEK_DAY, layout, most);
            let drafts = Drafts { tokens: 1.0, acceptance: 0.875 };
            with(drafts).expect("a step").rate() / with(Drafts::NONE).expect("a step").rate()
        };
        // DeepSeek-V3's report has 1.8 times; a full batch has its arithmetic doubled as well.
        assert!((1.7..1.875).contains(&gain(1.0)), "{}", gain(1.0));
        assert!(gain(400.0) < gain(1.0), "{}", gain(400.0));
    }

    #[test]
    fn absorbed_latent_attention_needs_less_arithmetic() {
        let model = architecture("deepseek-v3");
        let layout = Layout { chips: 128.0, attention: 1.0 };
        let step = |is_absorbed| {
            let served = Served { is_absorbed, ..served(&model, H800) };
            served.decode_on(&Traffic { rate: 0.01, ..DEEPSEEK_DAY }, layout, 128.0 * 8.0).expect("a step")
        };
        let (absorbed, expanded) = (step(true), step(false));
        assert_eq!(absorbed.cache, expanded.cache);
        // 2·d_c + d_rope = 1,088 against 128 + 128 + 64 + 512 · 256 for each head and cached token.
        assert!(expanded.arithmetic > 50.0 * absorbed.arithmetic, "{absorbed:?} {expanded:?}");
    }

    #[test]
    fn limits_of_latency_choose_other_batches_and_layouts() {
        let model = architecture("deepseek-v3");
        let served = served(&model, H200);
        let layouts: Vec<Layout> = served.layouts().collect();
        let decode = |rate| served.decode(&Traffic { rate, ..DEEPSEEK_DAY }, &layouts);
        let (slow, fast) = (decode(10.0).expect("a step"), decode(40.0).expect("a step"));
        assert!(fast.sequences < slow.sequences && fast.rate() < slow.rate());
        assert!(fast.seconds_per_token() <= 1.0 / 40.0 + 1e-9 && slow.seconds_per_token() <= 0.1 + 1e-9);
        assert_eq!(decode(100_000.0), None);
        let prefill = |first_token| served.prefill(&Traffic { first_token, ..DEEPSEEK_DAY }, &layouts);
        let (any, soon) = (prefill(f64::INFINITY).expect("prefill"), prefill(0.1).expect("prefill"));
        assert!(soon.first_token <= 0.1 && any.first_token > 0.1 && soon.rate < any.rate);
        assert!(soon.layout.attention > any.layout.attention);
        assert_eq!(prefill(1e-6), None);
    }

    #[test]
    fn a_model_that_does_not_fit_says_so() {
        let words = |entered: &[(Field, &str)]| {
            let scenario = scenario("deepseek-v3", entered);
            let catalogue = Catalogue::current();
            let estimate = estimate(&scenario, catalogue).expect("an estimate");
            let inputs = ServingInputs::of(Inputs::of(&scenario, &estimate, catalogue)).expect("inputs");
            Service::of(&inputs).map(|_| ()).expect_err("no service")
        };
        assert!(words(&[(Field::CopyChips, "4")]).contains("on up to 4 H800 has room for its weights in FP8"));
        assert!(words(&[(Field::FirstTokenSeconds, "0.001")]).contains("first token"));
        assert!(words(&[(Field::TokensPerSecond, "100000")]).contains("as fast as each user wants"));
        assert!(words(&[(Field::CopyChips, "1"), (Field::AttentionChips, "1")]).contains("has room for its weights"));
        assert!(words(&[(Field::KvLength, "100M")]).contains("single sequence"));
    }

    /// The most that the data sheet allows: bytes over bandwidth and FLOP over peak, all at 100%.
    fn above_the_roofline(served: &Served, traffic: &Traffic) -> Option<bool> {
        let layouts: Vec<Layout> = served.layouts().collect();
        let rates = Rates::of(served, traffic, &layouts)?;
        let chip = served.chip;
        let peak = |precision| Some(chip.peak(precision)?.value()?.middle().get());
        let fastest = [Precision::Fp4, Precision::Fp8, Precision::Bf16].into_iter().find_map(peak)?;
        let flop = 2.0 * architecture::active_parameters(served.model).get();
        let most_by_arithmetic = fastest / flop;
        let bandwidth = chip.memory_bandwidth.value()?.middle().get();
        let cache = architecture::cache_elements_of_sequence(served.model, traffic.context) * served.cache_bytes();
        let most_by_cache = bandwidth / cache;
        let decode = rates.decode.rate() / rates.decode.tokens;
        Some(rates.prefill.rate > most_by_arithmetic || decode > most_by_arithmetic || decode > most_by_cache)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn throughput_is_never_above_the_roofline(
            model in prop::sample::select(vec!["deepseek-v3", "llama-3.1-70b", "gpt-oss-120b", "kimi-k2", "llama-3-8b"]),
            chip in prop::sample::select(vec![H800, H200, "nvidia-b200-sxm-180gb", "amd-mi300x-192gb", "nvidia-a100-sxm4-80gb"]),
            context in 100.0..60_000.0_f64,
            input in 0.1..50.0_f64,
            cached in 0.0..0.95_f64,
            rate in 1.0..60.0_f64,
        ) {
            let model = architecture(model);
            let served = served(&model, chip);
            let traffic = Traffic { context, input_per_output: input, cached, rate, first_token: f64::INFINITY };
            prop_assert_ne!(above_the_roofline(&served, &traffic), Some(true));
        }

        #[test]
        fn cost_falls_with_hits_and_rises_with_context(
            model in prop::sample::select(vec!["deepseek-v3", "llama-3.1-70b", "gpt-oss-120b", "qwen3-235b-a22b"]),
            context in 500.0..20_000.0_f64,
            input in 0.5..20.0_f64,
            cached in 0.0..0.8_f64,
            more in 1.05..1.2_f64,
        ) {
            let model = architecture(model);
            let served = served(&model, H200);
            let traffic = Traffic { context, input_per_output: input, cached, rate: 15.0, first_token: f64::INFINITY };
            let seconds = |traffic: Traffic| served.chip_seconds_per_billion(&traffic).expect("a service");
            let now = seconds(traffic);
            let cached = seconds(Traffic { cached: cached * more + 0.01, ..traffic });
            let longer = seconds(Traffic { context: context * more, ..traffic });
            // A stricter user is never cheaper.
            let faster = seconds(Traffic { rate: 15.0 * more, ..traffic });
            prop_assert!(cached < now && longer > now && faster >= now * (1.0 - 1e-9), "{now} {cached} {longer} {faster}");
        }
    }
}

mod caching {
    use super::*;

    #[test]
    fn keeping_costs_bytes_times_time_times_price() {
        let cache = PrefixCache {
            bytes_per_token: 70_272.0,
            usd_per_gb_month: Interval::exact(0.01),
            hours: Interval::exact(73.05),
        };
        // 70.272 GB for a million tokens, during a tenth of a month.
        near(cache.usd_per_million_kept().middle(), 70.272 * 0.1 * 0.01, 1e-12);
        // 266B worked out and 168B written are kept for 342B hits.
        let hits = cache.usd_per_million_hits(&DEEPSEEK_DAY).expect("hits").middle();
        near(hits, 0.070_272 * (266.0 + 168.0) / 342.0, 1e-9);
        assert_eq!(cache.usd_per_million_hits(&Traffic { cached: 0.0, ..DEEPSEEK_DAY }), None);
        let held = cache.bytes_held(&DEEPSEEK_DAY, Interval::exact(776e9)).middle();
        near(held, 434e9 * 70_272.0 * 73.05 / 24.0, 1e-9);
    }

    #[test]
    fn input_is_paid_between_hit_and_miss() {
        near(effective_input_price(0.5625, 0.14, 0.55), 0.319_375, 1e-12);
    }

    #[test]
    fn each_medium_is_dearer_than_the_next() {
        with_service(&scenario("deepseek-v3", &[]), |service| {
            let [hbm, host, disk] =
                Medium::ALL.map(|medium| service.cache(medium).expect("a price").usd_per_gb_month.middle());
            assert!(hbm > 10.0 * host && host > 5.0 * disk, "{hbm} {host} {disk}");
            // $2 an hour for 80 GB.
            near(hbm, 2.0 / 80.0 * 730.5, 1e-9);
        });
    }
}

mod a_day {
    use super::*;

    fn entered() -> Scenario {
        let entries = PUBLISHED_DAY.entries();
        let entries: Vec<(Field, &str)> = entries.iter().map(|(field, value)| (*field, value.as_str())).collect();
        scenario("deepseek-r1", &entries)
    }

    /// open-infra-index, day 6: $87,072, $562,027, 545%.
    #[test]
    fn deepseeks_day_is_met_within_a_tenth_of_a_percent() {
        let day = PUBLISHED_DAY.day();
        assert_eq!(day.cost(), Interval::exact(87_072.0));
        near(day.revenue().middle(), 562_027.0, 0.001);
        near(day.margin_on_cost().middle(), 5.45, 0.002);
        near(day.margin().middle(), 0.845, 0.001);
        assert_eq!(format!("{:.1}%", 100.0 * day.paid_to_break_even().middle()), "15.5%");
    }

    #[test]
    fn entering_the_day_gives_the_same() {
        with_service(&entered(), |service| {
            let day = service.day().expect("a day");
            near(day.cost().middle(), 87_072.0, 1e-9);
            near(day.revenue().middle(), 562_027.0, 0.001);
            assert!(day.cost().is_exact() && day.revenue().is_exact());
            let share = day.paid_to_break_even().middle();
            let mut scenario = entered();
            scenario.enter(Field::PaidShare, &share.to_string(), Catalogue::current()).expect("a share");
            with_service(&scenario, |service| {
                let profit = service.day().expect("a day").profit().middle_signed();
                assert!(profit.abs() < 1e-6, "{profit}");
            });
            // What it costs for each token is the whole cost again.
            let costs = service.costs().expect("costs");
            near(costs.of_traffic(&service.traffic).middle() * 776e3, 87_072.0, 1e-9);
        });
    }

    #[test]
    fn at_the_break_even_utilisation_nothing_is_left() {
        let fixed =
            [(Field::ServingUtilisation, "0.6"), (Field::CacheUsdPerGbMonth, "0.01"), (Field::CacheHours, "24")];
        with_service(&scenario("deepseek-v3", &fixed), |service| {
            let day = service.day().expect("a day");
            let least = day.utilisation_to_break_even(service.utilisation().middle()).expect("a utilisation");
            let mut changed = scenario("deepseek-v3", &fixed);
            changed.enter(Field::ServingUtilisation, &least.to_string(), Catalogue::current()).expect("a share");
            with_service(&changed, |service| {
                let day = service.day().expect("a day");
                let left = day.central().profit().middle_signed();
                assert!(left.abs() < 1e-6 * day.central().cost().middle(), "{left}");
            });
        });
    }

    /// DeepSeek's day calibrates its models: its traffic takes its chips, and a default that is typed in changes nothing.
    #[test]
    fn the_models_of_the_day_take_its_chips_for_its_traffic() {
        let chips =
            |entered: &[(Field, &str)]| with_service(&scenario("deepseek-v3", entered), |service| service.chips());
        for same in [
            &[][..],
            &[(Field::PaidShare, "0.5"), (Field::ServingUsdPerGpuHour, "3")],
            &[(Field::TokensPerDay, "776B"), (Field::TokensPerSecond, "20")],
            &[(Field::WeightFormat, "fp8"), (Field::DraftTokens, "0"), (Field::ServingHardware, H800)],
        ] {
            assert!(chips(same).is_exact(), "{same:?}");
            near(chips(same).middle(), 1814.0, 1e-12);
        }
        near(chips(&[(Field::TokensPerDay, "388B")]).middle(), 907.0, 1e-12);
        let more_hits = chips(&[(Field::CacheHitShare, "0.8")]);
        assert!(more_hits.is_exact() && more_hits.middle() < 1814.0);
        for assumed in [(Field::ServingUtilisation, "0.5"), (Field::ServingHardware, H200)] {
            assert!(!chips(&[assumed]).is_exact(), "{assumed:?}");
        }
        assert!(!with_service(&scenario("kimi-k2", &[]), |service| service.chips()).is_exact());
    }

    #[test]
    fn chips_that_cannot_serve_the_traffic_are_refused() {
        let of = |chips: &str| refusal("deepseek-v3", &[(Field::FleetChips, chips)]);
        assert_eq!(of("1814"), None);
        let refused = of("100").expect("a refusal");
        assert!(
            refused.starts_with("100 chips are paid for, but by the roofline this traffic takes 1,880 chips"),
            "{refused}"
        );
    }

    /// At the time for which keeping pays, the traffic costs the same without a cache.
    #[test]
    fn keeping_pays_until_it_costs_what_the_hits_save() {
        for slug in ["deepseek-v3", "olmo-3-32b", "llama-3.1-405b"] {
            let hours = with_service(&scenario(slug, &[]), |service| service.hours_worth_keeping(Medium::Disk));
            let hours = hours.expect("a time");
            let of = |part: f64| {
                let entered = format!("{}", hours * part);
                with_service(&scenario(slug, &[(Field::CacheHours, &entered)]), |service| {
                    let rent = Interval::exact(service.rent().expect("a rent").middle());
                    let at = |cached| service.with_hits(cached, rent).expect("a cost").middle();
                    at(service.traffic.cached) / at(0.0)
                })
            };
            near(of(1.0), 1.0, 1e-3);
            assert!(of(0.9) < 1.0, "{slug} {}", of(0.9));
        }
    }

    /// What would be dearer than working it out again ends the range of what a hit costs.
    #[test]
    fn no_range_goes_beyond_working_it_out_again() {
        with_service(&scenario("deepseek-v3", &[]), |service| {
            let costs = service.costs().expect("costs");
            assert!(costs.cached.high() <= costs.input.high() * (1.0 + 1e-12));
            let cache = service.cache(Medium::Disk).expect("a cache");
            assert!(cache.usd_per_million_hits(&service.traffic).expect("hits").high() > costs.input.high());
        });
    }

    /// Hits cost what other input does where no discount is known, at a visitor's own price too.
    #[test]
    fn cached_input_without_a_price_costs_what_other_input_does() {
        let entered = [(Field::UsdPerMillionInput, "3"), (Field::UsdPerMillionOutput, "3")];
        for slug in ["llama-3.1-405b", "olmo-3-32b"] {
            let prices = with_service(&scenario(slug, &entered), |service| service.prices()).expect("prices");
            assert_eq!(prices.cached, Interval::exact(3.0), "{slug}");
        }
        let listed = with_service(&scenario("deepseek-v3", &entered), |service| service.prices()).expect("prices");
        assert_eq!(listed.cached, Interval::exact(0.07));
    }

    /// Ranges in any field leave sentences, shares and payback agreeing with each other.
    #[test]
    fn central_values_agree_with_each_other() {
        let entered = [
            (Field::ServingHardware, "amd-mi300x-192gb"),
            (Field::UsdPerMillionOutput, "1.5"),
            (Field::PaidShare, "0.4..1"),
            (Field::TokensPerDay, "400B..1.5T"),
        ];
        with_service(&scenario("deepseek-v3", &entered), |service| {
            let day = service.day().expect("a day").central();
            let (cost, revenue) = (day.cost().middle(), day.revenue().middle());
            near(day.margin().middle_signed(), 1.0 - cost / revenue, 1e-9);
            near(day.profit().middle_signed(), revenue - cost, 1e-9);
            near(day.paid_to_break_even().middle(), cost / revenue * day.sales.paid.middle(), 1e-9);
            let least = day.utilisation_to_break_even(service.utilisation().middle()).expect("a utilisation");
            assert_eq!(least < service.utilisation().middle(), revenue > cost);
            assert_eq!(day.months_to_pay(Interval::exact(1e6)).is_some(), revenue > cost);
            // What is said of a million tokens is what a day costs.
            let all_in = service.all_in().expect("a rent");
            let whole = service.day().expect("a day").cost();
            near(all_in.low() * service.tokens() / 1e6, whole.low(), 1e-9);
            near(all_in.high() * service.tokens() / 1e6, whole.high(), 1e-9);
        });
    }

    #[test]
    fn discounts_and_free_use_lower_revenue_alone() {
        with_service(&entered(), |service| {
            let before = service.day().expect("a day");
            let mut scenario = entered();
            for (field, value) in
                [(Field::PaidShare, "0.5"), (Field::DiscountedShare, "0.4"), (Field::Discount, "0.75")]
            {
                scenario.enter(field, value, Catalogue::current()).expect("a share");
            }
            with_service(&scenario, |service| {
                let after = service.day().expect("a day");
                assert_eq!(after.cost(), before.cost());
                near(after.revenue().middle(), before.revenue().middle() * 0.5 * (1.0 - 0.4 * 0.75), 1e-12);
            });
        });
    }

    #[test]
    fn training_is_earned_back_by_profit_or_never() {
        let day = PUBLISHED_DAY.day();
        let months = day.months_to_pay(Interval::exact(5.576e6)).expect("some time");
        near(months.central, 5.576e6 / ((562_100.0 - 87_072.0) * 30.4375), 1e-9);
        let paid = |share| cost_model::serving::Sales { paid: Interval::exact(share), ..day.sales };
        let poor = cost_model::serving::Day { sales: paid(0.1), ..day };
        assert_eq!(poor.months_to_pay(Interval::exact(5.576e6)), None);
        let unsure = cost_model::serving::Day {
            sales: cost_model::serving::Sales { paid: Interval::around(0.1, 0.5, 1.0), ..day.sales },
            ..day
        };
        assert_eq!(unsure.months_to_pay(Interval::exact(5.576e6)).expect("some time").high, None);
    }
}

mod own_traffic {
    use super::*;

    fn ways<T>(look: impl FnOnce(&Alternatives, &[(Layout, f64)]) -> T) -> T {
        let entered = [
            (Field::UsdPerMillionInput, "3"),
            (Field::UsdPerMillionCachedInput, "3"),
            (Field::UsdPerMillionOutput, "12"),
            (Field::ServingUsdPerGpuHour, "2"),
        ];
        with_service(&scenario("llama-3.1-70b", &entered), |service| {
            let ways = service.alternatives().expect("a rent");
            let copies = ways.copies(&service.layouts);
            look(&ways, &copies)
        })
    }

    #[test]
    fn curves_meet_where_they_are_said_to_cross() {
        ways(|ways, copies| {
            let api = |tokens| ways.api(tokens);
            let rented = |tokens| ways.rented(copies, tokens);
            let Some(Crossing::From(tokens)) = Alternatives::crossing(api, rented) else { panic!("no crossing") };
            near(api(tokens).expect("a price"), rented(tokens).expect("a rent"), 1e-6);
            assert!(api(tokens * 0.99) < rented(tokens * 0.99));
            for times in [1.01, 2.0, 10.0, 1000.0] {
                assert!(api(tokens * times) > rented(tokens * times), "{times}");
            }
        });
    }

    #[test]
    fn chips_suffice_for_the_busiest_traffic_and_stand_idle_otherwise() {
        ways(|ways, copies| {
            for tokens in [1e6, 1e9, 3e10, 1e12] {
                let fleet = ways.fleet(copies, tokens).expect("a fleet");
                let (_, rate) = copies.iter().find(|(layout, _)| *layout == fleet.layout).expect("its copy");
                let busiest = tokens / 86_400.0 / ways.duty * ways.peak_to_mean;
                assert!(fleet.copies * rate >= busiest * (1.0 - 1e-9));
                near(fleet.utilisation, tokens / 86_400.0 / (fleet.copies * rate), 1e-9);
                assert!(fleet.utilisation <= ways.duty / ways.peak_to_mean + 1e-9);
            }
        });
    }

    #[test]
    fn a_price_too_low_is_never_beaten() {
        assert_eq!(Alternatives::crossing(|_| Some(0.0), |_| Some(1.0)), Some(Crossing::Never));
        assert_eq!(Alternatives::crossing(|_| Some(2.0), |_| Some(1.0)), Some(Crossing::Always));
        assert_eq!(Alternatives::crossing(|_| None, |_| Some(1.0)), None);
    }
}

mod market {
    use super::*;

    #[test]
    fn twenty_models_and_more_have_their_makers_own_list_price() {
        let market = Market::current();
        let own = market.served().iter().filter(|model| {
            market
                .prices_of(model)
                .iter()
                .any(|price| price.citation.basis() == Basis::Vendor && price.seller == model.developer)
        });
        assert!(own.count() >= 40);
        for price in market.prices() {
            assert!(market.model(price.model).is_some(), "{}: no such model", price.slug);
            assert!(price.cached.is_none_or(|cached| cached <= price.input), "{}", price.slug);
            assert!(price.input <= price.output, "{}", price.slug);
            assert!(price.batch_input.is_none_or(|batch| batch < price.input), "{}", price.slug);
            assert!(price.batch_output.is_none_or(|batch| batch < price.output), "{}", price.slug);
        }
        assert!(market.served().iter().all(|model| market.latest(model).is_some()), "a model without a price");
    }

    #[test]
    fn every_open_model_has_its_cost_on_three_accelerators() {
        assert!(CHIPS.len() >= 3);
        let catalogue = Catalogue::current();
        let mut count = 0;
        for model in Market::current().served().iter().filter(|model| model.weights == Weights::Open) {
            if matches!(model.configured, Configured::Nowhere) {
                continue;
            }
            let (offer, _) = Floors::of(&DEEPSEEK_DAY, catalogue).offer(model).expect("an offer");
            assert_eq!(offer.floors.len(), CHIPS.len(), "{}", model.slug);
            assert!(offer.floors.iter().all(|floor| floor.stand_in.is_none()));
            count += 1;
        }
        assert!(count >= 14, "{count}");
    }

    #[test]
    fn closed_models_have_a_range_over_stand_ins() {
        let model = Market::current().model("gpt-4o").expect("a served model");
        let (offer, _) = Floors::of(&DEEPSEEK_DAY, Catalogue::current()).offer(model).expect("an offer");
        let named: Vec<_> = offer.floors.iter().map(|floor| floor.stand_in).collect();
        assert_eq!(named.len(), stand_ins(Tier::Frontier).len() * CHIPS.len());
        assert!(named.iter().all(Option::is_some));
        let cost = offer.cost().expect("a range");
        assert!(cost.central().is_none() && cost.high() > 10.0 * cost.low());
    }

    /// Configurations that stand beside prices count to what their makers publish.
    #[test]
    fn configurations_count_to_their_published_sizes() {
        let catalogue = Catalogue::current();
        for (slug, total, active) in [
            ("llama-4-maverick", 400e9, 17e9),
            ("minimax-m2", 230e9, 10e9),
            ("glm-4.7", 355e9, 32e9),
            ("mistral-large-2", 123e9, 123e9),
        ] {
            let model = Market::current().model(slug).expect("a served model");
            let architecture = model.configured.architecture(catalogue).expect("a configuration");
            near(architecture::total_parameters(&architecture).get(), total, 0.03);
            near(architecture::active_parameters(&architecture).get(), active, 0.06);
        }
    }

    #[test]
    fn a_price_of_traffic_is_weighted_by_its_tokens() {
        let market = Market::current();
        let r1 = market.latest(market.model("deepseek-r1").expect("a model")).expect("a price");
        let usd = r1.of_traffic(DEEPSEEK_DAY.output_share(), DEEPSEEK_DAY.cached);
        near(usd * 776e3, 562_027.0, 0.001);
    }
}

mod views {
    use super::*;

    fn of(slug: &str, entered: &[(Field, &str)]) -> Report {
        report(&Comparison::of(vec![scenario(slug, entered)]), Catalogue::current())
    }

    fn answer(report: &Report) -> String {
        let answers = report.blocks.iter().filter_map(|block| match block {
            Block::Text { tone: Tone::Answer, text } => Some(text.clone()),
            _ => None,
        });
        answers.collect::<Vec<_>>().join(" ")
    }

    fn headings(report: &Report) -> Vec<&str> {
        let headings = report.blocks.iter().filter_map(|block| match block {
            Block::Heading(text) => Some(text.as_str()),
            _ => None,
        });
        headings.collect()
    }

    #[test]
    fn an_open_model_is_answered_in_full() {
        let report = of("deepseek-v3", &[]);
        assert!(answer(&report).starts_with("A million tokens of this traffic cost $"), "{}", answer(&report));
        assert_eq!(
            headings(&report),
            [
                "How fast it is, at full batches",
                "What a million tokens cost",
                "Keys and values, and the prefix cache",
                "Does it last?",
                "DeepSeek’s published day, worked out again",
                "Your own traffic: by the token, rented or owned",
                "Are they overpricing?",
                "Predicted against measured",
            ]
        );
        assert!(report.found.iter().any(|found| found.field == Field::CopyChips && found.value == "128"));
        assert!(report.found.iter().any(|found| found.field == Field::FleetChips && found.value == "1,814"));
    }

    #[test]
    fn a_closed_model_keeps_to_prices() {
        let report = of("gpt-4o", &[]);
        let answer = answer(&report);
        assert!(
            answer.starts_with("GPT-4o is listed at $3.57 for a million tokens") && answer.contains("not public"),
            "{answer}"
        );
        assert_eq!(headings(&report), ["Are they overpricing?", "Predicted against measured"]);
        let found = |field| report.found.iter().find(|found| found.field == field).map(|found| found.value.as_str());
        assert_eq!(found(Field::UsdPerMillionOutput), Some("$10"));
        assert_eq!(found(Field::CacheHitShare), Some("56.25%"));
        assert_eq!(found(Field::ServingUtilisation), None);
    }

    /// $2.50 and $10 for three tokens of input to one of output, none from the cache: $4.375.
    #[test]
    fn a_closed_model_follows_the_traffic_and_the_prices_that_are_entered() {
        let traffic = [(Field::InputPerOutput, "3"), (Field::CacheHitShare, "0")];
        let listed = answer(&of("gpt-4o", &traffic));
        assert!(listed.starts_with("GPT-4o is listed at $4.375 for a million tokens"), "{listed}");
        let entered: Vec<_> = traffic.into_iter().chain([(Field::UsdPerMillionOutput, "2.50")]).collect();
        let yours = answer(&of("gpt-4o", &entered));
        assert!(yours.starts_with("At your prices GPT-4o is sold at $2.50 for a million tokens"), "{yours}");
    }

    /// 405B does not fit on H100s with a million tokens for each sequence; the others stay under their own chips.
    #[test]
    fn what_does_not_fit_leaves_its_own_cell_empty() {
        let report = of("gpt-4o", &[(Field::KvLength, "1M")]);
        let table = report.blocks.iter().find_map(|block| match block {
            Block::Table(table) if table.caption.starts_with("What closed models") => Some(table),
            _ => None,
        });
        let table = table.expect("the table");
        assert_eq!(table.columns[1].0, "on the H100");
        let row = table.rows.iter().find(|row| row.cells[0].ends_with("405B")).expect("a row");
        assert_eq!((row.cells.len(), row.cells[1].as_str()), (4, "–"));
        assert!(row.cells[2].starts_with('$'));
    }

    #[test]
    fn a_chip_on_which_the_roofline_is_far_off_has_a_warning() {
        let warns = |chip: &str| {
            let report = of("llama-3.1-405b", &[(Field::ServingHardware, chip)]);
            report.blocks.iter().any(|block| {
                matches!(block, Block::Text { tone: Tone::Warning, text } if text.contains("cheaper than what has been reached"))
            })
        };
        assert!(warns("amd-mi300x-192gb") && !warns(H200));
    }

    #[test]
    fn without_income_nothing_breaks_even() {
        let free = of("deepseek-v3", &[(Field::DiscountedShare, "1"), (Field::Discount, "1")]);
        assert!(answer(&free).contains("nothing comes in"), "{}", answer(&free));
        let dear = of("deepseek-v3", &[(Field::ServingUsdPerGpuHour, "10")]);
        assert!(answer(&dear).contains("It would break even if 1"), "{}", answer(&dear));
    }

    #[test]
    fn traffic_that_needs_its_cache_says_so() {
        let report = of("deepseek-v3", &[(Field::FirstTokenSeconds, "0.2"), (Field::CacheHitShare, "0.9")]);
        let says = |block: &Block| matches!(block, Block::Text { text, .. } if text.starts_with("Without the cache"));
        assert!(report.blocks.iter().any(says));
    }

    #[test]
    fn a_loss_is_called_one() {
        let report = of("deepseek-v3", &[(Field::PaidShare, "10%")]);
        let says = |words: &str| {
            report.blocks.iter().any(|block| matches!(block, Block::Text { text, .. } if text.contains(words)))
        };
        assert!(says("does not last") && says("a day are lost") && !says("a day are left"));
    }

    #[test]
    fn a_model_without_a_list_price_still_has_a_cost() {
        let report = of("olmo-3-32b", &[]);
        assert!(answer(&report).contains("No list price of it is known"), "{}", answer(&report));
        assert!(!headings(&report).contains(&"Does it last?"));
        assert!(headings(&report).contains(&"Your own traffic: by the token, rented or owned"));
    }

    #[test]
    fn what_cannot_be_served_is_a_warning_and_keeps_the_prices() {
        let report = of("deepseek-v3", &[(Field::CopyChips, "4")]);
        let is_warning = |block: &Block| matches!(block, Block::Text { tone: Tone::Warning, text } if text.contains("has room for its weights"));
        assert!(report.blocks.iter().any(is_warning));
        assert!(headings(&report).contains(&"Are they overpricing?"));
    }

    #[test]
    fn a_report_survives_its_way_to_the_page() {
        let report = of("deepseek-r1", &[]);
        assert_eq!(Report::from_lines(&report.to_lines()), Some(report));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Whatever is entered, nothing panics and no figure reads as not a number.
        #[test]
        fn no_entry_breaks_the_view(
            model in prop::sample::select(vec!["deepseek-v3", "gpt-oss-120b", "llama-3-8b", "minimax-text-01", "gpt-4", "own"]),
            fields in prop::collection::vec((0..cost_model::field::FIELDS.len(), any::<u16>()), 0..6),
        ) {
            let catalogue = Catalogue::current();
            let mut scenario = Scenario::preset(model, catalogue).expect("a model");
            for (place, dice) in fields {
                let spec = &cost_model::field::FIELDS[place];
                let part = f64::from(dice) / 65_535.0;
                let typed = match spec.kind {
                    cost_model::field::Kind::Number { min, max } => {
                        let low = min.max(1e-9);
                        format!("{}", (low * libm::pow(max / low, part)).clamp(min, max))
                    }
                    cost_model::field::Kind::Whole { min, max } => format!("{}", min + ((max - min) as f64 * part) as u32),
                    cost_model::field::Kind::Choice(choices) => {
                        let options = choices.options(catalogue);
                        options[usize::from(dice) % options.len()].0.to_owned()
                    }
                    _ => continue,
                };
                let _ = scenario.enter(spec.field, &typed, catalogue);
            }
            let text = report(&Comparison::of(vec![scenario]), catalogue).to_lines();
            prop_assert!(!text.contains("NaN") && !text.contains("inf "), "{}", text);
        }
    }
}

#[test]
fn efficiencies_are_parts_of_what_data_sheets_say() {
    let Efficiency { prefill, bandwidth, arithmetic, links, experts, layer } = Efficiency::MEASURED;
    for part in [prefill, bandwidth, arithmetic, links] {
        assert!(part > 0.0 && part <= 1.0);
    }
    assert!(experts >= 1.0 && layer > 0.0 && layer < 1e-3);
}
