//! Whole logs in, records out.

use super::{Format, Item, Options, Outcome, Stop, parse};
use proptest::prelude::*;
use record::{Issue, Labels, Segment};
use std::io::{self, Read};

mod breadth;

fn read(from: impl Read, options: &Options) -> (Vec<Item>, Outcome) {
    let mut items = Vec::new();
    let outcome = parse(from, options, &mut |item| {
        items.push(item);
        Ok::<(), ()>(())
    });
    (items, outcome.unwrap_or_else(|_| panic!("memory can be read")))
}

fn items(text: &str) -> Vec<Item> {
    read(text.as_bytes(), &Options { path: "x.log".to_owned(), ..Options::default() }).0
}

fn segments(text: &str) -> Vec<Segment> {
    let segment = |item| match item {
        Item::Segment(segment) => Some(*segment),
        Item::Issue(_) => None,
    };
    items(text).into_iter().filter_map(segment).collect()
}

fn issues(text: &str) -> Vec<Issue> {
    let issue = |item| match item {
        Item::Issue(issue) => Some(*issue),
        Item::Segment(_) => None,
    };
    items(text).into_iter().filter_map(issue).collect()
}

/// One segment as `kind name ms provenance (what else was seen) [warnings]`.
fn brief(text: &str) -> Vec<String> {
    let one = |s: &Segment| {
        let mut line = format!(
            "{} {} {} {}",
            serde_json::to_string(&s.kind).unwrap_or_default(),
            s.name,
            serde_json::to_string(&s.duration_ms).unwrap_or_default(),
            serde_json::to_string(&s.provenance).unwrap_or_default()
        )
        .replace('"', "");
        if !s.also_seen_as.is_empty() {
            line += &format!(" ({})", s.also_seen_as.join(" "));
        }
        if !s.warnings.is_empty() {
            line += &format!(" [{}]", s.warnings.join(" "));
        }
        line
    };
    segments(text).iter().map(one).collect()
}

/// One issue as `code name [values] lines`.
fn found(text: &str) -> Vec<String> {
    let one = |i: &Issue| {
        let values: Vec<String> = i.values.iter().map(ToString::to_string).collect();
        format!("{} {} {} {:?}", i.code, i.name.as_deref().unwrap_or("-"), values.join(","), i.lines)
    };
    issues(text).iter().map(one).collect()
}

const START_UP: &str = "\
PRE_PLUGIN_COMPLETE 41
SEGMENT name=pre_plugin_total ms=41 phase=pre_plugin sample=cold
SEGMENT name=dev-env/node ms=12 phase=post_plugin sample=cold
POST_PLUGIN_SEGMENT dev-env/node 12
POST_PLUGIN_COMPLETE 299
SEGMENT name=post_plugin_total ms=299 phase=post_plugin sample=cold
PROMPT_READY_COMPLETE 310
SEGMENT name=prompt_ready ms=310 phase=prompt sample=cold
";

#[test]
fn two_spellings_are_one_fact() {
    assert_eq!(
        brief(START_UP),
        [
            "segment dev-env/node 12 native (POST_PLUGIN_SEGMENT)",
            "marker pre_plugin_total 41 native (PRE_PLUGIN_COMPLETE)",
            "marker post_plugin_total 299 native (POST_PLUGIN_COMPLETE)",
            "marker prompt_ready 310 native (PROMPT_READY_COMPLETE)",
        ]
    );
    assert_eq!(found(START_UP), [""; 0]);
    let node = &segments(START_UP)[0];
    assert_eq!(node.path, ["dev-env", "node"]);
    assert_eq!(node.labels.get("sample").map(String::as_str), Some("cold"));
    assert_eq!((node.source.line, node.source.offset), (Some(3), Some(88)));
    assert_eq!(segments(START_UP)[1].source.line, Some(1));
    let ids: Vec<String> = segments(START_UP).into_iter().map(|s| s.segment_id).collect();
    assert_eq!(ids, ["s1", "s2", "s3", "s4"]);
}

#[test]
fn spellings_that_differ_keep_both_values() {
    let text = "SEGMENT name=a ms=12 phase=post_plugin\nPOST_PLUGIN_SEGMENT a 13\n";
    assert_eq!(brief(text), ["segment a 12 native (POST_PLUGIN_SEGMENT) [duplicate-conflict]"]);
    assert_eq!(found(text), ["duplicate-conflict a 12,13 []"]);
    let raw = &segments(text)[0].raw;
    assert_eq!((raw.ms.as_deref(), raw.other_ms.as_deref()), (Some("12"), Some("13")));

    let text = "PROMPT_READY_COMPLETE 310\nSEGMENT name=prompt_ready ms=311 phase=prompt\n";
    assert_eq!(brief(text), ["marker prompt_ready 311 native (PROMPT_READY_COMPLETE) [marker-conflict]"]);
    assert_eq!(found(text), ["marker-conflict prompt_ready 311,310 [1, 2]"]);
}

#[test]
fn the_second_spelling_may_stand_first_or_far_away() {
    let text = "POST_PLUGIN_SEGMENT a 12\nSEGMENT name=a ms=12 phase=post_plugin\n";
    assert_eq!(brief(text), ["segment a 12 native (POST_PLUGIN_SEGMENT)"]);
    assert_eq!(segments(text)[0].source.line, Some(1));
    let text = "SEGMENT name=a ms=1 phase=post_plugin\nSEGMENT name=b ms=2 phase=post_plugin\n\
        POST_PLUGIN_SEGMENT a 1\nPOST_PLUGIN_SEGMENT b 2\n";
    assert_eq!(brief(text), ["segment a 1 native", "segment b 2 native (POST_PLUGIN_SEGMENT)"]);
    // A fact that has no other spelling is one of its own.
    assert_eq!(brief("POST_PLUGIN_SEGMENT a 1\n"), ["segment a 1 native (POST_PLUGIN_SEGMENT)"]);
    // Two pairs of one name and value are two measurements.
    let pair = "SEGMENT name=a ms=1 phase=post\nPOST_PLUGIN_SEGMENT a 1\n";
    assert_eq!(brief(&pair.repeat(2)).len(), 2);
}

#[test]
fn a_segment_without_a_phase_is_out_before_a_second_spelling() {
    let text = "SEGMENT name=a ms=1\nPOST_PLUGIN_SEGMENT a 1\n";
    assert_eq!(brief(text), ["segment a 1 native"]);
    assert_eq!(found(text), [""; 0]);
    let text = "SEGMENT name=a ms=1\nPOST_PLUGIN_SEGMENT a 2\n";
    assert_eq!(brief(text), ["segment a 1 native"]);
    assert_eq!(found(text), ["duplicate-conflict a 1,2 []"]);
    // Two pairs of one name and value are two measurements here too.
    assert_eq!(brief(&"SEGMENT name=a ms=1\nPOST_PLUGIN_SEGMENT a 1\n".repeat(2)).len(), 2);
}

#[test]
fn repetitions_are_all_given_out_and_told() {
    let text = "SEGMENT name=a ms=1\nSEGMENT name=a ms=2\nSEGMENT name=a ms=2 sample=warm\n";
    assert_eq!(brief(text).len(), 3);
    assert_eq!(found(text), ["duplicate-marker a 1,2 [1, 2]"]);
    assert_eq!(issues(text)[0].severity, record::Severity::Warning);
    let text = "SEGMENT name=a ms=1\nSEGMENT name=a ms=1\n";
    assert_eq!(issues(text)[0].severity, record::Severity::Info);

    let text = "PROMPT_READY_COMPLETE 5\nPROMPT_READY_COMPLETE 7\n";
    assert_eq!(
        brief(text),
        [
            "marker prompt_ready 5 approx (PROMPT_READY_COMPLETE) [duplicate-marker]",
            "marker prompt_ready 7 approx (PROMPT_READY_COMPLETE) [duplicate-marker]"
        ]
    );
    assert_eq!(found(text), ["duplicate-marker prompt_ready 5,7 [1, 2]"]);
    // The end of a run is the end of what can be a repetition.
    assert_eq!(found("SEGMENT name=a ms=1\n#RUN_COMPLETE\nSEGMENT name=a ms=2\n"), [""; 0]);
}

#[test]
fn inserted_zeros_are_no_measurements() {
    let zeros = "SEGMENT name=pre_plugin_total ms=0 phase=pre_plugin\n#SYNTHETIC_FALLBACK_INSERTED=1\n";
    assert_eq!(brief(zeros), ["marker pre_plugin_total 0 fallback"]);
    assert_eq!(found(zeros), [""; 0]);
    let silent = "SEGMENT name=pre_plugin_total ms=0 phase=pre_plugin\n";
    assert_eq!(brief(silent), ["marker pre_plugin_total 0 approx [zero-value]"]);
    assert_eq!(found(silent), ["zero-value pre_plugin_total  []"]);
    // A small segment may well take less than a millisecond.
    assert_eq!(brief("SEGMENT name=a ms=0 phase=post_plugin\n"), ["segment a 0 native"]);
}

#[test]
fn a_mark_without_a_number_has_no_value() {
    assert_eq!(
        brief("PRE_PLUGIN_COMPLETE\n"),
        ["marker pre_plugin_total null native (PRE_PLUGIN_COMPLETE) [no-value]"]
    );
    // It agrees with any number.
    let text = "PROMPT_READY_COMPLETE\nSEGMENT name=prompt_ready ms=3\n";
    assert_eq!(brief(text), ["marker prompt_ready 3 native (PROMPT_READY_COMPLETE)"]);
}

#[test]
fn marks_made_from_a_total_are_suspected() {
    let run = |pre: u32, post: u32, prompt: u32| {
        format!("PRE_PLUGIN_COMPLETE {pre}\nPOST_PLUGIN_COMPLETE {post}\nPROMPT_READY_COMPLETE {prompt}\n")
    };
    let provenance = |text: &str| -> Vec<String> {
        brief(text).iter().map(|line| line.split(' ').nth(3).unwrap_or("").to_owned()).collect()
    };
    assert_eq!(provenance(&run(50, 300, 310)), ["native", "native", "native"]);
    assert_eq!(provenance(&run(50, 300, 300)), ["native", "native", "native_equal_post"]);
    assert_eq!(provenance(&run(90, 300, 300)), ["approx", "approx", "approx"]);
    assert_eq!(found(&run(90, 300, 300)), ["approx-suspected prompt_ready 90,300,300 []"]);
    assert_eq!(found(&run(50, 300, 300)), ["approx-suspected prompt_ready null,300,300 []"]);
    // What the producer says itself is not doubted, and never raised.
    let says = |word: &str| {
        segments(&format!("POST_PLUGIN_COMPLETE 9\nSEGMENT name=prompt_ready ms=9 {word}\n"))[1].provenance
    };
    assert_eq!(says("provenance=approx"), record::Provenance::Approx);
    assert_eq!(says("provenance=native"), record::Provenance::Native);
    assert_eq!(says("forced=1"), record::Provenance::Fallback);
    assert_eq!(says("forced=0"), record::Provenance::NativeEqualPost);
}

#[test]
fn an_impossible_order_is_told() {
    let run = |pre: u32, post: u32, prompt: u32| {
        found(&format!(
            "PRE_PLUGIN_COMPLETE {pre}\nPOST_PLUGIN_COMPLETE {post}\nPROMPT_READY_COMPLETE {prompt}\n"
        ))
    };
    assert_eq!(run(10, 300, 299), ["order-violation post_plugin_total 300,299 []"]);
    assert_eq!(run(310, 300, 305), ["order-violation-pre-post post_plugin_total 310,300 []"]);
    assert_eq!(run(10, 300, 301), [""; 0]);
}

#[test]
fn numbers_that_are_none_are_kept_as_they_are() {
    let text = "SEGMENT name=a ms=1e9\nSEGMENT name=b ms=-4\nSEGMENT name=c ms=99999999999999999999\n";
    let all = brief(text);
    assert_eq!(all[0], "segment a null native [bad-number]");
    assert_eq!(all[1], "segment b -4 native [negative-duration]");
    assert_eq!(all[2], "segment c null native [bad-number]");
    assert_eq!(segments(text)[0].raw.ms.as_deref(), Some("1e9"));
    assert_eq!(found(text)[1], "negative-duration b -4 []");
    let malformed = "SEGMENT name=a\nSEGMENT ms=3\nSEGMENT faults are bad\nSEGMENTS name=a ms=1\n";
    assert_eq!(found(malformed), ["malformed-line -  []", "malformed-line -  []"]);
    assert_eq!(brief(malformed), [""; 0]);
}

#[test]
fn labels_of_the_caller_win_and_nothing_is_lost() {
    let options = Options {
        path: "x.log".to_owned(),
        run_id: Some("r1".to_owned()),
        labels: Labels::from([("sample".to_owned(), "mine".to_owned())]),
        ..Options::default()
    };
    let (items, _) = read(&b"SEGMENT name=a ms=1 sample=cold extra=x phase=pre\n"[..], &options);
    let [Item::Segment(segment)] = &items[..] else { panic!("one segment: {items:?}") };
    assert_eq!(segment.run_id.as_deref(), Some("r1"));
    assert_eq!(segment.labels.get("sample").map(String::as_str), Some("mine"));
    assert_eq!(segment.attributes.get("sample").map(String::as_str), Some("cold"));
    assert_eq!(segment.attributes.get("extra").map(String::as_str), Some("x"));
    assert_eq!((segment.phase.as_deref(), segment.phase_norm.as_deref()), (Some("pre"), Some("pre_plugin")));
}

#[test]
fn terminal_recordings_and_odd_bytes_are_read() {
    let text = "\u{1b}[32mSEGMENT name=a ms=1\u{1b}[0m\r\nprompt% \rSEGMENT name=b ms=2\r\r\n";
    assert_eq!(brief(text), ["segment a 1 native", "segment b 2 native"]);
    let (items, _) = read(&b"SEGMENT name=caf\xe9 ms=1\n"[..], &Options::default());
    let [Item::Segment(segment)] = &items[..] else { panic!("one segment: {items:?}") };
    assert!(segment.lossy);
    assert_eq!(segment.name, "caf\u{fffd}");
}

#[test]
fn deferred_work_has_a_status() {
    let text = "DEFERRED id=compinit ms=14 rc=0\nDEFERRED id=x ms=1 rc=2\n";
    let words: Vec<_> = segments(text).into_iter().map(|s| (s.name, s.status)).collect();
    assert_eq!(
        words,
        [
            ("compinit".to_owned(), Some(record::SegmentStatus::Success)),
            ("x".to_owned(), Some(record::SegmentStatus::Failure))
        ]
    );
}

#[test]
fn remarks_of_a_harness_count_only_behind_its_own_lines() {
    assert_eq!(found("ERROR level=warn something of another program\n#WARN x\n"), [""; 0]);
    let text = "PRE_PLUGIN_COMPLETE 1\n#WARN slow disk\nERROR level=fatal gone\n";
    let codes: Vec<_> = issues(text).into_iter().map(|i| (i.code, i.message)).collect();
    assert_eq!(
        codes,
        [
            ("producer-warning".to_owned(), "slow disk".to_owned()),
            ("producer-error".to_owned(), "ERROR level=fatal gone".to_owned())
        ]
    );
}

/// An Actions log, one second a line.
fn job(lines: &[&str]) -> String {
    lines.iter().enumerate().map(|(n, line)| format!("2026-03-04T10:00:{n:02}.0000000Z {line}\n")).collect()
}

#[test]
fn a_step_runs_on_behind_its_header() {
    let text = job(&[
        "##[group]Run make check",
        "shell: /usr/bin/bash -e {0}",
        "##[endgroup]",
        "compiling",
        "##[error]Process completed with exit code 2.",
        "##[group]Run echo done",
        "##[endgroup]",
        "done",
        "Post job cleanup.",
        "[command]/usr/bin/git version",
        "git version 2.1",
        "[command]/usr/bin/git config",
        "Cleaning up orphan processes",
    ]);
    assert_eq!(
        brief(&text),
        [
            "group Run make check 2000 native",
            "marker error null native",
            "step Run make check 5000 derived",
            "group Run echo done 1000 native",
            "step Run echo done 3000 derived",
            "command /usr/bin/git version 2000 derived",
            "command /usr/bin/git config 1000 derived",
            "step Post job cleanup. 4000 derived",
            "step Complete job 0 derived [silent-tail]",
            "section job 12000 derived",
        ]
    );
    let all = segments(&text);
    let step = &all[2];
    assert_eq!(step.status, Some(record::SegmentStatus::Failure));
    assert_eq!(step.attributes.get("exit_code").map(String::as_str), Some("2"));
    assert_eq!((step.source.line, step.source.end_line), (Some(1), Some(5)));
    assert_eq!(step.start_at.as_deref(), Some("2026-03-04T10:00:00Z"));
    assert_eq!(step.end_at.as_deref(), Some("2026-03-04T10:00:05Z"));
    let job = &all[9];
    assert!(all[..9].iter().all(|s| s.parent_id.is_some()));
    assert_eq!(step.parent_id.as_ref(), Some(&job.segment_id));
    assert_eq!(all[0].parent_id.as_ref(), Some(&step.segment_id));
    assert_eq!(all[5].parent_id.as_ref(), Some(&all[7].segment_id));
    let mut ids: Vec<_> = all.iter().map(|s| s.segment_id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all.len());
}

#[test]
fn groups_do_not_nest_and_a_forged_header_is_no_step() {
    let text = job(&[
        "##[group]Run make",
        "##[endgroup]",
        "##[group]outer",
        "##[group]inner",
        "##[endgroup]",
        "##[endgroup]",
        "##[group]Run fake",
        "##[warning]x",
        "##[group]Run true",
        "##[endgroup]",
    ]);
    assert_eq!(
        brief(&text),
        [
            "group Run make 1000 native",
            "group outer 1000 derived [unclosed]",
            "group inner 1000 native",
            "group Run fake 2000 derived [unclosed]",
            "step Run make 8000 derived",
            "group Run true 1000 native",
            "step Run true 1000 derived [silent-tail]",
            "section job 9000 derived",
        ]
    );
    assert_eq!(found(&text), ["unopened-end -  []"]);
    assert_eq!(segments(&text)[4].attributes.get("warnings").map(String::as_str), Some("1"));
}

#[test]
fn marks_in_the_middle_and_lines_without_a_stamp() {
    let text = "\u{feff}2026-03-04T10:00:00.0000000Z a\n\u{feff}2026-03-04T10:00:01.0000000Z ##[group]x\n\
        2026-03-04T10:00:02.5000000Z b\nno stamp\n##[endgroup]\n2026-03-04T10:00:04.0000000Z c\n";
    assert_eq!(brief(text), ["group x 1500 native", "section job 4000 derived"]);
    let text = job(&["a", "b", "c", "SEGMENT name=x ms=7"]) + "SEGMENT name=y ms=8\n";
    assert_eq!(brief(&text), ["segment x 7 native", "segment y 8 native [time-inherited]"]);
    assert_eq!(segments(&text)[0].end_at.as_deref(), Some("2026-03-04T10:00:03Z"));
    assert_eq!(segments(&text)[0].carrier.as_deref(), Some("github-actions"));
}

#[test]
fn a_clock_that_goes_back_gives_no_duration() {
    let text = "2026-03-04T10:00:05.0000000Z ##[group]x\n2026-03-04T10:00:01.0000000Z ##[endgroup]\n";
    assert_eq!(brief(text)[0], "group x null native [clock-backwards]");
    assert_eq!(found(text)[0], "clock-backwards x  []");
}

#[test]
fn a_local_run_has_groups_without_times() {
    assert_eq!(brief("::group::x\nabc\n::endgroup::\n"), ["group x null native"]);
    assert_eq!(brief("Post job cleanup.\n[command]x\n"), [""; 0]);
}

#[test]
fn one_grammar_can_be_asked_for() {
    let text = job(&["##[group]x", "SEGMENT name=a ms=1", "##[endgroup]"]);
    let only = |format| {
        let options = Options { format: Some(format), ..Options::default() };
        read(text.as_bytes(), &options).1
    };
    assert_eq!(only(Format::Segment).format.as_deref(), Some("segment"));
    assert_eq!(only(Format::GithubActions).format.as_deref(), Some("github-actions"));
    let both = read(text.as_bytes(), &Options::default()).1;
    assert_eq!(both.format.as_deref(), Some("github-actions+segment"));
    assert_eq!((both.bytes, both.lines, both.complete), (text.len() as u64, 3, true));
}

#[test]
fn gzip_is_unpacked_and_a_cut_one_is_told() {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(START_UP.as_bytes()).expect("memory can be written");
    let packed = packed.finish().expect("memory can be written");
    let whole = read(&packed[..], &Options { path: "x.log".to_owned(), ..Options::default() });
    assert_eq!(whole.0, items(START_UP));
    assert!(whole.1.complete);
    let (items, outcome) = read(&packed[..packed.len() - 12], &Options::default());
    assert!(!outcome.complete);
    let Some(Item::Issue(issue)) = items.iter().find(|i| matches!(i, Item::Issue(_))) else {
        panic!("an issue: {items:?}")
    };
    assert_eq!(issue.code, "truncated-input");
}

#[test]
fn a_line_that_is_too_long_is_told_and_its_head_read() {
    let mut text = "SEGMENT name=a ms=1 x=".to_owned();
    text.push_str(&"y".repeat(3 << 20));
    text.push_str("\nSEGMENT name=b ms=2\n");
    assert_eq!(brief(&text).len(), 2);
    assert_eq!(found(&text), ["line-truncated -  []"]);
    assert_eq!(segments(&text)[1].source.line, Some(2));
}

#[test]
fn a_name_without_end_is_cut() {
    let name = "n".repeat(1000);
    let all = segments(&format!("SEGMENT name={name} ms=1\n"));
    assert_eq!(all[0].name.chars().count(), 257);
    assert_eq!(all[0].attributes.get("full_name"), Some(&name));
}

#[test]
fn an_input_that_fails_gives_what_came_before() {
    struct Broken(bool);
    impl Read for Broken {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(io::Error::other("gone"));
            }
            let text = b"SEGMENT name=a ms=1\nSEGMENT name=b ms=2";
            to[..2].copy_from_slice(&text[..2]);
            Ok(2)
        }
    }
    let from = (&b"SEGMENT name=a ms=1\nSEGMENT name=b ms=2"[..]).chain(Broken(true));
    let mut names = Vec::new();
    let outcome = parse(from, &Options::default(), &mut |item| {
        if let Item::Segment(segment) = item {
            names.push(segment.name);
        }
        Ok::<(), ()>(())
    });
    assert!(matches!(outcome, Err(Stop::Read(_))));
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn the_receiver_can_stop() {
    let outcome = parse(START_UP.as_bytes(), &Options::default(), &mut |_| Err("enough"));
    assert!(matches!(outcome, Err(Stop::Emit("enough"))));
}

/// Gives pieces of varying length.
struct Pieces<'a>(&'a [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.1 = self.1 * 7 % 31 + 1;
        let n = self.1.min(self.0.len()).min(to.len());
        to[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

/// Texts made of what the grammars look for.
fn logs() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "SEGMENT name=[ab]( ms=-?[0-9]{1,3})?( phase=(pre|post)_plugin)?( sample=[cw])?",
        "POST_PLUGIN_SEGMENT [ab] [0-9]{1,2}",
        "(PRE_PLUGIN|POST_PLUGIN|PROMPT_READY)_COMPLETE( [0-9]{1,2})?",
        "SEGMENT name=(pre_plugin_total|post_plugin_total|prompt_ready) ms=[0-9]{1,2}",
        "#(RUN_COMPLETE|SYNTHETIC_FALLBACK_INSERTED=1|WARN x)",
        "##\\[(group|endgroup|error|warning|command)\\](Run )?[ab]?",
        "::(group|endgroup)::[ab]?",
        "Post job cleanup.|Complete job name: j|Cleaning up orphan processes",
        "(\u{1b}\\[0K)?section_(start|end):[0-9]{1,3}:[ab]\r\u{1b}\\[0Kx?",
        "##\\[section\\](Starting|Finishing): [ab]",
        "\\[Pipeline\\] (\\{ \\([ab]\\)|\\{|\\}|parallel|stage)",
        "##teamcity\\[block(Opened|Closed) name='[ab]'( flowId='[12]')?\\]",
        "#[0-3] (\\[[ab]\\]|DONE [0-9]\\.[0-9]s|CACHED|CANCELED|ERROR: x|[0-9]\\.[0-9]{3} x|\\.\\.\\.)",
        "travis_(fold:(start|end):[ab]|time:end:1f:start=[0-9]{1,12},finish=[0-9]{1,12},duration=[0-9]{1,12})",
        "--- (PASS|FAIL): [AB] \\([0-9]\\.[0-9]{2}s\\)|real\t0m[0-9]\\.[0-9]{3}s|user\t0m1.0s|sys\t0m1.0s",
        "=== slowest 3 durations ===|[0-9]\\.[0-9]{2}s call     [ab]::c",
        "[ -~\u{1b}\r]{0,20}",
    ];
    // One carrier in most logs, and lines without a stamp in all of them.
    let stamped = (0..3_u8, 0..60_u32, line);
    (0..6_u8, proptest::collection::vec(stamped, 0..40)).prop_map(|(carrier, lines)| {
        let one = |(stamp, second, line): (u8, u32, String)| {
            let time = format!("2026-03-04T10:00:{second:02}");
            match (stamp, carrier) {
                (0, _) | (_, 5) => format!("{line}\n"),
                (_, 0) => format!("{time}.0000000Z {line}\n"),
                (2, 1) => format!("{time}.000000Z 00O+{line}\n"),
                (_, 1) => format!("{time}.000000Z 00O {line}\n"),
                (_, 2) => format!("[{time}.000Z] {line}\n"),
                (2, 3) => format!("\u{1b}_bk;dt={second}\u{7}{line}\n"),
                (_, 3) => format!("\u{1b}_bk;t={}\u{7}{line}\n", 1_772_618_401_000_u64 + u64::from(second)),
                (_, _) => format!("{time}.000000000Z {line}\n"),
            }
        };
        lines.into_iter().map(one).collect()
    })
}

proptest! {
    #[test]
    fn pieces_make_no_difference(text in logs(), seed in 1_usize..30) {
        let options = Options { path: "x".to_owned(), ..Options::default() };
        prop_assert_eq!(read(text.as_bytes(), &options), read(Pieces(text.as_bytes(), seed), &options));
    }

    #[test]
    fn every_log_keeps_the_laws(text in logs()) {
        let all = segments(&text);
        let mut ids: Vec<&str> = all.iter().map(|s| s.segment_id.as_str()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), count, "ids are unique");
        for segment in &all {
            prop_assert!(!segment.name.is_empty());
            prop_assert!(segment.source.line.is_some_and(|l| l >= 1 && l <= text.lines().count() as u64));
            if let Some(parent) = &segment.parent_id {
                prop_assert!(all.iter().any(|s| &s.segment_id == parent), "a parent is there: {parent}");
                prop_assert_ne!(parent, &segment.segment_id);
            }
            let own_clock = segment.start_at.is_some() && segment.end_at.is_some();
            let own_clock = own_clock && segment.clock == record::Clock::Wall && segment.format != "travis";
            if own_clock && segment.warnings.iter().all(|w| w != "clock-backwards") {
                prop_assert!(segment.duration_ms.is_some_and(|ms| ms.get() >= 0.0));
            }
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut text = b"SEGMENT name=a ms=1 ".to_vec();
        text.extend_from_slice(&bytes);
        text.extend_from_slice(b"\n##[group]");
        text.extend_from_slice(&bytes);
        let (_, outcome) = read(&text[..], &Options::default());
        prop_assert_eq!(outcome.bytes, text.len() as u64);
    }
}
