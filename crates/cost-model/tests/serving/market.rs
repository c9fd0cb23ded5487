//! List prices and what stands beside them.

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
    let mut count = 0;
    for model in Market::current().served().iter().filter(|model| model.weights == Weights::Open) {
        if matches!(model.configured, Configured::Nowhere) {
            continue;
        }
        let (offer, _) = Floors::of(&DEEPSEEK_DAY, Catalogue::current()).offer(model).expect("an offer");
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
    for (slug, total, active) in [
        ("llama-4-maverick", 400e9, 17e9),
        ("minimax-m2", 230e9, 10e9),
        ("glm-4.7", 355e9, 32e9),
        ("mistral-large-2", 123e9, 123e9),
    ] {
        let model = Market::current().model(slug).expect("a served model");
        let architecture = model.configured.architecture(Catalogue::current()).expect("a configuration");
        near(architecture::total_parameters(&architecture).get(), total, 0.03);
        near(architecture::active_parameters(&architecture).get(), active, 0.06);
    }
}

#[test]
fn a_price_of_traffic_is_weighted_by_its_tokens() {
    let market = Market::current();
    let r1 = market.latest(market.model("deepseek-r1").expect("a model")).expect("a price");
    let usd = r1.of_traffic(&DEEPSEEK_DAY);
    near(usd * 776e3, 562_027.0, 0.001);
}

#[test]
fn every_row_of_prices_says_how_it_was_found() {
    let captions =
        ["Closed models by maker", "What closed models are set beside", "Every list price", "Its list prices"];
    let comparison = Comparison::of(vec![scenario("deepseek-v3", &[])]);
    explained(&report(&comparison), &captions);
}
