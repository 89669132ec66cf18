#!/bin/bash
# ProFTPD (Debian proftpd-core, proftpd-mod-crypto 1.3.8): plain FTP, explicit FTPS and SFTP for a dozen users on loopback; clients curl, lftp (Debian) and nc. Usage: proftpd.sh WORK
set -u
W=$1/proftpd; rm -rf "$W"; mkdir -p "$W/home" "$W/src" "$W/get"; cd "$W"; chmod 755 "$W"; N=${N:-700}
USERS="anna bert carla dmitri elif farid grace henrik ines jonas webshop backup"
uid=3001; for u in $USERS; do
  mkdir -p home/$u/in home/$u/out/2026 home/$u/.private; for k in 1 2 3 4 5; do head -c $((RANDOM * (1 + RANDOM % 20))) /dev/urandom > home/$u/out/report-$k.pdf; done; chown -R $uid:3000 home/$u
  echo "pw-$u" | ftpasswd --passwd --stdin --file=users --name=$u --uid=$uid --gid=3000 --home="$W/home/$u" --shell=/bin/false > /dev/null; uid=$((uid + 1)); done
ftpasswd --group --file=groups --name=clients --gid=3000 > /dev/null; chmod 600 users groups
for k in 1 2 3 4 5 6; do head -c $((k * k * 31000 + RANDOM)) /dev/urandom > src/order-$k.csv; done
openssl req -x509 -newkey rsa:2048 -nodes -keyout tls.key -out tls.crt -days 30 -subj "/CN=ftp.example.org" 2> /dev/null; ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f hostkey; chmod 600 tls.key hostkey
cat > p.conf <<E
LoadModule mod_tls.c
LoadModule mod_sftp.c
ServerName "Files"
ServerType standalone
Port 2121
DefaultAddress 127.0.0.1
UseIPv6 off
UseReverseDNS off
DebugLevel ${LEVEL:-1}

TransferLog $W/xfer.log
PidFile $W/pid
ScoreboardFile $W/score
DelayEngine off
WtmpLog off
MaxInstances 30
User proftpd
Group nogroup
AuthOrder mod_auth_file.c
AuthUserFile $W/users
AuthGroupFile $W/groups
RequireValidShell off
DefaultRoot ~
AllowOverwrite on
AllowStoreRestart on
MaxLoginAttempts 3
MaxClientsPerHost 6 "Too many connections"
TimeoutLogin 6
TimeoutIdle 9
TimeoutNoTransfer 12
TimeoutStalled 5
PassivePorts 42000 42400
<Directory ~/.private>
  <Limit ALL>
    DenyAll
  </Limit>
</Directory>
<Limit SITE_CHMOD>
  DenyAll
</Limit>
<IfModule mod_tls.c>
  TLSEngine on
  TLSLog $W/tls.log
  TLSRSACertificateFile $W/tls.crt
  TLSRSACertificateKeyFile $W/tls.key
  TLSRequired off
  TLSOptions NoSessionReuseRequired
</IfModule>
<VirtualHost 127.0.0.2>
  ServerName "SFTP"
  Port 2222
  SFTPEngine on
  SFTPLog $W/sftp.log
  SFTPHostKey $W/hostkey
  SFTPAuthMethods password
  AuthOrder mod_auth_file.c
  AuthUserFile $W/users
  AuthGroupFile $W/groups
  RequireValidShell off
  DefaultRoot ~
  MaxLoginAttempts 3
  TimeoutIdle 9
</VirtualHost>
E
serve() { proftpd -c "$W/p.conf" -n >> system.log 2>&1 & P=$!; sleep 1; }
pick() { local a=($@); echo "${a[RANDOM % ${#a[@]}]}"; }
serve; trap 'kill $P 2>/dev/null' EXIT
job() {
  local u=$(pick $USERS) a=127.0.0.$((10 + RANDOM % 40)) k=$((1 + RANDOM % 5)) C p; p=pw-$u; C="curl -s -k -m 9 --interface $a"
  local f=ftp://127.0.0.1:2121 s=sftp://127.0.0.2:2222 h=$W/home/$u
  case $((RANDOM % 30)) in
  0|1|2|3|4) $C -u $u:$p $f/out/report-$k.pdf -o get/$1 ;;
  5|6|7) $C -u $u:$p -T src/order-$k.csv $f/in/order-$1.csv ;;
  8|9) $C -u $u:$p $f/in/ -l ;;
  10|11|12) $C --ssl-reqd -u $u:$p $f/out/report-$k.pdf -o get/$1 ;;
  13|14) $C --ssl-reqd -u $u:$p -T src/order-$k.csv $f/in/s-$1.csv ;;
  15|16|17) $C -u $u:$p "$s/out/report-$k.pdf" -o get/$1 ;;
  18|19) $C -u $u:$p -T src/order-$k.csv "$s/in/sftp-$1.csv" ;;
  20) $C -u $u:$p "$s/in/" ;;
  21) timeout 20 lftp -u $u,$p -e "set net:socket-bind-ipv4 $a; set ftp:ssl-allow $(pick true false); set ssl:verify-certificate no; set net:max-retries 1; mirror out get/m$1; mkdir in/d$1; put -O in/d$1 src/order-$k.csv; ls in; rm in/d$1/order-$k.csv; rmdir in/d$1; bye" ftp://127.0.0.1:2121 ;;
  22) $C -u $u:$p $f/out/report-$k$k.pdf -o get/$1; $C -u $u:$p "$s/out/missing-$k.pdf" -o get/$1 ;;
  23) $C -u $u:$(pick wrong Passw0rd pw-$k) $(pick $f/out/ $s/out/) ;;
  24) case $((RANDOM % 4)) in 0) $C -u $(pick root admin test oracle www):$k $f/ ;; 1) $C $f/ ;; 2) $C -u $(pick guest ubuntu pi):$k $s/ ;; 3) printf 'USER %s\r\nPASS a\r\nUSER %s\r\nPASS b\r\nUSER %s\r\nPASS c\r\n' $u $u admin | nc -s $a -q 2 127.0.0.1 2121 ;; esac ;;
  25) $C -u $u:$p $f/.private/ -Q "SITE CHMOD 777 in" ;;
  26) $C -u $u:$p --limit-rate 300K -m 2 -T src/order-6.csv $f/in/slow-$1.csv ;;  # cut in the middle
  27) { printf 'USER %s\r\nPASS %s\r\nSYST\r\n' $u $p; sleep 11; } | nc -s $a -w 14 127.0.0.1 2121 ;;
  28) [ $((RANDOM % 2)) = 0 ] && nc -s $a -w 8 127.0.0.$((1 + RANDOM % 2)) $(pick 2121 2222) < /dev/null || $C -u $u:$p -Q "RNFR in/order-$k.csv" -Q "RNTO in/x$k.csv" $f/in/ ;;
  29) $C -u $u:$p -Q "-DELE in/order-$k.csv" -C $((RANDOM % 9000)) $f/out/report-$k.pdf -o get/$1 ;;
  esac > /dev/null 2>&1
}
for k in $(seq $N); do
  job $k & [ $(jobs -pr | wc -l) -gt 9 ] && wait -n; sleep 0.1
  case $k in
  $((N / 4))) kill -HUP $P; sleep 1 ;;
  $((N / 2))) kill $P; sleep 2; serve; timeout 5 proftpd -c "$W/p.conf" -n >> system.log 2>&1 ;;
  $((N * 3 / 4))) for j in $(seq 9); do curl -s -m 9 --interface 127.0.0.77 --limit-rate 40K -u carla:pw-carla ftp://127.0.0.1:2121/out/report-1.pdf -o get/p$j & done; sleep 3 ;;
  esac
done
sleep 10; kill $P; sleep 1
# headers: "DATE TIME,MS HOST proftpd[PID] SERVER (CLIENT): " and "DATE TIME,MS mod_x/1.2[PID]: "
sort -m -s -k1,2 system.log tls.log sftp.log | sed -E "s/^[0-9-]{10} [0-9:,]+ (\S+ proftpd\[[0-9]+\] \S+( \([^)]*\[[^]]*\]\))?: |mod_\w+\/\S+\[[0-9]+\]: )//; s#$W#/srv/lab/proftpd#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length && length <= 1500' > "$1/proftpd.raw"
