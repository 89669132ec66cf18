#!/bin/bash
# NetworkManager in a network namespace of its own, with virtual links and a DHCP server. Usage: networkmanager.sh WORK
set -u
[ -n "${INSIDE:-}" ] || exec env INSIDE=1 unshare --mount --net --uts bash "$0" "$@"
H=$(cd "$(dirname "$0")" && pwd)/capture; W=$1/networkmanager; rm -rf "$W"; mkdir -p "$W"/{con,lib}; cd "$W"
cp /etc/hostname hn; mount --bind hn /etc/hostname; mount -t tmpfs none /run; mkdir -p /run/systemd/journal /run/dbus /run/NetworkManager; mount -t sysfs -o ro none /sys; mount --bind lib /var/lib/NetworkManager; mount --bind con /etc/NetworkManager/system-connections
: > all; python3 "$H/journal.py" /run/systemd/journal/socket "$W/all" & J=$!
dbus-daemon --system --nofork --nopidfile > dbus.out 2>&1 & echo $! > dbus.pid; sleep 1
printf '[main]\nplugins=keyfile\ndhcp=internal\ndns=none\nrc-manager=unmanaged\n[keyfile]\nunmanaged-devices=interface-name:peer*;interface-name:up*\n[connectivity]\nenabled=false\n[logging]\nbackend=journal\nlevel=INFO\ndomains=ALL:INFO,DEVICE:DEBUG,DHCP4:DEBUG,CORE:DEBUG,BRIDGE:DEBUG,SETTINGS:DEBUG,IP6:DEBUG\n[device]\nwifi.scan-rand-mac-address=no\n[device-bad]\nnosuch=1\n' > nm.conf
ip link set lo up; for n in 1 2 3 4; do ip link add lan$n type veth peer name peer$n; ip link set peer$n up; done
ip addr add 10.44.1.1/24 dev peer1; ip addr add 10.44.2.1/24 dev peer2
dnsmasq -k --bind-interfaces --interface=peer1 --interface=peer2 --except-interface=lo --port=0 --dhcp-range=10.44.1.50,10.44.1.99,2m --dhcp-range=10.44.2.50,10.44.2.99,2m --dhcp-leasefile="$W/leases" --pid-file= > dnsmasq.out 2>&1 & D=$!
n() { timeout 12 nmcli -w 8 "$@" > /dev/null 2>> nmcli.err; }
for r in 1 2 3; do
  NetworkManager -n --config=nm.conf > nm$r.out 2>&1 & N=$!; sleep 3
  for k in 1 2 3; do
    n con add type ethernet ifname lan$k con-name "cable$k-$r" ipv6.method $([ $k = 2 ] && echo ignore || echo auto) ipv4.dhcp-timeout 4; n con up "cable$k-$r"
    n con add type ethernet ifname lan4 con-name "fixed$k-$r" ipv4.method manual ipv4.addresses 10.9.$k.2/24 ipv4.gateway 10.9.$k.1 ipv4.dns 10.9.$k.1; n con up "fixed$k-$r"
    n con add type bridge ifname br$k con-name "bridge$k-$r" ipv4.method disabled ipv6.method disabled bridge.stp no; n con up "bridge$k-$r"; n con add type ethernet slave-type bridge ifname lan3 master br$k con-name "port$k-$r"; n con up "port$k-$r"
    n con add type tun ifname tap$k mode tap con-name "tap$k-$r" ipv4.method manual ipv4.addresses 10.8.$k.1/24; n con up "tap$k-$r"
    n con add type vlan ifname vl$k dev lan1 id 1$k con-name "vlan$k-$r"; n con up "vlan$k-$r"; n con add type bond ifname bond$k con-name "bond$k-$r"; n con up "bond$k-$r"; n con add type dummy ifname dum$k con-name "dum$k-$r" ipv4.method manual ipv4.addresses 10.7.$k.1/24; n con up "dum$k-$r"
    n con add type wifi ifname wlan$k ssid "home$k" con-name "wifi$k"; n con up "wifi$k"; n con up nosuch$k; n con mod "fixed$k-$r" ipv4.addresses 10.9.$k.$((k + 9))/24 connection.autoconnect no; n dev reapply lan4; n con down "cable$k-$r"; ip link set peer$k down; sleep 1; ip link set peer$k up; sleep 1; n dev set lan2 managed no; n dev set lan2 managed yes; n dev disconnect lan4; n con delete "tap$k-$r"; ip link add up$k type bridge; ip link del up$k; n general hostname host$k$r; n general logging level INFO domains DHCP4; n general logging level DEBUG domains DEVICE,DHCP4,CORE,BRIDGE,SETTINGS
  done
  n networking off; n networking on; n radio wifi off; n radio all on; sleep 2; printf '[connection]\nid=broken\nuuid=x\ntype=ethernet\n' > con/broken$r.nmconnection; printf '[ipv4]\nmethod=nosuch\n[connection]\nid=odd\ntype=nosuch\n' > con/odd$r.nmconnection; chmod 600 con/*; chmod 644 con/odd$r.nmconnection; n con reload; n general reload; kill -HUP $N; n con clone "fixed1-$r" copy$r; ip link set lan2 name wan$r; sleep 1; ip link set wan$r down; ip link set wan$r name lan2; ip link add del$r type veth peer name delp$r; sleep 2; ip link del del$r
  kill $N; sleep 2
done
kill $D $J $(cat dbus.pid)
sed -E "s/\t<(trace|debug|info|warn|error)> +\[[0-9.]+\] /\t/" all > "$1/networkmanager.raw"
