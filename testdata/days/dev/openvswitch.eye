bridge <*>: added interface <*> on port <*>
bridge <*>: deleted interface <*> on port <*>
bridge <*>: using datapath ID <*>
bridge <*>: mirror <*> does not specify output; ignoring
Called as ovs-vsctl <*>
<*>: <*> flow_mods in the last <*> s (<*> adds)
<*>: <*> flow_mods in the last <*> s (<*> deletes)
<*>: <*> flow_mods <*> s ago (<*> adds)
<*>: attempting to add tunnel port with same config as port '<*>' (<*>)
ioctl(<*>) on <*> device failed: <*>
<*>: adding cls_basic policing action failed: <*>
could not open network device <*> (<*>)
could not create netdev <*> of unknown type <*>
Dropped <*> log messages in last <*> seconds (most recently, <*> seconds ago) due to excessive rate
no row "<*>" in table <*>
member <*>: enabled
member <*>: disabled
member <*>: link state down
member <*>: link state up
error receiving data from <*>: <*>
error receiving Ethernet packet on <*>: <*>
could not add network device <*> to ofproto (<*>)
<*>: connecting...
<*>: connected
<*>: connection failed (<*>)
<*>: connection dropped (<*>)
<*>: connection closed by peer
<*>: waiting <*> seconds before reconnect
opened log file <*>
closing log file
<*>: could not add port <*> (<*>)
bond <*>: active member is now <*>
bond <*>: all members disabled
wakeup due to [<*>] on fd <*> (<*>) at <*> (<*> CPU usage)
terminating with signal <*> (<*>)
ethtool command <*> on network device <*> failed: <*>
<*>: added service controller "<*>"
<*>: added primary controller "<*>"
atoms:<*> cells:<*> monitors:<*> n-weak-refs:<*> sessions:<*>
handlers:<*> idl-cells-Open_vSwitch:<*> ofconns:<*> ports:<*> revalidators:<*> rules:<*> udpif keys:<*>
Starting <*> threads
PMD auto load balance is disabled.
PMD load based sleeps are disabled.
PMD max sleep request is <*> usecs.
PMD auto load balance interval set to <*> mins
PMD auto load balance load threshold set to <*>
PMD auto load balance improvement threshold set to <*>
<*> kB peak resident set size after <*> seconds
Estimated TSC frequency: <*> KHz
Discovered <*> CPU cores on NUMA node <*>
Default MFEX Extract implementation is <*>.
Default DPIF implementation is <*>.
recirc_id <*> left allocated when ofproto (<*>) is destructed
pid <*> died, exit status <*>, exiting
<*> (Open vSwitch) <*>
<*>: VLAN header stack length probed as <*>
<*>: Max sample nesting level probed as <*>
<*>: MPLS label stack length probed as <*>
<*>: Max dp_hash algorithm probed to be <*>
<*>: Datapath supports <*>
monitor thread terminated
monitor thread created
compacting <*> database by user request
Setting n-handler-threads to <*>, setting n-revalidator-threads to <*>
<*>: BFD state change: <*>-><*> "<*>"->"<*>".
pmd-rxq-affinity isolates PMD core
<*>: carrier state is DOWN, dropping received LACP PDU.
creating sFlow agent <*>
Generic Netlink family '<*>' does not exist. The Open vSwitch kernel module is probably not loaded.
Could not connect to controller (or switch failed controller's post-connection admission control policy) for <*> seconds, failing open
<*>: open failed (<*>)
