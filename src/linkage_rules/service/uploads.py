"""Files that are sent to be reviewed, the progress of their reviews, and the files these write.

Everything is in a folder of this process: it is removed when the service ends, or after a kill by
the next that starts. A review is removed on request, or after some time.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from tempfile import gettempdir
from threading import Event, Lock, Timer
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import Factory, define, field, frozen
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from linkage_rules.model.types import RecordType
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.atomic import passing_folder
from linkage_rules.records import read_records
from linkage_rules.records.reading import EXTENSIONS
from linkage_rules.records.received import received_name
from linkage_rules.reviews.outputs import ENDINGS, Review, write_review
from linkage_rules.reviews.outputs.json_document import repeated_of, results_of
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Reviewed, Tally, review
from linkage_rules.service.gate import check_content, pieces
from linkage_rules.service.problems import ANSWERED, ServiceError, busy, details
from linkage_rules.service.settings import Limits
from linkage_rules.service.work import Metrics, Work
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable
from linkage_rules.words.system_failures import why_failed

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

State: TypeAlias = Literal["waiting", "running", "done", "failed", "stopped"]

FORMS: Final = tuple(ending.removeprefix(".") for ending in ENDINGS)
"""The forms that a review can be written as."""

_NAME: Final = "linkage-rules-service"
_PARTS: Final = ("file", "mapping")
_OFTEN: Final = 0.2
"""Seconds between two reports of progress."""
_EVERY: Final = 50
"""How many records are judged between two checks of the size of the output."""

_NO_FILE: Final = Phrase(
    "no file is in it; send it as the part “file” of multipart/form-data",
    "其中没有文件；请作为 multipart/form-data 的“file”部分上传",
)
_OTHER_PART: Final = Phrase(
    "it has a part {name}; the parts are “file” and “mapping”, each once",
    "其中有“{name}”部分；只接受“file”和“mapping”，各一次",
)
_NOT_NAMED: Final = Phrase(
    "the file has no name that says what it is: {endings}", "文件名没有表明类型的扩展名：{endings}"
)
_CUT_SHORT: Final = Phrase("it ends before its last part does", "内容不完整")
_NO_BOUNDARY: Final = Phrase("its header names no boundary", "请求头没有写明 boundary")


class Folder:
    """The folder for received files; created when it is first needed, or by `open`."""

    def __init__(self, most: int, parent: Path | None = None) -> None:
        self._parent, self._free = parent, most
        self._held = ExitStack()
        self._path: Path | None = None
        self._lock = Lock()

    def open(self) -> Path:
        """Create the folder, after removing what killed services left."""
        with self._lock:
            if self._path is None:
                parent = self._parent or Path(gettempdir())
                self._path = self._held.enter_context(passing_folder(parent, _NAME))
            return self._path

    @contextmanager
    def taking(self) -> Iterator[Path]:
        """The folder, for receiving one more file.

        Raises `ServiceError` if too many are being received: together they could fill the disk.
        """
        with self._lock:
            if not self._free:
                raise busy()
            self._free -= 1
        try:
            yield self.open()
        finally:
            with self._lock:
                self._free += 1

    def close(self) -> None:
        """Remove it with all that is in it."""
        with self._lock:
            self._held.close()
            self._path = None


@frozen
class Order:
    """The parameters of a review: policy, record type, day, forms."""

    policy: Policy
    record_type: RecordType
    as_of: date
    forms: tuple[str, ...]
    sheet: str | None
    language: Language


@define(eq=False)
class Job:
    """A review: its parameters, progress and outcome."""

    order: Order
    owner: str
    folder: Path
    source: Path
    mapping: Path | None
    id: str = Factory(partial(token_urlsafe, 16))
    state: State = "waiting"
    tally: Tally = Factory(Tally)
    share: float | None = None
    files: tuple[str, ...] = ()
    problem: Exception | None = None
    stop: Event = Factory(Event)
    _watching: dict[asyncio.Event, asyncio.AbstractEventLoop] = field(factory=dict)
    _told: float = 0.0

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed", "stopped")

    def document(self, language: Language) -> dict[str, Any]:
        """The state of the review as plain data."""
        told: dict[str, Any] = {
            "id": self.id,
            "state": self.state,
            "policy": self.order.policy.name,
            "policy_digest": self.order.policy.digest,
            "record_type": self.order.record_type.name,
            "as_of": self.order.as_of.isoformat(),
            "in_force": self.order.policy.package.in_force_on(self.order.as_of),
            "read": self.tally.read,
            "unreadable": self.tally.unreadable,
            "share": self.share,
            "verdicts": {status.value: n for status, n in self.tally.counts().items()},
            "violated": self.tally.violated,
            **results_of(self.tally),
            "repeated": repeated_of(self.tally),
            "files": list(self.files),
        }
        if self.tally.cut_short is not None:
            told["cut_short"] = details(self.tally.cut_short, language)
        if self.problem is not None:
            told["problem"] = details(self.problem, language)
        return told

    def tell(self, *, at_once: bool = True) -> None:
        """Wake those who watch the review; may be called from any thread."""
        now = time.monotonic()
        if not at_once and now - self._told < _OFTEN:
            return
        self._told = now
        for event, loop in [*self._watching.items()]:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    async def watched(self) -> AsyncIterator[None]:
        """Yields at once, and whenever something has changed, until the review has ended."""
        event = asyncio.Event()
        self._watching[event] = asyncio.get_running_loop()
        try:
            while True:
                event.clear()
                ended = self.ended
                yield
                if ended:
                    return
                await event.wait()
        finally:
            del self._watching[event]


class Reviews:
    """The reviews of a service, including those that wait and those that are finished."""

    def __init__(self, limits: Limits, metrics: Metrics, folder: Folder) -> None:
        self._limits, self._metrics, self._folder = limits, metrics, folder
        self._work = Work("review", limits.reviews, limits.reviews_waiting)
        self._jobs: dict[str, Job] = {}
        self._timers: dict[str, Timer] = {}
        self._lock = Lock()
        self.closing = False

    async def received(self, request: Request, order: Order, owner: str) -> Job:
        """Receive a file and start its review.

        Raises `ServiceError` if it cannot be accepted.
        """
        check_content(request, "multipart/form-data", self._limits.upload_bytes)
        self._make_room()
        with self._folder.taking() as place:
            folder = place / token_urlsafe(8)
            folder.mkdir(mode=0o700)
            try:
                parts = await _received(request, folder, self._limits)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        try:
            job = Job(order, owner, folder, *parts)
            with self._lock:
                self._jobs[job.id] = job
            try:
                self._work.start(self._run, job)
            except ServiceError:
                with self._lock:
                    del self._jobs[job.id]
                raise
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return job

    def find(self, id_: str, owner: str) -> Job:
        """The review with an id. Raises `ServiceError` if it is somebody else's or does not
        exist."""
        job = self._jobs.get(id_)
        if job is None or job.owner != owner:
            raise ServiceError("SRV-114")
        return job

    def file(self, job: Job, name: str) -> Path:
        """A file that a review wrote. Raises `ServiceError` if there is none of that name."""
        if not job.ended:
            raise ServiceError("SRV-115", {"Retry-After": "1"}, state=job.state)
        if name not in job.files:
            raise ServiceError("SRV-116", known=", ".join(job.files) or "—")
        return job.folder / name

    def remove(self, job: Job) -> None:
        """Stop the review if it still runs, and remove its files."""
        with self._lock:
            self._jobs.pop(job.id, None)
            timer = self._timers.pop(job.id, None)
        if timer is not None:
            timer.cancel()
        job.stop.set()
        if job.state == "waiting":
            job.state = "stopped"
        if job.ended:
            shutil.rmtree(job.folder, ignore_errors=True)
        job.tell()

    def end(self) -> None:
        """Stop all reviews, and wake those who watch them."""
        self.closing = True
        for job in [*self._jobs.values()]:
            self.remove(job)

    def close(self) -> None:
        """Stop all reviews and start no more."""
        self.end()
        self._work.close()

    def _make_room(self) -> None:
        """Make room for one more review. Raises `ServiceError` if the most are kept and none of
        them is finished."""
        if self.closing:
            raise ServiceError("SRV-117", {"Retry-After": "5"}, seconds=5)
        with self._lock:
            ended = [job for job in self._jobs.values() if job.ended]
            surplus = len(self._jobs) + 1 - self._limits.reviews_kept
        if surplus > len(ended):
            raise ServiceError("SRV-111", {"Retry-After": "10"}, seconds=10)
        for job in ended[: max(0, surplus)]:
            self.remove(job)

    def _run(self, job: Job) -> None:
        state: State = "failed"
        try:
            if job.stop.is_set():
                raise ServiceError("SRV-123")
            job.state = "running"
            job.tell()
            self._review(job)
            state = "done"
        except ANSWERED as error:
            job.problem = error
            state = "stopped" if job.stop.is_set() else "failed"
        except OSError as error:
            job.problem = ServiceError("SRV-124", why=why_failed(error))
        except BaseException:
            job.problem = ServiceError("SRV-118", request=job.id)
            raise
        finally:
            self._metrics.reviews.labels(state).inc()
            self._end(job, state)

    def _end(self, job: Job, state: State) -> None:
        """End a review: remove the received files, and keep the written ones for a while.

        The state is set only afterwards, so that nobody is told of an end while files are still
        being removed.
        """
        for path in (job.source, job.mapping):
            if path is not None:
                path.unlink(missing_ok=True)
        with self._lock:
            kept = job.id in self._jobs
            if kept:
                timer = Timer(self._limits.kept_seconds, self.remove, (job,))
                timer.daemon = True
                self._timers[job.id] = timer
                timer.start()
            job.state = state
        if not kept:
            shutil.rmtree(job.folder, ignore_errors=True)
        job.tell()

    def _review(self, job: Job) -> None:
        order = job.order
        entries = read_records(job.source, order.record_type, job.mapping, order.sheet)
        tally = job.tally = Tally(entries)
        judged = review(order.policy, order.record_type, entries, order.as_of)
        question = Question(order.policy, order.record_type, order.as_of, today=False)
        typed = f"{order.policy.name} {job.source.name} --as-of {order.as_of.isoformat()}"
        watched = tally.counted(self._watched(job, judged, lambda: entries.progress.share))
        names = tuple(f"review.{form}" for form in order.forms)
        asked = Review(question, job.source, watched, tally, typed)
        paths = [job.folder / name for name in names]
        write_review(asked, paths, order.language, everything=False)
        job.share, job.files = 1.0, names

    def _watched(
        self, job: Job, judged: Iterable[Reviewed], share: Callable[[], float | None]
    ) -> Iterator[Reviewed]:
        limits = self._limits
        deadline = time.monotonic() + limits.review_seconds
        for count, one in enumerate(judged):
            if job.stop.is_set():
                raise ServiceError("SRV-123")
            if count >= limits.records:
                raise ServiceError("SRV-121", limit=limits.records)
            if time.monotonic() > deadline:
                raise ServiceError("SRV-112", seconds=round(limits.review_seconds))
            if count % _EVERY == 0 and _size(job.folder) > limits.output_bytes:
                raise ServiceError("SRV-122", limit=limits.output_bytes)
            outcome = "judged" if hasattr(one, "decision") else "refused"
            order = job.order
            self._metrics.records.labels(order.policy.name, order.record_type.name, outcome).inc()
            yield one
            job.share = share()
            job.tell(at_once=False)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


async def _received(request: Request, folder: Path, limits: Limits) -> tuple[Path, Path | None]:
    """The parts of an upload, written into a folder: the file, and the mapping where there is one.

    Raises `ServiceError` if the upload is too large, is cut short, or has other parts.
    """
    _, options = parse_options_header(request.headers.get("content-type", "").encode("latin-1"))
    boundary = options.get(b"boundary")
    if not boundary:
        raise ServiceError("SRV-119", why=_NO_BOUNDARY)
    form = _Form(folder)
    try:
        parser = MultipartParser(boundary, form.callbacks())
        async for piece in pieces(request.receive, limits, limits.upload_bytes):
            await asyncio.to_thread(parser.write, piece)
        parser.finalize()
    except FormParserError as error:
        raise ServiceError("SRV-119", {"Connection": "close"}, why=str(error)[:200]) from error
    except OSError as error:
        raise ServiceError("SRV-124", why=why_failed(error)) from error
    finally:
        form.close()
    if not form.whole:
        raise ServiceError("SRV-119", why=_CUT_SHORT)
    if "file" not in form.paths:
        raise ServiceError("SRV-119", why=_NO_FILE)
    return form.paths["file"], form.paths.get("mapping")


class _Form:
    """Writes the parts of a multipart form into a folder as they arrive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, Path] = {}
        self.whole = False
        self._header = bytearray()
        self._value = bytearray()
        self._disposition = b""
        self._opened = ExitStack()
        self._file: Any = None

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": lambda data, start, end: self._file.write(data[start:end]),
            "on_part_end": self.close,
            "on_end": self._end,
        }

    def close(self) -> None:
        self._opened.close()

    def _begin(self) -> None:
        self._disposition = b""

    def _end_header(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"name", b"").decode(errors="replace")
        if name not in _PARTS or name in self.paths:
            raise ServiceError("SRV-119", why=_OTHER_PART.filled(name=printable(name[:50])))
        given = options.get(b"filename", b"").decode(errors="replace")
        path = self.folder / ("mapping.toml" if name == "mapping" else file_name(given))
        self.paths[name] = path
        self._file = self._opened.enter_context(path.open("xb"))

    def _end(self) -> None:
        self.whole = True


def file_name(given: str) -> str:
    """A safe name for a file that was sent, see `received_name`.

    Raises `ServiceError` where its ending does not tell its format.
    """
    name = received_name(given, taken=("review", "mapping"))
    if name is None:
        raise ServiceError("SRV-119", why=_NOT_NAMED.filled(endings=", ".join(EXTENSIONS)))
    return name
