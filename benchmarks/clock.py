"""CPU and wall time of methods that take turns, and what the machine had to do meanwhile."""

import multiprocessing
import os
import platform
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from time import perf_counter, perf_counter_ns, process_time_ns

import numpy as np

# With less gain of two processes over one there are no two cores, and no scaling can be measured.
TWO_CORES = 1.7


class Clock:
    """Takes the time of calls by name, in milliseconds."""

    def __init__(self):
        self._cpu, self._wall = defaultdict(list), defaultdict(list)

    def time(self, name: str, act: Callable):
        """Call `act`, take its time and return what it returns."""
        wall, cpu = perf_counter_ns(), process_time_ns()
        result = act()
        self._cpu[name].append((process_time_ns() - cpu) / 1e6)
        self._wall[name].append((perf_counter_ns() - wall) / 1e6)
        return result

    def cpu(self, name: str) -> float:
        """The median of a method's CPU time."""
        return float(np.median(self._cpu[name]))

    def summary(self) -> dict[str, dict[str, float]]:
        return {
            name: {
                "cpu_ms": self.cpu(name),
                "cpu_p95_ms": float(np.percentile(self._cpu[name], 95)),
                "cpu_best_ms": min(self._cpu[name]),
                "wall_ms": float(np.median(self._wall[name])),
                "calls": len(self._cpu[name]),
            }
            for name in self._cpu
        }


def machine() -> dict:
    names = ("numpy", "scipy", "scikit-learn")
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in names},
        "cpus": os.cpu_count(),
        "load_average": load_average(),
    }


def load_average() -> list[float]:
    return [round(load, 2) for load in os.getloadavg()]


def two_process_gain(act: Callable | None = None) -> float:
    """How much more two processes do than one in the same time: 2 on free cores. By default they only count."""
    context = multiprocessing.get_context("fork")

    def seconds(processes: int) -> float:
        workers = [context.Process(target=act or _count) for _ in range(processes)]
        start = perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return perf_counter() - start

    return 2 * seconds(1) / seconds(2)


def _count() -> None:
    for _ in range(30_000_000):
        pass
