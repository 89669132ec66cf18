<*> <= <*> H=<*> [<*>] P=esmtp S=<*> id=<*>
<*> <= <*> H=<*> [<*>] P=esmtps X=<*> CV=<*> S=<*> id=<*>
<*> <= <*> H=<*> [<*>] P=esmtpsa X=<*> CV=<*> A=<*> S=<*> id=<*>
<*> <= <*> U=<*> P=local S=<*>
<*> <= <> R=<*> U=<*> P=local S=<*>
<*> Completed
<*> => <*> R=users T=maildir
<*> => |<*> R=aliases T=address_pipe
<*> => :blackhole: <<*>> R=aliases
<*> => <*> R=dnslookup T=remote_smtp H=<*> [<*>] C="<*>"
<*> => <*> R=dnslookup T=remote_smtp H=<*> [<*>] K C="<*>"
<*> => <*> R=dnslookup T=remote_smtp H=<*> [<*>] X=<*> CV=<*> DN="<*>" C="<*>"
<*> => <*> R=dnslookup T=remote_smtp H=<*> [<*>] X=<*> CV=<*> DN="<*>" K C="<*>"
<*> => <*> R=dnslookup T=remote_smtp H=<*> [<*>]* X=<*> CV=<*> C="<*>"
<*> -> <*> R=dnslookup T=remote_smtp H=<*> [<*>] X=<*> CV=<*> DN="<*>" K C="<*>"
<*> == <*> R=users T=maildir defer (<*>): Retry time not yet reached
<*> == |<*> R=aliases T=address_pipe defer (<*>): Retry time not yet reached
<*> == |<*> R=aliases T=address_pipe defer (<*>): Child process of address_pipe transport returned <*> (could mean temporary error) from command: <*>
<*> == <*> R=users T=maildir defer (<*>): mailbox is full (MTA-imposed quota exceeded while writing to <*>)
<*> == <*> R=dnslookup T=remote_smtp defer (<*>): retry time not reached for any host for '<*>'
<*> == <*> R=dnslookup T=remote_smtp defer (<*>): Connection refused
<*> == <*> R=dnslookup T=remote_smtp defer (<*>): Connection timed out H=<*> [<*>]: SMTP timeout after initial connection
<*> == <*> R=dnslookup T=remote_smtp defer (<*>) H=<*> [<*>]: SMTP error from remote mail server after RCPT TO:<<*>>: <*>
<*> == <*> R=dnslookup T=remote_smtp defer (<*>) H=<*> [<*>]: SMTP error from remote mail server after initial connection: <*>
<*> == <*> R=dnslookup T=remote_smtp defer (<*>) H=<*> [<*>]: Remote host closed connection in response to end of data
<*> == <*> R=dnslookup defer (<*>): host lookup did not complete
<*> == <*> routing defer (<*>): retry time not reached
<*> ** <*>: retry timeout exceeded
<*> ** <*>: Unrouteable address
<*> ** <*> R=dnslookup T=remote_smtp: all hosts for '<*>' have been failing for a long time (and retry time not reached)
<*> ** <*> R=dnslookup T=remote_smtp H=<*> [<*>] X=<*> CV=<*> DN="<*>": SMTP error from remote mail server after pipelined sending data block: <*>
<*> ** <*> R=dnslookup T=remote_smtp H=<*> [<*>] X=<*> CV=<*> DN="<*>": SMTP error from remote mail server after pipelined end of data: <*>
<*> H=<*> [<*>] Connection refused
<*> H=<*> [<*>] TLS error on connection (recv): The TLS connection was non-properly terminated.
<*> TLS session: (gnutls_handshake): The TLS connection was non-properly terminated.: delivering unencrypted to H=<*> [<*>] (not in hosts_require_tls)
<*> H=<*> [<*>]: SMTP error from remote mail server after initial connection: <*>
<*> H=<*> [<*>]: SMTP timeout after initial connection: Connection timed out
<*> H=<*> [<*>]: Remote host closed connection in response to end of data
<*> H=<*> [<*>] F=<<*>> rejected after DATA: This message looks like spam
<*> Message is frozen
<*> Frozen (delivery error message)
no host name found for IP address <*>
<*> authenticator failed for <*> [<*>]: 535 Incorrect authentication data (set_id=<*>)
Start queue run: pid=<*>
End queue run: pid=<*>
exim <*> daemon started: pid=<*>, -q<*>, listening for SMTP on <*>
H=<*> [<*>] X=<*> CV=<*> F=<<*>> rejected RCPT <<*>>: Unknown user
H=<*> [<*>] F=<<*>> rejected RCPT <<*>>: Unknown user
H=<*> [<*>] X=<*> CV=<*> F=<<*>> rejected RCPT <<*>>: this person has left
H=<*> [<*>] F=<<*>> rejected RCPT <<*>>: this person has left
H=<*> [<*>] F=<<*>> rejected RCPT <<*>>: relay not permitted
H=<*> [<*>] F=<<*>> rejected RCPT <<*>>: Sender verify failed
H=<*> [<*>] F=<<*>> rejected RCPT <<*>>: X-Warning: <*> is listed at <*> (<*>)
H=<*> [<*>] sender verify fail for <<*>>: Unrouteable address
rejected MAIL FROM:<<*>> H=<*> [<*>]: message too big: size=<*> max=<*>
TLS error on connection from <*> [<*>] (recv): The TLS connection was non-properly terminated.
TLS error on connection from <*> [<*>] (gnutls_handshake): An unexpected TLS packet was received.
SMTP syntax error in "<*>" H=<*> unrecognized command
SMTP syntax error in "<*>" H=<*> missing or malformed local part (expected word or "<")
SMTP command timeout on connection from <*> [<*>]
SMTP command timeout on TLS connection from <*> [<*>]
unexpected disconnection while reading SMTP command from <*> [<*>] D=<*>
unexpected disconnection while reading SMTP command from <*> [<*>] (error: Connection reset by peer) D=<*>
SMTP call from <*> dropped: too many unrecognized commands (last was "<*>")
