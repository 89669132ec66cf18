//! Who wrote a JUnit document, and what that changes: how tests are named, which run a
//! test case stands for, how times are written. There is no standard; the superset is
//! read by [`super::Junit`], the differences are here.

use crate::results::ident;
use record::{Kind, Status, Test};
use std::borrow::Cow;

/// A producer's way of writing JUnit XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Not recognised.
    Generic,
    /// Our own `--to junit`.
    Runproof,
    /// pytest's `--junitxml`.
    Pytest,
    /// Maven Surefire and Failsafe.
    Surefire,
    /// Gradle.
    Gradle,
    /// The legacy XML listener of JUnit's console.
    JunitPlatform,
    /// GoogleTest.
    Gtest,
    /// cargo-nextest and everything that writes with quick-junit.
    Nextest,
    /// rustc's test harness with `--format junit`.
    Libtest,
    /// jest-junit.
    Jest,
    /// vitest.
    Vitest,
    /// Mocha's own xunit reporter.
    Mocha,
    /// mocha-junit-reporter, also under Cypress.
    MochaJunit,
    /// Playwright's runner.
    Playwright,
    /// PHPUnit.
    Phpunit,
    /// gotestsum.
    Gotestsum,
    /// go-junit-report.
    GoJunitReport,
    /// CTest's `--output-junit`.
    Ctest,
    /// The test.xml that Bazel makes for tests that write none.
    Bazel,
    /// `node --test`.
    Node,
    /// bats.
    Bats,
    /// Robot Framework's `--xunit`.
    Robot,
}

/// What is known when the first test case of a document begins.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Local name of the root element.
    pub root: String,
    /// Name of the root.
    pub root_name: Option<String>,
    /// Names of the root's attributes, in order.
    pub root_attributes: Vec<String>,
    /// `xsi:noNamespaceSchemaLocation` of the root.
    pub schema: Option<String>,
    /// Name of the innermost suite.
    pub suite_name: String,
    /// Names of its attributes, in order.
    pub suite_attributes: Vec<String>,
    /// Names of the suites' properties that were seen.
    pub go_version: bool,
    /// A comment `tests N` of node's reporter was seen, or the root has no attribute at all.
    pub node: bool,
}

/// The test case's attributes that tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseHints<'a> {
    pub(super) name: &'a str,
    pub(super) class: &'a str,
    pub(super) status: Option<&'a str>,
    pub(super) result: Option<&'a str>,
    pub(super) duration: bool,
    pub(super) assertions: bool,
    pub(super) file: bool,
}

impl Dialect {
    /// The word for `producer.dialect`; `None` when nobody was recognised.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Dialect::Generic => return None,
            Dialect::Runproof => "runproof",
            Dialect::Pytest => "pytest",
            Dialect::Surefire => "surefire",
            Dialect::Gradle => "gradle",
            Dialect::JunitPlatform => "junit-platform",
            Dialect::Gtest => "gtest",
            Dialect::Nextest => "nextest",
            Dialect::Libtest => "libtest",
            Dialect::Jest => "jest-junit",
            Dialect::Vitest => "vitest",
            Dialect::Mocha => "mocha",
            Dialect::MochaJunit => "mocha-junit-reporter",
            Dialect::Playwright => "playwright",
            Dialect::Phpunit => "phpunit",
            Dialect::Gotestsum => "gotestsum",
            Dialect::GoJunitReport => "go-junit-report",
            Dialect::Ctest => "ctest",
            Dialect::Bazel => "bazel",
            Dialect::Node => "node",
            Dialect::Bats => "bats",
            Dialect::Robot => "robot",
        })
    }

    /// Decides from what stands before and in the first test case.
    pub fn recognise(hints: &Hints, case: CaseHints<'_>) -> Dialect {
        let root_is_suite = hints.root == "testsuite";
        let has = |name: &str| hints.suite_attributes.iter().any(|a| a == name);
        let root_has = |name: &str| hints.root_attributes.iter().any(|a| a == name);
        if hints.schema.as_deref().is_some_and(|s| s.contains("surefire")) {
            return Dialect::Surefire;
        }
        match (root_is_suite, hints.root_name.as_deref().unwrap_or("")) {
            (false, "runproof") => return Dialect::Runproof,
            (false, "nextest-run") => return Dialect::Nextest,
            (false, "AllTests") => return Dialect::Gtest,
            (false, "jest tests") => return Dialect::Jest,
            (false, "vitest tests") => return Dialect::Vitest,
            (true, "Mocha Tests") => return Dialect::Mocha,
            (false, "Mocha Tests") => return Dialect::MochaJunit,
            (false, "pytest tests") => return Dialect::Pytest,
            _ => {}
        }
        if !root_is_suite && root_has("uuid") {
            return Dialect::Nextest;
        }
        match hints.suite_name.as_str() {
            "pytest" => return Dialect::Pytest,
            "JUnit Jupiter" | "JUnit Vintage" | "JUnit Platform Suite" => return Dialect::JunitPlatform,
            name if name.ends_with(".bats") => return Dialect::Bats,
            _ => {}
        }
        if hints.go_version {
            return if has("id") || has("hostname") { Dialect::GoJunitReport } else { Dialect::Gotestsum };
        }
        if has("assertions") && case.assertions {
            return Dialect::Phpunit;
        }
        if case.result.is_some_and(|r| matches!(r, "completed" | "skipped" | "suppressed"))
            && case.status.is_some_and(|s| matches!(s, "run" | "notrun"))
        {
            return Dialect::Gtest;
        }
        if root_is_suite
            && case.class == case.name
            && case.status.is_some_and(|s| matches!(s, "run" | "notrun" | "disabled" | "fail"))
        {
            return Dialect::Ctest;
        }
        if hints.suite_name == "test" && has("package") {
            return Dialect::Libtest;
        }
        if !root_is_suite && case.duration && case.class.is_empty() {
            return Dialect::Bazel;
        }
        if !root_is_suite && has("hostname") && has("timestamp") && looks_like_script(case.class) {
            return if case.name.contains(" \u{203a} ") || root_has("id") {
                Dialect::Playwright
            } else {
                Dialect::Vitest
            };
        }
        // Node 20 has neither attributes on the root nor the file, and its comments come last.
        let node = hints.node || case.file || hints.root_attributes.is_empty();
        if hints.root == "testsuites" && case.class == "test" && node {
            return Dialect::Node;
        }
        const GRADLE: [&str; 8] =
            ["name", "tests", "skipped", "failures", "errors", "timestamp", "hostname", "time"];
        if root_is_suite && hints.suite_attributes.iter().eq(GRADLE.iter()) {
            return Dialect::Gradle;
        }
        Dialect::Generic
    }

    /// Whether a test case that is repeated after it failed is the next attempt.
    pub fn repeats_are_attempts(self) -> bool {
        matches!(self, Dialect::Gradle | Dialect::Gotestsum)
    }

    /// Whether a time without a zone is meant as UTC.
    pub fn naive_is_utc(self) -> bool {
        matches!(self, Dialect::Jest | Dialect::MochaJunit | Dialect::Gradle | Dialect::Runproof)
    }

    /// The prefix of canonical ids.
    pub fn family(self) -> &'static str {
        match self {
            Dialect::Pytest => "py",
            Dialect::Surefire | Dialect::Gradle | Dialect::JunitPlatform => "jvm",
            Dialect::Gtest => "gtest",
            Dialect::Nextest | Dialect::Libtest => "rs",
            Dialect::Jest
            | Dialect::Vitest
            | Dialect::Mocha
            | Dialect::MochaJunit
            | Dialect::Playwright
            | Dialect::Node => "js",
            Dialect::Phpunit => "php",
            Dialect::Gotestsum | Dialect::GoJunitReport => "go",
            Dialect::Ctest => "ctest",
            Dialect::Bazel => "bazel",
            Dialect::Bats => "bats",
            Dialect::Robot => "robot",
            Dialect::Generic | Dialect::Runproof => "junit",
        }
    }

    /// Writes the canonical id of a test case whose suite, class, name and file are set.
    /// `extra` is what the element says beside them (parameters of a typed gtest).
    pub fn identify(self, test: &mut Test, extra: Option<&str>) {
        let mut id = std::mem::take(&mut test.test_id);
        let name = test.name.as_str();
        let class = test.class.as_deref().unwrap_or("");
        let suite = test.suite.last().map_or("", String::as_str);
        let family = self.family();
        let some = |text: &str| !text.is_empty();
        match self {
            Dialect::Pytest => {
                ident::write(&mut id, family, ident::py_junit(class, name, test.file.as_deref()));
            }
            Dialect::Nextest => {
                ident::write(&mut id, family, ident::rs(strip_stress(class), strip_attempt(name)));
            }
            Dialect::Libtest => {
                // The class holds the module's path; the binary is not named.
                let path = class.split("::").filter(|p| some(p)).chain(name.split("::"));
                ident::write(&mut id, family, path);
            }
            Dialect::Gotestsum | Dialect::GoJunitReport => {
                let package = if class.contains('/') || suite.is_empty() { class } else { suite };
                ident::write(&mut id, family, [package, name].into_iter().filter(|p| some(p)));
            }
            Dialect::Vitest => {
                let titles = name.split(" > ");
                ident::write(&mut id, family, [slash(class)].into_iter().chain(titles.map(Cow::Borrowed)));
            }
            Dialect::Playwright => {
                let titles = name.split(" \u{203a} ");
                ident::write(&mut id, family, [slash(class)].into_iter().chain(titles.map(Cow::Borrowed)));
            }
            Dialect::Jest => {
                let file = test.file.as_deref().map(ident::slashes);
                // Templates make class and name overlap; the longer one says all.
                let title = if some(class) && !name.starts_with(class) && class != "Test suite failed to run"
                {
                    vec![class, name]
                } else {
                    vec![name]
                };
                ident::write(&mut id, family, file.into_iter().chain(title.into_iter().map(Cow::Borrowed)));
            }
            Dialect::Mocha => {
                let file = test.file.as_deref().map(ident::slashes);
                let titles = [class, name].into_iter().filter(|p| some(p)).map(Cow::Borrowed);
                ident::write(&mut id, family, file.into_iter().chain(titles));
            }
            Dialect::MochaJunit => {
                let file = test.file.as_deref().map(ident::slashes);
                // The full title stands in `name` unless the switch is set.
                let titles: Vec<&str> = match name.strip_suffix(class) {
                    Some(parents) if some(class) => {
                        [parents.trim_end(), class].into_iter().filter(|p| some(p)).collect()
                    }
                    _ => match class.strip_suffix(name) {
                        Some(parents) => [parents.trim_end(), name].into_iter().filter(|p| some(p)).collect(),
                        None => [class, name].into_iter().filter(|p| some(p)).collect(),
                    },
                };
                ident::write(&mut id, family, file.into_iter().chain(titles.into_iter().map(Cow::Borrowed)));
            }
            Dialect::Node => {
                let file = test.file.as_deref().map(ident::slashes);
                let suites = test.suite.iter().map(|s| Cow::Borrowed(s.as_str()));
                ident::write(&mut id, family, file.into_iter().chain(suites).chain([name.into()]));
            }
            Dialect::Bats => {
                ident::write(&mut id, family, [slash(suite), name.into()]);
            }
            Dialect::Ctest => ident::write(&mut id, family, [name]),
            Dialect::Bazel => ident::write(&mut id, family, [strip_shard(name)]),
            Dialect::Gtest => {
                let class = if some(class) { class } else { suite };
                ident::write(&mut id, family, [class, name].into_iter().chain(extra));
            }
            Dialect::Surefire | Dialect::Gradle | Dialect::JunitPlatform => {
                let class = if some(class) { class } else { suite };
                ident::write(&mut id, family, [class, name].into_iter().filter(|p| some(p)));
            }
            Dialect::Phpunit => {
                let class = class.replace('.', "\\");
                ident::write(&mut id, family, [class.as_str(), name].into_iter().filter(|p| some(p)));
            }
            Dialect::Generic | Dialect::Runproof | Dialect::Robot => {
                let class = if class == name { "" } else { class };
                // A class that is qualified says where it lives; suites then only repeat it.
                let qualified = class.bytes().any(|b| matches!(b, b'.' | b'/' | b':' | b'\\'));
                let suites: &[String] = if qualified { &[] } else { &test.suite };
                let suites = suites
                    .iter()
                    .map(String::as_str)
                    .filter(|s| some(s) && *s != class && !CONSTANT_SUITES.contains(s));
                let bare = class.is_empty() && suites.clone().next().is_none();
                let file = if bare { test.file.as_deref() } else { None };
                let parts = suites.chain([class]).filter(|p| some(p)).chain([name]);
                ident::write(
                    &mut id,
                    family,
                    file.map(ident::slashes).into_iter().chain(parts.map(Cow::Borrowed)),
                );
            }
        }
        test.test_id = id;
        let mut uid = std::mem::take(&mut test.test_uid);
        ident::uid_into(&test.test_id, &mut uid);
        test.test_uid = uid;
    }

    /// What kind of thing a failed or erroneous test case really is.
    pub fn kind(self, test: &Test, message: Option<&str>) -> Kind {
        if test.status != Status::Error && test.status != Status::Fail {
            return Kind::Test;
        }
        let class = test.class.as_deref().unwrap_or("");
        let message = message.unwrap_or("");
        match self {
            Dialect::Pytest => {
                let collection = message == "collection failure" || message == "collection skipped";
                if collection || message.starts_with("failed on setup") || message == "internal error" {
                    return Kind::Setup;
                }
            }
            Dialect::Gotestsum | Dialect::GoJunitReport => {
                if test.name == "[build failed]" || message == "Build error" || message == "[build failed]" {
                    return Kind::Build;
                }
                if test.name == "[setup failed]" || test.name == "TestMain" && class.is_empty() {
                    return Kind::Setup;
                }
            }
            Dialect::Jest
                if class == "Test suite failed to run" || test.name == "Test suite failed to run" =>
            {
                return Kind::Setup;
            }
            Dialect::Surefire | Dialect::Gradle | Dialect::JunitPlatform => {
                let class_level = ["initializationError", "classMethod", "executionError", ""];
                if class_level.contains(&test.name.as_str()) || test.name == "<unnamed>" || test.name == class
                {
                    return Kind::Setup;
                }
            }
            Dialect::Nextest if class.starts_with("@setup-script:") => return Kind::Setup,
            _ => {}
        }
        Kind::Test
    }
}

/// Suites that are the same in every file of their producer.
const CONSTANT_SUITES: [&str; 7] =
    ["pytest", "jest tests", "AllTests", "Mocha Tests", "nextest-run", "Root Suite", "vitest tests"];

fn slash(path: &str) -> Cow<'_, str> {
    ident::slashes(path)
}

fn looks_like_script(path: &str) -> bool {
    crate::results::lines::js::looks_like_file(path)
}

/// `name#2` of nextest.
pub(crate) fn strip_attempt(name: &str) -> &str {
    match name.rsplit_once('#') {
        Some((head, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => head,
        _ => name,
    }
}

/// `binary@stress-3` of nextest.
fn strip_stress(class: &str) -> &str {
    match class.rsplit_once("@stress-") {
        Some((head, number)) if number.bytes().all(|b| b.is_ascii_digit()) => head,
        _ => class,
    }
}

/// `//pkg:test_shard_2/5` of Bazel.
pub(super) fn strip_shard(name: &str) -> &str {
    match name.rsplit_once("_shard_") {
        Some((head, tail)) if tail.bytes().all(|b| b.is_ascii_digit() || b == b'/') => head,
        _ => name,
    }
}
