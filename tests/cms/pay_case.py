"""Published wages around Columbus, Ohio, for tests of the pay explorer."""

from decimal import Decimal

from django.http import QueryDict
from django.test import TestCase

from cms.models import WageArea
from cms.pay_explorer.figures import POINTS
from cms.pay_explorer.view import Explorer
from tests.cms.factories import WageAreaFactory, WageFactory
from tests.factories import PlaceFactory, RoleFactory

WHOLESALE, RETAIL = ("42", "Wholesale Trade"), ("44-45", "Retail Trade")


def pay(middle: int | str | None, **more) -> dict:
    """The columns of a wage around a middle: half of it below and above at the ends."""
    if middle is None:
        shares = dict.fromkeys(POINTS)
    else:
        shares = dict(zip(POINTS, map(Decimal, ("0.5", "0.75", "1", "1.25", "1.5")), strict=True))
    hourly = {f"hourly_{p}": share and Decimal(middle) * share for p, share in shares.items()}
    annual = {
        f"annual_{p}": share and int(Decimal(middle) * share * 2080) for p, share in shares.items()
    }
    return hourly | annual | more


class PayTestCase(TestCase):
    """Ohio around Columbus, two sectors; representatives and supervisors."""

    @classmethod
    def setUpTestData(cls):
        cls.columbus_city = PlaceFactory()
        cls.nation = WageAreaFactory()
        cls.ohio = WageAreaFactory(ohio=True)
        cls.columbus = WageAreaFactory(columbus=True, cities=[cls.columbus_city])
        cls.rural = WageAreaFactory(
            kind=WageArea.Kind.NONMETRO, code="3900001", title="West Northwestern Ohio"
        )
        cls.representative = RoleFactory(
            slug="csr", title="Customer Service Representative", soc_code="43-4051"
        )
        cls.newest = WageFactory(area=cls.nation, **pay(20))
        WageFactory(area=cls.ohio, **pay(18))
        WageFactory(area=cls.columbus, **pay(19))
        WageFactory(area=cls.rural, **pay(16))
        for (code, name), middle in ((WHOLESALE, 24), (RETAIL, 15)):
            WageFactory(area=cls.nation, naics_sector=code, industry=name, **pay(middle))
        cls.supervision = {
            "soc_code": "43-1011",
            "occupation": "First-Line Supervisors of Office and Administrative Support Workers",
        }
        WageFactory(area=cls.nation, **cls.supervision, **pay(33))

    def explore(self, address="", **params) -> Explorer:
        asked = QueryDict(address, mutable=True)
        asked.update(params)
        return Explorer(asked)

    def tokens(self, explorer) -> list[str]:
        return [line.token for line in explorer.lines]
