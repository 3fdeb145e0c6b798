//! `jipan graph layout`.

use serde_json::Value;

use super::support::{Outcome, answer, csv};

fn layout(file: &str, more: &[&str]) -> Result<Value, Box<dyn std::error::Error>> {
    Ok(serde_json::from_str(&answer("layout", file.as_bytes(), more)?)?)
}

fn square() -> String {
    let edges = (0..100u32).flat_map(|corner| {
        let right = (corner % 10 < 9).then_some((corner, corner + 1));
        [right, (corner < 90).then_some((corner, corner + 10))].into_iter().flatten()
    });
    csv(edges)
}

#[test]
fn the_contract_and_the_same_positions_every_time() -> Outcome {
    let file = square();
    let options = ["--iterations", "60", "--theta", "0.5", "--seed", "4"];
    let answer = layout(&file, &options)?;
    assert_eq!(
        answer.as_object().map(|keys| keys.keys().map(String::as_str).collect()),
        Some(vec!["ms_per_iteration", "positions"])
    );
    assert!(answer["ms_per_iteration"].as_f64().is_some_and(|ms| ms > 0.0));
    assert_eq!(answer["positions"], layout(&file, &options)?["positions"]);
    assert_ne!(answer["positions"], layout(&file, &["--iterations", "60", "--seed", "5"])?["positions"]);
    Ok(())
}

#[test]
fn positions_come_in_the_order_of_first_mention() -> Outcome {
    let answer = layout(&square(), &["--iterations", "200"])?;
    let place = |node: usize, axis: usize| answer["positions"][node][axis].as_f64().unwrap_or(f64::NAN);
    let between = |a: usize, b: usize| {
        let (dx, dy) = (place(a, 0) - place(b, 0), place(a, 1) - place(b, 1));
        (dx * dx + dy * dy).sqrt()
    };
    assert_eq!(answer["positions"].as_array().map(Vec::len), Some(100));
    // The file names 0, 1, 10, 2, 11, … : 0 and 1 are neighbours, the last one is the corner opposite of 0.
    assert!(between(0, 99) > 5.0 * between(0, 1), "{} {}", between(0, 99), between(0, 1));
    Ok(())
}

#[test]
fn nobody_one_person_no_steps() -> Outcome {
    assert_eq!(layout("source,target\n", &[])?["positions"], serde_json::json!([]));
    let alone = layout("source,target\na,a\n", &[])?;
    assert!(alone["positions"][0][0].as_f64().is_some_and(f64::is_finite));
    let still = layout(&square(), &["--iterations", "0"])?;
    assert_eq!(still["ms_per_iteration"], 0.0);
    assert_eq!(still["positions"].as_array().map(Vec::len), Some(100));
    Ok(())
}
