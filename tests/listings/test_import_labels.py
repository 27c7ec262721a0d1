import json
from collections import Counter
from decimal import Decimal

import pytest

from listings.importing.pay import PERIODS, Pay, PayRefused
from listings.importing.roles import RoleMapper

from .importing_labels.draw import HALVES, draw_pay, draw_roles, read_objects
from .importing_labels.measure import HERE, committed_roles, main
from .importing_labels.stated import doubts

LABELS = list(read_objects(HERE / "labels.jsonl"))
PAY_LABELS = list(read_objects(HERE / "pay_labels.jsonl"))
OTHERS, CUSTOMER_FACING = [f"other-{n}" for n in range(300)], [f"served-{n}" for n in range(102)]


def test_the_labels_are_202_postings_in_two_halves_and_nothing_but_ids_and_roles():
    assert len({label["id"] for label in LABELS}) == len(LABELS) == 202
    assert Counter(label["half"] for label in LABELS) == dict.fromkeys(HALVES, 101)
    assert {frozenset(label) for label in LABELS} == {frozenset({"id", "half", "roles"})}


def test_each_label_is_a_role_of_service_or_two_or_none():
    service = {slug for slug, _, _, family in committed_roles() if family != "exit"}

    assert {slug for label in LABELS for slug in label["roles"]} <= service
    assert Counter(len(label["roles"]) for label in LABELS) == {0: 99, 1: 83, 2: 20}


def test_the_pay_labels_are_60_lines_in_two_halves():
    assert len({label["id"] for label in PAY_LABELS}) == len(PAY_LABELS) == 60
    assert Counter(label["half"] for label in PAY_LABELS) == dict.fromkeys(HALVES, 30)
    for label in PAY_LABELS:
        assert set(label) == {"id", "half", "currency", "minimum", "maximum", "period"}
        assert label["period"] in PERIODS
        assert Decimal(label["minimum"]) <= Decimal(label["maximum"])


def test_the_same_postings_are_drawn_in_whatever_order_they_come():
    drawn = draw_roles(CUSTOMER_FACING, OTHERS)

    assert draw_roles(reversed(CUSTOMER_FACING), reversed(OTHERS)) == drawn
    assert set(drawn) > set(CUSTOMER_FACING)
    kinds = Counter((posting.partition("-")[0], half) for posting, half in drawn.items())
    assert kinds == {
        (kind, half): n for kind, n in (("served", 51), ("other", 50)) for half in HALVES
    }


def test_sixty_pay_lines_are_drawn_in_two_halves():
    drawn = draw_pay(OTHERS)

    assert draw_pay(reversed(OTHERS)) == drawn
    assert Counter(drawn.values()) == dict.fromkeys(HALVES, 30)


@pytest.fixture(scope="module")
def mapper():
    return RoleMapper(committed_roles())


@pytest.mark.parametrize(
    ("title", "department", "slug"),
    [
        ("Customer Care Agent, evenings", "", "csr"),
        ("Tier 2 Support Specialist (Bakery Tills)", "Support", "customer-service-specialist"),
        ("Customer Happiness Intern", "", "support-associate"),
        ("Head of Technical Support", "", "director-customer-service"),
        ("VP, Support Engineering", "Product", "director-customer-service"),
        ("Founding Customer Success - Orchard App", "", "customer-success-manager"),
        ("Senior Support Engineer, nights", "Engineering", "support-engineer"),
        ("Remote Call Centre Agent", "", "virtual-call-agent"),
        ("Senior Manager, Customer Success", "Success", None),
        ("Fleet Support Analyst", "Finance", None),
        ("Key Account Manager", "Customer Success", None),
        ("Baker", "", None),
    ],
)
def test_the_committed_roles_are_found_in_titles_of_our_own(mapper, title, department, slug):
    assert mapper.map(title, department).slug == slug


def test_the_command_measures_a_file_of_postings(tmp_path, capsys):
    """On invented postings under the labels' ids: all called the same, so that most are wrong."""
    path = tmp_path / "postings.jsonl"
    with path.open("w") as lines:
        for known in {label["id"] for label in LABELS + PAY_LABELS}:
            posting = {
                "id": known, "source": "own", "company": "Fir & Sons", "title": "Customer Success Manager",
                "description": "You look after customers.", "salary": "$160K - $180K",
            }  # fmt: skip
            lines.write(json.dumps(posting) + "\n")

    main(["tune", "--postings", str(path)])
    told = capsys.readouterr().out

    csm = [x for x in LABELS if x["half"] == "tune" and "customer-success-manager" in x["roles"]]
    assert f"precision           {len(csm)}/101" in told
    assert f"recall              {len(csm)}/53" in told
    assert "customer-success-manager, not" in told
    assert "pay sound, all      " in told
    main(["held_out", "--postings", str(path)])
    assert "not none" not in capsys.readouterr().out  # the half held out shows figures alone


def pay(minimum, maximum, period="year", currency="USD"):
    ends = [end if end is None else Decimal(end) for end in (minimum, maximum)]
    return Pay(currency, *ends, period)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("$48K - $61K", pay(48_000, 61_000)),
        ("$1,200 a month", pay(1_200, 1_200, "month")),
        ("up to \u20ac40,000 per year", pay(None, 40_000, "year", "EUR")),
        ("$19.50 - $21.00 per hour \u2022 Annual bonus", pay("19.50", 21, "hour")),
        ("Competitive", PayRefused("No amount is stated.")),
    ],
)
def test_nothing_speaks_against_an_answer_that_the_line_bears_out(line, answer):
    assert doubts(line, answer) == []


@pytest.mark.parametrize(
    ("line", "answer", "doubt"),
    [
        ("$48K - $61K", None, "nothing was read"),
        ("$48K - $61K", PayRefused(""), "without a reason"),
        ("\u20ac48K - \u20ac61K", pay(48_000, 61_000), "USD is not in the line"),
        ("$48K - $61K", pay(48_000, 610_000), "610000 is not in the line"),
        ("$48K - $61K", pay(61_000, 48_000), "out of order"),
        ("$48K - $61K \u2022 $5K bonus", pay(5_000, 61_000), "first amount"),
        ("$19.50 per hour", pay("19.50", "19.50"), "no year is in the line"),
        ("$19 an hour", pay(19, 19, "month"), "no month is in the line"),
        ("$900 an hour", pay(900, 900, "hour"), "not likely"),
    ],
)
def test_an_answer_that_the_line_does_not_bear_out_is_doubted(line, answer, doubt):
    assert any(doubt in each for each in doubts(line, answer))
