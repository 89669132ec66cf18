//! Records that come by the million, written without being built: the same bytes as from
//! their types, which a test holds them to.

use crate::json;

/// The end of a `label.v1` line, from its signature on; made once for each signature.
pub fn label_tail(sig: impl std::fmt::Display, cluster: impl std::fmt::Display) -> Vec<u8> {
    format!(",\"sig\":\"{sig}\",\"cluster\":\"{cluster}\"}}\n").into_bytes()
}

/// Appends a `label.v1` line.
pub fn label(out: &mut Vec<u8>, line: u64, tail: &[u8]) {
    out.extend_from_slice(b"{\"schema\":\"label.v1\",\"line\":");
    json::number(line, out);
    out.extend_from_slice(tail);
}

/// The middle of a `signature.v1` line of text, from its signature to its parameters; made
/// once for each signature.
pub fn signature_middle(sig: impl std::fmt::Display, template: &str) -> Vec<u8> {
    let mut out = format!(",\"sig\":\"{sig}\",\"template\":").into_bytes();
    json::string(template, &mut out);
    out.extend_from_slice(b",\"params\":[");
    out
}

/// Appends a `signature.v1` line of text; the parameters are words of masks and values.
pub fn signature<'a, S: AsRef<str>>(
    out: &mut Vec<u8>,
    line: u64,
    middle: &[u8],
    params: impl Iterator<Item = (&'a str, S)>,
) {
    out.extend_from_slice(b"{\"schema\":\"signature.v1\",\"line\":");
    json::number(line, out);
    out.extend_from_slice(middle);
    for (n, (mask, value)) in params.enumerate() {
        out.extend_from_slice(if n == 0 { b"{\"mask\":\"" } else { b",{\"mask\":\"" });
        out.extend_from_slice(mask.as_bytes());
        out.extend_from_slice(b"\",\"value\":");
        json::string(value.as_ref(), out);
        out.push(b'}');
    }
    out.extend_from_slice(b"]}\n");
}

#[cfg(test)]
mod tests {
    use super::{label, label_tail, signature, signature_middle};
    use crate::{Label, LabelTag, Param, Signature, SignatureTag};
    use proptest::prelude::*;

    fn line_of(record: &impl serde::Serialize) -> Vec<u8> {
        let mut line = serde_json::to_vec(record).expect("JSON");
        line.push(b'\n');
        line
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_types(line: u64, template: String, values: Vec<String>) {
            let (sig, cluster) = ("f1-0123456789abcdef", "c1-fedcba9876543210");
            let mut got = Vec::new();
            label(&mut got, line, &label_tail(sig, cluster));
            let want = Label { schema: LabelTag, line, sig: sig.into(), cluster: cluster.into() };
            prop_assert_eq!(&got, &line_of(&want));
            got.clear();
            let values = values.iter().map(|v| ("host-port", v));
            signature(&mut got, line, &signature_middle(sig, &template), values.clone());
            let params = values.map(|(m, v)| Param { mask: m.to_owned(), value: v.clone() }).collect();
            let want = Signature {
                schema: SignatureTag, line: Some(line), test_uid: None, run_id: None, attempt: None,
                sig: sig.into(), template, params, kind: None, site: None,
            };
            prop_assert_eq!(&got, &line_of(&want));
        }
    }
}
