"""The server is asked as an editor asks it: as a program, through its standard input and output."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from time import sleep
from types import SimpleNamespace

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient, make_test_lsp_client

from linkage_rules.editing import lacking
from linkage_rules.editing import server as server_module
from linkage_rules.editing.answers import Answer, IsCancelled, Search
from linkage_rules.editing.running import RUN
from linkage_rules.editing.server import Feature, PolicyServer
from linkage_rules.words.messages import Phrase
from tests.waiting import waited_for

from .conftest import RULES, Desk

RULES_FILE = "20_rules.pol"
SOON = 60
"""In seconds: more than anything takes on a busy machine."""

PUSHED = types.ClientCapabilities(
    general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf16])
)
PULLED = types.ClientCapabilities(
    general=PUSHED.general,
    text_document=types.TextDocumentClientCapabilities(
        diagnostic=types.DiagnosticClientCapabilities()
    ),
)
APPLYING = types.ClientCapabilities(
    general=PUSHED.general,
    window=types.WindowClientCapabilities(work_done_progress=True),
    workspace=types.WorkspaceClientCapabilities(
        apply_edit=True,
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
    ),
)
BROKEN = """
import sys
from linkage_rules.editing import hovering, server, start

def hover(known, path, position):
    raise RuntimeError("a fault of the server")

hovering.hover = hover
start()
"""

Talk = Callable[[LanguageClient], Awaitable[None]]


def with_server(
    talk: Talk,
    *program: str,
    capabilities: types.ClientCapabilities = PUSHED,
    locale: str = "zh-cn",
) -> None:
    """Have a talk with a server, from its start to its end."""

    async def talked() -> None:
        client = make_test_lsp_client()
        arguments = program or ("-m", "linkage_rules", "lsp", "--stdio")
        await client.start_io(sys.executable, *arguments)
        await client.initialize_session(
            types.InitializeParams(capabilities=capabilities, locale=locale)
        )
        await talk(client)
        await client.shutdown_session()

    waited_for(asyncio.wait_for(talked(), SOON))


def opening(path: Path, text: str) -> types.DidOpenTextDocumentParams:
    document = types.TextDocumentItem(uri=path.as_uri(), language_id="pol", version=1, text=text)
    return types.DidOpenTextDocumentParams(text_document=document)


def typing(path: Path, at: types.Range, text: str) -> types.DidChangeTextDocumentParams:
    return types.DidChangeTextDocumentParams(
        text_document=types.VersionedTextDocumentIdentifier(uri=path.as_uri(), version=2),
        content_changes=[types.TextDocumentContentChangePartial(range=at, text=text)],
    )


def called(path: Path) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=path.as_uri())


def test_what_is_typed_is_shown_with_its_problem_and_put_right_by_its_fix(desk: Desk) -> None:
    path = desk.path(RULES_FILE)
    start = desk.at(RULES_FILE, "县农业农村局", into=4)
    end = desk.at(RULES_FILE, "县农业农村局", into=5)

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, RULES))
        client.text_document_did_change(typing(path, types.Range(start=start, end=end), "衬"))
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        (problem,) = client.diagnostics[path.as_uri()]
        assert problem.code == "POL-202"
        assert problem.message.startswith("不认识“县农业农衬局”")
        actions = await client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=called(path),
                range=problem.range,
                context=types.CodeActionContext(diagnostics=[problem]),
            )
        )
        (fix,) = actions or ()
        assert isinstance(fix, types.CodeAction)
        assert fix.edit
        (edit,) = (fix.edit.changes or {})[path.as_uri()]
        client.text_document_did_change(typing(path, edit.range, edit.new_text))
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        assert [*client.diagnostics[path.as_uri()]] == []

    with_server(talk)


def test_what_the_author_has_to_choose_is_offered_in_as_many_ways_and_none_is_preferred(
    desk: Desk,
) -> None:
    path, choosing = desk.path(RULES_FILE), f"{RULES}\nparameter limit: money\n  = 20000\n"

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, choosing))
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        (problem,) = client.diagnostics[path.as_uri()]
        actions = await client.text_document_code_action_async(
            types.CodeActionParams(
                text_document=called(path),
                range=problem.range,
                context=types.CodeActionContext(diagnostics=[problem]),
            )
        )
        offered = [one for one in actions or () if isinstance(one, types.CodeAction)]
        assert [one.title for one in offered] == ["改为：20000元", "改为：20000万元"]
        assert not any(one.is_preferred for one in offered)
        codes = [[told.code for told in one.diagnostics or ()] for one in offered]
        assert codes == [[problem.code]] * 2
        edit = offered[1].edit
        assert edit
        (change,) = (edit.changes or {})[path.as_uri()]
        client.text_document_did_change(typing(path, change.range, change.new_text))
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        assert [*client.diagnostics[path.as_uri()]] == []

    with_server(talk)


def test_an_editor_that_asks_for_problems_is_answered_from_the_text_of_then(desk: Desk) -> None:
    path = desk.path(RULES_FILE)

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, RULES.replace("县农业农村局", "县农业农衬局")))
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(text_document=called(path))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        assert [problem.code for problem in report.items] == ["POL-202"]

    with_server(talk, capabilities=PULLED)


@pytest.mark.parametrize(("locale", "said"), [("en-gb", "not known here"), ("zh-hans", "不认识")])
def test_the_language_of_the_editor_is_spoken(desk: Desk, locale: str, said: str) -> None:
    path = desk.path(RULES_FILE)

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, RULES.replace("县农业农村局", "县农业农衬局")))
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        (problem,) = client.diagnostics[path.as_uri()]
        assert said in problem.message.lower()

    with_server(talk, locale=locale)


def test_a_refused_name_is_answered_with_the_reason(desk: Desk) -> None:
    path = desk.path(RULES_FILE)
    there = desk.at(RULES_FILE, "县农业农村局")

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, RULES))
        with pytest.raises(JsonRpcException, match="另一个政策"):
            await client.text_document_rename_async(
                types.RenameParams(text_document=called(path), position=there, new_name="县局")
            )
        assert client.messages == []

    with_server(talk)


def test_a_fault_of_the_server_is_told_and_the_next_question_answered(desk: Desk) -> None:
    path = desk.path(RULES_FILE)
    there = desk.at(RULES_FILE, "县农业农村局")

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, RULES))
        for _ in range(2):
            found = await client.text_document_hover_async(
                types.HoverParams(text_document=called(path), position=there)
            )
            assert found is None
        (told,) = client.messages
        assert "a fault of the server" in told.message
        assert "Traceback" in client.log_messages[0].message
        symbols = await client.text_document_document_symbol_async(
            types.DocumentSymbolParams(text_document=called(path))
        )
        assert len(symbols or ()) == 4

    with_server(talk, "-c", BROKEN)


def test_what_is_cancelled_while_it_waits_is_not_worked_on(desk: Desk) -> None:
    asked: list[str] = []

    def answer(_: object, __: Path, wanted: str) -> str:
        asked.append(wanted)
        return wanted

    async def talk() -> None:
        server = PolicyServer("1", "zh", "zh")
        server.session = desk.session
        ask = server._answering("any", Feature(lambda k, p, params: answer(k, p, params.wanted)))
        question = partial(SimpleNamespace, text_document=called(desk.path(RULES_FILE)))
        async with server._turn:
            waiting = [
                asyncio.ensure_future(ask(question(wanted=name)))
                for name in ("first", "cancelled", "last")
            ]
            await asyncio.sleep(0)
            waiting[1].cancel()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(one).__name__ for one in answers] == ["str", "CancelledError", "str"]
        assert asked == ["first", "last"]

    waited_for(talk())


def test_a_document_that_lies_nowhere_is_left_alone() -> None:
    async def talk(client: LanguageClient) -> None:
        unsaved = types.TextDocumentItem(
            uri="untitled:Untitled-1", language_id="pol", version=1, text=RULES
        )
        client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=unsaved))
        found = await client.text_document_document_symbol_async(
            types.DocumentSymbolParams(text_document=types.TextDocumentIdentifier(uri=unsaved.uri))
        )
        assert found is None
        assert client.messages == []

    with_server(talk)


def test_an_example_is_run_and_told_by_the_command_of_its_lens(desk: Desk) -> None:
    path = desk.path(RULES_FILE)

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, RULES))
        found = await client.text_document_code_lens_async(
            types.CodeLensParams(text_document=called(path))
        )
        (lens,) = (one for one in found or () if one.command and one.command.command == RUN)
        assert lens.command
        asked = types.ExecuteCommandParams(
            command=lens.command.command, arguments=lens.command.arguments
        )
        answer = await client.workspace_execute_command_async(asked)
        said = "符合期望：过深的井"
        assert answer == {"text": said, "passed": True, "edit": None, "applied": False}
        (told,) = client.messages
        assert told.message == said

    with_server(talk)


def missing_examples(path: Path) -> types.ExecuteCommandParams:
    line = RULES.split("\n").index('规范 no_deep "过深不得打" 对于 水井')
    return types.ExecuteCommandParams(command=lacking.WRITE, arguments=[path.as_uri(), line])


def test_what_is_looked_for_is_shown_to_go_on_and_its_changes_are_made(desk: Desk) -> None:
    path = desk.path(RULES_FILE)

    async def talk(client: LanguageClient) -> None:
        applied: list[types.ApplyWorkspaceEditParams] = []

        @client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(asked: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            applied.append(asked)
            return types.ApplyWorkspaceEditResult(applied=True)

        client.text_document_did_open(opening(path, RULES))
        answer = await client.workspace_execute_command_async(missing_examples(path))
        assert answer["applied"]
        assert answer["passed"]
        (asked,) = applied
        (change,) = asked.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (path.as_uri(), 1)
        (told,) = answer["edit"]["documentChanges"]
        assert told["textDocument"] == {"uri": path.as_uri(), "version": 1}
        (edit,) = told["edits"]
        assert "示例" in edit["newText"]
        ((begun, *_, ended),) = client.progress_reports.values()
        assert begun.title == "正在查找“过深不得打”的示例"
        assert isinstance(ended, types.WorkDoneProgressEnd)

    with_server(talk, capabilities=APPLYING)


def test_changes_that_the_editor_does_not_make_are_not_told_as_made(desk: Desk) -> None:
    path = desk.path(RULES_FILE)

    async def talk(client: LanguageClient) -> None:
        @client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(_: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            return types.ApplyWorkspaceEditResult(applied=False)

        client.text_document_did_open(opening(path, RULES))
        answer = await client.workspace_execute_command_async(missing_examples(path))
        assert not answer["applied"]
        assert not answer["passed"]
        assert answer["text"] == "编辑器没有写入改动：文本刚才又改过，请再试一次"

    with_server(talk, capabilities=APPLYING)


def test_a_fix_is_of_the_version_of_the_text_that_it_was_found_in(desk: Desk) -> None:
    path = desk.path(RULES_FILE)
    start = desk.at(RULES_FILE, "县农业农村局", into=4)
    end = desk.at(RULES_FILE, "县农业农村局", into=5)

    async def talk(client: LanguageClient) -> None:
        client.text_document_did_open(opening(path, RULES))
        client.text_document_did_change(typing(path, types.Range(start=start, end=end), "衬"))
        (fix,) = (
            await client.text_document_code_action_async(
                types.CodeActionParams(
                    text_document=called(path),
                    range=types.Range(start=start, end=end),
                    context=types.CodeActionContext(diagnostics=[]),
                )
            )
            or ()
        )
        assert isinstance(fix, types.CodeAction)
        assert fix.edit
        assert fix.edit.changes is None
        (change,) = fix.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (path.as_uri(), 2)

    with_server(talk, capabilities=APPLYING)


def test_others_are_answered_while_something_is_looked_for(desk: Desk) -> None:
    """What is looked for ends when it is cancelled, and not before."""

    async def talk() -> None:
        server = PolicyServer("1", "zh", "zh")
        server.protocol.client_capabilities = PUSHED
        server.session = desk.session
        seen, ended = asyncio.Event(), Event()
        loop = asyncio.get_running_loop()

        def look(is_cancelled: IsCancelled) -> str:
            loop.call_soon_threadsafe(seen.set)
            while not is_cancelled():
                pass
            ended.set()
            return "nothing"

        search = Search(Phrase("a search", "查找"), look, lambda _, found: Answer(found))
        carry_out = server._carrying_out("any", lambda *_: search)
        asked = asyncio.ensure_future(carry_out(desk.path(RULES_FILE).as_uri()))
        await seen.wait()
        answer = server._answering("any", Feature(lambda *_: "answered"))
        assert await answer(SimpleNamespace(text_document=called(desk.path(RULES_FILE)))) == (
            "answered"
        )
        assert not ended.is_set()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await asyncio.to_thread(ended.wait)

    waited_for(talk())


def test_others_are_answered_between_two_pieces_of_a_long_answer(desk: Desk) -> None:
    order: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ("first", "second"):
            order.append(piece)
            sleep(server_module._SLICE)
            yield piece

    async def talk() -> None:
        server = PolicyServer("1", "zh", "zh")
        server.session = desk.session
        question = SimpleNamespace(text_document=called(desk.path(RULES_FILE)))
        long = server._answering("any", Feature(lambda *_: pieces()))
        short = server._answering("any", Feature(lambda *_: order.append("another")))
        answers = await asyncio.gather(long(question), short(question))
        assert answers == [["first", "second"], None]
        assert order[-1] == "second"

    waited_for(talk())
