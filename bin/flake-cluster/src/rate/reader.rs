//! Lines to attempts.

use super::fast::Fast;
use crate::failing;
use cli::{Cx, Error, Line, Take};
use foldhash::fast::RandomState;
use record::{Issue, Outcome, Severity, Status};
use signature::flake::{Attempt, History, Verdict};
use signature::head::Sort;
use signature::{SigId, Signer, message_of, template};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Turns lines into attempts, and remembers what the names stand for.
pub(super) struct Reader {
    pub(super) by: String,
    pub(super) variant: Vec<String>,
    signer: Signer,
    templates: HashMap<SigId, String>,
    /// Per subject: test_uid and owner.
    pub(super) about: HashMap<String, About, RandomState>,
    pub(super) nameless: u64,
    unlabelled: u64,
    /// Taken out while what it has read is taken in.
    fast: Option<Box<Fast>>,
}

/// What a subject stands for.
#[derive(Clone, Default)]
pub(super) struct About {
    pub(super) uid: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) variant: BTreeMap<String, String>,
    pub(super) name: String,
}

/// Templates that incidents may show; beyond, their signature has to do.
const TEMPLATES: usize = 50_000;

impl Reader {
    pub(super) fn new(cx: &Cx) -> Reader {
        Reader {
            by: cx.args().text("by").unwrap_or("test").to_owned(),
            variant: cx.args().list("variant").into_iter().map(str::to_owned).collect(),
            signer: Signer::new(cx.args().has("mask-codes")),
            templates: HashMap::new(),
            about: HashMap::default(),
            nameless: 0,
            unlabelled: 0,
            fast: Some(Box::new(Fast::new())),
        }
    }

    /// The previous window's file, under the same rules as the input.
    pub(super) fn file(&mut self, cx: &Cx, path: &Path, history: &mut History) -> Result<(), Error> {
        let source = cx.open(path.as_os_str())?;
        let file = source.name.clone();
        let mut lines = ndjson::Lines::new(source);
        loop {
            let line = match lines.next(&mut |_| Ok(())) {
                Ok(None) => return Ok(()),
                Ok(Some(ndjson::Next::Line(line))) if line.is_blank() => continue,
                Ok(Some(ndjson::Next::Line(line))) => line,
                Ok(Some(ndjson::Next::TooLong { number, .. })) => {
                    cx.bad(cli::Bad {
                        file: &file,
                        line: Some(number),
                        reason: "the line is too long",
                        bytes: b"",
                    })?;
                    continue;
                }
                Err(error) => return Err(Error::io(&file, &error)),
            };
            let line = Line { file: &file, number: line.number, offset: line.offset, bytes: line.bytes };
            if let Take::Bad(reason) = self.take(&line, history) {
                cx.bad(cli::Bad {
                    file: &file,
                    line: Some(line.number),
                    reason: &reason,
                    bytes: line.bytes,
                })?;
            }
        }
    }

    /// Takes in a line.
    pub(super) fn take(&mut self, line: &Line<'_>, history: &mut History) -> Take {
        if let Some(mut fast) = self.fast.take() {
            let common = fast.read(line.bytes).map(|outcome| self.outcome(&outcome, history));
            self.fast = Some(fast);
            if common.is_some() {
                return Take::Used;
            }
        }
        match failing::outcome(line) {
            Ok(outcome) => {
                self.outcome(&outcome, history);
                Take::Used
            }
            Err(take) => take,
        }
    }

    /// Takes in an outcome.
    pub(super) fn outcome(&mut self, outcome: &Outcome<'_>, history: &mut History) {
        // Containers repeat their children; a build is no test.
        if outcome.kind != record::Kind::Test {
            return;
        }
        let Some(run) = outcome.run_id.as_deref() else {
            self.nameless += 1;
            return;
        };
        let Some(subject) = self.subject(outcome) else {
            self.unlabelled += 1;
            return;
        };
        let verdict = match outcome.status {
            Status::Pass | Status::Xpass => Verdict::Pass,
            Status::Fail | Status::Error => Verdict::Fail,
            _ => Verdict::Undecided,
        };
        let sig = (verdict == Verdict::Fail).then(|| {
            let signed = failing::sign(&mut self.signer, outcome);
            if self.templates.len() < TEMPLATES {
                self.templates.entry(signed.sig).or_insert_with(|| template(message_of(&signed.encoded)));
            }
            (signed.sig, signed.head.sort == Sort::Infra)
        });
        let group = outcome.suite.first().map(|s| &s.0).or(outcome.file.as_ref());
        history.add(Attempt {
            subject: &subject,
            group: group.map_or("", |g| g),
            run,
            commit: outcome.commit.as_deref(),
            started_at: outcome.started_at.as_deref(),
            branch: outcome.labels.get("branch").map(String::as_str),
            pull_request: outcome
                .labels
                .get("pull_request")
                .is_some_and(|v| !matches!(v.as_str(), "" | "0" | "false")),
            number: outcome.attempt,
            verdict,
            sig,
        });
    }

    /// The key of what the rate is for: sorts by name, then by variant.
    fn subject<'o>(&mut self, outcome: &'o Outcome<'_>) -> Option<Cow<'o, str>> {
        let name: Cow<'o, str> = match self.by.as_str() {
            "test" => Cow::Borrowed(&outcome.test_id),
            "suite" => outcome.suite.iter().map(|s| &*s.0).collect::<Vec<_>>().join(" / ").into(),
            "file" => Cow::Borrowed(outcome.file.as_deref()?),
            label => Cow::Borrowed(outcome.labels.get(label.strip_prefix("label:")?)?),
        };
        let mut key = name.clone();
        let mut variant = BTreeMap::new();
        for label in &self.variant {
            if let Some(value) = outcome.labels.get(label) {
                variant.insert(label.clone(), value.clone());
                key = format!("{key}\u{1}{label}={value}").into();
            }
        }
        let owner = outcome.labels.get("owner");
        // The common case costs one look: the subject is known, and so is its owner.
        match self.about.get_mut(&*key) {
            Some(about) => {
                if about.owner.is_none() {
                    about.owner = owner.cloned();
                }
            }
            None => {
                let uid = (self.by == "test").then(|| outcome.test_uid.to_string());
                let about = About { uid, owner: owner.cloned(), variant, name: name.into_owned() };
                self.about.insert(key.to_string(), about);
            }
        }
        Some(key)
    }

    /// The template of a signature; empty beyond the first ones.
    pub(super) fn template(&self, sig: SigId) -> String {
        self.templates.get(&sig).cloned().unwrap_or_default()
    }

    /// Says what could not be used.
    pub(super) fn report(&self, cx: &Cx) -> Result<(), Error> {
        for (n, code, what) in [
            (
                self.nameless,
                "run-id-missing",
                "attempts without run_id are in no rate: which belong together is not known",
            ),
            (self.unlabelled, "group-missing", "attempts without what --by asks for are in no rate"),
        ] {
            if n > 0 {
                let message = format!("{n} {what}");
                cx.warn(&message);
                cx.raise(cli::Status::BadInput);
                let mut issue = Issue::new(code, Severity::Error, message);
                issue.values = vec![n.into()];
                cx.out().emit(&issue)?;
            }
        }
        Ok(())
    }
}
