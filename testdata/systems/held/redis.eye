oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo
Redis version=<*>, bits=<*>, commit=<*>, modified=<*>, pid=<*>, just started
Configuration loaded
monotonic clock: POSIX clock_gettime
Running mode=<*>, port=<*>.
Server initialized
WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition. Being disabled, it can can also cause failures without low memory condition, see https://github.com/jemalloc/jemalloc/issues/1328. To fix this issue add 'vm.overcommit_memory = 1' to /etc/sysctl.conf and then reboot or run the command 'sysctl vm.overcommit_memory=1' for this to take effect.
Creating AOF base file <*> on server start
Creating AOF incr file <*> on server start
Ready to accept connections
Accepted <*>
Replica <*> asks for synchronization
Full resync requested by replica <*>
Replication backlog created, my new replication IDs are '<*>' and '<*>'
Starting BGSAVE for SYNC with target: replicas sockets
Background RDB transfer started by pid <*>
Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC
Fork CoW for RDB: current <*> MB, peak <*> MB, average <*> MB
Diskless rdb transfer, done reading from pipe, <*> replicas still up.
Background RDB transfer terminated with success
Streamed RDB transfer with replica <*> succeeded (socket). Waiting for REPLCONF ACK from slave to enable streaming
Synchronization with replica <*> succeeded
Client closed connection <*>
<*> changes in <*> seconds. Saving...
Background saving started by pid <*>
DB saved on disk
Background saving terminated with success
Creating AOF incr file <*> on background rewrite
Background append only file rewriting started by pid <*>
Fork CoW for AOF rewrite: current <*> MB, peak <*> MB, average <*> MB
Successfully created the temporary AOF base file <*>
Background AOF rewrite terminated with success
Successfully renamed the temporary AOF base file <*> into <*>
Removing the history file <*> in the background
Background AOF rewrite finished successfully
Background AOF rewrite signal handler took <*>us
DB <*>: <*> keys (<*> volatile) in <*> slots HT.
job <*> done
WARNING: the new maxmemory value set via CONFIG SET (<*>) is smaller than the current memory usage (<*>). This will result in key eviction and/or the inability to accept new write commands depending on the maxmemory-policy.
Connection with replica <*> lost.
Partial resynchronization request from <*> accepted. Sending <*> bytes of backlog starting from offset <*>.
Slow script detected: still in execution after <*> milliseconds. You can try killing the script using the SCRIPT KILL command. Script name is: <*>.
Lua script killed by user with SCRIPT KILL.
Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. Connection aborted.
Before turning into a replica, using my own master parameters to synthesize a cached master: I may be able to synchronize with the new master with just a partial transfer.
Connecting to MASTER <*>
MASTER <-> REPLICA sync started
REPLICAOF <*> enabled (user request from '<*>')
Non blocking connect for SYNC fired the event.
Master replied to PING, replication can continue...
Trying a partial resynchronization (request <*>:<*>).
Full resync from master: <*>:<*>
MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF to disk
Discarding previously cached master state.
MASTER <-> REPLICA sync: Flushing old data
MASTER <-> REPLICA sync: Loading DB in memory
Loading RDB produced by version <*>
RDB age <*> seconds
RDB memory usage when created <*> Mb
Done loading RDB, keys loaded: <*>, keys expired: <*>.
MASTER <-> REPLICA sync: Finished with success
Successfully renamed the temporary AOF incr file <*> into <*>
Connection with master lost.
Caching the disconnected master state.
Reconnecting to MASTER <*>
User requested shutdown...
<*> of <*> replicas are in sync when shutting down.
Calling fsync() on the AOF file.
Saving the final RDB snapshot before exiting.
Removing the pid file.
Redis is now ready to exit, bye bye...
DB loaded from disk: <*> seconds
Partial resynchronization not accepted: Requested offset for second ID was <*>, but I can reply up to <*>
Reading RDB base file on AOF loading...
RDB is base AOF
DB loaded from base file <*>: <*> seconds
DB loaded from append only file: <*> seconds
Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '<*>', my replication IDs are '<*>' and '<*>')
Partial resynchronization not possible (no cached master)
Successful partial resynchronization with master.
MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.
Setting secondary replication ID to <*>, valid up to offset: <*>. New replication ID is <*>
MASTER MODE enabled (user request from '<*>')
Protocol error (invalid bulk length) from client: <*>
Reading from client: <*>
Redis <*> crashed by signal: <*>, si_code: <*>
Accessing address: <*>
Killed by PID: <*>, UID: <*>
Crashed running the instruction at: <*>
Bio thread for job type #<*> terminated
Starting automatic rewriting of AOF on <*>% growth
Master replication ID changed to <*>
Protocol error (too big inline request) from client: <*>
No BGSAVE in progress, but another BG operation is active. BGSAVE for replication delayed
Error condition on socket for SYNC: <*>
Opening AOF incr file <*> on server start
DB loaded from incr file <*>: <*> seconds
Failed to read response from the server: <*>
Master did not respond to command during SYNC handshake
WARNING: You specified a maxmemory value that is less than <*>MB (current value is <*> bytes). Are you sure this is what you really want?
No cluster configuration found, I'm <*>
configEpoch set to <*> via CLUSTER SET-CONFIG-EPOCH
Accepting cluster node connection from <*>
IP address for this node updated to <*>
Cluster state changed: <*>
configEpoch set to <*> via CLUSTER RESET HARD
Node hard reset, now I'm <*>
Node <*> reported node <*> as not reachable.
Node <*> reported node <*> is back online.
Warning: Could not create server TCP listening socket <*>: bind: Address already in use
Failed listening on port <*> (TCP), aborting.
Sentinel new configuration saved on disk
Sentinel ID is <*>
+monitor master <*> <*> <*> quorum <*>
+slave slave <*> <*> <*> @ <*> <*> <*>
+sentinel sentinel <*> <*> <*> @ <*> <*> <*>
+sdown master <*> <*> <*>
+odown master <*> <*> <*> #quorum <*>/<*>
+new-epoch <*>
+try-failover master <*> <*> <*>
+vote-for-leader <*> <*>
<*> voted for <*> <*>
+elected-leader master <*> <*> <*>
+failover-state-select-slave master <*> <*> <*>
+selected-slave slave <*> <*> <*> @ <*> <*> <*>
+failover-state-send-slaveof-noone slave <*> <*> <*> @ <*> <*> <*>
+failover-state-wait-promotion slave <*> <*> <*> @ <*> <*> <*>
+promoted-slave slave <*> <*> <*> @ <*> <*> <*>
+failover-state-reconf-slaves master <*> <*> <*>
+slave-reconf-sent slave <*> <*> <*> @ <*> <*> <*>
+slave-reconf-inprog slave <*> <*> <*> @ <*> <*> <*>
+slave-reconf-done slave <*> <*> <*> @ <*> <*> <*>
+failover-end master <*> <*> <*>
+switch-master <*> <*> <*> <*> <*>
+sdown slave <*> <*> <*> @ <*> <*> <*>
-sdown slave <*> <*> <*> @ <*> <*> <*>
Sentinel is now ready to exit, bye bye...
Next failover delay: I will not start a failover before <*>
+config-update-from sentinel <*> <*> <*> @ <*> <*> <*>
+reboot slave <*> <*> <*> @ <*> <*> <*>
Executing user requested FAILOVER of '<*>'
+convert-to-slave slave <*> <*> <*> @ <*> <*> <*>
-odown master <*> <*> <*>
-failover-abort-no-good-slave master <*> <*> <*>
