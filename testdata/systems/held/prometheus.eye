build_context="<*>"
component="discovery manager <*>" msg="Discoverer channel closed" provider=<*>
component="discovery manager <*>" msg="Starting provider" provider=<*> subs=<*>
component="discovery manager scrape" discovery=<*> config=<*> msg="Error reading file" path=<*> err=<*>
component="discovery manager scrape" discovery=<*> config=<*> msg="File discovery stopped"
component="discovery manager scrape" discovery=<*> config=<*> msg="Stopping file discovery..." paths=<*>
component="discovery manager scrape" discovery=<*> config=<*> msg="file_sd refresh found file that should be removed" file=<*>
component="discovery manager scrape" discovery=<*> config=<*> msg="Unable to refresh target groups" err=<*>
component="rule manager" alert=<*> msg="Expanding alert template failed" err=<*> data=<*>
component="rule manager" file=<*> group=<*> name=<*> index=<*> msg="Error on ingesting out-of-order result from rule evaluation" numDropped=<*>
component="rule manager" file=<*> group=<*> name=<*> index=<*> msg="Evaluating rule failed" rule=<*> err=<*>
component="rule manager" file=<*> group=<*> name=<*> index=<*> msg="Rule evaluation result discarded" err=<*> sample=<*>
component="rule manager" msg="Rule manager stopped"
component="rule manager" msg="Starting rule manager..."
component="rule manager" msg="Stopping rule manager..."
component="rule manager" msg="loading groups failed" err=<*>
component="scrape manager" scrape_pool=<*> target=<*> msg="Append failed" err=<*>
component="scrape manager" scrape_pool=<*> target=<*> msg="Scrape failed" err=<*>
component="scrape manager" scrape_pool=<*> target=<*> msg="Error on ingesting samples that are too old or are too far into the future" num_dropped=<*>
component="scrape manager" scrape_pool=<*> target=<*> msg="Out of bounds metric" series=<*>
component="scrape manager" scrape_pool=<*> target=<*> msg="Error on ingesting out-of-order samples" num_dropped=<*>
component="scrape manager" scrape_pool=<*> target=<*> msg="Out of order sample" series=<*>
component=activeQueryTracker msg="These queries didn't finish in prometheus' last run:" queries=<*>
component=notifier alertmanager=<*> count=<*> msg="Error sending alert" err=<*>
component=notifier msg="Stopping notification manager..."
component=tsdb msg="Creating checkpoint" from_segment=<*> to_segment=<*> mint=<*>
component=tsdb msg="Deleting all segments newer than corrupted segment" segment=<*>
component=tsdb msg="Encountered WAL read error, attempting repair" err=<*>
component=tsdb msg="Failed to read meta.json for a block during reloadBlocks. Skipping" dir=<*> err=<*>
component=tsdb msg="Head GC completed" caller=<*> duration=<*>
component=tsdb msg="On-disk memory mappable chunks replay completed" duration=<*>
component=tsdb msg="Replaying WAL, this may take a while"
component=tsdb msg="Replaying on-disk memory mappable chunks if any"
component=tsdb msg="Rewrite corrupted segment" segment=<*>
component=tsdb msg="Snapshotting block" block=<*>
component=tsdb msg="Starting corruption repair" segment=<*> offset=<*>
component=tsdb msg="WAL checkpoint complete" first=<*> last=<*> duration=<*>
component=tsdb msg="WAL replay completed" checkpoint_replay_duration=<*> wal_replay_duration=<*> wbl_replay_duration=<*> total_replay_duration=<*>
component=tsdb msg="WAL segment loaded" segment=<*> maxSegment=<*>
component=tsdb msg="compaction failed" err=<*>
component=tsdb msg="failed to read meta.json for a block during repair process; skipping" dir=<*> err=<*>
component=tsdb msg="write block" mint=<*> maxt=<*> ulid=<*> duration=<*>
component=web msg="Listening on" address=<*>
component=web msg="Start listening for connections" address=<*>
component=web msg="TLS is disabled." http2=false address=<*>
fd_limits="(soft=<*>, hard=<*>)"
fs_type=<*>
host_details="<*>"
msg="Completed loading of configuration file" filename=<*> totalDuration=<*> db_storage=<*> remote_storage=<*> web_handler=<*> query_engine=<*> scrape=<*> scrape_sd=<*> notify=<*> notify_sd=<*> rules=<*> tracing=<*>
msg="Error reloading config" err=<*>
msg="Failed to apply configuration" err=<*>
msg="Loading configuration file" filename=<*>
msg="No time or size retention was set so using the default time retention" duration=<*>
msg="Notifier manager stopped"
msg="Notify discovery manager stopped"
msg="Received SIGTERM, exiting gracefully..."
msg="Scrape discovery manager stopped"
msg="Scrape manager stopped"
msg="See you next time!"
msg="Server is ready to receive web requests."
msg="Starting Prometheus Server" mode=server version="<*>"
msg="Starting TSDB ..."
msg="Stopping notify discovery manager..."
msg="Stopping scrape discovery manager..."
msg="Stopping scrape manager..."
msg="TSDB options" MinBlockDuration=<*> MaxBlockDuration=<*> MaxBytes=<*> UseLockfile=<*> RetentionDuration=<*> WALSegmentSize=<*> WALCompression=<*>
msg="TSDB started"
msg="Unable to start web listener" err=<*>
vm_limits="(soft=<*>, hard=<*>)"
