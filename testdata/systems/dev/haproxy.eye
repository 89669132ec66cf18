Backup Server <*> is DOWN, reason: <*>, info: "<*>", check duration: <*>ms. <*> active and <*> backup servers left. <*> sessions active, <*> requeued, <*> remaining in queue.
Backup Server <*> is UP, reason: <*>, code: <*>, check duration: <*>ms. <*> active and <*> backup servers online. Running on backup. <*> sessions requeued, <*> total in queue.
<*> [<*>] <*> <*>/<*> <*>/<*>/<*> <*> <*> <*>/<*>/<*>/<*>/<*> <*>/<*>
<*> [<*>] <*> <*>/<*> <*>/<*>/<*>/<*>/<*> <*> <*> - - <*> <*>/<*>/<*>/<*>/<*> <*>/<*> {<*>} "<*>"
<*> [<*>] <*> <*>/<*> <*>/<*>/<*>/<*>/<*> <*> <*> - - <*> <*>/<*>/<*>/<*>/<*> <*>/<*> "<BADREQ>"
Paused frontend <*>.
Resumed frontend <*>.
Proxy <*> stopped (cumulated conns: FE: <*>, BE: <*>).
Server <*> is DOWN, reason: <*>, code: <*>, info: "<*>", check duration: <*>ms. <*> active and <*> backup servers left. <*> sessions active, <*> requeued, <*> remaining in queue.
Server <*> is DOWN, reason: <*>, info: "<*>", check duration: <*>ms. <*> active and <*> backup servers left. <*> sessions active, <*> requeued, <*> remaining in queue.
Server <*> is DOWN, reason: <*>, info: "<*>", check duration: <*>ms. <*> active and <*> backup servers left. Running on backup. <*> sessions active, <*> requeued, <*> remaining in queue.
Server <*> is UP, reason: <*>, code: <*>, info: "<*>", check duration: <*>ms. <*> active and <*> backup servers online. <*> sessions requeued, <*> total in queue.
Server <*> is UP, reason: <*>, code: <*>, check duration: <*>ms. <*> active and <*> backup servers online. <*> sessions requeued, <*> total in queue.
Server <*> is UP/READY (leaving forced maintenance).
Server <*> is UP (leaving forced drain).
Server <*> is going DOWN for maintenance. <*> active and <*> backup servers left. <*> sessions active, <*> requeued, <*> remaining in queue.
Server <*> enters drain state. <*> active and <*> backup servers left. <*> sessions active, <*> requeued, <*> remaining in queue.
Server <*> remains in forced drain mode.
Server <*> was DOWN and now enters maintenance.
backend <*> has no server available!
