#!/bin/bash
# Kea DHCPv4: two servers in hot standby for a company's lan, a guest net and a branch behind a relay over a compressed day (7.5 s an hour), in network namespaces of its own. Usage: kea.sh WORK
# Needs Debian kea-dhcp4-server and kea-common (recorded with 2.2.0-6, Debian 12), iproute2, python3, unshare; root.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/kea; rm -rf "$W"; mkdir -p "$W"; cd "$W"
mount -t tmpfs tmpfs /run; mkdir -p /run/netns /run/kea
ip link set lo up
for b in lan guest; do ip link add $b type bridge; ip link set $b up; done
# port NS BRIDGE ADDRESS: an interface named as the bridge in the namespace
port() { ip link add p-$1-$2 type veth peer name $2 netns $1; ip link set p-$1-$2 master $2 up; ip -n $1 link set $2 up; [ -z "${3:-}" ] || ip -n $1 addr add $3 dev $2; }
for n in s1 s2 c; do ip netns add $n; ip -n $n link set lo up; done
port s1 lan 10.40.0.2/22; port s1 guest 10.40.8.2/24; port s2 lan 10.40.0.3/22; port s2 guest 10.40.8.3/24
port c lan 10.40.0.9/22; port c guest; ip -n c addr add 10.41.0.1/32 dev lo
for s in s1 s2; do ip -n $s route add 10.41.0.0/22 via 10.40.0.9; done
H=$(echo /usr/lib/*/kea/hooks)
conf() { # conf N [LAN-POOL-END] [SEVERITY]
  local res="" k; for k in $(seq 1 18); do res="$res${res:+,}{\"hw-address\":\"$(printf '00:1b:a9:40:00:%02x' $k)\",\"ip-address\":\"10.40.1.$k\",\"hostname\":\"printer-$k\"}"; done
  cat > s$1.conf <<C
{ "Dhcp4": { "interfaces-config": { "interfaces": [ "lan", "guest" ] },
  "control-socket": { "socket-type": "unix", "socket-name": "$W/s$1.sock" },
  "lease-database": { "type": "memfile", "name": "$W/s$1.leases", "lfc-interval": 45 },
  "expired-leases-processing": { "reclaim-timer-wait-time": 3, "hold-reclaimed-time": 60 },
  "multi-threading": { "enable-multi-threading": true, "thread-pool-size": 2 },
  "valid-lifetime": 24, "renew-timer": 12, "rebind-timer": 20, "decline-probation-period": 40,
  "hooks-libraries": [ { "library": "$H/libdhcp_lease_cmds.so" }, { "library": "$H/libdhcp_stat_cmds.so" },
    { "library": "$H/libdhcp_ha.so", "parameters": { "high-availability": [ { "this-server-name": "s$1", "mode": "hot-standby", "heartbeat-delay": 2000, "max-response-delay": 6000, "max-ack-delay": 1500, "max-unacked-clients": 2,
      "multi-threading": { "enable-multi-threading": true, "http-dedicated-listener": true, "http-listener-threads": 2, "http-client-threads": 2 },
      "peers": [ { "name": "s1", "url": "http://10.40.0.2:8000/", "role": "primary" }, { "name": "s2", "url": "http://10.40.0.3:8000/", "role": "standby" } ] } ] } } ],
  "client-classes": [ { "name": "phones", "test": "substring(option[60].hex,0,7) == 'android'" }, { "name": "pxe", "test": "substring(option[60].hex,0,9) == 'PXEClient'", "next-server": "10.40.0.5", "boot-file-name": "pxelinux.0" } ],
  "option-data": [ { "name": "domain-name-servers", "data": "10.40.0.4" }, { "name": "domain-name", "data": "corp.example" } ],
  "subnet4": [
    { "id": 1, "subnet": "10.40.0.0/22", "interface": "lan", "pools": [ { "pool": "10.40.2.10 - 10.40.2.${2:-250}" } ], "option-data": [ { "name": "routers", "data": "10.40.0.1" } ], "reservations": [ $res ] },
    { "id": 2, "subnet": "10.40.8.0/24", "interface": "guest", "pools": [ { "pool": "10.40.8.20 - 10.40.8.54" } ] },
    { "id": 3, "subnet": "10.41.0.0/22", "relay": { "ip-addresses": [ "10.41.0.1" ] }, "pools": [ { "pool": "10.41.1.10 - 10.41.2.200" } ] } ],
  "loggers": [ { "name": "kea-dhcp4", "severity": "${3:-INFO}", "debuglevel": 0, "output_options": [ { "output": "$W/s$1.log", "maxsize": 99999999, "flush": true } ] } ] } }
C
}
declare -A P
serve() { mkdir -p r$1; KEA_PIDFILE_DIR=$W/r$1 KEA_LOCKFILE_DIR=$W/r$1 ip netns exec s$1 kea-dhcp4 -c s$1.conf >> s$1.out 2>&1 & P[$1]=$!; }
cat > ctl.py <<'P'
import json, socket, sys
s = socket.socket(socket.AF_UNIX); s.settimeout(5)
try:
    s.connect(sys.argv[1]); s.send(json.dumps({"command": sys.argv[2], **({"arguments": json.loads(sys.argv[3])} if len(sys.argv) > 3 else {})}).encode()); print(s.recv(300))
except OSError as e: print(e)
P
ctl() { python3 ctl.py s$1.sock "${@:2}" >> ctl.out 2>&1; }
cat > clients.py <<'P'
# Some 240 devices: each asks for an address, renews it, goes away; values seeded.
import heapq, random, select, socket, struct, sys, time
R = random.Random(int(sys.argv[1])); HOUR = 7.5; T0 = time.time(); END = T0 + 24 * HOUR
raw = {}
for i in ("lan", "guest"):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800)); s.bind((i, 0))
    s.setsockopt(263, 1, struct.pack("iHH8s", socket.if_nametoindex(i), 1, 0, b"")); raw[i] = s
rel = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); rel.bind(("10.41.0.1", 67))
def csum(b):
    n = sum(struct.unpack("!%dH" % (len(b) // 2), b)); n = (n >> 16) + (n & 0xffff); n += n >> 16; return ~n & 0xffff
q = []; seq = 0
def at(t, f, *a):
    global seq; seq += 1; heapq.heappush(q, (t, seq, f, a))
class Dev:
    def __init__(s, net, mac, name, vendor, cid, up):
        s.net, s.mac, s.name, s.vendor, s.cid = net, mac, name, vendor, cid; s.ip = s.srv = None; s.state = "off"; s.xid = 0; s.tries = 0; s.old = None
        for a, b in up: at(T0 + a * HOUR, s.on, b)
    def on(s, until):
        s.state = "init"; s.until = T0 + until * HOUR; s.tries = 0
        if s.old and R.random() < .6: s.state = "reboot"; s.xid = R.getrandbits(32); s.send(3, req=s.old); at(time.time() + 2, s.check, s.xid)
        else: s.discover()
    def discover(s):
        if s.state == "off" or time.time() > s.until: return
        s.state = "selecting"; s.xid = R.getrandbits(32); s.tries += 1; s.send(1, req=s.old if R.random() < .4 else None); at(time.time() + min(2 ** s.tries, 12) + R.random(), s.check, s.xid)
    def check(s, xid):
        if s.xid == xid and s.state in ("selecting", "requesting", "reboot"): s.discover()
    def send(s, kind, req=None, ci="0.0.0.0", dst="255.255.255.255"):
        o = bytes([53, 1, kind]) + (b"\x3d" + bytes([len(s.cid)]) + s.cid if s.cid else b"")
        if req: o += b"\x32\x04" + socket.inet_aton(req)
        if s.srv and (kind in (4, 7) or (kind == 3 and s.state == "requesting")): o += b"\x36\x04" + socket.inet_aton(s.srv)
        if kind in (1, 3, 8): o += (b"\x0c" + bytes([len(s.name)]) + s.name.encode() if s.name else b"") + (b"\x3c" + bytes([len(s.vendor)]) + s.vendor.encode() if s.vendor else b"") + b"\x37\x06\x01\x03\x06\x0f\x33\x36"
        relayed = s.net == "br" and ci == "0.0.0.0"
        if relayed: o += b"\x52\x06\x01\x04ge0/" if s.mac[5] % 2 else b"\x52\x06\x01\x04ge1/"
        m = struct.pack("!BBBBIHH4s4s4s4s16s192sI", 1, 1, 6, 1 if relayed else 0, s.xid, min(s.tries * 2, 60), 0, socket.inet_aton(ci), bytes(4), bytes(4), socket.inet_aton("10.41.0.1") if s.net == "br" else bytes(4), s.mac + bytes(10), bytes(192), 0x63825363) + o + b"\xff"
        m += bytes(max(0, 300 - len(m)))
        if s.net == "br":
            for d in ("10.40.0.2", "10.40.0.3"): rel.sendto(m, (d, 67))
            return
        src = ci if ci != "0.0.0.0" else "0.0.0.0"
        u = struct.pack("!HHHH", 68, 67, len(m) + 8, 0) + m
        h = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(u), R.getrandbits(16), 0, 64, 17, 0, socket.inet_aton(src), socket.inet_aton(dst)); h = h[:10] + struct.pack("!H", csum(h)) + h[12:]
        raw[s.net].send(b"\xff" * 6 + s.mac + b"\x08\x00" + h + u)
    def got(s, kind, yi, srv, lease):
        if kind == 2 and s.state == "selecting":
            s.state = "requesting"; s.srv = srv; s.send(3, req=yi)
        elif kind == 5 and s.state in ("requesting", "reboot", "renewing"):
            if s.state == "requesting" and R.random() < .01:  # somebody already uses it: arping answered
                s.srv = srv; s.send(4, req=yi); s.state = "init"; s.old = None; at(time.time() + 2, s.discover); return
            s.state = "bound"; s.ip = s.old = yi; s.srv = srv; s.tries = 0; s.exp = time.time() + lease; at(time.time() + lease / 2 * R.uniform(.9, 1.05), s.renew, yi)
        elif kind == 6: s.ip = s.old = None; s.state = "init"; at(time.time() + .5, s.discover)
    def renew(s, ip, n=0):
        if s.ip != ip or s.state not in ("bound", "renewing"): return
        now = time.time()
        if now > s.until:
            if R.random() < .35: s.send(7, ci=s.ip, dst=s.srv)  # says goodbye; the others just leave
            s.state = "off"; s.ip = None; return
        if now > s.exp: s.ip = None; s.state = "init"; s.discover(); return
        if s.state == "bound": s.xid = R.getrandbits(32)
        s.state = "renewing"; s.send(3, ci=s.ip, dst=s.srv if n < 2 else "255.255.255.255"); at(now + 3, s.again, ip, n + 1, s.xid)
    def again(s, ip, n, xid):
        if s.state == "renewing" and s.xid == xid: s.renew(ip, n)
devs = {}
def dev(net, oui, n, name, vendor, cid, up):
    m = bytes.fromhex(oui) + bytes([R.getrandbits(8), R.getrandbits(8), n & 255]) if oui != "001ba94000" else bytes.fromhex(oui) + bytes([n])
    devs[m] = Dev(net, m, name, vendor, (b"\x01" + m if cid == 1 else b"\xff" + m[2:] + bytes([0, 2, 0, 0, 171, 17]) + bytes(R.getrandbits(8) for _ in range(8)) if cid else b""), up)
people = "anna bert carla dirk elena frank greta hugo ines jonas karin lars maria nils olga peter quirin rosa simon tanja ulf vera walter xenia zoe".split()
for n in range(1, 19): dev("lan", "001ba94000", n, "printer-%d" % n, "", 0, [(R.uniform(0, .5), 24)])
for n in range(12): dev("lan", "525400", n, "vm-build%02d" % n, "", 2, [(R.uniform(0, 1), 24)])
for n in range(95):
    a = max(5, R.gauss(8.2, .8)); l = R.gauss(12.5, .3); e = R.gauss(17, 1.2)
    dev("lan", R.choice(["3c2c30", "f8b156", "a4bb6d"]), n, "%s-%s" % (R.choice(people), R.choice(["pc", "nb", "mac"])), R.choice(["MSFT 5.0", "MSFT 5.0", "", "dhcpcd-9.4.1:Linux-6.1.0:x86_64"]), R.choice([1, 1, 2]), [(a, l), (l + .8, e)] if R.random() < .4 else [(a, e)])
for n in range(8): a = R.uniform(9, 16); dev("lan", "001a4b", n, "", "PXEClient:Arch:00007:UNDI:003016", 1, [(a, a + .8)])
for n in range(60):
    a = max(7, R.gauss(11.5, 2)); dev("guest", "%02x%02x%02x" % (R.getrandbits(8) & 0xfc | 2, R.getrandbits(8), R.getrandbits(8)), n, R.choice(["iPhone", "Galaxy-S21", "Pixel-7", "", "DESKTOP-%04X" % R.getrandbits(16)]), R.choice(["android-dhcp-13", "android-dhcp-12", ""]), 1, [(a, a + R.uniform(.5, 4))])
for n in range(55):
    a = max(5, R.gauss(8.8, 1)); e = R.gauss(18, 1); dev("br", R.choice(["d89ef3", "0068eb"]), n, "br-%s%d" % (R.choice(people), n), R.choice(["MSFT 5.0", "udhcp 1.35.0", ""]), R.choice([1, 1, 0]), [(a, e)] if n > 8 else [(R.uniform(0, 1), 24)])
for k in range(14):  # some ask only for options
    def inform(k=k):
        b = [d for d in devs.values() if d.net == "lan" and d.state == "bound"]
        if b: d = R.choice(b); d.send(8, ci=d.ip)
    at(T0 + R.uniform(8, 17) * HOUR, inform)
def parse(b):
    m = devs.get(b[28:34])
    if not m or b[:1] != b"\x02" or struct.unpack("!I", b[4:8])[0] != m.xid: return
    o = {}; p = 240
    while p < len(b) and b[p] != 255:
        if b[p] == 0: p += 1; continue
        o[b[p]] = b[p + 2:p + 2 + b[p + 1]]; p += 2 + b[p + 1]
    m.got(o[53][0], socket.inet_ntoa(b[16:20]), socket.inet_ntoa(o[54]), struct.unpack("!I", o[51])[0] if 51 in o else 0)
while time.time() < END:
    while q and q[0][0] <= time.time(): _, _, f, a = heapq.heappop(q); f(*a)
    for s in select.select(list(raw.values()) + [rel], [], [], .02)[0]:
        b = s.recv(2000)
        if s is rel: parse(b)
        elif b[23] == 17 and b[36:38] == b"\x00\x44": parse(b[42:])
P
T=$(date +%s); hour() { local d=$(awk "BEGIN{print $T + $1 * 7.5 - $(date +%s.%N)}"); case $d in -*) ;; *) sleep $d ;; esac; }
conf 1; conf 2; serve 1; serve 2
hour 1; ip netns exec c python3 clients.py 40 2> clients.err & C=$!
hour 4; ctl 1 config-get; ctl 1 stat-lease4-get '{}'
hour 6; kill ${P[2]}; hour 6.6; serve 2  # the standby is updated by night
hour 8.5; ctl 1 lease4-get '{"ip-address":"10.40.1.4"}'; ctl 1 status-get
hour 10; conf 1 240; ctl 1 config-reload; hour 10.3; conf 2 240; ctl 2 config-reload
hour 11; sed 's/"10.40.2.10 - 10.40.2.240"/"10.40.2.10 - 10.44.2.240"/' s1.conf > x; cp s1.conf good; cp x s1.conf; ctl 1 config-reload; hour 11.2; cp good s1.conf; ctl 1 config-reload  # a typing error
hour 12.5; ctl 1 lease4-get-all '{"subnets":[2]}'; ctl 1 lease4-del '{"ip-address":"10.40.8.21"}'; ctl 1 lease4-del '{"ip-address":"10.40.8.99"}'; ctl 1 statistic-get-all
hour 14; kill -9 ${P[1]}; hour 16; serve 1  # the primary dies, the standby takes over
hour 18; conf 1 240 DEBUG; ctl 1 config-reload; hour 20; conf 1 240; ctl 1 config-reload
hour 21; ctl 2 ha-heartbeat; ctl 1 ha-maintenance-start; hour 22; ctl 1 ha-maintenance-cancel; ctl 1 leases-reclaim '{"remove":true}'
hour 23; ip link set p-s2-lan down; hour 24; ip link set p-s2-lan up
wait $C; kill ${P[1]} ${P[2]}; sleep 2
cat s1.log s2.log | tr '\t' ' ' | sed -nE 's/^[0-9-]{10} [0-9:.]+ [A-Z]+ +\[kea-[^]]*\] //p' | sed -E "s#${1%/}#/srv/lab#g; s/\b$(hostname)\b/vm/g" | awk 'NF && length($0) <= 1500' > "$1/kea.raw"
