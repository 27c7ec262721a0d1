"""The figures of a run as tables of plain text, beside their targets."""

from collections.abc import Iterable

# Naive CPU time over ours that is aimed at, from so many listings on.
TARGETS = {
    100_000: {"served": 300, "filter": 150, "resume": 40},
    1_000_000: {"served": 600, "filter": 600, "resume": 40},
}
EXPLAIN_MS = 2
BYTES_A_LISTING = 6_000
# Of the answers a second that a bare view gives: uncached. And how much slower more jobs may make it.
OF_BARE = 0.10
SLOWER_AT_MOST = 8


def tables(result: dict) -> str:
    n = result["n"]
    blocks = [
        f"{n:,} listings, seed {result['seed']}, Python {result['python']}, {result['cpus']} CPUs, "
        f"load {result['load_average'][0]} to {result['load_average_after'][0]}"
    ]
    if "ranking" in result:
        blocks += _ranking(result["ranking"])
    if "real" in result:
        real = result["real"]
        note = (
            f"Real résumés in full: {real['terms_a_resume']:.0f} terms, "
            f"{real['postings_a_listing_resume']:.1f} weights read a listing; of ours "
            f"{real['finding_terms_ms']:.1f} ms find the terms"
        )
        blocks.append(f"{note}\n{_times(real['resume'], n, 'resume')}")
    if "size" in result:
        blocks.append(_size(result["size"]))
    for part in ("people", "memory"):
        if part in result:
            lines = (f"  {name:28} {figure:>16,.2f}" for name, figure in result[part].items())
            blocks.append("\n".join([part.capitalize(), *lines]))
    if "pages" in result:
        blocks.append(_pages(result["pages"]))
    return "\n\n".join(blocks)


def _pages(runs: list[dict]) -> str:
    lines = ["The job list, gunicorn with two workers, against a bare view of the same bytes"]
    first = runs[0]["pages"]
    for run in runs:
        lines.append(
            f"  {run['listings']:,} listings on {run['database']}, load {run['load_average'][0]}"
        )
        for name, page in run["pages"].items():
            slower = first[name]["per_second"] / page["per_second"]
            lines.append(
                f"    {name:24} {page['per_second']:8.1f}/s of {page['bare_per_second']:8.1f}/s = {page['ratio']:.3f}"
                f"  >= {OF_BARE}{_missed(OF_BARE / page['ratio'])}"
                + (f"; x {slower:.1f} as slow, <= {SLOWER_AT_MOST}" if run is not runs[0] else "")
            )
    return "\n".join(lines)


def _ranking(ranking: dict) -> Iterable[str]:
    n = ranking["listings"]
    yield (
        f"{ranking['terms_a_listing']:.1f} terms a listing; a profile has {ranking['terms_a_profile']:.1f} and "
        f"reads {ranking['postings_a_listing']:.2f} weights a listing, a long text "
        f"{ranking['terms_a_resume']:.0f} and {ranking['postings_a_listing_resume']:.1f}\n"
        f"{ranking['checked_rankings']} rankings as the oracle's, scores within "
        f"{ranking['largest_difference']:.0e}"
    )
    yield "Short profiles\n" + _times(ranking["profile"], n, "served")
    yield "Long texts\n" + _times(ranking["resume"], n, "resume")
    alerts = ranking["alerts"]
    yield (
        f"Alerts, the best 10: {alerts['served_per_cpu_second']:,.0f} candidates a CPU second, naive in chunks "
        f"{alerts['naive_chunks_per_cpu_second']:,.0f}: x {alerts['served_over_naive']:.1f}"
    )
    two = alerts["two_processes"]
    if two["ranking"] is None:
        yield (
            f"Two processes that only count do {two['counting']:.2f} times the work of one: scaling is not "
            "measurable on this machine now."
        )
    else:
        yield f"Two processes rank {two['ranking']:.2f} times as many (counting: {two['counting']:.2f})"


def _times(measured: dict, n: int, kind: str) -> str:
    lines = [f"  {'CPU ms':44} {'median':>8} {'p95':>8} {'best':>8} {'wall':>8}   naive/it  target"]
    for name, times in measured["times"].items():
        columns = (times[key] for key in ("cpu_ms", "cpu_p95_ms", "cpu_best_ms", "wall_ms"))
        line = f"  {name:44} " + " ".join(f"{each:8.2f}" for each in columns)
        ratio = measured["naive_over"].get(name)
        if ratio is not None:
            line += f" {ratio:8.0f} x"
            if name.startswith("served"):
                line += _against(ratio, n, "filter" if "allowed" in name else kind)
        elif name.startswith("explain") and kind == "served":
            line += f"{'':11}  <= {EXPLAIN_MS} ms{_missed(times['cpu_ms'] / EXPLAIN_MS)}"
        lines.append(line)
    return "\n".join(lines)


def _against(ratio: float, n: int, kind: str) -> str:
    reached = [size for size in TARGETS if size <= n]
    if not reached:
        return ""
    target = TARGETS[max(reached)][kind]
    return f"  >= {target}{_missed(target / ratio)}"


def _missed(times_off: float) -> str:
    return ", met" if times_off <= 1 else f", missed by a factor of {times_off:.1f}"


def _size(size: dict) -> str:
    lines = [
        f"Index over real postings: {size['fixed_bytes'] / 1e6:.1f} MB for the jobs and their terms, and a listing",
        f"  {'listings':>8} {'bytes each':>11} {'each more':>10}   of which",
    ]
    for n, row in size["listings"].items():
        parts = ", ".join(
            f"{name} {bytes_:,.0f}" for name, bytes_ in row["parts"].items() if bytes_
        )
        lines.append(
            f"  {n:8,} {row['bytes_a_listing']:11,.0f} {row['bytes_each_more']:10,.0f}   {parts}"
            f"{_missed(row['bytes_a_listing'] / BYTES_A_LISTING)}"
        )
    return "\n".join(lines)
