//! Long computations that a screen asks for, on threads of their own.

use super::Wake;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, mpsc};

/// Told how far the work is, in per cent; answers whether to go on.
pub type Progress = Box<dyn FnMut(u32) -> bool + Send>;

/// Work in the background; dropping it asks it to stop.
#[derive(Debug)]
pub struct Work<T> {
    answer: mpsc::Receiver<T>,
    done_percent: Arc<AtomicU32>,
    cancelled: Arc<AtomicBool>,
}

impl<T> Drop for Work<T> {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl<T: Send + 'static> Work<T> {
    /// Starts work; `wake` is called when it moves on and when it is done. `None` if the system gives no more threads.
    pub fn start(wake: Wake, work: impl FnOnce(Progress) -> T + Send + 'static) -> Option<Self> {
        let (sender, answer) = mpsc::channel();
        let (done_percent, cancelled) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicBool::new(false)));
        let (done, stop, waking) = (done_percent.clone(), cancelled.clone(), wake.clone());
        let progress: Progress = Box::new(move |percent| {
            if done.swap(percent, Ordering::Relaxed) != percent {
                waking();
            }
            !stop.load(Ordering::Relaxed)
        });
        let all = move || {
            // A screen that was left meanwhile needs no answer.
            let _ = sender.send(work(progress));
            wake();
        };
        std::thread::Builder::new().name("work".into()).spawn(all).ok()?;
        Some(Self { answer, done_percent, cancelled })
    }

    /// The answer, once it is there.
    pub fn answer(&self) -> Option<T> {
        self.answer.try_recv().ok()
    }

    /// How far it is, in per cent.
    pub fn done_percent(&self) -> u32 {
        self.done_percent.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn wait<T: Send + 'static>(work: &Work<T>) -> T {
        loop {
            if let Some(answer) = work.answer() {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn work_is_answered_and_stops_when_it_is_dropped() {
        let work = Work::start(Arc::new(|| ()), |mut progress| progress(40)).unwrap();
        assert!(wait(&work));
        assert_eq!(work.done_percent(), 40);
        let (sender, stopped) = mpsc::channel();
        let endless = move |mut progress: Progress| {
            while progress(1) {
                std::thread::sleep(Duration::from_millis(1));
            }
            sender.send(()).unwrap();
        };
        drop(Work::start(Arc::new(|| ()), endless).unwrap());
        stopped.recv_timeout(Duration::from_secs(10)).unwrap();
    }
}
