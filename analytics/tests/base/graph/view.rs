//! What a drawing needs beside positions.

mod answer;
mod files;
mod level;
mod pick;
