//! Files. `GraphML` and CSV are also tested through `jipan graph export`.

use analytics::graph::view::document::{Document, Edge, Node, Value};
use analytics::graph::view::svg::{self, Drawing, MOST_NODES};
use analytics::graph::view::{csv, graphml};

#[test]
fn an_svg_of_what_has_a_place() -> std::fmt::Result {
    let drawing = Drawing {
        x: &[0.0, 30.0, f32::NAN],
        y: &[0.0, -40.5, 0.0],
        radius: &[5.0],
        colour: &["#0a0", "\"><script>"],
        name: &["陈 <静>", ""],
        edges: &[(0, 1), (0, 2), (1, 9)],
        title: "Circle & friends",
    };
    let mut out = String::new();
    assert_eq!(svg::write(&drawing, &mut out)?, 0);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"-15 -53.5 58 68.5\">",
            "<title>Circle &amp; friends</title>",
            "<g stroke=\"#8a8f98\" stroke-width=\"0.5\">",
            "<line x1=\"0\" y1=\"0\" x2=\"30\" y2=\"-40.5\"/>",
            "</g>",
            "<circle cx=\"0\" cy=\"0\" r=\"5\" fill=\"#0a0\"><title>陈 &lt;静&gt;</title></circle>",
            "<text x=\"6\" y=\"0\" font-size=\"8\" font-family=\"sans-serif\">陈 &lt;静&gt;</text>",
            "<circle cx=\"30\" cy=\"-40.5\" r=\"3\" fill=\"&quot;&gt;&lt;script&gt;\"><title></title></circle>",
            "</svg>",
        ]
    );
    let many = vec![1.0; MOST_NODES + 7];
    let crowd = Drawing { x: &many, y: &many, radius: &[], colour: &[], name: &[], edges: &[], title: "" };
    let mut out = String::new();
    assert_eq!(svg::write(&crowd, &mut out)?, 7);
    assert_eq!(out.matches("<circle").count(), MOST_NODES);
    Ok(())
}

#[test]
fn types_are_the_narrowest_and_nobody_is_a_document_too() -> std::fmt::Result {
    let node = |value| Node { id: "\u{1}a".to_owned(), attributes: vec![("v".to_owned(), value)], ..Node::default() };
    for (value, kind) in
        [(Value::Whole(1), "long"), (Value::Number(0.5), "double"), (Value::Text("x".into()), "string")]
    {
        let document = Document { nodes: vec![node(Value::Whole(3)), node(value)], edges: vec![] };
        let mut out = String::new();
        graphml::write(&document, &mut out)?;
        assert!(out.contains(&format!("attr.name=\"v\" attr.type=\"{kind}\"")), "{out}");
        // A control character has no place in XML.
        assert!(out.contains("<node id=\"a\">"));
    }
    let (mut table, mut xml) = (String::new(), String::new());
    csv::write(&Document::default(), &mut table)?;
    graphml::write(&Document::default(), &mut xml)?;
    assert_eq!(table, "source,target,weight,kind,directed,source_name,target_name\r\n");
    assert!(xml.ends_with("  <graph edgedefault=\"undirected\">\n  </graph>\n</graphml>\n"));
    Ok(())
}

#[test]
fn attributes_of_edges_are_columns_and_numbers_stay_numbers() -> std::fmt::Result {
    let edge = |key: &str, value| Edge { attributes: vec![(key.to_owned(), value)], ..Edge::default() };
    let document = Document {
        nodes: vec![Node { id: "=a".to_owned(), ..Node::default() }],
        edges: vec![edge("since", Value::Whole(-5)), edge("note", Value::Text("-5".to_owned()))],
    };
    let mut out = String::new();
    csv::write(&document, &mut out)?;
    assert_eq!(
        out.lines().collect::<Vec<_>>(),
        [
            "source,target,weight,kind,directed,source_name,target_name,note,since",
            "=a,=a,1,,false,,,,-5",
            "=a,=a,1,,false,,,'-5,",
        ]
    );
    Ok(())
}
