//! One log for each grammar and its oddities.

use super::{brief, found, segments};
use record::SegmentStatus;

#[test]
fn gitlab_sections_nest_and_stand_in_one_line() {
    let text = "\u{1b}[0Ksection_start:1772618401:job_x\r\u{1b}[0K\n\
        \u{1b}[0Ksection_start:1772618402:unit_tests[collapsed=true]\r\u{1b}[0K\u{1b}[36mUnit tests\u{1b}[0m\n\
        ok 128 tests\n\
        \u{1b}[0Ksection_end:1772618427:unit-tests\r\u{1b}[0Ksection_start:1772618427:b\r\u{1b}[0KB\n\
        section_end:1772618430:never\r\u{1b}[0K\n\
        \u{1b}[0Ksection_end:1772618431:job_x\r\u{1b}[0K\n";
    assert_eq!(
        brief(text),
        ["section unit_tests 25000 native", "section b null native [unclosed]", "section job_x 30000 native"]
    );
    assert_eq!(found(text), ["unopened-end never  []", "unclosed b  []"]);
    let all = segments(text);
    assert_eq!(all[0].path, ["job_x", "unit_tests"]);
    assert_eq!(all[0].parent_id.as_ref(), Some(&all[2].segment_id));
    assert_eq!(all[0].attributes.get("header").map(String::as_str), Some("Unit tests"));
    assert_eq!(all[0].start_at.as_deref(), Some("2026-03-04T10:00:02Z"));
    assert_eq!((all[0].source.line, all[0].source.end_line), (Some(2), Some(4)));
}

#[test]
fn gitlab_stamps_are_better_than_its_marks() {
    let text = "2026-03-04T10:00:01.123456Z 00O section_start:1772618401:build\r\u{1b}[0Kbuild\n\
        2026-03-04T10:00:01.123999Z 01E warning: half a li\n\
        2026-03-04T10:00:01.124001Z 01E+ne\n\
        2026-03-04T10:00:03.223456Z 00O section_end:1772618409:build\r\u{1b}[0K\n";
    assert_eq!(brief(text), ["section build 2100 native"]);
    let build = &segments(text)[0];
    assert_eq!(build.carrier.as_deref(), Some("gitlab"));
    let skew = build.attributes.get("end_marker_skew_ms").and_then(|ms| ms.parse::<f64>().ok());
    assert_eq!(skew.map(f64::round), Some(5777.0));
    assert_eq!(build.attributes.get("start_marker_skew_ms"), None);
}

#[test]
fn a_gitlab_line_may_go_on_in_the_next() {
    let at = |at: u32, text: &str| format!("2026-03-04T10:00:0{at}.000000Z 01{text}\n");
    let text = at(1, "O SEG")
        + &at(2, "O+MENT name=a")
        + &at(3, "O+ ms=12")
        + &at(4, "E x")
        + &at(5, "O SEGMENT name=b ms=3");
    assert_eq!(brief(&text), ["segment a 12 native", "segment b 3 native"]);
    let all = segments(&text);
    assert_eq!(all[0].end_at.as_deref(), Some("2026-03-04T10:00:01Z"));
    assert_eq!((all[0].source.line, all[1].source.line), (Some(1), Some(5)));
    assert_eq!(all[1].source.offset, text.find("2026-03-04T10:00:05").map(|at| at as u64));
}

#[test]
fn an_endless_gitlab_time_is_no_time() {
    let text = format!("section_start:{}:a\r\nsection_end:5:a\r\n", "9".repeat(60));
    assert_eq!(brief(&text), ["section a null native [bad-number]"]);
}

#[test]
fn travis_timings_are_named_by_their_fold() {
    let text = "travis_fold:start:script.1\r\u{1b}[0Ktravis_time:start:1f2e3d4c\r\u{1b}[0K$ make\n\
        travis_time:end:1f2e3d4c:start=1772618401000000000,finish=1772618403500000000,\
        duration=2500000000,event=script\r\u{1b}[0Ktravis_fold:end:script.1\r\u{1b}[0K\n\
        travis_time:end:9,start=1772618401000000000,finish=1772618402000000000,duration=1000000000\n\
        travis_time:end:9:start=5,finish=7,duration=9\n";
    assert_eq!(
        brief(text),
        [
            "command script.1 2500 native",
            "command (no fold) 1000 native",
            "command (no fold) 0.000009 native [duration-conflict]"
        ]
        .map(|line| line.replace("0.000009", "9e-6"))
    );
    let all = segments(text);
    assert_eq!(all[0].start_at.as_deref(), Some("2026-03-04T10:00:01Z"));
    assert_eq!(all[0].attributes.get("event").map(String::as_str), Some("script"));
    assert_eq!(all[1].resolution_ms.map(record::Num::get), Some(1000.0));
}

#[test]
fn azure_sections_say_where_they_end_in_any_language() {
    let stamp = |n: u32, text: &str| format!("2026-03-04T10:00:{n:02}.0000000Z {text}\n");
    let text = stamp(0, "##[section]Starting: job")
        + &stamp(1, "##[section]Starting: Run unit tests")
        + &stamp(2, "==============")
        + &stamp(3, "##[group]details")
        + &stamp(4, "##[endgroup]")
        + &stamp(5, "##[error]Process completed with exit code 2.")
        + &stamp(6, "##vso[task.complete result=Failed;]")
        + &stamp(7, "##[section]Finishing: Run unit tests")
        + &stamp(8, "##[section]Finishing: never")
        + &stamp(9, "##[section]Beginne: Bauen")
        + &stamp(10, "##[section]Beende: Bauen")
        + &stamp(11, "##[section]Finishing: job");
    let all = segments(&text);
    let names: Vec<_> = brief(&text);
    assert_eq!(
        names,
        [
            "group details 1000 native",
            "marker error null native",
            "section Run unit tests 6000 native",
            "section Bauen 1000 native",
            "section job 11000 native",
        ]
    );
    assert_eq!(found(&text), ["unopened-end never  []"]);
    assert_eq!(all[2].carrier.as_deref(), Some("azure-pipelines"));
    assert_eq!(all[2].status, Some(SegmentStatus::Failure));
    assert_eq!(all[2].path, ["job", "Run unit tests"]);
}

#[test]
fn buildkite_groups_count_only_on_stamped_lines() {
    let at = |ms: u64, text: &str| format!("\u{1b}_bk;t={}\u{7}{text}\n", 1_772_618_401_000 + ms);
    let text = at(0, "~~~ Preparing")
        + &at(123, "--- :rust: cargo test")
        + "--- a/src/lib.rs\n+++ b/src/lib.rs\n"
        + &at(5123, "+++ result\u{1b}_bk;t=1772618406999\u{7}")
        + &at(6000, "^^^ +++")
        + &at(7123, "done");
    assert_eq!(
        brief(&text),
        [
            "group Preparing 123 derived",
            "group :rust: cargo test 5000 derived",
            "group result 2000 derived [silent-tail]"
        ]
    );
    assert_eq!(segments(&text)[0].start_at.as_deref(), Some("2026-03-04T10:00:01Z"));
    // Stamps that count from the one before, and a last one behind the text.
    let since =
        at(0, "--- a") + "x\u{1b}_bk;dt=1500\u{7}\n\u{1b}_bk;dt=500\u{7}+++ b\ny\u{1b}_bk;dt=250\u{7}\n";
    assert_eq!(brief(&since), ["group a 2000 derived", "group b 250 derived [silent-tail]"]);
    // A diff in a log that Buildkite has not stamped.
    assert_eq!(brief("--- a/x\n+++ b/x\n"), [""; 0]);
    let old = "[2026-03-04T10:00:01Z] --- a\n[2026-03-04T10:00:03Z] --- b\n";
    assert_eq!(brief(old), ["group a 2000 derived", "group b 0 derived [silent-tail]"]);
}

#[test]
fn jenkins_stages_are_blocks_with_a_name() {
    let at = |n: u32, text: &str| format!("[2026-03-04T10:00:{n:02}.500Z] [Pipeline] {text}\n");
    let text = at(0, "node")
        + &at(0, "{")
        + &at(1, "stage")
        + &at(1, "{ (Compile)")
        + &at(4, "}")
        + &at(4, "// stage")
        + &at(5, "parallel")
        + &at(5, "{ (Branch: a)")
        + &at(6, "}")
        + &at(7, "}")
        + &at(8, "}");
    assert_eq!(
        brief(&text),
        ["section Compile 3000 native", "section Branch: a 1000 approx [attribution-uncertain]"]
    );
    assert_eq!(found(&text), ["unopened-end -  []"]);
    assert_eq!(segments(&text)[0].carrier.as_deref(), Some("jenkins"));
}

#[test]
fn teamcity_pairs_belong_to_a_flow() {
    let at = |n: u32| format!("timestamp='2026-03-04T10:00:{n:02}.000+0000'");
    let text = format!(
        "##teamcity[blockOpened name='db |[setup|]' {} flowId='7']\n\
         ##teamcity[blockOpened name='db |[setup|]' {} flowId='8']\n\
         ##teamcity[blockClosed name='db |[setup|]' {} flowId='7']\n\
         x ##teamcity[testFinished name='a' duration='41']\n\
         ##teamcity[testFinished name='b' duration='x']\n\
         ##teamcity[progressStart 'compile' ]\n\
         ##teamcity[compilationFinished compiler='javac']\n",
        at(1),
        at(2),
        at(4)
    );
    assert_eq!(
        brief(&text),
        [
            "section db [setup] 3000 native",
            "test a 41 native",
            "test b null native [bad-number]",
            "section compile null native [unclosed]",
            "section db [setup] null native [unclosed]",
        ]
    );
    assert_eq!(segments(&text)[0].attributes.get("flow_id").map(String::as_str), Some("7"));
}

#[test]
fn buildkit_vertices_survive_switching_errors_and_a_second_build() {
    let text = "\
        #1 [internal] load build definition\n#1 DONE 0.0s\n\n\
        #7 [build 3/6] RUN make -j8\n#7 0.512 cc -c a.c\n#7 ...\n\n\
        #8 [lint 1/1] RUN lint\n#8 12.34 checking\n\n\
        #7 [build 3/6] RUN make -j8\n#7 11.20 cc -c b.c\n#7 DONE 41.3s\n\n\
        #8 ERROR: process did not complete: exit code: 1\n\
        #9 [x] RUN y\n#9 CANCELED\n#10 [never] ends\n\
        #1 [internal] load build definition\n#1 CACHED\n";
    assert_eq!(
        brief(text),
        [
            "task [internal] load build definition 0 native",
            "task [build 3/6] RUN make -j8 41300 native",
            "task [lint 1/1] RUN lint 12340 approx",
            "task [x] RUN y null approx",
            "task [never] ends null native [unclosed]",
            "task [internal] load build definition null native",
        ]
    );
    let all = segments(text);
    assert_eq!(all[2].status, Some(SegmentStatus::Failure));
    assert_eq!(all[2].resolution_ms.map(|n| n.get().round()), Some(10.0));
    assert!(all[2].attributes.get("message").is_some_and(|m| m.contains("exit code: 1")));
    assert_eq!(all[5].status, Some(SegmentStatus::Skip));
    assert_eq!(all[5].attributes.get("build").map(String::as_str), Some("2"));
    // What builds is no vertex: it never ends.
    let named = format!("#0 building with \"default\" instance using docker driver\n\n{text}");
    assert_eq!(brief(&named), brief(text));
    assert_eq!(found(&named), found(text));
    // Issue numbers are no vertices.
    assert_eq!(brief("fixes #7 DONE 3s\n#12 DONE 1.0s\n"), [""; 0]);
}

#[test]
fn pytest_durations_are_read_from_their_table_only() {
    let text = "0.50s call     before::the_table\n\
        ============= slowest 5 durations =============\n\
        0.52s call     tests/test_pay.py::TestFx::test_rate[eur]\n\
        0.01s setup    tests/test_pay.py::test_a\n\
        0.00s teardown tests/test_pay.py::test_a\n\n\
        (2 durations < 0.005s hidden.  Use -vv to show these durations.)\n\
        0.50s call     behind::it\n";
    assert_eq!(
        brief(text),
        [
            "test tests/test_pay.py::TestFx::test_rate[eur] 520 native",
            "test tests/test_pay.py::test_a 10 native",
            "test tests/test_pay.py::test_a 0 native"
        ]
    );
    let first = &segments(text)[0];
    assert_eq!(first.phase.as_deref(), Some("call"));
    assert_eq!(first.path, ["tests/test_pay.py", "TestFx", "test_rate[eur]"]);
}

#[test]
fn go_verdicts_may_be_glued_to_output() {
    let text = "--- PASS: TestA (0.01s)\n    --- FAIL: TestA/sub_x (1.20s)\nOK--- SKIP: TestG (0.00s)\n\
        ok  \texample.org/shop\t0.123s\nFAIL\texample.org/b\t2.5s\nok  \texample.org/c\t(cached)\n\
        FAIL\texample.org/d [build failed]\n--- a/diff\n--- PASS: not a time (x)\n";
    assert_eq!(
        brief(text),
        [
            "test TestA 10 native",
            "test TestA/sub_x 1200 native",
            "test TestG 0 native [glued]",
            "task example.org/shop 123 native",
            "task example.org/b 2500 native",
            "task example.org/c null native"
        ]
    );
    let status: Vec<_> = segments(text).iter().filter_map(|s| s.status).collect();
    use SegmentStatus::{Failure, Skip, Success};
    assert_eq!(status, [Success, Failure, Skip, Success, Failure, Success]);
}

#[test]
fn builds_say_how_long_they_took() {
    let text = "    Finished `dev` profile [unoptimized + debuginfo] target(s) in 1m 02s\n\
        Finished release [optimized] target(s) in 0.25s\n\
        [INFO] core ........ SUCCESS [  1.234 s]\n[INFO] web ..... FAILURE [02:05 min]\n\
        [INFO] Total time:  01:10 h (Wall Clock)\n[INFO] Total time: soon\n\
        BUILD SUCCESSFUL in 1m 5s\nBUILD FAILED in 3s\n";
    assert_eq!(
        brief(text),
        [
            "task cargo build 62000 native",
            "task cargo build 250 native",
            "task core 1234 native",
            "task web 125000 native",
            "task maven build 4200000 native",
            "task gradle build 65000 native",
            "task gradle build 3000 native"
        ]
    );
    let all = segments(text);
    assert_eq!(all[0].attributes.get("profile").map(String::as_str), Some("dev"));
    assert_eq!(all[3].raw.ms.as_deref(), Some("02:05 min"));
}

#[test]
fn ctest_verdicts_have_names_and_words() {
    let text = "    Start 1: a\n1/3 Test #1: unit.a ...............   Passed    0.02 sec\n\
        2/3 Test #2: b ....................***Failed    1.50 sec\n\
        3/3 Test #3: c ....................***Timeout  10.01 sec\n\
        Total Test time (real) =  11.53 sec\n";
    assert_eq!(
        brief(text),
        ["test unit.a 20 native", "test b 1500 native", "test c 10010 native", "task ctest 11530 native"]
    );
    let status: Vec<_> = segments(text).iter().filter_map(|s| s.status).collect();
    assert_eq!(status, [SegmentStatus::Success, SegmentStatus::Failure, SegmentStatus::Timeout]);
}

#[test]
fn the_shell_s_time_is_three_lines() {
    let text = "\nreal\t1m1.204s\nuser\t0m0.900s\nsys\t0m0.100s\n";
    assert_eq!(brief(text), ["command time 61204 native"]);
    assert_eq!(segments(text)[0].attributes.get("user_ms").map(String::as_str), Some("900"));
    assert_eq!(brief("real 1.20\nuser 0.90\nsys 0.10\n"), ["command time 1200 native"]);
    assert_eq!(brief("real 1.20\nuser 0.90\nand text\nreal numbers\nuser 5\n"), [""; 0]);
}

#[test]
fn times_are_read_in_other_locales_and_of_gnu_time() {
    assert_eq!(brief("real\t1m1,204s\nuser\t0m0,900s\nsys\t0m0,100s\n"), ["command time 61204 native"]);
    let recorded = |name: &str| {
        std::fs::read_to_string(format!("{}/../../testdata/timing/{name}", env!("CARGO_MANIFEST_DIR")))
            .expect("a recording")
    };
    assert_eq!(brief(&recorded("gnu-time.txt")), ["command time 250 native"]);
    let long = recorded("gnu-time-v.txt");
    assert_eq!(brief(&long), ["command sh -c sleep 0.25; echo done 250 native"]);
    let segment = &segments(&long)[0];
    assert_eq!(segment.status, Some(SegmentStatus::Success));
    assert_eq!(segment.attributes.get("user_ms").map(String::as_str), Some("0"));
    let hours = "1.50user 0.25system 1:02:03elapsed 0%CPU (0avgtext+0avgdata 0maxresident)k\n";
    assert_eq!(brief(hours), ["command time 3723000 native"]);
    let failed = "Command exited with non-zero status 3\n0.00user 0.00system 0:00.01elapsed 0%CPU\n";
    assert_eq!(segments(failed)[0].status, Some(SegmentStatus::Failure));
    assert_eq!(brief("the user and the system elapsed \n0user elapsed 5\n"), [""; 0]);
}

#[test]
fn ninja_logs_hold_several_builds() {
    let text = "# ninja log v7\n12\t340\t1\ta.o\tff\n20\t500\t1\tgen.c\tee\n20\t500\t1\tgen.h\tee\n\
        5\t100\t2\ta.o\tff\n7\tx\t1\tb\tdd\n";
    assert_eq!(brief(text), ["task a.o 328 native", "task gen.c 480 native", "task a.o 95 native"]);
    assert_eq!(found(text), ["malformed-line -  []"]);
    let all = segments(text);
    assert_eq!(all[1].attributes.get("outputs").map(String::as_str), Some("gen.c gen.h"));
    assert_eq!(all[2].attributes.get("build").map(String::as_str), Some("2"));
    assert_eq!(all[0].offset_ms.map(record::Ms::get), Some(12.0));
    assert_eq!(brief("x\n# ninja log v7\n1\t2\t3\ta\tb\n"), [""; 0]);
}

#[test]
fn the_log_of_another_job_may_follow() {
    let job = |name: &str, from: u32| {
        let at = |n: u32, text: &str| format!("2026-03-04T10:00:{:02}.0000000Z {text}\n", from + n);
        at(0, "Current runner version: '2.3'")
            + &at(1, &format!("Complete job name: {name}"))
            + &at(2, "##[group]Run x")
            + &at(3, "##[endgroup]")
            + &at(5, "done")
    };
    let text = job("a", 0) + &job("b", 20);
    let jobs: Vec<String> = brief(&text).into_iter().filter(|line| line.starts_with("section")).collect();
    assert_eq!(jobs, ["section a 5000 derived", "section b 5000 derived"]);
    let all = segments(&text);
    let second: Vec<_> = all.iter().filter(|s| s.path.first().is_some_and(|p| p == "b")).collect();
    assert_eq!(second.len(), 4);
    assert_eq!(second[3].source.line, Some(6));
}
