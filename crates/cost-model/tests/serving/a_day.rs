//! A day's accounts: what it costs, what it brings, and whether it lasts.

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
        scenario.enter(Field::PaidShare, &share.to_string()).expect("a share");
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
    let fixed = [(Field::ServingUtilisation, "0.6"), (Field::CacheUsdPerGbMonth, "0.01"), (Field::CacheHours, "24")];
    with_service(&scenario("deepseek-v3", &fixed), |service| {
        let day = service.day().expect("a day");
        let least = day.utilisation_to_break_even(service.utilisation().middle()).expect("a utilisation");
        let mut changed = scenario("deepseek-v3", &fixed);
        changed.enter(Field::ServingUtilisation, &least.to_string()).expect("a share");
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
    let chips = |entered: &[(Field, &str)]| with_service(&scenario("deepseek-v3", entered), |service| service.chips());
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
                let at = |cached| {
                    let (traffic, costs) = service.with_hits(cached, rent).expect("a cost");
                    costs.of_traffic(&traffic).middle()
                };
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
        for (field, value) in [(Field::PaidShare, "0.5"), (Field::DiscountedShare, "0.4"), (Field::Discount, "0.75")] {
            scenario.enter(field, value).expect("a share");
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

#[test]
fn every_row_of_a_day_says_how_it_was_found() {
    let captions = [
        "A day by the share of tokens that is paid",
        "Until training is earned back",
        "Profit of a day with one thing changed",
        "24 hours from 27 February 2025",
    ];
    for paid in ["1", "0.1", "0.3..0.5"] {
        let comparison = Comparison::of(vec![scenario("deepseek-v3", &[(Field::PaidShare, paid)])]);
        explained(&report(&comparison), &captions);
    }
}

#[test]
fn a_row_of_the_published_day_ends_with_what_was_worked_out() {
    let report = report(&Comparison::of(vec![scenario("deepseek-v3", &[])]));
    let day = report.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.starts_with("24 hours from") => Some(table),
        _ => None,
    });
    for row in &day.expect("the day").rows {
        assert!(row.working[0].ends_with(&format!(" = {}", row.cells[2])), "{row:?}");
    }
}
