"""Which blocks each kind of page may hold."""

from wagtail import blocks

from .cited import FigureBlock, QuoteBlock
from .data import (
    LadderBlock,
    LiveJobsBlock,
    MetricBlock,
    PayBandBlock,
    RelatedPagesBlock,
    RoleCardsBlock,
    SkillListBlock,
)
from .table import TableBlock
from .text import (
    DayBlock,
    DutiesBlock,
    FaqBlock,
    HeadingBlock,
    ImageBlock,
    PointsBlock,
    SourcesBlock,
    StepsBlock,
    TakeawaysBlock,
    TextBlock,
    TipsBlock,
    WaysInBlock,
)


class StandardStreamBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=100)
    text = TextBlock()
    table = TableBlock()
    image = ImageBlock()


class ArticleStreamBlock(StandardStreamBlock):
    """What every page with an article may hold."""

    steps = StepsBlock()
    tips = TipsBlock()
    points = PointsBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    faq = FaqBlock()
    skill_list = SkillListBlock()
    roles = RoleCardsBlock()
    ladder = LadderBlock()
    pay_band = PayBandBlock()
    metric = MetricBlock()
    live_jobs = LiveJobsBlock()
    related_pages = RelatedPagesBlock()
    sources = SourcesBlock()


class GuideStreamBlock(ArticleStreamBlock):
    takeaways = TakeawaysBlock()


class RoleStreamBlock(ArticleStreamBlock):
    duties = DutiesBlock()
    day = DayBlock()
    ways_in = WaysInBlock()


class IndustryStreamBlock(ArticleStreamBlock):
    pass


class SkillStreamBlock(ArticleStreamBlock):
    pass


class FaqStreamBlock(blocks.StreamBlock):
    faq = FaqBlock()
