ALLOC_ENGINE_V4_ALLOC_FAIL [hwtype=<*> <*>], cid=[<*>], tid=<*>: failed to allocate an IPv4 address after <*> attempt(s)
ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES [hwtype=<*> <*>], cid=[<*>], tid=<*>: Failed to allocate an IPv4 address for client with classes: <*>
ALLOC_ENGINE_V4_ALLOC_FAIL_SUBNET [hwtype=<*> <*>], cid=[<*>], tid=<*>: failed to allocate an IPv4 lease in the subnet <*>, subnet-id <*>, shared network <*>
ALLOC_ENGINE_V4_DECLINED_RECOVERED IPv4 address <*> was recovered after <*> seconds of probation-period
COMMAND_ACCEPTOR_START Starting to accept connections via unix domain socket bound to <*>
COMMAND_RECEIVED Received command '<*>'
DHCP4_CONFIG_COMPLETE DHCPv4 server has completed configuration: added IPv4 subnets: <*>; DDNS: <*>
DHCP4_DECLINE_LEASE Received DHCPDECLINE for addr <*> from client [hwtype=<*> <*>], cid=[<*>], tid=<*>. The lease will be unavailable for <*> seconds.
DHCP4_DYNAMIC_RECONFIGURATION initiate server reconfiguration using file: <*>, after receiving SIGHUP signal or config-reload command
DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS dynamic server reconfiguration succeeded with file: <*>
DHCP4_INIT_REBOOT [hwtype=<*> <*>], cid=[<*>], tid=<*>: client is in INIT-REBOOT state and requests address <*>
DHCP4_LEASE_ADVERT [hwtype=<*> <*>], cid=[<*>], tid=<*>: lease <*> will be advertised
DHCP4_LEASE_ALLOC [hwtype=<*> <*>], cid=[<*>], tid=<*>: lease <*> has been allocated for <*> seconds
DHCP4_MULTI_THREADING_INFO enabled: <*>, number of threads: <*>, queue size: <*>
DHCP4_RELEASE [hwtype=<*> <*>], cid=[<*>], tid=<*>: address <*> was released properly.
DHCP4_RESERVATIONS_LOOKUP_FIRST_ENABLED Multi-threading is enabled and host reservations lookup is always performed first.
DHCP4_SHUTDOWN server shutdown
DHCP4_STARTED Kea DHCPv4 server version <*> started
DHCPSRV_CFGMGR_ADD_IFACE listening on interface <*>
DHCPSRV_CFGMGR_NEW_SUBNET4 a new subnet has been added to configuration: <*> with params: t1=<*>, t2=<*>, valid-lifetime=<*>
DHCPSRV_CFGMGR_SOCKET_TYPE_DEFAULT "dhcp-socket-type" not specified , using default socket type <*>
DHCPSRV_MEMFILE_DB opening memory file lease database: lfc-interval=<*> name=<*> type=<*> universe=<*>
DHCPSRV_MEMFILE_LEASE_FILE_LOAD loading leases from file <*>
DHCPSRV_MEMFILE_LFC_EXECUTE executing Lease File Cleanup using: <*>
DHCPSRV_MEMFILE_LFC_SETUP setting up the Lease File Cleanup interval to <*> sec
DHCPSRV_MEMFILE_LFC_START starting Lease File Cleanup
EVAL_RESULT Expression <*> evaluated to <*>
HA_COMMUNICATION_INTERRUPTED communication with <*> is interrupted
HA_COMMUNICATION_INTERRUPTED_CLIENT4 [hwtype=<*> <*>], cid=[<*>], tid=<*>: new client attempting to get a lease from the partner
HA_COMMUNICATION_INTERRUPTED_CLIENT4_UNACKED [hwtype=<*> <*>], cid=[<*>], tid=<*>: partner server failed to respond, <*> clients unacked so far, <*> clients left before transitioning to the partner-down state
HA_CONFIGURATION_SUCCESSFUL HA hook library has been successfully configured
HA_DEINIT_OK unloading High Availability hooks library successful
HA_HEARTBEAT_COMMUNICATIONS_FAILED failed to send heartbeat to <*> (<*>): <*>
HA_INIT_OK loading High Availability hooks library successful
HA_LEASES_SYNC_LEASE_PAGE_RECEIVED received <*> leases from <*>
HA_LEASE_UPDATES_DISABLED lease updates will not be sent to the partner while in <*> state
HA_LEASE_UPDATES_ENABLED lease updates will be sent to the partner while in <*> state
HA_LEASE_UPDATE_COMMUNICATIONS_FAILED [hwtype=<*> <*>], cid=[<*>], tid=<*>: failed to communicate with <*> (<*>): <*>
HA_LOCAL_DHCP_DISABLE local DHCP service is disabled while the <*> is in the <*> state
HA_LOCAL_DHCP_ENABLE local DHCP service is enabled while the <*> is in the <*> state
HA_MAINTENANCE_SHUTDOWN_SAFE the server can now be shutdown for maintenance as the partner has taken over the DHCP traffic
HA_MAINTENANCE_STARTED the server is now in the partner-in-maintenance state and the partner is in-maintenance state
HA_SERVICE_STARTED started high availability service in <*> mode as <*> server
HA_STATE_TRANSITION server transitions from <*> to <*> state, partner state is <*>
HA_SYNC_START starting lease database synchronization with <*>
HA_SYNC_SUCCESSFUL lease database synchronization with <*> completed successfully in <*> ms
HOOKS_LIBRARY_CLOSED hooks library <*> successfully closed
HOOKS_LIBRARY_LOADED hooks library <*> successfully loaded
HOSTS_BACKENDS_REGISTERED the following host backend types are available: <*>
LEASE_CMDS_DEINIT_OK unloading Lease Commands hooks library successful
LEASE_CMDS_INIT_OK loading Lease Commands hooks library successful
STAT_CMDS_DEINIT_OK unloading Stat Commands hooks library successful
STAT_CMDS_INIT_OK loading Stat Commands hooks library successful
STAT_CMDS_LEASE4_GET stat-lease4-get command successful, parameters: <*> rows found: <*>
