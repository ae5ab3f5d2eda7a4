"""The language server: what an editor asks, handed to a function for each, and what it is told.

Texts change as soon as an editor says so. Requests are answered one after another, in their order,
from the texts of the moment in which they came; one that is cancelled while it waits is not worked
on. What goes wrong inside is caught here and nowhere else.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from traceback import format_exception
from typing import Any, Final, TypeAlias, TypeVar
from uuid import uuid4

from attrs import frozen
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter
from pygls.protocol.language_server import lsp_method
from pygls.uris import to_fs_path

from linkage_rules.editing import (
    colouring,
    completing,
    diagnosing,
    finding,
    hovering,
    inlays,
    lacking,
    lenses,
    outlining,
    recording,
    renaming,
    reworking,
    rewriting,
    running,
    sentences,
)
from linkage_rules.editing.answers import Answer, Arguments, DeclinedError, Search
from linkage_rules.editing.documents import Encoding
from linkage_rules.editing.folders import Known, Opened
from linkage_rules.editing.session import Session
from linkage_rules.logs import tell
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase

_T = TypeVar("_T")

_QUIET: Final = 0.15
"""How long nobody may type before problems are shown, in seconds."""
_A_MOMENT: Final = 0.001
"""How long a request waits for a newer text or for being cancelled, in seconds."""

_SLICE: Final = 0.02
"""How long what is worked out piece by piece may keep others waiting, in seconds."""

_NOT_MADE: Final = Phrase(
    "the editor did not make the change: the text is another by now. Do it once more",
    "编辑器没有写入改动：文本刚才又改过，请再试一次",
)
_FAULT: Final = Phrase(
    "This is a fault of linkage-rules, not of your policy: {what} failed ({error}). Your text is "
    "safe; what was shown before stays. The log of the language server has the details to report.",
    "这是 linkage-rules 自身的差错，与您写的政策无关：{what} 未能完成（{error}）。"
    "文稿不受影响，此前显示的内容照旧；请把语言服务器日志中的详情反馈给开发者。",
)


@frozen
class Feature:
    """What is asked of one document: ``answer`` makes of what is known of its policy, its path and
    the request what is answered. Where it is an iterator, others are answered between two pieces.
    """

    answer: Callable[[Known, Path, Any], Any]
    options: Any = None


def _listed(items: Iterable[Any]) -> list[Any]:
    return [*items]


def _actions(known: Known, path: Path, params: types.CodeActionParams) -> list[types.CodeAction]:
    offered = (
        *diagnosing.quick_fixes(known, path, params.range),
        *reworking.splits(known, path, params.range),
        *recording.offers(known, path, params.range),
        *lacking.offers(known, path, params.range),
        *reworking.simplifications(known, path, params.range),
        *rewriting.translations(known, path),
    )
    wanted = params.context.only
    if wanted is None:
        return [*offered]
    return [a for a in offered if a.kind and any(a.kind.startswith(kind) for kind in wanted)]


FEATURES: Final[Mapping[str, Feature]] = {
    types.TEXT_DOCUMENT_HOVER: Feature(
        lambda known, path, asked: hovering.hover(known, path, asked.position)
    ),
    types.TEXT_DOCUMENT_PREPARE_RENAME: Feature(
        lambda known, path, asked: renaming.renamed_range(known, path, asked.position)
    ),
    types.TEXT_DOCUMENT_RENAME: Feature(
        lambda known, path, asked: renaming.rename(known, path, asked.position, asked.new_name),
        types.RenameOptions(prepare_provider=True),
    ),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: Feature(
        lambda known, path, asked: colouring.coloured(known, path), colouring.LEGEND
    ),
    types.TEXT_DOCUMENT_INLAY_HINT: Feature(
        lambda known, path, asked: _listed(inlays.inlays(known, path, asked.range))
    ),
    types.TEXT_DOCUMENT_COMPLETION: Feature(
        lambda known, path, asked: completing.completed(known, path, asked.position)
    ),
    types.TEXT_DOCUMENT_CODE_LENS: Feature(lambda known, path, asked: lenses.lenses(known, path)),
    types.TEXT_DOCUMENT_DEFINITION: Feature(
        lambda known, path, asked: finding.definition(known, path, asked.position)
    ),
    types.TEXT_DOCUMENT_REFERENCES: Feature(
        lambda known, path, asked: _listed(
            finding.references(known, path, asked.position, asked.context.include_declaration)
        )
    ),
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: Feature(
        lambda known, path, asked: _listed(finding.highlights(known, path, asked.position))
    ),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: Feature(
        lambda known, path, asked: outlining.outline(known, path)
    ),
    types.TEXT_DOCUMENT_FOLDING_RANGE: Feature(
        lambda known, path, asked: _listed(outlining.foldings(known, path))
    ),
    types.TEXT_DOCUMENT_FORMATTING: Feature(
        lambda known, path, asked: rewriting.formatted(known, path)
    ),
    types.TEXT_DOCUMENT_CODE_ACTION: Feature(
        _actions,
        types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                types.CodeActionKind.RefactorRewrite,
            ]
        ),
    ),
}
"""What is asked of a document, by the method of the protocol."""

Carried: TypeAlias = Callable[[Known, Path, Arguments], "Answer | Search[Any]"]
"""What a command does: it makes an answer, or says what has to be looked for first."""

COMMANDS: Final[Mapping[str, Carried]] = {
    running.RUN: running.run,
    lenses.EXERCISE: lenses.shown_examples,
    sentences.SENTENCES: sentences.shown_sentences,
    lacking.WRITE: lacking.write,
    recording.WRITE: recording.write,
}
"""The commands that an editor may send, each about a document, its first argument."""


class PolicyProtocol(LanguageServerProtocol):
    """The protocol, with the texts in a `Session`: pygls parts lines where editors do not."""

    _server: "PolicyServer"

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        self._server.opened(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.closed(params)


class PolicyServer(LanguageServer):
    """A language server for one editor. ``language`` is what it speaks, whatever the editor says;
    without it that is the language of the editor. ``protocol`` is what is spoken, where a page asks
    more than an editor does."""

    def __init__(
        self,
        version: str,
        language: Language | None,
        otherwise: Language,
        protocol: type[PolicyProtocol] = PolicyProtocol,
    ) -> None:
        super().__init__(
            "linkage-rules",
            version,
            protocol_cls=protocol,
            converter_factory=default_converter,
        )
        self._asked = language
        self.session = Session(Encoding.UTF_16, language or otherwise)
        self._turn = asyncio.Lock()
        self._publishing: asyncio.TimerHandle | None = None
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._told: set[str] = set()
        self._register()

    def _register(self) -> None:
        own: Mapping[str, Callable[[Any], Any]] = {
            types.INITIALIZE: self._initialize,
            types.INITIALIZED: self._initialized,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._files_changed,
            types.TEXT_DOCUMENT_DID_SAVE: self._files_changed,
            types.WORKSPACE_SYMBOL: self._symbols,
        }
        for method, handler in own.items():
            # What is registered gets attributes, which a method cannot have.
            self.feature(method)(partial(handler))
        for command, carried in COMMANDS.items():
            self.command(command)(self._carrying_out(command, carried))
        for method, feature in FEATURES.items():
            self.feature(method, feature.options)(self._answering(method, feature))

    # The start

    def _initialize(self, params: types.InitializeParams) -> None:
        self.session.encoding = Encoding(self.workspace.position_encoding or Encoding.UTF_16)
        workspace = params.capabilities.workspace
        edits = workspace and workspace.workspace_edit
        self.session.versions = bool(edits and edits.document_changes)
        self.session.language = self._asked or _spoken(params) or self.session.language
        if self._pulls:
            options = types.DiagnosticOptions(
                inter_file_dependencies=True,
                workspace_diagnostics=False,
                identifier=diagnosing.SOURCE,
            )
            pulled = Feature(self._pulled)
            handler = self._answering(types.TEXT_DOCUMENT_DIAGNOSTIC, pulled)
            self.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(handler)

    def _initialized(self, _: types.InitializedParams) -> None:
        workspace = self.client_capabilities.workspace
        watching = workspace and workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            watched = types.DidChangeWatchedFilesRegistrationOptions(
                watchers=[types.FileSystemWatcher(glob_pattern="**/*.{pol,txt}")]
            )
            self.client_register_capability(
                types.RegistrationParams(
                    registrations=[
                        types.Registration(
                            id="files",
                            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                            register_options=watched,
                        )
                    ]
                )
            )

    @property
    def _pulls(self) -> bool:
        """Whether the editor asks for the problems of the documents it has open."""
        documents = self.client_capabilities.text_document
        return documents is not None and documents.diagnostic is not None

    # Texts

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """A document was opened."""
        document = params.text_document
        if path := _path(document.uri):
            self.session.open(path, document.uri, document.text, document.version)
            self._publish_soon()

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """A document was changed."""
        document = params.text_document
        if path := _path(document.uri):
            self.session.change(path, params.content_changes, document.version)
            self._publish_soon()

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """A document was closed."""
        if path := _path(params.text_document.uri):
            self.session.close(path)
            self._publish_soon()

    def _files_changed(self, _: Any) -> None:
        self.session.look_again()
        self._publish_soon()

    # Problems

    def _publish_soon(self) -> None:
        if self._publishing is not None:
            self._publishing.cancel()
        loop = asyncio.get_running_loop()
        self._publishing = loop.call_later(_QUIET, self._publish)

    def _publish(self) -> None:
        """Show the problems of every policy that has a document open, and no longer those of
        others. What an editor asks for by itself it is not told twice."""
        self._publishing = None
        found: dict[str, list[types.Diagnostic]] = {}
        for path in self.session.one_of_each():
            known = self._known(path, self.session.opened)
            for at, problems in diagnosing.diagnosed(known).items() if known else ():
                if known and not (self._pulls and at in self.session.opened):
                    found[known.uri(at)] = problems
        for uri in [*found, *(uri for uri in self._published if uri not in found)]:
            problems = found.get(uri, [])
            if problems != self._published.get(uri, []):
                self.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri=uri, diagnostics=problems)
                )
        self._published = {uri: problems for uri, problems in found.items() if problems}
        if self._pulls and self._refreshes:
            self.workspace_diagnostic_refresh(None)

    @property
    def _refreshes(self) -> bool:
        """Whether the editor can be told to ask for problems again."""
        workspace = self.client_capabilities.workspace
        pulled = workspace and workspace.diagnostics
        return bool(pulled and pulled.refresh_support)

    def _pulled(
        self, known: Known, path: Path, _: types.DocumentDiagnosticParams
    ) -> types.RelatedFullDocumentDiagnosticReport:
        items = diagnosing.diagnosed(known).get(path, [])
        return types.RelatedFullDocumentDiagnosticReport(items=items)

    # Questions

    def _answering(
        self, method: str, feature: Feature
    ) -> Callable[[Any], Coroutine[Any, Any, Any]]:
        async def answer(params: Any) -> Any:
            path, opened = _path(params.text_document.uri), self.session.opened
            if path is None or path not in opened:
                return None
            async with self._turn:
                await asyncio.sleep(_A_MOMENT)
                known = self._known(path, opened)
                if known is None or path not in known.sources:
                    return None
                found = self._guarded(method, lambda: feature.answer(known, path, params), None)
            return await self._gathered(method, found) if isinstance(found, Iterator) else found

        return answer

    async def _gathered(self, method: str, pieces: Iterator[_T]) -> list[_T]:
        """All of what is worked out piece by piece, in turn with whatever else is asked."""
        gathered: list[_T] = []

        def a_few() -> bool:
            end = monotonic() + _SLICE
            for piece in pieces:
                gathered.append(piece)
                if monotonic() >= end:
                    return True
            return False

        while True:
            async with self._turn:
                if not self._guarded(method, a_few, False):
                    return gathered
            await asyncio.sleep(0)

    async def _symbols(self, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        async with self._turn:
            await asyncio.sleep(_A_MOMENT)
            policies = [self._known(p, self.session.opened) for p in self.session.one_of_each()]
            return [s for k in policies if k for s in outlining.everywhere(k, params.query)]

    # Commands

    def _carrying_out(
        self, command: str, carried: Carried
    ) -> Callable[..., Coroutine[Any, Any, dict[str, Any] | None]]:
        async def carry_out(uri: str, *arguments: Any) -> dict[str, Any] | None:
            path = _path(uri)
            found = self._of_now(command, path, lambda known, at: carried(known, at, arguments))
            if isinstance(found, Search):
                search, looked = found, await self._looked_for(command, found)
                if looked is None:
                    return None
                found = self._of_now(command, path, lambda known, _: search.then(known, looked))
            return None if found is None else await self._told_of(found)

        return carry_out

    def _of_now(
        self, command: str, path: Path | None, work: Callable[[Known, Path], _T]
    ) -> _T | None:
        """What some work gives on a file as it is now."""
        known = self._known(path, self.session.opened) if path else None
        if known is None or path is None or path not in known.sources:
            return None
        return self._guarded(command, lambda: work(known, path), None)

    async def _looked_for(self, command: str, search: Search[_T]) -> _T | None:
        """What a search finds, in a thread of its own, while the editor shows that it goes on.

        Where the user ends it there, that is what was found until then.
        """
        cancelled = Event()
        looking = asyncio.ensure_future(asyncio.to_thread(search.look, cancelled.is_set))
        try:
            async with self._shown_to_go_on(search.called) as ended:
                await asyncio.wait((looking, ended), return_when=asyncio.FIRST_COMPLETED)
                cancelled.set()
                await asyncio.wait((looking,))
            return self._guarded(command, looking.result, None)
        finally:
            cancelled.set()

    @asynccontextmanager
    async def _shown_to_go_on(self, called: Phrase) -> AsyncIterator[asyncio.Future[Any]]:
        """While it lasts an editor that can do so shows that something goes on; what is given is
        done when the user ends it there."""
        window = self.client_capabilities.window
        if not (window and window.work_done_progress):
            yield asyncio.get_running_loop().create_future()
            return
        progress, token = self.work_done_progress, str(uuid4())
        await progress.create_async(token)
        title = called.render(self.session.language)
        progress.begin(token, types.WorkDoneProgressBegin(title=title, cancellable=True))
        try:
            yield asyncio.wrap_future(progress.tokens[token])
        finally:
            progress.end(token, types.WorkDoneProgressEnd())
            del progress.tokens[token]

    async def _told_of(self, answer: Answer) -> dict[str, Any]:
        """Show what came of a command and make its changes; all of it, for whoever sent it."""
        applied = False
        if answer.edit is not None and self._applies_edits:
            edit = types.ApplyWorkspaceEditParams(edit=answer.edit)
            applied = (await self.workspace_apply_edit_async(edit)).applied
            if not applied:
                answer = Answer(_NOT_MADE.render(self.session.language), passed=False)
        kind = types.MessageType.Info if answer.passed else types.MessageType.Warning
        self.window_show_message(types.ShowMessageParams(type=kind, message=answer.text))
        return {
            "text": answer.text,
            "passed": answer.passed,
            "edit": answer.edit,
            "applied": applied,
        }

    @property
    def _applies_edits(self) -> bool:
        """Whether the editor makes changes that it is asked to make."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.apply_edit)

    # The border

    def _known(self, path: Path, opened: Mapping[Path, Opened]) -> Known | None:
        """What is known of the policy of a file; what was known before where it cannot be read."""
        read = partial(self.session.known, path, opened)
        return self._guarded("reading", read, self.session.last_known(path))

    def _guarded(self, what: str, work: Callable[[], _T], otherwise: _T) -> _T:
        """What some work gives. Where it fails, that is logged with all of it and told to the user,
        each fault once."""
        try:
            return work()
        except DeclinedError as refused:
            # No fault: the editor shows it as the answer.
            words = refused.words.render(self.session.language)
            raise JsonRpcException(words, types.LSPErrorCodes.RequestFailed) from refused
        except Exception as error:
            trace = "".join(format_exception(error))
            tell("editing", "warning", "%s failed\n%s", what, trace)
            self.window_log_message(
                types.LogMessageParams(type=types.MessageType.Error, message=trace)
            )
            if trace not in self._told:
                self._told.add(trace)
                short = f"{type(error).__name__}: {error}"
                said = _FAULT.fill(self.session.language, {"what": what, "error": short})
                self.window_show_message(
                    types.ShowMessageParams(type=types.MessageType.Error, message=said)
                )
            return otherwise


def _path(uri: str) -> Path | None:
    """The path of a document that lies on the disk; none for one that was not saved yet."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return Path(path) if path else None


def _spoken(params: types.InitializeParams) -> Language | None:
    """The language that an editor asks for: by an option of its own, or that of its words."""
    options = params.initialization_options
    asked = options.get("language") if isinstance(options, dict) else None
    for language in LANGUAGES:
        if asked == language:
            return language
    if params.locale:
        return "zh" if params.locale.lower().startswith("zh") else "en"
    return None
