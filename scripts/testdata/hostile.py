#!/usr/bin/env python3
"""hostile.py TESTDATA: breaks real recorded files in known ways, into TESTDATA/hostile/.

Each file is small; the inputs are recorded files, the damage is exactly what the
name says. Nothing here is random.
"""
import gzip
import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
out = top / "hostile"
out.mkdir(exist_ok=True)


def put(name, data):
    (out / name).write_bytes(data if isinstance(data, bytes) else data.encode())


real = (top / "runs/pytest/run-03.xml").read_bytes()
# a small real document: the first cases of it that are whole, counts left as they were
head = real[: real.index(b"<testcase")]
cases = re.findall(rb"<testcase.*?(?:</testcase>|/>(?=<testcase|</testsuite))", real, re.S)
# bare, failing, skipped and failing in set-up
wanted = [b'"test_flaky_rare"', b'"test_flaky_often"', b'"test_skip_inside"', b'"test_unreachable_database"']
small = head + b"".join(c for c in cases if any(w in c for w in wanted)) + b"</testsuite></testsuites>"
put("small.xml", small)
text = small.decode()

# truncation
put("cut-in-declaration.xml", small[:20])
put("cut-in-suite-tag.xml", small[: small.index(b"hostname") + 12])
put("cut-between-cases.xml", small[: small.index(b"<testcase", small.index(b"<testcase") + 1)])
put("cut-in-case-tag.xml", small[: small.index(b'name="test_flaky_often"') + 10])
put("cut-in-attribute.xml", small[: small.index(b"<failure message=") + 30])
put("cut-in-text.xml", small[: small.index(b"</failure>") - 40])
put("cut-in-entity.xml", small[: small.index(b"&gt;") + 2])
put("cut-before-last-end.xml", small[: -len(b"</testsuites>")])
accented = small.replace(b"test_flaky_rare", "test_naïve_café".encode())
put("cut-in-character.xml", accented[: accented.index("é".encode()) + 1])
surefire = (top / "surefire/rerun-2/TEST-shop.ShopTest.xml").read_bytes()
put("cut-in-cdata.xml", surefire[: surefire.index(b"<![CDATA[") + 40])
put("cut-in-rerun.xml", surefire[: surefire.index(b"</rerunFailure>")])

# encodings (of the document with one name changed to an accented one)
text = accented.decode()
latin = text.replace('encoding="utf-8"', 'encoding="ISO-8859-1"')
put("latin-1.xml", latin.encode("latin-1"))
put("latin-1-undeclared.xml", text.encode("latin-1"))
put("windows-1252.xml", text.replace('encoding="utf-8"', 'encoding="windows-1252"').replace("café", "café €").encode("cp1252"))
put("utf-16le-bom.xml", b"\xff\xfe" + text.replace('encoding="utf-8"', 'encoding="UTF-16"').encode("utf-16-le"))
put("utf-16be-bom.xml", b"\xfe\xff" + text.replace('encoding="utf-8"', 'encoding="UTF-16"').encode("utf-16-be"))
put("utf-16le-no-bom.xml", text.replace('encoding="utf-8"', 'encoding="UTF-16LE"').encode("utf-16-le"))
put("utf-8-bom.xml", b"\xef\xbb\xbf" + small)
put("utf-8-declared-utf-16.xml", text.replace('encoding="utf-8"', 'encoding="UTF-16"'))
put("crlf.xml", small.replace(b"\n", b"\r\n"))

# characters
put("bare-ampersand.xml", small.replace(b"AssertionError", b"Assert & Error && more &nosuch; &#xZZ; &", 1))
put("bare-less-than.xml", small.replace(b"AssertionError", b"1 < 2 and 3 <4", 1))
put("control-characters.xml", small.replace(b"AssertionError", b"a\x1b[31mb\x1b[0m\x00\x07\x08\x0c\x0e\x1f\x7f", 1))
put("control-references.xml", small.replace(b"AssertionError", b"a&#27;[31mb&#x1B;[0m&#0;&#7;&#xFFFE;&#xD800;&#99999999;", 1))
put("invalid-utf-8.xml", small.replace(b"AssertionError", b"a\xffb\xc3(\xe2\x82\xf0\x9f\xa6\xed\xa0\x80", 1))
put("cdata-split.xml", small.replace(b"</failure>", b"<![CDATA[one ]]]]><![CDATA[> two]]> three <![CDATA[<four>]]></failure>", 1))

# entities
put("entity-bomb.xml", b"""<?xml version="1.0"?>
<!DOCTYPE testsuites [
 <!ENTITY a "aaaaaaaaaa">
""" + b"".join(b' <!ENTITY %c "%s">\n' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)) + b"""]>
<testsuites><testsuite name="bomb" tests="1"><testcase classname="bomb" name="goes off"><failure message="&j;">&j;</failure></testcase></testsuite></testsuites>
""")
put("entity-quadratic.xml", b'<?xml version="1.0"?>\n<!DOCTYPE testsuites [<!ENTITY a "' + b"a" * 2000 + b'">]>\n<testsuites><testsuite name="bomb" tests="1"><testcase classname="bomb" name="grows"><failure message="x">'
    + b"&a;" * 1000 + b"</failure></testcase></testsuite></testsuites>\n")
put("external-entity.xml", b"""<?xml version="1.0"?>
<!DOCTYPE testsuites [
 <!ENTITY passwd SYSTEM "file:///etc/passwd">
 <!ENTITY remote SYSTEM "http://localhost:1/evidence">
 <!ENTITY % parameter SYSTEM "file:///etc/hostname">
 %parameter;
]>
<testsuites><testsuite name="xxe" tests="1"><testcase classname="xxe" name="reads"><failure message="&remote;">&passwd;</failure></testcase></testsuite></testsuites>
""")
put("many-references.xml", small.replace(b"AssertionError", b"&lt;" * 3000, 1))

# structure
put("concatenated.xml", small + b"\n" + surefire + small)
put("concatenated-no-declaration.xml", b"".join(d[d.index(b"?>") + 2 :].lstrip() for d in (small, surefire)))
put("text-around.xml", b"npm noise before\n" + small + b"\nand after\n")
put("suite-with-counts-only.xml", b'<?xml version="1.0"?><testsuites><testsuite name="gone" tests="12" failures="3" errors="1" skipped="0" time="4.2"/></testsuites>')
put("nested-40.xml", b'<?xml version="1.0"?>' + b"".join(b'<testsuite name="s%d">' % i for i in range(40)) + b'<testcase name="deep" time="0.1"/>' + b"</testsuite>" * 40)
put("nested-10000.xml.gz", gzip.compress(b'<?xml version="1.0"?>' + b"<testsuite>" * 10000 + b'<testcase name="deep"/>' + b"</testsuite>" * 10000, mtime=0))
put("attribute-1-mib.xml.gz", gzip.compress(b'<testsuites><testsuite name="long"><testcase name="' + b"n" * (1 << 20) + b'"/></testsuite></testsuites>', mtime=0))
put("unknown-root.xml", b'<?xml version="1.0"?><coverage line-rate="0.9"><packages/></coverage>')
put("no-names.xml", b'<testsuite><testcase/><testcase name=""/><testcase classname="c" time="abc"/><testcase name="n" time=""/></testsuite>')
put("empty.xml", b"")
put("times.xml", '<testsuite name="times">' + "".join(f'<testcase classname="times" name="t{i}" time="{t}"/>' for i, t in enumerate(
    ["1.5", "0,160", "1,078", "14,029.255", "1.234,5", "1,234,567", "1e+06", "-1.00", "", "NaN", "1.2.3", "<time>0.1</time>".replace("<", "&lt;"), "0x10", " 2 ", "1_000"])) + "</testsuite>")

# compression, whole and cut
packed = gzip.compress(small, mtime=0)
put("small.xml.gz", packed)
put("two-members.xml.gz", packed + gzip.compress(surefire, mtime=0))
put("cut.xml.gz", packed[: len(packed) * 2 // 3])
put("not-really.xml.gz", small[:200])

# other formats
go = (top / "runs/go/run-03.jsonl").read_bytes().splitlines(keepends=True)
put("go-cut.jsonl", b"".join(go[:40]) + go[40][:60])
put("go-mixed.jsonl", b"# build noise\n" + b"".join(go[:10]) + b"warning: something\n{not json}\n\n" + b"".join(go[10:30]) + b"\xff\xfe\n")
libtest = (top / "runs/libtest-json/run-03.jsonl").read_bytes().splitlines(keepends=True)
put("libtest-cut.jsonl", b"".join(libtest[:12]))
tap = (top / "tap/01-price.tap").read_bytes()
put("tap-no-plan.tap", tap.replace(b"1..11\n", b""))
put("tap-plan-20.tap", tap.replace(b"1..11\n", b"1..20\n"))
put("tap-numbers.tap", b"1..4\nok 1\nok 3\nok 3\nnot ok 9 - beyond\n")
reportlog = (top / "pytest/reportlog.jsonl").read_bytes().splitlines(keepends=True)
put("reportlog-cut.jsonl", b"".join(reportlog[:12]))
put("binary.bin", bytes(range(256)) * 4)
