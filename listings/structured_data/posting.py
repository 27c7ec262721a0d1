"""An open job as schema.org JobPosting. What the page does not show is not said here either."""

from html import unescape

from django.db.models import Prefetch
from django.utils.html import strip_tags

from cms.addresses import absolute_address
from cms.clocks import zone
from cms.models.places import country_name
from cms.richtext import render_markdown
from cms.vocabulary import Education, WorkMode
from listings import wording
from listings.models import Listing, ListingLanguage, ListingSkill
from listings.models.listing_queries import ListingQuerySet
from listings.structured_data.description import STATE_NAMES, full_description, hours
from listings.structured_data.title import plain_title

CREDENTIALS = {
    Education.HIGH_SCHOOL: "high school",
    Education.CERTIFICATE: "professional certificate",
    Education.ASSOCIATE: "associate degree",
    Education.BACHELOR: "bachelor degree",
    Education.POSTGRADUATE: "postgraduate degree",
}


def for_markup(listings: ListingQuerySet) -> ListingQuerySet:
    """Load all that `job_posting` and `full_description` read: four queries, however many rows."""
    return listings.select_related("employer__industry", "role", "place").prefetch_related(
        Prefetch("listing_skills", ListingSkill.objects.select_related("skill")),
        Prefetch("languages", ListingLanguage.objects.select_related("language")),
        "shifts",
    )


def job_posting(listing: Listing) -> dict | None:
    """The job's JobPosting; None for one that is not open, or of which no country is known.

    Reads what `for_markup` or `for_page` loads; no query. Google takes no posting without a country:
    rather than guess one, such a job goes without.
    """
    if not listing.is_open or not (location := where(listing)):
        return None
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": plain_title(listing),
        "description": full_description(listing),
        "url": absolute_address(listing.get_absolute_url()),
        "identifier": {
            "@type": "PropertyValue",
            "name": listing.employer.name,
            "value": str(listing.pk),
        },
        **dates(listing),
        "employmentType": listing.employment_type,
        "hiringOrganization": organization(listing),
        **location,
        "directApply": False,
        "baseSalary": base_salary(listing),
        "incentiveCompensation": listing.variable_pay,
        **requirements(listing),
        **in_words(listing),
        **occupation(listing),
    }
    return {name: value for name, value in posting.items() if value not in (None, "")}


def dates(listing: Listing) -> dict:
    """On the clock of the listing's own place, with its offset, to the second."""
    clock = zone(listing.time_zone)
    return {
        "datePosted": listing.date_posted.astimezone(clock).isoformat(timespec="seconds"),
        "validThrough": listing.valid_through.astimezone(clock).isoformat(timespec="seconds"),
    }


def organization(listing: Listing) -> dict:
    employer = listing.employer
    website = {"sameAs": employer.website} if employer.website else {}
    return {"@type": "Organization", "name": employer.name, **website}


def where(listing: Listing) -> dict | None:
    """Where one reports to work, or where one may live who never does. None where no country is known."""
    if listing.work_mode == WorkMode.REMOTE:
        areas = [area for code in listing.countries for area in residences(listing, code)]
        if not areas:
            return None
        return {
            "jobLocationType": "TELECOMMUTE",
            "applicantLocationRequirements": areas[0] if len(areas) == 1 else areas,
        }
    if listing.place is None:
        return None
    place = listing.place
    address = {"@type": "PostalAddress", "addressLocality": place.name}
    if place.admin1_code.isalpha():  # elsewhere GeoNames has numbers of its own
        address["addressRegion"] = place.admin1_code
    return {
        "jobLocation": {
            "@type": "Place",
            "address": address | {"addressCountry": place.country_code},
        }
    }


def residences(listing: Listing, code: str) -> list[dict]:
    """A country in which one may live, or those of its states that the employer names."""
    if code == "US" and listing.states:
        return [
            {"@type": "State", "name": f"{STATE_NAMES.get(state, state)}, {country_name(code)}"}
            for state in listing.states
        ]
    return [{"@type": "Country", "name": country_name(code)}]


def base_salary(listing: Listing) -> dict | None:
    """Guaranteed pay with both ends stated. Half a range has no form here: the description tells it."""
    pay = listing.pay
    if pay is None or pay.minimum is None or pay.maximum is None:
        return None
    if pay.minimum == pay.maximum:
        amounts = {"value": number(pay.minimum)}
    else:
        amounts = {"minValue": number(pay.minimum), "maxValue": number(pay.maximum)}
    return {
        "@type": "MonetaryAmount",
        "currency": pay.currency,
        "value": {"@type": "QuantitativeValue", **amounts, "unitText": pay.period.upper()},
    }


def number(amount) -> int | float:
    """An amount as a JSON number. Ten digits with two decimals fit a float exactly enough to print alike."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def requirements(listing: Listing) -> dict:
    """Schooling and experience, as far as the employer says something of them."""
    said = {}
    if listing.education_min == Education.NONE:
        said["educationRequirements"] = "no requirements"
    elif listing.education_min:
        said["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": CREDENTIALS[listing.education_min],
        }
    if listing.experience_months == 0:
        said["experienceRequirements"] = "no requirements"
    elif listing.experience_months:
        said["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": listing.experience_months,
        }
    return said


def in_words(listing: Listing) -> dict:
    """Properties that take plain text. An imported text is one piece: which part of it is what is not known."""
    words = {
        "skills": ", ".join(row.skill.preferred_label for row in listing.listing_skills.all()),
        "workHours": "; ".join(hours(listing)[:3]) if says_hours(listing) else "",
        "qualifications": plain(listing.qualifications),
        "jobBenefits": plain(listing.benefits),
    }
    return (
        words if listing.is_imported else words | {"responsibilities": plain(listing.description)}
    )


def says_hours(listing: Listing) -> bool:
    """Whether more is known than full or part time."""
    shift = wording.shift_in_words(listing)
    return bool(listing.weekly_hours is not None or shift or listing.schedule_note)


def occupation(listing: Listing) -> dict:
    """The role's O*NET-SOC code, where it is the role's own and not the nearest with figures."""
    role, industry = listing.role, listing.employer.industry
    is_own = role is not None and role.onet_soc_code and not role.soc_is_proxy
    return {
        "occupationalCategory": role.onet_soc_code if is_own else "",
        "industry": industry.title if industry else "",
    }


def plain(markdown: str) -> str:
    """Text without marks, a line for each paragraph and item."""
    lines = unescape(strip_tags(render_markdown(markdown))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
