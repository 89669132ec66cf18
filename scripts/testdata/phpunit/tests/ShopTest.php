<?php

use PHPUnit\Framework\TestCase;

final class ShopTest extends TestCase
{
    public function testConverts(): void { $this->assertSame(1090, Shop::convert(1000, 'usd')); }

    /** @dataProvider rates */
    public function testTable(string $currency, int $want): void { $this->assertSame($want, Shop::convert(1000, $currency)); }

    public function rates(): array { return ['euro' => ['eur', 1000], 'with "quotes" & <tag>' => ['usd', 1090], 'wrong' => ['gbp', 861], ['¥en', 162300]]; }

    public function testRoundingFails(): void { $this->assertSame(363, Shop::convert(333, 'usd'), 'rounding went wrong'); }

    public function testUncaughtError(): void { Shop::convert(1, 'zzz'); }

    public function testSkipped(): void { $this->markTestSkipped('needs the rate service'); }

    public function testIncomplete(): void { $this->markTestIncomplete('to be written'); }

    public function testRisky(): void {}

    public function testExpectedException(): void { $this->expectException(DomainException::class); Shop::convert(1, 'xxx'); }

    public function testWarning(): void { $this->assertSame(1, 1); trigger_error('low on ink', E_USER_WARNING); }

    public function testPrints(): void { echo "naïve café ✓ 日本語 🦀 \e[31mred\e[0m"; $this->assertTrue(true); }

    public function testControlCharactersFail(): void { $this->fail("message with \e[31mred\e[0m, nul \0, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀 [brackets] it's | pipe"); }

    /** @depends testRoundingFails */
    public function testDependent(): void { $this->assertTrue(true); }
}
