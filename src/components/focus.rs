//! Where the focus goes when what had it has moved or is gone.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::environment;

/// Ids of the elements that shall have the focus after the next change: the first that can take it.
#[derive(Clone)]
pub(crate) struct FocusAfter(Rc<RefCell<Vec<String>>>);

/// Two that are asked in the same place are the same, whatever is asked at the moment.
impl PartialEq for FocusAfter {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl FocusAfter {
    pub(crate) fn set(&self, ids: &[String]) {
        self.0.replace(ids.to_vec());
    }
}

/// Puts the focus where it was asked to go whenever `change` has changed.
#[hook]
pub(crate) fn use_focus_after<T: PartialEq + 'static>(change: T) -> FocusAfter {
    let wanted = use_memo((), |()| FocusAfter(Rc::default()));
    {
        let wanted = wanted.clone();
        use_effect_with(change, move |_| environment::focus_first(&wanted.0.take()));
    }
    (*wanted).clone()
}
