supervisor: {<*>,<*>}
Adding vhost '<*>' (description: '<*>', tags: <*>)
Application: <*>. Exited: <*>. Type: <*>.
Channel error on connection <*> (<*> -> <*>, vhost: '<*>', user: '<*>'), channel <*>:
Closing all connections from user '<*>' because it's being deleted
Closing all connections in vhost '<*>' on node '<*>' because the vhost is stopping
Closing all connections in vhost '<*>' because it's being deleted
Created user '<*>'
Creating table <*> for feature flag `<*>`
Deleted user '<*>'
Deleting message store directory for vhost '<*>' at '<*>'
Deleting vhost '<*>'
Disk free limit set to <*>
Error on AMQP connection <*> (<*> -> <*> - <*>, user: '<*>', state: opening):
Error on AMQP connection <*> (<*> -> <*> - <*>, vhost: '<*>', user: '<*>', state: running), channel <*>:
Error on AMQP connection <*> (<*> -> <*>, state: starting):
FHC read buffering: <*>
FHC write buffering: <*>
Failed to add user '<*>': the user already exists
Free disk space is insufficient. Free bytes: <*>. Limit: <*>
Free disk space is sufficient. Free bytes: <*>. Limit: <*>
Limiting to approx <*> file handles (<*> sockets)
MQTT retained message store: <*>
Making sure data directory '<*>' for vhost '<*>' exists
Memory high watermark set to <*> MiB (<*> bytes) of <*> MiB (<*> bytes) total
Message store "<*>": rebuilding indices from scratch
Message store "<*>": using <*> to provide index
Message store for directory '<*>' is stopped
Peer discovery backend <*> does not support registration, skipping registration.
Peer discovery backend <*> does not support registration, skipping unregistration.
Recovering <*> queues of type <*> took <*>ms
Running boot step <*> defined by app <*>
Server startup complete; <*> plugins started.
Setting segment_entry_count for vhost '<*>' with <*> queues to '<*>'
Setting up a table for channel tracking on this node: <*>
Setting up a table for connection tracking on this node: <*>
Setting up a table for per-user connection counting on this node: <*>
Setting up a table for per-vhost connection counting on this node: <*>
Started message store of type <*> for vhost '<*>'
Starting message stores for vhost '<*>'
Starting worker pool '<*>' with <*> processes in it
Stopping application '<*>'
Stopping message store for directory '<*>'
Stopping vhost supervisor <*> for vhost '<*>'
Successfully changed password for user '<*>'
Successfully cleared permissions for '<*>' in virtual host '<*>'
Successfully set permissions for '<*>' in virtual host '<*>' to <*>
Successfully set policy '<*>' matching <*> names in virtual host '<*>' using pattern '<*>'
Successfully set user tags for user '<*>' to <*>
WAL: <*> init, open tbls: <*>, closed tbls: <*>
Waiting for Mnesia tables for <*> ms, <*> retries left
Will use <*> processes for default worker pool
accepting AMQP connection <*> (<*> -> <*>)
closing AMQP connection <*> (<*> -> <*> - <*>)
closing AMQP connection <*> (<*> -> <*> - <*>, vhost: '<*>', user: '<*>')
closing AMQP connection <*> (<*> -> <*>):
connection <*> (<*> -> <*> - <*>): user '<*>' authenticated and granted access to vhost '<*>'
connection <*> (<*> -> <*>) has a client-provided name: <*>
<*> resource limit alarm cleared across the cluster
<*> resource limit alarm cleared on node <*>
<*> resource limit alarm set on node <*>.
epmd monitor knows us, inter-node communication (distribution) port: <*>
<*>: <*> -> <*> in term: <*> machine version: <*>
ra system '<*>' running pre init for <*> registered servers
ra: meta data store initialised for system <*>. <*> record(s) recovered
ra: starting system <*>
started MQTT TCP listener on <*>
started TCP listener on <*>
starting Ra system: <*> in directory: <*>
stopped MQTT TCP listener on <*>
stopped TCP listener on <*>
vm_memory_high_watermark clear. Memory used:<*> allowed:<*>
vm_memory_high_watermark set. Memory used:<*> allowed:<*>
RabbitMQ is asked to stop...
Stopping RabbitMQ applications and their dependencies in the following order:
Successfully stopped RabbitMQ and its dependencies
RabbitMQ is asked to start...
Logging: switching to configured handler(s); following messages may not be visible in this log output
Logging: configured log handlers are now ACTIVE
Enabling free disk space monitoring
Successfully synced tables from a peer
Starting rabbit_node_monitor
Will not seed default virtual host and user: have definitions to load...
Resetting node maintenance status
Ready to start client connection listeners
Halting Erlang VM with the following applications:
