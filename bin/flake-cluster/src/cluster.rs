//! `flake-cluster cluster`: one record per cause.

use crate::failing;
use crate::packed::{Failures, Pool};
use crate::state::State;
use crate::tally::{LineTally, Seen, Tally};
use crate::text::{self, Signed};
use cli::{Cx, Error, Format, Take};
use foldhash::fast::RandomState;
use record::{
    Cluster, ClusterExample, ClusterKind, ClusterTag, Issue, Label, LabelTag, Outcome, Severity, Sighting,
    lines,
};
use signature::{ClusterId, Count, Found, Limits, SigId, Signer, Table, message_of, template, type_and_site};
use std::collections::HashMap;

pub(crate) fn run(cx: &Cx) -> Result<(), Error> {
    let label = cx.args().has("label");
    if label && !cx.args().has("text") {
        return Err(Error::usage("--label needs --text: it labels lines"));
    }
    if label {
        labels(cx)
    } else if cx.args().has("text") {
        messages(cx)
    } else {
        failures(cx)
    }
}

fn failures(cx: &Cx) -> Result<(), Error> {
    let mut signer = Signer::new(cx.args().has("mask-codes"));
    let mut table: Table<Failures> = Table::new(Limits::default());
    let mut place = 0;
    let seen = cx.read_lines(|line| {
        let outcome = match failing::outcome(line) {
            Ok(outcome) => outcome,
            Err(take) => return Ok(take),
        };
        if !failing::failed(&outcome) {
            return Ok(Take::Used);
        }
        place += 1;
        let signed = failing::sign(&mut signer, &outcome);
        if let Some((failures, pool)) = table.add(signed.sig, &signed.encoded, 1) {
            failures.change(pool, |tally, pool| count(tally, pool, place, &signed, &outcome));
        }
        Ok(Take::Used)
    })?;
    let of = |sig: SigId, failures: &Failures| failures.tally(table.shared(), sig);
    write(cx, &table, of, false, (!seen.complete).then_some(false))
}

/// Counts one failure.
fn count(tally: &mut Tally, pool: &mut Pool, place: u64, signed: &signature::Signed, outcome: &Outcome<'_>) {
    tally.tests.insert(failing::number_of(&outcome.test_uid));
    let run = outcome.run_id.as_deref();
    tally.runs.extend(run.map(|run| pool.id(run)));
    let owned = |t: &Option<std::borrow::Cow<'_, str>>| t.as_deref().map(str::to_owned);
    tally.saw(&Seen {
        place,
        what: Sighting {
            started_at: owned(&outcome.started_at),
            run_id: owned(&outcome.run_id),
            commit: owned(&outcome.commit),
            line: None,
        },
    });
    if tally.wants(Some(&outcome.test_uid), run, None) {
        tally.keep(ClusterExample {
            sig: signed.sig.to_string(),
            test_id: Some(outcome.test_id.to_string()),
            test_uid: Some(outcome.test_uid.to_string()),
            run_id: run.map(str::to_owned),
            line: None,
            message: failing::quoted(outcome),
        });
    }
    let kind = failing::kind(signed.head.sort);
    tally.kind = Some(tally.kind.map_or(kind, |k| k.min(kind)));
}

fn messages(cx: &Cx) -> Result<(), Error> {
    let mut table: Table<LineTally> = Table::new(Limits::default());
    text::signed(cx, |number, line, Signed { sig, encoded, .. }| {
        if let Some((tally, ())) = table.add(sig, encoded.as_deref().unwrap_or_default(), 1) {
            tally.saw(number, line);
        }
        Ok(())
    })?;
    write(cx, &table, |sig, tally| tally.tally(sig), true, None)
}

/// Writes the clusters, largest first, and what became of known ids.
fn write<T: Count>(
    cx: &Cx,
    table: &Table<T>,
    tally: impl Fn(SigId, &T) -> Tally,
    text: bool,
    complete: Option<bool>,
) -> Result<(), Error> {
    let make = |found: &Found| {
        let mut all = Tally::default();
        for &sig in &found.sigs {
            if let Some(one) = table.tally(sig) {
                all.add(&tally(sig, one));
            }
        }
        cluster(found, all, text, complete)
    };
    let out = cx.out();
    let mut found = table.clusters();
    let alone = table.alone();
    let Some(mut state) = State::open(cx)? else {
        // One record at a time: of signatures that stand for themselves there may be a million.
        let mut alone = alone.map(|(sig, count)| Found::alone(sig, count)).peekable();
        for found in found {
            let first = |a: &Found| (found.count, a.id) < (a.count, found.id);
            while let Some(single) = alone.next_if(first) {
                out.emit(&make(&single))?;
            }
            out.emit(&make(&found))?;
        }
        alone.try_for_each(|single| out.emit(&make(&single)))?;
        return overflow(cx, table);
    };
    found.extend(alone.map(|(sig, count)| Found::alone(sig, count)));
    found.sort_by(|a, b| b.count.cmp(&a.count).then(a.id.cmp(&b.id)));
    let shown = state.unite(&mut found);
    let mut clusters: Vec<Cluster> = found.iter().map(make).collect();
    for (i, template) in shown {
        clusters[i].template = template;
    }
    let aliases = state.assign(&mut clusters);
    clusters.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.cluster.cmp(&b.cluster)));
    for cluster in &clusters {
        out.emit(cluster)?;
    }
    for alias in &aliases {
        out.emit(alias)?;
    }
    overflow(cx, table)?;
    state.save()
}

fn cluster(found: &Found, all: Tally, text: bool, complete: Option<bool>) -> Cluster {
    let (first, last) = all.seen.map_or_else(Default::default, |(f, l)| (f.what, l.what));
    let encoded = found.template.as_deref().unwrap_or(b"");
    let (failure_type, site) = type_and_site(encoded);
    // A signature that was kept out of the merge has an example, and no template any more.
    let shown = match &found.template {
        Some(encoded) => template(message_of(encoded)),
        None => all.examples.first().map(|e| e.message.clone()).unwrap_or_default(),
    };
    Cluster {
        schema: ClusterTag,
        cluster: found.id.to_string(),
        sigs: found.sigs.iter().map(ToString::to_string).collect(),
        template: shown,
        failure_type,
        site,
        count: found.count,
        tests: (!text).then_some(all.tests.len() as u64),
        runs: (!all.runs.is_empty()).then_some(all.runs.len() as u64),
        first_seen: first,
        last_seen: last,
        examples: all.examples,
        kind: all.kind.unwrap_or(if text { ClusterKind::Message } else { ClusterKind::Error }),
        complete,
    }
}

fn overflow<T: Count>(cx: &Cx, table: &Table<T>) -> Result<(), Error> {
    let over = table.overflow();
    if over.unmerged == 0 && over.uncounted == 0 {
        return Ok(());
    }
    let message = format!(
        "too many signatures: {} were not open to merging and stand for themselves, {} messages are in no cluster",
        over.unmerged, over.uncounted
    );
    cx.warn(&message);
    let mut issue = Issue::new("signature-overflow", Severity::Warning, message);
    issue.values = vec![over.unmerged.into(), over.uncounted.into()];
    cx.out().emit(&issue)
}

/// Bytes that are written at once.
const OUT: usize = 1 << 16;
/// Signatures whose part of the output is kept.
const TAILS: usize = 1 << 16;

/// Lines per block of remembered signatures; blocks never move, so memory does not double.
const BLOCK: usize = 1 << 16;

fn labels(cx: &Cx) -> Result<(), Error> {
    let mut table: Table<()> = Table::new(Limits::default());
    // Line numbers and signatures; a line that was too long has a number and no signature.
    let mut blocks: Vec<Vec<SigId>> = Vec::new();
    let mut gaps: Vec<u64> = Vec::new();
    let mut next = 1;
    text::signed(cx, |number, _, Signed { sig, encoded, .. }| {
        gaps.extend(next..number);
        next = number + 1;
        table.add(sig, encoded.as_deref().unwrap_or_default(), 1);
        match blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(sig),
            _ => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(sig);
                blocks.push(block);
            }
        }
        Ok(())
    })?;
    let mut found = table.clusters();
    let mut of: HashMap<SigId, ClusterId, RandomState> = HashMap::default();
    if let Some(mut state) = State::open(cx)? {
        found.extend(table.alone().map(|(sig, count)| Found::alone(sig, count)));
        let shown = state.unite(&mut found);
        let mut clusters: Vec<Cluster> =
            found.iter().map(|f| cluster(f, Tally::default(), true, None)).collect();
        for (i, template) in shown {
            clusters[i].template = template;
        }
        // Where ids lead is in the file; this output is labels only.
        let _ = state.assign(&mut clusters);
        for (found, cluster) in found.iter().zip(&clusters) {
            let id = cluster.cluster.parse().map_err(Error::input)?;
            of.extend(found.sigs.iter().map(|&s| (s, id)));
        }
        state.save()?;
    } else {
        of.extend(found.iter().flat_map(|f| f.sigs.iter().map(|&s| (s, f.id))));
    }
    // A signature that the limits kept out of the table is a cluster of its own.
    let cluster_of = |sig: SigId| of.get(&sig).copied().unwrap_or_else(|| ClusterId::of_sig(sig));
    let out = cx.out();
    let fast = out.format() == Format::Ndjson;
    let mut tails: HashMap<SigId, Vec<u8>, RandomState> = HashMap::default();
    let mut bytes = Vec::with_capacity(OUT + 200);
    let mut gaps = gaps.into_iter().peekable();
    let mut line = 0;
    for sig in blocks.into_iter().flatten() {
        line += 1;
        while gaps.next_if_eq(&line).is_some() {
            line += 1;
        }
        if !fast {
            let cluster = cluster_of(sig).to_string();
            out.emit(&Label { schema: LabelTag, line, sig: sig.to_string(), cluster })?;
            continue;
        }
        if tails.len() >= TAILS {
            tails.clear();
        }
        let tail = tails.entry(sig).or_insert_with(|| lines::label_tail(sig, cluster_of(sig)));
        lines::label(&mut bytes, line, tail);
        if bytes.len() >= OUT {
            out.bytes(&bytes)?;
            bytes.clear();
        }
    }
    out.bytes(&bytes)?;
    overflow(cx, &table)
}
