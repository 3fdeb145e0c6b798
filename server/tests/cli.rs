//! The program as a person starts it: exit codes, sentences, the ready file, the admin socket.

mod analysis;
mod backup;
mod failures;
mod process;
mod serve;
mod user;
