#!/bin/bash
# Scrapy spiders on a site of our own, on loopback. Usage: scrapy.sh WORK ($VENV has scrapy)
set -u
H=$(cd "$(dirname "$0")" && pwd); W=$1/scrapy; rm -rf "$W"; mkdir -p "$W"; cd "$W"
export PATH=$VENV/bin:$PATH PYTHONPATH=$H/capture:$W CAPTURE_FILE=$1/scrapy.raw CAPTURE_LEVEL=10 CAPTURE_LOGGERS=scrapy,twisted,shop
: > "$CAPTURE_FILE"
cat > site.py <<'Y'
import http.server, random, time
R = random.Random(1)
class H(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def do_GET(self):
        p = self.path; code = 200; body = b""; head = {"Content-Type": "text/html"}
        if p == "/robots.txt": body = b"User-agent: *\nDisallow: /private\n"; head["Content-Type"] = "text/plain"
        elif p.startswith("/err"): code = [500, 503, 404, 403, 429][int(p[4:]) % 5]
        elif p.startswith("/redir"): code = [301, 302][int(p[6:]) % 2]; head["Location"] = f"/item{p[6:]}"
        elif p.startswith("/meta"): body = f'<meta http-equiv="refresh" content="0;url=/item{p[5:]}">'.encode()
        elif p.startswith("/loop"): code = 302; head["Location"] = p + "x"
        elif p.startswith("/slow"): time.sleep(4)
        elif p.startswith("/drop"): self.connection.close(); return
        elif p.startswith("/big"): body = b"z" * 400000
        elif p.startswith("/gz"): head["Content-Encoding"] = "gzip"; body = b"not gzip"
        elif p.startswith("/cookie"): head["Set-Cookie"] = f"s{p[7:]}=v; Path=/"; body = b"<html>c</html>"
        elif p.startswith("/bad"): body = b"\xff\xfe bad"; head["Content-Type"] = "text/html; charset=nosuch"
        else:
            n = sum(map(ord, p)) % 40
            body = ("<html><h1>%s</h1>" % p + "".join(f'<a href="/{w}{n + k}">x</a>' for k in range(3) for w in ("item", "err", "redir", "drop", "cookie", "private/", "meta", "bad")) + '<a href="http://other.test/x">o</a><a href="mailto:x@y">m</a><a href="/loop1">l</a><a href="/slow1">s</a><a href="/big1">b</a><a href="/gz1">g</a></html>').encode()
        self.send_response(code); [self.send_header(*h) for h in head.items()]; self.send_header("Content-Length", str(len(body))); self.end_headers()
        try: self.wfile.write(body)
        except OSError: pass
http.server.ThreadingHTTPServer(("127.0.0.1", 8951), H).serve_forever()
Y
python3 site.py & S=$!; sleep 1
cat > shop.py <<'Y'
import scrapy, sys, logging
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import DropItem, CloseSpider, IgnoreRequest
n = int(sys.argv[1])
class Check:
    def process_item(self, item, *spider):
        if item["n"] % 4 == 0: raise DropItem(f"no price in {item['n']}")
        if item["n"] % 7 == 0: raise ValueError(f"item {item['n']}")
        return item
class Shop(scrapy.Spider):
    name = f"shop{n}"; allowed_domains = ["127.0.0.1"]; start_urls = [f"http://127.0.0.1:8951/start{k}" for k in range(n * 2)] + [f"http://127.0.0.1:8959/closed{n}", "http://127.0.0.1:8951/gz1"]
    def parse(self, r):
        self.logger.info("Parsed page %s of depth %d", r.url, r.meta.get("depth", 0))
        k = len(r.url) * 13 + sum(map(ord, r.url)) % 50
        if k % 11 == 0: raise KeyError(f"title of {r.url}")
        if k % 23 == 0: yield 5
        yield {"n": k, "url": r.url}
        for h in r.css("a::attr(href)").getall():
            try: yield r.follow(h, errback=self.lost if k % 2 else None)
            except ValueError as e: self.logger.warning("Skipping link %r: %s", h, e)
        if r.meta.get("depth", 0) == 3 and n == 2: raise CloseSpider(f"enough {n}")
    def lost(self, f): self.logger.error("Lost %s", f.value.__class__.__name__)
s = {"ROBOTSTXT_OBEY": True, "DEPTH_LIMIT": 3, "DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 1, "REDIRECT_MAX_TIMES": 3, "DOWNLOAD_MAXSIZE": 300000, "DOWNLOAD_WARNSIZE": 2000, "CLOSESPIDER_PAGECOUNT": n * 60, "COOKIES_DEBUG": n == 1, "ITEM_PIPELINES": {Check: 1}, "TELNETCONSOLE_PORT": [6123, 6173], "LOG_LEVEL": "DEBUG", "AUTOTHROTTLE_ENABLED": n == 3, "AUTOTHROTTLE_DEBUG": n == 3, "AUTOTHROTTLE_START_DELAY": 0.02, "AUTOTHROTTLE_MAX_DELAY": 0.05, "HTTPCACHE_ENABLED": n == 2, "FEEDS": {f"out{n}.json": {"format": "json"}, f"/none/x{n}.csv": {"format": "csv"}}, "LOGSTATS_INTERVAL": 1, "DUPEFILTER_DEBUG": n == 1, "URLLENGTH_LIMIT": 60, "MEMUSAGE_LIMIT_MB": 900, "CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0}
p = CrawlerProcess(s); p.crawl(Shop); p.start()
Y
for n in 1 2 3; do timeout 60 python shop.py $n > out$n 2>&1; done
kill $S
