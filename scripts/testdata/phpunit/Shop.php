<?php

final class Shop
{
    private const RATES = ['eur' => 100, 'usd' => 109, 'gbp' => 86, '¥en' => 16230];

    public static function convert(int $cents, string $currency): int
    {
        if (!isset(self::RATES[$currency])) {
            throw new DomainException("no rate for $currency");
        }
        return intdiv($cents * self::RATES[$currency], 100);
    }
}
