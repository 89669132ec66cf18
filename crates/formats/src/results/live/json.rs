//! What a line of JSON says, from go or libtest.

use super::runners::{golang, rust};
use super::{Event, EventSink, Runner, State};
use record::Status;
use std::borrow::Cow;

impl State {
    pub(super) fn json(&mut self, runner: Runner, text: &str, sink: &mut dyn EventSink) -> bool {
        let Ok(line) = serde_json::from_str::<JsonLine<'_>>(text) else { return false };
        if let (Some(action), true) = (&line.action, Self::wants(runner, Runner::Go)) {
            let Some(name) = &line.go_test else {
                if action == "build-fail" {
                    sink.event(&Event::Aborted(text.to_owned()));
                }
                return true;
            };
            let seen = golang(line.package.as_deref(), name);
            let ms = line.elapsed.filter(|s| *s >= 0.0).map(|s| s * 1e3);
            match action.as_ref() {
                "run" => self.start(seen, sink),
                "pass" => self.end(seen, Status::Pass, ms, sink),
                "fail" => self.end(seen, Status::Fail, ms, sink),
                "skip" => self.end(seen, Status::Skip, ms, sink),
                _ => {}
            }
            return true;
        }
        let (Some(kind), Some(event)) = (&line.kind, &line.event) else { return false };
        if !(Self::wants(runner, Runner::Libtest) || Self::wants(runner, Runner::Nextest)) {
            return false;
        }
        if kind == "suite" {
            if let Some(count) = line.test_count {
                sink.event(&Event::Planned(count));
            }
            return true;
        }
        let Some(name) = &line.name else { return false };
        // nextest: `shop::api$pay::works#2`
        let (binary, name) = name.split_once('$').map_or((None, name.as_ref()), |(b, n)| (Some(b), n));
        let name = name.rsplit_once('#').filter(|(_, n)| n.parse::<u32>().is_ok()).map_or(name, |(n, _)| n);
        let seen = rust(binary.or(self.scope.as_deref()), name);
        let ms = match &line.exec_time {
            Some(serde_json::Value::Number(n)) => n.as_f64().map(|s| s * 1e3),
            Some(serde_json::Value::String(s)) => crate::number::span_ms(s),
            _ => None,
        };
        match event.as_ref() {
            "started" => self.start(seen, sink),
            "ok" => self.end(seen, Status::Pass, ms, sink),
            "failed" => self.end(seen, Status::Fail, ms, sink),
            "ignored" => self.end(seen, Status::Skip, ms, sink),
            "timeout" => sink.event(&Event::Slow(seen)),
            _ => {}
        }
        true
    }
}

/// The members of go's and libtest's JSON lines that matter here.
#[derive(serde::Deserialize)]
struct JsonLine<'a> {
    #[serde(rename = "Action", borrow, default)]
    action: Option<Cow<'a, str>>,
    #[serde(rename = "Package", borrow, default)]
    package: Option<Cow<'a, str>>,
    #[serde(rename = "Test", borrow, default)]
    go_test: Option<Cow<'a, str>>,
    #[serde(rename = "Elapsed", default)]
    elapsed: Option<f64>,
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    event: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    name: Option<Cow<'a, str>>,
    #[serde(default)]
    test_count: Option<u64>,
    #[serde(default)]
    exec_time: Option<serde_json::Value>,
}
