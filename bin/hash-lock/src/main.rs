//! `hash-lock`: freeze what evidence is, and say later whether it still is.

mod names;
mod verify;
mod write;

use cli::spec::common;
use cli::{Cx, Error, Example, Flag, Input, Kind, Tool, Verb};

const TOOL: Tool = Tool {
    name: "hash-lock",
    version: env!("CARGO_PKG_VERSION"),
    about: "lock files by their SHA-256, and check them against a lock",
    details: "The lock is in the format of sha256sum: `sha256sum -c` reads it, and \
`hash-lock verify` reads what sha256sum and openssl dgst write (text and binary marks, --tag, CRLF).

Folders are walked in the order of their paths' raw bytes, hidden files and what a \
.gitignore names included. Symbolic links, FIFOs, sockets and devices are never followed \
or opened: each is reported, and the status is 3.

A lock shows accidents and edits, not an adversary who can rewrite the lock too: keep it, \
or its own digest, somewhere else.",
    verbs: &[
        Verb {
            name: "write",
            about: "write a lock of files and folders",
            operands: "PATH...",
            input: Input::Paths,
            flags: &[
                Flag::value(
                    "format",
                    Kind::Choice(&["lock", "ndjson", "csv", "table"]),
                    "FORMAT",
                    "lock (sha256sum's lines), or ndjson, csv, table for hash.v1 records",
                )
                .default("lock"),
                ROOT_OF_WRITE,
                common::THREADS,
                common::SET,
            ],
            examples: &[
                Example { command: "hash-lock write test_output -o evidence.lock", about: "lock a folder" },
                Example {
                    command: "hash-lock write --root target/demo -o evidence.lock",
                    about: "lock a folder, with names that begin inside it",
                },
            ],
            reads: "files and folders by name",
            writes: "a lock in the format of sha256sum; with --format=ndjson hash.v1 (one a \
file, in the lock's order), issue.v1 and the trailer parse-summary.v1",
            ..Verb::NEW
        },
        Verb {
            name: "verify",
            about: "check files against a lock",
            operands: "[LOCK...]",
            input: Input::Files,
            flags: &[
                Flag::value(
                    "root",
                    Kind::Path,
                    "DIR",
                    "look for the locked paths in DIR, let none lead out of it, and report every \
other file in it as extra; memory grows with the number of entries",
                ),
                Flag::value(
                    "extra",
                    Kind::Path,
                    "DIR",
                    "report files in DIR (named as in the lock) that the lock does not have; may be \
repeated",
                )
                .many(),
                common::THREADS,
                common::SET,
            ],
            examples: &[
                Example {
                    command: "hash-lock verify evidence.lock",
                    about: "status 1 when a file changed or is gone",
                },
                Example {
                    command: "hash-lock verify evidence.lock --root bundle --format=table",
                    about: "the whole folder, additions included",
                },
            ],
            reads: "locks in any form that sha256sum writes, or hash.v1 records",
            writes: "hash-check.v1, one a path: ok, changed, missing, extra, unreadable; and the \
trailer parse-summary.v1",
            answer_no: "a path is changed, missing, extra, or no longer a regular file; a lock \
without entries is bad input (3), a file that cannot be read is 4",
            ..Verb::NEW
        },
    ],
};

const ROOT_OF_WRITE: Flag = Flag::value(
    "root",
    Kind::Path,
    "DIR",
    "take paths in DIR, and let the names in the lock begin there; without PATH the whole of DIR",
);

fn main() -> std::process::ExitCode {
    cli::main(&TOOL, run)
}

fn run(cx: &Cx) -> Result<(), Error> {
    match cx.verb() {
        "write" => write::run(cx),
        _ => verify::run(cx),
    }
}
