--- New PM2 Daemon started ----------------------------------------------------
===============================================================================
AXM ACTION Unknown id <*>
AXM MONITOR Unknown id <*>
App [<*>] exited with code [<*>] via signal [<*>]
App [<*>] online
App [<*>] starting in -<*> mode-
App [<*>] stale exit event ignored (pid <*>)
App [<*>] will restart in <*>ms
App name:<*> id:<*> disconnected
Application log path : <*>
BUS socket file : <*>
Change detected on path <*> for app <*> - restarting
Concurrent actions : <*>
Current arch : <*>
Deleting process <*>
Error [ERR_STREAM_DESTROYED]: Cannot call write after a stream was destroyed
Error: <*> id unknown
Error: Process with pid <*> already exists
Exited peacefully
<*> : id unknown
<*> id unknown
Node.js version : <*>
PM2 PID file : <*>
PM2 home : <*>
PM2 version : <*>
Process <*> in a stopped status, starting it
Process dump file : <*>
Process undefined ? with process id <*>
Process with pid <*> already exists
Process with pid <*> could not be killed
Process with pid <*> still alive after <*>ms, sending SIGKILL to <*> remaining pids...
RPC socket file : <*>
Reloading logs for process id <*>
Reloading logs...
Runtime Binary : <*>
SIGTERM timeout : <*>
Script <*> had too many unstable restarts (<*>). Stopped. "errored"
Stopping app:<*> id:<*>
Time : <*>
Trace: Error: <*> : id unknown
Worker Interval : <*>
[PM2] Deregistering a cron job on: <*>
[PM2][WORKER] Process <*> restarted because it exceeds --max-memory-restart value (current_memory=<*> max_memory_limit=<*> [octets])
[PM2][WORKER] Registering a cron job on: <*>
[PM2][WORKER] Reset the restart delay, as app <*> has been up for more than <*>ms
[Watch] Start watching <*>
[Watch] Stop watching <*>
[axm:option:configuration] Unknown id <*>
app=<*> id=<*> does not have a pid
app=<*> id=<*> pid=<*> could not be stopped
pid=<*> msg=failed to kill - retrying in <*>ms
pid=<*> msg=process tree killed (<*> pids)
pm2 has been killed by signal, dumping process list before exit...
