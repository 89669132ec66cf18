Memory: <*>
Threads: <*>
Worker name: <*>
Listening to: <*>
dashboard at: <*>
Registered to: <*>
Start Nanny at: '<*>'
Local Directory: <*>
Start worker at: <*>
Scheduler at: <*>
Client <*> requests to cancel <*> keys
Close client connection: <*>
Closing Nanny at '<*>'. Reason: <*>
Closing Nanny gracefully at '<*>'. Reason: <*>
Closing scheduler. Reason: <*>
Connection to <*> has been closed.
Could not retire worker '<*>': unique data could not be moved to any other worker (stimulus_id='<*>')
Creating preload: <*>
Event loop was unresponsive in <*> for <*>s. This is often caused by long-running GIL-holding functions or moving large chunks of data. This can cause timeouts and instability.
Found stale lock file and directory '<*>', purging
Import preload module: <*>
Nanny asking worker to close. Reason: <*>
Nanny at '<*>' closed.
Receive client connection: <*>
Received 'close-stream' from <*>; closing.
Received signal <*> (<*>)
Register worker addr: <*> name: <*>
Registering Worker plugin <*>
Reload module <*> from .py file
Remove client <*>
Remove worker addr: <*> name: <*> (stimulus_id='<*>')
Removing Worker plugin <*>
Removing worker '<*>' caused the cluster to lose already computed task(s), which will be recomputed elsewhere: <*> (stimulus_id='<*>')
Restarting all workers (stimulus_id='<*>'
Restarting worker (status=<*>)
Restarting workers and releasing all keys (stimulus_id='<*>')
Run preload setup: <*>
Scheduler cancels key <*>. Force=<*>
Starting Worker plugin <*>
Starting established connection to <*>
Starting worker compute stream, <*>
Stopped scheduler at '<*>'
Stopping worker at <*>. Reason: <*>
Task <*> marked as failed because <*> workers died while trying to run it
Tried retiring worker <*>, but <*> tasks could not be moved as there are no suitable workers to receive them. The worker will not be retired.
Unregistering worker (status=<*>)
Waiting to connect to: <*>
Worker process <*> exited with status <*>
Workers restart finished (did not wait for new workers) (stimulus_id='<*>'
-----------------------------------------------<*>
To route to workers diagnostics web server please install jupyter-server-proxy: python -m pip install jupyter-server-proxy
State start
Compute Failed
Lost all workers
Worker closed
End worker
Scheduler closing all comms
End scheduler
Failed to communicate with scheduler during heartbeat.
