******* GOODBYE <*> ********
ACL digest algorithm is: <*>
An exception was thrown while closing send thread for session <*>.
Cannot open channel to <*> at election address <*>
Client environment:<*>=<*>
Close of session <*>
CommitProcessor exited loop!
Committing global session <*>
Configuring CommitProcessor with <*> worker threads.
Configuring CommitProcessor with readBatchSize <*> commitBatchSize <*>
Configuring NIO connection handler with <*>s sessionless connection timeout, <*> selector thread(s), <*> worker threads, and <*> kB direct buffers.
Connection broken for id <*>, my id = <*>
Created server with tickTime <*> ms minSessionTimeout <*> ms maxSessionTimeout <*> ms clientPortListenBacklog <*> datadir <*> snapdir <*>
Creating new log file: <*>
Disconnected from leader (with address: <*>). Was connected for <*>ms. Sync state: <*>
Draining request throttler queue
Dynamic reconfig feature is disabled, skip designatedLeader calculation and reconfig processing.
Dynamic reconfig is disabled, we don't store the last seen config.
Either no config or no quorum defined in config, running in standalone mode
Election port bind maximum retries is <*>
Error sending data synchronously
EventThread shut down for session: <*>
Exception when following the leader
Exception when using channel: for id <*> my id = <*>
Exiting JVM with code <*>
Expiring session <*>, timeout of <*>ms exceeded
FOLLOWING
FOLLOWING - LEADER ELECTION TOOK - <*> MS
Follower sid: <*> : info : <*>
FollowerRequestProcessor exited loop!
Getting a diff from the leader <*>
Got zxid <*> expected <*>
Have quorum of supporters, sids: [<*>]; starting up and setting last processed zxid: <*>
Have smaller server identifier, so dropping the connection: (myId:<*> --> sid:<*>)
Initialized FollowerRequestProcessor with zookeeper.follower.skipLearnerRequestToNextProcessor as <*>
Initiating client connection, connectString=<*> sessionTimeout=<*> watcher=<*>
Interrupted while waiting for message on queue
Interrupting SendWorker thread from RecvWorker. sid: <*>. myId: <*>
Invalid config, exiting abnormally
LEADING
LEADING - LEADER ELECTION TOOK - <*> MS
LOOKING
Learner received NEWLEADER message
Learner received UPTODATE message
Local session upgrading disabled
Local sessions disabled
Log4j <*> jmx support not found; jmx disabled.
<*> is accepting connections now, my election bind port: <*>
<*> txns loaded in <*> ms
New election. My id = <*>, proposed zxid=<*>
No authentication provider for scheme: <*> has <*>
Notification time out: <*> ms
Notification: my state:<*>; n.sid:<*>, n.state:<*>, n.leader:<*>, n.round:<*>, n.peerEpoch:<*>, n.zxid:<*>, message format version:<*>, n.config version:<*>
On disk txn sync enabled with snapshotSizeFactor <*>
Opening socket connection to server <*>.
Oracle indicates not to follow
Peer state changed: <*>
PeerState set to <*>
Port unification disabled
PrepRequestProcessor (sid:<*>) started, reconfigEnabled=<*>
Processing <*> command from <*>
Purge task completed.
Purge task started.
QuorumPeer communication is not secured! (SASL auth disabled)
Reading configuration from: <*>
Reading snapshot <*>
Received connection request from <*>
Removing file: <*> <*>
RequestThrottler shutdown. Dropped <*> requests
Revalidating client: <*>
SASL config status: Will not attempt to authenticate using SASL (unknown error)
Send worker leaving thread id <*> my id = <*>
Sending DIFF zxid=<*> for peer sid: <*>
Server environment:<*>=<*>
ServerMetrics initialized with provider <*>
Session <*> for server <*>, Closing socket connection. Attempting reconnect except it is a SessionExpiredException.
Session <*>: auth success for scheme <*> and address <*>
Session establishment complete on server <*>, session id = <*>, negotiated timeout = <*>
Session: <*> closed
Setting -D jdk.tls.rejectClientInitiatedRenegotiation=true to disable client-initiated TLS renegotiation
Shutting down
Snapshot loaded in <*> ms, highest zxid is <*>, digest is <*>
Snapshot taken in <*> ms
Snapshotting: <*> to <*>
Socket connection established, initiating session, client: <*>, server: <*>
Starting quorum peer, myid=<*>
Starting server
Stat command output
Submitting global closeSession request for session <*>
Successfully connected to leader, using address: <*>
Synchronizing with Learner sid: <*> maxCommittedLog=<*> minCommittedLog=<*> lastProcessedZxid=<*> peerLastZxid=<*>
Synchronously closing socket to learner <*>.
TCP NoDelay set to: <*>
The digest in the snapshot has digest version of <*>, with zxid as <*>, and digest value as <*>
The large request threshold is set to <*>
The list of enabled four letter word commands is : [<*>]
The list of known four letter word commands is : [<*>]
The max bytes for all large requests are set to <*>
Unable to load jetty, not starting JettyAdminServer
Unexpected exception
Unexpected exception in LearnerHandler:
Unexpected exception, tries=<*>, remaining init limit=<*>, connecting to <*>
Using <*>ms as the quorum cnxn socket timeout
Using checkIntervalMs=<*> maxPerMinute=<*> maxNeverUsedIntervalMs=<*>
Using committedLog for peer sid: <*>
Using insecure (non-TLS) quorum communication
Using <*> as server connection factory
Using <*> as watch manager
Weighed connection throttling is disabled
ZooKeeper audit is disabled.
acceptedEpoch not found! Creating with a reasonable default of <*>. This should only happen when you are upgrading your installation
autopurge.purgeInterval set to <*>
autopurge.snapRetainCount set to <*>
binding to port <*>
clientPortAddress is <*>
connectToLearnerMasterLimit set to <*>
currentEpoch not found! Creating with a reasonable default of <*>. This should only happen when you are upgrading your installation
getChildren response cache size is initialized with value <*>.
getData response cache size is initialized with value <*>.
got auth packet <*>
initLimit set to <*>
jute.maxbuffer value is <*> Bytes
leaderConnectDelayDuringRetryMs: <*>
maxCnxns is not configured, using default value <*>.
maxSessionTimeout set to <*>
maxSessionTimeout set to <*> ms
metricsProvider.className is <*>
minSessionTimeout set to <*>
minSessionTimeout set to <*> ms
multiAddress.enabled set to <*>
multiAddress.reachabilityCheckEnabled set to <*>
multiAddress.reachabilityCheckTimeoutMs set to <*>
observerMasterPort is not set
quorum.cnxn.threads.size set to <*>
secureClientPort is not set
shutdown Follower
shutdown of request processor complete
shutting down
syncLimit set to <*>
tickTime set to <*>
<*> is relative. Prepend ./ to indicate that you're sure!
zookeeper.DigestAuthenticationProvider.enabled = <*>
zookeeper.closeSessionTxn.enabled = <*>
zookeeper.commitLogCount=<*>
zookeeper.digest.enabled = <*>
zookeeper.enableEagerACLCheck = <*>
zookeeper.enforce.auth.enabled = <*>
zookeeper.enforce.auth.schemes = [<*>]
zookeeper.fastleader.maxNotificationInterval = <*> ms
zookeeper.fastleader.minNotificationInterval = <*> ms
zookeeper.flushDelay = <*> ms
zookeeper.forward_learner_requests_to_commit_processor_disabled = <*>
zookeeper.intBufferStartingSizeBytes = <*>
zookeeper.leader.ackLoggingFrequency = <*>
zookeeper.leader.closeSocketAsync = <*>
zookeeper.leader.maxConcurrentDiffSyncs = <*>
zookeeper.leader.maxConcurrentSnapSyncs = <*>
zookeeper.leader.maxTimeToWaitForEpoch = <*>ms
zookeeper.learner.asyncSending = <*>
zookeeper.learner.closeSocketAsync = <*>
zookeeper.maxBatchSize=<*>
zookeeper.maxWriteQueuePollTime = <*> ms
zookeeper.pathStats.delay = <*>
zookeeper.pathStats.enabled = <*>
zookeeper.pathStats.initialDelay = <*>
zookeeper.pathStats.maxDepth = <*>
zookeeper.pathStats.slotCapacity = <*>
zookeeper.pathStats.slotDuration = <*>
zookeeper.quorumCnxnTimeoutMs=<*>
zookeeper.request.timeout value is <*>. feature enabled=<*>
zookeeper.request_throttler.shutdownTimeout = <*> ms
zookeeper.snapshot.compression.method = <*>
zookeeper.snapshot.trust.empty : <*>
zookeeper.snapshotSizeFactor = <*>
