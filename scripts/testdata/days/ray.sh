#!/bin/bash
# Ray: a head and two worker nodes on one machine; people submit jobs (tasks, actors, placement groups, data shuffles, a small service), some of them fail, a worker node is drained, another dies and comes back. Usage: ray.sh WORK
# Needs: PyPI ray[default,serve] 2.60.0 in the virtual environment given by VENV (default: python and ray of the PATH). Level: the default (info).
set -u
OUT=$1; W=$1/ray; rm -rf "$W"; mkdir -p "$W"; cd "$W"; RANDOM=55
[ -n "${VENV:-}" ] && PATH=$VENV/bin:$PATH
export RAY_USAGE_STATS_ENABLED=0 RAY_DISABLE_IMPORT_WARNING=1 RAY_ADDRESS=127.0.0.1:6479 PYTHONUNBUFFERED=1 RAY_raylet_report_loads_period_milliseconds=1000 RAY_event_stats_print_interval_ms=${STATS:-60000}
cat > job.py <<'E'
import random, sys, time, os
import ray
kind, seed = sys.argv[1], int(sys.argv[2]); random.seed(seed); ns = sys.argv[3]
ray.init(address='auto', namespace=ns, log_to_driver=True)
@ray.remote
def count(text): time.sleep(random.random() / 4); return len(text.split())
@ray.remote(max_retries=1)
def flaky(k):
    if random.random() < 0.1: os._exit(1)
    if random.random() < 0.1: raise ValueError('row %d: bad date' % k)
    time.sleep(0.1); return k
@ray.remote(max_restarts=1, max_task_retries=1)
class Counter:
    def __init__(self, name): self.name, self.n = name, 0
    def add(self, k):
        self.n += k
        if self.n > 900: os._exit(3)
        return self.n
@ray.remote
def block(k, mb): return bytearray(mb * 1024 * 1024)
@ray.remote
def size(b): return len(b)
if kind == 'words': print(sum(ray.get([count.remote('a b c ' * random.randrange(900)) for _ in range(random.randrange(10, 60))])), 'words')
elif kind == 'etl':
    for k in range(random.randrange(5, 20)):
        try: ray.get(flaky.remote(k))
        except Exception as e: print('row', k, type(e).__name__)
elif kind == 'actors':
    cs = [Counter.options(name='c%d-%d' % (seed, i), num_cpus=0.2).remote('c%d' % i) for i in range(random.randrange(2, 6))]
    for k in range(30):
        try: ray.get(random.choice(cs).add.remote(random.randrange(99)), timeout=15)
        except Exception as e: print(type(e).__name__)
elif kind == 'big':
    bs = [block.remote(k, random.randrange(4, 24)) for k in range(random.randrange(6, 16))]
    print(sum(ray.get([size.remote(b) for b in bs])) >> 20, 'MB')
elif kind == 'group':
    from ray.util.placement_group import placement_group, remove_placement_group
    pg = placement_group([{'CPU': 1}] * random.randrange(1, 4), strategy=random.choice(['PACK', 'SPREAD', 'STRICT_SPREAD']))
    if pg.wait(8):
        from ray.util.scheduling_strategies import PlacementGroupSchedulingStrategy as S
        print(ray.get([count.options(scheduling_strategy=S(pg)).remote('x y') for _ in range(6)]))
    remove_placement_group(pg)
elif kind == 'gpu':
    r = count.options(num_gpus=1).remote('x')
    print(ray.wait([r], timeout=6)); ray.cancel(r)
elif kind == 'crash': raise SystemExit('no such table: %s' % ns)
elif kind == 'serve':
    from ray import serve
    import urllib.request
    @serve.deployment(num_replicas=random.randrange(1, 3), ray_actor_options={'num_cpus': 0.2})
    class Hello:
        async def __call__(self, req):
            k = int(req.query_params.get('k', '0'))
            if k % 17 == 16: raise RuntimeError('no model for %d' % k)
            return {'k': k}
    serve.start(http_options={'host': '127.0.0.1', 'port': 8479}); serve.run(Hello.bind(), name=ns, route_prefix='/' + ns)
    for k in range(random.randrange(20, 60)):
        try: urllib.request.urlopen('http://127.0.0.1:8479/%s?k=%d' % (ns, random.randrange(400)), timeout=9).read()
        except Exception as e: print(e)
    try: urllib.request.urlopen('http://127.0.0.1:8479/none', timeout=9).read()
    except Exception as e: print(e)
    if seed % 2: serve.delete(ns)
E
mkdir wd; cp job.py wd
node() { env -u RAY_ADDRESS ray start --address=127.0.0.1:6479 --num-cpus=2 --object-store-memory=100000000 --node-name=$1 --dashboard-agent-listen-port=$((8480 + ${1#worker})) --disable-usage-stats > start.$1 2>&1; N[$1]=$(pgrep -f "raylet/raylet .*--node-name=$1( |$)|raylet/raylet .*node_name=$1( |$)" | tail -1); [ -n "${N[$1]}" ] || N[$1]=$(pgrep -nf "raylet/raylet .*$W"); }
declare -A N
env -u RAY_ADDRESS ray start --head --port=6479 --num-cpus=2 --object-store-memory=100000000 --dashboard-host=127.0.0.1 --dashboard-port=8475 --ray-client-server-port=9479 --dashboard-agent-listen-port=8476 --temp-dir="$W/t" --node-name=head --disable-usage-stats > start.head 2>&1
node worker1; node worker2; sleep 5
end=$((SECONDS + ${SECS:-250})); n=0; export RAY_API_SERVER_ADDRESS=http://127.0.0.1:8475
while [ $SECONDS -lt $end ]; do n=$((n + 1)); kind=$(shuf -n1 -e words words etl actors actors big group gpu crash serve); team=$(shuf -n1 -e web data ml ops)
  if [ $((n % 3)) = 0 ]; then timeout 60 ray job submit --submission-id "$team-$kind-$n" --working-dir "$W/wd" -- python job.py $kind $n $team > job$n.out 2>&1; else timeout 60 python job.py $kind $n $team > job$n.out 2>&1; fi &
  J=$!; [ $((RANDOM % 3)) = 0 ] || wait $J
  case $((n % 12)) in 3) timeout 20 ray list actors > /dev/null 2>&1 ;; 5) timeout 20 ray status > /dev/null 2>&1 ;; 7) curl -s -m 5 http://127.0.0.1:8475/api/jobs/ > /dev/null; curl -s -m 5 http://127.0.0.1:8475/nodes?view=summary > /dev/null ;; 9) curl -s -m 5 http://127.0.0.1:8475/api/jobs/none$n > /dev/null ;; esac
  [ $((n % 16)) = 8 ] && { kill -9 ${N[worker1]}; sleep 6; node worker1; }; [ $((n % 16)) = 14 ] && { kill ${N[worker2]}; sleep 5; node worker2; }
done
mine() { for p in $(pgrep -f "ray|$W/t|127.0.0.1:6479"); do case $(readlink /proc/$p/cwd) in "$W"|"$W"/*) [ $p = $$ ] || kill ${1:-} $p 2>/dev/null ;; esac; done; }   # its processes rename themselves
sleep 5; mine; sleep 6; mine -9
# header: [time level pid tid] (component) file:line: of the C++ parts, time level file:line -- (or level time component -- in serve) of the Python parts; a worker's own output has none
cat $(ls -rtd t/session_2*)/logs/{gcs_server.out,raylet*.out,monitor.log,dashboard*.log,runtime_env_*.log,log_monitor.log,python-core-*.log,serve/*.log} 2>/dev/null | sed -nE -e "s/^\[[0-9-]+ [0-9:,]+ [A-Z] [0-9]+ [0-9]+\] (\([a-z_A-Z]+\) )?[a-z_A-Z0-9.]+:[0-9]+: //p; t" -e "s/^[0-9-]+ [0-9:,]+[ \t]+[A-Z]+ [^ ]+ -- //p; t" -e "s/^[A-Z]+ [0-9-]+ [0-9:,]+ ([^ -][^ ]* )+-- //p; t" | sed -E "s#$W#/srv/lab/ray#g; s#${VENV:-/none-such}#/srv/lab/venv#g; s#$OUT#/srv/lab#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length > 0 && length <= 1500 && !/^ *$/' > "$OUT/ray.raw"
