#!/bin/bash
# Dask's scheduler and workers on loopback. Usage: dask.sh WORK; the programs of PYTHON's folder ($VENV/bin)
set -u
H=$(cd "$(dirname "$0")" && pwd); W=$1/dask; rm -rf "$W"; mkdir -p "$W"; cd "$W"
export PATH=$VENV/bin:$PATH PYTHONPATH=$H/capture:$W CAPTURE_FILE=$1/dask.raw CAPTURE_LOGGERS=distributed
export DASK_DISTRIBUTED__ADMIN__TICK__LIMIT=200ms DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=0.4 DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=0.5 DASK_DISTRIBUTED__WORKER__MEMORY__PAUSE=0.6 DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH=100
: > "$CAPTURE_FILE"
cat > plug.py <<'Y'
def dask_setup(x): pass
def fail(n, kind):
    raise [ValueError, KeyError, RuntimeError][n % 3](f"{kind} {n} is out of range")
def big(n): return bytes(n << 20)
def size(b): return len(b)
def die(n):
    import os
    os._exit(n)
Y
for round in 1 2 3; do
  dask scheduler --host 127.0.0.1 --port 87$round$round --dashboard-address 127.0.0.1:88$round$round --preload plug > s$round.out 2>&1 & s=$!
  sleep 3
  dask worker tcp://127.0.0.1:87$round$round --nworkers 2 --nthreads 2 --memory-limit 400MB --preload plug --no-dashboard > w$round.out 2>&1 & w=$!
  dask worker tcp://127.0.0.1:87$round$round --name "alpha-$round" --nthreads 1 --no-nanny --lifetime 25s --no-dashboard > v$round.out 2>&1 & v=$!
  sleep 4
  timeout 100 python - $round <<'Y' > c$round.out 2>&1
import sys, time, logging
from distributed import Client, Lock, Variable, wait, Queue, Event
from distributed.diagnostics.plugin import WorkerPlugin, SchedulerPlugin
import plug
r = int(sys.argv[1])
for k in range(3):
    c = Client(f"tcp://127.0.0.1:87{r}{r}", name=f"team{k}", timeout=10)
    fs = c.map(plug.fail, range(k * 7, k * 7 + 8 + r), ["index"] * 99, pure=False); wait(fs)
    fs = c.map(lambda n: n + k, range(200)); c.gather(fs)
    try: c.submit(plug.size, c.submit(plug.big, 30 * r, pure=False), retries=1).result()
    except Exception as e: pass
    c.publish_dataset(**{f"set{k}{r}": fs})
    bigs = c.map(plug.big, [60] * (5 + r), pure=False); wait(bigs, timeout=30)
    c.rebalance(); del bigs
    f = c.submit(time.sleep, 5, pure=False); f.cancel()
    c.run(lambda: logging.getLogger("distributed.worker").warning("x"), nanny=False) if False else None
    try: c.submit(plug.die, k + 2, pure=False).result(timeout=20)
    except Exception as e: pass
    class P(WorkerPlugin):
        name = f"p{k}"
        def setup(self, worker): pass
    c.register_plugin(P()); c.unregister_worker_plugin(f"p{k}")
    try: c.upload_file("plug.py")
    except Exception as e: pass
    c.retire_workers(n=1)
    if k == 1: c.restart(timeout=20, wait_for_workers=False)
    time.sleep(2)
    c.close()
Y
  printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 1 127.0.0.1 87$round$round > /dev/null
  case $round in 1) kill -INT $w; sleep 2 ;; 2) kill $s; sleep 4 ;; 3) kill $w; sleep 3 ;; esac
  kill $s $w $v 2>/dev/null; wait
done
