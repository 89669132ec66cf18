#!/bin/bash
# strongSwan (Debian charon-systemd, strongswan-swanctl, strongswan-pki, libcharon-extra-plugins, libcharon-extauth-plugins 5.9.8): a VPN gateway, a branch office and five road warriors, each in its own network namespace. Usage: strongswan.sh WORK
set -u
W=$1/strongswan; rm -rf "$W"; mkdir -p "$W"; cd "$W"; ROUNDS=${ROUNDS:-12}
HOSTS="gw branch rw1 rw2 rw3 rw4 rw5"; declare -A P IP=([gw]=10.9.0.1 [branch]=10.9.0.2 [rw1]=10.9.0.11 [rw2]=10.9.0.12 [rw3]=10.9.0.13 [rw4]=10.9.0.14 [rw5]=10.9.0.15)
n() { ip netns exec ike-$1 "${@:2}"; }
down() { kill -9 "${P[@]}" 2>/dev/null; for h in $HOSTS hub; do ip netns del ike-$h; done 2>/dev/null; }; trap down EXIT; P[x]=; down; unset 'P[x]'
ip netns add ike-hub; n hub ip link add br0 type bridge; n hub ip link set br0 up
for h in $HOSTS; do ip netns add ike-$h; ip link add eth0 netns ike-$h type veth peer name v-$h netns ike-hub; n hub ip link set v-$h master br0 up; n $h ip link set lo up; n $h ip addr add ${IP[$h]}/24 dev eth0; n $h ip link set eth0 up; done
n gw ip addr add 10.20.0.1/16 dev lo; n branch ip addr add 10.30.0.1/16 dev lo
ca() { pki --gen --type ecdsa --size 256 --outform pem > $1.key; pki --self --ca --in $1.key --type ecdsa --dn "C=DE, O=Example, CN=$2" --outform pem > $1.crt; }
cert() { pki --gen --type ecdsa --size 256 --outform pem > $1.key; pki --pub --in $1.key --type ecdsa | pki --issue --cacert ${3:-ca}.crt --cakey ${3:-ca}.key --dn "C=DE, O=Example, CN=$2" --san $2 --outform pem ${4:-} ${5:-} > $1.crt; }
ca ca "Example VPN CA"; ca oldca "Old CA"; cert gw vpn.example.org; for k in 1 2 3; do cert rw$k user$k.example.org; done; cert stray user9.example.org oldca
for h in $HOSTS; do mkdir -p $h/{x509,x509ca,private}; cp ca.crt $h/x509ca/; [ -f $h.crt ] && { cp $h.crt $h/x509/; cp $h.key $h/private/; }
cat > $h/strongswan.conf <<E
charon-systemd {
  load_modular = no
  load = random nonce aes sha1 sha2 hmac kdf x509 revocation constraints pubkey pkcs1 pkcs8 pem openssl curve25519 gcm gmp md4 kernel-libipsec kernel-netlink socket-default vici updown eap-identity eap-mschapv2 counters
  retransmit_tries = 3
  retransmit_timeout = 1.0
  retransmit_base = 1.4
  syslog { } # ESP is done by the daemon (kernel-libipsec): the recording kernel had none
  journal { default = -1 }
  filelog { log { path = $W/$h.log
    time_format = %Y-%m-%d %H:%M:%S
    time_add_ms = yes
    default = ${LEVEL:-1}
    flush_line = yes } }
  plugins { vici { socket = unix://$W/$h.vici } }
}
swanctl { load = random pem pkcs1 pkcs8 x509 openssl
  socket = unix://$W/$h.vici }
E
done
t="version = 2
    rekey_time = 50s
    dpd_delay = 5s"
cat > gw/swanctl.conf <<E
connections {
  rw-cert { $t
    local_addrs = 10.9.0.1
    pools = pool4
    local { auth = pubkey
      certs = gw.crt
      id = vpn.example.org }
    remote { auth = pubkey }
    children { net { local_ts = 10.20.0.0/16
      rekey_time = 17s
      dpd_action = clear } } }
  rw-eap { $t
    local_addrs = 10.9.0.1
    pools = pool4
    local { auth = pubkey
      certs = gw.crt
      id = vpn.example.org }
    remote { auth = eap-mschapv2
      eap_id = %any }
    send_cert = always
    children { net-eap { local_ts = 10.20.0.0/16
      rekey_time = 23s } } }
  branch { $t
    local_addrs = 10.9.0.1
    remote_addrs = 10.9.0.2
    proposals = aes256-sha256-curve25519
    local { auth = psk
      id = hq }
    remote { auth = psk
      id = branch }
    children { sites { local_ts = 10.20.0.0/16
      remote_ts = 10.30.0.0/16
      esp_proposals = aes128gcm16-curve25519
      rekey_time = 19s } } } }
pools { pool4 { addrs = 10.40.0.0/29
    dns = 10.20.0.53 } }
secrets { ike-b { id = branch
    secret = "office secret" }
  eap-4 { id = dora
    secret = "dora pw" }
  eap-5 { id = emil
    secret = "emil pw" } }
E
branch() { cat > branch/swanctl.conf <<E
connections { hq { $t
    remote_addrs = 10.9.0.1
    proposals = ${2:-aes256-sha256-curve25519}
    local { auth = psk
      id = branch }
    remote { auth = psk
      id = hq }
    children { sites { local_ts = 10.30.0.0/16
      remote_ts = ${3:-10.20.0.0/16}
      esp_proposals = aes128gcm16-curve25519
      rekey_time = 19s } } } }
secrets { ike-b { secret = "$1" } }
E
}
rw() { local h=$1 auth=$2 id=$3 pw=${4:-x} crt=${5:-$1}; cat > $h/swanctl.conf <<E
connections { home { $t
    remote_addrs = ${6:-10.9.0.1}
    vips = 0.0.0.0
    local { auth = $auth
      $([ $auth = pubkey ] && echo "certs = $crt.crt" || echo "eap_id = $id")
      id = $id }
    remote { auth = pubkey
      id = ${7:-vpn.example.org} }
    children { home { remote_ts = 10.20.0.0/16
      rekey_time = 30s } } } }
secrets { eap { id = $id
    secret = "$pw" } }
E
}
s() { STRONGSWAN_CONF=$W/$1/strongswan.conf SWANCTL_DIR=$W/$1 n $1 timeout 25 swanctl "${@:2}" >> swanctl.out 2>&1; }
load() { s $1 --load-all --noprompt; }
serve() { STRONGSWAN_CONF=$W/$1/strongswan.conf ip netns exec ike-$1 charon-systemd > $1.out 2>&1 & P[$1]=$!; }
up() { s $1 --initiate --child $2 --timeout 9; }
bye() { s $1 --terminate --ike $2 --timeout 5; }
branch "office secret"; for k in 1 2 3; do rw rw$k pubkey user$k.example.org; done; rw rw4 eap-mschapv2 dora "dora pw"; rw rw5 eap-mschapv2 emil "emil pw"
for h in $HOSTS; do serve $h; done; sleep 2; for h in $HOSTS; do load $h; done
ping() { n $1 timeout 2 ping -c 1 -W 1 $2 > /dev/null 2>&1; }
for r in $(seq $ROUNDS); do
  [ $r = 1 ] && up branch sites; ping branch 10.20.0.1
  for k in 1 2 3 4 5; do [ $((RANDOM % 4)) != 0 ] && { up rw$k home & sleep 0.$((RANDOM % 9)); }; done; sleep 2; for k in 1 2 3 4 5; do ping rw$k 10.20.0.1; done
  case $r in
  2) bye rw4 home; rw rw4 eap-mschapv2 dora "forgotten"; load rw4; up rw4 home; rw rw4 eap-mschapv2 dora "dora pw"; load rw4; up rw4 home ;;
  3) n hub ip link set v-rw2 down; sleep 11; n hub ip link set v-rw2 up ;;
  4) bye branch hq; branch "other secret"; load branch; up branch sites; branch "office secret" aes128-sha1-modp1024; load branch; up branch sites; branch "office secret"; load branch; up branch sites ;;
  5) bye rw3 home; cp stray.crt rw3/x509/; cp stray.key rw3/private/; rw rw3 pubkey user9.example.org x stray; load rw3; up rw3 home; rw rw3 pubkey user3.example.org; rm rw3/*/stray.*; load rw3; up rw3 home ;;
  6) kill ${P[gw]}; sleep 8; serve gw; sleep 1; load gw ;;
  7) bye rw5 home; rw rw5 eap-mschapv2 emil "emil pw" rw5 10.9.0.77; load rw5; up rw5 home; rw rw5 eap-mschapv2 emil "emil pw"; load rw5 ;;
  8) bye branch hq; branch "office secret" aes256-sha256-curve25519 10.99.0.0/16; load branch; up branch sites; branch "office secret"; load branch; up branch sites ;;
  9) bye rw1 home; rw rw1 pubkey user1.example.org x rw1 10.9.0.1 gateway.example.org; load rw1; up rw1 home; rw rw1 pubkey user1.example.org; load rw1; up rw1 home ;;
  10) kill -9 ${P[rw1]}; sleep 1; serve rw1; sleep 1; load rw1; up rw1 home; kill -HUP ${P[gw]} ;;
  esac
  s gw --list-sas; s gw --rekey --ike branch; sleep $((5 + RANDOM % 7)); for k in 1 2 3 4 5; do [ $((RANDOM % 2)) = 0 ] && bye rw$k home; done
done
for h in $HOSTS; do kill ${P[$h]}; done; sleep 2
for h in $HOSTS; do cat $h.log; done | grep -aP '^20\S+ \S+ \d+\[[A-Z]{3}\] ' | sort -s -k1,2 | sed -E "s/^\S+ \S+ [0-9]+\[[A-Z]{3}\] //; s#$W#/srv/lab/strongswan#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length && length <= 1500' > "$1/strongswan.raw"
