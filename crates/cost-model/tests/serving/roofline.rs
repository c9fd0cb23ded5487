//! Prefill and decoding.

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
        let estimate = estimate(&scenario).expect("an estimate");
        let inputs = ServingInputs::of(Inputs::of(&scenario, &estimate)).expect("inputs");
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
