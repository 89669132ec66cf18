//! `artifact-pack`: test artifacts into one bundle that is the same bytes every time.

mod collect;
mod index;
mod pack;

use cli::spec::common;
use cli::{Example, Flag, Input, Kind, Tool, Verb};

const TOOL: Tool = Tool {
    name: "artifact-pack",
    version: env!("CARGO_PKG_VERSION"),
    about: "pack test artifacts into a reproducible zip with a manifest",
    details: "The same files give the same archive, whatever their times, owners, the umask, \
the locale, the time zone or the order in which the disk lists them: members are sorted by the \
raw bytes of their paths, all have the time of SOURCE_DATE_EPOCH (1980-01-01 without it) and \
mode 644 or 755, and there is one compressor at one level.

A folder's files stand in the archive under the folder's own name; those of `.` at the top. \
Nothing is left out by name: hidden files and what a .gitignore names are evidence too. \
Symbolic links are stored as links and never followed; one that leads out of the archive is \
left out, as are FIFOs, sockets, devices and folders with nothing in them, each with its reason in \
the manifest.

The archive also holds manifest.ndjson (an artifact.v1 a path, then pack.v1) and \
artifacts_index.md for people. Memory grows with the number of paths, and by some 10 MB a thread.",
    verbs: &[Verb {
        name: "pack",
        about: "pack folders and files",
        operands: "PATH... -o FILE",
        count: (1, usize::MAX),
        input: Input::Paths,
        flags: &[
            Flag::value(
                "output",
                Kind::Path,
                "FILE",
                "the archive; written beside it first, then renamed, so that a killed run leaves \
the old one whole",
            )
            .short('o'),
            Flag::value("index", Kind::Path, "FILE", "also write the index for people to FILE"),
            common::THREADS,
            common::SET,
        ],
        examples: &[
            Example {
                command: "artifact-pack pack test_output -o test_artifacts.zip",
                about: "a bundle, its manifest on standard output",
            },
            Example {
                command: "artifact-pack pack logs reports -o bundle.zip --index artifacts_index.md | \
jq -r 'select(.status == \"skipped\") | .path + \": \" + .reason'",
                about: "what is not in it, and why",
            },
        ],
        reads: "folders and files by name",
        writes: "the archive; on standard output artifact.v1 (one a path found, in archive \
order), issue.v1, pack.v1 with the archive's own digest, and the trailer parse-summary.v1",
        ..Verb::NEW
    }],
};

fn main() -> std::process::ExitCode {
    cli::main(&TOOL, pack::run)
}
