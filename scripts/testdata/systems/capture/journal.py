#!/usr/bin/env python3
"""Stands in for systemd's journal: writes PLACE<TAB><TAB>MESSAGE of every entry sent to it. Usage: journal.py SOCKET FILE

Entries in the native protocol have CODE_FILE, CODE_LINE and CODE_FUNC; those of other programs are left out.
"""
import array
import os
import socket
import struct
import sys


def fields(data):
    found = {}
    while data:
        line, _, data = data.partition(b"\n")
        name, equals, value = line.partition(b"=")
        if not equals and len(data) >= 8:
            size = struct.unpack("<Q", data[:8])[0]
            value, data = data[8 : 8 + size], data[9 + size :]
        found[name.decode(errors="replace")] = value.decode(errors="replace")
    return found


def main():
    path, out = sys.argv[1:]
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 23)
    s.bind(path)
    with open(out, "a") as f:
        while True:
            data, anc, _, _ = s.recvmsg(1 << 20, socket.CMSG_SPACE(4))
            for level, kind, passed in anc:
                if kind == socket.SCM_RIGHTS:
                    fd = array.array("i", passed)[0]
                    data = os.pread(fd, 1 << 20, 0)
                    os.close(fd)
            r = fields(data)
            if "CODE_FILE" in r and r.get("MESSAGE", "").strip():
                f.write(f"{r['CODE_FILE']}:{r.get('CODE_FUNC', '')}:{r.get('CODE_LINE', '')}\t\t{r['MESSAGE'].split(chr(10))[0].replace(chr(9), ' ')}\n")
                f.flush()


main()
