use strict;
use warnings;
use Test::More tests => 4;

ok(1, 'before');
ok(1, 'still before');
die "database is not reachable: connect to db.test:5432 refused\n";
