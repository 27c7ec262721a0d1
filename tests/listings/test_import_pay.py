from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.pay import PERIODS, Pay, PayRefused, read_pay


def money(number):
    return None if number is None else Decimal(number)


@pytest.mark.parametrize(
    ("text", "currency", "minimum", "maximum", "period"),
    [
        ("$48K \u2013 $61K", "USD", 48_000, 61_000, "year"),
        ("$48K - $61K \u2022 Offers Equity", "USD", 48_000, 61_000, "year"),
        ("$18.50 \u2013 $22.75 per hour", "USD", "18.50", "22.75", "hour"),
        ("$18 an hour to $22 an hour", "USD", 18, 22, "hour"),
        ("$19/hr DOE", "USD", 19, 19, "hour"),
        ("\u20ac3.2K per month", "EUR", 3_200, 3_200, "month"),
        ("3.200,50 \u20ac / month", "EUR", "3200.50", "3200.50", "month"),
        ("38.000 EUR p.a.", "EUR", 38_000, 38_000, "year"),
        ("\u00a326,500 - \u00a329,000 per annum", "GBP", 26_500, 29_000, "year"),
        ("CA$52K \u2013 CA$58K", "CAD", 52_000, 58_000, "year"),
        ("$52,000 - $58,000 CAD", "CAD", 52_000, 58_000, "year"),
        ("SGD\u00a04K \u2013 SGD\u00a05K per month", "SGD", 4_000, 5_000, "month"),
        ("MYR\u00a02.8K \u2013 MYR\u00a03.4K per month", "MYR", 2_800, 3_400, "month"),
        ("RM2,800 monthly", "MYR", 2_800, 2_800, "month"),
        ("PHP 24,000 \u2013 28,000 monthly", "PHP", 24_000, 28_000, "month"),
        ("\u20b1180.00 per hour", "PHP", 180, 180, "hour"),
        ("\u20b93,00,000 - \u20b94,20,000 per annum", "INR", 300_000, 420_000, "year"),
        ("INR 4-6 LPA", "INR", 400_000, 600_000, "year"),
        ("CHF 68\u2019000", "CHF", 68_000, 68_000, "year"),
        ("$160-200K", "USD", 160_000, 200_000, "year"),
        ("$130K \u2013 $1M", "USD", 130_000, 1_000_000, "year"),
        ("up to $60K per year", "USD", None, 60_000, "year"),
        ("From \u00a312.40 an hour", "GBP", "12.40", None, "hour"),
        ("$20+/hour", "USD", 20, None, "hour"),
        ("Between $41,000 and $45,000 annually", "USD", 41_000, 45_000, "year"),
        ("Hourly rate: $17.25", "USD", "17.25", "17.25", "hour"),
        ("$900/week", "USD", 900, 900, "week"),
        ("$150 per day", "USD", 150, 150, "day"),
        ("$21 hourly, paid weekly", "USD", 21, 21, "hour"),
    ],
)
def test_amounts_are_read_as_the_employer_wrote_them(text, currency, minimum, maximum, period):
    pay = read_pay(text)

    assert isinstance(pay, Pay), pay
    assert (pay.currency, pay.period) == (currency, period)
    assert (pay.minimum, pay.maximum) == (money(minimum), money(maximum))


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("$50K \u2013 $55K \u2022 $0 \u2013 $10K Bonus", "$0 \u2013 $10K Bonus"),
        ("$50K \u2022 $15K Commission \u2022 Offers Bonus", "$15K Commission \u2022 Offers Bonus"),
        ("$17/hr + tips", "tips"),
        ("$48,000 base + $12,000 commission", "$12,000 commission"),
        ("$48K - $52K plus 10% bonus", "plus 10% bonus"),
        ("$125K \u2013 $150K \u2022 0.1% \u2013 0.5%", "0.1% \u2013 0.5%"),
        ("$48K", ""),
    ],
)
def test_variable_pay_is_kept_apart_in_words(text, variable):
    pay = read_pay(text)

    assert isinstance(pay, Pay), pay
    assert pay.variable == variable


@pytest.mark.parametrize(
    ("text", "part_of_reason"),
    [
        ("Competitive", "No amount"),
        ("48K", "currency"),
        ("\u00a55M", "currency"),
        ("$24.04", "No period"),
        ("$0 - $0 per hour", "not a likely pay"),
        ("$70,000 per hour", "not a likely pay"),
        ("$18 per year", "not a likely pay"),
        ("$1.00 \u2013 $500,000.00", "says nothing"),
        ("$60K - $50K", "downwards"),
        ("$50K base, $20K bonus", "Several amounts"),
        ("OTE $120K", "variable pay"),
        ("$90K - $99K \u2022 The range above includes base salary plus bonus", "variable pay"),
        ("$40K - \u20ac45K", "different currencies"),
        ("$5% of sales", "share"),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused_with_a_reason(text, part_of_reason):
    refused = read_pay(text)

    assert isinstance(refused, PayRefused), refused
    assert part_of_reason in refused.reason


@pytest.mark.parametrize("text", ["", "   ", "\u00a0\n"])
def test_an_empty_line_states_nothing(text):
    assert read_pay(text) is None


def test_a_long_tail_is_cut_between_words():
    pay = read_pay("$48K \u2022 " + "bonus and more " * 100)

    assert isinstance(pay, Pay)
    assert len(pay.variable) <= 301
    assert pay.variable.endswith(("bonus\u2026", "and\u2026", "more\u2026"))


MONEYLIKE = st.text(alphabet="$\u20ac\u00a30123456789.,- Kkm%/+\u2022perhouyatn", max_size=60)


@given(text=st.text() | MONEYLIKE)
def test_any_text_gives_sound_pay_or_a_reason_or_nothing(text):
    pay = read_pay(text)

    if isinstance(pay, PayRefused):
        assert pay.reason.endswith(".")
    elif pay is not None:
        assert pay.period in PERIODS
        bounds = [bound for bound in (pay.minimum, pay.maximum) if bound is not None]
        assert bounds == sorted(bounds) and bounds[0] > 0
        assert all(bound == bound.quantize(Decimal("0.01")) for bound in bounds)
