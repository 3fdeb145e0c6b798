//! A drawing as SVG, for print and for people without the program. At most [`MOST_NODES`].

use std::fmt::{Result, Write};

use super::graphml::escaped;

/// More nodes make files no program opens with pleasure.
pub const MOST_NODES: usize = 5_000;

/// What is drawn. Lists by node; too short ones are filled with what is said at each.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    /// Horizontal positions: nodes without one are not drawn.
    pub x: &'a [f32],
    /// Vertical positions, downwards.
    pub y: &'a [f32],
    /// Radii in the units of the positions; else 3.
    pub radius: &'a [f32],
    /// CSS colours; else a grey.
    pub colour: &'a [&'a str],
    /// Names; else none. An empty name is not written.
    pub name: &'a [&'a str],
    /// Edges by node; those to nodes that are not drawn are left out.
    pub edges: &'a [(u32, u32)],
    /// The title, for screen readers, too.
    pub title: &'a str,
}

/// Writes the first [`MOST_NODES`] nodes that have a finite position; returns how many were left out.
///
/// # Errors
/// Those of `out`; a `String` has none.
pub fn write(drawing: &Drawing, out: &mut impl Write) -> std::result::Result<usize, std::fmt::Error> {
    let place = |node: usize| {
        let (x, y) = (*drawing.x.get(node)?, *drawing.y.get(node)?);
        (x.is_finite() && y.is_finite()).then_some((x, y))
    };
    let all: Vec<usize> = (0..drawing.x.len()).filter(|&node| place(node).is_some()).collect();
    let drawn = &all[..all.len().min(MOST_NODES)];
    let radius = |node: usize| drawing.radius.get(node).copied().filter(|r| r.is_finite() && *r >= 0.0).unwrap_or(3.0);
    frame(drawing, drawn, &place, &radius, out)?;
    out.write_str("<g stroke=\"#8a8f98\" stroke-width=\"0.5\">\n")?;
    for &(a, b) in drawing.edges {
        let end = |node: u32| drawn.binary_search(&(node as usize)).ok().and_then(|_| place(node as usize));
        if let (Some((x1, y1)), Some((x2, y2))) = (end(a), end(b)) {
            writeln!(out, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>")?;
        }
    }
    out.write_str("</g>\n")?;
    for (&node, (x, y)) in drawn.iter().zip(drawn.iter().filter_map(|&node| place(node))) {
        let colour = escaped(drawing.colour.get(node).copied().unwrap_or("#5b6470"));
        let name = escaped(drawing.name.get(node).copied().unwrap_or_default());
        let r = radius(node);
        writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{colour}\"><title>{name}</title></circle>")?;
        if !name.is_empty() {
            writeln!(
                out,
                "<text x=\"{}\" y=\"{y}\" font-size=\"8\" font-family=\"sans-serif\">{name}</text>",
                x + r + 1.0
            )?;
        }
    }
    out.write_str("</svg>\n")?;
    Ok(all.len() - drawn.len())
}

/// The opening tag, around all nodes, and the title.
fn frame(
    drawing: &Drawing,
    drawn: &[usize],
    place: &impl Fn(usize) -> Option<(f32, f32)>,
    radius: &impl Fn(usize) -> f32,
    out: &mut impl Write,
) -> Result {
    let mut area = [0.0f32; 4];
    for (at, &node) in drawn.iter().enumerate() {
        if let Some((x, y)) = place(node) {
            let reach = radius(node) + 10.0;
            let own = [x - reach, y - reach, x + reach, y + reach];
            area = if at == 0 {
                own
            } else {
                [area[0].min(own[0]), area[1].min(own[1]), area[2].max(own[2]), area[3].max(own[3])]
            };
        }
    }
    let [left, top, right, bottom] = area;
    let (width, height) = (right - left, bottom - top);
    writeln!(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"{left} {top} {width} {height}\">")?;
    writeln!(out, "<title>{}</title>", escaped(drawing.title))
}
