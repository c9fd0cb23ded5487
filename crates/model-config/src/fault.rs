//! Why a text is no configuration, in words for whoever pasted it.

use std::fmt;

use cost_model::words::model_config_fault as words;

use crate::MAX_BYTES;

/// Why a text is no configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has more bytes than are read.
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// It is no JSON.
    NotJson {
        /// What is wrong, where.
        message: String,
    },
    /// It is JSON, but no object.
    NotAnObject,
    /// A number that is needed stands under none of its names.
    Missing {
        /// What it is.
        what: &'static str,
        /// The names that were looked for.
        names: String,
        /// What of the file was understood.
        recognised: String,
    },
    /// It has layers that cannot be counted.
    Uncountable {
        /// The key that tells.
        key: String,
    },
    /// A value that cannot be used.
    Unusable {
        /// The key.
        key: String,
        /// Its value, at most 40 characters of it.
        value: String,
        /// What is allowed.
        allowed: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => f.write_str(&words::too_large(&bytes.to_string(), &MAX_BYTES.to_string())),
            Self::NotJson { message } => f.write_str(&words::not_json(message)),
            Self::NotAnObject => f.write_str(words::not_an_object()),
            Self::Missing { what, names, recognised } => f.write_str(&words::missing(what, names, recognised)),
            Self::Uncountable { key } => f.write_str(&words::uncountable(key)),
            Self::Unusable { key, value, allowed } => f.write_str(&words::unusable(key, value, allowed)),
        }
    }
}
