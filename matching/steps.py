"""Which occupation comes next after a job just held: near in skills and words, and a move often made.

    score = near x often x preparation x related

- near: cosine of two TF-IDF vectors, and the cosine of the same after latent semantic analysis, in halves.
  An occupation is read with its title, its text and its alternate titles.
- often: people employed in the occupation, to the power 0.2. Ten times as many people make it 1.6 times as
  likely: moves go to where the jobs are.
- preparation: how far O*NET's job zone is from the zones of the occupations that the job itself is nearest to.
- related: whether O*NET lists the occupation beside those.

The constants were set by hand; nothing is learned from anybody's moves.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from matching.committed_data import analyzer
from matching.occupations import alternate_titles, employment, occupations

TOPICS = 300
EMPLOYMENT_POWER = 0.2
ZONE_FALL = 0.2  # one job zone away leaves exp(-0.2), about four fifths
RELATED_GAIN = 0.25
# Makes of a broad nearness one that names the occupations the job itself is one of.
SHARPENING = 6
FAINT = 1e-6  # where no word is shared, how often a move is made still orders


def rank_steps(jobs: Sequence[str], documents: Sequence[Mapping[str, str]]) -> np.ndarray:
    """Score every occupation as the next job after each job held.

    Parameters
    ----------
    jobs : sequence of str
        Title of a job just held, and what was written of it.
    documents : sequence of mapping
        Occupations: `id` (O*NET-SOC code), `title`, `body`. Facts of unknown codes count as average.

    Returns
    -------
    scores : ndarray of shape (n_jobs, n_documents)
        Higher is likelier. The occupation of the job itself is scored like any other.
    """
    codes = [document["id"] for document in documents]
    near = nearness(jobs, [_text(document) for document in documents])
    own = normalize(near**SHARPENING, norm="l1")
    zones = _zones(codes)
    away = np.abs(zones - (own @ zones)[:, None])
    return (
        near
        * _often(codes)
        * np.exp(-ZONE_FALL * away)
        * (1 + RELATED_GAIN * (own @ _related(codes)))
    )


def nearness(jobs: Sequence[str], texts: Sequence[str]) -> np.ndarray:
    """Mean of the cosine of terms and the cosine of topics, at least `FAINT`."""
    vectorizer = TfidfVectorizer(analyzer=analyzer().tokens, sublinear_tf=True)
    read = vectorizer.fit_transform(texts)
    asked = vectorizer.transform(jobs)
    near = (asked @ read.T).toarray()
    if (topics := min(TOPICS, min(read.shape) - 1)) > 0:
        svd = TruncatedSVD(topics, random_state=0).fit(read)
        near = (near + normalize(svd.transform(asked)) @ normalize(svd.transform(read)).T) / 2
    return np.maximum(near, FAINT)


@cache
def _titles() -> dict[str, str]:
    return {code: "\n".join(titles) for code, titles in alternate_titles().items()}


def _text(document: Mapping[str, str]) -> str:
    return "\n".join([document["title"], document["body"], _titles().get(document["id"], "")])


def _often(codes: Sequence[str]) -> np.ndarray:
    people = employment()
    known = np.log([people[code] for code in codes if code in people] or [1.0])
    middle = np.exp(known.mean())
    return np.array([people.get(code, middle) / middle for code in codes]) ** EMPLOYMENT_POWER


def _zones(codes: Sequence[str]) -> np.ndarray:
    known = occupations()
    rated = [known[code].zone for code in codes if code in known]
    average = float(np.mean(rated)) if rated else 0.0
    return np.array([known[code].zone if code in known else average for code in codes], float)


def _related(codes: Sequence[str]) -> np.ndarray:
    """A row for each occupation, 1 where O*NET lists the column's occupation as related to it."""
    known, place = occupations(), {code: n for n, code in enumerate(codes)}
    listed = np.zeros((len(codes), len(codes)))
    for code in codes:
        if code in known:
            listed[
                place[code], [place[other] for other in known[code].related if other in place]
            ] = 1
    return listed
