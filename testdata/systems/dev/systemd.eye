<*> succeeded.
(sd-listen) failed with exit status <*>.
<*>: Changed <*> -> <*>
<*> changed <*> -> <*>
<*>: Failed to parse system call, ignoring: <*>
<*>:<*> Invalid attribute for IMPORT.
<*>:<*> Invalid key '<*>'
<*>:<*> Invalid key/value pair, ignoring.
<*>:<*> Invalid operator for ACTION.
<*>:<*>: Failed to parse TimeoutSec= parameter, ignoring: <*>
<*>:<*>: Failed to parse resource value, ignoring: <*>
<*>:<*>: Failed to parse service type, ignoring: <*>
<*>:<*>: Nice priority out of range, ignoring: <*>
<*>:<*>: Unknown key '<*>' in section [<*>], ignoring.
<*>:<*>: Unknown section '<*>'. Ignoring.
<*>:<*>: '<*>' is not a valid user or group name.
<*>:<*>: Copy source path '<*>' does not exist, skipping line.
<*>:<*>: Duplicate line for path "<*>", ignoring.
<*>:<*>: Failed to replace specifiers in '<*>': <*>
<*>:<*>: Failed to resolve group '<*>'.
<*>:<*>: Failed to resolve specifier: uninitialized <*> detected, skipping.
<*>:<*>: Failed to resolve user '<*>': <*>
<*>:<*>: Invalid mode '<*>'.
<*>:<*>: Path '<*>' not absolute.
<*>:<*>: Unknown command type '<*>'.
<*>:<*>: Match expected but got indented property "<*>", ignoring line.
<*>:<*>: Property expected, ignoring record with no properties.
<*>:<*>: Property or empty line expected, got "<*>", ignoring record.
About to execute <*>
<*>: About to execute <*>
Activating default unit: <*>
Builtin command '<*>' fails: <*>
Bus <*>: changing state <*> → <*>
Cannot set file attributes for '<*>', value=<*>, mask=<*>, ignoring: <*>
Cannot stat <*>: <*>
Changing "<*>" to mode <*>.
Child <*> (<*>) died (code=<*>, status=<*>)
Cleanup threshold for directory "<*>" is <*>; age-by: <*>
Closing set fd <*> (<*>)
Controller '<*>' supported: <*>
Created char device node "<*>" <*>.
Created directory "<*>".
Created fifo "<*>".
Created symlink "<*>".
Directory "<*>": modify time <*> is too new.
Exiting immediately: unit <*> succeeded
Failed to connect to /run/systemd/oom/io.system.ManagedOOM: <*>
Failed to connect to bus: <*>
Failed to connect to system bus: <*>
Failed to create stream fd: <*>
Failed to open configuration file '<*>': <*>
Failed to open timezone file '<*>': <*>
Failed to parse calendar specification '<*>': <*>
Failed to process message type=<*> sender=<*> destination=<*> path=<*> interface=<*> member=<*> cookie=<*> reply_cookie=<*> signature=<*> error-name=<*> error-message=<*>: <*>
Got message type=<*> sender=<*> destination=<*> path=<*> interface=<*> member=<*> cookie=<*> reply_cookie=<*> signature=<*> error-name=<*> error-message=<*>
Sent message type=<*> sender=<*> destination=<*> path=<*> interface=<*> member=<*> cookie=<*> reply_cookie=<*> signature=<*> error-name=<*> error-message=<*>
Failed to read $container of PID <*>, ignoring: <*>
File "<*>": change time <*> is too new.
Found cgroup2 on <*>, unified hierarchy for systemd controller
Found container virtualization <*>.
Found existing char device node "<*>" <*>.
Found existing directory "<*>".
Found existing fifo "<*>".
Found existing symlink "<*>".
Found unit <*> at <*> (regular file)
Handling <*>...
Ignoring "<*>": a separate entry exists.
Input '<*>' is not a normalized file system path, failed to escape.
Linked unit file: <*> → <*>
Loaded units and determined initial transaction in <*>.
PR_SET_MM_ARG_START failed: <*>
Parsed configuration file "<*>"
Preset files don't specify rule for <*>. Enabling.
Queued start job for default target <*>.
Reading config file "<*>"…
Reading file "<*>"
Reading rules file: <*>
Received SIGCHLD from PID <*> (<*>).
Received serialized fd <*> → <*>
Registering bus object implementation for path=<*> iface=<*>
Running <*> action for entry <*> <*>
SELinux enabled state cached to: <*>
Serializing <*> to memfd.
Setting access ACL <*> on <*>.
Setting extended attribute '<*>' on <*>.
Startup finished in <*>.
Successfully forked off '<*>' as PID <*>.
Trying to open "<*>"...
Unable to set file attribute <*> on <*>, ignoring: <*>
Unified cgroup hierarchy is located at <*>. Controllers are on legacy hierarchies.
Unit <*> has alias <*>.
Unit type <*> is not supported on this system.
Unknown identifier "<*>".
Using default interface naming scheme '<*>'.
Using notification socket <*>
Writing to "<*>".
<*>: Job <*> <*> finished, result=<*>
<*>: starting held back, waiting for: <*>
<*>: stopping held back, waiting for: <*>
<*>: cgroup-compat: Applying [Startup]CPUWeight=<*> as [Startup]CPUShares=<*> on <*>
<*>: Child <*> belongs to <*>.
<*>: Converting job <*> -> <*>
<*>: Enqueued job <*> as <*>
<*>: Executing: <*>
<*>: Failed to connect stdout to the journal socket, ignoring: <*>
<*>: Failed with result '<*>'.
<*>: Forked <*> as <*>
<*>: Main process exited, code=<*>, status=<*>
<*>: Control process exited, code=<*>, status=<*> (<*>)
<*>: Passing <*> fds to service
<*>: Scheduled restart job, restart counter is at <*>.
<*>: Service RestartSec=<*> expired, scheduling restart.
<*>: Service restart not allowed.
<*>: Service will restart (restart setting)
<*>: Service will not restart (restart setting)
<*>: Start request repeated too quickly.
<*>: Trying to enqueue job <*>
<*>: Unit entered failed state.
<*>: Will spawn child (<*>): <*>
<*>: Condition<*> failed.
<*>: Starting requested but condition failed. Not starting unit.
<*>: Merged <*> into installed job <*> as <*>
<*>: Got final SIGCHLD for state <*>
<*>: Installed new job <*> as <*>
<*>: Failed to load configuration: <*>
<*>: Collecting.
<*>: Failed at step <*> spawning <*>: <*>
<*>: Failed to locate executable <*>: <*>
<*>: '<*>'(err) '<*>'
<*>: <*> RUN '<*>'
<*>: <*> Importing properties from results of builtin command '<*>'
<*>: <*> Failed to run builtin '<*>': <*>
<*>: <*> Running PROGRAM '<*>'
<*>: Device has addr_assign_type=<*>
<*>: Device has name_assign_type=<*>
<*>: Failed to get driver, ignoring: <*>
<*>: No matching link configuration found, ignoring device.
<*>: Process '<*>' succeeded.
<*>: Starting '<*>'
<*>: sd-device: Created db file '<*>' for '<*>'
<*>: sd-device: Created empty file '<*>' for '<*>'
<*>: Control group is empty.
<*>: Deactivated successfully.
<*>: Failed to send unit change signal for <*>: <*>
<*>: Failed to send unit remove signal for <*>: <*>
<*>: Preserve permissions of <*>, uid=<*>, gid=<*>, mode=<*>
<*>: Successfully created symlink '<*>' to '<*>'
<*>: Creating <*> job
<*>: Failed to create <*>: Unit <*> not found.
<*>: Found dependency on <*>
<*>: Found ordering cycle on <*>
<*>: Unable to break cycle starting with <*>
rm -rf "<*>"
sd-bus: starting bus<*> by connecting to <*>...
sd-bus: starting bus <*> on fds <*> (<*>)...
sd-device-monitor(n/a): No permission to stat PID<*>'s netns, unable to determine if we are in host netns, ignoring: <*>
<*>: Killing process <*> (<*>) with signal <*>.
<*>: State '<*>' timed out. Killing.
<*>: start operation timed out. Terminating.
<*>: Failed to create listening socket (<*>): <*>
<*>: Failed to listen on sockets: <*>
<*>: Failed to receive listening socket (<*>): <*>
<*>: using service unit <*>.
systemd <*> running in user mode for user <*>. (<*>)
<*>: Got notified about unit deactivation.
<*>: Got triggered by '<*>'.
<*>: Monotonic timer elapses in <*>.
<*>: Timer elapsed.
<*>: Timer is elapsed.
<*>: Cannot add dependency job, ignoring: Unit <*> not found.
<*>: <*> GROUP <*>
<*>: <*> MODE <*>
<*>: <*> LINK '<*>'
<*>: Failed to open block device <*>: <*>
unit_file_build_name_map: normal unit file: <*>
/<*>
bpf-firewall: Got EBADF when using BPF_F_ALLOW_MULTI, which indicates it is supported. Yay!
Set up TFD_TIMER_CANCEL_ON_SET timerfd.
Looking for unit files in (higher priority first):
Modification times have changed, need to update cache.
Successfully created private D-Bus server.
systemd-oomd varlink unix socket not found, skipping user manager varlink setup
Invoking unit coldplug() handlers…
Invoking unit catchup() handlers…
cgroup compatibility translation between legacy and unified hierarchy settings activated. See cgroup-compat debug messages for details.
Accepted new private connection.
Got disconnect on private connection.
Requested transaction contains an unfixable cyclic ordering dependency: Transaction order is cyclic. See system logs for details.
Reloading.
Deserializing state...
Exit.
Don't run test mode as root.
All rules containing unresolvable specifiers will be skipped.
Starting manager...
Loading remaining units from the command line...
=== trie on-disk ===
tool version: <*>
file size: <*> bytes
header size <*> bytes
strings <*> bytes
nodes <*> bytes
Loading kernel module index.
Created link configuration context.
Unload kernel module index.
Unloaded link configuration context.
=== trie in-memory ===
nodes: <*> bytes ( <*>)
children arrays: <*> bytes ( <*>)
values arrays: <*> bytes ( <*>)
strings: <*> bytes
strings incoming: <*> bytes ( <*>)
strings dedup'ed: <*> bytes ( <*>)
size: <*> bytes
header: <*> bytes
child pointers: <*> bytes ( <*>)
value pointers: <*> bytes ( <*>)
string store: <*> bytes
strings start: <*>
Initializing machine ID from random generator.
