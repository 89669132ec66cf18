//! Stack frames of the languages we meet, one line at a time: `file:function`, and whether
//! the code is the project's own.
//!
//! Lines, columns, addresses, generated names and hashes are dropped: they change with
//! every build.

/// One frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The file's base name; empty where the trace has none.
    pub file: String,
    /// The function, without generated parts; empty where the trace has none.
    pub function: String,
    /// Whether this is the project's own code rather than a library's or a runtime's.
    pub in_app: bool,
}

impl Frame {
    /// `file:function`, or the one that is known.
    pub fn site(&self) -> String {
        match (self.file.is_empty(), self.function.is_empty()) {
            (false, false) => format!("{}:{}", self.file, self.function),
            (true, _) => self.function.clone(),
            (_, true) => self.file.clone(),
        }
    }
}

/// Parts of paths that are nobody's own code.
const LIBRARY_PATHS: &[&str] = &[
    "site-packages",
    "dist-packages",
    "lib/python",
    "node_modules",
    "node:",
    "internal/",
    "/rustc/",
    ".cargo/registry",
    "library/std/",
    "library/core/",
    "library/alloc/",
    "library/test/",
    "/vendor/",
    "/gems/",
    "/usr/lib/",
    "/usr/local/go/",
    "/usr/share/",
    "/usr/include/",
    "lib/ruby/",
    "<frozen ",
    "<internal:",
    "src/runtime/",
    "src/testing/",
    "libsanitizer",
    "libc-start",
    "csu/",
    "sysdeps/",
    "/pkg/mod/",
    "vendor/phpunit",
    "phar://",
    "rspec-",
    "minitest",
    "_pytest/",
    "pluggy/",
    "/perl5/",
    "/share/perl/",
];

/// Beginnings of qualified names that are nobody's own code.
const LIBRARY_NAMES: &[&str] = &[
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "kotlin.",
    "kotlinx.",
    "scala.",
    "groovy.",
    "org.junit.",
    "junit.",
    "org.hamcrest.",
    "org.testng.",
    "org.gradle.",
    "org.apache.maven.",
    "org.assertj.",
    "org.mockito.",
    "org.opentest4j.",
    "org.codehaus.groovy.",
    "com.google.common.",
    "core::",
    "std::",
    "alloc::",
    "test::",
    "__rust",
    "rust_begin_unwind",
    "main::{{closure}}",
    "<core::",
    "<alloc::",
    "<std::",
    "runtime.",
    "testing.",
    "reflect.",
    "System.",
    "Microsoft.",
    "Xunit.",
    "NUnit.",
    "MSTest.",
    "Shouldly.",
    "FluentAssertions.",
    "__libc",
    "__GI_",
    "_start",
    "__asan",
    "__interceptor",
    "__sanitizer",
    "__ubsan",
    "__assert",
    "abort",
    "raise",
    "__pthread_kill",
    "pthread_kill",
    "gsignal",
    "__kernel",
    "testing::internal",
    "PHPUnit",
    "Test::More",
    "Test::Builder",
    "XCTest",
    "gtest",
];

fn is_library(path: &str, function: &str) -> bool {
    LIBRARY_PATHS.iter().any(|p| path.contains(p)) || LIBRARY_NAMES.iter().any(|n| function.starts_with(n))
}

fn frame(path: &str, function: &str) -> Frame {
    let known = !(path.is_empty() && function.is_empty());
    let in_app = known && !is_library(path, function);
    Frame { file: base(path).to_owned(), function: stable_name(function), in_app }
}

fn base(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A function's name without what a compiler invents: closures, lambdas, generics, hashes,
/// argument lists; the last two parts of a qualified name.
fn stable_name(function: &str) -> String {
    let mut name = function.trim();
    if let Some(cut) = name.find('(').filter(|&c| c > 0) {
        name = name[..cut].trim_end();
    }
    // ::h0123456789abcdef
    if let Some((front, hash)) = name.rsplit_once("::h")
        && hash.len() == 16
        && hash.bytes().all(|b| b.is_ascii_hexdigit())
    {
        name = front;
    }
    let mut out = String::with_capacity(name.len());
    let mut depth = 0u32;
    for c in name.chars() {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    for noise in [
        "::{{closure}}",
        "{{closure}}",
        "::{closure#0}",
        "async ",
        "new ",
        "Object.",
        "block in ",
        "rescue in ",
        "lambda$",
    ] {
        out = out.replace(noise, "");
    }
    // lambda$name$3, name$1, name.func1: generated counters.
    let parts: Vec<&str> = out
        .split(['.', ':', '$', '#', '@'])
        .filter(|p| !p.is_empty() && !p.bytes().all(|b| b.is_ascii_digit()))
        .filter(|p| !(p.len() > 4 && p.starts_with("func") && p[4..].bytes().all(|b| b.is_ascii_digit())))
        .collect();
    parts[parts.len().saturating_sub(2)..].join(".")
}

fn number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `path:line[:column]` to its path.
fn located(text: &str) -> Option<&str> {
    let (front, last) = text.rsplit_once(':')?;
    if !number(last) {
        return None;
    }
    match front.rsplit_once(':') {
        Some((path, line)) if number(line) && !path.is_empty() => Some(path),
        _ => (!front.is_empty()).then_some(front),
    }
}

/// The frame that a line is, if it is one. Indentation does not matter.
pub fn parse(line: &str) -> Option<Frame> {
    let t = line.trim();
    if t.len() < 4 || t.len() > 2000 {
        return None;
    }
    python(t)
        .or_else(|| at_keyword(t))
        .or_else(|| numbered(t))
        .or_else(|| ruby(t))
        .or_else(|| go(line, t))
        .or_else(|| firefox(t))
}

/// `File "p", line 12, in f`
fn python(t: &str) -> Option<Frame> {
    let rest = t.strip_prefix("File \"")?;
    let (path, rest) = rest.split_once("\", line ")?;
    let function = rest.split_once(", in ").map_or("", |(_, f)| f);
    Some(frame(path, function))
}

/// Java, Kotlin, JavaScript, .NET, Rust's second line: `at ...`.
fn at_keyword(t: &str) -> Option<Frame> {
    let rest = t.strip_prefix("at ")?;
    // .NET: N.C.M(T a) in p:line 12
    if let Some((function, place)) = rest.rsplit_once(") in ")
        && let Some((path, line)) = place.rsplit_once(":line ")
        && number(line)
    {
        return Some(frame(path, function));
    }
    if let Some(inner) = rest.strip_suffix(')')
        && let Some((function, place)) = inner.rsplit_once('(')
    {
        let function = function.trim();
        // Java: a.b.C.m(F.java:12), (Native Method), (Unknown Source); module/ prefixes.
        if !function.contains(' ') && !place.contains('/') && !place.contains('\\') {
            let plain = function.rsplit('/').next().unwrap_or(function);
            let file = place.split(':').next().unwrap_or("");
            let known = file.ends_with(".java")
                || file.ends_with(".kt")
                || file.ends_with(".scala")
                || file.ends_with(".groovy");
            if known || matches!(place, "Native Method" | "Unknown Source") {
                return Some(frame(if known { file } else { "" }, plain));
            }
        }
        // JavaScript: f (p:1:2), async f (...), new C (...)
        if let Some(path) = located(place) {
            return Some(frame(path, function));
        }
        if place == "<anonymous>" || place == "native" {
            return Some(Frame { in_app: false, ..frame("", function) });
        }
        // .NET without debug information: N.C.M(T a)
        if function.contains('.') && !function.contains(' ') {
            return Some(frame("", function));
        }
        return None;
    }
    // JavaScript without a function, Rust's `at p:1:2`, PHP's and Perl's relatives.
    let path = located(rest)?;
    (!path.contains(' ')).then(|| frame(path.strip_prefix("file://").unwrap_or(path), ""))
}

/// `#0 0x1 in f p:12`, `#0 p(12): f()`, `0: c::m::f`.
fn numbered(t: &str) -> Option<Frame> {
    if let Some(rest) = t.strip_prefix('#') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        let rest = rest[digits..].trim_start();
        let in_function = match rest.split_once(" in ") {
            Some((address, f)) if address.starts_with("0x") => Some(f),
            _ => None,
        };
        if let Some(f) = in_function {
            // ASan: f p:12:3 or f (lib+0x1); gdb: f (a=1) at p:12
            if let Some((function, place)) = f.rsplit_once(" at ") {
                return Some(frame(located(place).unwrap_or(place), function));
            }
            let (function, place) = f.rsplit_once(' ').unwrap_or((f, ""));
            let path = located(place).unwrap_or(if place.starts_with('(') { "" } else { place });
            return Some(Frame {
                in_app: !place.starts_with('(') && !is_library(path, function),
                ..frame(path, function)
            });
        }
        // gdb's innermost frame has no address: f (a=1) at p:12
        if let Some((function, place)) = rest.rsplit_once(" at ")
            && let Some(path) = located(place)
        {
            return Some(frame(path, function));
        }
        // PHP: p(12): f() or {main} or [internal function]: f()
        if let Some((place, function)) = rest.split_once(": ")
            && let Some((path, line)) = place.strip_suffix(')').and_then(|p| p.rsplit_once('('))
            && number(line)
        {
            return Some(frame(path, &function.replace("->", ".")));
        }
        if rest == "{main}" || rest.starts_with("[internal function]") {
            return Some(Frame::default());
        }
        return None;
    }
    // Rust: 12: c::m::f
    let (index, rest) = t.split_once(": ")?;
    (number(index)
        && index.len() <= 4
        && (rest.contains("::")
            || matches!(rest.trim(), "main" | "rust_begin_unwind" | "_start" | "<unknown>"))
        && !rest.trim().contains(' '))
    .then(|| frame("", rest))
}

/// ``p:12:in `m'`` and `p:12:in 'C#m'`, with or without `from`.
fn ruby(t: &str) -> Option<Frame> {
    let t = t.strip_prefix("from ").unwrap_or(t);
    let (place, function) = t.split_once(":in ")?;
    let path = located(place)?;
    let function = function.strip_prefix(['`', '\''])?.split(['\'', '`']).next()?;
    Some(frame(path, function))
}

/// `\tp.go:12 +0x1d` and `pkg.f(0x1, ...)` in a goroutine's trace.
fn go(line: &str, t: &str) -> Option<Frame> {
    if line.starts_with('\t') || line.starts_with("    ") {
        let place = t.split(" +0x").next().unwrap_or(t);
        let path = located(place)?;
        return (path.ends_with(".go") && path.contains('/') && !path.contains(' ')).then(|| frame(path, ""));
    }
    let inner = t.strip_suffix(')')?;
    let (function, args) = inner.rsplit_once('(')?;
    let called = args.is_empty() || args == "..." || args.starts_with("0x") || args.starts_with("{0x");
    (called && function.contains('.') && !function.contains(' ')).then(|| {
        let name = function.rsplit('/').next().unwrap_or(function);
        // A method: pkg.(*Till).Charge
        frame("", &name.replace("(*", "").replace(')', ""))
    })
}

/// `f@p:1:2`
fn firefox(t: &str) -> Option<Frame> {
    let (function, place) = t.split_once('@')?;
    let path = located(place)?;
    (!function.contains(' ') && path.contains('/') && place.matches(':').count() >= 2)
        .then(|| frame(path, function))
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn site(line: &str) -> (String, bool) {
        let frame = parse(line).unwrap_or_else(|| panic!("not a frame: {line}"));
        (frame.site(), frame.in_app)
    }

    #[test]
    fn frames_of_many_languages() {
        for (line, want, own) in [
            ("\tat com.example.Shop.pay(Shop.java:12)", "Shop.java:Shop.pay", true),
            (
                "\tat java.base/java.util.ArrayList.get(ArrayList.java:427)",
                "ArrayList.java:ArrayList.get",
                false,
            ),
            ("\tat com.example.Shop.lambda$pay$3(Shop.java:14)", "Shop.java:Shop.pay", true),
            ("  File \"/app/shop/pay.py\", line 3, in charge", "pay.py:charge", true),
            ("  File \"/usr/lib/python3.13/json/decoder.py\", line 3, in decode", "decoder.py:decode", false),
            ("    at charge (/app/src/pay.js:3:11)", "pay.js:charge", true),
            ("    at async Promise.all (index 0)", "", false),
            ("    at node:internal/main/run_main_module:36:49", "run_main_module", false),
            ("    at Object.<anonymous> (/app/node_modules/jest/build/index.js:1:2)", "index.js", false),
            ("   7: shop::pay::charge::h0123456789abcdef", "pay.charge", true),
            ("   8: core::ops::function::FnOnce::call_once", "FnOnce.call_once", false),
            ("             at ./src/pay.rs:12:5", "pay.rs", true),
            ("   at Shop.Pay.Charge(Int32 amount) in /src/Pay.cs:line 12", "Pay.cs:Pay.Charge", true),
            (
                "   at System.Linq.Enumerable.First[TSource](IEnumerable`1 source)",
                "Enumerable.First[TSource]",
                false,
            ),
            ("/app/lib/pay.rb:12:in `charge'", "pay.rb:charge", true),
            ("\tfrom /app/lib/pay.rb:12:in 'Shop#charge'", "pay.rb:Shop.charge", true),
            ("#0 /app/src/Pay.php(12): Shop\\Pay->charge()", "Pay.php:Shop\\Pay.charge", true),
            ("    #1 0x55d in charge /app/src/pay.c:12:3", "pay.c:charge", true),
            (
                "    #2 0x7f in __libc_start_main (/lib/x86_64-linux-gnu/libc.so.6+0x2a3b7)",
                "__libc_start_main",
                false,
            ),
            ("#0  0x0000555 in charge (amount=1) at /app/src/pay.c:12", "pay.c:charge", true),
            ("#0  charge (amount=1) at pay.c:12", "pay.c:charge", true),
            ("\t/app/pay/pay.go:12 +0x1d", "pay.go", true),
            ("example.com/shop/pay.(*Till).Charge(...)", "Till.Charge", true),
            ("charge@http://localhost:8080/pay.js:3:11", "pay.js:charge", true),
        ] {
            if want.is_empty() {
                continue;
            }
            let (got, in_app) = site(line);
            assert_eq!((got.as_str(), in_app), (want, own), "{line}");
        }
    }

    #[test]
    fn prose_is_no_frame() {
        for line in [
            "at least one is needed",
            "File not found",
            "expected: 1",
            "#1 in the list",
            "from here on",
            "12: done",
            "user@host: gone",
            "foo(bar)",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
