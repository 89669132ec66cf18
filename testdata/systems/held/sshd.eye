Accepted key <*> <*> found at <*>
Accepted password for <*> from <*> port <*> ssh2
Accepted publickey for <*> from <*> port <*> ssh2: <*> <*>
Authentication refused: bad ownership or modes for directory <*>
Close session: user <*> from <*> port <*> id <*>
Connection closed by <*> port <*>
Connection closed by <*> port <*> [preauth]
Connection closed by authenticating user <*> <*> port <*> [preauth]
Connection closed by invalid user<*> <*> port <*> [preauth]
Connection from <*> port <*> on <*> port <*> rdomain "<*>"
Disconnected from user <*> <*> port <*>
Failed password for invalid user<*> from <*> port <*> ssh2
Failed password for <*> from <*> port <*> ssh2
Failed publickey for <*> from <*> port <*> ssh2: <*> <*>
Invalid user<*> from <*> port <*>
Postponed publickey for <*> from <*> port <*> ssh2 [preauth]
Read error from remote host <*> port <*>: Connection reset by peer
Received SIGHUP; restarting.
Received disconnect from <*> port <*>:<*>: disconnected by user
Server listening on <*> port <*>.
Starting session: command for <*> from <*> port <*> id <*>
Starting session: subsystem '<*>' for <*> from <*> port <*> id <*>
Unable to negotiate with <*> port <*>: no matching cipher found. Their offer: <*> [preauth]
Unable to negotiate with <*> port <*>: no matching host key type found. Their offer: <*> [preauth]
Unable to negotiate with <*> port <*>: no matching key exchange method found. Their offer: <*> [preauth]
User child is on pid <*>
User <*> from <*> not allowed because listed in DenyUsers
banner exchange: Connection from <*> port <*>: could not read protocol version
banner exchange: Connection from <*> port <*>: invalid format
close "<*>" bytes read <*> written <*>
closedir "<*>"
drop connection #<*> from [<*>]:<*> on [<*>]:<*> past MaxStartups
error: Protocol major versions differ: <*> vs. <*>
error: beginning MaxStartups throttling
error: connect_to <*> port <*>: failed.
error: kex_exchange_identification: Connection closed by remote host
error: kex_exchange_identification: client sent invalid protocol identifier "<*>"
exited MaxStartups throttling after <*>, <*> connections dropped
open "<*>" flags <*> mode <*>
opendir "<*>"
padding error: need <*> block <*> mod <*> [preauth]
pam_env(sshd:session): deprecated reading of user environment enabled
pam_limits(sshd:session): Could not set limit for '<*>' to soft=<*>, hard=<*>: Operation not permitted; uid=<*>,euid=<*>
pam_systemd(sshd:session): Failed to connect to system bus: No such file or directory
pam_unix(sshd:auth): authentication failure; logname=<*> uid=<*> euid=<*> tty=<*> ruser=<*> rhost=<*>
pam_unix(sshd:auth): authentication failure; logname=<*> uid=<*> euid=<*> tty=<*> ruser=<*> rhost=<*> user=<*>
pam_unix(sshd:auth): check pass; user unknown
pam_unix(sshd:session): session closed for user <*>
pam_unix(sshd:session): session opened for user <*>(uid=<*>) by <*>(uid=<*>)
posix-rename old "<*>" new "<*>"
remove name "<*>"
sent status <*>
session closed for local user <*> from [<*>]
session opened for local user <*> from [<*>]
ssh_dispatch_run_fatal: Connection from <*> port <*>: message authentication code incorrect [preauth]
