//! The rows of steps.toml as jobs of the step-time model.

use cost_model::architecture;
use cost_model::catalogue::{Architecture, Attention, AttentionKind, Biases, Catalogue, Experts, FeedForward, QkNorm};
use cost_model::training::{
    AttentionKernel, Candidate, Cluster, Decided, Efficiency, Job, JobSpec, Optimizer, Recipe, Recomputation, Schedule,
    Sharding, search,
};
use cost_model::units::Tokens;
use toml::{Table, Value};

/// A published step.
pub(crate) struct PublishedStep {
    pub(crate) name: String,
    pub(crate) source: String,
    row: Table,
    model: Architecture,
}

impl PublishedStep {
    pub(crate) fn all() -> Vec<Self> {
        let file: Table = include_str!("../steps.toml").parse().expect("TOML");
        let rows = file["step"].as_array().expect("rows");
        rows.iter().map(|row| Self::of(row.as_table().expect("a table"), &file)).collect()
    }

    fn of(row: &Table, file: &Table) -> Self {
        let source = row["source"].as_str().expect("a source");
        assert!(file["sources"].get(source).is_some(), "{source}");
        let model = match row.get("shape") {
            Some(shape) => of_shape(shape.as_table().expect("a shape")),
            None => {
                let slug = text(row, "model");
                Catalogue::current().model(&slug).and_then(|model| model.architecture.as_ref()).expect(&slug).value()
            }
        };
        Self { name: text(row, "name"), source: source.to_owned(), row: row.clone(), model }
    }

    fn model(&self) -> &Architecture {
        &self.model
    }

    /// The published utilisation of the dense 16-bit peak, as the source counts.
    pub(crate) fn published(&self, efficiency: Efficiency) -> f64 {
        match self.row.get("mfu") {
            Some(mfu) => number(mfu) / 100.0,
            None => {
                number(&self.row["tflops"]) * 1e12 / self.job(efficiency).cluster.sixteen_bit_peak().expect("a peak")
            }
        }
    }

    pub(crate) fn job(&self, efficiency: Efficiency) -> Job<'_> {
        let catalogue = Catalogue::current();
        let hardware = text(&self.row, "hardware");
        let chip = catalogue.accelerator(&hardware).expect(&hardware);
        let recipe = Recipe::from_slug(&text(&self.row, "precision")).expect("a recipe");
        let value = |figure: Option<f64>| figure.expect("a figure of the chip");
        let spec = JobSpec {
            model: self.model(),
            recipe,
            kept_share: recipe.kept_share,
            optimizer: Optimizer::from_slug(if recipe.slug == "fp8-deepseek" { "adamw-bf16" } else { "adamw" })
                .expect("an optimizer"),
            kernel: AttentionKernel::from_slug(
                self.row.get("kernel").map_or("flash", |kernel| kernel.as_str().expect("text")),
            )
            .expect("a kernel"),
            sequence: self.whole("sequence").expect("a sequence"),
            global_batch: self.whole("batch").expect("a batch"),
            cluster: Cluster {
                chip,
                chips: self.whole("chips").expect("chips"),
                node_size: 8,
                link: value(chip.interconnect_bandwidth.value().map(|rate| rate.middle().get())) / 2.0,
                network: number(&self.row["network"]),
                memory: value(chip.memory.value().map(|memory| memory.middle().get())),
                memory_bandwidth: value(chip.memory_bandwidth.value().map(|rate| rate.middle().get())),
            },
            efficiency,
        };
        Job::new(spec).unwrap_or_else(|misfit| panic!("{}: {}", self.name, misfit.message))
    }

    fn whole(&self, key: &str) -> Option<u32> {
        self.row.get(key).map(|value| number(value) as u32)
    }

    fn decided(&self) -> Decided {
        let slug = |key: &str| self.row.get(key).map(|value| value.as_str().expect(key));
        Decided {
            tensor: self.whole("tensor"),
            sequence_parallel: self.row.get("sp").map(|sp| sp.as_bool().expect("sp")),
            pipeline: self.whole("pipeline"),
            schedule: slug("schedule").map_or(Some(Schedule::OneForwardOneBackward), Schedule::from_slug),
            virtual_stages: self.whole("virtual"),
            context: self.whole("context").or(Some(1)),
            expert: self.whole("expert").or(Some(1)),
            sharding: slug("zero").and_then(Sharding::from_slug).or(Some(Sharding::Optimizer)),
            micro_batch: self.whole("micro_batch"),
            recomputation: slug("recomputation").and_then(Recomputation::from_slug),
        }
    }

    /// The predicted utilisation, as the source counts; of what the source leaves open, the fastest that fits. A layout
    /// of which nothing fits by our count is still predicted.
    pub(crate) fn predicted(&self, efficiency: Efficiency) -> (f64, Candidate, bool) {
        let job = self.job(efficiency);
        let found = search(&job, &self.decided());
        let best = found.best().copied();
        let candidate = best.or(found.too_large).unwrap_or_else(|| panic!("{}: no layout divides", self.name));
        let causal = job.mfu(candidate.seconds);
        let full = causal * job.flop_per_token_unmasked() / job.model_flop_per_token();
        let mfu = match text(&self.row, "counts").as_str() {
            "causal" => causal,
            "full" | "unstated" => full,
            "hfu" => full * hardware_over_model(self.model(), job.sequence),
            other => panic!("{}: {other}", self.name),
        };
        (mfu, candidate, best.is_some())
    }
}

/// Work with everything but the head done twice forward, over the work without.
fn hardware_over_model(model: &Architecture, sequence: u32) -> f64 {
    let attention = 2.0 * architecture::attention_flop_per_token(model, Tokens::new(f64::from(sequence))).get();
    let head = 6.0 * (model.vocab_size * model.hidden_size) as f64;
    let layers = 6.0 * architecture::active_parameters(model).get() - head + attention;
    (layers * 4.0 / 3.0 + head) / (layers + head)
}

fn text(row: &Table, key: &str) -> String {
    row[key].as_str().expect(key).to_owned()
}

fn number(value: &Value) -> f64 {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)).expect("a number")
}

fn of_shape(shape: &Table) -> Architecture {
    let whole = |key: &str| shape[key].as_integer().expect(key) as u64;
    let (heads, hidden) = (whole("heads"), whole("hidden_size"));
    let is_gated = shape["gated"].as_bool().expect("gated");
    let head_dim = hidden / heads;
    Architecture {
        hidden_size: hidden,
        num_layers: whole("num_layers"),
        vocab_size: whole("vocab"),
        tie_word_embeddings: !is_gated,
        position_embeddings: 0,
        feed_forward: if is_gated { FeedForward::Gated } else { FeedForward::Plain },
        intermediate_size: whole("inner"),
        biases: Biases::None,
        norms_per_layer: 2,
        attention: Attention {
            num_attention_heads: heads,
            kind: AttentionKind::Grouped { num_key_value_heads: whole("kv"), head_dim, qk_norm: QkNorm::None },
            output_gate: false,
            sliding_window: None,
            linear: None,
        },
        experts: shape.get("experts").map(|experts| Experts {
            num_experts: number(experts) as u64,
            num_experts_per_token: whole("visited"),
            moe_intermediate_size: whole("inner"),
            shared_intermediate_size: 0,
            num_dense_layers: 0,
        }),
        num_nextn_predict_layers: 0,
    }
}
