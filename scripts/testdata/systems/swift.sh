#!/bin/bash
# OpenStack Swift, all of it on one machine's loopback. Usage: swift.sh WORK ($VENV has swift)
set -u
H=$(cd "$(dirname "$0")" && pwd); W=$1/swift; rm -rf "$W"; mkdir -p "$W"/{conf,cache,d1/v1,d2/v2,d3/v3}; cd "$W"
export PATH=$VENV/bin:$PATH PYTHONPATH=$H/capture CAPTURE_FILE=$1/swift.raw
: > "$CAPTURE_FILE"
cat > conf/swift.conf <<C
[swift-hash]
swift_hash_path_suffix = lab
[storage-policy:0]
name = gold
default = yes
C
export SWIFT_TEST_CONFIG_FILE=
for t in account container object; do
  case $t in account) o=2 ;; container) o=1 ;; object) o=0 ;; esac
  swift-ring-builder conf/$t.builder create 4 3 1 > /dev/null; for n in 1 2 3; do swift-ring-builder conf/$t.builder add r1z$n-127.0.0.1:62$n$o/v$n 1 > /dev/null; done; swift-ring-builder conf/$t.builder rebalance > /dev/null
  for n in 1 2 3; do
    cat > conf/$t$n.conf <<C
[DEFAULT]
devices = $W/d$n
mount_check = false
bind_ip = 127.0.0.1
bind_port = 62$n$o
workers = 0
swift_dir = $W/conf
log_level = INFO
disable_fallocate = true
user = root
[pipeline:main]
pipeline = healthcheck recon $t-server
[app:$t-server]
use = egg:swift#$t
[filter:recon]
use = egg:swift#recon
recon_cache_path = $W/cache
[filter:healthcheck]
use = egg:swift#healthcheck
[$t-replicator]
interval = 3
rsync_module = {replication_ip}::nowhere$n
recon_cache_path = $W/cache
[$t-updater]
interval = 2
recon_cache_path = $W/cache
[$t-auditor]
interval = 2
zero_byte_files_per_second = 5
recon_cache_path = $W/cache
[account-reaper]
interval = 3
delay_reaping = 0
[container-sync]
interval = 4
internal_client_conf_path = $W/conf/internal.conf
[container-sharder]
interval = 4
internal_client_conf_path = $W/conf/internal.conf
[object-reconstructor]
interval = 4
C
  done
done
cat > conf/internal.conf <<C
[DEFAULT]
swift_dir = $W/conf
[pipeline:main]
pipeline = catch_errors proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:proxy-logging]
use = egg:swift#proxy_logging
C
cat > conf/object-expirer.conf <<C
[DEFAULT]
swift_dir = $W/conf
[object-expirer]
interval = 3
internal_client_conf_path = $W/conf/internal.conf
C
cat > conf/proxy.conf <<C
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = 6280
workers = 0
swift_dir = $W/conf
user = root
log_level = INFO
[pipeline:main]
pipeline = catch_errors healthcheck proxy-logging cache listing_formats bulk ratelimit tempauth slo dlo versioned_writes proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
node_timeout = 2
conn_timeout = 0.3
error_suppression_limit = 3
error_suppression_interval = 4
[filter:tempauth]
use = egg:swift#tempauth
user_shop_anna = pw .admin
user_shop_ben = pw2
user_bank_carol = pw3 .admin
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:62990
[filter:ratelimit]
use = egg:swift#ratelimit
container_ratelimit_0 = 3
max_sleep_time_seconds = 1
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
[filter:listing_formats]
use = egg:swift#listing_formats
C
mkdir -p /etc/swift; cp conf/swift.conf /etc/swift/
memcached -u nobody -l 127.0.0.1 -p 62990 2>/dev/null & M=$!
declare -A P
run() { local n=$1; shift; "$@" > out-$n 2>&1 & P[$n]=$!; }
for n in 1 2 3; do for t in account container object; do run $t$n swift-$t-server conf/$t$n.conf; done; done
run proxy swift-proxy-server conf/proxy.conf
sleep 6
A=http://127.0.0.1:6280
tok() { curl -s -m 5 -i -H "X-Storage-User: $1" -H "X-Storage-Pass: $2" $A/auth/v1.0 | tr -d '\r' | sed -n 's/^X-Auth-Token: //p'; }
T=$(tok shop:anna pw); C=$(tok bank:carol pw3); tok shop:ben bad > /dev/null; tok no:one x > /dev/null
c() { curl -s -m 6 -o /dev/null "$@"; }
work() {
  for k in 1 2 3 4 5 6 7; do
    c -X PUT -H "X-Auth-Token: $T" $A/v1/AUTH_shop/box$1$k; for o in 1 2 3 4; do c -X PUT -H "X-Auth-Token: $T" -d "$(head -c $((o * k * 500)) /dev/zero | tr '\0' o)" $A/v1/AUTH_shop/box$1$k/dir$k/file$o; c -H "X-Auth-Token: $T" $A/v1/AUTH_shop/box$1$k/dir$k/file$o; done
    c -H "X-Auth-Token: $T" "$A/v1/AUTH_shop/box$1$k?format=json"; c -H "X-Auth-Token: $T" $A/v1/AUTH_shop/none$k/x; c -H "X-Auth-Token: bad$k" $A/v1/AUTH_shop; c -H "X-Auth-Token: $C" $A/v1/AUTH_shop/box$1$k; c -X DELETE -H "X-Auth-Token: $T" $A/v1/AUTH_shop/box$1$k; c -X DELETE -H "X-Auth-Token: $T" $A/v1/AUTH_shop/box$1$k/dir$k/file1; c -X POST -H "X-Auth-Token: $T" -H 'X-Object-Meta-A: b' $A/v1/AUTH_shop/box$1$k/dir$k/file2; c -X PUT -H "X-Auth-Token: $T" -H "X-Delete-After: 2" -d exp $A/v1/AUTH_shop/box$1$k/soon; c -X PUT -H "X-Auth-Token: $C" $A/v1/AUTH_bank/vault$1$k; c -X PUT -H "X-Auth-Token: $C" -d m $A/v1/AUTH_bank/vault$1$k/m; c -X PUT -H "X-Auth-Token: $T" -H 'ETag: bad' -d x $A/v1/AUTH_shop/box$1$k/e; c -I $A/healthcheck; c $A/bad/path/$k; c -X PUT -H "X-Auth-Token: $T" -H "Content-Length: 5000" -d short -m 1 $A/v1/AUTH_shop/box$1$k/short; c -X COPY -H "X-Auth-Token: $T" -H "Destination: box$1$k/copy" $A/v1/AUTH_shop/box$1$k/dir$k/file3; c -X PUT -H "X-Auth-Token: $T" -d '[{"path":"/none/x"}]' "$A/v1/AUTH_shop/box$1$k/slo?multipart-manifest=put"
  done
}
work a
bg() { for n in 1 2 3; do for d in account-replicator container-replicator container-updater object-updater; do run $d$n swift-$d conf/${d%%-*}$n.conf; done; done; run oexp swift-object-expirer conf/object-expirer.conf; run oaud swift-object-auditor conf/object1.conf; run caud swift-container-auditor conf/container2.conf; run aaud swift-account-auditor conf/account3.conf; run reap swift-account-reaper conf/account1.conf; run orep swift-object-replicator conf/object1.conf; run orep2 swift-object-replicator conf/object2.conf; run sync swift-container-sync conf/container1.conf; run shard swift-container-sharder conf/container1.conf; }
bg; sleep 8
kill ${P[object2]} ${P[container3]}; work b; kill $M; work c; sleep 4
for f in $(find d1 -name '*.data' | head -6); do echo junk >> $f; done; for f in $(find d1 -name '*.db' | head -3); do head -c 50 /dev/zero > $f; done; rm -rf d3/v3/objects/[0-3]; c -X DELETE -H "X-Auth-Token: $C" $A/v1/AUTH_bank
memcached -u nobody -l 127.0.0.1 -p 62990 2>/dev/null & M=$!
run object2 swift-object-server conf/object2.conf; run container3 swift-container-server conf/container3.conf; sleep 2; T=$(tok shop:anna pw); C=$(tok bank:carol pw3); work d; sleep 15
kill -HUP ${P[proxy]} ${P[object1]}; sleep 2; kill "${P[@]}" $M 2>/dev/null; sleep 2; kill -9 "${P[@]}" 2>/dev/null
rm -rf /etc/swift
