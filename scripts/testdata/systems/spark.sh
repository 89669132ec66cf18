#!/bin/bash
# Spark with a master, two workers and their executors on loopback. Usage: spark.sh WORK ($VENV has pyspark)
set -u
W=$1/spark; H=$(cd "$(dirname "$0")" && pwd)/capture; rm -rf "$W"; mkdir -p "$W"; cd "$W"
J=$(echo "$VENV"/lib/python3*/site-packages/pyspark/jars)
javac -proc:full -d "$W/cap" -cp "$(echo "$J"/log4j-core-*.jar):$(echo "$J"/log4j-api-*.jar)" "$H"/java/capture/{Row,Log4j2Row}.java 2>/dev/null ||
  javac -d "$W/cap" -cp "$(echo "$J"/log4j-core-*.jar):$(echo "$J"/log4j-api-*.jar)" "$H"/java/capture/{Row,Log4j2Row}.java 2>/dev/null
export CAPTURE_FILE=$1/spark.raw SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=localhost PATH=$VENV/bin:$PATH
: > "$CAPTURE_FILE"
O="-Dlog4j2.configurationFile=file:$H/log4j2.properties"
seq 1 4000 | awk '{print $1","$1%37",word"$1%91","$1*3.7}' > orders.csv
echo 'a,b,c' > bad.csv; echo '{"a": 1}{' > bad.json
cat > job.py <<'Y'
import sys, time
from pyspark.sql import SparkSession, functions as F
from pyspark import StorageLevel
r = int(sys.argv[1])
b = SparkSession.builder.appName(f"nightly-{r}").config("spark.sql.shuffle.partitions", 6 + r).config("spark.speculation", r == 2)
b = b.config("spark.eventLog.enabled", "true").config("spark.eventLog.dir", "events").config("spark.task.maxFailures", 3)
spark = b.getOrCreate(); sc = spark.sparkContext
df = spark.read.csv("orders.csv", inferSchema=True).toDF("id", "k", "w", "v").cache()
df.count()
df.groupBy("k").agg(F.sum("v")).orderBy("k").collect()
df.repartition(5).write.mode("overwrite").parquet(f"out{r}")
p = spark.read.parquet(f"out{r}")
p.join(F.broadcast(df.select("k").distinct()), "k").filter("v > 100").count()
p.join(df, "id").groupBy(df.w).count().write.mode("overwrite").json(f"json{r}")
rdd = sc.parallelize(range(5000), 4).map(lambda x: (x % 50, x)); rdd.setName("pairs"); rdd.persist(StorageLevel.MEMORY_AND_DISK)
rdd.reduceByKey(lambda a, c: a + c).sortByKey().count(); rdd.groupByKey(3).mapValues(len).collect()
bc = sc.broadcast(list(range(9000))); sc.parallelize(range(30), 3).map(lambda x: x + len(bc.value)).sum(); bc.unpersist()
rdd.checkpoint if False else None
def fail(n):
    if n % (7 + r) == 3: raise ValueError(f"bad row {n}")
    return n
for k in (10, 25):
    try: sc.parallelize(range(k), 4).map(fail).collect()
    except Exception: pass
for q in ("select * from nowhere", f"select nocol{r} from t", "selec 1"):
    try: df.createOrReplaceTempView("t"); spark.sql(q).show()
    except Exception: pass
for f in ("bad.csv", "bad.json", "missing.csv", f"out{r}"):
    try: spark.read.json(f).count()
    except Exception: pass
def die(n):
    import os, signal
    if n == 5: os.kill(os.getppid() if r == 1 else os.getpid(), signal.SIGKILL)
    return n
try: sc.parallelize(range(8), 4).map(die).collect()
except Exception: pass
sc.setLogLevel("INFO")
sc.setJobGroup("slow", "cancelled job", True)
import threading
t = threading.Thread(target=lambda: (time.sleep(2), sc.cancelAllJobs())); t.start()
try: sc.parallelize(range(4), 4).map(lambda x: time.sleep(20)).collect()
except Exception: pass
t.join(); df.unpersist(); rdd.unpersist()
sq = spark.readStream.format("rate").option("rowsPerSecond", 20).load().writeStream.format("memory").queryName(f"q{r}").trigger(processingTime="1 second").start()
time.sleep(5); sq.stop(); time.sleep(1)
spark.stop()
Y
mkdir -p events
for r in 1 2 3; do
  timeout 150 spark-submit --master "$([ $r = 3 ] && echo 'local[2]' || echo 'local-cluster[2,1,1024]')" --driver-memory 1g --driver-class-path "$W/cap" --driver-java-options "$O" \
    --conf spark.executor.extraClassPath="$W/cap" --conf spark.executor.extraJavaOptions="$O" --conf spark.driver.host=localhost --conf spark.ui.port=404$r job.py $r > out$r.txt 2>&1
done
