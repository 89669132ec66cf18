<*> Duplicate URLs purged.
<*> Entries scanned
<*> Invalid entries.
<*> Objects cancelled.
<*> Objects expired.
<*> Objects loaded.
<*> Swapfile clashes avoided.
<*> With invalid flags.
Completed Validation Procedure
Finished. Wrote <*> entries.
Took <*> seconds (<*> objects/sec).
Took <*> seconds (<*> entries/sec).
Validated <*> Entries
store_swap_size = <*> KB
<*> exists
Accepting HTTP Socket connections at conn<*> local=<*> remote=<*> FD <*> flags=<*>
Accepting reverse-proxy HTTP Socket connections at conn<*> local=<*> remote=<*> FD <*> flags=<*>
Adaptation support is off.
Adding nameserver <*> from <*>
AsyncCall: The AsyncCall <*> constructed, this=<*> [call<*>]
Beginning Validation Procedure
Closing HTTP(S) port <*>
Closing Pinger socket on FD <*>
Configuring <*> <*>/<*>/<*>
Creating missing swap directories
DNS Socket created at <*>, FD <*>
Done scanning <*> dir (<*> entries)
ERROR: helper: <*>, attempt #<*> of <*>
Finished loading MIME types and icons.
Finished rebuilding storage from disk.
FwdState: Forwarding client request <*>, url=<*>
HTCP Disabled.
ICP is disabled! Cannot send ICP request to peer.
Initializing IP Cache...
Initializing https:// proxy context
Local cache digest enabled; rebuild/rewrite every <*>/<*> sec
Making directories in <*>
Max Mem size: <*> KB
Max Swap size: <*> KB
<*> digest requires version <*>; have: <*>
Pinger exiting.
Pinger socket opened on FD <*>
Process ID <*>
Process Roles: <*>
Processing Configuration File: <*> (depth <*>)
Rebuilding storage in <*> (no log)
Reconfiguring Squid Cache (version <*>)...
Removing PID file (<*>)
ScheduleCall: <*> will call <*>(conn<*> local=<*> remote=<*> FD <*> flags=<*>, err=<*>, HTTP Socket port=<*>) [call<*>]
Service Name: <*>
Set Current Directory to <*>
Squid plugin modules loaded: <*>
Start: <*> lookup in '<*>' for '<*>'
Starting Squid Cache version <*> for <*>...
Starting new external_acl_type helpers...
Starting new helpers
Startup: Initialized Authentication Scheme '<*>'
Startup: Initialized Authentication.
Startup: Initializing Authentication Schemes ...
Store logging disabled
Swap maxSize <*> + <*> KB, estimated <*> objects
TCP connection to <*> failed
Target number of buckets: <*>
Too few <*> processes are running (need <*>/<*>)
Unlinkd pipe opened on FD <*>
Using Least Load store dir selection
Using <*> Store buckets
WARNING: HTTP: Invalid Response: Bad header encountered from <*> AKA <*>
WARNING: <*> #Hlpr<*> exited
With <*> file descriptors available
acceptNext: connection on conn<*> local=<*> remote=<*> FD <*> flags=<*>
aclMatchExternal: "<*>": queueing a call.
aclMatchExternal: "<*>": return <*>.
aclMatchExternal: <*> = ALLOWED
aclMatchExternal: <*>("<*>") = lookup needed
assertion failed: <*>:<*>: "<*>"
buildHttpRequest: Invalid Request
checkCachable: StoreEntry::checkCachable: NO: not cachable
compileOptimisedREs: +i
compileOptimisedREs: -i
compileOptimisedREs: <*> REs are optimised into one RE.
compileOptimisedREs: adding RE '<*>'
compileRE: compiled '<*>' with flags <*>
doAccept: New connection on FD <*>
doClientRead: conn<*> local=<*> remote=<*> FD <*> flags=<*>: got flag <*>; (<*>) <*>
externalAclHandleReply: reply=<*>
external_acl_cache_add: external_acl_cache_add: Adding '<*>' = ALLOWED
fireNext: entering <*>(conn<*> local=<*> remote=<*> FD <*> flags=<*>, err=<*>, HTTP Socket port=<*>)
fireNext: leaving <*>(conn<*> local=<*> remote=<*> FD <*> flags=<*>, err=<*>, HTTP Socket port=<*>)
getNfConnmark: QOS: Failed to retrieve connection mark: (<*>) (<*>) <*> (Destination <*>, source <*>)
handlePath: timedout = <*>
handlePath: never_direct = <*>
handlePath: always_direct = <*>
handlePath: PeerSelector<*> found conn<*> local=<*> remote=<*> <*> flags=<*>, destination #<*> for <*>
handleUnregisteredServerEnd: self=<*> err=<*> <*>
helperOpenServers: No '<*>' processes needed.
helperOpenServers: Starting <*>/<*> '<*>' processes
kick: conn<*> local=<*> remote=<*> flags=<*> Connection was closed
make: make call <*> [call<*>]
match: '<*>' found in '<*>'
parse: error: invalid URI scheme
parse: got definition '<*>'
parse: new Regex line or file
parse: parsing user list
peerConnectFailedSilent: TCP connection to <*> dead
peerConnectSucceded: TCP connection to <*> succeeded
peerDNSConfigure: --> IP address #<*>: <*>
pinger: ICMP socket opened.
pinger: ICMPv6 socket opened
pinger: Initialising ICMP pinger ...
processReplyAccessResult: The reply for <*> <*> is <*>, because it matched <*>
resolveSelected: timedout = <*>
resolveSelected: never_direct = <*>
resolveSelected: always_direct = <*>
resolveSelected: Find IP destination for: <*>' via <*>
resolveSelected: PeerSelector<*> found all <*> destinations for <*>
storeCleanup: Seen: <*> entries
storeCreate: storeCreate: Selected dir <*> for e:=<*>
storeDirWriteCleanLogs: Starting...
storeLateRelease: released <*> objects
swanSong: conn<*> local=<*> remote=<*> flags=<*>
temporary disabling (<*>) digest from <*>
