//! What the What if view says.

use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Comparison, View};
use cost_model::estimate::Item;
use cost_model::field::{Field, varied_fields};
use cost_model::query;
use cost_model::report::{Block, Figure, HeatMap, Plot, Report, Row, SHADES, Tone};
use cost_model::uncertainty::Measure;
use cost_model::{engine, whatif, words};

fn comparison(link: &str) -> Comparison {
    let decoded = query::decode(link);
    assert_eq!(decoded.warnings, Vec::<String>::new(), "{link}");
    decoded.comparison
}

fn report(link: &str) -> Report {
    whatif::report(&comparison(link))
}

fn texts(report: &Report, wanted: Tone) -> String {
    let texts = report.blocks.iter().filter_map(|block| match block {
        Block::Text { tone, text } if *tone == wanted => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn plot(report: &Report) -> &Plot {
    report
        .blocks
        .iter()
        .find_map(|block| if let Block::Plot(plot) = block { Some(plot) } else { None })
        .expect("a line")
}

fn map(report: &Report) -> &HeatMap {
    report
        .blocks
        .iter()
        .find_map(|block| if let Block::HeatMap(map) = block { Some(map) } else { None })
        .expect("a map")
}

#[test]
fn an_exact_result_says_so_and_offers_a_range() {
    let report = report("models=deepseek-v3");
    assert!(
        texts(&report, Tone::Answer)
            .contains("training cost is $5.576M, and nothing that it rests on is given as a range")
    );
    let offered = report.blocks.iter().find_map(|block| match block {
        Block::Offer { enters, .. } => Some(enters.clone()),
        _ => None,
    });
    assert_eq!(offered, Some(vec![(Field::UsdPerGpuHour, "lognormal(2,1.3)".to_owned())]));
}

/// Price log-normal with median 2 and factor 1.3: the cost is 2.788M times that.
#[test]
fn the_answer_has_the_quantiles_and_the_part_within_a_limit() {
    let report = report("models=deepseek-v3&1.usd_per_gpu_hour=lognormal(2,1.3)&1.cap_usd=5.576M");
    let answer = texts(&report, Tone::Answer);
    // 5.576 M$ ÷ 1.3^1.645 and × 1.3^1.645
    assert_eq!(
        answer,
        "DeepSeek-V3: training cost lies between $3.62M and $8.58M in nine draws of ten, and below $5.58M in half of them. \
         50% of the draws keep to $5.576M."
    );
    assert!(
        texts(&report, Tone::Plain).contains("Price per chip-hour matters most: alone it makes 100% of the variance")
    );
}

#[test]
fn a_link_gives_the_same_intervals_again() {
    let link = "models=deepseek-v3,gpt-4&1.pretraining_hours=normal(2.7M,200k)&1.usd_per_gpu_hour=1.5..3&1.seed=9&1.price_correlation=0.5";
    let first = comparison(link);
    let again = comparison(&query::encode(&first));
    assert_eq!(first, again);
    let of = |comparison: &Comparison| whatif::report(comparison).to_lines();
    assert_eq!(of(&first), of(&again));
    let other = comparison(&link.replace("seed=9", "seed=10"));
    assert_ne!(of(&first), of(&other));
}

#[test]
fn a_limit_is_solved_for_or_said_to_be_out_of_reach() {
    let of = |limits: &str| report(&format!("models=deepseek-v3&{limits}"));
    let tokens = of("1.cap_usd=10M&1.solve_for=tokens");
    assert!(
        texts(&tokens, Tone::Plain)
            .contains("“Training tokens” may be at most 27.08T. At 27.09T training cost is above $10M.")
    );
    let chips = of("1.cap_days=30&1.solve_for=chip_count");
    assert!(
        texts(&chips, Tone::Plain)
            .contains("“Accelerators at a time” must be at least 3,700. At 3,699 pre-training time is above 30 days.")
    );
    let none = of("1.cap_usd=100k&1.solve_for=mfu");
    assert!(texts(&none, Tone::Warning).contains(
        "No value of “MFU” keeps to this (training cost at most $100K). Training cost stops it: even at 100% it is"
    ));
    let unmoved = of("1.cap_usd=10M&1.solve_for=chip_count");
    assert!(texts(&unmoved, Tone::Warning).contains("“Accelerators at a time” changes none of this"));
}

#[test]
fn a_line_says_where_the_entry_stands_and_where_the_limit_lies() {
    let report = report(
        "models=deepseek-v3&1.sweep_x=usd_per_gpu_hour&1.sweep_x_range=1..4&1.cap_usd=7M&1.pretraining_hours=2.4M..3M",
    );
    let plot = plot(&report);
    let [curve] = &plot.curves[..] else { panic!("{:?}", plot.curves) };
    assert_eq!((curve.points.len(), curve.band.len()), (200, 200));
    let names: Vec<&str> = plot.marks.iter().map(|mark| mark.name.as_str()).collect();
    assert_eq!(names, ["now $2/h", "at most $7M"]);
    let (first, last) = (curve.points[0], curve.points[199]);
    assert!((last.1 / first.1 - 4.0).abs() < 1e-9 && first.0 == 1.0 && last.0 == 4.0);
}

#[test]
fn a_map_has_a_shade_for_each_cell_and_the_line_of_the_limit() {
    let report = report("models=deepseek-v3&1.sweep_x=tokens&1.sweep_y=usd_per_gpu_hour&1.cap_usd=10M");
    let map = map(&report);
    assert_eq!((map.columns, map.cells.len()), (200, 40_000));
    assert!(map.cells.bytes().all(|cell| SHADES.contains(&cell)));
    assert_eq!(map.cells.as_bytes()[0], SHADES[0]);
    assert_eq!(map.cells.as_bytes()[39_999], SHADES[63]);
    let [line] = &map.contours[..] else { panic!("{} lines", map.contours.len()) };
    // Hours of context extension and post-training, and 180K for each trillion tokens.
    for (tokens, price) in line {
        let cost = (2.664e6 / 14.8e12 * tokens + 124e3) * price;
        assert!((cost / 10e6 - 1.0).abs() < 2e-3, "{tokens} {price} {cost}");
    }
    assert_eq!(map.here, Some((14.8e12, 2.0)));
}

#[test]
fn what_cannot_be_swept_says_why() {
    let warning = |link: &str| texts(&report(link), Tone::Warning);
    assert!(warning("models=deepseek-v3&1.sweep_x_range=3").contains("write its range as low..high"));
    assert!(
        warning("models=deepseek-v3&1.sweep_x=mfu&1.sweep_x_range=0.1..3").contains("MFU may go from 0.1% to 100%")
    );
    assert!(
        warning("models=deepseek-v3&1.sweep_x=chip_count")
            .contains("“Accelerators at a time” does not change training cost here")
    );
    assert!(warning("models=deepseek-v3&1.sweep_x=tokens&1.sweep_y=tokens").contains("stands on both axes"));
    assert!(warning("models=own").contains("Training cost is not known"));
}

#[test]
fn the_exported_sweep_has_every_value() {
    let csv = |link: &str| whatif::csv(&comparison(link));
    let (name, text) = csv("models=deepseek-v3&1.sweep_x_range=1..4").expect("a sweep");
    assert_eq!(name, "deepseek-v3-training_cost.csv");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "usd_per_gpu_hour,training_cost_p05,training_cost_p50,training_cost_p95");
    assert_eq!((lines.len(), lines[1], lines[200]), (201, "1,2788000,2788000,2788000", "4,11152000,11152000,11152000"));
    let (_, text) = csv("models=deepseek-v3&1.sweep_x=tokens&1.sweep_y=mfu").expect("a sweep");
    assert_eq!((text.lines().count(), text.lines().next()), (40_001, Some("tokens,mfu,training_cost")));
    assert_eq!(csv("models=own"), None);
}

#[test]
fn a_long_run_says_how_far_it_is_and_agrees_with_a_short_one() {
    let comparison = comparison("models=gpt-4");
    let mut told = Vec::new();
    let report = whatif::report_with(&comparison, 100_000, &mut |done, all| told.push((done, all)));
    assert!(told.len() > 5 && told.is_sorted() && told.iter().all(|(done, all)| done < all && *all == 100_000));
    let table = report.blocks.iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let table = table.expect("a table");
    assert_eq!(table.columns[1].0, "100K draws");
    assert_eq!(table.rows[0].cells[1], table.rows[0].cells[2]);
}

#[test]
fn other_views_show_the_spread_of_what_they_answer() {
    let density = |view, link: &str| {
        let report = engine::report(view, &comparison(link)).expect("a report");
        report.blocks.iter().filter(|block| matches!(block, Block::Density(_))).count()
    };
    let uncertain = "models=llama-3.1-405b";
    assert_eq!([View::Train, View::Bill, View::Serve].map(|view| density(view, uncertain)), [1, 1, 1]);
    assert_eq!(density(View::Train, "models=deepseek-v3"), 0);
}

/// Every result of every preset over every field: a report or a reason, and never a figure that is none.
#[test]
fn nothing_that_can_be_chosen_breaks_it() {
    let catalogue = Catalogue::current();
    let fields: Vec<&str> = varied_fields().map(|spec| spec.key).collect();
    let mut index = 0;
    for model in catalogue.models().iter().step_by(5) {
        for measure in Measure::ALL {
            for _ in 0..3 {
                index += 1;
                let (x, y) = (fields[index % fields.len()], fields[(index * 7 + 1) % fields.len()]);
                let link = format!(
                    "models={}&1.result={}&1.sweep_x={x}&1.sweep_y={y}&1.solve_for={x}&1.cap_usd=1M&1.cap_days=10",
                    model.slug,
                    measure.key()
                );
                let lines = report(&link).to_lines();
                assert!(!lines.contains("NaN") && !lines.contains("out of range") && !lines.contains("inf "), "{link}");
                assert!(Report::from_lines(&lines).is_some());
            }
        }
    }
}

fn rows(report: &Report) -> Vec<&Row> {
    let tables =
        report.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    tables.flat_map(|table| &table.rows).collect()
}

fn figures(report: &Report) -> Vec<&Figure> {
    let figures = report.blocks.iter().filter_map(|block| match block {
        Block::Figures { rows, .. } => Some(rows),
        _ => None,
    });
    figures.flatten().collect()
}

#[test]
fn every_figure_says_how_it_was_found() {
    let entries = "models=deepseek-v3,llama-3.1-405b,gpt-4,own";
    for measure in Measure::ALL {
        for rest in [
            "",
            "&1.usd_per_gpu_hour=1.5..3&1.serving_utilisation=0.4..0.6&1.chip_count=2k..3k",
            "&1.usd_per_gpu_hour=1.5..3&1.sweep_x=tokens",
            "&1.sweep_x=usd_per_gpu_hour&1.sweep_y=tokens",
            "&1.usd_per_gpu_hour=1.5..3&1.sweep_x=mfu&1.sweep_y=tokens",
        ] {
            let link = format!("{entries}&1.result={}{rest}", measure.key());
            let short = report(&link);
            let long = whatif::report_with(&comparison(&link), 4096, &mut |_, _| {});
            for report in [&short, &long] {
                for row in rows(report) {
                    assert!((1..=4).contains(&row.working.len()), "{link}: {:?} {:?}", row.cells, row.working);
                }
                for figure in figures(report) {
                    assert!(!figure.working.is_empty(), "{link}: {figure:?}");
                }
            }
        }
    }
}

#[test]
fn a_row_has_its_own_values_in_the_formula() {
    let swept = report("models=deepseek-v3&1.sweep_x=tokens&1.sweep_x_range=7.4T..29.6T");
    let working = &rows(&swept)[0].working;
    assert_eq!(working.len(), 4, "{working:?}");
    assert!(working[0].starts_with("K = H × p = ") && working[0].ends_with(&rows(&swept)[0].cells[1]), "{working:?}");
    assert!(working[3].starts_with("C = c × D = ") && working[3].contains(" × 7.4T = "), "{working:?}");
    let drawn = report("models=deepseek-v3,gpt-4&1.usd_per_gpu_hour=lognormal(2,1.3)");
    let entry = rows(&drawn).into_iter().find(|row| row.cells[0] == "DeepSeek-V3").expect("a row of the entry");
    assert_eq!(
        entry.working,
        [
            "each draw: K = H × p".to_owned(),
            format!("5% of 4,096 draws lie below {}", entry.cells[1]),
            format!("50% of 4,096 draws lie below {}", entry.cells[2]),
            format!("95% of 4,096 draws lie below {}", entry.cells[3]),
        ]
    );
}

/// This thread speaks Chinese from then on.
fn speak_chinese() {
    words::speak(words::Language::read(&words::compiled(words::SIMPLIFIED_CHINESE)));
}

#[test]
fn the_view_answers_in_chinese() {
    speak_chinese();
    let report = report("models=deepseek-v3,own&1.usd_per_gpu_hour=lognormal(2,1.3)&1.cap_usd=5.576M");
    assert_eq!(
        texts(&report, Tone::Answer),
        "DeepSeek-V3：在十分之九的抽样中，训练成本介于 362万美元 和 858万美元 之间；在一半的抽样中低于 558万美元。\
         50% 的抽样不超过 557.6万美元。"
    );
    let entry = rows(&report).into_iter().find(|row| row.cells[0] == "DeepSeek-V3").expect("a row of the entry");
    assert_eq!(entry.working[..2], ["每次抽样：K = H × p", "4,096 次抽样中，5% 低于 362万美元"]);
}

/// What nobody entered is told from what nobody published by the end of the reason, which is a text as well.
#[test]
fn what_was_not_entered_is_told_apart_in_chinese() {
    speak_chinese();
    let standing = |link: &str| {
        let comparison = comparison(link);
        let estimate = comparison.estimates().remove(0).expect("an estimate");
        estimate.step(Item::Field(Field::Tokens)).standing()
    };
    assert_eq!([standing("models=own"), standing("models=gpt-oss-120b")], ["未输入", "未公开"]);
}
