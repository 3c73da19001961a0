//! Times of many runs, and the row that shows them.

use std::time::{Duration, Instant};

/// Times of one thing.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs something and keeps its time.
    pub fn of<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let result = run();
        self.0.push(begin.elapsed());
        result
    }

    /// Number of runs.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes up the times of others.
    pub fn push(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The time that this share of the runs did not exceed (nearest rank).
    pub fn rank(&self, share: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(at.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// Prints a row of the table.
    pub fn row(&self, what: &str, target: &str) {
        let ms = |share| format!("{:.2} ms", self.rank(share).as_secs_f64() * 1000.0);
        println!("| {what} | {target} | {} | {} | {} | {} |", ms(0.5), ms(0.99), ms(1.0), self.0.len());
    }
}
