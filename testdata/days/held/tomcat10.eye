At least one JAR was scanned for TLDs yet contained no TLDs. Enable debug logging for this logger for a complete list of JARs that were scanned but no TLDs were found in them. Skipping unneeded JARs during scanning can improve startup time and JSP compilation time.
An attempt was made to authenticate the locked user [<*>]
Servlet.service() for servlet [<*>] in context with path [<*>] threw exception [An exception occurred processing [<*>] at line [<*>]
Register manager [<*>] to cluster element [<*>] with name [<*>]
Manager [<*>], requesting session state from [<*>]. This operation will timeout if no session state has been received within [<*>] seconds.
Manager [<*>]; session state sent at [<*>] received in [<*>] ms.
Manager [<*>]: In reply to the 'Get all session data' message sent at [<*>], a 'No matching context manager' message was received after [<*>] ms.
Manager [<*>] expiring sessions upon shutdown
Deploying web application archive [<*>]
Deployment of web application archive [<*>] has finished in [<*>] ms
Deploying web application directory [<*>]
Deployment of web application directory [<*>] has finished in [<*>] ms
Deploying deployment descriptor [<*>]
Deployment of deployment descriptor [<*>] has finished in [<*>] ms
The path attribute with value [<*>] in deployment descriptor [<*>] has been ignored
Replication member added:[<*>]
Received member disappeared:[<*>]
Received memberDisappeared[<*>] message. Will verify.
Verification complete. Member disappeared[<*>]
Receiver Server Socket bound to:[<*>]
Cluster is about to start
Created a buffer pool with max size:[<*>] bytes of type: [<*>]
Manager: deploy: Deploying web application '<*>'
Manager: undeploy: Undeploying web application at '<*>'
Manager: serverinfo
Manager: list: Listing contexts for virtual host '<*>'
HTMLManager: list: Listing contexts for virtual host '<*>'
Manager: init: Global resources are available
HTMLManager: init: Global resources are available
Manager: init: Associated with Deployer '<*>'
HTMLManager: init: Associated with Deployer '<*>'
Manager: Uploading WAR file to <*>
Manager: sessions: Session information for web application '<*>'
Manager: sessions: Session expiration for <*> minutes '<*>'
Manager: restart: Reloading web application '<*>'
Manager: stop: Stopping web application '<*>'
Manager: start: Starting web application '<*>'
HostManager: add: Adding host [<*>]
HostManager: remove: Removing host [<*>]
Undeploying context [<*>]
Reloading Context with name [<*>] has started
Reloading Context with name [<*>] is completed
Reloading context [<*>]
The Apache Tomcat Native library which allows using OpenSSL was not found on the java.library.path: [<*>]
Starting service [<*>]
Stopping service [<*>]
Starting Servlet engine: [<*>]
Starting ProtocolHandler [<*>]
Initializing ProtocolHandler [<*>]
Stopping ProtocolHandler [<*>]
Pausing ProtocolHandler [<*>]
Destroying ProtocolHandler [<*>]
Server version number: <*>
Server version name: <*>
Server startup in [<*>] milliseconds
Server initialization in [<*>] milliseconds
Server built: <*>
OS Version: <*>
OS Name: <*>
Java Home: <*>
JVM Version: <*>
JVM Vendor: <*>
Architecture: <*>
CATALINA_HOME: <*>
CATALINA_BASE: <*>
Command line argument: <*>
SessionListener: contextInitialized()
SessionListener: contextDestroyed()
ContextListener: contextInitialized()
ContextListener: contextDestroyed()
SessionListener: sessionCreated('<*>')
SessionListener: sessionDestroyed('<*>')
SessionListener: attributeAdded('<*>', '<*>', '<*>')
SessionListener: attributeRemoved('<*>', '<*>', '<*>')
ContextListener: attributeAdded('<*>', '<*>')
The stop() method was called on component [<*>] after stop() had already been called. The second call will be ignored.
Servlet [<*>] in web application [<*>] threw load() exception
Marking servlet [<*>] as unavailable
Error parsing HTTP request header
Context [<*>] startup failed due to previous errors
A cookie header was received [<*>] that contained an invalid cookie. That cookie will be ignored.
The web application [<*>] appears to have started a thread named [<*>] but has failed to stop it. This is very likely to create a memory leak. Stack trace of thread:
Skipped installing application listeners due to previous error(s)
Parse fatal error at line [<*>] column [<*>]
Parse error in application web.xml file at [<*>]
One or more listeners failed to start. Full details will be found in the appropriate container log file
One or more components marked the context as not correctly configured
Occurred at line [<*>] column [<*>]
Marking this application unavailable due to previous error(s)
Error configuring application listener of class [<*>]
