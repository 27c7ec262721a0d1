"""The pay explorer for machines: a schema.org Dataset of the occupation that is shown."""

from django.utils.translation import gettext as _

from cms.addresses import page_address
from cms.pay_explorer.view import Explorer
from cms.structured_data import CONTEXT, Data

SURVEY_ADDRESS = "https://www.bls.gov/oes/"


def dataset(page, explorer: Explorer) -> Data:
    """Empty where nothing is published for the job."""
    current = explorer.current
    if current is None or current.wage is None:
        return {}
    wage, address = current.wage, page_address(page)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": _("Published pay: %(occupation)s, %(release)s")
        % {"occupation": wage.occupation, "release": wage.release},
        "description": page.search_description or page.introduction,
        "url": f"{address}?{explorer.addresses['here']}",
        "creator": {
            "@type": "GovernmentOrganization",
            "name": "US Bureau of Labor Statistics",
            "url": SURVEY_ADDRESS,
        },
        "citation": wage.source,
        "isAccessibleForFree": True,
        "temporalCoverage": f"{wage.year}-{wage.month:02}",
        "spatialCoverage": {"@type": "Country", "name": "United States"},
        "variableMeasured": [
            _("Wage in US dollars: 10th, 25th, 50th, 75th and 90th percentile"),
            _("Jobs counted"),
        ],
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": f"{address}?{explorer.addresses['occupation']}",
        },
    }
