<*>
<*> (QoS <*>)
<*> <*>
<*> <*> <*>
Client <*> closed its connection.
Client <*> disconnected due to protocol error.
Client <*> disconnected, not authorised.
Client <*> disconnected.
Client <*> already connected, closing old connection.
Config loaded from <*>.
Denied PUBLISH from <*> (d<*>, q<*>, r<*>, m<*>, '<*>', ... (<*> bytes))
Dropped too large PUBLISH from <*> (d<*>, q<*>, r<*>, m<*>, '<*>', ... (<*> bytes))
Error found at <*>:<*>.
Error opening password file "<*>".
Error saving in-memory database, unable to open <*> for writing.
Error: Permission denied.
Error: Unable to open pwfile "<*>".
Error: Unknown configuration variable "<*>".
Expiring client <*> due to timeout.
Invalid protocol "<*>" in CONNECT from <*>.
Invalid protocol version <*> in CONNECT from <*>.
New bridge connected from <*>:<*> as <*> (p<*>, c<*>, k<*>).
New client connected from <*>:<*> as <*> (p<*>, c<*>, k<*>, u'<*>').
New client connected from <*>:<*> as <*> (p<*>, c<*>, k<*>).
New connection from <*>:<*> on port <*>.
No will message specified.
Note: It is recommended to replace `<*>` with `<*>`.
Opening ipv<*> listen socket on port <*>.
Received DISCONNECT from <*>
Received PUBACK from <*> (Mid: <*>, RC:<*>)
Received PUBCOMP from <*> (Mid: <*>, RC:<*>)
Received PUBLISH from <*> (d<*>, q<*>, r<*>, m<*>, '<*>', ... (<*> bytes))
Received PUBREC from <*> (Mid: <*>)
Received PUBREL from <*> (Mid: <*>)
Received SUBSCRIBE from <*>
Received UNSUBSCRIBE from <*>
Reloading config.
Saving in-memory database to <*>.
Sending CONNACK to <*> (<*>, <*>)
Sending PUBACK to <*> (m<*>, rc<*>)
Sending PUBCOMP to <*> (m<*>)
Sending PUBLISH to <*> (d<*>, q<*>, r<*>, m<*>, '<*>', ... (<*> bytes))
Sending PUBREC to <*> (m<*>, rc<*>)
Sending PUBREL to <*> (m<*>)
Sending SUBACK to <*>
Sending UNSUBACK to <*>
Will message specified (<*> bytes) (r<*>, q<*>).
mosquitto version <*> running
mosquitto version <*> starting
mosquitto version <*> terminating
