Beginning to track file <*>
Event stats:
<*> Event stats:
Ray Event initialized for <*>
Started worker process with pid <*> worker_id=<*>
Set ray event level to <*>
Reporting task events to GCS every <*>ms.
Constructing CoreWorkerProcess. pid: <*>
Destructing CoreWorkerProcessImpl. pid: <*>
Disconnected from the local raylet.
Try killing all child processes of this worker as it exits. Child process pids:<*>
Received address and liveness notification for node, IsAlive = <*> node_id=<*>
Disconnecting client due to connection error with code <*>: <*>
Adjusted worker niceness to <*>
Sending disconnect message to the local raylet.
Initializing worker at address: <*> worker_id=<*> node_id=<*>
<*> server started, listening on port <*>.
The autoscaler took <*> seconds to fetch the list of non-terminated nodes.
The autoscaler took <*> seconds to complete the update iteration.
Set actor max pending calls to <*> actor_id=<*>
Quick exit - terminating process immediately
Disconnecting worker, graceful=<*>, disconnect_type=<*>, has_creation_task_exception=<*> worker_id=<*> job_id=<*>
Disconnecting driver, graceful=<*>, disconnect_type=<*> worker_id=<*> job_id=<*>
Shutdown completed successfully
Stopping RayEventRecorder and flushing remaining events.
GET <*> <*> <*>ms
Core worker ready to be deallocated.
Shutting down TaskEventBuffer.
Got request from raylet to decrease reference for runtime env: <*>.
received notification on actor, state: <*>, ip address: <*>, port: <*>, num_restarts: <*>, death context type=<*> actor_id=<*> worker_id=<*> node_id=<*>
Runtime env already created successfully. Env: <*>, context: <*>
Wait for currently executing tasks in the underlying thread pools to finish.
Creating actor job_id=<*> actor_id=<*>
Creating actor actor_id=<*>
Waiting for joining a core worker io thread. If it hangs here, there might be deadlock or a high load in the core worker io service.
Object-freed callback service stopped.
Disconnecting a GCS client.
Core worker main io service stopped.
task <*> retries left: <*>, oom retries left: <*>, task failed due to oom: <*>
Task attempt <*> failed with error <*> Fail immediately? <*>, status <*>, error info <*>
No retries left for task <*>, not going to resubmit.
Core worker is destructed
Waiting for joining the object-freed callback thread.
The core worker has already been shutdown. This happens when the language frontend accesses the Ray's worker after it is shutdown. The process will exit
Task event buffer io service stopped.
Submitting actor creation task to worker. actor_id=<*> worker_id=<*> node_id=<*> job_id=<*>
Registering actor job_id=<*> actor_id=<*>
Registered actor job_id=<*> actor_id=<*>
Received KillLocalActor RPC worker_id=<*> actor_id=<*>
RayletIpcClient::Disconnect, exit_type=<*>, exit_detail=<*>, has creation_task_exception_pb_bytes=<*>
Node with actor is already dead, return status: <*> actor_id=<*> node_id=<*>
<*> [<*>] '<*>' <*> <*> bytes <*> us '<*>' '<*>'
<*> [<*>] "<*>" <*> <*> "<*>" "<*>"
Leasing worker for actor. actor_id=<*> job_id=<*> node_id=<*>
Finished leasing worker from <*> for actor <*>, job id = <*>
Proxy actor readiness check for proxy on <*> didn't complete in <*>s.
Proxy actor reported not ready on node <*>
Job <*> already started in worker pool.
Task execution loop terminated. Waiting for shutdown to complete...
Force exiting worker whose job has exited <*>
Actor creation task finished, task_id: <*>, actor_id: <*>, actor_repr_name:<*>
Task failed: <*>
Plasma store debug dump:
Executing worker exit: <*> - <*> (timeout: <*>ms)
Executing handle exit: <*> - <*> (timeout: <*>ms)
Create runtime env for job <*>
Actor name <*> is cleaned up.
Failing pending tasks for actor because the actor is already dead. actor_id=<*>
Failed to look up actor with name '<*>'. This could because 1. You are trying to look up a named actor you didn't create. 2. The named actor died. 3. You did not use a namespace matching the namespace of the actor.
Destroying actor, force_kill=<*>, timeout_ms=<*> job_id=<*> actor_id=<*>
Actor created successfully job_id=<*> actor_id=<*>
[state-dump] NodeManager:
Shutdown complete. Removing the global worker.
Driver shutdown complete. Removing the global worker.
Waiting for driver shutdown to complete...
Failed to send exit request to worker : <*>. Killing it using SIGKILL instead. worker_id=<*>
Starting proxy '<*>' on node '<*>' listening on '<*>'.
Registering job. job_id=<*> driver_pid=<*>
Force kill actor request has received. exiting immediately... <*>
Exiting with signal <*> immediately...
Disconnecting core worker client because the worker is dead worker_id=<*> node_id=<*>
Actor creation task succeeded. actor_id=<*> worker_id=<*> job_id=<*> node_id=<*>
[GpuProfilingManager] GPU profiling is disabled, skipping daemon setup.
[GpuProfilingManager] `dynolog` is not installed, GPU profiling will not be available.
[Eagerly] Start install runtime environment for job <*>.
[Eagerly] Create runtime env successful for job <*>.
Stats module has shutdown.
Starting log monitor with [max open files=<*>], [is_autoscaler_v2=<*>]
Setting actor as asyncio with max_concurrency=<*>, and defined concurrency groups are:<*>
Object store memory is idle.
Number of alive nodes:<*>
Node failure. All objects pinned on that node will be lost if object reconstruction is not enabled. node_id=<*>
Marking job as finished. job_id=<*>
Marking all running tasks of job <*> as failed.
Loading DashboardAgentModule: <*>
Loading DashboardHeadModule: <*>
Loading SubprocessModule: <*>
Skipping SubprocessModule: <*> (disabled).
Killing leased worker because its job finished. worker_id=<*> job_id=<*>
Killing leased worker because its owner died. worker_id=<*> owner_worker_id=<*>
Killed actor <*> successfully.
Initialized the worker port pool with <*> shuffled ports.
HandleKillLocalActor: worker not registered or already dead, returning OK without dispatching kill worker_id=<*>
Finished creating actor. Status: <*> job_id=<*> actor_id=<*>
Failed to read a message from node: <*>
Worker <*> failed, destroying actor child, job id = <*>
Starting gRPC client manager with enable_multiple_conns=<*>, num_clients=<*>
Runtime env is setting up.
Releasing local references, then draining reference counter.
Publishing events to GCS is disabled
Initializing NodeManager node_id=<*>
Graceful shutdown of proxy actor on <*> timed out after <*>s; force killing.
Get all modules by type: <*>
Found new event log file: <*>
DeprecationWarning: `<*>` is a private attribute and access will be removed in a future Ray version.
raylet pid is <*>
Parent raylet pid is <*>
Unused runtime env <*>.
Unused uris <*>.
Tried to decrease ref count for nonexistent object ID: <*>
ThresholdMemoryMonitor initialized with usage threshold at <*> bytes (<*>% of system memory), total system memory bytes: <*>, monitor interval: <*>ms
The raylet exited immediately because one Ray agent failed, agent_name = <*>.
Successfully created runtime env: <*>, context: <*>
Setting node ID node_id=<*>
Setting dlmalloc config: plasma_directory=<*>, fallback_directory=<*>, hugepage_enabled=<*>, fallback_enabled=<*>
Setting cluster ID to: <*>
Raylet graceful shutdown triggered with death info: reason: <*>
Raylet shutdown already triggered, ignoring death info: reason: <*>
Proxy starting on node <*> (HTTP port: <*>).
Proxy on node '<*>' is unhealthy. Shutting down the unhealthy proxy and starting a new one.
Proxy <*> failed the health check <*> times in a row, marking it unhealthy.
Per-worker process group cleanup is <*>, subreaper is <*>
Monitor agent process with name <*>
Listening to address <*>, port <*>
Health check failed for node <*>, remaining checks <*>, status <*>, response status <*>, status message <*>, status details<*>
Gcs Debug state:
Failed to export metrics to the metrics agent. Result: <*>
Driver (pid=<*>) is disconnected. worker_id=<*> job_id=<*>
Default executor is joined.
Default executor is joining. If the 'Default executor is joined.' message is not printed after this, the worker is probably hanging because the actor task is running an infinite loop.
Dashboard agent grpc address: <*>
Dashboard agent http address: <*>
Dashboard head http address: <*>
Cancelling an actor task: force_kill: <*> recursive: <*> task_id=<*> actor_id=<*>
Cancel an actor task task_id=<*> actor_id=<*>
Allowing the Plasma store to use up to <*>GB of memory.
Actor is failed on worker <*> at node <*>, need_reschedule = <*>, death context type = <*>, remaining_restarts = <*>, num_restarts = <*>, num_restarts_due_to_node_preemption = <*>, preempted = <*> job_id=<*> actor_id=<*>
<ResourceRoute [<*>] <*> -> <*>>
create_and_mmap_buffer(<*>, <*>)
check_parent_via_pipe
[<*>] Not sending reply because executor stopped.
WebSocket to job agent closed for job <*> with close code <*>
WebSocket proxy error: <*>
Unregistering node node_id=<*>
The node with node id: <*> and address: <*> and node name: <*> has been marked dead because the detector has missed too many heartbeats from it. This can happen when a <*>
The lease with ID <*> cannot be scheduled right now. It requires <*> for placement, however the cluster currently cannot provide the requested resources. The required resources may be added as autoscaling takes place or placement groups are scheduled. Otherwise, consider reducing the resource requirements of the lease.
Terminated Raylet: ip=<*>, node_id=<*>. _check_parent_via_pipe: The parent is dead.
Task submission is being throttled: pending lease requests (<*>) reached limit (<*>), with <*> tasks waiting for lease requests. This especially affects workloads submitting many tasks of the same type to a cluster with few nodes but many cores per node. Consider increasing RAY_max_pending_lease_requests_per_scheduling_category.
Stopping Replica(<*>) (currently <*>).
Starting Replica(<*>).
Replica(<*>) started successfully on node '<*>' after <*>s (PID: <*>). Replica constructor, reconfigure method, and initial health check took <*>s.
Replica(<*>) is stopped.
Starting runtime env agent at pid <*>
Starting object store with directory <*>, fallback <*>, and huge page support <*>
Starting module <*> with incarnation <*> and config <*>
Starting job with submission_id: <*>
Starting dashboard metrics server on port <*>
Started initializing replica.
Started aiohttp server over <*>.
Started <ray.serve._private.router.SharedRouterLongPollClient object at <*>>.
StandardAutoscaler: <*>
Skipping PlatformEventsHead because RAY_DASHBOARD_INGEST_PLATFORM_EVENTS is not enabled.
Setup static dir for dashboard: <*>
Setting temp dir to: <*>
Sending Python GC request to <*> local workers to clean up Python cyclic references.
Runtime env <*> removed from env-level cache.
Removing <*> with pkg_file <*>
Registering new node. node_id=<*> node_name=<*> node_address=<*>
Registered <*> routes.
Raylet is dead! Exiting Runtime Env Agent. addr: <*>, port: <*>
PushActorTask failed because of network error, this task will be stashed away and waiting for Death info from GCS, wait_queue_size=<*> task_id=<*>
PC: @ <*> (unknown) <*>
@ <*> (unknown)
Object store current usage <*> / <*> GB.
Not draining reference counter since this is an actor worker.
Node is dead, rescheduling the placement groups on the dead node. node_id=<*>
Node is dead, marking all jobs with drivers on this node as finished. node_id=<*>
Monitor events logs modified after <*> on <*>, the source types are <*>.
Module <*> initialized, receiving messages...
Loading <*> table data.
Finished loading <*> table data, size = <*>
Loaded <*> modules.
Loaded <*> dashboard head modules: <*>.
LoadMetrics: Removed ip: <*>.
Kill result for child pid <*>: <*>, bool <*>
Head node ID found in GCS; scheduling job driver on head node <*> using a label selector
Got updated endpoints: <*>.
Failed to get queue length from Replica(<*>) within <*>s. If this happens repeatedly it's likely caused by high network latency in the cluster. You can configure the deadline using the `RAY_SERVE_QUEUE_LENGTH_RESPONSE_DEADLINE_S` environment variable.
Failed to get object location update. This should only happen if the worker / node is dead. worker_id=<*> node_id=<*>
Event agent cache buffer size: <*>
Downloading package from <*> to <*> with protocol <*>
Deleting <*> unused handles.
Creating runtime env: <*> with timeout <*> seconds.
Core worker <*> has been unavailable for more than <*> seconds
Connection to the node was broken, reconnecting. node_id=<*>
Connection is broken. node_id=<*>
Connected to Ray cluster. View the dashboard at <*>
Cannot reach the node, <*>. The node may have been terminated.
CancelLocalTask RPC response received for <*> with attempt_succeeded: <*> requested_task_running: <*>
Async actor is draining <*> in-flight task(s) before exiting. If this message is the last one printed, the worker is probably hanging because an in-flight async task never completes.
Added URI <*> with size <*>
