#!/bin/bash
# Prometheus with good and bad targets and rules, on loopback. Usage: prometheus.sh WORK
set -u; P=
W=$1/prometheus; rm -rf "$W"; mkdir -p "$W/sd"; cd "$W"
cat > exp.py <<'Y'
import http.server, sys, time
n = 0
class H(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_POST(self):
        self.send_response([200, 500, 400, 429][int(time.time()) // 3 % 4]); self.end_headers(); self.wfile.write(b"no thanks")
    def do_GET(self):
        global n; n += 1
        k = self.path.strip("/"); now = int(time.time() * 1000)
        body = {"dup": 'a{x="1"} 1\na{x="1"} 2\n', "old": f"b 1 {now - 9000000 - n}\n", "order": f"c 1 {now - n % 3 * 5000}\nc 2 {now - 8000}\n", "bad": "this is { not metrics\n", "many": "".join(f'm{{i="{i + n}"}} {i}\n' for i in range(300)), "labels": "l{" + ",".join(f'k{i}="v"' for i in range(40)) + "} 1\n", "future": f"d 1 {now + 9000000}\n"}.get(k, f"up_time {n}\nrequests_total{{code=\"{n % 5}\"}} {n * 3}\n")
        if k == "slow": time.sleep(3)
        self.send_response(503 if k == "err" else 200); self.end_headers(); self.wfile.write(body.encode())
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), H).serve_forever()
Y
python3 exp.py 9881 & E1=$!; python3 exp.py 9882 & E2=$!
conf() { cat > p.yml <<C
global: {scrape_interval: 1s, evaluation_interval: 1s, scrape_timeout: 1s, external_labels: {lab: "$1"}}
rule_files: [$W/rules*.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:9881", "127.0.0.1:9899"]}]}]}
remote_write:
- {url: "http://127.0.0.1:9882/w$1", queue_config: {max_shards: $1, min_backoff: 50ms, max_backoff: 300ms}}
- {url: "http://127.0.0.1:9898/gone$1"}
remote_read: [{url: "http://127.0.0.1:9898/r"}]
scrape_configs:
C
for k in dup old order bad many labels future slow err good; do printf -- "- {job_name: %s$1, metrics_path: /%s, sample_limit: 250, label_limit: 20, static_configs: [{targets: ['127.0.0.1:9881', '127.0.0.1:9882', '127.0.0.1:98%s3']}]}\n" $k $k $1; done >> p.yml
printf -- "- {job_name: files$1, file_sd_configs: [{files: ['$W/sd/*.json'], refresh_interval: 2s}]}\n- {job_name: web$1, http_sd_configs: [{url: 'http://127.0.0.1:9881/good', refresh_interval: 2s}]}\n" >> p.yml; }
rules() { printf 'groups:\n'; for g in 1 2 3; do printf -- "- name: g$1$g\n  rules:\n  - {record: 'r$g', expr: 'm / on(x) group_left a'}\n  - {alert: High$g, expr: 'up == $((g % 2))', for: ${g}s, annotations: {text: '{{ .Nope }} {{ \$value }}'}}\n  - {record: 'dup$g', expr: 'label_replace(up, \"instance\", \"x\", \"job\", \".*\")'}\n  - {record: 'many$g', expr: 'up * on(instance) up'}\n"; done; }
run() { prometheus --config.file=p.yml --storage.tsdb.path=d --web.listen-address=127.0.0.1:9880 --web.enable-lifecycle --web.enable-admin-api --log.level=${L:-debug} --storage.tsdb.min-block-duration=20s --storage.tsdb.max-block-duration=1m --storage.tsdb.retention.time=${RT:-1h} --query.timeout=1s --query.max-samples=2000 "$@" >> log 2>&1 & P=$!; }
g() { curl -s -m 5 -o /dev/null "$@"; }
for r in 1 2 3; do
  conf $r; rules $r > rules$r.yml; echo '[{"targets": ["127.0.0.1:9881"]}]' > sd/sd$r.json; L=$([ $r = 2 ] && echo debug || echo info) run; sleep 12
  for n in 1 2 3 4 5 6; do g "http://127.0.0.1:9880/api/v1/query?query=up[$n"; g "http://127.0.0.1:9880/api/v1/query_range?query=up*on(job)up&start=0&end=9&step=1"; g "http://127.0.0.1:9880/api/v1/query?query=m[1h]"; g -X POST "http://127.0.0.1:9880/api/v1/admin/tsdb/snapshot"; g -X POST "http://127.0.0.1:9880/api/v1/admin/tsdb/delete_series?match[]=m{i=\"$n\"}"; done
  g -X POST http://127.0.0.1:9880/api/v1/admin/tsdb/clean_tombstones; echo '[{bad' > sd/sd9.json; echo 'groups: [{name: x' > rules9.yml; g -X POST http://127.0.0.1:9880/-/reload; rm rules9.yml; conf $r; echo 'nonsense: 1' >> p.yml; kill -HUP $P; sleep 3; conf $((r + 1)); kill -HUP $P; sleep 3; kill $E2; sleep 4; python3 exp.py 9882 & E2=$!; rm sd/sd$r.json sd/sd9.json; sleep 6
  [ $r = 2 ] && { kill -9 $P; for f in $(ls d/wal | tail -n 2); do head -c 70 /dev/urandom >> d/wal/$f 2>/dev/null; done; b=$(ls -d d/01* | head -1); rm -f $b/meta.json; b=$(ls -d d/01* | tail -1); echo x > $b/index; } || { timeout 3 prometheus --config.file=p.yml --storage.tsdb.path=d2 --web.listen-address=127.0.0.1:9880 >> log 2>&1; kill $P; }; sleep 3
done
kill $E1 $E2 $P 2>/dev/null
sed -nE 's/^ts=\S+ caller=(\S+) level=\S+ (.*)/\1\t\t\2/p' log > "$1/prometheus.raw"
