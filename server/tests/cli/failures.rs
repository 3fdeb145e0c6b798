//! Each thing that can be wrong is one clear sentence and its own exit code.

use super::process::{Served, ended};
use crate::support::{Outcome, write_site};

/// Runs `serve` with more arguments in a directory with a page; answers exit code and standard error.
fn serve(data: &str, site: &str, more: &[&str]) -> Result<(i32, String), Box<dyn std::error::Error + Send + Sync>> {
    let listen: &[&str] = if more.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] };
    let arguments = [&["serve", "--data", data, "--site", site], listen, more].concat();
    let (code, _, stderr) = ended(&arguments)?;
    Ok((code, stderr))
}

/// One line that begins with the program's name and contains `words`.
fn is_one_sentence(stderr: &str, words: &str) -> bool {
    stderr.lines().count() == 1 && stderr.starts_with("jipan: ") && stderr.contains(words)
}

#[test]
fn a_second_process_on_the_same_data() -> Outcome {
    let dir = tempfile::tempdir()?;
    let (data, site) = (dir.path().join("data"), dir.path().join("site"));
    write_site(&site, "")?;
    let _first = Served::start(&data, &site)?;
    let (code, stderr) = serve(data.to_str().ok_or("path")?, site.to_str().ok_or("path")?, &[])?;
    assert_eq!(code, 3, "{stderr}");
    assert!(is_one_sentence(&stderr, "another process is using this data directory"), "{stderr}");
    Ok(())
}

#[test]
fn everything_else_that_can_be_wrong() -> Outcome {
    let dir = tempfile::tempdir()?;
    let (data, site) = (dir.path().join("data"), dir.path().join("site"));
    write_site(&site, "")?;
    let (data, site) = (data.to_str().ok_or("path")?, site.to_str().ok_or("path")?);
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let taken = listener.local_addr()?.to_string();
    let text = dir.path().join("text.pem");
    std::fs::write(&text, "not a certificate")?;
    let text = text.to_str().ok_or("path")?;
    std::fs::write(dir.path().join("file"), "")?;
    let below_a_file = dir.path().join("file/data");
    let below_a_file = below_a_file.to_str().ok_or("path")?;

    let cases: [(i32, &str, &str, &[&str], &str); 9] = [
        (4, data, site, &["--listen", &taken], "another program is listening there"),
        (4, data, site, &["--listen", "203.0.113.1:3000"], "this machine has no such address"),
        (5, data, "no/such/folder", &[], "does not exist (--site)"),
        (5, data, data, &[], "is not a built page"),
        (5, data, site, &["--tls-cert", text, "--tls-key", text], "holds no certificate"),
        (5, data, site, &["--tls-cert", "gone.pem", "--tls-key", text], "gone.pem"),
        (5, data, site, &["--tls"], "jipan tls init"),
        (2, data, site, &["--database", "tikv://x"], "is not a database address"),
        (6, below_a_file, site, &[], "cannot create the data directory"),
    ];
    for (code, data, site, more, words) in cases {
        let (ended_with, stderr) = serve(data, site, more)?;
        assert_eq!(ended_with, code, "{more:?}: {stderr}");
        assert!(is_one_sentence(&stderr, words), "{more:?}: {stderr}");
    }
    Ok(())
}

#[test]
fn wrong_options_name_the_right_ones() -> Outcome {
    let (code, _, stderr) = ended(&["serve", "--lisen", "127.0.0.1:0"])?;
    assert_eq!(code, 2);
    assert!(stderr.contains("--listen"), "{stderr}");
    let (code, _, stderr) = ended(&["serve", "--public-url", "jipan.example.com"])?;
    assert_eq!(code, 2);
    assert!(stderr.contains("https://jipan.example.com"), "{stderr}");
    let (code, stdout, _) = ended(&["--help"])?;
    assert_eq!(code, 0);
    assert!(stdout.contains("Examples:") && stdout.contains("Exit codes:"), "{stdout}");
    Ok(())
}

#[test]
fn a_redirect_to_https_that_is_off_says_how_to_turn_it_on() -> Outcome {
    let dir = tempfile::tempdir()?;
    let data = dir.path().join("data").to_string_lossy().into_owned();
    let serve = ["serve", "--data", &data, "--listen", "127.0.0.1:0", "--http-redirect", "127.0.0.1:0"];
    let (code, _, stderr) = ended(&serve)?;
    assert_eq!(code, 2);
    assert!(stderr.contains("jipan tls init"), "{stderr}");
    let (code, ..) = ended(&["tls", "init", "--data", &data])?;
    assert_eq!(code, 0);
    let (code, _, stderr) = ended(&serve)?;
    assert_eq!(code, 2);
    assert!(stderr.contains("add --tls"), "{stderr}");
    Ok(())
}

/// Nothing but the sentence: neither what the database logs while it closes, nor that an empty one was set up.
#[test]
fn a_file_that_cannot_be_imported() -> Outcome {
    let dir = tempfile::tempdir()?;
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("t.csv"), "a,b\n1,2\n")?;
    let whole = std::iter::repeat_n("name,x\n", 5_000).collect::<String>();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, whole.as_bytes())?;
    let packed = packed.finish()?;
    std::fs::write(path("half.csv.gz"), &packed[..packed.len() / 2])?;
    std::fs::write(path("empty.csv"), "")?;
    let data = path("data");
    let cases: [(i32, &str, &[&str], &str); 6] = [
        (5, "missing.csv", &[], "No such file"),
        (5, "half.csv.gz", &[], "damaged or not complete"),
        (5, "empty.csv", &[], "the file is empty"),
        (5, "t.csv", &[], "no column was recognised"),
        (5, "t.csv", &["--map", "a=nothing"], "there is no field \"nothing\""),
        (5, "t.csv", &["--map", "z=name"], "the file has no column \"z\""),
    ];
    for (code, file, more, words) in cases {
        let file = path(file);
        let arguments = [&["import", &file, "--as", "customers", "--data", &data], more].concat();
        let (ended_with, _, stderr) = ended(&arguments)?;
        assert_eq!(ended_with, code, "{arguments:?}: {stderr}");
        assert!(is_one_sentence(&stderr, words), "{arguments:?}: {stderr}");
    }
    Ok(())
}
