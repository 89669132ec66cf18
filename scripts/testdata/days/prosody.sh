#!/bin/bash
# Prosody (Debian prosody 0.12.3): two federated servers in a network namespace, one at level info and one at debug, with rooms and file share. Usage: prosody.sh WORK
# Clients: slixmpp (PyPI slixmpp 1.17.0, aiohttp; PYTHON names the interpreter that has it). Names by dnsmasq (Debian dnsmasq-base).
set -u
W=$1/prosody; rm -rf "$W"; mkdir -p "$W"; cd "$W"; NS=labxmpp; PY=${PYTHON:-python3}; T=${SECONDS_RUN:-140}
n() { ip netns exec $NS "$@"; }; bg() { exec ip netns exec $NS "$@"; }  # bg: to be put in the background
declare -A P; trap 'kill ${P[@]} $DNS 2>/dev/null; sleep 0.5; ip netns del $NS; rm -rf /etc/netns/$NS' EXIT
ip netns del $NS 2>/dev/null; ip netns add $NS; n ip link set lo up; mkdir -p /etc/netns/$NS; echo nameserver 127.0.0.1 > /etc/netns/$NS/resolv.conf
bg dnsmasq -k -p 53 --no-resolv --no-hosts --listen-address=127.0.0.1 --bind-interfaces --address=/example.org/127.0.0.2 --address=/example.net/127.0.0.3 --address=/slow.example.com/127.0.0.99 --srv-host=_xmpp-server._tcp.example.org,xmpp.example.org,5269 --srv-host=_xmpp-server._tcp.example.net,xmpp.example.net,5269 > dns.out 2>&1 & DNS=$!
for d in example.org example.net; do openssl req -x509 -newkey rsa:2048 -nodes -keyout $d.key -out $d.crt -days 30 -subj "/CN=$d" -addext "subjectAltName=DNS:$d,DNS:*.$d" 2>/dev/null; done
conf() { cat > $1.lua <<E
run_as_root = true; pidfile = "$W/$1.pid"; data_path = "$W/data-$1"; certificates = "$W"; interfaces = { "$2" }; admins = { "anna@$1" }
modules_enabled = { "disco"; "roster"; "saslauth"; "tls"; "blocklist"; "bookmarks"; "carbons"; "dialback"; "limits"; "pep"; "private"; "smacks"; "vcard4"; "vcard_legacy"; "csi_simple"; "mam"; "invites"; "register"; "ping"; "time"; "uptime"; "version"; "admin_adhoc"; "admin_shell"; "posix"; "bosh"; "cron"; "server_contact_info"; "offline" }
admin_socket = "$W/$1.sock"; s2s_secure_auth = false; authentication = "internal_hashed"; storage = "internal"; c2s_timeout = 20; smacks_hibernation_time = 15; allow_registration = true; limits = { c2s = { rate = "10kb/s" }, s2sin = { rate = "30kb/s" } }
http_ports = { 5280 }; https_ports = {}; http_interfaces = { "$2" }
log = { { levels = { min = "$3" }, to = "file", filename = "$W/$1.log", timestamps = "%Y-%m-%d %H:%M:%S" } }
VirtualHost "$1"
  ssl = { key = "$W/$1.key", certificate = "$W/$1.crt" }
Component "rooms.$1" "muc"
  modules_enabled = { "muc_mam" }
Component "share.$1" "http_file_share"
E
}
conf example.org 127.0.0.2 info; conf example.net 127.0.0.3 debug
serve() { bg prosody -F --config "$W/$1.lua" >> $1.out 2>&1 & P[$1]=$!; }
USERS="anna bert carla dmitri elif farid grace henrik ines jonas"
for h in example.org example.net; do for u in $USERS; do n prosodyctl --config "$W/$h.lua" register $u $h pw-$u > /dev/null 2>&1; done; done
serve example.org; serve example.net; sleep 3
cat > day.py <<'E'
import asyncio, logging, random, sys, time
import slixmpp
R, U, H = random.Random(int(sys.argv[2])), sys.argv[3].split(), {"example.org": "127.0.0.2", "example.net": "127.0.0.3"}
END = time.time() + int(sys.argv[1]); WORDS = "the order for room nine is late can you call me after lunch thanks see the plan tomorrow".split()
text = lambda: " ".join(R.choices(WORDS, k=R.randint(1, 25)))
jid = lambda: R.choice(U) + "@" + R.choice(["example.org", "example.org", "example.net"])
async def session(n):
    who, dev = jid(), R.choice(["phone", "laptop", "tablet", "web"]); host = who.split("@")[1]
    bad = R.random() < .06; x = slixmpp.ClientXMPP(f"{who}/{dev}{n}" if R.random() < .8 else who, "wrong" if bad else "pw-" + who.split("@")[0])
    for p in ["xep_0030", "xep_0045", "xep_0092", "xep_0199", "xep_0280", "xep_0313", "xep_0363", "xep_0054", "xep_0352"] + (["xep_0198"] if R.random() < .6 else []): x.register_plugin(p)
    x.ca_certs = host + ".crt"; x.enable_direct_tls = False; x.enable_plaintext = False
    up, ended = asyncio.Event(), asyncio.Event()
    x.add_event_handler("session_start", lambda e: up.set()); x.add_event_handler("disconnected", lambda e: ended.set())
    x.add_event_handler("failed_all_auth", lambda e: ended.set()); x.add_event_handler("presence_subscribe", lambda e: None)
    x.connect(H[host], 5222)
    await asyncio.wait([asyncio.ensure_future(up.wait()), asyncio.ensure_future(ended.wait())], timeout=10, return_when=asyncio.FIRST_COMPLETED)
    async def do(c):
        try: await asyncio.wait_for(c, 5)
        except Exception: pass
    if up.is_set():
        x.send_presence(pshow=R.choice(["", "away", "dnd"]) or None); await do(x.get_roster())
        for _ in range(R.randint(1, 6)):
            k = R.random(); other = jid()
            if k < .5: x.send_message(mto=other, mbody=text(), mtype="chat")
            elif k < .65: await do(x["xep_0045"].join_muc_wait(R.choice(["lunch", "ops", "sales"]) + "@rooms." + host, who.split("@")[0] + str(n), timeout=4)); x.send_message(mto="ops@rooms." + host, mbody=text(), mtype="groupchat")
            elif k < .72: x.send_presence_subscription(pto=other)
            elif k < .78: await do(x["xep_0199"].ping(other.split("@")[1]))
            elif k < .82: await do(x["xep_0092"].get_version(other.split("@")[1]))
            elif k < .86: await do(x["xep_0313"].retrieve(rsm={"max": 10}))
            elif k < .89: await do(x["xep_0363"].request_slot("share." + host, f"photo{n}.jpg", R.choice([20000, 900000, 99000000])))
            elif k < .92: await do(x["xep_0054"].get_vcard(other))
            elif k < .94: x.send_message(mto="paul@" + R.choice(["gone.example.com", "slow.example.com", "old-company.example"]), mbody=text())
            elif k < .96: x.send_message(mto="nobody%d@%s" % (R.randint(1, 9), host), mbody=text(), mtype="chat")
            else: x.send_presence(pshow="xa", pstatus=text())
            await asyncio.sleep(R.random() * 2)
        if R.random() < .12 and x.transport: x.transport.abort(); x.cancel_connection_attempt()
        else: x.disconnect(wait=1)
    else: x.abort()
    await asyncio.wait([asyncio.ensure_future(ended.wait())], timeout=3); x.abort()
async def odd():
    a = R.choice(list(H.values())); r, w = await asyncio.open_connection(a, R.choice([5222, 5222, 5269]))
    w.write(R.choice([b"GET / HTTP/1.1\r\n\r\n", b"", b"<?xml version='1.0'?><stream:stream to='old.example.org' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"])); await asyncio.sleep(R.choice([.2, 22])); w.close()
async def main():
    logging.disable(logging.CRITICAL); n, tasks = 0, set()
    while time.time() < END:
        n += 1; tasks.add(asyncio.ensure_future(session(n) if n % 25 else odd())); tasks = {t for t in tasks if not t.done()}
        await asyncio.sleep(.15 + R.random() * .5 + (1 if len(tasks) > 25 else 0))
    await asyncio.wait(tasks, timeout=15)
asyncio.get_event_loop_policy().get_event_loop().run_until_complete(main())
E
bg $PY day.py $T 7 "$USERS" > day.out 2>&1 & C=$!
sleep $((T / 3)); kill ${P[example.org]}; sleep 6; serve example.org
sleep $((T / 6)); kill -HUP ${P[example.net]}; n curl -s -m 3 http://127.0.0.3:5280/http-bind -o /dev/null; n curl -s -m 3 http://127.0.0.3:5280/nothing -o /dev/null
sleep $((T / 6)); kill ${P[example.net]}; sleep 9; serve example.net
wait $C; for h in ${!P[@]}; do kill ${P[$h]}; done; sleep 2
sort -m -s -k1,2 example.org.log example.net.log | grep -aP '^20\d\d-\S+ \S+ .*\t(debug|info|warn|error)\t' | sed -E "s/^\S+ \S+ [^\t]*\t(debug|info|warn|error)\t//; s#$W#/srv/lab/prosody#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length && length <= 1500' | head -n 20000 > "$1/prosody.raw"
