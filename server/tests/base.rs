//! The base as it lies in the database: columns beside packed rows, scores, jobs.

mod columns;
mod commands;
mod jobs;
mod retail;
mod scores;
