#!/bin/bash
# systemd's user manager with services of all fates, and its tools, with the place of every message. Usage: systemd.sh WORK
set -u
# A namespace of its own, in which this machine looks as if systemd had started it.
[ -n "${INSIDE:-}" ] || exec env INSIDE=1 unshare --mount bash "$0" "$@"
mount -t tmpfs none /run/systemd; mkdir /run/systemd/system
W=$1/systemd; rm -rf "$W"; mkdir -p "$W"/{run,cfg/systemd/user,root/etc/tmpfiles.d,root/var/tmp/old,root/etc,verify}; cd "$W"
export SYSTEMD_LOG_LOCATION=1 SYSTEMD_LOG_TARGET=console SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_COLOR=0 SYSTEMD_LOG_TIME=0 SYSTEMD_COLORS=0 XDG_RUNTIME_DIR=$W/run XDG_CONFIG_HOME=$W/cfg HOME=$W
# The manager writes to /dev/console: a terminal of our own in this namespace.
python3 -c '
import os, pty, sys
m, s = pty.openpty(); os.write(1, (os.ttyname(s) + "\n").encode())
with open("man.log", "wb", 0) as f:
    while True: f.write(os.read(m, 65536))' > tty & J=$!
sleep 1; mount --bind "$(head -1 tty)" /dev/console
U=cfg/systemd/user; chmod 700 run
unit() { f=$U/$1; shift; printf '%s\n' "$@" > $f; }
for n in $(seq 9); do
  unit good$n.service '[Unit]' "Description=Good service $n" '[Service]' "ExecStart=/bin/sleep $((n + 3))" 
  unit once$n.service '[Unit]' "Description=Once $n" "After=good$n.service" '[Service]' 'Type=oneshot' "ExecStartPre=/bin/echo pre $n" "ExecStart=/bin/true" "ExecStartPost=/bin/echo post"
  unit bad$n.service '[Unit]' "Description=Failing $n" '[Service]' "ExecStart=/bin/sh -c 'exit $n'" 'Restart=on-failure' 'RestartSec=300ms' "StartLimitBurst=$((n % 3 + 1))"
  unit gone$n.service '[Unit]' "Description=Missing program $n" '[Service]' "ExecStart=/nowhere/prog$n"
  unit slow$n.service '[Unit]' "Description=Never ready $n" '[Service]' 'Type=notify' 'TimeoutStartSec=1s' 'TimeoutStopSec=1s' "ExecStart=/bin/sh -c 'trap : TERM; sleep 99 & wait; sleep 99'"
  unit need$n.service '[Unit]' "Description=Needs $n" "Requires=gone$n.service" "After=gone$n.service" '[Service]' "ExecStart=/bin/true"
  unit tick$n.timer '[Unit]' "Description=Tick $n" '[Timer]' "OnActiveSec=${n}s" "Unit=once$n.service"
  unit watch$n.path '[Path]' "PathExists=$W/flag$n" "Unit=once$n.service"
  unit cond$n.service '[Unit]' "Description=Conditional $n" "ConditionPathExists=/none/$n" '[Service]' "ExecStart=/bin/true"
  unit sock$n.socket '[Socket]' "ListenStream=127.0.0.1:187$((n % 4))0" '[Install]' 'WantedBy=sockets.target'; unit sock$n.service '[Service]' 'ExecStart=/bin/cat' 'StandardInput=socket'
  unit odd$n.service '[Unit]' "Nonsense=$n" "Description=Odd $n" '[Service]' "ExecStart=/bin/true" "Type=banana$n" "LimitNOFILE=x$n" "Nice=99" 'TimeoutSec=soon' '[Strange]' 'a=b'
  unit all$n.target '[Unit]' "Wants=good$n.service once$n.service bad$n.service gone$n.service slow$n.service need$n.service cond$n.service odd$n.service tick$n.timer watch$n.path sock$n.socket" "After=once$n.service"
  unit ring$n.service '[Unit]' "After=ring$((n % 9 + 1)).service" "Requires=ring$((n % 9 + 1)).service" '[Service]' 'ExecStart=/bin/true'
done
unit default.target '[Unit]' 'Description=Default' 'Wants=all1.target all2.target' 'AllowIsolate=yes'
/lib/systemd/systemd --user > man.out 2>&1 & M=$!
sleep 7
s() { SYSTEMD_LOG_TARGET=null timeout 4 systemctl --user "$@" > /dev/null 2>> ctl.out; }
for n in 1 2 3 4 5 6 7 8 9; do s start --no-block all$n.target; touch flag$n; sleep 2; s stop --no-block good$n.service; s kill good$((n - 1)).service; s start --no-block ring$n.service nosuch$n.service; s reload good$n.service; s reset-failed; s mask once$n.service; s start once$n.service; done
s daemon-reload; s isolate default.target; sleep 3; s exit; sleep 4; kill $M 2>/dev/null
{
cat > root/etc/tmpfiles.d/t.conf <<C
d /run/app 0755 root root 1s
d /run/app/%m 0755 nosuchuser root -
f /run/app/a 0644 root root - text
f+ /run/app/b 0600 daemon daemon - more
L /run/app/link - - - - ../target
L+ /run/app/a - - - - /etc
r /run/app/b
R /var/tmp/old
q /var/q 0700 - - 2d
v /var/v 0700 - - 1h
z /run/app/* 0700 root nogroup -
Z /var/tmp 1777 - - -
p+ /run/app/pipe 0600 - - -
c /dev/lx 0666 - - - 1:3
C /run/copy - - - - /etc/hostname
w /run/app/none - - - - x
t /run/app/a - - - - user.x=1
h /run/app/a - - - - +C
a /run/app - - - - u:root:rwx
x /var/tmp/keep*
y /bad/type
d relative/path
d /run/app 0799 root root -
d /run/dup
d /run/dup 0700
e /var/tmp/e%zz 0700 - - 5parsecs
C
for n in 1 2 3 4 5 6; do mkdir -p root/var/tmp/old/d$n root/run/app/sub$n root/var/q/x$n; touch -d '2020-01-01' root/var/tmp/old/f$n root/run/app/old$n root/var/q/x$n/y$n; systemd-tmpfiles --root="$W/root" --create --remove; systemd-tmpfiles --root="$W/root" --clean; done
printf 'u svc%s - "Service" /run/x\ng grp%s 450 -\nm svc%s grp%s\nu root 0\nu bad.name! -\nr - 500-600\nu dup 77%s\nu dup2 77%s\n' 1 2 1 2 1 1 > root/su.conf; cp /etc/passwd /etc/group /etc/shadow /etc/gshadow root/etc/ 2>/dev/null; sed -i 's/:[^:]*:/:x:/' root/etc/shadow
for n in 1 2 3; do sed "s/svc1/svc$n/g" root/su.conf > root/etc/su$n.conf; systemd-sysusers --root="$W/root" "$W/root/etc/su$n.conf"; done
for n in 1 2 3 4 5 6 7 8 9; do cp $U/*$n.* verify/; systemd-analyze verify --man=no verify/odd$n.service verify/need$n.service verify/ring$n.service verify/tick$n.timer verify/sock$n.socket; done
for d in lo null zero sda vda tty1; do p=$(ls -d /sys/class/*/$d 2>/dev/null | head -1); [ -n "$p" ] && { udevadm test "$p"; udevadm test-builtin net_id "$p"; udevadm info --query=all --path="$p" > /dev/null; }; done
mkdir -p rules root/etc/udev/rules.d root/etc/udev/hwdb.d; printf 'KERNEL=="lo", NAME=="x" NOSUCH="1"\nACTION="add", GOTO="nowhere"\nSUBSYSTEM=="net", RUN+="/bin/nosuch %%k"\nATTR{address}=="*", ENV{X}=\nLABEL="a"\nIMPORT{nosuch}="x"\n' > /run/udev-lx.rules; mkdir -p /run/udev/rules.d; mv /run/udev-lx.rules /run/udev/rules.d/99-lx.rules; for d in lo; do udevadm test /sys/class/net/$d; udevadm test -a remove /sys/class/net/$d; done; rm -f /run/udev/rules.d/99-lx.rules
printf 'evdev:input:b*\n X=1\nbad line\n Y\nusb:v1*\n' > root/etc/udev/hwdb.d/a.hwdb; systemd-hwdb update --root="$W/root"; systemd-machine-id-setup --root="$W/root"
for n in 1 2 3 4 5; do systemd-analyze calendar "Mon..Fri *-*-* $n:00" "bad $n"; systemd-run --user -p Nosuch=$n true; systemd-id128 show nosuch$n; systemd-cat -p info echo x$n; systemd-escape --path "/a$n/../b"; done
for f in network0 network1 network2; do printf '[Match]\nName=%s\n[Network]\nAddress=10.0.0.300/24\nDNS=1.2.3\nGateway=x\nDHCP=maybe\n[Bogus]\na=b\n' $f > verify/$f.network; done
systemd-firstboot --root="$W/root" --locale=xx --timezone=Mars/Base --hostname=_bad_ --force
SYSTEMD_LOG_LEVEL=debug timeout 5 systemd --test --system --unit=basic.target
} > tools.log 2>&1
sleep 1; kill $J
python3 - man.log tools.log > "$1/systemd.raw" <<'Y'
import re, sys
for f in sys.argv[1:]:
    for line in open(f, errors="replace"):
        m = re.match(r"((?:\.\./)*src/\S+?:\d+): (.*)", line.rstrip())
        if m and "Setting $" not in line and not re.search(r"\bmnt-\S+\.mount", line): print(m[1], "", m[2].replace("\t", " "), sep="\t")
Y
