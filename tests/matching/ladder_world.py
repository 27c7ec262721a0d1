"""A small ladder for tests."""

from decimal import Decimal

from cms.models import CareerStep, RoleSkill, Wage, WageArea
from matching.ladder.graph import Ladder
from tests.factories import RoleFactory, SkillFactory
from tests.matching.indexed import IndexedTestCase


def wage(soc_code, median, *, area=None, sector=Wage.ALL_INDUSTRIES, year=2025):
    area = (
        area
        or WageArea.objects.get_or_create(
            kind=WageArea.Kind.NATION, code="0000000", defaults={"title": "National"}
        )[0]
    )
    return Wage.objects.create(
        soc_code=soc_code,
        occupation=f"Occupation {soc_code}",
        area=area,
        naics_sector=sector,
        industry="All",
        year=year,
        source="Wage survey, May 2025",
        hourly_median=median,
    )


class LadderTestCase(IndexedTestCase):
    """A small ladder: what a representative's next steps are, two managers above, and a way out."""

    @classmethod
    def setUpTestData(cls):
        cls.csr = cls.role("csr", "Customer Service Representative", "front_line", 1, "43-4051")
        cls.senior = cls.role(
            "senior-representative", "Senior Representative", "front_line", 2, "43-4051"
        )
        cls.lead = cls.role("team-lead", "Team Lead", "leadership", 3, "43-1011", proxy=True)
        cls.quality = cls.role("quality-analyst", "Quality Analyst", "quality_training", 3)
        cls.trainer = cls.role(
            "training-specialist", "Training Specialist", "quality_training", 3, "13-1151"
        )
        cls.csm = cls.role(
            "customer-success-manager",
            "Customer Success Manager",
            "success",
            3,
            "41-3091",
            proxy=True,
        )
        cls.manager = cls.role(
            "customer-service-manager", "Customer Service Manager", "leadership", 4
        )
        cls.sales = RoleFactory(slug="sales", title="Sales", exit=True)

        cls.asks(cls.csr, "calls", "orders")
        cls.asks(cls.senior, "calls", "orders", "escalations")
        cls.asks(cls.lead, "escalations", "coaching", "calls")
        cls.asks(cls.quality, "calls", "scoring")
        cls.asks(cls.trainer, "teaching", "coaching")
        cls.asks(cls.csm, "renewals", "adoption", "coaching", "accounts")
        cls.asks(cls.manager, "coaching", "budgets", "escalations")

        cls.step(cls.csr, cls.senior, "promotion", "Take harder cases")
        cls.step(cls.csr, cls.lead, "promotion", "Guide colleagues")
        cls.step(cls.csr, cls.quality, "specialise", "Like analysis")
        cls.step(cls.csr, cls.trainer, "specialise", "Help to train")
        cls.step(cls.csr, cls.csm, "specialise", "Build client relations")
        cls.step(cls.senior, cls.lead, "promotion", "Lead people")
        cls.step(cls.lead, cls.csm, "specialise", "Work with key clients")
        cls.step(cls.lead, cls.manager, "promotion", "Lead a department")
        CareerStep.objects.create(
            from_level=1, to_role=cls.sales, kind="exit", condition="A course in sales"
        )
        wage("43-4051", Decimal("21.53"))
        wage("43-1011", Decimal("33.41"))
        wage("13-1151", Decimal("33.31"))

    @classmethod
    def role(cls, slug, title, family, level, soc="", proxy=False):
        return RoleFactory(
            slug=slug,
            title=title,
            family=family,
            ladder_level=level,
            soc_code=soc,
            soc_is_proxy=proxy,
        )

    @classmethod
    def asks(cls, role, *slugs):
        """The first is essential."""
        for n, slug in enumerate(slugs):
            RoleSkill.objects.create(role=role, skill=SkillFactory(slug=slug), is_essential=n == 0)

    @classmethod
    def step(cls, start, end, kind, condition):
        return CareerStep.objects.create(
            from_role=start, to_role=end, kind=kind, condition=condition
        )

    def next_steps(self, role=None, held=None):
        ladder = Ladder.whole()
        role = role or self.csr
        steps = ladder.next_steps(role, ladder.skills_of(role) if held is None else held)
        return {step.role.slug: step for step in steps}
