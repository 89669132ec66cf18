Activate slot <*>.
Actor system started at <*>
Add job <*> for job leader monitoring.
Allocated <*> MB for network buffer pool (number of memory segments: <*>, bytes per segment: <*>).
Allocated slot for <*> with resources <*>.
Application <*> (<*>) switched from state <*> to <*>.
Application completed with job status <*>
Archiving application (<*>) with terminal state <*>.
Attempting to cancel task <*> (<*>).
Built <*> new pipelined regions in <*> ms, total <*> pipelined regions currently.
Caught exception while executing runnable in main thread.
Checking provider and receiver instances consistency
Checkpoint scheduler is already started, ignoring status change (some task has finished?)
Checkpoint storage is set to '<*>': (checkpoints "<*>")
Clearing resource requirements of job <*>
Close JobManager connection for job <*>.
Close ResourceManager connection <*>.
Close ResourceManager connection <*>: <*>
Closing SourceCoordinator for source <*>.
Closing TaskExecutor connection <*> because: <*>
Closing components.
Closing the slot manager.
Completed checkpoint <*> for job <*> (<*> bytes, checkpointDuration=<*> ms, finalizationTime=<*> ms).
Config uses deprecated configuration key '<*>' instead of proper key '<*>'
Config uses fallback configuration key '<*>' instead of key '<*>'
Connecting to ResourceManager <*>
Could not acquire the minimum required resources, failing slot requests. Acquired: <*>. Current slot pool status: Registered TMs: <*>, registered slots: <*> free slots: <*>
Could not properly mark application <*> result as clean.
Could not properly mark job <*> result as clean.
Created BLOB cache storage directory <*>
Created BLOB server storage directory <*>
Created a new FileChannelManager for spilling of task related data to disk (joins, sorting, ...). Used directories:<*>
Created a new FileChannelManager for storing result partitions of BLOCKING shuffles. Used directories:<*>
Created directory <*> for file uploads.
Created execution graph <*> for job <*>.
Creating a changelog storage with name '<*>'.
Creating the channel state executor factory for job id <*>
Decline checkpoint <*> by task <*> of job <*> at <*> @ <*> (dataPort=<*>).
DefaultDispatcherRunner was granted leadership with leader id <*>. Creating new DispatcherLeaderProcess.
Delegation token provider <*> loaded and initialized
Delegation token providers loaded successfully
Delegation token receiver <*> loaded and initialized
Delegation token receivers loaded successfully
Delegation tokens obtained successfully
Deploying <*> (<*>) (attempt #<*>) with attempt id <*> and vertex id <*> to <*> @ <*> (dataPort=<*>) with allocation id <*>
Discarding the results produced by task execution <*>.
Disconnect TaskExecutor <*> because: <*>
Disconnect job manager <*> for job <*> from the resource manager.
Establish JobManager connection for job <*>.
Failed to trigger checkpoint for job <*> since Checkpoint triggering task <*> of job <*> is not being executed at the moment. Aborting checkpoint. Failure reason: Not all required tasks are currently running..
Failed to trigger or complete checkpoint <*> for job <*>. (<*> consecutive failed attempts so far)
FileChannelManager removed spill file directory <*>
Finished to build heap keyed state-backend.
Flink Mini Cluster started successfully
Free slot TaskSlot(index:<*>, state:<*>, resource profile: <*>, allocationId: <*>, jobId: <*>).
Freeing slot <*>.
Freeing task resources for <*> (<*>).
Hadoop FS is not available (not packaged with this application): <*>
Hadoop is not in the classpath/dependencies. The extended set of supported File Systems via Hadoop is not available.
Ignoring checkpoint <*> notification for non-running task <*>.
Initializing heap keyed state backend with stream factory.
Initializing job '<*>' (<*>).
Job <*> reached terminal state <*>.
Job <*> (<*>) switched from state <*> to <*>.
JobManager for job <*> with leader id <*> lost leadership.
JobManager log files are unavailable in the web dashboard. Log file location not found in environment variable 'log.file' or configuration key 'web.log.path'.
JobManager successfully registered at ResourceManager, leader id: <*>.
JobMasterServiceLeadershipRunner for job <*> was granted leadership with leader id <*>. Creating new JobMasterServiceProcess.
Loading JAR files for task <*> (<*>) [<*>].
Loading delegation token providers
Loading delegation token receivers
Log file environment variable 'log.file' is not set.
Marking checkpoint <*> as aborted for source <*>.
Marking checkpoint <*> as completed for source <*>.
Matching resource requirements against available resources.
<*> tasks will be restarted to recover the failed task <*>.
NettyConfig [server address: <*>, server port range: <*>, ssl enabled: <*>, memory segment size (bytes): <*>, number of server threads: <*>, number of client threads: <*>, server connect backlog: <*>, client connect timeout (sec): <*>, send/receive buffer size (bytes): <*>]
No checkpoint found during restore.
No event reporter configured, no events will be exposed/reported.
No master state to restore
No metrics reporter configured, no metrics will be exposed/reported.
No tokens obtained so skipping notifications
No trace reporter configured, no traces will be exposed/reported.
Obtaining delegation tokens
Offer reserved slots to the leader of job <*>.
Proposing leadership to the contender that is registered under component ID '<*>'.
Provider and receiver instances are consistent
Receive slot request <*> for job <*> from resource manager with leader id <*>.
Received application submission '<*>' (<*>).
Received confirmation of leadership for leader <*> , session=<*>
Received job submission '<*>' (<*>).
Received resource requirements from job <*>: <*>
Received task <*> (<*>), deploy into slot with allocation id <*>.
Recover all persisted applications that are not finished, yet.
Recover all persisted job graphs that are not finished, yet.
Recovering subtask <*> to checkpoint <*> for source <*> to checkpoint.
Registered job manager <*> for job <*>.
Registering TaskManager with ResourceID <*> (<*>) at ResourceManager
Registering filesystem factory <*> for scheme '<*>' with priority <*> (highest registered priority: <*>)
Registering job manager <*> for job <*>.
Registering task executor <*> under <*> at the slot manager.
Releasing slot [<*>].
Removing cache directory <*>
Removing registered reader after failure for subtask <*> (#<*>) of source <*>.
Resolved JobManager address, beginning registration
Resolved ResourceManager address, beginning registration
Resource manager service is granted leadership with session id <*>.
Resource manager service is not running. Ignore revoking leadership.
Rest endpoint listening at <*>
Restoring job <*> from Checkpoint <*> @ <*> for <*> located at <*>.
Restoring state for <*> split(s) to reader.
Running CoordinatedShutdown with reason [<*>]
Running initialization on master for job <*> (<*>).
Shut down cluster because application is in <*>, diagnostics <*>.
Shut down complete.
Shutting down
Shutting down BLOB cache
Shutting down Flink Mini Cluster
Shutting down TaskExecutorChannelStateExecutorFactoryManager.
Shutting down TaskExecutorFileMergingManager.
Shutting down TaskExecutorLocalStateStoresManager.
Shutting down TaskExecutorStateChangelogStoragesManager.
Shutting down rest endpoint.
Shutting down the kvState service and its components.
Shutting down the network environment and its components.
Slf4jLogger started
Source <*> received split request from parallel task <*> (#<*>)<*>
Source <*> registering reader for parallel task <*> (#<*>) @<*>
Source coordinator for source <*> closed.
<*> (<*>) switched from <*> to <*>.
<*> (<*>) switched from <*> to <*> on <*>.
<*> (<*>) switched from <*> to <*> with failure cause:<*>
SourceOperator initialized, wait for 1st checkpoint: <*>
Start SessionDispatcherLeaderProcess.
Start job leader service.
Started BLOB server at <*> - max concurrent requests: <*> - max backlog: <*>
Starting Flink Mini Cluster
Starting Metrics Registry
Starting <*> TaskManager(s)
Starting RPC Service(s)
Starting RPC endpoint for <*> at <*> .
Starting TaskManager with ResourceID: <*>
Starting allocation of slot <*> from <*> for job <*> with resource profile <*>.
Starting checkpoint scheduler
Starting execution of job '<*>' (<*>) under job master id <*>.
Starting resource manager service.
Starting rest endpoint.
Starting scheduling with scheduling strategy [<*>]
Starting split enumerator for source <*>.
Starting the kvState service and its components.
Starting the network environment and its components.
Starting the resource manager.
Starting the slot manager.
Starting tokens update task
State backend is set to heap memory <*>
State backend loader loads the state backend as <*>
StateChangelogStorageLoader initialized with shortcut names {<*>}.
Stop job leader service.
Stopped BLOB server at <*>
Stopped Pekko RPC service.
Stopped TaskExecutor <*>.
Stopped credential renewal
Stopped dispatcher <*>.
Stopping Pekko RPC service.
Stopping SessionDispatcherLeaderProcess.
Stopping TaskExecutor <*>.
Stopping all currently running applications [<*>] of dispatcher <*>.
Stopping all currently running jobs of dispatcher <*>.
Stopping checkpoint coordinator for job <*>.
Stopping checkpoint scheduler, current job status: <*>
Stopping credential renewal
Stopping dispatcher <*>.
Stopping resource manager service.
Stopping the JobMaster for job '<*>' (<*>).
Submitting application '<*>' (<*>).
Submitting job '<*>' (<*>) with associated application (<*>).
Successful initialization (took <*> ms).
Successful initialization (took <*> ms). Listening on SocketAddress <*>.
Successful registration at job manager <*> for job <*>.
Successful registration at resource manager <*> under registration id <*>.
Successful shutdown (took <*> ms).
Successfully ran initialization on master in <*> ms.
Successfully recovered <*> persisted applications.
Successfully recovered <*> persisted job graphs.
Suspending the slot manager.
Switch mode from <*> to <*> after <*> ms, currentMaxDesiredWatermark=<*>, latestWatermark=<*>, oldestWatermark=<*>
Task <*> is already in state <*>
TaskManager data connection initialized successfully; listening internally on port: <*>
Temporary file directory '<*>': total <*> GB, usable <*> GB (<*>% usable)
The configuration option <*> required for local execution is not set, setting it to the maximal possible value.
The scheduled executor service is shutdown and ignores the command <*>
Tokens update task not started because either no tokens obtained or none of the tokens specified its renewal date
Transport type '<*>': using <*>.
Triggering Checkpoint <*> for job <*> failed due to <*>
Triggering a manual checkpoint for job <*>.
Triggering cancellation of task code <*> (<*>).
Triggering checkpoint <*> (type=<*>) @ <*> for job <*>.
Triggering savepoint for job <*>.
Triggering stop-with-savepoint for job <*>.
Try to register at job manager <*> with leader id <*>.
Trying to start local actor system
Un-registering task and sending final execution state <*> to JobManager for task <*>.
Unregistering task executor <*> from the slot manager.
Upload directory <*> does not exist.
User file cache uses directory <*>
Using failover strategy <*> for <*> (<*>).
Using restart back off time strategy <*> for <*> (<*>).
Web frontend listening at <*>.
<*> lost leadership
<*> was granted leadership with leaderSessionID=<*>
removed file cache directory <*>
