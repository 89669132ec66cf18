#!/bin/bash
# PulseAudio without a sound card: null, pipe, virtual sinks and many clients. Usage: pulseaudio.sh WORK
set -u
W=$1/pulseaudio; rm -rf "$W"; mkdir -p "$W/run"; chmod 700 "$W/run"; cd "$W"
export XDG_RUNTIME_DIR=$W/run HOME=$W PULSE_SERVER=unix:$W/run/pulse/native DBUS_SESSION_BUS_ADDRESS= DBUS_SYSTEM_BUS_ADDRESS=
c() { timeout 4 pactl "$@" > /dev/null 2>&1; }
head -c 60000 /dev/urandom > noise
: > log
for r in 1 2 3; do
  pulseaudio -n --daemonize=no -vvvv --log-meta=1 --log-time=0 --exit-idle-time=-1 --disable-shm=$([ $r = 2 ] && echo yes || echo no) -L 'module-null-sink sink_name=first' -L module-native-protocol-unix -L module-stream-restore -L module-device-restore -L module-rescue-streams -L module-always-sink -L module-suspend-on-idle\ timeout=2 2>> log & P=$!
  sleep 2
  for k in 1 2 3 4 5; do
    c load-module module-null-sink sink_name=null$k rate=$((k * 8000)); c load-module module-pipe-sink file=$W/pipe$k sink_name=pipe$k; c load-module module-remap-sink sink_name=remap$k master=null$k; c load-module module-loopback source=null$k.monitor sink=first; c load-module module-combine-sink sink_name=comb$k slaves=null$k,first; c load-module module-nosuch$k; c load-module module-virtual-source source_name=vs$k; c load-module module-echo-cancel; c load-module module-alsa-sink device=hw:$k; c load-module module-tunnel-sink server=127.0.0.1:99$k$k; c load-module module-simple-protocol-tcp port=47$k$r listen=127.0.0.1; c load-module module-null-sink sink_name=null$k; c load-module module-role-cork; c load-module module-http-protocol-tcp listen=127.0.0.1 port=48$k$r; c load-module module-ladspa-sink sink_name=l$k plugin=none; c load-module module-sine source_name=x frequency=$((k * 100)) sink=null$k; c load-module module-null-source source_name=ns$k
    for f in s16le float32le u8; do timeout 3 pacat -p --rate=$((k * 11025)) --format=$f --channels=$((k % 2 + 1)) --client-name=player$k --stream-name="song $k" -d null$k noise > /dev/null 2>&1 & done; timeout 2 pacat -r -d null$k.monitor --latency-msec=$((k * 20)) > /dev/null 2>&1 & timeout 1 pacat -p -d nosuch$k noise > /dev/null 2>&1; timeout 2 pacat -p --property=media.role=phone -d first noise >/dev/null 2>&1 &
    c set-sink-volume null$k $((k * 15))%; c set-sink-mute null$k toggle; c set-default-sink null$k; c suspend-sink pipe$k 1; c suspend-sink pipe$k 0; for i in 1 2 3 4 5 6; do c move-sink-input $((k * 3 + i)) first; c set-sink-input-volume $((k * 2 + i)) 40%; c kill-sink-input $((k * 5 + i)); done; c set-card-profile nocard$k off; c set-sink-port null$k nope; c upload-sample noise sample$k; c play-sample sample$k; c remove-sample sample$k; c stat; c list; c unload-module 9$k; c unload-module module-sine; printf 'junkjunkjunkjunkjunkjunk' | nc -U -w 1 run/pulse/native > /dev/null; printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 1 127.0.0.1 48$k$r > /dev/null; echo x | nc -w 1 127.0.0.1 47$k$r > /dev/null; sleep 0.5; c unload-module module-remap-sink; [ $k = 3 ] && c unload-module module-loopback
  done
  timeout 6 pacat -p -d null1 noise > /dev/null 2>&1 & b=$!; sleep 0.5; kill -STOP $b; sleep 2; kill -9 $b; sleep 3; c unload-module module-null-sink; pulseaudio -n --daemonize=no -vv --log-meta=1 2>> log & sleep 1; kill $! 2>/dev/null; kill -USR2 $P; sleep 1; kill -HUP $P; sleep 1; kill $([ $r = 2 ] && echo -INT || echo -TERM) $P; sleep 2; kill -9 $P 2>/dev/null
done
python3 - log > "$1/pulseaudio.raw" <<'Y'
import re, sys
for line in open(sys.argv[1], errors="replace"):
    m = re.match(r"(?:\(.*?\)|\[.*?\])? ?[EWNID]: \[[^\]]*\]\[?(?:\[)?([\w./-]+:\d+) ?(\w+\(\))?\]? ?(.*)", line.rstrip()) or re.match(r"[EWNID]: \[.*?\]\s*\[?([\w./-]+\.c:\d+) (\w+\(\))\]?\s*(.*)", line.rstrip())
    if m and m[3]: print(m[1], "", m[3].replace("\t", " "), sep="\t")
Y
