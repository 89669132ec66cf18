#!/bin/bash
# Open vSwitch: two hypervisors with the userspace datapath, virtual machines that come and go, tunnels with BFD, bonds with LACP and controllers over a compressed day (6 s an hour), in network namespaces of its own. Usage: openvswitch.sh WORK
# Needs Debian openvswitch-switch and openvswitch-testcontroller (recorded with 3.1.0-2+deb12u1, Debian 12), iproute2, iputils-ping, python3, unshare; root.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/openvswitch; rm -rf "$W"; mkdir -p "$W"; cd "$W"
mount -t tmpfs tmpfs /run; mkdir -p /run/netns; ip link set lo up
for h in h1 h2; do ip netns add $h; ip netns add vm-$h; ip -n $h link set lo up; done
pair() { ip link add $1 netns h1 type veth peer name $1 netns h2; for h in h1 h2; do ip -n $h link set $1 up; done; }
for l in eth0 eth1 eth2; do pair $l; done
ip -n h1 addr add 10.50.0.1/24 dev eth0; ip -n h2 addr add 10.50.0.2/24 dev eth0
on() { local h=$1; shift; OVS_RUNDIR=$W/$h OVS_DBDIR=$W/$h OVS_LOGDIR=$W/$h OVS_SYSCONFDIR=$W/$h ip netns exec $h "$@"; }
vs() { local h=$1; shift; OVS_SYSLOG_METHOD=udp:127.0.0.1:514 on $h timeout 8 ovs-vsctl --timeout=5 "$@" >> vsctl.out 2>&1; }
of() { local h=$1; shift; on $h timeout 8 ovs-ofctl -vsyslog:off "$@" >> ofctl.out 2>&1; }
ap() { local h=$1; shift; on $h timeout 8 ovs-appctl -vsyslog:off "$@" >> appctl.out 2>&1; }
db() { on $1 ovsdb-server $W/$1/conf.db --remote=punix:$W/$1/db.sock --remote=ptcp:6640:127.0.0.1 -vconsole:off -vsyslog:off --log-file=$W/$1/ovsdb-server.log --pidfile --detach --no-chdir --unixctl=$W/$1/ovsdb.ctl >> db.out 2>&1; }
vsw() { on $1 ovs-vswitchd unix:$W/$1/db.sock -vconsole:off -vsyslog:off --log-file=$W/$1/ovs-vswitchd.log --pidfile --detach --monitor --no-chdir --unixctl=$W/$1/vswitchd.ctl >> vsw.out 2>&1; }
controller() { on $1 ovs-testcontroller ptcp:6653:127.0.0.1 -vconsole:off -vsyslog:off --log-file=$W/$1/controller.log --pidfile --detach --no-chdir --unixctl=$W/$1/controller.ctl >> ctl.out 2>&1; }
flows() { local h=$1 n k; for n in $(seq $2); do k=$((RANDOM % 60 + 1)); echo "table=0,priority=100,in_port=$k,actions=mod_vlan_vid:$((RANDOM % 40 + 100)),resubmit(,1)"; echo "table=1,priority=50,dl_dst=fa:16:3e:00:$(printf %02x $k):$(printf %02x $((RANDOM % 200))),actions=output:$k"; done > fl.$h.$BASHPID; of $h add-flows br-int fl.$h.$BASHPID; }
sink() { on $1 python3 -uc 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 514))
while True: print(s.recv(9000).decode().rstrip("\n").replace("\n", " "))' > $1/syslog & }  # what ovs-vsctl says to syslog
for h in h1 h2; do mkdir -p $h; sink $h; sleep 0.3; ovsdb-tool -vsyslog:off create $h/conf.db /usr/share/openvswitch/vswitch.ovsschema; db $h; vs $h --no-wait init; vs $h --no-wait set Open_vSwitch . external-ids:system-id=$h ovs_version=3.1.0; vsw $h; controller $h; done
boot() { # boot HOST N VLAN: plug machine N; shut: unplug, sometimes after its interface went
  local h=$1 n=$2; ip link add tap$h-$n netns $h type veth peer name vm$n netns vm-$h || return; ip -n $h link set tap$h-$n up; ip -n vm-$h link set vm$n up
  vs $h -- --if-exists del-port tap$h-$n -- add-port br-int tap$h-$n tag=$3 -- set Interface tap$h-$n external-ids:vm-id=$(cat /proc/sys/kernel/random/uuid) external-ids:attached-mac=fa:16:3e:$(printf '%02x:%02x:%02x' $((RANDOM % 256)) $((RANDOM % 256)) $n); }
shut() { local h=$1 n=$2; if [ $((RANDOM % 4)) = 0 ]; then ip -n $h link del tap$h-$n; sleep 0.1; vs $h --if-exists del-port br-int tap$h-$n; else vs $h --if-exists del-port br-int tap$h-$n; ip -n $h link del tap$h-$n; fi 2>> ip.out; }
setup() { local h=$1 o=$2
  vs $h --may-exist add-br br-int -- set Bridge br-int datapath_type=netdev fail_mode=secure protocols=OpenFlow10,OpenFlow13
  vs $h --may-exist add-br br-tun -- set Bridge br-tun datapath_type=netdev; vs $h --may-exist add-br br-ex -- set Bridge br-ex datapath_type=netdev
  vs $h add-port br-int patch-tun -- set Interface patch-tun type=patch options:peer=patch-int -- add-port br-tun patch-int -- set Interface patch-int type=patch options:peer=patch-tun
  vs $h add-bond br-ex bond0 eth1 eth2 lacp=active -- set Port bond0 other_config:lacp-time=fast bond_mode=balance-tcp
  vs $h add-port br-tun vxlan-$o -- set Interface vxlan-$o type=vxlan options:remote_ip=10.50.0.${o#h} options:key=flow bfd:enable=true bfd:min_rx=300 bfd:min_tx=300
  of $h add-flow br-int priority=0,actions=normal; vs $h set-controller br-tun tcp:127.0.0.1:6653 -- set Controller br-tun connection_mode=out-of-band; }
setup h1 h2; setup h2 h1; ip -n h1 addr add 10.60.0.1/24 dev br-ex; ip -n h1 link set br-ex up; ip -n h2 addr add 10.60.0.2/24 dev br-ex; ip -n h2 link set br-ex up
# a day's machines of one host: at night few, by day autoscaled workers and people's test machines
day() { local h=$1 t n k=0; declare -A up; RANDOM=$2
  for n in $(seq 1 14); do boot $h $n $((100 + n % 5)); up[$n]=1; done
  while :; do t=$(awk "BEGIN{print int(($(date +%s.%N) - $T) / 6)}"); [ $t -ge 24 ] && break
    n=$((RANDOM % 58 + 3)); if [ "${up[$n]:-}" ]; then shut $h $n; unset "up[$n]"; else boot $h $n $((100 + n % 5)); up[$n]=1; fi
    k=$((k + 1)); [ $((RANDOM % 3)) = 0 ] && flows $h $((RANDOM % 12 + 2))
    case $((RANDOM % 25)) in
    0) of $h del-flows br-int table=1,dl_dst=fa:16:3e:00:$(printf %02x $n):01 ;;
    1) vs $h set Interface tap$h-$n ingress_policing_rate=$((RANDOM % 9 * 1000)) ingress_policing_burst=$((RANDOM % 5 * 100)) ;;
    2) vs $h set Port tap$h-$n tag=$((RANDOM % 5 + 100)) ;;
    3) of $h dump-flows br-int; ap $h fdb/show br-ex; ap $h dpif/show ;;
    4) vs $h list-ports br-int; vs $h get Interface tap$h-$n ofport ;;
    5) vs $h -- --id=@m create Mirror name=mir$k -- set Bridge br-int mirrors=@m; sleep 0.3; vs $h clear Bridge br-int mirrors ;;
    6) ip -n vm-$h link set vm$n down; sleep 0.2; ip -n vm-$h link set vm$n up ;;
    esac 2>> ip.out
    if [ $t -lt 7 ] || [ $t -gt 20 ]; then sleep 0.4; else sleep 0.05; fi
  done; }
T=$(date +%s); hour() { local d=$(awk "BEGIN{print $T + $1 * 6 - $(date +%s.%N)}"); case $d in -*) ;; *) sleep $d ;; esac; }
day h1 11 & D1=$!; day h2 22 & D2=$!
on h1 timeout 150 ping -i 0.4 10.60.0.2 > ping.out 2>&1 &
hour 2; ap h1 -t $W/h1/vswitchd.ctl vlog/reopen; for h in h1 h2; do ap $h -t $W/$h/ovsdb.ctl ovsdb-server/compact; done
hour 4; ap h2 -t $W/h2/vswitchd.ctl exit; sleep 2; vsw h2  # a nightly update
hour 6; ip -n h1 link set eth1 down; hour 6.7; ip -n h1 link set eth1 up
hour 8.5; vs h1 add-br br-lab -- set Bridge br-lab datapath_type=netdev -- add-port br-lab lab0 -- set Interface lab0 type=internal; vs h1 add-port br-lab gre1 -- set Interface gre1 type=gre options:remote_ip=10.50.0.77; vs h1 add-port br-lab gre2 -- set Interface gre2 type=gre options:remote_ip=10.50.0.77
hour 9.5; vs h1 add-port br-lab vx9 -- set Interface vx9 type=vxlann options:remote_ip=10.50.0.9; hour 9.8; vs h1 del-port vx9; vs h1 del-port gre2
hour 10; kill $(cat h1/ovs-testcontroller.pid); hour 11.5; controller h1
hour 12; vs h2 -- --id=@s create sFlow agent=eth0 targets=\"10.50.0.99:6343\" sampling=64 polling=5 -- set Bridge br-int sflow=@s; hour 12.5; vs h2 clear Bridge br-int sflow
hour 13; ip -n h2 link set eth0 down; hour 14.5; ip -n h2 link set eth0 up  # the underlay fails
hour 15; vs h2 set-controller br-ex tcp:127.0.0.1:6654 -- set Controller br-ex connection_mode=out-of-band; hour 16; vs h2 del-controller br-ex
hour 16.5; ap h2 -t $W/h2/ovsdb.ctl exit; hour 16.8; db h2
hour 17.5; vs h1 set Port bond0 bond_mode=active-backup; ap h1 bond/show bond0; hour 18; ap h1 bond/set-active-member bond0 eth2; ip -n h2 link set eth2 down; hour 18.5; ip -n h2 link set eth2 up; vs h1 set Port bond0 bond_mode=balance-tcp
hour 19; vs h1 del-br br-lab; vs h1 set Open_vSwitch . other_config:max-idle=5000
hour 21; kill $(cat h2/ovs-testcontroller.pid); sleep 1; controller h2; vs h1 set Interface vxlan-h2 bfd:enable=false; hour 22; vs h1 set Interface vxlan-h2 bfd:enable=true
wait $D1 $D2; for h in h1 h2; do ap $h -t $W/$h/vswitchd.ctl exit; ap $h -t $W/$h/ovsdb.ctl exit; kill $(cat $h/ovs-testcontroller.pid); done; sleep 2
cat h1/ovs-vswitchd.log h2/ovs-vswitchd.log h1/ovsdb-server.log h2/ovsdb-server.log h1/syslog h2/syslog h1/controller.log h2/controller.log | tr '\t' ' ' | sed -nE 's/^(<[0-9]+>(.*: )?ovs|[0-9-]{10}T[0-9:.]+Z)\|[0-9]+\|[^|]*\|[A-Z]+\|//p' | sed -E "s#${1%/}#/srv/lab#g; s/\b$(hostname)\b/vm/g" | awk 'NF && length($0) <= 1500' > "$1/openvswitch.raw"
