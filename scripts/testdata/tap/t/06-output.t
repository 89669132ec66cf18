use strict;
use warnings;
use Test::More;

print "line $_ of a chatty test\n" for 1 .. 20;
print "naïve café ✓ 日本語 \e[31mred\e[0m bell\a \\ back\n";
ok(1, 'naïve café ✓ 日本語');
ok(1, 'escaped \\# hash and \\\\ backslash');
ok(0, "message with \e[31mred\e[0m colour");
done_testing;
