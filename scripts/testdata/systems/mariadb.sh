#!/bin/bash
# MariaDB's error log, a primary and a replica on loopback. Usage: mariadb.sh WORK
set -u
W=$1/mariadb; rm -rf "$W"; mkdir -p "$W"; chmod 755 "$1"; chown mysql "$W"; cd "$W"
init() { mariadb-install-db --no-defaults --user=mysql --datadir="$W/d$1" --auth-root-authentication-method=normal --skip-test-db > i$1 2>&1; }
run() { local n=$1; shift; mariadbd --no-defaults --user=mysql --datadir="$W/d$n" --socket="$W/s$n" --port=3364$n --bind-address=127.0.0.1 --pid-file="$W/p$n" --log-error="$W/e$n.log" --server-id=$n --log-bin --log-warnings=4 --innodb-buffer-pool-size=16M --innodb-print-all-deadlocks --innodb-lock-wait-timeout=1 --max-connections=8 --max-allowed-packet=64K --connect-timeout=2 --wait-timeout=3 --skip-name-resolve --slave-net-timeout=4 --innodb-log-file-size=4M "$@" > out$n 2>&1 & P[$n]=$!; for k in $(seq 20); do sleep 0.5; [ -S s$n ] && break; done; }
declare -A P
q() { timeout 5 mariadb -S "$W/s${2:-1}" -u ${3:-root} --protocol=socket -f -e "$1" > /dev/null 2>&1; }
t() { timeout 4 mariadb -h 127.0.0.1 -P 33641 "$@" -e 'select 1' > /dev/null 2>&1; }
init 1; init 2
for r in 1 2 3; do
  run 1 $([ $r = 2 ] && echo "--event-scheduler=on --query-cache-size=1M --sync-binlog=1") ; run 2 --relay-log=relay --read-only $([ $r = 3 ] && echo --skip-slave-start)
  q "create database if not exists shop; create user if not exists anna@'127.0.0.1' identified by 'pw'; create user if not exists repl@'127.0.0.1' identified by 'r'; grant all on shop.* to anna@'127.0.0.1'; grant replication slave on *.* to repl@'127.0.0.1'; create user if not exists ben@'127.0.0.1' identified by 'x' account lock; set global max_connect_errors = 5"
  q "stop slave; change master to master_host='127.0.0.1', master_port=33641, master_user='repl', master_password='$([ $r = 1 ] && echo r || echo bad)', master_connect_retry=1; start slave" 2
  for k in 1 2 3 4 5 6; do
    q "use shop; create table if not exists o$k(id int primary key, v varchar(20)) engine=$([ $((k % 3)) = 0 ] && echo MyISAM || echo InnoDB); replace into o$k values (1,'a'),(2,'b'),($k,'c')"
    t -u anna -ppw shop; t -u anna -pbad$k; t -u ghost$k -px; t -u ben -px; t -u anna -ppw nodb$k; t -u '' ; t -u root
    printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 1 127.0.0.1 33641 >/dev/null; nc -z 127.0.0.1 33641; (sleep 3) | nc -w 4 127.0.0.1 33641 > /dev/null &
    mariadb -S s1 -u root shop -e "begin; update o1 set v = '$k' where id = 1; select sleep(0.4); update o2 set v = '$k' where id = 1; commit" > /dev/null 2>&1 & mariadb -S s1 -u root shop -e "begin; update o2 set v = 'x$k' where id = 1; select sleep(0.4); update o1 set v = 'x$k' where id = 1; commit" > /dev/null 2>&1; wait $!
    mariadb -h 127.0.0.1 -P 33641 -u anna -ppw shop -e "select sleep(9)" > /dev/null 2>&1 & c=$!; sleep 0.3; kill -9 $c; mariadb -h 127.0.0.1 -P 33641 -u anna -ppw shop -e "insert into o1 values ($((k + 50)), '$(head -c 70000 /dev/zero | tr '\0' z)')" > /dev/null 2>&1; (echo 'select 1;'; sleep 5) | mariadb -h 127.0.0.1 -P 33641 -u anna -ppw shop > /dev/null 2>&1 &
    q "create event if not exists shop.e$k on schedule every 1 second do insert into shop.o$k values (1, 'dup')"; q "insert into shop.o$k select id + 100 * $r, uuid() from shop.o1"; q "set global innodb_buffer_pool_size = $((16 + k * 2))*1024*1024; purge binary logs before now(); flush logs; set global sync_binlog = $k; alter table shop.o$k add column x$r$k int; create table shop.bad$k(a int) engine=nosuch; install plugin p$k soname 'nosuch$k.so'; set global innodb_io_capacity = 1"
    for m in 1 2 3 4 5 6 7 8 9 10; do mariadb -S s1 -u root -e 'select sleep(1)' > /dev/null 2>&1 & done; q "kill query (select max(id) from information_schema.processlist)"; q 'insert into shop.o1 values (77, "local")' 2; q "insert into shop.o1 values ($((k + 500)), 'p')"
  done; sleep 4
  q "insert into shop.o1 values ($((r + 900)), 'conflict')" 2; q "insert into shop.o1 values ($((r + 900)), 'conflict')"; sleep 2; q "stop slave; set global sql_slave_skip_counter = 1; start slave; select sleep(1); stop slave io_thread; start slave io_thread; reset slave" 2; sleep 1
  case $r in 1) kill -9 ${P[1]}; sleep 3 ;; 2) head -c 3000 /dev/urandom | dd of="$(ls d1/shop/o3.MYI)" conv=notrunc 2>/dev/null; q 'check table shop.o3; repair table shop.o3; select * from shop.o3'; dd if=/dev/urandom of=d1/shop/o4.ibd bs=1k seek=50 count=16 conv=notrunc 2>/dev/null; rm -f d1/shop/o5.frm; kill ${P[1]}; sleep 4 ;; 3) run 1; kill ${P[1]}; sleep 3; run 1 --innodb-force-recovery=1 --nosuch-option=1; run 1 --plugin-load=nosuch.so --log-bin=/nowhere/x; run 1 --innodb-force-recovery=1; kill ${P[1]} 2>/dev/null; sleep 3 ;; esac
  kill ${P[2]}; sleep 3; kill -9 ${P[1]} ${P[2]} 2>/dev/null
done
cat e1.log e2.log | grep -aE '^[0-9]{4}-' | sed -E 's/^[0-9-]+ +[0-9:]+ [0-9]+ \[[A-Za-z]+\] //' > "$1/mariadb.raw"
