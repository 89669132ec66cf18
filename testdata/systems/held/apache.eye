<*>: Invalid command '<*>', perhaps misspelled or defined by a module not included in the server configuration
AH00529: <*> pcfg_openfile: unable to check htaccess file, ensure it is readable and that '<*>' is executable
AH00163: <*> configured -- resuming normal operations
AH00489: <*> configured -- resuming normal operations
AH00933: BALANCER: too soon to retry worker for (<*>)
AH00932: BALANCER: worker for (<*>) has been marked for retry
AH02568: Certificate and private key <*> configured from <*> and <*>
AH00094: Command line: '<*>'
AH01914: Configuring server <*> for SSL protocol
AH01998: Connection closed to child <*> with abortive shutdown (server <*>)
AH01964: Connection to child <*> established (server <*>)
AH01620: Could not open password file: <*>
AH01337: Could not parse expr "<*>" in <*>: Parse error near '<*>'
AH01148: Defined worker '<*>' for balancer '<*>'
AH01147: Defining worker '<*>' for balancer '<*>'
AH00898: Error reading from remote server returned by <*>
AH01270: Error reading request entity data
AH02651: Error writing request body to script <*>
AH00128: File does not exist: <*>
AH00130: File does not exist: <*>
AH00171: Graceful restart requested, doing restart
AH01114: HTTP: failed to make connection to backend: <*>
AH01883: Init: Initialized OpenSSL library
AH01887: Init: Initializing (virtual) servers for SSL
AH01873: Init: Session Cache is not configured [hint: SSLSessionCache]
AH01882: Init: this version of mod_ssl was compiled against a newer library (<*> (<*>), version currently loaded is <*>) - may result in undefined or erroneous behavior
AH00135: Invalid method in request <*>
AH01144: No protocol handler was valid for the URL <*> (scheme '<*>'). If you are using a DSO version of mod_proxy, make sure the proxy submodules are included in the configuration using LoadModule.
AH00563: Number of request headers exceeds LimitRequestFields
AH01382: Request header read timeout
AH01382: Request body read timeout
AH01588: Requested content-length of <*> is larger than the configured limit of <*>
AH01143: Running scheme <*> handler (attempt <*>)
AH00493: SIGUSR1 received.  Doing graceful restart
AH01372: SSI directive was not properly finished at the end of parsed document <*>
AH01996: SSL handshake failed: HTTP spoken on HTTPS port; trying to send HTML error page
AH02008: SSL library error <*> in handshake (server <*>)
AH00164: Server built: <*>
AH00490: Server built: <*>
AH00037: Symbolic link not allowed or link target not accessible: <*>
AH00540: XML parser error (at end). status=<*>
AH00036: access to <*> failed (filesystem path '<*>')
AH00959: ap_proxy_connect_backend disabling worker for (<*>) for <*>s
AH01106: bad HTTP/1.1 header returned by <*> (<*>)
AH00169: caught SIGTERM, shutting down
AH00491: caught SIGTERM, shutting down
AH00492: caught SIGWINCH, shutting down gracefully
AH01239: cgid daemon process died, restarting
AH00052: child pid <*> exit signal <*> (<*>)
AH01630: client denied by server configuration: <*>
AH01797: client denied by server configuration: <*>
AH00947: connecting <*> to <*> (<*>)
AH00944: connecting <*> to <*>
AH02337: copying shm[<*>] (<*>) for <*>
AH02338: copying shm[<*>] (<*>) for worker: <*>
AH01110: error reading response
AH01102: error reading status line from remote server <*>
AH01241: exec of '<*>' failed
AH00132: file permissions deny server access: <*>
AH00026: found %2f (encoded '/') in URI path (<*>), returning <*>
AH10479: http: <*> resolved to <*>
AH10480: http: <*> resolved to <*>
AH00957: http: attempt to connect to <*> (<*>) failed
AH00962: http: connection complete to <*> (<*>)
AH02824: http: connection established with <*> (<*>)
AH00942: http: has acquired connection for (<*>)
AH00943: http: has released connection for (<*>)
AH00930: initialized pool in child <*> for (<*>) min=<*> max=<*> smax=<*>
AH00931: initialized single connection worker in child <*> for (<*>)
AH00927: initializing worker <*> local
AH00925: initializing worker <*> shared
AH00926: worker <*> local already initialized
AH00924: worker <*> shared already initialized
AH10244: invalid URI path (<*>)
AH01373: missing closing endif directive in parsed document <*>
AH01876: mod_ssl/<*> compiled against Server: <*>, Library: <*>
AH00690: no acceptable variant: <*>
AH10122: proxy: Entering byrequests for BALANCER (<*>)
AH10123: proxy: byrequests selected worker "<*>" : busy <*> : lbstatus <*>
AH00096: removed PID file <*> (pid=<*>)
AH00565: request failed: client's request-line exceeds LimitRequestLine (longer than <*>)
AH10159: server is within MinSpareThreads of MaxRequestWorkers, consider raising the MaxRequestWorkers setting
AH00161: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting
AH01264: stderr from <*>: script not found or unable to stat
AH01909: <*> server certificate does NOT include an ID which matches the server name
AH01906: <*> server certificate is a CA certificate (BasicConstraints: CA == TRUE !?)
AH01371: unknown directive "<*>" in parsed doc <*>
AH01790: user `<*>' in realm `<*>' not found: <*>
AH01617: user <*>: authentication failure for "<*>": Password Mismatch
AH01631: user <*>: authorization failure for "<*>":
AH01794: user <*>: password mismatch: <*>
AH01618: user <*> not found: <*>
Could not open database. [<*>, #<*>]
Could not open the lock database. [<*>, #<*>]
End of script output before headers: <*>
SSL Library Error: error:<*>:SSL routines::unsupported protocol
SSL Library Error: error:<*>:SSL routines::http request
Script timed out before returning headers: <*>
The locks could not be queried for verification against a possible "If:" header. [<*>, #<*>]
malformed header from script '<*>': Bad header: <*>
unable to include "<*>" in parsed file <*>, subrequest returned <*>
