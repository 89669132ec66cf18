Using ResourceCalculatorProcessTree : [<*>]
map <*>% reduce <*>%
(EQUATOR) <*> kvi <*>(<*>)
(RESET) equator <*> kv <*>(<*>) kvi <*>(<*>)
Cleaning up the staging area <*>
Counters: <*>
Down to the last merge-pass, with <*> segments left of total size: <*> bytes
EventFetcher is interrupted.. Returning
Executing with tokens: [<*>]
File Output Committer Algorithm version is <*>
FileOutputCommitter skip cleanup _temporary folders under output directory:<*>, ignore cleanup failures: <*>
Final Counters for <*>: Counters: <*>
Finished spill <*>
Finishing task: <*>
Got brand-new compressor [<*>]
Got brand-new decompressor [<*>]
Hadoop command-line option parsing not performed. Implement the Tool interface and execute your application with ToolRunner to remedy this.
Job <*> completed successfully
Job <*> failed with state <*> due to: <*>
Job <*> running in uber mode : <*>
JobTracker metrics system already initialized!
Map output collector class = <*>
Merged <*> segments, <*> bytes to disk to satisfy reduce memory limit
MergerManager: memoryLimit=<*>, maxSingleShuffleLimit=<*>, mergeThreshold=<*>, ioSortFactor=<*>, memToMemMergeOutputsThreshold=<*>
Merging <*> files, <*> bytes from disk
Merging <*> segments, <*> bytes from memory into reduce
Merging <*> sorted segments
<*> / <*> copied.
No job jar file set. User classes may not be found. See Job or Job#setJar(String).
No output committer factory defined, defaulting to FileOutputCommitterFactory
OutputCommitter is <*>
OutputCommitter set in config <*>
Processing split: <*>
Read <*> bytes from map-output for <*>
Running job: <*>
Saved output of task '<*>' to <*>
Spilling map output
Starting flush of map output
Starting task: <*>
Submitting tokens for job: <*>
Task '<*>' done.
Task <*> is allowed to commit now
Task:<*> is done. And is in the process of committing
The url to track the job: <*>
Total input files to process : <*>
Unable to load native-hadoop library for your platform... using builtin-java classes where applicable
Using ShuffleConsumerPlugin: <*>
Waiting for map tasks
Waiting for reduce tasks
<*> Thread started: EventFetcher for fetching Map Completion Events
bufstart = <*>; bufend = <*>; bufvoid = <*>
bufstart = <*>; bufvoid = <*>
closeInMemoryFile -> map-output of size: <*>, inMemoryMapOutputs.size() -> <*>, commitMemory -> <*>, usedMemory -><*>
finalMerge called with <*> in-memory map-outputs and <*> on-disk map-outputs
job_local<*>
kvstart = <*>(<*>); kvend = <*>(<*>); length = <*>/<*>
kvstart = <*>; length = <*>
localfetcher#<*> about to shuffle output of map <*> decomp: <*> len: <*> to MEMORY
map
map > sort
map task executor complete.
reduce task executor complete.
mapred.skip.on is deprecated. Instead, use mapreduce.job.skiprecords
mapreduce.task.io.sort.mb: <*>
number of splits:<*>
reduce > reduce
reduce > sort
soft limit at <*>
