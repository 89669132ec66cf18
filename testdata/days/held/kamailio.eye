destroying list <*>
destroying xavp list <*>
destroying node <*>
end of header reached, state=<*>
checking if port <*> (advertise <*>) matches port <*>
checking if host==us: <*>==<*> && [<*>] == [<*>]
type of the extra attr[<*>] set to: <*>
matching (<*>:<*>:<*>) vs. (<*>:<*>:<*>)
parsed header name [<*>] type <*>
Freeing memory, type is <*>, message_index <*>, index i <*>
cleaning up
check_parse_uris entered
check_parse_uris passed
check_cseq_value entered
check_cseq_value passed
check_cseq_method entered
check_cseq_method passed
check_ruri_sip_version entered
check_ruri_sip_version passed
check_required_headers entered
check_required_headers passed
check_cl entered
check_cl passed
check_ruri_scheme entered
check_ruri_scheme passed
check_expires_value entered
check_expires_value passed
Via found, flags=<*>
sanity checks result: <*>
looking up To header
looking up From header
found end of header
event route <*> not defined
this is the first via
this is the second via
check via1 header
DBG: trans=<*>, callback type <*>, id <*> entered
trans=<*>, callback type <*>, id <*> entered
preparing to run routing scripts...
content_length=<*>
transaction found - T:<*> branch:<*>
request-route executed in: <*> usec
reply-route executed in: <*> usec
only first <*> were matched!
no transaction found
msg (<*>) id=<*>/<*> global id=<*>/<*> T start=<*>
msg (<*>) id=<*>/<*> global id=<*>/<*> T end=<*>
start searching: hash=<*>, isACK=<*>
parsing ruri
host (<*>:<*>:<*>) != me
host (<*>:<*>:<*>) == me
first line type <*> (request) flags <*>
first line type <*> (reply(status)) flags <*>
SIP Request:
SIP Reply  (status):
src IP [<*>],node=<*>; hits=[<*>,<*>],[<*>,<*>] node_flags=<*> func_flags=<*>
search on branch <*> (top=<*>)
original status uas=<*>, uac[<*>]=<*> local=<*> is_invite=<*>)
acc callback called for t(<*>) event type <*>, reply code <*>
reply in stateless mode (sl)
reply (<*>) matched an active transaction (T=<*>)!
freeing RES_NAMES[<*>] at <*>
allocate <*> bytes for RES_NAMES[<*>] at <*>
allocate <*> bytes for result types at <*>
allocate <*> bytes for result names at <*>
allocate <*> bytes for result set at <*>
allocate <*> bytes for rows at <*>
freeing rows at <*>
freeing row values at <*>
freeing result types at <*>
freeing result names at <*>
freeing result set at <*>
freeing <*> columns
freeing <*> rows
freeing transaction <*> from timer.c:<*>
<*> in <*>(<*>,<*>)
<*> from <*>(<*>,<*>)
reply status=<*> branch=<*>, save=<*>, relay=<*> icode=<*> msg status=<*>
no multi-part body
acc is on
failed acc is off
Found param type <*>, <<*>> = <<*>>; state=<*>
->>>>>>>>> T_code=<*>, new_code=<*>
 version: <<*>>
 status:  <<*>>
 uri:     <<*>>
 method:  <<*>>
 reason:  <<*>>
value = <*>
t_reply_matching: hash <*> label <*> branch <*>
reply buffer sent out
put T [<*>] on wait
probing acc state - code: <*> flags: <*>
no expires header found
cseq <CSeq>: <<*>> <<*>>
No next Route HF found
No next URI found
old size: <*>, new size: <*>
no totag
totag found
is_preloaded: <*>
realm='<*>'
realm [<*>] table [<*>] flags [<*>]
first line indicates a SIP reply
Topmost route URI: '<*>' is me
Authorization is OK
<To> [<*>]; uri=[<*>]
signal <*> received
no credentials
generated ruid is: <*>
copied size: orig:<*>, new: <*>, rest: <*> msg=
cache or mtime succeeded for [<*>]
Calling SELECT <*>
sending request on branch <*> failed
rps provisional - uas status: <*>
rps completed - uas status: <*>
rmv node <*>[<*>]
orig. len=<*>, new_len=<*>, proto=<*>
incoming reply
forwarding ACK statelessly
finished transaction: <*> (p:<*>/n:<*>)
finished
add param: <*>=<*>
to body (<*>)[<*>
to body (<*>)[<*>], to tag (<*>)[<*>]
ruid:<*>
path is <<*>>
new transaction forwarded
new sruid is [<*>] (<*> / <*>)
father <*>: flags=<*> kids->next=<*>
digest-algo: <*> parsed value: <*>
clean node <*> (kids=<*>; hits=[<*>,<*>];leaf=[<*>,<*>])
Sending:
RFC3261 transaction matching failed - via branch [<*>]
RETR/FR timers reset
Credentials with realm '<*>' not found
--- received sip message - request - call-id: [<*>] - cseq: [<*>]
--- received sip message - reply - call-id: [<*>] - cseq: [<*>]
succeeded to split (h=<*>)(p=<*>,n=<*>)
splitting node <*> [<*>]
splitting <*>(<*>,<*>)node=<*>
stateless error reply used: <*> (<*>)
reply sent out - buf=<*>: <*>... shmem=<*>: <*>
received on udp socket: (<*>/<*>/<*>) [[<*>]]
qop set, but nonce-count (<*>) support disabled
probing <*> set size
parse error in config file <*>, line <*>, column <*>: <*>
no alias found for R-URI
new totag [<*>]
new branch [<*>] to <*>
new URI [<*>] is [<*>]
new INVITE
looking for <<*>, <*>, <*>>
instance is<*>
handle_stream read: eof on <*>
failure to add branches
default - totag[<*>]
contact:<*>
contact for [<*>] found by address
connect <*> failed (RST) <*>
bytes read: <*>
T (<*>) already found for msg (<*>)!
SO_RCVBUF is finally <*> on fd <*>
SL local ACK found -> dropping it!
SCTP API not initialized
PIKE - initializing
PIKE - UNBLOCKing node <*>
PIKE - BLOCKing ip <*>, node=<*>
Our result = '<*>'
<*>: connect & send for <*> (sock <*>) failed: <*> (<*>)
MD5 calculated: <*>
HA1 string calculated: <*>
EOF on <*>
ALERT: pike blocking <*> from <*> (IP:<*>)
ACC: transaction answered: timestamp=<*>;method=<*>;from_tag=<*>;to_tag=<*>;call_id=<*>;code=<*>;reason=<*>;src_user=<*>;src_domain=<*>;src_ip=<*>;dst_ouser=<*>;dst_user=<*>;dst_domain=<*>
ACC: call missed: timestamp=<*>;method=<*>;from_tag=<*>;to_tag=<*>;call_id=<*>;code=<*>;reason=<*>;src_user=<*>;src_domain=<*>;src_ip=<*>;dst_ouser=<*>;dst_user=<*>;dst_domain=<*>
'<*>' Not found in usrloc
