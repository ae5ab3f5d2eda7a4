"""What a page says is held against what is so: each of these pages is wrong in one way."""

from pathlib import Path
from textwrap import dedent

import httpx
import pytest

from tests.databases import PASSWORD, Server
from tests.snippets.pages import Page
from tests.snippets.test_pages import page_at
from tests.waiting import waited_for

POLICY = """
```pol
policy p "示例"

record R "申请"
  a "甲": yes/no

bearer x "县"

action act "办理" of R

norm n "应办" for R
  when a
  x must act
```
"""
EXAMPLE = """
```pol
example "{title}" of R
  given a: yes
  as of 2024-01-01
  expect n is {status}
```
"""
WRONG = {
    "kind": ("```\nanything\n```\n", "nothing is known of blocks of the kind “”"),
    "reason": ("<!-- not run: -->\n```ini\n[a]\n```\n", "blocks of the kind “ini”"),
    "answer": ("```python\n>>> 1 + 1\n3\n\n```\n", "+2"),
    "error": ("```python\n>>> 1 / 0\n0\n\n```\n", "+ZeroDivisionError: division by zero"),
    "raises": ("# A\n\n```python\nx = 1\ny = z\n```\n", "line 5"),
    "syntax": ("<!-- not run: why -->\n```python\nx =\n```\n", "invalid syntax"),
    "output": ("```python\nprint(1)\n```\n\n```text\n2\n```\n", "+1"),
    "of nothing": ("```text\n2\n```\n", "nothing above it says anything"),
    "of another section": (
        "```python\nprint(1)\n```\n\n# B\n\n```text\n1\n```\n",
        "nothing above it in its section says anything",
    ),
    "command": ("```sh\nlinkage-rules chekc xiangtan_2022\n```\n", "ends with 2"),
    "status": ("<!-- exits: 1 -->\n```sh\nlinkage-rules --version\n```\n", "ends with 0"),
    "synopsis": ("```sh\nlinkage-rules diff OLD NEW --form x\n```\n", "No such option"),
    "not run": ("<!-- not run: why -->\n```sh\nlinkage-rules chekc x\n```\n", "no command chekc"),
    "extra": ('```sh\npip install "linkage-rules[sheet]"\n```\n', "there is no extra sheet"),
    "benchmark": ("```sh\npython benchmarks/dates.py --policy 1\n```\n", "has no --policy"),
    "developing": ("```sh\npython3 dev.py fuss\n```\n", "dev.py does not know fuss"),
    "of pytest": ("```sh\npython3 dev.py test --quickly\n```\n", "pytest has no ['--quickly']"),
    "shell": ("```sh\nfalse | true\n```\n", "ends with 1"),
    "program": (
        "File `ends.py`:\n\n```python\nraise SystemExit(3)\n```\n\n```sh\npython ends.py\n```\n",
        "ends with 3",
    ),
    "nobody to ask": (
        "```sh\ncurl http://127.0.0.1:8000/health/ready\n```\n",
        "nothing above it listens at http://127.0.0.1:8000",
    ),
    "another port": (
        "```sh\nlinkage-rules serve --port 8001\n```\n",
        "the page asks another port",
    ),
    "no server": ("```sh\nuvicorn nothing:app\n```\n", 'Could not import module "nothing"'),
    "quoted": ("<!-- pol: quoted from vocabulary -->\n```pol\nno\n```\n", "stand so in vocabulary"),
    "of no policy": ('```pol\nbearer x "县"\n```\n', "there is no policy above it"),
    "unread": ("```pol\nplicy p\n```\n", "POL-101"),
    "unchecked": (POLICY + '```pol\nfact f "事" of R\n  means b\n```\n', "POL-"),
    "form": (POLICY.replace("  when a", "   when  a"), "+  when a"),
    "example": (POLICY + EXAMPLE.format(title="办", status="not applicable"), "found n is due"),
    "said": (
        POLICY + EXAMPLE.format(title="办", status="due") + "\n```text\n办: no\n```\n",
        "+办: Norm n: due",
    ),
    "same": (
        POLICY + "\n```pol\nnorm n for R\n  when not a\n  x must act\n```\n",
        "means something else than above",
    ),
    "no fault": (POLICY + '\n<!-- pol: wrong -->\n```pol\nbearer y "乡"\n```\n', "finds no fault"),
}


def page_of(text: str, folder: Path, request: pytest.FixtureRequest) -> Page:
    path = folder / "page.md"
    path.write_text(text, "utf-8")
    page = page_at(path)
    page.folder, page.fixture = folder, request.getfixturevalue
    return page


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("UPDATE_GOLDEN", raising=False)
    return tmp_path


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_not_so_is_found(fault: str, folder: Path, request: pytest.FixtureRequest) -> None:
    text, said = WRONG[fault]
    with pytest.raises(AssertionError) as raised:
        page_of(text, folder, request).try_every_block()
    assert said in str(raised.value)


PAGE = """
```python
print("a", "b", "c", sep="\\n")
```

```text
a
…
{c}
```

- As in a list:

  ```python
  >>> 1 + 1
  {two}

  ```
"""


def test_what_is_said_now_is_written_into_the_page(
    folder: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(PAGE.format(c="d", two="3"), folder, request)
    monkeypatch.setenv("UPDATE_GOLDEN", "1")
    page.try_every_block()
    assert (folder / "page.md").read_text("utf-8") == PAGE.format(c="c", two="2")


def test_files_and_hidden_blocks_are_there_for_those_below(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    text = dedent("""\
        文件 `a/b.txt`：

        ```text
        1
        ```

        <!-- file: c.txt -->
        <!-- invisible-code-block: text
        2
        -->

        ```sh
        cat a/b.txt c.txt
        ```

        ```text
        1
        2
        ```
        """)
    page_of(text, folder, request).try_every_block()


def test_what_is_set_or_listens_is_there_for_the_blocks_below(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    text = dedent("""\
        File `app.py`:

        ```python
        import os

        async def app(scope, receive, send):
            if scope["type"] == "http":
                await receive()
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": os.environ["SAID"].encode()})
        ```

        ```sh
        export SAID=so
        export PATH=…                # the reader's own
        uvicorn app:app --port 8000  # http://127.0.0.1:8000
        curl -s http://127.0.0.1:8000
        echo http://127.0.0.1:8000
        ```

        ```text
        so
        http://127.0.0.1:8000
        ```
        """)
    page = page_of(text, folder, request)
    page.try_every_block()
    assert page.stand_ins["http://127.0.0.1:8000"] != "http://127.0.0.1:8000"
    with pytest.raises(httpx.ConnectError):
        httpx.get(page.stand_ins["http://127.0.0.1:8000"])


def test_what_a_database_says_is_what_psql_says(
    folder: Path, request: pytest.FixtureRequest, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    text = "```sql\nSELECT 1 AS 甲;\n```\n\n```text\n 甲\n----\n  1\n(1 row)\n\n```\n"
    page = page_of(text + "```sql\nSELECT nothing;\n```\n", folder, request)
    page.fixture = {"office": postgres.database()}.__getitem__
    with pytest.raises(AssertionError, match='"nothing" does not exist') as raised:
        page.try_every_block()
    assert "page.md:1\n" not in str(raised.value)


def test_a_page_starts_a_loop_beside_one_that_runs(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    text = dedent("""\
        ```python
        >>> import asyncio
        >>> asyncio.run(asyncio.sleep(0, "done"))
        'done'

        ```
    """)

    async def beside() -> None:
        page_of(text, folder, request).try_every_block()

    waited_for(beside())
