//! A visitor's own traffic: rented, owned or by the token.

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

#[test]
fn every_way_says_how_its_cost_was_found() {
    for slug in ["deepseek-v3", "llama-3.1-70b"] {
        let comparison = Comparison::of(vec![scenario(slug, &[])]);
        explained(&report(&comparison), &["A day each way"]);
    }
}
