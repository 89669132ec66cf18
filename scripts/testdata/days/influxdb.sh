#!/bin/bash
# InfluxDB 1.x, one server on loopback for a day squeezed into minutes: agents of several hosts writing, dashboards and people querying, continuous queries, retention, backups, restarts. Usage: influxdb.sh WORK
# Needs: Debian influxdb 1.6.7~rc0-1+b13, curl. Level: the default (info).
set -u
W=$1/influxdb; rm -rf "$W"; mkdir -p "$W"; cd "$W"; RANDOM=417
cat > conf <<E
reporting-disabled = true
bind-address = "127.0.0.1:8588"
[meta]
  dir = "$W/meta"
[data]
  dir = "$W/data"
  wal-dir = "$W/wal"
  index-version = "tsi1"
  cache-snapshot-memory-size = 262144
  cache-snapshot-write-cold-duration = "12s"
  compact-full-write-cold-duration = "40s"
[coordinator]
  log-queries-after = "300ms"
[retention]
  check-interval = "20s"
[shard-precreation]
  check-interval = "30s"
[http]
  bind-address = ":8586"
  auth-enabled = true
[continuous_queries]
  run-interval = "5s"
[[graphite]]
  enabled = true
  bind-address = "127.0.0.1:8603"
  database = "graphite"
  batch-size = 200
[[udp]]
  enabled = true
  bind-address = "127.0.0.1:8589"
  database = "udp"
  batch-size = 100
E
U=http://127.0.0.1:8586
up() { influxd run -config conf >> log 2>&1 & P=$!; for k in $(seq 40); do curl -s -o /dev/null $U/ping && break; sleep 0.25; done; }
down() { kill $P; wait $P; }
q() { local u=$1 db=$2; shift 2; timeout 20 curl -s -o /dev/null --interface 127.0.0.$((RANDOM % 8 + 2)) -A "$UA" -u "$u" $([ "${UA#G}" = "$UA" ] || echo -G) "$U/query" ${db:+--data-urlencode "db=$db"} --data-urlencode "q=$*"; }
w() { timeout 20 curl -s -o /dev/null --interface 127.0.0.$1 -A "Telegraf/1.2$(($1 % 4)).$(($1 % 3))" -u "$2" "$U/write?db=$3&precision=s${4:-}" --data-binary @-; }
adm=root:s3cret
pts() { local h=$1 n=$2 back=$3 k t; t=$(($(date +%s) - back)); for k in $(seq $n); do echo "cpu,host=$h,cpu=cpu$((k % 4)) user=$((RANDOM % 100)).$((RANDOM % 10)),system=$((RANDOM % 40)) $((t + k))
mem,host=$h used=$((RANDOM * 4096))i,free=$((RANDOM * 4096))i $((t + k))
disk,host=$h,path=/srv/d$((k % 5)) used_percent=$((RANDOM % 100)).$((RANDOM % 10)) $((t + k))"; done; }
hosts=(web01 web02 web03 db01 db02 cache01 mail01 build07)
up; UA="InfluxDBShell/1.6.7"
curl -s -o /dev/null -XPOST $U/query --data-urlencode "q=CREATE USER root WITH PASSWORD 's3cret' WITH ALL PRIVILEGES"
for d in telegraf shop sensors graphite; do q $adm "" "CREATE DATABASE $d"; q $adm "" "CREATE USER ${d}_w WITH PASSWORD 'pw$d'"; q $adm "" "GRANT ALL ON $d TO ${d}_w"; done
for u in anna bjorn chandra grafana; do q $adm "" "CREATE USER $u WITH PASSWORD '$u-pw'"; for d in telegraf shop sensors; do q $adm "" "GRANT READ ON $d TO $u"; done; done
q $adm "" 'CREATE RETENTION POLICY two_hours ON sensors DURATION 2h REPLICATION 1 SHARD DURATION 1h'
q $adm "" 'CREATE RETENTION POLICY month ON telegraf DURATION 30d REPLICATION 1 SHARD DURATION 1d DEFAULT'
q $adm "" 'CREATE CONTINUOUS QUERY cpu_10s ON telegraf BEGIN SELECT mean("user") AS "user" INTO "cpu_10s" FROM "cpu" GROUP BY time(10s), host END'
q $adm "" 'CREATE CONTINUOUS QUERY orders_15s ON shop BEGIN SELECT sum(total) INTO revenue FROM orders GROUP BY time(15s), country END'
end=$((SECONDS + ${SECS:-230})); n=0; restarts=0
while [ $SECONDS -lt $end ]; do n=$((n + 1))
  for i in ${!hosts[@]}; do pts ${hosts[$i]} $((RANDOM % 25 + 3)) $((RANDOM % 5 == 0 ? RANDOM % 6 * 86400 : 0)) | w $((i + 10)) telegraf_w:pwtelegraf telegraf; done
  for k in $(seq $((RANDOM % 12 + 1))); do echo "orders,country=$(shuf -n1 -e de fr nl se in us) total=$((RANDOM % 400)).$((RANDOM % 99)),items=$((RANDOM % 9 + 1))i,customer=\"c$RANDOM\" $(date +%s)"; done | w 30 shop_w:pwshop shop
  for k in $(seq $((RANDOM % 30 + 1))); do echo "temp,room=r$((RANDOM % 40)) value=$((RANDOM % 30)).$((RANDOM % 99)) $(($(date +%s) - RANDOM % 3 * 1800))"; done | w 31 sensors_w:pwsensors sensors '&rp=two_hours'
  UA="Grafana/9.5.$((RANDOM % 3))"; h=${hosts[$((RANDOM % 8))]}; m=$((RANDOM % 6 * 5 + 5))
  q grafana:grafana-pw telegraf "SELECT mean(\"user\") FROM \"cpu\" WHERE (\"host\" = '$h') AND time >= now() - ${m}m GROUP BY time(${m}s) fill(null)"
  q grafana:grafana-pw telegraf "SELECT last(\"used\") FROM \"mem\" WHERE (\"host\" = '$h') AND time >= now() - ${m}m"
  [ $((n % 2)) = 0 ] && q grafana:grafana-pw telegraf "SELECT max(\"used_percent\") FROM \"disk\" WHERE time >= now() - $((RANDOM % 7 + 1))d GROUP BY time(1h), \"path\""
  [ $((n % 3)) = 0 ] && q grafana:grafana-pw shop "SELECT sum(total) FROM orders WHERE time > now() - ${m}m GROUP BY country"
  UA="InfluxDBShell/1.6.7"; u=$(shuf -n1 -e anna bjorn chandra)
  case $((RANDOM % 14)) in
  0) q $u:$u-pw "" "SHOW DATABASES" ;; 1) q $u:$u-pw sensors "SELECT * FROM two_hours.temp WHERE room = 'r$((RANDOM % 40))' ORDER BY time DESC LIMIT $((RANDOM % 50 + 1))" ;;
  2) q $u:$u-pw telegraf "SHOW TAG VALUES FROM cpu WITH KEY = host" ;; 3) q $u:$u-pw telegraf "SHOW MEASUREMENTS" ;;
  4) q $u:$u-pw shop "SELECT count(customer), mean(total) FROM orders WHERE total > $((RANDOM % 200))" ;; 5) q $u:$u-pw shop "SHOW FIELD KEYS FROM orders" ;;
  6) q $u:$u-pw sensors "SELECT percentile(value, $((RANDOM % 49 + 50))) FROM two_hours.temp GROUP BY room" ;; esac
  case $((RANDOM % 60)) in
  0) q $u:wrong$RANDOM telegraf "SHOW MEASUREMENTS" ;; 1) q $u:$u-pw shop "SELEC * FROM orders" ;; 2) q $u:$u-pw archive "SELECT * FROM orders" ;;
  3) echo "cpu,host=web09 user=1" | w 40 telegraf_w:pwtelegraf telegrf ;; 4) echo "orders,country=de total=\"free\" $(date +%s)" | w 30 shop_w:pwshop shop ;;
  5) echo "temp,room=r1 value=3 $(($(date +%s) - 90000))" | w 31 sensors_w:pwsensors sensors '&rp=two_hours' ;; 6) echo "temp room=r1 value" | w 31 sensors_w:pwsensors sensors ;;
  7) q $u:$u-pw "" "DROP DATABASE shop" ;; 8) echo 'mem,host=db03 used=1i' | w 41 db03:old telegraf ;; 9) q $adm sensors "DELETE FROM temp WHERE room = 'r$((RANDOM % 40))'" ;;
  10) q $adm "" "ALTER USER $u" ;; 11) q $adm telegraf "SHOW QUERIES" ;; 12) q $adm telegraf "DROP SERIES FROM disk WHERE host = '$h' AND path = '/srv/d$((RANDOM % 5))'" ;;
  13) timeout 0.05 curl -s -o /dev/null -u $adm -G $U/query --data-urlencode db=telegraf --data-urlencode 'q=SELECT * FROM cpu, mem, disk' ;; 14) q $adm "" "SET PASSWORD FOR $u = '$u-pw'" ;; esac
  for k in $(seq $((RANDOM % 20))); do echo "srv.${hosts[$((RANDOM % 8))]}.load.$((RANDOM % 3)) $((RANDOM % 9)).$((RANDOM % 99)) $(date +%s)"; done > /dev/tcp/127.0.0.1/8603
  [ $((n % 9)) = 0 ] && { echo "srv.web01.load nan_value $(date +%s)"; } > /dev/tcp/127.0.0.1/8603
  [ $((n % 30)) = 7 ] && nice influxd backup -portable -host 127.0.0.1:8588 -database $(shuf -n1 -e telegraf shop sensors) "$W/backup/$n" > /dev/null 2>&1
  [ $((n % 45)) = 20 ] && { q $adm "" "CREATE DATABASE tmp$n"; echo "x,a=b v=1" | w 50 $adm tmp$n; q $adm "" "DROP DATABASE tmp$n"; }
  [ $((n % 140)) = 100 ] && { restarts=$((restarts + 1)); if [ $((restarts % 3)) = 2 ]; then kill -9 $P; wait $P 2>/dev/null; else down; fi; sleep 1; up; }
  sleep 0.2
done
down
# header: ts= and lvl= of the logfmt lines, [httpd] of the access log; the banner of the start has no such header
grep -aE '^(ts=|\[[a-z]+\] )' log | sed -E "s/^ts=\S+ lvl=\S+ //; s/^\[[a-z]+\] //; s#$W#/srv/lab/influxdb#g; s#$1#/srv/lab#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length > 0 && length <= 1500' > "$1/influxdb.raw"
