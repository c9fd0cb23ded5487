//! Drawings speak the reader's language; what other programs read is English.

#![cfg(not(target_arch = "wasm32"))]

use cost_model::words::{Language, SIMPLIFIED_CHINESE, compiled, speak};
use export::file;

#[test]
fn a_drawing_is_in_chinese_on_a_chinese_page_and_its_csv_in_english() {
    let link = "https://example.org/#view=what-if&models=gpt-4&1.usd_per_gpu_hour=lognormal%282,1.3%29";
    let of = |format| {
        let places = 0..20;
        let files = places.filter_map(|place| file(format, &place.to_string(), link));
        let is_of_density = |text: &String| ["5% below", "5% 低于"].iter().any(|name| text.contains(name));
        files.map(|file| file.text).find(is_of_density).unwrap_or_default()
    };
    speak(Language::read(&compiled(SIMPLIFIED_CHINESE)));
    let (drawing, csv) = (of("svg"), of("csv"));
    speak(None);
    assert!(drawing.contains("中位数") && !drawing.contains("median"), "{drawing}");
    assert!(csv.contains("5% below") && csv.contains("median"), "{csv}");
}
