#!/bin/bash
# A ZooKeeper ensemble of three on loopback, and its clients. Usage: zookeeper.sh WORK ($VENV has kazoo)
set -u
W=$1/zookeeper; H=$(cd "$(dirname "$0")" && pwd)/capture; rm -rf "$W"; mkdir -p "$W"; cd "$W"
L=/usr/share/java/logback-classic.jar:/usr/share/java/logback-core.jar
javac -d cap -cp $L "$H"/java/capture/{Row,LogbackRow}.java
export CAPTURE_FILE=$1/zookeeper.raw; : > "$CAPTURE_FILE"
C=$W/cap:$H:$L:/usr/share/java/zookeeper.jar
K="-Dlogback.configurationFile=$H/logback.xml"
for n in 1 2 3; do
  mkdir -p d$n; echo $n > d$n/myid
  { printf 'tickTime=300\ninitLimit=10\nsyncLimit=5\ndataDir=%s/d%d\nclientPort=2218%d\nclientPortAddress=127.0.0.1\nmaxClientCnxns=8\nsnapCount=300\nautopurge.purgeInterval=1\n4lw.commands.whitelist=stat,ruok,conf,srvr,mntr\nadmin.serverPort=818%d\nadmin.serverAddress=127.0.0.1\nminSessionTimeout=600\nmaxSessionTimeout=20000\n' "$W" $n $n $n
    for m in 1 2 3; do echo "server.$m=127.0.0.1:288$m:388$m"; done; } > zoo$n.cfg
done
serve() { java -Xmx128m "$K" -cp "$C" org.apache.zookeeper.server.quorum.QuorumPeerMain zoo$1.cfg > s$1.out 2>&1 & P[$1]=$!; }
cli() { timeout 30 java -Xmx64m "$K" -cp "$C" org.apache.zookeeper.ZooKeeperMain "$@" > /dev/null 2>&1 < /dev/null; }
declare -A P
for round in 1 2 3 4; do
  for n in 1 2 3; do kill -0 ${P[$n]:-x} 2>/dev/null || serve $n; [ $round = 2 ] && sleep 2; done
  sleep 5
  timeout 60 "$VENV/bin/python" - $round <<'Y' > k$round.out 2>&1
import sys, socket, time, logging
from kazoo.client import KazooClient
r = int(sys.argv[1]); hosts = ["127.0.0.1:2218%d" % n for n in (1, 2, 3)]
cs = []
for k in range(8 + r):
    c = KazooClient(hosts=hosts[k % 3], timeout=1 + k)
    try: c.start(timeout=5)
    except Exception: continue
    cs.append(c)
    c.ensure_path(f"/app{r}/node{k}")
    for i in range(40): c.create(f"/app{r}/node{k}/job-", b"x" * i, ephemeral=i % 2 == 0, sequence=True)
    for bad in (lambda: c.create(f"/app{r}/node{k}"), lambda: c.delete(f"/none{k}"), lambda: c.set(f"/app{r}", b"y" * 2000000), lambda: c.set(f"/app{r}", b"1", version=99), lambda: c.add_auth("digest", f"user{k}:pw"), lambda: c.add_auth("nosuch", "x")):
        try: bad()
        except Exception: pass
for n in (1, 2, 3):
    for word in (b"ruok", b"stat", b"srvr", b"mntr", b"conf", b"dump", b"wchs", b"GET / HTTP/1.0\r\n\r\n", b"\xff" * 8, b"\x00\x00\x00\x05hello", b"\x00\xff\xff\xff"):
        try:
            s = socket.create_connection(("127.0.0.1", 22180 + n), 3); s.send(word); s.settimeout(1); s.recv(999); s.close()
        except OSError: pass
many = []
for k in range(12):
    try: many.append(socket.create_connection(("127.0.0.1", 22181 + k % 3), 3))
    except OSError: pass
for c in cs[::2]:
    c.stop(); c.close()
for c in cs[1::2]: c._connection._socket.close() if c._connection._socket else None
time.sleep(4)
for p in (2881, 3881, 3882):
    try:
        s = socket.create_connection(("127.0.0.1", p), 2); s.send(b"nonsense" * 4); s.close()
    except OSError: pass
Y
  cli -server 127.0.0.1:2218$((round % 3 + 1)) create /cli$round x; cli -server 127.0.0.1:22199 -waitforconnection -timeout 2000 ls / & cli -server 127.0.0.1:22182 -timeout 5000 ls /none
  victim=$((round % 3 + 1))
  leader=$(for n in 1 2 3; do printf srvr | nc -w 1 127.0.0.1 2218$n | grep -q 'Mode: leader' && echo $n; done)
  case $round in 1) kill -9 ${P[$leader]} ;; 2) kill -STOP ${P[$victim]}; sleep 6; kill -CONT ${P[$victim]}; sleep 5 ;; 3) kill ${P[$leader]}; sleep 3; kill ${P[$((leader % 3 + 1))]} ;; esac
  sleep 5
done
kill "${P[@]}" 2>/dev/null; sleep 2
java -Xmx64m "$K" -cp "$C" org.apache.zookeeper.server.PurgeTxnLog d1 d1 -n 3 > purge.out 2>&1
sed 's/port = .*/x/; s/^tickTime.*/tickTime=x/' zoo1.cfg > bad.cfg; timeout 10 java "$K" -cp "$C" org.apache.zookeeper.server.quorum.QuorumPeerMain bad.cfg > bad.out 2>&1
grep -v '^server' zoo1.cfg > alone.cfg; timeout 8 java -Xmx64m "$K" -cp "$C" org.apache.zookeeper.server.quorum.QuorumPeerMain alone.cfg > alone.out 2>&1
wait 2>/dev/null
sed -i "/ZookeeperBanner/d" "$CAPTURE_FILE"  # ASCII art
