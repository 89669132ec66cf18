Closing spider (<*>)
Crawled (<*>) <GET <*>> (referer: <*>)
Crawled <*> pages (at <*> pages/min), scraped <*> items (at <*> items/min)
Discarding <GET <*>>: max redirections reached
Dropped: no price in <*>
Dumping Scrapy stats:<*>
Enabled addons:<*>
Enabled downloader middlewares:<*>
Enabled extensions:<*>
Enabled item pipelines:<*>
Enabled spider middlewares:<*>
Error downloading <GET <*>>
Error downloading <GET <*>>: <*>
Error processing <*>
Expected to receive <*> bytes which is larger than download max size (<*>) in request <GET <*>>.
Filtered duplicate request: <GET <*>> (referer: <*>)
Filtered duplicate request: <GET <*>> - no more duplicates will be shown (see DUPEFILTER_DEBUG to show all duplicates)
Filtered offsite request to '<*>': <GET <*>>
Forbidden by robots.txt: <GET <*>>
Gave up retrying <GET <*>> (failed <*> times): <*>
Ignoring link (depth > <*>): <*> - no more ignored links will be shown
Ignoring response <<*>>: HTTP status code is not handled or not allowed
Lost <*>
Overridden settings:<*>
Parsed page <*> of depth <*>
Peak memory usage is <*>MiB
Received cookies from: <<*>>
Redirecting (<*>) to <GET <*>> from <GET <*>>
Remote control HTTP server listening on port <*> (job <*>)
Retrying <GET <*>> (failed <*> times): <*>
Scraped from <<*>>
Scrapy <*> started (bot: <*>)
Sending cookies to: <GET <*>>
Skipping link '<*>': Missing scheme in request url: <*>
Spider closed (<*>)
Spider error processing <GET <*>> (referer: <*>)
Spider opened
Stored <*> feed (<*> items) in: <*>
Telnet Password: <*>
Telnet console listening on <*>
Using CrawlerProcess
Using asyncio event loop: <*>
Using filesystem cache storage in <*>
Using reactor: <*>
Versions:<*>
slot: <*> | conc: <*> | delay: <*> ms (<*>) | latency: <*> ms | size: <*> bytes
