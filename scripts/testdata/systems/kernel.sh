#!/bin/bash
# What this machine's kernel says to links, bridges, loop devices, file systems, faults and memory limits. Usage: kernel.sh WORK
set -u
W=$1/kernel; rm -rf "$W"; mkdir -p "$W/m"; cd "$W"
cat > fault.c <<'C'
#include <stdlib.h>
#include <signal.h>
#include <string.h>
int main(int n, char **a) {
  int k = atoi(a[1]);
  if (k == 0) *(volatile int *)(long)(atoi(a[2]) * 64) = 1;
  if (k == 1) { volatile int z = 0; return 5 / z; }
  if (k == 2) __asm__("ud2");
  if (k == 3) { void (*f)(void) = (void (*)(void))(long)(atoi(a[2]) * 4096 + 4096); f(); }
  if (k == 4) __asm__("int3");
  if (k == 5) { for (;;) { char *p = malloc(1 << 20); memset(p, 1, 1 << 20); } }
  if (k == 6) { volatile char b[8]; memset((char *)b, 1, 4000000); }
  if (k == 7) __asm__ volatile("hlt");
  return 0;
}
C
gcc -w -O0 -o fault fault.c; for n in $(seq 9); do cp fault "prog$n"; done
unshare --net --mount bash <<'N'
set -u
ip link set lo up
for n in 1 2 3 4 5 6 7 8; do
  ip link add va$n type veth peer name vb$n; ip link add br$n type bridge; ip link set va$n master br$n; ip link set va$n up; ip link set vb$n up; ip link set br$n up; ip addr add 10.5.$n.1/24 dev br$n; ip link set vb$n mtu 9000; ip link set va$n promisc on; ip link set va$n promisc off; ip link set vb$n promisc on; ip link set va$n allmulticast on
  ip link set va$n down; ip link set va$n up; ip tuntap add tap$n mode tap; ip link set tap$n master br$n; ip link set tap$n up; ip link set va$n nomaster; ip link set va$n master br$n; ip link del tap$n; ip link set br$n type bridge stp_state 1; ip link set vb$n name wan$n; sysctl -qw net.ipv4.ip_forward=1; ip link del va$n; ip link del br$n
done
N
for n in 1 2 3 4 5 6; do
  for k in 0 1 2 3 4 6 7; do ./prog$n $k $n; done
  truncate -s $((n * 8 + 8))M disk$n; mkfs.ext4 -q -F disk$n; L=$(losetup -f --show disk$n) && { mount $L m && { echo x > m/a; mount -o remount,ro $L m; umount m; }; mount -o errors=remount-ro,data=journal $L m && umount m; mount -o nosuch=$n $L m; tune2fs -O ^has_journal $L >/dev/null; mount $L m && umount m; mount -t vfat $L m; mount -t xfs $L m; mount -t iso9660 $L m; mount -t btrfs $L m; mount -t squashfs $L m; dd if=/dev/zero of=$L bs=1k count=8 seek=1 2>/dev/null; mount -t ext4 $L m; mkfs.ext4 -q -F -b 1024 $L; debugfs -w -R "ssv free_blocks_count 99999999" $L; mount -t ext4 $L m && { ls m; umount m; }; debugfs -w -R 'clri <2>' $L; mount -t ext4 $L m; mkfs.ext2 -q -F $L; mount -t ext2 $L m && umount m; mkfs.vfat $L; mount -t vfat $L m && umount m; losetup -d $L; }
  g=/sys/fs/cgroup/memory/lx$n; mkdir $g && { echo $((n * 4))M > $g/memory.limit_in_bytes; (echo $BASHPID > $g/cgroup.procs; exec ./prog$n 5 0); rmdir $g; }
  echo "lx: a note from user space $n" > /dev/kmsg
done > out 2>&1
# Dumps (registers, stacks, a memory group's counters) are not messages. DROP is an expression for lines that are
# this machine's own business.
dmesg | sed -E 's/^\[ *[0-9.]+\] //' | grep -vE '^(R[A-Z0-9]{2}|Code|Call Trace|CS|CR2|DR0|FS|Tasks state|\[ *(pid|[0-9]+) *\]|[a-z_]+ [0-9]+$| )|ommand line|<.?TASK>|^(Node |Mem-Info|active_anon|lowmem|(Free|Total) swap|[0-9]+ (total )?pages)|^ *isolated|^CPU: [0-9]+ UID|Linux version|^\.{4} node' | grep -vE "${DROP:-^$}" > "$1/kernel.raw"
