Socket Buffers: R=[<*>-><*>] S=[<*>-><*>]
TCP/UDP: Preserving recently used remote address: [AF_INET]<*>
NOTE: the current --script-security setting may allow this configuration to call user-defined scripts
++ Certificate has EKU (str) <*>, expects <*>
Validating certificate extended key usage
VERIFY OK: depth=<*>, <*>
<*> VERIFY OK: depth=<*>, <*>
VERIFY EKU OK
VERIFY KU OK
<*> VERIFY ERROR: depth=<*>, error=<*>: <*>, serial=<*>
<*> link remote: <*>
<*> link local: (not bound)
<*> link local (bound): <*>
<*> peer info: <*>
Control Channel: <*>, cipher <*>, peer certificate: <*>, signature: <*>, peer temporary key: <*>
<*> Control Channel: <*>, cipher <*>, peer certificate: <*>, signature: <*>, peer temporary key: <*>
[<*>] Peer Connection Initiated with [AF_INET]<*>
<*> [<*>] Peer Connection Initiated with [AF_INET]<*>
TLS: move_session: dest=<*> src=<*> reinit_src=<*>
<*> TLS: move_session: dest=<*> src=<*> reinit_src=<*>
TLS: Initial packet from [AF_INET]<*>, sid=<*>
<*> TLS: Initial packet from [AF_INET]<*>, sid=<*>
Data Channel: cipher '<*>', peer-id: <*>
<*> Data Channel: cipher '<*>', peer-id: <*>
Initialization Sequence Completed
TLS: tls_multi_process: initial untrusted session promoted to trusted
<*> TLS: tls_multi_process: initial untrusted session promoted to trusted
<*> TLS: tls_multi_process: initial untrusted session promoted to semi-trusted
net_addr_v4_add: <*> dev <*>
net_addr_v4_del: <*> dev <*>
net_route_v4_best_gw result: via <*> dev
net_route_v4_best_gw query: dst <*>
net_route_v4_add: <*> via <*> dev <*> table <*> metric <*>
net_route_v4_del: <*> via <*> dev <*> table <*> metric <*>
net_iface_up: set <*> up
net_iface_mtu_set: mtu <*> for <*>
OPTIONS IMPORT: --ifconfig/up options modified
OPTIONS IMPORT: route options modified
OPTIONS IMPORT: route-related options modified
OPTIONS IMPORT: --ip-win32 and/or --dhcp-option options modified
OPTIONS IMPORT: tun-mtu set to <*>
OPTIONS IMPORT: reading client specific options from: <*>
<*> OPTIONS IMPORT: reading client specific options from: <*>
DCO version: <*>
Timers: ping <*>, ping-restart <*>
<*> Timers: ping <*>, ping-restart <*>
PUSH: Received control message: '<*>'
AUTH: Received control message: <*>
<*> TLS: Username/Password authentication succeeded for username '<*>' [CN SET]
<*> TLS Auth Error: Auth Username/Password verification failed for peer
Note: --cipher is not set. OpenVPN versions before <*> defaulted to BF-CBC as fallback when cipher negotiation failed in this case. If you need this fallback please add '--data-ciphers-fallback BF-CBC' to your configuration and/or add BF-CBC to --data-ciphers.
Note: Kernel support for ovpn-dco missing, disabling data channel offload.
Note: cipher '<*>' in --data-ciphers is not supported by ovpn-dco, disabling data channel offload.
DEPRECATED OPTION: --cipher set to '<*>' but missing in --data-ciphers (<*>). OpenVPN ignores --cipher for cipher negotiations.
MULTI_sva: pool returned IPv4=<*>, IPv6=<*>
<*> MULTI_sva: pool returned IPv4=<*>, IPv6=<*>
OpenVPN <*> <*> [SSL (OpenSSL)] [LZO] [LZ4] [EPOLL] [PKCS11] [MH/PKTINFO] [AEAD] [DCO]
Closing TUN/TAP interface
TUN/TAP device <*> opened
Preserving previous TUN/TAP instance: <*>
library versions: OpenSSL <*>, LZO <*>
read <*> [<*>]: <*> (fd=<*>,code=<*>)
<*> write <*> [<*>]: <*> (fd=<*>,code=<*>)
event_wait : <*> (fd=<*>,code=<*>)
Protocol options: <*>
<*> Protocol options: <*>
Restart pause, <*> second(s)
MULTI: primary virtual IP for <*>: <*>
<*> MULTI: primary virtual IP for <*>: <*>
MULTI: Learn: <*> -> <*>
<*> MULTI: Learn: <*> -> <*>
MULTI: internal route <*> -> <*>
<*> MULTI: internal route <*> -> <*>
MULTI: new connection by client '<*>' will cause previous active sessions by this client to be dropped. Remember to use the --duplicate-cn option if you want multiple clients using the same certificate or username to concurrently connect.
MULTI: multi_init called, r=<*> v=<*>
MULTI: TCP INIT maxclients=<*> maxevents=<*>
SIGTERM received, sending exit notification to peer
SIGTERM[<*>] received, process exiting
SIGUSR1[<*>] received, process restarting
<*> SIGTERM[<*>] received, client-instance exiting
<*> SIGUSR1[<*>] received, client-instance restarting
ROUTE_GATEWAY <*>
./up <*> <*> <*> <*> <*> init
Server poll timeout, restarting
SENT CONTROL [<*>]: '<*>' (status=<*>)
<*> SENT CONTROL [<*>]: '<*>' (status=<*>)
<*> Delayed exit in <*> seconds
TCP connection established with [AF_INET]<*>
<*> TCP connection established with [AF_INET]<*>
Attempting to establish TCP connection with [AF_INET]<*>
TCP: connect to [AF_INET]<*> failed: <*>
TLS Error: TLS handshake failed
<*> TLS Error: TLS handshake failed
TLS Error: TLS key negotiation failed to occur within <*> seconds (check your network connectivity)
<*> TLS Error: TLS object -> incoming plaintext read error
<*> TLS_ERROR: BIO read tls_read_plaintext error
<*> Sent fatal SSL alert: <*>
<*> OpenSSL: error:<*>
<*> TLS: soft reset sec=<*> bytes=<*> pkts=<*>
<*> CC-EEN exit message received by peer
succeeded -> ifconfig_pool_set(hand=<*>)
<*>,<*>,
Connection reset, restarting [<*>]
<*> Connection reset, restarting [<*>]
Connection reset command was pushed by server ('<*>')
IFCONFIG POOL IPv4: base=<*> size=<*>
IFCONFIG POOL LIST
[<*>] Inactivity timeout (--ping-restart), restarting
<*> [<*>] Inactivity timeout (--ping-restart), restarting
Could not determine IPv4/IPv6 protocol. Using <*>
Listening for incoming TCP connection on [AF_INET]<*>
CRL: loaded <*> CRLs from file <*>
