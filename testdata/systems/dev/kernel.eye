<*> variant of Tasks RCU enabled.
ACPI: <*> <*> <*> (v<*>)
ACPI: Added _OSI(<*>)
ACPI: Reserving <*> table memory at [mem <*>]
BIOS-e820: [mem <*>] <*>
ACPI: Core revision <*>
ACPI: <*> ACPI AML tables successfully acquired and loaded
ACPI: PCI Root Bridge [<*>] (domain <*> [bus <*>])
ACPI: PM: (supports <*>)
<*> hash table entries: <*> (order: <*>, <*> bytes, linear)
VFS: Dquot-cache hash table entries: <*> (order <*>, <*> bytes)
futex hash table entries: <*> (<*> bytes on <*> NUMA nodes, total <*> KiB, linear).
Asymmetric key parser '<*>' registered
Can't find a SQUASHFS superblock on <*>
EXT4-fs (<*>): VFS: Can't find ext4 filesystem
EXT4-fs (<*>): get root inode failed
EXT4-fs (<*>): mount failed
EXT4-fs (<*>): mounted filesystem <*> r/w <*>. Quota mode: <*>.
EXT4-fs (<*>): mounting <*> file system using the ext4 subsystem
EXT4-fs (<*>): re-mounted <*> ro.
EXT4-fs (<*>): unmounting filesystem <*>.
EXT4-fs error (device <*>): __ext4_fill_super:<*>: inode #<*>: comm <*>: iget: special inode unallocated
Freeing unused kernel image (<*>) memory: <*>K
Freeing initrd memory: <*>K
Freeing SMP alternatives memory: <*>K
HugeTLB: <*> KiB vmemmap can be freed for a <*> page
HugeTLB: registered <*> page size, pre-allocated <*> pages
Key type <*> registered
NET: Registered <*> protocol family
<*>: port <*>(<*>) entered blocking state
<*>: port <*>(<*>) entered disabled state
<*>: port <*>(<*>) entered forwarding state
clocksource: Switched to clocksource <*>
clocksource: <*>: mask: <*> max_cycles: <*>, max_idle_ns: <*> ns
cpuidle: using governor <*>
io scheduler <*> registered
kvm-guest: APIC: <*> replaced with <*>
kmem: usage <*>kB, limit <*>kB, failcnt <*>
memory+swap: usage <*>kB, limit <*>kB, failcnt <*>
memory: usage <*>kB, limit <*>kB, failcnt <*>
last_pfn = <*> max_arch_pfn = <*>
<*>: detected capacity change from <*> to <*>
lx: a note from user space <*>
oom-kill:constraint=<*>,nodemask=<*>,cpuset=<*>,mems_allowed=<*>,oom_memcg=<*>,task_memcg=<*>,task=<*>,pid=<*>,uid=<*>
<*> invoked oom-killer: gfp_mask=<*>, order=<*>, oom_score_adj=<*>
Memory cgroup out of memory: Killed process <*> (<*>) total-vm:<*>kB, anon-rss:<*>kB, file-rss:<*>kB, shmem-rss:<*>kB, UID:<*> pgtables:<*>kB oom_score_adj:<*>
Memory cgroup stats for <*>:
pci <*>: BAR <*> [mem <*>]
pci <*>: [<*>] type <*> class <*> conventional PCI endpoint
pci_bus <*>: resource <*> [<*>]
pci_bus <*>: root bus resource [<*>]
<*>[<*>]: segfault at <*> ip <*> sp <*> error <*> likely on CPU <*> (core <*>, socket <*>)
<*>[<*>]: segfault at <*> ip <*> sp <*> error <*> in <*>[<*>] likely on CPU <*> (core <*>, socket <*>)
traps: <*>[<*>] general protection fault ip:<*> sp:<*> error:<*> in <*>[<*>]
traps: <*>[<*>] trap divide error ip:<*> sp:<*> error:<*> in <*>[<*>]
traps: <*>[<*>] trap int3 ip:<*> sp:<*> error:<*> in <*>[<*>]
traps: <*>[<*>] trap invalid opcode ip:<*> sp:<*> error:<*> in <*>[<*>]
<*> (unregistering): left allmulticast mode
<*> (unregistering): left promiscuous mode
<*>: entered allmulticast mode
<*>: entered promiscuous mode
<*>: left promiscuous mode
thermal_sys: Registered thermal governor '<*>'
virtio-pci <*>: enabling device (<*> -> <*>)
virtio_blk <*>: <*> default/read/poll queues
virtio_blk <*>: [<*>] <*> <*>-byte logical blocks (<*>)
virtio_blk <*>: [<*>] new size: <*> <*>-byte logical blocks (<*>)
<*>: renamed from <*> (while UP)
x86/fpu: Supporting XSAVE feature <*>: '<*>'
x86/fpu: xstate_offset[<*>]: <*>, xstate_sizes[<*>]: <*>
x86/fpu: Enabled xstate features <*>, context size is <*> bytes, using '<*>' format.
x86/mm: Memory block size: <*>MB
x86/PAT: Configuration [<*>]: <*>
XFS (<*>): Invalid superblock magic number
ext4: Unknown parameter '<*>'
On node <*>, zone <*>: <*> pages in unavailable ranges
Policy zone: <*>
Kernel is locked down from <*>; see man kernel_lockdown.7
MTRR map: <*> entries (<*> fixed + <*> variable; max <*>), built from <*> variable MTRRs
Memory: <*>K/<*>K available (<*>K kernel code, <*>K rwdata, <*>K rodata, <*>K init, <*>K bss, <*>K reserved, <*>K cma-reserved)
[mem <*>] available for PCI devices
Faking a node at [mem <*>]
Initmem setup node <*> [mem <*>]
NODE_DATA(<*>) allocated [mem <*>]
IOAPIC[<*>]: apic_id <*>, version <*>, address <*>, GSI <*>
<*>: ttyS<*> at I/O <*> (irq = <*>, base_baud = <*>) is a <*>
PCI: ECAM [mem <*>] (base <*>) for domain <*> [bus <*>]
PCI: ECAM [mem <*>] reserved as E820 entry
e820: remove [mem <*>] usable
e820: reserve RAM buffer [mem <*>]
e820: update [mem <*>] usable ==> reserved
acpi <*>: PCIe port services disabled; not requesting _OSC control
acpi <*>: _OSC: OS supports [<*>]
acpi <*>: _OSC: platform retains control of PCIe features (<*>)
PCI host bridge to bus <*>
Last level dTLB entries: 4KB <*>, 2MB <*>, 4MB <*>, 1GB <*>
Last level iTLB entries: 4KB <*>, 2MB <*>, 4MB <*>
audit: type=<*> audit(<*>): state=initialized audit_enabled=<*> res=<*>
fuse: init (API version <*>)
kvm-clock: Using msrs <*> and <*>
percpu: Embedded <*> pages/cpu s<*> r<*> d<*> u<*>
pcpu-alloc: s<*> r<*> d<*> u<*> alloc=<*>
pcpu-alloc: [<*>] <*>
zram: Added device: <*>
smpboot: CPU<*>: <*> (family: <*>, model: <*>, stepping: <*>)
smp: Brought up <*> node, <*> CPUs
sched_clock: Marking stable (<*>, <*>)-><*>
printk: legacy console [<*>] enabled
LSM: initializing lsm=<*>
Write protecting the kernel read-only data: <*>k
VFS: Disk quotas dquot_<*>
tun: Universal TUN/TAP device driver, <*>
squashfs: version <*> Phillip Lougher
raid6: skipped pq benchmark and selected <*>
raid6: using <*> recovery algorithm
xor: automatically using best checksumming function <*>
pps_core: Software ver. <*> - Copyright <*> Rodolfo Giometti <giometti@linux.it>
mitigations: Enabled attack vectors: <*>, SMT mitigations: <*>
Console: colour dummy device <*>
Block layer SCSI generic (bsg) driver version <*> loaded (major <*>)
Fallback order for Node <*>: <*>
Demotion targets for Node <*>: <*>
SLUB: HWalign=<*>, Order=<*>, MinObjects=<*>, CPUs=<*>, Nodes=<*>
Serial: 8250/16550 driver, <*> ports, IRQ sharing disabled
workingset: timestamp_bits=<*> max_order=<*> bucket_order=<*>
setup_percpu: NR_CPUS:<*> nr_cpumask_bits:<*> nr_cpu_ids:<*> nr_node_ids:<*>
NetLabel: protocols = <*>
Dynamic Preempt: <*>
mem auto-init: stack:<*>, heap alloc:<*>, heap free:<*>
TCP: Hash tables configured (established <*> bind <*>)
Calibrating delay loop (skipped) preset value.. <*> BogoMIPS (lpj=<*>)
BIOS-provided physical RAM map:
NX (Execute Disable) protection: active
APIC: Static calls initialized
DMI not present or invalid.
Hypervisor detected: KVM
kvm-clock: using sched offset of <*> cycles
tsc: Detected <*> MHz processor
Using GB pages for direct mapping
ACPI: Early table checksum verification disabled
No NUMA configuration found
Zone ranges:
Movable zone start for each node
Early memory node ranges
ACPI: Using ACPI (MADT) for SMP configuration information
TSC deadline timer available
CPU topo: Max. logical packages: <*>
CPU topo: Max. logical dies: <*>
CPU topo: Max. dies per package: <*>
CPU topo: Max. threads per core: <*>
CPU topo: Num. cores per package: <*>
CPU topo: Num. threads per package: <*>
CPU topo: Allowing <*> present CPUs plus <*> hotplug CPUs
kvm-guest: KVM setup pv remote TLB flush
kvm-guest: setup PV sched yield
Booting paravirtualized kernel on KVM
kvm-guest: PV spinlocks enabled
random: crng init done
printk: log buffer data + meta data: <*> + <*> = <*> bytes
Built <*> zonelists, mobility grouping on. Total pages: <*>
ftrace: allocating <*> entries in <*> pages
ftrace: allocated <*> pages with <*> groups
rcu: Preemptible hierarchical RCU implementation.
rcu: RCU restricting CPUs from NR_CPUS=<*> to nr_cpu_ids=<*>.
rcu: RCU calculated value of scheduler-enlistment delay is <*> jiffies.
rcu: Adjusting geometry for rcu_fanout_leaf=<*>, nr_cpu_ids=<*>
NR_IRQS: <*>, nr_irqs: <*>, preallocated irqs: <*>
rcu: srcu_init: Setting srcu_struct sizes based on contention.
APIC: Switch to symmetric I/O mode setup
x2apic enabled
APIC: Switched APIC routing to: physical x2apic
kvm-guest: setup PV IPIs
x86/cpu: User Mode Instruction Prevention (UMIP) activated
Speculative Store Bypass: Vulnerable
Spectre V2 : Mitigation: Retpolines
ITS: Mitigation: Aligned branch/return thunks
Spectre V1 : Mitigation: usercopy/swapgs barriers and __user pointer sanitization
Spectre V2 : Spectre v2 / SpectreRSB: Filling RSB on context switch and VMEXIT
active return thunk: its_return_thunk
pid_max: default: <*> minimum: <*>
landlock: Up and running.
LSM support for eBPF active
Performance Events: unsupported CPU family <*> model <*> no PMU driver, software events only.
signal: max sigframe size: <*>
rcu: Hierarchical SRCU implementation.
rcu: Max phase no-delay instances is <*>.
Timer migration: <*> hierarchy levels; <*> children per group; <*> crossnode level
NMI watchdog: Perf NMI watchdog permanently disabled
smp: Bringing up secondary CPUs ...
smpboot: x86: Booting SMP configuration:
smpboot: Total of <*> processors activated (<*> BogoMIPS)
devtmpfs: initialized
audit: initializing netlink subsys (disabled)
PCI: Using configuration type <*> for base access
ACPI: Interpreter enabled
ACPI: Using IOAPIC for interrupt routing
PCI: Using host bridge windows from ACPI; if necessary, use "pci=nocrs" and report a bug
PCI: Using E820 reservations for host bridge windows
iommu: Default domain type: Translated
iommu: DMA domain TLB invalidation policy: lazy mode
pps_core: LinuxPPS API ver. <*> registered
PTP clock support registered
NetLabel: Initializing
NetLabel: domain hash size = <*>
NetLabel: unlabeled traffic allowed by default
PCI: Using ACPI for IRQ routing
PCI: pci_cache_line_size set to <*> bytes
vgaarb: loaded
pnp: PnP ACPI init
pnp: PnP ACPI: found <*> devices
PCI: CLS <*> bytes, default <*>
PCI-DMA: Using software bounce buffering for IO (SWIOTLB)
software IO TLB: No low mem
Unpacking initramfs...
platform rtc_cmos: registered platform RTC device (no PNP device found)
Initialise system trusted keyrings
SGI XFS with ACLs, security attributes, no debug enabled
Free page reporting enabled
loop: module loaded
intel_pstate: CPU model not supported
hid: raw HID events driver (C) Jiri Kosina
Mirror/redirect action on
u32 classifier
Initializing XFRM netlink socket
Segment Routing with IPv6
In-situ OAM (IOAM) with IPv6
Bridge firewalling registered
IPI shorthand broadcast: enabled
registered taskstats version <*>
Loading compiled-in X.509 certificates
Btrfs loaded, zoned=no, fsverity=no
clk: Disabling unused clocks
EXT4-fs: Warning: mounting with data=journal disables delayed allocation, dioread_nolock, O_DIRECT and fast_commit support!
show_signal_msg: <*> callbacks suppressed
