#!/usr/bin/env python3
"""count.py DIR: plain counts of every recorded file, as tab-separated lines.

An oracle that shares no code with the tools: Python's own XML and JSON
readers, and no interpretation beyond what the columns say. A file that they
cannot read is listed as such. Columns:

path   below testdata/
kind   junit, go, libtest, tap, reportlog, ...; "-repaired": the producer wrote
       characters that XML forbids, counted after removing them
cases  JUnit: <testcase> elements; go: distinct (Package, Test); libtest: test
       events started; TAP: unindented points
pass fail error skip   JUnit: cases by their most severe child (error, failure,
       skipped, none); go: terminal events of tests; libtest: ok, failed, -,
       ignored; TAP: ok, not ok, -, directive SKIP
other  JUnit: flaky*/rerun* elements; go: tests without a terminal event;
       libtest: started without an end; TAP: directive TODO
CTRF, jest, mocha, Playwright and gtest JSON, Robot, NUnit, Allure (one file, one
attempt): the format's own word for the status, broken as error, pending and todo
as skip; Playwright JSON counts results (attempts), timedOut as error. TeamCity:
testStarted as cases, testFailed, testIgnored; the rest of the started pass.
BEP: testResult events (attempts, shards), TIMEOUT as error; TRX: results, inner
ones included. cargo's text: the sums of its "test result" lines.
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter


def local(tag):
    return tag.rsplit("}", 1)[-1]


def junit(root):
    n = Counter()
    for case in root.iter():
        if local(case.tag) != "testcase":
            continue
        n["cases"] += 1
        kids = [local(k.tag) for k in case]
        n["other"] += sum(k.startswith(("flaky", "rerun")) for k in kids)
        for kid, word in ("error", "error"), ("failure", "fail"), ("skipped", "skip"):
            if kid in kids:
                n[word] += 1
                break
        else:
            n["pass"] += 1
    return n


def go(rows):
    n, seen, ended = Counter(), set(), set()
    for r in rows:
        if "Test" not in r:
            continue
        key = (r.get("Package"), r["Test"])
        seen.add(key)
        if r["Action"] in ("pass", "fail", "skip"):
            n[r["Action"]] += 1
            ended.add(key)
    n["cases"], n["other"] = len(seen), len(seen - ended)
    return n


def libtest(rows):
    n, started, ended = Counter(), 0, 0
    for r in rows:
        if r.get("type") != "test":
            continue
        word = {"ok": "pass", "failed": "fail", "ignored": "skip"}.get(r["event"])
        if r["event"] == "started":
            started += 1
        elif word:
            n[word] += 1
            ended += 1
    n["cases"], n["other"] = started, started - ended
    return n


def tap(text):
    n = Counter()
    for line in text.splitlines():
        m = re.match(r"(not )?ok\b", line)
        if not m:
            continue
        n["cases"] += 1
        d = re.search(r"(?<!\\)#\s*(TODO|SKIP)\b", line, re.I)
        n["skip" if d and d[1].upper() == "SKIP" else "other" if d else "fail" if m[1] else "pass"] += 1
    return n


def reportlog(rows):
    n, tests = Counter(), {}
    for r in rows:
        if r.get("$report_type") == "TestReport":
            tests.setdefault(r["nodeid"], []).append((r["when"], r["outcome"]))
    for phases in tests.values():
        outs = [o for _, o in phases]
        word = "other" if phases[-1][0] != "teardown" else "fail" if ("call", "failed") in phases else "error" if "failed" in outs else "skip" if "skipped" in outs else "pass"
        n[word] += 1
    n["cases"] = len(tests)
    return n


WORDS = {"passed": "pass", "pass": "pass", "failed": "fail", "fail": "fail", "broken": "error", "timedout": "error",
         "error": "error", "skipped": "skip", "pending": "skip", "todo": "skip", "skip": "skip"}


def words(statuses):
    n = Counter(WORDS.get(str(s).lower(), "other") for s in statuses)
    n["cases"] = sum(n.values())
    return n


def playwright(suite):
    for inner in suite.get("suites", []):
        yield from playwright(inner)
    for spec in suite.get("specs", []):
        for test in spec["tests"]:
            yield from (r["status"] for r in test["results"])


def document(doc):
    if doc.get("reportFormat") == "CTRF":
        return "ctrf", words(t["status"] for t in doc["results"]["tests"])
    if "testResults" in doc:
        return "jest", words(a["status"] for f in doc["testResults"] for a in f["assertionResults"])
    if "suites" in doc and "config" in doc:
        return "playwright", words(playwright(doc))
    if "testsuites" in doc:
        cases = [c for s in doc["testsuites"] for c in s["testsuite"]]
        return "gtest", words("skip" if c["result"] in ("SKIPPED", "SUPPRESSED") else "fail" if c.get("failures") else "pass" for c in cases)
    if "stats" in doc and "passes" in doc:
        n = Counter({"pass": len(doc["passes"]), "fail": len(doc["failures"]), "skip": len(doc["pending"]), "cases": len(doc["tests"])})
        return "mocha", n
    if "historyId" in doc:
        return "allure", words([doc.get("status")])
    return "json", None


def bep(rows):
    return words({"FLAKY": "passed", "TIMEOUT": "error"}.get(r["testResult"]["status"], r["testResult"]["status"]) for r in rows if "testResult" in r)


def teamcity(text):
    n = Counter()
    n["cases"] = len(re.findall(r"##teamcity\[testStarted ", text))
    n["fail"] = len(set(re.findall(r"##teamcity\[testFailed (?:[^\]|]|\|.)*?name='((?:[^'|]|\|.)*)'", text)))
    n["skip"] = len(re.findall(r"##teamcity\[testIgnored ", text))
    n["pass"] = n["cases"] - n["fail"] - n["skip"]
    return n


def cargo(text):
    n = Counter()
    for m in re.finditer(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", text, re.M):
        n["pass"] += int(m[1])
        n["fail"] += int(m[2])
        n["skip"] += int(m[3])
    n["cases"] = n["pass"] + n["fail"] + n["skip"]
    return n


def read(path):
    raw = path.read_bytes()
    text = raw.decode("utf-8", "replace")
    head = text.lstrip("\ufeff \r\n\t")
    if path.suffix == ".xml" or head.startswith("<"):
        mark = ""
        try:
            root = ET.fromstring(raw)
        except ET.ParseError:
            text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:[0-8]|1[1-9]|2[0-9]|3[01]|x0?[0-8bBcCeEfF]|x1[0-9a-fA-F]);", "", text)
            if "<![CDATA[" not in text:
                text = text.replace("]]>", "]]&gt;")
            root, mark = ET.fromstring(text.encode()), "-repaired"
        name = local(root.tag)
        if name == "robot":
            return name, words(t.find("status").get("status") for t in root.iter("test"))
        if name == "test-results":
            return "nunit2" + mark, words({"Success": "passed", "Failure": "failed", "Ignored": "skipped"}.get(t.get("result"), t.get("result")) for t in root.iter("test-case"))
        if name == "assembly" or name == "assemblies":
            return "xunit" + mark, words(t.get("result") for t in root.iter("test"))
        if name == "TestRun":
            return "trx" + mark, words({"NotExecuted": "skip", "Timeout": "error", "Aborted": "error"}.get(t.get("outcome"), t.get("outcome"))
                                       for t in root.iter() if local(t.tag) == "UnitTestResult")
        if name == "test-run":
            return "nunit" + mark, words(t.get("result") for t in root.iter("test-case"))
        return (("junit" if name.startswith("testsuite") else name) + mark, junit(root))
    if path.suffix == ".tap" or head.startswith("TAP version"):
        return "tap", tap(text)
    rows = []
    if path.suffix == ".jsonl":
        for line in text.splitlines():
            try:
                r = json.loads(line)
            except ValueError:
                continue
            if isinstance(r, dict):
                rows.append(r)
        if any("Action" in r for r in rows):
            return "go", go(rows)
        if any("$report_type" in r for r in rows):
            return "reportlog", reportlog(rows)
        if any(r.get("type") in ("suite", "test") for r in rows):
            return "libtest", libtest(rows)
        if any("testResult" in r for r in rows):
            return "bep", bep(rows)
    if path.suffix == ".json":
        return document(json.loads(text))
    if "##teamcity[testStarted" in text:
        return "teamcity", teamcity(text)
    if re.search(r"^test result: ", text, re.M):
        return "cargo", cargo(text)
    return path.suffix[1:] or "text", None


def main(top):
    cols = ["cases", "pass", "fail", "error", "skip", "other"]
    print("\t".join(["path", "kind", *cols]))
    for path in sorted(pathlib.Path(top).rglob("*")):
        rel = path.relative_to(top).as_posix()
        if not path.is_file() or rel.startswith("failures/") or rel in (".gitattributes", "README.md", "counts.tsv"):
            continue
        try:
            kind, n = read(path)
        except Exception:
            kind, n = "unreadable", None
        print("\t".join([rel, kind, *(str(n[c]) if n is not None else "-" for c in cols)]))


main(sys.argv[1])
