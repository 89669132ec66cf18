::endgroup::
::group::Post Execute
::group::Pre Execute
ASGI app factory detected. Using it, but please consider setting the --factory flag explicitly.
Added new DAG bundle <*> to the database
Adding <*> new files to the front of the queue
Adopting or resetting orphaned tasks for active dag runs
Application startup complete.
Asset-triggered Dags with queued events: <*>
Branch into <*>
Bulk-writing dags to db count=<*>
Checking for new files in bundle <*> every <*> seconds
Command exited with return code <*>
Created asset-triggered DagRun for '<*>': run_id=<*>, consumed <*> asset events
Creating ORM DAG for <*>
DAG bundles loaded: <*>
DAG <*> has <*>/<*> running and queued tasks
Dag Run triggered successfully. trigger_dag_id=<*>
DagRun Finished: dag_id=<*>, logical_date=<*>, run_id=<*>, run_start_date=<*>, run_end_date=<*>, run_duration=<*>, state=<*>, run_type=<*>, data_interval_start=<*>, data_interval_end=<*>,
Deleted <*> ADRQ rows for '<*>'
Done. Returned value was: <*>
Downstream tasks skipped correlation_id=<*> tasks_skipped=<*> ti_id=<*>
<*> <*> from <*>
Executor <*> reported that the task instance <*> finished with state <*>, but the task instance's state attribute is <*>. Learn more: <*>
Failed to report terminal task state to supervisor state=<*>
Filling up the DagBag from <*>
Following branch <*>
Found File <*> last modified: <*>
Found <*> files for bundle <*> (dag_discovery_safe_mode=<*>)
Loaded executor: <*>
Marking run <DagRun <*> @ <*>: <*>, state:<*>, queued_at: <*>. run_type: <*>> successful
Marking task as UP_FOR_RETRY. dag_id=<*>, task_id=<*>, run_id=<*>, logical_date=<*>, start_date=<*>, end_date=<*>
Marking task as UP_FOR_RETRY. dag_id=<*>, task_id=<*>, run_id=<*>, map_index=<*>, logical_date=<*>, start_date=<*>, end_date=<*>
Migrating the Airflow database
<*>
<*> /srv/lab/out
<*> currencies
<*> rows ok, <*> dropped
<*> tasks up for execution:
<*> watchers currently running
<*>  <*>
Not scheduling since there are <*> open slots in pool <*>
Output:
Poking for file <*>
Process each file at most once every <*> seconds
Processing files using up to <*> processes at a time
Pushing xcom ti=RuntimeTaskInstance(<*>)
Received executor event with state <*> for task instance TaskInstanceKey(dag_id=<*>, task_id=<*>, run_id=<*>, try_number=<*>, map_index=<*>)
Refreshing bundle <*>
Running command: <*>
Searching for files in <*> at <*>
Secrets backends loaded for worker backend_classes=<*> count=<*>
Setting the following tasks to queued state (scheduler job_id=<*>):
Skipping downstream tasks correlation_id=<*> task_count=<*> ti_id=<*>
Skipping downstream tasks.
Skipping masking for a secret as it's too short (<<*> chars)
Skipping tasks <*>
Started server process [<*>]
Starting call to '<*>', this is the <*> time calling it.
Starting log server on <*>
Starting the Dag Processor Job
Starting the scheduler
Starting the triggerer
Success criteria met. Exiting.
TI try_number mismatch: db_try_number=<*> event_try_number=<*> ti=<*> state=<*> job_id=<*>. Another scheduler may have already modified this TI.
Task failed with exception
Task instance state updated correlation_id=<*> new_state=<*> rows_affected=<*> ti_id=<*>
Task instance state updated correlation_id=<*> rows_affected=<*> ti_id=<*>
Task started correlation_id=<*> hostname=<*> previous_state=<*> ti_id=<*>
TaskInstance Finished: dag_id=<*>, task_id=<*>, run_id=<*>, map_index=<*>, ti_id=<*>, run_start_date=<*>, run_end_date=<*>, run_duration=<*>, state=<*>, executor=<*>, executor_state=<*>, try_number=<*>, max_tries=<*>, pool=<*>, queue=<*>, priority_weight=<*>, operator=<*>, queued_dttm=<*>, scheduled_dttm=<*>,queued_by_job_id=<*>, pid=<*>
The HMAC key is <*> bytes long, which is below the minimum recommended length of <*> bytes for <*>. See RFC <*> Section <*>. category=InsecureKeyLengthWarning correlation_id=<*> filename=<*> lineno=<*> ti_id=<*>
The HMAC key is <*> bytes long, which is below the minimum recommended length of <*> bytes for <*>. See RFC <*> Section <*>. category=InsecureKeyLengthWarning filename=<*> lineno=<*>
Tmp dir root location: <*>
Trigger fired event name=<*> (ID <*>) result=<*>
Triggering Dag Run. trigger_dag_id=<*>
Trying to enqueue tasks: <*> for executor: <*>
Updating RenderedTaskInstanceFields correlation_id=<*> field_count=<*> ti_id=<*>
Using Public CAs from <*>
Using `httpx` with `starlette.testclient` is deprecated; install `httpx2` instead. category=StarletteDeprecationWarning filename=<*> lineno=<*>
Uvicorn running on <*> (Press CTRL+C to quit)
Waiting for application startup.
Worker starting up pid=<*>
Worker startup parse complete bundle_name=<*> bundle_version=<*> dag_file=<*> bundle_prepare_ms=<*> dag_file_parse_ms=<*>
Workload execution failed. workload_type=<*>
Workload finished duration=<*> exit_code=<*> final_state=<*> workload_id=<*> workload_type=<*>
XCom not found dag_id=<*> detail=<*> key=<*> offset=<*> run_id=<*> status_code=<*> task_id=<*>
checking for stale bundle versions locally
creating dag run logical_date=<*> partition_key=<*> run_after=<*> run_id=<*>
get next_dagrun_info_v2 last_automated_run_info=<*> next_info=<*>
invoice <*>: <*> EUR
out/<*>
read <*> orders from <*>
renamed '<*>' -> '<*>'
request finished client_addr=<*> duration_us=<*> method=<*> path=<*> query=<*> status_code=<*>
server <*>
setting next dagrun info next_dagrun=<*> next_dagrun_create_after=<*> next_dagrun_data_interval_end=<*> next_dagrun_data_interval_start=<*> next_dagrun_partition_date=<*> next_dagrun_partition_key=<*>
trigger completed name=<*> (ID <*>)
trigger starting
written <*>
