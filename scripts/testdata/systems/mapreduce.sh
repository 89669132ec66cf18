#!/bin/bash
# Hadoop MapReduce jobs in the local runner, from the client jars that pyspark ships. Usage: mapreduce.sh WORK ($VENV)
set -u
W=$1/mapreduce; H=$(cd "$(dirname "$0")" && pwd)/capture; rm -rf "$W"; mkdir -p "$W/in" "$W/in2"; cd "$W"
J=$(echo "$VENV"/lib/python3*/site-packages/pyspark/jars)
cat > Jobs.java <<'Y'
import java.io.IOException;
import java.util.*;
import org.apache.hadoop.conf.*;
import org.apache.hadoop.fs.*;
import org.apache.hadoop.io.*;
import org.apache.hadoop.mapreduce.*;
import org.apache.hadoop.mapreduce.lib.input.*;
import org.apache.hadoop.mapreduce.lib.map.*;
import org.apache.hadoop.mapreduce.lib.output.*;
import org.apache.hadoop.mapreduce.lib.reduce.*;
import org.apache.hadoop.mapreduce.lib.partition.*;

public class Jobs {
    public static class Bad extends Mapper<Object, Text, Text, IntWritable> {
        protected void map(Object k, Text v, Context c) throws IOException, InterruptedException {
            if (v.toString().contains("x" + c.getConfiguration().getInt("bad.at", 7) + " ")) throw new IOException("bad record at " + k + " of " + c.getInputSplit());
            c.write(v, new IntWritable(1));
        }
    }
    static Job job(String name, Class<? extends Mapper> m, Class<? extends Reducer> r, int reduces, String in, String out, String... set) throws Exception {
        Configuration c = new Configuration();
        for (String s : set) c.set(s.split("=", 2)[0], s.split("=", 2)[1]);
        Job j = Job.getInstance(c, name); j.setJarByClass(Jobs.class); j.setMapperClass(m); j.setNumReduceTasks(reduces);
        if (r != null) { j.setReducerClass(r); if (r == IntSumReducer.class) j.setCombinerClass(r); }
        j.setOutputKeyClass(Text.class); j.setOutputValueClass(r == LongSumReducer.class ? LongWritable.class : IntWritable.class);
        for (String d : in.split(",")) FileInputFormat.addInputPath(j, new Path(d));
        FileOutputFormat.setOutputPath(j, new Path(out));
        return j;
    }
    static void run(Job j) { try { j.waitForCompletion(true); } catch (Exception e) { System.err.println(e); } }
    public static void main(String[] a) throws Exception {
        int r = Integer.parseInt(a[0]);
        for (int k = 0; k < 3; k++) {
            String o = "out" + r + k;
            run(job("word count " + r, TokenCounterMapper.class, IntSumReducer.class, 1 + k, "in", o + "a", "mapreduce.task.io.sort.mb=1", "mapreduce.map.sort.spill.percent=0.3"));
            run(job("lengths-" + k, TokenCounterMapper.class, IntSumReducer.class, 2, "in,in2", o + "b", "mapreduce.map.output.compress=true", "mapreduce.output.fileoutputformat.compress=true", "mapreduce.local.map.tasks.maximum=2"));
            run(job("grep", RegexMapper.class, LongSumReducer.class, 1, "in2", o + "c", "mapreduce.mapper.regex=x" + k + "[0-9]*"));
            run(job("fail " + k, Bad.class, IntSumReducer.class, 1, "in", o + "d", "bad.at=" + (k + r * 10), "mapreduce.map.maxattempts=2"));
            run(job("again", TokenCounterMapper.class, IntSumReducer.class, 1, "in", o + "a"));
            run(job("nothing", TokenCounterMapper.class, IntSumReducer.class, 1, "missing" + k, o + "e"));
            run(job("copy" + k, InverseMapper.class, null, 0, "in2", o + "f"));
            run(job("merge", TokenCounterMapper.class, IntSumReducer.class, 1, "in,in2", o + "g", "mapreduce.task.io.sort.factor=2", "mapreduce.input.fileinputformat.split.maxsize=" + (20000 + r * 999), "mapreduce.task.io.sort.mb=1", "mapreduce.reduce.shuffle.memory.limit.percent=0.0001"));
            FileSystem fs = FileSystem.get(new Configuration());
            for (String d : new String[] {"a", "none"}) try { fs.delete(new Path(o + d), true); fs.open(new Path(o + d)); } catch (IOException e) { }
        }
    }
}
Y
javac -d cap -cp "$J/*" "$H"/java/capture/{Row,Log4j2Row}.java Jobs.java 2>/dev/null
for n in $(seq 6); do seq 1 $((n * 1500)) | awk -v n=$n '{print "x"$1%97" the y"$1%n" line of "$1}' > in/part$n.txt; done
for n in 1 2 3; do seq 1 $((n * 700)) | awk '{print "x"$1%31"\tz"$1}' > in2/more-$n.log; done
export CAPTURE_FILE=$1/mapreduce.raw; : > "$CAPTURE_FILE"
for r in 1 2 3; do timeout 200 java -Xmx600m "-Dlog4j2.configurationFile=file:$H/log4j2.properties" -Dhadoop.tmp.dir="$W/tmp" -cp "$W/cap:$J/*" Jobs $r > run$r.out 2>&1; done
