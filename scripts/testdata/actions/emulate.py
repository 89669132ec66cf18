#!/usr/bin/env python3
"""emulate.py JOB.json > LOG: runs a job's steps for real and logs them in the
shape of the GitHub Actions runner.

Real: the steps, their output, their exit codes and the time at which each line
was written. Imitated (after actions/runner, Logging.cs, ScriptHandler.cs): a byte
order mark at the start, UTC time stamps with seven digits of fraction, the
##[group]Run header of a step, workflow commands turned into ##[...] lines (a
message with %0A becomes a line with a time and lines without), and the
##[error] of a failing step. JOB.json: {"env": {}, "steps": [{"run": TEXT,
"always": true}]}.
"""
import json
import os
import re
import subprocess
import sys
import time

out = sys.stdout.buffer


def say(message):
    ns = time.time_ns()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ns // 10**9))
    out.write(f"{stamp}.{ns % 10**9 // 100:07d}Z ".encode() + message + b"\n")


def unescape(text):
    return text.replace(b"%0D", b"\r").replace(b"%0A", b"\n").replace(b"%25", b"%")


def line(text):
    m = re.match(rb"^::(group|endgroup|error|warning|notice|debug)(?: [^:]*)?::(.*)$", text)
    if m:
        say(b"##[" + m[1] + b"]" + unescape(m[2]))
    elif not re.match(rb"^::(add-mask|set-output|stop-commands)", text):
        say(text)


def run(step, env):
    lines = step["run"].split("\n")
    say(b"##[group]Run " + lines[0].encode())
    for text in lines:
        say(b"\x1b[36;1m" + text.encode() + b"\x1b[0m")
    say(b"shell: /usr/bin/bash -e {0}")
    if env:
        say(b"env:")
        for key, value in env.items():
            say(f"  {key}: {value}".encode())
    say(b"##[endgroup]")
    child = subprocess.Popen(["/usr/bin/bash", "-e", "-c", step["run"]], env={**os.environ, **env}, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for text in child.stdout:
        line(text.rstrip(b"\n").rstrip(b"\r"))
    code = child.wait()
    if code:
        say(b"##[error]Process completed with exit code %d." % (code if code > 0 else 128 - code))
    return code


def main():
    job = json.load(open(sys.argv[1], encoding="utf-8"))
    out.write(b"\xef\xbb\xbf")
    failed = False
    for step in job["steps"]:
        if not failed or step.get("always"):
            failed = bool(run(step, job.get("env", {}))) or failed
    say(b"Cleaning up orphan processes")
    return 1 if failed else 0


sys.exit(main())
