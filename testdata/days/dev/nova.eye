(<*>) wsgi exited, is_accepting=<*>
(<*>, <*>) ram: <*>MB disk: <*>MB io_ops: <*> instances: <*> has not been heard from in a while
AuthToken middleware is set with keystone_authtoken.service_token_roles_required set to False. This is backwards compatible but deprecated behaviour. Please set this to True.
Authorization failed for token: keystonemiddleware.auth_token._exceptions.InvalidToken: Token authorization failed
Caught <*>, stopping children
Child <*> exited with status <*>
Compute node <*> not found in the database. If this is the first time this service is starting on this host, then you can ignore this warning.: nova.exception_Remote.ComputeHostNotFound_Remote: Compute host <*> could not be found.
Compute node record created for <*>:<*> with uuid: <*>
Deleted allocation for migration <*>
Deleted allocations for instance <*>
Discovered <*> new hosts: <*>
Error updating resources for node <*>.: <*>
Failed to compute_task_build_instances: No valid host was found.<*>
Failed to save allocation for <*>. Got HTTP <*>: <*>
Failed to schedule instances: nova.exception_Remote.NoValidHost_Remote: No valid host was found.<*>
Filter <*> returned <*> hosts
Filtering removed all hosts for the request with instance ID '<*>'. Filter results: <*>
Got no allocation candidates from the Placement API. This could be due to insufficient resources or a temporary occurrence as compute nodes start up.
HTTP exception thrown: Can not find requested image
HTTP exception thrown: Cannot '<*>' instance <*> while it is in <*> <*>
HTTP exception thrown: Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is <*> bytes, minimum size is <*> bytes.
HTTP exception thrown: Instance <*> is locked
HTTP exception thrown: Multiple possible networks found, use a Network ID to be more specific.
HTTP exception thrown: Service is unavailable at this time.
HTTP exception thrown: When resizing, instances must change flavor!
Host filter forcing available hosts to <*>
Host filter forcing available nodes to <*>
Host filter ignoring hosts:<*>
Loaded VIF plugins: <*>
Loading compute driver '<*>'
Looking for unclaimed instances stuck in BUILDING status for nodes managed by this host
<*> "DELETE <*> HTTP/<*>" status: <*> len: <*> time: <*>
<*> "GET <*> HTTP/<*>" status: <*> len: <*> time: <*>
<*> "POST <*> HTTP/<*>" status: <*> len: <*> time: <*>
<*> "PUT <*> HTTP/<*>" status: <*> len: <*> time: <*>
No compute node record for <*>:<*>: nova.exception_Remote.ComputeHostNotFound_Remote: Compute host <*> could not be found.
No compute node record found for host <*>. If this is the first time this service is starting on this host, then you can ignore this warning.: nova.exception_Remote.ComputeHostNotFound_Remote: Compute host <*> could not be found.
No provider configs found in <*>. If files are present, ensure the Nova process has access.
Received an update from an unknown host '<*>'. Re-created its InstanceList.
Received method (<*>, <*>) during closing channel <*>. This method will be ignored
Running <*> using eventlet is deprecated. Deploy with a WSGI server such as uwsgi or mod_wsgi.
Skipping removal of allocations for deleted instances: <*>
Starting <*> workers
Starting compute node (version <*>)
Starting conductor node (version <*>)
Stopping WSGI server.
The instance sync for host '<*>' did not match. Re-created its InstanceList.
Using RPCClient manually to instantiate client. Please use get_rpc_client to obtain an RPC client instance.
Using the in-process token cache is deprecated as of the <*> release and may be removed in the <*> release <*>
WSGI server has stopped.
Waiting on <*> children to exit
While synchronizing instance power states, found <*> instances in the database and <*> instances on the hypervisor.
[<*>] Created resource provider record via placement API for resource provider with UUID <*> and name <*>.
[instance: <*>] Claim successful on node <*>
[instance: <*>] During _sync_instance_power_state the DB power_state (<*>) does not match the vm_power_state from the hypervisor (<*>). Updating power_state in the DB to match the hypervisor.
[instance: <*>] During sync_power_state the instance has a pending task (<*>). Skip.
[instance: <*>] Get console output
[instance: <*>] Instance is unexpectedly not found. Ignore.
[instance: <*>] Key '<*>' not in instances '<*>'
[instance: <*>] Migrating
[instance: <*>] Pausing
[instance: <*>] Rebooting instance
[instance: <*>] Rebuilding instance
[instance: <*>] Service started deleting the instance during the previous run, but did not finish. Restarting the deletion now.
[instance: <*>] Setting instance to ACTIVE state.: <*>
[instance: <*>] Setting instance to ERROR state.: <*>
[instance: <*>] Shelving
[instance: <*>] Successfully reverted task state from <*> on failure for instance.
[instance: <*>] Terminating instance
[instance: <*>] Took <*> seconds to build instance.
[instance: <*>] Took <*> seconds to deallocate network for instance.
[instance: <*>] Took <*> seconds to destroy the instance on the hypervisor.
[instance: <*>] Took <*> seconds to snapshot the instance on the hypervisor.
[instance: <*>] Took <*> seconds to spawn the instance on the hypervisor.
[instance: <*>] Unpausing
[instance: <*>] Updating port <*> with attributes <*>
[instance: <*>] Updating resource usage from migration <*>
[instance: <*>] instance snapshotting
[instance: <*>] instance's host <*> is down, deleting from database
[instance: <*>] trying to reboot a non-running instance: (state: <*> expected: <*>)
[instance: <*>] trying to snapshot a non-running instance: (state: <*> expected: <*>)
