//! Work that falls into parts, done by as many threads as there are cores.

use super::LogError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// More threads than this would only wait for one another.
const MOST_WORKERS: usize = 8;

/// How many threads work at once.
pub(super) fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS)
}

/// Works on the parts `0..parts` at once and hands what comes of each to `take`, in the order of the parts.
///
/// # Errors
/// The first that `work` or `take` raise; parts not begun by then are left undone.
pub(super) fn in_order<T: Send>(
    parts: usize,
    work: &(dyn Fn(usize) -> Result<T, LogError> + Sync),
    take: &mut dyn FnMut(T) -> Result<(), LogError>,
) -> Result<(), LogError> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let (sender, done) = sync_channel(workers());
        for _ in 0..workers().min(parts) {
            let (sender, next, stop) = (sender.clone(), &next, &stop);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let part = next.fetch_add(1, Ordering::Relaxed);
                    if part >= parts || sender.send((part, work(part))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut wanted) = (std::collections::BTreeMap::new(), 0);
        let mut outcome = Ok(());
        for (part, made) in done {
            early.insert(part, made);
            while let Some(made) = early.remove(&wanted).filter(|_| outcome.is_ok()) {
                outcome = made.and_then(&mut *take);
                stop.store(outcome.is_err(), Ordering::Relaxed);
                wanted += 1;
            }
        }
        outcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_their_order_and_an_error_ends_the_work() {
        let mut seen = Vec::new();
        in_order(100, &|part| Ok(part * 2), &mut |made| {
            seen.push(made);
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, (0..100).map(|part| part * 2).collect::<Vec<_>>());
        let fail = |part| if part == 7 { Err(LogError::Cancelled) } else { Ok(part) };
        let mut taken = 0;
        let outcome = in_order(1_000, &fail, &mut |_| {
            taken += 1;
            Ok(())
        });
        assert!(matches!(outcome, Err(LogError::Cancelled)));
        assert_eq!(taken, 7);
    }
}
