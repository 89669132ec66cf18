#!/bin/bash
# Flink's job manager and task managers in one Java program, with jobs of all fates. Usage: flink.sh WORK
# ($FLINK has lib/*.jar, of PyPI's apache-flink-libraries)
set -u
W=$1/flink-run; H=$(cd "$(dirname "$0")" && pwd)/capture; rm -rf "$W"; mkdir -p "$W"; cd "$W"
cat > Lab.java <<'Y'
import org.apache.flink.api.common.functions.*;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.*;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.*;
import org.apache.flink.streaming.api.datastream.*;
import java.util.*;
public class Lab {
    interface Act { void run() throws Exception; }
    static void quiet(Act a) { try { a.run(); } catch (Throwable e) { } }
    public static void main(String[] a) throws Exception {
        int r = Integer.parseInt(a[0]); Configuration c = new Configuration();
        for (String s : List.of("rest.bind-port=8181-8189", "rest.address=localhost", "jobmanager.rpc.address=localhost", "taskmanager.host=localhost", "taskmanager.numberOfTaskSlots=" + (3 + r), "local.number-taskmanager=2", "execution.checkpointing.interval=300ms", "execution.checkpointing.dir=file://" + a[1] + "/chk" + r, "execution.checkpointing.timeout=2s", "execution.checkpointing.tolerable-failed-checkpoints=2", "restart-strategy.type=" + (r == 2 ? "exponential-delay" : "fixed-delay"), "restart-strategy.fixed-delay.attempts=2", "restart-strategy.fixed-delay.delay=200ms", "restart-strategy.exponential-delay.initial-backoff=100ms", "restart-strategy.exponential-delay.attempts-before-reset-backoff=3", "taskmanager.memory.network.max=32mb", "taskmanager.memory.network.min=32mb", "taskmanager.memory.managed.size=16mb", "state.backend.type=hashmap", "heartbeat.interval=800", "heartbeat.timeout=4000", "slot.request.timeout=3000", "no.such.key=x")) if (!s.isEmpty()) c.setString(s.split("=", 2)[0], s.split("=", 2)[1]);
        for (int k = 0; k < 3; k++) {
            final int n = k; StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2 + k, c);
            quiet(() -> { env.fromSequence(1, 3000).map(x -> Tuple2.of(x % (5 + n), 1L)).returns(Types.TUPLE(Types.LONG, Types.LONG)).name("pairs-" + n).keyBy(t -> t.f0).sum(1).print(); env.execute("count " + r + "-" + n); });
            quiet(() -> { env.fromSequence(1, 900).map(x -> { if (x == 400 + n) throw new IllegalStateException("bad record " + x); return "v" + x; }).returns(Types.STRING).name("strict").filter(s -> s.length() > 2).print(); env.execute("fails-" + n); });
            quiet(() -> { env.fromSequence(1, Long.MAX_VALUE).map(x -> { Thread.sleep(2); return x * n; }).returns(Types.LONG).keyBy(x -> x % 4).reduce((x, y) -> x + y).filter(x -> false).print(); JobClient j = env.executeAsync("endless-" + n); Thread.sleep(2500); quiet(() -> j.triggerSavepoint(a[1] + "/sp" + r + n, org.apache.flink.core.execution.SavepointFormatType.CANONICAL).get()); if (n % 2 == 0) j.cancel().get(); else j.stopWithSavepoint(false, a[1] + "/st" + r + n, org.apache.flink.core.execution.SavepointFormatType.NATIVE).get(); Thread.sleep(500); });
            quiet(() -> { env.fromSequence(1, 50).setParallelism(40).print().setParallelism(40); env.execute("too wide " + n); });
            quiet(() -> { env.fromSequence(1, Long.MAX_VALUE).map(x -> { if (x > 300) System.setProperty("x", "y"); return x; }).returns(Types.LONG).map(new RichMapFunction<Long, Long>() { int seen; public Long map(Long x) throws Exception { if (seen++ > 2000) throw new java.io.IOException("disk " + n + " gone"); return x; } }).returns(Types.LONG).filter(x -> false).print(); env.execute("breaks later " + n); });
        }
    }
}
Y
J=$(ls "$FLINK"/lib/*.jar | grep -v 'planner\|table-\|scala' | tr '\n' ':')
javac -nowarn -d cap -cp "$J" "$H"/java/capture/{Row,Log4j2Row}.java Lab.java > javac.out 2>&1
export CAPTURE_FILE=$1/flink.raw; : > "$CAPTURE_FILE"
for r in 1 2; do timeout 70 java -Xmx700m --add-opens java.base/java.util=ALL-UNNAMED --add-opens java.base/java.lang=ALL-UNNAMED "-Dlog4j2.configurationFile=file:$H/log4j2.properties" -cp "$W/cap:$J" Lab $r "$W" > run$r.out 2>&1; done
