pg <*> is <*>, acting [<*>]
log_channel(cluster) log [WRN] : pg <*> is <*>, acting [<*>]
<cls> <*>: loading <*>
Cluster is now healthy
log_channel(cluster) log [INF] : Cluster is now healthy
Health check cleared: OSDMAP_FLAGS (was: <*> flag(s) set)
Health check cleared: OSD_DOWN (was: <*> osds down)
Health check cleared: PG_AVAILABILITY (was: Reduced data availability: <*>)
Health check cleared: PG_DEGRADED (was: Degraded data redundancy: <*>)
Health check failed: Degraded data redundancy: <*> objects degraded (<*>%), <*> degraded (PG_DEGRADED)
Health check failed: <*> osds down (OSD_DOWN)
Health check update: Degraded data redundancy: <*> objects degraded (<*>%), <*> degraded (PG_DEGRADED)
log_channel(cluster) log [INF] : Health check cleared: PG_AVAILABILITY (was: Reduced data availability: <*>)
log_channel(cluster) log [INF] : Health check cleared: PG_DEGRADED (was: Degraded data redundancy: <*>)
log_channel(cluster) log [WRN] : Health check failed: Degraded data redundancy: <*> objects degraded (<*>%), <*> degraded (PG_DEGRADED)
log_channel(cluster) log [WRN] : Health check failed: <*> osds down (OSD_DOWN)
log_channel(cluster) log [WRN] : Health check update: Degraded data redundancy: <*> objects degraded (<*>%), <*> degraded (PG_DEGRADED)
log_channel(cluster) log [WRN] : Health detail: HEALTH_WARN <*>
log_channel(cluster) log [WRN] : [WRN] PG_DEGRADED: Degraded data redundancy: <*> objects degraded (<*>%), <*> degraded
Marking osd.<*> out (has been down for <*> seconds)
<*> continuing backfill to osd.<*> from (<*>,<*>] <*> to <*>
<*> starting backfill to osd.<*> from (<*>,<*>] <*> to <*>
log_channel(cluster) log [INF] : <*> continuing backfill to osd.<*> from (<*>,<*>] <*> to <*>
<*> deep-scrub ok
<*> deep-scrub starts
<*> scrub ok
<*> scrub starts
log_channel(cluster) log [DBG] : <*> deep-scrub ok
log_channel(cluster) log [DBG] : <*> deep-scrub starts
log_channel(cluster) log [DBG] : <*> scrub ok
log_channel(cluster) log [DBG] : <*> scrub starts
log_channel(cluster) log [DBG] : purged_snaps scrub ok
log_channel(cluster) log [DBG] : purged_snaps scrub starts
purged_snaps scrub starts
[balancer INFO root] Mode <*>, max misplaced <*>
[balancer INFO root] Optimize plan <*>
[<*> DEBUG root] setting log level based on debug_mgr: <*> (<*>)
[pg_autoscaler INFO root] Pool '<*>' root_id <*> using <*> of space, bias <*>, pg target <*> quantized to <*> (current <*>)
[pg_autoscaler INFO root] _maybe_adjust
[pg_autoscaler INFO root] effective_target_ratio <*> <*> <*> <*>
[progress INFO root] Completed event <*> (<*>) in <*> seconds
[progress INFO root] Processing OSDMap change <*>..<*>
[progress INFO root] Updated progress to <*> Rebalancing after osd.<*> marked in (<*>)
[progress INFO root] Writing back <*> completed events
[progress INFO root] complete: finished ev <*> (<*>)
[progress INFO root] osd.<*> came back in, cancelling event
[progress WARNING root] Starting Global Recovery Event,<*> pgs not in active + clean state
[rbd_support INFO root] TrashPurgeScheduleHandler: load_schedules
[rbd_support INFO root] TrashPurgeScheduleHandler: starting
[rbd_support INFO root] load_schedules: <*>, start_after=<*>
[rbd_support INFO root] starting setup
[restful WARNING root] server not running: no certificate configured
[volumes INFO mgr_util] cleaning up connections: <*>
[volumes INFO mgr_util] scanning for idle connections..
_get_class not permitted to load <*>
bdev(<*> <*>) close
bdev(<*> <*>) ioctl(F_SET_FILE_RW_HINT) on <*> failed: <*>
bdev(<*> <*>) open path <*>
bdev(<*> <*>) open size <*> (<*>, <*> GiB) block_size <*> (<*> KiB) rotational device, discard supported
bluefs _init_alloc shared, id <*>, capacity <*>, block size <*>
bluefs add_block_device bdev <*> path <*> size <*> GiB
bluefs mount
bluefs mount shared_bdev_used = <*>
bluefs umount
bluestore(<*>) allocation stats probe <*>: cnt: <*> frags: <*> size: <*>
bluestore(<*>) probe <*>: <*>, <*>, <*>
bluestore(<*>) ------------
bluestore(<*>) _fsck check (<*>)
bluestore(<*>) _fsck_on_open checking freelist vs allocated
bluestore(<*>) _fsck_on_open checking pool_statfs
bluestore(<*>) _fsck_on_open checking shared_blobs (phase <*>)
bluestore(<*>) _init_alloc loaded <*> GiB in <*> extents, allocator type <*>, capacity <*>, block size <*>, free <*>, fragmentation <*>
bluestore(<*>) _init_alloc opening allocation metadata
bluestore(<*>) _mount path <*>
bluestore(<*>) _open_db opened rocksdb path <*> options <*>
bluestore(<*>) _open_db_and_around read-only:<*> repair:<*>
bluestore(<*>) _open_super_meta freelist_type <*>
bluestore(<*>) _open_super_meta min_alloc_size <*>
bluestore(<*>) _open_super_meta old blobid_max <*>
bluestore(<*>) _open_super_meta old nid_max <*>
bluestore(<*>) _open_super_meta ondisk_format <*> compat_ondisk_format <*>
bluestore(<*>) _prepare_db_environment set db_paths to <*>
bluestore(<*>) _set_cache_sizes cache_size <*> meta <*> kv <*> data <*>
bluestore(<*>) _upgrade_super from <*>, latest <*>
bluestore(<*>) mkfs path <*>
bluestore(<*>) mkfs success
bluestore(<*>) _read_bdev_label failed to open <*>: <*>
ceph version <*> (<*>) <*> (<*>), process <*>, pid <*>
ceph-mon: created monfs at <*> for mon.<*>
client.<*> ms_handle_reset on <*>
created object store <*> for osd.<*> fsid <*>
freelist _read_cfg
freelist init
freelist shutdown
from='<*>' entity='<*>' cmd='<*>': finished
from='<*>' entity='<*>' cmd=<*>: dispatch
log_channel(audit) log [<*>] : from='<*>' entity='<*>' cmd='<*>': finished
log_channel(audit) log [<*>] : from='<*>' entity='<*>' cmd=<*>: dispatch
log_channel(audit) log [INF] : from='<*>' entity='<*>'
fsmap
load: jerasure load: lrc load: isa
mgrmap e<*>: <*>(active, since <*>)
log_channel(cluster) log [DBG] : mgrmap e<*>: <*>(active, since <*>)
osd.<*> reported immediately failed by osd.<*>
log_channel(cluster) log [DBG] : osd.<*> reported immediately failed by osd.<*>
osdmap e<*>: <*> total, <*> up, <*> in
log_channel(cluster) log [DBG] : osdmap e<*>: <*> total, <*> up, <*> in
pgmap v<*>: <*> pgs: <*>
log_channel(cluster) log [DBG] : pgmap v<*>: <*> pgs: <*>
log_channel(cluster) log [INF] : Active manager daemon <*> restarted
log_channel(cluster) log [INF] : Manager daemon <*> is now available
osd.<*> [<*>] boot
log_channel(cluster) log [INF] : osd.<*> [<*>] boot
mgr finish mon failed to return metadata for osd.<*>: <*>
mgr load Constructed class from module: <*>
mgr.server handle_open ignoring open from osd.<*> <*>; not ready for session (expect reconnect)
mgr[py] Loading python module '<*>'
mgr[py] Module <*> has missing NOTIFY_TYPES member
mon.<*> is new leader, mons <*> in quorum (ranks <*>)
mon.<*> calling monitor election
mon.<*>@<*>(<*>) e<*> preinit fsid <*>
mon.<*>@<*>(<*>) e<*> handle_command mon_command(<*> v <*>) v<*>
mon.<*>@<*>(<*>) e<*> handle_auth_request failed to assign global_id
mon.<*>@<*>(<*>) e<*> my rank is now <*> (was <*>)
mon.<*>@<*>(<*>).osd e<*> _set_cache_ratios kv ratio <*> inc ratio <*> full ratio <*>
mon.<*>@<*>(<*>).osd e<*> create-or-move crush item name '<*>' initial_weight <*> at location {<*>}
mon.<*>@<*>(<*>).osd e<*> crush map has features <*>, adjusting msgr requires
mon.<*>@<*>(<*>).osd e<*> definitely_dead <*>
mon.<*>@<*>(<*>).osd e<*> do_prune osdmap full prune enabled
mon.<*>@<*>(<*>).osd e<*> e<*>: <*> total, <*> up, <*> in
mon.<*>@<*>(<*>).osd e<*> encode_pending skipping prime_pg_temp; mapping job did not start
mon.<*>@<*>(<*>).osd e<*> prepare_failure osd.<*> [<*>] from osd.<*> is reporting failure:<*>
mon.<*>@<*>(<*>).osd e<*> register_cache_with_pcm pcm target: <*> pcm max: <*> pcm min: <*> inc_osd_cache size: <*>
mon.<*>@<*>(<*>).mds e<*> all = <*>
mon.<*>@<*>(<*>).mds e<*> print_map
mon.<*>@<*>(<*>).elector(<*>) mon.<*> <*> has older monmap epoch <*> < my epoch <*>
mon.<*>@<*>(<*>).paxosservice(<*>) refresh upgraded, format <*> -> <*>
monmap e<*>: <*> mons at {<*>} removed_ranks: {<*>}
paxos.<*>).electionLogic(<*>) init, last seen epoch <*>
starting mon.<*> rank <*> at public addrs <*> at bind addrs <*> mon_data <*> fsid <*>
received signal: <*> from <*> (PID: <*>) UID: <*>
osd.<*> <*> bench count <*> bsize <*> KiB
osd.<*> <*> *** Got signal <*> ***
osd.<*> <*> *** Immediate shutdown (osd_fast_shutdown=true) ***
osd.<*> <*> advance_pg <*> is merge source, target is <*>
osd.<*> <*> advance_pg merging <*>
osd.<*> <*> check_osdmap_features require_osd_release <*> -> <*>
osd.<*> <*> crush map has features <*> was <*>, adjusting msgr requires for mons
osd.<*> <*> crush map has features <*>, adjusting msgr requires for <*>
osd.<*> <*> done with init, starting boot process
osd.<*> <*> load_pgs opened <*> pgs
osd.<*> <*> prepare_to_stop telling mon we are shutting down and dead
osd.<*> <*> set_numa_affinity not setting numa affinity
osd.<*> <*> set_numa_affinity unable to identify public interface '<*>' numa node: <*>
osd.<*> <*> start_boot
osd.<*> <*> tick checking mon for new map
osd.<*> <*> waiting for initial osdmap
osd.<*> marked itself down and dead
osd.<*>:<*>.OSDShard using op scheduler <*>
osd.<*> pg_epoch: <*> pg[<*>] state<Start>: transitioning to Stray
osd.<*> pg_epoch: <*> pg[<*>] state<Start>: transitioning to Primary
osd.<*> pg_epoch: <*> pg[<*>] start_peering_interval up <*> -> <*>, acting <*> -> <*>, acting_primary <*> -> <*>, up_primary <*> -> <*>, role <*> -> <*>, features acting <*> upacting <*>
osd.<*> pg_epoch: <*> pg[<*>] state<Started/Primary/Peering>: Peering, affected_by_map, going to Reset
rocksdb: table_factory options: <*>
rocksdb: <*> supported: <*>
rocksdb: Compile date <*>
rocksdb: Compression algorithms supported:
rocksdb: DB SUMMARY
rocksdb: DB pointer <*>
rocksdb: EVENT_LOG_v1 {"time_micros": <*>, "job": <*>, "event": "recovery_finished"}
rocksdb: EVENT_LOG_v1 {"time_micros": <*>, "job": <*>, "event": "recovery_started", "log_files": [<*>]}
rocksdb: Fast CRC32 supported: <*>
rocksdb: Git sha <*>
rocksdb: IDENTITY file: <*>
rocksdb: RocksDB version: <*>
rocksdb: SST files in <*> dir, Total Num: <*>, files:<*>
rocksdb: [<*>] --------------- Options for column family [<*>]:
rocksdb: [<*>]
rocksdb: [<*>] ------- DUMPING STATS -------
rocksdb: [<*>] Shutdown: canceling all background work
rocksdb: [<*>] Recovering log #<*> mode <*>
rocksdb: [<*>] Column family [<*>] (ID <*>), log number is <*>
rocksdb: [<*>] Recovered from manifest file:<*> succeeded,manifest_file_number is <*>, next_file_number is <*>, last_sequence is <*>, log_number is <*>,prev_log_number is <*>,max_column_family is <*>,min_log_number_to_keep is <*>
rocksdb: Options.WAL_ttl_seconds: <*>
rocksdb: Options.access_hint_on_compaction_start: <*>
rocksdb: Options.advise_random_on_open: <*>
rocksdb: Options.allow_concurrent_memtable_write: <*>
rocksdb: Options.allow_ingest_behind: <*>
rocksdb: Options.allow_mmap_reads: <*>
rocksdb: Options.allow_mmap_writes: <*>
rocksdb: Options.arena_block_size: <*>
rocksdb: Options.atomic_flush: <*>
rocksdb: Options.avoid_flush_during_recovery: <*>
rocksdb: Options.avoid_flush_during_shutdown: <*>
rocksdb: Options.avoid_unnecessary_blocking_io: <*>
rocksdb: Options.bottommost_compression: <*>
rocksdb: Options.bottommost_compression_opts.enabled: <*>
rocksdb: Options.bottommost_compression_opts.level: <*>
rocksdb: Options.bottommost_compression_opts.window_bits: <*>
rocksdb: Options.bottommost_compression_opts.zstd_max_train_bytes: <*>
rocksdb: Options.bytes_per_sync: <*>
rocksdb: Options.compaction_filter_factory: <*>
rocksdb: Options.compaction_options_fifo.allow_compaction: <*>
rocksdb: Options.compaction_options_fifo.max_table_files_size: <*>
rocksdb: Options.compaction_options_universal.max_merge_width: <*>
rocksdb: Options.compaction_options_universal.max_size_amplification_percent: <*>
rocksdb: Options.compaction_options_universal.min_merge_width: <*>
rocksdb: Options.compaction_options_universal.size_ratio: <*>
rocksdb: Options.compaction_options_universal.stop_style: <*>
rocksdb: Options.compaction_pri: <*>
rocksdb: Options.compaction_readahead_size: <*>
rocksdb: Options.compaction_style: <*>
rocksdb: Options.compression: <*>
rocksdb: Options.compression_opts.enabled: <*>
rocksdb: Options.compression_opts.max_dict_bytes: <*>
rocksdb: Options.create_if_missing: <*>
rocksdb: Options.db_write_buffer_size: <*>
rocksdb: Options.delayed_write_rate : <*>
rocksdb: Options.delete_obsolete_files_period_micros: <*>
rocksdb: Options.disable_auto_compactions: <*>
rocksdb: Options.enable_pipelined_write: <*>
rocksdb: Options.enable_thread_tracking: <*>
rocksdb: Options.enable_write_thread_adaptive_yield: <*>
rocksdb: Options.env: <*>
rocksdb: Options.force_consistency_checks: <*>
rocksdb: Options.fs: <*>
rocksdb: Options.hard_pending_compaction_bytes_limit: <*>
rocksdb: Options.info_log: <*>
rocksdb: Options.is_fd_close_on_exec: <*>
rocksdb: Options.keep_log_file_num: <*>
rocksdb: Options.level0_file_num_compaction_trigger: <*>
rocksdb: Options.level0_slowdown_writes_trigger: <*>
rocksdb: Options.level0_stop_writes_trigger: <*>
rocksdb: Options.level_compaction_dynamic_level_bytes: <*>
rocksdb: Options.log_file_time_to_roll: <*>
rocksdb: Options.log_readahead_size: <*>
rocksdb: Options.manifest_preallocation_size: <*>
rocksdb: Options.manual_wal_flush: <*>
rocksdb: Options.max_background_compactions: <*>
rocksdb: Options.max_background_flushes: <*>
rocksdb: Options.max_bytes_for_level_base: <*>
rocksdb: Options.max_bytes_for_level_multiplier_addtl[<*>]: <*>
rocksdb: Options.max_compaction_bytes: <*>
rocksdb: Options.max_file_opening_threads: <*>
rocksdb: Options.max_open_files: <*>
rocksdb: Options.max_sequential_skip_in_iterations: <*>
rocksdb: Options.max_subcompactions: <*>
rocksdb: Options.max_successive_merges: <*>
rocksdb: Options.max_total_wal_size: <*>
rocksdb: Options.max_write_buffer_number: <*>
rocksdb: Options.max_write_buffer_number_to_maintain: <*>
rocksdb: Options.memtable_huge_page_size: <*>
rocksdb: Options.memtable_insert_with_hint_prefix_extractor: <*>
rocksdb: Options.memtable_prefix_bloom_size_ratio: <*>
rocksdb: Options.merge_operator:<*>
rocksdb: Options.min_write_buffer_number_to_merge: <*>
rocksdb: Options.new_table_reader_for_compaction_inputs: <*>
rocksdb: Options.num_levels: <*>
rocksdb: Options.optimize_filters_for_hits: <*>
rocksdb: Options.paranoid_checks: <*>
rocksdb: Options.paranoid_file_checks: <*>
rocksdb: Options.periodic_compaction_seconds: <*>
rocksdb: Options.persist_stats_to_disk: <*>
rocksdb: Options.prefix_extractor: <*>
rocksdb: Options.random_access_max_buffer_size: <*>
rocksdb: Options.rate_limit_delay_max_milliseconds: <*>
rocksdb: Options.rate_limiter: <*>
rocksdb: Options.recycle_log_file_num: <*>
rocksdb: Options.report_bg_io_stats: <*>
rocksdb: Options.row_cache: <*>
rocksdb: Options.sst_file_checksum_func: <*>
rocksdb: Options.sst_file_manager.rate_bytes_per_sec: <*>
rocksdb: Options.statistics: <*>
rocksdb: Options.stats_history_buffer_size: <*>
rocksdb: Options.stats_persist_period_sec: <*>
rocksdb: Options.strict_bytes_per_sync: <*>
rocksdb: Options.table_cache_numshardbits: <*>
rocksdb: Options.table_factory: <*>
rocksdb: Options.target_file_size_base: <*>
rocksdb: Options.target_file_size_multiplier: <*>
rocksdb: Options.unordered_write: <*>
rocksdb: Options.use_adaptive_mutex: <*>
rocksdb: Options.use_direct_io_for_flush_and_compaction: <*>
rocksdb: Options.use_direct_reads: <*>
rocksdb: Options.use_fsync: <*>
rocksdb: Options.wal_dir: <*>
rocksdb: Options.wal_filter: <*>
rocksdb: Options.wal_recovery_mode: <*>
rocksdb: Options.write_buffer_manager: <*>
rocksdb: Options.write_dbid_to_manifest: <*>
rocksdb: Options.write_thread_max_yield_usec: <*>
rocksdb: Options.write_thread_slow_yield_usec: <*>
