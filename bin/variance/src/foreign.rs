//! What benchmark tools write, as samples: hyperfine, criterion, Go's benchmark text,
//! pytest-benchmark, google-benchmark.

use record::Labels;
use serde::Deserialize;
use stats::decimal::Number;

/// A foreign format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// `hyperfine --export-json`.
    Hyperfine,
    /// criterion's `sample.json`, or `cargo criterion --message-format=json`.
    Criterion,
    /// `go test -bench`.
    Go,
    /// `pytest --benchmark-json` (with `--benchmark-save-data` for the samples).
    Pytest,
    /// `--benchmark_format=json` of google-benchmark.
    Google,
    /// A JSON document whose sort shows only when it is whole.
    Document,
}

/// The words of `--input-format` for them.
pub(crate) const NAMES: [&str; 5] =
    ["hyperfine", "criterion", "go-bench", "pytest-benchmark", "google-benchmark"];

/// One measured value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) group: Labels,
    pub(crate) field: String,
    pub(crate) unit: String,
    pub(crate) value: Number,
    /// The process that gave this one sample, where each has its own.
    pub(crate) process: Option<u64>,
}

impl Foreign {
    pub(crate) fn named(word: &str) -> Option<Foreign> {
        Some(match word {
            "hyperfine" => Foreign::Hyperfine,
            "criterion" => Foreign::Criterion,
            "go-bench" => Foreign::Go,
            "pytest-benchmark" => Foreign::Pytest,
            "google-benchmark" => Foreign::Google,
            _ => return None,
        })
    }

    /// By the first line of an input.
    pub(crate) fn detect(line: &[u8]) -> Option<Foreign> {
        const GO: [&[u8]; 6] = [b"goos:", b"goarch:", b"pkg:", b"cpu:", b"Unit ", b"Benchmark"];
        if GO.iter().any(|start| line.starts_with(start)) || is_key_line(line) {
            return Some(Foreign::Go);
        }
        if !line.starts_with(b"{") {
            return None;
        }
        #[derive(Deserialize)]
        struct Head {
            reason: Option<String>,
            sampling_mode: Option<String>,
            results: Option<serde::de::IgnoredAny>,
            benchmarks: Option<serde::de::IgnoredAny>,
        }
        match serde_json::from_slice::<Head>(line) {
            Ok(Head { reason: Some(_), .. } | Head { sampling_mode: Some(_), .. }) => {
                Some(Foreign::Criterion)
            }
            Ok(Head { results: Some(_), .. } | Head { benchmarks: Some(_), .. }) => Some(Foreign::Document),
            Ok(_) => None,
            // The object goes on over further lines.
            Err(error) => error.is_eof().then_some(Foreign::Document),
        }
    }

    /// Whether it is read line by line.
    pub(crate) fn is_lines(self) -> bool {
        matches!(self, Foreign::Go | Foreign::Criterion)
    }
}

/// `note: before`: a line of configuration in Go's benchmark format.
fn is_key_line(line: &[u8]) -> bool {
    let Some(colon) = line.windows(2).position(|w| w == b": ") else { return false };
    let key = &line[..colon];
    key.first().is_some_and(u8::is_ascii_lowercase)
        && !key.iter().any(|b| b.is_ascii_whitespace() || b.is_ascii_uppercase() || b",;\"'".contains(b))
}

/// The samples of one line.
pub(crate) fn line(foreign: Foreign, file: &str, bytes: &[u8]) -> Result<Vec<Sample>, String> {
    match foreign {
        Foreign::Go => go_line(bytes),
        _ => criterion_line(file, bytes),
    }
}

/// The samples of a whole document.
pub(crate) fn document(foreign: Foreign, bytes: &[u8]) -> Result<Vec<Sample>, String> {
    let reason = |e: serde_json::Error| format!("not a JSON document: {e}");
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    let any: serde_json::Value = serde_json::from_str(text).map_err(reason)?;
    let told = match foreign {
        Foreign::Document if any.get("results").is_some_and(serde_json::Value::is_array) => {
            Foreign::Hyperfine
        }
        Foreign::Document if any["context"].is_object() => Foreign::Google,
        Foreign::Document if any["benchmarks"].is_array() => Foreign::Pytest,
        Foreign::Document => {
            return Err("a JSON document that is not of a known benchmark tool".to_owned());
        }
        told => told,
    };
    let samples = match told {
        Foreign::Hyperfine => hyperfine(&any),
        Foreign::Google => google(&any),
        _ => pytest(&any),
    }?;
    if samples.is_empty() { Err(format!("{}: no samples in it", name(told))) } else { Ok(samples) }
}

fn name(foreign: Foreign) -> &'static str {
    match foreign {
        Foreign::Hyperfine => "hyperfine",
        Foreign::Criterion => "criterion",
        Foreign::Go => "go-bench",
        Foreign::Pytest => "pytest-benchmark",
        Foreign::Google => "google-benchmark",
        Foreign::Document => "document",
    }
}

fn group(name: &str, value: &str) -> Labels {
    Labels::from([(name.to_owned(), value.to_owned())])
}

fn finite(value: f64) -> Result<Number, String> {
    Number::from_f64(value).map_err(|e| e.to_string())
}

fn numbers(value: &serde_json::Value, place: &str) -> Result<Vec<f64>, String> {
    let all = value.as_array().ok_or_else(|| format!("{place}: a list of numbers is wanted"))?;
    all.iter().map(|v| v.as_f64().ok_or_else(|| format!("{place}: a number is wanted"))).collect()
}

/// Every timing is a process of its own.
fn hyperfine(document: &serde_json::Value) -> Result<Vec<Sample>, String> {
    let mut samples = Vec::new();
    for result in document["results"].as_array().into_iter().flatten() {
        let command = result["command"].as_str().ok_or("results: no command")?;
        let mut labels = group("command", command);
        for (key, value) in result["parameters"].as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            labels.insert(key.clone(), text);
        }
        let place = format!("{command}: times");
        for (i, time) in numbers(&result["times"], &place)?.into_iter().enumerate() {
            samples.push(Sample {
                group: labels.clone(),
                field: "times".to_owned(),
                unit: "s".to_owned(),
                value: finite(time)?,
                process: Some(i as u64),
            });
        }
    }
    Ok(samples)
}

/// Rounds of one process.
fn pytest(document: &serde_json::Value) -> Result<Vec<Sample>, String> {
    let mut samples = Vec::new();
    for benchmark in document["benchmarks"].as_array().into_iter().flatten() {
        let name = benchmark["fullname"].as_str().or(benchmark["name"].as_str());
        let name = name.ok_or("benchmarks: no name")?;
        let data = &benchmark["stats"]["data"];
        if data.is_null() {
            return Err(format!("{name}: no samples in it: pytest --benchmark-save-data keeps them"));
        }
        for value in numbers(data, name)? {
            samples.push(Sample {
                group: group("name", name),
                field: "data".to_owned(),
                unit: "s".to_owned(),
                value: finite(value)?,
                process: None,
            });
        }
    }
    Ok(samples)
}

/// Repetitions of one process; aggregates are left out.
fn google(document: &serde_json::Value) -> Result<Vec<Sample>, String> {
    let mut samples = Vec::new();
    for benchmark in document["benchmarks"].as_array().into_iter().flatten() {
        if benchmark["run_type"] == "aggregate" || benchmark["error_occurred"] == true {
            continue;
        }
        let name = benchmark["run_name"].as_str().or(benchmark["name"].as_str());
        let name = name.ok_or("benchmarks: no name")?;
        let unit = benchmark["time_unit"].as_str().ok_or_else(|| format!("{name}: no time_unit"))?;
        for field in ["real_time", "cpu_time"] {
            let value = benchmark[field].as_f64().ok_or_else(|| format!("{name}: no {field}"))?;
            samples.push(Sample {
                group: group("name", name),
                field: field.to_owned(),
                unit: unit.to_owned(),
                value: finite(value)?,
                process: None,
            });
        }
    }
    Ok(samples)
}

/// `{"sampling_mode":..,"iters":[..],"times":[..]}` of `sample.json` (nanoseconds), or a
/// `benchmark-complete` message. Other messages have no samples.
fn criterion_line(file: &str, bytes: &[u8]) -> Result<Vec<Sample>, String> {
    #[derive(Deserialize)]
    struct Message {
        reason: Option<String>,
        id: Option<String>,
        iteration_count: Option<Vec<f64>>,
        measured_values: Option<Vec<f64>>,
        unit: Option<String>,
        iters: Option<Vec<f64>>,
        times: Option<Vec<f64>>,
    }
    let message: Message = serde_json::from_slice(bytes).map_err(|e| cli::json_reason(&e))?;
    let (labels, iterations, values, unit) = match message {
        Message { iters: Some(iters), times: Some(times), .. } => {
            (benchmark_of(file), iters, times, "ns".to_owned())
        }
        Message {
            reason: Some(reason),
            id: Some(id),
            iteration_count: Some(iterations),
            measured_values: Some(values),
            unit: Some(unit),
            ..
        } if reason == "benchmark-complete" => (group("name", &id), iterations, values, unit),
        Message { reason: Some(_), .. } => return Ok(Vec::new()),
        _ => return Err("not a criterion message".to_owned()),
    };
    if iterations.len() != values.len() {
        return Err(format!("{} times for {} iteration counts", values.len(), iterations.len()));
    }
    let each = iterations.iter().zip(&values).map(|(count, value)| {
        Ok(Sample {
            group: labels.clone(),
            field: "time".to_owned(),
            unit: unit.clone(),
            value: finite(value / count)?,
            process: None,
        })
    });
    each.collect()
}

/// The benchmark that a `sample.json` belongs to stands in its path only:
/// `target/criterion/GROUP/NAME/new/sample.json`.
fn benchmark_of(file: &str) -> Labels {
    let mut parts: Vec<&str> = file.split('/').collect();
    if parts.pop() != Some("sample.json") || parts.len() < 2 {
        return Labels::new();
    }
    parts.pop();
    let after = parts.iter().rposition(|p| *p == "criterion").map_or(0, |at| at + 1);
    match parts[after..].join("/") {
        name if name.is_empty() => Labels::new(),
        name => group("name", &name),
    }
}

/// `BenchmarkName-8  100  12.5 ns/op  3 B/op`; every other line is text around it.
fn go_line(bytes: &[u8]) -> Result<Vec<Sample>, String> {
    let Some(rest) = bytes.strip_prefix(b"Benchmark") else { return Ok(Vec::new()) };
    let text = std::str::from_utf8(rest).map_err(|_| "not UTF-8".to_owned())?;
    let mut words = text.split_ascii_whitespace();
    let Some(name) = words.next() else { return Ok(Vec::new()) };
    // A name alone is the line before the benchmark's own output.
    let Some(count) = words.next() else { return Ok(Vec::new()) };
    if count.parse::<u64>().is_err() {
        return Ok(Vec::new());
    }
    let mut samples = Vec::new();
    while let Some(value) = words.next() {
        let unit = words.next().ok_or("a value without a unit")?;
        let value = Number::parse(value.as_bytes()).map_err(|e| format!("{value}: {e}"))?;
        samples.push(Sample {
            group: group("name", name),
            field: unit.to_owned(),
            unit: unit.to_owned(),
            value,
            process: None,
        });
    }
    if samples.is_empty() { Err("a benchmark without a value".to_owned()) } else { Ok(samples) }
}
