"""Loaded by any Python program with this folder on PYTHONPATH: writes every log record with its place
and its unformatted text beside the formatted one, PLACE<TAB>FORMAT<TAB>MESSAGE, to $CAPTURE_FILE.

CAPTURE_LOGGERS: comma-separated prefixes of the loggers that count (default all);
CAPTURE_LEVEL: the lowest level (default 20, INFO).
"""
import logging
import os

FILE = os.environ.get("CAPTURE_FILE")
if FILE:
    PREFIXES = tuple(p for p in os.environ.get("CAPTURE_LOGGERS", "").split(",") if p)
    LEVEL = int(os.environ.get("CAPTURE_LEVEL", "20"))
    handle = logging.Logger.callHandlers

    def first_line(text):
        return str(text).split("\n", 1)[0].replace("\t", " ")

    def capture(self, record):
        if record.levelno >= LEVEL and (not PREFIXES or record.name.startswith(PREFIXES)):
            try:
                row = "\t".join((f"{record.module}:{record.funcName}:{record.lineno}", first_line(record.msg) if record.args else "", first_line(record.getMessage())))
                # One write call per record: several processes share the file.
                fd = os.open(FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
                os.write(fd, (row + "\n").encode("utf-8", "replace"))
                os.close(fd)
            except Exception:
                pass
        handle(self, record)

    logging.Logger.callHandlers = capture
