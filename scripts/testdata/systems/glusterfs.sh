#!/bin/bash
# GlusterFS: glusterd, bricks, mounts and self-heal on this machine alone. Usage: glusterfs.sh WORK
set -u
[ -n "${INSIDE:-}" ] || exec env INSIDE=1 unshare --mount --net bash "$0" "$@"
W=$1/glusterfs; rm -rf "$W"; mkdir -p "$W"/{lib,log,run,b,m}; cd "$W"; ip link set lo up
mount --bind lib /var/lib/glusterd; mount --bind log /var/log/glusterfs; mount -t tmpfs none /var/run/gluster 2>/dev/null || { mkdir -p /var/run/gluster; mount -t tmpfs none /var/run/gluster; }; mount --bind log /var/run/gluster 2>/dev/null; mount -t tmpfs none /var/run/gluster; mkdir -p /var/run/gluster/snaps /var/run/gluster/shared_storage log/bricks lib/glusterd
g() { timeout 25 gluster --mode=script "$@" > /dev/null 2>> cli.err; }
for r in 1 2; do
  glusterd --log-level INFO; sleep 3
  for k in 1 2 3; do
    mkdir -p b/$r${k}a b/$r${k}b b/$r${k}c; g volume create vol$r$k $([ $k = 1 ] && echo replica 3) 127.0.0.1:$W/b/$r${k}a 127.0.0.1:$W/b/$r${k}b 127.0.0.1:$W/b/$r${k}c force; g volume set vol$r$k diagnostics.client-log-level INFO; g volume set vol$r$k nosuch.option $k; g volume set vol$r$k performance.cache-size 1x; g volume set vol$r$k features.shard on; g volume set vol$r$k auth.allow 127.0.0.*; g volume start vol$r$k; g volume create vol$r$k 127.0.0.1:$W/b/x force; g volume start vol$r$k; g volume start none$k; g volume delete vol$r$k; g volume create bad$k 127.0.0.9$k:/x force; g peer probe 127.0.0.1; g volume status vol$r$k; g volume info; g volume profile vol$r$k start; g volume quota vol$r$k enable; g volume quota vol$r$k limit-usage / ${k}MB
    mkdir -p m/$r$k; timeout 20 mount -t glusterfs 127.0.0.1:/vol$r$k m/$r$k; timeout 20 bash -c "for n in \$(seq 15); do mkdir -p m/$r$k/d\$n; echo \$n > m/$r$k/d\$n/f; mv m/$r$k/d\$n/f m/$r$k/d\$n/g; done; ln m/$r$k/d1/g m/$r$k/h; ln -s x m/$r$k/s; rm -rf m/$r$k/d3; setfattr -n user.a -v b m/$r$k/d1; dd if=/dev/zero of=m/$r$k/big bs=64k count=40; cat m/$r$k/nothing" 2>/dev/null
    b=$(pgrep -f "glusterfsd.*b-$r${k}b" | head -1); [ -n "$b" ] && kill $([ $k = 2 ] && echo -9) $b; sleep 2; timeout 20 bash -c "for n in 4 5 6; do echo new > m/$r$k/d\$n/k; cat m/$r$k/d\$n/g; done; ls m/$r$k; stat m/$r$k/d9" > /dev/null 2>&1; g volume heal vol$r$k; g volume heal vol$r$k info; g volume start vol$r$k force; sleep 3; g volume heal vol$r$k full; g volume rebalance vol$r$k start; sleep 2; g volume rebalance vol$r$k status; g volume add-brick vol$r$k 127.0.0.1:$W/b/$r${k}d force; g volume remove-brick vol$r$k 127.0.0.1:$W/b/$r${k}c start; g volume reset vol$r$k; g volume statedump vol$r$k; g snapshot create s$k vol$r$k; g volume bitrot vol$r$k enable; g volume top vol$r$k open; setfattr -x trusted.glusterfs.volume-id b/$r${k}a
    timeout 20 umount m/$r$k || umount -l m/$r$k; g volume stop vol$r$k; g volume start vol$r$k; timeout 15 mount -t glusterfs 127.0.0.1:/none$k m/$r$k
  done
  kill $(pgrep -x glusterd); sleep 2; [ $r = 1 ] && { echo junk >> lib/vols/vol11/info; glusterd; sleep 3; kill $(pgrep -x glusterd); sed -i '$d' lib/vols/vol11/info; sleep 1; }
done
umount -l m/* 2>/dev/null; for n in glusterd glusterfsd glusterfs; do kill $(pgrep -x $n) 2>/dev/null; done; sleep 2; for n in glusterd glusterfsd glusterfs; do kill -9 $(pgrep -x $n) 2>/dev/null; done
cat log/*.log log/bricks/*.log 2>/dev/null | sed -nE 's/^\[[^]]+\] [A-Z] (\[MSGID: [0-9]+\] )?\[([^]]+)\] ([0-9]+-[^:]*: )?(.*)/\2\t\t\4/p' > "$1/glusterfs.raw"
