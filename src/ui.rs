//! Draws the desk. Reads, never decides.
