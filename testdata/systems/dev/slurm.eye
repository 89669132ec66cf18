CPU frequency setting not configured for this node
CPUs=<*> Boards=<*> Sockets=<*> Cores=<*> Threads=<*> Memory=<*> TmpDisk=<*> Uptime=<*> CPUSpecList=<*> FeaturesAvail=<*> FeaturesActive=<*>
Error sending signal <*> to StepId=<*>: No such process
Job's requested licenses are invalid: <*>
Launching batch job <*> for UID <*>
No job state file (<*>) found
No memory enforcing mechanism configured.
No nodes satisfy requirements for JobId=<*> in partition <*>
No parameter for mcs plugin, default values set
No reservation state file (<*>) to recover
Node configuration differs from hardware: CPUs=<*>:<*>(hw) Boards=<*>:<*>(hw) SocketsPerBoard=<*>:<*>(hw) CoresPerSocket=<*>:<*>(hw) ThreadsPerCore=<*>:<*>(hw)
Node <*> now responding
Processing Reconfiguration Request
Requeuing JobId=<*>
Reservation name not found (<*>)
Resumed StepId=<*>
Running as primary controller
Saving all slurm state
SchedulerParameters=default_queue_depth=<*>,max_rpc_cnt=<*>,max_sched_time=<*>,partition_job_depth=<*>,sched_max_job_start=<*>,sched_min_interval=<*>
Sent SIGKILL signal to StepId=<*>
Sent signal <*> to StepId=<*>
Set debug level to '<*>'
Slurmd shutdown completing
Suspended StepId=<*>
Terminate signal (SIGINT or SIGTERM) received
WARNING: We will use a much slower algorithm with proctrack/pgid, use Proctracktype=proctrack/linuxproc or some other proctrack when using jobacct_gather/linux
_build_node_list: No nodes satisfy JobId=<*> requirements in partition <*>
_get_job_parts: invalid partition specified: <*>
_handle_stray_script: Purging vestigial job script <*>
_job_complete: JobId=<*> WEXITSTATUS <*>
_job_complete: JobId=<*> WTERMSIG <*>
_job_complete: JobId=<*> done
_job_complete: requeue JobId=<*> per user/system request
_slurm_rpc_delete_partition complete for <*> usec=<*>
_slurm_rpc_delete_reservation complete for <*> usec=<*>
_slurm_rpc_kill_job: REQUEST_KILL_JOB JobId=<*> uid <*>
_slurm_rpc_kill_job: job_str_signal() uid=<*> JobId=<*> sig=<*> returned: Invalid job id specified
_slurm_rpc_kill_job: job_str_signal() uid=<*> JobId=<*> sig=<*> returned: Job can not be altered now, try again later
_slurm_rpc_reconfigure_controller: completed usec=<*>
_slurm_rpc_requeue: Requeue of JobId=<*> returned an error: Job is pending execution
_slurm_rpc_submit_batch_job: Invalid license specification
_slurm_rpc_submit_batch_job: Invalid node name specified
_slurm_rpc_submit_batch_job: Invalid partition name specified
_slurm_rpc_submit_batch_job: JobId=<*> InitPrio=<*> usec=<*>
_slurm_rpc_submit_batch_job: Requested node configuration is not available
_slurm_rpc_submit_batch_job: Requested reservation is invalid
_slurm_rpc_suspend(resume) for <*> usec=<*>
_slurm_rpc_suspend(suspend) for <*> Job is pending execution
_slurm_rpc_suspend(suspend) for <*> usec=<*>
_slurm_rpc_top_job for <*> Job is no longer pending execution
_slurm_rpc_update_job: JobId=<*> uid=<*>: Invalid job id specified
_slurm_rpc_update_job: JobId=<*> uid=<*>: Invalid partition name specified
_slurm_rpc_update_job: JobId=<*> uid=<*>: Job is no longer pending execution
_slurm_rpc_update_job: complete JobId=<*> uid=<*> usec=<*>
_update_job: updating accounting
agent/is_node_resp: node:<*> RPC:<*> : Communication connection failure
all threads complete
cred/munge: fini: Munge credential signature plugin unloaded
cred/munge: init: Munge credential signature plugin loaded
debug levels are stderr='<*>', logfile='<*>', syslog='<*>'
debug: slurmctld log levels: stderr=<*> logfile=<*> syslog=<*>
done with job
drain_nodes: node <*> state set to <*>
error: mpi/<*>: init: (null) [<*>]: mpi_pmix.c:<*>: pmi/pmix: can not load PMIx library
error: *** JOB <*> ON <*> CANCELLED AT <*> ***
error: *** JOB <*> ON <*> CANCELLED AT <*> DUE TO JOB REQUEUE ***
error: *** STEP <*> ON <*> CANCELLED AT <*> ***
error: Configured MailProg is invalid
error: Could not open job state file <*>: No such file or directory
error: Could not open reservation state file <*>: No such file or directory
error: Could not open stdout file <*>: No such file or directory
error: Couldn't load specified plugin name for <*>: Plugin init() callback failed
error: Domain socket directory <*>: No such file or directory
error: Job accounting information gathered, but not stored
error: MPI: Cannot create context for <*>
error: NOTE: Trying backup state save file. Jobs may be lost!
error: NOTE: Trying backup state save file. Reservations may be lost
error: Security violation, <*> RPC from uid=<*>
error: WARNING: Even though we are collecting accounting information you have asked for it not to be stored (accounting_storage/none) if this is not what you have in mind you will need to change it.
error: [job <*>] prolog failed status=<*>
error: _find_node_record: lookup failure for node "<*>"
error: _fork_all_tasks: IO setup failed: Slurmd could not connect IO
error: couldn't chdir to `<*>': No such file or directory: going to <*> instead
error: destroy_forward: no init
error: execve(): <*>: No such file or directory
error: node_name2bitmap: invalid node specified: "<*>"
error: prolog failed: rc:<*> output:<*>
error: service_connection: slurm_receive_msg: Message receive failure
error: slurm_receive_msg [<*>]: Insane message length
error: slurm_receive_msg [<*>]: Zero Bytes were transmitted or received
error: slurm_receive_msg_and_forward: [<*>] failed: Message receive failure
error: unpacking header
error: unpackmem_xmalloc: Buffer to be unpacked is too large (<*> > <*>)
error: validate_node_specs: Prolog or job env setup failure on node <*>, draining the node
error: xcpuinfo_hwloc_topo_load: failed (load will be required after read failures).
get_exit_code task <*> died by signal: <*>
got reconfigure request
got shutdown request
job <*> completed with slurm_rc = <*>, job_rc = <*>
job_signal: JobId=<*> can't be sent signal <*> from state=<*>
job_signal: <*> of pending JobId=<*> successful
job_signal: <*> of running JobId=<*> successful <*>
job_str_signal(<*>): invalid JobId=<*>
launch task StepId=<*> request from UID:<*> GID:<*> HOST:<*> PORT:<*>
mcs: MCSParameters = <*>. ondemand set.
pidfile not locked, assuming no running daemon
preempt/none: init: preempt/none loaded
read_slurm_conf: backup_controller not specified
restoring original state of nodes
route/default: init: route default plugin loaded
sched/backfill: fini: Backfill scheduler plugin shutting down
sched: Allocate JobId=<*> NodeList=<*> #CPUs=<*> Partition=<*>
sched: Backfill scheduler plugin loaded
sched: Created reservation=<*> users=<*> nodes=<*> cores=<*> licenses=<*> tres=<*> watts=<*> start=<*> end=<*> MaxStartDelay=<*>
sched: _hold_job_rec: hold on JobId=<*> by uid <*>
sched: _release_job_rec: release hold on JobId=<*> by uid <*>
sched: _slurm_rpc_allocate_resources JobId=<*> NodeList=<*> usec=<*>
sched: _update_job: set priority to <*> for JobId=<*>
sched: _update_job: setting time_limit to <*> for JobId=<*>
select/cons_res: common_init: select/cons_res loaded
select/cons_tres: common_fini: select/cons_tres shutting down ...
select/cons_tres: common_init: select/cons_tres loaded
select/cons_tres: part_data_create_array: select/cons_tres: preparing for <*> partitions
select/cons_tres: select_p_reconfigure: select/cons_tres: reconfigure
select/cray_aries: init: Cray/Aries node selection plugin loaded
select/linear: init: Linear node selection plugin loaded with argument <*>
slurmctld version <*> started on cluster <*>
slurmd started on <*>
slurmd version <*> started
slurmscriptd: debug: slurmctld log levels: stderr=<*> logfile=<*> syslog=<*>
starting <*> tasks
task <*> (<*>) exited with exit code <*>.
task <*> (<*>) exited. Killed by signal <*>.
task <*> (<*>) started <*>
topology/none: init: topology NONE plugin loaded
update_job_str: invalid JobId=<*>
update_node: node <*> reason set to: <*>
update_node: node <*> state set to <*>
update_part: partition <*> being created
update_part: setting nodes to <*> for partition <*>
update_part: setting state_up to <*> for partition <*>
waiting on <*> active threads
