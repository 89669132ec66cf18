<*>, user: <*>(<*>), req: '<*>', bytes: <*>
<*>, user: <*>(<*>), req: '<*>', error: no such package available
<*>, user: <*>(<*> via <*>), req: '<*>', bytes: <*>
<*>, user: <*>(<*> via <*>), req: '<*>', error: no such package available
<*>, user: <*>(<*>), req: '<*>', error: no such file available
<*>, user: <*>(<*>), req: '<*>', error: request entity too large
<*>, user: <*>(<*>), req: '<*>', error: authorization required to access package <*>
<*>, user: <*>(<*>), req: '<*>', error: user <*> is not allowed to publish package <*>
<*>, user: <*>(<*>), req: '<*>', error: user <*> is not allowed to unpublish package <*>
<*>, user: <*>(<*>), req: '<*>', error: username is already registered
<*>, user: <*>(<*>), req: '<*>', error: unauthorized access
<*>, user: <*>(<*>), req: '<*>', error: maximum amount of users reached
<*>, req: '<*>' (streaming)
<*>, req: '<*>', bytes: <*>
ERR, req: '<*>', error: connect ECONNREFUSED <*>
<*> requested '<*>'
making request: '<*>'
Password for user "<*>" took <*>ms to verify
deprecating <*>
host <*> is back online
host <*> is now offline
http address - <*> - <*>
not allowed to unpublish a version for <*>
plugin <*> successfully loaded (<*>)
search endpoint ok results <*>
search for uplink <*>
uplink error: connect ECONNREFUSED <*>
uplink error: uplink is offline
using htpasswd file: <*>
you are using Node.js <*>, Verdaccio recommends Node.js <*> or higher, please consider upgrading your Node.js distribution
