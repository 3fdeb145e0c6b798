//! `jipan graph export`: what is written can be read again.

use analytics::graph::view::document::{Document, Edge, Node, Value};
use server::cli::graph::export::{Format, write};

use super::support::{Outcome, export, metrics};

fn document() -> Document {
    let node = |id: &str, name: &str| Node { id: id.to_owned(), name: name.to_owned(), ..Node::default() };
    let edge = |source, target, kind: &str| Edge { source, target, kind: kind.to_owned(), ..Edge::default() };
    Document {
        nodes: vec![
            Node {
                attributes: vec![
                    ("value".to_owned(), Value::Whole(-5)),
                    ("tier".to_owned(), Value::Text("金".to_owned())),
                ],
                ..node("c1", "陈 \"静\" <&>")
            },
            Node { attributes: vec![("value".to_owned(), Value::Number(0.5))], ..node("c,2", "=1+1") },
            node("c3", ""),
        ],
        edges: vec![
            Edge {
                strength: Some(2.5),
                attributes: vec![("note".to_owned(), Value::Text("a\nb".to_owned()))],
                ..edge(0, 1, "friend")
            },
            Edge { directed: true, ..edge(1, 2, "referral") },
            edge(2, 9, "nobody"),
        ],
    }
}

fn written(format: Format) -> Result<String, Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    write(format, &document(), &mut out)?;
    Ok(String::from_utf8(out)?)
}

#[test]
fn csv_is_what_metrics_reads() -> Outcome {
    let csv = written(Format::Csv)?;
    assert_eq!(
        csv,
        "source,target,weight,kind,directed,source_name,target_name,note\r\n\
         c1,\"c,2\",2.5,friend,false,\"陈 \"\"静\"\" <&>\",'=1+1,\"a\nb\"\r\n\
         \"c,2\",c3,1,referral,true,'=1+1,,\r\n"
    );
    let answer = metrics(&csv, &["--weighted"])?;
    assert_eq!((&answer["components"], &answer["nodes"][1]["id"]), (&1.into(), &"c,2".into()));
    assert_eq!(answer["articulation"], serde_json::json!(["c,2"]));
    Ok(())
}

#[test]
fn graphml_declares_types_and_escapes_text() -> Outcome {
    let xml = written(Format::Graphml)?;
    for line in [
        "  <key id=\"n0\" for=\"node\" attr.name=\"tier\" attr.type=\"string\"/>",
        "  <key id=\"n1\" for=\"node\" attr.name=\"value\" attr.type=\"double\"/>",
        "      <data key=\"name\">陈 &quot;静&quot; &lt;&amp;&gt;</data>",
        "      <data key=\"n1\">-5</data>",
        "    <edge source=\"c1\" target=\"c,2\" directed=\"false\">",
        "      <data key=\"e0\">a&#10;b</data>",
        "    <edge source=\"c,2\" target=\"c3\" directed=\"true\">",
    ] {
        assert!(xml.lines().any(|found| found == line), "{line}\n{xml}");
    }
    // The edge to nobody is not there.
    assert_eq!(xml.matches("<edge ").count(), 2);
    Ok(())
}

#[test]
fn the_options_are_the_contracts() -> Outcome {
    let args = export(&["--data", "base", "--format", "graphml"])?;
    assert_eq!((args.format, args.data.data.to_str()), (Format::Graphml, Some("base")));
    assert_eq!(export(&["--format", "csv"])?.format, Format::Csv);
    assert!(export(&["--format", "pdf"]).is_err() && export(&[]).is_err());
    Ok(())
}

/// A pipe whose reader has left.
struct Gone;

impl std::io::Write for Gone {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A full disk.
struct Full;

impl std::io::Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_who_leaves_is_no_error_a_full_disk_is() {
    assert!(write(Format::Csv, &document(), &mut Gone).is_ok());
    let error = write(Format::Csv, &document(), &mut Full).err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.starts_with("the answer cannot be written: ")));
}
