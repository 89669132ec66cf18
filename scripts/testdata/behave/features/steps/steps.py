from behave import given, then, when

RATES = {"eur": 100, "usd": 109, "gbp": 86, "¥en": 16230}


@given("{cents:d} cents")
def start(context, cents):
    context.cents = cents


@when('converted to "{currency}"')
def convert(context, currency):
    context.result = context.cents * RATES[currency] // 100


@then("the result is {want:d}")
def check(context, want):
    assert context.result == want, f"{context.result} != {want}"


@given("a message with control characters")
def message(context):
    print("before the failure: \x1b[32mgreen\x1b[0m")
    assert False, "message with \x1b[31mred\x1b[0m, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀"
