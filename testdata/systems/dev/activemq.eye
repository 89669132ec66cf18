Apache ActiveMQ <*> (<*>, <*>) is shutdown
Apache ActiveMQ <*> (<*>, <*>) is shutting down
Apache ActiveMQ <*> (<*>, <*>) is starting
Apache ActiveMQ <*> (<*>, <*>) started
Apache ActiveMQ <*> (<*>, <*>) uptime <*>
Connector <*> started
Connector <*> stopped
Could not accept connection : Exceeded the maximum number of allowed client connections. See the 'maximumConnections' property on the TCP transport configuration URI in the ActiveMQ configuration file (e.g., activemq.xml) (Exceeded the maximum number of allowed client connections. See the 'maximumConnections' property on the TCP transport configuration URI in the ActiveMQ configuration file (e.g., activemq.xml))
Could not accept connection : java.lang.NoClassDefFoundError: <*> (<*>)
Could not accept connection during shutdown : <*> (<*>)
Could not start network bridge between: <*> and: <*> due to: Connection refused
Error with pending local brokerInfo on: <*> (peer (<*>) stopped.)
Establishing network connection from <*> to <*>
Exception occurred for client <*> (<*>) processing: CONNECT -> java.lang.SecurityException: User name [<*>] or password is invalid.
Exception occurred for client <*> (<*>) processing: SEND -> org.apache.activemq.transport.stomp.ProtocolException: SEND received without a Destination specified!
Exception occurred for client <*> (<*>) processing: SUBSCRIBE -> org.apache.activemq.transport.stomp.ProtocolException: Invalid empty or 'null' Destination header
Exception occurred for client <*> (<*>) processing: <Unknown> -> org.apache.activemq.transport.stomp.ProtocolException: Unknown STOMP action: <*>
Failed to add Connection id=<*>, clientId=<*>, clientIP=<*> due to User name [<*>] or password is invalid.
Failed to add Connection id=<*>, clientId=<*>, clientIP=<*> due to Broker: <*> - Client: <*> already connected from <*>
Failed to connect to [<*>] after: <*> attempt(s) with Connection refused, continuing to retry.
For help or more information please see: <*>
Listening for connections at: <*>
Network Connector <*> started
Network Connector <*> stopped
Network connection between <*> and <*> (<*>) has been established.
Network connection between <*> and <*> shutdown due to a remote error: <*>
PListStore:[<*>] started
PListStore:[<*>] stopped
Security Error occurred on connection to: <*>, User name [<*>] or password is invalid.
Stopped KahaDB
Stopping async queue tasks
Stopping async topic tasks
Stopping <*> because Failed with SecurityException: Broker: <*> - Client: <*> already connected from <*>
Stopping <*> because Failed with SecurityException: User name [<*>] or password is invalid.
Successfully connected to <*>
Successfully reconnected to <*>
Temporary Store limit <*> mb, whilst the max journal file size for the temporary store is <*> mb, the temp store will not accept any data when used.
Transport (<*>) failed, attempting to automatically reconnect
Transport Connection to: <*> failed: Broken pipe
Transport Connection to: <*> failed: Frame size of <*> larger than max allowed <*>
Transport Connection to: <*> failed: Unknown STOMP action: <*>
Transport Connection to: <*> failed: User name [<*>] or password is invalid.
Transport Connection to: <*> failed: peer (<*>) stopped.
Usage Manager Memory Limit (<*>) reached on <*>, size <*>. Producers will be throttled to the rate at which messages are removed from this destination to prevent flooding it. See <*> for more info.
Using Persistence Adapter: <*>
<*> Shutting down <*>
<*> bridge to <*> stopped
message expired waiting for space
<*> Inactive for longer than <*> ms - removing ...
<*>, subscriptions=<*>, memory=<*>%, size=<*>, pending=<*> cursor blocked, no space available to page in messages; usage: <*>
socketQueue interrupted - stopping
