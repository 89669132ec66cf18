+ Session client-to-server MAC: <*>
+ Session client-to-server compression: <*>
+ Session client-to-server encryption: <*>
+ Session host key algorithm: <*>
+ Session key exchange: <*>
+ Session server hostkey: <*>
+ Session server-to-client MAC: <*>
+ Session server-to-client compression: <*>
+ Session server-to-client encryption: <*>
'subsystem' channel request for '<*>' subsystem
Check the ServerType directive to ensure you are configured correctly
Client session idle timeout, disconnected
Entering Extended Passive Mode (<*>)
Entering Passive Mode (<*>).
Environment successfully chroot()ed
FTP session closed.
FTP session opened.
HOST '<*>' command received after client has requested RFC2228 protection (<*>), refusing HOST command
Maximum login attempts (<*>) exceeded, connection refused
OPEN command for '<*>' blocked by '<*>' handler
Preparing to chroot to directory '<*>'
ProFTPD <*> (<*>) (built <*>) standalone mode STARTUP
Protection set to <*>
SSH2 session closed.
SSH2 session opened.
SSL/TLS-P requested, starting TLS handshake
TLS/TLS-C requested, starting TLS handshake
TLSv<*> connection accepted, using cipher <*> (<*> bits)
TLSv<*> data connection accepted, using cipher <*> (<*> bits, resumed session)
Transfer completed: <*> bytes in <*> seconds
USER <*>: Login successful
USER <*>: Login successful.
USER <*> (Login failed): Incorrect password
USER <*>: no such user found from <*> [<*>] to <*>:<*>
client (<*>:<*>) connected to server (<*>:<*>)
client at <*> sent SSH_DISCONNECT message: <*> (<*>)
client supports secure renegotiations
disconnecting client (<*>)
error writing packet (fd <*>): <*>
handling connection from SSH2 client '<*>'
mod_cap/<*>: capabilities '<*>'
no account for user '<*>' found
password authentication for user '<*>' failed: Incorrect password
received client version '<*>'
requested read offset (<*> bytes) greater than size of '<*>' (<*> bytes)
sending acceptable userauth methods: <*>
sending userauth failure; remaining userauth methods: <*>
sending userauth success
sent server version '<*>'
user '<*>' authenticated via '<*>' method
using SFTP protocol version <*> for this session (channel ID <*>)
