//! What must hold of memory, step time and the search whatever the job.
#![cfg(not(target_arch = "wasm32"))]

use cost_model::catalogue::{Architecture, Catalogue};
use cost_model::training::{
    AttentionKernel, Cluster, Decided, Efficiency, Job, JobSpec, Layout, Optimizer, Recipe, Recomputation, Schedule,
    Sharding, search,
};
use proptest::prelude::*;

fn model(slug: &str) -> Architecture {
    Catalogue::current().model(slug).and_then(|model| model.architecture.as_ref()).expect(slug).value()
}

fn cluster(hardware: &str, chips: u32) -> Cluster {
    let chip = Catalogue::current().accelerator(hardware).expect(hardware);
    let middle = |rate: Option<f64>| rate.expect("a figure of the chip");
    Cluster {
        chip,
        chips,
        node_size: 8,
        link: middle(chip.interconnect_bandwidth.value().map(|rate| rate.middle().get())) / 2.0,
        network: 50e9,
        memory: middle(chip.memory.value().map(|memory| memory.middle().get())),
        memory_bandwidth: middle(chip.memory_bandwidth.value().map(|rate| rate.middle().get())),
    }
}

fn job<'a>(model: &'a Architecture, hardware: &str, chips: u32, recipe: &str, batch: u32) -> Job<'a> {
    job_with(model, cluster(hardware, chips), recipe, batch, AttentionKernel::Flash, 4096)
}

fn job_with<'a>(
    model: &'a Architecture,
    cluster: Cluster,
    recipe: &str,
    batch: u32,
    kernel: AttentionKernel,
    sequence: u32,
) -> Job<'a> {
    let recipe = Recipe::from_slug(recipe).expect("a recipe");
    Job::new(JobSpec {
        model,
        recipe,
        kept_share: recipe.kept_share,
        optimizer: Optimizer::from_slug("adamw").expect("an optimizer"),
        kernel,
        sequence,
        global_batch: batch,
        cluster,
        efficiency: Efficiency::FITTED,
    })
    .expect("the chip has these formats")
}

const H100: &str = "nvidia-h100-sxm5-80gb";

/// Korthikanti et al. 2022, equations 1, 2 and 4: s·b·h·(34 + 5·a·s/h) bytes of a GPT layer, s·b·h·(10 + 24/t) under
/// tensor parallelism alone, a t-th of all with sequence parallelism, and without scores where these are worked out again.
#[test]
fn a_gpt_layer_keeps_what_korthikanti_count() {
    let gpt = model("gpt-3-175b");
    let (hidden, heads, sequence) = (gpt.hidden_size as f64, gpt.attention.num_attention_heads as f64, 2048.0);
    let job = job_with(&gpt, cluster(H100, 96), "bf16", 96, AttentionKernel::Unfused, 2048);
    let kept = |layout: Layout| job.memory(&layout).activations / gpt.num_layers as f64;
    let plain = Layout { sequence_parallel: false, ..Layout::PLAIN };
    let near = |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 1e-9, "{found} {wanted}");
    near(kept(plain), sequence * hidden * (34.0 + 5.0 * heads * sequence / hidden));
    let selective = Layout { recomputation: Recomputation::Selective, ..plain };
    near(kept(selective), 34.0 * sequence * hidden);
    near(kept(Layout { tensor: 8, ..selective }), sequence * hidden * (10.0 + 24.0 / 8.0));
    near(kept(Layout { tensor: 8, sequence_parallel: true, ..selective }), 34.0 * sequence * hidden / 8.0);
}

#[test]
fn weights_gradients_and_adam_take_18_bytes_or_6_and_12_over_dp() {
    let llama = model("llama-3-8b");
    let parameters = cost_model::architecture::total_parameters(&llama).get();
    let job = job(&llama, H100, 8, "bf16", 64);
    let state = |sharding| {
        let memory = job.memory(&Layout { sharding, ..Layout::PLAIN });
        (memory.weights + memory.gradients + memory.optimizer) / parameters
    };
    let near = |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 0.001, "{found} {wanted}");
    near(state(Sharding::None), 18.0);
    near(state(Sharding::Optimizer), 6.0 + 12.0 / 8.0);
    near(state(Sharding::Gradients), 2.0 + 16.0 / 8.0);
    near(state(Sharding::Weights), 18.0 / 8.0);
}

/// The layouts that divide a job of 64 chips and 512 sequences.
fn layouts() -> impl Strategy<Value = Layout> {
    let power = |most: u32| (0..=most).prop_map(|power| 1_u32 << power);
    (
        (power(3), power(3), power(1), power(2)),
        proptest::sample::select(Sharding::ALL),
        proptest::sample::select(&[Recomputation::None, Recomputation::Cheap, Recomputation::Full][..]),
        proptest::sample::select(&[Schedule::Gpipe, Schedule::OneForwardOneBackward, Schedule::ZeroBubble][..]),
        any::<bool>(),
    )
        .prop_map(
            |((tensor, pipeline, context, micro_batch), sharding, recomputation, schedule, sequence_parallel)| Layout {
                tensor,
                pipeline,
                context,
                micro_batch,
                sharding,
                recomputation,
                schedule,
                sequence_parallel,
                ..Layout::PLAIN
            },
        )
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole_and_nothing_is_negative(layout in layouts(), moe: bool, expert in 0..4_u32) {
        let model = model(if moe { "mixtral-8x7b" } else { "llama-3-8b" });
        let job = job(&model, H100, 64, "bf16", 512);
        let layout = Layout { expert: if moe { 1 << expert } else { 1 }, ..layout };
        prop_assume!(job.check(&layout).is_ok());
        let (time, memory) = (job.step_time(&layout), job.memory(&layout));
        prop_assert!(time.parts().iter().all(|(_, part)| part.is_finite() && *part >= 0.0), "{:?}", time);
        prop_assert!(memory.parts().iter().all(|(_, part)| part.is_finite() && *part >= 0.0), "{:?}", memory);
        prop_assert_eq!(time.total(), time.parts().iter().map(|(_, part)| part).sum::<f64>());
        prop_assert_eq!(memory.total(), memory.parts().iter().map(|(_, part)| part).sum::<f64>());
        let mfu = job.mfu(time.total());
        prop_assert!(mfu > 0.0 && mfu < 1.0, "{}", mfu);
    }

    #[test]
    fn memory_falls_with_every_degree_of_sharding(layout in layouts()) {
        let model = model("llama-3.1-70b");
        let job = job(&model, H100, 64, "bf16", 512);
        prop_assume!(job.check(&layout).is_ok());
        // What is fetched for a layer at a time is the price of sharding weights, and counted by itself.
        let state = |layout: &Layout| {
            let memory = job.memory(layout);
            memory.weights + memory.gradients + memory.optimizer
        };
        let mut before = f64::INFINITY;
        for sharding in Sharding::ALL {
            let now = state(&Layout { sharding: *sharding, ..layout });
            prop_assert!(now <= before);
            before = now;
        }
        let wider = Layout { tensor: layout.tensor * 2, ..layout };
        if job.check(&wider).is_ok() {
            prop_assert!(state(&wider) <= state(&layout) * (1.0 + 1e-12));
            // Half as many data-parallel ranks have twice the micro-batches, of which twice as many may be in flight; only
            // where all of a layer is divided is that made up for.
            if layout.sequence_parallel {
                prop_assert!(job.memory(&wider).activations <= job.memory(&layout).activations * (1.0 + 1e-12));
            }
        }
        let again = |recomputation| job.memory(&Layout { recomputation, ..layout }).activations;
        prop_assert!(again(Recomputation::Cheap) <= again(Recomputation::None));
    }

    #[test]
    fn a_step_takes_longer_for_more_and_on_less(layout in layouts(), slower in 0.2..1.0_f64) {
        let model = model("llama-3-8b");
        let one = job(&model, H100, 64, "bf16", 512);
        prop_assume!(one.check(&layout).is_ok());
        let time = one.step_time(&layout).total();
        let twice = job(&model, H100, 64, "bf16", 1024).step_time(&layout).total();
        // All that does not grow with the micro-batches is paid once.
        prop_assert!(twice > time && twice <= 2.0 * time * (1.0 + 1e-12));
        let mut poorer = one.clone();
        poorer.cluster.network *= slower;
        prop_assert!(poorer.step_time(&layout).total() >= time * (1.0 - 1e-12));
        poorer.cluster.link *= slower;
        prop_assert!(poorer.step_time(&layout).total() >= time * (1.0 - 1e-12));
        poorer.cluster.memory_bandwidth *= slower;
        prop_assert!(poorer.step_time(&layout).total() > time);
    }
}

#[test]
fn the_search_finds_what_trying_everything_finds() {
    let model = model("mixtral-8x7b");
    let job = job(&model, H100, 16, "bf16", 64);
    let mut least = f64::INFINITY;
    let powers = |most: u32| (0..=most).map(|power| 1_u32 << power).collect::<Vec<_>>();
    let mut tried = 0;
    for tensor in powers(4) {
        for pipeline in powers(4) {
            for context in powers(2) {
                for expert in powers(3) {
                    for micro_batch in powers(6) {
                        for chunks in 1..=12 {
                            for schedule in Schedule::ALL {
                                for sharding in Sharding::ALL {
                                    for recomputation in Recomputation::ALL {
                                        let layout = Layout {
                                            tensor,
                                            sequence_parallel: true,
                                            pipeline,
                                            schedule: *schedule,
                                            virtual_stages: chunks,
                                            context,
                                            expert,
                                            sharding: *sharding,
                                            micro_batch,
                                            recomputation: *recomputation,
                                        };
                                        // Only the one schedule deals chunks out.
                                        let is_sound = chunks == 1
                                            || (pipeline > 1 && *schedule == Schedule::OneForwardOneBackward);
                                        if is_sound
                                            && (pipeline > 1 || *schedule == Schedule::OneForwardOneBackward)
                                            && job.check(&layout).is_ok()
                                        {
                                            tried += 1;
                                            if job.memory(&layout).total() <= job.cluster.memory {
                                                least = least.min(job.step_time(&layout).total());
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(tried > 1000);
    let found = search(&job, &Decided::default());
    let best = found.best().expect("something fits");
    assert!(best.fits(&job) && best.seconds <= least * 1.0011, "{} {least}", best.seconds);
    assert!(found.fitting.iter().all(|candidate| candidate.fits(&job)));
    assert!(found.fitting.windows(2).all(|pair| pair[0].seconds <= pair[1].seconds * 1.002));
}

#[test]
fn what_is_decided_is_kept() {
    let model = model("deepseek-v3");
    let job = job(&model, "nvidia-h800-sxm5-80gb", 2048, "fp8-deepseek", 15_360);
    let decided =
        Decided { pipeline: Some(16), expert: Some(64), tensor: Some(1), context: Some(1), ..Decided::default() };
    let found = search(&job, &decided);
    let best = found.best().expect("DeepSeek ran it").layout;
    assert_eq!((best.pipeline, best.expert, best.tensor, best.schedule), (16, 64, 1, Schedule::DualPipe));
}

/// The H800 is an H100 with its NVLink cut from 900 to 400 GB/s: tensor-parallel traffic takes 2.25 times as long.
#[test]
fn the_cut_link_of_the_h800_shows() {
    let model = model("llama-3.1-70b");
    let layout = Layout { tensor: 8, ..Layout::PLAIN };
    let time = |hardware: &str| {
        let job = job(&model, hardware, 64, "bf16", 512);
        assert_eq!(job.check(&layout), Ok(()));
        job.step_time(&layout)
    };
    let (whole, cut) = (time(H100), time("nvidia-h800-sxm5-80gb"));
    assert!((cut.tensor / whole.tensor - 2.25).abs() < 1e-9, "{} {}", cut.tensor, whole.tensor);
    assert!(cut.total() > whole.total());
}

#[test]
fn fewer_bits_are_faster_but_not_twice() {
    let model = model("llama-3.1-70b");
    let time = |recipe: &str| {
        let job = job(&model, H100, 64, recipe, 512);
        search(&job, &Decided::default()).best().expect("something fits").seconds
    };
    let ratio = time("bf16") / time("fp8");
    assert!(ratio > 1.2 && ratio < 2.0, "{ratio}");
    assert!(time("fp32") > 5.0 * time("bf16"));
}

#[test]
fn a_layout_that_divides_nothing_names_the_field() {
    use cost_model::field::Field;
    let model = model("llama-3-8b");
    let job = job(&model, H100, 64, "bf16", 512);
    let field = |layout: Layout| job.check(&layout).expect_err("it cannot be").field;
    assert_eq!(field(Layout { tensor: 7, ..Layout::PLAIN }), Field::TensorParallel);
    assert_eq!(field(Layout { tensor: 64, ..Layout::PLAIN }), Field::TensorParallel);
    assert_eq!(field(Layout { pipeline: 64, ..Layout::PLAIN }), Field::PipelineParallel);
    assert_eq!(field(Layout { pipeline: 4, virtual_stages: 9, ..Layout::PLAIN }), Field::VirtualStages);
    assert_eq!(field(Layout { micro_batch: 16, ..Layout::PLAIN }), Field::MicroBatch);
    assert_eq!(field(Layout { expert: 2, ..Layout::PLAIN }), Field::ExpertParallel);
    assert_eq!(
        field(Layout { pipeline: 16, schedule: Schedule::DualPipe, micro_batch: 8, ..Layout::PLAIN }),
        Field::PipelineSchedule
    );
    let unaligned = job_with(&model, cluster(H100, 64), "bf16", 512, AttentionKernel::Flash, 4097);
    assert_eq!(
        unaligned.check(&Layout { tensor: 8, ..Layout::PLAIN }).expect_err("it cannot be").field,
        Field::ContextParallel
    );
}

#[test]
fn a_chip_without_a_format_is_said() {
    let model = model("llama-3-8b");
    let spec = JobSpec {
        model: &model,
        recipe: Recipe::from_slug("fp8").expect("a recipe"),
        kept_share: 0.0,
        optimizer: &Optimizer::ALL[0],
        kernel: AttentionKernel::Flash,
        sequence: 4096,
        global_batch: 512,
        cluster: cluster("nvidia-a100-sxm4-80gb", 64),
        efficiency: Efficiency::FITTED,
    };
    let misfit = Job::new(spec).expect_err("the A100 has no FP8");
    assert!(misfit.message.contains("A100") && misfit.message.contains("FP8"), "{}", misfit.message);
}

/// Entries of any size in any field of the analysis, as a visitor or a link could make them.
fn entries() -> impl Strategy<Value = Vec<(cost_model::field::Field, String)>> {
    use cost_model::field::{FIELDS, Kind};
    let fields: Vec<&'static cost_model::field::Spec> = FIELDS.iter().collect();
    let entry = (proptest::sample::select(fields), 0.0..=1.0_f64, any::<proptest::sample::Index>()).prop_map(
        |(spec, place, index)| {
            let typed = match spec.kind {
                Kind::Text { .. } => "x".to_owned(),
                Kind::Number { min, max } => {
                    let (min, max) = (min.max(1e-12), max.max(1e-12));
                    format!("{:e}", (min * libm::pow(max / min, place)).clamp(min, max))
                }
                Kind::Whole { min, max } => {
                    let (min, max) = (f64::from(min), f64::from(max));
                    format!("{}", (min * libm::pow(max / min, place)).round())
                }
                Kind::Architecture => "hidden_size:64,num_layers:10000,vocab_size:100,heads:8,intermediate_size:64,\
                                       experts:65536/8/64/0/0"
                    .to_owned(),
                Kind::Choice(choices) => {
                    let options = choices.options(Catalogue::current());
                    options[index.index(options.len())].0.to_owned()
                }
            };
            (spec.field, typed)
        },
    );
    proptest::collection::vec(entry, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_entry_breaks_the_analysis(
        model in proptest::sample::select(&["deepseek-v3", "llama-3-8b", "gpt-3-175b", "gpt-4", "olmoe-1b-7b"][..]),
        entries in entries(),
    ) {
        use cost_model::report::Report;
        use cost_model::scenario::Scenario;
        let mut scenario = Scenario::preset(model, Catalogue::current()).expect(model);
        for (field, typed) in entries {
            let _ = scenario.enter(field, &typed);
        }
        let report = cost_model::training::report(&scenario);
        let lines = report.to_lines();
        let is_sane = lines.split(|c: char| !c.is_alphanumeric()).all(|word| word != "NaN" && word != "inf");
        prop_assert!(is_sane, "{}", lines);
        prop_assert_eq!(Report::from_lines(&lines).map(|read| read.blocks.len()), Some(report.blocks.len()));
    }
}

#[test]
fn every_figure_of_the_train_view_says_how_it_was_found() {
    use cost_model::report::Block;
    use cost_model::scenario::Scenario;
    let mut seen = 0;
    let too_few = [(cost_model::field::Field::ChipCount, "8"), (cost_model::field::Field::TensorParallel, "8")];
    for (slug, entries) in
        [("deepseek-v3", &[][..]), ("llama-3-8b", &[]), ("gpt-3-175b", &[]), ("deepseek-v3", &too_few)]
    {
        let mut scenario = Scenario::preset(slug, Catalogue::current()).expect(slug);
        for (field, typed) in entries {
            scenario.enter(*field, typed).expect(typed);
        }
        for block in cost_model::training::report(&scenario).blocks {
            match block {
                Block::Table(table) => {
                    for row in &table.rows {
                        assert!(
                            !row.working.is_empty() || !row.sources.is_empty(),
                            "{}: {:?}",
                            table.caption,
                            row.cells
                        );
                        assert!(row.working.len() <= 4, "{:?}", row.working);
                        seen += 1;
                    }
                }
                Block::Parts(parts) => {
                    for part in &parts.parts {
                        assert!(!part.working.is_empty(), "{}: {}", parts.caption, part.label);
                        let sum = part.working.last().filter(|line| line.contains(" = "));
                        assert!(sum.is_none_or(|line| line.ends_with(&part.value)), "{}: {sum:?}", part.value);
                        seen += 1;
                    }
                }
                Block::Figures { caption, rows } => {
                    for figure in &rows {
                        let is_said = !figure.working.is_empty() || !figure.sources.is_empty();
                        assert!(is_said, "{caption}: {}", figure.label);
                        seen += 1;
                    }
                }
                _ => {}
            }
        }
    }
    assert!(seen > 80, "{seen}");
}
