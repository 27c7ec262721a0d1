"""Which postings are labelled, and into which half each falls: the same for everybody who draws.

    python -m tests.listings.importing_labels.draw --postings FILE --families FILE [--pay]

prints one JSON object a line (id, half). FILE of postings is what `import_listings` reads; that of
families says for each id which family of customer-facing work it is, or null.
"""

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

SEED = 20_251_122
OTHERS = 100
PAY_LINES = 60
HALVES = ("tune", "held_out")


def draw_roles(customer_facing: Iterable[str], others: Iterable[str]) -> dict[str, str]:
    """All customer-facing postings and 100 of the others, each kind halved by itself."""
    rng = random.Random(SEED)
    drawn = rng.sample(sorted(others), OTHERS)
    return _halved(rng, sorted(customer_facing)) | _halved(rng, drawn)


def draw_pay(with_pay: Iterable[str]) -> dict[str, str]:
    """60 of the postings that have a pay line, halved."""
    rng = random.Random(SEED + 1)
    return _halved(rng, rng.sample(sorted(with_pay), PAY_LINES))


def _halved(rng: random.Random, ids: list[str]) -> dict[str, str]:
    shuffled = rng.sample(ids, len(ids))
    middle = len(ids) // 2
    return dict.fromkeys(shuffled[:middle], HALVES[0]) | dict.fromkeys(shuffled[middle:], HALVES[1])


def read_objects(path: Path) -> Iterator[dict]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--postings", type=Path, required=True)
    parser.add_argument("--families", type=Path)
    parser.add_argument("--pay", action="store_true", help="draw pay lines instead of roles")
    options = parser.parse_args()
    if options.pay:
        drawn = draw_pay(each["id"] for each in read_objects(options.postings) if each["salary"])
    elif options.families:
        families = {each["id"]: each["fam"] for each in read_objects(options.families)}
        known = [each["id"] for each in read_objects(options.postings)]
        drawn = draw_roles(
            [each for each in known if families[each]],
            [each for each in known if not families[each]],
        )
    else:
        parser.error("--families is needed to draw for roles")
    for posting, half in sorted(drawn.items()):
        sys.stdout.write(json.dumps({"id": posting, "half": half}) + "\n")


if __name__ == "__main__":
    main()
