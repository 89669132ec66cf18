Feature: Shop
  A tiny shop.

  Scenario: convert
    Given 1000 cents
    When converted to "usd"
    Then the result is 1090

  Scenario: rounding fails
    Given 333 cents
    When converted to "usd"
    Then the result is 363

  Scenario: uncaught error
    Given 1 cents
    When converted to "zzz"
    Then the result is 1

  Scenario: undefined step
    Given something that nobody wrote

  @skip
  Scenario: skipped
    Given 1 cents

  Scenario Outline: table <currency>
    Given 1000 cents
    When converted to "<currency>"
    Then the result is <want>

    Examples: rates
      | currency | want   |
      | eur      | 1000   |
      | ¥en      | 162300 |
      | gbp      | 861    |

  Scenario: message with control characters
    Given a message with control characters
