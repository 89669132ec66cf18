Deleted: <*> messages
Requeued: <*> messages
<*>: removed
<*>: client=<*>
<*>: from=<*>, size=<*>, nrcpt=<*> (queue active)
<*>: from=<*>, status=expired, returned to sender
<*>: message-id=<*>
<*>: postmaster non-delivery notification: <*>
<*>: sender non-delivery notification: <*>
<*>: skipped, still being delivered
<*>: uid=<*> from=<*> orig_id=<*>
<*>: to=<*>, orig_to=<*>, relay=<*>, delay=<*>, delays=<*>, dsn=<*>, status=deferred (<*>)
<*>: to=<*>, orig_to=<*>, relay=<*>, delay=<*>, delays=<*>, dsn=<*>, status=sent (<*>)
<*>: to=<*>, relay=<*>, delay=<*>, delays=<*>, dsn=<*>, status=deferred (<*>)
<*>: to=<*>, relay=<*>, delay=<*>, delays=<*>, dsn=<*>, status=sent (<*>)
<*>: to=<*>, relay=<*>, delay=<*>, delays=<*>, dsn=<*>, status=bounced (<*>)
<*>: to=<*>, relay=<*>, conn_use=<*>, delay=<*>, delays=<*>, dsn=<*>, status=deferred (<*>)
<*>: to=<*>, relay=<*>, conn_use=<*>, delay=<*>, delays=<*>, dsn=<*>, status=sent (<*>)
<*>: to=<*>, relay=<*>, conn_use=<*>, delay=<*>, delays=<*>, dsn=<*>, status=bounced (<*>)
<*>: hold: header <*> from <*>; from=<*> to=<*> proto=<*> helo=<*>: <*>
<*>: reject: header <*> from <*>; from=<*> to=<*> proto=<*> helo=<*>: <*>
<*>: warning: header <*> from <*>; from=<*> to=<*> proto=<*> helo=<*>: <*>
<*>: discard: RCPT from <*>: <*>: Sender address <*>; from=<*> to=<*> proto=<*> helo=<*>
<*>: reject: RCPT from <*>: <*>: Recipient address rejected: <*>; from=<*> to=<*> proto=<*> helo=<*>
<*>: reject: RCPT from <*>: <*>: Sender address rejected: <*>; from=<*> to=<*> proto=<*> helo=<*>
<*>: reject: RCPT from <*>: <*>: Relay access denied; from=<*> to=<*> proto=<*> helo=<*>
<*>: warn: RCPT from <*>: <*>; from=<*> to=<*> proto=<*> helo=<*>
connect from <*>
connect to <*>: Connection refused
daemon started -- version <*>, configuration <*>
reload -- version <*>, configuration <*>
disconnect from <*>
fatal: <*>(<*>): unable to execute <*>: <*>
improper command pipelining after <*> from <*>: <*>
lost connection after <*> from <*>
timeout after <*> from <*>
too many errors after <*> from <*>
statistics: address lookup hits=<*> miss=<*> success=<*>
statistics: domain lookup hits=<*> miss=<*> success=<*>
statistics: max cache size <*> at <*>
statistics: max connection count <*> for (<*>) at <*>
statistics: max connection rate <*> for (<*>) at <*>
statistics: max simultaneous domains=<*> addresses=<*> connection=<*>
statistics: start interval <*>
warning: Connection concurrency limit exceeded: <*> from <*> for service <*>
warning: Illegal address syntax from <*> in MAIL command: <*>
warning: command "<*>" exited with status <*>
warning: non-SMTP command from <*>: <*>
starting the Postfix mail system
refreshing the Postfix mail system
stopping the Postfix mail system
