from decimal import Decimal

import pytest

from profiles.pay_floor import NotAnAmount, read_pay_floor, understood


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("20", "USD", ("20.00", "USD")),
        ("$20", "USD", ("20.00", "USD")),
        ("$20", "CAD", ("20.00", "CAD")),
        ("$20", "GBP", ("20.00", "USD")),
        ("20.5 an hour", "USD", ("20.50", "USD")),
        ("$20/hr", "USD", ("20.00", "USD")),
        ("$20 per hour", "USD", ("20.00", "USD")),
        ("41,600 a year", "USD", ("20.00", "USD")),
        ("41600 p.a.", "USD", ("20.00", "USD")),
        ("42k a year", "USD", ("20.19", "USD")),
        ("£450 a week", "USD", ("11.25", "GBP")),
        ("450 a week", "GBP", ("11.25", "GBP")),
        ("€2,600 monthly", "USD", ("15.00", "EUR")),
        ("12,50", "EUR", ("12.50", "EUR")),
        ("12 €", "USD", ("12.00", "EUR")),
        ("₹4,16,000 a year", "INR", ("200.00", "INR")),
        ("CA$21", "USD", ("21.00", "CAD")),
        ("160 a day", "USD", ("20.00", "USD")),
    ],
)
def test_what_people_write_is_read_as_pay_an_hour(text, currency, expected):
    hourly, read_currency = read_pay_floor(text, currency)

    assert (str(hourly), read_currency) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "a lot", "-5", "0", "$", "1e9", "NaN", "20 a fortnight", "20 an hour or so"),
        *("41600", "999999999999 a year", "¥2000 a day", "1.2.3", "20-25", "1" * 5000),
    ],
)
def test_what_is_no_amount_is_refused_in_words(text):
    with pytest.raises(NotAnAmount) as error:
        read_pay_floor(text, "USD")
    assert str(error.value).endswith(".")


def test_a_large_number_without_a_time_is_asked_about():
    with pytest.raises(NotAnAmount, match="Say what 41,600 is for"):
        read_pay_floor("41,600", "USD")


def test_what_was_understood_is_said_by_the_hour_and_by_the_year():
    assert understood(Decimal("20"), "USD") == "$20.00 an hour, $41,600 a year at 40 hours a week"
