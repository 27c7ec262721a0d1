"""Every pair of text and ground that the stylesheets use, in both schemes: WCAG asks for 4.5 to 1."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "jobboard/static/css/tokens.css").read_text(encoding="utf-8")
OKLCH = re.compile(r"oklch\(([\d.]+)% ([\d.]+) ?([\d.]*)\)")
HUES = ["front", "tech", "quality", "lead", "success", "cx", "operations"]
GROUNDS = ["paper", "surface", "sunk"]
PAIRS = [
    *[("ink", ground) for ground in GROUNDS],
    *[("ink-soft", ground) for ground in GROUNDS],
    *[("stop", ground) for ground in GROUNDS],
    *[("on-ink", hue) for hue in HUES],  # a line's letter on its tile
    ("on-ink", "ink"),  # buttons
    ("on-ink", "ink-soft"),  # an exit's hue
    ("on-you", "you"),
]
EDGES = [("edge", "paper"), ("edge", "surface"), *[(hue, "paper") for hue in HUES]]


def colors(scheme: int) -> dict[str, tuple[float, float, float]]:
    """Linear sRGB of every colour token; scheme 0 is light, 1 is dark."""
    found = {}
    for name, value in re.findall(r"--([a-z-]+): (.*oklch.*);", TOKENS):
        values = OKLCH.findall(value)
        lightness, chroma, hue = values[scheme if len(values) > 1 else 0]
        found[name] = linear_srgb(float(lightness) / 100, float(chroma), float(hue or 0))
    return found


def linear_srgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Björn Ottosson's OKLab matrices; out of gamut is clipped, as a screen would."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return tuple(min(1.0, max(0.0, channel)) for channel in rgb)


def contrast(one, other) -> float:
    bright, dim = sorted(
        (0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)),
        reverse=True,
    )
    return (bright + 0.05) / (dim + 0.05)


def test_the_measure_itself_is_right():
    white, black = linear_srgb(1, 0, 0), linear_srgb(0, 0, 0)

    assert contrast(white, black) == pytest.approx(21, abs=0.01)
    # #767676, the lightest grey that passes on white, is oklch(56.6% 0 0)
    assert contrast(white, linear_srgb(0.566, 0, 0)) == pytest.approx(4.54, abs=0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out(text, ground, scheme):
    found = colors(scheme)

    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_the_edges_of_fields_and_signs_stand_out(edge, ground, scheme):
    found = colors(scheme)

    assert contrast(found[edge], found[ground]) >= 3
