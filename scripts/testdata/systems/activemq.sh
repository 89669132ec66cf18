#!/bin/bash
# ActiveMQ brokers in a network of two, with stores and clients good and bad, on loopback. Usage: activemq.sh WORK
set -u
W=$1/activemq; H=$(cd "$(dirname "$0")" && pwd)/capture; rm -rf "$W"; mkdir -p "$W"; cd "$W"
L=/usr/share/java/logback-classic.jar:/usr/share/java/logback-core.jar
cat > Lab.java <<'Y'
import java.net.*;
import javax.jms.*;
import javax.jms.Connection;
import org.apache.activemq.*;
import org.apache.activemq.broker.*;
import org.apache.activemq.broker.region.policy.*;
import org.apache.activemq.security.*;
import java.util.*;

public class Lab {
    static BrokerService broker(String name, int port, int other, int r) throws Exception {
        BrokerService b = new BrokerService();
        b.setBrokerName(name); b.setDataDirectory("data-" + name); b.setUseJmx(r == 1); b.setPersistent(r != 2); b.setAdvisorySupport(true); b.setSchedulerSupport(r == 3);
        b.addConnector("tcp://127.0.0.1:" + port + "?maximumConnections=9&wireFormat.maxFrameSize=90000&wireFormat.maxInactivityDuration=2000");
        b.addConnector("stomp://127.0.0.1:" + (port + 100)); b.addConnector("mqtt://127.0.0.1:" + (port + 200));
        b.getSystemUsage().getMemoryUsage().setLimit(400000 * r); b.getSystemUsage().getStoreUsage().setLimit(40000000); b.getSystemUsage().getTempUsage().setLimit(20000000);
        PolicyEntry p = new PolicyEntry(); p.setProducerFlowControl(r != 1); p.setMemoryLimit(20000); p.setGcInactiveDestinations(true); p.setInactiveTimeoutBeforeGC(1500); p.setExpireMessagesPeriod(500); p.setAdvisoryForSlowConsumers(true); p.setQueue(">");
        AbortSlowConsumerStrategy s = new AbortSlowConsumerStrategy(); s.setMaxSlowDuration(500); s.setCheckPeriod(400); p.setSlowConsumerStrategy(s);
        PolicyEntry t = new PolicyEntry(); t.setTopic(">"); PolicyMap m = new PolicyMap(); m.setPolicyEntries(List.of(p, t)); b.setDestinationPolicy(m); b.setSchedulePeriodForDestinationPurge(700);
        if (other > 0) b.addNetworkConnector("static:(tcp://127.0.0.1:" + other + ")?initialReconnectDelay=300&maxReconnectDelay=900");
        b.setPlugins(new BrokerPlugin[] {new SimpleAuthenticationPlugin(List.of(new AuthenticationUser("anna", "pw", "admins"), new AuthenticationUser("ben", "pw2", "users"), new AuthenticationUser(null, null, "x")) )});
        ((SimpleAuthenticationPlugin) b.getPlugins()[0]).setAnonymousAccessAllowed(true);
        b.start(); b.waitUntilStarted(); return b;
    }
    interface Act { void run() throws Exception; }
    static void quiet(Act a) { try { a.run(); } catch (Exception e) { } }
    static Connection conn(String url, String u, String p, String id) throws Exception { Connection c = new ActiveMQConnectionFactory(url).createConnection(u, p); if (id != null) c.setClientID(id); c.start(); return c; }
    static void raw(int port, String text) { quiet(() -> { try (Socket s = new Socket("127.0.0.1", port)) { s.getOutputStream().write(text.getBytes("ISO-8859-1")); s.getOutputStream().flush(); Thread.sleep(150); } }); }
    public static void main(String[] a) throws Exception {
        for (int r = 1; r <= 3; r++) {
            final int q = r; BrokerService one = broker("red" + r, 61810, 61811, r), two = broker("blue" + r, 61811, 61810, r);
            quiet(() -> broker("red" + q, 61810, 0, q));
            for (int k = 0; k < 8; k++) {
                final int n = k; String u = "tcp://127.0.0.1:" + (61810 + k % 2);
                quiet(() -> { Connection c = conn(u, "anna", "pw", "client" + n); quiet(() -> conn(u, "ben", "pw2", "client" + n)); Session s = c.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    MessageProducer p = s.createProducer(s.createQueue("orders." + n)); p.setTimeToLive(n % 3 == 0 ? 300 : 0); for (int i = 0; i < 40; i++) p.send(s.createTextMessage("x".repeat(300))); s.createConsumer(s.createQueue("orders." + n)).receive(300);
                    quiet(() -> s.createDurableSubscriber(s.createTopic("news." + n), "sub" + n).receive(50)); quiet(() -> s.createConsumer(s.createQueue("orders." + n), "bad selector ((").receive(1)); quiet(() -> s.unsubscribe("nosub" + n));
                    Session ts = c.createSession(true, Session.SESSION_TRANSACTED); quiet(() -> { MessageConsumer m = ts.createConsumer(s.createQueue("orders." + n)); for (int i = 0; i < 9; i++) { m.receive(100); ts.rollback(); } });
                    quiet(() -> p.send(s.createTextMessage("y".repeat(120000)))); if (n % 4 == 0) Thread.sleep(2500); c.close(); });
                quiet(() -> conn(u, "ben", "wrong", null)); quiet(() -> conn(u, "ghost" + n, "x", null)); quiet(() -> conn(u, "anna", "pw", "client" + n).close());
                int port = 61810 + k % 2; raw(port, "GET / HTTP/1.0\r\n\r\n"); raw(port, "\0\0\0\1\1\1\1\1"); raw(port + 100, "CONNECT\nlogin:anna\npasscode:bad\n\n\0"); raw(port + 100, "NOSUCH" + k + "\n\n\0"); raw(port + 100, "CONNECT\nlogin:anna\npasscode:pw\n\n\0SEND\nbody\n\n\0SUBSCRIBE\nid:1\n\n\0"); raw(port + 200, "\u0010\u00ff\u00ff\u00ff\u00ff"); raw(port + 200, "GET /x HTTP/1.0\r\n\r\n"); raw(port, "\u007f\u00ff\u00ff\u00ff");
            }
            List<Connection> many = new ArrayList<>(); for (int k = 0; k < 14; k++) quiet(() -> many.add(conn("tcp://127.0.0.1:61810", "ben", "pw2", null)));
            for (Connection c : many) quiet(c::close);
            quiet(() -> { Connection f = conn("failover:(tcp://127.0.0.1:61810,tcp://127.0.0.1:61811,tcp://127.0.0.1:61899)?initialReconnectDelay=50&maxReconnectAttempts=6", "anna", "pw", "fo" + q); one.stop(); one.waitUntilStopped(); Thread.sleep(3000); two.stop(); Thread.sleep(1500); f.close(); });
            two.stop(); one.stop(); Thread.sleep(800);
        }
        System.exit(0);
    }
}
Y
CP=$L:$(echo /usr/share/activemq/lib/*.jar | tr ' ' ':'):$(ls /usr/share/activemq/lib/optional/*.jar /usr/share/java/{hawtdispatch,hawtdispatch-transport,mqtt-client,commons-pool2,spring3-core}.jar 2>/dev/null | grep -v 'slf4j-log4j\|log4j' | tr '\n' ':')
javac -nowarn -d cap -cp "$CP" "$H"/java/capture/{Row,LogbackRow}.java Lab.java > javac.out 2>&1
export CAPTURE_FILE=$1/activemq.raw; : > "$CAPTURE_FILE"
timeout 250 java -Xmx300m "-Dlogback.configurationFile=$H/logback.xml" -Dorg.apache.activemq.SERIALIZABLE_PACKAGES='*' -cp "$W/cap:$CP" Lab > run.out 2>&1
