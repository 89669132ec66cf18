//! Badges: three small files of JSON (as shields.io's endpoint reads them) and SVG, a pure
//! view of the ledger's last lines.

use cli::Error;
use record::variance::{TrustState, VarianceState};
use serde::Serialize;
use std::io::Write as _;
use std::path::Path;

/// What a badge says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Badge {
    schema_version: u8,
    label: &'static str,
    message: String,
    color: &'static str,
}

/// The three badges with their file names.
fn badges(lines: &[&VarianceState]) -> [(&'static str, Badge); 3] {
    let count = |state| lines.iter().filter(|l| l.state == state).count();
    let (gate, warn, observe) =
        (count(TrustState::Gate), count(TrustState::Warn), count(TrustState::Observe));
    let state = match (gate, warn, observe) {
        (0, 0, 0) => ("no metrics".to_owned(), "lightgrey"),
        (_, 0, 0) => (format!("{gate} gate"), "brightgreen"),
        (0, 0, _) => (format!("{observe} observe"), "lightgrey"),
        _ => (format!("{gate} gate, {warn} warn, {observe} observe"), "yellow"),
    };
    let drift = match max_positive_regression(lines) {
        None => ("unknown".to_owned(), "lightgrey"),
        Some(d) if d > 0.10 => (format!("max +{:.1} %", d * 100.0), "red"),
        Some(d) if d > 0.05 => (format!("max +{:.1} %", d * 100.0), "yellow"),
        Some(d) => (format!("max +{:.1} %", d * 100.0), "brightgreen"),
    };
    let over = lines.iter().filter(|l| l.over_budget).count();
    let budget = if over == 0 { ("0".to_owned(), "brightgreen") } else { (over.to_string(), "red") };
    let badge =
        |label, (message, color): (String, &'static str)| Badge { schema_version: 1, label, message, color };
    [
        ("variance", badge("variance", state)),
        ("drift", badge("drift", drift)),
        ("over-budget", badge("over budget", budget)),
    ]
}

/// Writes all badges into a folder, each file in one step.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write(folder: &Path, lines: &[&VarianceState]) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|e| Error::io(folder.display(), &e))?;
    for (name, badge) in badges(lines) {
        let json = serde_json::to_string(&badge).map_err(|e| Error::input(format!("{name}: {e}")))?;
        for (suffix, text) in [("json", json + "\n"), ("svg", svg(&badge))] {
            let path = folder.join(format!("{name}.{suffix}"));
            let failed = |e: files::PathError| Error::io(path.display(), &e.source);
            let mut file = files::AtomicFile::create(&path).map_err(failed)?;
            file.write_all(text.as_bytes()).map_err(|e| Error::io(path.display(), &e))?;
            file.commit().map_err(failed)?;
        }
    }
    Ok(())
}

/// A flat badge: label on grey, message on its colour. The labels and messages are our own
/// words and numbers; nothing of them needs escaping but what is escaped.
fn svg(badge: &Badge) -> String {
    let fill = match badge.color {
        "brightgreen" => "#2e7d32",
        "yellow" => "#9a6700",
        "red" => "#b3261e",
        _ => "#5f6368",
    };
    // Verdana at 11 px is about 7 wide; a little air on both sides.
    let width = |text: &str| text.chars().count() * 7 + 12;
    let (left, right) = (width(badge.label), width(&badge.message));
    let (whole, label, message) = (left + right, escaped(badge.label), escaped(&badge.message));
    let (label_at, message_at) = (left / 2, left + right / 2);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" aria-label=\"{label}: {message}\">\
<title>{label}: {message}</title>\
<rect width=\"{left}\" height=\"20\" fill=\"#3c4043\"/><rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{fill}\"/>\
<g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">\
<text x=\"{label_at}\" y=\"14\">{label}</text><text x=\"{message_at}\" y=\"14\">{message}</text></g></svg>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The largest drift from the pinned reference, as a share, not below zero: what became
/// faster does not make up for what became slower.
fn max_positive_regression(lines: &[&VarianceState]) -> Option<f64> {
    let drift = lines.iter().filter_map(|l| l.drift_pinned_ratio).map(|r| (r.get() - 1.0).max(0.0));
    drift.max_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_metrics_is_not_good_news() {
        let [(_, state), (_, drift), (_, over)] = badges(&[]);
        assert_eq!((state.message.as_str(), state.color), ("no metrics", "lightgrey"));
        assert_eq!(drift.message, "unknown");
        assert_eq!(over.message, "0");
    }

    #[test]
    fn the_picture_is_well_formed() {
        let badge = Badge { schema_version: 1, label: "a<b", message: "x & y".into(), color: "red" };
        let svg = svg(&badge);
        assert!(svg.contains("a&lt;b") && svg.contains("x &amp; y") && !svg.contains("a<b"));
    }
}
