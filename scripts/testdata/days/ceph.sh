#!/bin/bash
# Ceph: three monitors, a manager and four OSDs (bluestore on files) on loopback; clients write, read and delete objects and images, an admin makes pools and users, sets flags, restarts daemons, takes OSDs out and in; one OSD dies now and then. Usage: ceph.sh WORK
# Needs: Debian ceph-mon, ceph-mgr, ceph-mgr-modules-core, ceph-osd, ceph-common 16.2.15+ds-0+deb12u2, uuid-runtime. Level: the default, but RocksDB of the OSDs at 1 (its option lists of thousands of lines at each start); logs of the daemons and the cluster log of the first monitor.
set -u
OUT=$1; W=$1/ceph; rm -rf "$W"; mkdir -p "$W"/{log,run,mon,osd,mgr/x,obj}; cd "$W"; RANDOM=88; declare -A P
export CEPH_CONF=$W/ceph.conf; FS=$(cat /proc/sys/kernel/random/uuid)
cat > ceph.conf <<E
[global]
fsid = $FS
mon_host = [v2:127.0.0.1:41301,v1:127.0.0.1:41401],[v2:127.0.0.1:41302,v1:127.0.0.1:41402],[v2:127.0.0.1:41303,v1:127.0.0.1:41403]
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
keyring = $W/keyring
log_file = $W/log/\$name.log
admin_socket = $W/run/\$name.\$pid.asok
pid_file = $W/run/\$name.pid
run_dir = $W/run
crash_dir = $W/run
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
osd_pool_default_size = 2
osd_pool_default_min_size = 1
osd_crush_chooseleaf_type = 0
osd_crush_update_on_start = true
[mon]
mon_data = $W/mon/\$id
mon_allow_pool_delete = true
mon_osd_down_out_interval = 25
mon_cluster_log_file = $W/log/cluster.\$id.log
mon_osd_min_down_reporters = 1
mon_data_avail_warn = 2
mon_data_avail_crit = 1
[mgr]
mgr_data = $W/mgr/\$id
[osd]
debug_rocksdb = 1/5
osd_data = $W/osd/\$id
osd_objectstore = bluestore
bluestore_block_size = 3221225472
osd_memory_target = 939524096
osd_heartbeat_grace = 8
osd_heartbeat_interval = 3
[client]
log_file =
admin_socket =
E
ceph-authtool -C keyring --gen-key -n mon. --cap mon 'allow *' > setup.out 2>&1; ceph-authtool keyring --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >> setup.out 2>&1
monmaptool --create --clobber --fsid $FS --addv a '[v2:127.0.0.1:41301,v1:127.0.0.1:41401]' --addv b '[v2:127.0.0.1:41302,v1:127.0.0.1:41402]' --addv c '[v2:127.0.0.1:41303,v1:127.0.0.1:41403]' monmap >> setup.out 2>&1
c() { timeout 25 ceph "$@" >> cli.out 2>&1; }
r() { timeout 40 rados -n client.$U -k $U.key "$@" >> cli.out 2>&1; }
mon() { ceph-mon -f -i $1 > out.mon.$1 2>&1 & P[mon$1]=$!; }; mgr() { ceph-mgr -f -i x -k $W/mgr/x/keyring > out.mgr 2>&1 & P[mgr]=$!; }; osd() { ceph-osd -f -i $1 -k $W/osd/$1/keyring > out.osd.$1 2>&1 & P[osd$1]=$!; }
for m in a b c; do ceph-mon --mkfs -i $m --monmap monmap -k keyring >> setup.out 2>&1; mon $m; done; sleep 4
c mon enable-msgr2; c config set global auth_allow_insecure_global_id_reclaim false; ceph auth get-or-create mgr.x mon 'allow profile mgr' osd 'allow *' mds 'allow *' > mgr/x/keyring; mgr
for o in 0 1 2 3; do mkdir -p osd/$o; u=$(cat /proc/sys/kernel/random/uuid); k=$(ceph-authtool --gen-print-key); echo "{\"cephx_secret\": \"$k\"}" > new.json; c osd new $u -i new.json; printf '[osd.%d]\n\tkey = %s\n' $o "$k" > osd/$o/keyring; ceph-osd -i $o --mkfs --key "$k" --osd-uuid $u >> setup.out 2>&1; osd $o; done; sleep 8
for p in web rbd backup logs; do c osd pool create $p 8; done; c osd pool application enable web rgw; c osd pool application enable rbd rbd; c osd pool application enable backup rados; c osd pool application enable logs rados
users=(anna bjorn chandra backup); for u in ${users[@]}; do ceph auth get-or-create client.$u mon 'allow r, profile rbd' osd 'allow rw pool=web, allow rwx pool=rbd, allow rw pool=backup, allow rw pool=logs' mgr 'profile rbd' > $u.key; done
sed 's/key = .*/key = AQAAAABjAAAAABAAnotthekeyofanybodyatall9A==/' anna.key > bad.key
for s in 1 4 20 90 300 1500; do head -c ${s}000 /dev/urandom > obj/$s; done
end=$((SECONDS + ${SECS:-270})); n=0
while [ $SECONDS -lt $end ]; do n=$((n + 1)); U=${users[$((RANDOM % 4))]}; p=$(shuf -n1 -e web rbd backup logs)
  for k in 1 2 3; do r -p $p put $U-$((RANDOM % 500)) obj/$(shuf -n1 -e 1 4 20 90 300 1500); done; r -p $p get $U-$((RANDOM % 500)) /dev/null; r -p $p rm $U-$((RANDOM % 500))
  o=$((RANDOM % 4))
  case $((RANDOM % 26)) in
  0) r -p $p bench 3 write -b $((RANDOM % 64 * 1024 + 4096)) -t 4 ;; 1|2) c -s ;; 3) c osd df; c df ;; 4) c health detail ;; 5) c pg dump ;;
  6) timeout 20 rbd -n client.$U -k $U.key create rbd/vm$n --size $((RANDOM % 900 + 50)) >> cli.out 2>&1 ;; 7) timeout 20 rbd -n client.$U -k $U.key ls rbd >> cli.out 2>&1; i=$(timeout 20 rbd -n client.$U -k $U.key ls rbd 2>/dev/null | shuf -n1); timeout 20 rbd -n client.$U -k $U.key snap create rbd/$i@s$n >> cli.out 2>&1 ;;
  8) i=$(timeout 20 rbd -n client.$U -k $U.key ls rbd 2>/dev/null | shuf -n1); timeout 20 rbd -n client.$U -k $U.key rm rbd/$i >> cli.out 2>&1 ;; 9) c pg scrub 2.$((RANDOM % 8)); c pg deep-scrub 3.$((RANDOM % 8)) ;; 10) c osd deep-scrub $o ;;
  11) c osd pool create tmp$n 4; c osd pool delete tmp$n tmp$n --yes-i-really-really-mean-it ;; 12) c osd pool set $p pg_num $(shuf -n1 -e 8 16) ;; 13) c auth get-or-create client.new$n mon 'allow r'; c auth del client.new$n ;;
  14) timeout 8 rados -n client.anna -k bad.key -p web ls >> cli.out 2>&1 ;; 15) c config set osd osd_max_backfills $((RANDOM % 3 + 1)); c config dump ;; 16) c osd set noout; sleep 1; c osd unset noout ;; 17) c osd pool set-quota $p max_objects $((RANDOM % 900 + 100)); c osd pool set-quota $p max_objects 0 ;;
  18) c osd reweight $o 0.$((RANDOM % 5 + 5)); sleep 3; c osd reweight $o 1 ;; 19) c tell osd.$o bench 4194304 65536 ;; 20) c osd out $o; sleep 5; c osd in $o ;; 21) c osd pool get nopool$n size ;; 22) c balancer status; c osd tree ;; esac
  [ $((n % 20)) = 10 ] && { kill ${P[osd$o]}; wait ${P[osd$o]}; sleep 2; osd $o; }                      # an update
  [ $((n % 50)) = 33 ] && { kill -9 ${P[osd$o]}; sleep $((RANDOM % 30 + 8)); osd $o; }                    # it died
  m=$(shuf -n1 -e a b c); [ $((n % 30)) = 25 ] && { kill ${P[mon$m]}; wait ${P[mon$m]}; sleep 2; mon $m; }; [ $((n % 60)) = 45 ] && { kill ${P[mgr]}; sleep 3; mgr; }
done
for k in osd0 osd1 osd2 osd3 mgr mona monb monc; do kill ${P[$k]}; done; sleep 6; for k in "${!P[@]}"; do kill -9 ${P[$k]} 2>/dev/null; done
# header: time, thread and priority; in the cluster log time, daemon (rank) number : channel [level]. All logs in order of time; a dump's further lines have no header
grep -ahE '^20[0-9-]+T[0-9:.]+\+[0-9]+ ' log/{mon,mgr,osd}.*.log log/cluster.a.log | sort -s -k1,1 | sed -nE -e "s/^\S+ [0-9a-f]{8,} +-?[0-9]+ //p; t" -e "s/^\S+ \S+ \([^)]*\) [0-9]+ : [a-z]+ \[[A-Z]+\] //p" | sed -E "s#$W#/srv/lab/ceph#g; s#$OUT#/srv/lab#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length > 0 && length <= 1500 && !/^ *$/' > "$OUT/ceph.raw"
