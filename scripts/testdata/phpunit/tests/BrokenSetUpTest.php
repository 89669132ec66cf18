<?php

use PHPUnit\Framework\TestCase;

final class BrokenSetUpTest extends TestCase
{
    public static function setUpBeforeClass(): void { throw new RuntimeException('database is not reachable: connect to db.test:5432 refused'); }

    public function testNeverRuns(): void { $this->assertTrue(true); }

    public function testNeverRunsEither(): void { $this->assertTrue(true); }
}
