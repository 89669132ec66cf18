//! `artifact-pack` from outside: case folders, the shared contract, reproducibility, and
//! other programs that read the archive.

use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use testkit::{Contract, Run, contract, needs, run_cases};

const TOOL: &str = env!("CARGO_BIN_EXE_artifact-pack");

#[test]
fn cases() {
    run_cases(TOOL, env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn the_contract() {
    contract(&Contract {
        empty: Ok(0),
        non_utf8: Ok(0),
        cut: Ok(0),
        huge_line: Ok(0),
        unknown_schema: Err("files are packed, not read as records"),
        wrong_type: Err("files are packed, not read as records"),
        full_disk: Err("-o stands in the command line already: see below"),
        ..Contract::records(TOOL, "pack {} -o bundle.zip", b"some content\n".to_vec(), "")
    });
}

#[test]
fn a_full_disk_is_status_4_wherever_it_is() {
    let run = |line: &str| Run::new(TOOL).args(line).file("d/a", "a");
    let seen = run("pack d -o bundle.zip").stdout_to("/dev/full").run();
    seen.code(4).err_has("standard output: no space left on device");
    run("pack d -o /dev/full").run().code(4).err_has("/dev/full: no space left on device");
    run("pack d -o no/such/folder/b.zip").run().code(4).err_has("no/such/folder/b.zip: no such file");
    run("pack d -o b.zip --index /dev/full").run().code(4).err_has("/dev/full: no space left on device");
}

/// Files in an order of creation, with odd names, contents and modes.
fn tree(folder: &Path, reverse: bool) {
    let names: [&[u8]; 8] = [
        b"a.b",
        b"a/b",
        b"a0",
        b".hidden",
        b"\xff",
        "\u{e4}\u{1f600}".as_bytes(),
        b"new\nline",
        b"back\\slash",
    ];
    let mut order: Vec<&[u8]> = names.to_vec();
    if reverse {
        order.reverse();
    }
    for name in order {
        let path = folder.join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
        fs::write(&path, [name, b" content\n"].concat().repeat(50)).expect("a file can be written");
    }
    fs::set_permissions(folder.join("a0"), fs::Permissions::from_mode(0o755)).expect("chmod");
    symlink("a/b", folder.join("link")).expect("a link can be made");
}

fn digest(run: &Run) -> String {
    let seen = run.run();
    seen.code(0);
    let records = seen.records();
    let pack = records.iter().find(|r| r["schema"] == "pack.v1").expect("a pack.v1");
    let digest = pack["sha256"].as_str().expect("a digest").to_owned();
    let bytes = fs::read(run.folder().join("bundle.zip")).expect("the archive is there");
    assert_eq!(files_sha256(&bytes, run.folder()), digest, "the digest is that of the file");
    digest
}

fn files_sha256(bytes: &[u8], folder: &Path) -> String {
    let copy = folder.join("digest-me");
    fs::write(&copy, bytes).expect("a file can be written");
    let out = Command::new("sha256sum").arg(&copy).output().expect("sha256sum starts");
    fs::remove_file(copy).expect("a file can be removed");
    String::from_utf8_lossy(&out.stdout)[..64].to_owned()
}

#[test]
fn the_same_files_are_the_same_bytes() {
    if !needs("sha256sum") {
        return;
    }
    let plain = Run::new(TOOL).args("pack d -o bundle.zip");
    tree(&plain.folder().join("d"), false);
    let expected = digest(&plain);
    assert_eq!(digest(&plain), expected, "twice");

    // Made in another order, so that the folder lists them in another order.
    let reversed = Run::new(TOOL).args("pack d -o bundle.zip");
    tree(&reversed.folder().join("d"), true);
    assert_eq!(digest(&reversed), expected, "order of creation");

    // Another place, another zone, another locale.
    let elsewhere = Run::new(TOOL)
        .args("pack ./far/away/../away/d/ -o bundle.zip")
        .env("TZ", "Asia/Kathmandu")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("LANG", "de_DE.UTF-8");
    tree(&elsewhere.folder().join("far/away/d"), false);
    assert_eq!(digest(&elsewhere), expected, "zone, locale, place");

    // Other times, other modes for group and others.
    let touched = Run::new(TOOL).args("pack d -o bundle.zip");
    tree(&touched.folder().join("d"), false);
    let d = touched.folder().join("d");
    let old = fs::File::options().append(true).open(d.join("a.b")).expect("it is there");
    old.set_modified(std::time::UNIX_EPOCH).expect("the time can be set");
    fs::set_permissions(d.join("a.b"), fs::Permissions::from_mode(0o600)).expect("chmod");
    fs::set_permissions(d.join("a0"), fs::Permissions::from_mode(0o711)).expect("chmod");
    assert_eq!(digest(&touched), expected, "times and modes");

    // The umask of whoever packs.
    let masked = Run::new("sh").arg("-c").arg(format!("umask 077; '{TOOL}' pack d -o bundle.zip"));
    tree(&masked.folder().join("d"), false);
    assert_eq!(digest(&masked), expected, "umask");

    // And one byte more is another archive.
    fs::write(d.join("a.b"), "x").expect("a file can be written");
    assert_ne!(digest(&touched), expected);
}

#[test]
fn an_executable_bit_counts() {
    let run = Run::new(TOOL).args("pack d -o bundle.zip").file("d/x", "x");
    let first = digest(&run);
    fs::set_permissions(run.folder().join("d/x"), fs::Permissions::from_mode(0o755)).expect("chmod");
    assert_ne!(digest(&run), first);
}

#[test]
fn the_manifest_inside_is_the_one_on_stdout() {
    if !needs("unzip") {
        return;
    }
    let run = Run::new(TOOL).args("pack d -o bundle.zip --index index.md --set job=x");
    tree(&run.folder().join("d"), false);
    let seen = run.run();
    seen.code(0).quiet();
    let records = seen.records();
    testkit::check_records(&records);
    let unzip = |member: &str| {
        let out = Command::new("unzip").args(["-p", "bundle.zip", member]).current_dir(run.folder()).output();
        out.expect("unzip starts").stdout
    };
    let inside: Vec<Value> = unzip("manifest.ndjson")
        .split(|b| *b == b'\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_slice(l).expect("a record"))
        .collect();
    testkit::check_records(&inside);
    let of = |all: &[Value], schema: &str| -> Vec<Value> {
        all.iter().filter(|r| r["schema"] == schema).cloned().collect()
    };
    assert_eq!(of(&inside, "artifact.v1").len(), 9);
    assert_eq!(of(&inside, "artifact.v1"), of(&records, "artifact.v1"));
    let pack = &of(&inside, "pack.v1")[0];
    assert_eq!(pack.get("sha256"), None);
    assert_eq!(pack["manifest_sha256"], of(&records, "pack.v1")[0]["manifest_sha256"]);
    let lines = unzip("manifest.ndjson");
    let end = lines.windows(18).position(|w| w == b"{\"schema\":\"pack.v1").expect("it is there");
    assert_eq!(pack["manifest_sha256"], files_sha256(&lines[..end], run.folder()).as_str());
    let beside = fs::read(run.folder().join("index.md")).expect("the index is there");
    assert_eq!(unzip("artifacts_index.md"), beside);
}

#[test]
fn unzip_reads_it() {
    if !needs("unzip") {
        return;
    }
    let run = Run::new(TOOL).args("pack d -o bundle.zip");
    for (name, content) in [("d/a", "aaaa".repeat(5000)), ("d/b/c", "c".to_owned()), ("d/e", String::new())] {
        let path = run.folder().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }
    symlink("b/c", run.folder().join("d/link")).expect("a link can be made");
    fs::set_permissions(run.folder().join("d/a"), fs::Permissions::from_mode(0o755)).expect("chmod");
    run.run().code(0).quiet();
    taken_out(&run, Command::new("unzip").args(["-q", "bundle.zip", "-d", "out"]));
    let test = Command::new("unzip").args(["-tq", "bundle.zip"]).current_dir(run.folder()).output();
    let test = test.expect("unzip starts");
    assert!(test.status.success() && test.stderr.is_empty());
}

#[test]
fn bsdtar_reads_it_under_any_name() {
    if !needs("bsdtar") {
        return;
    }
    let run = Run::new(TOOL).args("pack d -o bundle.zip");
    tree(&run.folder().join("d"), false);
    run.run().code(0).quiet();
    fs::create_dir(run.folder().join("out")).expect("a folder can be made");
    taken_out(
        &run,
        Command::new("bsdtar").args(["-x", "-f", "bundle.zip", "-C", "out"]).env("LC_ALL", "C.UTF-8"),
    );
}

/// Runs the program and compares what it took out with what went in.
fn taken_out(run: &Run, command: &mut Command) {
    let out = command.current_dir(run.folder()).output().expect("the program starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let differ = Command::new("diff")
        .args(["-r", "--no-dereference", "d", "out/d"])
        .current_dir(run.folder())
        .output()
        .expect("diff starts");
    assert!(differ.status.success(), "{}", String::from_utf8_lossy(&differ.stdout));
    let mode = |name: &str| fs::metadata(run.folder().join(name)).map(|m| m.permissions().mode() & 0o100);
    for name in ["a0", "a"] {
        if let Ok(before) = mode(&format!("d/{name}")) {
            let after = mode(&format!("out/d/{name}")).expect("it was taken out");
            assert_eq!(before, after, "the executable bit of {name}");
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let with = |threads: usize| {
        let run = Run::new(TOOL).args(&format!("pack d -o bundle.zip --threads {threads}"));
        tree(&run.folder().join("d"), false);
        (0..40).for_each(|n| {
            let big = vec![b'a' + n; usize::from(n) * 9973];
            fs::write(run.folder().join(format!("d/f{n:02}")), big).expect("a file can be written");
        });
        digest(&run)
    };
    let one = with(1);
    assert!((2..6).all(|threads| with(threads) == one));
}

#[test]
fn a_terminal_gets_a_table_although_the_archive_has_a_name() {
    if !needs("script") {
        return;
    }
    let run = Run::new("script")
        .args("-qec")
        .arg(format!("{TOOL} pack d -o bundle.zip --color=never"))
        .arg("/dev/null");
    run.file("d/a", "a").run().code(0).out_has("packed  d/a").out_has("1 file, 2 records");
}

#[test]
fn the_archive_does_not_go_where_the_records_go() {
    for place in ["-", "/dev/stdout", "/proc/self/fd/1"] {
        let run = Run::new(TOOL).args("pack d -o").arg(place).file("d/a", "a");
        let seen = run.run();
        seen.code(2).err_has("standard output has the records");
        assert!(seen.out.is_empty(), "{}", seen.report());
    }
}

#[test]
fn a_full_place_for_temporary_files_is_named() {
    let noise: Vec<u8> = (0..900_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let run = Run::new(TOOL).args("pack d -o bundle.zip").file("d/noise", noise).env("TMPDIR", "/nowhere");
    run.run().code(4).err_has("a temporary file in /nowhere: ").err_has("TMPDIR names another folder");
}

#[test]
fn a_file_that_grows_is_marked() {
    let run = Run::new(TOOL).args("pack d -o bundle.zip").file("d/log", vec![b'x'; 4 << 20]);
    let path = run.folder().join("d/log");
    let stop = AtomicBool::new(false);
    let marked = std::thread::scope(|scope| {
        scope.spawn(|| {
            use std::io::Write as _;
            let mut log = fs::File::options().append(true).open(&path).expect("it is there");
            while !stop.load(Ordering::Relaxed) {
                log.write_all(b"one more line\n").expect("it can be written");
            }
        });
        // The writer need not be scheduled within one short run; within fifty it is.
        let marked = (0..50).any(|_| {
            let seen = run.run();
            let records = seen.records();
            let log = records.iter().find(|r| r["path"] == "d/log").expect("it is packed");
            if log["warnings"] != serde_json::json!(["changed-while-packed"]) {
                return false;
            }
            seen.code(3).err_has("d/log: changed while it was packed");
            let last = records.last().expect("a trailer");
            assert_eq!(last["complete"], false);
            true
        });
        stop.store(true, Ordering::Relaxed);
        marked
    });
    assert!(marked);
}

#[test]
fn no_archive_is_left_when_it_cannot_be_written() {
    if !needs("bash") {
        return;
    }
    // Past 64 KiB of output every write fails.
    let noise: Vec<u8> = (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let script = format!("trap '' XFSZ; ulimit -f 64; '{TOOL}' pack d -o bundle.zip");
    let run = Run::new("bash").arg("-c").arg(script).file("d/noise", noise).file("bundle.zip", "old");
    let seen = run.run();
    seen.code(4).err_has("bundle.zip: ");
    assert_eq!(fs::read(run.folder().join("bundle.zip")).expect("it is there"), b"old");
    let left: Vec<_> = fs::read_dir(run.folder()).expect("it is there").flatten().collect();
    assert_eq!(left.len(), 2, "only d and the old archive: {left:?}");
}
