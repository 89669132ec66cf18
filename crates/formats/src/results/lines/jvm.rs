//! The console of Maven's Surefire and Failsafe, and of JUnit's ConsoleLauncher under
//! `--details=verbose`; its other details are printed when all is over, or stay in a buffer.

use crate::number::span_ms;
use record::Status;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JvmLine<'a> {
    /// `[INFO]  T E S T S`: what runs from here on are classes.
    Banner,
    /// `[INFO] Running shop.PayTest`
    Class(&'a str),
    /// `[INFO] Tests run: 3, Failures: 0, ... Time elapsed: 0.04 s - in shop.PayTest`
    ClassEnd {
        /// The class.
        class: &'a str,
        /// The worst of its tests.
        status: Status,
        /// How long it took.
        ms: Option<f64>,
    },
    /// `[ERROR] pays(shop.PayTest)  Time elapsed: 0.001 s  <<< ERROR!`, after the class's end;
    /// without a method where the class itself failed.
    Failed {
        /// The class.
        class: &'a str,
        /// The method.
        method: Option<&'a str>,
        /// Failure or error.
        status: Status,
        /// How long it took.
        ms: Option<f64>,
    },
    /// `[INFO] Results:`
    Results,
    /// `uniqueId: [engine:junit-jupiter]/[class:shop.PayTest]/[method:pays()]`: this node begins,
    /// or was skipped.
    Node(Node),
    /// `duration: 23 ms`
    Took(f64),
    /// `status: SUCCESSFUL`, of the node that began last.
    Ended(Status),
}

/// A node of JUnit's tree of tests.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// The class, with those that it is nested in.
    pub(crate) class: String,
    /// `pays()`, `rates(String)[2]`, as JUnit's own reports call it; `None` of what holds tests.
    pub(crate) test: Option<String>,
}

/// Reads a line; `None` when it is none of these.
pub(crate) fn read(line: &str) -> Option<JvmLine<'_>> {
    if line.starts_with('[') {
        return surefire(line);
    }
    let text = line.trim_start_matches(['│', ' ']);
    if text.len() == line.len() {
        return None;
    }
    let (key, value) = text.split_once(": ")?;
    match key {
        "uniqueId" => node(value).map(JvmLine::Node),
        "duration" => span_ms(value).map(JvmLine::Took),
        "status" => {
            // A mark, or its stand-in in ASCII, and the word.
            let word = value.rsplit(' ').next()?;
            let status = match word {
                "SUCCESSFUL" => Status::Pass,
                "FAILED" => Status::Fail,
                "ABORTED" | "SKIPPED" => Status::Skip,
                _ => return None,
            };
            Some(JvmLine::Ended(status))
        }
        _ => None,
    }
}

fn surefire(line: &str) -> Option<JvmLine<'_>> {
    let (level, text) = line.split_once("] ")?;
    if !matches!(level, "[INFO" | "[WARNING" | "[ERROR") {
        return None;
    }
    if let Some(class) = text.strip_prefix("Running ") {
        return is_class(class).then_some(JvmLine::Class(class));
    }
    if text.trim() == "T E S T S" {
        return Some(JvmLine::Banner);
    }
    if text == "Results:" {
        return Some(JvmLine::Results);
    }
    let (head, ms, tail) = match text.split_once("Time elapsed: ") {
        Some((head, rest)) => {
            let (time, tail) = rest.split_once(" s")?;
            (head, crate::number::plain(&time.replace(',', "")).map(|s| s * 1e3), tail)
        }
        None => (text, None, ""),
    };
    if let Some(counts) = head.strip_prefix("Tests run: ") {
        let class = [" - in ", " -- in "].iter().find_map(|mark| Some(tail.split_once(mark)?.1))?;
        let mut numbers = counts.split(',').map(|part| part.rsplit(' ').next().unwrap_or(""));
        let mut number = || numbers.next()?.parse::<u64>().ok();
        let (run, failures, errors, skipped) = (number()?, number()?, number()?, number()?);
        let status = match () {
            () if errors > 0 => Status::Error,
            () if failures > 0 => Status::Fail,
            () if run > 0 && run == skipped => Status::Skip,
            () => Status::Pass,
        };
        return is_class(class).then_some(JvmLine::ClassEnd { class, status, ms });
    }
    let status = match tail.trim().strip_prefix("<<< ")? {
        "ERROR!" => Status::Error,
        "FAILURE!" => Status::Fail,
        _ => return None,
    };
    let name = head.trim_end();
    // `pays(shop.PayTest)`; since version 3 `shop.PayTest.pays --`.
    let (class, method) = match name.strip_suffix(" --") {
        Some(name) => match name.rsplit_once('.') {
            Some((class, method)) if method.starts_with(|c: char| !c.is_uppercase()) => (class, Some(method)),
            _ => (name, None),
        },
        None => match name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
            Some((method, class)) => (class, Some(method)),
            None => (name, None),
        },
    };
    is_class(class).then_some(JvmLine::Failed { class, method, status, ms })
}

/// `shop.PayTest`, `shop.PayTest$Inner`.
fn is_class(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '$'))
}

fn node(id: &str) -> Option<Node> {
    let inner = id.strip_prefix('[')?.strip_suffix(']')?;
    let (mut class, mut test) = (String::new(), None::<String>);
    let mut is_test = false;
    for part in inner.split("]/[") {
        let (kind, value) = part.split_once(':')?;
        is_test = !matches!(
            kind,
            "engine"
                | "class"
                | "nested-class"
                | "test-template"
                | "test-factory"
                | "dynamic-container"
                | "runner"
        );
        match kind {
            "engine" => {}
            "class" | "runner" => class = value.to_owned(),
            "nested-class" => class = format!("{class}${value}"),
            // `#2` of a template or a factory.
            _ if value.starts_with('#') => {
                test = Some(format!("{}[{}]", test.as_deref().unwrap_or(""), &value[1..]));
            }
            _ => test = Some(simple(value)),
        }
    }
    Some(Node { class, test: test.filter(|_| is_test) })
}

/// `rates(java.lang.String, int)` as `rates(String, int)`.
fn simple(method: &str) -> String {
    let Some((name, parameters)) = method.strip_suffix(')').and_then(|m| m.split_once('(')) else {
        return method.to_owned();
    };
    let types: Vec<&str> = parameters.split(", ").map(|p| p.rsplit(['.', '$']).next().unwrap_or(p)).collect();
    format!("{name}({})", types.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{JvmLine, read};
    use record::Status;

    #[test]
    fn surefire_of_versions_2_and_3() {
        let ended = |class, status, ms| Some(JvmLine::ClassEnd { class, status, ms: Some(ms) });
        let failed =
            |class, method, status, ms| Some(JvmLine::Failed { class, method, status, ms: Some(ms) });
        let own = "shop.RunTest";
        for (line, want) in [
            ("[INFO]  T E S T S", Some(JvmLine::Banner)),
            ("[INFO] Running shop.RunTest", Some(JvmLine::Class(own))),
            (
                "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.044 s - in shop.RunTest",
                ended(own, Status::Pass, 44.0),
            ),
            (
                "[ERROR] Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 1,022.5 s <<< FAILURE! - in shop.RunTest",
                ended(own, Status::Error, 1_022_500.0),
            ),
            (
                "[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 2, Time elapsed: 0.5 s <<< FAILURE! -- in shop.RunTest",
                ended(own, Status::Fail, 500.0),
            ),
            (
                "[WARNING] Tests run: 2, Failures: 0, Errors: 0, Skipped: 2, Time elapsed: 0 s - in shop.RunTest",
                ended(own, Status::Skip, 0.0),
            ),
            (
                "[ERROR] b_two(shop.RunTest)  Time elapsed: 0.001 s  <<< ERROR!",
                failed(own, Some("b_two"), Status::Error, 1.0),
            ),
            (
                "[ERROR] shop.RunTest.b_two -- Time elapsed: 0.25 s <<< FAILURE!",
                failed(own, Some("b_two"), Status::Fail, 250.0),
            ),
            (
                "[ERROR] shop.RunTest -- Time elapsed: 0.5 s <<< ERROR!",
                failed(own, None, Status::Error, 500.0),
            ),
            (
                "[ERROR] shop.RunTest  Time elapsed: 0.5 s  <<< ERROR!",
                failed(own, None, Status::Error, 500.0),
            ),
            ("[INFO] Results:", Some(JvmLine::Results)),
            // The sum over all classes is of no class.
            ("[ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1", None),
            ("[INFO] Running the server on port 80", None),
            ("[DEBUG] Running shop.RunTest", None),
            ("[ERROR]   RunTest.c_three:15 expected:<1> but was:<2>", None),
            ("[ERROR] Failures: ", None),
            ("[INFO] BUILD SUCCESS", None),
        ] {
            assert_eq!(read(line), want, "{line}");
        }
    }

    #[test]
    fn nodes_of_the_platform_are_called_as_in_its_reports() {
        let name = |line: &str| match read(line) {
            Some(JvmLine::Node(node)) => (node.class, node.test),
            other => panic!("{line}: {other:?}"),
        };
        for (id, class, test) in [
            ("[engine:junit-jupiter]", "", None),
            ("[engine:junit-jupiter]/[class:shop.ShopTest]", "shop.ShopTest", None),
            (
                "[engine:junit-jupiter]/[class:shop.ShopTest]/[method:converts()]",
                "shop.ShopTest",
                Some("converts()"),
            ),
            (
                "[engine:junit-jupiter]/[class:shop.ShopTest]/[method:prints(org.junit.jupiter.api.TestReporter)]",
                "shop.ShopTest",
                Some("prints(TestReporter)"),
            ),
            (
                "[engine:junit-jupiter]/[class:shop.ShopTest]/[nested-class:Cart]/[nested-class:Discount]/[method:tooMuch()]",
                "shop.ShopTest$Cart$Discount",
                Some("tooMuch()"),
            ),
            (
                "[engine:junit-jupiter]/[class:shop.ShopTest]/[test-template:table(java.lang.String)]",
                "shop.ShopTest",
                None,
            ),
            (
                "[engine:junit-jupiter]/[class:shop.ShopTest]/[test-template:table(java.lang.String)]/[test-template-invocation:#2]",
                "shop.ShopTest",
                Some("table(String)[2]"),
            ),
            (
                "[engine:junit-jupiter]/[class:shop.ShopTest]/[test-factory:dynamic()]/[dynamic-test:#1]",
                "shop.ShopTest",
                Some("dynamic()[1]"),
            ),
        ] {
            let got = name(&format!("│  │  │   uniqueId: {id}"));
            assert_eq!(got, (class.to_owned(), test.map(str::to_owned)), "{id}");
        }
        assert_eq!(read("│  │  │     status: ✔ SUCCESSFUL"), Some(JvmLine::Ended(Status::Pass)));
        assert_eq!(read("│  │  │     status: [X] FAILED"), Some(JvmLine::Ended(Status::Fail)));
        assert_eq!(read("│  │  │   duration: 23 ms"), Some(JvmLine::Took(23.0)));
        for line in ["status: ok", "uniqueId: 7", "│  ├─ b_two()", "  status: done", "│ │ caught: x: y"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
