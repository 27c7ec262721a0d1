"""What the admin's desks have to know of listings, and the report that needs them."""

from wagtail import hooks

from cms.reports.base import register_report
from listings.desk_panel import add_moderation_panel
from listings.desk_reports import IdlePagesReport
from listings.snapshots.merged import rewrite_snapshots

hooks.register("taxonomy_merged", rewrite_snapshots)
register_report(IdlePagesReport)
hooks.register("construct_homepage_panels", add_moderation_panel)
