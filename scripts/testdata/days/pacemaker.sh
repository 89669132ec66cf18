#!/bin/bash
# Pacemaker and corosync: a cluster of three nodes, each in network, mount, pid and host name namespaces of its own on one bridge, with a fence agent of the lab's own; services (dummy, stateful, address, ping) are moved, fail and come back, nodes are updated, cut off and crash. Usage: pacemaker.sh WORK
# Needs: Debian pacemaker 2.1.5-1+deb12u1, corosync 3.1.7-1+deb12u2, crmsh, resource-agents 1:4.12.0-2, pacemaker-resource-agents; root. Level: the default (detail log at info; corosync at notice and above).
set -u
W=$1/pacemaker; rm -rf "$W"; mkdir -p "$W/fence" "$W/sbin"; chmod 755 "$W"; cd "$W"; RANDOM=${SEED:-733}; declare -A P
hub() { nsenter -t $HUB -n "$@"; }
unshare -n sleep 3600 & HUB=$!; sleep 0.5
hub ip link set lo up; hub ip link add br0 type bridge; hub ip addr add 10.77.0.254/24 dev br0; hub ip link set br0 up
cat > sbin/fence_lab <<E
#!/bin/bash
while [ \$# -gt 0 ]; do case \$1 in -o) a=\$2; shift ;; --action=*) a=\${1#*=} ;; esac; shift; done
[ -z "\${a:-}" ] && while read -t 5 l; do case \$l in action=*) a=\${l#*=} ;; port=*) p=\${l#*=} ;; nodename=*) : \${p:=\${l#*=}} ;; esac; done
case \${a:-reboot} in
metadata) echo '<?xml version="1.0" ?><resource-agent name="fence_lab" shortdesc="Fence agent of the lab"><longdesc>lab</longdesc><parameters><parameter name="action" unique="0" required="1"><getopt mixed="-o, --action=[action]"/><content type="string" default="reboot"/><shortdesc lang="en">action</shortdesc></parameter><parameter name="port" unique="0" required="0"><getopt mixed="-n"/><content type="string"/><shortdesc lang="en">node</shortdesc></parameter></parameters><actions><action name="on" automatic="0"/><action name="off"/><action name="reboot"/><action name="status"/><action name="list"/><action name="monitor"/><action name="metadata"/></actions></resource-agent>' ;;
list) printf 'node1,\nnode2,\nnode3,\n' ;; monitor|status) exit 0 ;;
off|reboot) rm -f $W/fence/\$p.done; touch $W/fence/\$p; for k in \$(seq 100); do [ -e $W/fence/\$p.done ] && exit 0; sleep 0.2; done; exit 1 ;; on) exit 0 ;; esac
E
chmod 755 sbin/fence_lab
cat > corosync.conf <<E
totem {
	version: 2
	cluster_name: lab
	transport: knet
	crypto_cipher: none
	crypto_hash: none
	token: 1500
}
logging {
	fileline: off
	to_stderr: no
	to_logfile: yes
	logfile: /var/log/corosync/corosync.log
	to_syslog: no
	debug: off
	timestamp: on
}
quorum {
	provider: corosync_votequorum
}
nodelist {
$(for n in 1 2 3; do printf '\tnode {\n\t\tname: node%d\n\t\tnodeid: %d\n\t\tring0_addr: 10.77.0.%d\n\t}\n' $n $n $n; done)
}
E
cat > node.sh <<'E'
#!/bin/bash
n=$1; W=$2; D=$W/node$n; mount --make-rprivate /; hostname node$n; ip link set lo up
mkdir -p $D/{log/pacemaker,log/corosync,lib/pacemaker/{cib,pengine,cores,blackbox},lib/corosync}; chown -R hacluster:haclient $D/lib/pacemaker $D/log/pacemaker; chmod 750 $D/lib/pacemaker/*
mount --bind $D/log/pacemaker /var/log/pacemaker; mount --bind $D/log/corosync /var/log/corosync; mount --bind $D/lib/pacemaker /var/lib/pacemaker; mount --bind $D/lib/corosync /var/lib/corosync
mount -t tmpfs none /run; mount -t tmpfs none /dev/shm; mkdir -p /run/lock /run/crm /run/resource-agents; chown hacluster:haclient /run/crm; chmod 750 /run/crm
mount --bind $W/corosync.conf /etc/corosync/corosync.conf; mount -t overlay none -o lowerdir=$W/sbin:/usr/sbin /usr/sbin
start() { corosync; for k in 1 2 3 4 5 6 7 8 9 10; do corosync-cfgtool -s > /dev/null 2>&1 && break; sleep 0.3; done; pacemakerd > /dev/null 2>&1 & PM=$!; }
stop() { kill $PM; wait $PM; corosync-cfgtool -H > /dev/null 2>&1; sleep 1; }
trap 'stop; sleep 2; start' HUP; trap 'stop; exit 0' TERM
for k in 1 2 3 4 5 6 7 8 9 10; do ip link show eth0 > /dev/null 2>&1 && break; sleep 0.2; done
start; while :; do sleep 1 & wait $!; done
E
boot() { local n=$1 k; unshare -n -m -u -p -f --mount-proc bash node.sh $n "$W" > out$n 2>&1 & P[$n]=$!; for k in $(seq 20); do I[$n]=$(pgrep -P ${P[$n]} | head -1); [ -n "${I[$n]}" ] && break; sleep 0.1; done
  sleep 0.3; hub ip link del v$n 2>/dev/null; hub ip link add v$n type veth peer name p$n; hub ip link set p$n netns ${I[$n]}; hub ip link set v$n master br0 up; nsenter -t ${I[$n]} -n ip link set p$n name eth0; nsenter -t ${I[$n]} -n ip addr add 10.77.0.$n/24 dev eth0; nsenter -t ${I[$n]} -n ip link set eth0 up; }
declare -A I
on() { local n=$1; shift; timeout 25 nsenter -t ${I[$n]} -m -u -n -p -i "$@" > last 2>&1; }
crash() { kill -9 ${I[$1]} 2>/dev/null; wait ${P[$1]} 2>/dev/null; hub ip link del v$1 2>/dev/null; }
fences() { local f n; for f in fence/node?; do [ -e "$f" ] || continue; n=${f#fence/node}; crash $n; rm -f $f; touch $f.done; back[$n]=$((SECONDS + 8)); done; for n in "${!back[@]}"; do [ $SECONDS -ge ${back[$n]} ] && { unset "back[$n]"; boot $n; }; done; }
declare -A back
nap() { local e=$((SECONDS + $1)); while [ $SECONDS -lt $e ]; do fences; sleep 0.3; done; }
for n in 1 2 3; do boot $n; done; nap 18
cat > cfg <<E
property stonith-enabled=true no-quorum-policy=stop cluster-recheck-interval=60s stonith-watchdog-timeout=0
rsc_defaults migration-threshold=3 failure-timeout=60s resource-stickiness=50
primitive fence stonith:fence_lab params pcmk_host_list="node1 node2 node3" op monitor interval=60s
primitive web ocf:pacemaker:Dummy op monitor interval=5s timeout=20s
primitive db ocf:heartbeat:Dummy op monitor interval=7s timeout=20s
primitive mail ocf:pacemaker:Dummy op monitor interval=6s timeout=20s meta migration-threshold=2
primitive cron ocf:heartbeat:Dummy op monitor interval=11s
primitive vip ocf:heartbeat:IPaddr2 params ip=10.77.0.100 cidr_netmask=24 nic=eth0 op monitor interval=10s
primitive vip2 ocf:heartbeat:IPaddr2 params ip=10.77.0.101 cidr_netmask=24 nic=eth0 op monitor interval=10s
primitive store ocf:pacemaker:Stateful op monitor interval=9s role=Promoted op monitor interval=10s role=Unpromoted
primitive gw ocf:pacemaker:ping params host_list=10.77.0.254 multiplier=100 dampen=3s op monitor interval=5s timeout=20s
group shop vip web
group data vip2 db
clone store-clone store meta promotable=true clone-max=3
clone gw-clone gw
location shop-net shop rule -inf: not_defined pingd or pingd lt 1
colocation mail-store inf: mail store-clone:Promoted
order store-mail Mandatory: store-clone:promote mail:start
location cron-pref cron 30: node3
E
on 1 crm -F configure load update "$W/cfg"; cp last load.out; nap 12
end=$((SECONDS + ${SECS:-180})); k=0; rs=(web db mail cron shop data)
up() { local n; for n in $(shuf -e 1 2 3); do [ -z "${back[$n]:-}" ] && kill -0 ${I[$n]} 2>/dev/null && { echo $n; return; }; done; echo 1; }
while [ $SECONDS -lt $end ]; do k=$((k + 1)); n=$(up); r=${rs[$((RANDOM % 6))]}; m=$((RANDOM % 3 + 1))
  case $((RANDOM % 26)) in
  0|1) on $n crm_resource --resource $r --move --node node$m; nap 5; on $n crm_resource --resource $r --clear ;;
  2|3) on $m rm -f /run/Dummy-$r.state /run/resource-agents/Dummy-$r.state; nap 7 ;;                                         # the service died
  4) on $n crm_resource --resource $r --set-parameter target-role --meta --parameter-value Stopped; nap 4; on $n crm_resource --resource $r --meta --delete-parameter target-role ;;
  5) on $n crm_standby -N node$m -v on; nap 6; on $n crm_standby -N node$m -D ;;
  6|7) on $n crm_resource --cleanup ;; 8|9) on $n crm_mon -1 -r; on $n crm_verify -L ;;
  10) on $n crm_attribute --name maintenance-mode --update true; nap 4; on $n crm_attribute --name maintenance-mode --delete ;;
  11) on $n crm_resource --resource $r --set-parameter priority --meta --parameter-value $((RANDOM % 20)) ;; 12) on $n crm_attribute --type nodes --node node$m --name site --update rack$((RANDOM % 9)) ;;
  13) on $n crm_resource --restart --resource $r ;; 14) on $m ip addr del 10.77.0.10$((RANDOM % 2))/24 dev eth0; nap 5 ;;
  15) on $n crm_resource --refresh --resource $r ;; 16) on $n crm_resource --resource nosuch$k --locate; on $n crm_resource --resource $r --locate ;;
  17) on $n crm_attribute --type rsc_defaults --name resource-stickiness --update $((RANDOM % 80 + 20)) ;;
  18) hub ip addr del 10.77.0.254/24 dev br0; nap 9; hub ip addr add 10.77.0.254/24 dev br0 ;;                                 # the gateway is away
  19) on $n crm_attribute --node node$m --name load --lifetime reboot --update 0.$((RANDOM % 99)) ;; 20) on $n crm_resource --why --resource $r ;; 21) on $n crm_simulate -L ;; esac
  [ $((k % 14)) = 5 ] && { kill -HUP ${I[$m]}; nap 14; }                                                                       # cluster software restarted on a node
  [ $((k % 22)) = 10 ] && { crash $m; nap 10; [ -z "${back[$m]:-}" ] && back[$m]=$((SECONDS + 4)); nap 12; }                    # power of a node lost
  [ $((k % 22)) = 18 ] && { hub ip link set v$m down; nap 4; hub ip link set v$m up 2>/dev/null; nap 15; }                      # its cable
  nap $((RANDOM % 4 + 1))
done
for n in 1 2 3; do kill -TERM ${I[$n]} 2>/dev/null; sleep 3; done; nap 8 ; for n in 1 2 3; do kill -9 ${I[$n]} 2>/dev/null; done; kill $HUB; wait 2>/dev/null
# header: pacemaker's time, host, daemon [pid] (function) level:, corosync's time [pid] host corosync level [SUBSYSTEM]; both logs of a node in order of time
for n in 1 2 3; do cat node$n/log/corosync/corosync.log node$n/log/pacemaker/pacemaker.log | grep -aE '^[A-Z][a-z]{2} [0-9 ]{2} ' | sort -s -k1,1M -k2,2n -k3,3; done | sed -nE -e "s/^\S+ +\S+ \S+ \[[0-9]+\] \S+ +corosync +[a-z]+ +\[[A-Z]+ *\] //p; t" -e "s/^\S+ +\S+ [0-9:.]+ +[A-Za-z0-9_-]+\([A-Za-z0-9_:-]+\)\[[0-9]+\]:[ \t]*(INFO|WARNING|ERROR|DEBUG|CRIT): *//p; t" -e "s/^\S+ +\S+ [0-9:.]+ +\S+ +\S+ *\[[0-9]+\] +(\([^)]*\))?[ \t]*(emerg|alert|crit|error|warning|notice|info|debug): ?//p" | sed -E "s#$W#/srv/lab/pacemaker#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length > 0 && length <= 1500 && !/^ *$/' > "$1/pacemaker.raw"
