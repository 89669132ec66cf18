Canceling queue <*>
Chord '<*>' raised: <*>
Connected to <*>
Connection to Redis lost: Retry (<*>/<*>) in <*> second.
Connection to Redis lost: Retry (<*>/<*>) now.
Couldn't ack '<*>', reason:<*>
Discarding revoked task: <*>[<*>]
Hard time limit (<*>s) exceeded for <*>[<*>]
Message Error: Couldn't apply scheduled task <*>: <*>
New rate limit for tasks of type <*>: <*>.
New time limits for tasks of type <*>: soft=<*> hard=<*>
Rate limit attempt for unknown task <*>
Received invalid task message: <*>
Received unregistered task of type '<*>'.
Restoring <*> unacknowledged message(s)
Scheduler: Sending due task <*> (<*>)
Skipping prefetch count reduction after connection restart because per-consumer QoS (apply_global=<*>) is in effect and broker-side prefetch updates would not reach the running consumer.
Soft time limit (<*>s) exceeded for <*>[<*>]
Started consuming from <*>
Task handler raised error: <*>
Task <*>[<*>] raised unexpected: <*>
Task <*>[<*>] received
Task <*>[<*>] succeeded in <*>s: <*>
Task <*>[<*>] retry: Retry in <*>s: <*>
Task <*>[<*>] reject requeue=<*>: <*>
Task <*>[<*>] ignored
Tasks flagged as revoked: <*>
<*> has an expiration date in the past (<*>s ago).
Unrecoverable error: <*>
beat: Starting...
<*> ready.
consumer: Cannot connect to <*>: <*>.
consumer: Connection to broker lost. Trying to re-establish the connection... (<*>)
mingle: all alone
mingle: searching for neighbors
missed heartbeat from <*>
pidbox command error: <*>
sending <*> mail to <*>
