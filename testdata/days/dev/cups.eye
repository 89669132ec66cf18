CUPS-Get-Default
CUPS-Get-Printers
Create-Job <*>
Get-Jobs <*>
Get-Printer-Attributes <*>
Send-Document <*>
Set-Job-Attributes <*>
Discarding unused <*> event...
Full reload complete.
Generating printcap <*>...
Listening to <*>:<*> (<*>)
Loaded MIME database from "<*>" and "<*>": <*> types, <*> filters...
Loaded configuration file "<*>"
New printer "<*>" added by "<*>".
No <*> defined in policy <*> - using defaults.
No limit for <*> defined in policy <*> and no suitable template found.
Printer "<*>" now accepting jobs ("<*>").
Printer "<*>" rejecting jobs ("<*>").
Printer "<*>" started by "<*>".
Printer "<*>" stopped by "<*>".
Queue <*> uses a printer driver, which is deprecated.
Remote access is disabled.
Report: printers=<*>
Report: stringpool-alloc-bytes=<*>
Report: stringpool-total-bytes=<*>
Saving <*>...
Scheduler shutting down normally.
Setting <*> printer-is-accepting-jobs to <*> (was <*>.)
Setting <*> printer-state to <*> (was <*>.)
[CGI] Regular expression \"<*>\"
[CGI] cgiClearVariables called.
[CGI] cgiSetArray: <*>[<*>]=\"<*>\"
[CGI] cgiSetVariable: <*>=\"<*>\"
[CGI] envp[<*>] = "<*>"
[Client <*>] Accepted from <*>:<*> (<*>)
[Client <*>] CGI data ready to be sent.
[Client <*>] Closing connection.
[Client <*>] Content-Length: <*>
[Client <*>] Flushing write buffer.
[Client <*>] GET <*> HTTP/<*>
[Client <*>] POST <*> HTTP/<*>
[Client <*>] Processing GET <*>
[Client <*>] HTTP_STATE_WAITING Closing for error <*> (<*>)
[Client <*>] Limiting Get-Jobs response to <*> jobs.
[Client <*>] 2.0 <*> <*>
[Client <*>] New state is <*>
[Client <*>] No authentication data provided.
[Client <*>] Read: status=<*>, state=<*>
[Client <*>] Returning IPP <*> for <*> (<*>) from <*>.
[Client <*>] Sending <*>-length chunk.
[Client <*>] Server address is "<*>".
[Client <*>] Started "<*>" (pid=<*>, file=<*>)
[Client <*>] Waiting for CGI data.
[Client <*>] Waiting for request.
[Client <*>] Writing IPP response, ipp_state=<*>, old wused=<*>, new wused=<*>
[Client <*>] bytes=<*>, http_state=<*>, data_remaining=<*>
[Client <*>] con->http=<*>
[Client <*>] cupsdSendHeader: code=<*>, type="<*>", auth_type=<*>
[Client <*>] cupsdWriteClient error=<*>, used=<*>, state=<*>, data_encoding=<*>, data_remaining=<*>, response=<*>(<*>), pipe_pid=<*>, file=<*>
[Client <*>] pam_authenticate() returned <*> (<*>)
[Job <*>] <*> (<*> to <*>, cost <*>)
[Job <*>] Adding end banner page "<*>".
[Job <*>] Adding start banner page "<*>".
[Job <*>] After Cropping: <*> <*> <*> <*>
[Job <*>] Applying default options...
[Job <*>] Auto-typing file...
[Job <*>] Canceled by "<*>".
[Job <*>] Color Manager: ICC Profile: <*>
[Job <*>] Connected to <*>:<*>...
[Job <*>] Connected to printer.
[Job <*>] Connecting to <*>:<*>
[Job <*>] Connecting to printer.
[Job <*>] Connection error: <*>
[Job <*>] File of type <*> queued by "<*>".
[Job <*>] Ghostscript command line: <*>
[Job <*>] Ghostscript using Any-Part-of-Pixel method to fill paths.
[Job <*>] Job canceled by \"<*>\"
[Job <*>] Job canceled by user.
[Job <*>] Job completed.
[Job <*>] Job held by \"<*>\".
[Job <*>] Job stopped due to filter errors; please consult the <*> file for details.
[Job <*>] Job stopped due to printer being paused.
[Job <*>] Loading attributes...
[Job <*>] Loading from cache...
[Job <*>] Looking up \"<*>\"...
[Job <*>] Mapping media to Pagesize=<*>
[Job <*>] <*> filters for job:
[Job <*>] <*>=<*>
[Job <*>] <*>: Attempting to reconstruct cross-reference table
[Job <*>] PAGE: <*> <*>
[Job <*>] PDF interactive form and annotation flattening done via QPDF
[Job <*>] PID <*> (<*>) exited with no errors.
[Job <*>] PID <*> (<*>) stopped with status <*>.
[Job <*>] PID <*> (<*>) was terminated normally with signal <*>.
[Job <*>] Page = <*>x<*>; <*>,<*> to <*>,<*>
[Job <*>] Queued on "<*>" by "<*>".
[Job <*>] Read <*> bytes of print data...
[Job <*>] Wrote <*> bytes of print data...
[Job <*>] Request file type is <*>.
[Job <*>] STATE: <*>
[Job <*>] Set job-printer-state-message to "<*>", current level=<*>
[Job <*>] Started backend <*> (PID <*>)
[Job <*>] Started filter <*> (PID <*>)
[Job <*>] The following messages were recorded from <*> to <*>
[Job <*>] The printer is in use.
[Job <*>] Unloading...
[Job <*>] Waiting for printer to finish.
[Job <*>] argv[<*>]=<*>
[Job <*>] backendRunLoop(print_fd=<*>, device_fd=<*>, snmp_fd=<*>, addr=<*>, use_bc=<*>, side_cb=<*>)
[Job <*>] backendWaitLoop(snmp_fd=<*>, addr=<*>, side_cb=<*>)
[Job <*>] envp[<*>]=<*>
[Job <*>] gstopdf argv[<*>] = <*>
[Job <*>] hrDeviceDesc=\"<*>\"
[Job <*>] job-sheets=<*>,<*>
[Job <*>] pdftopdf: Last filter determined by the PPD: <*>; FINAL_CONTENT_TYPE: <*> => pdftopdf will log pages in page_log.
[Job <*>] pdftopdf: Page <*> too large for output page size, scaling pages to fit.
[Job <*>] pdftopdf: Print scaling mode: <*>
[Job <*>] pdftopdf: \"print-scaling\" IPP attribute: <*>
[Job <*>] prtGeneralCurrentLocalization type is <*>, expected <*>!
[Job <*>] time-at-completed=<*>
[Job <*>] time-at-processing=<*>
add_job: requesting-user-name="<*>"
cupsdCleanFiles(path="<*>", pattern="<*>")
cupsdMarkDirty(<*>)
cupsdRegisterPrinter(p=<*>(<*>))
cupsdSetBusyState: newbusy="<*>", busy="<*>"
cupsdUpdateQuota: p=<*> username=<*> pages=<*> k=<*>
load_ppd: Loading <*>...
load_ppd: Saving <*>...
