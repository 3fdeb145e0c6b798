//! `jipan graph metrics`: the contract, and networkx's numbers.

use serde_json::{Value, json};

use super::support::{Outcome, answer, csv, metrics};

/// Florentine families.
const FLORENTINE: &str = "source,target
Acciaiuoli,Medici\nCastellani,Peruzzi\nCastellani,Strozzi\nCastellani,Barbadori\nMedici,Barbadori\nMedici,Ridolfi
Medici,Tornabuoni\nMedici,Albizzi\nMedici,Salviati\nSalviati,Pazzi\nPeruzzi,Strozzi\nPeruzzi,Bischeri\nStrozzi,Ridolfi
Strozzi,Bischeri\nRidolfi,Tornabuoni\nTornabuoni,Guadagni\nAlbizzi,Ginori\nAlbizzi,Guadagni\nBischeri,Guadagni
Guadagni,Lamberteschi\n";

fn of<'a>(answer: &'a Value, id: &str, key: &str) -> &'a Value {
    let node = answer["nodes"].as_array().and_then(|nodes| nodes.iter().find(|node| node["id"] == id));
    node.map_or(&Value::Null, |node| &node[key])
}

fn number(answer: &Value, id: &str, key: &str) -> f64 {
    of(answer, id, key).as_f64().unwrap_or(f64::NAN)
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn the_keys_are_the_contracts() -> Outcome {
    let answer = metrics(FLORENTINE, &[])?;
    assert_eq!(keys(&answer), ["articulation", "bridges", "components", "modularity", "nodes"]);
    assert_eq!(keys(&answer["nodes"][0]), ["betweenness", "community", "degree", "id", "pagerank"]);
    Ok(())
}

#[test]
fn florentine_families_as_networkx_computes_them() -> Outcome {
    let answer = metrics(FLORENTINE, &[])?;
    assert!((number(&answer, "Medici", "betweenness") - 0.521_978_021_978_022).abs() < 1e-12);
    assert!((number(&answer, "Guadagni", "betweenness") - 0.254_578_754_578_754_6).abs() < 1e-12);
    assert!((number(&answer, "Medici", "pagerank") - 0.145_817_204_997_560_5).abs() < 1e-12);
    assert_eq!(of(&answer, "Medici", "degree"), 6);
    let mut points: Vec<&str> =
        answer["articulation"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    points.sort_unstable();
    assert_eq!(points, ["Albizzi", "Guadagni", "Medici", "Salviati"]);
    assert_eq!(
        answer["bridges"],
        json!([
            ["Acciaiuoli", "Medici"],
            ["Medici", "Salviati"],
            ["Albizzi", "Ginori"],
            ["Salviati", "Pazzi"],
            ["Guadagni", "Lamberteschi"]
        ])
    );
    assert_eq!(answer["components"], 1);
    let modularity = answer["modularity"].as_f64().unwrap_or(f64::NAN);
    assert!((0.39..0.4).contains(&modularity), "{modularity}");
    Ok(())
}

#[test]
fn the_same_answer_every_time_in_the_order_of_the_file() -> Outcome {
    assert_eq!(answer("metrics", FLORENTINE.as_bytes(), &[])?, answer("metrics", FLORENTINE.as_bytes(), &[])?);
    let answer = metrics("source,target\n007,é\n7,007\n", &[])?;
    let ids: Vec<&Value> = answer["nodes"].as_array().into_iter().flatten().map(|node| &node["id"]).collect();
    assert_eq!(ids, ["007", "é", "7"]);
    Ok(())
}

#[test]
fn directed_ranks_follow_source_to_target() -> Outcome {
    let file = "source,target\na,b\nc,b\n";
    let (both, one) = (metrics(file, &[])?, metrics(file, &["--directed"])?);
    // b has no way out: it starts anywhere. Solved by hand: a = c = 1 / 4.7, b = 2.7 / 4.7.
    assert!((number(&one, "b", "pagerank") - 2.7 / 4.7).abs() < 1e-12);
    assert!((number(&one, "a", "pagerank") - 1.0 / 4.7).abs() < 1e-12);
    assert!((number(&both, "b", "pagerank") - 0.9 / 1.85).abs() < 1e-12);
    assert_eq!((number(&one, "b", "betweenness"), number(&both, "b", "betweenness")), (0.0, 1.0));
    assert_eq!(one["articulation"], json!(["b"]));
    Ok(())
}

#[test]
fn weights_count_only_if_asked_for() -> Outcome {
    let file = "weight,source,target,note\n1,a,b,x\n3,b,c,\n";
    let (plain, weighted) = (metrics(file, &[])?, metrics(file, &["--weighted"])?);
    assert!((number(&plain, "a", "pagerank") - number(&plain, "c", "pagerank")).abs() < 1e-12);
    // b carries a quarter to a: a = 0.05 + 0.85 b / 4, b = 0.05 + 0.85 (a + c).
    let b = 0.9 / 1.85;
    assert!((number(&weighted, "a", "pagerank") - (0.05 + 0.85 * b / 4.0)).abs() < 1e-12);
    // Twice the same edge is one edge of their weight.
    let twice = metrics("source,target,weight\na,b,1\nb,c,1.5\nc,b,1.5\n", &["--weighted"])?;
    assert!((number(&twice, "a", "pagerank") - number(&weighted, "a", "pagerank")).abs() < 1e-12);
    assert_eq!(of(&twice, "b", "degree"), 2);
    // Weights nobody asked for may be nonsense.
    assert_eq!(metrics("source,target,weight\na,b,-1\nb,c,heavy\n", &[])?["components"], 1);
    Ok(())
}

#[test]
fn self_loops_and_pieces() -> Outcome {
    let answer = metrics("source,target\na,a\nb,c\nc,b\n", &[])?;
    assert_eq!(answer["components"], 2);
    assert_eq!((of(&answer, "a", "degree"), of(&answer, "b", "degree")), (&json!(2), &json!(1)));
    assert_eq!((&answer["articulation"], &answer["bridges"]), (&json!([]), &json!([["b", "c"]])));
    Ok(())
}

#[test]
fn only_a_header_is_a_graph_of_nobody() -> Outcome {
    let nobody = json!({"nodes": [], "modularity": 0.0, "articulation": [], "bridges": [], "components": 0});
    assert_eq!(metrics("source,target", &[])?, nobody);
    assert_eq!(metrics("\u{feff}source,target,weight\r\n\r\n", &["--weighted", "--directed"])?, nobody);
    Ok(())
}

#[test]
fn chains_and_stars_of_100_000() -> Outcome {
    let answer = metrics(&csv((1..100_000).map(|node| (node - 1, node))), &[])?;
    assert_eq!(answer["bridges"].as_array().map(Vec::len), Some(99_999));
    let answer = metrics(&csv((1..100_000).map(|node| (0, node))), &["--directed"])?;
    assert_eq!(answer["articulation"], json!(["0"]));
    Ok(())
}
