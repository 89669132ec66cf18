#!/bin/bash
# nginx's error log at notice and info, on loopback. Usage: nginx.sh WORK
set -u
W=$1/nginx; rm -rf "$W"; mkdir -p "$W"/{html,tmp,cache}; chmod -R 755 "$1" "$W" 2>/dev/null; chmod 755 "$1"; cd "$W"
openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out crt -days 30 -subj /CN=lab.test 2>/dev/null
printf 'anna:%s\n' "$(openssl passwd -apr1 pw)" > users; chmod 644 users
conf() { cat > c.conf <<C
user www-data;
worker_processes 2;
daemon off;
pid $W/pid;
error_log $W/error.log ${LEVEL:-info};
events { worker_connections ${CONN:-64}; }
http {
  access_log off;
  client_body_temp_path $W/tmp/b; proxy_temp_path $W/tmp/p; fastcgi_temp_path $W/tmp/f; uwsgi_temp_path $W/tmp/u; scgi_temp_path $W/tmp/s;
  client_max_body_size 3k; client_header_timeout 1s; client_body_timeout 1s; send_timeout 1s; keepalive_timeout 1s; client_body_buffer_size 1k; large_client_header_buffers 2 1k;
  proxy_connect_timeout 1s; proxy_read_timeout 1s; proxy_buffer_size 1k; proxy_buffers 2 1k; proxy_busy_buffers_size 1k;
  limit_req_zone \$binary_remote_addr zone=slow:1m rate=5r/s; limit_conn_zone \$binary_remote_addr zone=few:1m;
  proxy_cache_path $W/cache keys_zone=k:1m max_size=20k inactive=2s;
  map_hash_bucket_size 64;
  upstream pool { server 127.0.0.1:8831 max_fails=2 fail_timeout=2s; server 127.0.0.1:8832 max_fails=1 fail_timeout=1s; server 127.0.0.1:8833 backup; }
  server {
    listen 127.0.0.1:8821; server_name lab.test; root $W/html;
    location /list/ { autoindex off; }
    location /auto/ { autoindex on; }
    location /priv/ { auth_basic x; auth_basic_user_file $W/users; }
    location /nousers/ { auth_basic x; auth_basic_user_file $W/none; }
    location /deny/ { deny all; }
    location /limit/ { limit_req zone=slow burst=2; try_files \$uri =404; }
    location /conn/ { limit_conn few 1; proxy_pass http://127.0.0.1:8831/wait; }
    location /pool/ { proxy_pass http://pool; }
    location /cached/ { proxy_cache k; proxy_cache_valid 200 1s; proxy_cache_use_stale error timeout updating; proxy_pass http://pool; }
    location /down/ { proxy_pass http://127.0.0.1:8839; }
    location /fcgi/ { fastcgi_pass 127.0.0.1:8831; }
    location /unix/ { proxy_pass http://unix:$W/none.sock; }
    location /loop/ { rewrite ^/loop/(.*) /loop/x\$1 last; }
    location /int/ { try_files /a /b /int/; }
    location /rw/ { rewrite_log on; rewrite ^/rw/(\d+) /page\$1.html break; rewrite ^/rw/(.*) /gone/\$1 break; }
    location /uninit/ { return 200 "\$foo"; }
    location /put/ { dav_methods PUT DELETE MKCOL MOVE; }
    location /sub/ { ssi on; ssi_types *; }
    location /post { proxy_pass http://127.0.0.1:8831/post; }
    location /sec/ { satisfy any; deny all; auth_basic y; auth_basic_user_file $W/users; }
    set \$foo \$bar;
    set \$bar "";
  }
  server { listen 127.0.0.1:8822 ssl; ssl_certificate $W/crt; ssl_certificate_key $W/key; ssl_protocols TLSv1.2; }
  $1
}
C
}
for n in $(seq 9); do echo x > html/page$n.html; mkdir -p html/list/d$n html/put; echo y > html/no$n; chmod 000 html/no$n; mkdir -p html/sub; echo "<!--# include virtual=\"/none$n\" --><!--# bogus$n a=b --><!--# if expr=\"\$x = /(/\" --><!--# echo var=\"z\" -->" > html/sub/s$n.html; done; chmod 777 html/put; mkdir -p html/auto/x; chmod 000 html/auto/x
cat > back.py <<'Y'
import socketserver, sys, time
class H(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().decode(errors="replace")
        if "reset" in line: self.connection.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0"); return
        if "drop" in line: return
        while self.rfile.readline().strip(): pass
        if "wait" in line: time.sleep(2.5); return
        if "junk" in line: self.wfile.write(b"hello\r\n"); return
        if "huge" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"h" * 3000 + b"\r\n\r\n"); return
        if "badhead" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nbad\x00header: line\r\n\r\n"); return
        if "short" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\nx"); return
        if "chunk" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx"); return
        n = 20000 if "large" in line else 20
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % n + b"o" * n)
class S(socketserver.ThreadingTCPServer): allow_reuse_address = True; daemon_threads = True
S(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
Y
up() { python3 back.py $1 > /dev/null 2>&1 & P[$1]=$!; }
declare -A P; up 8831; up 8832; sleep 0.5
g() { for u in "$@"; do curl -s -m 4 -o /dev/null -e "http://lab.test/from$((RANDOM % 50))" "http://127.0.0.1:8821$u"; done; }
RANDOM=5
for r in 1 2 3; do
  conf ''; [ $r = 3 ] && CONN=12 conf ''
  nginx -c "$W/c.conf" -e "$W/error.log" > out$r 2>&1 & M=$!; sleep 1.5
  for n in $(seq 9); do
    g /page$n.html /missing$n-$r.html /list/d$n/ /priv/$n /nousers/$n /deny/x$n /pool/a$n /pool/drop$n /pool/junk$n /pool/huge$n /pool/badhead$n /pool/short$n /pool/chunk$n /pool/reset$n /pool/large$n /cached/c$n /cached/drop$n /down/$n /fcgi/$n.php /unix/$n /loop/$n /int/x /rw/$n /rw/abc$n /uninit/$n /sub/s$n.html /no$n /auto/x/ "/page$n.html/x" "/%0$n" "/a%zz" "/../../etc" "/$(head -c $((n * 300)) /dev/zero | tr '\0' u)" /sec/$n
    for k in 1 2 3 4 5; do g /limit/$k; done; curl -s -m 3 -o /dev/null -u anna:bad$n http://127.0.0.1:8821/priv/x; curl -s -o /dev/null -u ghost$n:x http://127.0.0.1:8821/priv/; curl -s -o /dev/null -u anna:pw http://127.0.0.1:8821/priv/$n
    curl -s -m 3 -o /dev/null -T /etc/hostname http://127.0.0.1:8821/put/f$n; curl -s -o /dev/null -X DELETE http://127.0.0.1:8821/put/none$n; curl -s -o /dev/null -X MKCOL http://127.0.0.1:8821/put/f$n; curl -s -o /dev/null -X MKCOL http://127.0.0.1:8821/put/no/d$n/; curl -s -m 3 -o /dev/null -d "$(head -c $((n * 500)) /dev/zero | tr '\0' p)" http://127.0.0.1:8821/post; curl -s -k -m 2 -o /dev/null https://127.0.0.1:8822/t$n; curl -s -k -m 2 -o /dev/null --tls-max 1.1 https://127.0.0.1:8822/; curl -s -m 2 -o /dev/null http://127.0.0.1:8822/plain$n; curl -s -m 2 -o /dev/null https://127.0.0.1:8822/
    printf 'GET / HTTP/1.1\r\n\r\n' | nc -w 1 127.0.0.1 8821 > /dev/null; printf 'BAD\x01 / HTTP/1.1\r\n\r\n' | nc -w 1 127.0.0.1 8821 > /dev/null; printf 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: x\r\n\r\n' | nc -w 1 127.0.0.1 8821 > /dev/null; printf 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n' | nc -w 1 127.0.0.1 8821 > /dev/null; printf 'GET / HTTP/1.1\r\nbad header\r\nHost: x\r\n\r\n' | nc -w 1 127.0.0.1 8821 > /dev/null; printf 'GET / HTTP/7.1\r\n\r\n' | nc -w 1 127.0.0.1 8821 >/dev/null; printf 'POST /post HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n' | nc -w 1 127.0.0.1 8821 >/dev/null; nc -z 127.0.0.1 8822
  done
  g /conn/1 & g /conn/2 & g /conn/3 & g /pool/wait1 & g /cached/wait2 & (printf 'GET / HT'; sleep 2) | nc -w 3 127.0.0.1 8821 > /dev/null & (printf 'POST /post HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc'; sleep 2) | nc -w 3 127.0.0.1 8821 >/dev/null & timeout 0.3 curl -s -o /dev/null http://127.0.0.1:8821/pool/wait3; for k in $(seq 20); do sleep 1 | nc 127.0.0.1 8821 & done; sleep 5
  kill ${P[8831]} ${P[8832]}; for n in 1 2 3 4 5; do g /pool/lost$n /cached/c$n; done; up 8831; up 8832; sleep 1
  conf 'nosuch_directive x;'; kill -HUP $M; sleep 1; conf ''; kill -HUP $M; sleep 1; kill -USR1 $M; sleep 0.5; chown www-data error.log; kill -9 $(pgrep -P $M | head -1); kill -SEGV $(pgrep -P $M | tail -1); sleep 1; timeout 3 nginx -c "$W/c.conf" -e "$W/error.log" > out 2>&1; kill -$([ $r = 2 ] && echo QUIT || echo TERM) $M; sleep 2
done
kill "${P[@]}"
sed -nE 's/^[0-9]{4}\/[0-9\/]+ [0-9:]+ \[[a-z]+\] [0-9]+#[0-9]+: (\*[0-9]+ )?(.*)/\2/p' error.log > "$1/nginx.raw"
