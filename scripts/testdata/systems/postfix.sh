#!/bin/bash
# Postfix on loopback, between clients good and bad and servers good and bad. Usage: postfix.sh WORK
set -u
W=$1/postfix; rm -rf "$W"; mkdir -p "$W"/{conf,queue,data}; cd "$W"; chmod 755 "$1" "$W"; chown postfix data  # the local users are ones that every Debian has
cat > conf/main.cf <<C
compatibility_level = 3.6
queue_directory = $W/queue
data_directory = $W/data
maillog_file = $W/mail.log
maillog_file_prefixes = /tmp, $1
myhostname = mx.example.org
mydestination = \$myhostname, localhost, example.org
mynetworks = 127.0.0.0/30
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_host_lookup = native
disable_dns_lookups = yes
alias_maps = texthash:$W/conf/aliases
alias_database =
transport_maps = texthash:$W/conf/transport
header_checks = regexp:$W/conf/headers
default_transport = smtp:[127.0.0.1]:2600
relay_domains = sink.test, dead.test, drop.test, odd.test, old.test, slow.test
local_recipient_maps = texthash:$W/conf/users
smtpd_client_restrictions = check_client_access static:OK
smtpd_recipient_restrictions = check_sender_access texthash:$W/conf/senders, reject_non_fqdn_sender, reject_unlisted_recipient, reject_unauth_destination
smtpd_helo_required = yes
smtpd_relay_restrictions =
smtpd_delay_reject = yes
message_size_limit = 60000
mailbox_command = /bin/sh $W/conf/deliver
minimal_backoff_time = 5s
queue_run_delay = 5s
maximal_backoff_time = 10s
maximal_queue_lifetime = 40s
bounce_queue_lifetime = 40s
smtp_connect_timeout = 2s
smtp_mail_timeout = 3s
smtp_rcpt_timeout = 3s
smtp_helo_timeout = 3s
smtpd_error_sleep_time = 0
smtpd_timeout = 6s
smtpd_client_connection_count_limit = 6
smtpd_client_event_limit_exceptions =
anvil_status_update_time = 15s
smtp_connection_cache_destinations = sink.test
smtpd_peername_lookup = yes
notify_classes = bounce, protocol, resource, software
C
sed "s/^smtp  *inet.*/127.0.0.1:2525 inet n - n - - smtpd/; s/ y       -       -\(.*\)$/ n - -\1/; s/  y  / n  /" /etc/postfix/master.cf | sed -E 's/^(\S+\s+\S+\s+\S+\s+\S+\s+)y(\s)/\1n\2/' > conf/master.cf
grep -q '^postlog' conf/master.cf || echo 'postlog unix-dgram n - n - 1 postlogd' >> conf/master.cf
printf 'root news\npostmaster news\nteam news, games\nvoid /dev/null\nbroken |"exit 75"\n' | sed 's/ /\t/' > conf/aliases
for u in news games man backup team void broken root postmaster; do echo "$u x"; done > conf/users
printf '.test smtp:[127.0.0.1]:2600\nfar.test smtp:[127.0.0.1]:2600\nsink.test smtp:[127.0.0.1]:2600\ndead.test smtp:[127.0.0.1]:2999\ndrop.test smtp:[127.0.0.1]:2601\nodd.test smtp:[127.0.0.1]:2602\nslow.test smtp:[127.0.0.1]:2603\nold.test error:5.1.2 this domain has moved\n' > conf/transport
printf '/^Subject:.*lottery/ REJECT no lottery here\n/^Subject:.*invoice ([0-9]+)/ WARN invoice $1\n/^X-Hold:/ HOLD kept\n' > conf/headers
printf 'blocked@far.test REJECT\nlater@far.test DEFER try later\nquiet@far.test DISCARD quiet\nbulk@far.test WARN bulk sender\n' > conf/senders
printf 'case $USER in games) exit 75;; man) echo "no such mailbox for $USER"; exit 67;; esac; cat > /dev/null\n' > conf/deliver
cat > sink.py <<'Y'
"""Servers that take, defer, refuse, drop or never answer, by the recipient's name."""
import socketserver, threading, time, sys
class H(socketserver.StreamRequestHandler):
    def say(self, s): self.wfile.write((s + "\r\n").encode())
    def handle(self):
        port = self.server.server_address[1]
        if port == 2601 and self.client_address[1] % 2: return
        if port == 2602: self.say(["554 no service", "421 too busy"][self.client_address[1] % 2]); return
        self.say("220 sink ESMTP"); n = 0
        while line := self.rfile.readline():
            c = line.decode(errors="replace").strip(); u = c.upper(); n += 1
            if port == 2603 and u.startswith("MAIL"): time.sleep(5)
            if port == 2601 and u.startswith("RCPT"): return
            if u.startswith("EHLO"): self.say("250-sink"); self.say("250 SIZE 50000")
            elif u.startswith("RCPT") and "full" in c: self.say(f"452 4.2.2 mailbox of {c[9:20]} is full")
            elif u.startswith("RCPT") and "gone" in c: self.say(f"550 5.1.1 {c[8:]} unknown here")
            elif u.startswith("RCPT") and "grey" in c: self.say("450 4.7.1 greylisted, come back in 10 s")
            elif u == "DATA":
                self.say("354 go"); size = 0
                while (d := self.rfile.readline()) != b".\r\n" and d: size += len(d)
                self.say("554 5.7.1 looks like spam" if size % 7 == 3 else f"250 2.0.0 Ok: queued as {size:07X}")
            elif u == "QUIT": self.say("221 bye"); return
            else: self.say("250 ok")
class S(socketserver.ThreadingTCPServer): allow_reuse_address = True; daemon_threads = True
for p in (2600, 2601, 2602, 2603): threading.Thread(target=S(("127.0.0.1", p), H).serve_forever, daemon=True).start()
time.sleep(int(sys.argv[1]))
Y
python3 sink.py 170 & sink=$!
postfix -c "$W/conf" start >/dev/null 2>&1
sleep 3
cat > send.py <<'Y'
import random, smtplib, socket, subprocess, sys, time
R = random.Random(int(sys.argv[1]))
def mail(f, to, subject="hello", size=100, extra=""):
    try:
        s = smtplib.SMTP("127.0.0.1", 2525, timeout=8, local_hostname=f"pc{R.randrange(40)}.{R.choice(['far', 'near', 'home'])}.test")
        s.sendmail(f, to, f"From: {f}\r\nMessage-ID: <{R.randrange(10**9)}.{R.randrange(999)}@{f.split('@')[-1]}>\r\nSubject: {subject}\r\n{extra}\r\n" + "x" * 60 + "\r\n" + ("y" * 70 + "\r\n") * (size // 70)); s.quit()
    except (smtplib.SMTPException, OSError): pass
users = ["news", "games", "man", "backup", "team", "void", "broken"]
far = ["mia", "leo", "ida", "otto", "full.box", "gone.user", "grey.area", "noa", "finn", "ella"]
for k in range(110):
    f = R.choice(["blocked", "later", "quiet", "bulk"] + far * 2) + "@far.test"
    to = [R.choice(far) + str(R.randrange(30)) + "@" + R.choice(["sink.test"] * 7 + ["dead.test", "drop.test", "odd.test", "slow.test", "old.test"]) for _ in range(R.choice([1, 1, 1, 2, 3]))]
    if k % 3 == 0: to = [R.choice(users) + "@example.org"]
    if k % 17 == 0: to = [f"nobody{k}@example.org"]
    if k % 19 == 0: to = [f"x{k}@elsewhere.test"]
    mail(f, to, R.choice(["hello"] * 8 + ["lottery", f"invoice {k}"]), R.choice([10, 500, 5000, 30000] + [90000] * (k % 20 == 0)), "X-Hold: 1\r\n" if k % 23 == 0 else "")
def raw(*parts, wait=0.2):
    try:
        s = socket.create_connection(("127.0.0.1", 2525), 3); s.settimeout(2)
        for p in parts: s.send(p); time.sleep(wait)
        s.close()
    except OSError: pass
for k in range(4):
    raw(); raw(b"EHLO a%d\r\n" % k); raw(b"GET / HTTP/1.0\r\n\r\n"); raw(b"EHLO b\r\nMAIL FROM:<z@far.test>\r\n", b"RCPT TO:<news@example.org>\r\nDATA\r\n", b"half a mess")
    raw(b"HELO x\r\n", b"MAIL FROM:<a b%d@>\r\n" % k); raw(b"HELO x\r\n", b"MAIL FROM:<nodomain%d>\r\n" % k, b"RCPT TO:<news@example.org>\r\n"); raw(*[b"NOSUCH %d\r\n" % n for n in range(24)], wait=0.02)
    raw(b"HELO x\r\n", b"VRFY news\r\n", b"RSET\r\n", b"QUIT\r\n"); raw(b"AUTH PLAIN AHg=\r\n"); raw(b"EHLO y\r\n", b"STARTTLS\r\n", b"\x16\x03junk\r\n")
conns = [socket.create_connection(("127.0.0.1", 2525), 3) for _ in range(9)]
time.sleep(7)
for c in conns: c.close()
for u in users[:3]: subprocess.run(["sendmail", "-C", "conf", "-f", f"{u}@example.org", f"{R.choice(far)}@sink.test"], input=b"Subject: local\n\nhi\n", env={"MAIL_CONFIG": "conf", "PATH": "/usr/sbin:/usr/bin:/bin"})
Y
for r in 1 2 3; do
  timeout 60 python3 send.py $r > send$r.out 2>&1
  case $r in 1) postfix -c "$W/conf" reload ;; 2) postfix -c "$W/conf" flush ;; 3) postsuper -c "$W/conf" -d ALL deferred; postsuper -c "$W/conf" -r ALL hold ;; esac >/dev/null 2>&1
  sleep 15
done
sleep 20
postfix -c "$W/conf" stop >/dev/null 2>&1; kill $sink
sed -E 's/^[A-Z][a-z]{2} +[0-9]+ [0-9:]+ \S+ [^ ]+\[[0-9]+\]: //' mail.log > "$1/postfix.raw"
