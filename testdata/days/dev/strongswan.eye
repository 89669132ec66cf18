providers loaded by OpenSSL: <*>
created TUN device: <*>
loaded plugins: <*>
dropped capabilities, running as uid <*>, gid <*>
plugin '<*>': failed to load - <*> not found and no plugin file available
spawning <*> worker threads
loaded certificate '<*>'
loaded <*> shared key with id '<*>' for: '<*>'
loaded <*> private key
unloaded private key with id <*>
added vici connection: <*>
updated vici connection: <*>
replaced vici connection: <*>
sending packet: from <*> to <*> (<*> bytes)
received packet: from <*> to <*> (<*> bytes)
parsed <*> request <*> [ <*>]
parsed <*> response <*> [ <*>]
generating <*> request <*> [ <*>]
generating <*> response <*> [ <*>]
selected proposal: <*>
received proposals: <*>
configured proposals: <*>
received proposals unacceptable
scheduling rekeying in <*>
maximum IKE_SA lifetime <*>
peer supports MOBIKE
remote host is behind NAT
sending DPD request
IKE_SA deleted
CHILD_SA closed
sending cert request for "<*>"
received cert request for "<*>"
checking certificate status of "<*>"
certificate status is not available
using trusted ca certificate "<*>"
using certificate "<*>"
reached self-signed root ca with a path length of <*>
no issuer certificate found for "<*>"
issuer is "<*>"
received end entity cert "<*>"
sending end entity cert "<*>"
vici initiate CHILD_SA '<*>'
vici terminate IKE_SA '<*>'
authentication of '<*>' (myself) with <*> successful
authentication of '<*>' (myself) with <*>
authentication of '<*>' with <*> successful
initiating IKE_SA <*> to <*>
<*> is initiating an IKE_SA
creating rekey job for CHILD_SA <*>
creating delete job for CHILD_SA <*>
CHILD_SA <*> established with SPIs <*> and TS <*>
inbound CHILD_SA <*> established with SPIs <*> and TS <*>
outbound CHILD_SA <*> established with SPIs <*> and TS <*>
closing CHILD_SA <*> with SPIs <*> and TS <*>
not establishing CHILD_SA <*> due to existing duplicate <*> with SPIs <*> and TS <*>
establishing CHILD_SA <*> reqid <*>
establishing CHILD_SA <*>
lease <*> by '<*>' went offline
installing new virtual IP <*>
assigning new lease to '<*>'
reassigning offline lease to '<*>'
peer requested virtual IP <*>
assigning virtual IP <*> to peer '<*>'
selected peer config '<*>'
switching to peer config '<*>'
looking for peer configs matching <*>...<*>
no matching peer config found
peer requested EAP, config unacceptable
sending DELETE for IKE_SA <*>
received DELETE for IKE_SA <*>
deleting IKE_SA <*> between <*>...<*>
IKE_SA <*> established between <*>...<*>
IKE_SA <*> rekeyed between <*>...<*>
sending DELETE for ESP CHILD_SA with SPI <*>
received DELETE for ESP CHILD_SA with SPI <*>
server requested <*> (id <*>), sending '<*>'
server requested <*> authentication (id <*>)
initiating <*> method (id <*>)
received EAP identity '<*>'
EAP method <*> succeeded, MSK established
EAP-MS-CHAPv2 succeeded: '<*>'
handling <*> attribute failed
SIGTERM received, shutting down
signal of type SIGHUP received. Reloading configuration
retransmit <*> of request with message ID <*>
giving up after <*> retransmits
establishing IKE_SA failed, peer not responding
failed to establish CHILD_SA, keeping IKE_SA
received AUTHENTICATION_FAILED notify error
CHILD_SA <*> not found for delete
detected <*> collision with <*>
deleting half open IKE_SA with <*> after timeout
CHILD_SA rekey collision won, deleting old child <*>
CHILD_SA rekey collision lost, deleting redundant child <*>
