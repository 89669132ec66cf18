#!/bin/bash
# OpenStack Nova on loopback: api, conductor, scheduler and three computes (fake virt driver), real placement, MariaDB and RabbitMQ; keystone, glance and neutron are a small stand-in answering their REST calls. People of several projects make, resize, stop, snapshot, move and delete servers. Usage: nova.sh WORK
# Needs: Debian python3-nova, nova-api, nova-conductor, nova-scheduler 2:26.2.2-1~deb12u5, python3-placement 8.0.0-2, mariadb-server, rabbitmq-server, curl, jq. Level: the default (info).
set -u
OUT=$1; W=$1/nova; rm -rf "$W"; mkdir -p "$W/log" "$W/mnesia" "$W/state"; cd "$W"; RANDOM=91; declare -A P
cat > stub.py <<'E'
import json, re, sys, uuid, random, time, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
U = 'http://127.0.0.1:5950'
ports, images, toks = {}, {}, {}
NET = {'id': '7c6f2d0e-5a50-4c0a-9d0e-3f1f9c9a1111', 'name': 'lan', 'tenant_id': 'svc', 'project_id': 'svc', 'shared': True, 'admin_state_up': True, 'status': 'ACTIVE', 'subnets': ['s1'], 'mtu': 1450, 'port_security_enabled': True, 'router:external': False, 'provider:network_type': 'vxlan', 'provider:physical_network': None, 'provider:segmentation_id': 7}
SUB = {'id': 's1', 'network_id': NET['id'], 'cidr': '10.20.0.0/16', 'gateway_ip': '10.20.0.1', 'ip_version': 4, 'enable_dhcp': True, 'dns_nameservers': [], 'host_routes': [], 'allocation_pools': []}
for i, n in enumerate(['debian-12', 'ubuntu-22.04', 'alpine-3.18', 'rocky-9']):
    k = '0000000%d-aaaa-4bbb-8ccc-1234567890ab' % i
    images[k] = {'id': k, 'name': n, 'status': 'active', 'visibility': 'public', 'size': 10**8 * (i + 1), 'min_ram': 0, 'min_disk': 0, 'disk_format': 'qcow2', 'container_format': 'bare', 'owner': 'svc', 'checksum': 'a' * 32, 'protected': False, 'tags': [], 'created_at': '2026-01-01T00:00:00Z', 'updated_at': '2026-01-01T00:00:00Z', 'file': '/v2/images/%s/file' % k, 'schema': '/v2/schemas/image'}
CAT = [{'type': t, 'id': t, 'name': n, 'endpoints': [{'id': t + i, 'interface': i, 'region': 'lab', 'region_id': 'lab', 'url': u} for i in ('public', 'internal', 'admin')]} for t, n, u in [('identity', 'keystone', U + '/v3'), ('image', 'glance', U), ('network', 'neutron', U), ('placement', 'placement', 'http://127.0.0.1:5951'), ('compute', 'nova', 'http://127.0.0.1:5952/v2.1')]]
def hx(s): return uuid.uuid5(uuid.NAMESPACE_DNS, s).hex
class H(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *a): pass
    def out(self, code, obj=None, **h):
        b = b'' if obj is None else json.dumps(obj).encode()
        self.send_response(code)
        for k, v in h.items(): self.send_header(k.replace('_', '-'), v)
        self.send_header('Content-Type', 'application/json'); self.send_header('Content-Length', str(len(b))); self.end_headers(); self.wfile.write(b)
    def go(self):
        n = int(self.headers.get('Content-Length') or 0); raw = self.rfile.read(n) if n else b''
        try: body = json.loads(raw) if raw else {}
        except ValueError: body = {}
        path, _, qs = self.path.partition('?'); path = path.rstrip('/'); m = self.command
        q = [x.split('=', 1) for x in qs.split('&') if '=' in x]
        if path == '/v3' : return self.out(200, {'version': {'id': 'v3.14', 'status': 'stable', 'links': [{'rel': 'self', 'href': U + '/v3/'}]}})
        if path == '': return self.out(200, {'versions': {'values': [{'id': 'v3.14', 'status': 'stable', 'links': [{'rel': 'self', 'href': U + '/v3/'}]}]}})
        if path == '/v3/auth/tokens':
            if m == 'POST':
                pw = body['auth']['identity']['password']['user']; pr = body['auth'].get('scope', {}).get('project', {}).get('name', 'service')
                if pw['password'] != pw['name'] + '-pw': return self.out(401, {'error': {'code': 401, 'title': 'Unauthorized', 'message': 'The request you have made requires authentication.'}})
                t = 'gAAAA' + uuid.uuid4().hex; adm = pw['name'] in ('nova', 'admin', 'placement')
                toks[t] = {'token': {'methods': ['password'], 'user': {'id': hx(pw['name']), 'name': pw['name'], 'domain': {'id': 'default', 'name': 'Default'}}, 'project': {'id': hx('p' + pr), 'name': pr, 'domain': {'id': 'default', 'name': 'Default'}}, 'roles': [{'id': r, 'name': r} for r in (['admin', 'service', 'member', 'reader'] if adm else ['member', 'reader'])], 'is_domain': False, 'catalog': CAT, 'audit_ids': [uuid.uuid4().hex[:20]], 'issued_at': time.strftime('%Y-%m-%dT%H:%M:%S.000000Z', time.gmtime()), 'expires_at': time.strftime('%Y-%m-%dT%H:%M:%S.000000Z', time.gmtime(time.time() + (90 if not adm else 36000)))}}
                return self.out(201, toks[t], X_Subject_Token=t)
            t = self.headers.get('X-Subject-Token', '')
            if t not in toks or toks[t]['token']['expires_at'] < time.strftime('%Y-%m-%dT%H:%M:%S'): return self.out(404, {'error': {'code': 404, 'title': 'Not Found', 'message': 'Could not find token.'}})
            return self.out(200, toks[t], X_Subject_Token=t)
        if path.startswith('/v3/projects/'): return self.out(200 if path[-3:] != 'bad' else 404, {'project': {'id': path.rsplit('/', 1)[1]}})
        if path.startswith('/v2/schemas/'): return self.out(200, {'name': 'image', 'properties': {k: {'type': 'string' if isinstance(v, str) else 'boolean' if isinstance(v, bool) else 'integer' if isinstance(v, int) else 'array'} for k, v in next(iter(images.values())).items()}, 'additionalProperties': {'type': 'string'}})
        if path == '/v2/images':
            if m == 'POST':
                k = str(uuid.uuid4()); images[k] = dict(next(iter(images.values())), **body); images[k].update(id=k, status='active', file='/v2/images/%s/file' % k); return self.out(201, images[k])
            return self.out(200, {'images': list(images.values()), 'schema': '/v2/schemas/images', 'first': '/v2/images'})
        r = re.match(r'/v2/images/([^/]+)$', path)
        if r:
            k = r.group(1)
            if k not in images: return self.out(404, {'error': {'code': 404, 'message': 'No image found with ID ' + k}})
            if m == 'DELETE': images.pop(k); return self.out(204)
            return self.out(200, images[k])
        if path == '/v2.0/extensions': return self.out(200, {'extensions': [{'alias': a, 'name': a, 'description': a, 'updated': '', 'links': []} for a in ('binding', 'port-security', 'quotas')]})
        if path.startswith('/v2.0/quotas'): return self.out(200, {'quota': {'port': 500, 'floatingip': 50, 'security_group': 50, 'network': 50}})
        if path == '/v2.0/networks': return self.out(200, {'networks': [NET] if not any(k == 'id' and v != NET['id'] for k, v in q) else []})
        if path.startswith('/v2.0/networks/'): return self.out(200, {'network': NET}) if path.endswith(NET['id']) else self.out(404, {'NeutronError': {'type': 'NetworkNotFound', 'message': 'Network could not be found.', 'detail': ''}})
        if path == '/v2.0/subnets': return self.out(200, {'subnets': [SUB]})
        if path == '/v2.0/security-groups': return self.out(200, {'security_groups': [{'id': 'sg0', 'name': 'default', 'tenant_id': dict(q).get('tenant_id', '')}]})
        if path == '/v2.0/ports':
            if m == 'POST':
                k = str(uuid.uuid4()); p = dict(body['port']); p.update(id=k, status='ACTIVE', mac_address='fa:16:3e:%02x:%02x:%02x' % tuple(random.randrange(256) for _ in '123'), fixed_ips=[{'subnet_id': 's1', 'ip_address': '10.20.%d.%d' % (random.randrange(250), random.randrange(2, 250))}])
                p.setdefault('binding:vif_type', 'ovs'); p.setdefault('binding:vif_details', {}); p.setdefault('binding:profile', {}); p.setdefault('binding:vnic_type', 'normal'); p.setdefault('security_groups', []); p.setdefault('name', ''); p.setdefault('resource_request', None); ports[k] = p; return self.out(201, {'port': p})
            f = [p for p in list(ports.values()) if all(str(p.get(k)) == v for k, v in q if k in ('device_id', 'network_id', 'tenant_id', 'mac_address'))]
            return self.out(200, {'ports': f})
        r = re.match(r'/v2.0/ports/([^/]+)$', path)
        if r:
            k = r.group(1)
            if k not in ports: return self.out(404, {'NeutronError': {'type': 'PortNotFound', 'message': 'Port %s could not be found.' % k, 'detail': ''}})
            if m == 'DELETE': ports.pop(k); return self.out(204)
            if m == 'PUT': ports[k].update(body['port'])
            return self.out(200, {'port': ports[k]})
        if path == '/v2.0/floatingips': return self.out(200, {'floatingips': []})
        self.out(404, {'error': {'code': 404, 'message': 'none'}})
    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = go
class S(ThreadingHTTPServer): daemon_threads = True; request_queue_size = 64
S(('127.0.0.1', 5950), H).serve_forever()
E
sa() { printf 'auth_type = password\nauth_url = http://127.0.0.1:5950/v3\nusername = nova\npassword = nova-pw\nproject_name = service\nuser_domain_id = default\nproject_domain_id = default\nregion_name = lab\n'; }
sqlurl() { echo "mysql+pymysql://root@localhost/$1?unix_socket=$W/my.sock"; }
cat > nova.conf <<E
[DEFAULT]
my_ip = 127.0.0.1
state_path = $W/state
transport_url = rabbit://guest:guest@127.0.0.1:5953/
enabled_apis = osapi_compute
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = 5952
osapi_compute_workers = 1
compute_driver = fake.MediumFakeDriver
use_rootwrap_daemon = false
sync_power_state_interval = 60
running_deleted_instance_poll_interval = 60
reclaim_instance_interval = 0
heal_instance_info_cache_interval = 30
update_resources_interval = 20
report_interval = 5
service_down_time = 15
rpc_response_timeout = 15
resize_confirm_window = 0
[api_database]
connection = $(sqlurl nova_api)
[database]
connection = $(sqlurl nova)
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 10
[filter_scheduler]
enabled_filters = ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter,ServerGroupAntiAffinityFilter
[keystone_authtoken]
www_authenticate_uri = http://127.0.0.1:5950/v3
token_cache_time = 20
$(sa)
[glance]
endpoint_override = http://127.0.0.1:5950
[neutron]
endpoint_override = http://127.0.0.1:5950
$(sa)
[placement]
endpoint_override = http://127.0.0.1:5951
$(sa)
[keystone]
endpoint_override = http://127.0.0.1:5950/v3
$(sa)
[oslo_concurrency]
lock_path = $W/state/lock
[quota]
instances = 14
cores = 24
[vnc]
enabled = false
E
cat > placement.conf <<E
[api]
auth_strategy = keystone
[placement_database]
connection = $(sqlurl placement)
[keystone_authtoken]
www_authenticate_uri = http://127.0.0.1:5950/v3
$(sa)
E
sed '/^\[api_database\]/,/^\[conductor\]/{/^\[conductor\]/!d}' nova.conf > compute.conf   # a compute has no database
PY=/usr/bin/python3
$PY stub.py > stub.out 2>&1 & P[stub]=$!
mariadb-install-db --no-defaults --user=root --datadir="$W/db" --auth-root-authentication-method=normal > db.out 2>&1
mariadbd --no-defaults --user=root --datadir="$W/db" --socket="$W/my.sock" --pid-file="$W/my.pid" --skip-networking --max-connections=300 --innodb-flush-log-at-trx-commit=0 >> db.out 2>&1 & P[db]=$!
export ERL_EPMD_PORT=5954 HOME=$W
env RABBITMQ_NODENAME=novalab@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=5953 RABBITMQ_DIST_PORT=5955 RABBITMQ_MNESIA_BASE="$W/mnesia" RABBITMQ_LOG_BASE="$W/log" RABBITMQ_CONFIG_FILE="$W/rabbit" RABBITMQ_ENABLED_PLUGINS_FILE="$W/plug" /usr/lib/rabbitmq/bin/rabbitmq-server > rabbit.out 2>&1 & P[rabbit]=$!
for k in $(seq 60); do [ -S my.sock ] && break; sleep 0.5; done; sleep 1
for d in nova_api nova nova_cell0 placement; do mariadb --no-defaults -S my.sock -u root -e "create database $d character set utf8mb3"; done
$PY /usr/bin/placement-manage --config-file placement.conf db sync > sync.out 2>&1
M="$PY /usr/bin/nova-manage --config-file $W/nova.conf"; export OS_PLACEMENT_CONFIG_DIR=$W
$M api_db sync >> sync.out 2>&1; $M cell_v2 map_cell0 --database_connection "$(sqlurl nova_cell0)" >> sync.out 2>&1; $M cell_v2 create_cell --name cell1 >> sync.out 2>&1; $M db sync >> sync.out 2>&1
OS_PLACEMENT_CONFIG_DIR=$W $PY /usr/bin/placement-api --host 127.0.0.1 --port 5951 > placement.out 2>&1 & P[placement]=$!
sleep 2
svc() { local n=$1; case $n in cmp*) printf '[DEFAULT]\nhost = %s\nstate_path = %s/state/%s\n' $n "$W" $n > $n.conf; mkdir -p state/$n; $PY -c "import sys; from nova.cmd.compute import main; sys.argv[0] = 'nova-compute'; main()" --config-file compute.conf --config-file $n.conf --log-file log/$n.log > $n.out 2>&1 & ;; *) $PY /usr/bin/nova-$n --config-file nova.conf --log-file log/$n.log > $n.out 2>&1 & ;; esac; P[$n]=$!; }
for s in conductor scheduler api cmp1 cmp2 cmp3; do svc $s; sleep 1; done
A=http://127.0.0.1:5952/v2.1; declare -A T
tok() { curl -s -m 9 -D - -o /dev/null -H 'Content-Type: application/json' http://127.0.0.1:5950/v3/auth/tokens -d "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"$1\",\"domain\":{\"id\":\"default\"},\"password\":\"$1-pw\"}}},\"scope\":{\"project\":{\"name\":\"$2\",\"domain\":{\"id\":\"default\"}}}}}" | sed -n 's/^X-Subject-Token: *\([^\r]*\).*/\1/Ip'; }
call() { local t=$1 m=$2 p=$3; shift 3; curl -s -m 20 -A "$(shuf -n1 -e python-novaclient openstacksdk/0.61.3 'HashiCorp Terraform/1.5' gophercloud/2.0)" --interface 127.0.0.$((RANDOM % 9 + 2)) -X $m -H "X-Auth-Token: $t" -H 'X-OpenStack-Nova-API-Version: 2.79' -H 'Content-Type: application/json' "$A$p" ${1:+-d "$1"}; }
for k in $(seq 40); do grep -q 'Discovered' log/scheduler.log && break; sleep 1; done
adm=$(tok admin admin)
k=0; for f in 'tiny 512 1 1' 'small 1024 1 5' 'medium 2048 2 10' 'large 4096 4 20'; do set -- $f; k=$((k + 1)); call $adm POST /flavors "{\"flavor\":{\"name\":\"m1.$1\",\"ram\":$2,\"vcpus\":$3,\"disk\":$4,\"id\":\"$k\"}}" > /dev/null; done
users=(anna:web bjorn:web chandra:data dmitri:data eva:ci farid:ci)
end=$((SECONDS + ${SECS:-270})); n=0
ids() { call $1 GET /servers/detail 2>/dev/null | jq -r ".servers[]? | select(.status|test(\"$2\")) | .id" 2>/dev/null | shuf -n1; }
while [ $SECONDS -lt $end ]; do n=$((n + 1)); up=${users[$((RANDOM % 6))]}; u=${up%:*}; pr=${up#*:}
  [ -z "${T[$u]:-}" ] || [ $((RANDOM % 12)) = 0 ] && T[$u]=$(tok $u $pr); t=${T[$u]}
  [ $((n % 40)) = 1 ] && adm=$(tok admin admin)
  act() { local i; i=$(ids $t "$1"); [ -n "$i" ] && call $t POST /servers/$i/action "$2" > /dev/null; }
  case $((RANDOM % 30)) in
  [0-6]) call $t POST /servers "{\"server\":{\"name\":\"$pr-$(shuf -n1 -e web db job cache runner)-$((RANDOM % 900))\",\"imageRef\":\"0000000$((RANDOM % 4))-aaaa-4bbb-8ccc-1234567890ab\",\"flavorRef\":\"$((RANDOM % 10 == 0 ? 4 : RANDOM % 3 + 1))\",\"networks\":[{\"uuid\":\"7c6f2d0e-5a50-4c0a-9d0e-3f1f9c9a1111\"}],\"max_count\":$((RANDOM % 8 == 0 ? 2 : 1))}}" > /dev/null ;;
  [7-9]|10) i=$(ids $t 'ACTIVE|SHUTOFF|ERROR|PAUSED'); [ -n "$i" ] && call $t DELETE /servers/$i > /dev/null ;;
  11|12) act ACTIVE '{"os-stop":null}' ;; 13|14) act SHUTOFF '{"os-start":null}' ;; 15|16) act ACTIVE "{\"reboot\":{\"type\":\"$(shuf -n1 -e SOFT HARD)\"}}" ;;
  17) act ACTIVE '{"pause":null}' ;; 18) act PAUSED '{"unpause":null}' ;; 19) act ACTIVE "{\"createImage\":{\"name\":\"snap$n\"}}" ;;
  20) act 'ACTIVE|SHUTOFF' "{\"resize\":{\"flavorRef\":\"$((RANDOM % 3 + 1))\"}}" ;; 21|22) act VERIFY_RESIZE "$(shuf -n1 -e '{"confirmResize":null}' '{"confirmResize":null}' '{"revertResize":null}')" ;;
  23) i=$(call $adm GET '/servers/detail?all_tenants=1&status=ACTIVE' | jq -r '.servers[]?.id' 2>/dev/null | shuf -n1); [ -n "$i" ] && call $adm POST /servers/$i/action '{"migrate":null}' > /dev/null ;;
  24) act ACTIVE "{\"rebuild\":{\"imageRef\":\"0000000$((RANDOM % 4))-aaaa-4bbb-8ccc-1234567890ab\"}}" ;; 25) act ACTIVE '{"shelve":null}' ;; 26) act SHELVED '{"unshelve":null}' ;;
  27) act ACTIVE '{"suspend":null}' ;; 28) act SUSPENDED '{"resume":null}' ;; 29) call $adm GET /os-hypervisors/detail > /dev/null; call $adm GET /os-services > /dev/null; call $adm GET "/os-simple-tenant-usage?detailed=1" > /dev/null ;; esac
  call $t GET "/servers/detail?limit=$((RANDOM % 50 + 1))" > /dev/null; [ $((n % 3)) = 0 ] && call $t GET /limits > /dev/null; [ $((n % 4)) = 0 ] && call $t GET /flavors/detail > /dev/null
  i=$(ids $t 'ACTIVE'); [ -n "$i" ] && { call $t GET /servers/$i > /dev/null; [ $((RANDOM % 3)) = 0 ] && call $t POST /servers/$i/action '{"os-getConsoleOutput":{"length":50}}' > /dev/null; [ $((RANDOM % 9)) = 0 ] && call $t PUT /servers/$i "{\"server\":{\"name\":\"$pr-new-$n\"}}" > /dev/null; }
  case $((RANDOM % 40)) in 0) call gAAAAold$n GET /servers > /dev/null ;; 1) call $t GET /servers/$(cat /proc/sys/kernel/random/uuid) > /dev/null ;; 2) call $t POST /servers '{"server":{"name":"x"}}' > /dev/null ;;
  3) call $t POST /servers "{\"server\":{\"name\":\"x$n\",\"imageRef\":\"0000000f-aaaa-4bbb-8ccc-1234567890ab\",\"flavorRef\":\"1\",\"networks\":\"none\"}}" > /dev/null ;; 4) call $t GET /os-hypervisors > /dev/null ;; 5) act PAUSED '{"reboot":{"type":"SOFT"}}' ;;
  6) call $t POST /os-keypairs "{\"keypair\":{\"name\":\"key-$u-$((RANDOM % 5))\"}}" > /dev/null ;; 7) act 'ACTIVE|SHUTOFF' '{"lock":null}' ;; 8) act 'ACTIVE|SHUTOFF' '{"unlock":null}' ;; 9) i=$(ids $t ACTIVE); [ -n "$i" ] && call $t POST /servers/$i/os-interface '{}' > /dev/null ;; esac
  c=cmp$((n / 60 % 3 + 1)); if [ $((n % 60)) = 50 ]; then kill ${P[$c]}; sleep 4; svc $c; fi                                  # a compute is updated
  [ $n = 90 ] && { kill -9 ${P[cmp2]}; sleep 20; svc cmp2; }; [ $n = 130 ] && { kill ${P[conductor]}; sleep 3; svc conductor; }; [ $n = 170 ] && { kill ${P[api]}; sleep 2; svc api; sleep 4; }; [ $n = 200 ] && { kill ${P[placement]}; sleep 12; OS_PLACEMENT_CONFIG_DIR=$W $PY /usr/bin/placement-api --host 127.0.0.1 --port 5951 > placement.out 2>&1 & P[placement]=$!; }
  [ $n = 110 ] && call $adm PUT /os-services/$(call $adm GET '/os-services?binary=nova-compute' | jq -r '.services[0].id') '{"status":"disabled","disabled_reason":"disk check"}' > /dev/null
  [ $n = 120 ] && call $adm PUT /os-services/$(call $adm GET '/os-services?binary=nova-compute' | jq -r '.services[0].id') '{"status":"enabled"}' > /dev/null
done
for s in cmp1 cmp2 cmp3 api scheduler conductor; do kill ${P[$s]} 2>/dev/null; done; sleep 5
for s in "${!P[@]}"; do kill ${P[$s]} 2>/dev/null; done; sleep 5; pkill -P ${P[rabbit]} 2>/dev/null; for s in "${!P[@]}"; do kill -9 ${P[$s]} 2>/dev/null; done
for p in $(pgrep -f "epmd.*$|beam.*novalab"); do tr '\0' '\n' < /proc/$p/environ 2>/dev/null | grep -qx ERL_EPMD_PORT=5954 && kill $p; done
# header: time, pid, level, logger and the [request user project ...] context; lines of a trace have no such context
cat log/{api,conductor,scheduler,cmp1,cmp2,cmp3}.log | grep -aE '^[0-9-]{10} [0-9:.]+ [0-9]+ [A-Z]+ \S+ \[(-|[^]]*req-[^]]*)\] ' | sort -s -k1,2 | sed -E "s/^[0-9-]+ [0-9:.]+ [0-9]+ [A-Z]+ \S+ \[(-|[^]]*req-[^]]*)\] //" | sed -E "s#$W#/srv/lab/nova#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length > 0 && length <= 1500' > "$OUT/nova.raw"
