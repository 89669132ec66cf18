package capture;

/** PLACE, FORMAT and MESSAGE of one logging call, separated by tabs. */
final class Row {
    private Row() {}

    private static boolean isLogging(StackWalker.StackFrame f) {
        String c = f.getClassName();
        for (String p : new String[] {"capture.", "org.apache.logging.", "org.apache.log4j.", "org.slf4j.", "ch.qos.logback.",
                "java.util.logging.", "org.apache.juli.", "org.apache.commons.logging.", "org.apache.spark.internal.", "java.lang.", "jdk.",
                "org.sparkproject.jetty.util.log.", "org.eclipse.jetty.util.log.", "scala.", "water.util.Log", "water.logging."}) {
            if (c.startsWith(p)) {
                return true;
            }
        }
        return f.getMethodName().matches("(\\$anonfun\\$)?log(Info|Warning|Error|Debug|Trace|BasedOnLevel|Name)?(\\$.*)?|withLogContext(\\$.*)?");
    }

    private static String firstLine(String s) {
        if (s == null) {
            return "";
        }
        int end = s.indexOf('\n');
        return (end < 0 ? s : s.substring(0, end)).replace('\t', ' ').replace("\r", "");
    }

    /** Must be called on the thread that logs: the place is read from its stack. */
    static String of(String format, String message) {
        String place = StackWalker.getInstance().walk(s -> s.filter(f -> !isLogging(f)).findFirst())
                .map(f -> f.getClassName() + ":" + f.getMethodName() + ":" + f.getLineNumber()).orElse("?");
        boolean kept = format != null && !format.equals(message);
        return place + "\t" + (kept ? firstLine(format) : "") + "\t" + firstLine(message);
    }
}
