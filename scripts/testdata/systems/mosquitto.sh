#!/bin/bash
# Two bridged Mosquitto brokers and their clients on loopback. Usage: mosquitto.sh WORK
set -u
W=$1/mosquitto; rm -rf "$W"; mkdir -p "$W"; chmod 777 "$W"; cd "$W"
export LD_LIBRARY_PATH=
mosquitto_passwd -c -b users anna pw 2>/dev/null; mosquitto_passwd -b users ben pw2; chmod 644 users
printf 'topic readwrite open/#\nuser anna\ntopic write own/#\ntopic read stats/#\n' > acl
conf() { printf 'user mosquitto\nlog_dest file %s/log%s\nlog_type all\nconnection_messages true\nlog_timestamp_format %%s\nlistener 188%s 127.0.0.1\nallow_anonymous %s\npassword_file %s/users\nacl_file %s/acl\npersistence true\npersistence_location %s/\npersistence_file p%s.db\nautosave_interval 5\nmax_inflight_messages 2\nmax_queued_messages 5\nmessage_size_limit 3000\nmax_keepalive 50\n' "$W" $1 $1 $2 "$W" "$W" "$W" $1; }
B() { kill ${P[@]} 2>/dev/null; }
declare -A P
pub() { timeout 5 mosquitto_pub -h 127.0.0.1 -p 1881 "$@" > /dev/null 2>&1; }
sub() { timeout ${T:-4} mosquitto_sub -h 127.0.0.1 -p 1881 "$@" > /dev/null 2>&1; }
for r in 1 2 3; do
  conf 1 true > c1.conf; conf 2 true > c2.conf; printf 'connection lab%s\naddress 127.0.0.1:1881\ntopic open/# both 1\ntopic own/+ out 2\nbridge_protocol_version mqttv311\nrestart_timeout 1\n' $r >> c2.conf
  mosquitto -c c1.conf > o1 2>&1 & P[1]=$!; sleep 0.5; mosquitto -c c2.conf > o2 2>&1 & P[2]=$!; sleep 1
  for k in 1 2 3 4 5 6; do
    T=5 sub -i "reader$k" -t "open/room$k/#" -q $((k % 3)) & T=5 sub -i "keeper$k" -c -q 2 -t 'open/#' -t "own/x$k" -t '$SYS/broker/uptime' -u anna -P pw & T=3 sub -V mqttv5 -i "v5-$k" -t "\$share/g/open/#" -x $((k * 10)) -W 2 & 
    sleep 0.3
    for m in 1 2 3 4; do pub -i "meter$k" -t "open/room$k/temp" -m "$((m * k))" -q $((m % 3)); pub -i "meter$k" -t "open/room$m/state" -m on -r -q 1 -V mqttv5; pub -u anna -P pw -t "own/x$k" -m y -q 2 -i "anna$m"; pub -t "secret/$k" -m z -i "spy$m" -q 1; done
    pub -u anna -P bad$k -t a -m b; pub -u nobody$k -P x -t a -m b; pub -t "open/+/$k" -m x; pub -t open/big -m "$(head -c 5000 /dev/zero | tr '\0' L)"; pub -i '' -t open/e -m x; pub -t open/will -m x --will-topic "open/will$k" --will-payload bye -i "dies$k"; pub -k 4 -t open/k -m x -V mqttv31; pub -k 900 -t open/k -m x -V mqttv5
    T=2 sub -i "same$k" -t open/a -k 5 & sleep 0.2; T=2 sub -i "same$k" -t open/b -k 7 & T=1 sub -i "gone$k" -t open/c -k 2 --will-topic open/lost --will-payload x & sleep 0.4; kill -9 $(pgrep -f "mosquitto_sub.*-i gone$k ") 2>/dev/null
    printf 'GET / HTTP/1.1\r\n\r\n' | nc -w 1 127.0.0.1 1881 > /dev/null; printf '\x10\xff\xff\xff\xff\xff' | nc -w 1 127.0.0.1 1881 >/dev/null; printf '\x10\x0c\x00\x04MQTT\x09\x02\x00\x3c\x00\x00' | nc -w 1 127.0.0.1 1881 > /dev/null; printf '\x30\x05\x00\x03abc' | nc -w 1 127.0.0.1 1881 > /dev/null; nc -z 127.0.0.1 1881; printf '\x10\x0c\x00\x04MQTX\x04\x02\x00\x3c\x00\x00' | nc -w 1 127.0.0.1 1881 > /dev/null
  done
  T=3 sub -i "stopped$r" -t open/# -k 2 & sleep 0.5; s=$(pgrep -f "mosquitto_sub.*stopped$r" | head -1); kill -STOP $s; sleep 5; kill -CONT $s 2>/dev/null
  case $r in 1) kill -USR1 ${P[1]}; kill -HUP ${P[1]}; sleep 1; kill ${P[1]}; sleep 3; mosquitto -c c1.conf > o1 2>&1 & P[1]=$!; sleep 3 ;; 2) kill -9 ${P[1]}; sleep 2; printf junk > p1.db; chown mosquitto p1.db ;; 3) rm -f users; kill -HUP ${P[1]}; sleep 1; conf 1 false > c1.conf; echo 'nosuch_option x' >> c1.conf; kill -HUP ${P[1]}; sleep 1; conf 2 true > c3.conf; sed -i 's/log2/log3/' c3.conf; timeout 2 mosquitto -c c3.conf > o3 2>&1; touch users ;; esac
  kill ${P[2]}; sleep 0.5; kill ${P[1]} 2>/dev/null; sleep 1; [ $r = 2 ] && { timeout 2 mosquitto -c c1.conf > o1 2>&1; rm -f p1.db; }; pkill -P $$ mosquitto_sub 2>/dev/null
done
cat log1 log2 log3 2>/dev/null | sed -E 's/^[0-9]+: //' > "$1/mosquitto.raw"
