#!/bin/bash
# Kamailio: a company's SIP proxy with Debian's kamailio.cfg (registrations, calls, gateway, voicemail, accounting to the log) over a compressed day (6 s an hour), log level 2, twice 3 for a short time, in a network namespace of its own. Usage: kamailio.sh WORK
# Needs Debian kamailio (recorded with 5.6.3-2, Debian 12), python3, unshare; root.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/kamailio; rm -rf "$W"; mkdir -p "$W/run"; cd "$W"; ip link set lo up
cp -r /usr/share/kamailio/dbtext/kamailio db
USERS="anna bert carla dirk elena frank greta hugo ines jonas karin lars maria nils olga peter quirin rosa simon tanja ulf vera walter xenia yannick zoe alice bob carol dave erin frida george heidi ivan judy ken laura mike nora"
n=0; for u in $USERS; do n=$((n + 1)); echo "$n:$u:corp.example:pw-$u:-:-" >> db/subscriber; echo "$n:$((200 + n)):corp.example:$u:corp.example" >> db/dbaliases; done
echo '1:1:127.0.8.1:32:0:gw' >> db/address
{ echo '#!KAMAILIO'; for d in AUTH IPAUTH USRLOCDB ALIASDB PSTN VOICEMAIL ANTIFLOOD; do echo "#!define WITH_$d"; done; echo "#!define DBURL \"text://$W/db\""; echo 'loadmodule "db_text.so"'; sed 's/^fork=.*//; /^loadmodule "db_mysql/d' /etc/kamailio/kamailio.cfg; } > k.cfg
sed -i -E "s#^pstn.gw_ip = \"\"#pstn.gw_ip = \"127.0.8.1\"#; s#^voicemail.srv_ip = \"\"#voicemail.srv_ip = \"127.0.8.2\"#; s#^children=8#children=3\ntcp_children=2\nlisten=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\nalias=\"corp.example\"#; s#\"fr_timer\", 30000#\"fr_timer\", 4000#; s#\"fr_inv_timer\", 120000#\"fr_inv_timer\", 12000#; s#\"timer_interval\", 60#\"timer_interval\", 10#" k.cfg
serve() { kamailio -f k.cfg -DD -E -Y "$W/run" -P "$W/run/pid" >> k.log 2>&1 & K=$!; }
ctl() { kamcmd -s "unixs:$W/run/kamailio_ctl" "$@" >> ctl.out 2>&1; }
cat > phones.py <<'P'
# Forty phones, a gateway, a voicemail server, probes from outside; argument: seconds an hour
import asyncio, hashlib, os, random, re, sys
R = random.Random(5060); HOUR = float(sys.argv[1]); PROXY = ("127.0.0.1", 5060); D = "corp.example"; USERS = os.environ["USERS"].split()
md = lambda s: hashlib.md5(s.encode()).hexdigest()
rnd = lambda n=8: "".join(R.choice("0123456789abcdefghijkmnpqrstuvwxyz") for _ in range(n))
def head(t, h): return re.findall(r"(?im)^(?:%s)\s*:\s*(.*?)\r?$" % h, t)
AGENTS = ["Yealink SIP-T46S 66.86.0.15", "snomD385/10.1.175.16", "Linphone/5.0.2 (belle-sip/5.2.0)", "PolycomVVX-VVX_411-UA/6.4.3.5156", "baresip v1.0.0 (x86_64/Linux)"]
class UA(asyncio.DatagramProtocol):
    def __init__(s, user, ip, port=5060, kind="phone"): s.user, s.ip, s.port, s.kind = user, ip, port, kind; s.ua = R.choice(AGENTS); s.wait = {}; s.pw = "pw-" + user; s.busy = False; s.legs = {}; s.cseq = R.randrange(1, 200)
    def connection_made(s, t): s.t = t
    def send(s, m): s.t.sendto(m.encode(), PROXY)
    def msg(s, method, uri, to, ident, cseq, branch, extra="", body="", frm=None, ftag="", ttag=""):
        return "%s %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;rport;branch=z9hG4bK%s\r\nMax-Forwards: 70\r\nFrom: <%s>;tag=%s\r\nTo: <%s>%s\r\nCall-ID: %s\r\nCSeq: %d %s\r\nContact: <sip:%s@%s:%d>\r\nUser-Agent: %s\r\n%sContent-Length: %d\r\n\r\n%s" % (method, uri, s.ip, s.port, branch, frm or "sip:%s@%s" % (s.user, D), ftag, to, ";tag=" + ttag if ttag else "", ident, cseq, method, s.user, s.ip, s.port, s.ua, extra, len(body), body)
    def auth(s, r, method, uri):
        h = head(r, "WWW-Authenticate|Proxy-Authenticate")[0]; realm, nonce = (re.search(k + r'="([^"]*)"', h).group(1) for k in ("realm", "nonce"))
        d = md(md("%s:%s:%s" % (s.user, realm, s.pw)) + ":" + nonce + ":" + md(method + ":" + uri))
        return '%s: Digest username="%s", realm="%s", nonce="%s", uri="%s", response="%s", algorithm=MD5\r\n' % ("Authorization" if method == "REGISTER" else "Proxy-Authorization", s.user, realm, nonce, uri, d)
    async def ask(s, m, branch, final=8, prov=None):
        q = s.wait[branch] = asyncio.Queue(); s.send(m)
        try:
            while True:
                r = await asyncio.wait_for(q.get(), final); c = int(r.split(" ", 2)[1])
                if c >= 200: return c, r
        except asyncio.TimeoutError: return 0, ""
        finally: s.wait.pop(branch, None)
    async def register(s, expires=300, contact=None):
        uri = "sip:" + D; ident = rnd(16) + "@" + s.ip; tag = rnd(); ex = "Expires: %d\r\n" % expires
        for n in range(2):
            s.cseq += 1; b = rnd(12); m = s.msg("REGISTER", uri, "sip:%s@%s" % (s.user, D), ident, s.cseq, b, ex, ftag=tag)
            if contact: m = re.sub(r"Contact: <[^>]*>", "Contact: <%s>" % contact, m)
            c, r = await s.ask(m, b, 4)
            if c != 401: return c
            ex = "Expires: %d\r\n" % expires + s.auth(r, "REGISTER", uri)
    async def call(s, to, patience, talk, frm=None):
        if s.busy: return
        s.busy = True
        try:
            uri = to if to.startswith("sip:") else "sip:%s@%s" % (to, D); ident = rnd(20) + "@" + s.ip; tag = rnd(); ex = ""
            body = "v=0\r\no=- %d 1 IN IP4 %s\r\ns=call\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio %d RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\n" % (R.getrandbits(31), s.ip, s.ip, R.randrange(10000, 20000, 2))
            for n in range(2):
                s.cseq += 1; b = rnd(12); cs = s.cseq; m = s.msg("INVITE", uri, uri, ident, cs, b, ex + "Content-Type: application/sdp\r\n", body, frm, tag); t = asyncio.ensure_future(s.ask(m, b, 30))
                done, _ = await asyncio.wait([t], timeout=patience)
                if not done: s.send(s.msg("CANCEL", uri, uri, ident, cs, b, "", "", frm, tag))
                c, r = await t
                if c == 0: return
                tt = (re.findall(r"tag=([^;>\s]+)", head(r, "To|t")[0]) or [""])[0]
                if c >= 300: s.send(s.msg("ACK", uri, uri, ident, cs, b, "", "", frm, tag, tt))
                if c not in (401, 407): break
                ex = s.auth(r, "INVITE", uri)
            if c != 200: return
            routes = "".join("Route: %s\r\n" % x for x in head(r, "Record-Route")[::-1]); target = re.search(r"<([^>]*)>", head(r, "Contact|m")[0]).group(1)
            s.send(s.msg("ACK", target, uri, ident, cs, rnd(12), routes, "", frm, tag, tt)); await asyncio.sleep(talk)
            s.cseq = max(s.cseq, cs) + 1; b = rnd(12); await s.ask(s.msg("BYE", target, uri, ident, s.cseq, b, routes, "", frm, tag, tt), b, 6)
        finally: s.busy = False
    def reply(s, r, code, text, tag="", body=""):
        h = "".join("Via: %s\r\n" % v for v in head(r, "Via|v")) + "".join("Record-Route: %s\r\n" % v for v in head(r, "Record-Route")); to = head(r, "To|t")[0]
        s.send("SIP/2.0 %d %s\r\n%sFrom: %s\r\nTo: %s%s\r\nCall-ID: %s\r\nCSeq: %s\r\nContact: <sip:%s@%s:%d>\r\nUser-Agent: %s\r\n%sContent-Length: %d\r\n\r\n%s" % (code, text, h, head(r, "From|f")[0], to, "" if "tag=" in to or not tag else ";tag=" + tag, head(r, "Call-ID|i")[0], head(r, "CSeq")[0], s.user, s.ip, s.port, s.ua, "Content-Type: application/sdp\r\n" if body else "", len(body), body))
    async def ring(s, r):
        ident = head(r, "Call-ID|i")[0]; tag = rnd(); s.legs[ident] = (r, tag); x = R.random()
        s.reply(r, 100, "Trying"); await asyncio.sleep(R.uniform(.02, .1))
        if s.kind == "gateway":
            if x < .1: s.legs.pop(ident, 0); return s.reply(r, *R.choice([(503, "Service Unavailable"), (404, "Not Found"), (486, "Busy Here"), (480, "Temporarily Unavailable")]), tag)
            s.reply(r, 183, "Session Progress", tag); await asyncio.sleep(R.uniform(.3, 2))
        elif s.kind == "phone":
            if s.busy or x < .05: s.legs.pop(ident, 0); return s.reply(r, 486, "Busy Here", tag)
            if x < .08: s.legs.pop(ident, 0); return s.reply(r, 603, "Decline", tag)
            s.reply(r, 180, "Ringing", tag); await asyncio.sleep(R.uniform(.2, 1.6) if x < .8 else 99)
        if ident not in s.legs: return
        s.reply(r, 200, "OK", tag, "v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio 20000 RTP/AVP 8\r\n" % (s.ip, s.ip)); s.busy = s.kind == "phone"; await asyncio.sleep(15); s.busy = False
    def datagram_received(s, d, a):
        r = d.decode(errors="replace")
        if r.startswith("SIP/2.0"):
            b = re.search(r"branch=z9hG4bK([^;\s]*)", head(r, "Via|v")[0]).group(1)
            if "CANCEL" not in head(r, "CSeq")[0] and b in s.wait: s.wait[b].put_nowait(r)
        elif r.startswith("INVITE"):
            if head(r, "Call-ID|i")[0] not in s.legs and s.kind != "mute": asyncio.ensure_future(s.ring(r))
        elif r.startswith("CANCEL"):
            s.reply(r, 200, "OK"); leg = s.legs.pop(head(r, "Call-ID|i")[0], None)
            if leg: s.reply(leg[0], 487, "Request Terminated", leg[1])
        elif r.startswith("BYE"): s.busy = False; s.reply(r, 200, "OK")
        elif not r.startswith("ACK") and r.strip(): s.reply(r, 200, "OK")
RATE = [1, 1, 0, 0, 1, 2, 5, 16, 38, 46, 48, 40, 26, 36, 46, 48, 40, 26, 14, 9, 6, 5, 4, 2]
async def main():
    loop = asyncio.get_event_loop(); T = loop.time(); U = {}
    hour = lambda: min(23.99, (loop.time() - T) / HOUR)
    async def add(*a):
        ua = UA(*a); await loop.create_datagram_endpoint(lambda: ua, local_addr=(a[1], a[2] if len(a) > 2 else 5060)); return ua
    for n, u in enumerate(USERS): U[u] = await add(u, "127.0.2.%d" % (n + 1))
    gw = await add("gw", "127.0.8.1", 5060, "gateway"); vm = await add("vm", "127.0.8.2", 5060, "voicemail"); U["vera"].kind = "mute"
    async def phone(ua, n):
        home = n % 4 == 0; a, e = (0, 24) if home else (R.gauss(8, .6), R.gauss(17.5, 1)); await asyncio.sleep(max(0, a) * HOUR + R.random())
        if n == 17: ua.pw = "pw-forgotten"  # the new phone of one user has the wrong password until ten
        while hour() < e and hour() < 23.9:
            if n == 17 and hour() > 10: ua.pw = "pw-" + ua.user
            await ua.register(20 if n % 9 else 14, "sip:%s@127.0.4.%d:5070;transport=tcp" % (ua.user, n) if n in (11, 23) and hour() > 12 else None); await asyncio.sleep(R.uniform(7, 10))
        if R.random() < .6: await ua.register(0)
    async def calls():
        while hour() < 23.8:
            await asyncio.sleep(R.expovariate(max(.5, RATE[int(hour())]) * 1.6 / HOUR)); f, t = R.sample(USERS, 2); x = R.random(); talk = min(14, R.expovariate(1 / 2.5)); patience = R.uniform(2, 5)
            if x < .45: to = t
            elif x < .62: to = str(201 + USERS.index(t))
            elif x < .80: to = R.choice(["+49", "0049", "+43", "+1"]) + str(R.randrange(10 ** 8, 10 ** 10)); patience = 9
            elif x < .84: to = R.choice(["reception", "berth", "299", "0301234", "support"])
            elif x < .86: to = "sip:%s@%s" % (R.choice(["info", "sales"]), R.choice(["partner.example", "sip.kunde.example"]))
            else: asyncio.ensure_future(gw.call(R.choice([t, str(201 + USERS.index(t))]), 8, talk, "sip:+49%d@127.0.8.1" % R.randrange(10 ** 8, 10 ** 10))); continue
            if U[f].kind == "phone":
                if R.random() < .03: U[f].pw, old = "typo", U[f].pw; await asyncio.sleep(0); asyncio.ensure_future(U[f].call(to, patience, talk)); await asyncio.sleep(.5); U[f].pw = old
                else: asyncio.ensure_future(U[f].call(to, patience, talk))
    async def probes():
        for k, h in enumerate([3.4, 5.7, 9.2, 12.1, 14.6, 19.3, 21.9]):
            await asyncio.sleep(max(0, T + h * HOUR - loop.time())); p = await add("100", "127.0.9.%d" % (k + 3), 5060 + k); p.ua = R.choice(["friendly-scanner", "Cisco-SIPGateway/IOS-12.x", "Asterisk PBX 18.2", "SIPPER for PhonerLite"])
            for n in range([4, 60, 8, 40, 3, 70, 12][k]):
                p.user = str(100 + n * 11); b = rnd(12); p.send(p.msg(R.choice(["OPTIONS", "REGISTER", "REGISTER", "INVITE"]), "sip:%s" % R.choice(["127.0.0.1", D]) if k % 2 else "sip:%s@127.0.0.1" % p.user, "sip:%s@127.0.0.1" % p.user, rnd(12), 1, b, "", "", "sip:%s@127.0.0.1" % p.user, rnd())); await asyncio.sleep(.02)
            if k in (2, 4, 6): p.t.sendto([b"GET / HTTP/1.0\r\n\r\n", b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03", b"REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.9.9:5060\r\nFrom: <sip:9@127.0.0.1\r\nTo: x\r\n\r\n"][k // 2 - 1], PROXY)
    async def softphone():  # over TCP, that closes before the answer now and then
        for h in (7.8, 9.9, 11.3, 13.2, 16.1, 18.4):
            await asyncio.sleep(max(0, T + h * HOUR - loop.time()))
            try:
                rd, wr = await asyncio.open_connection(*PROXY); wr.write(U["anna"].msg("OPTIONS", "sip:" + D, "sip:" + D, rnd(14), 1, rnd(12), ftag=rnd()).replace("SIP/2.0/UDP", "SIP/2.0/TCP").encode())
                if R.random() < .6: await asyncio.wait_for(rd.read(500), 2)
                wr.close()
            except (OSError, asyncio.TimeoutError): pass
    ts = [asyncio.ensure_future(x) for x in [phone(U[u], n) for n, u in enumerate(USERS)] + [calls(), probes(), softphone()]]
    await asyncio.sleep(24 * HOUR)
asyncio.run(main())
P
export USERS; H=6; T=$(date +%s); hour() { local d=$(awk "BEGIN{print $T + 2 + $1 * $H - $(date +%s.%N)}"); case $d in -*) ;; *) sleep $d ;; esac; }
serve; sleep 2; timeout 200 python3 phones.py $H 2> phones.err & C=$!
hour 3; kill $K; wait $K; serve  # a nightly update
hour 6.4; ctl core.uptime; ctl cfg.set_now_int core debug 3; hour 6.95; ctl cfg.set_now_int core debug 2  # somebody looks closer
hour 11; sed -i 's/^children=3/childen=3/' k.cfg; kamailio -c -f k.cfg -Y "$W/run" -E >> k.log 2>&1; sed -i 's/^childen=3/children=3/' k.cfg
hour 13; ctl ul.dump; ctl stats.get_statistics all; ctl permissions.addressReload
hour 16.3; ctl cfg.set_now_int core debug 3; hour 16.55; ctl cfg.set_now_int core debug 2
hour 20; kill $K; wait $K; serve
hour 24; wait $C; kill $K; sleep 2
# N(PID) LEVEL: {1 1 INVITE CALL-ID} module [file.c:line]: function(): message
tr '\t' ' ' < k.log | sed -nE 's/^ *[0-9]+\([0-9]+\) (DEBUG|INFO|NOTICE|WARNING|ERROR|ALERT|CRITICAL|BUG): //p' | sed -E 's/^\{[^}]*\} //; s/^(<core>|<script>|[a-z0-9_]+)( \[[^]]*\])?: ([A-Za-z0-9_]+\(\): )?//' | sed -E "s#${1%/}#/srv/lab#g; s/\b$(hostname)\b/vm/g" | awk 'NF && length($0) <= 1500' > "$1/kamailio.raw"
