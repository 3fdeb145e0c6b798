//! What a drawing of a graph needs beside positions: who is under the finger, which names are shown, what is drawn at
//! all, answers in words, files. No page, no canvas: numbers and text only.

pub mod answer;
pub mod csv;
pub mod detail;
pub mod document;
pub mod filter;
pub mod graphml;
pub mod label;
pub mod pick;
pub mod svg;
