conn=<*> op=<*> SEARCH RESULT tag=<*> err=<*> qtime=<*> etime=<*> nentries=<*> text=<*>
conn=<*> op=<*> RESULT tag=<*> err=<*> qtime=<*> etime=<*> text=<*>
conn=<*> op=<*> RESULT oid=<*> err=<*> qtime=<*> etime=<*> text=<*>
conn=<*> fd=<*> ACCEPT from IP=<*> (IP=<*>)
conn=<*> op=<*> UNBIND
conn=<*> op=<*> SRCH attr=<*>
conn=<*> op=<*> SRCH base="<*>" scope=<*> deref=<*> filter="<*>"
conn=<*> fd=<*> closed
conn=<*> fd=<*> closed (connection lost)
conn=<*> fd=<*> TLS established tls_ssf=<*> ssf=<*> tls_proto=<*> tls_cipher=<*>
conn=<*> op=<*> BIND dn="<*>" method=<*>
conn=<*> op=<*> BIND dn="<*>" mech=<*> bind_ssf=<*> ssf=<*>
conn=<*> op=<*> WHOAMI
conn=<*> op=<*> STARTTLS
conn=<*> op=<*> EXT oid=<*>
conn=<*> op=<*> MOD dn="<*>"
conn=<*> op=<*> MOD attr=<*>
conn=<*> op=<*> ADD dn="<*>"
conn=<*> op=<*> DEL dn="<*>"
conn=<*> op=<*> PASSMOD id="<*>" new
conn=<*> op=<*> ABANDON msg=<*>
slap_queue_csn: queueing <*> <*>
slap_graduate_commit_csn: removing <*> <*>
slap_get_csn: conn=<*> op=<*> generated new csn=<*> manage=<*>
syncrepl_entry: rid=<*> be_search (<*>)
syncrepl_entry: rid=<*> be_add <*> (<*>)
syncrepl_entry: rid=<*> be_modify <*> (<*>)
syncrepl_entry: rid=<*> LDAP_RES_SEARCH_ENTRY(<*>) csn=<*> tid <*>
syncrepl_entry: rid=<*> inserted UUID <*>
syncrepl_entry: rid=<*> <*>
syncrepl_message_to_entry: rid=<*> DN: <*>, UUID: <*>
nonpresent_callback: rid=<*> present UUID <*>, dn <*>
nonpresent_callback: rid=<*> had <*> items left in the list
do_syncrep2: rid=<*> cookie=<*>
do_syncrep2: rid=<*> LDAP_RES_INTERMEDIATE - <*>
do_syncrep1: rid=<*> starting refresh (sending cookie=<*>)
do_syncrepl: rid=<*> rc <*> retrying (<*> retries left)
connection_input: conn=<*> deferring operation: <*>
slapd starting
slapd stopped.
@(#) $OpenLDAP: slapd <*> (<*>) $
daemon: shutdown requested and initiated.
