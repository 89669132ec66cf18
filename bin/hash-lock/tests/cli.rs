//! `hash-lock` from outside: case folders, the shared contract, and `sha256sum` itself.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::Command;
use testkit::{Contract, Run, contract, needs, run_cases};

const TOOL: &str = env!("CARGO_BIN_EXE_hash-lock");
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Names that have broken other tools.
const ODD: [&[u8]; 15] = [
    b"plain",
    b" lead",
    b"trail ",
    b"*star",
    b"#hash",
    b"-dash",
    b"new\nline",
    b"back\\slash",
    b"\\n",
    b"cr\r",
    b"quote'\"",
    b"\xff\xfe",
    b"tab\t",
    b"%s",
    b"p (a) = b",
];

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn a_lock_that_cannot_be_opened_makes_the_rest_incomplete() {
    for operands in ["a.lock gone.lock", "gone.lock a.lock"] {
        let seen = Run::new(TOOL)
            .file("a", "")
            .file("a.lock", format!("{EMPTY}  a\n"))
            .args(&format!("verify {operands}"))
            .run();
        seen.code(4).err_has("gone.lock: ");
        let trailer = seen.records().pop().expect("a trailer");
        assert_eq!(trailer["complete"], false, "{}", seen.report());
        assert_eq!(trailer["statuses"]["ok"], 1);
    }
}

#[test]
fn the_contract_of_verify() {
    contract(&Contract {
        good_code: 1,
        file: "evidence.lock",
        empty: Ok(3),
        // A cut name is a name: the file is missing, as it is under its whole name.
        cut: Ok(1),
        unknown_schema: Ok(1),
        ..Contract::records(
            TOOL,
            "verify {}",
            format!("{EMPTY}  some/file\n").into_bytes(),
            r#"{"schema":"hash.v1","path":3,"sha256":"","bytes":0}"#,
        )
    });
}

#[test]
fn the_contract_of_write() {
    contract(&Contract {
        empty: Ok(0),
        non_utf8: Ok(0),
        cut: Ok(0),
        huge_line: Ok(0),
        unknown_schema: Err("files are hashed, not read as records"),
        wrong_type: Err("files are hashed, not read as records"),
        ..Contract::records(TOOL, "write {}", b"some content\n".to_vec(), "")
    });
}

fn odd_files(folder: &Path) {
    for (n, name) in ODD.iter().enumerate() {
        let path = folder.join("d").join(OsStr::from_bytes(name));
        std::fs::create_dir_all(folder.join("d")).expect("a folder can be made");
        std::fs::write(path, format!("content {n}")).expect("a file can be written");
    }
}

#[test]
fn sha256sum_accepts_our_lock_under_any_name() {
    if !needs("sha256sum") {
        return;
    }
    let run = Run::new(TOOL).args("write d -o lock");
    odd_files(run.folder());
    run.run().code(0).quiet();
    let check = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "lock"])
        .current_dir(run.folder())
        .output()
        .expect("sha256sum starts");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    assert!(check.stderr.is_empty(), "{}", String::from_utf8_lossy(&check.stderr));

    // Byte for byte what it would have written, in the order of raw bytes.
    let theirs = Command::new("sh")
        .args(["-c", "find d -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum"])
        .current_dir(run.folder())
        .output()
        .expect("sh starts");
    let ours = std::fs::read(run.folder().join("lock")).expect("the lock is there");
    assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs.stdout));
    assert_eq!(ours, theirs.stdout);
    assert_eq!(ours.split(|b| *b == b'\n').count(), ODD.len() + 1);
}

#[test]
fn we_accept_what_sha256sum_writes() {
    if !needs("sha256sum") {
        return;
    }
    for form in ["", "--text", "--binary", "--tag"] {
        let run = Run::new(TOOL).args("verify lock --root d");
        odd_files(run.folder());
        let theirs = Command::new("sh")
            .args(["-c", &format!("cd d && find . -type f -print0 | xargs -0 sha256sum {form} > ../lock")])
            .current_dir(run.folder())
            .status()
            .expect("sh starts");
        assert!(theirs.success());
        let seen = run.run();
        seen.code(0).quiet();
        let records = seen.records();
        assert_eq!(records.len(), ODD.len() + 1, "{}", seen.report());
        let ok = records.iter().filter(|r| r["status"] == "ok").count();
        assert_eq!(ok, ODD.len(), "{form}: {}", seen.report());
        testkit::check_records(&records);
    }
}

#[test]
fn any_flipped_byte_is_found() {
    let content: Vec<u8> = (0..=255).collect();
    let run = Run::new(TOOL).args("verify lock").file("d", &content);
    let lock = Run::new(TOOL).args("write d").file("d", &content).run();
    std::fs::write(run.folder().join("lock"), &lock.out).expect("a file can be written");
    run.run().code(0);
    for at in [0, 1, 127, 255] {
        let mut flipped = content.clone();
        flipped[at] ^= 1;
        std::fs::write(run.folder().join("d"), &flipped).expect("a file can be written");
        run.run().code(1).err_has("of 1 paths: 1 changed").out_has(r#""status":"changed""#);
    }
}

#[test]
fn a_file_that_may_not_be_read_is_status_4() {
    // Root may read everything: then the case cannot be made.
    let run = Run::new(TOOL).args("write d").file("d/a", "a").file("d/b", "b");
    let closed = run.folder().join("d/a");
    std::fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o000)).expect("chmod");
    if std::fs::read(&closed).is_ok() {
        if !needs("setpriv") {
            return;
        }
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(run.folder(), mode).expect("chmod");
        // The tool may lie where nobody else can start it. Copied by another process: while this one
        // has the copy open, a child that another test starts has it too, and it cannot be run.
        let tool = run.folder().join("tool");
        let copied = Command::new("cp").arg(TOOL).arg(&tool).status();
        assert!(copied.is_ok_and(|done| done.success()), "the tool can be copied");
        let out = Command::new("setpriv")
            .args(["--reuid=65534", "--clear-groups"])
            .arg(&tool)
            .args(["write", "d"])
            .current_dir(run.folder())
            .output()
            .expect("setpriv starts");
        assert_eq!(out.status.code(), Some(4));
        assert_eq!(String::from_utf8_lossy(&out.stderr), "hash-lock: d/a: permission denied\n");
        assert!(String::from_utf8_lossy(&out.stdout).ends_with("  d/b\n"));
        return;
    }
    let seen = run.run();
    seen.code(4).err_has("d/a: permission denied").out_has("  d/b\n");
}

/// A folder of files of many sizes.
fn many(folder: &Path) {
    std::fs::create_dir(folder.join("d")).expect("a folder can be made");
    for n in 0..200_usize {
        let bytes = vec![b'a' + (n % 26) as u8; n * 7919 % 300_000];
        std::fs::write(folder.join(format!("d/f{n:03}")), bytes).expect("a file can be written");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for line in ["write d", "write d --format=ndjson", "verify evidence.lock --extra d"] {
        let with = |threads: usize| {
            let run = Run::new(TOOL).args(line).args(&format!("--threads {threads}"));
            many(run.folder());
            let lock = Run::new(TOOL).args("write --threads 1 --root").arg(run.folder()).arg("d").run();
            let mut lines: Vec<&[u8]> = lock.out.split_inclusive(|b| *b == b'\n').collect();
            // One file that is extra, one that is missing.
            lines.remove(70);
            let gone = format!("{EMPTY}  d/gone\n");
            lines.insert(20, gone.as_bytes());
            std::fs::write(run.folder().join("evidence.lock"), lines.concat()).expect("a lock");
            run.run().out
        };
        let one = with(1);
        assert!(one.len() > 10_000, "{line}");
        assert!((2..5).all(|threads| with(threads) == one), "{line}");
    }
}

#[test]
fn a_lock_of_openssl_is_read() {
    let openssl = format!("SHA2-256(a b)= {EMPTY}\n");
    Run::new(TOOL).args("verify o.lock").file("a b", "").file("o.lock", openssl).run().code(0);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_told() {
    use std::io::Write as _;
    let run = Run::new(TOOL).args("write d --format=ndjson").file("d/log", vec![b'x'; 8 << 20]);
    let path = run.folder().join("d/log");
    let stop = std::sync::atomic::AtomicBool::new(false);
    let told = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut log = std::fs::File::options().append(true).open(&path).expect("it is there");
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                log.write_all(b"one more line\n").expect("it can be written");
            }
        });
        // The writer need not be scheduled within one short run; within fifty it is.
        let told = (0..50).any(|_| {
            let seen = run.run();
            let records = seen.records();
            if records.len() < 3 {
                return false;
            }
            seen.code(3).err_has("d/log: changed while it was read");
            assert_eq!(records[0]["schema"], "hash.v1");
            assert_eq!(records[1]["code"], "changed-while-read");
            assert_eq!(records[2]["complete"], false);
            true
        });
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        told
    });
    assert!(told);
}
