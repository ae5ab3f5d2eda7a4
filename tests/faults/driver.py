"""Runs commands in child processes that fail or are ended at chosen points, and says what is left.

    python driver.py < questions

Each question is a JSON line with the words of a command and where it goes wrong:

- ``"largest": n``: no file may grow beyond n bytes; the write that would fails, as on a full disk;
- ``"signal": name, "call": k``: the process gets the signal as it enters its k-th function;
- ``"step": k``: the k-th file to be opened for writing, folder to be made or name to be changed
  cannot be, because nothing is left on the disk.

Each answer is a JSON line: the exit status, negative for a signal; how many functions were entered,
where the question asks for that by ``"counts": true`` or by a call, because counting takes several
times as long as the command; how many such steps were made; what was said on the standard error.
"""

import errno
import gc
import json
import os
import resource
import select
import signal
import sys
import traceback

import linkage_rules.commands.document
import linkage_rules.commands.fmt
import linkage_rules.commands.impact
import linkage_rules.commands.review

# Loaded before there are children, so that what a child does is its own work.
import linkage_rules.policy.loading.packages
from linkage_rules.commands.cli import main

import jinja2  # noqa: F401  isort: skip
import rich.table  # noqa: F401  isort: skip
import xlsxwriter  # noqa: F401  isort: skip
import docx  # noqa: F401  isort: skip
import linkage_rules.reviews.bulk_review

import linkage_rules.engines.tabular.query  # noqa: F401  isort: skip
import ibis.backends.duckdb  # noqa: F401  isort: skip


LONGEST = 300
"""Seconds after which a child is ended that does not end."""


def ended_at(name, call, counted):
    def entered(frame, event, argument):
        if event == "call":
            counted[0] += 1
            if counted[0] == call:
                os.kill(os.getpid(), getattr(signal, name))

    return entered


def fails_at(step, counted):
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT

    def audited(event, arguments):
        if event == "open":
            path, _, flags = arguments
            if not flags & writing or path in (os.devnull, None) or isinstance(path, int):
                return
        elif event not in ("os.mkdir", "os.rename"):
            return
        counted[1] += 1
        if counted[1] == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))

    return audited


def work(question, telling, counting):
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    os.dup2(telling, 2)
    sys.stderr = open(2, "w", encoding="utf-8")  # noqa: SIM115
    # Who started the tests may have had them ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_DFL)
    counted = [0, 0]
    if "largest" in question:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (question["largest"], question["largest"]))
    sys.addaudithook(fails_at(question.get("step"), counted))
    if "call" in question or question.get("counts"):
        sys.setprofile(ended_at(question.get("signal"), question.get("call"), counted))
    try:
        main(question["words"])
    except SystemExit as ending:
        sys.setprofile(None)
        # What was thrown away half-done may still complain.
        gc.collect()
        sys.stderr.flush()
        os.write(counting, json.dumps(counted).encode())
        os._exit(ending.code or 0)
    finally:
        sys.setprofile(None)
        traceback.print_exc()
        sys.stderr.flush()


def answer(question):
    told, telling = os.pipe()
    counts, counting = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(question, telling, counting)
        finally:
            # A traceback is what no command may end with; it shows by this status.
            os._exit(99)
    os.close(telling)
    os.close(counting)
    # The counts are told last, or the pipe is closed at the end: a child that does neither hangs.
    # Its own alarm would not do, because a command that is interrupted sets that.
    if not select.select([counts], [], [], LONGEST)[0]:
        os.kill(child, signal.SIGKILL)
    # No message is longer than a pipe holds before somebody reads.
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with open(told, encoding="utf-8") as said, open(counts) as counted:
        calls, steps = json.loads(counted.read() or "[0, 0]")
        return {"status": status, "calls": calls, "steps": steps, "told": said.read()}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
