#!/bin/bash
# OpenVPN: a UDP server for staff and a TCP server for branches, ten clients in network namespaces behind a bridge over a day: logins, renewals, sleep, roaming, lost links, restarts, wrong passwords, revoked and expired certificates; verb 3. Usage: openvpn.sh WORK
# Needs Debian openvpn (recorded with 2.6.14, Debian 12), openssl, iproute2, iputils-ping, unshare; root; /dev/net/tun.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
OUT=$1; W=$1/openvpn; rm -rf "$W"; mkdir -p "$W"/{pki,ccd,log,tmp}; cd "$W"; RANDOM=3
mkdir -p /run/netns; mount -t tmpfs none /run/netns
ip link set lo up; ip link add wan type bridge; ip link set wan up; ip addr add 10.60.0.1/16 dev wan
# --- certificates
cd pki; touch index.txt; echo 1000 > serial; echo 1000 > crlnumber
cat > ca.cnf <<'C'
[ca]
default_ca = a
[a]
dir = .
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
default_md = sha256
default_days = 30
default_crl_days = 30
policy = p
copy_extensions = copy
[p]
commonName = supplied
organizationName = optional
C
ca() { openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj "/O=Corp/CN=$2" -keyout $1.key -out $1.crt > /dev/null 2>&1; }
cert() { local n=$1 eku=$2; shift 2; openssl req -new -newkey rsa:2048 -nodes -subj "/O=Corp/CN=$n" -addext "extendedKeyUsage=$eku" -addext "keyUsage=digitalSignature,keyEncipherment" -keyout $n.key -out $n.csr > /dev/null 2>&1; openssl ca -batch -config ca.cnf -in $n.csr -out $n.crt "$@" > /dev/null 2>&1; }
ca ca "Corp VPN CA"; ca other "Other CA"; cert server serverAuth
for n in anna bert carla dirk elena hugo branch1 branch2; do cert $n clientAuth; done; cert maria clientAuth -startdate 20240101000000Z -enddate 20250101000000Z
openssl ca -config ca.cnf -revoke hugo.crt > /dev/null 2>&1; openssl ca -config ca.cnf -gencrl -out crl.pem > /dev/null 2>&1; chmod 644 crl.pem
openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj "/O=Corp/CN=guest" -CA other.crt -CAkey other.key -keyout guest.key -out guest.crt > /dev/null 2>&1
cd ..; openvpn --genkey tls-crypt ta.key > /dev/null
printf '#!/bin/sh\nread -r u < "$1"; p=$(sed -n 2p "$1"); [ "$p" = "pw-$u" ]\n' > check; printf '#!/bin/sh\nexit 0\n' > up; chmod +x check up
echo "iroute 192.168.31.0 255.255.255.0" > ccd/branch1; echo "iroute 192.168.32.0 255.255.255.0" > ccd/branch2; echo "ifconfig-push 10.8.0.200 255.255.255.0" > ccd/elena
common() { printf 'verb 3\npersist-tun\npersist-key\nca pki/ca.crt\ntls-crypt ta.key\nauth-nocache\n'; }
{ common; printf 'proto udp\nport 1194\ndev tun0\ntopology subnet\nserver 10.8.0.0 255.255.255.0\nifconfig-pool-persist pool.txt 20\ncert pki/server.crt\nkey pki/server.key\ndh none\ncrl-verify pki/crl.pem\nkeepalive 3 12\nreneg-sec 45\nexplicit-exit-notify 1\nclient-config-dir ccd\nscript-security 2\ntmp-dir tmp\nauth-user-pass-verify ./check via-file\nusername-as-common-name\npush "route 10.10.0.0 255.255.0.0"\npush "dhcp-option DNS 10.10.0.53"\nstatus status.log 20\nmax-clients 20\n'; } > udp.conf
{ common; printf 'proto tcp-server\nport 1195\ndev tun1\ntopology subnet\nserver 10.9.0.0 255.255.255.0\ncert pki/server.crt\nkey pki/server.key\ndh none\nkeepalive 4 16\nreneg-sec 60\nclient-config-dir ccd\nroute 192.168.31.0 255.255.255.0\nroute 192.168.32.0 255.255.255.0\nclient-to-client\ndata-ciphers AES-256-GCM:AES-128-GCM:AES-256-CBC\n'; } > tcp.conf
cl() { common; printf 'client\nnobind\ndev tun\nremote-cert-tls server\nresolv-retry infinite\nhand-window 12\nconnect-retry 3 20\ncert pki/%s.crt\nkey pki/%s.key\n' $1 $1; case $1 in branch*) printf 'proto tcp-client\nremote 10.60.0.1 1195\nconnect-timeout 8\n'; [ $1 = branch2 ] && printf 'cipher AES-256-CBC\n' ;; *) printf 'proto udp\nremote 10.60.0.1 1194\nremote 10.60.0.2 1194\nexplicit-exit-notify\nauth-user-pass %s.pw\nscript-security 2\nup ./up\nserver-poll-timeout 8\n' $1 ;; esac; }
i=10; for n in anna bert carla dirk elena hugo maria guest branch1 branch2; do i=$((i + 1)); IP[$i]=$n; eval "A_$n=$i"; ip netns add $n; ip link add v$i type veth peer name eth0 netns $n; ip link set v$i master wan up; ip -n $n link set lo up; ip -n $n link set eth0 up; ip -n $n addr add 10.60.1.$i/16 dev eth0; cl $n > $n.conf; printf '%s\npw-%s\n' $n $n > $n.pw; done; chmod 600 *.pw
declare -A P
srv() { openvpn --config $1.conf >> log/0$1 2>&1 & P[$1]=$!; }
on() { [ -n "${P[$1]:-}" ] && kill -0 ${P[$1]} 2>/dev/null && return; ip netns exec $1 openvpn --config $1.conf >> log/$1 2>&1 & P[$1]=$!; }
off() { [ -n "${P[$1]:-}" ] && kill -${2:-TERM} ${P[$1]} 2>/dev/null; P[$1]=; }
traffic() { ip netns exec $1 timeout $((RANDOM % 20 + 5)) ping -q -i 0.3 -s $((RANDOM % 1300 + 50)) $2 > /dev/null 2>&1 & }
srv udp; srv tcp; sleep 1; on branch1; on branch2; (while sleep 7; do traffic branch1 10.9.0.1; traffic branch2 10.9.0.1; done) &
end=$((SECONDS + 300)); n=0
while [ $SECONDS -lt $end ]; do
  n=$((n + 1)); set -- anna bert carla dirk elena; shift $((RANDOM % 5)); u=$1; i=A_$u; i=${!i}
  case $((RANDOM % 16)) in
  0|1|2|3|4|5) on $u; traffic $u 10.8.0.1 ;;
  6|7) off $u ;;
  8) off $u KILL ;;                                   # the battery is empty
  9) (ip link set v$i down; sleep 16; ip link set v$i up) & ;;  # the notebook sleeps
  10) ip -n $u addr del 10.60.1.$i/16 dev eth0 2>/dev/null; ip -n $u addr add 10.60.$((RANDOM % 9 + 2)).$i/16 dev eth0 2>/dev/null ;;  # it changes its network
  11) [ -n "${P[$u]:-}" ] && kill -USR1 ${P[$u]} 2> /dev/null ;;
  12) [ $((n % 2)) = 0 ] && { off $u; sleep 1; printf '%s\nwrong\n' $u > $u.pw; on $u; sleep 3; printf '%s\npw-%s\n' $u $u > $u.pw; } ;;
  *) traffic $u 10.8.0.1 ;;
  esac
  case $n in
  9|60) on hugo ;; 14) on maria ;; 22) on guest ;; 30) off hugo; off maria ;; 40) off guest ;;
  26|75) (ip link set v19 down; sleep 20; ip link set v19 up) & ;;
  35) kill -HUP ${P[udp]} ;; 50) kill ${P[tcp]}; sleep 6; srv tcp ;; 65) kill -USR1 ${P[udp]} ;; 85) kill ${P[udp]}; sleep 4; srv udp ;; 95) off branch2; sleep 2; on branch2 ;;
  esac
  sleep $((RANDOM % 3 + 1))
done
for k in "${!P[@]}"; do [ $k = udp ] || [ $k = tcp ] || off $k; done; sleep 3; kill ${P[udp]} ${P[tcp]}; sleep 1
cat log/* | sed -nE 's/^[0-9]{4}-[0-9-]{5} [0-9:]{8} //p' | sed "s#$W#/srv/lab/openvpn#g; s/\t/ /g; s/\b$(hostname)\b/vm/g" | awk 'length > 0 && length <= 1500' > "$OUT/openvpn.raw"
