use strict;
use warnings;
use Math::BigInt;
use Test::More tests => 3;
use Time::HiRes 'sleep';

# Seeded chance, the same rule in every sample project.
sub draw {
    my ($name, $attempt) = @_;
    my $seed = $ENV{SAMPLE_SEED} || '1';
    my $mask = Math::BigInt->from_hex('ffffffffffffffff');
    my $h    = Math::BigInt->from_hex('cbf29ce484222325');
    for my $byte (unpack 'C*', "$name:$seed:$attempt") { $h = (($h ^ $byte) * Math::BigInt->from_hex('100000001b3')) & $mask }
    $h = $h ^ ($h >> 33);
    $h = ($h * Math::BigInt->from_hex('ff51afd7ed558ccd')) & $mask;
    return $h ^ ($h >> 33);
}
sub fails { my ($name, $per_mille) = @_; return draw($name, 1) % 1000 < $per_mille }

my $port = 30000 + draw('flaky rare', 1) % 20000;
ok(!fails('flaky rare', 100), 'flaky rare') or diag "no answer from 127.0.0.1:$port after ${\ (1500 + $port % 97)} ms";
sleep 0.002;
ok(!fails('flaky_sometimes', 300), 'flaky sometimes');
is(join(' ', fails('flaky_often', 500) ? qw(c b a) : qw(a b c)), 'a b c', 'flaky often');
