(<*>)   Invalid user (Rejected: User-Name contains whitespace): [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Invalid user (expiration: Account expired at '<*>'): [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Invalid user: [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Login OK: [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Login incorrect (No Auth-Type found: rejecting the user via Post-Auth-Type = Reject): [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Login incorrect (expiration: Account expired at '<*>'): [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Login incorrect (mschap: FAILED: No NT-Password.  Cannot perform authentication): [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Login incorrect (mschap: MS-CHAP2-Response is incorrect): [<*>] (from client <*> port <*> via TLS tunnel)
(<*>)   Login incorrect: [<*>] (from client <*> port <*> via TLS tunnel)
(<*>) Invalid user (Rejected: User-Name contains whitespace): [<*>] (from client <*> port <*> cli <*>)
(<*>) Invalid user (expiration: Account expired at '<*>'): [<*>] (from client <*> port <*> cli <*>)
(<*>) Invalid user: [<*>] (from client <*> port <*> cli <*>)
(<*>) Login OK: [<*>] (from client <*> port <*> cli <*>)
(<*>) Login OK: [<*>] (from client <*> port <*>)
(<*>) Login incorrect (Failed to find live home server: Cancelling proxy): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (Failing proxied request for user "<*>", due to lack of any response from home server <*> port <*>): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (Home Server failed to respond): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (Home Server says so): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (No Auth-Type found: rejecting the user via Post-Auth-Type = Reject): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (No Auth-Type found: rejecting the user via Post-Auth-Type = Reject): [<*>] (from client <*> port <*>)
(<*>) Login incorrect (Rejected: User-Name contains whitespace): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (chap: &control:Cleartext-Password is required for authentication): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (chap: Password comparison failed: password is incorrect): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (eap: Failed continuing EAP TTLS (<*>) session.  EAP sub-module failed): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (eap_md5: Cleartext-Password is required for EAP-MD5 authentication): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (eap_peap: (TLS) Alert read:fatal:unknown CA): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (eap_peap: The users session was previously rejected: returning reject (again.)): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (eap_tls: (TLS) OpenSSL says error <*> : self-signed certificate): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (eap_ttls: (TLS) Alert read:fatal:unknown CA): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (expiration: Account expired at '<*>'): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (mschap: MS-CHAP2-Response is incorrect): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (pap: Cleartext password does not match "known good" password): [<*>] (from client <*> port <*> cli <*>)
(<*>) Login incorrect (pap: Cleartext password does not match "known good" password): [<*>] (from client <*> port <*>)
(<*>) Login incorrect: [<*>] (from client <*> port <*> cli <*>)
# Skipping contents of 'if' as it is always 'false' -- <*>:<*>
Module: Reloaded module "<*>"
(<*>) ERROR: Failing proxied request for user "<*>", due to lack of any response from home server <*> port <*>
(<*>) Ignoring duplicate packet from client <*> port <*> - ID: <*> due to unfinished request in component <*> module <*>
(<*>) Marking home server <*> port <*> alive
(<*>) Received response to status check <*> ID <*> (<*> in current sequence)
(<*>) eap_peap: ERROR: (TLS) Alert read:fatal:unknown CA
(<*>) eap_tls:   ERROR: (TLS) OpenSSL says error <*> : self-signed certificate
(<*>) eap_tls: ERROR: (TLS) Alert write:fatal:unknown CA
(<*>) eap_tls: ERROR: (TLS) Server : Error in error
(<*>) eap_ttls: ERROR: (TLS) Alert read:fatal:unknown CA
Debugger not attached
Dropping packet without response because of error: Received packet from <*> with invalid Message-Authenticator!  (Shared secret is incorrect.) (from client <*>)
Exiting normally
Failed reading <*>
HUP - Re-reading configuration files
Ignoring "<*>" (see raddb/mods-available/README.rst)
Ignoring request to auth address <*> port <*> bound to server <*> from unknown client <*> port <*> proto <*>
Loaded virtual server <*>
Marking home server <*> port <*> as dead.
Marking home server <*> port <*> as zombie (it has not responded in <*> seconds).
No outstanding request was found for <*> packet from host <*> port <*> - ID <*>
No response to status check <*> ID <*> for home server <*> port <*>
Ready to process requests
Received HUP signal
Signalled to terminate
<*>[<*>]: Parse error (check) for entry <*>: Unknown name "<*>"
systemd watchdog is disabled
