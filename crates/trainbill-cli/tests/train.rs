//! The analysis of training and the counting of configuration files on the command line.

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainbill-cli")).args(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn the_step_of_deepseek_v3_is_laid_out() {
    let output = run(&["train", "models=deepseek-v3&1.pipeline_parallel=16&1.expert_parallel=64&1.global_batch=15360"]);
    assert!(output.status.success());
    let said = text(&output.stdout);
    for words in [
        "16 pipeline × 128 data, 64 expert on 2,048 × H800",
        "MFU against the dense FP8 peak",
        "Where the time of a step goes",
        "80 GB on the H800",
        "The best layout and those behind it",
        "Products of the layers | FP8 | 1.979 PFLOP/s",
        "DeepSeek-V3 pre-training (This page, without having seen the run)",
        "Not entered",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(!said.contains("NaN") && !said.contains("inf "), "{said}");
}

#[test]
fn a_model_without_configuration_is_said_to_have_none() {
    let said = text(&run(&["train", "models=gpt-4"]).stdout);
    assert!(said.contains("configuration is not public"), "{said}");
}

#[test]
fn the_whole_bill_is_printed_with_claims_working_and_sources() {
    let said = text(&run(&["bill", "models=gpt-4"]).stdout);
    for words in [
        "a factor of 19, from $40.7M to $778M",
        "* Final run, rented: $158M",
        "said in public: over $100M",
        "people × f × months ÷ 12 × (pay + equity)",
        "source: training-cost-trends",
        "Llama 3.1 405B | – | 21.6 GWh | 8,930 t",
        "Server price per chip: $14.2K",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(!said.contains("NaN") && !said.contains("out of range"), "{said}");
}

#[test]
fn a_saving_is_shared_out_entry_by_entry() {
    let said = text(&run(&["why", "models=deepseek-v3,llama-3.1-405b&against=2"]).stdout);
    assert!(said.starts_with("DeepSeek-V3\n") && !said.contains("\nLlama 3.1 405B\n"), "{said}");
    for words in ["Mixture of experts: −$", "exactly −", "“FP8 halves the cost”: it does not", "against=2&end"]
    {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let said = text(&run(&["why", "models=deepseek-v3,claude-3.5-sonnet"]).stdout);
    assert!(said.contains("Prefix cache: −$") && said.contains("cannot be set against each other"), "{said}");
}

#[test]
fn serving_is_printed_with_cost_price_break_even_and_what_was_measured() {
    let said = text(&run(&["serve", "models=deepseek-v3"]).stdout);
    for words in [
        "are listed at $0.362 (DeepSeek, 2025-02-09, old)",
        "multi-head latent (MLA) | 70.3 kB | 351 MB | 1.76%",
        "1 − (1 − 8 ÷ 256)^",
        "Cost: 226.75 nodes × 8 H800 × $2 × 24 h | $87,072 | $87,072",
        "Revenue: 266B × $0.55 + 342B × $0.14 + 168B × $2.19 | $562,027 | $562,100",
        "Until training is earned back",
        "Owning is cheaper than the API: ",
        "list price: $3.57, a million tokens of input $2.50, cached $1.25, of output $10",
        "Predicted against measured",
        "Not entered",
        "Input found in the cache: 56.25% (DeepSeek’s published day)",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(!said.contains("NaN") && !said.contains("inf "), "{said}");
    let refused = run(&["serve", "models=deepseek-v3&1.cache_hit_share=120%25"]);
    let said = text(&refused.stderr);
    assert!(said.contains("Input found in the cache") && said.contains("120%"), "{said}");
}

#[test]
fn what_does_not_fit_says_what_would() {
    let said = text(&run(&["train", "models=llama-3.1-405b&1.chip_count=16"]).stdout);
    assert!(said.contains("It does not fit") && said.contains("Use 128 chips"), "{said}");
}

#[test]
fn a_configuration_file_is_counted() {
    let folder = std::env::temp_dir().join(format!("trainbill-count-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("config.json");
    let json = r#"{"model_type":"llama","hidden_size":4096,"intermediate_size":14336,"num_attention_heads":32,
        "num_hidden_layers":32,"num_key_value_heads":8,"vocab_size":128256}"#;
    std::fs::write(&path, json).expect("a file");
    let output = run(&["count", path.to_str().expect("UTF-8")]);
    let said = text(&output.stdout);
    assert!(output.status.success());
    assert!(said.contains("Parameters: 8.03B") && said.contains("KV cache of a token: 131 kB"), "{said}");
    let link = "hidden_size:4096,num_layers:32,vocab_size:128256,heads:32,kv_heads:8,intermediate_size:14336";
    assert!(said.contains(&format!("architecture={link}\n")), "{said}");
    // The link gives the same count.
    let estimate = text(&run(&["estimate", &format!("models=own&1.architecture={link}")]).stdout);
    assert!(estimate.contains("8.03B"), "{estimate}");

    std::fs::write(&path, "{\"model_type\":").expect("a file");
    let output = run(&["count", path.to_str().expect("UTF-8")]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("not a configuration file"), "{}", text(&output.stderr));
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(text(&run(&["count", "/no/such/file"]).stderr).contains("cannot read /no/such/file"));
}
