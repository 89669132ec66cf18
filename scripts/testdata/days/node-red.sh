#!/bin/bash
# Node-RED: a building's flows (MQTT sensors, HTTP look-ups, files, TCP meters), two minutes for a day, on loopback. Usage: node-red.sh WORK
# Expects on PATH: node-red (npm node-red 4.1.15), mosquitto, mosquitto_pub (Debian mosquitto, mosquitto-clients 2.0.11-1.2+deb12u2), curl, python3.
set -u
W=$1/node-red; rm -rf "$W"; mkdir -p "$W/u" "$W/web" "$W/files"; cd "$W"; export LAB=$W; U=http://127.0.0.1:8180
H() { node -e 'const r=process.argv[1].split("/");let b;for(const p of module.paths.concat(["'"$(dirname "$(readlink -f "$(command -v node-red)")")"'/node_modules","'"$(dirname "$(readlink -f "$(command -v node-red)")")"'/.."]))try{b=require(p+"/bcryptjs");break}catch(e){};console.log(b.hashSync("pw-"+r[0],4))' "$1"; }
cat > u/settings.js <<E
module.exports = { uiHost: "127.0.0.1", uiPort: 8180, flowFile: "flows.json", credentialSecret: "lab", mqttReconnectTime: 2500, serialReconnectTime: 5000, socketReconnectTime: 3000, socketTimeout: 20000, functionTimeout: 2, contextStorage: { default: { module: "memory" }, disk: { module: "localfilesystem" } },
  telemetry: { enabled: false, updateNotification: false }, logging: { console: { level: "info", metrics: false, audit: true } },
  adminAuth: { type: "credentials", users: [ { username: "mira", password: "$(H mira)", permissions: "*" }, { username: "jonas", password: "$(H jonas)", permissions: "*" }, { username: "tess", password: "$(H tess)", permissions: "read" } ] } };
E
cat > mq.conf <<< "listener 1890 127.0.0.1
allow_anonymous true
persistence false"
cat > flows.py <<'P'
# prints the flows; argument: version of the deployment
import json, os, sys
v = int(sys.argv[1]); L = os.environ["LAB"]; F = []
def tab(i, l): F.append(dict(id=i, type="tab", label=l, disabled=False))
def n(i, t, z, name="", to=(), **k): F.append(dict(id=i, type=t, z=z, name=name, wires=[list(w) if isinstance(w, (list, tuple)) else [w] for w in to], x=100, y=80, **k))
def fn(i, z, name, code, to=(), outputs=1): n(i, "function", z, name, to, func=code, outputs=outputs, timeout=0, initialize="node.log('%s ready');" % name if v % 2 else "", finalize="", libs=[])
def inj(i, z, name, sec, to, payload=""): n(i, "inject", z, name, [to], props=[dict(p="payload"), dict(p="topic", vt="str")], repeat=str(sec), crontab="", once=True, onceDelay=0.3, topic=name, payload=payload, payloadType="date" if not payload else "str")
def dbg(i, z, name, **k): n(i, "debug", z, name, active=True, tosidebar=False, console=True, tostatus=False, complete="payload", targetType="msg", **k)
F.append(dict(id="br1", type="mqtt-broker", name="building", broker="127.0.0.1", port="1890", clientid="nodered-building", autoConnect=True, usetls=False, protocolVersion="4", keepalive="5", cleansession=True))
F.append(dict(id="br2", type="mqtt-broker", name="", broker="127.0.0.9", port="1899", clientid="", autoConnect=True, usetls=False, protocolVersion="4", keepalive="60", cleansession=True))
tab("t1", "Climate"); tab("t2", "Look-ups"); tab("t3", "Meters")
n("m1", "mqtt in", "t1", "rooms", [["f1", "j0"]], topic="rooms/+/climate", qos="1", datatype="auto-detect", broker="br1", nl=False, rap=True, rh=0, inputs=0)
fn("f1", "t1", "limits", "const p = msg.payload; const room = msg.topic.split('/')[1];\nif (typeof p !== 'object') { node.error('no reading from ' + room + ': ' + p, msg); return null; }\nif (p.temp > 26) node.warn(`Room ${room} too warm: ${p.temp.toFixed(1)} C (limit 26)`);\nif (p.co2 > %d) node.warn(`CO2 in ${room} at ${p.co2} ppm, window opened`);\nelse if (Math.random() < 0.3) node.log(`${room}: ${p.temp.toFixed(1)} C, ${p.hum} %%, ${p.co2} ppm`);\nif (p.hum === null) p.hum.toFixed();\nconst k = context.get('n') || 0; context.set('n', k + 1); if (k %% 25 == 24) node.log((k + 1) + ' readings since start');\nmsg.payload = room + ' ' + p.temp; msg.topic = 'climate/' + room; return msg;" % (1000 + v * 20), [["m2", "w1"]])
fn("j0", "t1", "batteries", "if (msg.payload.bat !== undefined && msg.payload.bat < 15) node.warn('Battery of sensor ' + msg.payload.id + ' low: ' + msg.payload.bat + '%');")
n("m2", "mqtt out", "t1", "", topic="", qos="", retain="", broker="br1"); n("m3", "mqtt out", "t1", "cloud", topic="", qos="", retain="", broker="br2")
n("w1", "file", "t1", "daily", [[]], filename=L + "/files/climate.log", filenameType="str", appendNewline=True, createDir=False, overwriteFile="false", encoding="none")
n("c1", "catch", "t1", "", [["f9"]], scope=None, uncaught=False); fn("f9", "t1", "errors", "node.log('noted: ' + msg.error.message + ' (' + msg.error.source.type + ' ' + msg.error.source.id + ')'); const n = (flow.get('err') || 0) + 1; flow.set('err', n); if (n % 10 == 0) node.warn(n + ' errors on this page'); return null;")
inj("i1", "t2", "weather", 1.3, ["s1"]); fn("s1", "t2", "place", "const p = ['oslo.json', 'bergen.json', 'oslo.json', 'tromso.json', 'weather.txt', 'slow'][Math.floor(Math.random() * 6)]; msg.url = (Math.random() < 0.1 ? 'http://127.0.0.7:8189/' : 'http://127.0.0.1:8181/') + p; return msg;", [["h1"]])
n("h1", "http request", "t2", "", [["s2"]], method="GET", ret="txt", paytoqs="ignore", url="", persist=False, senderr=False); fn("s2", "t2", "answer", "if (msg.statusCode !== 200) { node.warn('weather: ' + msg.statusCode + ' from ' + msg.url); return null; } return msg;", [["j1"]])
n("j1", "json", "t2", "parse", [["d1"]], property="payload", action="", pretty=False); dbg("d1", "t2", "weather")
inj("i2", "t2", "orders", 2.1, ["s3"]); fn("s3", "t2", "file", "msg.filename = '%s/files/order-' + Math.floor(Math.random() * 14) + '.csv'; return msg;" % L, [["r1"]]); n("r1", "file in", "t2", "order", [["v1"]], filename="filename", filenameType="msg", format="utf8", chunk=False, sendError=False, encoding="none", allProps=False)
n("v1", "csv", "t2", "", [["s4"]], sep=",", hdrin=True, hdrout="none", multi="mult", ret="\\n", temp="", skip="0", strings=True, spec="rfc"); fn("s4", "t2", "sum", "const s = msg.payload.reduce((a, r) => a + (r.price || 0), 0); node.log(`order ${msg.filename.replace(/.*-/, '')} with ${msg.payload.length} rows, ${s.toFixed(2)} EUR`);")
inj("i3", "t2", "disk", 7, ["x1"]); n("x1", "exec", "t2", "disk", [["d2"], ["d3"], []], command="ls -l " + L + "/files | wc -l; test $((RANDOM % 4)) -gt 0 || ls /none" , addpay="", append="", useSpawn="false", timer="3", winHide=False, oldrc=False); dbg("d2", "t2", "files"); dbg("d3", "t2", "stderr")
n("ht", "http in", "t2", "", [["s5"]], url="/api/orders/:id", method="get", upload=False); fn("s5", "t2", "order api", "const id = Number(msg.req.params.id); node.log('order ' + id + ' asked by ' + msg.req.ip); if (isNaN(id)) { node.error('bad order number ' + msg.req.params.id); msg.statusCode = 400; } else if (id > 800) { node.warn('order ' + id + ' not found'); msg.statusCode = 404; } msg.payload = { id, v: %d }; return msg;" % v, [["hr"]]); n("hr", "http response", "t2", "")
n("tc", "tcp in", "t3", "meters", [["s6"]], server="server", host="", port="8184", datamode="stream", datatype="utf8", newline="\\n", topic="", trim=True, base64=False); fn("s6", "t3", "meter", "const m = msg.payload.trim().match(/^M(\\d+) (\\d+\\.\\d+)$/); if (!m) { node.error('cannot read meter line: ' + msg.payload.slice(0, 40), msg); return null; } node.log(`meter ${m[1]}: ${m[2]} kWh from ${msg.ip}:${msg.port}`); const last = context.get('m' + m[1]) || 0; if (last > Number(m[2])) node.warn(`meter ${m[1]} ran backwards (${last} > ${m[2]})`); context.set('m' + m[1], Number(m[2]));")
n("to", "tcp in", "t3", "gateway", [["d4"]], server="client", host="127.0.0.1", port="8185", datamode="stream", datatype="utf8", newline="", topic="", trim=False, base64=False); dbg("d4", "t3", "gateway")
if v > 2: inj("i4", "t3", "poll", 3, ["s7"]); fn("s7", "t3", "poll", "const t = Date.now(); if (Math.random() < 0.2) { node.error('gateway did not answer within ' + (900 + Math.floor(Math.random() * 400)) + ' ms'); } else node.log('poll ' + v + ' took ' + (Date.now() - t) + ' ms');" if v == 4 else "node.log('poll of ' + (3 + Math.floor(Math.random() * 9)) + ' meters done in ' + Math.floor(Math.random() * 90) + ' ms');")
if v == 5: n("zz", "modbus-read", "t3", "boiler", [["d4"]])
n("c3", "catch", "t3", "", [["dx"]], scope=None, uncaught=False); dbg("dx", "t3", "caught")
print(json.dumps(F))
P
echo '{"place": "Oslo", "temp": -3.5}' > web/oslo.json; echo '{"place": "Bergen", "rain": 12}' > web/bergen.json; echo 'Service closed for maintenance' > web/weather.txt
for i in 0 1 2 3 4 5 6 7 8 9 11; do { echo item,price; for k in $(seq $((RANDOM % 20 + 1))); do echo "i$RANDOM,$((RANDOM % 90)).$((RANDOM % 90 + 10))"; done; } > files/order-$i.csv; done
cat > srv.py <<'P'
import http.server, time
class H(http.server.SimpleHTTPRequestHandler):
    def do_GET(s):
        if s.path == "/slow": time.sleep(1.5); s.send_error(503); return
        super().do_GET()
http.server.ThreadingHTTPServer(("127.0.0.1", 8181), H).serve_forever()
P
declare -A P
web() { (cd web; exec python3 ../srv.py > /dev/null 2>&1) & P[web]=$!; }
mq() { mosquitto -c mq.conf > mq.log 2>&1 & P[mq]=$!; }
gw() { python3 -c 'import socket,time,random
s=socket.socket(); s.setsockopt(1,2,1); s.bind(("127.0.0.1",8185)); s.listen()
while 1:
  c,a=s.accept()
  try:
    for i in range(random.randint(3,9)): c.send(b"heartbeat %d" % random.randint(1,9999)); time.sleep(2)
  except OSError: pass
  c.close()' & P[gw]=$!; }
nr() { node-red -u "$W/u" >> nr.log 2>&1 < /dev/null & P[nr]=$!; for i in $(seq 30); do curl -s -m 1 $U/ > /dev/null && break; sleep 0.5; done; }
tok() { curl -s -m 5 --interface 127.0.0.$((RANDOM % 9 + 2)) $U/auth/token -d "client_id=node-red-admin&grant_type=password&scope=*&username=$1&password=${2-pw-$1}" | sed -nE 's/.*"access_token":"([^"]*)".*/\1/p'; }
api() { curl -s -m 8 -o /dev/null --interface 127.0.0.$((RANDOM % 9 + 2)) -H "Authorization: Bearer $1" -H 'Content-Type: application/json' "${@:2}"; }
deploy() { python3 flows.py $2 > f$2.json; api "$1" -H "Node-RED-Deployment-Type: $3" --data @f$2.json $U/flows; }
pub() { mosquitto_pub -h 127.0.0.1 -p 1890 "$@" 2>/dev/null; }
sensors() { while :; do for r in 101 102 115 203 207 hall lab; do
  p="{\"id\": \"s$RANDOM\", \"temp\": $((RANDOM % 9 + 18)).$((RANDOM % 10)), \"hum\": $((RANDOM % 40 + 25)), \"co2\": $((RANDOM % 700 + 420)), \"bat\": $((RANDOM % 100))}"; [ $((RANDOM % 40)) = 0 ] && p=offline; [ $((RANDOM % 40)) = 0 ] && p='{"id": "s7", "temp": 21, "hum": null, "co2": 500}'; pub -t rooms/$r/climate -m "$p" & sleep 0.06; done; sleep 0.2; done; }
meters() { while :; do { for k in 1 2 3; do [ $((RANDOM % 15)) = 0 ] && echo "M$k err E$RANDOM" || echo "M$((RANDOM % 5 + 30)) $((SECONDS * 3 + RANDOM % 4)).$((RANDOM % 90 + 10))"; sleep 0.4; done; } | timeout 3 nc -s 127.0.0.$((RANDOM % 5 + 20)) -q 0 127.0.0.1 8184 > /dev/null 2>&1; curl -s -m 2 -o /dev/null --interface 127.0.0.$((RANDOM % 9 + 60)) $U/api/orders/$([ $((RANDOM % 15)) = 0 ] && echo x$RANDOM || echo $((RANDOM % 900))); sleep 0.5; done; }
web; mq; gw; nr; t=$(tok mira); deploy "$t" 1 full; sensors & P[s]=$!; meters & P[m]=$!
for n in $(seq ${N:-25}); do
  u=$(printf '%s\n' mira jonas tess | shuf -n 1); t=$(tok $u)
  case $((RANDOM % 5)) in 0) api "$t" $U/flows ;; 1) api "$t" $U/nodes ;; 2) api "$t" -X POST $U/inject/i1 ;; 3) tok $u secret$n ;; 4) api "$t" $U/settings; api "$t" -X POST $U/debug/d1/disable; sleep 2; api "$t" -X POST $U/debug/d1/enable ;; esac
  case $n in 3) deploy "$(tok jonas)" 2 nodes ;; 5) kill ${P[mq]} ;; 7) mq ;; 8) deploy "$t" 3 flows ;; 9) kill ${P[web]} ;; 10) web ;; 12) deploy "$(tok mira)" 4 full ;; 13) kill ${P[nr]}; sleep 3; nr ;; 15) deploy "$(tok jonas)" 5 full ;; 16) deploy "$(tok jonas)" 3 full ;; 17) kill ${P[gw]}; chmod 0 files; mv files f.old ;; 18) mv f.old files; chmod 755 files; gw ;; 19) kill -STOP ${P[mq]} ;; 20) api "$(tok mira)" -X POST -d '{"module": "node-red-node-none"}' $U/nodes; kill -CONT ${P[mq]} ;; 21) t=$(tok mira); api "$t" -H "Node-RED-Deployment-Type: reload" --data '{}' $U/flows; api "$t" -d "token=$t" $U/auth/revoke ;; esac
  sleep 4
done
kill ${P[nr]} ${P[s]} ${P[m]}; sleep 2; kill ${P[web]} ${P[mq]} ${P[gw]} 2>/dev/null
R=$(dirname "$(readlink -f "$(command -v node-red)")")
# the header is the time, the level and, where there is one, the node that logs
sed 's/\x1b\[[0-9;]*m//g' nr.log | grep -aE '^[0-9]+ [A-Z][a-z]+ [0-9:]+ - \[[a-z]+\]' | sed -E 's/^[0-9]+ [A-Z][a-z]+ [0-9:]+ - \[[a-z]+\] ?(\[[a-z -]+:[^]]*\] ?)?//' | sed -e "s#$W#/srv/lab#g" -e "s#${R%/node_modules/*}#/srv/lab/npm#g" -e "s/\b$(hostname)\b/vm/g" -e 's/\t/ /g' | grep -aE '\S' | awk 'length($0) <= 1500' > "$1/node-red.raw"
