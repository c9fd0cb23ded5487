//! The address bar: the fragment holds the whole comparison.

use gloo_timers::callback::Timeout;

use crate::environment;
use crate::state::History;

/// Browsers refuse to have the address changed many times a second.
const PAUSE_MS: u32 = 250;

/// Writes the fragment: at once for a new step of the history, after a pause for more of the same step.
#[derive(Default)]
pub(crate) struct Writer {
    pending: Option<(String, Timeout)>,
}

impl Writer {
    pub(crate) fn write(&mut self, fragment: String, history: History) {
        match history {
            // The address already says something else; what was still to be written belongs to the step before.
            History::Keep => self.pending = None,
            History::Replace => {
                let text = fragment.clone();
                let timeout = Timeout::new(PAUSE_MS, move || environment::replace_fragment(&text));
                self.pending = Some((fragment, timeout));
            }
            History::Push => {
                if let Some((text, timeout)) = self.pending.take() {
                    timeout.cancel();
                    environment::replace_fragment(&text);
                }
                environment::push_fragment(&fragment);
            }
        }
    }
}
