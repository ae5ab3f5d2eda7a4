"""What every question of the page is asked of."""

from typing import Final

from attrs import Factory, define, frozen

from linkage_rules.desk.shelf import Shelf
from linkage_rules.desk.workbench import BUNDLED, Workbench
from linkage_rules.editing.folders import Known
from linkage_rules.editing.session import Session
from linkage_rules.policy.loading import load
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

_FAULTS: Final = Phrase(
    "the policy “{policy}” has {count} problems now, the first in {file}, line {line}: {first}. "
    "Put them right in the place “Rules”, then ask again",
    "政策“{policy}”目前有{count}处错误，第一处在 {file} 第{line}行：{first}。"
    "请先在“规则”中改正，再重试",
)


@define
class Latest:
    """How the files of the folder lay on the disk when they were last looked at."""

    stamp: frozenset[tuple[str, int, int]] = frozenset()


@frozen
class Desk:
    """A folder of policies, and the texts of it that are typed but not yet saved. What the page has
    sent, and what was made of it, is on the ``shelf``.

    Policies are named by their places in the folder, or ``bundled:NAME`` for one that is shipped.
    """

    workbench: Workbench
    session: Session
    shelf: Shelf = Factory(Shelf)
    _seen: Latest = Factory(Latest)

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.session.language

    def known(self, policy: str) -> Known:
        """What is known of a policy of the folder, by the texts of now. Raises `RefusedError` where
        there is none of that name."""
        place = self.workbench.place(policy)
        # Other programs write files, too.
        stamp = self.workbench.stamp()
        if self._seen.stamp != stamp:
            self._seen.stamp = stamp
            self.session.look_again()
        return self.session.known(min(place.glob("*.pol")) if place.is_dir() else place)

    def loaded(self, policy: str) -> LoadedPackage:
        """A policy as it is written now, with all its problems. Raises `RefusedError`."""
        return self.known(policy).loaded

    def policy(self, policy: str) -> Policy:
        """A policy that can be asked, by the texts of now. Raises `RefusedError` where there is
        none of that name, or it has problems."""
        if policy.startswith(BUNDLED):
            return load(self.workbench.bundled(policy))
        loaded = self.loaded(policy)
        if loaded.diagnostics:
            first = loaded.diagnostics[0]
            raise RefusedError(
                _FAULTS.filled(
                    policy=policy,
                    count=len(loaded.diagnostics),
                    file=first.span.file,
                    line=first.span.line,
                    first=Phrase(first.headline("en"), first.headline("zh")),
                )
            )
        return Policy(loaded.package, loaded.digest, loaded.source)
