"""The rules for where a job is done, and for who may do it from where."""

import re

from .check_values import Faults, Tags, is_one_of, is_text

AREAS = {"Country", "State", "City", "AdministrativeArea"}


def location(posting: dict) -> Faults:
    value = posting.get("jobLocation")
    if value is None:
        if posting.get("jobLocationType") != "TELECOMMUTE":
            yield "jobLocation", "is required of a job that is not fully remote"
        return
    for place in value if isinstance(value, list) else [value]:
        if not isinstance(place, dict) or place.get("@type") != "Place":
            yield "jobLocation", "must be a Place, or a list of them"
            continue
        address = place.get("address")
        if not isinstance(address, dict) or address.get("@type") != "PostalAddress":
            yield "jobLocation.address", "must be a PostalAddress"
            continue
        country = address.get("addressCountry")
        if isinstance(country, dict):
            country = country.get("name")
        if not is_text(country):
            yield "jobLocation.address.addressCountry", "is required"
        elif len(country) == 2 and not re.fullmatch("[A-Z]{2}", country):
            yield "jobLocation.address.addressCountry", "must be an ISO 3166 code in capitals"
        given = [
            each
            for name, each in address.items()
            if name not in {"@type", "addressCountry"} and isinstance(each, str)
        ]
        if not all(is_text(each) for each in given):
            yield "jobLocation.address", "must have no empty part"
        if len(set(given)) < len(given) and len(given) > 2:
            yield "jobLocation.address", "must not repeat one value under several names"


def remote(posting: dict) -> Faults:
    kind, areas = posting.get("jobLocationType"), posting.get("applicantLocationRequirements")
    if kind is not None and kind != "TELECOMMUTE":
        yield "jobLocationType", "must be TELECOMMUTE or left out"
    if kind == "TELECOMMUTE" and areas is None:
        yield "applicantLocationRequirements", "is required with TELECOMMUTE"
    if areas is not None and kind != "TELECOMMUTE":
        yield "applicantLocationRequirements", "is for TELECOMMUTE alone"
    text = posting.get("description")
    said = " ".join(Tags(text).words).casefold() if isinstance(text, str) else ""
    if kind == "TELECOMMUTE" and "remote" not in said:
        yield "description", "must say that the job is remote"
    if kind == "TELECOMMUTE" and re.search(r"\bhybrid in\b|\bon site in\b", said):
        yield "jobLocationType", "must not be given for hybrid work"
    listed = areas if isinstance(areas, list) else [areas] if areas is not None else []
    for area in listed:
        if not isinstance(area, dict) or not is_one_of(area.get("@type"), AREAS):
            yield "applicantLocationRequirements", "must be a Country, a State or a City"
        elif not is_text(area.get("name")):
            yield "applicantLocationRequirements.name", "is required"
        elif area["name"].partition(",")[0].casefold() not in said:
            yield "description", f"must say that one may live in {area['name']}"
        elif area["@type"] == "State" and "," not in area["name"]:
            yield "applicantLocationRequirements.name", "must name the country of a state"
