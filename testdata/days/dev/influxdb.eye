<*> - <*> [<*>] "GET <*> HTTP/<*>" <*> <*> "-" "<*>" <*> <*>
<*> - <*> [<*>] "POST <*> HTTP/<*>" <*> <*> "-" "<*>" <*> <*>
msg="Auth is enabled but shared-secret is blank. BearerAuthentication is disabled." log_id=<*> service=httpd
msg="Beginning compaction" log_id=<*> engine=tsm1 tsm1_level=<*> tsm1_strategy=level trace_id=<*> op_name=tsm1_compact_group tsm1_files_n=<*>
msg="Beginning compaction" log_id=<*> engine=tsm1 tsm1_strategy=full tsm1_optimize=false trace_id=<*> op_name=tsm1_compact_group tsm1_files_n=<*>
msg="Cache snapshot (end)" log_id=<*> engine=tsm1 trace_id=<*> op_name=tsm1_cache_snapshot op_event=end op_elapsed=<*>
msg="Cache snapshot (start)" log_id=<*> engine=tsm1 trace_id=<*> op_name=tsm1_cache_snapshot op_event=start
msg="Compacted file" log_id=<*> engine=tsm1 tsm1_level=<*> tsm1_strategy=level trace_id=<*> op_name=tsm1_compact_group tsm1_index=<*> tsm1_file=<*>
msg="Compacted file" log_id=<*> engine=tsm1 tsm1_strategy=full tsm1_optimize=false trace_id=<*> op_name=tsm1_compact_group tsm1_index=<*> tsm1_file=<*>
msg="Compacting file" log_id=<*> engine=tsm1 tsm1_level=<*> tsm1_strategy=level trace_id=<*> op_name=tsm1_compact_group tsm1_index=<*> tsm1_file=<*>
msg="Compacting file" log_id=<*> engine=tsm1 tsm1_strategy=full tsm1_optimize=false trace_id=<*> op_name=tsm1_compact_group tsm1_index=<*> tsm1_file=<*>
msg="Compaction settings" log_id=<*> service=store max_concurrent_compactions=<*> throughput_bytes_per_second=<*> throughput_burst_bytes=<*>
msg="Continuous query execution (end)" log_id=<*> service=continuous_querier trace_id=<*> op_name=continuous_querier_execute op_event=end op_elapsed=<*>
msg="Continuous query execution (start)" log_id=<*> service=continuous_querier trace_id=<*> op_name=continuous_querier_execute op_event=start
msg="Executing continuous query" log_id=<*> service=continuous_querier trace_id=<*> op_name=continuous_querier_execute name=<*> db_instance=<*> start=<*> end=<*>
msg="Executing query" log_id=<*> service=query query="<*>"
msg="Finished compacting files" log_id=<*> engine=tsm1 tsm1_level=<*> tsm1_strategy=level trace_id=<*> op_name=tsm1_compact_group tsm1_files_n=<*>
msg="Finished compacting files" log_id=<*> engine=tsm1 tsm1_strategy=full tsm1_optimize=false trace_id=<*> op_name=tsm1_compact_group tsm1_files_n=<*>
msg="Finished continuous query" log_id=<*> service=continuous_querier trace_id=<*> op_name=continuous_querier_execute name=<*> db_instance=<*> written=<*> start=<*> end=<*> duration=<*>
msg="Go runtime" log_id=<*> version=<*> maxprocs=<*>
msg="Graphite TCP listener closed" log_id=<*> service=graphite addr=<*>
msg="InfluxDB starting" log_id=<*> version=<*> branch=<*> commit=<*>
msg="Listener closed" log_id=<*> service=snapshot
msg="Listening for signals" log_id=<*>
msg="Listening on HTTP" log_id=<*> service=httpd addr=<*> https=false
msg="Open store (end)" log_id=<*> service=store trace_id=<*> op_name=tsdb_open op_event=end op_elapsed=<*>
msg="Open store (start)" log_id=<*> service=store trace_id=<*> op_name=tsdb_open op_event=start
msg="Opened file" log_id=<*> engine=tsm1 service=filestore path=<*> id=<*> duration=<*>
msg="Opened shard" log_id=<*> service=store trace_id=<*> op_name=tsdb_open index_version=<*> path=<*> duration=<*>
msg="Reading file" log_id=<*> engine=tsm1 service=cacheloader path=<*> size=<*>
msg="Registered diagnostics client" log_id=<*> service=monitor name=<*>
msg="Retention policy deletion check (end)" log_id=<*> service=retention trace_id=<*> op_name=retention_delete_check op_event=end op_elapsed=<*>
msg="Retention policy deletion check (start)" log_id=<*> service=retention trace_id=<*> op_name=retention_delete_check op_event=start
msg="Signal received, initializing clean shutdown..." log_id=<*>
msg="Snapshot for path written" log_id=<*> engine=tsm1 trace_id=<*> op_name=tsm1_cache_snapshot path=<*> duration=<*>
msg="Started listening on UDP" log_id=<*> service=udp addr=<*>
msg="Starting monitor service" log_id=<*> service=monitor
msg="Starting precreation service" log_id=<*> service=shard-precreation check_interval=<*> advance_period=<*>
msg="Starting snapshot service" log_id=<*> service=snapshot
msg="Storing statistics" log_id=<*> service=monitor db_instance=<*> db_rp=<*> interval=<*>
msg="TSM compaction (end)" log_id=<*> engine=tsm1 tsm1_level=<*> tsm1_strategy=level trace_id=<*> op_name=tsm1_compact_group op_event=end op_elapsed=<*>
msg="TSM compaction (end)" log_id=<*> engine=tsm1 tsm1_strategy=full tsm1_optimize=false trace_id=<*> op_name=tsm1_compact_group op_event=end op_elapsed=<*>
msg="TSM compaction (start)" log_id=<*> engine=tsm1 tsm1_level=<*> tsm1_strategy=level trace_id=<*> op_name=tsm1_compact_group op_event=start
msg="TSM compaction (start)" log_id=<*> engine=tsm1 tsm1_strategy=full tsm1_optimize=false trace_id=<*> op_name=tsm1_compact_group op_event=start
msg="Unable to parse line" log_id=<*> service=graphite addr=<*> line="<*>" error="<*>"
msg="Using data dir" log_id=<*> service=store path=<*>
msg="Waiting for clean shutdown..." log_id=<*>
msg=Listening log_id=<*> service=graphite addr=<*> protocol=tcp addr=<*>
msg="Shutting down monitor service" log_id=<*> service=monitor
msg="Terminating storage of statistics" log_id=<*> service=monitor
msg="Terminating precreation service" log_id=<*> service=shard-precreation
msg="Starting HTTP service" log_id=<*> service=httpd authentication=<*>
msg="opened HTTP access log" log_id=<*> service=httpd path=<*>
msg="Terminating continuous query service" log_id=<*> service=continuous_querier
