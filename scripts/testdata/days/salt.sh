#!/bin/bash
# Salt: a master and three minions on loopback ids, two and a half minutes for a day. Usage: salt.sh WORK
# Expects on PATH: salt-master, salt-minion, salt, salt-run, salt-key, salt-call (PyPI salt 3008.4), run as root; states touch files below WORK only.
set -u
W=$1/salt; rm -rf "$W"; mkdir -p "$W"/{m,srv/salt/files,srv/pillar,srv/react,srv/orch,site}; cd "$W"
cat > m/master <<E
interface: 127.0.0.40
root_dir: $W/m
pki_dir: $W/m/pki
conf_file: $W/m/master
user: root
log_file: $W/m/master.log
log_level: quiet
log_level_logfile: info
worker_threads: 3
timeout: 5
gather_job_timeout: 3
keep_jobs_seconds: 3600
file_roots: {base: [$W/srv/salt]}
pillar_roots: {base: [$W/srv/pillar]}
presence_events: True
loop_interval: 20
reactor:
  - 'salt/minion/*/start': [$W/srv/react/start.sls]
  - 'shop/deploy': [$W/srv/react/deploy.sls]
  - 'shop/alarm': [$W/srv/react/gone.sls]
E
minion() { mkdir -p $1; cat > $1/minion <<E
id: $1
master: 127.0.0.40
source_address: 127.0.0.$2
root_dir: $W/$1
pki_dir: $W/$1/pki
conf_file: $W/$1/minion
user: root
log_file: $W/$1/$1.log
log_level: quiet
log_level_logfile: $3
enable_fqdns_grains: False
acceptance_wait_time: 3
auth_timeout: 5
random_reauth_delay: 3
recon_default: 500
recon_max: 3000
mine_interval: 1
mine_functions: {network.ip_addrs: [], disk.usage: [], test.version: []}
grains: {role: ${1%[0-9]}, site: ${4}}
beacons:
  load: [{averages: {1m: [0.0, 2.0], 5m: [0.0, 9.0], 15m: [0.0, 9.0]}}, {interval: 15}]
schedule:
  uptime: {function: status.uptime, seconds: 17}
  usage: {function: disk.percent, args: [/], seconds: 23, splay: 4}
  highstate: {function: state.apply, minutes: 1, splay: 10}
E
}
minion web1 41 info oslo; minion web2 42 debug oslo; minion db1 43 info bergen  # web2 is the one that is being looked at
S=srv/salt; printf 'base:\n  "*": [common]\n  "web*": [web]\n  "db*": [db]\n' > $S/top.sls; printf 'base:\n  "*": [common]\n  "web*": [web]\n' > srv/pillar/top.sls; printf 'ntp: [10.0.0.1, 10.0.0.2]\nadmins: {mira: 1001, jonas: 1002, tess: 1003}\n' > srv/pillar/common.sls; printf 'vhosts: {shop: 8080, wiki: 8081, blog: 8082}\nsecret: {{ salt["random.get_str"](12, punctuation=False) }}\n' > srv/pillar/web.sls
cat > $S/common.sls <<E
{% set d = '$W/site/' ~ grains['id'] %}
{{ d }}: {file.directory: [{makedirs: True}]}
{{ d }}/ntp.conf:
  file.managed: [{source: 'salt://files/ntp.conf.j2'}, {template: jinja}, {require: [{file: {{ d }}}]}]
ntp-reload:
  cmd.run: [{name: 'echo reload; date'}, {onchanges: [{file: {{ d }}/ntp.conf}]}]
{% for u, n in pillar['admins'].items() %}
{{ d }}/home/{{ u }}/.profile:
  file.managed: [{contents: 'export UID_{{ n }}=1'}, {makedirs: True}, {mode: '0640'}]
{% endfor %}
{{ d }}/motd:
  file.append: [{text: 'visit {{ salt['cmd.run']('date +%H:%M:%S') }}'}]
{{ d }}/tmp:
  file.absent: []
E
printf '# {{ grains["id"] }}\n{%% for s in pillar["ntp"] %%}server {{ s }}\n{%% endfor %%}' > $S/files/ntp.conf.j2
cat > $S/web.sls <<E
{% set d = '$W/site/' ~ grains['id'] %}
{% for v, p in pillar['vhosts'].items() %}
{{ d }}/vhosts/{{ v }}.conf:
  file.managed: [{source: 'salt://files/vhost.j2'}, {template: jinja}, {makedirs: True}, {context: {name: {{ v }}, port: {{ p }}}}]
check-{{ v }}:
  cmd.run: [{name: 'grep -q listen {{ d }}/vhosts/{{ v }}.conf && test \$((RANDOM % 6)) -gt 0'}, {watch: [{file: {{ d }}/vhosts/{{ v }}.conf}]}]
{% endfor %}
{{ d }}/current:
  file.symlink: [{target: {{ d }}/vhosts}, {force: True}]
shop-up:
  test.configurable_test_state: [{changes: Random}, {result: True}, {comment: rolled}]
E
printf 'server {\n listen {{ port }};\n server_name {{ name }}.{{ grains["site"] }}.example;\n # {{ salt["random.get_str"](3, punctuation=False) if name == "shop" else "" }}\n}\n' > $S/files/vhost.j2
cat > $S/db.sls <<E
{% set d = '$W/site/' ~ grains['id'] %}
{{ d }}/my.cnf:
  file.managed: [{contents: "[mysqld]\nmax_connections = {{ range(90, 400) | random }}\n"}, {backup: minion}]
dump:
  cmd.run: [{name: 'tar cf {{ d }}/dump.tar -C {{ d }} my.cnf; sleep 1'}, {require: [{file: {{ d }}/my.cnf}]}]
restart-db:
  cmd.run: [{name: 'echo restart'}, {onchanges: [{file: {{ d }}/my.cnf}]}]
E
cat > $S/deploy.sls <<E
{% set d = '$W/site/' ~ grains['id'] %}
release:
  file.managed: [{name: {{ d }}/shop-{{ pillar.get('version', '0') }}.tar}, {source: 'salt://files/shop-{{ pillar.get('version', '0') }}.tar'}, {makedirs: True}]
unpack:
  cmd.run: [{name: 'mkdir -p {{ d }}/rel && tar xvf {{ d }}/shop-{{ pillar.get('version', '0') }}.tar -C {{ d }}/rel'}, {require: [{file: release}]}]
health:
  cmd.run: [{name: 'sleep 0.\$((RANDOM % 9)); test -d {{ d }}/rel'}, {require: [{cmd: unpack}]}, {retry: {attempts: 2, interval: 1}}]
E
printf '{%% set x = pillar["backup_host"] %%}\n{{ x }}: {test.nop: []}\n' > $S/backup.sls
for v in 11 12 13 14 15; do mkdir rel$v; head -c $((v * 9000)) /dev/urandom > rel$v/app.bin; tar cf $S/files/shop-1.$v.tar rel$v; done
printf 'hello:\n  local.test.echo:\n    - tgt: {{ data["id"] }}\n    - args: [{text: "welcome {{ data["id"] }}"}]\n' > srv/react/start.sls
printf 'roll:\n  local.state.apply:\n    - tgt: "web*"\n    - args: [{mods: deploy}, {pillar: {version: "{{ data["data"]["version"] }}"}}]\n' > srv/react/deploy.sls
printf 'web-first:\n  salt.state: [{tgt: "web1"}, {sls: [web]}]\nthen-db:\n  salt.function: [{name: test.sleep}, {tgt: "db1"}, {arg: [1]}, {require: [{salt: web-first}]}]\nrest:\n  salt.state: [{tgt: "web2"}, {sls: [web]}]\n' > $S/roll.sls
s() { timeout 40 salt -c "$W/m" --no-color "$@" > /dev/null 2>&1; }
run() { timeout 40 salt-run -c "$W/m" "$@" > /dev/null 2>&1; }
key() { timeout 20 salt-key -c "$W/m" -y "$@" > /dev/null 2>&1; }
declare -A P
up() { if [ $1 = m ]; then setsid salt-master -c "$W/m" > m.out 2>&1 & else setsid salt-minion -c "$W/$1" > $1.out 2>&1 & fi; P[$1]=$!; }
down() { kill ${P[$1]} 2>/dev/null; for i in $(seq 12); do kill -0 ${P[$1]} 2>/dev/null || break; sleep 0.5; done; kill -9 -- -${P[$1]} 2>/dev/null; }
up m; sleep 5; for k in web1 web2 db1; do up $k; done; sleep 9; key -a web1; key -a db1; sleep 2; key -A; sleep 6; t0=$SECONDS; n=0
job() {
  local t v; t=$(printf '%s\n' '*' 'web*' web1 web2 db1 | shuf -n 1); v=1.$((RANDOM % 6 + 11))
  case $((RANDOM % 22)) in
  0|1) s "$t" test.ping ;; 2) s "$t" disk.usage ;; 3) s "$t" cmd.run "du -sk $W/site/; uptime" ;; 4|5) s "$t" state.apply ;; 6) s "$t" state.apply common test=True ;; 7) s 'web*' state.apply deploy pillar="{version: '$v'}" ;; 8) s "$t" grains.get os ;;
  9) s "$t" cmd.run "cat /etc/app$n.conf" ;; 10) s -G role:web pillar.items ;; 11) s -C 'G@site:bergen or web1' file.stats /etc/hosts ;; 12) s "$t" cmd.run "sleep $((RANDOM % 4))" ;; 13) run jobs.list_jobs ;; 14) run state.orchestrate roll ;;
  15) timeout 30 salt-call -c "$W/db1" --id db1 event.send shop/deploy "{version: '$v'}" > /dev/null 2>&1 ;; 16) run manage.status ;; 17) s "$t" state.sls_id ntp-reload common ;; 18) s "$t" saltutil.refresh_pillar ;; 19) s "$t" state.apply deploy pillar="{version: '$v'}" ;; 20) s "$t" mine.get '*' test.version ;; 21) s --async "$t" state.apply ;;
  esac
  [ $((n % 7)) = 5 ] && case $((RANDOM % 6)) in 0) s db1 state.apply backup ;; 1) s "$t" state.apply mail ;; 2) s "$t" nginx2.reload ;; 3) s web9 test.ping ;; 4) s "$t" file.read /srv/none/$n ;; 5) s "$t" test.echo ;; esac
}
while [ $((SECONDS - t0)) -lt ${SECS:-140} ]; do
  n=$((n + 1)); job & sleep $((RANDOM % 3 + 1)).$((RANDOM % 9))
  case $n in 12) down web1; s '*' test.ping; up web1 ;; 20) down m; sleep 4; up m; sleep 6 ;; 30) printf '{%% for v in pillar["vhosts" %%}\n' > $S/news.sls; s 'web*' state.apply news; rm $S/news.sls ;; 36) key -d db1; sleep 3; s '*' test.ping; down db1; up db1; sleep 6; key -a db1 ;; esac
done
for k in web1 web2 db1 m; do down $k; done
sleep 2; cat m/master.log web1/web1.log web2/web2.log db1/db1.log | grep -aE '^[0-9-]{10} [0-9:,]+ \[[^]]*\]\[[A-Z ]+\]' | sed -E "s/^\S+ \S+ \[[^]]*\]\[[A-Z ]+ *\](\[[0-9]+\])?(\[[^]]*\])* ?//" | sed -e "s#$W#/srv/lab#g" -e "s#$(dirname "$(dirname "$(command -v salt-master)")")#/srv/lab/venv#g" -e "s/\b$(hostname)\b/vm/g" -e 's/\t/ /g' | grep -aE '\S' | awk 'length($0) <= 1500' > "$1/salt.raw"
