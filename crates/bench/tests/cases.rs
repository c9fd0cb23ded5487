//! The benchmark measures what it says: every case runs once and finds what it is known to find.

use bench::{CALIBRATION, cases, series};

fn value(name: &str) -> f64 {
    let mut case = cases().into_iter().find(|case| case.name == name).expect("a case of that name");
    (case.work)()
}

#[test]
fn every_case_finds_the_same_each_time() {
    let mut names = Vec::new();
    for mut case in cases() {
        let (first, again) = ((case.work)(), (case.work)());
        assert!(first.is_finite() && first != 0.0, "{}: {first}", case.name);
        assert_eq!(first.to_bits(), again.to_bits(), "{}", case.name);
        assert!(case.times >= 1.0 && !names.contains(&case.name), "{}", case.name);
        names.push(case.name);
    }
    assert_eq!(names[0], CALIBRATION);
}

#[test]
fn the_estimate_is_what_was_published() {
    // Both ends of an exact sum.
    assert_eq!(value("estimate, published hours"), 2.0 * 5_576_000.0);
}

/// A product of log-normals is log-normal, so that mean and quantiles are known.
#[test]
fn the_sample_is_that_of_the_product() {
    let median = 2.664e6 * 700.0 * 2.0 * 0.7 * 1.4 * 400.0 / 1e6;
    let variance: f64 =
        [1.2, 1.1, 1.05, 1.08, 1.04, 1.3].iter().map(|factor| libm::log(*factor)).map(|log| log * log).sum();
    let at = |deviations: f64| libm::exp(deviations * libm::sqrt(variance));
    let expected = median * (libm::exp(variance / 2.0) + at(-1.644_853_6) + 1.0 + at(1.644_853_6));
    let found = value("100,000 draws × 6 log-normals");
    assert!((found / expected - 1.0).abs() < 1e-3, "{found}, not {expected}");
}

#[test]
fn every_series_grows_and_finds_something() {
    for mut series in series() {
        assert!(["engine", "page"].contains(&series.on), "{}", series.name);
        let sizes: Vec<f64> = series.sizes.iter().map(|(size, _)| *size).collect();
        assert!(sizes.len() >= 4 && sizes.iter().all(|size| *size >= 1.0), "{}: {sizes:?}", series.name);
        let value = (series.sizes[0].1)();
        assert!(value.is_finite() && value > 0.0, "{}: {value}", series.name);
    }
}
