//! The lab in the background: learnt when somebody asks, kept until something that it rests on has changed.

use super::{LabInputs, LabModel, learn};
use crate::workbench::job::locked;
use crate::workbench::{Problem, Workbench};
use std::sync::{Arc, Mutex};

/// What was learnt from what.
type Made = (Arc<LabInputs>, Result<Arc<LabModel>, Problem>);

/// What was learnt last, and whether somebody is learning.
#[derive(Default)]
pub(in crate::workbench) struct Slot {
    made: Option<Made>,
    running: bool,
}

/// The lab as it stands.
#[derive(Debug, Clone, Default)]
pub struct LabView {
    /// What was learnt last; `None` before the first time.
    pub model: Option<Arc<LabModel>>,
    /// Why nothing was learnt, if so.
    pub problem: Option<Problem>,
    /// Whether nothing has changed since; otherwise it is being learnt again.
    pub is_current: bool,
}

impl Workbench {
    /// The lab as it was learnt last; cheap. Starts learning in the background if anything that it rests on has changed since.
    pub fn lab(&self) -> LabView {
        let inputs = self.model().lab.clone();
        let mut slot = locked(self.lab_slot());
        let is_current = slot.made.as_ref().is_some_and(|(known, _)| Arc::ptr_eq(known, &inputs));
        let (model, problem) = match slot.made.as_ref().map(|made| &made.1) {
            Some(Ok(model)) => (Some(model.clone()), None),
            Some(Err(problem)) => (None, Some(problem.clone())),
            None => (None, None),
        };
        if !is_current && !slot.running {
            slot.running = self.start_learning(inputs);
        }
        LabView { model, problem, is_current }
    }

    /// Learns and waits; for the terminal and for tests, never for a window.
    ///
    /// # Errors
    /// Counts that contradict themselves.
    pub fn learn(&self) -> Result<LabModel, Problem> {
        learn(&self.model().lab)
    }

    /// False if the system gives no more threads; the next look tries again.
    fn start_learning(&self, inputs: Arc<LabInputs>) -> bool {
        let (slot, wake) = (self.lab_slot().clone(), self.shared.wake.clone());
        let work = move || {
            let learnt = learn(&inputs).map(Arc::new);
            let mut slot = locked(&slot);
            *slot = Slot { made: Some((inputs, learnt)), running: false };
            drop(slot);
            wake();
        };
        std::thread::Builder::new().name("lab".into()).spawn(work).is_ok()
    }

    fn lab_slot(&self) -> &Arc<Mutex<Slot>> {
        &self.shared.lab
    }
}
