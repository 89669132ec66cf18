//! What the system says about itself.

use memchr::memmem;
use record::env::{Libc, Observed, Os};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Variables that change what programs do without their command line showing it. Only
/// whether they are set is recorded.
const HOOKS: [&str; 29] = [
    "BASH_ENV",
    "CARGO_ENCODED_RUSTFLAGS",
    "DYLD_INSERT_LIBRARIES",
    "DOTNET_STARTUP_HOOKS",
    "GIT_CONFIG_GLOBAL",
    "GLIBC_TUNABLES",
    "GODEBUG",
    "GOFLAGS",
    "GRADLE_OPTS",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "LD_AUDIT",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "MAKEFLAGS",
    "MAVEN_OPTS",
    "NODE_OPTIONS",
    "NODE_PATH",
    "PERL5LIB",
    "PERL5OPT",
    "PYTEST_ADDOPTS",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "RUBYLIB",
    "RUBYOPT",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
    "_JAVA_OPTIONS",
];

/// The operating system.
pub(crate) fn os() -> Os {
    let release = ["/etc/os-release", "/usr/lib/os-release"]
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok())
        .unwrap_or_default();
    Os {
        family: std::env::consts::OS.to_owned(),
        id: release_value(&release, "ID"),
        version: release_value(&release, "VERSION_ID"),
    }
}

/// A value of os-release(5), which has the syntax of a shell assignment.
fn release_value(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='))?;
    let bare =
        ["\"", "'"].iter().find_map(|quote| line.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(line);
    let value = bare.replace("\\\"", "\"").replace("\\$", "$").replace("\\\\", "\\");
    (!value.is_empty()).then_some(value)
}

/// The machine's architecture, as the kernel names it.
pub(crate) fn arch() -> String {
    rustix::system::uname().machine().to_string_lossy().into_owned()
}

/// What is only observed; tools are added by their probes.
pub(crate) fn observed() -> Observed {
    let kernel = rustix::system::uname().release().to_string_lossy().into_owned();
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let meminfo = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    Observed {
        kernel: (!kernel.is_empty()).then_some(kernel),
        cpu_model: cpu_model(&cpuinfo),
        cpus: std::thread::available_parallelism().ok().map(|n| n.get() as u64),
        memory_bytes: memory(&meminfo),
        hooks: HOOKS
            .iter()
            .filter(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
            .map(|name| ((*name).to_owned(), true))
            .collect(),
        tools: BTreeMap::new(),
    }
}

/// The first processor's name: x86, POWER and s390 say it in different members.
fn cpu_model(cpuinfo: &str) -> Option<String> {
    ["model name", "cpu model", "cpu", "Processor"].iter().find_map(|key| {
        cpuinfo.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            (name.trim() == *key && !value.trim().is_empty()).then(|| value.trim().to_owned())
        })
    })
}

fn memory(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// The C library: glibc says its version in a string of its own file, musl is known by
/// its loader.
pub(crate) fn libc() -> Option<Libc> {
    let mut candidates: Vec<PathBuf> = Vec::new();
    // The one that this very process has loaded comes first.
    if let Ok(maps) = std::fs::read_to_string("/proc/self/maps") {
        let loaded = maps.lines().filter_map(|line| line.find('/').map(|at| &line[at..]));
        candidates.extend(loaded.filter(|path| path.ends_with("/libc.so.6")).take(1).map(PathBuf::from));
    }
    let machine = arch();
    for folder in ["/lib64", "/lib", "/usr/lib64", "/usr/lib"] {
        candidates.push(format!("{folder}/libc.so.6").into());
        candidates.push(format!("{folder}/{machine}-linux-gnu/libc.so.6").into());
    }
    for path in candidates {
        if let Some(version) = std::fs::read(path).ok().as_deref().and_then(glibc_version) {
            return Some(Libc { name: "glibc".to_owned(), version: Some(version) });
        }
    }
    let musl = format!("/lib/ld-musl-{machine}.so.1");
    std::path::Path::new(&musl).exists().then(|| Libc { name: "musl".to_owned(), version: None })
}

/// `GNU C Library (Debian GLIBC 2.36-9) stable release version 2.36.`
fn glibc_version(file: &[u8]) -> Option<String> {
    let banner = memmem::find(file, b"GNU C Library")?;
    let banner = &file[banner..file.len().min(banner + 300)];
    let at = memmem::find(banner, b"release version ")? + b"release version ".len();
    let version: Vec<u8> =
        banner[at..].iter().copied().take_while(|b| b.is_ascii_digit() || *b == b'.').collect();
    let version = String::from_utf8(version).ok()?;
    let version = version.trim_end_matches('.');
    (!version.is_empty()).then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{cpu_model, glibc_version, memory, release_value};

    #[test]
    fn os_release_is_a_shell_file() {
        let text = "NAME=\"x\"\nID=debian\nVERSION_ID=\"12\"\nX='a b'\nE=\n";
        assert_eq!(release_value(text, "ID").as_deref(), Some("debian"));
        assert_eq!(release_value(text, "VERSION_ID").as_deref(), Some("12"));
        assert_eq!(release_value(text, "X").as_deref(), Some("a b"));
        assert_eq!(release_value(text, "E"), None);
        assert_eq!(release_value(text, "NONE"), None);
    }

    #[test]
    fn glibc_says_its_version() {
        let file =
            b"\0\0GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36.\nCopyright";
        assert_eq!(glibc_version(file).as_deref(), Some("2.36"));
        assert_eq!(glibc_version(b"GNU C Library of another time"), None);
        assert_eq!(glibc_version(b""), None);
    }

    #[test]
    fn proc_files_are_read() {
        assert_eq!(cpu_model("processor\t: 0\nmodel name\t: A B\n").as_deref(), Some("A B"));
        assert_eq!(cpu_model("processor: 0\n"), None);
        assert_eq!(memory("MemTotal:       16 kB\n"), Some(16_384));
        assert_eq!(memory("MemTotal: x kB\n"), None);
    }
}
