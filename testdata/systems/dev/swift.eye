<*> <*> <*> <*> <*> HTTP/1.0 <*> <*> <*>
<*> - - [<*>] "<*> <*>" <*> <*> "<*>" "<*>" "<*>" <*> "<*>" <*> <*>
Account audit pass completed: <*>s
Adding required filter <*> to pipeline at position <*>
Attempted to replicate <*> dbs in <*> seconds (<*>/s)
Bad rsync return code: <*> <- [<*>]
Begin account audit pass.
Begin container audit pass.
Begin container update sweep
Begin object audit "forever" mode (<*>)
Begin object update sweep of all devices
Beginning replication run
Client disconnected on read of '<*>'
Client disconnected without sending enough data
Container audit pass completed: <*>s
Container sharder cycle completed: <*>s
Container sharder cycle starting, auto-sharding <*>
Container update sweep completed: <*>s
Devices pass completed: <*>s
ERROR Object <*> failed audit and was quarantined: metadata content-length <*> does not match actual object size <*>
ERROR __call__ error with <*> <*> :
ERROR container update failed with <*> (saving for async update later): <*>
ERROR reading HTTP response from {<*>}: <*>
ERROR rsync failed with <*>: [<*>], path: <*>, db: <*>
ERROR with <*> server <*> re: Trying to <*> <*>: <*>
ERROR with <*> server <*> re: Expect: 100-continue on <*>: <*>
ERROR with remote server <*>: <*>
Error connecting to memcached: <*>: with key_prefix <*>, method <*>, time_spent <*>, [Errno <*>] <*>
Error connecting to memcached: ALL: with key_prefix <*>, method <*>: No more memcached servers to try
Error talking to memcached: <*>: with key_prefix <*>, method <*>, time_spent <*>, incomplete read
Error limiting server <*>
Error syncing with node: <*>: <*>
Exception dumping recon cache: <*>:
<*> successes, <*> failures
<*> suffixes checked - <*>% hashed, <*>% synced
<*>/<*> (<*>%) partitions replicated in <*>s (<*>/sec, <*> remaining)
Node will be error limited for <*>s: <*>
Object audit (<*>) "forever" mode completed: <*>s. Total quarantined: <*>, Total errors: <*>, Total files/sec: <*>, Total bytes/sec: <*>, Auditing time: <*>, Rate: <*>
Object audit (<*>). Since <*>: Locally: <*> passed, <*> quarantined, <*> errors, files/sec: <*>, bytes/sec: <*>, Total time: <*>, Auditing time: <*>, Rate: <*>
Object replication complete. (<*> minutes)
Object update sweep completed on <*> in <*>s seconds:, <*> successes, <*> failures, <*> quarantines, <*> unlinks, <*> outdated_unlinks, <*> errors, <*> redirects, <*> skips, <*> deferrals, <*> drains (pid: <*>)
Object update sweep of all devices completed: <*>s
Object update sweep of <*> completed: <*>s, <*> successes, <*> failures, <*> quarantines, <*> unlinks, <*> outdated_unlinks, <*> errors, <*> redirects, <*> skips, <*> deferrals, <*> drains
Object update sweep starting on <*> (pid: <*>)
Partition times: max <*>s, min <*>s, med <*>s
Pipeline was modified. New pipeline is "<*>".
Quarantined <*> to <*> due to corrupted database
Quarantined object <*>: metadata content-length <*> does not match actual object size <*>
Removed <*> dbs
Replication run OVER
SIGTERM received (<*>)
Since <*> audit_root - attempted:<*> success:<*> failure:<*> has_overlap:<*> num_overlap:<*>
Since <*> audit_shard - attempted:<*> success:<*> failure:<*>
Since <*> cleaved - attempted:<*> success:<*> failure:<*> min_time:<*> max_time:<*>
Since <*> created - attempted:<*> success:<*> failure:<*>
Since <*> misplaced - attempted:<*> success:<*> failure:<*> found:<*> placed:<*> unplaced:<*>
Since <*> scanned - attempted:<*> success:<*> failure:<*> found:<*> min_time:<*> max_time:<*>
Since <*> visited - attempted:<*> success:<*> failure:<*> skipped:<*> completed:<*>
Starting <*>
Starting object replication pass.
Starting object replicator in daemon mode.
autocreate account '<*>'
diff:<*> diff_capped:<*> empty:<*> hashmatch:<*> no_change:<*> remote_merge:<*> rsync:<*> ts_repl:<*>
rsync error: error in socket IO (code <*>) at <*>(<*>) [sender=<*>]
rsync: [sender] failed to connect to <*> (<*>): Connection refused (<*>)
