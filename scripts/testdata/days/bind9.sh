#!/bin/bash
# BIND 9: a company's primary (dynamic, signed and static zones), its secondary and an office resolver before a small private "Internet", in a network namespace of their own. Usage: bind9.sh WORK
# Needs Debian bind9 and bind9-dnsutils (recorded with 1:9.18, Debian 12), iproute2, unshare; root.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/bind9; rm -rf "$W"; mkdir -p "$W"/{net,ns1,ns2,res,q}; cd "$W"; RANDOM=7
ip link set lo up; ip addr add 10.20.0.1/16 dev lo; ip addr add 172.16.9.1/24 dev lo
for a in 10.20.0.53 10.20.0.54 192.0.2.53 198.51.100.53 198.51.100.1 198.51.100.2 203.0.113.10 203.0.113.11 203.0.113.66; do ip addr add $a/32 dev lo; done
soa() { printf '$TTL %s\n@ IN SOA %s hostmaster.%s ( %s 3600 600 86400 60 )\n' "${4:-30}" "$1" "$1" "$3"; }
NAMES="acme globex initech umbrella hooli vandelay wonka stark wayne cyberdyne soylent tyrell oscorp aperture bluth dunder pied gringotts monarch virtucon"
HOSTS="www mail api cdn img static login shop ns1 ftp vpn update telemetry assets m"
# --- the outside: root, com, org (signed), some domains, one with a wrong DS, one lame, one silent, one with a dead server
sign() { dnssec-signzone -q -S -K "$W/net" -o $1 -f net/$2.signed net/$2 > /dev/null 2>&1; }
key() { dnssec-keygen -q -K net -a ECDSAP256SHA256 $1 > /dev/null; dnssec-keygen -q -K net -a ECDSAP256SHA256 -f KSK $1 > /dev/null; }
dom() { soa ns1.dns.com. x 2026112601 20; echo "@ NS ns1.dns.com."; echo "@ MX 10 mail"; echo '@ TXT "v=spf1 mx -all"'; for h in $HOSTS; do echo "$h A 203.0.113.$((RANDOM % 250 + 1))"; done; }
{ soa ns1.dns.com. x 2026112601 30; echo '@ NS ns1.dns.com.'; echo 'ns1 A 198.51.100.1'; } > net/dns.com.db
for n in $NAMES; do dom > net/$n.com.db; done
for n in signed broken; do dom > net/$n.org.db; key $n.org; sign $n.org $n.org.db; done
{ soa a.root. x 2026112601; echo '@ NS ns1.dns.com.'; echo 'ns1.dns A 198.51.100.1'; echo 'dns NS ns1.dns'; for n in $NAMES; do echo "$n NS ns1.dns"; done; echo 'lame NS ns1.dns'; echo 'silent NS ns.silent'; echo 'ns.silent A 203.0.113.66'; echo 'dead NS ns.dead'; echo 'ns.dead A 203.0.113.10'; echo 'v6 NS ns.v6'; echo 'ns.v6 AAAA 2001:db8:5::53'; echo 'corp NS ns.corp'; echo 'ns.corp A 192.0.2.53'; } > net/com.db
{ soa ns1.dns.com. x 2026112601; echo '@ NS ns1.dns.com.'; for n in signed broken; do echo "$n NS ns1.dns.com."; done; dnssec-dsfromkey -2 net/Ksigned.org.*.key 2>/dev/null | grep ' 257 \| DS ' | tail -1 > net/ds1; for k in net/Ksigned.org.*.key; do grep -q ' 257 ' $k && { dnssec-dsfromkey -2 $k; dnssec-dsfromkey -2 $k | sed 's/^signed/broken/'; }; done; } > net/org.db; key org; sign org org.db
{ soa a.root. x 2026112601; echo '@ NS a.root.'; echo '@ NS b.root.'; echo 'a.root. A 198.51.100.1'; echo 'b.root. A 198.51.100.2'; echo 'com. NS ns1.dns.com.'; echo 'ns1.dns.com. A 198.51.100.1'; echo 'org. NS ns1.dns.com.'; for k in net/Korg.*.key; do grep -q ' 257 ' $k && dnssec-dsfromkey -2 $k; done; } > net/root.db; key .; sign . root.db
ANCHOR=$(cat net/K.+*.key | awk '$4 == "DNSKEY" || $3 == "DNSKEY"' | grep ' 257 ' | sed -E 's/^.*DNSKEY 257 3 13 (.*)$/\1/' | tr -d ' ')
printf '. 30 NS a.root.\n. 30 NS b.root.\na.root. 30 A 198.51.100.1\na.root. 30 AAAA 2001:db8::1\nb.root. 30 A 198.51.100.2\n' > res/hints
{ echo "options { directory \"$W/net\"; pid-file \"pid\"; session-keyfile none; listen-on { 198.51.100.1; 198.51.100.2; }; listen-on-v6 { none; }; recursion no; }; controls { };"; echo 'zone "." { type primary; file "root.db.signed"; }; zone "com" { type primary; file "com.db"; }; zone "org" { type primary; file "org.db.signed"; };'; for n in dns $NAMES; do echo "zone \"$n.com\" { type primary; file \"$n.com.db\"; };"; done; for n in signed broken; do echo "zone \"$n.org\" { type primary; file \"$n.org.db.signed\"; };"; done; } > net/named.conf
# --- the company's servers
for k in dhcp xfer; do tsig-keygen -a hmac-sha256 $k > key.$k; done; tsig-keygen -a hmac-sha256 dhcp2 > key.dhcp2; rndc-confgen -a -c "$W/rndc.key" > /dev/null 2>&1
cust() { { soa ns.corp.com. x $2 300; printf '@ NS ns.corp.com.\n@ MX 10 mail\n@ A 192.0.2.%s\nmail A 192.0.2.%s\nwww A 192.0.2.%s\n' $((RANDOM % 250 + 1)) $((RANDOM % 250 + 1)) $((RANDOM % 250 + 1)); } > ns1/$1.db; }
CUST="bakery garage florist clinic library museum theatre brewery school hotel"
for c in $CUST; do cust $c.example 2026112501; done
for z in corp.com office.corp.com shop.example 1.20.10.in-addr.arpa 2.20.10.in-addr.arpa; do { soa ns.corp.com. x 1 300; echo '@ NS ns.corp.com.'; } > ns1/$z.db; done; echo 'ns A 192.0.2.53' >> ns1/corp.com.db; for i in $(seq 40); do echo "srv$i A 192.0.2.$((i + 100))"; done >> ns1/corp.com.db
opt() { echo "include \"$W/rndc.key\"; include \"$W/key.dhcp\"; include \"$W/key.xfer\"; controls { inet 127.0.0.1 port 95$2 allow { 127.0.0.1; } keys { rndc-key; }; }; statistics-channels { inet 127.0.0.1 port 80$2; }; options { directory \"$W/$1\"; pid-file \"pid\"; session-keyfile \"sk\"; listen-on { $3; }; listen-on-v6 { none; }; $4 };"; }
ns1conf() { opt ns1 1 192.0.2.53 "recursion no; dnssec-validation no; notify-source 192.0.2.53; also-notify { 198.51.100.53 key xfer; }; notify explicit; notify-delay 1; serial-query-rate 40; allow-transfer { key xfer; }; rate-limit { responses-per-second 20; window 3; };"
  for c in $CUST $*; do echo "zone \"$c.example\" { type primary; file \"$c.example.db\"; };"; done
  for z in office.corp.com 1.20.10.in-addr.arpa 2.20.10.in-addr.arpa; do echo "zone \"$z\" { type primary; file \"$z.db\"; update-policy { grant dhcp zonesub ANY; }; };"; done
  for z in corp.com shop.example; do echo "zone \"$z\" { type primary; file \"$z.db\"; dnssec-policy default; inline-signing yes; };"; done; } 
ns2conf() { opt ns2 2 198.51.100.53 "recursion no; dnssec-validation no; transfer-source 198.51.100.53; allow-transfer { none; }; notify no; min-refresh-time 5; min-retry-time 4; max-refresh-time 25; max-retry-time 8; querylog yes;"; for z in $(for c in $CUST; do echo $c.example; done) office.corp.com 1.20.10.in-addr.arpa 2.20.10.in-addr.arpa corp.com shop.example $*; do echo "zone \"$z\" { type secondary; primaries { 192.0.2.53 key xfer; }; file \"$z.db\"; };"; done; }
{ opt res 3 10.20.0.53 "recursion yes; allow-query { 10.20.0.0/16; 127.0.0.0/8; }; dnssec-validation yes; max-cache-ttl 15; max-ncache-ttl 5; query-source address 10.20.0.53; prefetch 0;"; echo "trust-anchors { . static-key 257 3 13 \"$ANCHOR\"; }; zone \".\" { type hint; file \"hints\"; }; zone \"office.corp.com\" { type forward; forward only; forwarders { 192.0.2.53; }; }; zone \"20.10.in-addr.arpa\" { type forward; forwarders { 192.0.2.53; }; };"; } > res/named.conf
ns1conf > ns1/named.conf; ns2conf > ns2/named.conf
start() { named -g -n 1 -c "$W/$1/named.conf" >> log.$1 2>&1 & eval "P_$1=$!"; sleep 1; }
stop() { local v=P_$1; kill ${!v}; wait ${!v} 2> /dev/null; }
r() { local p=$1; shift; timeout 10 rndc -k "$W/rndc.key" -s 127.0.0.1 -p 95$p "$@" > /dev/null 2>&1; }
pick() { set -- $*; shift $((RANDOM % $#)); echo $1; }
look() { # N look-ups of one client at the resolver
  local me=10.20.$((RANDOM % 2 + 1)).$((RANDOM % 60 + 10)) n=$1; for k in $(seq $n); do case $((RANDOM % 40)) in
    0) echo "$(pick $HOSTS).lame.com A";; 1) echo "$(pick $HOSTS).signed.org A";; 2) echo "www.v6.com AAAA";; 3) echo "$(pick $HOSTS).broken.org A";; 4) [ $((RANDOM % 3)) = 0 ] && echo "www.silent.com A" || echo "nosuch$RANDOM.$(pick $NAMES).com A";; 5) [ $((RANDOM % 2)) = 0 ] && echo "mx.dead.com MX";; 6) echo "$(pick $NAMES).com MX";; 7) echo "$(pick $NAMES).com TXT";; 8|9|10|11) echo "pc$((RANDOM % 60 + 10)).office.corp.com A";; 12|13) echo "$((RANDOM % 60 + 10)).$((RANDOM % 2 + 1)).20.10.in-addr.arpa PTR";; 14|15|16|17|18) echo "$(pick $HOSTS).$(pick $NAMES).com AAAA";; 19) echo "_ldap._tcp.office.corp.com SRV";; 20) echo "srv$((RANDOM % 45)).corp.com A";; *) echo "$(pick $HOSTS).$(pick $NAMES).com A";; esac; done > q/$me; timeout 20 dig -b $me @10.20.0.53 -f q/$me +tries=1 +time=2 > /dev/null 2>&1; }
pub() { local n=$1; for k in $(seq $n); do case $((RANDOM % 9)) in 0) echo "wpad.example A";; 1) echo "$(pick $CUST).example MX";; 2) echo "corp.com DNSKEY +dnssec";; 3) echo "SHop.exAMPle SOA +tcp";; *) echo "$(pick www mail imap)".$(pick $CUST).example A;; esac; done > q/pub; timeout 20 dig -b 203.0.113.11 @$2 -f q/pub +tries=1 +time=1 > /dev/null 2>&1; }
lease() { local h=$((RANDOM % 60 + 10)) s=$((RANDOM % 2 + 1)); { echo "server 192.0.2.53"; echo "local 10.20.0.54"; echo "zone office.corp.com"; echo "update delete pc$h.office.corp.com A"; [ $((RANDOM % 5)) = 0 ] || { echo "update add pc$h.office.corp.com 300 A 10.20.$s.$h"; echo "update add pc$h.office.corp.com 300 TXT \"31$RANDOM$RANDOM\""; }; echo send; echo "zone $s.20.10.in-addr.arpa"; echo "update delete $h.$s.20.10.in-addr.arpa PTR"; echo "update add $h.$s.20.10.in-addr.arpa 300 PTR pc$h.office.corp.com."; echo send; } | timeout 5 nsupdate -k "$W/key.${1:-dhcp}" > /dev/null 2>&1; }
python3 -c 'import socket,time; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(("203.0.113.66",53)); time.sleep(900)' & 
start net; start ns1; start ns2; start res; sleep 2
for hour in $(seq 24); do
  [ $hour = 9 ] && r 3 querylog on; [ $hour = 13 ] && r 3 querylog off
  busy=$((hour > 7 && hour < 19 ? 3 : 1))
  for j in 1 2 3 4; do for k in $(seq $((busy * 2))); do look $((RANDOM % 16 + 3)) & L[$j$k]=$!; lease; done; sleep 0.5; done
  pub $((RANDOM % 8 + 2)) 198.51.100.53; pub 4 192.0.2.53
  [ $((hour % 4)) = 1 ] && printf 'server 192.0.2.53\nlocal 10.20.1.%s\nzone office.corp.com\nupdate add pc%s.office.corp.com 1200 A 10.20.1.%s\nsend\n' $((hour + 20)) $hour $hour | timeout 5 nsupdate > /dev/null 2>&1  # a desktop tries by itself, without a key
  for c in $(pick $CUST) $(pick $CUST); do [ $((RANDOM % 3)) = 0 ] && { cust $c.example 20261126$(printf %02d $hour); r 1 reload $c.example; }; done
  case $hour in
  2) r 1 stats; r 3 stats; dig -b 203.0.113.11 @192.0.2.53 bakery.example AXFR > /dev/null 2>&1; dig -b 203.0.113.11 @198.51.100.53 corp.com AXFR > /dev/null 2>&1 ;;
  3) r 1 reload; r 2 reload ;;
  5) dig -b 172.16.9.30 @10.20.0.53 www.acme.com +tries=1 +time=1 > /dev/null 2>&1; dig -b 172.16.9.31 @10.20.0.53 version.bind CH TXT +tries=1 +time=1 > /dev/null 2>&1 ;;
  7) stop res; start res ;;
  8) cust optician.example 2026112608; ns1conf optician > ns1/named.conf; r 1 reconfig; ns2conf optician.example > ns2/named.conf; r 2 reconfig ;;
  10) cust garage.example 2026112610; echo 'www2 A 192.0.2.999' >> ns1/garage.example.db; r 1 reload garage.example; sleep 2; cust garage.example 2026112611; r 1 reload garage.example ;;
  11) lease dhcp2; r 3 flush; r 3 flushname www.acme.com ;;
  12) cust hotel.example 2026112400; r 1 reload hotel.example; sleep 1; cust hotel.example 2026112613; r 1 reload hotel.example ;;
  14) stop ns1; look 10; sleep 9; start ns1 ;;
  15) r 1 freeze office.corp.com; lease; r 1 thaw office.corp.com; r 1 sync -clean ;;
  16) for k in $(seq 80); do echo "www.bakery.example A"; done > q/flood; for k in 1 2 3; do timeout 5 dig -b 203.0.113.11 @192.0.2.53 -f q/flood +tries=1 +time=1 > /dev/null 2>&1 & done ;;
  17) ns1conf optician clockmaker > ns1/named.conf; r 1 reconfig ;;  # its file is missing
  18) r 1 zonestatus corp.com; r 1 sign corp.com; r 2 retransfer corp.com; r 2 refresh shop.example; r 1 notify shop.example ;;
  20) stop ns2; start ns2 ;;
  22) ns1conf optician > ns1/named.conf; r 1 reload; r 2 notify corp.com; r 3 status ;;
  esac
  wait ${L[@]} 2> /dev/null; L=(); sleep 1
done
stop res; stop ns2; stop ns1; kill $P_net
cat log.ns1 log.ns2 log.res | sed -nE 's/^[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4} [0-9:.]+ //p' | sed "s#$W#/srv/lab/bind9#g; s/\t/ /g; s/\b$(hostname)\b/vm/g" | awk 'length > 0 && length <= 1500' > "$1/bind9.raw"
