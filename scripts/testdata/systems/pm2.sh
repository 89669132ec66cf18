#!/bin/bash
# PM2's own log of processes good and bad. Usage: pm2.sh WORK ($NPM has node_modules with pm2)
set -u
W=$1/pm2; rm -rf "$W"; mkdir -p "$W/apps"; cd "$W/apps"
export PM2_HOME=$W/home PATH=$NPM/node_modules/.bin:$PATH PM2_DISCRETE_MODE=1
echo 'setInterval(() => {}, 1000)' > good.js; echo 'setTimeout(() => process.exit(+process.argv[2] || 1), 300)' > bad.js; echo 'process.on("SIGINT", () => {}); setInterval(() => {}, 99)' > deaf.js; echo 'const a = []; setInterval(() => a.push(Buffer.alloc(2e7, 1)), 50)' > big.js; echo 'setTimeout(() => { throw new Error("boom " + process.pid) }, 200)' > throws.js; echo 'process.send && process.send("ready"); require("http").createServer((q, s) => s.end("x")).listen(+process.argv[2] || 8871)' > web.js; echo 'syntax error here' > broken.js; echo 'setTimeout(() => Promise.reject(new Error("no " + process.pid)), 300)' > reject.js
for r in 1 2; do
  for n in 1 2 3; do
    pm2 start good.js --name "api-$n" -i $n; pm2 start bad.js --name "job$n" --max-restarts $((n + 1)) --restart-delay 100 -- $((n * r)); pm2 start deaf.js --name "deaf-$r$n" --kill-timeout 300; pm2 start throws.js --name "thrower$n" --max-restarts 3 --exp-backoff-restart-delay=50; pm2 start reject.js --name "rej$n" --max-restarts 2; pm2 start broken.js --name "broken$n" --max-restarts 1; pm2 start web.js --name "web$n" -i 2 --wait-ready --listen-timeout 800 -- $((8870 + n)); pm2 start /bin/sleep --name "sleep$n" --interpreter none --no-autorestart -- 1; pm2 start good.js --name "cron$n" --cron-restart '* * * * * *'; pm2 start good.js --name "watch$n" --watch
  done
  pm2 start big.js --name "big$r" --max-memory-restart 40M; sleep 3; touch good.js; sleep 1
  pm2 restart all; pm2 reload web1; pm2 scale api-2 4; pm2 scale api-2 1; pm2 sendSignal SIGUSR2 api-1; pm2 sendSignal SIGKILL api-1; pm2 stop "deaf-${r}1"; pm2 delete "deaf-${r}2"; pm2 restart nosuch$r; pm2 reset all; pm2 trigger api-1 none; pm2 flush api-1; pm2 stop cron1 cron2 cron3; sleep 3; pm2 gracefulReload web2; kill -9 $(pm2 pid web3 | head -1); sleep 1; pm2 ping; pm2 reloadLogs; pm2 save; [ $r = 1 ] && { pm2 update; sleep 2; }; [ $r = 2 ] && pm2 kill || pm2 delete all; sleep 1
done > ../out 2>&1
pm2 kill > /dev/null 2>&1
sed -E 's/^[0-9-]+T[0-9:.]+: //; s/^PM2 +(log|error|warn)? *: //' ../home/pm2.log | grep -v "^    at " > "$1/pm2.raw"  # without stacks
