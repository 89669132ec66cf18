use strict;
use warnings;
use Test::More tests => 3;

ok(1, 'before');
BAIL_OUT('disk is full');
