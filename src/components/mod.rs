//! Pieces that several views share.

mod announce;
mod combobox;
mod copy_button;
mod dialog;
mod figure;
mod focus;
mod icon;
mod long_run;
mod select;
mod sources;
mod term;
mod why;

pub(crate) use announce::Announce;
pub(crate) use combobox::{Choice, Combobox};
pub(crate) use copy_button::CopyButton;
pub(crate) use dialog::{dialog, use_dialog};
pub(crate) use figure::{Figure, basis, figure_text};
pub(crate) use focus::{FocusAfter, use_focus_after};
pub(crate) use icon::{IconButton, icon};
pub(crate) use long_run::LongRun;
pub(crate) use select::select;
pub(crate) use sources::{alternatives, sources, use_sayings};
pub(crate) use term::Glossary;
pub(crate) use why::{Why, equations};
