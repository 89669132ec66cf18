#!/bin/bash
# One syslog of accounts, sudo, su, cron and rsyslogd, and one of sshd, all of Debian. Usage: linux.sh WORK
# Makes and removes the users lx1 to lx9, runs cron for two minutes and sshd on 127.0.0.1:2222.
set -u
W=$1/linux; rm -rf "$W"; mkdir -p "$W"; chmod 755 "$1" "$W"; cd "$W"
printf 'module(load="imuxsock")\n$RepeatedMsgReduction off\n$WorkDirectory %s\n*.* %s/all.log;RSYSLOG_TraditionalFileFormat\n' "$W" "$W" > rsyslog.conf
log() { rsyslogd -n -f rsyslog.conf -i "$W/rsyslog.pid" & R=$!; sleep 1; }
log
users() { for n in 1 2 3 4 5 6 7 8 9; do echo lx$n; done; }
for u in $(users); do
  useradd -m -s /bin/bash $u; echo "$u:pw-$u" | chpasswd
done
groupadd lxgroup; for u in lx1 lx3 lx5; do usermod -aG lxgroup $u; done
useradd lx1; usermod -s /bin/sh lx2; usermod -L lx8; usermod -U lx8; chage -E 2020-01-01 lx9; usermod -c 'Lex Four' lx4; usermod -d /tmp/nowhere lx7; gpasswd -a lx6 lxgroup; gpasswd -d lx1 lxgroup; groupmod -n lxteam lxgroup; passwd -l lx5; passwd -u lx5; chfn -f 'Six' lx6; chsh -s /bin/sh lx3
printf 'lx1 ALL=(ALL) NOPASSWD: ALL\nlx2 ALL=(root) NOPASSWD: /usr/bin/id, /bin/ls\nlx3 ALL=(ALL) ALL\n' > /etc/sudoers.d/lx; chmod 440 /etc/sudoers.d/lx
as() { su "$1" -s /bin/bash -c "$2" >/dev/null 2>&1 < /dev/null; }
for n in 1 2 3; do
  for u in lx1 lx2 lx3 lx4; do
    as $u "sudo -n /usr/bin/id"; as $u "sudo -n /bin/ls /root/$n"; as $u "sudo -n -u lx$((n + 4)) /bin/cat /etc/passwd"; as $u "sudo -n -u nouser$n id"; as $u "echo wrong | sudo -S -p '' ls /srv/$n"
    as $u "echo pw-$u | sudo -S -p '' /usr/bin/whoami"; as $u "sudo -n -E FOO=$n env"
    as lx1 "echo pw-$u | su $u -c id"; as lx2 "echo bad | su lx$((n + 5)) -c id"; as lx4 "echo x | su - -c id"; su lx9 -s /bin/bash -c 'su lx9' </dev/null
    as lx1 "sudo -n -D /none$n ls"; as lx1 "sudo -n nosuchcmd$n"
  done
done >/dev/null 2>&1
python3 - <<'Y'
# su and login on terminals of their own.
import os, pty, time
def talk(argv, says):
    pid, fd = pty.fork()
    if pid == 0: os.execvp(argv[0], argv)
    for s in says:
        time.sleep(0.7); os.write(fd, s.encode())
    time.sleep(2.5)
    try: os.read(fd, 4096)
    except OSError: pass
    try: os.kill(pid, 9)
    except OSError: pass
    os.close(fd); os.waitpid(pid, 0)
for n in (1, 2, 3, 4):
    talk(["login"], [f"lx{n}\n", f"pw-lx{n}\n", "exit\n"]); talk(["login"], [f"lx{n}\n", "no\n"]); talk(["login"], [f"ghost{n}\n", "no\n"])
    talk(["su", "lx1", "-c", f"su lx{n + 4}"], [f"pw-lx{n + 4}\n", "exit\n"]); talk(["su", "lx2", "-c", f"su lx{n + 4}"], ["wrong\n"])
    talk(["su", "lx3", "-c", "passwd"], ["pw-lx3\n", f"new-Pw-{n}x\n", f"new-Pw-{n}x\n"]); talk(["passwd", f"lx{n + 4}"], [f"zz-{n}-Kq9\n", f"zz-{n}-Kq9\n"])
Y
# cron: good jobs, failing ones, bad tables.
for u in lx1 lx2 lx3 lx4 root; do printf '* * * * * /bin/true %s\n* * * * * test -d /srv/%s && ls\n* * * * * /bin/false\n' $u $u | crontab -u $u -; crontab -u $u -l >/dev/null; done
echo '* * * * 99 nobody x' > /etc/cron.d/lx-bad; echo '* * * * * nouser /bin/true' > /etc/cron.d/lx-nouser; echo '* * * * * lx5 /usr/bin/id' > /etc/cron.d/lx-good; chmod 600 /etc/cron.d/lx-*; chmod 666 /etc/cron.d/lx-good
cron -f & C=$!
sleep 65; chmod 644 /etc/cron.d/lx-good; crontab -u lx2 -r; echo '5 4 * * * /bin/date' | crontab -u lx3 -; sleep 62; kill $C; cron -f & C=$!; sleep 2; cron -f; kill $C
rm -f /etc/cron.d/lx-*; for u in lx1 lx3 lx4 root; do crontab -u $u -r; done
kill -HUP $R; sleep 1; logger -t lxapp -p user.notice 'a test of the log'; kill $R; sleep 1; echo 'module(load="imnosuch")' >> rsyslog.conf; log
# sshd
mkdir -p /run/sshd keys; [ -f keys/host ] || { ssh-keygen -q -t ed25519 -N '' -f keys/host; ssh-keygen -q -t ed25519 -N '' -f keys/lx; ssh-keygen -q -t rsa -N '' -f keys/other; }
mkdir -p /home/lx1/.ssh /home/lx2/.ssh; cp keys/lx.pub /home/lx1/.ssh/authorized_keys; chown -R lx1: /home/lx1/.ssh; cp keys/lx.pub /home/lx2/.ssh/authorized_keys; chmod 777 /home/lx2/.ssh
printf 'Port 2222\nListenAddress 127.0.0.1\nHostKey %s/keys/host\nUsePAM yes\nMaxAuthTries 3\nLoginGraceTime 4\nMaxStartups 5:50:8\nDenyUsers lx6\nAllowUsers lx1 lx2 lx3 lx4 lx5 lx6 lx8 lx9 root\nPermitRootLogin no\nPasswordAuthentication yes\nSubsystem sftp internal-sftp -l INFO\nLogLevel VERBOSE\nClientAliveInterval 2\nClientAliveCountMax 1\n' "$W" > sshd_config
/usr/sbin/sshd -D -f sshd_config & S=$!; sleep 1
o="-p 2222 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectTimeout=5 -o PreferredAuthentications"
for n in 1 2 3 4 5; do
  for u in lx3 lx4 lx5; do sshpass -p pw-$u ssh $o=password $u@127.0.0.1 "exit $n"; sshpass -p bad$n ssh $o=password $u@127.0.0.1 true; done
  for u in root admin test$n oracle git ubuntu$n lx6 lx8 lx9 'we ird' ''; do sshpass -p x$n ssh $o=password -l "$u" 127.0.0.1 true; done
  ssh -i keys/lx $o=publickey lx1@127.0.0.1 "sleep 1; id"; ssh -i keys/other $o=publickey lx1@127.0.0.1 true; ssh -i keys/lx $o=publickey lx2@127.0.0.1 true
  ssh -i keys/lx $o=publickey -R 0:127.0.0.1:22 -L 2$((n + 300)):127.0.0.1:2999 lx1@127.0.0.1 'sleep 1' & sleep 0.3; nc -w 1 127.0.0.1 2$((n + 300)) </dev/null; wait $!
  printf 'put /etc/hostname f%s\nls\nget f%s /dev/null\nrename f%s g%s\nrm g%s\nget none\nmkdir d%s\n' $n $n $n $n $n $n | sftp -q -b - -P 2222 -i keys/lx -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null lx1@127.0.0.1
  nc -z 127.0.0.1 2222; printf 'GET / HTTP/1.1\r\n\r\n' | nc -w 1 127.0.0.1 2222; printf 'SSH-2.0-probe%s\r\n' $n | nc -w 1 127.0.0.1 2222; printf 'SSH-1.5-old\r\n' | nc -w 1 127.0.0.1 2222; head -c 300 /dev/zero | tr '\0' 'A' | nc -w 1 127.0.0.1 2222; printf 'SSH-2.0-x\r\n\x00\x00\xff\xffjunkjunkjunk' | nc -w 1 127.0.0.1 2222
  ssh $o=none -c aes128-cbc lx1@127.0.0.1; ssh $o=none -o KexAlgorithms=diffie-hellman-group1-sha1 lx1@127.0.0.1; ssh $o=none -o HostKeyAlgorithms=ssh-rsa lx1@127.0.0.1; ssh $o=none -m hmac-md5 lx1@127.0.0.1
  for k in 1 2 3 4 5 6 7 8 9 10; do sleep 5 | nc 127.0.0.1 2222 & done; wait $(jobs -p | tail -10) 2>/dev/null
  ssh -i keys/lx $o=publickey lx1@127.0.0.1 'kill -9 $PPID'; ssh -i keys/lx $o=publickey lx1@127.0.0.1 'sleep 9' & p=$!; sleep 1; kill -STOP $p; sleep 6; kill -9 $p
  [ $n = 3 ] && { kill -HUP $S; sleep 1; S=$(cat /run/sshd.pid 2>/dev/null || echo $S); }
done >/dev/null 2>&1
kill $S; sleep 1
for u in $(users); do [ $u = lx7 ] && userdel $u || userdel -r $u; done 2>/dev/null; groupdel lxteam; userdel nouser; rm -f /etc/sudoers.d/lx
sleep 1; kill $R
grep -E ' (sshd|internal-sftp|sftp-server)\[' all.log | sed -E 's/^\S+ +\S+ \S+ \S+ \S+: //' > "$1/sshd.raw"
grep -vE ' (sshd|internal-sftp|sftp-server|postfix[^ ]*|dnsmasq|epmd)(\[|:)| (kernel|lxapp): ' all.log | sed -E 's/^\S+ +\S+ \S+ \S+ [^:]+: //' > "$1/linux.raw"
