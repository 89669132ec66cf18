<*>/hosts <*> is <*>
DHCP, static leases only on <*>, lease time <*>
DNSSEC per-RRSet signature fails HWM <*>
DNSSEC per-query crypto work HWM <*>
DNSSEC per-query subqueries HWM <*>
Maximum number of concurrent DNS queries to <*> reached (max: <*>)
bad address at <*> line <*>
cache size <*>, <*>/<*> cache insertions re-used unexpired cache entries.
child processes for TCP requests: in use <*>, highest since last SIGUSR1 <*>, max allowed <*>.
compile time options: <*>
config <*> is <*>
config error is REFUSED
exiting on receipt of SIGTERM
failed to load names from <*>: No such file or directory
forwarded <*> to <*>
pool memory in use <*>, max <*>, allocated <*>
possible DNS-rebind attack detected: <*>
queries for authoritative zones <*>
queries forwarded <*>, queries answered locally <*>
query[<*>] <*> from <*>
read <*> - <*> names
reply <*> is <*>
reply error is REFUSED
server <*>: queries sent <*>, retried <*>, failed <*>, nxdomain replies <*>, avg. latency <*>ms
started, version <*> cache disabled
started, version <*> cachesize <*>
time <*>
using nameserver <*>
using nameserver <*> for domain <*>
using only locally-known addresses for <*>
