"""Running slow work in a bounded number of threads; and metrics."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from linkage_rules.service.problems import ServiceError, busy

if TYPE_CHECKING:
    from linkage_rules.policy.policy import Policy

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Work:
    """A bounded number of threads, and a bounded number of tasks that wait for one.

    A task that takes too long is answered as such, but a thread cannot be stopped: it stays
    occupied until the task ends, so that never more than ``threads`` are at work. May be used from
    any event loop.
    """

    def __init__(self, name: str, threads: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(threads, f"linkage-rules-{name}")
        self._places = threads + waiting
        self._taken = 0
        self._lock = Lock()

    def start(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Run ``work`` as soon as a thread is free. Raises `ServiceError` if too many wait
        already."""
        with self._lock:
            if self._taken >= self._places:
                raise busy()
            self._taken += 1
        try:
            future = self._pool.submit(work, *args, **kwargs)
        except RuntimeError:
            self._free()
            raise ServiceError("SRV-117", {"Retry-After": "5"}, seconds=5) from None
        future.add_done_callback(self._free)
        return future

    async def done(
        self, seconds: float, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """The result of ``work``. Raises `ServiceError` if it takes longer than ``seconds``, or too
        many wait."""
        future = asyncio.wrap_future(self.start(work, *args, **kwargs))
        try:
            async with asyncio.timeout(seconds):
                return await future
        except TimeoutError:
            retry = {"Retry-After": str(round(seconds))}
            raise ServiceError("SRV-112", retry, seconds=round(seconds)) from None

    def _free(self, done: object = None) -> None:
        with self._lock:
            self._taken -= 1

    def close(self) -> None:
        """Start nothing more, and wait for nothing."""
        self._pool.shutdown(wait=False, cancel_futures=True)


_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Counters for Prometheus.

    Labels are only names of routes and of policies: nothing of a record, a file or a key.
    """

    def __init__(self, policies: "Iterable[Policy]") -> None:
        registry = self._registry = CollectorRegistry()
        self.requests = Counter(
            "linkage_rules_requests",
            "Requests that were answered",
            ("method", "route", "status"),
            registry=registry,
        )
        self.seconds = Histogram(
            "linkage_rules_request_seconds",
            "From the request to the end of the answer",
            ("route",),
            buckets=_BUCKETS,
            registry=registry,
        )
        self.under_way = Gauge(
            "linkage_rules_requests_under_way", "Requests being answered", registry=registry
        )
        self.records = Counter(
            "linkage_rules_records",
            "Records that were judged or refused",
            ("policy", "record_type", "outcome"),
            registry=registry,
        )
        self.reviews = Counter(
            "linkage_rules_reviews", "Reviews by how they ended", ("state",), registry=registry
        )
        told = Gauge(
            "linkage_rules_policy_info",
            "The policies that are served",
            ("policy", "digest"),
            registry=registry,
        )
        for policy in policies:
            told.labels(policy.name, policy.digest).set(1)

    media_type: Final = CONTENT_TYPE_LATEST

    def text(self) -> bytes:
        """All counters in the text format of Prometheus."""
        return generate_latest(self._registry)
