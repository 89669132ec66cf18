//! `--state FILE`: ids that survive from one window to the next.
//!
//! The file holds `cluster.v1` records, oldest cluster first. A cluster that has a signature
//! of an old one keeps the old id; where it has signatures of several, the one with the most
//! messages wins (of equal ones the oldest), and the others lead to it by an `alias.v1`. A
//! window that brings only some of an old cluster's signatures cannot take it apart; one that
//! brings all of them and sees several clusters can: then the largest keeps the id.

use cli::{Cx, Error};
use record::{Alias, AliasTag, AliasWhy, Cluster};
use signature::Found;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The clusters known so far, locked for as long as this lives.
pub(crate) struct State {
    path: PathBuf,
    known: Vec<Cluster>,
    _lock: files::Lock,
}

impl State {
    /// Reads the file of `--state`; one that does not exist is an empty one.
    pub(crate) fn open(cx: &Cx) -> Result<Option<State>, Error> {
        let Some(path) = cx.args().path("state") else { return Ok(None) };
        let name = path.display().to_string();
        let mut beside = path.as_os_str().to_owned();
        beside.push(".lock");
        let lock = files::Lock::acquire(Path::new(&beside)).map_err(failed)?;
        let mut known = Vec::new();
        match std::fs::read(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(Error::io(&name, &e)),
            Ok(bytes) => {
                for (number, line) in bytes.split(|&b| b == b'\n').enumerate() {
                    if line.is_empty() {
                        continue;
                    }
                    let cluster: Cluster = serde_json::from_slice(line).map_err(|e| {
                        Error::input(format!(
                            "{name}:{}: not a cluster.v1: {}",
                            number + 1,
                            cli::json_reason(&e)
                        ))
                        .hint("a state is written by --state; it is not edited")
                    })?;
                    known.push(cluster);
                }
            }
        }
        let other = known.iter().flat_map(|c: &Cluster| &c.sigs).find_map(|s| signature::other_version(s));
        if let Some(version) = other {
            cx.warn(format!(
                "{name}: has signatures of version {version}, this flake-cluster makes {}: ids of such clusters are kept, and no longer found",
                signature::VERSION
            ));
        }
        Ok(Some(State { path: path.to_owned(), known, _lock: lock }))
    }

    /// Puts clusters together that an earlier window with more evidence saw as one. The
    /// templates of those come back by the place of the cluster.
    pub(crate) fn unite(&self, found: &mut Vec<Found>) -> HashMap<usize, String> {
        let of: HashMap<String, usize> = found
            .iter()
            .enumerate()
            .flat_map(|(i, f)| f.sigs.iter().map(move |s| (s.to_string(), i)))
            .collect();
        let mut into: Vec<usize> = (0..found.len()).collect();
        let root = |into: &[usize], mut i: usize| {
            while into[i] != i {
                i = into[i];
            }
            i
        };
        let mut shown: HashMap<usize, String> = HashMap::new();
        for old in &self.known {
            let places: Vec<usize> = old.sigs.iter().filter_map(|s| of.get(s).copied()).collect();
            let apart: BTreeSet<usize> = places.iter().map(|&i| root(&into, i)).collect();
            if places.len() == old.sigs.len() || apart.len() < 2 {
                continue;
            }
            let Some(&first) = apart.first() else { continue };
            for i in apart {
                into[i] = first;
            }
            shown.insert(first, old.template.clone());
        }
        let mut place: HashMap<usize, usize> = HashMap::new();
        let mut united: Vec<Found> = Vec::with_capacity(found.len());
        for (i, f) in std::mem::take(found).into_iter().enumerate() {
            match place.get(&root(&into, i)) {
                Some(&at) => {
                    let one = &mut united[at];
                    one.count += f.count;
                    one.sigs.extend(f.sigs);
                    one.sigs.sort_unstable();
                }
                None => {
                    place.insert(i, united.len());
                    united.push(f);
                }
            }
        }
        *found = united;
        shown.into_iter().filter_map(|(i, template)| Some((*place.get(&root(&into, i))?, template))).collect()
    }

    /// Gives the clusters of this run their lasting ids. What happened to old ids comes back
    /// sorted by `from` and `to`.
    pub(crate) fn assign(&mut self, clusters: &mut [Cluster]) -> Vec<Alias> {
        let mut old_of: HashMap<&str, usize> = HashMap::new();
        for (rank, cluster) in self.known.iter().enumerate() {
            for sig in &cluster.sigs {
                old_of.entry(sig).or_insert(rank);
            }
        }
        let claims: Vec<BTreeSet<usize>> = clusters
            .iter()
            .map(|c| c.sigs.iter().filter_map(|s| old_of.get(s.as_str()).copied()).collect())
            .collect();
        // The largest claimant chooses first, and takes the id that most messages had: so the
        // fewest change theirs. Of equal ones the oldest.
        let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
        let mut order: Vec<usize> = (0..clusters.len()).collect();
        order.sort_by(|&a, &b| {
            clusters[b].count.cmp(&clusters[a].count).then(clusters[a].sigs.cmp(&clusters[b].sigs))
        });
        for &i in &order {
            let free = claims[i].iter().filter(|r| !owner.contains_key(r));
            if let Some(&rank) = free.max_by_key(|&&r| (self.known[r].count, std::cmp::Reverse(r))) {
                owner.insert(rank, i);
            }
        }
        let of_owner: HashMap<usize, usize> = owner.iter().map(|(&rank, &i)| (i, rank)).collect();
        let mut used: BTreeSet<String> = self.known.iter().map(|c| c.cluster.clone()).collect();
        let mut aliases = Vec::new();
        for &i in &order {
            let id = match of_owner.get(&i) {
                Some(&rank) => self.known[rank].cluster.clone(),
                None => free_id(&clusters[i].cluster, &used),
            };
            used.insert(id.clone());
            for &rank in &claims[i] {
                let from = &self.known[rank].cluster;
                if *from == id {
                    continue;
                }
                let why = if owner.contains_key(&rank) { AliasWhy::Split } else { AliasWhy::Merge };
                aliases.push(Alias { schema: AliasTag, from: from.clone(), to: id.clone(), why });
            }
            clusters[i].cluster = id;
        }
        aliases.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        self.remember(clusters, &owner, &claims);
        aliases
    }

    fn remember(&mut self, clusters: &[Cluster], owner: &BTreeMap<usize, usize>, claims: &[BTreeSet<usize>]) {
        let mut gone = BTreeSet::new();
        for (rank, &i) in owner {
            // Since the oldest of those that are one now.
            let merged = claims[i].iter().filter(|r| *r == rank || !owner.contains_key(r));
            let first = self.known[*merged.min().unwrap_or(rank)].first_seen.clone();
            let old = &mut self.known[*rank];
            let mut now = clusters[i].clone();
            now.first_seen = first;
            // Signatures that this window did not bring stay known, unless another cluster
            // has them now.
            let elsewhere: BTreeSet<&str> = clusters
                .iter()
                .enumerate()
                .filter(|(j, _)| *j != i)
                .flat_map(|(_, c)| c.sigs.iter().map(String::as_str))
                .collect();
            let mut sigs: BTreeSet<String> = now.sigs.iter().cloned().collect();
            sigs.extend(old.sigs.iter().filter(|s| !elsewhere.contains(s.as_str())).cloned());
            now.sigs = sigs.into_iter().collect();
            *old = now;
        }
        // Merged into another one: its signatures live there.
        for (i, claimed) in claims.iter().enumerate() {
            let Some((&into, _)) = owner.iter().find(|(_, o)| **o == i) else { continue };
            for &rank in claimed.iter().filter(|r| !owner.contains_key(r)) {
                let moved = std::mem::take(&mut self.known[rank].sigs);
                let mut sigs: BTreeSet<String> =
                    std::mem::take(&mut self.known[into].sigs).into_iter().collect();
                sigs.extend(moved);
                self.known[into].sigs = sigs.into_iter().collect();
                gone.insert(rank);
            }
        }
        let owned: BTreeSet<usize> = owner.values().copied().collect();
        let mut fresh: Vec<&Cluster> =
            clusters.iter().enumerate().filter(|(i, _)| !owned.contains(i)).map(|(_, c)| c).collect();
        fresh.sort_by(|a, b| {
            (a.first_seen.line, &a.first_seen.started_at, &a.cluster).cmp(&(
                b.first_seen.line,
                &b.first_seen.started_at,
                &b.cluster,
            ))
        });
        let fresh: Vec<Cluster> = fresh.into_iter().cloned().collect();
        let mut rank = 0;
        self.known.retain(|_| {
            rank += 1;
            !gone.contains(&(rank - 1))
        });
        self.known.extend(fresh);
    }

    /// Puts the new state in place of the old one.
    pub(crate) fn save(self) -> Result<(), Error> {
        let name = self.path.display().to_string();
        let mut file = files::AtomicFile::create(&self.path).map_err(failed)?;
        for cluster in &self.known {
            let mut line =
                serde_json::to_vec(cluster).map_err(|e| Error::io(&name, &std::io::Error::other(e)))?;
            line.push(b'\n');
            file.write_all(&line).map_err(|e| Error::io(&name, &e))?;
        }
        file.commit().map_err(failed)?;
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "map_err gives it away")]
fn failed(e: files::PathError) -> Error {
    Error::io(e.path.display(), &e.source)
}

/// The id itself, or the first one made from it that is not taken.
fn free_id(id: &str, used: &BTreeSet<String>) -> String {
    let mut id = id.to_owned();
    while used.contains(&id) {
        id = signature::ClusterId::after(&id).to_string();
    }
    id
}
