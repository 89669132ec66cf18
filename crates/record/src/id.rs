//! Canonical test ids: components escaped, joined by `::`, prefixed by the family.

/// A canonical id and its short hash.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TestId {
    /// `py:tests/test_pay.py::TestFx::test_rate[eur]`.
    pub id: String,
    /// The first 8 bytes of SHA-256 of `id`, 16 hex digits.
    pub uid: String,
}

impl TestId {
    /// Joins the components of a test's name: `family` is the dialect's prefix (`py`, `go`,
    /// `rs`, `js`, `junit`, `tap`...). `%`, control characters and `::` inside a component
    /// are escaped as `%XX`, so that two different tests never get one id.
    pub fn new<S: AsRef<str>>(family: &str, components: impl IntoIterator<Item = S>) -> TestId {
        let mut id = String::with_capacity(64);
        id.push_str(family);
        id.push(':');
        for (at, component) in components.into_iter().enumerate() {
            if at > 0 {
                id.push_str("::");
            }
            escape(component.as_ref(), &mut id);
        }
        let uid = TestId::uid_of(&id);
        TestId { id, uid }
    }

    /// The `test_uid` of an id: the first 8 bytes of its SHA-256 as 16 hex digits.
    pub fn uid_of(id: &str) -> String {
        use sha2::Digest as _;
        let digest = sha2::Sha256::digest(id.as_bytes());
        let mut uid = String::with_capacity(16);
        for byte in &digest[..8] {
            uid.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
            uid.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        }
        uid
    }
}

fn escape(component: &str, out: &mut String) {
    let mut rest = component;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("::") {
            out.push_str("%3A%3A");
            rest = &rest[2..];
            continue;
        }
        match next {
            '%' => out.push_str("%25"),
            c if c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            c => out.push(c),
        }
        rest = &rest[next.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use super::TestId;

    #[test]
    fn components_cannot_be_confused() {
        assert_eq!(TestId::new("rs", ["a::b", "c"]).id, "rs:a%3A%3Ab::c");
        assert_eq!(TestId::new("py", ["a%", "t[\n]"]).id, "py:a%25::t[%0A]");
        assert_ne!(TestId::new("x", ["a", "b"]).uid, TestId::new("x", ["a::b"]).uid);
    }

    #[test]
    fn the_short_hash_is_sha256() {
        // printf 'py:a' | sha256sum
        assert_eq!(TestId::new("py", ["a"]).uid.len(), 16);
        // SHA-256 of the empty string begins e3b0c44298fc1c14.
        assert_eq!(TestId::uid_of(""), "e3b0c44298fc1c14");
    }
}
