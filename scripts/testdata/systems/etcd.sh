#!/bin/bash
# A cluster of three etcd on loopback, members killed, stopped, added and removed. Usage: etcd.sh WORK
set -u
W=$1/etcd; rm -rf "$W"; mkdir -p "$W"; cd "$W"
export ETCDCTL_API=3
C=http://127.0.0.1:24791,http://127.0.0.1:24792,http://127.0.0.1:24793
serve() { etcd --logger=zap --log-outputs="$W/$1.log" --name m$1 --data-dir d$1 --snapshot-count ${SNAP:-400} --quota-backend-bytes ${QUOTA:-0} --listen-client-urls http://127.0.0.1:2479$1 --advertise-client-urls http://127.0.0.1:2479$1 --listen-peer-urls http://127.0.0.1:2480$1 --initial-advertise-peer-urls http://127.0.0.1:2480$1 --initial-cluster "${I:-m1=http://127.0.0.1:24801,m2=http://127.0.0.1:24802,m3=http://127.0.0.1:24803}" --initial-cluster-state ${S:-new} --heartbeat-interval 50 --election-timeout 400 --auto-compaction-mode revision --auto-compaction-retention 200 > $1.out 2>&1 & P[$1]=$!; }
declare -A P
ctl() { timeout 6 etcdctl --endpoints $C "$@" > /dev/null 2>&1; }
for r in 1 2 3; do
  for n in 1 2 3; do kill -0 ${P[$n]:-x} 2>/dev/null || serve $n; sleep 0.4; done
  sleep 3
  for k in $(seq 250); do echo "put /app/$r/key$k value$k"; done | head -400 | while read -r a b c; do echo "$a $b $c"; done | timeout 60 etcdctl --endpoints $C txn > /dev/null 2>&1
  for k in $(seq 60); do ctl put "/jobs/$r/$k" "$(head -c $((k * 300)) /dev/zero | tr '\0' y)"; done
  ctl lease grant 2; ctl get --prefix /; ctl compaction $((r * 40)); ctl compaction 999999; ctl defrag; ctl snapshot save snap$r; ctl alarm list; ctl endpoint health; ctl user add u$r:pw$r; ctl role add role$r; ctl user grant-role u$r role$r; ctl put big "$(head -c 120000 /dev/zero | tr '\0' x)"; ctl move-leader 8e9e05c52164694d
  [ $r = 1 ] && { ctl user add root:pw; ctl user grant-role root root; ctl auth enable; ctl --user nobody:x get a; ctl get a; ctl --user root:pw auth disable; }
  printf 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' | nc -w 1 127.0.0.1 24801 > /dev/null; printf '\x16\x03\x01junk' | nc -w 1 127.0.0.1 24802 > /dev/null; printf 'PRI * HTTP/2.0\r\n\r\nxx' | nc -w 1 127.0.0.1 24791 >/dev/null
  case $r in
  1) kill -9 ${P[1]}; sleep 4; for k in $(seq 30); do ctl put a$k b; done; serve 1; sleep 3 ;;
  2) kill -STOP ${P[2]}; sleep 5; kill -CONT ${P[2]}; kill ${P[3]} ${P[1]}; sleep 4; ctl put lost x ;;
  3) id=$(etcdctl --endpoints $C member list | awk -F', ' '$3=="m2"{print $1}'); ctl member remove $id; sleep 3; kill ${P[2]} 2>/dev/null; sleep 1; rm -rf d2; ctl member add m2 --peer-urls=http://127.0.0.1:24802; S=existing serve 2; sleep 5; ctl member add m4 --peer-urls=http://127.0.0.1:24804; sleep 2
     kill ${P[3]}; sleep 1; printf junk > d3/member/snap/db; serve 3; sleep 3; serve 9; sleep 1 ;;
  esac
done
for n in 1 2 3; do kill ${P[$n]} 2>/dev/null; sleep 1; done; wait
python3 - [0-9].log > "$1/etcd.raw" <<'Y'
import json, sys
rows = []
for f in sys.argv[1:]:
    for n, line in enumerate(open(f, errors="replace")):
        try: r = json.loads(line)
        except ValueError: continue
        head = {k: r.pop(k, "") for k in ("level", "ts", "caller")}
        r.pop("stacktrace", None)
        rows.append((head["ts"], f, n, head["caller"], json.dumps(r, separators=(",", ":"), ensure_ascii=False)))
# The message is the line as the program writes it, less level, time and place.
for ts, f, n, caller, text in sorted(rows): print(caller, "", text[1:-1], sep="\t")
Y
