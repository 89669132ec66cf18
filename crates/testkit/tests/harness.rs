//! The harness itself: it must be able to fail.

use testkit::{Run, run_case};

fn case(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

#[test]
fn a_case_checks_output_messages_and_status() {
    let same =
        [("cmd", "cat; echo e >&2; exit 3"), ("in", "x\n"), ("out", "x\n"), ("err", "e\n"), ("code", "3\n")];
    assert_eq!(run_case("/bin/sh", case(&same).path()), Ok(()));
    for (file, text) in [("out", "y\n"), ("err", ""), ("code", "0\n"), ("out", "x")] {
        let mut other = same;
        for entry in other.iter_mut().filter(|e| e.0 == file) {
            entry.1 = text;
        }
        assert!(run_case("/bin/sh", case(&other).path()).is_err(), "{file} {text:?} must differ");
    }
}

#[test]
fn a_run_sees_everything() {
    let seen = Run::new("/bin/sh").arg("-c").arg("cat; pwd >&2; exit 7").stdin("in").run();
    assert_eq!((seen.code, seen.out_text().as_str()), (7, "in"));
    assert!(std::panic::catch_unwind(|| seen.code(0)).is_err());
    assert!(std::panic::catch_unwind(|| seen.quiet()).is_err());
    let killed = Run::new("/bin/sh").arg("-c").arg("kill -9 $$").run();
    assert_eq!(killed.code, 137);
}
