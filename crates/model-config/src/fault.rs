//! Why a text is no configuration, in words for whoever pasted it.

use std::fmt;

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
            Self::TooLarge { bytes } => {
                write!(f, "The text has {bytes} bytes; a configuration of more than {MAX_BYTES} is not read.")
            }
            Self::NotJson { message } => write!(f, "This is not a configuration file: {message}."),
            Self::NotAnObject => write!(f, "This is JSON, but not an object with the keys of a configuration."),
            Self::Missing { what, names, recognised } => {
                write!(f, "The {what} is missing; looked for {names}. Recognised: {recognised}.")
            }
            Self::Uncountable { key } => {
                write!(
                    f,
                    "“{key}” says that some layers are no transformer's (state spaces, for one); they cannot be counted here."
                )
            }
            Self::Unusable { key, value, allowed } => write!(f, "“{key}” is {value}; allowed: {allowed}."),
        }
    }
}
