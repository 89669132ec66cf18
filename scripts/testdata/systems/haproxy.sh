#!/bin/bash
# HAProxy before servers that come and go, on loopback. Usage: haproxy.sh WORK
set -u
W=$1/haproxy; rm -rf "$W"; mkdir -p "$W"; cd "$W"
cat > cfg <<C
global
  log stdout format raw daemon info
  stats socket $W/sock level admin mode 600
  maxconn 60
defaults
  log global
  option redispatch
  retries 1
  timeout connect 300ms
  timeout client 1s
  timeout server 800ms
  timeout queue 500ms
  timeout http-request 1s
frontend web
  mode http
  option httplog
  bind 127.0.0.1:8601
  bind 127.0.0.1:8602
  http-request deny if { path_beg /admin }
  http-request tarpit if { path_beg /slowly }
  http-request redirect location /index if { path /old }
  http-request capture req.hdr(User-Agent) len 20
  use_backend api if { path_beg /api }
  use_backend none if { path_beg /none }
  default_backend pages
frontend raw
  mode tcp
  option tcplog
  bind 127.0.0.1:8603
  default_backend db
backend pages
  mode http
  balance roundrobin
  option httpchk GET /health
  server p1 127.0.0.1:8611 check inter 300 fall 2 rise 2 maxconn 3
  server p2 127.0.0.1:8612 check inter 300 fall 2 rise 2
  server spare 127.0.0.1:8613 check inter 300 backup
backend api
  mode http
  option httpchk GET /health
  http-check expect status 200
  server a1 127.0.0.1:8614 check inter 400 fall 1 rise 1
  server a2 127.0.0.1:8615 check inter 400 fall 1 rise 1 observe layer7 error-limit 3 on-error mark-down
backend none
  mode http
backend db
  mode tcp
  option tcp-check
  tcp-check expect string ready
  server d1 127.0.0.1:8616 check inter 400 fall 1 rise 1
  server d2 127.0.0.1:8617 check inter 400 fall 1 rise 1 weight 20
C
cat > srv.py <<'Y'
import socketserver, sys, time, random, os
port, kind = int(sys.argv[1]), sys.argv[2]
class H(socketserver.StreamRequestHandler):
    def handle(self):
        if kind == "tcp": self.wfile.write(random.choice([b"ready\n"] * 9 + [b"busy\n"])); time.sleep(random.random() / 2); return
        line = self.rfile.readline().decode(errors="replace").split()
        if len(line) < 2: return
        p = line[1]
        while self.rfile.readline().strip(): pass
        if p == "/health":
            code = random.choice([200] * 8 + [404, 500]) if kind == "flaky" else 200
        elif "wait" in p: time.sleep(1.5); code = 200
        elif "drop" in p: return
        elif "junk" in p: self.wfile.write(b"not http at all\r\n\r\n"); return
        else: code = random.choice([200] * 6 + [404, 302, 503])
        body = b"z" * random.randrange(4000)
        self.wfile.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (code, len(body)) + body)
class S(socketserver.ThreadingTCPServer): allow_reuse_address = True; daemon_threads = True
random.seed(port); S(("127.0.0.1", port), H).serve_forever()
Y
up() { python3 srv.py $1 ${2:-good} > /dev/null 2>&1 & P[$1]=$!; }
declare -A P
up 8611; up 8612 flaky; up 8614 flaky; up 8615 flaky; up 8616 tcp; up 8617 tcp; sleep 1
haproxy -f cfg > log 2> err & M=$!
sleep 1
ask() { for u in "$@"; do curl -s -m 3 -o /dev/null -A "agent-$RANDOM" "http://127.0.0.1:860$((RANDOM % 2 + 1))$u"; done; }
RANDOM=7
for r in 1 2 3 4 5 6; do
  for k in $(seq 14); do ask /page/$k /img/$((k * r)).png "/api/users/$k?page=$r" /old /admin/$k /none/$r; done
  ask /wait/$r /drop/$r /junk/$r /api/wait & ask /slowly /api/drop /api/junk & for k in 1 2 3 4 5 6 7 8; do ask /wait/q$k & done
  printf 'GET / HTTP/9.9\r\nbad header\r\n\r\n' | nc -w 1 127.0.0.1 8601 >/dev/null; nc -w 2 127.0.0.1 8601 < /dev/null >/dev/null & nc -z 127.0.0.1 8602; printf 'GET /half' | nc -w 2 127.0.0.1 8602 >/dev/null
  for k in 1 2 3 4 5 6; do nc -w 1 127.0.0.1 8603 < /dev/null > /dev/null; done
  case $r in
  1) kill ${P[8611]}; sleep 1.5 ;; 2) up 8611; up 8613; kill ${P[8612]}; sleep 1.5 ;; 3) kill ${P[8611]} ${P[8613]} ${P[8616]}; sleep 2; ask /lost/1 /lost/2 ;;
  4) up 8611; up 8612; up 8616 tcp; for s in pages/p1 db/d2 api/a1; do echo "disable server $s" | nc -U -w 1 sock >/dev/null; done; echo 'set server pages/p2 state drain' | nc -U -w 1 sock >/dev/null; kill -STOP ${P[8617]}; sleep 2; kill -CONT ${P[8617]} ;;
  5) for s in pages/p1 db/d2 api/a1; do echo "enable server $s" | nc -U -w 1 sock >/dev/null; done; echo 'set server pages/p2 state ready' | nc -U -w 1 sock >/dev/null; echo 'set server db/d1 weight 5' | nc -U -w 1 sock >/dev/null; echo 'set server pages/spare addr 127.0.0.1 port 8618' | nc -U -w 1 sock >/dev/null; echo 'disable frontend raw' | nc -U -w 1 sock >/dev/null; sleep 1; echo 'enable frontend raw' | nc -U -w 1 sock > /dev/null; sleep 1 ;;
  esac
  sleep 3
done
kill -USR1 $M; sleep 2; kill $M 2>/dev/null; kill "${P[@]}" 2>/dev/null
cp log "$1/haproxy.raw"  # standard error says the same again
