#!/bin/bash
# Verdaccio, npm's registry of one's own, on loopback, with clients good and bad. Usage: verdaccio.sh WORK ($NPM has node_modules)
set -u
W=$1/verdaccio; rm -rf "$W"; mkdir -p "$W"/{store,home,plugins}; cd "$W"
export HOME=$W/home
conf() { cat > config.yaml <<C
storage: $W/store
plugins: $W/plugins
web: {enable: false}
auth: {htpasswd: {file: $W/htpasswd, max_users: 8}, nosuch$1: {a: b}}
uplinks: {down: {url: 'http://127.0.0.1:4899/', timeout: 500ms, max_fails: 3, fail_timeout: 2s, maxage: 1s}, odd: {url: 'http://127.0.0.1:4877/', timeout: 700ms, maxage: 0s}}
packages:
  '@shop/*': {access: \$authenticated, publish: \$authenticated, unpublish: \$authenticated}
  'up*': {access: \$all, proxy: down}
  'odd*': {access: \$all, proxy: odd}
  '**': {access: \$all, publish: \$authenticated, unpublish: \$authenticated, proxy: odd}
max_body_size: 200kb
middlewares: {audit: {enabled: true}, ghost$1: {enabled: true}}
log: {type: stdout, format: json, level: http}
listen: 127.0.0.1:4873
C
}
cat > odd.js <<'Y'
require("http").createServer((q, s) => { const n = q.url.length % 6; if (n == 0) return q.socket.destroy(); if (n == 1) { s.statusCode = 503; return s.end("x"); } if (n == 2) return s.end("{bad json"); if (n == 3) { s.statusCode = 404; return s.end("{}"); } if (n == 4) return setTimeout(() => s.end("{}"), 2000); s.setHeader("content-type", "application/json"); s.end(JSON.stringify({ name: q.url.slice(1), "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": { name: q.url.slice(1), version: "1.0.0", dist: { tarball: "http://127.0.0.1:4877/t.tgz" } } } })); }).listen(4877, "127.0.0.1");
Y
node odd.js & O=$!
B=http://127.0.0.1:4873; head -c 250000 /dev/zero | tr '\0' b > big
c() { curl -s -m 4 -o /dev/null "$@"; }
tok() { curl -s -m 15 -X PUT -H 'content-type: application/json' -d "{\"name\":\"$1\",\"password\":\"$2\"}" $B/-/user/org.couchdb.user:$1 | sed -nE 's/.*"token": ?"([^"]+)".*/\1/p'; }
: > log
for r in 1 2; do
  conf $r; node "$NPM/node_modules/verdaccio/bin/verdaccio" -c config.yaml >> log 2>&1 & V=$!
  for k in $(seq 30); do sleep 1; nc -z 127.0.0.1 4873 && break; done
  A=$(tok anna pw$r-secret); D=$(tok ben pw-secret); tok anna wrong > /dev/null; tok "x$r" a > /dev/null
  for k in 1 2 3 4 5 6 7 8 9; do
    p="lib$r$k"; [ $((k % 3)) = 0 ] && p="@shop%2fitem$r$k"; n=$(echo $p | sed 's/%2f/\//')
    d=$(head -c $((k * 900)) /dev/urandom | base64 -w0); body="{\"_id\":\"$n\",\"name\":\"$n\",\"dist-tags\":{\"latest\":\"1.0.$k\"},\"versions\":{\"1.0.$k\":{\"name\":\"$n\",\"version\":\"1.0.$k\",\"dist\":{\"tarball\":\"$B/$n/-/$p-1.0.$k.tgz\"}}},\"_attachments\":{\"$p-1.0.$k.tgz\":{\"content_type\":\"application/octet-stream\",\"data\":\"$d\",\"length\":1}}}"
    c -X PUT -H "authorization: Bearer $A" -H 'content-type: application/json' -d "$body" $B/$p; c -X PUT -H "authorization: Bearer $A" -H 'content-type: application/json' -d "$body" $B/$p; c -X PUT -H 'content-type: application/json' -d "$body" $B/$p; c -X PUT -H "authorization: Bearer junk$k" -H 'content-type: application/json' -d "$body" $B/$p; c -X PUT -H "authorization: Bearer $A" -H 'content-type: application/json' -d '{bad' $B/$p; c -X PUT -H "authorization: Bearer $A" -H 'content-type: application/json' --data-binary @big $B/$p
    c $B/$p; c -H "authorization: Bearer $D" $B/$p; c $B/$p/1.0.$k; c $B/$p/-/$p-1.0.$k.tgz; c $B/$p/-/none-$k.tgz; c $B/missing$k; c $B/up$k; c $B/odd$k$(head -c $k /dev/zero | tr '\0' o); c $B/odd$k/-/t.tgz; c "$B/-/v1/search?text=lib$k"; c $B/-/ping; c $B/-/whoami -H "authorization: Bearer $A"; c "$B/-/package/$p/dist-tags"; c -X PUT -H "authorization: Bearer $A" -H 'content-type: application/json' -d '"1.0.9"' $B/-/package/$p/dist-tags/beta; c -X DELETE -H "authorization: Bearer $D" $B/$p/-rev/1; c -X DELETE -H "authorization: Bearer $A" $B/-/package/$p/dist-tags/none; c -X POST -d '{}' $B/-/npm/v1/security/audits/quick; c -u anna:bad $B/$p; c -H 'authorization: Nonsense x' $B/$p; c "$B/..%2f..%2fetc"; c -X BREW $B/$p; printf 'GET / HTTP/9\r\n\r\n' | nc -w 1 127.0.0.1 4873 > /dev/null
  done
  echo junk > store/lib${r}1/package.json; chmod 000 store/lib${r}2/package.json; c $B/lib${r}1; c $B/lib${r}2; rm -rf store/lib${r}4/*.tgz; c $B/lib${r}4/-/lib${r}4-1.0.4.tgz; for k in 6 7 8; do c -X DELETE -H "authorization: Bearer $A" $B/lib$r$k/-rev/1; done
  node "$NPM/node_modules/verdaccio/bin/verdaccio" -c config.yaml >> log 2>&1 & sleep 6; kill $! 2>/dev/null; kill -HUP $V; sleep 1; kill $V; sleep 2
done
kill $O
python3 - log > "$1/verdaccio.raw" <<'Y'
import json, sys
for line in open(sys.argv[1], errors="replace"):
    try: m = json.loads(line).get("msg")
    except (ValueError, AttributeError): continue
    if m: print(m.split("\n")[0].replace("\t", " "))
Y
