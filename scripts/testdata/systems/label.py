#!/usr/bin/env python3
"""Turns what a producer logged into a labelled file: one template per log statement of its source.

Usage: label.py table SYSTEM RAW...      RAW: one message a line, header removed; SYSTEM.templates.in
                                         beside this script has one format string a line
       label.py located SYSTEM RAW...    RAW: PLACE<TAB>FORMAT<TAB>MESSAGE, as the capture hooks write;
                                         FORMAT is empty where the logger does not keep it,
                                         PLACE is ? where it is unknown: the table decides then

In a table <*> stands for a variable, <*:REGEX> for one of a given shape; the rest is literal. Every
message must match exactly one line of the table, else nothing is written. Where a located message has a
format, that is its label; where it has none, its place is, unless a line of the table (optional here)
matches, which is for places that print another's text. A format without a word of its own ("{} = {}")
says less than its place, which is the label then: what fills it is a constant there. Messages of several lines keep the first.

Writes testdata/systems/{dev,held}/SYSTEM.tsv and .templates; `systems.tsv` here says which half.
"""
import difflib
import hashlib
import os
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[2] / "testdata/systems"
LIMIT = 1000  # messages kept per system
RARE = 5  # of each template at least this many stay, if there are so many
HOME = "/srv/lab"  # what the folder of the recording is called in the set
WIDTH = 1500  # longer messages are left out: they are dumps, not messages


def table(system):
    path = HERE / f"{system}.templates.in"
    if not path.exists():
        return []
    made = []
    for line in path.read_text().splitlines():
        if not line or line.startswith("# "):
            continue
        parts = re.split(r"(<\*(?::(?:\\.|\[(?:\\.|[^\]])*\]|[^>])*)?>)", line)
        pattern = "".join(
            (f"(?:{p[3:-1]})" if p.startswith("<*:") else "(?:.*?)") if i % 2 else re.escape(p)
            for i, p in enumerate(parts)
        )
        text = "".join("<*>" if i % 2 else p for i, p in enumerate(parts))
        made.append((re.compile(pattern), text))
    return made


def from_format(text):
    """The template of a format string: printf, {} of Java and Python, ${} of a structured one."""
    text = re.sub(
        r"%(?:%|(\(\w+\))?[-+ #0]*(\*|\d+)?(\.(\*|\d+))?(hh|h|ll|l|z|j|t|L)?[diouxXeEfFgGcrsSapmu])",
        lambda m: "%" if m[0] == "%%" else "<*>",
        text,
    )
    text = re.sub(r"\{[\w.!:\[\]]*\}", "<*>", text)
    return " ".join(text.split())


def common(messages):
    """What all messages of one statement have in common, for want of its format."""
    split = lambda m: re.findall(r"\w+|\s+|[^\w\s]", m)
    kept = None
    for message in list(dict.fromkeys(messages))[:100]:
        words = split(message)
        if kept is None:
            kept = words
            continue
        blocks = difflib.SequenceMatcher(None, kept, words, autojunk=False).get_matching_blocks()
        merged, i, j = [], 0, 0
        for b in blocks:
            if (b.a > i or b.b > j) and merged[-1:] != ["<*>"]:
                merged.append("<*>")
            for w in kept[b.a : b.a + b.size]:
                if w != "<*>" or merged[-1:] != ["<*>"]:
                    merged.append(w)
            i, j = b.a + b.size, b.b + b.size
        kept = merged
    return " ".join("".join(kept).split())


def sample(labels):
    """Which lines stay: RARE of every template, then evenly through the rest."""
    if len(labels) <= LIMIT:
        return range(len(labels))
    seen, keep, rest = Counter(), [], []
    for n, label in enumerate(labels):
        seen[label] += 1
        (keep if seen[label] <= RARE else rest).append(n)
    want = LIMIT - len(keep)
    # By hash, not by step: a step would beat with the producer's own rhythm.
    rest.sort(key=lambda n: hashlib.sha256(str(n).encode()).digest())
    return sorted(keep + rest[:want])


def main():
    mode, system, *files = sys.argv[1:]
    half = dict(l.split("\t")[:2] for l in (HERE / "systems.tsv").read_text().splitlines() if not l.startswith("#"))[system]
    rules = table(system)
    lines, problems = [], Counter()
    for f in files:
        for raw in Path(f).read_text(errors="replace").split("\n"):
            place, form = None, ""
            if mode == "located":
                if raw.count("\t") < 2:
                    continue
                place, form, raw = raw.split("\t", 2)
            message = raw.replace("\t", " ").rstrip().replace(str(HERE), HOME + "-scripts").replace(str(Path(f).resolve().parent), HOME).replace(os.uname().release, "6.1.0-lab")
            if not message.strip() or len(message) > WIDTH:
                continue
            hits = sorted({t for r, t in rules if r.fullmatch(message)})
            if len(hits) > 1:
                problems[f"matches {hits}: {message}"] += 1
            elif hits:
                lines.append((("t", hits[0]), message))
            elif mode == "table" or place == "?":
                problems[f"matches nothing: {message}"] += 1
            elif form and from_format(form) != " ".join(message.split()) and re.search(r"[^\W\d_]{3}", from_format(form)):
                lines.append((("t", from_format(form)), message))
            else:
                lines.append((("p", place), message))
    if problems:
        for p, n in problems.most_common(60):
            print(f"{system}: {n} x {p}", file=sys.stderr)
        print(f"{system}: {len(problems)} distinct problems, nothing written", file=sys.stderr)
        return 1
    by_place = defaultdict(list)
    for (kind, key), message in lines:
        if kind == "p":
            by_place[key].append(message)
    text_of = {key: common(messages) for key, messages in by_place.items()}
    texts = [key if kind == "t" else text_of[key] for (kind, key), _ in lines]
    keep = sample(texts)
    ids = {}
    for n in keep:
        ids.setdefault(texts[n], f"{system}-{len(ids) + 1:03d}")
    folder = OUT / half
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{system}.tsv").write_text("".join(f"{ids[texts[n]]}\t{lines[n][1]}\n" for n in keep))
    (folder / f"{system}.templates").write_text("".join(f"{i}\t{t}\n" for t, i in ids.items()))
    print(f"{system}: {half}, {len(lines)} messages, kept {len(keep)}, {len(ids)} templates")
    return 0


sys.exit(main())
