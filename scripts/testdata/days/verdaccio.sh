#!/bin/bash
# Verdaccio (npm verdaccio 6.8.0 with node-fetch overridden to 2.7.0; npm 10): a team's registry on loopback with a second one as its uplink; publishes and installs of small local packages. Usage: verdaccio.sh WORK
# VERDACCIO names the program. Level http (the default).
set -u
W=$1/verdaccio; rm -rf "$W"; mkdir -p "$W/home"; cd "$W"; T=${SECONDS_RUN:-170}; V=${VERDACCIO:-verdaccio}; R=http://127.0.0.1:4873; U=http://127.0.0.1:4874; export HOME=$W/home NPM_CONFIG_USERCONFIG=$W/npmrc NPM_CONFIG_CACHE=$W/cache NPM_CONFIG_UPDATE_NOTIFIER=false NPM_CONFIG_FETCH_RETRIES=1 NPM_CONFIG_FETCH_RETRY_MINTIMEOUT=500
conf() { cat > $1.yaml <<E
storage: $W/store-$1
auth: { htpasswd: { file: $W/htpasswd-$1, max_users: $4 } }
$3
web: { title: Team, rate_limit: { windowMs: 1000, max: 1000 } }
packages:
  '@acme/*': { access: \$authenticated, publish: \$authenticated, unpublish: \$authenticated }
  'shared-*': { access: \$all, publish: bert${5:-} }
  '**': { access: \$all, publish: \$authenticated, unpublish: anna${5:-} }
${6:-}
middlewares: { audit: { enabled: false } }
max_body_size: 300kb
server: { keepAliveTimeout: 5 }
userRateLimit: { windowMs: 1000, max: 1000 }
log: { type: file, path: $W/$1.log, format: pretty, colors: false, level: ${LEVEL:-http} }
E
}
conf team 4873 "uplinks: { corp: { url: '$U', timeout: 2s, maxage: 4s, max_fails: 4, fail_timeout: 6s }, lab: { url: 'http://127.0.0.9:4875', timeout: 1s, max_fails: 3, fail_timeout: 9s } }" 5 ", proxy: corp" "security: { api: { jwt: { sign: { expiresIn: 29d } } } }"; sed -i "s#^packages:#packages:\n  'lab-*': { access: \$all, proxy: lab }#" team.yaml
conf corp 4874 "" 100
declare -A P; trap 'kill ${P[@]} 2>/dev/null' EXIT; trap 'exit 1' INT TERM
serve() { "$V" -c $1.yaml -l 127.0.0.1:$2 > $1.out 2>&1 & P[$1]=$!; for k in $(seq 40); do curl -s -o /dev/null -m 1 http://127.0.0.1:$2/-/ping && break; sleep 0.25; done; }
pick() { local a=("$@"); echo "${a[RANDOM % ${#a[@]}]}"; }
adduser() { curl -s -m 9 --interface 127.0.0.$((20 + RANDOM % 20)) -X PUT -H 'Content-Type: application/json' -d '{"name":"'$2'","password":"'$3'","_id":"org.couchdb.user:'$2'","type":"user","roles":[],"date":"2026-01-01T00:00:00.000Z"}' $1/-/user/org.couchdb.user:$2 | grep -oP '"token": ?"\K[^"]+'; }
serve corp 4874; serve team 4873
declare -A K; for u in anna bert carla dmitri; do K[$u]=$(adduser $R $u pw-$u-1); done; C=$(adduser $U bert pw-bert-1); K[corp]=$C
NAMES="@acme/logger @acme/paint @acme/forms @acme/i18n queue-lite color-names tiny-csv date-math deep-copy shared-config shared-icons"
rc() { printf 'registry=%s/\n//%s/:_authToken=%s\n' "${2:-$R}" "${2:-127.0.0.1:4873}" "${K[$1]:-none}" | sed 's#//http://#//#' > npmrc.$3; }
n() { local l=$1; shift; NPM_CONFIG_LOCAL_ADDRESS=127.0.0.$((20 + RANDOM % 20)) NPM_CONFIG_USERCONFIG=$W/npmrc.$l timeout 20 npm --no-audit --no-fund "$@" > /dev/null 2>&1; }
pkg() {  # pkg DIR NAME VERSION [DEPENDENCY]: a package of a varying size
  rm -rf $1; mkdir -p $1; printf '{"name":"%s","version":"%s","license":"MIT","dependencies":{%s}}\n' $2 $3 "${4:+\"$4\":\"*\"}" > $1/package.json; head -c $((RANDOM * (1 + RANDOM % ${5:-3}))) /dev/urandom | base64 > $1/data.txt; echo "module.exports = '$2'" > $1/index.js; }
publish() { rc ${4:-anna} "${5:-$R}" p$1; pkg w$1 $2 $3 "${6:-}" ${7:-3}; (cd w$1; n p$1 publish); }
i=0; for x in $NAMES; do i=$((i + 1)); publish 0 $x 1.0.0 $([[ $x = shared-* ]] && echo bert || echo anna); done; for x in corp-build corp-theme corp-auth; do publish 0 $x 2.0.0 corp $U; done
op() { local l=$1 a=127.0.0.$((20 + RANDOM % 20)) u=$(pick anna bert carla dmitri) x=$(pick $NAMES) y=$(pick $NAMES); local c="curl -s -o /dev/null -m 6 --interface $a"
  case $((RANDOM % 29)) in
  0|1|2) publish $l $x 1.$((1 + RANDOM % 60)).$((RANDOM % 9)) $u "$R" $(pick "" "" $y) ;;
  3) publish $l $x 1.0.0 $u ;;
  4|5|6|7|8) rc $u "$R" i$l; pkg w$l app 0.0.1; (cd w$l; n i$l install $x $y $(pick "" corp-build corp-theme)) ;;
  9) rc $u "$R" i$l; (cd w$l 2>/dev/null && n i$l install $(pick no-such-pkg lft-pad lab-tools corp-gone) ) ;;
  10) rc $u "$R" i$l; n i$l view $x versions; n i$l dist-tag add $x@1.0.0 $(pick stable next beta) ;;
  11) rc $u "$R" i$l; n i$l search $(pick logger csv corp) ;;
  12) rc $u "$R" i$l; n i$l whoami; n i$l deprecate $x@1.0.0 "use a newer one" ;;
  13) adduser $R $u pw-$u-1 > /dev/null ;; 14) [ $((RANDOM % 2)) = 0 ] && adduser $R $u guess$l > /dev/null || adduser $R new$l pw-new-$l > /dev/null ;;
  15) rc nobody "$R" i$l; n i$l view @acme/$(pick logger paint) ; n i$l view $x ;;
  16) $c $R/; $c $R/-/verdaccio/data/packages; $c $R/-/static/favicon.ico ;; 17) $c $R/-/verdaccio/data/sidebar/$(pick tiny-csv date-math nothing) ;;
  18) $c $R/$(pick tiny-csv queue-lite)/-/$(pick tiny-csv-1.0.0.tgz queue-lite-9.9.9.tgz) ;; 19) $c -H "Authorization: Bearer ${K[$u]}" "$R/-/v1/search?text=$(pick a color date)&size=$((5 + RANDOM % 20))" ;;
  20) [ $((RANDOM % 3)) = 0 ] && publish $l big-assets-$l 0.1.0 $u "$R" "" 30 || $c $R/-/ping ;;
  21) [ $((RANDOM % 3)) = 0 ] && { rc $u "$R" i$l; n i$l unpublish $(pick date-math deep-copy)@1.$((RANDOM % 60)).0 --force; } || $c $R/$x ;;
  22) publish $l corp-$(pick build theme) 2.$((RANDOM % 50)).0 corp $U ;; 23) rc $u "$R" i$l; (cd w$l 2>/dev/null && NPM_CONFIG_USERCONFIG=$W/npmrc.i$l timeout 9 npm audit > /dev/null 2>&1) ;;
  24|25|26|27|28) local ci=127.0.1.$((1 + RANDOM % 9)) z; for z in $(shuf -n 4 -e $NAMES corp-build corp-auth); do curl -s -o /dev/null -m 6 --interface $ci -H "Authorization: Bearer ${K[$u]}" $R/${z/\//%2f}; curl -s -o /dev/null -m 6 --interface $ci -H "Authorization: Bearer ${K[$u]}" $R/$z/-/${z#*/}-$([[ $z = corp-* ]] && echo 2 || echo 1).0.0.tgz; done ;;  # a build host
  esac; }
end=$((SECONDS + T)); k=0; third=$((SECONDS + T / 3)); half=$((SECONDS + T / 2)); back=$((SECONDS + T * 2 / 3))
while [ $SECONDS -lt $end ]; do
  k=$((k + 1)); op $((k % 400)) & [ $(jobs -pr | wc -l) -gt 4 ] && sleep 0.5; [ $(jobs -pr | wc -l) -gt 6 ] && sleep 2
  [ $third -gt 0 ] && [ $SECONDS -ge $third ] && { third=0; kill ${P[corp]}; sleep 2; }
  [ $half -gt 0 ] && [ $SECONDS -ge $half ] && { half=0; kill ${P[team]}; sleep 2; serve team 4873; }
  [ $back -gt 0 ] && [ $SECONDS -ge $back ] && { back=0; serve corp 4874; }
  [ $((k % 40)) = 0 ] && rm -rf cache 2> /dev/null; sleep 0.2
done
sleep 3; kill ${P[team]} ${P[corp]}; sleep 2
cat corp.log team.log > all.log  # header: level and direction
sed -E "s/^(trace|debug|http|info|warn|error|fatal) ? ?(<--|-->|---|==>|<==|===) ?//; s#$W#/srv/lab/verdaccio#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" all.log | awk 'length && length <= 1500' > "$1/verdaccio.raw"
