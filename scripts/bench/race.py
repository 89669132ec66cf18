"""What the benchmarks of the evidence tools share: commands run in turn, medians, ratios."""

import os
import shutil
import statistics
import subprocess
import sys
import time

REPETITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
BIN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../target/release")


def tool(name):
    return os.path.join(os.environ.get("RUNPROOF_BIN", BIN), name)


def have(program):
    if shutil.which(program):
        return True
    print(f"  {program} is not installed: left out")
    return False


def run(command, cwd=None):
    """CPU and wall seconds, peak memory in MiB of one run and its children."""
    begin = time.monotonic()
    child = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: status {child.returncode}")
    # Of the child and of all that it has waited for.
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def race(title, entries, cwd=None):
    """Entries: (name, command); interleaved; ratios refer to the first."""
    runs = {name: [] for name, _ in entries}
    for _ in range(REPETITIONS):
        for name, command in entries:
            runs[name].append(run(command, cwd))
    print(f"\n{title}")
    first = [statistics.median(column) for column in zip(*runs[entries[0][0]])]
    medians = {}
    for name, _ in entries:
        c, w, m = medians[name] = [statistics.median(column) for column in zip(*runs[name])]
        # The smallest is what other work on the machine disturbed least.
        least = min(r[0] for r in runs[name]) / min(r[0] for r in runs[entries[0][0]])
        print(
            f"  {name:42} cpu {c:8.4f} s {c / first[0]:6.2f} x (least {least:5.2f} x)"
            f"  wall {w:8.4f} s {w / first[1]:6.2f} x  {m:7.1f} MiB"
        )
    return medians
