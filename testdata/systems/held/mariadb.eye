'CHANGE MASTER TO executed'. Previous state master_host='<*>', master_port='<*>', master_log_file='<*>', master_log_pos='<*>'. New state master_host='<*>', master_port='<*>', master_log_file='<*>', master_log_pos='<*>'.
'<*>' entry '<*>' ignored in --skip-name-resolve mode.
Aborted connection <*> to db: '<*>' user: '<*>' host: '<*>' (Got a packet bigger than 'max_allowed_packet' bytes)
Aborted connection <*> to db: '<*>' user: '<*>' host: '<*>' (Got an error reading communication packets)
Aborted connection <*> to db: '<*>' user: '<*>' host: '<*>' (Got an error writing communication packets)
Aborted connection <*> to db: '<*>' user: '<*>' host: '<*>' (Got timeout reading communication packets)
Aborted connection <*> to db: '<*>' user: '<*>' host: '<*>' (KILLED)
Aborted connection <*> to db: '<*>' user: '<*>' host: '<*>' (This connection closed normally without authentication)
Aborted connection <*> to db: '<*>' user: '<*>' host: '<*>' (Too many connections)
Access denied for user '<*>'@'<*>' (using password: <*>)
Access denied for user '<*>'@'<*>' to database '<*>'
Added new Master_info '<*>' to hash table
Buffered warning: option '<*>': unsigned value <*> adjusted to <*>
Could not read packet: fd: <*> state: <*> read_length: <*> errno: <*> vio_errno: <*> length: <*>
Could not write packet: fd: <*> state: <*> errno: <*> vio_errno: <*> length: <*>
Couldn't repair table: <*>
Crash table recovery finished.
Error reading packet from server: <*> (server_errno=<*>)
Error reading relay log event: slave SQL thread was killed
Event Scheduler: Killing the scheduler thread, thread id <*>
Event Scheduler: Purging the queue. <*> events
Event Scheduler: Stopped
Event Scheduler: Waiting for the scheduler thread to reply
Event Scheduler: [<*>].[<*>] event execution failed.
Event Scheduler: [<*>][<*>] At line <*> in <*>
Event Scheduler: [<*>][<*>] Column count doesn't match value count at row <*>
Event Scheduler: [<*>][<*>] Table '<*>' doesn't exist
Event Scheduler: scheduler thread started with id <*>
Got an error from thread_id=<*>, <*>:<*>
InnoDB:
InnoDB: *** CONFLICTING WITH:
InnoDB: *** WAITING FOR THIS LOCK TO BE GRANTED:
InnoDB: *** WE ROLL BACK TRANSACTION (<*>)
InnoDB: Buffer pool(s) dump completed at <*>
InnoDB: Buffer pool(s) load completed at <*>
InnoDB: Completed initialization of buffer pool
InnoDB: Compressed tables use zlib <*>
InnoDB: Dumping buffer pool(s) to <*>
InnoDB: End of log at LSN=<*>
InnoDB: FTS optimize thread exiting.
InnoDB: File '<*>' size is now <*>.
InnoDB: File system buffers for log disabled (block size=<*> bytes)
InnoDB: Last binlog file '<*>', position <*>
InnoDB: Loading buffer pool(s) from <*>
InnoDB: <*> rollback segments are active.
InnoDB: Number of transaction pools: <*>
InnoDB: Removed temporary tablespace data file: "<*>"
InnoDB: Resizing redo log from <*> to <*>; LSN=<*>
InnoDB: Setting file '<*>' size to <*>. Physically writing the file full; Please wait ...
InnoDB: Starting crash recovery from checkpoint LSN=<*>
InnoDB: Starting shutdown...
InnoDB: To recover: <*> pages
InnoDB: Transaction was aborted due to Deadlock
InnoDB: Transactions deadlock detected, dumping detailed information.
InnoDB: Using <*> instructions
InnoDB: Using io_uring
InnoDB: Using transactional memory
InnoDB: innodb_buffer_pool_size=<*> (<*> pages) resized from <*> (<*> pages)
InnoDB: innodb_buffer_pool_size_max=<*>, innodb_buffer_pool_size=<*>
InnoDB: log sequence number <*>; transaction id <*>
MariaDB thread id <*>, OS thread handle <*>, query id <*> <*> <*> Checking table
Master connection name: '<*>' Master_info_file: '<*>' Relay_info_file: '<*>'
No argument was provided to --log-bin and neither --log-basename or --log-bin-index where used; This may cause repliction to break when this server acts as a master and has its hostname changed! Please use '--log-basename=<*>' or '--log-bin=<*>' to avoid this problem.
Plugin '<*>' is disabled.
Previous Using_Gtid=<*>. New Using_Gtid=<*>
Reading of all Master_info entries succeeded
Recovering after a crash using <*>
Server socket created on IP: '<*>', port: '<*>'.
Shutdown completed; log sequence number <*>; transaction id <*>
Slave I/O thread exiting, read up to log '<*>', position <*>; GTID position <*>, master <*>
Slave I/O thread killed while connecting to master
Slave I/O thread: Start asynchronous replication to master '<*>' in log '<*>' at position <*>
Slave I/O thread: connected to master '<*>',replication starts at GTID position '<*>'
Slave I/O: Got fatal error <*> from master when reading data from binary log: '<*>', Internal MariaDB error code: <*>
Slave I/O: error connecting to master '<*>' - retry-time: <*> maximum-retries: <*> message: <*>, Internal MariaDB error code: <*>
Slave SQL thread exiting, replication stopped in log '<*>' at position <*>; GTID position '<*>', master: <*>
Slave SQL thread initialized, starting replication in log '<*>' at position <*>, relay log '<*>' position: <*>; GTID position '<*>'
Start binlog_dump to slave_server(<*>), pos(<*>, <*>), using_gtid(<*>), gtid('<*>')
Starting MariaDB <*> source revision <*> server_uid <*> as process <*>
Starting table crash recovery...
Using PAUSE multiplier <*>
mariadbd (initiated by: <*>): Normal shutdown
mariadbd: Aria engine: recovery done
mariadbd: Aria engine: starting recovery
mariadbd: Got a packet bigger than 'max_allowed_packet' bytes
mariadbd: Got packets out of order
mariadbd: Index for table '<*>' is corrupt; try to repair it
mariadbd: Shutdown complete
mariadbd: Table '<*>' is marked as crashed and should be repaired
mariadbd: ready for connections.
<*>: Can't read indexpage from filepos: <*>
<*>: Size of indexfile is: <*> Should be: <*>
