//! The address bar: the fragment holds the whole comparison.

use gloo_timers::callback::Timeout;

use crate::environment;
use crate::state::History;

/// Browsers refuse to have the address changed many times a second.
const PAUSE_MS: u32 = 250;

/// Writes the fragment: at once for a new step of the history, after a pause for more of the same step.
#[derive(Default)]
pub(crate) struct Writer {
    pending: Option<Pending>,
}

/// What is to be written in place of what the address says.
struct Pending {
    fragment: String,
    /// What the address said when it was to be written.
    over: String,
    _timeout: Timeout,
}

impl Writer {
    pub(crate) fn write(&mut self, fragment: String, history: History) {
        match history {
            // The address already says something else; what was still to be written belongs to the step before.
            History::Keep => self.pending = None,
            History::Replace => {
                let over = environment::fragment();
                let (text, there) = (fragment.clone(), over.clone());
                let timeout = Timeout::new(PAUSE_MS, move || replace(&text, &there));
                self.pending = Some(Pending { fragment, over, _timeout: timeout });
            }
            History::Push => {
                if let Some(Pending { fragment: text, over, .. }) = self.pending.take() {
                    replace(&text, &over);
                }
                environment::push_fragment(&fragment);
            }
        }
    }
}

/// Writes a fragment over another. Where the address says something else by now, the visitor has gone back or forward, and
/// the page has not yet heard of it.
fn replace(fragment: &str, over: &str) {
    if environment::fragment() == over {
        environment::replace_fragment(fragment);
    }
}
