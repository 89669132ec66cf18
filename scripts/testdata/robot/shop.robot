*** Settings ***
Documentation     A tiny shop.
Library           Collections

*** Test Cases ***
Converts
    ${result}=    Evaluate    1000 * 109 // 100
    Should Be Equal As Integers    ${result}    1090

Rounds Fails
    [Documentation]    rounding goes wrong
    [Tags]    rounding    money
    ${result}=    Evaluate    333 * 109 // 100
    Should Be Equal As Integers    ${result}    363    rounding went wrong

Two Failures
    Run Keyword And Continue On Failure    Should Be Equal    1    2
    Run Keyword And Continue On Failure    Should Be Equal    a    b

Is Skipped
    Skip    needs the rate service

Unicode And Control
    Log    naïve café ✓ 日本語 🦀
    Fail    message with ]]> and <b>&amp;</b> 日本語 🦀

Broken Setup
    [Setup]    Fail    database is not reachable: connect to db.test:5432 refused
    No Operation

Broken Teardown
    No Operation
    [Teardown]    Fail    1 handle leaked in teardown

Looped
    FOR    ${i}    IN RANGE    3
        Log    turn ${i}
    END

Flaky Often
    ${fails}=    Evaluate    int(os.environ.get('SAMPLE_SEED', '1')) in (3, 4, 8, 11, 12)    modules=os
    Should Not Be True    ${fails}    the order was c b a
