using the "<*>" event method
nginx/<*>
OS: <*>
getrlimit(RLIMIT_NOFILE): <*>:<*>
start worker processes
start worker process <*>
start cache manager process <*>
start cache loader process <*>
using uninitialized "<*>" variable, client: <*>
client <*> closed keepalive connection
open() "<*>" failed (<*>), client: <*>
directory index of "<*>" is forbidden, client: <*>
no user/password was provided for basic authentication, client: <*>
access forbidden by rule, client: <*>
upstream prematurely closed connection while reading response header from upstream, client: <*>
upstream server temporarily disabled while reading response header from upstream, client: <*>
connect() failed (<*>: Connection refused) while connecting to upstream, client: <*>
upstream server temporarily disabled while connecting to upstream, client: <*>
upstream sent no valid HTTP/<*> header while reading response header from upstream, client: <*>
upstream sent too big header while reading response header from upstream, client: <*>
no live upstreams while connecting to upstream, client: <*>
epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream, client: <*>
connect() to unix:<*> failed (<*>: No such file or directory) while connecting to upstream, client: <*>
rewrite or internal redirection cycle while processing "<*>", client: <*>
rewrite or internal redirection cycle while internally redirecting to "<*>", client: <*>
"<*>" matches "<*>", client: <*>
rewritten data: "<*>", args: "<*>", client: <*>
"<*>" does not match "<*>", client: <*>
unexpected "<*>" symbol before value of "<*>" parameter in "<*>" SSI command while sending response to client, client: <*>
pcre2_compile() failed: <*> in "<*>" while sending response to client, client: <*>
"<*>" is forbidden (<*>: Permission denied), client: <*>
client sent invalid request while reading client request line, client: <*>
delaying request, excess: <*>, by zone "<*>", client: <*>
user "<*>": password mismatch, client: <*>
user "<*>" was not found in "<*>", client: <*>
lstat() "<*>" failed (<*>: No such file or directory), client: <*>
MKCOL can create a collection only, client: <*>
mkdir() "<*>" failed (<*>: No such file or directory), client: <*>
SSL_do_handshake() failed (SSL: <*>) while SSL handshaking, client: <*>
client sent plain HTTP request to HTTPS port while reading client request headers, client: <*>
client sent HTTP/<*> request without "Host" header while reading client request headers, client: <*>
client sent invalid method while reading client request line, client: <*>
client sent duplicate host header: "<*>", previous value: "<*>" while reading client request headers, client: <*>
client sent invalid host header while reading client request headers, client: <*>
client sent invalid header line: "<*>" while reading client request headers, client: <*>
client sent invalid version while reading client request line, client: <*>
client sent invalid chunked body, client: <*>
client closed connection while SSL handshaking, client: <*>
upstream sent invalid chunked response while reading upstream, client: <*>
client sent too long URI while reading client request line, client: <*>
a client request body is buffered to a temporary file <*>, client: <*>
client intended to send too large body: <*> bytes, client: <*>
upstream sent invalid header: "<*>" while reading response header from upstream, client: <*>
limiting connections by zone "<*>", client: <*>
client timed out (<*>: Connection timed out) while reading client request line, client: <*>
upstream timed out (<*>: Connection timed out) while reading response header from upstream, client: <*>
client timed out (<*>: Connection timed out) while waiting for request, client: <*>
signal <*> (SIGHUP) received from <*>, reconfiguring
reconfiguring
unknown directive "<*>" in <*>:<*>
http file cache: <*> <*>, bsize: <*>
signal <*> (SIGCHLD) received from <*>
cache loader process <*> exited with code <*>
signal <*> (SIGIO) received
exiting
gracefully shutting down
exit
worker process <*> exited with code <*>
cache manager process <*> exited with code <*>
signal <*> (SIGUSR1) received from <*>, reopening logs
reopening logs
worker process <*> exited on signal <*>
bind() to <*> failed (<*>: Address already in use)
try again to bind() after <*>ms
still could not bind()
signal <*> (SIGTERM) received from <*>, exiting
writev() failed (<*>: Broken pipe) while sending request to upstream, client: <*>
signal <*> (SIGQUIT) received from <*>, shutting down
<*> worker_connections are not enough, reusing connections
<*> worker_connections are not enough while connecting to upstream, client: <*>
