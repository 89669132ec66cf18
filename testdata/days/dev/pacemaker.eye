* Shutdown <*>
* <*>[<*>]=<*>
+ /cib<*>: <*>
++ /cib<*>: <*>
++ <*>
+~ <*> moved to offset <*>
-- <*>
/usr/libexec/heartbeat/send_arp -i <*> -r <*> -p <*> <*> <*> auto not_used not_used
<*> not found: No such file or directory
A new membership (<*>) was formed. Members joined: <*>
Actions: Fence (<*>) <*> '<*>'
Actions: Start <*> ( <*> )
Actions: Stop <*> ( <*> ) due to <*>
Adding inet address <*> to device <*>
Agent information for '<*>' not in cache
All clients disconnected (<*>)
Archived previous version as <*>
Assuming an active '<*>' cluster
Bringing device <*> up
CIB update <*> result for <*>: <*> | rc=<*>
Cached agent information for '<*>'
Calculated transition <*> (with warnings), saving inputs in <*>
Calculated transition <*>, saving inputs in <*>
Cancellation of <*> on <*> confirmed (action <*>)
Cancelling <*> operation <*>
Caught '<*>' signal | <*> (invoking handler)
Changed active directory to <*>
Choosing <*> (<*>) on <*> for promotion
Clearing resource history for <*> on <*> (via CIB call <*>) | xpath=<*>
Clearing transient attributes from CIB | xpath=<*>
Cluster connection active
Cluster does not have watchdog fencing device
Cluster node <*> is now in unknown state
Cluster node <*> is now member (was <*>)
Completed <*> operation for section <*>: OK (rc=<*>, origin=<*>, version=<*>)
Completed service synchronization, ready to provide service.
Configured link number <*>: local addr: <*>, port=<*>
Configuring link <*>
Connection to CIB manager for <*> failed: Transport endpoint is not connected
Connection to the CIB manager closed
Connection to the CIB manager terminated
Connection to the scheduler released
Corosync Cluster Engine <*> starting up
Corosync Cluster Engine exiting normally
Could not connect to <*> IPC: Connection refused
Could not increase RLIMIT_MEMLOCK, not locking memory: Operation not permitted (<*>)
Could not reset process priority for <*>
Created entry <*> for node <*> (<*> total)
Delaying start, Config not read (<*>)
Delaying start, no membership data (<*>)
Deleting resource history for node <*> (via CIB call <*>) | xpath=<*>
Detected an active '<*>' cluster
Diff: +++ <*> (null)
Diff: --- <*> <*>
Digest matched on replace from <*>: <*>
Disconnected from Corosync
Disconnecting IPC local executor connection
Disconnecting from corosync cluster infrastructure
Disconnecting from the CIB manager
Dropping <*>: [ state=<*> cause=<*> origin=<*> ]
Exiting <*> | with status <*>
Fence history will be synchronized cluster-wide within <*> seconds
Fencer successfully connected
Fencing daemon disconnected
Forked child <*> for process <*>
Forwarding <*> operation for section <*> to all (origin=<*>)
Group <*> event <*>: node <*> pid <*> joined via <*>
Group <*> event <*>: <*> (node <*> pid <*>) is member
Group <*> event <*>: <*> (node <*> pid <*>) left for unknown reason
Group <*> event <*>: <*> (node <*> pid <*>) left via <*>
Handling controller request '<*>' (<*> on <*>) locally without waiting
Handling controller request '<*>' (<*> on <*>) without waiting
High CPU load detected: <*>
IP status = <*>, IP_CIP=<*>
IPC connection destroyed
Initializing transport (<*>).
Initiating <*> operation <*> locally on <*> | action <*>
Initiating <*> operation <*> on <*> | action <*>
Input <*> received in state <*> from <*>
Leave <*> (<*>)
Lost attribute writer <*>
Making join-<*> offers based on membership event <*>
Making join-<*> offers to any unconfirmed nodes because an unknown node joined
Members[<*>]: <*>
New throttle mode: <*> (was <*>)
No CPG connection
Node <*> has uuid <*>
Node <*> is now known as <*>
Node <*> was shut down by sysadmin
Node <*> is no longer a peer | DC=<*> old=<*> new=<*>
Node <*> is now a peer | DC=<*> old=<*> new=<*>
Node <*> state is now lost | nodeid=<*> previous=<*> source=<*>
Node <*> state is now member | nodeid=<*> previous=<*> source=<*>
Not making join-<*> offer to inactive node <*>
Operation '<*>' targeting <*> by <*> for <*>: <*> | id=<*>
Our DC node (<*>) left the cluster
Our peer on the DC (<*>) is dead
Pacemaker <*> successfully started and accepting connections
Peer <*> is requesting to shut down
Peer <*> was terminated (<*>) by <*> on behalf of <*>: <*> | event=<*>
Probe found <*> active on <*> at <*>
Processing graph <*> (ref=<*>) derived from <*>
Processing sync-response from <*>
Purged <*> peer with id=<*> and/or uname=<*> from the membership cache
Quorum retained | membership=<*> members=<*>
<*> (call <*>) exited with status <*> (execution time <*>)
<*> (call <*>, PID <*>) exited with status <*> (execution time <*>)
<*> (call <*>, PID <*>) exited with status <*> (execution time <*> after being queued <*>)
<*>: Promoted <*> instances of a possible <*>
<*>: Rolling back optional scores from <*>
<*> on <*> is unrunnable (node is offline)
<*>[<*>] exited with status <*>
<*>[<*>] exited with status <*> (OK)
Reading cluster configuration file <*> (digest: <*>)
Reading configuration for <*> stack
Recorded local node as attribute writer (was <*>)
Recorded new attribute writer: <*> (was <*>)
Removing all <*> attributes for peer loss
Removing node with name <*> and id <*> from membership cache
Replaced <*> with <*> from <*>
Reporting our current digest to <*>: <*> for <*> (<*> <*>)
Requesting local execution of <*> operation for <*> on <*> | transition_key=<*> op_key=<*>
Resetting the current action list
Resource <*> cannot run anywhere
Result of <*> operation for <*> on <*>: Cancelled | graph action confirmed; call=<*> key=<*>
Result of <*> operation for <*> on <*>: <*> | CIB update <*>, graph action <*>; call=<*> key=<*> rc=<*>
Retrieving metadata for <*> (<*>) asynchronously
Sending disconnect notification to <*> peers...
Sending join-<*> offer to <*>
Sent CIB request <*> with <*> change for <*> (id <*>, set <*>)
Sent CIB request <*> with <*> changes for <*> (id <*>, set <*>)
Service engine loaded: <*> [<*>]
Service engine unloaded: <*>
Set DC to <*> (<*>)
Setting <*>[<*>]: <*> -> <*> | from <*> with <*> write delay
Shutting down Pacemaker
Shutting down attribute manager
Shutting down controller after confirmation from <*>
Start <*>-interval monitor for <*> on <*>
Starting Pacemaker CIB manager
Starting Pacemaker <*> | build=<*> features:<*>
Starting Pacemaker fencer
State of node <*>[<*>] is still unknown
State transition <*> -> <*> | input=<*> cause=<*> origin=<*>
Stonith/shutdown of node <*> is unknown to the current DC
Stopping <*> | sent signal <*> to process <*>
Successfully connected to CIB manager for <*>
Sync joined[<*>]: <*>
Sync members[<*>]: <*>
Transition <*> aborted: <*> | source=<*> complete=<*>
Transition <*> (Complete=<*>, Pending=<*>, Fired=<*>, Skipped=<*>, Incomplete=<*>, Source=<*>): <*>
Transition <*> action <*> (<*> on <*>) confirmed: <*> | rc=<*> call-id=<*>
Transitioner is now inactive
Unloading all Corosync service engines.
Unset DC (was <*>)
Updating all attributes after <*> event
Updating device list from CIB
Updating device list from CIB: <*>
Updating devices to version <*>
Using uid=<*> and group=<*> for process <*>
Verifying cluster type: '<*>'
Waiting on join-<*> requests from <*> outstanding nodes
Watching for fencing topology changes
We are now in R/W mode
Wrote version <*> of the CIB to disk (digest: <*>)
cluster_connect_cpg: Node <*>[<*>] - corosync-cpg is now online
pcmk_cpg_membership: Node <*>[<*>] - corosync-cpg is now online
node_left: Node <*>[<*>] - corosync-cpg is now offline
crmd_peer_down: Node <*>[<*>] - expected state is now down (was <*>)
handle_request: Node <*>[<*>] - expected state is now down (was <*>)
do_shutdown of peer <*> is in progress | action=<*>
election-<*> round <*> (owner node ID <*>) pass: vote from <*> (<*>)
election-<*> round <*> (owner node ID <*>) lost: vote from <*> (<*>)
election-<*> won by local node
executing - rsc:<*> action:<*> call_id:<*>
host: host: <*> (passive) best link: <*> (pri: <*>)
host: host: <*> has no active links
initiate_exit: Exiting from mainloop...
link: Resetting MTU for link <*> because host <*> joined
link: host: <*> link: <*> is down
no resources configured.
<*> is active
<*> is online
<*> is shutting down
pe_calc calculation <*> is obsolete
pmtud: Global data MTU changed to: <*>
pmtud: MTU manually set to: <*>
pmtud: PMTUD link change for host: <*> link: <*> from <*> to <*>
resource <*> isn't managed
server name: <*>
totemknet initialized
withdrawing server sockets
