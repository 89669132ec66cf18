#!/bin/bash
# Samba: a stand-alone file server (smbd and nmbd) with eight desktops, a scanner and a guest notebook in network namespaces over a day; log level 2, and 3 for the tenth hour. Usage: samba.sh WORK
# Needs Debian samba, smbclient and samba-common-bin (recorded with 2:4.17.12, Debian 12), iproute2, unshare; root.
set -u
[ "${NS:-}" ] || { export NS=1; exec unshare -mpn --fork --kill-child --mount-proc "$0" "$@"; }
OUT=$1; W=$1/samba; rm -rf "$W"; mkdir -p "$W"/{log,c,t,share/{docs,projects,scans,public,archive,spool}} "$W"/s/{private,lock,state,cache,pid,ncalrpc}; cd "$W"; RANDOM=9; chmod 755 .; chmod 1777 share/*
mkdir -p /run/netns; mount -t tmpfs none /run/netns; ip link set lo up; ip link add lan type bridge; ip link set lan up; ip addr add 10.70.0.1/16 broadcast 10.70.255.255 dev lan
USERS="anna bert carla dirk elena frank greta hugo"
cp /etc/passwd /etc/group .; n=5000; for u in $USERS; do n=$((n + 1)); echo "$u:x:$n:5000::$W/home/$u:/bin/sh" >> passwd; mkdir -p home/$u; chown $n:5000 home/$u; done; echo 'staff0:x:5000:' >> group; mount --bind passwd /etc/passwd; mount --bind group /etc/group; echo "10.70.0.1 files" > hosts; mount --bind hosts /etc/hosts
chgrp 5000 share/*; chown 5001 share/archive; chmod 755 share/archive; printf 'laser|Laser on the first floor\ncolour|Colour printer\n' > printcap
cat > smb.conf <<C
[global]
workgroup = OFFICE
netbios name = FILES
server string = file server
server role = standalone server
interfaces = lan
bind interfaces only = yes
log level = 2
log file = $W/log/%m.log
max log size = 0
map to guest = bad user
private dir = $W/s/private
lock directory = $W/s/lock
state directory = $W/s/state
cache directory = $W/s/cache
pid directory = $W/s/pid
ncalrpc dir = $W/s/ncalrpc
hosts deny = 10.70.9.
printcap name = $W/printcap
printing = bsd
print command = rm -f %s
lpq command = true
local master = yes
preferred master = yes
os level = 65
wins support = yes
deadtime = 1
[homes]
browseable = no
read only = no
valid users = %S
[docs]
path = $W/share/docs
read only = no
veto files = /*.mp3/
[projects]
path = $W/share/projects
read only = no
valid users = anna bert carla dirk
force create mode = 0660
[archive]
path = $W/share/archive
read only = yes
[scans]
path = $W/share/scans
read only = no
guest ok = yes
[public]
path = $W/share/public
read only = no
guest ok = yes
[old]
path = $W/share/gone
read only = yes
[printers]
path = $W/share/spool
printable = yes
C
for u in $USERS; do printf 'pw-%s\npw-%s\n' $u $u | smbpasswd -c smb.conf -a -s $u > /dev/null 2>&1; done
for k in $(seq 40); do head -c $((RANDOM * 9)) /dev/urandom > share/docs/letter$k.odt; head -c $((RANDOM * 20)) /dev/urandom > share/archive/y$((k % 9 + 2012))-$k.pdf; done; chmod 666 share/docs/*; for k in $(seq 20); do head -c $((RANDOM * 5)) /dev/urandom > t/f$k; done
i=0; for c in pc-anna pc-bert pc-carla pc-dirk pc-elena pc-frank pc-greta pc-hugo scanner notebook visitor; do i=$((i + 1)); ip netns add $c; ip link add v$i type veth peer name eth0 netns $c; ip link set v$i master lan up; ip -n $c link set lo up; ip -n $c link set eth0 up; ip -n $c addr add 10.70.$([ $c = visitor ] && echo 9 || echo 1).$((i + 20))/16 broadcast 10.70.255.255 dev eth0
  mkdir -p c/$c; printf '[global]\nworkgroup = OFFICE\nnetbios name = %s\nlog file = /dev/null\nprivate dir = %s\nlock directory = %s\nstate directory = %s\ncache directory = %s\npid directory = %s\n' $(echo $c | tr a-z A-Z) $W/c/$c{,,,,} > c/$c.conf; done
cl() { local c=$1; shift; (cd t; ip netns exec $c timeout 40 smbclient -s "$W/c/$c.conf" "$@" > /dev/null 2>&1); }
nb() { ip netns exec $1 timeout 5 nmblookup -s "$W/c/$1.conf" $2 > /dev/null 2>&1; }
R() { echo $((RANDOM % $1 + 1)); }
work() { # one user at a desktop
  local u=$1 pw=pw-$1 s c k; [ $(R 25) = 1 ] && pw=wrong; nb pc-$u FILES
  case $(R 8) in 1) s=$u ;; 2) s=projects ;; 3) s=archive ;; 4) s=public ;; *) s=docs ;; esac; c="ls"
  for k in $(seq $(( $(R 20) + 3))); do case $(R 14) in
    1|2) c="$c; put f$(R 20) report$(R 60).odt" ;; 3|4|5) c="$c; get letter$(R 45).odt /dev/null" ;; 6) c="$c; get y$(( $(R 9) + 2011))-$(R 40).pdf /dev/null" ;; 7) c="$c; del report$(R 60).odt" ;; 8) c="$c; mkdir dir$(R 20); cd dir$(R 20); put f$(R 20) n.txt; ls" ;; 9) c="$c; rename report$(R 60).odt final$(R 60).odt" ;; 10) c="$c; rmdir dir$(R 20)" ;; 11) c="$c; put f1 song$(R 9).mp3" ;; 12) c="$c; allinfo letter$(R 40).odt; du" ;; 13) c="$c; put f$(R 20) budget.xls; get budget.xls /dev/null" ;; *) c="$c; cd \\dir$(R 20); ls; get n.txt /dev/null" ;; esac; done
  cl pc-$u //files/$s -U $u%$pw -c "$c"; }
smb() { smbd -D -s "$W/smb.conf"; nmbd -D -s "$W/smb.conf"; sleep 2; }
end() { local p; for p in nmbd smbd; do kill $(cat s/pid/$p.pid); done; sleep 2; }
smb
for hour in $(seq 24); do
  busy=$((hour > 7 && hour < 19 ? 7 : 2)); 
  for l in 10:2:3 11:3:2; do IFS=: read -r h a b <<< $l; [ $hour = $h ] && { sed -i "s/^log level = $a/log level = $b/" smb.conf; for d in smbd nmbd; do smbcontrol -s smb.conf $d reload-config; done; }; done
  for j in 1 2; do for k in $(seq $busy); do set -- $USERS; shift $((RANDOM % 8)); u=$1; work $u & L[$j$k]=$!; v=$u
    case $(R 14) in 1) cl pc-$u //files/laser -U $u%pw-$u -c "print f$(R 20)" ;; 2) cl pc-$u -L files -U $u%pw-$u ;; 3|4) cl scanner //files/scans -U% -c "put f$(R 20) scan$hour-$k.pdf; ls" ;; 5) cl pc-$u //files/old -U $u%pw-$u -c ls ;; 6) cl pc-$u //files/$(echo music video doc | cut -d' ' -f$(R 3)) -U $u%pw-$u -c ls ;; 7) cl notebook //files/public -U guest$(R 9)%x -c "ls; put f$(R 20) n$k" ;; 8) cl pc-elena //files/projects -U elena%pw-elena -c ls ;; 9) nb pc-$u '*'; nb pc-$u NOSUCH$(R 9); nb pc-$u OFFICE ;; 10) ip netns exec pc-$u timeout 9 rpcclient -s c/pc-$u.conf -U $u%pw-$u files -c "$(echo 'srvinfo,netshareenum,enumdomusers,querydispinfo' | cut -d, -f$(R 4))" > /dev/null 2>&1 ;; 11) smbstatus -s smb.conf > /dev/null 2>&1 ;; esac; done; done
  case $hour in
  3|15) smbcontrol -s smb.conf smbd reload-config ;; 5|17) cl visitor //files/public -U% -c ls ;; 6) cl scanner //files/scans -U% -m NT1 -c ls; cl pc-hugo //files/docs -U hugoo%pw-hugo -c ls ;; 8) smbpasswd -c smb.conf -d frank > /dev/null; work frank; smbpasswd -c smb.conf -e frank > /dev/null ;;
  12) (cd t; (echo 'ls'; sleep 8; echo 'get letter3.odt /dev/null'; sleep 14; echo ls) | ip netns exec pc-greta timeout 60 smbclient -s "$W/c/pc-greta.conf" //files/docs -U greta%pw-greta > /dev/null 2>&1) & (sleep 5; ip link set v7 down; sleep 4; ip link set v7 up) & ;;
  13) printf 'pw-bert\nnew\nnew\n' | timeout 9 ip netns exec pc-bert smbpasswd -s -c c/pc-bert.conf -r 10.70.0.1 -U bert > /dev/null 2>&1; work bert; printf 'pw-bert\npw-bert\n' | smbpasswd -c smb.conf -s bert > /dev/null ;;
  14) chmod 700 share/scans; chown root share/scans; cl scanner //files/scans -U% -c "put f3 s.pdf"; chmod 1777 share/scans ;;
  19) end; smb ;;
  esac
  wait ${L[@]} 2> /dev/null; L=()
done
end
cat log/*.log | awk '/^\[[0-9]{4}\/[0-9\/]+ [0-9:.]+, +[0-9]+/ { h = 1; next } h { sub(/^ +/, ""); print; h = 0 }' | sed "s#$W#/srv/lab/samba#g; s/\t/ /g; s/\b$(hostname)\b/vm/g" | awk 'length > 0 && length <= 1500' > "$OUT/samba.raw"
