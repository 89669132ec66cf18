#!/bin/bash
# Tomcat with good and bad applications on loopback. Usage: tomcat.sh WORK
set -u
W=$1/tomcat; H=$(cd "$(dirname "$0")" && pwd)/capture; rm -rf "$W"; mkdir -p "$W"/{conf,webapps,logs,temp,work,src}; cd "$W"
T=/usr/share/tomcat10; A=$(ls /usr/share/java/servlet-api.jar /usr/share/java/tomcat10-servlet-api.jar /usr/share/tomcat10/lib/servlet-api.jar 2>/dev/null | tail -1)
javac -d cap "$H"/java/capture/{Row,JulRow}.java
cat > src/Odd.java <<'Y'
import jakarta.servlet.*; import jakarta.servlet.http.*; import java.io.*; import java.util.*;
public class Odd extends HttpServlet {
    static List<Thread> kept = new ArrayList<>(); static ThreadLocal<Object> local = new ThreadLocal<>();
    public void init() throws ServletException { if ("yes".equals(getInitParameter("fail"))) throw new ServletException("no luck with " + getServletName()); log("started as " + getServletName()); }
    protected void doGet(HttpServletRequest q, HttpServletResponse s) throws ServletException, IOException {
        String k = String.valueOf(q.getPathInfo()); q.getSession();
        if (k.contains("throw")) throw new IllegalStateException("bad order " + k);
        if (k.contains("sql")) throw new ServletException("query " + k + " failed");
        if (k.contains("leak")) { local.set(new Object() { byte[] b = new byte[99]; }); Thread t = new Thread(() -> { try { Thread.sleep(60000); } catch (InterruptedException e) { } }, "worker" + k); t.start(); kept.add(t); new Timer("timer" + k).schedule(new TimerTask() { public void run() { } }, 99999); }
        if (k.contains("close")) { s.getWriter().print("x"); s.flushBuffer(); throw new IOException("peer of " + k); }
        if (k.contains("param")) q.getParameter("a");
        if (k.contains("put")) { q.getSession().setAttribute("a" + k, new Object()); }
        if (k.contains("cookie")) s.addCookie(new Cookie("c", "v\u0001" + k));
        if (k.contains("async")) { AsyncContext c = q.startAsync(); c.setTimeout(200); return; }
        if (k.contains("log")) getServletContext().log("application says " + k);
        s.getWriter().print("ok " + k);
    }
    public void destroy() { if (getServletName().endsWith("3")) throw new RuntimeException("stuck " + getServletName()); }
}
Y
javac -nowarn -d cls -cp "$A" src/Odd.java || exit 1
app() { mkdir -p webapps/$1/WEB-INF/classes; cp -r cls/. webapps/$1/WEB-INF/classes/; printf '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="5.0">%s<servlet><servlet-name>odd%s</servlet-name><servlet-class>%s</servlet-class><init-param><param-name>fail</param-name><param-value>%s</param-value></init-param><load-on-startup>1</load-on-startup></servlet><servlet-mapping><servlet-name>odd%s</servlet-name><url-pattern>/odd/*</url-pattern></servlet-mapping><session-config><session-timeout>1</session-timeout></session-config><distributable/></web-app>' "${3:-}" $1 "${4:-Odd}" "${2:-no}" $1 > webapps/$1/WEB-INF/web.xml; }
for n in 1 2 3; do app shop$n; app fails$n yes; app missing$n no '' NoSuch$n; app filter$n no "<filter><filter-name>f$n</filter-name><filter-class>None$n</filter-class></filter><listener><listener-class>Gone$n</listener-class></listener>"; app broken$n no '<oops'; app twice$n no "<servlet><servlet-name>a</servlet-name><servlet-class>Odd</servlet-class></servlet><servlet-mapping><servlet-name>a</servlet-name><url-pattern>/odd/*</url-pattern></servlet-mapping>"; echo 'not a zip' > webapps/bad$n.war; (cd webapps/shop$n && jar cf ../packed$n.war .); mkdir -p conf/Catalina/localhost; echo "<Context docBase='/nowhere/$n'/>" > conf/Catalina/localhost/lost$n.xml; echo "<Context nosuch='x$n' docBase='$W/webapps/shop$n' reloadable='true' antiResourceLocking='false'><Resource name='jdbc/db$n' type='javax.sql.DataSource' driverClassName='no.Driver$n' url='jdbc:no'/><Valve className='No.Valve$n'/></Context>" > conf/Catalina/localhost/ctx$n.xml; done
conf() { cat > conf/server.xml <<C
<Server port="8705" shutdown="STOP">
  <Listener className="org.apache.catalina.startup.VersionLoggerListener" logArgs="false" logEnv="false"/>
  <Listener className="org.apache.catalina.core.AprLifecycleListener"/>
  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener"/>
  <Listener className="org.apache.catalina.core.ThreadLocalLeakPreventionListener"/>
  <Listener className="org.apache.catalina.mbeans.GlobalResourcesLifecycleListener"/>
  <Service name="Catalina" odd="$1">
    <Executor name="pool" maxThreads="8" minSpareThreads="1"/>
    <Connector port="8780" address="127.0.0.1" executor="pool" connectionTimeout="900" maxHttpHeaderSize="4096" maxParameterCount="5" maxPostSize="200" maxConnections="20" nosuchattribute="1"/>
    <Connector port="878$1" address="127.0.0.1" protocol="org.apache.coyote.http11.Http11Nio2Protocol"/>
    <Connector port="8705" address="127.0.0.1"/>
    <Connector port="8789" address="127.0.0.1" protocol="AJP/1.3" secretRequired="true"/>
    <Connector port="8790" address="127.0.0.1" SSLEnabled="true"><SSLHostConfig><Certificate certificateKeystoreFile="/nowhere/$1.p12"/></SSLHostConfig></Connector>
    <Engine name="Catalina" defaultHost="localhost"><Realm className="org.apache.catalina.realm.LockOutRealm"><Realm className="org.apache.catalina.realm.MemoryRealm" pathname="conf/nousers.xml"/></Realm>
      <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"><Channel className="org.apache.catalina.tribes.group.GroupChannel"><Membership className="org.apache.catalina.tribes.membership.McastService" address="228.0.0.4" bind="127.0.0.1" port="45564"/><Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="127.0.0.1" port="4$1" /></Channel></Cluster>
      <Host name="localhost" appBase="webapps" autoDeploy="true" unpackWARs="true"><Valve className="org.apache.catalina.valves.StuckThreadDetectionValve" threshold="1"/></Host></Engine>
  </Service>
</Server>
C
sed -i '/<Cluster/d' conf/server.xml; }
cp $T/etc/web.xml conf/ 2>/dev/null || cp /etc/tomcat10/web.xml conf/
printf 'handlers=java.util.logging.ConsoleHandler\n.handlers=java.util.logging.ConsoleHandler\n.level=INFO\norg.apache.catalina.session.level=FINE\norg.apache.catalina.startup.level=FINE\norg.apache.coyote.level=FINE\norg.apache.catalina.core.level=FINE\njava.util.logging.ConsoleHandler.level=FINE\njava.util.logging.ConsoleHandler.formatter=capture.JulRow\n' > conf/logging.properties
: > log
for r in 1 2 3; do
  conf $r
  java -Xmx256m -Djava.util.logging.config.file="$W/conf/logging.properties" -Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager -Dcatalina.home=$T -Dcatalina.base="$W" -Djava.io.tmpdir="$W/temp" -cp "$W/cap:$T/bin/bootstrap.jar:$T/bin/tomcat-juli.jar" org.apache.catalina.startup.Bootstrap start > log$r 2>&1 & P=$!
  for k in $(seq 40); do sleep 1; nc -z 127.0.0.1 8780 && break; done; sleep 4
  for n in 1 2 3; do for k in throw sql leak close param put cookie async log ok; do curl -s -m 3 -o /dev/null "http://127.0.0.1:8780/shop$n/odd/$k$r$n?a=%zz&b=$n&c=1&d=2&e=3&f=4&g=5"; done; curl -s -m 3 -o /dev/null "http://127.0.0.1:8780/shop$n/none$r"; curl -s -m 2 -o /dev/null -H "Cookie: a=\"b; $n=,x" http://127.0.0.1:8780/shop$n/odd/x; curl -s -m 2 -o /dev/null -d "a=$(head -c 400 /dev/zero | tr '\0' p)" http://127.0.0.1:8780/shop$n/odd/param; curl -s -m 2 -o /dev/null -H "X: $(head -c 5000 /dev/zero | tr '\0' h)" http://127.0.0.1:8780/; printf 'GET /a|b%s HTTP/1.1\r\nHost: x\r\n\r\n' $n | nc -w 1 127.0.0.1 8780 > /dev/null; printf 'G\x01T / HTTP/1.1\r\n\r\n' | nc -w 1 127.0.0.1 8780 > /dev/null; printf 'GET / HTTP/1.1\r\nHost: a b%s\r\nBad head\r\n\r\n' $n | nc -w 1 127.0.0.1 8780 > /dev/null; printf 'POST /shop%s/odd/param HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nab' $n | nc -w 1 127.0.0.1 8780 > /dev/null; done
  touch webapps/shop$r/WEB-INF/web.xml; rm -f webapps/packed$r.war; echo "<Context docBase='$W/webapps/shop1'/>" > conf/Catalina/localhost/late$r.xml; sleep 13; rm -rf webapps/fails$r conf/Catalina/localhost/late$r.xml; sleep 12; printf 'NOPE' | nc -w 1 127.0.0.1 8705 > /dev/null; [ $r = 2 ] && kill $P || printf 'STOP' | nc -w 1 127.0.0.1 8705 >/dev/null; sleep 6; kill -9 $P 2>/dev/null
done
cat log1 log2 log3 | awk -F'\t' 'NF == 3 && $1 ~ /:/' > "$1/tomcat.raw"
