"""A tiny shop: the subject of the sample tests."""


class PriceError(ValueError):
    pass


RATES = {"eur": 100, "usd": 109, "gbp": 86, "¥en": 16230}


def convert(cents, currency):
    try:
        return cents * RATES[currency] // 100
    except KeyError:
        raise PriceError(f"no rate for {currency!r}") from None


class Cart:
    def __init__(self):
        self.lines = []

    def add(self, name, cents, count=1):
        if count < 1:
            raise PriceError(f"count must be positive, got {count}")
        self.lines.append((name, cents, count))
        return self

    def total(self, discount_percent=0):
        total = sum(cents * count for _, cents, count in self.lines)
        return total - total * discount_percent // 100
