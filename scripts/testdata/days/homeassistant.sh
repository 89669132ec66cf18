#!/bin/bash
# Home Assistant (PyPI homeassistant 2024.3.3 on Python 3.11): the demo house, MQTT devices (Debian mosquitto), REST, command line and template sensors, automations. Usage: homeassistant.sh WORK
# HASS names the program hass; with it the requirements of the used components (PyPI SQLAlchemy 2.0.27, fnv-hash-fast 0.5.0, psutil-home-assistant, paho-mqtt 1.6.1, jsonpath, xmltodict, aiohttp_cors, icmplib, statsd, hassil 1.6.1, home-assistant-intents 2024.3.12, PyTurboJPEG, numpy 1.26.0, mutagen, ha-av 10.1.1, Pillow, file-read-backwards, PyMetno, home-assistant-frontend 20240307.0, securetar, josepy below 2)
set -u
W=$1/homeassistant; rm -rf "$W"; mkdir -p "$W/c/www" "$W/web"; cd "$W"; T=${SECONDS_RUN:-260}; B=http://127.0.0.1:8123; HASS=${HASS:-hass}
P=; M=; H=; trap 'kill $P $M $H 2>/dev/null' EXIT
printf 'listener 1884 127.0.0.1\nallow_anonymous true\n' > mq.conf; mosq() { mosquitto -c mq.conf > mq.out 2>&1 & M=$!; }
cat > web.py <<'E'
import http.server, json, random, time
class S(http.server.BaseHTTPRequestHandler):
    def do_GET(s):
        r = random.random()
        if r < .05: time.sleep(4)
        if r < .12: s.send_error(503); return
        body = b"<html>busy</html>" if r < .16 else json.dumps({"power": random.randint(50, 3000), "volt": round(random.uniform(225, 240), 1)}).encode()
        s.send_response(200); s.end_headers(); s.wfile.write(body)
    def log_message(s, *a): pass
http.server.ThreadingHTTPServer(("127.0.0.1", 8090), S).serve_forever()
E
python3 web.py > web.out 2>&1 & H=$!
cat > c/configuration.yaml <<E
homeassistant: { name: Home, latitude: 52.5, longitude: 13.4, elevation: 34, unit_system: metric, time_zone: Europe/Berlin, country: DE, internal_url: "http://127.0.0.1:8123" }
http: { server_host: 127.0.0.1, server_port: 8123, ip_ban_enabled: true, login_attempts_threshold: 40, use_x_forwarded_for: true, trusted_proxies: [127.0.0.1] }
api:
auth:
config:
websocket_api:
onboarding:
person:
sun:
demo:
history:
logbook:
recorder: { commit_interval: 2, db_url: "sqlite:///$W/c/ha.db" }
logger: { default: info, logs: { homeassistant.core: debug, homeassistant.components.mqtt: debug, homeassistant.components.rest: debug, homeassistant.components.command_line: debug, homeassistant.components.automation: debug, homeassistant.components.http: debug } }
input_boolean: { guests: { name: Guests } , holiday: { name: Holiday } }
timer: { tea: { duration: "00:00:05" } }
counter: { door: { step: 1 } }
rest: [ { resource: "http://127.0.0.1:8090/meter", scan_interval: 4, timeout: 2, sensor: [ { name: Power, value_template: "{{ value_json.power }}", unit_of_measurement: W }, { name: Voltage, value_template: "{{ value_json.volt }}" } ] }, { resource: "http://127.0.0.9:8099/solar", scan_interval: 31, sensor: [ { name: Solar, value_template: "{{ value_json.w }}" } ] } ]
command_line: [ { sensor: { name: Load, command: "cut -d' ' -f1 /proc/loadavg", scan_interval: 5 } }, { sensor: { name: Disk, command: "df --output=pcent / | tail -n 1 | tr -d ' %'", scan_interval: 17 } }, { sensor: { name: Ups, command: "upsc office ups.load", scan_interval: 40 } }, { binary_sensor: { name: Nas, command: "ping -c 1 -W 1 127.0.0.30 > /dev/null && echo ON || echo OFF", scan_interval: 11 } } ]
template: [ { sensor: [ { name: Cost, state: "{{ (states('sensor.power') | float * 0.3 / 1000) | round(2) }}" }, { name: Warm rooms, state: "{{ states.sensor | selectattr('attributes.device_class', 'eq', 'temperature') | list | count }}" } ] } ]
shell_command: { note: "echo {{ room }} >> $W/notes", sync: "rsync -a $W/c/www/ nas:backup/" }
statsd: { host: 127.0.0.1, port: 8126, prefix: home }
script: { evening: { alias: Evening, sequence: [ { service: light.turn_on, target: { entity_id: light.ceiling_lights }, data: { brightness: 90 } }, { delay: { seconds: 2 } }, { service: cover.close_cover, target: { entity_id: cover.living_room_window } } ] } }
scene: [ { name: Film, entities: { light.bed_light: "off", light.ceiling_lights: { state: "on", brightness: 40 } } } ]
automation:
  - { id: a1, alias: Door opened, trigger: [ { platform: state, entity_id: binary_sensor.front_door } ], action: [ { service: counter.increment, target: { entity_id: counter.door } }, { service: light.toggle, target: { entity_id: light.kitchen_lights } } ] }
  - { id: a2, alias: Too warm, trigger: [ { platform: numeric_state, entity_id: sensor.room_1_temperature, above: 23 } ], condition: [ { condition: state, entity_id: input_boolean.guests, state: "off" } ], action: [ { service: fan.turn_on, target: { entity_id: fan.living_room_fan } } ] }
  - { id: a3, alias: Tick, trigger: [ { platform: time_pattern, seconds: "/20" } ], action: [ { service: script.evening } ] }
  - { id: a4, alias: Notify power, trigger: [ { platform: numeric_state, entity_id: sensor.power, above: 2000 } ], action: [ { service: persistent_notification.create, data: { title: Power, message: "{{ states('sensor.power') }} W" } }, { service: notify.gone, data: { message: high } } ] }
E
serve() { "$HASS" -c "$W/c" --skip-pip --log-file "$W/ha$1.log" > out$1 2>&1 & P=$!; for k in $(seq 60); do curl -s -o /dev/null -m 1 $B/api/ && break; sleep 0.5; done; sleep 3; }
pub() { timeout 3 mosquitto_pub -h 127.0.0.1 -p 1884 "$@" > /dev/null 2>&1; }
disc() { for r in 1 2 3 4 5; do pub -r -t homeassistant/sensor/room$r/config -m '{"name":"Room '$r' temperature","object_id":"room_'$r'_temperature","unique_id":"t'$r'","state_topic":"home/room'$r'","value_template":"{{ value_json.t }}","device_class":"temperature","unit_of_measurement":"°C"}'; done
  pub -r -t homeassistant/binary_sensor/door/config -m '{"name":"Front door","object_id":"front_door","unique_id":"d1","state_topic":"home/door","availability_topic":"home/door/status","device_class":"door"}'; pub -r -t homeassistant/switch/plug/config -m '{"name":"Plug","unique_id":"p1","command_topic":"home/plug/set","state_topic":"home/plug"}'; }
token() { local f c; f=$(curl -s -m 5 -H "X-Forwarded-For: 192.168.1.$3" $B/auth/login_flow -d '{"client_id":"'$B'/","handler":["homeassistant",null],"redirect_uri":"'$B'/"}' -H 'Content-Type: application/json' | grep -oP '"flow_id": ?"\K\w+'); c=$(curl -s -m 5 -H "X-Forwarded-For: 192.168.1.$3" $B/auth/login_flow/$f -H 'Content-Type: application/json' -d '{"client_id":"'$B'/","username":"'$1'","password":"'$2'"}' | grep -oP '"result": ?"\K\w+'); curl -s -m 5 $B/auth/token -d grant_type=authorization_code -d code=$c -d client_id=$B/ | grep -oP '"access_token": ?"\K[^"]+'; }
call() { curl -s -m 9 -o /dev/null -H "X-Forwarded-For: 192.168.1.$((20 + RANDOM % 9))" -H "Authorization: Bearer $K" -H 'Content-Type: application/json' "$B/api/services/$1" -d "$2"; }
get() { curl -s -m 9 -o /dev/null -H "X-Forwarded-For: 192.168.1.$((20 + RANDOM % 9))" -H "Authorization: Bearer $K" "$B$1"; }
pick() { local a=("$@"); echo "${a[RANDOM % ${#a[@]}]}"; }
mosq; sleep 1; mkdir -p c/.storage
printf '{"version":1,"minor_version":3,"key":"core.config_entries","data":{"entries":[{"entry_id":"5f0c1d2e3a4b5c6d7e8f901234567890","version":1,"minor_version":1,"domain":"mqtt","title":"127.0.0.1","data":{"broker":"127.0.0.1","port":1884,"discovery":true},"options":{},"pref_disable_new_entities":false,"pref_disable_polling":false,"source":"user","unique_id":null,"disabled_by":null}]}}' > c/.storage/core.config_entries
serve 1; curl -s -m 9 -o /dev/null $B/api/onboarding/users -H 'Content-Type: application/json' -d '{"client_id":"'$B'/","name":"Anna","username":"anna","password":"summer-house","language":"en"}'; K=$(token anna summer-house 21); disc
day() { local end=$((SECONDS + $1)) r
  while [ $SECONDS -lt $end ]; do
    pub -t home/room$((1 + RANDOM % 5)) -m '{"t":'$((18 + RANDOM % 7)).$((RANDOM % 10))'}'
    case $((RANDOM % 22)) in
    0|1|2) call light/$(pick turn_on turn_off toggle) '{"entity_id":"light.'$(pick bed_light ceiling_lights kitchen_lights)'"}' ;;
    3) call light/turn_on '{"entity_id":"light.bed_light","brightness":'$((RANDOM % 255))'}' ;;
    4) pub -r -t home/door/status -m online; pub -t home/door -m $(pick ON OFF) ;;
    5) call climate/set_temperature '{"entity_id":"climate.'$(pick heatpump hvac ecobee)'","temperature":'$((17 + RANDOM % 8))'}' ;;
    6) get /api/states ;; 7) get /api/history/period?filter_entity_id=sensor.power ;; 8) get /api/states/$(pick sensor.power light.bed_light sensor.gone sun.sun) ;; 9) get /api/logbook ;;
    10) call switch/toggle '{"entity_id":"'$(pick switch.decorative_lights switch.ac switch.plug switch.garden_pump)'"}' ;;
    11) call cover/$(pick open_cover close_cover stop_cover) '{"entity_id":"cover.'$(pick hall_window kitchen_window living_room_window)'"}' ;;
    12) call media_player/$(pick media_play media_pause volume_up media_next_track) '{"entity_id":"media_player.'$(pick walkman bedroom living_room)'"}' ;;
    13) call lock/$(pick lock unlock) '{"entity_id":"lock.front_door"}' ;; 14) call timer/start '{"entity_id":"timer.tea"}' ;; 15) call scene/turn_on '{"entity_id":"scene.film"}' ;;
    16) call shell_command/note '{"room":"'$(pick kitchen hall bath)'"}' ;; 17) [ $((RANDOM % 3)) = 0 ] && call shell_command/sync '{}' || call input_boolean/toggle '{"entity_id":"input_boolean.guests"}' ;;
    18) [ $((RANDOM % 2)) = 0 ] && call $(pick light/turn_on climate/set_hvac_mode notify/phone) '{"entity_id":"light.bed_light","brightness":"bright"}' || token anna summer-house $((20 + RANDOM % 9)) > /dev/null ;;
    19) case $((RANDOM % 4)) in 0) token $(pick anna bert) wrong $((40 + RANDOM % 9)) > /dev/null ;; 1) K=old get /api/states ;; 2) pub -t home/room2 -m 'nan?' ;; 3) get /api/nothing ;; esac ;;
    20) call vacuum/start '{"entity_id":"vacuum.'$(pick 0_ground_floor 1_first_floor)'"}' ;; 21) call alarm_control_panel/$(pick alarm_arm_away alarm_disarm) '{"entity_id":"alarm_control_panel.security","code":"'$(pick 1234 1234 0000)'"}' ;;
    esac; sleep 0.$((RANDOM % 3)); done; }
day $((T / 3)); kill $M; sleep 6; mosq; day $((T / 3)); call homeassistant/reload_all '{}'; kill $P; for k in $(seq 30); do kill -0 $P 2>/dev/null || break; sleep 1; done
serve 2; K=$(token anna summer-house 22); day $((T / 3)); kill $P; sleep 9; kill -9 $P 2>/dev/null
# header: "DATE TIME LEVEL (THREAD) [logger] "
cat ha1.log ha2.log | grep -aP '^20\S+ \S+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) \(' | sed -E "s/^\S+ \S+ [A-Z]+ \([^)]*\) \[[^]]*\] //; s#$W#/srv/lab/homeassistant#g; s#$(dirname "$(dirname "$(readlink -f "$HASS")")")#/srv/lab/homeassistant/venv#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length && length <= 1500' > "$1/homeassistant.raw"
