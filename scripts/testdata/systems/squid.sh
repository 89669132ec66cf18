#!/bin/bash
# Squid's cache.log on loopback, with the places of the messages beyond level 1. Usage: squid.sh WORK
set -u
W=$1/squid; rm -rf "$W"; mkdir -p "$W/cache"; chmod 755 "$1"; chown -R proxy "$W"; cd "$W"
conf() { cat > squid.conf <<C
http_port 127.0.0.1:8651
http_port 127.0.0.1:8652 accel defaultsite=shop.test no-vhost
visible_hostname lab.test
pid_filename $W/pid
cache_log $W/cache.log
access_log none
cache_store_log none
cache_dir ufs $W/cache 5 4 4
cache_mem 1 MB
coredump_dir $W
debug_options ALL,1 5,2 28,2 33,2 44,2 15,2 20,2 26,2 83,2 88,2 17,2 61,2 23,2 50,2 46,2 82,2 84,2
acl lan src 127.0.0.0/8
acl bad dstdomain .bad.test
acl SSL method CONNECT
acl odd url_regex -i odd[0-9]+
external_acl_type lookup ttl=1 negative_ttl=1 children-max=2 %SRC $W/helper
acl ext external lookup
auth_param basic program $W/auth
auth_param basic children 2 startup=1
acl user proxy_auth REQUIRED
acl needsuser dstdomain .private.test
cache_peer 127.0.0.1 parent 8661 0 no-query originserver name=o1 connect-timeout=1 weight=2
cache_peer 127.0.0.1 parent 8662 0 no-query name=o2 connect-timeout=1 round-robin
cache_peer 127.0.0.1 sibling 8663 8664 proxy-only name=s1
never_direct allow all
http_access deny bad
http_access deny odd
http_access allow needsuser user
http_access deny needsuser
http_access allow ext lan
http_access deny all
shutdown_lifetime 1 second
connect_timeout 1 second
read_timeout 2 seconds
request_timeout 1 second
request_header_max_size 4 KB
reply_header_max_size 4 KB
request_body_max_size 20 KB
dns_nameservers 127.0.0.1
hosts_file none
max_filedescriptors ${FD:-1024}
quick_abort_min 0 KB
cache_effective_user proxy
$1
C
}
printf '#!/bin/sh\nwhile read l; do case $l in *) n=$((n+1)); [ $((n %% 40)) = 0 ] && exit 1; [ $((n %% 9)) = 0 ] && echo "BH message=oops" || echo OK;; esac; done\n' > helper; printf '#!/bin/sh\nwhile read u p; do [ "$p" = pw ] && echo OK || echo ERR; done\n' > auth; chmod +x helper auth; chown proxy helper auth
cat > origin.py <<'Y'
import socketserver, sys, time
class H(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().decode(errors="replace")
        while self.rfile.readline().strip(): pass
        if "drop" in line: return
        if "wait" in line: time.sleep(3); return
        if "junk" in line: self.wfile.write(b"hello there\r\n\r\n"); return
        if "huge" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"h" * 9000 + b"\r\n\r\n"); return
        if "badlen" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\nContent-Length: 5\r\n\r\nhello"); return
        if "space" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nBad Header : x\r\nnocolon\r\n\r\n"); return
        if "chunk" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"); return
        if "short" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nx"); return
        body = b"q" * (len(line) * 37 % 3000)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nCache-Control: max-age=60\r\nDate: Wed, 25 Nov 2026 19:00:00 GMT\r\nConnection: close\r\n\r\n" % len(body) + body)
class S(socketserver.ThreadingTCPServer): allow_reuse_address = True; daemon_threads = True
S(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
Y
up() { python3 origin.py $1 > /dev/null 2>&1 & P[$1]=$!; }
declare -A P; up 8661; up 8662; sleep 0.5
g() { for u in "$@"; do curl -s -m 4 -o /dev/null -x 127.0.0.1:8651 "$u"; done; }
for r in 1 2 3; do
  conf "$([ $r = 2 ] && printf 'no_such_directive %s\ncache_peer 127.0.0.1 parent 8665 0 name=o1\nacl empty dst nowhere.invalid.test\nhierarchy_stoplist cgi' $r)"; [ $r = 2 ] && conf ''
  squid -f "$W/squid.conf" -z > z$r.out 2>&1; sleep 2; squid -N -f "$W/squid.conf" > out$r 2>&1 & S=$!
  sleep 2
  for n in $(seq 12); do
    g http://web$n.test/page$n http://web$n.test/page$n http://x$((n % 4)).bad.test/ http://a.test/odd$n http://p$n.private.test/ http://a.test/drop$n http://a.test/junk$n http://a.test/huge$n http://a.test/badlen$n http://a.test/space$n http://a.test/chunk$n http://a.test/short$n "http://a.test/$(head -c $((n * 500)) /dev/zero | tr '\0' l)" ftp://f$n.test/x http://[::$n]:99999/ https://c$n.test/ http://bad_host$n/ gopher://g$n.test/ "http://u:p@q$n.test/?a=$n"
    curl -s -m 3 -o /dev/null -x 127.0.0.1:8651 -U anna:pw http://z.private.test/$n; curl -s -m 3 -o /dev/null -x 127.0.0.1:8651 -U ben:no http://z.private.test/$n; curl -s -m 3 -o /dev/null http://127.0.0.1:8652/acc$n; curl -s -m 3 -o /dev/null -x 127.0.0.1:8651 -d "$(head -c $((n * 2500)) /dev/zero | tr '\0' d)" http://a.test/post; curl -s -m 3 -o /dev/null -x 127.0.0.1:8651 -X PURGE http://web$n.test/page$n
    printf 'GET http://a.test/ HTTP/1.1\r\nHost: b.test\r\nContent-Length: -1\r\nContent-Length: 4\r\n\r\n' | nc -w 1 127.0.0.1 8651 >/dev/null; printf 'JUNK%s\r\n\r\n' $n | nc -w 1 127.0.0.1 8651 > /dev/null; printf 'GET / HTTP/9.1\r\nX y: 1\r\n\r\n' | nc -w 1 127.0.0.1 8651 > /dev/null; printf '\x16\x03\x01\x00' | nc -w 1 127.0.0.1 8651 >/dev/null; nc -z 127.0.0.1 8651
  done
  g http://a.test/wait1 & g http://a.test/wait2 & (printf 'GET http://a.test/'; sleep 2) | nc -w 3 127.0.0.1 8651 > /dev/null & sleep 4
  kill ${P[8661]}; for n in $(seq 14); do g http://down$n.test/; done; up 8661; sleep 1; for n in 1 2 3 4; do g http://up$n.test/; done
  kill -USR1 $S; sleep 1; chmod 000 cache/00; conf 'maximum_object_size 2 KB'; kill -HUP $S; sleep 3; kill ${P[8662]}; for n in 1 2 3 4 5 6; do g http://more$n.test/r$r; done; up 8662; chmod 755 cache/00; rm -f cache/swap.state; squid -k debug -f "$W/squid.conf" > /dev/null 2>&1; sleep 0.3; squid -k debug -f "$W/squid.conf" > /dev/null 2>&1; kill $S; sleep 4; kill -9 $S 2>/dev/null
done
kill "${P[@]}"
python3 - cache.log > "$1/squid.raw" <<'Y'
import re, sys
for line in open(sys.argv[1], errors="replace"):
    m = re.match(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: kid\d)?\| (.*)", line.rstrip())
    if not m: continue
    d = re.match(r"(\d+),(\d+)\| (\S+\.(?:cc|h)\(\d+\)) (\S+): (.*)", m[1])
    if d and int(d[2]) > 2: continue  # the two moments of full debugging
    if d: print(d[3], "", f"{d[4]}: {d[5]}", sep="\t")
    else: print("?", "", m[1], sep="\t")
Y
