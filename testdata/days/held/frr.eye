Advertising Router <*>
LS age <*>
LS checksum <*>
LS sequence number <*>
LS type <*> (<*>)
Link State ID <*>
Options <*> (<*>)
length <*>
LSA Header
nhop [<*>]: <*> if <*> VRF <*> wt <*>
%ADJCHANGE: neighbor <*>(<*>) in vrf <*> Down <*>
%ADJCHANGE: neighbor <*>(<*>) in vrf <*> Up
%NOTIFICATION: received from neighbor <*> <*>/<*> (<*>) <*> bytes<*>
%NOTIFICATION: sent to neighbor <*> <*>/<*> (<*>) <*> bytes<*>
(<*>:<*>):<*>(<*>): Redist update re <*> (<*>), old <*> (<*>)
... eval path <*>/<*> <*> VRF <*> flags <*>
AdjChg: Nbr <*>, NbrIP <*> (<*>) on <*>:<*>: <*> -> <*> (<*>)
Client '<*>' encountered an error and is shutting down.
Client <*> unregisters for RNH <*>
Configuration Read in Took: <*>
DR-Election[<*>]: Backup <*>
DR-Election[<*>]: DR <*>
Do not generate LSA with initial seqence number.
EOR REQ <*>, EOR RCV <*>
Found existing bnc <*>(<*>)(VRF <*>) flags <*> ifindex <*> #paths <*> peer <*>
<*> Addr-family <*>(afi/safi) not enabled. Ignore the Long-lived Graceful Restart capability
<*> Can't find the route <*> <*> unicast
<*> OPEN has <*> capability (<*>), length <*>
<*> OPEN has AddPath capability for afi/safi: <*>, receive
<*> OPEN has MultiProtocol Extensions capability for afi/safi: <*>
<*> Peer has restarted. Restart Time: <*>, N-bit set: <*>
<*> Sending hostname cap with hn = <*>, dn = <*>
<*> [Event] BGP error <*> on fd <*>
<*> [FSM] <*> (<*>-><*>), fd <*>
<*> [FSM] Non blocking connect waiting result, fd <*>
<*> [FSM] Timer (keepalive timer expire)
<*> [FSM] Timer (routeadv timer expire)
<*> [FSM] Timer (start timer expire).
<*> [FSM] Waiting for NHT
<*> rcv OPEN w/ OPTION parameter len: <*>
<*> rcvd OPEN w/ optional parameter type <*> (<*>) len <*>
<*> received hostname <*>, domainname <*>
<*> sending OPEN, version <*>, my as <*>, holdtime <*>, id <*>
<*> went from <*> to <*>
<*>(<*>) Update Group Hash key: <*>
<*>(<*>) Update Group Hash: Lonesoul: <*> ORF prefix: <*> ORF old: <*> max prefix out: <*>
<*>(<*>) Update Group Hash: addpath: <*> UpdGrpCapFlag: <*> UpdGrpCapAFFlag: <*> route_adv: <*> change local as: <*>
<*>(<*>) Update Group Hash: default rmap: <*> shared network and afi active network: <*>
<*>(<*>) Update Group Hash: dlist out: <*> plist out: <*> aslist out: <*> usmap out: <*> advmap: <*>
<*>(<*>) Update Group Hash: max packet size: <*> pmax_out: <*> Peer Group: <*> rmap out: <*>
<*>(<*>) Update Group Hash: sort: <*> UpdGrpFlags: <*> UpdGrpAFFlags: <*>
<*>(<*>) rcvd <*> <*> unicast
<*>(<*>) rcvd <*> <*> unicast...duplicate ignored
<*>(<*>) rcvd UPDATE about <*> <*> unicast -- DENIED due to: as-path contains our own AS;
<*>(<*>) rcvd UPDATE about <*> <*> unicast -- withdrawn
<*>(<*>) rcvd UPDATE w/ attr: nexthop <*>, origin <*>, <*>
<*>(<*>) rcvd UPDATE wlen <*> attrlen <*> alen <*>
<*>: NH <*>[<*>] vrf <*>(<*>) with flags <*>
<*>: nexthop_num == <*>, nexthop_active_num == <*>
<*>: uptime == <*>, type == <*>, instance == <*>, table == <*>
<*>: metric == <*>, mtu == <*>, distance == <*>, flags == <*> status == <*>
<*>: dump complete
ISM[<*>:<*>]: State change <*> -> <*>
LSA Type-<*> from <*>, ID: <*>, ADV: <*>
LSA: freed <*>
LSA[<*>]: AS-external-LSA refresh
LSA[<*>]: router-LSA refresh
LSA[<*>]: Originate AS-external-LSA <*>
LSA[<*>]: Originate AS-external-LSA instance
LSA[<*>]: data freed <*>
LSA[<*>]: Create router-LSA instance
LSA[<*>]: Interface <*> has a DR. Adding transit interface
LSA[<*>]: Interface <*> has no DR. Adding stub interface
LSA[<*>]: Interface <*> is in state Waiting. Adding stub interface
LSA[<*>]: Set link Point-to-Point
MESSAGE: ZEBRA_INTERFACE_ADDRESS_DELETE <*> on <*> vrf <*>(<*>)
MESSAGE: ZEBRA_INTERFACE_DOWN <*> vrf <*>(<*>)
<*>:<*>: Redist del: re <*> (<*>:<*>), new re <*> (<*>:<*>)
NH update for <*>(<*>)(<*>)(VRF <*>) - flags <*> chgflags <*>- evaluate paths
NSM[<*>]: State change <*> -> <*> (<*>)
Packet[DD]: Neighbor <*> Negotiation done (Master).
Packet[DD]: Neighbor <*> Negotiation done (Slave).
Packet[DD]: Neighbor <*>: Initial DBD from Slave, ignoring.
Processing EVPN MAC interface change on peer <*>
Received Nexthop Group from the kernel with a dependent Nexthop ID (<*>) which we do not have in our table
Redistribute[<*>][<*>]: <*> external info created, with NH <*>
Route[External]: AS-external-LSA is MAXAGE
Route[External]: AS-external-LSA is self originated
Route[External]: Calculate AS-external-LSA to <*> adv_router <*>
Rx Intf address add VRF <*> IF <*> addr <*>
Rx route ADD VRF <*> <*>[<*>] <*> nexthop <*> (type <*> if <*>) metric <*> distance <*> tag <*>
Terminating on signal
Tx route add VRF <*> <*> metric <*> tag <*> count <*> nhg <*>
Tx route delete VRF <*> <*>
VRF <*>(<*>): Rcvd NH update <*>(<*>)<*>) - metric <*>/<*> #nhops <*>/<*> flags <*>
Zebra: Route add <*> nexthop <*>, ifindex=<*> <*>
Zebra: Route delete <*>
Zebra: interface add <*> vrf <*>[<*>] index <*> flags <*> metric <*> mtu <*> speed <*> status <*>
Zebra: interface <*> address add <*> vrf <*> id <*>
[Event] Deleting stub connection for peer <*>
bgp_find_or_add_nexthop(<*>): prefix loops through itself
bgp_fsm_change_status : vrf <*>(<*>), Status: <*> established_peers <*>
bgp_get: Registering BGP instance <*> to zebra
bgp_unlink_nexthop_check: freeing bnc <*>(<*>)(<*>)(VRF <*>)
bgp_update_receive: rcvd End-of-RIB for <*> from <*> in vrf <*>
bgp_zebra_announce: <*>: announcing to zebra (recursion NOT set)
bgp_zebra_announce: <*>: announcing to zebra (recursion set)
bgp_zebra_announce: p=<*>, bgp_is_valid_label: <*>
bgp_zebra_announce: p=<*>, extra is NULL, no label
client <*> disconnected <*> <*> nhgs removed from the rib
client <*> disconnected <*> <*> routes removed from the rib
client <*> says hello and bids fair to announce only <*> routes vrf=<*>
connection closed socket [<*>]
<*>(<*>): Client <*> RNH cleanup for family <*>
<*>(<*>): Client <*> registers for RNH <*>
<*>(<*>): Del RNH <*>
<*>(<*>):<*>: Evaluate RNH,<*>
<*>(<*>):<*>: NH has become unresolved
<*>(<*>):<*>: NH resolved over route <*>
<*>(<*>):<*>: Notifying client <*> about NH<*>
<*>(<*>:<*>):<*> update_from_ctx(): no fib nhg
<*>(<*>:<*>):<*> update_from_ctx(): rib nhg matched, changed '<*>'
<*>(<*>:<*>):<*>: Adding route rn <*>, re <*> (<*>)
<*>(<*>:<*>):<*>: Deleting route rn <*>, re <*> (<*>)
<*>(<*>:<*>):<*>: Updating route rn <*>, re <*> (<*>) old <*> (<*>)
<*>: Initializing [DD]: <*> with seqnum:<*> , flags:<*>
<*>:Packet[DD]: <*> DB Desc send with seqnum:<*> , flags:<*>
<*>:Packet[DD]: Neighbor <*> state is <*>, seq_num:<*>, local:<*>
evaluate_paths: Updating peer (<*>(VRF <*>)) status with NHT nexthops <*>
interface <*> [<*>] join AllDRouters Multicast group.
interface <*> [<*>] leave AllDRouters Multicast group.
nsm_change_state:[<*>:<*>], <*> -> <*>): scheduling new router-LSA origination
parse nexthop update(<*>(<*>)(VRF <*>)): bnc info not found for import check
process_subq_early_route_add: (<*>:<*>):<*>: Inserting route rn <*>, re <*> (<*>) existing <*>, same_count <*>
process_subq_early_route_add: (<*>:<*>):<*>: rn <*>, removing unneeded re <*>
process_subq_early_route_delete: (<*>:<*>):<*>: type <*> doesn't exist in rib
redistribute_update: client <*> <*>(<*>:<*>), type=<*>, distance=<*>, metric=<*>
release_daemon_table_chunks: Released <*> table chunks
rib_delnode: (<*>:<*>):<*>: rn <*>, re <*>, removing
rib_gc_dest: (<*>:<*>):<*>: removing dest from table
rib_process: (<*>:<*>):<*>: rn <*>, removing re <*>
rib_sweep_table: dumping RE entry <*> for <*> vrf <*>(<*>)
rib_sweep_table: ends
rib_sweep_table: starting
rib_unlink: (<*>:<*>):<*>: rn <*>, re <*>
rib_update_table: <*> VRF <*> Table <*> event <*> Route type: <*>
rnh_register msg from client <*>: hdr->length=<*> vrf=<*>
send End-of-RIB for <*> to <*>
zebra_client_update_info: Client <*> route update complete for AFI <*>, SAFI <*>
zebra_redistribute: client <*> <*>(<*>:<*>) checking: selected=<*>, type=<*>, distance=<*>, metric=<*> zebra_check_addr=<*>
