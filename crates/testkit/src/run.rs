//! Running one tool once.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A run that takes longer has hung; nothing here takes a tenth of it.
const LIMIT: Duration = Duration::from_secs(120);

/// One run of a tool: an empty folder, arguments, standard input.
#[derive(Debug)]
pub struct Run {
    program: PathBuf,
    args: Vec<OsString>,
    folder: tempfile::TempDir,
    stdin: Vec<u8>,
    stdout_to: Option<PathBuf>,
    env: Vec<(OsString, OsString)>,
}

/// What a run did.
#[derive(Debug)]
pub struct Seen {
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: Vec<u8>,
    /// The exit status; 128 + N for a death by signal N.
    pub code: i32,
    report: String,
}

impl Run {
    /// A run of the binary at `program` (`env!("CARGO_BIN_EXE_name")`) in a new empty folder.
    pub fn new(program: impl AsRef<Path>) -> Run {
        Run {
            program: program.as_ref().to_owned(),
            args: Vec::new(),
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
            stdin: Vec::new(),
            stdout_to: None,
            env: Vec::new(),
        }
    }

    /// With arguments, split at white space.
    #[must_use]
    pub fn args(mut self, line: &str) -> Run {
        self.args.extend(line.split_whitespace().map(OsString::from));
        self
    }

    /// With one more argument, as it is.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Run {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// With this on standard input.
    #[must_use]
    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Run {
        self.stdin = bytes.as_ref().to_vec();
        self
    }

    /// With standard output going to this file (`/dev/full`).
    #[must_use]
    pub fn stdout_to(mut self, path: impl AsRef<Path>) -> Run {
        self.stdout_to = Some(path.as_ref().to_owned());
        self
    }

    /// With an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Run {
        self.env.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// With a file in its folder; folders on the way are made.
    #[must_use]
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Run {
        let path = self.folder.path().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder can be made");
        }
        std::fs::write(path, bytes).expect("a file can be written");
        self
    }

    /// The folder that it runs in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs it to its end; the folder lives as long as `self`.
    pub fn run(&self) -> Seen {
        let mut command = Command::new(&self.program);
        // NO_COLOR and the rest must not come from whoever runs the tests.
        for name in
            ["NO_COLOR", "SOURCE_DATE_EPOCH", "TPR_SEED", "TPR_FAILFAST_MODE", "TPR_FLAKE_RATE_THRESHOLD"]
        {
            command.env_remove(name);
        }
        command
            .args(&self.args)
            .current_dir(self.folder.path())
            .envs(self.env.iter().map(|(k, v)| (k, v)))
            .stdin(Stdio::piped())
            .stderr(Stdio::piped());
        match &self.stdout_to {
            None => command.stdout(Stdio::piped()),
            Some(path) => {
                let file =
                    std::fs::OpenOptions::new().write(true).open(path).expect("the output can be opened");
                command.stdout(file)
            }
        };
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{}: {e}", self.program.display()));
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        let stdout = child.stdout.take();
        let mut stderr = child.stderr.take().expect("standard error is a pipe");
        let (out, err) = std::thread::scope(|scope| {
            // A tool that ends early closes the pipe under this writer: that is fine.
            let writer = scope.spawn(move || {
                let _ = stdin.write_all(&self.stdin);
                drop(stdin);
            });
            let out = scope.spawn(move || {
                let mut out = Vec::new();
                if let Some(mut stdout) = stdout {
                    stdout.read_to_end(&mut out).expect("standard output can be read");
                }
                out
            });
            let err = scope.spawn(move || {
                let mut err = Vec::new();
                stderr.read_to_end(&mut err).expect("standard error can be read");
                err
            });
            let began = Instant::now();
            while child.try_wait().expect("the child can be waited for").is_none() {
                if began.elapsed() > LIMIT {
                    child.kill().expect("the child can be killed");
                    panic!("{} {:?} did not end within {LIMIT:?}", self.program.display(), self.args);
                }
                std::thread::sleep(Duration::from_millis(2));
            }
            writer.join().expect("the writer ends");
            (out.join().expect("the reader ends"), err.join().expect("the reader ends"))
        });
        let status = child.wait().expect("the child has ended");
        let code = status.code().unwrap_or_else(|| {
            use std::os::unix::process::ExitStatusExt as _;
            128 + status.signal().unwrap_or(0)
        });
        let report = self.report(&out, &err, code);
        Seen { out, err, code, report }
    }

    fn report(&self, out: &[u8], err: &[u8], code: i32) -> String {
        let mut report = String::new();
        let args: Vec<_> = self.args.iter().map(|a| a.to_string_lossy()).collect();
        let _ = writeln!(report, "command: {} {}", self.program.display(), args.join(" "));
        let _ = writeln!(report, "folder:  {}", self.folder.path().display());
        let _ = writeln!(report, "stdin:   {} bytes: {}", self.stdin.len(), clip(&self.stdin));
        let _ = writeln!(report, "status:  {code}");
        let _ = writeln!(report, "--- stdout\n{}\n--- stderr\n{}", clip(out), clip(err));
        report
    }
}

fn clip(bytes: &[u8]) -> String {
    let shown = &bytes[..bytes.len().min(4000)];
    let more = if shown.len() < bytes.len() { format!("... ({} bytes)", bytes.len()) } else { String::new() };
    format!("{}{more}", String::from_utf8_lossy(shown))
}

impl Seen {
    /// Standard output as text.
    pub fn out_text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// Standard error as text.
    pub fn err_text(&self) -> String {
        String::from_utf8_lossy(&self.err).into_owned()
    }

    /// The records on standard output; anything else there fails the test.
    pub fn records(&self) -> Vec<serde_json::Value> {
        let lines = self.out.split(|b| *b == b'\n').filter(|l| !l.is_empty());
        let parse = |l: &[u8]| {
            serde_json::from_slice(l).unwrap_or_else(|e| panic!("not a record: {e}\n{}", self.report))
        };
        lines.map(parse).collect()
    }

    /// Demands a status.
    #[track_caller]
    pub fn code(&self, want: i32) -> &Seen {
        assert_eq!(self.code, want, "the status is wrong\n{}", self.report);
        self
    }

    /// Demands that a text stands on standard error.
    #[track_caller]
    pub fn err_has(&self, want: &str) -> &Seen {
        assert!(self.err_text().contains(want), "stderr lacks {want:?}\n{}", self.report);
        self
    }

    /// Demands that a text stands on standard output.
    #[track_caller]
    pub fn out_has(&self, want: &str) -> &Seen {
        assert!(self.out_text().contains(want), "stdout lacks {want:?}\n{}", self.report);
        self
    }

    /// Demands silence on standard error.
    #[track_caller]
    pub fn quiet(&self) -> &Seen {
        assert!(self.err.is_empty(), "stderr is not empty\n{}", self.report);
        self
    }

    /// The whole story, for an assertion of your own.
    pub fn report(&self) -> &str {
        &self.report
    }
}

/// The repository's root.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/testkit lies two folders down").to_owned()
}

/// A file of `testdata/`.
pub fn testdata(name: &str) -> PathBuf {
    repository().join("testdata").join(name)
}

/// Whether a program is there. Where it is not, the test that asks says so loudly, in a
/// line that `make test` counts, and ends; with `RUNPROOF_NO_SKIP=1` it fails instead.
#[track_caller]
pub fn needs(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if std::env::split_paths(&path).any(|folder| folder.join(program).is_file()) {
        return true;
    }
    let place = std::panic::Location::caller();
    assert!(
        std::env::var_os("RUNPROOF_NO_SKIP").is_none(),
        "{place}: {program} is missing, and RUNPROOF_NO_SKIP forbids to skip"
    );
    let line = format!("SKIPPED {}:{}: {program} is missing\n", place.file(), place.line());
    // Past the capture of the test harness, so that it is seen also when the test passes.
    let _ = std::io::stderr().write_all(line.as_bytes());
    let log = repository().join("target/skipped-tests.log");
    if let Ok(mut log) = std::fs::OpenOptions::new().create(true).append(true).open(log) {
        let _ = log.write_all(line.as_bytes());
    }
    false
}

/// What a terminal gets from a shell line that runs in `folder`, and the line's status. The terminal
/// is lent by `script` of util-linux, see [`needs`].
pub fn on_terminal(folder: &Path, line: &str) -> (String, Option<i32>) {
    let out = Command::new("script")
        .args(["-qec", line, "/dev/null"])
        .current_dir(folder)
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .expect("script runs");
    (String::from_utf8_lossy(&out.stdout).into_owned(), out.status.code())
}
