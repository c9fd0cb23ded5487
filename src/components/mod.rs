//! Pieces that several views share.

mod combobox;
mod copy_button;
mod figure;
mod focus;
mod icon;
mod sources;
mod why;

pub(crate) use combobox::{Choice, Combobox};
pub(crate) use copy_button::CopyButton;
pub(crate) use figure::{Figure, FigureText};
pub(crate) use focus::{FocusAfter, use_focus_after};
pub(crate) use icon::{Icon, IconButton};
pub(crate) use sources::{Alternatives, Sources};
pub(crate) use why::{Why, equations};
