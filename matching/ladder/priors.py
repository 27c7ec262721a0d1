"""How often a move from one role to another is made, told from what is published and what editors say.

    factor = frequency x employment x related, from about 0.67 to 1.57

- frequency: the editors' own word on the step. It weighs most, for they know the trade.
- employment: how many people work in the occupation the step leads to, nationwide (BLS). Moves go to where
  the jobs are. No figure, or a figure that only stands in for the role: 1.
- related: whether O*NET lists the two occupations as related. Not listed is no news: the list is short.
"""

from dataclasses import dataclass

from cms.models import CareerStep, Role, Wage
from matching.occupations import are_related

FREQUENCY_FACTORS = {
    CareerStep.Frequency.RARE: 0.75,
    CareerStep.Frequency.SOMETIMES: 1.0,
    CareerStep.Frequency.OFTEN: 1.3,
}
# The middle (geometric mean) of the occupations of the May 2025 survey, as O*NET divides them.
MIDDLE_EMPLOYMENT = 43_000
# Ten times as many people make a move 1.12 times as likely, within a tenth of 1 either way: far less than
# `matching.steps` allows, for an editor has already chosen the steps that are there.
EMPLOYMENT_POWER = 0.05
LEAST_EMPLOYMENT, MOST_EMPLOYMENT = 0.9, 1.1
RELATED_FACTOR = 1.1


@dataclass(frozen=True)
class Prior:
    frequency: int
    people: int | None  # employed in the occupation the step leads to
    is_related: bool

    @classmethod
    def of(cls, step: CareerStep, start: Role, end: Role, wage: Wage | None) -> "Prior":
        """`wage` is the nation's of `end`'s occupation. No query."""
        own = not (start.soc_is_proxy or end.soc_is_proxy)
        return cls(
            frequency=step.frequency,
            people=wage.employment if wage and not end.soc_is_proxy else None,
            is_related=own and are_related(start.onet_soc_code, end.onet_soc_code),
        )

    @property
    def employment_factor(self) -> float:
        if not self.people:
            return 1.0
        factor = (self.people / MIDDLE_EMPLOYMENT) ** EMPLOYMENT_POWER
        return min(max(factor, LEAST_EMPLOYMENT), MOST_EMPLOYMENT)

    @property
    def factor(self) -> float:
        """Above 1 for a move made oftener than most, below for a rarer one."""
        related = RELATED_FACTOR if self.is_related else 1.0
        return FREQUENCY_FACTORS[self.frequency] * self.employment_factor * related

    @property
    def is_often(self) -> bool:
        return self.frequency == CareerStep.Frequency.OFTEN

    @property
    def is_rare(self) -> bool:
        return self.frequency == CareerStep.Frequency.RARE
