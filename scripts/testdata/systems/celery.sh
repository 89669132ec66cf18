#!/bin/bash
# Celery workers, beat and a broker that goes away, on loopback. Usage: celery.sh WORK ($VENV has celery and redis)
set -u
H=$(cd "$(dirname "$0")" && pwd); W=$1/celery; rm -rf "$W"; mkdir -p "$W"; cd "$W"
export PATH=$VENV/bin:$PATH PYTHONPATH=$H/capture:$W CAPTURE_FILE=$1/celery.raw CAPTURE_LOGGERS=celery,kombu,root
: > "$CAPTURE_FILE"
cat > shop.py <<'Y'
import os, time, random
from celery import Celery, chain, group, chord
from celery.exceptions import Reject, Ignore, SoftTimeLimitExceeded
app = Celery("shop", broker="redis://127.0.0.1:6390/0", backend="redis://127.0.0.1:6390/1")
app.conf.update(task_acks_late=True, task_reject_on_worker_lost=False, worker_send_task_events=True, broker_connection_retry_on_startup=True, worker_prefetch_multiplier=2, broker_transport_options={"visibility_timeout": 20}, redis_socket_timeout=3, broker_connection_max_retries=5,
    beat_schedule={"tick": {"task": "shop.add", "schedule": 1.0, "args": (1, 2)}, "lost": {"task": "shop.nosuch", "schedule": 3.0}, "mail-report": {"task": "shop.mail", "schedule": 2.0, "args": ("daily",)}}, task_soft_time_limit=3, task_time_limit=4)
log = __import__("celery.utils.log", fromlist=["x"]).get_task_logger("celery.shop")
@app.task
def add(a, b): return a + b
@app.task
def mail(kind, to="anna"):
    log.info("sending %s mail to %s", kind, to); time.sleep(random.random() / 5); return {"kind": kind, "size": random.randrange(9999)}
@app.task(bind=True, max_retries=2)
def flaky(self, n):
    try: raise ConnectionError(f"peer {n} reset")
    except ConnectionError as e: raise self.retry(exc=e, countdown=n % 3)
@app.task
def bad(n): raise [ValueError, KeyError, ZeroDivisionError][n % 3](f"order {n} of shop")
@app.task(ignore_result=True)
def skip(n): raise Ignore()
@app.task(acks_late=True)
def reject(n): raise Reject(f"no {n}", requeue=False)
@app.task
def slow(n): time.sleep(n)
@app.task
def stuck(n):
    while True:
        try: time.sleep(9)
        except SoftTimeLimitExceeded: pass
@app.task
def die(n): os._exit(n)
@app.task(rate_limit="2/s")
def limited(n): return n
@app.task
def weird(): return object()
Y
redis() { redis-server --port 6390 --bind 127.0.0.1 --save '' --dir "$W" > redis.log 2>&1 & R=$!; sleep 1; }
redis
for r in 1 2 3; do
  celery -A shop worker -n "red$r@lab" -c 2 -l info $([ $r = 2 ] && echo "-P threads") --max-tasks-per-child $((r * 30)) > w$r.out 2>&1 & A=$!
  celery -A shop worker -n "blue$r@lab" -c 1 -l info -Q celery,mails > v$r.out 2>&1 & B=$!
  celery -A shop beat -l info -s beat$r --pidfile= > b$r.out 2>&1 & T=$!
  sleep 5
  timeout 60 python - $r <<'Y' > c$r.out 2>&1
import sys, time, json, redis, uuid
import shop
from celery import chord, group
r = int(sys.argv[1])
for n in range(25):
    shop.add.delay(n, r); shop.mail.delay("news", to=f"user{n}"); shop.flaky.delay(n); shop.bad.delay(n * r)
    if n % 5 == 0:
        shop.skip.delay(n); shop.reject.delay(n); shop.limited.delay(n); shop.app.send_task(f"shop.gone{n}", (n,)); shop.weird.delay(); shop.add.apply_async((n, 3), expires=-n - 1); shop.add.apply_async((n, 1), countdown=2); shop.add.delay("a", n)
x = [shop.slow.delay(k) for k in (1, 5)] + [shop.stuck.delay(1), shop.die.delay(3)]
later = shop.slow.apply_async((2,), countdown=30); later.revoke(); shop.slow.delay(3).revoke(terminate=True)
chord([shop.add.s(1, 2), shop.bad.s(3)], shop.mail.s()).delay(); group(shop.add.s(k, k) for k in range(4)).delay()
c = redis.Redis(port=6390)
for junk in ("not json", json.dumps({"body": "x", "headers": {}, "properties": {"delivery_tag": str(uuid.uuid4()), "delivery_info": {"exchange": "", "routing_key": "celery"}, "body_encoding": "base64"}, "content-type": "application/json", "content-encoding": "utf-8"}), json.dumps({"body": "bm9wZQ==", "headers": {"task": "shop.add", "id": f"t{r}"}, "properties": {"delivery_tag": "t", "delivery_info": {"exchange": "", "routing_key": "celery"}, "body_encoding": "base64"}, "content-type": "application/x-nosuch", "content-encoding": "utf-8"})): c.lpush("celery", junk) if junk != "not json" else None
i = shop.app.control
for f in (lambda: i.ping(timeout=1), lambda: i.rate_limit("shop.add", f"{r}0/s"), lambda: i.rate_limit("shop.nosuch", "1/s"), lambda: i.time_limit("shop.mail", soft=2, hard=3), lambda: i.add_consumer(f"extra{r}", reply=True), lambda: i.cancel_consumer(f"extra{r}", reply=True), lambda: i.pool_grow(1), lambda: i.pool_shrink(1), lambda: i.broadcast("nosuch_cmd"), lambda: i.autoscale(3, 1), lambda: i.enable_events(), lambda: i.disable_events(), lambda: i.pool_restart()):
    try: f()
    except Exception as e: print(repr(e))
    time.sleep(0.2)
time.sleep(12)
Y
  [ $r = 2 ] && { kill $R; sleep 5; redis; sleep 8; }; [ $r = 3 ] && { kill -9 $R; sleep 12; }
  kill -HUP $B; sleep 3; kill $T; kill $A; sleep 4; kill -QUIT $A 2>/dev/null; kill $B $(pgrep -f "celery.*blue$r@lab") $(pgrep -f "celery.*red$r@lab") 2>/dev/null; sleep 2
done
kill $R 2>/dev/null; kill -9 $(pgrep -f 'celery.*(red|blue)[123]@lab') 2>/dev/null
