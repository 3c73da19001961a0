//! What is made of an order and asked for on every key: made once, and again only when what it is made of changed.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

/// A value that knows how often it was open to change: what is made of it holds for one stamp. Nobody can change
/// it and forget to say so.
#[derive(Debug, Clone, Default)]
pub struct Stamped<T> {
    value: T,
    stamp: u64,
}

impl<T> Stamped<T> {
    /// A value that nothing was made of yet.
    pub const fn new(value: T) -> Self {
        Self { value, stamp: 0 }
    }

    /// What things made of it are known by.
    pub const fn stamp(&self) -> u64 {
        self.stamp
    }

    /// Changes what nothing that is kept is made of.
    pub(super) fn aside(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> Deref for Stamped<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Stamped<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.stamp += 1;
        &mut self.value
    }
}

/// A result that is kept with the stamps of what it was made of.
pub struct Remembered<K, T>(Mutex<Option<(K, Arc<T>)>>);

impl<K: PartialEq, T> Remembered<K, T> {
    /// The result for these stamps; made where the one that is kept is of others.
    pub fn get(&self, stamps: K, make: impl FnOnce() -> T) -> Arc<T> {
        let known = |kept: &Option<(K, Arc<T>)>| {
            kept.as_ref().filter(|(of, _)| *of == stamps).map(|(_, made)| Arc::clone(made))
        };
        if let Some(made) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return made;
        }
        // Made without the lock: one result may ask for another.
        let made = Arc::new(make());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((stamps, Arc::clone(&made)));
        made
    }
}

impl<K, T> Default for Remembered<K, T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<K, T> fmt::Debug for Remembered<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembered")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn what_is_kept_is_made_again_only_after_a_change() {
        let (mut value, kept, made) = (Stamped::new(1), Remembered::default(), Cell::new(0));
        let twice = |value: &Stamped<i32>| {
            *kept.get(value.stamp(), || {
                made.set(made.get() + 1);
                **value * 2
            })
        };
        assert_eq!((twice(&value), twice(&value), made.get()), (2, 2, 1));
        *value = 5;
        assert_eq!((twice(&value), twice(&value), made.get()), (10, 10, 2));
        *value.aside() = 5;
        assert_eq!((twice(&value), made.get()), (10, 2), "what nothing is made of changes nothing");
    }
}
