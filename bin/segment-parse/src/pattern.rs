//! Labels out of paths: `{sample}-{n}.log`.

use record::Labels;
use regex::Regex;

/// A path pattern that was checked.
#[derive(Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    names: Vec<String>,
}

/// For the flag table.
pub(crate) fn check(text: &str) -> Result<(), String> {
    Pattern::new(text).map(|_| ())
}

impl Pattern {
    /// Reads a pattern: `{name}` stands for one or more characters but `/`, as few as
    /// will do; everything else for itself.
    pub(crate) fn new(text: &str) -> Result<Pattern, String> {
        let mut regex = String::from("(?s)(?:^|/)");
        let mut names: Vec<String> = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (plain, after) = rest.split_at(open);
            regex.push_str(&regex::escape(plain));
            let Some((name, behind)) = after[1..].split_once('}') else {
                return Err("a '{' without its '}'".to_owned());
            };
            let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(word) {
                return Err(format!("'{{{name}}}': a name has letters, digits and '_'"));
            }
            if names.iter().any(|known| known == name) {
                return Err(format!("'{{{name}}}' stands twice"));
            }
            names.push(name.to_owned());
            regex.push_str("([^/]+?)");
            rest = behind;
        }
        if names.is_empty() {
            return Err("no '{name}' in it".to_owned());
        }
        regex.push_str(&regex::escape(rest));
        regex.push('$');
        let regex = Regex::new(&regex).map_err(|_| "too long".to_owned())?;
        Ok(Pattern { regex, names })
    }

    /// The labels of a path; `None` when it does not fit.
    pub(crate) fn labels(&self, path: &str) -> Option<Labels> {
        let found = self.regex.captures(path)?;
        let values = self.names.iter().zip(found.iter().skip(1));
        Some(values.filter_map(|(name, value)| Some((name.clone(), value?.as_str().to_owned()))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn labels(pattern: &str, path: &str) -> Option<String> {
        let pattern = Pattern::new(pattern).expect("a good pattern");
        pattern.labels(path).map(|l| l.iter().map(|(k, v)| format!("{k}={v};")).collect())
    }

    #[test]
    fn names_are_taken_from_the_end_of_the_path() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(labels("{sample}-{n}.log", "logs/cold-3.log"), some("n=3;sample=cold;"));
        assert_eq!(labels("{sample}-{n}.log", "cold-3.log"), some("n=3;sample=cold;"));
        assert_eq!(labels("{job}/{file}", "a/b/c"), some("file=c;job=b;"));
        assert_eq!(labels("x{n}.log", "a/max1.log"), None);
        assert_eq!(labels("{n}.log", "a/b.txt"), None);
        assert_eq!(labels("a.{n}", "a/axb"), None);
    }

    #[test]
    fn bad_patterns_are_explained() {
        for (pattern, reason) in [
            ("plain", "no '{name}' in it"),
            ("{a", "a '{' without its '}'"),
            ("{}", "'{}': a name has letters, digits and '_'"),
            ("{a}{a}", "'{a}' stands twice"),
        ] {
            assert_eq!(Pattern::new(pattern).map(|_| ()), Err(reason.to_owned()));
        }
    }
}
