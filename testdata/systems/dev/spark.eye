==============================================================
Added ResourceProfile id: <*>
Adding task set <*> with <*> tasks resource profile <*>
Asked to cancel job group <*> with cancelFutureJobs=<*>
Asked to cleanup jobs for query execution <*>
Asked to kill executor <*>
Asked to launch executor <*> for <*>
Asked to send map output locations for shuffle <*> to <*>
Asking each executor to shut down
Assume no metadata directory. Error while looking for metadata directory in the path: <*>.
Async log purge executor pool for query <*> [id = <*>, runId = <*>] has been shutdown
BatchIds found from listing:<*>
Block <*> stored as values in memory (estimated size <*>, free <*>)
Block <*> stored as bytes in memory (estimated size <*>, free <*>)
BlockManager stopped
BlockManagerMaster stopped
BlockManagerMasterEndpoint up
Bound <*> to <*>, and started at <*>
Canceling stage <*>
Changing modify acls groups to: <*>
Changing modify acls to: <*>
Changing view acls groups to: <*>
Changing view acls to: <*>
Checkpoint root <*> resolved to <*>.
Code generated in <*> ms
Committed offsets for batch <*>. Metadata <*>
Committed partition <*> (task <*>, attempt <*>, stage <*>)
Compression: <*>
Connected to AccumulatorServer at host: <*> port: <*>
Connected to Spark cluster with app ID <*>
Connecting to driver: <*>
Connecting to master <*>...
Connecting to worker <*>
Created broadcast <*> from <*>
Created local directory at <*>
Created or updated repl class loader <*> for <*>.
Current batch is falling behind. The trigger interval is <*> milliseconds, but spent <*> milliseconds
Data source write support <*> committed.
Data source write support <*> is committing.
Default ResourceProfile created, executor resources: <*>, task resources: <*>
Deleting checkpoint <*>.
Doing the fetch; tracker endpoint = <*>
Don't have map outputs for shuffle <*>, fetching them
Driver commanded a shutdown
Driver from <*> disconnected during shutdown
Exception in task <*> in stage <*> (TID <*>)
Exception when trying to kill worker - task <*> in stage <*> (TID <*>)
Executor added: <*> on <*> (<*>) with <*> core(s)
Executor is trying to kill task <*> in stage <*> (TID <*>), interruptThread: <*>, reason: <*>
Executor killed task <*> in stage <*> (TID <*>), reason: <*>
Executor updated: <*> is now <*>
Extracting sink progress metrics for sink=<*> took duration_ms=<*>
Extracting source progress metrics for source=<*> took duration_ms=<*>
Failed to cancel job group <*>. Cannot find active jobs for it.
File Output Committer Algorithm version is <*>
FileOutputCommitter skip cleanup _temporary folders under output directory:<*>, ignore cleanup failures: <*>
Filtering using predicate: <*>
Final stage: <*> (<*>)
Finish initializing with logical plan:
Finished processing stats for write job <*>.
Finished task <*> in stage <*> (TID <*>) in <*> ms on <*> (executor <*>) (<*>/<*>)
Finished task <*> in stage <*> (TID <*>). <*> bytes result sent to driver
For shuffle(<*>, advisory target size: <*>, actual target size <*>, minimum partition size: <*>
Found block <*> locally
Getting <*> (<*>) non-empty blocks including <*> (<*>) local and <*> (<*>) host-local and <*> (<*>) push-merged-local and <*> (<*>) remote blocks
Got assigned task <*>
Got brand-new compressor [<*>]
Got brand-new decompressor [<*>]
Got job <*> (<*>) with <*> output partitions
Got map stage job <*> (<*>) with <*> output partitions
Got the map output locations
Granted executor ID <*> on hostPort <*> with <*> core(s), <*> RAM
I have been elected leader! New state: <*>
Incomplete task interrupted: Attempting to kill Python Worker - task <*> in stage <*> (TID <*>)
Initialized BlockManager: BlockManagerId(<*>)
It took <*> ms to list leaf files for <*> paths.
Java version <*>
Job <*> failed: <*>, took <*> ms
Job <*> finished: <*>, took <*> ms
Job <*> is finished. Cancelling potential speculative or zombie tasks for this job
Killing all running tasks in stage <*>: <*>
Killing process!
Launching executor <*> on worker <*>
Limiting resource is <*>
Logging events to <*>
Lost connection to worker rpc endpoint <*>. Exiting.
Lost task <*> in stage <*> (TID <*>) (<*> executor <*>): TaskKilled (<*>
Lost task <*> in stage <*> (TID <*>) (<*> executor <*>): <*>
Lost task <*> in stage <*> (TID <*>) on <*>, executor <*>: <*> (<*>
MapOutputTrackerMasterEndpoint stopped!
Marking task <*> in stage <*> (on <*>) as speculatable because it ran more than <*> ms(<*>speculatable tasks in this taskset now)
MemoryStore cleared
MemoryStore started with capacity <*>
Missing parents found for <*>: <*>
Missing parents: <*>
<*> block locks were not released by task <*> in stage <*> (TID <*>)
<*> got disassociated, removing it.
No custom resources configured for <*>.
No output committer factory defined, defaulting to FileOutputCommitterFactory
OS info <*>, <*>, <*>
OutputCommitCoordinator stopped!
Parents of final stage: <*>
ParquetRecordWriter [block size: <*>b, row group padding size: <*>b, validating: <*>]
Planning scan with bin packing, max size: <*> bytes, open cost is considered as scanning <*> bytes.
Post-Scan Filters: <*>
Predicate <*> generates partition filter: <*>
Pushed Filters:<*>
Query <*> [id = <*>, runId = <*>] was stopped
RECEIVED SIGNAL <*>
Reading File path: <*>, range: <*>, partition values: <*>
Reading broadcast variable <*> took <*> ms
Reading table [<*>] from DataSourceV2 named '<*>' [<*>]
Received unregister request from application <*>
Registered BlockManager BlockManagerId(<*>)
Registered StateStoreCoordinator endpoint
Registered app <*> with ID <*>
Registered executor <*> (<*>) with ID <*>, ResourceProfileId <*>
Registering BlockManager BlockManagerId(<*>)
Registering BlockManagerMaster
Registering BlockManagerMasterHeartbeat
Registering MapOutputTracker
Registering OutputCommitCoordinator
Registering RDD <*> (<*>) as input to shuffle <*>
Registering app <*>
Registering block manager <*> with <*> RAM, BlockManagerId(<*>)
Registering signal handler for <*>
Registering worker <*> with <*> cores, <*> RAM
Removed TaskSet <*> whose tasks have all completed, from pool
Removing RDD <*>
Removing RDD <*> from persistence list
Removing app <*>
Removing worker <*> on <*>
Renamed temp file <*> to <*>
<*> (<*>) finished in <*> ms
<*> (<*>) failed in <*> ms due to <*>
Retrieved commit log writer version=<*>
Retrieved offset log writer version=<*>
Runner thread for executor <*> interrupted
Running Spark version <*>
Running task <*> in stage <*> (TID <*>)
Saved output of task '<*>' to <*>
SchedulerBackend is ready for scheduling beginning after reached minRegisteredResourcesRatio: <*>
SecurityManager: authentication <*>; ui acls <*>; users with view permissions: <*> groups with view permissions: <*>; users with modify permissions: <*>; groups with modify permissions: <*>; RPC SSL <*>
Server created on <*>
Setting hive.metastore.warehouse.dir ('<*>') to the value of spark.sql.warehouse.dir.
Shutdown hook called
Shutdown osjs.Server@<*>
Shutting down all executors
Shutting down local Spark cluster.
Spark home: <*>
SparkContext is stopping with exitCode <*> from <*>.
Stage <*> was cancelled
Start Jetty <*> for <*>
Start processing data source write support: <*>. The input RDD has <*> partitions.
Start scheduling for app <*> with rpId: <*>
Start time: <*>
Start to commit write Job <*>.
Started <*> remote fetches in <*> ms
Started daemon with process name: <*>
Started osje10s.ServletContextHandler@<*>
Started osjs.Server@<*>
Started osjs.ServerConnector@<*>
Started reading broadcast variable <*> with <*> pieces (estimated total size <*>)
Starting Python task execution - task <*> in stage <*> (TID <*>)
Starting Spark master at <*>
Starting Spark worker <*> with <*> cores, <*> RAM
Starting a local Spark cluster with <*> workers.
Starting executor ID <*> on host <*>
Starting executor with user classpath (userClassPathFirst = <*>): '<*>'
Starting job: <*>
Starting new streaming query.
Starting <*> [id = <*>, runId = <*>]. Use <*> to store the query checkpoint.
Starting speculative execution thread
Starting task <*> in stage <*> (TID <*>) (<*>,executor <*>, partition <*>, <*>, <*> bytes)
Stopped Spark web UI at <*>
Stopped Spark@<*>
Stopped osje10s.ServletContextHandler@<*>
Stopped osjs.Server@<*>
Stopping event writer for <*>
Stream started from <*>
Streaming query made progress: {
StreamingShuffleOutputTrackerMasterEndpoint stopped!
Submitted application: <*>
Submitting <*> missing tasks from <*> (<*>
Submitting <*> (<*>
Successfully connected to <*>
Successfully created connection to <*> after <*> ms (<*> ms spent in bootstraps)
Successfully registered with driver
Successfully registered with master <*>
Successfully started service '<*>' on port <*>.
Successfully stopped SparkContext (Uptime: <*> ms)
Task <*> in stage <*> failed <*> times; aborting job
Telling app of lost worker: <*>
Temporary checkpoint location created which is deleted normally when the query didn't fail: <*>. If it's required to delete it under any circumstances, please set spark.sql.streaming.forceDeleteTempCheckpointLocation to true. Important to know deleting temp checkpoint folder is best effort.
Times: total = <*>, boot = <*>, init = <*>, finish = <*> - Batches: <*>, Data: <*> - task <*> in stage <*> (TID <*>)
Unable to load native-hadoop library for your platform... using builtin-java classes where applicable
Updating epoch to <*> and clearing cache
Using StreamingShuffleManager
Using default output committer for Parquet: <*>
Using <*> for getting topology information
Using <*> for block replication policy
Using output committer class <*>
Using user defined output committer class <*>
Warehouse path is '<*>'.
Worker cleanup enabled; old application directories will be deleted in: <*>
Worker decommissioning not enabled.
Write Job <*> committed. Elapsed time: <*> ms.
Writer for partition <*> is committing.
Writing atomically to <*> using temp file <*>
[queryId = <*>] [batchId = <*>] Finished task <*> in stage <*> (TID <*>) in <*> ms on <*> (executor <*>) (<*>/<*>)
[queryId = <*>] [batchId = <*>] Starting task <*> in stage <*> (TID <*>) (<*>,executor <*>, partition <*>, <*>, <*> bytes)
<*>: Committed. Elapsed time: <*> ms.
failed: <*>
jetty-<*>; built: <*>; git: <*>; jvm <*>
looking for newly runnable stages
running: <*>
waiting: <*>
spark.sql.adaptive.enabled is not supported in streaming DataFrames/Datasets and will be disabled.
spark.sql.codegen.aggregate.map.twolevel.enabled is set to true, but current version of codegened fast hashmap does not support this aggregate.
