#!/bin/bash
# Apache Airflow: one day of a small data team, compressed into some minutes, on loopback. Usage: airflow.sh WORK
# Expects on PATH: airflow (PyPI apache-airflow 3.3.2, default LocalExecutor and SQLite), curl, python3. SECS sets the length of the run.
set -u
W=$1/airflow; rm -rf "$W"; mkdir -p "$W/home/dags" "$W/in" "$W/out"; cd "$W"
export AIRFLOW_HOME=$W/home LAB=$W AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__CORE__PARALLELISM=6 AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL=20 AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL=15 \
  AIRFLOW__DAG_PROCESSOR__PRINT_STATS_INTERVAL=30 AIRFLOW__DAG_PROCESSOR__DAG_FILE_PROCESSOR_TIMEOUT=10 AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT=25 AIRFLOW__API__PORT=8793 AIRFLOW__API__HOST=127.0.0.1 AIRFLOW__API__BASE_URL=http://127.0.0.1:8793 AIRFLOW__API__WORKERS=1 \
  AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://127.0.0.1:8793/execution/ AIRFLOW__LOGGING__LOGGING_LEVEL=INFO AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT=8794 AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT=8795 \
  AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS=admin:admin,mira:op,jonas:user,tess:viewer AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION=False NO_COLOR=1 AIRFLOW__LOGGING__COLORED_CONSOLE_LOG=False
cat > home/dags/shop.py <<'P'
import json, os, random, time, urllib.request, logging
from datetime import datetime, timedelta
from airflow.sdk import DAG, task, Asset, Variable
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.sensors.filesystem import FileSensor
from airflow.providers.standard.sensors.time_delta import TimeDeltaSensor
LAB = os.environ["LAB"]; log = logging.getLogger("shop")
base = dict(start_date=datetime(2024, 1, 1), catchup=False, max_active_runs=1, default_args=dict(owner="data", retries=1, retry_delay=timedelta(seconds=4)))
orders = Asset("file://shop/orders"); stock = Asset("file://shop/stock")

with DAG("orders_hourly", schedule=timedelta(seconds=12), tags=["shop"], **base):
    @task
    def extract():
        n = random.randint(200, 9000); log.info("read %d orders from shop%d", n, random.randint(1, 4)); return n
    @task(retries=2)
    def check(n):
        if random.random() < 0.12: raise ValueError(f"{n % 17} orders without customer")
        log.info("%d rows ok, %d dropped", n, n % 7); return n
    @task(outlets=[orders])
    def load(n):
        time.sleep(n / 9000); open(f"{LAB}/out/orders-{int(time.time())}.json", "w").write(json.dumps({"n": n}))
    load(check(extract()))

with DAG("stock_sync", schedule=timedelta(seconds=15), **base):
    wait = FileSensor(task_id="wait_file", filepath=f"{LAB}/in/stock.csv", poke_interval=2, timeout=9, fs_conn_id="fs_lab", retries=0)
    count = BashOperator(task_id="count", bash_command=f"wc -l < {LAB}/in/stock.csv; sort {LAB}/in/stock.csv | md5sum", outlets=[stock])
    move = BashOperator(task_id="move", bash_command=f"mv -v {LAB}/in/stock.csv {LAB}/out/stock-$(date +%s).csv")
    wait >> count >> move

with DAG("report", schedule=(orders & stock), **base):
    @task.branch
    def pick(): return random.choice(["short", "full"])
    s = BashOperator(task_id="short", bash_command=f"ls {LAB}/out | wc -l")
    f = BashOperator(task_id="full", bash_command=f"du -sk {LAB}/out; for f in {LAB}/out/*; do md5sum $f; done | tail -8")
    d = EmptyOperator(task_id="done", trigger_rule="none_failed_min_one_success")
    pick() >> [s, f] >> d

with DAG("rates", schedule=timedelta(seconds=25), **base):
    @task(retries=2, retry_delay=timedelta(seconds=3))
    def fetch(cur):
        # one of the three sources is down
        url = random.choice(["http://127.0.0.1:8796/rates.json", "http://127.0.0.1:8796/rates.json", "http://127.0.0.1:8799/rates.json", "http://127.0.0.1:8796/old/rates.json"])
        r = json.load(urllib.request.urlopen(url, timeout=3)); log.info("%s %.4f from %s", cur, r["base"] * random.random(), url); return cur
    @task
    def total(c): log.info("%d currencies", len(list(c)))
    total(fetch.expand(cur=["EUR", "USD", "SEK"]))

with DAG("nightly_backup", schedule=timedelta(seconds=40), dagrun_timeout=timedelta(seconds=35), **base):
    a = TimeDeltaSensor(task_id="pause", delta=timedelta(seconds=3), deferrable=True)
    b = BashOperator(task_id="dump", bash_command=f"tar cvf {LAB}/backup.tar -C {LAB} out && sleep $((RANDOM % 12))", execution_timeout=timedelta(seconds=8))
    c = BashOperator(task_id="copy", bash_command=f"test $((RANDOM % 4)) -gt 0 && cp -v {LAB}/backup.tar {LAB}/out.tar || {{ echo 'copy: no space on archive' >&2; exit 3; }}", retries=0)
    t = TriggerDagRunOperator(task_id="then_clean", trigger_dag_id="clean", trigger_rule="all_done")
    a >> b >> c >> t

with DAG("clean", schedule=None, params={"keep": 20}, **base):
    BashOperator(task_id="rm", bash_command=f"ls -t {LAB}/out | tail -n +{{{{ params.keep }}}} | head -20 | while read f; do rm -v {LAB}/out/$f; done", pool="disk")

with DAG("invoices", schedule=None, max_active_tasks=2, **base):
    @task
    def customers(**c): return random.sample(range(1000, 1400), random.randint(2, 4))
    @task(pool="disk")
    def invoice(k):
        if k % 11 == 0: raise RuntimeError(f"customer {k} has no address")
        log.info("invoice %d: %.2f EUR", k, k * random.random()); print("written", k)
    @task(trigger_rule="all_done")
    def mail(): log.info("server %s", Variable.get("mailhost", default="none")); Variable.get("mailuser")
    invoice.expand(k=customers()) >> mail()
P
cp home/dags/shop.py shop.bak; mkdir web; echo '{"base": 1.25}' > web/rates.json
airflow db migrate > mig.log 2>&1; airflow pools set disk 1 disks >> mig.log 2>&1; airflow connections add fs_lab --conn-type fs >> mig.log 2>&1; airflow variables set mailhost mail.example >> mig.log 2>&1
(cd web; exec python3 -m http.server -b 127.0.0.1 8796 > ../web.log 2>&1) & WEB=$!
start() { setsid airflow standalone >> stand.log 2>&1 & A=$!; for i in $(seq 40); do curl -s -m 1 127.0.0.1:8793/api/v2/version > /dev/null && break; sleep 1; done; }
stop() { kill -INT $A; for i in $(seq 15); do kill -0 $A 2>/dev/null || break; sleep 1; done; kill -TERM -- -$A 2>/dev/null; sleep 2; kill -9 -- -$A 2>/dev/null; }
U=http://127.0.0.1:8793
pw() { python3 -c "import json,sys; print(json.load(open('home/simple_auth_manager_passwords.json.generated'))['$1'])"; }
tok() { curl -s -m 8 -H 'Content-Type: application/json' -d "{\"username\": \"$1\", \"password\": \"${2-$(pw $1)}\"}" $U/auth/token | sed -E 's/.*"access_token":"([^"]*)".*/\1/'; }
api() { local u=$1 m=$2 p=$3; shift 3; curl -s -m 8 -o /dev/null --interface 127.0.0.$((RANDOM % 9 + 2)) -X $m -H "Authorization: Bearer ${T[$u]}" -H 'Content-Type: application/json' "$@" $U$p; }
declare -A T
login() { for u in admin mira jonas tess; do T[$u]=$(tok $u); done; }
D=(orders_hourly stock_sync report rates nightly_backup clean invoices)
start; login; t0=$SECONDS; n=0; r=0
while [ $((SECONDS - t0)) -lt ${SECS:-140} ]; do
  n=$((n + 1)); d=${D[RANDOM % 7]}; u=$(printf '%s\n' mira jonas tess admin | shuf -n 1)
  [ $((n % 7)) = 0 ] || [ $((n % 9)) = 4 ] && seq $((RANDOM % 900 + 20)) > in/stock.csv
  case $((RANDOM % 12)) in
  0|1) api $u GET "/api/v2/dags?limit=$((RANDOM % 50 + 1))" ;; 2|3) api $u GET "/api/v2/dags/$d/dagRuns?limit=$((RANDOM % 25 + 1))&order_by=-run_after" ;;
  4) api $u GET "/api/v2/dags/$d/details" ;; 5) api $u GET "/ui/grid/runs/$d?limit=10" ;; 6) api $u GET /api/v2/monitor/health ;; 7) api $u GET "/api/v2/eventLogs?limit=$((RANDOM % 90 + 10))" ;;
  8) [ $((n % 2)) = 0 ] && api $u POST /api/v2/dags/invoices/dagRuns -d '{"logical_date": null}' ;; 9) api $u GET /api/v2/dags/$d/tasks ;; 10) api $u GET "/api/v2/dags/~/dagRuns/~/taskInstances?state=failed&limit=20" ;;
  11) case $((RANDOM % 6)) in 0) tok $u wrong$n > /dev/null ;; 1) api $u PATCH /api/v2/dags/$d -d '{"is_paused": true}'; sleep 1; api mira PATCH /api/v2/dags/$d -d '{"is_paused": false}' ;; 2) api $u GET /api/v2/dags/sales_$n ;; 3) api $u POST /api/v2/dags/$d/clearTaskInstances -d '{"dry_run": false, "only_failed": true}' ;; 4) api $u POST /api/v2/variables -d "{\"key\": \"mailuser\", \"value\": \"m$n\"}" ;; 5) api $u POST /api/v2/dags/clean/dagRuns -d "{\"logical_date\": null, \"conf\": {\"keep\": $n}}" ;; esac ;;
  esac
  case $n in 40) sed -i '/^with DAG("rates"/i import pandas_shop' home/dags/shop.py ;; 48) cp shop.bak home/dags/shop.py ;; 60) kill $WEB ;; 85) (cd web; exec python3 -m http.server -b 127.0.0.1 8796 >> ../web.log 2>&1) & WEB=$! ;; esac
  [ $r = 0 ] && [ $((SECONDS - t0)) -gt 75 ] && { r=1; stop; start; login; }  # the restart of the afternoon
  sleep 0.$((RANDOM % 9 + 1))
done
stop; kill $WEB
cat > strip.py <<'P'
# standalone's console (scheduler, triggerer, dag-processor, api-server), then the tasks' own logs; the message with its fields, without time, level, logger and place of the call
import sys, re, json, glob, os, shutil
W = os.environ["LAB"]; V = os.path.dirname(os.path.dirname(shutil.which("airflow")))
def out(m):
    m = m.replace(W, "/srv/lab").replace(V, "/srv/lab/venv").replace(os.uname().nodename, "vm").replace("\t", " ").rstrip()
    if m.strip() and len(m) <= 1500: print(m)
for l in open("stand.log", errors="replace"):
    l = re.sub(r"\x1b\[[0-9;]*m", "", l.rstrip("\n")); m = re.match(r"^\s*[a-z-]+\s+\| (.*)$", l); l = m.group(1) if m else l
    m = re.match(r"^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+) \[(?:debug|info|warning|error|critical|exception)\s*\] (.*)$", l)
    if m:  # the logger is the last name in brackets before the fields
        m = m.group(1); b = [x for x in re.finditer(r" *\[[\w.:-]*[A-Za-z][\w.:-]*\](?= [a-z_]+=|\s*$)", m) if x.group().strip() not in ("[scheduled]", "[queued]", "[running]")]
        if b: m = m[:b[-1].start()] + m[b[-1].end():]
        out(re.sub(r" loc=\S+", "", m)); continue
    m = re.match(r"^(?:\[[^\]]*\] )?(?:INFO|WARNING|ERROR): +(.*)$", l)
    if m: out(m.group(1))
for f in sorted(glob.glob("home/logs/dag_id=*/**/*.log", recursive=True), key=os.path.getmtime):
    for l in open(f, errors="replace"):
        try: j = json.loads(l)
        except ValueError: continue
        e = str(j.pop("event", "")).split("\n")[0]
        for k in ("timestamp", "level", "logger", "filename", "lineno", "loc", "error_detail", "dag_id", "task_id", "run_id", "ti_id", "map_index", "try_number"): j.pop(k, None)
        out(e + "".join(f" {k}={v}" for k, v in j.items() if not isinstance(v, (list, dict)) and "\n" not in str(v)))
P
python3 strip.py > "$1/airflow.raw"
