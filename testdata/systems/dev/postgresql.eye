WAL writer process (PID <*>) was terminated by signal <*>: <*>
all server processes terminated; reinitializing
automatic aggressive vacuum of table "<*>": index scans: <*>
automatic analyze of table "<*>"
automatic vacuum of table "<*>": index scans: <*>
background worker "<*>" (PID <*>) exited with exit code <*>
bigint out of range
canceling statement due to statement timeout
canceling statement due to user request
checkpoint complete: wrote <*> buffers (<*>%); <*> WAL file(s) added, <*> removed, <*> recycled; write=<*> s, sync=<*> s, total=<*> s; sync files=<*>, longest=<*> s, average=<*> s; distance=<*> kB, estimate=<*> kB
checkpoint starting: <*>
checkpoints are occurring too frequently (<*> seconds apart)
column "<*>" of relation "<*>" already exists
column "<*>" of relation "<*>" does not exist
column "<*>" does not exist
configuration file "<*>" contains errors; unaffected changes were applied
connection authenticated: identity="<*>" method=<*> (<*>)
connection authorized: user=<*> database=<*> application_name=<*>
connection received: host=<*> port=<*>
database "<*>" does not exist
database system is ready to accept connections
database system is shut down
database system was interrupted; last known up at <*>
database system was not properly shut down; automatic recovery in progress
database system was shut down at <*>
date/time field value out of range: "<*>"
deadlock detected
disconnection: session time: <*> user=<*> database=<*> host=<*> port=<*>
division by zero
duplicate key value violates unique constraint "<*>"
duration: <*> ms
duration: <*> ms statement: <*>
ending log output to stderr
function <*> does not exist
insert or update on table "<*>" violates foreign key constraint "<*>"
invalid input syntax for type integer: "<*>"
invalid input syntax for type json
invalid length of startup packet
invalid record length at <*>: wanted <*>, got <*>
invalid value for parameter "<*>": "<*>"
listening on IPv4 address "<*>", port <*>
listening on Unix socket "<*>"
new row for relation "<*>" violates check constraint "<*>"
no pg_hba.conf entry for host "<*>", user "<*>", database "<*>", no encryption
parameter "<*>" cannot be changed without restarting the server
parameter "<*>" changed to "<*>"
password authentication failed for user "<*>"
permission denied to set parameter "<*>"
pg_hba.conf rejects connection for host "<*>", user "<*>", database "<*>", no encryption
prepared statement "<*>" does not exist
process <*> acquired <*> on transaction <*> after <*> ms
process <*> detected deadlock while waiting for <*> on transaction <*> after <*> ms
process <*> still waiting for <*> on transaction <*> after <*> ms
received SIGHUP, reloading configuration files
received fast shutdown request
received immediate shutdown request
received smart shutdown request
received replication command: <*>
redo done at <*> system usage: CPU: user: <*> s, system: <*> s, elapsed: <*> s
redo starts at <*>
relation "<*>" does not exist
relation "<*>" already exists
remaining connection slots are reserved for non-replication superuser connections
replication connection authorized: user=<*> application_name=<*>
replication slot "<*>" does not exist
role "<*>" does not exist
savepoint "<*>" does not exist
shutting down
starting PostgreSQL <*> on <*>, compiled by <*>, <*>-bit
statement: <*>
syntax error at end of input
syntax error at end of jsonpath input
syntax error at or near "<*>"
table "<*>" does not exist
temporary file: path "<*>", size <*>
terminating any other active server processes
terminating connection due to administrator command
unrecognized configuration parameter "<*>"
