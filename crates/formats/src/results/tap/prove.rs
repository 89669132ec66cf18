//! What `prove -v` prints around the TAP of each file.

use super::TapMachine;
use crate::results::book::{Book, Place};

impl TapMachine {
    /// Lines of prove around the TAP of each file.
    pub(super) fn prove_line(&mut self, body: &str, indent: usize, book: &mut Book<'_>) -> bool {
        if indent == 0
            && let Some((head, tail)) = body.split_once(" ..")
        {
            // `[12:00:00] t/pay.t .. ` with --timer.
            let file = head.rsplit(' ').next().unwrap_or(head);
            let stamp = head.len() == file.len() || head.starts_with('[');
            let path = file.ends_with(".t") || file.contains('/') || file.ends_with(".bats");
            if stamp
                && path
                && !head.starts_with("ok")
                && !head.starts_with("not ok")
                && !head.starts_with('#')
            {
                if self.seen_any || self.prove {
                    self.document_end(book);
                }
                self.prove = true;
                self.file = Some(file.to_owned());
                let tail = tail.trim_matches(['.', ' ']);
                if let Some(reason) = tail.strip_prefix("skipped: ") {
                    let at = self.level(0, book);
                    self.levels[at].plan = Some((0, Place::default()));
                    self.levels[at].skip_all = Some(reason.to_owned());
                }
                return true;
            }
        }
        // prove's own verdict on a file, and its report.
        let own = self.prove
            && indent == 0
            && (matches!(body.trim_end(), "ok" | "not ok")
                || body.starts_with("Dubious, test returned")
                || body.starts_with("Failed ")
                || body.starts_with("All ")
                || body.starts_with("Test Summary Report")
                || body.starts_with("Files=")
                || body.starts_with("Result: "));
        self.result |= own && body.starts_with("Result: ");
        if own && (body.starts_with("Test Summary") || body.starts_with("Files=")) {
            self.document_end(book);
            self.file = None;
        }
        own
    }
}
