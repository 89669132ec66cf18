//! `env-signature` from outside: case folders, the shared contract, captures on a ground
//! that the test has made.

use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;
use testkit::{Contract, Run, Seen, contract, run_cases};

const TOOL: &str = env!("CARGO_BIN_EXE_env-signature");

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn the_contract_of_check() {
    let good = include_bytes!("cases/check-same/base.json").to_vec();
    contract(&Contract {
        good_code: 0,
        file: "base.json",
        empty: Ok(3),
        // A record of another kind around the capture is no matter.
        unknown_schema: Ok(0),
        several: false,
        ..Contract::records(
            TOOL,
            "check --baseline {} --current {}",
            good,
            "{\"schema\":\"env.v1\",\"identity\":3}",
        )
    });
}

/// A folder with tools of our own on the PATH, and nothing else.
fn ground() -> Run {
    let run = Run::new(TOOL)
        .file("bin/fine", "#!/bin/sh\necho \"fine (build 9.9) 1.2.3\"\n")
        .file("bin/old", "#!/bin/sh\necho 'old version 0.1' >&2\n")
        .file("bin/broken", "#!/bin/sh\necho 4.5.6\nexit 3\n")
        .file("bin/hangs", "#!/bin/sh\nexec /bin/sleep 300\n")
        .file("bin/leaks", "#!/bin/sh\necho \"leaks 1.0 https://user:hunter2@example.org/\"\n")
        .file("bin/cargo", "#!/bin/sh\necho 'cargo 1.95.0'\n")
        .file("bin/rustc", "#!/bin/sh\necho 'rustc 1.95.0'\n")
        .file("Cargo.lock", "lock\n");
    for tool in ["fine", "old", "broken", "hangs", "leaks", "cargo", "rustc"] {
        let path = run.folder().join("bin").join(tool);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("chmod");
    }
    let path = run.folder().join("bin");
    run.env("PATH", path)
}

fn one(seen: &Seen) -> Value {
    let records = seen.records();
    testkit::check_records(&records);
    assert_eq!(records.len(), 1, "{}", seen.report());
    records[0].clone()
}

#[test]
fn a_capture_says_what_is_there() {
    let seen = ground()
        .args("capture --tool fine --tool old --tool broken --tool gone --env COLOUR --env UNSET")
        .args("--require-env API_TOKEN --seed 42 --set run=7")
        .env("COLOUR", "green")
        .env("API_TOKEN", "hunter2-hunter2")
        .run();
    seen.code(0);
    let env = one(&seen);
    let tools = &env["identity"]["tools"];
    assert_eq!(tools["fine"]["version"], "1.2.3");
    assert_eq!(tools["old"]["version"], "0.1");
    assert_eq!(tools["broken"]["status"], "failed");
    assert_eq!(tools["gone"]["status"], "missing");
    // Found by Cargo.lock.
    assert_eq!(tools["cargo"]["version"], "1.95.0");
    assert_eq!(
        env["identity"]["locks"]["Cargo.lock"]["sha256"],
        // printf 'lock\n' | sha256sum
        "d8c9f2728aa278ebcd33ccedf3ad309a866870ad5fb93a03526b4b7655c9e911"
    );
    assert_eq!(env["identity"]["env"]["COLOUR"], "green");
    assert_eq!(env["identity"]["env"]["UNSET"], Value::Null);
    assert_eq!(env["identity"]["required_env"]["API_TOKEN"], true);
    assert_eq!(env["identity"]["seed"], "42");
    assert_eq!(env["labels"]["run"], "7");
    assert_eq!(env["findings"].as_array().map(Vec::len), Some(2));
}

#[test]
fn no_secret_comes_out() {
    let secret = "hunter2-hunter2-hunter2";
    let seen = ground()
        .args("capture --tool leaks --require-env API_TOKEN --env DATABASE --env PLAIN")
        .env("API_TOKEN", secret)
        .env("DATABASE", format!("postgres://me:{secret}@db/x"))
        .env("PLAIN", "ghp_0123456789abcdef0123")
        .env("OTHER", secret)
        .run();
    seen.code(0).err_has("secret-not-recorded");
    for text in [seen.out_text(), seen.err_text()] {
        assert!(!text.contains("hunter2"), "{}", seen.report());
        assert!(!text.contains("ghp_"), "{}", seen.report());
    }
    let env = one(&seen);
    assert_eq!(env["identity"]["tools"]["leaks"]["version"], "1.0");
    assert_eq!(env["identity"]["required_env"]["DATABASE"], true);
}

#[test]
fn no_secret_comes_out_of_flags_and_headers() {
    let values = [
        "--password=hunter2",
        "--api-key hunter2",
        "Authorization: Bearer hunter2",
        "Basic aHVudGVyMjpodW50ZXIy",
        "-u bob:hunter2",
        "-Dpassword=hunter2",
        "https://example.org/?access_token=hunter2",
        "https://hunter2@example.org/",
    ];
    for value in values {
        let seen = ground().args("capture --tools none --env VALUE").env("VALUE", value).run();
        seen.code(0).err_has("VALUE: its value carries a secret (secret-not-recorded)");
        for text in [seen.out_text(), seen.err_text()] {
            assert!(!text.contains("hunter2") && !text.contains("aHVud"), "{}", seen.report());
        }
        assert_eq!(one(&seen)["identity"]["required_env"]["VALUE"], true);
    }
}

#[test]
fn what_the_caller_gives_is_no_secret_either() {
    for args in [
        "--seed https://u:hunter2@h",
        "--set remote=https://u:hunter2@h",
        "--set token=hunter2",
        "--require-env ghp_abcdefghijklmnopqrstuvwxyz",
        "--require-env https://u:hunter2@h",
    ] {
        let seen = ground().args("capture --tools none").args(args).run();
        seen.code(2);
        assert!(seen.out.is_empty(), "{}", seen.report());
    }
    ground().args("capture --tools none --set session=1 --set branch=main --seed 42").run().code(0);
}

#[test]
fn values_that_are_not_utf_8_are_kept_apart() {
    use std::os::unix::ffi::OsStrExt as _;
    let with = |bytes: &[u8]| {
        let run = ground().args("capture --tools none --env ODD");
        one(&run.env("ODD", std::ffi::OsStr::from_bytes(bytes)).run())
    };
    let (a, b) = (with(b"x\xff"), with(b"x\xfe"));
    assert_eq!(a["identity"]["env"]["ODD"], "x\u{fffd}");
    assert_eq!(a["identity"]["env_base64"]["ODD"], "eP8=");
    assert_ne!(a["signature_sha256"], b["signature_sha256"]);
}

#[test]
fn the_help_of_check_names_bad_input() {
    let seen = Run::new(TOOL).args("check --help").run();
    seen.code(0);
    assert!(seen.out_text().lines().any(|line| line.starts_with("  3 ")), "{}", seen.report());
}

#[test]
fn two_captures_in_one_file_are_bad_input() {
    let base = include_str!("cases/check-same/base.json");
    for flag in ["--baseline", "--current"] {
        let other = if flag == "--baseline" { "--current" } else { "--baseline" };
        let seen = Run::new(TOOL)
            .file("one", base)
            .file("two", format!("{base}{base}"))
            .args(&format!("check {flag} two {other} one"))
            .run();
        seen.code(3).err_has("two: more than one env.v1: lines 1 and 2");
        assert!(seen.out_text().is_empty(), "{}", seen.report());
    }
}

#[test]
fn a_tool_that_hangs_does_not_hold_us() {
    let seen = ground().args("capture --tools none --tool hangs --tool fine --timeout 200ms").run();
    seen.code(0).err_has("hangs: its version is not known (tool-timed-out)");
    let env = one(&seen);
    assert_eq!(env["identity"]["tools"]["hangs"]["status"], "timed-out");
    assert_eq!(env["identity"]["tools"]["fine"]["version"], "1.2.3");
}

#[test]
fn a_required_variable_that_is_not_set_is_a_no() {
    for value in [None, Some("")] {
        let run = ground().args("capture --tools none --require-env API_TOKEN");
        let run = if let Some(value) = value { run.env("API_TOKEN", value) } else { run };
        let seen = run.run();
        seen.code(1).err_has("API_TOKEN");
        // The evidence is written all the same.
        assert_eq!(one(&seen)["identity"]["required_env"]["API_TOKEN"], false);
    }
}

#[test]
fn a_signature_is_stable_and_says_what_it_should() {
    let capture = |args: &str, more: &[(&str, &str)]| {
        let run = ground().args("capture").args(args);
        let run = more.iter().fold(run, |run, (name, value)| run.env(name, value));
        one(&run.run())["signature_sha256"].as_str().expect("a signature").to_owned()
    };
    let plain = capture("", &[]);
    // Another folder, another PATH, other variables, labels: the same ground.
    assert_eq!(capture("", &[]), plain);
    assert_eq!(capture("--set a=b", &[("LD_LIBRARY_PATH", "/x"), ("TZ", "Asia/Tokyo")]), plain);
    // And what makes it another.
    for args in ["--seed 1", "--tool fine", "--env HOME", "--require-env HOME", "--lock bin/fine"] {
        assert_ne!(capture(args, &[("HOME", "/h")]), plain, "{args}");
    }
    assert_eq!(capture("", &[("TPR_SEED", "1")]), capture("--seed 1", &[]));
}

#[test]
fn a_check_looks_at_what_the_baseline_looked_at() {
    let base = ground()
        .args("capture --tool fine=--anything --require-env API_TOKEN --env COLOUR --seed 1")
        .env("API_TOKEN", "x")
        .run();
    base.code(0);
    let check = |colour: &str, lock: &str, fine: &str, token: Option<&str>| {
        let run = ground()
            .args("check --baseline base.json --seed 1")
            .file("base.json", &base.out)
            .env("COLOUR", colour)
            .file("Cargo.lock", lock)
            .file("bin/fine", fine);
        let run = if let Some(token) = token { run.env("API_TOKEN", token) } else { run };
        let seen = run.run();
        let check = one(&seen);
        let codes = check["differences"].as_array().expect("a list").iter();
        let of_identity = codes.filter(|d| d["part"] == "identity");
        let codes: Vec<String> = of_identity.map(|d| d["code"].as_str().unwrap_or("").to_owned()).collect();
        assert_eq!(check["matches"] == true, seen.code == 0, "{}", seen.report());
        (seen.code, codes)
    };
    let fine = "#!/bin/sh\n[ \"$1\" = --anything ] && echo 1.2.3\n";
    let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    // COLOUR was not set when the baseline was made.
    assert_eq!(check("", "lock\n", fine, Some("y")), (1, words(&["env-set"])));
    assert_eq!(
        check("red", "other\n", "#!/bin/sh\necho 2.0.0\n", None),
        (1, words(&["env-set", "lock-changed", "required-env-missing", "tool-version-changed"]))
    );
}

/// Ctrl-C does not reach the tools, which are in groups of their own: they are ended on the way
/// out, with what they started.
#[test]
fn a_signal_ends_the_tools_too() {
    use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
    for (signal, number) in [("INT", 2), ("TERM", 15)] {
        let run = Run::new(TOOL).file("hangs", "#!/bin/sh\nsleep 300 &\necho $$ $! > pids\nwait\n");
        let tool = run.folder().join("hangs");
        std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).expect("chmod");
        // In the background of a shell the tests themselves ignore signals.
        let mut child = std::process::Command::new("env")
            .args(["--default-signal=INT,TERM", TOOL, "capture", "--tools=none", "--tool", "./hangs"])
            .args(["--timeout=200s", "-o", "out"])
            .current_dir(run.folder())
            .stdin(std::process::Stdio::null())
            .process_group(0)
            .spawn()
            .expect("it starts");
        let pids = run.folder().join("pids");
        let began = std::time::Instant::now();
        let told = loop {
            let told = std::fs::read_to_string(&pids).unwrap_or_default();
            if told.ends_with('\n') {
                break told;
            }
            assert!(began.elapsed().as_secs() < 60, "the tool was never asked");
            std::thread::sleep(std::time::Duration::from_millis(5));
        };
        let kill = std::process::Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(kill.is_ok_and(|done| done.success()));
        let status = child.wait().expect("waited");
        assert_eq!(status.signal(), Some(number), "{status}");
        assert!(!run.folder().join("out").exists());
        for pid in told.split_whitespace() {
            // Killed, it may not have come to die yet, and may wait to be reaped by whoever adopted it.
            let stat = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let gone = |stat: &str| stat.is_empty() || stat.contains(") Z ");
            let began = std::time::Instant::now();
            while !gone(&stat()) && began.elapsed().as_secs() < 20 {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            assert!(gone(&stat()), "SIG{signal} left {pid}: {}", stat());
        }
    }
}
