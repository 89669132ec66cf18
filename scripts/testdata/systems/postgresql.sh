#!/bin/bash
# PostgreSQL with its JSON log, which names the place of every message. Usage: postgresql.sh WORK
set -u
W=$1/postgresql; B=$(ls -d /usr/lib/postgresql/*/bin | tail -1); P=55432
rm -rf "$W"; mkdir -p "$W"; chown postgres "$W"; chmod 755 "$1" "$W"
pg() { su postgres -s /bin/bash -c "$*"; }
export PGHOST=127.0.0.1 PGPORT=$P PGCONNECT_TIMEOUT=5
start() { pg "$B/pg_ctl -D $W/data -w -t 60 start" >/dev/null 2>&1; }
stop() { pg "$B/pg_ctl -D $W/data -w -m ${1:-fast} stop" >/dev/null 2>&1; }
sql() { psql -X -q -U "${2:-postgres}" -d "${3:-shop}" -c "$1" >/dev/null 2>&1; }
pg "$B/initdb -D $W/data --auth-host=scram-sha-256 --auth-local=trust" >/dev/null
cat >> "$W/data/postgresql.conf" <<C
port = $P
listen_addresses = '127.0.0.1'
unix_socket_directories = '$W'
log_destination = 'jsonlog'
logging_collector = on
log_directory = '$W/log'
log_filename = 'pg.log'
log_error_verbosity = verbose
log_connections = on
log_disconnections = on
log_checkpoints = on
log_lock_waits = on
deadlock_timeout = 200ms
log_temp_files = 0
work_mem = 64kB
log_autovacuum_min_duration = 0
autovacuum_naptime = 1s
autovacuum_vacuum_threshold = 5
autovacuum_analyze_threshold = 5
log_min_duration_statement = 20
log_replication_commands = on
log_statement = 'ddl'
max_connections = 12
checkpoint_timeout = 30s
max_wal_size = 32MB
min_wal_size = 32MB
C
printf 'local all all trust\nhost all postgres,app 127.0.0.1/32 trust\nhost all batch,reports 127.0.0.1/32 scram-sha-256\nhost replication postgres 127.0.0.1/32 trust\nhost shop denied 127.0.0.1/32 reject\n' > "$W/data/pg_hba.conf"
start
sql 'create database shop' postgres postgres
sql 'create database billing' postgres postgres
for r in app batch reports denied; do sql "create role $r login password 'pw-$r'"; done
sql 'grant all on schema public to app'
for t in orders items customers invoices parcels audit; do
  sql "create table $t(id serial primary key, name text unique, amount int check (amount >= 0), at timestamptz default now(), parent int references $t(id))" app
  sql "insert into $t(name, amount) select md5(i::text), i from generate_series(1, 3000) i" app
done
for n in 1 2 3; do
  for t in orders items customers invoices parcels audit; do
    sql "insert into $t(name, amount) values (md5('$n'), 4)" app
    sql "insert into $t(amount) values (-$n)" app
    sql "insert into $t(name, parent) values ('x$n$t', 99999$n)" app
    sql "select * from ${t}_$n" app
    sql "select no_$t$n from $t" app
    sql "select ${t}_total($n, 'a')" app
    sql "update $t set amount = amount + 1 where id % $((n + 2)) = 0" app
    sql "delete from $t where id % 17 = $n" app
    sql "select 1 / ($n - $n) from $t" app
    sql "select '${t}x$n'::int" app
    sql "select '2026-13-4$n'::date" app
    sql "select a.* from $t a, $t b order by a.name, b.name limit 10 offset 200000" app
    sql "create index ${t}_at_$n on $t(at)" app
    sql "create table $t(id int)" app
    sql "drop table old_$t" app
    sql "drop table if exists older_$t" app
    sql "alter table $t add column amount int" app
    sql "truncate $t" reports
    sql "selec $n from $t" app
    sql "select * from $t where (id = $n" app
    sql "set work_mem = '${n}xB'" app
    sql "set no_such_$t = $n" app
    sql "select pg_sleep(0.0$((n + 2)))" app
    sql "begin; lock $t; select 1 from $t; rollback to s$n" app
    sql "select repeat('x', $n)::varchar(2)::json" app
    sql "select 9999999999 * $n::int * 1000000000::int4" app
    sql "insert into $t values ($n)" app
    sql "set statement_timeout = '${n}0ms'; select count(*) from $t a, $t b, $t c" app
    sql "select jsonb_path_query('{}', '\$.$t[')" app
    sql "cluster verbose $t using ${t}_pkey" app
    sql "grant select on $t to nobody$n" app
    sql "comment on column $t.c$n is 'x'" app
    sql "prepare q as select \$1::int; execute q$n(1)" app
  done
  for u in batch reports nobody guest$n; do PGPASSWORD=wrong sql "select 1" $u; PGPASSWORD=pw-$u sql "select $n" $u; done
  sql 'select 1' denied; sql 'select 1' app "none$n"; sql 'select 1' "ghost$n"
  # Two sessions that lock each other's rows.
  for k in 1 2 3; do
    a=$((n * 10 + k)); b=$((n * 10 + k + 5))
    psql -X -q -U app shop -c "begin; update orders set amount = 1 where id = $a; select pg_sleep(0.5); update orders set amount = 2 where id = $b; commit" >/dev/null 2>&1 &
    one=$!
    psql -X -q -U app shop -c "begin; update orders set amount = 3 where id = $b; select pg_sleep(0.5); update orders set amount = 4 where id = $a; commit" >/dev/null 2>&1
    wait $one
  done
  # More sessions than there may be, one of them told to end, one to stop its statement.
  s=(); for k in $(seq 16); do psql -X -q -U app billing -c "select pg_sleep(2)" >/dev/null 2>&1 & s+=($!); done
  sleep 1
  sql "select pg_terminate_backend(pid) from pg_stat_activity where query like '%sleep(2)%' and pid % 3 = 0"
  sql "select pg_cancel_backend(pid) from pg_stat_activity where query like '%sleep(2)%' and pid % 3 = 1"
  wait "${s[@]}"
  PGOPTIONS="-c log_statement=all" "$B/pgbench" -i -q -U app -s 1 billing >/dev/null 2>&1
  sql 'checkpoint'
  "$B/pg_basebackup" -U postgres -D "$W/copy$n" -X stream >/dev/null 2>&1; rm -rf "$W/copy$n"
  sql "select pg_create_physical_replication_slot('slot$n')"; sql "select pg_drop_replication_slot('slot$n')"; sql "select pg_drop_replication_slot('none$n')"
  printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 1 127.0.0.1 $P >/dev/null; nc -z -w 1 127.0.0.1 $P
  pg "sed -i 's/^max_wal_size.*/max_wal_size = $((32 + n * 16))MB/; s/^max_connections.*/max_connections = 1$n/' $W/data/postgresql.conf"
  echo "wal_level = $([ $n = 2 ] && echo nonsense || echo replica)" >> "$W/data/postgresql.conf"; chown postgres "$W/data/postgresql.conf"
  pg "$B/pg_ctl -D $W/data reload" >/dev/null
  sleep 2
  sed -i '/^wal_level/d' "$W/data/postgresql.conf"
  case $n in 1) stop immediate ;; 2) stop smart ;; 3) sql "select pg_rotate_logfile()"; kill -9 $(psql -X -Atq -U app billing -c 'select pg_backend_pid()'; pg "pgrep -u postgres -f 'walwriter' -P $(head -1 $W/data/postmaster.pid)"); sleep 4; stop fast ;; esac
  start
done
stop
cat "$W"/log/*.json > "$W/log.json"
python3 - "$W/log.json" > "$1/postgresql.raw" <<'Y'
import json, sys
for line in open(sys.argv[1], errors="replace"):
    try: r = json.loads(line)
    except ValueError: continue
    if "message" in r and "file_name" in r:
        print(r["file_name"], r["func_name"], r["file_line_num"], sep=":", end="\t\t")
        print(r["message"].split("\n")[0].replace("\t", " "))
Y
