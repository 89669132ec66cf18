Added <*> to scheduler
Async-closing AsyncReqChannel instance
Authentication accepted from <*>
Authentication failed from host <*>, the key is in pending and needs to be accepted with salt-key -a <*>
Authentication request from <*>
Caching directory '<*>' for environment '<*>'
Calling roots find_file
Closing AsyncReqChannel instance
Closing _TCPPubServerPublisher instance
Command '<*>' failed with return code: <*>
Command details <*>
Completed state [<*>] at time <*> (duration_in_ms=<*>)
Connecting minion's long-running req channel
Connecting to master. Attempt <*> (infinite attempts)
Could not LazyLoad <*>: '<*>' is not available.
Could not determine init system from command line: (<*>)
Created RequestServer for pool '<*>'
Created pidfile: <*>
Creating master event publisher process
Creating master maintenance process
Creating master publisher process
Creating minion process manager
Creating module dir '<*>'
Emit because <*> < <*> or > <*>
Executing command <*> in directory '<*>'
Executing state <*> for [<*>]
Fetching file from saltenv '<*>', ** attempting ** '<*>'
Fetching file from saltenv '<*>', ** done ** '<*>'
File <*> is in the correct state
File <*> is not present
File <*> does not exist, no need to cleanup
File changed:
Finished gathering pillar data for state run
Firing beacons to master
Gathering pillar data for state run
Generating keys: <*>
Got return from <*> for job <*>
Grains refresh requested. Refreshing grains.
In saltenv '<*>', ** considering ** path '<*>' to resolve '<*>'
In saltenv '<*>', looking at rel_path '<*>' to resolve '<*>'
Including configuration from '<*>'
Initializing new AsyncAuth for (<*>)
Jinja search path: [<*>]
Job <*> execution finished, return_data: <*>
LazyLoaded <*>
Loading cache from <*>, for <*>
Loading fresh modules for state activity
Loading private key
Loading public key
Local cache dir: '<*>'
Made the following changes:
Marking '<*>' as a jinja filter
Marking '<*>' as a jinja test
Master public key not found
Minion '<*>' trying to tune in
Minion is ready to receive requests!
Minion is starting as user '<*>'
Minion of '<*>' is handling event tag '<*>'
Minion received a SIGTERM. Exiting.
Minion return retry timer set to <*> seconds (randomized)
New public key for <*> placed in pending
No dest file found
Override __grains__: <*>
PoolRoutingChannel closed
Popen(<*>, cwd=<*>, stdin=<*>, shell=<*>, universal_newlines=<*>)
PubChannel received: <*>
PubClient connected to <*> '<*>'
PubClient connecting to <*> '<*>'
Publish server binding pull to <*>
Publisher connecting to <*>
Reading configuration from <*>
Refreshing beacons.
Refreshing modules. Notify=<*>
Refreshing modules...
Returning information for job: <*>
Runner completed: <*>
Running scheduled job: <*> with jid <*>
Running scheduled job: <*> (runtime missed by <*> seconds) with jid <*>
Running state [<*>] at time <*>
Setting up the Salt Minion "<*>"
Starting a new job <*> with PID <*>
Starting the Salt Publisher on <*>
Starting the Salt Puller on <*>
Starting up the Salt Master
Starting up the Salt Minion
Subprocess <*> added
Subprocess <*> cleaned up
Symlink <*> is present and owned by <*>
Syncing all
Syncing <*> for environment '<*>'
Task was destroyed but it is pending!
The Salt Master has cached the public key for this node, this salt minion will wait for <*> seconds before attempting to re-authenticate
The `lspci` binary is not available on the system. GPU grains will not be available.
The directory <*> is in the correct state
The file <*> is in the correct state
The functions from module '<*>' are being loaded by dir() on the loaded module
Time (in seconds) to render '<*>' using '<*>' renderer: <*>
Unable to load <*> beacon: pyOpenSSL >= <*> removed the X509Extension API used by this beacon.
Unable to load <*> beacon: <*> library is missing<*>
Updating job settings for scheduled job: <*>
User <*> Executing command <*> with jid <*>
User <*> Published command <*> with jid <*>
Using selector: <*>
Waiting <*> seconds before retry.
ZeroMQ event: <*>
compile template: <*>
compound_match <*> ? "<*>" => "<*>"
compound_match: <*> ? <*>
grains target: <*>
healthchecks: readiness sentinel written at <*>
healthchecks: startup sentinel written at <*>
metrics.configure called but metrics.enabled is false (pid=<*>, service=<*>)
minion return: <*>
output:<*>
retcode: <*>
rolled
salt-master is starting as user '<*>'
schedule.handle_func: Adding splay of <*> seconds to next run.
schedule.handle_func: Checking job against fun <*>: <*>
schedule.handle_func: Removing <*>
schedule.handle_func: adding this job to the jobcache with data <*>
schedule: Job <*> was scheduled with a max number of <*>
schedule: Job <*> was scheduled with jid_include, adding to cache (jid_include defaults to True)
schedule: maxrunning parameter was not specified for job <*>, defaulting to <*>.
stdout: <*>
tcp stream to  closed, unable to recv
test.ping received for minion '<*>'
tracing.configure called but tracing.enabled is false (pid=<*>, service=<*>)
unclosed Runner <*>; call ``destroy()`` or use as a context manager
{'<*>': {'directory': 'new'}}
{'new': '<*>'}
{'pid': <*>, 'retcode': <*>, 'stdout': '<*>', 'stderr': '<*>'}
