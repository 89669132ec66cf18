#!/bin/bash
# FreeRADIUS: a company's server for wireless (PEAP, TTLS, EAP-MD5), VPN, switches and MAC addresses over a compressed day (6 s an hour), with a roaming partner and a dead one, in a network namespace of its own. Usage: freeradius.sh WORK
# Needs Debian freeradius and freeradius-utils (recorded with 3.2.1+dfsg-4+deb12u1), eapoltest (2.10), openssl, python3, unshare; root.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/freeradius; rm -rf "$W"; mkdir -p "$W/tls"; cd "$W"; ip link set lo up
openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=Corp-CA -keyout tls/ca.key -out tls/ca.pem > /dev/null 2>&1
openssl req -newkey rsa:2048 -nodes -subj /CN=radius.corp.example -keyout tls/key.pem -out tls/csr > /dev/null 2>&1
openssl x509 -req -in tls/csr -CA tls/ca.pem -CAkey tls/ca.key -CAcreateserial -days 9 -out tls/crt.pem > /dev/null 2>&1
openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=Old-CA -keyout tls/old.key -out tls/old.pem > /dev/null 2>&1
USERS="anna bert carla dirk elena frank greta hugo ines jonas karin lars maria nils olga peter quirin rosa simon tanja ulf vera walter xenia yannick zoe alice bob carol dave erin frida george heidi ivan judy ken laura mike nora"
server() { # server NAME ADDRESS: a configuration like Debian's, with the log of logins on
  cp -r /etc/freeradius/3.0 $1; chmod 755 $1; mkdir -p log-$1 run-$1; rm -f $1/mods-enabled/{sradutmp,digest,unix}
  sed -i "s#^logdir = .*#logdir = $W/log-$1#; s#^raddbdir = .*#raddbdir = $W/$1#; s#^run_dir = .*#run_dir = $W/run-$1#; s/^\tauth = no/\tauth = yes/; s/^\tuser = .*//; s/^\tgroup = .*//" $1/radiusd.conf
  sed -i "s/ipaddr = \*/ipaddr = $2/; /ipv6addr = ::/s/::/::1/; s/^\tdigest//; s/^\tunix//; s/^#\tradutmp/\tradutmp/" $1/sites-available/default; sed -i '/^session {/,/^}/s/^#\s*radutmp/\tradutmp/' $1/sites-available/default
  [ $1 = corp ] || { sed -i 's/::1/::2/' $1/sites-available/default; sed -i '/^\tipv6addr/,/^}/d' $1/sites-available/default; sed -i '/port = 18120/s/18120/18121/' $1/sites-available/inner-tunnel; }
  sed -i "s#private_key_file = .*#private_key_file = $W/tls/key.pem#; s#certificate_file = .*#certificate_file = $W/tls/crt.pem#; s#ca_file = /etc/ssl.*#ca_file = $W/tls/ca.pem#; s/timer_expire = 60/timer_expire = 15/" $1/mods-available/eap
}
server corp 127.0.0.1; server uni 127.0.5.1
sed -i '/^listen {/,/^}/{/ipv6addr/d}' uni/sites-available/default
python3 - uni/sites-available/default <<'P'
import re, sys
t = open(sys.argv[1]).read(); p = t.split("\nlisten {"); open(sys.argv[1], "w").write("\nlisten {".join(p[:3]) + "\n" + p[-1][p[-1].index("authorize {"):])
P
{ for u in $USERS; do case $u in
  hugo) echo "$u Cleartext-Password := \"pw-$u\", Expiration := \"01 Mar 2026\"" ;;
  ines) echo "$u Cleartext-Password := \"pw-$u\", Login-Time := \"Sa-Su0900-1100\"" ;;
  jonas) echo "$u Auth-Type := Reject"; echo "  Reply-Message = \"Your account has been disabled.\"" ;;
  karin) echo "$u Cleartext-Password := \"pw-$u\", Simultaneous-Use := 1" ;;
  *) echo "$u Cleartext-Password := \"pw-$u\""; echo "  Tunnel-Type = VLAN, Tunnel-Medium-Type = IEEE-802, Tunnel-Private-Group-Id = $((20 + ${#u}))" ;; esac; done
  for k in $(seq 30); do m=$(printf '001ba9%02x%02x%02x' $((k * 7)) $((k * 31 % 256)) $k); echo "$m Cleartext-Password := \"$m\""; done; cat corp/mods-config/files/authorize; } > x; mv x corp/mods-config/files/authorize
for u in rob sue tim uma vic wes; do echo "$u Cleartext-Password := \"pw-$u\""; echo "$u@uni.example Cleartext-Password := \"pw-$u\""; done > uni/mods-config/files/authorize
{ for k in 1 2 3 4 5 6; do printf 'client ap-%d {\n ipaddr = 127.0.1.%d\n secret = wlan%d\n shortname = ap-floor%d\n}\n' $k $k $k $k; done
  printf 'client vpn {\n ipaddr = 127.0.2.1\n secret = vpnsecret\n shortname = vpn-gw\n nas_type = other\n}\nclient switches {\n ipaddr = 127.0.3.0/24\n secret = sw1tch\n shortname = switches\n}\n'; } >> corp/clients.conf
printf 'client corp {\n ipaddr = 127.0.0.0/16\n secret = roam\n}\n' > uni/clients.conf
cat >> corp/proxy.conf <<C
home_server uni1 {
  type = auth
  ipaddr = 127.0.5.1
  port = 1812
  secret = roam
  response_window = 3
  zombie_period = 5
  revive_interval = 15
  status_check = status-server
  check_interval = 6
  check_timeout = 2
}
home_server lab1 {
  type = auth
  ipaddr = 127.0.5.9
  port = 1812
  secret = roam
  response_window = 3
  zombie_period = 4
  revive_interval = 20
  status_check = none
}
home_server_pool uni {
  home_server = uni1
}
home_server_pool lab {
  home_server = lab1
}
realm uni.example {
  auth_pool = uni
  nostrip
}
realm lab.example {
  auth_pool = lab
}
realm corp.example {
}
C
declare -A P
serve() { freeradius -f -d $1 >> $1.out 2>&1 & P[$1]=$!; }
cat > nas.py <<'P'
# The access points, the VPN gateway and the switches: requests of one hour; argument: hour
import random, subprocess, sys, os, time
h = int(sys.argv[1]); R = random.Random(70 + h); U = os.environ["USERS"].split()
mac = lambda n, s="-": s.join("%02X" % b for b in [0x3c, 0x2c, 0x30, n * 5 % 256, n * 17 % 256, n])
busy = [4, 3, 2, 2, 3, 6, 14, 34, 52, 46, 40, 38, 40, 44, 40, 38, 34, 26, 18, 14, 12, 10, 8, 5][h]
def pw(u): return "pw-" + u if R.random() > .05 else R.choice(["Pw-" + u, "pw-" + u[:-1], "summer25", "12345678"])
def who():
    x = R.random(); u = R.choice(U)
    return u if x < .8 else u + "@corp.example" if x < .9 else R.choice(["rob", "sue", "tim", "uma", "vic", "wes"]) + "@uni.example" if x < .97 else R.choice(["kim@lab.example", "root", "admin", "gast", "Anna Berg", "max@gmail.example", "maria ", "host/PC-0231.corp.example"])
busy = int(busy * 1.6); jobs = []
def rad(src, secret, reqs, kind="auth", to="127.0.0.1"):
    if not reqs: return
    f = "req-%d-%s-%s" % (h, src, kind); open(f, "w").write("\n\n".join(", ".join(r) for r in reqs) + "\n")
    jobs.append((["radclient", "-q", "-r", "2", "-t", "4", "-p", "4", "-f", f, to + ":" + ("1812" if kind == "auth" else "1813"), kind, secret], None))
q = lambda k, v: "%s = \"%s\"" % (k, v)
# VPN: PAP and MS-CHAP, with accounting
reqs, acct = [], []
for k in range(busy):
    u = who(); n = U.index(u) if u in U else 90
    reqs.append(["Packet-Src-IP-Address = 127.0.2.1", q("User-Name", u), q(R.choice(["User-Password", "User-Password", "MS-CHAP-Password", "CHAP-Password"]), pw(u.split("@")[0])), "NAS-IP-Address = 127.0.2.1", "NAS-Port = %d" % R.randrange(1, 400), q("Calling-Station-Id", "%d.%d.%d.%d" % (R.choice([84, 91, 178]), R.randrange(256), R.randrange(256), R.randrange(1, 255))), "NAS-Port-Type = Virtual"])
    if R.random() < .5: acct.append(["Packet-Src-IP-Address = 127.0.2.1", "Acct-Status-Type = " + R.choice(["Start", "Start", "Interim-Update", "Stop"]), q("User-Name", u), q("Acct-Session-Id", "%08X" % R.getrandbits(32)), "NAS-IP-Address = 127.0.2.1", "NAS-Port = %d" % (n + 1), "Framed-IP-Address = 10.9.0.%d" % (n + 1), "Framed-Protocol = PPP"])
rad("127.0.2.1", "vpnsecret", reqs); rad("127.0.2.1", "vpnsecret", acct, "acct")
# switches: MAC addresses, some unknown; administrators on the command line
for s in range(1, 5):
    reqs = []
    for k in range(max(2, busy // 4)):
        n = R.randrange(1, 31); m = "001ba9%02x%02x%02x" % (n * 7 % 256, n * 31 % 256, n) if R.random() > .08 else mac(R.randrange(100), "").lower()
        reqs.append(["Packet-Src-IP-Address = 127.0.3.%d" % s, q("User-Name", m), q("User-Password", m), "NAS-IP-Address = 127.0.3.%d" % s, "NAS-Port = %d" % (10100 + R.randrange(1, 49)), q("Calling-Station-Id", "-".join(m[i:i + 2] for i in range(0, 12, 2)).upper()), "Service-Type = Call-Check", "NAS-Port-Type = Ethernet"])
    if R.random() < .4: u = R.choice(["alice", "bob", "alice", "root"]); reqs.append(["Packet-Src-IP-Address = 127.0.3.%d" % s, q("User-Name", u), q("User-Password", pw(u)), "NAS-IP-Address = 127.0.3.%d" % s, "NAS-Port = 1", "Service-Type = Administrative-User"])
    rad("127.0.3.%d" % s, "sw1tch", reqs)
if h in (9, 10): rad("127.0.3.77", "switch", [["Packet-Src-IP-Address = 127.0.3.77", q("User-Name", "00aabbccdd%02x" % k), q("User-Password", "x%d" % k), "Message-Authenticator = 0x00"] for k in range(4)])  # a new switch with a mistyped secret
if h in (11, 15, 20): rad("127.0.7.4", "testing123", [["Packet-Src-IP-Address = 127.0.7.%d" % (3 + h % 4), q("User-Name", "test"), q("User-Password", "test")]])  # no client of ours
if h % 3 == 0: rad("127.0.0.1", "testing123", [[q("User-Name", "monitor"), q("User-Password", "monitor"), "NAS-Port = 0"], [q("User-Name", "nora"), q("User-Password", "pw-nora"), "NAS-Port = 0"]])
# wireless
for k in range(int(busy * 1.2)):
    u = who(); a = R.randrange(1, 7); p = pw(u.split("@")[0]); x = R.random(); ca = "tls/ca.pem" if R.random() > .05 else "tls/old.pem"; ident = u if R.random() < .7 or "@uni" in u else "anonymous"
    c = "network={\n ssid=\"corp\"\n key_mgmt=WPA-EAP\n identity=\"%s\"\n password=\"%s\"\n" % (u, p)
    if x < .7: c += " eap=PEAP\n phase2=\"auth=MSCHAPV2\"\n ca_cert=\"%s\"\n anonymous_identity=\"%s\"\n" % (ca, ident)
    elif x < .9: c += " eap=TTLS\n phase2=\"auth=%s\"\n ca_cert=\"%s\"\n anonymous_identity=\"%s\"\n" % (R.choice(["PAP", "MSCHAPV2"]), ca, ident)
    elif x < .96: c += " eap=MD5\n eapol_flags=0\n"
    else: c += " eap=TLS\n ca_cert=\"tls/ca.pem\"\n client_cert=\"%s\"\n private_key=\"%s\"\n" % R.choice([("tls/crt.pem", "tls/key.pem"), ("tls/old.pem", "tls/old.key")])
    f = "eap-%d-%d" % (h, k); open(f, "w").write(c + "}\n"); n = U.index(u) if u in U else 60 + k % 30
    jobs.append((["timeout", R.choice(["6", "6", "6", "6", "0.02"]) if R.random() < .2 else "6", "eapol_test", "-c", f, "-a", "127.0.0.1", "-A", "127.0.1.%d" % a, "-s", "wlan%d" % a, "-t", "5", "-M", mac(n, ":"), "-N", "30:s:02-00-00-00-0A-%02X:corp" % a, "-N", "5:d:%d" % R.randrange(1, 64)], None))
R.shuffle(jobs); run = []; t0 = time.time()
for k, (j, _) in enumerate(jobs):
    while len([p for p in run if p.poll() is None]) > 9: time.sleep(.01)
    run.append(subprocess.Popen(j, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    d = t0 + 4.8 * k / len(jobs) - time.time()
    if d > 0: time.sleep(d)
P
export USERS; T=$(date +%s); serve uni; serve corp; sleep 2
for h in $(seq 0 23); do
  timeout 25 python3 nas.py $h 2>> nas.err &
  case $h in
  3) kill ${P[corp]}; sleep 2; serve corp ;;  # a nightly update
  8) kill -HUP ${P[corp]} ;;
  10) sed -i 's/^nora Cleartext-Password := /nora Cleartext-Pasword := /' corp/mods-config/files/authorize; freeradius -C -d corp >> check.out 2>&1; kill -HUP ${P[corp]} ;;
  11) sed -i 's/Cleartext-Pasword/Cleartext-Password/' corp/mods-config/files/authorize; kill -HUP ${P[corp]} ;;
  13) kill -STOP ${P[uni]} ;;
  16) kill -CONT ${P[uni]} ;;
  19) kill ${P[corp]}; sleep 1; serve corp ;;
  esac
  d=$(awk "BEGIN{print $T + 2 + ($h + 1) * 6 - $(date +%s.%N)}"); case $d in -*) ;; *) sleep $d ;; esac
done
sleep 3; kill ${P[corp]} ${P[uni]}; sleep 2
tr '\t' ' ' < log-corp/radius.log | sed -nE 's/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4} : [A-Za-z]+: //p' | sed -E "s#${1%/}#/srv/lab#g; s/\b$(hostname)\b/vm/g" | awk 'NF && length($0) <= 1500' > "$1/freeradius.raw"
