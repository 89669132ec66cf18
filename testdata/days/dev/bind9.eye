client @<*> <*>#<*> (<*>): query: <*> IN <*> <*> (<*>)
client @<*> <*>#<*> (<*>): query failed (<*>) for <*> at <*>:<*>
client @<*> <*>#<*> (<*>): query '<*>' denied
client @<*> <*>#<*> (<*>): query (cache) '<*>' denied (allow-query-cache did not match)
client @<*> <*>#<*> (<*>): zone transfer '<*>' denied
client @<*> <*>#<*> (<*>): rate limit drop response to <*> for <*> IN <*> (<*>)
client @<*> <*>#<*> (<*>): rate limit slip response to <*> for <*> IN <*> (<*>)
client @<*> <*>#<*>: update '<*>' denied
client @<*> <*>#<*>/key <*>: updating zone '<*>': adding an RR at '<*>' <*> <*>
client @<*> <*>#<*>/key <*>: updating zone '<*>': deleting rrset at '<*>' <*>
client @<*> <*>#<*>/key <*>: updating zone '<*>': update failed: dynamic update temporarily disabled because the zone is frozen. Use 'rndc thaw' to re-enable updates. (REFUSED)
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': AXFR started: TSIG <*> (serial <*>)
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': AXFR-style IXFR started: TSIG <*> (serial <*>)
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': IXFR started: TSIG <*> (serial <*> -> <*>)
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': AXFR ended: <*> messages, <*> records, <*> bytes, <*> secs (<*> bytes/sec) (serial <*>)
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': AXFR-style IXFR ended: <*> messages, <*> records, <*> bytes, <*> secs (<*> bytes/sec) (serial <*>)
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': IXFR ended: <*> messages, <*> records, <*> bytes, <*> secs (<*> bytes/sec) (serial <*>)
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': IXFR delta size (<*> bytes) exceeds the maximum ratio to database size (<*> bytes), falling back to AXFR
client @<*> <*>#<*>/key <*> (<*>): transfer of '<*>': IXFR version not in journal, falling back to AXFR
client @<*> <*>#<*>/key <*>: received notify for zone '<*>': TSIG '<*>'
validating <*>: no valid signature found
validating <*>: no valid signature found (DS)
validating <*>: bad cache hit (<*>)
broken trust chain resolving '<*>': <*>#<*>
connection refused resolving '<*>': <*>#<*>
network unreachable resolving '<*>': <*>#<*>
no valid RRSIG resolving '<*>': <*>#<*>
lame server resolving '<*>' (in '<*>'?): <*>#<*>
loop detected resolving '<*>'
----------------------------------------------------
BIND 9 is maintained by Internet Systems Consortium,
Inc. (ISC), a non-profit 501(c)(3) public-benefit
corporation. Support and training for BIND 9 are
available at https://www.isc.org/support
DS algorithms: <*>
HMAC algorithms: <*>
TKEY mode 2 support (Diffie-Hellman): yes
Fetching <*> (CSK) from key repository.
all zones loaded
any newly configured zones are now loaded
automatic empty zone: <*>
built with <*>
command channel listening on <*>#<*>
statistics channel listening on <*>#<*>
stopping command channel on <*>#<*>
stopping statistics channel on <*>#<*>
listening on IPv<*> interface <*>, <*>#<*>
no longer listening on <*>#<*>
compiled by GCC <*>
compiled with <*> version: <*>
linked to <*> version: <*>
dumping all zones, removing journal files: success
generating session key for dynamic DNS
keymgr: DNSKEY <*> (CSK) created for policy <*>
loading configuration from '<*>'
looking for GeoIP2 databases in '<*>'
managed-keys-zone: loaded serial <*>
set up managed keys zone for view <*>, file '<*>'
none:<*>: 'max-cache-size <*>' - setting to <*> (out of <*>)
not using config file logging statement for logging due to -g option
reading built-in trust anchors from file '<*>'
received control channel command '<*>'
reloading configuration succeeded
running
running as: <*>
running on <*>
shutting down
sizing zone task pool based on <*> zones
starting BIND <*> (Extended Support Version) <id:<*>>
the initial working directory is '<*>'
the working directory is now '<*>'
transfer of '<*>' from <*>#<*>: Transfer completed: <*> messages, <*> records, <*> bytes, <*> secs (<*> bytes/sec) (serial <*>)
transfer of '<*>' from <*>#<*>: Transfer status: <*>
transfer of '<*>' from <*>#<*>: connected using <*>#<*> TSIG <*>
using default UDP/IPv<*> port range: [<*>, <*>]
zone <*> (signed): loaded serial <*> (DNSSEC signed)
zone <*> (signed): next key event: <*>
zone <*> (signed): reconfiguring zone keys
zone <*> (signed): sending notifies (serial <*>)
zone <*>: Transfer started.
zone <*>: loaded serial <*>
zone <*>: notify from <*>#<*>: refresh in progress, refresh check queued
zone <*>: notify from <*>#<*>: serial <*>
zone <*>: notify from <*>#<*>: zone is up to date
zone <*>: refresh: failure trying primary <*>#<*> (source <*>#<*>): <*>
zone <*>: sending notifies (serial <*>)
zone <*>: transferred serial <*>: TSIG '<*>'
zone <*>: zone transfer deferred due to quota
