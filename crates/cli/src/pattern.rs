//! `--path-pattern`: labels out of paths.

use record::Labels;

/// `runs/{run_id}/{shard}/*.xml`: `{name}` takes what stands in one part of the path, `*`
/// any text within a part, `**` any number of whole parts. The pattern is compared with
/// the end of the path, at a boundary between parts; a path ending in `.gz` is also what it
/// is without that.
#[derive(Debug)]
pub struct Pattern {
    parts: Vec<Vec<Piece>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Star,
    Deep,
    Name(String),
}

/// Whether a text is a pattern; what is wrong with it. For [`crate::spec::Kind::Checked`].
///
/// # Errors
/// See [`Pattern::new`].
pub fn check(text: &str) -> Result<(), String> {
    Pattern::new(text).map(|_| ())
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it: no name, one twice, a brace without its other.
    pub fn new(text: &str) -> Result<Pattern, String> {
        let mut names = Vec::new();
        let mut parts = Vec::new();
        for part in text.split('/').filter(|p| !p.is_empty() && *p != ".") {
            parts.push(pieces(part, &mut names)?);
        }
        if names.is_empty() {
            return Err("no {name} in it".to_owned());
        }
        Ok(Pattern { parts })
    }

    /// The values by name; `None` when the path is not of this shape.
    pub fn read(&self, path: &str) -> Option<Labels> {
        // A report that was compressed is the same report.
        self.read_whole(path).or_else(|| self.read_whole(path.strip_suffix(".gz")?))
    }

    fn read_whole(&self, path: &str) -> Option<Labels> {
        let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
        let mut tried = Tried::new(self.parts.len(), parts.len());
        (0..=parts.len()).find_map(|start| {
            let mut found = Labels::new();
            path_matches(&self.parts, &parts[start..], &mut found, &mut tried).then_some(found)
        })
    }
}

fn pieces(part: &str, names: &mut Vec<String>) -> Result<Vec<Piece>, String> {
    if part == "**" {
        return Ok(vec![Piece::Deep]);
    }
    let mut pieces = Vec::new();
    let mut rest = part;
    while !rest.is_empty() {
        if let Some(tail) = rest.strip_prefix('*') {
            pieces.push(Piece::Star);
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix('{') {
            let (name, tail) = tail.split_once('}').ok_or("a { without its }")?;
            let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if !good {
                return Err(format!("{{{name}}} is no name: letters, digits and _ make one"));
            }
            if names.iter().any(|n| n == name) {
                return Err(format!("{{{name}}} stands in it twice"));
            }
            names.push(name.to_owned());
            pieces.push(Piece::Name(name.to_owned()));
            rest = tail;
        } else {
            let end = rest.find(['*', '{']).unwrap_or(rest.len());
            pieces.push(Piece::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    Ok(pieces)
}

/// What was tried and does not fit, by what was left of the pattern and of the text: tried once
/// more it would not fit either. Without it a name of many dashes takes hours.
struct Tried {
    failed: Vec<bool>,
    width: usize,
}

impl Tried {
    fn new(pattern: usize, text: usize) -> Tried {
        Tried { failed: vec![false; (pattern + 1) * (text + 1)], width: text + 1 }
    }

    /// Whether `fits`, unless that is known already; `pattern` and `text` are what is left.
    fn once(&mut self, pattern: usize, text: usize, fits: impl FnOnce(&mut Tried) -> bool) -> bool {
        let at = pattern * self.width + text;
        if self.failed[at] {
            return false;
        }
        let fits = fits(self);
        self.failed[at] = !fits;
        fits
    }
}

fn path_matches(pattern: &[Vec<Piece>], parts: &[&str], found: &mut Labels, tried: &mut Tried) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return parts.is_empty() };
    tried.once(pattern.len(), parts.len(), |tried| {
        if first[..] == [Piece::Deep] {
            return (0..=parts.len()).any(|skip| path_matches(rest, &parts[skip..], found, tried));
        }
        let Some((part, others)) = parts.split_first() else { return false };
        part_matches(first, part, found, &mut Tried::new(first.len(), part.len()))
            && path_matches(rest, others, found, tried)
    })
}

/// Tries the longest text for a name or a star last, so that `{a}-{b}` splits at the first
/// dash.
fn part_matches(pieces: &[Piece], part: &str, found: &mut Labels, tried: &mut Tried) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return part.is_empty() };
    tried.once(pieces.len(), part.len(), |tried| match first {
        Piece::Text(text) => {
            part.strip_prefix(text.as_str()).is_some_and(|tail| part_matches(rest, tail, found, tried))
        }
        Piece::Deep => false,
        Piece::Star | Piece::Name(_) => {
            let least = usize::from(matches!(first, Piece::Name(_)));
            let ends = part.char_indices().map(|(at, _)| at).chain([part.len()]);
            for end in ends.filter(|end| *end >= least) {
                if part_matches(rest, &part[end..], found, tried) {
                    if let Piece::Name(name) = first {
                        found.insert(name.clone(), part[..end].to_owned());
                    }
                    return true;
                }
            }
            false
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Pattern, check};

    fn read(pattern: &str, path: &str) -> Option<Vec<String>> {
        let found = Pattern::new(pattern).expect("a pattern").read(path)?;
        Some(found.into_iter().map(|(k, v)| format!("{k}={v}")).collect())
    }

    #[test]
    fn names_are_taken_from_the_end_of_the_path() {
        for (pattern, path, want) in [
            ("runs/{run_id}/{shard}/*.xml", "a/runs/7/s1/x.xml", Some(vec!["run_id=7", "shard=s1"])),
            ("runs/{run_id}/*.xml", "runs/7/deep/x.xml", None),
            ("runs/{run_id}/**/*.xml", "runs/7/deep/er/x.xml", Some(vec!["run_id=7"])),
            ("runs/{run_id}/**/*.xml", "runs/7/x.xml", Some(vec!["run_id=7"])),
            ("run-{run_id}.xml", "./b/run-12.xml", Some(vec!["run_id=12"])),
            ("{os}-{arch}.xml", "linux-x86-64.xml", Some(vec!["arch=x86-64", "os=linux"])),
            ("{a}.xml", "x.json", None),
            ("{a}.xml", ".xml", None),
            ("{a}.xml", "b/x.xml.gz", Some(vec!["a=x"])),
            ("{a}/*.xml", "b/x.xml.gz", Some(vec!["a=b"])),
            ("{a}.xml.gz", "x.xml.gz", Some(vec!["a=x"])),
            ("{a}.xml.gz", "x.xml", None),
            ("{a}", "x.xml.gz", Some(vec!["a=x.xml.gz"])),
            ("{a}.xml", "x.xml.zst", None),
            ("{job}/{file}", "a/b/c", Some(vec!["file=c", "job=b"])),
            ("x{n}.log", "a/max1.log", None),
            ("a.{n}", "a/axb", None),
        ] {
            let want = want.map(|w| w.into_iter().map(str::to_owned).collect());
            assert_eq!(read(pattern, path), want, "{pattern} {path}");
        }
    }

    #[test]
    fn names_made_to_be_slow_are_not() {
        // Every way to split them would have to be tried: more than there are atoms.
        let (dashes, folders) = ("-".repeat(250), "d/".repeat(200));
        let many = "*-".repeat(30);
        assert_eq!(read(&format!("{many}{{x}}!"), &dashes), None);
        assert_eq!(read(&format!("{many}{{x}}"), &dashes), Some(vec![format!("x={}", "-".repeat(220))]));
        assert_eq!(read(&format!("{}{{x}}.xml", "**/d/".repeat(30)), &format!("{folders}y")), None);
        let deep = read(&format!("{}{{x}}", "**/d/".repeat(30)), &format!("{folders}y"));
        assert_eq!(deep, Some(vec!["x=y".to_owned()]));
    }

    #[test]
    fn wrong_patterns_say_why() {
        for (pattern, why) in [
            ("*.xml", "no {name}"),
            ("plain", "no {name}"),
            ("{a", "without its }"),
            ("{a}/{a}", "twice"),
            ("{a b}", "is no name"),
            ("{}", "is no name"),
        ] {
            assert!(check(pattern).expect_err(pattern).contains(why), "{pattern}");
        }
    }
}
