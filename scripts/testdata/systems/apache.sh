#!/bin/bash
# Apache httpd's error log with the place of every message (%F). Usage: apache.sh WORK
set -u
W=$1/apache; rm -rf "$W"; mkdir -p "$W"/{htdocs,cgi,secret}; chmod 755 "$1" "$W"; cd "$W"
M=/usr/lib/apache2/modules
conf() { cat > c.conf <<C
ServerRoot $W
ServerName localhost
PidFile $W/pid
Listen 127.0.0.1:8701
Listen 127.0.0.1:8702
User www-data
Group www-data
$(for m in ${MPM:-mpm_event} authn_core authn_file authz_core authz_user authz_host auth_basic auth_digest access_compat alias dir cgid autoindex mime proxy proxy_http proxy_balancer lbmethod_byrequests slotmem_shm rewrite headers ssl negotiation dav dav_fs reqtimeout watchdog proxy_hcheck include status socache_shmcb setenvif; do [ -f $M/mod_$m.so ] && echo "LoadModule ${m}_module $M/mod_$m.so"; done)
TypesConfig /etc/mime.types
Mutex file:$W default
ErrorLog $W/error.log
ErrorLogFormat "%F\t\t%M"
LogLevel info proxy:debug
DocumentRoot $W/htdocs
ScriptSock $W/cgid.sock
RequestReadTimeout header=1 body=1
LimitRequestBody 5000
LimitRequestFields 20
LimitRequestLine 500
DavLockDB $W/davlock
KeepAliveTimeout 1
Timeout 2
ProxyTimeout 1
StartServers ${START:-1}
MaxRequestWorkers ${MAX:-50}
<Directory />
Require all granted
Options +Indexes +Includes -FollowSymLinks
AllowOverride All
</Directory>
Alias /denied $W/denied
<Location /denied>
Require all denied
</Location>
<Location /old>
Order deny,allow
Deny from all
</Location>
<Location /secret>
AuthType Basic
AuthName x
AuthUserFile $W/users
Require user anna
</Location>
<Location /digest>
AuthType Digest
AuthName lab
AuthUserFile $W/dusers
Require valid-user
</Location>
<Location /nofile>
AuthType Basic
AuthName x
AuthUserFile $W/nousers
Require valid-user
</Location>
ScriptAlias /cgi $W/cgi
ProxyPass /back http://127.0.0.1:8790/ connectiontimeout=1 timeout=1 retry=2
ProxyPass /slow http://127.0.0.1:8791/ timeout=1
ProxyPass /pool balancer://pool/
ProxyPass /badproto nosuch://127.0.0.1/
<Proxy balancer://pool>
BalancerMember http://127.0.0.1:8790 retry=1
BalancerMember http://127.0.0.1:8792 retry=1
</Proxy>
<Location /dav>
Dav On
</Location>
RewriteEngine On
RewriteRule ^/rw/(.*)$ /htdocs/\$1 [PT]
RewriteRule ^/loop(.*)$ /loop\$1x
RewriteRule ^/gone - [G]
RewriteMap m txt:$W/map.txt
RewriteRule ^/map/(.*)$ /\${m:\$1|none}
AddType text/html .shtml
AddOutputFilter INCLUDES .shtml
AddHandler type-map .var
<VirtualHost 127.0.0.1:8702>
ServerName tls.localhost
SSLEngine on
SSLCertificateFile $W/crt
SSLCertificateKeyFile $W/key
SSLProtocol -all +TLSv1.2
</VirtualHost>
C
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out crt -days 30 -subj /CN=other.example 2>/dev/null
htpasswd -bc users anna pw; htpasswd -b users ben pw2; printf 'dora:lab:%s\n' "$(printf 'dora:lab:pw' | md5sum | cut -d' ' -f1)" > dusers; echo 'a b' > map.txt
for n in $(seq 9); do echo x > htdocs/page$n.html; mkdir -p htdocs/dir$n; mkdir -p htdocs/dav; chmod 777 htdocs/dav; ln -sf /etc htdocs/link$n; echo "<!--#include virtual=\"/none$n.html\" --><!--#exec cmd=\"x\" --><!--#bogus a=\"$n\" --><!--#if expr=\"\$x =\" --><!--#echo var=\"y\"" > htdocs/s$n.shtml; mkdir -p htdocs/ht$n; printf '%s\n' "NoSuchDirective $n" > htdocs/ht$n/.htaccess; echo x > htdocs/ht$n/x; mkdir -p htdocs/lock$n; chmod 000 htdocs/lock$n; echo x > htdocs/no$n.html; chmod 000 htdocs/no$n.html; echo "URI: en.html$n" > htdocs/t$n.var; done
printf '#!/bin/sh\necho broken header $$\n' > cgi/bad; printf '#!/bin/sh\necho "warn from $$: $QUERY_STRING" >&2; printf "Content-Type: text/plain\\n\\nok"\n' > cgi/warn; printf '#!/bin/sh\nsleep 4\n' > cgi/slow; printf '#!/bin/sh\nexit 3\n' > cgi/empty; printf 'not a program' > cgi/noexec; printf '#!/nowhere\n' > cgi/nointerp; chmod +x cgi/{bad,warn,slow,empty,nointerp}
cat > back.py <<'Y'
import socketserver, sys, time
class H(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().decode(errors="replace")
        while self.rfile.readline().strip(): pass
        if self.server.server_address[1] == 8791: time.sleep(3); return
        if "drop" in line: return
        if "junk" in line: self.wfile.write(b"hello\r\n"); return
        if "badhead" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nbad header line\r\n\r\n"); return
        if "short" in line: self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx"); return
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
class S(socketserver.ThreadingTCPServer): allow_reuse_address = True; daemon_threads = True
S(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
Y
a() { apache2 -f "$W/c.conf" "$@" >> out 2>&1; }
g() { for u in "$@"; do curl -s -m 4 -o /dev/null -e "http://127.0.0.1:8701/from$RANDOM" "http://127.0.0.1:8701$u"; done; }
RANDOM=3; B=
for r in 1 2 3 4; do
  [ $r = 3 ] && { MPM=mpm_prefork START=2 MAX=3 conf; } || conf
  a -k start; sleep 2
  [ $r = 2 ] || { python3 back.py 8790 & B="$B $!"; }; python3 back.py 8791 & B="$B $!"; sleep 0.5
  for n in 1 2 3 4 5 6 7 8 9; do
    g /page$n.html /missing$n-$r.html /dir$n/ /denied/$n /old/x$n /link$n/passwd /s$n.shtml /ht$n/x /lock$n/x /no$n.html /t$n.var /rw/page$n.html /loop$n /gone/$n /map/k$n /secret/$n /digest/$n /nofile/$n "/cgi/warn?$n" /cgi/bad /cgi/empty /cgi/noexec /cgi/nointerp /cgi/missing$n /back/$n /back/drop$n /back/junk /back/badhead /back/short$n /pool/$n /badproto/$n "/%zz$n" "/a%2fb$n" "/../$n" "/page$n.html/extra$n" "/$(head -c $((n * 90)) /dev/zero | tr '\0' u)"
    curl -s -o /dev/null -u anna:bad$n http://127.0.0.1:8701/secret/$n; curl -s -o /dev/null -u ghost$n:x http://127.0.0.1:8701/secret/x; curl -s -o /dev/null -u ben:pw2 http://127.0.0.1:8701/secret/y$n; curl -s -o /dev/null -u anna:x http://127.0.0.1:8701/nofile/$n; curl -s -o /dev/null --digest -u dora:bad$n http://127.0.0.1:8701/digest/$n; curl -s -o /dev/null --digest -u nobody$n:x http://127.0.0.1:8701/digest/$n
    curl -s -o /dev/null -X DELETE http://127.0.0.1:8701/dav/none$n; curl -s -o /dev/null -T /etc/hostname http://127.0.0.1:8701/dav/f$n; curl -s -o /dev/null -T /etc/hostname http://127.0.0.1:8701/dav/no/f$n; curl -s -o /dev/null -X MKCOL http://127.0.0.1:8701/dav/f$n; curl -s -o /dev/null -X PROPFIND -d '<bad' http://127.0.0.1:8701/dav/
    curl -s -o /dev/null --data-binary @key -d "$(head -c $((5500 + n)) /dev/zero | tr '\0' p)" http://127.0.0.1:8701/cgi/warn; curl -s -o /dev/null -X BREW$n http://127.0.0.1:8701/page1.html; curl -s -k -o /dev/null https://127.0.0.1:8702/missing$n; curl -s -k -o /dev/null --tls-max 1.1 https://127.0.0.1:8702/; curl -s -o /dev/null http://127.0.0.1:8702/x; curl -s -o /dev/null $(for h in $(seq 24); do echo -H x$h:$n; done) http://127.0.0.1:8701/
    printf 'GET / HTTP/1.1\r\n\r\n' | nc -w 1 127.0.0.1 8701 >/dev/null; printf 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n' | nc -w 1 127.0.0.1 8701 > /dev/null; printf 'GET / HTTP/1.1\r\nHost: x\r\nbad\r\n\r\n' | nc -w 1 127.0.0.1 8701 >/dev/null; printf '\x16\x03\x01junk\r\n\r\n' | nc -w 1 127.0.0.1 8701 >/dev/null; printf 'GET /x\x01y HTTP/7.7\r\n\r\n' | nc -w 1 127.0.0.1 8701 > /dev/null
  done
  g /slow/x & g /cgi/slow & g /cgi/slow & g /slow/y & (printf 'GET / HT'; sleep 3) | nc -w 4 127.0.0.1 8701 >/dev/null & (printf 'POST /cgi/warn HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc'; sleep 3) | nc -w 4 127.0.0.1 8701 >/dev/null & sleep 5
  pid=$(cat pid); a -k graceful; sleep 2; kill -9 $(pgrep -P $(cat pid) | head -1); kill -SEGV $(pgrep -P $(cat pid) | tail -1); sleep 2; a -k $([ $r = 2 ] && echo graceful-stop || echo stop); sleep 2; kill $B 2>/dev/null; B=
done
sed 's/\\t/\t/g' error.log | awk -F'\t' 'NF >= 3' > "$1/apache.raw"
