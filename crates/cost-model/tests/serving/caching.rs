//! The prefix cache.

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
