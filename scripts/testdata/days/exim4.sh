#!/bin/bash
# Exim 4: a company's mail server over a day, in a network and mount namespace of its own: mail from and to some dozens of outside hosts (a toy DNS and toy servers), submission by staff, cron mail, aliases, spam and the usual failures. Usage: exim4.sh WORK
# Needs Debian exim4-daemon-light (recorded with 4.96-15, Debian 12; log_selector as Debian's), openssl, python3, unshare; root. Not for a host whose Exim is in use.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/exim4; rm -rf "$W"; mkdir -p "$W"/mail; cd "$W"; chmod 755 .; chown mail:mail mail
for d in /etc/exim4 /var/spool/exim4 /var/log/exim4 /run/exim4; do mkdir -p $d; mount -t tmpfs none $d; done; chown Debian-exim:Debian-exim /var/spool/exim4 /var/log/exim4 /run/exim4
echo nameserver 127.0.0.1 > rc; mount --bind rc /etc/resolv.conf; echo '127.0.0.1 localhost' > hosts; mount --bind hosts /etc/hosts
ip link set lo up; for n in 10.40.0.1/16 203.0.113.1/24 198.51.100.1/24; do ip addr add $n dev lo; done
openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=mail.corp.example -keyout key -out crt > /dev/null 2>&1; install -m 640 -g Debian-exim key crt /etc/exim4
USERS="anna bert carla dirk elena frank greta hugo ines jonas karin lars maria nils olga peter quirin rosa simon tanja ulf vera walter xenia yannick zoe"
for u in $USERS; do echo "$u: pw-$u"; done > /etc/exim4/users; mkdir mail/vera; chmod 500 mail/vera  # of the wrong owner
cat > /etc/exim4/aliases <<'A'
postmaster: anna
root: bert
hostmaster: bert, carla
sales: dirk, elena, agent@partner3.example
all: anna, bert, carla, dirk, elena, frank
tickets: "|/bin/sh -c 'cat > /dev/null; exit $(( $$ % 3 == 0 ? 75 : 0 ))'"
old: :fail: this person has left
noreply: :blackhole:
A
chmod 640 /etc/exim4/users; chgrp Debian-exim /etc/exim4/users
cat > /etc/exim4/exim4.conf <<'C'
primary_hostname = mail.corp.example
qualify_domain = corp.example
keep_environment =
domainlist local_domains = corp.example : mail.corp.example
hostlist relay_from = 127.0.0.1 : 10.40.9.0/24
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
local_interfaces = 10.40.0.1
daemon_smtp_ports = 25 : 587
tls_advertise_hosts = *
tls_certificate = /etc/exim4/crt
tls_privatekey = /etc/exim4/key
host_lookup = *
log_selector = +smtp_protocol_error +smtp_syntax_error +tls_certificate_verified +tls_peerdn
rfc1413_query_timeout = 0s
smtp_receive_timeout = 6s
message_size_limit = 300K
ignore_bounce_errors_after = 60s
timeout_frozen_after = 90s
smtp_accept_max_per_host = 8
recipients_max = 40
remote_max_parallel = 2
trusted_users = mail
never_users = root
begin acl
acl_mail:
  accept
acl_rcpt:
  accept hosts = :
         control = dkim_disable_verify
  deny  domains = +local_domains
        local_parts = ^[.] : ^.*[@%!/|]
        message = restricted characters in address
  accept hosts = +relay_from
         control = submission/sender_retain
  accept authenticated = *
         control = submission/domain=corp.example
  deny  dnslists = bl.lists.example
        message = X-Warning: $sender_host_address is listed at $dnslist_domain ($dnslist_value: $dnslist_text)
  deny  !verify = sender
        message = Sender verification failed
  require message = relay not permitted
          domains = +local_domains
  require message = unknown user
          verify = recipient
  accept
acl_data:
  deny  condition = ${if match{$h_subject:}{CHEAP PILLS}}
        message = This message looks like spam
  deny  !verify = header_syntax
        message = header syntax
  accept
begin routers
dnslookup:
  driver = dnslookup
  domains = ! +local_domains
  transport = remote_smtp
  same_domain_copy_routing = yes
  ignore_target_hosts = 0.0.0.0 : 127.0.0.0/8
  no_more
aliases:
  driver = redirect
  allow_fail
  allow_defer
  data = ${lookup{$local_part}lsearch{/etc/exim4/aliases}}
  user = mail
  pipe_transport = address_pipe
users:
  driver = accept
  local_parts = lsearch;/etc/exim4/users
  transport = maildir
  local_part_suffix = +*
  local_part_suffix_optional
  cannot_route_message = Unknown user
begin transports
remote_smtp:
  driver = smtp
  connect_timeout = 5s
  command_timeout = 6s
maildir:
  driver = appendfile
  directory = WORK/mail/$local_part_data
  maildir_format
  create_directory
  user = mail
  group = mail
  quota = ${if eq{$local_part}{hugo}{60K}{20M}}
address_pipe:
  driver = pipe
  return_output
begin retry
* * F,40s,8s; G,2m,15s,1.5
begin rewrite
begin authenticators
plain_server:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${if eq{$auth3}{${lookup{$auth2}lsearch{/etc/exim4/users}}}}
  server_set_id = $auth2
  server_prompts = :
login_server:
  driver = plaintext
  public_name = LOGIN
  server_prompts = "Username:: : Password::"
  server_condition = ${if eq{$auth2}{${lookup{$auth1}lsearch{/etc/exim4/users}}}}
  server_set_id = $auth1
C
sed -i "s#WORK#$W#" /etc/exim4/exim4.conf
cat > world.py <<'P'
# the outside: a DNS and the partners' servers
import socket, socketserver, struct, threading, random, ssl, time, sys
W = sys.argv[1]; T = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); T.load_cert_chain(W + '/crt', W + '/key')
mx = {'partner%d.example' % i: '203.0.113.%d' % (i + 10) for i in range(1, 25)}; mx['corp.example'] = '10.40.0.1'; mx.update({'shop%d.example' % i: '198.51.100.%d' % i for i in range(20, 60)})
A = {'mx.' + d: a for d, a in mx.items()}; A['mail.corp.example'] = '10.40.0.1'; ptr = {a: 'mx.' + d for d, a in mx.items()}; ptr.update({'10.40.1.%d' % i: 'pc%d.office.corp.example' % i for i in range(10, 60)}); ptr.update({'10.40.9.%d' % i: 'app%d.corp.example' % i for i in range(1, 9)})
A.update({n: a for a, n in ptr.items()}); A['mx.partner24.example'] = '203.0.113.99'  # its reverse does not match
for i in range(100, 110): A['%d.100.51.198.bl.lists.example' % i] = '127.0.0.2'
def name(n): return b''.join(bytes([len(p)]) + p.encode() for p in n.split('.') if p) + b'\0'
def dns():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 53))
    while True:
        q, who = s.recvfrom(2000); p, lab = 12, []
        while q[p]: lab.append(q[p + 1:p + 1 + q[p]].decode('latin1')); p += q[p] + 1
        t = struct.unpack('>H', q[p + 1:p + 3])[0]; n = '.'.join(lab).lower(); r = []; known = n in A or n in mx
        if n.endswith('in-addr.arpa'): a = '.'.join(reversed(lab[:4])); known = a in ptr; r = [name(ptr[a])] if known and t == 12 else []
        elif t == 15 and n in mx: r = [struct.pack('>H', 10) + name('mx.' + n)]
        elif t == 1 and n in A: r = [socket.inet_aton(A[n])]
        elif t == 16 and n in A and 'bl.' in n: x = b'listed, see lists.example'; r = [bytes([len(x)]) + x]
        rc = 0 if known else 3
        if n.startswith('slow'): rc = 2
        s.sendto(q[:2] + struct.pack('>HHHHH', 0x8580 | rc, 1, len(r), 0, 0) + q[12:p + 5] + b''.join(b'\xc0\x0c' + struct.pack('>HHIH', t, 1, 60, len(x)) + x for x in r), who)
seen = {}
class H(socketserver.StreamRequestHandler):
    def say(self, x): self.wfile.write((x + '\r\n').encode()); self.wfile.flush()
    def handle(self):
        try: self.talk()
        except Exception: pass
    def talk(self):
        i = int(self.server.server_address[0].split('.')[-1]) - 10; me = 'mx.partner%d.example' % i; tls = False
        if i == 5 and random.random() < .5: self.say('421 4.3.2 %s too busy, try again later' % me); return
        if i == 6: time.sleep(30); return
        self.say('220 %s ESMTP ready' % me)
        while True:
            l = self.rfile.readline().decode('latin1').strip()
            if not l: return
            c = l.upper()
            if c.startswith('EHLO'):
                for e in [me, 'SIZE %d' % (20000 if i == 9 else 10240000), 'PIPELINING'] + (['STARTTLS'] if i % 2 and not tls else []) + (['CHUNKING'] if i % 4 == 3 else []): self.say('250-' + e)
                self.say('250 8BITMIME')
            elif c == 'STARTTLS':
                self.say('220 go ahead'); 
                if i == 7: self.say('454 no'); return
                self.request = T.wrap_socket(self.request, server_side=True); self.rfile = self.request.makefile('rb'); self.wfile = self.request.makefile('wb'); tls = True
            elif c.startswith('RCPT'):
                a = l.split('<')[1].split('>')[0]; k = (i, a)
                if a.startswith('gone'): self.say('550 5.1.1 <%s>: Recipient address rejected: User unknown' % a)
                elif a.startswith('full'): self.say('452 4.2.2 <%s>: mailbox is over quota' % a)
                elif i == 8 and time.time() - seen.setdefault(k, time.time()) < 20: self.say('451 4.7.1 <%s>: Greylisted, please come back in %d seconds' % (a, 20 - time.time() + seen[k]))
                else: self.say('250 2.1.5 Ok')
            elif c.startswith('DATA') or c.startswith('BDAT'):
                if c.startswith('DATA'):
                    self.say('354 go on'); b = b''
                    while True:
                        x = self.rfile.readline()
                        if x in (b'.\r\n', b''): break
                        b += x
                else: b = self.rfile.read(int(c.split()[1]))
                if i == 10 and random.random() < .3: return
                self.say('554 5.7.1 Message rejected as spam' if i == 11 and random.random() < .4 else '250 2.0.0 Ok: queued as %012X' % random.getrandbits(44))
            elif c.startswith('QUIT'): 
                self.say('221 2.0.0 Bye')
                if tls and i != 13: self.request.unwrap()
                return
            else: self.say('250 2.0.0 Ok')
class S(socketserver.ThreadingTCPServer): allow_reuse_address = True; daemon_threads = True; request_queue_size = 50
for i in range(1, 24):
    if i != 4: threading.Thread(target=S(('203.0.113.%d' % (i + 10), 25), H).serve_forever, daemon=True).start()  # the fourth is down
dns()
P
cat > day.py <<'P'
import smtplib, socket, ssl, random, time, threading, subprocess, sys, os, email.message, email.utils
random.seed(5); users = sys.argv[1].split(); LEN = 290; t0 = time.time(); T = ssl._create_unverified_context()
def body(frm, to, subj=None, mid=None):
    return 'From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\n%s\r\n' % (frm, to, subj or random.choice(['invoice', 'meeting', 'Re: order', 'report']) + ' %d' % random.randint(1, 999), email.utils.formatdate(), 'Message-ID: <%x.%d@%s>\r\n' % (random.getrandbits(60), random.randint(1, 999), frm.split('@')[1])) + 'some words\r\n' * random.choice([5, 30, 200, 900, 4000])
def outside():
    if random.random() < .6: i = random.randint(1, 23); d, ip = 'partner%d.example' % i, '203.0.113.%d' % (i + 10)
    else: i = random.randint(20, 59); d, ip = 'shop%d.example' % i, '198.51.100.%d' % i
    if random.random() < .05: ip = '198.51.100.%d' % random.randint(120, 199)
    helo = 'mx.' + d if random.random() < .8 else random.choice(['localhost.localdomain', 'smtp-%d' % i, '[%s]' % ip])
    s = smtplib.SMTP('10.40.0.1', 25, helo, 15, source_address=(ip, 0)); s.ehlo()
    if random.random() < .6: s.starttls(context=T); s.ehlo()
    for k in range(random.choice([1, 1, 1, 1, 2, 3])):
        to = [random.choice(users + ['sales', 'all', 'tickets', 'postmaster', 'anna+lists', 'noreply']) + '@corp.example' for _ in range(random.choice([1, 1, 1, 2, 3]))]; f = random.choice(['info', 'orders', 'j.doe', 'bounce-%d' % random.randint(1, 9999)]) + '@' + d
        if random.random() < .05: to.append(random.choice(['annna', 'old', 'berrt', 'webmaster']) + '@corp.example')
        if random.random() < .04: f = ''
        s.sendmail(f, to, body('x@' + d if not f else f, to[0]))
    s.quit() if random.random() < .9 else s.close()
def staff():
    u = random.choice(users); i = users.index(u) + 20; s = smtplib.SMTP('10.40.0.1', 587, '[10.40.1.%d]' % i, 20, source_address=('10.40.1.%d' % i, 0)); s.ehlo(); s.starttls(context=T); s.ehlo()
    s.login(u, 'pw-' + u if random.random() < .96 else 'pw')
    to = [random.choice(['j.doe', 'orders', 'info', 'm.smith', 'r.roe', 'kim']) + '@partner%d.example' % random.choice(list(range(1, 25)) + [1, 2, 3, 3, 3, 12, 13, 14, 14, 15]) for _ in range(random.choice([1, 1, 1, 2, 4]))]
    r = random.random()
    if r < .03: to.append('gone%d@partner2.example' % random.randint(1, 9))
    elif r < .05: to.append('full@partner13.example')
    elif r < .07: to.append('kim@partnr%d.example' % random.randint(1, 5))
    elif r < .08: to.append('kim@slow.example')
    elif r < .4: to = [random.choice(users) + '@corp.example']
    s.sendmail(u + '@corp.example', to, body(u + '@corp.example', to[0])); s.quit()
def app():
    i = random.randint(1, 8); s = smtplib.SMTP('10.40.0.1', 25, 'app%d' % i, 15, source_address=('10.40.9.%d' % i, 0)); f = 'app%d@corp.example' % i; to = ['cust%d@partner%d.example' % (random.randint(1, 99), random.choice([1, 2, 3, 12, 14, 15, 16, 17]))]
    s.sendmail(f, to, body(f, to[0])); s.quit()
def cron(): subprocess.run(['exim4', '-t', '-oi'] if random.random() < .5 else ['exim4', '-i', random.choice(['root', 'hostmaster', 'bert'])], input=b'To: root\nSubject: Cron <root@mail> job\n\n' + b'done\n' * random.randint(1, 90), user=random.choice(['root', 'mail', 'www-data', 'backup']), stderr=-3)
def raw(ip, lines, port=25, wait=.2, close=True):
    s = socket.create_connection(('10.40.0.1', port), 9, (ip, 0)); s.settimeout(12)
    if wait >= 0: s.recv(999)
    for l in lines: s.send(l.encode() + b'\r\n'); time.sleep(max(wait, 0)); 
    if not close: s.recv(999); s.recv(999)
    s.close()
def spam():
    ip = '198.51.100.%d' % random.randint(95, 199); r = random.random(); v = random.choice(users)
    if r < .3: raw(ip, ['EHLO win-%d' % random.randint(1, 99), 'MAIL FROM:<x%d@shop%d.example>' % (random.randint(1, 999), random.randint(20, 59)), 'RCPT TO:<%s@corp.example>' % v, 'QUIT'])
    elif r < .45: raw(ip, ['EHLO a', 'MAIL FROM:<promo@shop30.example>', 'RCPT TO:<victim%d@gmail.example>' % random.randint(1, 99), 'QUIT'])
    elif r < .55: raw(ip, ['EHLO a', 'MAIL FROM:<promo@nowhere%d.example>' % random.randint(1, 99), 'RCPT TO:<%s@corp.example>' % v, 'QUIT'])
    elif r < .65: s = smtplib.SMTP('10.40.0.1', 25, 'ylmf-pc', 9, source_address=(ip, 0)); s.sendmail('deal@shop%d.example' % random.randint(20, 59), [v + '@corp.example'], body('deal@shop30.example', 'you', 'CHEAP PILLS'))
    elif r < .75:
        s = smtplib.SMTP('10.40.0.1', 587, 'User', 9, source_address=(ip, 0))
        for k in range(random.randint(1, 3)):
            try: s.login(random.choice(['admin', 'test', 'info', v]), 'hunter%d' % k)
            except smtplib.SMTPAuthenticationError: pass
    elif r < .8: raw(ip, ['EHLO b', 'MAIL FROM:<a@shop30.example>'])
    elif r < .85: raw(ip, ['GET / HTTP/1.1', 'Host: mail', 'User-Agent: zgrab', ''])
    elif r < .9: raw(ip, ['EHLO x', 'MAIL FROM:<a@shop30.example>', 'RCPT TO:<%s@corp.example>' % v], wait=-1)
    elif r < .93: raw(ip, ['EHLO x'], close=False)
    elif r < .97: raw(ip, ['EHLO x', 'STARTTLS', 'junk'])
    else: raw(ip, ['EHLO x', 'MAIL FROM: anna at shop', 'RCPT TO:<>', 'QUIT'])
def big(): s = smtplib.SMTP('10.40.0.1', 25, 'mx.partner1.example', 20, source_address=('203.0.113.11', 0)); s.sendmail('scan@partner1.example', ['anna@corp.example'], body('scan@partner1.example', 'anna') + 'x' * 70 * 9000)
def go(f):
    def run():
        try: f()
        except Exception as e: print(f.__name__, repr(e)[:200], flush=True)
    while threading.active_count() > 30: time.sleep(.05)
    threading.Thread(target=run, daemon=True).start()
def sig(n): os.kill(int(open('/run/exim4/exim.pid').read()), n)
def start(): subprocess.run(['exim4', '-bd', '-q12s'])
start(); time.sleep(1); done = set()
while time.time() - t0 < LEN:
    f = (time.time() - t0) / LEN; r = random.random()
    for k in range(1 if f < .25 or f > .85 else 3): r = random.random(); go(outside if r < .45 else staff if r < .67 else app if r < .75 else cron if r < .8 else spam if r < .97 else big if r < .975 else outside)
    h = int(f * 20)
    if h not in done:
        done.add(h); q = subprocess.run(['exim4', '-bpr'], capture_output=True, text=True).stdout; ids = [l.split()[2] for l in q.split('\n') if '<' in l and len(l.split()) > 3]
        if h in (6, 13): sig(15); time.sleep(1); start()
        elif h == 9: sig(1)
        elif h % 4 == 3 and ids: subprocess.run(['exim4', random.choice(['-Mrm', '-Mf', '-Mg', '-M']), random.choice(ids)], stdout=-3, stderr=-3)
    time.sleep(random.uniform(.2, .8))
time.sleep(8); sig(15)
P
python3 world.py "$W" > world.out 2>&1 & sleep 1
python3 day.py "$USERS" > day.out 2>&1
cp /var/log/exim4/* .; cat mainlog | sed -nE 's/^[0-9]{4}-[0-9-]{5} [0-9:]{8} //p' | sed "s#$W#/srv/lab/exim4#g; s/\t/ /g; s/\b$(hostname)\b/vm/g" | awk 'length > 0 && length <= 1500' > "$1/exim4.raw"
