#!/bin/bash
# dnsmasq between clients and a second dnsmasq that answers for it, all on loopback. Usage: dnsmasq.sh WORK
set -u
W=$1/dnsmasq; rm -rf "$W"; mkdir -p "$W"; cd "$W"
{ for n in $(seq 60); do echo "address=/web$n.far.test/$((n % 5 ? 203 : 10)).0.113.$n"; echo "cname=alias$n.far.test,web$n.far.test"; done; echo 'txt-record=note.far.test,"hello"'; echo 'mx-host=far.test,mail.far.test,5'; echo 'address=/web61.far.test/2001:db8::61'; echo 'ptr-record=7.1.1.10.in-addr.arpa,host7.far.test'; } > up.conf
dnsmasq -k -C up.conf -p 5399 --listen-address=127.0.0.1 --bind-interfaces --no-resolv --no-hosts --pid-file= --log-facility="$W/up.log" & U=$!
printf '127.0.0.1 localhost\n10.0.0.1 nas.lan nas\n10.0.0.2 printer.lan\nfe80::1 gw.lan\n10.0.0.x broken.lan\n' > hosts; printf '10.0.9.1 extra.lan\n' > more
main() { exec dnsmasq -k -C /dev/null -p 5398 --listen-address=127.0.0.1 --bind-interfaces --no-resolv --server=127.0.0.1#5399 --server=/dead.test/127.0.0.1#5397 --server=/only.lan/ --no-hosts --addn-hosts="$W/hosts" --addn-hosts="$W/more" "$@" --pid-file= --log-queries --log-facility="$W/log" --stop-dns-rebind --rebind-localhost-ok --cache-size=$C --dns-forward-max=4 --address=/ads.test/ --address=/lan.test/10.9.9.9 --txt-record=v.test,hi --local-ttl=5 --domain-needed --bogus-priv --filterwin2k --host-record=rec.test,10.3.3.3 --quiet-dhcp --dhcp-range=127.0.0.1,static; }
q() { dig +time=1 +tries=1 @127.0.0.1 -p 5398 "$@" > /dev/null 2>&1; }
for C in 5 150 0; do
  main & M=$!; sleep 1
  for n in $(seq 40); do q web$((n * 7 % 70)).far.test A; q alias$((n % 11)).far.test; [ $((n % 4)) = 0 ] && { q AAAA web6$((n % 3)).far.test; q nas.lan; q MX far.test; q -x 10.1.1.$((n % 9)); q host$n.ads.test; q TXT note.far.test; q -x 10.0.0.1; q +dnssec web$n.far.test; }; [ $((n % 9)) = 0 ] && { q x$n.dead.test & q shorty$n; q rec.test; q CH TXT version.bind; q TXT cachesize.bind CH; q SRV _sip._tcp.far.test; q no$n.far.test; q n$n.only.lan; q printer.lan AAAA; q ANY far.test; q NS far.test; q v.test TXT; q lan.test; }; done
  for n in $(seq 14); do q slow$n.dead.test & done; sleep 2
  kill -USR1 $M; echo "10.0.9.$C new$C.lan" >> more; kill -HUP $M; sleep 1; [ $C = 5 ] && { kill -STOP $U; for n in 1 2 3 4 5 6 7; do q web$n$n.far.test & done; sleep 2; kill -CONT $U; }
  [ $C = 150 ] && rm more; kill -HUP $M; sleep 1; kill $M; wait $M
done
kill $U
sed -E 's/^[A-Z][a-z]{2} +[0-9]+ [0-9:]+ dnsmasq(-dhcp|-tftp)?\[[0-9]+\]: //' log | grep -vE "^(Host +Address|-----|\S+ +\S* +[!0-9A-Z]+ )" > "$1/dnsmasq.raw"  # without the table of the cache
