- <*>
Battery of sensor <*> low: <*>%
CO2 in <*> at <*> ppm, window opened
Connected to broker: <*>@<*>
Connection failed to broker: <*>
Disconnected from broker: <*>@<*>
Context store : '<*>' [module=<*>]
Creating new flow file
Encrypted credentials not found
Error: ENOENT: no such file or directory, open '<*>'
Error: connect ECONNREFUSED <*>
RequestError: connect ECONNREFUSED <*>
RequestError: socket hang up
Flows file : <*>
Installation of module <*> failed: module not found
Installing module: <*>, version: <*>
Linux <*> <*> <*>
Loading palette nodes
<*>
<*> errors on this page
<*> readings since start
Node-RED version: <*>
Node.js version: <*>
Projects disabled : set editorTheme.projects.enabled=true to enable
Room <*> too warm: <*> C (limit <*>)
Server now running at <*>
Settings file : <*>
Started flows
Started modified flows
Started modified nodes
Starting flows
Starting modified flows
Starting modified nodes
Stopped flows
Stopped modified flows
Stopped modified nodes
Stopping flows
Stopping modified flows
Stopping modified nodes
Unexpected token '<*>', "<*>"... is not valid JSON
Updated flows
User directory : <*>
Waiting for missing types to be registered:
<*> ready
bad order number <*>
connected to <*>
connecting to <*>
connection lost to <*>
gateway did not answer within <*> ms
heartbeat <*>
listening on port <*>
stopped listening on port
meter <*> ran backwards (<*> > <*>)
meter <*>: <*> kWh from <*>
noted: TypeError: Cannot read properties of null (reading '<*>') (function <*>)
noted: failed to append to file: Error: ENOENT: no such file or directory, open '<*>' (file <*>)
noted: no reading from <*>: offline (function <*>)
order <*> asked by <*>
order <*> not found
order <*>.csv with <*> rows, <*> EUR
poll of <*> meters done in <*> ms
weather: <*> from <*>
<*>: <*> C, <*> %, <*> ppm
{"event":"api.error","error":<*>,"message":"<*>","level":<*>,"user":{"username":"<*>","permissions":"<*>"},"path":"<*>","ip":"<*>","timestamp":<*>}
{"event":"auth.login","user":{"username":"<*>","permissions":"<*>"},"username":"<*>","client":"<*>","scope":["<*>"],"level":<*>,"timestamp":<*>}
{"event":"auth.login.fail.credentials","username":"<*>","client":"<*>","scope":["<*>"],"level":<*>,"timestamp":<*>}
{"event":"auth.login.fail.permissions","username":"<*>","client":"<*>","scope":["<*>"],"level":<*>,"timestamp":<*>}
{"event":"auth.login.fail.too-many-attempts","username":"<*>","client":"<*>","level":<*>,"timestamp":<*>}
{"event":"flows.get","level":<*>,"user":{"username":"<*>","permissions":"<*>"},"path":"<*>","ip":"<*>","timestamp":<*>}
{"event":"flows.set","type":"<*>","level":<*>,"user":{"username":"<*>","permissions":"<*>"},"path":"<*>","ip":"<*>","timestamp":<*>}
{"event":"nodes.configs.get","level":<*>,"user":{"username":"<*>","permissions":"<*>"},"path":"<*>","ip":"<*>","timestamp":<*>}
{"event":"nodes.install","module":"<*>","error":"<*>","level":<*>,"user":{"username":"<*>","permissions":"<*>"},"path":"<*>","ip":"<*>","timestamp":<*>}
