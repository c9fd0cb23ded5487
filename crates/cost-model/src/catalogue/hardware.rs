//! Accelerators: dense peak rates by precision, memory, links and power.

use super::fields::Fields;
use crate::interval::Interval;
use crate::source::Figure;
use crate::units::{Bytes, BytesPerSecond, Chips, FlopPerSecond, Watts, Year};

/// A number format, as a peak rate is quoted for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 32-bit floating point, outside tensor cores.
    Fp32,
    /// 19-bit TensorFloat-32, on tensor cores.
    Tf32,
    /// 16-bit IEEE floating point.
    Fp16,
    /// 16-bit bfloat.
    Bf16,
    /// 8-bit floating point.
    Fp8,
    /// 4-bit floating point.
    Fp4,
    /// 8-bit integer; its operations count like FLOP.
    Int8,
}

impl Precision {
    /// Every precision.
    pub const ALL: [Self; 7] = [Self::Fp32, Self::Tf32, Self::Fp16, Self::Bf16, Self::Fp8, Self::Fp4, Self::Int8];

    pub(super) fn read(fields: &mut Fields) -> Self {
        fields.word(&Self::ALL.map(|precision| (precision.slug(), precision)))
    }

    /// As links and data files spell it.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Fp32 => "fp32",
            Self::Tf32 => "tf32",
            Self::Fp16 => "fp16",
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Fp4 => "fp4",
            Self::Int8 => "int8",
        }
    }

    /// As readers spell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fp32 => "FP32",
            Self::Tf32 => "TF32",
            Self::Fp16 => "FP16",
            Self::Bf16 => "BF16",
            Self::Fp8 => "FP8",
            Self::Fp4 => "FP4",
            Self::Int8 => "INT8",
        }
    }
}

/// Whether an accelerator is a graphics processor or a tensor processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipKind {
    /// A graphics processor.
    Gpu,
    /// A Google tensor processor.
    Tpu,
}

/// One accelerator as its maker sells or rents it.
#[derive(Debug)]
pub struct Accelerator {
    /// Its name in links and data files.
    pub slug: &'static str,
    /// Its full name.
    pub name: &'static str,
    /// The short name that goes before "-hours".
    pub short_name: &'static str,
    /// Its maker.
    pub vendor: &'static str,
    /// GPU or TPU.
    pub kind: ChipKind,
    /// Other names by which a visitor may look for it.
    pub aliases: &'static [&'static str],
    /// Year of release.
    pub released_year: Figure<Interval<Year>>,
    /// Memory of one chip.
    pub memory: Figure<Interval<Bytes>>,
    /// Memory bandwidth of one chip.
    pub memory_bandwidth: Figure<Interval<BytesPerSecond>>,
    /// Bandwidth of the scale-up link of one chip, both directions summed.
    pub interconnect_bandwidth: Figure<Interval<BytesPerSecond>>,
    /// Chips that the scale-up link joins in one server or rack as usually sold.
    pub node_size: Figure<Interval<Chips>>,
    /// Network bandwidth of one chip in published clusters, one direction.
    pub network_bandwidth: Figure<Interval<BytesPerSecond>>,
    /// Thermal design power of one chip.
    pub tdp: Figure<Interval<Watts>>,
    /// Dense peak rates by precision; only those that the chip has.
    pub peaks: &'static [(Precision, Figure<Interval<FlopPerSecond>>)],
}

impl Accelerator {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            slug: fields.text(),
            name: fields.text(),
            short_name: fields.text(),
            vendor: fields.text(),
            kind: fields.word(&[("gpu", ChipKind::Gpu), ("tpu", ChipKind::Tpu)]),
            aliases: fields.list(Fields::text),
            released_year: fields.number(),
            memory: fields.number(),
            memory_bandwidth: fields.number(),
            interconnect_bandwidth: fields.number(),
            node_size: fields.number(),
            network_bandwidth: fields.number(),
            tdp: fields.number(),
            peaks: fields.list(|fields| (Precision::read(fields), fields.number())),
        }
    }

    /// The dense peak rate in a precision; nothing when the chip does not have that precision.
    #[must_use]
    pub fn peak(&self, precision: Precision) -> Option<Figure<Interval<FlopPerSecond>>> {
        self.peaks.iter().find(|(of, _)| *of == precision).map(|(_, figure)| *figure)
    }
}
