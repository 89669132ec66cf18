#!/bin/bash
# FRR (Debian frr 8.4.4): seven routers in network namespaces; OSPF and iBGP in a core of four, two providers and a customer by eBGP. Usage: frr.sh WORK
set -u
W=$1/frr; rm -rf "$W"; mkdir -p "$W"; cd "$W"; chmod 777 "$W"; D=/usr/lib/frr; ROUNDS=${ROUNDS:-8}
R="1 2 3 4 5 6 7"
n() { ip netns exec lab$1 "${@:2}"; }
v() { timeout 20 vtysh -N lab$1 "${@:2}" > /dev/null 2>>"$W/vtysh.err"; }
conf() { local r=$1; shift; local a=(-c "configure terminal"); for c in "$@"; do a+=(-c "$c"); done; v $r "${a[@]}"; }
link() { ip link add l$1$2 netns lab$1 type veth peer name l$2$1 netns lab$2; n $1 ip addr add 10.$1.$2.1/30 dev l$1$2; n $2 ip addr add 10.$1.$2.2/30 dev l$2$1; n $1 ip link set l$1$2 up; n $2 ip link set l$2$1 up; }
start() { n $2 $D/$1 -d -N lab$2 -f "$W/$1$2.conf" > "$W/$1$2.out" 2>&1; }  # start DAEMON ROUTER
stop() { kill ${3:--TERM} $(cat /run/frr/lab$2/$1.pid 2>/dev/null) 2>/dev/null; }
all_down() { for r in $R; do for d in bgpd ospfd staticd zebra; do stop $d $r -KILL; done; done; sleep 0.5; for r in $R; do ip netns del lab$r; rm -rf /run/frr/lab$r; done 2>/dev/null; }
trap all_down EXIT; all_down
for r in $R; do ip netns add lab$r; n $r ip link set lo up; n $r ip addr add 172.20.0.$r/32 dev lo; n $r sysctl -qw net.ipv4.ip_forward=1; mkdir -p /run/frr/lab$r; chown frr:frr /run/frr/lab$r; done
link 1 2; link 2 3; link 3 4; link 1 4; link 1 3; link 1 5; link 2 6; link 4 7; link 5 6
n 3 ip link add lan0 type bridge; n 3 ip addr add 192.168.30.1/24 dev lan0; n 3 ip link set lan0 up
as() { case $1 in [1-4]) echo 65010 ;; *) echo 6502$1 ;; esac; }
for r in $R; do
  head="hostname edge$r
log file $W/log$r debugging
log timestamp precision 3"
  dz="" db="" do_=""  # most log at the default level, four of them with what one turns on to see why routes move
  case $r in 1) db="debug bgp neighbor-events
debug bgp nht" dz="debug zebra events" ;; 2) db="debug bgp zebra" do_="debug ospf zebra" ;; 3) do_="debug ospf nsm status
debug ospf ism status
debug ospf lsa generate" dz="debug zebra nht" ;; 4) db="debug bgp updates in" dz="debug zebra rib" ;; 5) db="debug bgp neighbor-events" ;; esac
  printf '%s\n%s\n' "$head" "$dz" > zebra$r.conf
  { printf '%s\n' "$head"; [ $r -gt 4 ] && for k in $(seq 6); do echo "ip route 100.$r$k.0.0/18 blackhole"; done; } > staticd$r.conf
  { printf '%s\n%s\nrouter bgp %s\n bgp router-id 172.20.0.%s\n bgp log-neighbor-changes\n no bgp ebgp-requires-policy\n timers bgp 3 9\n' "$head" "$db" "$(as $r)" $r
    if [ $r -le 4 ]; then for o in 1 2 3 4; do [ $o != $r ] && printf ' neighbor 172.20.0.%s remote-as 65010\n neighbor 172.20.0.%s update-source lo\n neighbor 172.20.0.%s timers connect 5\n' $o $o $o; done; fi
    case $r in
    1) printf ' neighbor 10.1.5.2 remote-as 65025\n neighbor 10.1.5.2 description transit-a\n neighbor 10.1.5.2 maximum-prefix 60 restart 1\n neighbor 10.1.5.2 route-map FROM-A in\n' ;;
    2) printf ' neighbor 10.2.6.2 remote-as 65026\n neighbor 10.2.6.2 password s3cret\n neighbor 10.2.6.2 description transit-b\n neighbor 10.2.6.2 timers connect 5\n neighbor 10.2.77.9 remote-as 65099\n' ;;
    4) printf ' neighbor 10.4.7.2 remote-as 65027\n neighbor 10.4.7.2 description customer\n' ;;
    5) printf ' neighbor 10.1.5.1 remote-as 65010\n neighbor 10.5.6.2 remote-as 65026\n' ;;
    6) printf ' neighbor 10.2.6.1 remote-as 65010\n neighbor 10.2.6.1 password s3cret\n neighbor 10.2.6.1 timers connect 5\n neighbor 10.5.6.1 remote-as 65025\n' ;;
    7) printf ' neighbor 10.4.7.1 remote-as 65010\n' ;;
    esac
    printf ' address-family ipv4 unicast\n  redistribute %s\n' $([ $r -le 4 ] && echo connected || echo static)
    [ $r -le 4 ] && for o in 1 2 3 4; do [ $o != $r ] && echo "  neighbor 172.20.0.$o next-hop-self"; done
    printf ' exit-address-family\nexit\nip prefix-list SMALL seq 5 permit 0.0.0.0/0 le 24\nroute-map FROM-A permit 10\n match ip address prefix-list SMALL\n set local-preference 120\n'; } > bgpd$r.conf
  { printf '%s\n%s\n' "$head" "$do_"; for o in 1 2 3 4; do [ $o != $r ] && { [ $o -lt $r ] && i=l$r$o || i=l$r$o; printf 'interface %s\n ip ospf hello-interval 1\n ip ospf dead-interval 4\n%s' $i "$([ $((r + o)) = 5 ] && printf ' ip ospf network point-to-point')"; echo; }; done
    printf 'router ospf\n ospf router-id 172.20.0.%s\n log-adjacency-changes detail\n network 10.0.0.0/8 area 0\n network 172.20.0.0/16 area 0\n network 192.168.30.0/24 area 0\n passive-interface lo\n' $r
    case $r in 1) printf ' passive-interface l15\n' ;; 2) printf ' passive-interface l26\n' ;; 3) printf ' redistribute kernel\n' ;; 4) printf ' passive-interface l47\n' ;; esac; } > ospfd$r.conf
done
chown -R frr:frr "$W"
boot() { local d; start zebra $1; sleep 0.3; start staticd $1; [ $1 -le 4 ] && start ospfd $1; start bgpd $1; }
for r in $R; do boot $r; done; sleep 15
bgp() { conf $1 "router bgp $(as $1)" "${@:2}"; }
for k in $(seq $ROUNDS); do
  for j in 1 2 3 4 5; do  # ordinary churn: customers come and go, prefixes move, hosts' routes change
    r=$((5 + RANDOM % 3)); p=100.$((100 + RANDOM % 100)).$((RANDOM % 250)).0/$((24 - RANDOM % 4 * (RANDOM % 2)))
    conf $r "ip route $p blackhole"; echo "$r $p" >> pfx
    n 3 ip route add 192.168.$((100 + RANDOM % 100)).0/24 dev lan0 2>/dev/null
    [ $((RANDOM % 3)) = 0 ] && { read -r r p < <(shuf -n 1 pfx); conf $r "no ip route $p blackhole"; }
    [ $((RANDOM % 4)) = 0 ] && n 3 ip route del $(n 3 ip route show proto boot | shuf -n 1 | cut -d' ' -f1) dev lan0 2>/dev/null
    sleep 1
  done
  v 1 -c "show ip bgp summary"; v 2 -c "show ip route"; v 4 -c "clear ip bgp 10.4.7.2 soft in"
  case $k in
  1|5) n 1 ip link set l14 down; sleep 5; n 1 ip link set l14 up ;;
  2) bgp 6 "neighbor 10.2.6.1 password wrong"; v 2 -c "clear ip bgp 10.2.6.2"; sleep 14; bgp 6 "neighbor 10.2.6.1 password s3cret" ;;
  3) v 1 -c "clear ip bgp 10.1.5.2"; n 4 ip link set l47 down; sleep 4; n 4 ip link set l47 up; bgp 3 "neighbor 172.20.0.4 shutdown message maintenance"; sleep 4; bgp 3 "no neighbor 172.20.0.4 shutdown" ;;
  4) stop bgpd 7; sleep 3; start bgpd 7; for j in $(seq 70); do echo "ip route 100.250.$j.0/24 blackhole"; done > more; vtysh -N lab5 -f more > /dev/null 2>&1; sleep 8; sed 's/^/no /' more > less; vtysh -N lab5 -f less > /dev/null 2>&1; sleep 3 ;;
  6) for d in bgpd ospfd staticd zebra; do stop $d 3; done; sleep 6; boot 3; sleep 10 ;;
  7) n 5 tc qdisc add dev l51 root netem loss 100% 2>/dev/null || n 5 ip link set l51 down; sleep 12; n 5 tc qdisc del dev l51 root 2>/dev/null; n 5 ip link set l51 up; bgp 7 "neighbor 10.4.7.1 remote-as 65011"; sleep 6; bgp 7 "neighbor 10.4.7.1 remote-as 65010" ;;
  8) conf 2 "interface l23" "ip ospf hello-interval 2"; sleep 7; conf 2 "interface l23" "ip ospf hello-interval 1"; stop ospfd 4; sleep 4; start ospfd 4; n 3 ip link set l32 mtu 1400; sleep 4; n 3 ip link set l32 mtu 1500 ;;
  esac
  sleep 4
done
for r in $R; do for d in bgpd ospfd staticd zebra; do stop $d $r; done; done; sleep 2
sort -m -s -k1,2 log[1-7] | grep -aE '^20[0-9/]+ [0-9:.]+ [A-Z]+: ' > all
# header: time, daemon, the message's key and the error category
clean() { sed -E "s/^\S+ \S+ [A-Z]+: (\[[A-Z0-9]{5}-[A-Z0-9]{5}\])?(\[EC [0-9]+\])? ?//; s#$W#/srv/lab/frr#g; s/\t/ /g" | awk 'length && length <= 1500'; }
clean < all > "$1/frr.raw"
