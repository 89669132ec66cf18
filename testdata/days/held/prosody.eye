load_roster: cache hit
load_roster: cache miss, loading from storage
load_roster: caching loaded roster
load_roster: asked for: <*>
load_roster: loading for offline user: <*>
load_roster: loading for new user: <*>
#queue = <*> (acked: <*>)
Handled <*> incoming stanzas
Sending[<*>]: <*>
Received[<*>]: <*>
Received </stream:stream>
Sending <r> (inside timer, after send) from <*> - #queue=<*>
Sending <r> (inside timer, before send) from <*> - #queue=<*>
Client sent opening <stream:stream> to <*>
Sent reply <stream:stream> to client
Stream encrypted (<*> with <*>)
TLS handshake complete (<*> with <*>)
Client connected
Client disconnected: <*>
<*> storage driver unavailable, using shim on top of keyval store.
Closing now
TLS negotiation started for <*>...
creating new coroutine
Start TLS after write
Starting TLS now
Prepared to start TLS
Proceeding with TLS on <*>...
Offering usable mechanisms: <*>
SASL mechanisms supported by handler: <*>
New connection FD <*> (<*>) on server FD <*> (<*>)
Connected (FD <*> (<*>))
Client FD <*> (<*>) created
Server FD <*> (<*>) created
Discarding <*> from <*> of type: <*>
Close after writing remaining buffered data
hibernating since <*>, stanza queued
Skip carbons for offline user
Received ack request, acking for <*>
No legacy vCard to migrate or already migrated
Enabling stream management
Processing queries for ub_ctx: <*>
Setting up net.server event handling for ub_ctx: <*>
Channel binding '<*>' undefined in context of <*>
Broadcasting offline messages
<*> has <*> items out of <*> limit in store <*>
Not offering authentication on insecure connection
<*>'s default rule is <*>
<*>'s rule for <*> is <*>
Default is <*> (for <*>)
s2s connection attempt failed: <*>
s2s disconnected: <*>-><*> (<*>)
inbound presence <*> from <*> for <*>
outbound presence <*> from <*> for <*>
broadcasted presence of <*> resources from <*> to <*>
Revoking resumption token
Old sessions: <*>
No watchdog set
No existing legacy bookmarks for <*>, migration already done: <*>
Additionally, no bookmarks 2 were existing for <*>, assuming empty.
Authenticated as <*>
Resolve <*> IN <*>
Results for <*> IN <*>: <*> items (<*>, <*> sec)
Results for <*> IN <*>: ServFail (<*>, <*> sec)
Removing empty <*> datastore for user <*>
trying to send over unauthed s2sout to <*>
opening a new outgoing connection for this stanza
Sending error replies for <*> queued stanzas because of failed outgoing connection to <*>
Read error, closing (<*>)
Outgoing s2s connection <*>-><*> complete
Deleting <*>
Certificate index: <*>
"<*>" empty, destroying
verified dialback key... it is valid
stanza [<*>] queued until connection complete
set_contact_pending_out: saving roster; set <*>
session <*> is leaving occupant <*>
sent dialback key on outgoing s2s stream
save_roster: saving roster for <*>, (<*>)
<*> is already loaded for <*>, so not loading again
no occupant found for <*>; creating new occupant object for <*>
muc_log_expires_after = <*> -- in seconds
mod_smacks hibernation timeout reached...
<*> is offering TLS, taking up the offer...
changed state from <*> to <*>
certificate chain validation result: <*>
c2s stream for <*> closed: <*>
account not found for username '<*>'
[pending connection <*>] Starting connection process
[pending connection <*>] Checking for targets...
[pending connection <*>] Next target to try is <*>
[pending connection <*>] Connection attempt failed: <*>
[pending connection <*>] Successfully connected
Waiting for sessions to close
Using cert "<*>" from index for host "<*>"
Unbinding resource for <*> (<*>)
Unbinding resource for <*> (<*>): <*>
Total storage usage: <*> / <*>
Statistics disabled
Shutdown status: <*>
Shutdown complete
Serving '<*>' at <*>
Sending stream header...
Sending stream features: <*>
Saved to offline storage: <*>
Running periodic tasks
Resource unbind prevented by module
Resource bound: <*>
Removed listening service <*> from <*>
Refreshing reserved nicks...
Refreshed for <*>: <*>
Not copying stanza: <*> (<*>)
Not archiving stanza: <*> (<*>)
Archiving stanza: <*> (<*>)
No active service for <*>, activating...
Issuing upload slot to <*> for <*>
Initiating dialback...
Incoming s2s received <*>
Gathering certificates for SNI for host <*>, <*> service
Disconnecting client, <stream:error> is: <*>
Disconnecting <*>-><*>[<*>], <stream:error> is: <*>
Destroying unbound session for <*>
Destroying session with <*> unacked stanzas
Destroying outgoing session <*>-><*>: <*>
Destroying incoming session <*>-><*>: <*>
Creating pubsub service for user "<*>"
Considering daily task <*> (<*>)
Command added by <*>: "<*>", "<*>"
Certificates loaded
Automatically locating certs for host <*>
All resources of <*> are now offline
Activated service '<*>' on <*>
Activated host: <*>
