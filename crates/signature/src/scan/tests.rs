//! What the scanner makes of single messages.

use super::{Options, Scanner};
use crate::sig::template;

fn with(options: Options, message: &str) -> String {
    template(Scanner::new(options).scan(message.as_bytes()).encoded)
}

fn plain(message: &str) -> String {
    with(Options { mask_codes: true, keep_sources: false }, message)
}

#[test]
fn values_become_wildcards() {
    for (message, want) in [
        (
            "Receiving block blk_-1608999687919862906 src: /10.250.19.102:54106 dest: /10.250.19.102:50010",
            "Receiving block <*> src: <*> dest: <*>",
        ),
        (
            "open a.example.org:443 close, 0 bytes sent, 24 bytes received, lifetime <1 sec",
            "open <*> close, <*> sent, <*> received, lifetime <*>",
        ),
        ("took 19.05 seconds to spawn", "took <*> to spawn"),
        ("at 2026-11-20 18:43:41,123 the Fri Nov 20 18:43:41 UTC 2026 end", "at <*> the <*> end"),
        (
            "ask 10.0.0.1:5 to replicate to node(s) 10.0.0.2:5 10.0.0.3:5 now",
            "ask <*> to replicate to node(s) <*> now",
        ),
        ("see https://user@host/path?x=1&y=2, then mailto a.b@c.de", "see <*>, then mailto <*>"),
        (
            "file /var/log/x.log: gone, C:\\temp\\y.txt: gone, \\\\srv\\share\\z too",
            "file <*>: gone, <*>: gone, <*> too",
        ),
        ("from=<>, to=<a.b@c.de> in {} or {x1}", "from=<*>, to=<*> in {<*>} or {<*>}"),
        (
            r#"{"level":"info","msg":"peer is up","peer":"stream \"a\" b","n":3,"cut":"x"#,
            r#"{"level":"<*>","msg":"peer is up","peer":"<*>","n":<*>,"cut":"x"#,
        ),
        ("from csv at Job.java:12 in '/' for '/var'", "from csv at <*> in '<*>' for '<*>'"),
        ("load C:\\temp\\y", "load <*>"),
        ("load C:\\Program Files\\My App\\x.dll, flags 2", "load <*>, flags <*>"),
        ("C:\\temp is not D:\\Documents and Settings\\me here", "<*> is not <*> here"),
        ("on ::1 and [::ffff:10.0.0.1]:80 but abc::def stays", "on <*> and [<*>]: <*> but abc::def stays"),
        ("lost {'a-1', 'b-2', 'c-3'} now", "lost {'<*>'} now"),
        (
            "zookeeper.pathStats.delay = 5 of app.pool.size=3",
            "zookeeper.pathStats.delay=<*> of app.pool.size=<*>",
        ),
        ("at 20 Nov 18:43:41 unit nginx.service wants settings.json", "at <*> unit <*> wants <*>"),
        ("ref refs/heads/main by deploy@web and/or text/html", "ref <*> by <*> and/or text/html"),
        ("call foo() then foo(1) or foo(1, 2)", "call foo (<*>) then foo (<*>) or foo (<*>)"),
        ("mac 00:1a:2b:3c:4d:5e ip fe80::1ff:fe23:4567:890a end", "mac <*> ip <*> end"),
        (
            "no name=- of (-) in [-] says \"-\" and '-'",
            "no name=<*> of (<*>) in [<*>] says \"<*>\" and '<*>'",
        ),
        ("10.0.0.1 - - [20/Nov] \"GET /a\" 200 - \"-\" x", "<*> \"GET <*>\" <*> \"<*>\" x"),
        ("10.0.0.1 - - [20/Nov] \"GET /a\" 200 12 \"x.com\" x", "<*> \"GET <*>\" <*> \"<*>\" x"),
        ("- one, and 2 - three - 4", "- one, and <*> - three - <*>"),
        ("nodes=(null) at (nil), (nullable)", "nodes=<*> at <*>, (nullable)"),
        ("key=\"some words here\" other='x y' z", "key=<*> other=<*> z"),
        (
            "failure; logname= uid=0 tty=ssh ruser= rhost=",
            "failure; logname=<*> uid=<*> tty=ssh ruser=<*> rhost=<*>",
        ),
        ("enable.................0 and depth....................12", "enable.. <*> and depth.. <*>"),
        ("class com.example.app.Main started", "class <*> started"),
        ("bitte auf h\u{f6}he 3 warten", "bitte auf h\u{f6}he <*> warten"),
        ("sizes 1,234,567 and 5 % left", "sizes <*> and <*> left"),
        ("token QWxhZGRpbjpvcGVuIHNlc2FtZQ== ok", "token <*> ok"),
    ] {
        assert_eq!(plain(message), want, "{message}");
    }
}

#[test]
fn lines_of_access_logs_differ_in_their_methods() {
    let agent = "Mozilla/5.0 (X11; Linux x86_64; \\\"q\\\") Gecko";
    let line = |host: &str, user: &str, request: &str, rest: &str| {
        plain(&format!("{host} - {user} [26/Nov/2026:01:16:33 +0000] \"{request}\" {rest}"))
    };
    let get = "<*> \"GET <*>\" <*> \"<*>\" \"<*>\"";
    let full = format!("200 33 \"-\" \"{agent}\"");
    for (host, user) in
        [("10.0.0.7", "-"), ("localhost", "anna"), ("shop:443 10.0.0.7", "anna"), ("::1", "a-b")]
    {
        assert_eq!(line(host, user, "GET / HTTP/1.1", &full), get, "{host} {user}");
    }
    assert_eq!(line("a", "-", "GET /x?a=b%20c HTTP/2", "404 - \"http://x.de/ y\" \"\""), get);
    assert_eq!(line("a", "-", "PROPFIND * HTTP/1.1", "207 1"), "<*> \"PROPFIND <*>\" <*>");
    for odd in ["-", r#"\x16\x03\x01\"\x00"#, "hello"] {
        assert_eq!(line("10.0.0.7", "-", odd, &full), "<*> \"<*>\" <*> \"<*>\" \"<*>\"", "{odd}");
    }
    // What was open before is no more.
    let open = format!("{} [b", "a".repeat(300));
    assert_eq!(
        line(&open, "-", "GET / HTTP/1.1", "200 a 2 b 3 c 4 d 5] x"),
        "<*> \"GET <*>\" <*> a <*> b <*> c <*> d <*>] x"
    );
    // Elsewhere the request alone is one, and the rest of the message stays what it says.
    assert_eq!(
        plain("shop \"GET /v2 HTTP/1.1\" status: 200, \"all good\""),
        "shop \"GET <*>\" status: <*>, \"all good\""
    );
    for message in ["job \"GET well\" 200 times", "the \"NIGHTLY build\" 200 times"] {
        assert!(!plain(message).contains("GET <*>"), "{message}");
    }
}

#[test]
fn what_a_record_says_stays() {
    for key in ["msg", "message", "event", "Msg"] {
        let said = format!("level=info {key}=\"starting service\" who=<*>");
        assert_eq!(plain(&said.replace("<*>", "\"the web\"")), said);
        let json = format!("{{\"{key}\":\"started\",\"who\":\"<*>\"}}");
        assert_eq!(plain(&json.replace("<*>", "the web")), json);
    }
    assert_eq!(
        plain(r#"{"event":"auth.login.fail","ip":"10.0.0.1"}"#),
        r#"{"event":"auth.login.fail","ip":"<*>"}"#
    );
    assert_eq!(plain(r#"msg="loading \"a.b.c\" now""#), r#"msg="loading \"<*>\" now""#);
}

#[test]
fn what_stands_in_brackets_may_be_data() {
    for (message, want) in [
        // After a key, as after a quote.
        ("reply={result=OK, notes={message: oops; }} end", "reply=<*> end"),
        ("old=<state a.b=21.5; unit=C @ x>, new=<state c>, from=<root>", "old=<*>, new=<*>, from=<*>"),
        ("acting=[1,2) up=(3 4] H=([10.0.0.1]) [10.0.0.2] P=x", "acting=<*> up=<*> H=<*> P=x"),
        ("open=[1, 2", "open=<*>"),
        // Objects.
        ("Response body: {\"a\": 1, \"b\": {\"c\": \"}\"}} sent", "Response body: <*> sent"),
        ("reading from {'device': 'd1', 'ip': 'x'}: failed", "reading from <*>: failed"),
        ("request {\"msg\":\"stopped\"} sent", "request {\"msg\":\"stopped\"} sent"),
        ("a <Task name=x y at 0x7f3> b <Task name=x>", "a <*> b <Task name=x>"),
        ("sent <iq id='1' type=\"get\"><ping xmlns='u'/></iq> to <b>", "sent <*> to <b>"),
        ("section //node[@id='2']/lrm[@x='y z']/a[1] is /b/c[2]", "section <*> is <*>"),
        // Several words after a key, in a list with commas.
        ("exit (type=A, detail=job has finished, has=1) at", "exit (type=A, detail=<*>, has=<*>) at"),
        ("uid=anna logged in, id=3", "uid=anna logged in, id=<*>"),
        ("query=\"select \\\"a\\\" from b\" took", "query=<*> took"),
        ("envp[0]=\"A=b c\" x[3]=\\\"d e\\\" end", "envp[<*>]=<*> x[<*>]=<*> end"),
        // Command lines, from their first long option on.
        ("Called as vsctl --timeout=5 -- --if-exists del-port br p1", "Called as vsctl <*>"),
        ("ran (df --output=size /) well -- or not", "ran (df <*>) well -- or not"),
        // Names of directories and certificates.
        ("rid=1 be_add uid=lars.c,ou=people,dc=corp (0)", "rid=<*> be_add <*>"),
        ("request for \"C=DE, O=Example, CN=Example CA\" sent", "request for \"<*>\" sent"),
        // Nothing, where other messages have something.
        ("child process pids:", "child process pids: <*>"),
        ("parsed response 0 [ ]", "parsed response <*>"),
        // Many values of its own.
        ("osd epoch pg[3.1( v 2'3 (0'0,2'3] les=2/3 n=1) r=0 x=1 y=2] state", "osd epoch pg <*> state"),
        ("moved (from 1 to 2) fast", "moved (from <*> to <*>) fast"),
        ("[a 1 b 2 c 3 d 4] first", "[a <*> b <*> c <*> d <*>] first"),
        // Folders, and a value in angles.
        ("found . name=. (.) in .. but", "found <*> name=<*> in <*> but"),
        ("GET / said user <4Ax:T2:R2> to", "GET <*> said user <*> to"),
        ("=> <a@b.de> <c@d.de> R=x, List<3> y", "=> <*> R=x, List <<*>> y"),
    ] {
        assert_eq!(plain(message), want, "{message}");
    }
    // In a failure what stands there is what it is about.
    let failure = |m| with(Options { mask_codes: false, keep_sources: true }, m);
    assert_eq!(failure("map={a: b} has {\"k\": \"v\"}"), "map={a: b} has {\"k\":\"v\"}");
}

#[test]
fn words_stay() {
    for message in [
        "std::vec and abc::def are names",
        "java.io.IOException: Connection reset",
        "using utf8 on x86_64 with sha256",
        "pop3-login and ipv6-address",
        "org.example.Foo.bar(baz)",
        "and/or this",
        "Mon is not a date, March is a month",
        "a < b > c",
    ] {
        let got = plain(message);
        assert!(!got.contains("<*>"), "{message}: {got}");
    }
}

#[test]
fn codes_are_kept_unless_asked() {
    let keep = |m| with(Options::default(), m);
    assert_eq!(keep("GET /x failed: status 404 after 12 ms"), "GET <*> failed: status 404 after <*>");
    assert_eq!(keep("process exited with exit code 137"), "process exited with exit code 137");
    assert_eq!(
        keep("expected 200 but response was 503, 17 times"),
        "expected 200 but response was 503, <*> times"
    );
    assert_eq!(keep("error[E0308]: mismatched types"), "error[E0308]: mismatched types");
    assert_eq!(plain("status 404 E0308"), "status <*>");
    assert_eq!(keep("via signal [SIGINT]: ENOENT"), "via signal [SIGINT]: ENOENT");
    assert_eq!(plain("via signal [SIGINT]: ENOENT"), "via signal[<*>]: <*>");
}

#[test]
fn source_files_are_kept_for_failures() {
    let o = Options { mask_codes: false, keep_sources: true };
    assert_eq!(with(o, "panicked at src/deep/main.rs:12:5: boom"), "panicked at main.rs: boom");
    assert_eq!(with(o, "C:\\a\\b\\Foo.cs:line 12"), "Foo.cs: line <*>");
    assert_eq!(with(o, "open /tmp/abc/data.bin: no"), "open <*>: no");
}

#[test]
fn what_a_terminal_hides_does_not_count() {
    assert_eq!(plain("\x1b[31mfail\x1b[0m 3"), "fail <*>");
}

#[test]
fn long_messages_are_cut_and_say_so() {
    let mut scanner = Scanner::new(Options::default());
    let long = "word ".repeat(1000);
    assert!(scanner.scan(long.as_bytes()).cut);
    assert!(!scanner.scan(b"word").cut);
    let blob = vec![b'x'; 10_000_000];
    assert!(scanner.scan(&blob).cut);
}

#[test]
fn spans_point_at_what_was_masked() {
    let mut scanner = Scanner::new(Options::default());
    let scan = scanner.scan(b"from 10.0.0.1:80, 10.0.0.2 in 5 ms");
    let shown: Vec<_> = scan
        .spans
        .iter()
        .map(|s| (s.mask.word(), std::str::from_utf8(&scan.source[s.start..s.end]).expect("some")))
        .collect();
    assert_eq!(shown, [("ip", "10.0.0.1:80, 10.0.0.2"), ("quantity", "5 ms")]);
}

#[test]
fn tokens_are_the_same_without_names() {
    let mut named = Scanner::new(Options::default());
    let mut unnamed = Scanner::new(Options::default()).unnamed();
    for message in include_str!("golden.tsv").lines() {
        let want = named.scan(message.as_bytes()).encoded.to_vec();
        assert_eq!(unnamed.scan(message.as_bytes()).encoded, want, "{message}");
    }
}

/// Ids are promised for ever within a version: this table never changes, it only grows.
#[test]
fn golden_ids() {
    let mut scanner = Scanner::new(Options::default());
    for (message, id) in include_str!("golden.tsv").lines().filter_map(|l| l.rsplit_once('\t')) {
        assert_eq!(scanner.scan(message.as_bytes()).id().to_string(), id, "{message}");
    }
}

#[test]
fn lines_that_are_drawn_are_one_token() {
    for options in [Options::default(), Options { mask_codes: true, keep_sources: true }] {
        for mark in ["=", "-", "*", "#", "~", "_", "+"] {
            let drawn = with(options, &mark.repeat(4));
            assert_eq!(drawn, mark.repeat(4));
            for n in [5, 79, 300] {
                assert_eq!(with(options, &mark.repeat(n)), drawn);
            }
            let banner = |n| with(options, &format!("{0} summary {0}", mark.repeat(n)));
            assert_eq!(banner(30), banner(41));
            assert_ne!(with(options, &mark.repeat(3)), drawn);
        }
    }
}
