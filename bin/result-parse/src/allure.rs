//! Allure writes one file an attempt, and no file knows of the others: their history ids
//! tell which belong together, their times of start in which order.

use files::tree::{Thing, Walk};
use formats::results::doc::history;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The longest file that is looked at.
const MOST: u64 = 16 << 20;

/// The attempt's number and how many there are, for every result file under `root`. A
/// file that cannot be read is left out here and told when its turn comes. Memory: the
/// history id and the path of each result file.
pub(crate) fn number(root: &Path) -> BTreeMap<PathBuf, (u64, u64)> {
    let mut by_history: BTreeMap<String, Vec<(i64, PathBuf)>> = BTreeMap::new();
    for found in Walk::new(root).into_iter().flatten().flatten() {
        let name = found.path.file_name().and_then(|n| n.to_str()).unwrap_or("");
        if found.thing != Thing::File || !name.ends_with("-result.json") {
            continue;
        }
        let mut json = Vec::new();
        let read = std::fs::File::open(&found.path).and_then(|f| f.take(MOST).read_to_end(&mut json));
        if let (Ok(_), Some((id, start))) = (read, history(&json)) {
            by_history.entry(id).or_default().push((start, found.path));
        }
    }
    let mut numbers = BTreeMap::new();
    for (_, mut attempts) in by_history {
        attempts.sort();
        let count = attempts.len() as u64;
        for (at, (_, path)) in attempts.into_iter().enumerate() {
            numbers.insert(path, (at as u64 + 1, count));
        }
    }
    numbers
}
