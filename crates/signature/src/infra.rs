//! Messages that speak of the machine and not of the code under test.

/// Phrases of runners, kernels, registries and networks, in lower case. Each is what the
/// named program prints; a test of one's own networking code may print them too, so a
/// single one is a hint, and the incident needs its numbers.
const RUNNER: &[&str] = &[
    "no space left on device",
    "disk quota exceeded",
    "cannot allocate memory",
    "out of memory: kill",
    "oom-kill",
    "oomkilled",
    "memory cgroup out of memory",
    "the runner has received a shutdown signal",
    "lost communication with the server",
    "runner lost",
    "the hosted runner",
    "agent was lost",
    "error response from daemon",
    "failed to pull image",
    "imagepullbackoff",
    "errimagepull",
    "toomanyrequests: ",
    "tls handshake timeout",
    "temporary failure in name resolution",
    "could not resolve host",
    "getaddrinfo eai_again",
    "no route to host",
    "network is unreachable",
    "econnrefused",
    "connection refused",
    "connection reset by peer",
    "service unavailable",
    "bad gateway",
    "gateway timeout",
    "too many open files",
    "device or resource busy",
    "read-only file system",
    "input/output error",
    "docker: ",
    "spurious network error",
];

/// Whether a lower-case message is one of a runner's or a network's.
pub fn is_runner(low: &str) -> bool {
    RUNNER.iter().any(|p| low.contains(p))
}
