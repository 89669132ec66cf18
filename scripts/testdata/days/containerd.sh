#!/bin/bash
# containerd (Debian containerd 1.6.20, runc 1.1.5): images made here of busybox (Debian busybox-static), imported from tar; containers of several namespaces with ctr. Usage: containerd.sh WORK
# Level debug, as one runs it to see what it does: at info it is nearly silent after its start.
set -u
W=$1/containerd; rm -rf "$W"; mkdir -p "$W/img"; cd "$W"; T=${SECONDS_RUN:-220}
cat > c.toml <<E
version = 2
root = "$W/root"
state = "$W/state"
[grpc]
  address = "$W/c.sock"
[debug]
  level = "${LEVEL:-debug}"
[plugins."io.containerd.gc.v1.scheduler"]
  schedule_delay = "1s"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "local/pause:3"
E
serve() { containerd -c c.toml >> c.log 2>&1 & P=$!; for k in $(seq 40); do ctr -a "$W/c.sock" version > /dev/null 2>&1 && break; sleep 0.25; done; }
x() { timeout 20 ctr -a "$W/c.sock" -n "$@" >> ctr.out 2>&1 < /dev/null; }
pick() { local a=("$@"); echo "${a[RANDOM % ${#a[@]}]}"; }
image() {  # image NAME TAG: busybox and a layer of its own, as docker save would write it
  local d=img/$1-$2; rm -rf $d; mkdir -p $d/r/bin $d/r/tmp $d/a/srv; cp "$(which busybox)" $d/r/bin/; for c in sh sleep echo ls cat dd true false wc sort; do ln -s busybox $d/r/bin/$c; done
  head -c $((RANDOM * (1 + RANDOM % 60))) /dev/urandom > $d/a/srv/data; tar -C $d/r --sort=name --mtime=@0 -cf $d/base.tar .; tar -C $d/a -cf $d/app.tar .
  printf '{"architecture":"amd64","os":"linux","config":{"Cmd":["/bin/sleep","60"],"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s","sha256:%s"]}}' $(sha256sum $d/base.tar | cut -d' ' -f1) $(sha256sum $d/app.tar | cut -d' ' -f1) > $d/config.json
  printf '[{"Config":"config.json","RepoTags":["registry.local/%s:%s"],"Layers":["base.tar","app.tar"]}]' $1 $2 > $d/manifest.json; tar -C $d -cf img/$1-$2.tar manifest.json config.json base.tar app.tar; rm -rf $d; }
trap 'kill $P 2>/dev/null; sleep 1; for s in $(pgrep -f "containerd-shim-runc-v2 .*-address $W/c.sock"); do kill -9 $s; done; for m in $(grep -o "$W/[^ ]*" /proc/mounts | sort -r); do umount -l $m; done' EXIT
IMAGES="web api worker cron"; for i in $IMAGES; do image $i 1.0; done
serve; n=0
for s in shop build ops; do for i in $IMAGES; do x $s images import img/$i-1.0.tar; done; done
live=()
day() { local end=$((SECONDS + $1)) s i id c
  while [ $SECONDS -lt $end ]; do
    s=$(pick shop shop build ops) i=$(pick $IMAGES); n=$((n + 1)); id=$i-$(printf %04x $((n * 2741 % 65536)))
    case $((RANDOM % 20)) in
    0|1|2|3|4) x $s run -d registry.local/$i:1.0 $id && live+=($s/$id) ;;
    5|6|7) x $s run --rm $([ $((RANDOM % 3)) = 0 ] && echo --memory-limit 67108864) registry.local/$i:1.0 $id /bin/$(pick "echo done" "ls /srv" "wc -c /srv/data" "false" "sleep 1") ;;
    8|9) [ ${#live[@]} -gt 0 ] && { c=$(pick "${live[@]}"); x ${c%/*} tasks exec --exec-id e$n ${c#*/} /bin/$(pick ls true "cat /srv/data" nothere); } ;;
    10|11|12|13) [ ${#live[@]} -gt 3 ] && { c=${live[0]}; live=("${live[@]:1}"); x ${c%/*} tasks kill -s $(pick SIGTERM SIGKILL SIGKILL) ${c#*/}; sleep 0.4; x ${c%/*} tasks rm -f ${c#*/}; x ${c%/*} containers rm ${c#*/}; } ;;
    14) image $i 1.$n; x $s images import img/$i-1.$n.tar; [ $((RANDOM % 2)) = 0 ] && x $s images rm registry.local/$i:1.$n; rm img/$i-1.$n.tar ;;
    15) [ ${#live[@]} -gt 0 ] && { c=$(pick "${live[@]}"); x ${c%/*} tasks pause ${c#*/}; x ${c%/*} tasks resume ${c#*/}; x ${c%/*} tasks metrics ${c#*/}; } ;;
    16) x $s images ls; x $s tasks ls; x $s snapshots ls; x $s content ls ;;
    17) case $((RANDOM % 5)) in 0) x $s run -d registry.local/$i:9.9 $id ;; 1) [ ${#live[@]} -gt 0 ] && { c=$(pick "${live[@]}"); x ${c%/*} run -d registry.local/$i:1.0 ${c#*/}; x ${c%/*} containers rm ${c#*/}; } ;; 2) head -c 9000 /dev/urandom > bad.tar; x $s images import bad.tar ;; 3) x $s run --rm registry.local/$i:1.0 $id /bin/notthere ;; 4) x $s run --rm --memory-limit 6291456 registry.local/$i:1.0 $id /bin/sort /dev/zero ;; esac ;;
    18) x $s images tag --force registry.local/$i:1.0 registry.local/$i:$(pick stable test); x $s images export out-$n.tar registry.local/$i:1.0; rm -f out-$n.tar ;;
    19) x $s images mount registry.local/$i:1.0 "$W/mnt" || mkdir -p mnt; x $s images unmount --rm "$W/mnt" ;;
    esac; sleep 0.$((RANDOM % 3)); done; }
day $((T / 2)); kill $P; sleep 2; serve; day $((T / 2))
for c in "${live[@]}"; do x ${c%/*} tasks rm -f ${c#*/}; x ${c%/*} containers rm ${c#*/}; done; kill $P; sleep 2
# header: time and level; the message and its fields stay
grep -aP '^time="[^"]+" level=\w+ ' c.log | sed -E "s/^time=\"[^\"]+\" level=[a-z]+ //; s#$W#/srv/lab/containerd#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length && length <= 1500' > "$1/containerd.raw"
