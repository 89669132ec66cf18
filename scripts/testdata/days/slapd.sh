#!/bin/bash
# OpenLDAP slapd: a provider with a consumer (syncrepl), loglevel stats and sync, in a network namespace of its own: log-ins, name-service look-ups, an address book, provisioning, password changes and the usual failures over a day. Usage: slapd.sh WORK
# Needs Debian slapd and ldap-utils (recorded with 2.5.13, Debian 12), openssl, python3, unshare; root. 
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
W=$1/slapd; rm -rf "$W"; mkdir -p "$W"/{p/db,c/db,tls}; cd "$W"; RANDOM=4
ip link set lo up; ip addr add 10.80.0.1/16 dev lo; ip addr add 10.80.0.2/32 dev lo; ulimit -n 1024
openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=ldap.corp.example -addext "subjectAltName=IP:10.80.0.1,IP:10.80.0.2" -keyout tls/key -out tls/crt > /dev/null 2>&1
conf() { cat <<C
$(for s in core cosine inetorgperson nis; do echo "include /etc/ldap/schema/$s.schema"; done)
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload syncprov
moduleload ppolicy
moduleload memberof
pidfile $W/$1/pid
argsfile $W/$1/args
loglevel $2
TLSCertificateFile $W/tls/crt
TLSCertificateKeyFile $W/tls/key
TLSCACertificateFile $W/tls/crt
sizelimit 200
idletimeout 25
database mdb
suffix dc=corp,dc=example
rootdn cn=admin,dc=corp,dc=example
rootpw secret
directory $W/$1/db
index objectClass eq
index uid,memberUid eq
index entryUUID,entryCSN eq
limits dn.exact="cn=repl,ou=apps,dc=corp,dc=example" size=unlimited time=unlimited
access to attrs=userPassword by dn.exact="cn=repl,ou=apps,dc=corp,dc=example" read by self write by anonymous auth by * none
access to dn.subtree="ou=hr,dc=corp,dc=example" by dn.exact="cn=hr,ou=apps,dc=corp,dc=example" write by dn.exact="cn=repl,ou=apps,dc=corp,dc=example" read by * none
access to * by self write by * read
C
}
{ conf p stats; printf 'overlay syncprov\nsyncprov-checkpoint 50 1\noverlay memberof\noverlay ppolicy\nppolicy_default cn=default,ou=policies,dc=corp,dc=example\n'; } > p.conf
{ conf c "stats sync"; printf 'syncrepl rid=1 provider=ldap://10.80.0.1 bindmethod=simple binddn="cn=repl,ou=apps,dc=corp,dc=example" credentials=pw-repl searchbase="dc=corp,dc=example" type=refreshAndPersist retry="3 5 6 +" schemachecking=on\nupdateref ldap://10.80.0.1\n'; } > c.conf
FIRST="anna bert carla dirk elena frank greta hugo ines jonas karin lars maria nils olga peter quirin rosa simon tanja"; LAST="adler braun conrad dietz ebert fuchs"
{ printf 'dn: dc=corp,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Corp\ndc: corp\n\n'; for o in people groups apps hr policies hosts; do printf 'dn: ou=%s,dc=corp,dc=example\nobjectClass: organizationalUnit\nou: %s\n\n' $o $o; done
printf 'dn: cn=default,ou=policies,dc=corp,dc=example\nobjectClass: pwdPolicy\nobjectClass: device\ncn: default\npwdAttribute: userPassword\npwdMaxFailure: 4\npwdLockout: TRUE\npwdLockoutDuration: 20\npwdMinLength: 6\npwdCheckQuality: 1\npwdInHistory: 3\n\n'
for a in repl mail web vpn hr; do printf 'dn: cn=%s,ou=apps,dc=corp,dc=example\nobjectClass: device\nobjectClass: simpleSecurityObject\ncn: %s\nuserPassword: pw-%s\n\n' $a $a $a; done
n=2000; for f in $FIRST; do for l in $LAST; do n=$((n + 1)); printf 'dn: uid=%s.%s,ou=people,dc=corp,dc=example\nobjectClass: inetOrgPerson\nobjectClass: posixAccount\nuid: %s.%s\ncn: %s %s\nsn: %s\nmail: %s.%s@corp.example\nuidNumber: %d\ngidNumber: 2000\nhomeDirectory: /home/%s\nuserPassword: pw-%s\n\n' $f $l $f $l $f $l $l $f $l $n $f $f; done; done
for g in staff sales devel admins printers; do printf 'dn: cn=%s,ou=groups,dc=corp,dc=example\nobjectClass: posixGroup\ncn: %s\ngidNumber: %d\n%s\n\n' $g $g $((RANDOM % 900 + 3000)) "$(for f in $FIRST; do [ $((RANDOM % 3)) = 0 ] && echo "memberUid: $f.adler"; done)"; done; for h in $(seq 20); do printf 'dn: cn=pc%d,ou=hosts,dc=corp,dc=example\nobjectClass: device\nobjectClass: ipHost\ncn: pc%d\nipHostNumber: 10.80.1.%d\n\n' $h $h $h; done; } > all.ldif
slapadd -q -f p.conf -l all.ldif > add.out 2>&1
start() { slapd -d none -d $([ $1 = p ] && echo stats || echo stats,sync) -f $1.conf -h "$2" >> log.$1 2>&1 & eval "P_$1=$!"; sleep 1; }
stop() { local v=P_$1; kill ${!v}; wait ${!v} 2> /dev/null; }
B=dc=corp,dc=example; U="ldap://10.80.0.1"; C="ldap://10.80.0.2"; export LDAPTLS_CACERT=$W/tls/crt
who() { set -- $FIRST; shift $((RANDOM % $#)); F=$1; set -- $LAST; shift $((RANDOM % $#)); N=$F.$1; D=uid=$N,ou=people,$B; }
ls_() { timeout 15 ldapsearch -LLL -x "$@" > /dev/null 2>&1; }
pick() { local s=$U; [ $((RANDOM % 3)) = 0 ] && s=$C; echo $s; }
login() { who; local s=$(pick) p=pw-$F; ls_ -H $s -D cn=$1,ou=apps,$B -w pw-$1 -b ou=people,$B "(&(objectClass=posixAccount)(uid=$N))" dn mail; [ $((RANDOM % 20)) = 0 ] && p=wrong; timeout 9 ldapwhoami -x -H $s -D $D -w $p > /dev/null 2>&1; }
nss() { who; local s=$(pick); case $((RANDOM % 5)) in 0) ls_ -H $s -b $B "(&(objectClass=posixGroup)(memberUid=$N))" cn gidNumber ;; 1) ls_ -H $s -b ou=people,$B "(&(objectClass=posixAccount)(uidNumber=$((RANDOM % 140 + 2000))))" uid ;; 2) ls_ -ZZ -H $s -b ou=people,$B "(uid=$N)" uid homeDirectory loginShell ;; 3) ls_ -H ldaps://10.80.0.1 -b ou=hosts,$B "(cn=pc$((RANDOM % 25)))" ipHostNumber ;; *) ls_ -H $s -b ou=groups,$B "(&(objectClass=posixGroup)(gidNumber=$((RANDOM % 900 + 3000))))" ;; esac; }
book() { who; ls_ -H $(pick) -z $((RANDOM % 50 + 5)) -b ou=people,$B "(|(cn=${F:0:$((RANDOM % 3 + 1))}*)(mail=*${N#*.}*))" cn mail telephoneNumber; }
mod() { timeout 9 ldapmodify -x -H "${S:-$U}" -D "${1:-cn=admin,$B}" -w "${2:-secret}" > /dev/null 2>&1; }
hr() { who; case $((RANDOM % 8)) in
  0|1) printf 'dn: uid=new%d,ou=people,%s\nchangetype: add\nobjectClass: inetOrgPerson\ncn: New %d\nsn: New\nuid: new%d\nuserPassword: first%d\n' $1 $B $1 $1 $1 | mod ;; 2) printf 'dn: uid=new%d,ou=people,%s\nchangetype: delete\n' $((RANDOM % ($1 + 1))) $B | mod ;;
  3) printf 'dn: %s\nchangetype: modify\nreplace: telephoneNumber\ntelephoneNumber: +49 30 %d\n-\nreplace: roomNumber\nroomNumber: %d\n' $D $RANDOM $((RANDOM % 400)) | mod ;; 4) printf 'dn: cn=devel,ou=groups,%s\nchangetype: modify\nadd: memberUid\nmemberUid: %s\n' $B $N | mod ;; 5) printf 'dn: cn=case%d,ou=hr,%s\nchangetype: add\nobjectClass: device\ncn: case%d\n' $1 $B $1 | mod cn=hr,ou=apps,$B pw-hr ;;
  6) printf 'dn: %s\nchangetype: modify\nreplace: description\ndescription: on leave\n' $D | mod "$D" pw-$F ;; 7) printf 'dn: uid=new%d,ou=people,%s\nchangetype: modrdn\nnewrdn: uid=staff%d\ndeleteoldrdn: 1\n' $((RANDOM % ($1 + 1))) $B $1 | mod ;; esac; }
cat > pool.py <<'P'
# what applications do that keep their connections: several operations on each, by hand-made BER
import socket, random, time, sys, threading
def tlv(t, b): return bytes([t]) + (bytes([len(b)]) if len(b) < 128 else b'\x82' + len(b).to_bytes(2, 'big')) + b
def msg(i, op): return tlv(0x30, tlv(2, i.to_bytes(2, 'big')) + op)
def bind(i, dn, pw): return msg(i, tlv(0x60, b'\x02\x01\x03' + tlv(4, dn.encode()) + tlv(0x80, pw.encode())))
def search(i, base, a, v, n=0): return msg(i, tlv(0x63, tlv(4, base.encode()) + b'\x0a\x01\x02\x0a\x01\x00' + tlv(2, n.to_bytes(1, 'big')) + b'\x02\x01\x05\x01\x01\x00' + tlv(0xa3, tlv(4, a.encode()) + tlv(4, v.encode())) + tlv(0x30, tlv(4, b'cn') + tlv(4, b'mail'))))
def app(name, k, end):
    random.seed(k); f, l = sys.argv[1].split(), sys.argv[2].split(); B = 'dc=corp,dc=example'
    while time.time() < end:
        try:
            s = socket.create_connection((random.choice(['10.80.0.1', '10.80.0.2']), 389), 5, ('10.80.%d.%d' % (k % 4 + 1, random.randint(2, 99)), 0)); s.settimeout(5); s.send(bind(1, 'cn=%s,ou=apps,%s' % (name, B), 'pw-' + name)); s.recv(999)
            for i in range(2, random.randint(4, 30)):
                s.send(search(i, 'ou=people,' + B, *random.choice([('uid', random.choice(f) + '.' + random.choice(l)), ('mail', '%s.%s@corp.example' % (random.choice(f), random.choice(l))), ('uid', 'u%d' % random.randint(1, 999))]))); s.recv(9999); time.sleep(random.choice([.05, .3, 1, 2]))
            r = random.random()
            if r < .6: s.send(msg(99, b'\x42\x00')); s.close()
            elif r < .8: s.close()
            elif r < .9: time.sleep(30); s.close()
            else: s.send(search(98, B, 'sn', random.choice(l))); s.send(msg(99, b'\x50\x01\x62')); s.send(b'GET / HTTP/1.0\r\n\r\n' if r > .98 else msg(100, b'\x42\x00')); time.sleep(.2); s.close()
            time.sleep(random.random() * 4)
        except OSError: time.sleep(2)
end = time.time() + float(sys.argv[3])
for k, n in enumerate(['mail', 'mail', 'web', 'web', 'vpn']): threading.Thread(target=app, args=(n, k, end), daemon=True).start()
time.sleep(float(sys.argv[3]))
P
start p "ldap://10.80.0.1 ldaps://10.80.0.1"; start c "ldap://10.80.0.2"; sleep 1; python3 pool.py "$FIRST" "$LAST" 270 > pool.out 2>&1 & 
end=$((SECONDS + 275)); n=0
while [ $SECONDS -lt $end ]; do
  n=$((n + 1)); case $((RANDOM % 20)) in 0|1|2|3) login mail & ;; 4|5) login vpn & ;; 6|7) login web & ;; 8|9|10|11|12) nss & ;; 13|14|15) book & ;; 16|17|18) hr $n & ;; 
  19) who; case $((RANDOM % 9)) in 0) ls_ -H $U -D uid=nobody$n,ou=people,$B -w x -b $B uid=x ;; 1) ls_ -H $U -b dc=corp,dc=exmaple "(uid=$N)" ;; 2) ls_ -H $U -b "ou=peple,$B" "(uid=$N)" ;; 3) timeout 9 ldappasswd -x -H $U -D $D -w pw-$F -s next$RANDOM $D > /dev/null 2>&1 ;; 4) timeout 9 ldappasswd -x -H $U -D $D -w pw-$F -s abc $D > /dev/null 2>&1 ;; 5) for k in 1 2 3 4 5 6; do timeout 9 ldapwhoami -x -H $U -D $D -w guess$k > /dev/null 2>&1; done ;; 6) ls_ -H $U -b $B "(objectClass=*)" ;; 7) S=$C; printf 'dn: %s\nchangetype: modify\nreplace: description\ndescription: x\n' $D | mod "$D" pw-$F; S=$U ;; 8) printf 'dn: cn=x%d,ou=hosts,%s\nchangetype: add\nobjectClass: device\nobjectClass: noSuch\ncn: x%d\n' $n $B $n | mod ;; esac ;; esac
  case $n in 150) stop c; sleep 3; start c "ldap://10.80.0.2" ;; 330) stop p; sleep 5; start p "ldap://10.80.0.1 ldaps://10.80.0.1" ;; 400) LDAPTLS_CACERT=/dev/null ls_ -ZZ -H $U -b $B uid=x; : | timeout 2 openssl s_client -connect 10.80.0.1:389 > /dev/null 2>&1 ;; 500) kill -HUP $P_c; wait $P_c 2> /dev/null; start c "ldap://10.80.0.2" ;; esac
  [ $((n % 7)) = 0 ] && ls_ -H $U -s base -b "" +; [ $((n % 11)) = 0 ] && ls_ -H $C -s base -b $B contextCSN
  sleep 0.$((RANDOM % 5 + 1))
done
stop c; stop p
cat log.p log.c | sed -nE 's/^[0-9a-f]{8}(\.[0-9a-f]+ 0x[0-9a-f]+)? //p' | sed "s#$W#/srv/lab/slapd#g; s/\t/ /g; s/\b$(hostname)\b/vm/g" | awk 'length > 0 && length <= 1500' > "$1/slapd.raw"
