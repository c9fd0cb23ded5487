//! Scenarios as a stream of lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Output, Stdio};

use cost_model::catalogue::Catalogue;
use cost_model::field::Field;
use proptest::prelude::*;
use serde_json::{Value, json};

const PLAIN: &str = r#"{"model":"deepseek-v3"}"#;

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_trainbill-cli"))
        .args(["estimate", "--jsonl"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs")
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = start(arguments);
    let mut stdin = child.stdin.take().expect("an input");
    let input = input.to_vec();
    let writing = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the command ends");
    writing.join().expect("the thread ends").expect("all of the input is read");
    output
}

/// The answers to some lines.
fn answers(arguments: &[&str], input: &[u8]) -> Vec<Value> {
    let output = run(arguments, input);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("the output is text");
    text.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}

/// The answer to one line.
fn answer(line: &str) -> Value {
    let mut answers = answers(&[], line.as_bytes());
    assert_eq!(answers.len(), 1, "{line}");
    answers.remove(0)
}

fn error(answer: &Value) -> &str {
    answer["error"].as_str().unwrap_or_default()
}

#[test]
fn answers_are_numbered_and_carry_the_id() {
    let input = format!("{PLAIN}\n\n  \r\n{}\r\n{}", r#"{"id":17,"model":"gpt-4"}"#, r#"{"total_params":7e9}"#);
    let answers = answers(&[], input.as_bytes());
    let of = |key: &str| answers.iter().map(|answer| answer[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("line"), [1, 4, 5]);
    assert_eq!(of("entry"), [1, 1, 1]);
    assert_eq!(of("id"), [Value::Null, json!(17), Value::Null]);
    assert_eq!(of("model"), ["deepseek-v3", "gpt-4", "own"]);
    for end in ["low", "central", "high"] {
        assert_eq!(answers[0][format!("training_cost_{end}")], 5_576_000.0);
        assert_eq!(answers[0][format!("chip_hours_{end}")], 2_788_000.0);
    }
    assert_eq!((&answers[2]["training_cost_low"], error(&answers[2])), (&Value::Null, ""));
}

#[test]
fn every_line_has_the_same_keys_in_the_same_order() {
    let input = format!("{PLAIN}\nnonsense\n{}\n\"models=gpt-4\"\n", r#"{"model":"gpt-4","active_params":1e15}"#);
    let output = run(&["--results", "days,whole_bill"], input.as_bytes());
    let keys = "line entry id model days_low days_central days_high whole_bill_low whole_bill_central whole_bill_high \
                error field";
    let text = String::from_utf8(output.stdout).expect("the output is text");
    assert_eq!(text.lines().count(), 4);
    for line in text.lines() {
        let answer: Value = serde_json::from_str(line).expect("every line is JSON");
        assert_eq!(answer.as_object().map(serde_json::Map::len), Some(keys.split(' ').count()), "{line}");
        let places: Vec<Option<usize>> = keys.split(' ').map(|key| line.find(&format!("\"{key}\":"))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{line}");
    }
}

#[test]
fn a_number_and_what_a_visitor_types_are_the_same() {
    let pairs = [
        (
            r#"{"model":"deepseek-v3","tokens":20e12,"mfu":0.4}"#,
            r#"{"model":"deepseek-v3","tokens":"20T","mfu":"40%"}"#,
        ),
        (r#"{"model":"deepseek-v3","posttraining_hours":0}"#, r#"{"model":"deepseek-v3","posttraining_hours":"0"}"#),
        (r#"{"model":"deepseek-v3","tokens":null}"#, PLAIN),
        (r#"{"model":"deepseek\u002dv3","chip_\u0063ount":1024}"#, r#"{"model":"deepseek-v3","chip_count":"1Ki"}"#),
        (r#"{"model":null,"link":null}"#, "{}"),
    ];
    for (one, other) in pairs {
        assert_eq!(answer(one), answer(other), "{one}");
        assert_eq!(error(&answer(one)), "", "{one}");
    }
}

#[test]
fn a_range_has_a_central_value_only_where_one_is_claimed() {
    let ends = |price: &str| {
        let answer = answer(&format!(r#"{{"model":"deepseek-v3","usd_per_gpu_hour":"{price}"}}"#));
        ["low", "central", "high"].map(|end| answer[format!("training_cost_{end}")].clone())
    };
    assert_eq!(ends("1..3"), [json!(2_788_000.0), Value::Null, json!(8_364_000.0)]);
    assert_eq!(ends("1..2..3"), [json!(2_788_000.0), json!(5_576_000.0), json!(8_364_000.0)]);
    assert_eq!(ends("uniform(1, 3)"), [json!(2_788_000.0), json!(5_576_000.0), json!(8_364_000.0)]);
}

#[test]
fn figures_are_those_of_the_other_output() {
    let catalogue = Catalogue::current();
    for changed in ["", "&1.tokens=3T", "&1.hardware=nvidia-h100-sxm5-80gb&1.usd_per_gpu_hour=1.5..3"] {
        let links: Vec<String> =
            catalogue.models().iter().map(|model| format!("models={}{changed}", model.slug)).collect();
        let input: String = links.iter().map(|link| format!("{}\n", json!({ "link": link }))).collect();
        let keys = ["training_cost", "chip_hours", "days", "implied_mfu"];
        let answers = answers(&["--results", &keys.join(",")], input.as_bytes());
        assert_eq!(answers.len(), links.len());
        for (link, answer) in links.iter().zip(&answers).step_by(5) {
            let output = Command::new(env!("CARGO_BIN_EXE_trainbill-cli")).args(["estimate", "--json", link]).output();
            let whole: Value = serde_json::from_slice(&output.expect("the command runs").stdout).expect("JSON");
            for key in keys {
                let value = &whole["entries"][0]["figures"][key]["value"];
                for end in ["low", "central", "high"] {
                    let expected = if value.is_object() { &value[end] } else { value };
                    // A figure that is known exactly stands there as one number.
                    if value.is_object() || end != "central" {
                        assert_eq!(&answer[format!("{key}_{end}")], expected, "{key} of {link}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_wrong_is_said_with_its_field() {
    let table: [(&str, &str, Option<&str>); 24] = [
        ("nonsense", "must be a JSON object", None),
        ("[1]", "must be a JSON object", None),
        ("17", "must be a JSON object", None),
        ("{", "not JSON: EOF while parsing an object, at byte 1", None),
        (r#"{"model":"gpt-4"} {}"#, "not JSON: trailing characters", None),
        (r#"{"model":"gpt-4","tokens":1,}"#, "not JSON: trailing comma", None),
        (r#"{"tokens":NaN}"#, "not JSON", None),
        (r#"{"model":"gpt-9"}"#, "There is no model “gpt-9”.", None),
        (r#"{"model":4}"#, "“model” must be a text", None),
        (r#"{"models":"gpt-4"}"#, "“models” is no field", None),
        (r#"{"tokens":1e12,"tokens":2e12}"#, "“tokens” stands twice", Some("tokens")),
        (r#"{"model":"gpt-4","model":"gpt-4"}"#, "“model” stands twice", None),
        (r#"{"tokens":1}"#, "Training tokens: “1” is outside the allowed range, 1M to", Some("tokens")),
        (r#"{"tokens":1e400}"#, "too large", Some("tokens")),
        (r#"{"mfu":1e-400}"#, "too close to zero", Some("mfu")),
        (r#"{"tokens":"1,5"}"#, "two ways", Some("tokens")),
        (r#"{"tokens":true}"#, "must be a number or a text", Some("tokens")),
        (r#"{"tokens":[1e12]}"#, "must be a number or a text", Some("tokens")),
        (r#"{"tokens":{"low":1}}"#, "must be a number or a text", Some("tokens")),
        (r#"{"hardware":"abacus"}"#, "is not one of", Some("hardware")),
        (r#"{"hardware":5}"#, "is not one of", Some("hardware")),
        (r#"{"tensor_parallel":1.5}"#, "not a whole number", Some("tensor_parallel")),
        (r#"{"model":"deepseek-v3","active_params":"900B"}"#, "more than all of the model’s", Some("active_params")),
        (r#"{"model":"deepseek-v3","pretraining_hours":1e5}"#, "no more than 100% can be", Some("pretraining_hours")),
    ];
    for (line, words, field) in table {
        let answer = answer(line);
        assert!(error(&answer).replace('\'', "’").contains(words), "{line}: {answer}");
        assert_eq!(answer["field"].as_str(), field, "{line}: {answer}");
        assert_eq!((&answer["line"], &answer["training_cost_low"]), (&json!(1), &Value::Null), "{line}");
    }
}

#[test]
fn the_rest_goes_on_and_errors_are_counted() {
    let input = [PLAIN, "x", "", PLAIN, r#"{"model":"gpt-9","id":"b"}"#, PLAIN].join("\n");
    let output = run(&[], input.as_bytes());
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "2 of the answers to 5 lines are errors\n");
    let answers = answers(&[], input.as_bytes());
    let good: Vec<bool> = answers.iter().map(|answer| answer["error"].is_null()).collect();
    assert_eq!(good, [true, false, true, false, true]);
    assert_eq!(answers[3]["line"], 5);
    assert_eq!(answers[3]["id"], "b");
    assert_eq!(run(&[], b"").stdout, b"");
}

#[test]
fn an_id_comes_back_as_it_was_written() {
    for id in ["17", "12345678901234567890123", "1.50", "-0", "true", "null", r#""a\u00e4\n\"""#, r#""""#] {
        for rest in [r#""model":"gpt-4""#, r#""model":"gpt-9""#, r#""unknown":1"#] {
            let output = run(&[], format!("{{{rest},\"id\":{id}}}\n").as_bytes());
            let text = String::from_utf8(output.stdout).expect("the output is text");
            assert!(text.contains(&format!(r#""id":{id},"model""#)), "{text}");
        }
    }
    for id in ["[1]", "{}"] {
        let answer = answer(&format!(r#"{{"id":{id}}}"#));
        assert!(answer["id"].is_null() && error(&answer).contains("“id” must be"), "{answer}");
    }
}

#[test]
fn a_link_gives_a_line_for_each_entry() {
    let fragment = "v=1&models=deepseek-v3,gpt-4&1.usd_per_gpu_hour=1&end";
    let whole = format!("https://example.org/trainbill/?embed=1#{fragment}");
    let input = [json!(fragment), json!({ "link": fragment, "id": 5 }), json!({ "link": whole, "model": null })]
        .map(|line| line.to_string())
        .join("\n");
    let found = answers(&[], input.as_bytes());
    let places: Vec<(u64, u64)> = found
        .iter()
        .map(|answer| (answer["line"].as_u64().expect("a number"), answer["entry"].as_u64().expect("a number")))
        .collect();
    assert_eq!(places, [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]);
    assert_eq!((&found[0]["training_cost_low"], &found[1]["model"]), (&json!(2_788_000.0), &json!("gpt-4")));
    assert_eq!((&found[2]["id"], &found[3]["id"]), (&json!(5), &json!(5)));
}

#[test]
fn a_link_that_is_not_wholly_understood_gives_an_error() {
    for (line, words) in [
        (json!("models=deepseek-v3&1.mfu=140%25"), "MFU: “140%” is outside the allowed range"),
        (json!("models=gpt-9"), "There is no model “gpt-9”"),
        (json!("v=1&models=gpt-4"), "The end of the link is missing"),
        (json!("models="), "The link has no entries"),
        (json!({ "link": "models=gpt-4", "tokens": 1e12 }), "A link stands alone"),
        (json!({ "link": 5 }), "“link” must be a text"),
    ] {
        let answer = answer(&line.to_string());
        assert!(error(&answer).contains(words), "{line}: {answer}");
    }
}

#[test]
fn a_line_of_many_megabytes_is_one_error() {
    let mut input = format!("{PLAIN}\n{{\"name\":\"").into_bytes();
    input.resize(input.len() + 5_000_000, b'x');
    input.extend_from_slice(format!("\"}}\n{PLAIN}\n").as_bytes());
    let answers = answers(&[], &input);
    assert_eq!(answers.len(), 3);
    assert!(error(&answers[1]).contains("longer than 1048576 bytes"), "{}", answers[1]);
    assert_eq!((&answers[2]["line"], &answers[2]["training_cost_low"]), (&json!(3), &json!(5_576_000.0)));
}

#[test]
fn what_is_not_utf_8_is_one_error() {
    let input = [b"{\"model\":\"gpt-\xff\"}\n\xfe\n\0\n".as_slice(), PLAIN.as_bytes()].concat();
    let answers = answers(&[], &input);
    assert_eq!(answers.len(), 4);
    assert_eq!(error(&answers[0]), "The line is not UTF-8, at byte 15.");
    assert_eq!(error(&answers[1]), "The line is not UTF-8, at byte 1.");
    assert!(error(&answers[2]).contains("must be a JSON object"));
    assert_eq!(error(&answers[3]), "");
}

#[test]
fn csv_has_the_same_columns_and_values() {
    let lines = [
        PLAIN,
        r#"{"model":"deepseek-v3","id":"a,\"b\"\nc","usd_per_gpu_hour":"1..3"}"#,
        r#"{"model":"gpt-9","id":1.50}"#,
        r#"{"model":"deepseek-v3","active_params":"900B","id":true}"#,
        r#"{"model":"claude-3.5-sonnet","id":null}"#,
        "\"models=gpt-4,deepseek-r1\"",
    ]
    .join("\n");
    let options = ["--results", "training_cost,energy"];
    let expected = answers(&options, lines.as_bytes());
    let output = run(&["--results", "training_cost,energy", "--csv"], lines.as_bytes());
    let mut table = csv::Reader::from_reader(output.stdout.as_slice());
    let names: Vec<String> = table.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(
        names.join(","),
        "line,entry,id,model,training_cost_low,training_cost_central,training_cost_high,energy_low,energy_central,energy_high,error,field"
    );
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), expected.len());
    for (row, answer) in rows.iter().zip(&expected) {
        for (name, cell) in names.iter().zip(row) {
            match &answer[name] {
                Value::Null => assert_eq!(cell, ""),
                Value::String(text) => assert_eq!(cell, text),
                Value::Bool(flag) => assert_eq!(cell, flag.to_string()),
                number => assert_eq!(cell.parse::<f64>().ok(), number.as_f64(), "{name}"),
            }
        }
    }
    assert_eq!(run(&["--csv"], b"").stdout.iter().filter(|byte| **byte == b'\n').count(), 1);
}

#[test]
fn results_can_be_chosen_and_a_wrong_choice_is_refused() {
    let list = "training_cost,whole_bill,chip_hours,days,energy,power,emissions,implied_mfu";
    let answer = answers(&[&format!("--results={list}")], PLAIN.as_bytes()).remove(0);
    for key in list.split(',') {
        assert!(answer[format!("{key}_low")].is_f64(), "{key}: {answer}");
    }
    for wrong in [
        &["--results", "training_cost,cost"][..],
        &["--results", "days,days"],
        &["--results", "serving_cost"],
        &["--results"],
        &["--xml"],
        &["models=gpt-4"],
    ] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_trainbill-cli")).args(["estimate", "--jsonl"]).args(wrong).output();
        let output = output.expect("the command runs");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{wrong:?}");
        assert!(!output.stderr.is_empty(), "{wrong:?}");
    }
}

/// A program that asks one thing at a time is not left waiting.
#[test]
fn an_answer_comes_before_the_next_question() {
    for options in [&[][..], &["--csv"]] {
        let mut child = start(options);
        let mut stdin = child.stdin.take().expect("an input");
        let mut stdout = BufReader::new(child.stdout.take().expect("an output"));
        let mut line = String::new();
        if !options.is_empty() {
            stdout.read_line(&mut line).expect("a header");
        }
        for place in 1..4 {
            writeln!(stdin, "{PLAIN}").expect("the input is open");
            line.clear();
            stdout.read_line(&mut line).expect("an answer");
            assert!(line.contains("5576000") && line.contains(&place.to_string()), "{line}");
        }
        drop(stdin);
        assert!(child.wait().expect("the command ends").success());
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = start(&[]);
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("an input");
    // The command may be gone before all is written.
    let _ = stdin.write_all(format!("{PLAIN}\n").repeat(50_000).as_bytes());
    drop(stdin);
    let mut said = String::new();
    child.stderr.take().expect("an output for errors").read_to_string(&mut said).expect("text");
    assert_eq!((child.wait().expect("the command ends").success(), said.as_str()), (true, ""));
}

#[test]
fn no_field_has_the_name_of_another_key() {
    for key in ["id", "link", "model"] {
        assert_eq!(Field::from_key(key), None);
    }
}

#[test]
fn a_link_of_punctuation_is_as_empty_as_one_of_nothing() {
    let empty = answers(&[], b"\"\"");
    assert_eq!(empty.len(), 8);
    for line in ["\":\"", "\"#.\"", "\" \""] {
        assert_eq!(answers(&[], line.as_bytes()), empty, "{line}");
    }
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"\{"model":"(deepseek-v3|gpt-4|own|x)","(tokens|mfu|year|hardware)":("?[0-9.eT%]{1,6}"?|null|\[\])\}"#,
        r#"[{"\[][ -~]{0,30}"#,
        "[ -~]{0,20}",
        r"[ \t\r]{0,3}",
        "\"(models=(gpt-4|x|own)&?){0,3}\"",
        "[^\n]{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_line_with_anything_in_it_is_answered_once_in_order(lines in proptest::collection::vec(any_line(), 0..40)) {
        let answers = answers(&[], lines.join("\n").as_bytes());
        // Of a link each entry is answered; here none has more than one.
        let is_asked = |line: &str| !line.as_bytes().trim_ascii().is_empty();
        // One without a word is the opening comparison.
        let opening = |line: &str| line.trim().starts_with('"') && !line.contains(char::is_alphanumeric);
        let expected: Vec<usize> =
            lines.iter().zip(1..).filter(|(line, _)| is_asked(line)).map(|(_, number)| number).collect();
        let first_entries = answers.iter().filter(|answer| answer["entry"] == 1);
        let found: Vec<usize> = first_entries.map(|answer| answer["line"].as_u64().unwrap_or_default() as usize).collect();
        prop_assert_eq!(found, expected);
        if !lines.iter().any(|line| opening(line)) {
            prop_assert!(answers.iter().all(|answer| answer["entry"] == 1));
        }
    }
}

/// Links of different editions in one stream keep their own figures, in whatever order they come and however often.
#[test]
fn links_of_several_editions_do_not_mix() {
    let line = |edition: &str| format!("{{\"link\":\"#d={edition}&models=olmo-3-32b&1.accounting=development\"}}\n");
    let order = ["2026-12", "2026-12b", "2026-12", "2026-12b", "2026-11", "2026-12"];
    let found = answers(&["--results", "whole_bill"], order.map(line).concat().as_bytes());
    let bill: Vec<f64> = found.iter().filter_map(|answer| answer["whole_bill_low"].as_f64()).collect();
    let (then, now) = (bill[0], bill[1]);
    assert!(now < then, "{bill:?}");
    assert_eq!(bill, [then, now, then, now, then, then]);
}
