#!/bin/bash
# Dovecot: IMAP, POP3 and LMTP for forty mailboxes over a day, in a network namespace of its own; desktops that idle, phones that poll, POP fetchers, deliveries with Sieve. Usage: dovecot.sh WORK
# Needs Debian dovecot-core, dovecot-imapd, dovecot-pop3d, dovecot-lmtpd and dovecot-sieve (recorded with 2.3.19.1, Debian 12), openssl, python3, unshare; root.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/dovecot; rm -rf "$W"; mkdir -p "$W"/{mail,tls}; cd "$W"; chmod 755 .; chown mail:mail mail
ip link set lo up; ip addr add 10.30.0.1/16 dev lo
openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=mail.corp.example -keyout tls/key -out tls/crt > /dev/null 2>&1
USERS="anna bert carla dirk elena frank greta hugo ines jonas karin lars maria nils olga peter quirin rosa simon tanja ulf vera walter xenia yannick zoe alice bob carol dave erin frida george heidi ivan judy ken laura mike nora"
for u in $USERS; do echo "$u@corp.example:{PLAIN}pw-$u::::::$([ $u = hugo ] && echo 'userdb_quota_rule=*:storage=60k')"; done > users
mkdir -p mail/judy; chown root:root mail/judy; chmod 700 mail/judy  # brought over with the wrong owner
cat > sieve.global <<'S'
require ["fileinto", "mailbox"];
if header :contains "X-Spam-Flag" "YES" { fileinto :create "Junk"; stop; }
if header :contains "List-Id" "announce" { fileinto :create "Lists"; }
S
cat > dovecot.conf <<C
base_dir = $W/run
state_dir = $W/state
log_path = $W/log
protocols = imap pop3 lmtp
listen = *
ssl = yes
ssl_cert = <$W/tls/crt
ssl_key = <$W/tls/key
disable_plaintext_auth = no
auth_verbose = yes
auth_mechanisms = plain login
first_valid_uid = 8
mail_location = maildir:~/Maildir
mail_plugins = quota mail_log notify
mail_max_userip_connections = 4
passdb {
  driver = passwd-file
  args = $W/users
}
userdb {
  driver = passwd-file
  args = $W/users
  default_fields = uid=mail gid=mail home=$W/mail/%n
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Trash { 
    auto = subscribe
    special_use = \Trash
  }
  mailbox Sent {
    auto = subscribe
    special_use = \Sent
  }
}
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=20M
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_before = $W/sieve.global
  mail_log_events = delete undelete expunge copy mailbox_delete mailbox_rename
  mail_log_fields = uid box msgid size
}
protocol imap {
  mail_plugins = \$mail_plugins imap_quota
}
protocol lmtp {
  mail_plugins = \$mail_plugins sieve
  postmaster_address = postmaster@corp.example
}
service lmtp {
  inet_listener lmtp {
    port = 24
  }
}
C
sievec -c dovecot.conf sieve.global
cat > day.py <<'P'
import imaplib, poplib, smtplib, socket, ssl, random, time, threading, subprocess, sys, os, signal
random.seed(11); W, users = sys.argv[1], sys.argv[2].split(); home = {u: '10.30.%d.%d' % (i % 3 + 1, i + 20) for i, u in enumerate(users)}
end = time.time() + 300; frac = lambda: 1 - (end - time.time()) / 300; T = ssl._create_unverified_context()
def im(u, ip, tls, pw=None):
    class I(imaplib.IMAP4):
        def _create_socket(self, timeout): return socket.create_connection(('10.30.0.1', 143), 20, (ip, 0))
    class S(imaplib.IMAP4_SSL):
        def _create_socket(self, timeout): return T.wrap_socket(socket.create_connection(('10.30.0.1', 993), 20, (ip, 0)))
    m = S(ssl_context=T) if tls == 's' else I('10.30.0.1')
    if tls == 't': m.starttls(T)
    m.login(u + '@corp.example', pw or 'pw-' + u); return m
def session(u, ip, kind):
    m = im(u, ip, random.choice('ssst ')); m.select('INBOX')
    t, d = m.search(None, random.choice(['ALL', 'UNSEEN', 'RECENT'])); ids = d[0].split()
    for i in random.sample(ids, min(len(ids), random.randint(0, 4))): m.fetch(i, random.choice(['(BODY[HEADER])', '(RFC822)', '(FLAGS)']))
    if kind == 'desk':
        for i in random.sample(ids, min(len(ids), random.randint(0, 3))):
            r = random.random()
            if r < .4: m.copy(i, 'Trash'); m.store(i, '+FLAGS', r'(\Deleted)')
            elif r < .6: m.store(i, '+FLAGS', r'(\Deleted)')
            elif r < .65: m.store(i, '+FLAGS', r'(\Deleted)'); m.store(i, '-FLAGS', r'(\Deleted)')
            elif r < .75: m.create('Archive'); m.copy(i, 'Archive')
            else: m.store(i, '+FLAGS', r'(\Seen)')
        if random.random() < .7: m.expunge()
        if random.random() < .3: m.append('Sent', r'(\Seen)', None, b'Subject: re\r\nMessage-ID: <%d@pc>\r\n\r\n' % random.randrange(10**9) + b'y' * random.randint(50, 4000))
        if random.random() < .03: m.create('Project%d' % random.randint(1, 9))
        if random.random() < .03: m.delete('Project%d' % random.randint(1, 9))
        if random.random() < .02: m.rename('Archive', 'Old%d' % random.randint(1, 99))
        if random.random() < .3:
            m.send(b'zz IDLE\r\n'); m.readline(); time.sleep(random.uniform(2, 40)); 
            if random.random() < .4: m.sock.close() if random.random() < .5 else m.shutdown(); return
            m.send(b'DONE\r\n'); m.readline()
    r = random.random()
    if r < .75: m.logout()
    elif r < .9: m.shutdown()
    elif r < .95: m.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0'); m.shutdown()
    else: time.sleep(8); m.shutdown()
def pop(u, ip, pw=None):
    c = poplib.POP3_SSL if random.random() < .6 else poplib.POP3
    class Q(c):
        def _create_socket(self, timeout):
            s = socket.create_connection(('10.30.0.1', 995 if c is poplib.POP3_SSL else 110), 20, (ip, 0)); return T.wrap_socket(s) if c is poplib.POP3_SSL else s
    p = Q('10.30.0.1'); p.user(u + '@corp.example'); p.pass_(pw or 'pw-' + u); n = p.stat()[0]
    for i in range(1, min(n, 12) + 1):
        p.retr(i); 
        if random.random() < .7: p.dele(i)
    p.quit() if random.random() < .9 else p.close()
def deliver(n):
    s = smtplib.LMTP('10.30.0.1', 24, source_address=('10.30.0.%d' % random.choice([2, 3]), 0))
    for k in range(n):
        to = [u + '@corp.example' for u in random.sample(users, random.choice([1, 1, 1, 2, 4]))]
        if random.random() < .03: to.append('leaver%d@corp.example' % random.randint(1, 5))
        sp = random.random() < .1; ls = random.random() < .1
        msg = 'From: <s%d@partner%d.example>\r\nTo: x\r\nSubject: note %d\r\nMessage-ID: <%x.%d@mx%d.partner.example>\r\n%s%s\r\n' % (random.randint(1, 99), random.randint(1, 20), k, random.getrandbits(64), time.time(), random.randint(1, 9), 'X-Spam-Flag: YES\r\n' if sp else '', 'List-Id: <announce.corp.example>\r\n' if ls else '') + 'text\r\n' * random.choice([10, 100, 400, 2000])
        s.ehlo_or_helo_if_needed(); s.mail('s%d@partner.example' % random.randint(1, 99)); ok = [t for t in to if s.rcpt(t)[0] == 250]
        if ok:
            s.data(msg)
            for t in ok[1:]: s.getreply()  # LMTP answers for every recipient
        else: s.rset()
    s.quit() if random.random() < .9 else s.close()
def guess():
    ip = '10.30.66.%d' % random.randint(1, 9); s = socket.create_connection(('10.30.0.1', 143), 9, (ip, 0)); f = s.makefile('rwb'); f.readline()
    for k in range(random.randint(1, 4)):
        u = random.choice(['admin', 'info', 'test', 'root', random.choice(users)]); f.write(('a%d LOGIN %s@corp.example hunter%d\r\n' % (k, u, k)).encode()); f.flush(); f.readline()
    s.close()
def typo(u, ip):
    if random.random() < .6: im(u, ip, 's', 'pw-' + u[:-1])
    else: pop(u, ip, 'old-' + u)
def probe():
    ip = '10.30.66.%d' % random.randint(1, 9); r = random.random(); port = random.choice([143, 993, 110, 995])
    if r < .4: socket.create_connection(('10.30.0.1', port), 5, (ip, 0)).close()
    elif r < .6: c = ssl.create_default_context(); c.check_hostname = False; c.wrap_socket(socket.create_connection(('10.30.0.1', 993), 5, (ip, 0)))  # does not trust the certificate
    elif r < .75: s = socket.create_connection(('10.30.0.1', 993), 5, (ip, 0)); s.send(b'GET / HTTP/1.0\r\n\r\n'); time.sleep(1); s.close()
    elif r < .85: c = ssl._create_unverified_context(); c.minimum_version = c.maximum_version = ssl.TLSVersion.TLSv1; c.set_ciphers('ALL:@SECLEVEL=0'); c.wrap_socket(socket.create_connection(('10.30.0.1', 995), 5, (ip, 0)))
    else: hang.append(socket.create_connection(('10.30.0.1', port), 5, (ip, 0)))
hang = []
def go(f, *a):
    def run():
        try: f(*a)
        except Exception as e: print(f.__name__, a, repr(e), flush=True)
    while threading.active_count() > 60: time.sleep(.05)
    threading.Thread(target=run, daemon=True).start()
def start(): subprocess.run(['dovecot', '-c', W + '/dovecot.conf'])
def stop(): subprocess.run(['dovecot', '-c', W + '/dovecot.conf', 'stop']); time.sleep(1)
start(); time.sleep(1); marks = [(.2, 'reload'), (.45, 'restart'), (.6, 'many'), (.75, 'reload'), (.85, 'restart')]
while time.time() < end:
    f = frac(); busy = 1 if f < .3 or f > .8 else 3
    for k in range(busy):
        u = random.choice(users); r = random.random(); phone = '10.30.8.%d' % random.randint(2, 250)
        if r < .25: go(deliver, random.choice([1, 1, 2, 5]))
        elif r < .6: go(session, u, home[u], 'desk')
        elif r < .82: go(session, u, phone, 'phone')
        elif r < .93: v = random.choice(users[:8]); go(pop, v, home[v])
        elif r < .96: go(typo, u, random.choice([home[u], phone]))
        elif r < .98: go(guess)
        else: go(probe)
    if marks and f > marks[0][0]:
        w = marks.pop(0)[1]
        if w == 'reload': subprocess.run(['doveadm', '-c', W + '/dovecot.conf', 'reload'])
        elif w == 'restart': stop(); start(); time.sleep(1)
        else:
            for k in range(7): go(session, 'bob', home['bob'], 'desk')
        subprocess.run(['doveadm', '-c', W + '/dovecot.conf', 'expunge', '-u', 'anna@corp.example', 'mailbox', 'Trash', 'all'], stderr=-3); subprocess.run(['doveadm', '-c', W + '/dovecot.conf', 'kick', 'carol@corp.example'], stdout=-3, stderr=-3)
    time.sleep(random.uniform(.1, .5))
stop()
P
python3 day.py "$W" "$USERS" > day.out 2>&1
sed -nE 's/^[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} //p' log | sed -E "s/: (Debug|Info|Warning|Error|Fatal|Panic): /: /; s#$W#/srv/lab/dovecot#g; s/\t/ /g; s/\b$(hostname)\b/vm/g" | awk 'length > 0 && length <= 1500' > "$1/dovecot.raw"  # as by syslog, where the level is the header's
