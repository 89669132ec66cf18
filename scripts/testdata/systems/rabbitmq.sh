#!/bin/bash
# RabbitMQ on loopback and its clients. Usage: rabbitmq.sh WORK ($VENV has pika)
set -u
H=$(cd "$(dirname "$0")" && pwd); W=$1/rabbitmq; rm -rf "$W"; mkdir -p "$W"; chmod 777 "$W"; cd "$W"
printf 'listeners.tcp.1 = 127.0.0.1:5673\nheartbeat = 3\nlog.file = rabbit.log\nlog.dir = %s\nlog.file.level = info\nlog.connection.level = info\nlog.channel.level = info\nlog.queue.level = info\ndisk_free_limit.absolute = 1MB\nvm_memory_high_watermark.absolute = 300MB\nloopback_users = none\nchannel_max = 20\n' "$W" > rabbitmq.conf
erlc -o "$W" "$H/capture/capture.erl"
chown -R rabbitmq "$W"; : > "$1/rabbitmq.raw"; chown rabbitmq "$1/rabbitmq.raw"
export RABBITMQ_NODENAME=lab@localhost RABBITMQ_CONFIG_FILE=$W/rabbitmq RABBITMQ_MNESIA_BASE=$W/mnesia RABBITMQ_LOG_BASE=$W RABBITMQ_DIST_PORT=25680 ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=4370 RABBITMQ_ENABLED_PLUGINS_FILE=$W/plugins HOME=$W
E="env CAPTURE_FILE=$1/rabbitmq.raw RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-pa $W -s capture install' RABBITMQ_NODENAME=$RABBITMQ_NODENAME RABBITMQ_CONFIG_FILE=$RABBITMQ_CONFIG_FILE RABBITMQ_MNESIA_BASE=$RABBITMQ_MNESIA_BASE RABBITMQ_LOG_BASE=$W RABBITMQ_DIST_PORT=25680 ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=4370 RABBITMQ_ENABLED_PLUGINS_FILE=$W/plugins HOME=$W"
as() { su rabbitmq -s /bin/bash -c "$E $*"; }
ctl() { as "/usr/lib/rabbitmq/bin/rabbitmqctl -q $*" > /dev/null 2>&1; }
echo '[rabbitmq_mqtt,rabbitmq_shovel].' > plugins
for r in 1 2; do
  as "/usr/lib/rabbitmq/bin/rabbitmq-server" > out$r.txt 2>&1 & 
  sleep 14; ctl await_startup
  for v in shop billing lab$r; do ctl add_vhost $v; ctl set_permissions -p $v guest "'.*' '.*' '.*'"; done
  for u in anna ben carol$r; do ctl add_user $u pw-$u; ctl set_permissions -p shop $u "'^$u-.*' '.*' '.*'"; ctl set_user_tags $u monitoring; done
  ctl change_password ben new$r; ctl set_policy -p shop ttl$r "'^t'" "'{\"message-ttl\":500}'"; ctl set_vm_memory_high_watermark 0.0000001; sleep 2; ctl set_vm_memory_high_watermark 0.4; ctl set_disk_free_limit 900GB; sleep 3; ctl set_disk_free_limit 1MB; ctl set_vhost_limits -p lab$r "'{\"max-connections\": 1}'"
  timeout 80 "$VENV/bin/python" - $r <<'Y' > k$r.out 2>&1
import pika, socket, sys, time
r = int(sys.argv[1])
def conn(user="guest", pw="guest", vhost="shop", **k):
    try: return pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", 5673, vhost, pika.PlainCredentials(user, pw), connection_attempts=1, blocked_connection_timeout=3, client_properties={"connection_name": f"{user}-{k.pop('name', 0)}"}, **k))
    except Exception as e: print(repr(e))
for k in range(12):
    for user, pw, vhost in (("anna", "pw-anna", "shop"), ("ben", f"new{r}", "shop"), ("guest", "guest", "billing"), ("nobody%d" % k, "x", "shop"), ("anna", "wrong", "shop"), ("anna", "pw-anna", "billing"), ("guest", "guest", "none%d" % k)):
        c = conn(user, pw, vhost, name=k)
        if not c: continue
        for bad in (lambda ch: ch.queue_declare(f"{user}-q{k}", durable=True), lambda ch: ch.queue_declare(f"{user}-q{k}", durable=False), lambda ch: ch.queue_declare(f"gone{k}", passive=True), lambda ch: ch.basic_publish(f"nox{k}", "a", b"x", mandatory=True) or ch.queue_declare("amq.x"), lambda ch: ch.exchange_declare(f"{user}-x", "nosuch"), lambda ch: ch.queue_bind(f"{user}-q{k}", "nowhere"), lambda ch: ch.basic_ack(99 + k) or ch.queue_declare(""), lambda ch: ch.basic_get(f"other-{k}"), lambda ch: ch.queue_delete("amq.rabbitmq"), lambda ch: ch.exchange_delete("amq.direct"), lambda ch: ch.queue_declare(f"{user}-p{k}", arguments={"x-max-priority": "a"})):
            try:
                ch = c.channel(); bad(ch); ch.close()
            except Exception as e: print(repr(e)[:90])
            if c.is_closed: break
        if c.is_open: (c.close() if k % 3 else c._impl._transport.abort())
a = conn(vhost=f"lab{r}"); b = conn(vhost=f"lab{r}")
c = conn(heartbeat=3)
if c:
    chs = []
    try:
        for _ in range(25): chs.append(c.channel())
    except Exception as e: print(repr(e))
for data in (b"GET / HTTP/1.0\r\n\r\n", b"AMQP\x00\x00\x08\x00", b"AMQP\x00\x00\x09\x01junkjunkjunk", b"AMQP\x01\x01\x00\x09", b"", b"\x16\x03\x01"):
    for _ in range(3):
        s = socket.create_connection(("127.0.0.1", 5673)); s.send(data); time.sleep(0.3); s.close()
c = conn(heartbeat=3, name="dead"); time.sleep(14)
Y
  ctl close_all_connections "'maintenance $r'"; ctl delete_vhost lab$r; ctl delete_user carol$r; ctl clear_policy -p shop ttl$r; ctl rotate_logs; ctl stop_app; sleep 2; ctl start_app; ctl eval "'rabbit_log:warning(\"x\")'" ; ctl delete_vhost none$r; ctl add_user anna x; sleep 1
  ctl stop; sleep 3; wait
done
as "/usr/bin/epmd -kill" > /dev/null 2>&1
