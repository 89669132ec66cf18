//! Lines to attempts.

use super::fast::Fast;
use crate::failing;
use cli::{Cx, Error, Line, Sink, Take};
use record::{Issue, Outcome, Severity, Status};
use signature::flake::{Attempt, History, Verdict};
use signature::head::Sort;
use signature::{SigId, Signer, message_of, template};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What a rate is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum By {
    Test,
    Suite,
    File,
    /// The label that was asked for first.
    Label,
}

/// Labels that are always looked at, before those that the flags name.
const BRANCH: usize = 0;
const PULL_REQUEST: usize = 1;
const OWNER: usize = 2;
const ASKED: usize = 3;

/// Turns lines into attempts, and remembers what the names stand for.
pub(super) struct Reader {
    by: By,
    /// The labels whose values set subjects apart, by their numbers.
    variants: std::ops::Range<usize>,
    /// The labels that are looked at: branch, pull_request, owner, that of `--by`, the variants.
    labels: Rc<[String]>,
    signer: Signer,
    templates: HashMap<SigId, String>,
    pub(super) nameless: u64,
    unlabelled: u64,
    fast: Option<Fast>,
    key: Vec<u8>,
}

/// What a subject stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub(super) uid: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) variant: BTreeMap<String, String>,
    pub(super) name: String,
}

/// A window's attempts, and what its subjects stand for, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) history: History,
    pub(super) about: Vec<About>,
}

impl Kept {
    /// Takes over the owners that only the previous window knows.
    pub(super) fn adopt(&mut self, previous: &Kept) {
        for (i, before) in (0..).zip(&previous.about) {
            if let Some(owner) = &before.owner
                && let Some(subject) = self.history.subject(previous.history.name(i))
                && let about = &mut self.about[subject as usize]
                && about.owner.is_none()
            {
                about.owner = Some(owner.clone());
            }
        }
    }
}

/// An attempt as it stands in a line. Texts are UTF-8.
pub(super) struct Attempted<'a> {
    pub(super) test_id: &'a [u8],
    pub(super) test_uid: &'a [u8],
    /// For incidents.
    pub(super) group: Option<&'a [u8]>,
    /// The outermost suites; the third one may stand for more of them.
    pub(super) suite: [Option<&'a [u8]>; 3],
    pub(super) file: Option<&'a [u8]>,
    pub(super) run: Option<&'a [u8]>,
    pub(super) commit: Option<&'a [u8]>,
    pub(super) started_at: Option<&'a [u8]>,
    pub(super) number: u64,
    pub(super) verdict: Verdict,
    pub(super) sig: Option<(SigId, bool)>,
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Templates that incidents may show; beyond, their signature has to do.
const TEMPLATES: usize = 50_000;

/// A reader and where what it reads goes.
pub(super) struct Filling<'r> {
    pub(super) reader: &'r mut Reader,
    pub(super) kept: &'r mut Kept,
}

impl Sink for Filling<'_> {
    fn block(&mut self, block: &[u8], limit: usize) -> (usize, u64) {
        self.reader.block(block, limit, self.kept)
    }

    fn line(&mut self, line: &Line<'_>) -> Result<Take, Error> {
        Ok(self.reader.line(line, self.kept))
    }
}

impl Reader {
    pub(super) fn new(cx: &Cx) -> Reader {
        let args = cx.args();
        Reader::of(args.text("by").unwrap_or("test"), &args.list("variant"), args.has("mask-codes"))
    }

    fn of(by: &str, variants: &[&str], mask_codes: bool) -> Reader {
        let mut labels = vec!["branch".to_owned(), "pull_request".to_owned(), "owner".to_owned()];
        let by = match by {
            "suite" => By::Suite,
            "file" => By::File,
            other => match other.strip_prefix("label:") {
                None => By::Test,
                Some(label) => {
                    labels.push(label.to_owned());
                    By::Label
                }
            },
        };
        let first = labels.len();
        labels.extend(variants.iter().map(|&v| v.to_owned()));
        Reader {
            by,
            variants: first..labels.len(),
            signer: Signer::new(mask_codes),
            templates: HashMap::new(),
            nameless: 0,
            unlabelled: 0,
            fast: Fast::new(&labels),
            labels: labels.into(),
            key: Vec::new(),
        }
    }

    /// The word for what rates are for.
    pub(super) fn by(&self) -> &'static str {
        match self.by {
            By::Test => "test",
            By::Suite => "suite",
            By::File => "file",
            By::Label => "label",
        }
    }

    /// Takes in the common lines that a block begins with.
    fn block(&mut self, block: &[u8], limit: usize, kept: &mut Kept) -> (usize, u64) {
        // Taken out while what it has read is taken in.
        let Some(mut fast) = self.fast.take() else { return (0, 0) };
        let block = memchr::memrchr(b'\n', block).map_or(&[][..], |at| &block[..=at]);
        let (mut at, mut lines) = (0, 0);
        while at < block.len() {
            let Some(line) = fast.read(block, at, limit) else { break };
            if let Some(attempted) = &line.attempted
                && !self.attempted(attempted, |i| line.label(i), kept)
            {
                break;
            }
            at += line.length;
            lines += 1;
        }
        self.fast = Some(fast);
        (at, lines)
    }

    /// Takes in a line.
    fn line(&mut self, line: &Line<'_>, kept: &mut Kept) -> Take {
        match failing::outcome(line) {
            Ok(outcome) => {
                if let Some(fast) = &mut self.fast {
                    fast.learn(line.bytes);
                }
                self.outcome(&outcome, kept);
                Take::Used
            }
            Err(take) => take,
        }
    }

    /// Takes in an outcome.
    pub(super) fn outcome(&mut self, outcome: &Outcome<'_>, kept: &mut Kept) {
        // Containers repeat their children; a build is no test.
        if outcome.kind != record::Kind::Test {
            return;
        }
        let verdict = match outcome.status {
            Status::Pass | Status::Xpass => Verdict::Pass,
            Status::Fail | Status::Error => Verdict::Fail,
            _ => Verdict::Undecided,
        };
        let sig = (verdict == Verdict::Fail && outcome.run_id.is_some()).then(|| {
            let signed = failing::sign(&mut self.signer, outcome);
            if self.templates.len() < TEMPLATES {
                self.templates.entry(signed.sig).or_insert_with(|| template(message_of(&signed.encoded)));
            }
            (signed.sig, signed.head.sort == Sort::Infra)
        });
        let whole = match self.by {
            By::Suite => outcome.suite.iter().map(|s| &*s.0).collect::<Vec<_>>().join(" / "),
            _ => String::new(),
        };
        let labels = Rc::clone(&self.labels);
        let attempted = Attempted {
            test_id: outcome.test_id.as_bytes(),
            test_uid: outcome.test_uid.as_bytes(),
            group: outcome.suite.first().map(|s| &s.0).or(outcome.file.as_ref()).map(|g| g.as_bytes()),
            suite: [Some(whole.as_bytes()), None, None],
            file: outcome.file.as_deref().map(str::as_bytes),
            run: outcome.run_id.as_deref().map(str::as_bytes),
            commit: outcome.commit.as_deref().map(str::as_bytes),
            started_at: outcome.started_at.as_deref().map(str::as_bytes),
            number: outcome.attempt,
            verdict,
            sig,
        };
        self.attempted(&attempted, |i| outcome.labels.get(&labels[i]).map(String::as_bytes), kept);
    }

    /// Takes in an attempt with its labels by their numbers; `false` where what it belongs to
    /// cannot be told from it.
    fn attempted<'a>(
        &mut self,
        a: &Attempted<'a>,
        label: impl Fn(usize) -> Option<&'a [u8]>,
        kept: &mut Kept,
    ) -> bool {
        if self.by == By::Suite && a.suite[2].is_some() {
            return false;
        }
        let Some(run) = a.run else {
            self.nameless += 1;
            return true;
        };
        let name = match self.by {
            By::Test => Some(a.test_id),
            By::Suite => Some(a.suite[0].unwrap_or_default()),
            By::File => a.file,
            By::Label => label(ASKED),
        };
        let Some(name) = name else {
            self.unlabelled += 1;
            return true;
        };
        // Sorts by name, then by variant.
        let second = a.suite[1].filter(|_| self.by == By::Suite);
        let (mut key, mut named) = (name, name.len());
        if second.is_some() || !self.variants.is_empty() {
            self.key.clear();
            self.key.extend_from_slice(name);
            if let Some(second) = second {
                self.key.extend_from_slice(b" / ");
                self.key.extend_from_slice(second);
                named = self.key.len();
            }
            for i in self.variants.clone() {
                if let Some(value) = label(i) {
                    for part in [b"\x01", self.labels[i].as_bytes(), b"=", value] {
                        self.key.extend_from_slice(part);
                    }
                }
            }
            key = &self.key;
        }
        let subject = kept.history.add(Attempt {
            subject: key,
            group: a.group.unwrap_or_default(),
            run,
            commit: a.commit,
            started_at: a.started_at,
            branch: label(BRANCH),
            pull_request: label(PULL_REQUEST).is_some_and(|v| !matches!(v, b"" | b"0" | b"false")),
            number: a.number,
            verdict: a.verdict,
            sig: a.sig,
        });
        let owner = label(OWNER);
        if subject as usize == kept.about.len() {
            let variant = |i: usize| Some((self.labels[i].clone(), text(label(i)?)));
            kept.about.push(About {
                uid: (self.by == By::Test).then(|| text(a.test_uid)),
                owner: owner.map(text),
                variant: self.variants.clone().filter_map(variant).collect(),
                name: text(&key[..named]),
            });
        } else if owner.is_some() {
            let about = &mut kept.about[subject as usize];
            if about.owner.is_none() {
                about.owner = owner.map(text);
            }
        }
        true
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

#[cfg(test)]
mod tests;
