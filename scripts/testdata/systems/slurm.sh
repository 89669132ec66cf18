#!/bin/bash
# slurmctld, slurmd and jobs of all fates on loopback. Usage: slurm.sh WORK
set -u
W=$1/slurm; rm -rf "$W"; mkdir -p "$W"/{state,spool,munge}; chmod 755 "$1" "$W"; cd "$W"
dd if=/dev/urandom of=munge/key bs=1 count=1024 2>/dev/null; chown -R munge munge; chmod 700 munge; chmod 400 munge/key; mkdir -p /run/munge; chown munge /run/munge
su munge -s /bin/sh -c "munged -F --key-file=$W/munge/key --log-file=$W/munge/log --pid-file=$W/munge/pid --seed-file=$W/munge/seed --socket=/run/munge/munge.socket.2" > munged.out 2>&1 & G=$!
sleep 1; chmod 755 munge
HOST=$(hostname -s)
conf() { cat > slurm.conf <<C
ClusterName=lab
SlurmctldHost=$HOST(127.0.0.1)
SlurmctldPort=26817
AuthType=auth/munge
AuthInfo=socket=/run/munge/munge.socket.2
CredType=cred/munge
StateSaveLocation=$W/state
SlurmctldPidFile=$W/ctld.pid
SlurmctldLogFile=$W/ctld.log
SlurmdPidFile=$W/d-%n.pid
SlurmdLogFile=$W/d-%n.log
SlurmdSpoolDir=$W/spool/%n
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
ReturnToService=1
SlurmdTimeout=6
SlurmctldTimeout=5
InactiveLimit=0
KillWait=1
MinJobAge=2
MessageTimeout=5
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
PriorityType=priority/multifactor
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=1
SlurmctldDebug=${DEBUG:-verbose}
SlurmdDebug=${DEBUG:-verbose}
LogTimeFormat=iso8601
HealthCheckProgram=/bin/true
HealthCheckInterval=3
Epilog=$W/epilog
Prolog=$W/prolog
MaxArraySize=50
SlurmdParameters=config_overrides
NodeName=n[1-4] NodeHostname=$HOST NodeAddr=127.0.0.1 Port=[26821-26824] CPUs=4 RealMemory=500 State=UNKNOWN
PartitionName=batch Nodes=n[1-3] Default=YES MaxTime=2 State=UP
PartitionName=long Nodes=n[2-4] MaxTime=INFINITE State=UP PriorityTier=5 PreemptMode=off
PartitionName=shut Nodes=n4 State=DOWN
C
}
printf '#!/bin/sh\nexit 0\n' > epilog; printf '#!/bin/sh\n[ -e %s/noprolog ] && exit 3\nexit 0\n' "$W" > prolog; chmod 755 prolog epilog
export SLURM_CONF=$W/slurm.conf
printf '#!/bin/sh\nsleep ${1:-1}\nexit ${2:-0}\n' > job.sh; printf '#!/bin/sh\nsrun -n2 sleep 1\nsrun -n1 sh -c "exit $1"\nsrun -n1 nosuchprog\n' > steps.sh; printf '#!/bin/sh\nkill -%s $$\n' SEGV > crash.sh; printf 'no interpreter' > nohead.sh; chmod 755 *.sh
declare -A D
dd_() { slurmd -D -N n$1 > d$1.out 2>&1 & D[$1]=$!; }
for r in 1 2 3; do
  [ $r = 3 ] && DEBUG=info conf || conf
  slurmctld -D $([ $r = 1 ] && echo -c) > ctld$r.out 2>&1 & S=$!; sleep 2; for n in 1 2 3 4; do dd_ $n; done; sleep 4
  for k in 1 2 3 4 5 6 7 8; do
    sbatch -p batch -n$((k % 3 + 1)) -J "sim$k" -o /dev/null job.sh $((k % 3)) $((k % 4)); sbatch -p long -N$((k % 2 + 1)) -J wide$k -o /dev/null steps.sh $k; sbatch -o /dev/null -J crash$k crash.sh
    sbatch -p nosuch$k job.sh; sbatch -p shut job.sh 1; sbatch -t 99:00:00 -o /dev/null job.sh; sbatch -n 99 job.sh; sbatch --mem=9000 job.sh; sbatch -A acct$k --qos=q$k -o /dev/null job.sh; sbatch -d afterok:$((k * 9999)) job.sh; sbatch --array=0-3 -o /dev/null job.sh 1; sbatch -w n$((k + 2)) -o /dev/null job.sh; sbatch -o /none/$k/out job.sh; sbatch -D /none$k -o /dev/null job.sh; sbatch --begin=now+2 -o /dev/null job.sh; sbatch --exclusive -p long -o /dev/null job.sh 1; sbatch -L lic$k job.sh; sbatch --reservation=r$k job.sh; sbatch -H -o /dev/null -J held$k job.sh; sbatch --uid=daemon -o /dev/null job.sh
    timeout 6 srun -n2 -p batch hostname; timeout 6 srun -p long nosuchprog$k; timeout 2 srun sleep 30 & 
    j=$(sbatch --parsable -o /dev/null -J long$k job.sh 60); sleep 0.5; scontrol hold $j; scontrol release $j; scontrol update jobid=$j timelimit=1; scontrol update jobid=$j partition=nosuch; scontrol suspend $j; scontrol resume $j; scontrol requeue $j; scancel -s USR1 $j; scancel $j; scancel $((k * 7777)); scontrol update jobid=$((k * 5555)) priority=$k; scontrol top $j; sbcast /etc/hostname /tmp/x
  done
  scontrol update nodename=n2 state=drain reason="disk $r"; scontrol update nodename=n9 state=down; sleep 1; scontrol update nodename=n2 state=resume; scontrol update nodename=n3 state=down reason=test; scontrol update nodename=n3 state=resume; scontrol update partition=long state=down; scontrol update partition=long state=up; scontrol create partition=tmp$r nodes=n1; scontrol delete partition=tmp$r; scontrol create reservation=maint$r start=now duration=1 users=root nodes=n4; scontrol delete reservation=maint$r; scontrol ping; scontrol setdebug debug; scontrol setdebug ${DEBUG:-verbose}; scontrol reconfigure; sleep 3
  touch noprolog; sbatch -o /dev/null -w n1 job.sh; sleep 3; rm noprolog; scontrol update nodename=n1 state=resume; printf junkjunkjunkjunkjunk | nc -w 1 127.0.0.1 26817 > /dev/null; printf '\0\0\0\x10junkjunkjunkjunk' | nc -w 1 127.0.0.1 26821 > /dev/null; su nobody -s /bin/sh -c "SLURM_CONF=$SLURM_CONF scontrol update nodename=n1 state=down; SLURM_CONF=$SLURM_CONF scancel 1; SLURM_CONF=$SLURM_CONF scontrol shutdown; SLURM_CONF=$SLURM_CONF sbatch -D /tmp -o /dev/null $W/job.sh"
  kill -9 ${D[3]}; sbatch -o /dev/null -w n3 job.sh 20; sleep 9; dd_ 3; sleep 3; [ $r = 2 ] && { kill -9 $S; sleep 1; printf junk > state/job_state; slurmctld -D > ctld$r.out 2>&1 & S=$!; sleep 5; sed -i 's/CPUs=4/CPUs=64/' slurm.conf; kill -HUP ${D[2]}; sleep 1; }
  scancel -u root; sleep 3; scontrol shutdown; sleep 3; kill $S "${D[@]}" 2>/dev/null; sleep 1
done > out 2>&1
kill -9 "${D[@]}" $S 2>/dev/null; kill $(cat munge/pid) $G
cat ctld.log d-n[1-4].log | sed -E 's/^\[[^]]+\] (\[[0-9.a-z]+\] )?//' > "$1/slurm.raw"
