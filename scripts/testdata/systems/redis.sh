#!/bin/bash
# Redis: a primary, two replicas, two sentinels and a small cluster on loopback. Usage: redis.sh WORK
set -u
W=$1/redis; rm -rf "$W"; mkdir -p "$W"; cd "$W"
serve() { local n=$1 p=$2; shift 2; mkdir -p d$n; redis-server --bind 127.0.0.1 --port $p --dir "$W/d$n" --logfile "$W/log$n" --pidfile "$W/pid$n" --save 1 5 --loglevel ${LEVEL:-verbose} --repl-diskless-sync-delay 0 --repl-timeout 4 --repl-ping-replica-period 1 --repl-backlog-size 16384 "$@" > out$n 2>&1 & P[$n]=$!; }
declare -A P
c() { timeout 5 redis-cli -h 127.0.0.1 "$@" > /dev/null 2>&1; }
sent() { for s in 1 2; do printf 'port 638%d\nbind 127.0.0.1\nlogfile %s/logs%d\ndir %s\nsentinel monitor shop 127.0.0.1 6401 1\nsentinel down-after-milliseconds shop 800\nsentinel failover-timeout shop 3000\n' $s "$W" $s "$W" > sent$s.conf; redis-server sent$s.conf --sentinel > outs$s 2>&1 & P[s$s]=$!; done; }
for r in 1 2 3; do
  serve 1 6401 --appendonly $([ $r = 2 ] && echo no || echo yes); serve 2 6402 --replicaof 127.0.0.1 6401 --repl-diskless-load disabled; serve 3 6403 --replicaof 127.0.0.1 6401 --appendonly yes --auto-aof-rewrite-percentage 10 --auto-aof-rewrite-min-size 1kb; sleep 2; sent; sleep 2
  for k in $(seq 30); do seq 1 $((k * 20)) | sed "s/.*/SET key$r:& $(head -c 90 /dev/zero | tr '\0' v)/" | c -p 6401; [ $((k % 6)) = 0 ] && { c -p 6401 bgsave; c -p 6401 bgrewriteaof; c -p 6403 bgrewriteaof; sleep 0.5; }; done
  c -p 6401 eval 'redis.log(redis.LOG_WARNING, "job " .. ARGV[1] .. " done")' 0 $r; c -p 6401 config set maxmemory 1mb; for k in $(seq 5); do c -p 6401 set big$k "$(head -c 90000 /dev/zero | tr '\0' b)"; done; c -p 6401 config set maxmemory 0; c -p 6402 set a b; c -p 6401 config rewrite; c -p 6401 config set save "1 1"; c -p 6401 debug sleep 1.5; c -p 6401 client kill type normal; c -p 6401 client kill type replica; c -p 6401 acl setuser anna on '>pw' '~a*' +get; c -p 6401 --user anna --pass bad get x; c -p 6401 debug reload
  (timeout 9 redis-cli -h 127.0.0.1 -p 6401 eval 'while true do end' 0) >/dev/null 2>&1 & sleep 6; c -p 6401 get a; c -p 6401 script kill; sleep 1
  printf 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' | nc -w 1 127.0.0.1 6401 >/dev/null; printf 'POST / HTTP/1.1\r\n' | nc -w 1 127.0.0.1 6401 > /dev/null; printf '*1000000000\r\n' | nc -w 1 127.0.0.1 6401 >/dev/null; printf '*2\r\n$-5\r\n' | nc -w 1 127.0.0.1 6402 >/dev/null; printf '*1\r\n$99999999999\r\n' | nc -w 1 127.0.0.1 6403 > /dev/null; head -c 70000 /dev/zero | tr '\0' Z | nc -w 1 127.0.0.1 6403 > /dev/null; for k in $(seq 9); do nc -z 127.0.0.1 6402; done
  case $r in
  1) kill -STOP ${P[2]}; sleep 6; kill -CONT ${P[2]}; sleep 2; c -p 6403 replicaof no one; sleep 1; c -p 6403 replicaof 127.0.0.1 6402; sleep 2; c -p 6403 replicaof 127.0.0.1 6499; sleep 2; c -p 6403 replicaof 127.0.0.1 6401; sleep 2 ;;
  2) kill -9 ${P[1]}; sleep 6; serve 1 6401; sleep 4; c -p 6381 sentinel failover shop; sleep 4 ;;
  3) kill -SEGV ${P[2]}; sleep 1; c -p 6401 shutdown nosave; sleep 3; printf 'REDIS0099junk' > d3/dump.rdb; rm -rf d3/appendonlydir; kill ${P[3]}; sleep 1; serve 3 6403 --appendonly no; sleep 1; serve 4 6401 --maxmemory 100; serve 5 6404 --cluster-enabled yes; serve 6 6405 --cluster-enabled yes; serve 7 6406 --cluster-enabled yes; serve 8 6404; sleep 2; timeout 20 redis-cli --cluster create 127.0.0.1:6404 127.0.0.1:6405 127.0.0.1:6406 --cluster-yes > cl.out 2>&1; c -p 6404 config set cluster-node-timeout 500; c -p 6405 config set cluster-node-timeout 500; sleep 2; kill -STOP ${P[6]}; sleep 4; kill -CONT ${P[6]}; sleep 2; c -p 6404 cluster failover; c -p 6404 cluster reset hard; sleep 1 ;;
  esac
  for k in "${!P[@]}"; do kill ${P[$k]} 2>/dev/null; done; sleep 2
done
for k in "${!P[@]}"; do kill -9 ${P[$k]} 2>/dev/null; done
cat log[0-9] logs[0-9] | grep -aE '^[0-9]+:[XCSM] [0-9]+ [A-Z]' | sed -E "s/^[0-9]+:[XCSM] [0-9]+ \S+ [0-9]+ [0-9:.]+ . //" | grep -aE -v "^\([0-9a-f]+\) -> |^dump of function|^$" > "$1/redis.raw"  # without the stack of a crash
