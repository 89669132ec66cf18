++ <*> [ <*> ]
++ <*> [ <*> < <*> ]
++ <*> = <*>
++ <*> = <*> < <*>
++ connection 'new connection' (<*>): [<*>]
++ connection 'update connection' (<*> < <*>) [<*>]:
/etc/machine-id: <*>
CONFIG:
CONFIG: <*>=<*>
CONFIG: [<*>]
CONFIG: # no-auto-default file "<*>"
CONFIG: config-data[<*>]: <*> groups
Deleting secrets for connection <*> (<*>)
Loaded device plugin: <*> (<*>)
NetworkManager (version <*>) is starting... (after a restart, boot:<*>)
NetworkManager (version <*>) is starting... (boot:<*>)
Read config: <*>
Saving secrets for connection <*> (<*>)
WEXT support is enabled
agent-manager: agent[<*>]: agent registered
auth[<*>]: create auth-manager: polkit enabled
auth[<*>]: set instance
bus-manager: acquired D-Bus service "<*>"
caught SIGTERM, shutting down normally.
config: Reading config file '<*>'
config: intern config file "<*>"
config: signal: SIGHUP (no changes from disk)
config: state: missing state file "<*>": No such file or directory
config: state: successfully read state file "<*>"
config: unknown key '<*>' in section [<*>] of file '<*>'
create <*> singleton (<*>)
disown <*> singleton (<*>)
disposing <*> singleton (<*>)
setup <*> singleton (<*>)
dispatcher: (<*>) <*> failed (failed): Script '<*>' exited with status <*>.
dns-mgr: init: dns=<*> rc-manager=<*>
exiting (success)
failed to open <*>
hostname: hostname: hostnamed not used as proxy creation failed with: <*>
hostname: static hostname changed from <*> to "<*>"
keyfile: load: "<*>": failed to load connection: invalid connection: <*>
keyfile: load: "<*>": failed to load connection: File permissions (<*>) are insecure
manager: (<*>): assume: cannot generate connection: ignoring generated connection (no IP and not in master-slave relationship)
manager: (<*>): assume: don't assume because device is not managed
manager: (<*>): assume: generated connection '<*>' (<*>)
manager: (<*>): assume: take over previous connection '<*>' (<*>)
manager: (<*>): assume: will attempt to assume matching connection '<*>' (<*>) (indicated)
manager: (<*>): new <*> device (<*>)
manager: (<*>): removing device (managed <*>, wol <*>)
manager: (<*>) couldn't create the device: Failed to create <*> interface '<*>' for '<*>': Operation not supported
manager: (<*>) create virtual device <*>
manager: (<*>) already created virtual interface name <*>
manager: ActivatingConnection now <*>
manager: Activation of '<*>' depends on active connection <*>
manager: Activation of '<*>' requires master connection '<*>'
manager: Activation of '<*>' requires master device '<*>'
manager: NetworkManager state is now <*>
manager: Networking is enabled by state file
manager: PrimaryConnection now <*>
manager: connectivity checking indicates <*>
manager: creating virtual devices...
manager: logging: level '<*>' domains '<*>'
manager: new metered value: <*>
manager: rfkill: <*> enabled by radio killswitch; enabled by state file
manager: startup complete
manager: startup complete is waiting for device '<*>' (<*>)
manager: volatile connection disconnected. Deleting connection '<*>' (<*>)
manager[<*>]: monitoring kernel firmware directory '<*>'.
modem-manager: error poking ModemManager: <*>
modprobe: '<*>'
modprobe: '<*>' failed: Failed to execute child process <*> (No such file or directory)
monitoring ifupdown state file '<*>'.
monotonic timestamp started counting <*> seconds ago with an offset of <*> seconds to CLOCK_BOOTTIME (local time is <*>)
ndisc-lndp[<*>]: processing libndp events
ndisc[<*>]: scheduling RA timeout in <*> seconds
ndisc[<*>]: solicit: schedule sending first solicitation (of <*>) in <*> seconds
ndisc[<*>]: solicit: schedule sending next solicitation in <*> seconds
ndisc[<*>]: starting neighbor discovery for ifindex <*> (solicit)
ndisc[<*>]: stopping neighbor discovery for ifindex <*>
platform-linux: do-add-link[<*>]: failure <*> (Operation not supported - Unknown device type)
platform-linux: sysctl: failed to openat '<*>': (<*>) Read-only file system
policy: auto-activating connection '<*>' (<*>)
policy: blocking autoconnect of connection '<*>': user-requested
policy: re-enabling autoconnect for all connections (only clear no-secrets flag)
policy: re-enabling autoconnect for all connections on <*>
policy: set '<*>' (<*>) as default for IPv<*> routing and DNS
policy: set-hostname: set hostname to '<*>' (from system configuration)
reload configuration (signal Hangup)...
secret-key: persist new <*> secret key to "<*>" (<*> bytes)
secret-key: <*> secret key loaded from "<*>" (<*> bytes)
session-monitor: using systemd-logind session tracking
setting up local loopback
settings-connection[<*>]: disposing
settings: (<*>): created default wired connection '<*>'
settings: Loaded settings plugin: <*> (internal)
active-connection[<*>]: Failed to activate '<*>': <*> failed to create resources: Failed to create <*> interface '<*>' for '<*>': Operation not supported
active-connection[<*>]: check-master-ready: not signalling (state <*>, no master)
active-connection[<*>]: constructed (<*>, version-id <*>, type <*>)
active-connection[<*>]: disposing
active-connection[<*>]: set device "<*>" [<*>]
active-connection[<*>]: set master <*>, <*>, state <*>
active-connection[<*>]: set state <*> (was <*>)
active-connection[<*>]: set state-flags <*> (was <*>)
active-connection[<*>]: update activation type from <*> to <*>
audit: op="connection-activate" uuid="<*>" name="<*>" pid=<*> uid=<*> result="fail" reason="<*>"
audit: op="connection-activate" uuid="<*>" name="<*>" pid=<*> uid=<*> result="success"
audit: op="connection-activate" uuid="<*>" name="<*>" result="fail" reason="<*>"
audit: op="connection-add" uuid="<*>" name="<*>" pid=<*> uid=<*> result="success"
audit: op="connection-deactivate" uuid="<*>" name="<*>" pid=<*> uid=<*> result="success"
audit: op="connection-delete" uuid="<*>" name="<*>" pid=<*> uid=<*> result="success"
audit: op="connection-update" uuid="<*>" name="<*>" args="<*>" pid=<*> uid=<*> result="success"
audit: op="device-disconnect" interface="<*>" ifindex=<*> pid=<*> uid=<*> result="success"
audit: op="device-managed" interface="<*>" ifindex=<*> args="<*>" pid=<*> uid=<*> result="success"
audit: op="device-reapply" interface="<*>" ifindex=<*> args="<*>" pid=<*> uid=<*> result="success"
audit: op="hostname-save" arg="<*>" pid=<*> uid=<*> result="success"
audit: socket created
device (<*>): Activation: connection '<*>' enslaved, continuing activation
device (<*>): Activation: starting connection '<*>' (<*>)
device (<*>): Activation: successful, device activated.
device (<*>): attached bridge port <*>
device (<*>): bridge port <*> was attached
device (<*>): bridge port <*> was detached
device (<*>): carrier: link connected
device (<*>): detached bridge port <*>
device (<*>): disconnecting for new activation request.
device (<*>): failed to read bridge setting '<*>'
device (<*>): interface <*> not up for IP configuration
device (<*>): interface index <*> renamed iface from '<*>' to '<*>'
device (<*>): released from master device <*>
device (<*>): state change: <*> -> <*> (reason '<*>', sys-iface-state: '<*>')
device[<*>] (<*>): Activation: connection '<*>' master deactivated
device[<*>] (<*>): Notifying re-apply complete
device[<*>] (<*>): activation-stage: invoke <*>
device[<*>] (<*>): activation-stage: schedule <*>
device[<*>] (<*>): activation-stage: synchronously invoke <*>
device[<*>] (<*>): add_pending_action (<*>): '<*>'
device[<*>] (<*>): remove_pending_action (<*>): '<*>'
device[<*>] (<*>): assume-state: set guess-assume=<*>, connection=<*>
device[<*>] (<*>): carrier: link disconnected
device[<*>] (<*>): carrier: link disconnected (calling deferred action) (id=<*>)
device[<*>] (<*>): carrier: link disconnected (canceling deferred action) (id=<*>)
device[<*>] (<*>): carrier: link disconnected (deferring action for <*> milliseconds) (id=<*>)
device[<*>] (<*>): constructed (<*>)
device[<*>] (<*>): create (is nm-owned)
device[<*>] (<*>): deactivate bridge
device[<*>] (<*>): deactivating device (reason '<*>') [<*>]
device[<*>] (<*>): delete_on_deactivate: cleanup and delete virtual link (id=<*>)
device[<*>] (<*>): delete_on_deactivate: schedule cleanup and delete virtual link (id=<*>)
device[<*>] (<*>): device entered SECONDARIES state
device[<*>] (<*>): device not yet available for transition to DISCONNECTED
device[<*>] (<*>): disposing
device[<*>] (<*>): finalize(): <*>
device[<*>] (<*>): hw-addr: hardware address now <*>
device[<*>] (<*>): hw-addr: update initial MAC address <*>
device[<*>] (<*>): ifindex: set ifindex <*> (l3cfg: <*>)
device[<*>] (<*>): ignoring generated connection (IPv6LL-only and not in master-slave relationship)
device[<*>] (<*>): ip: set (combined) state <*> (was <*>, reason: <*>)
device[<*>] (<*>): ip:ac6: grace period starts with <*> seconds
device[<*>] (<*>): ip:ac6: set state: <*> (was <*>)
device[<*>] (<*>): ip:ac6: timeout for autoconf (IPv6 router advertisement) reached
device[<*>] (<*>): ip:ac6: using the device EUI-64 identifier
device[<*>] (<*>): ip:ll6: set state <*> (was <*>)
device[<*>] (<*>): ip:manual<*>: set state <*>
device[<*>] (<*>): ip6: addrgenmode6: set none
device[<*>] (<*>): ip6: addrgenmode6: set none (already set)
device[<*>] (<*>): ip6: addrgenmode6: toggle disable_ipv6 sysctl after disabling addr-gen-mode
device[<*>] (<*>): ip<*>: required-timeout: disabled
device[<*>] (<*>): ip<*>: set state <*> (was <*>, reason: <*>)
device[<*>] (<*>): ipv4.dhcp-client-id: no explicit client-id configured
device[<*>] (<*>): is available, will transition to disconnected
device[<*>] (<*>): last slave removed; remaining activated
device[<*>] (<*>): master connection ready; master device <*>
device[<*>] (<*>): parent: clear
device[<*>] (<*>): parent: ifindex <*>, device <*>, <*>
device[<*>] (<*>): parent: ifindex <*>, no device
device[<*>] (<*>): preparing device
device[<*>] (<*>): queue activation request waiting for currently active connection to disconnect
device[<*>] (<*>): queue-state[<*>]: change state
device[<*>] (<*>): queue-state[<*>]: clear queued state change
device[<*>] (<*>): queue-state[<*>]: queue state change
device[<*>] (<*>): queued link change for ifindex <*>
device[<*>] (<*>): reapply (version-id <*>)
device[<*>] (<*>): reapplying wired settings
device[<*>] (<*>): restarting dynamic IP configuration (IP interface changed)
device[<*>] (<*>): set metered value <*>
device[<*>] (<*>): set nm-owned from state file
device[<*>] (<*>): set-link: ignore link negotiation
device[<*>] (<*>): slave <*> state change <*> -> <*>
device[<*>] (<*>): start setup of <*>, kernel ifindex <*>
device[<*>] (<*>): state change: <*> -> <*> (reason '<*>', sys-iface-state: '<*>')
device[<*>] (<*>): unmanaged: flags set to [<*>], set-managed [<*>])
device[<*>] (<*>): unrealize (ifindex <*>)
device[<*>] (<*>): waiting for master connection to become ready
dhcp: init: Using DHCP client '<*>'
dhcp: init: enabled DHCP client '<*>' (not available)
dhcp: init: enabled DHCP client '<*>'
dhcp: init: enabled DHCP client '<*>' (undocumented internal plugin)
dhcp4 (<*>): accept lease
dhcp4 (<*>): activation: beginning transaction (timeout in <*> seconds)
dhcp4 (<*>): canceled DHCP transaction
dhcp4 (<*>): event: send DISCOVER to <*>
dhcp4 (<*>): option <*> => '<*>'
dhcp4 (<*>): state changed new lease, address=<*>
dhcp4 (<*>): state changed no lease
l3cfg[<*>]: obj-state: appeared in platform: [<*>]<*>
l3cfg[<*>]: obj-state: configure-first-time: [<*>]<*>
l3cfg[<*>]: obj-state: now zombie: [<*>]<*>
l3cfg[<*>]: obj-state: prune zombie: [<*>]<*>
l3cfg[<*>]: obj-state: remove from platform: [<*>]<*>
l3cfg[<*>]: obj-state: track: [<*>]<*>
l3cfg[<*>]: obj-state: untrack: [<*>]<*>
l3cfg[<*>]: obj-state: update: [<*>]<*>
l3cfg[<*>]: obj-state: zombie gone (untrack): [<*>]<*>
l3cfg[<*>]: obj-state: zombie pruned during reapply: [<*>]<*>
