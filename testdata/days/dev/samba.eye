Processing section "[<*>]"
smbd_dirptr_get_entry mask=[<*>] found <*> fname=<*> (<*>)
Registered MSG_REQ_POOL_USAGE
GENSEC backend '<*>' registered
check_ntlm_password: authentication for user [<*>] -> [<*>] -> [<*>] succeeded
check_ntlm_password: Authentication for user [<*>] -> [<*>] FAILED with error <*>, authoritative=<*>
check_ntlm_password: Checking password for unmapped user [<*>]\[<*>]@[<*>] with the new password interface
check_ntlm_password: mapped user is: [<*>]\[<*>]@[<*>]
auth_check_ntlm_password: <*> authentication for user [<*>] succeeded
ntlm_password_check: Lanman passwords NOT PERMITTED for user <*>
<*> closed file <*> (numopen=<*>) <*>
<*> opened file <*> read=<*> write=<*> (numopen=<*>)
get_mydnsfullname: getaddrinfo failed for name <*> [<*>]
interpret_string_addr_internal: getaddrinfo failed for name <*> (flags <*>) [<*>]
Allowed connection from <*> (<*>)
smbd_smb2_request_error_ex: smbd_smb2_request_error_ex: idx[<*>] status[<*>] || at <*>
fcntl_getlock: fd <*> is returned info <*> pid <*>
Initialising default vfs hooks
Initialising custom vfs hooks from [<*>]
smbd_do_qfsinfo: level = <*>
open_directory: unable to create <*>. Error was <*>
NTLMSSP Sign/Seal - Initialising with flags:
Got NTLMSSP neg_flags=<*>
Got user=[<*>] domain=[<*>] workstation=[<*>] len1=<*> len2=<*>
get_printer_list_db: Failed to open printer_list.tdb
make_connection_snum: Connect path is '<*>' for service [<*>]
make_connection_snum: canonicalize_connect_path failed for service <*>, path <*>
Server exit (<*>)
Selected protocol <*>
Forcing Primary Group to '<*>' for <*>
smb2: fnum <*>, file <*>, length=<*> offset=<*> wrote=<*>
smbd_smb2_read: fnum <*>, file <*>, length=<*> offset=<*> read=<*>
adding IPC service
OK
lp_load_ex: refreshing parameters
init_oplocks: initializing messages.
Initialising global parameters
Failed to fetch domain sid for <*>
process_usershare_file: stat of <*> failed. <*>
process_name_query_request: Name query from <*> on subnet <*> for name <*>
<*> (<*>) closed connection to service <*>
<*> (<*>) signed connect to service <*> initially as user <*> (uid=<*>, gid=<*>) (pid <*>)
<*> (<*>) connect to service <*> initially as user <*> (uid=<*>, gid=<*>) (pid <*>)
create_connection_session_info: user '<*>' (from session setup) not permitted to access this share (<*>)
create_connection_session_info failed: <*>
Auth: [<*>] user [<*>]\[<*>] at [<*>] with [<*>] status [<*>] workstation [<*>] remote host [<*>] became [<*>]\[<*>] [<*>]. local host [<*>]
Auth: [<*>] user [<*>]\[<*>] at [<*>] with [<*>] status [<*>] workstation [<*>] remote host [<*>] mapped to [<*>]\[<*>]. local host [<*>]
tdb(<*>): tdb_open_ex: could not open file <*>: <*>
send_election_dgram: Sending election packet for workgroup <*> on subnet <*>
run_elections: >>> Won election for workgroup <*> on subnet <*> <<<
smbd_do_setfilepathinfo: <*> (fnum <*>) info_level=<*> totdata=<*>
wins_registration_timeout: WINS server <*> timed out registering IP <*>
waiting for connections
uid=<*> gid=<*> euid=<*> egid=<*>
string_to_sid: SID <*> is not in a valid format
get_referred_path: |<*>| in dfs path <*> is not a dfs root.
find_service() failed to find service <*>
dump_workgroups()
checking whether <*> is a valid printer name...
adding home's share [<*>] for user '<*>' at '<*>'
Adding homes service for user '<*>' using home directory: '<*>'
