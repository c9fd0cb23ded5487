//! What is no configuration is refused with words.

use model_config::read;

const GOOD: &str = r#"{"model_type":"llama","hidden_size":4096,"intermediate_size":11008,"num_attention_heads":32,"num_hidden_layers":32,"vocab_size":32000}"#;

fn said(json: &str) -> String {
    read(json).expect_err(&json.chars().take(80).collect::<String>()).to_string()
}

fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    said(&GOOD.replace(from, to))
}

#[test]
fn what_is_missing_is_named_with_its_other_names() {
    let fault = changed(r#""hidden_size":4096,"#, "");
    assert!(fault.contains("hidden size is missing") && fault.contains("n_embd"), "{fault}");
    assert!(
        fault.contains("Recognised: num_hidden_layers, vocab_size, num_attention_heads, intermediate_size"),
        "{fault}"
    );
    assert!(said("{}").contains("Recognised: nothing"));
}

#[test]
fn a_value_that_cannot_be_is_named_with_its_range() {
    for (value, shown) in [
        ("-32", "-32"),
        ("0", "0"),
        ("32.5", "32.5"),
        ("\"32\"", "“32”"),
        ("true", "true"),
        ("[32]", "a list"),
        ("1e300", "1000000000"),
        ("18446744073709551615", "18446744073709551615"),
        ("99999999999999999999999", "1"),
    ] {
        let fault = changed(r#""num_hidden_layers":32"#, &format!(r#""num_hidden_layers":{value}"#));
        assert!(fault.contains("num_hidden_layers") && fault.contains(shown), "{value}: {fault}");
        assert!(fault.contains("1 to 10000"), "{fault}");
    }
}

#[test]
fn what_is_no_json_says_where() {
    assert!(said("model_type: llama").contains("line 1 column 1"));
    assert!(said("").contains("not a configuration file"));
    assert!(said("[1, 2]").contains("not an object"));
    assert!(said("\"llama\"").contains("not an object"));
    assert!(said(r#"{"hidden_size": NaN}"#).contains("line 1"));
    assert!(said(r#"{"hidden_size": 1e999}"#).contains("number out of range"));
    assert!(
        changed(r#""vocab_size":32000"#, r#""vocab_size":32000,"vocab_size":64000"#)
            .contains("“vocab_size” stands twice")
    );
    assert!(said(&GOOD[..GOOD.len() - 1]).contains("EOF"));
}

#[test]
fn hostile_files_are_refused_quickly() {
    let started = std::time::Instant::now();
    assert!(said(&"[".repeat(100_000)).contains("recursion limit"));
    assert!(said(&r#"{"a":"#.repeat(100_000)).contains("recursion limit"));
    assert!(said(&format!(r#"{{"a":"{}"}}"#, "x".repeat(10 << 20))).contains("10485768 bytes"));
    let many: String = (0..60_000).map(|index| format!(r#""k{index}":1,"#)).collect();
    assert!(said(&format!("{{{many}\"z\":1}}")).contains("missing"));
    let longest = said(&GOOD.replace("4096", &format!("\"{}\"", "9".repeat(100_000))));
    assert!(longest.len() < 300, "{longest}");
    // Generous, for a machine with other work to do; a quadratic reader would take minutes.
    assert!(started.elapsed().as_secs() < 20);
}

/// The largest files that are read, of one hostile kind each.
#[test]
fn the_largest_hostile_files_are_read_or_refused_in_words() {
    let fill = |piece: &str, end: &str| piece.repeat((model_config::MAX_BYTES - 256) / piece.len()) + end;
    let many: String = (0..70_000).map(|index| format!(r#""k{index}":1,"#)).collect();
    let files = [
        ("deep lists", fill("[", "")),
        ("deep objects", fill(r#"{"a":"#, "")),
        ("one long list", format!("{{\"a\":[{}0]}}", fill("0,", ""))),
        ("one long text", format!("{{\"a\":\"{}\"}}", fill("x", ""))),
        ("escapes", format!("{{\"a\":\"{}\"}}", fill(r"\u0041", ""))),
        ("many keys", format!("{{{many}\"z\":1}}")),
        ("keys that stand twice", format!("{{{}\"a\":1}}", fill(r#""a":1,"#, ""))),
        ("long numbers", GOOD.replace("4096", &fill("9", ""))),
        ("blanks", fill(" ", GOOD)),
    ];
    for (kind, file) in files {
        let outcome = read(&file).map_err(|fault| fault.to_string());
        assert!(outcome.is_ok() == (kind == "blanks"), "{kind}: {outcome:?}");
        assert!(outcome.err().is_none_or(|words| words.len() < 300), "{kind}");
    }
}

#[test]
fn an_unknown_model_type_is_said_and_read_as_far_as_it_goes() {
    let imported = read(&GOOD.replace("llama", "wombat")).expect("everything needed is there");
    assert!(imported.notes.iter().any(|note| note.contains("“wombat” is not a model_type")), "{:?}", imported.notes);
    let long = read(&GOOD.replace("llama", &format!(r"wom\r\u001b{}", "bat".repeat(1000)))).expect("it is all there");
    assert!(long.notes.iter().all(|note| note.len() < 200 && !note.contains(char::is_control)), "{:?}", long.notes);
    let bare = read(&GOOD.replace(r#""model_type":"llama","#, "")).expect("everything needed is there");
    assert!(bare.notes.iter().any(|note| note.contains("no “model_type”")));
    assert!(
        said(r#"{"model_type":"mamba","d_model":768,"n_layer":24,"vocab_size":50277}"#)
            .contains("attention heads is missing")
    );
    assert!(read(&GOOD.replace("{\"model", r#"{"__proto__":{"vocab_size":1},"constructor":2,"model"#)).is_ok());
}

#[test]
fn layers_of_another_kind_are_not_passed_over() {
    for key in ["mamba_d_state", "hybrid_override_pattern", "attn_layer_period", "ssm_cfg"] {
        let fault = said(&GOOD.replace("{\"model", &format!("{{\"{key}\":1,\"model")));
        assert!(fault.contains(key) && fault.contains("cannot be counted"), "{fault}");
    }
}

#[test]
fn nested_models_are_found() {
    let nested = format!(r#"{{"model_type":"llava","vision_config":{{"hidden_size":1024}},"text_config":{GOOD}}}"#);
    let imported = read(&nested).expect("the language model");
    assert_eq!(imported.architecture.hidden_size, 4096);
    assert_eq!(imported.model_type, "llama");
    assert!(imported.notes[0].contains("text_config"));
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,300}") {
            let _ = read(&text);
        }

        #[test]
        fn a_mutated_configuration_is_read_or_refused(place in 0..GOOD.len(), with in "[0-9a-z\",:{}\\[\\]eE.+-]{0,6}", cut in 0..8_usize) {
            let end = (place + cut).min(GOOD.len());
            let text = format!("{}{with}{}", &GOOD[..place], &GOOD[end..]);
            match read(&text) {
                Ok(imported) => {
                    let total = cost_model::architecture::total_parameters(&imported.architecture).get();
                    prop_assert!(total.is_finite() && total > 0.0);
                }
                Err(fault) => prop_assert!(!fault.to_string().is_empty()),
            }
        }
    }
}
