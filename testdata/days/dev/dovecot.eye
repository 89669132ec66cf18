lmtp(<*>)<<*>><<*>>: sieve: msgid=<*>: stored mail into mailbox '<*>'
lmtp(<*>)<<*>><<*>>: sieve: msgid=<*>: fileinto action: stored mail into mailbox '<*>'
lmtp(<*>)<<*>><<*>>: sieve: msgid=<*>: failed to store into mailbox '<*>': stat(<*>) failed: Permission denied (euid=<*> egid=<*> missing +x perm: <*>, dir owned by <*> mode=<*>)
lmtp(<*>)<<*>><<*>>: sieve: msgid=<*>: fileinto action: failed to store into mailbox '<*>': stat(<*>) failed: Permission denied (euid=<*> egid=<*> missing +x perm: <*>, dir owned by <*> mode=<*>)
lmtp(<*>)<<*>><<*>>: sieve: file storage: Failed to stat sieve storage path: stat(<*>) failed: Permission denied (euid=<*> egid=<*> missing +x perm: <*>, dir owned by <*> mode=<*>)
lmtp(<*>)<<*>><<*>>: sieve: Failed to access user's personal storage
lmtp(<*>)<<*>><<*>>: sieve: Execution of script <*> was aborted due to temporary failure
lmtp(<*>)<<*>><<*>>: lmtp-server: conn <*> [<*>]: rcpt <*>: stat(<*>) failed: Permission denied (euid=<*> egid=<*> missing +x perm: <*>, dir owned by <*> mode=<*>)
lmtp(<*>): Connect from <*>
lmtp(<*>): Disconnect from <*>: Logged out (state=<*>)
lmtp(<*>): Disconnect from <*>: Connection closed (state=<*>)
lmtp(<*>): Disconnect from <*>: Shutting down (state=<*>)
lmtp(<*>): Disconnect from <*>: Shutting down (unfinished <*> command) (state=<*>)
imap-login: Login: user=<*>, method=<*>, rip=<*>, lip=<*>, mpid=<*>, TLS, session=<*>
imap-login: Login: user=<*>, method=<*>, rip=<*>, lip=<*>, mpid=<*>, session=<*>
pop3-login: Login: user=<*>, method=<*>, rip=<*>, lip=<*>, mpid=<*>, TLS, session=<*>
pop3-login: Login: user=<*>, method=<*>, rip=<*>, lip=<*>, mpid=<*>, session=<*>
imap-login: Disconnected: Connection closed (auth failed, <*> attempts in <*> secs): user=<*>, method=<*>, rip=<*>, lip=<*>, TLS: Connection closed, session=<*>
imap-login: Disconnected: Connection closed (auth failed, <*> attempts in <*> secs): user=<*>, method=<*>, rip=<*>, lip=<*>, session=<*>
imap-login: Disconnected: Connection closed (no auth attempts in <*> secs): user=<*>, rip=<*>, lip=<*>, TLS handshaking: Connection closed, session=<*>
imap-login: Disconnected: Connection closed: SSL_accept() failed: <*> (no auth attempts in <*> secs): user=<*>, rip=<*>, lip=<*>, TLS handshaking: SSL_accept() failed: <*>, session=<*>
pop3-login: Disconnected: Connection closed (auth failed, <*> attempts in <*> secs): user=<*>, method=<*>, rip=<*>, lip=<*>, TLS: Connection closed, session=<*>
pop3-login: Disconnected: Connection closed (auth failed, <*> attempts in <*> secs): user=<*>, method=<*>, rip=<*>, lip=<*>, session=<*>
pop3-login: Disconnected: Connection closed (no auth attempts in <*> secs): user=<*>, rip=<*>, lip=<*>, TLS handshaking: Connection closed, session=<*>
pop3-login: Disconnected: Connection closed: SSL_accept() failed: <*> (no auth attempts in <*> secs): user=<*>, rip=<*>, lip=<*>, TLS handshaking: SSL_accept() failed: <*>, session=<*>
pop3-login: Disconnected: Internal login failure (pid=<*> id=<*>): user=<*>, method=<*>, rip=<*>, lip=<*>, mpid=<*>, session=<*>
imap(<*>)<<*>><<*>>: Disconnected: Logged out in=<*> out=<*> deleted=<*> expunged=<*> trashed=<*> hdr_count=<*> hdr_bytes=<*> body_count=<*> body_bytes=<*>
imap(<*>)<<*>><<*>>: Disconnected: Connection closed (<*> finished <*> secs ago) in=<*> out=<*> deleted=<*> expunged=<*> trashed=<*> hdr_count=<*> hdr_bytes=<*> body_count=<*> body_bytes=<*>
imap(<*>)<<*>><<*>>: Disconnected: Connection closed (<*> running for <*> + waiting input for <*> secs, <*> B in + <*> B out, state=<*>) in=<*> out=<*> deleted=<*> expunged=<*> trashed=<*> hdr_count=<*> hdr_bytes=<*> body_count=<*> body_bytes=<*>
imap(<*>)<<*>><<*>>: Disconnected: Connection closed (<*> running for <*> + waiting input for <*> secs, <*> in locks, <*> B in + <*> B out, state=<*>) in=<*> out=<*> deleted=<*> expunged=<*> trashed=<*> hdr_count=<*> hdr_bytes=<*> body_count=<*> body_bytes=<*>
imap(<*>)<<*>><<*>>: Disconnected: Server shutting down. in=<*> out=<*> deleted=<*> expunged=<*> trashed=<*> hdr_count=<*> hdr_bytes=<*> body_count=<*> body_bytes=<*>
imap(<*>)<<*>><<*>>: expunge: box=<*>, uid=<*>, msgid=<*>, size=<*>
imap(<*>)<<*>><<*>>: delete: box=<*>, uid=<*>, msgid=<*>, size=<*>
imap(<*>)<<*>><<*>>: undelete: box=<*>, uid=<*>, msgid=<*>, size=<*>
imap(<*>)<<*>><<*>>: copy from <*>: box=<*>, uid=<*>, msgid=<*>, size=<*>
imap(<*>)<<*>><<*>>: Mailbox renamed: <*> -> <*>
imap(<*>)<<*>><<*>>: chdir(<*>) failed: Permission denied (euid=<*> egid=<*> missing +x perm: <*>, dir owned by <*> mode=<*>)
imap(<*>)<<*>><<*>>: stat(<*>) failed: Permission denied (euid=<*> egid=<*> missing +x perm: <*>, dir owned by <*> mode=<*>)
imap(<*>): auth-master: login: request [<*>]: Login auth request failed: Internal auth failure (auth connected <*> msecs ago, request took <*> msecs, client-pid=<*> client-id=<*>)
pop3(<*>)<<*>><<*>>: expunge: box=<*>, uid=<*>, msgid=<*>, size=<*>
pop3(<*>)<<*>><<*>>: Disconnected: Logged out top=<*>, retr=<*>, del=<*>, size=<*>
pop3(<*>)<<*>><<*>>: Disconnected: Connection closed top=<*>, retr=<*>, del=<*>, size=<*>
auth: passwd-file(<*>): unknown user
auth: passwd-file(<*>): Password mismatch
auth: auth-master client: Master requested auth for nonexistent client <*> (created <*> msecs ago, handshake <*> msecs ago)
auth: auth client <*> disconnected with <*> pending requests: EOF
imap-login: master(imap): read() failed: Remote closed connection (destination service { process_limit } reached?) (client-pid=<*>, client-id=<*>, rip=<*>, created <*> msecs ago, received <*> bytes)
<*>: Killed with signal <*> (by pid=<*> uid=<*> code=kill)
master: Sent SIGTERM to <*> processes
