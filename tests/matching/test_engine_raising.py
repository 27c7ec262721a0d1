"""What would raise a share: the smallest sets, found exactly."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from matching.engine import Query, explain
from matching.engine.raising import MAX_TOGETHER, SETS_SHOWN, Addition, Raising

from .corpus import ASKED, documents, fitted, for_all, item, items

# Few terms, so that additions overlap, and few weights, so that sets tie.
TERMS = [f"skill:{letter}" for letter in "abcde"]
some_weights = st.sampled_from([0.25, 0.5, 0.75]) | st.floats(0.1, 1)
some_claims = st.dictionaries(st.sampled_from(TERMS), some_weights, max_size=3)
asked = st.fixed_dictionaries(dict.fromkeys(TERMS, some_weights))
many_additions = st.lists(some_claims.filter(bool), max_size=7).map(
    lambda all_claims: [Addition(f"addition {n}", claims) for n, claims in enumerate(all_claims)]
)


def thoroughly(*strategies):
    """As `for_all`, with more examples: the search is cheap, and its faults hide in rare ties."""
    return lambda test: settings(deadline=None, derandomize=True, max_examples=400)(
        given(*strategies)(test)
    )


def brute_force(raising, candidates, goal):
    """The smallest sets that reach the goal, of all that there are: shares, best first."""
    for size in range(1, MAX_TOGETHER + 1):
        shares = [raising.share(chosen) for chosen in combinations(candidates, size)]
        reaching = sorted((share for share in shares if share >= goal), reverse=True)
        if reaching:
            return size, reaching
    return None, []


@thoroughly(asked, some_claims, many_additions, st.floats(0, 1.2))
def test_the_search_finds_what_trying_every_set_finds(asked, claims, candidates, part):
    raising = Raising(asked, claims, candidates)
    useful = [step.addition for step in raising.steps]
    if not useful:
        return
    now = raising.share()
    most = min(MAX_TOGETHER, len(useful))
    best = max(raising.share(chosen) for chosen in combinations(useful, most))
    goal = now + part * (best - now) + 0.01

    found = raising.reach(goal)
    size, shares = brute_force(raising, useful, goal)

    assert found.reaches == (size is not None)
    if found.reaches:
        assert {len(each.added) for each in found.sets} == {size}
        assert [each.share for each in found.sets] == approx(shares[:SETS_SHOWN], abs=1e-9)
        named = {tuple(a.label for a in each.added) for each in found.sets}
        assert len(named) == len(found.sets)
        assert all(each.share >= goal for each in found.sets)
    else:
        [nearest] = found.sets
        assert nearest.share == approx(best, abs=1e-9)
        assert len(nearest.added) == most


@for_all(asked, some_claims, many_additions, st.floats(0, 100), st.randoms())
def test_the_order_in_which_many_additionscome_changes_nothing(
    asked, claims, candidates, goal, random
):
    shuffled = random.sample(candidates, len(candidates))

    one, other = (Raising(asked, claims, each) for each in (candidates, shuffled))

    assert one.reach(goal) == other.reach(goal)
    assert one.one_by_one() == other.one_by_one()


@for_all(asked, some_claims, many_additions)
def test_what_brings_nothing_is_left_out_and_no_part_of_a_smallest_set_is_idle(
    asked, claims, candidates
):
    raising = Raising(asked, claims, candidates)

    for raised in raising.one_by_one():
        assert raised.share > raising.share()
    found = raising.reach(raising.share() + 10)
    for each in found.sets if found and found.reaches else ():
        for left_out in each.added:
            fewer = [addition for addition in each.added if addition is not left_out]
            assert raising.share(fewer) < found.goal


@for_all(documents, items, many_additions)
def test_a_share_is_to_the_last_bit_that_of_explain(docs, profile, candidates):
    index = fitted(*docs)
    candidates = [Addition(each.label, _renamed(each.claims)) for each in candidates]
    before = Query.from_items(profile)
    claims = dict(zip(before.terms, before.claims.tolist(), strict=True))
    after = Query.from_items(
        [*profile, *(item(each.claims, each.label) for each in candidates if each.claims)]
    )

    for key in index.keys_.tolist():
        explained = explain(index, after, key)
        if explained.share is not None:
            found = index.asked_of(key)
            asked = dict(zip(found.terms, found.weights.tolist(), strict=True))
            assert Raising(asked, claims, ()).share(candidates) == explained.share


def _renamed(claims):
    """The same claims on terms that the listings of the corpus ask for."""
    return {ASKED[TERMS.index(term) % len(ASKED)]: claim for term, claim in claims.items()}


def test_two_tools_of_a_family_are_worth_less_than_their_sum():
    asked = {"skill:zendesk": 1.0, "skill:freshdesk": 1.0, "skill:chat": 1.0}
    tools = [
        Addition("Zendesk", {"skill:zendesk": 0.75, "skill:freshdesk": 0.6}),
        Addition("Freshdesk", {"skill:freshdesk": 0.75, "skill:zendesk": 0.6}),
        Addition("Chat", {"skill:chat": 0.75}),
    ]

    found = Raising(asked, {}, tools).reach(65)

    # The two tools together come to 50, each of them with chat to 70.
    assert [[a.label for a in each.added] for each in found.sets] == [
        ["Freshdesk", "Chat"],
        ["Zendesk", "Chat"],
    ]


def test_a_long_list_of_equals_is_searched_without_trying_every_set(monkeypatch):
    terms = [f"skill:{n:03}" for n in range(300)]
    raising = Raising(dict.fromkeys(terms, 1.0), {}, [Addition(t, {t: 0.75}) for t in terms])
    looked_at = []
    gain = Raising._gain
    monkeypatch.setattr(
        Raising, "_gain", lambda self, steps: looked_at.append(1) or gain(self, steps)
    )

    assert raising.reach(0.75).sets[0].share == approx(0.75)
    assert not raising.reach(50).reaches
    assert len(looked_at) < 100
