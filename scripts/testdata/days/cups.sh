#!/bin/bash
# CUPS: an office's print server with file, socket and LPD queues, two minutes for a day, on loopback. Usage: cups.sh WORK
# Expects, as root: Debian cups 2.4.2-3+deb12u9 (with cups-client, cups-filters, ghostscript), curl, python3. WORK must be readable for user lp. The error log: LogLevel info, for the afternoon debug.
set -u
W=$1/cups; rm -rf "$W"; mkdir -p "$W"/{root/ppd,spool/tmp,cache,state,log,out,docs}; cd "$W"; chmod 755 "$W"; chgrp -R lp spool cache state root out; chmod 1770 spool/tmp; chmod 710 spool; chmod 775 cache out
cat > files.conf <<E
ServerRoot $W/root
RequestRoot $W/spool
TempDir $W/spool/tmp
CacheDir $W/cache
StateDir $W/state
ErrorLog $W/log/error_log
AccessLog $W/log/access_log
PageLog $W/log/page_log
FileDevice Yes
SystemGroup root
User lp
Group lp
E
conf() { cat > cupsd.conf <<E
LogLevel $1
MaxLogSize 0
Listen 127.0.0.1:6631
Listen 127.0.0.2:6631
ServerName localhost
ServerAlias *
Browsing No
WebInterface Yes
DefaultAuthType Basic
PreserveJobHistory Yes
MaxJobs 120
JobRetryInterval 6
JobRetryLimit 2
MaxJobsPerUser 30
ErrorPolicy retry-job
<Location />
  Order allow,deny
  Allow from 127.0.0.1
  Allow from 127.0.0.2
  Allow from 127.0.0.10/31
  Allow from 127.0.0.12
</Location>
<Location /admin/conf>
  AuthType Basic
  Require user @SYSTEM
</Location>
<Policy default>
  <Limit Cancel-My-Jobs Hold-Job Release-Job Restart-Job>
    Require user @OWNER root
    Order allow,deny
    Allow all
  </Limit>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
E
}
cat > prn.py <<'P'
# raw printers on port 9100: 50 quick, 51 slow, 52 hangs up now and then
import socket, threading, time, random
def serve(a):
    s = socket.socket(); s.setsockopt(1, 2, 1); s.bind(("127.0.0.%d" % a, 9100)); s.listen()
    while 1:
        c, _ = s.accept(); threading.Thread(target=job, args=(c, a), daemon=True).start()
def job(c, a):
    n = 0; stop = random.randint(500, 30000) if a == 52 and random.random() < 0.3 else 1 << 40
    try:
        while d := c.recv(65536):
            n += len(d)
            if n > stop: break
            if a == 51: time.sleep(0.2)
    except OSError: pass
    c.close()
for a in (50, 51, 52): threading.Thread(target=serve, args=(a,)).start()
P
for i in 1 2 3 4 5; do { echo "Report $i"; for k in $(seq $((i * 40))); do echo "line $k $RANDOM $RANDOM"; done; } > docs/report$i.txt; printf '%%!PS\n/Helvetica findfont 20 scalefont setfont\n' > docs/plan$i.ps; for p in $(seq $i); do printf '72 700 moveto (page %d of plan %d) show showpage\n' $p $i >> docs/plan$i.ps; done; gs -q -sDEVICE=pdfwrite -o docs/invoice-$i.pdf docs/plan$i.ps; done
head -c 3000 docs/invoice-4.pdf | head -c 700 > docs/broken.pdf; printf '%%!PS\n72 72 moveto (x) show showpage undefinedop\n' > docs/bad.ps; head -c 4000 /dev/urandom > docs/photo.xyz; : > docs/empty.txt
export CUPS_SERVER=127.0.0.1:6631; declare -A P
up() { /usr/sbin/cupsd -f -c "$W/cupsd.conf" -s "$W/files.conf" > out/cupsd.out 2>&1 & P[c]=$!; for i in $(seq 20); do timeout 2 lpstat -r > /dev/null 2>&1 && break; sleep 0.3; done; }
down() { kill ${P[c]}; for i in $(seq 12); do kill -0 ${P[c]} 2>/dev/null || break; sleep 0.5; done; kill -9 ${P[c]} 2>/dev/null; }
a() { timeout 8 "$@" > /dev/null 2>&1; }
conf info; python3 prn.py & P[p]=$!; up; M=/usr/share/ppd/cupsfilters; ppd() { ls $M/$1* 2>/dev/null | head -1; }
PDF=$(ppd Generic-PDF_Printer-PDF); PCL=$(ppd HP-Color_LaserJet_CM3530); PS=$(ppd Fuji_Xerox); : ${PCL:=$PDF} ${PS:=$PDF}
a lpadmin -p archive -E -v file:///$W/out/archive.pdf -P $PDF -D "PDF archive" -o job-k-limit=4000 -o job-quota-period=86400; a lpadmin -p office -E -v socket://127.0.0.50 -P $PDF -L "room 12"; a lpadmin -p second -E -v "socket://127.0.0.51:9100" -P $PCL -L "second floor"; a lpadmin -p label -E -v socket://127.0.0.52 -P $PDF -o printer-error-policy=abort-job -L store
a lpadmin -p plotter -E -v lpd://127.0.0.53/q1 -P $PDF -o printer-error-policy=stop-printer; a lpadmin -p cheque -E -v socket://127.0.0.50 -P $PS -u allow:mira,jonas -o job-sheets-default=standard,none; a lpadmin -p branch -E -v "ipp://127.0.0.54:6310/printers/main" -P $PDF; a lpadmin -p raw -E -v socket://127.0.0.51 -m raw; a lpadmin -p office -c floor; a lpadmin -p second -c floor; a cupsaccept floor; a cupsenable floor; a lpadmin -d office
Q=(office office office second second floor label cheque archive plotter raw); U=(mira jonas tess paul anna olga "d.weber" root guest7); O=("" "" "-o media=A4" "-n 2" "-o sides=two-sided-long-edge" "-P 1-2" "-o number-up=2" "-o page-ranges=1" "-q 70" "-o fit-to-page" "-H 00:30" "-o job-sheets=secret,none")
print() { local f=$(printf '%s\n' docs/report*.txt docs/plan*.ps docs/invoice*.pdf docs/invoice*.pdf | shuf -n 1) q=${Q[RANDOM % 11]} h; h=$(printf '127.0.0.%d:6631\n' 1 2 | shuf -n 1); [ $((RANDOM % 14)) = 0 ] && f=$(ls docs/b* docs/photo.xyz docs/empty.txt | shuf -n 1); a lp -h $h -U "$1" -d $q ${O[RANDOM % 12]} -t "$(basename $f .txt) $RANDOM" $f; }
last() { timeout 4 lpstat -o 2>/dev/null | shuf -n 1 | cut -d' ' -f1; }
t0=$SECONDS; n=0; S=${SECS:-125}; e=0
while [ $((SECONDS - t0)) -lt $S ]; do
  n=$((n + 1)); u=${U[RANDOM % 9]}; print "$u"
  case $((RANDOM % 20)) in
  0|1) a cancel -U $u "$(last)" ;; 2) a cancel $(last) ;; 3) a lpstat -t ;; 4) a lpq -P office ;; 5) a lpstat -W completed -u $u ;; 6) a lp -U $u -i "$(last)" -H hold; a lp -i "$(last)" -H resume ;; 7) a lpmove "$(last)" office ;; 8) a curl -s 127.0.0.1:6631/printers/office ;; 9) a curl -s "127.0.0.1:6631/jobs?which_jobs=completed" ;;
  10) a cupsdisable -r "paper out" second; sleep 1; a cupsenable second ;; 11) a cupsenable plotter ;; 12) a lp -U $u -d printer$n docs/report1.txt ;; 13) a curl -s --interface 127.0.0.$((RANDOM % 5 + 10)) 127.0.0.2:6631/printers/${Q[RANDOM % 11]} ;; 14) a curl -s -u $u:pw$n 127.0.0.1:6631/admin/conf/cupsd.conf ;; 15) a cupsreject -r moving label; print $u; a cupsaccept label ;; 16) a lp -U $u -d branch docs/invoice-$((RANDOM % 5 + 1)).pdf ;; 17) a lpoptions -p second -l ;; 18) a curl -s 127.0.0.1:6631/printers/floor$n ;; 19) a lpadmin -p office -L "room $n" -o media-default=A4 ;;
  esac
  [ $n = 25 ] && { kill -HUP ${P[c]}; sleep 2; }; [ $n = 40 ] && { a lpadmin -x raw; a lpadmin -p raw -E -v socket://127.0.0.51 -m raw; }; [ $n = 55 ] && { kill ${P[p]}; sleep 5; python3 prn.py & P[p]=$!; }
  [ $e = 0 ] && [ $((SECONDS - t0)) -gt $((S * 2 / 3)) ] && { e=1; conf debug; down; up; a cupsenable plotter; }
  sleep 0.$((RANDOM % 6 + 1))
done
a cancel -a; sleep 2; down; kill ${P[p]}
grep -aE '^[A-Za-z] \[[^]]*\] ' log/error_log | sed -E 's/^[A-Za-z] \[[^]]*\] //' | sed -e "s#$W#/srv/lab#g" -e "s/\b$(hostname)\b/vm/g" -e 's/\t/ /g' | grep -aE '\S' | awk 'length($0) <= 1500' > "$1/cups.raw"
