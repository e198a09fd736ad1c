"""The first line of a feed: its columns are matched with the profile before anything else is read."""

from collections.abc import Iterator
from typing import Final

from handrail.exchange.intake.headers import column_key
from handrail.exchange.intake.problems import FileRefused, Problem
from handrail.exchange.intake.profiles import Profile
from handrail.exchange.intake.sensitive import sensitive_rule
from handrail.kit.i18n import lazy
from handrail.kit.text import UncleanText, clean_text

_DELIMITERS: Final = (",", ";", "\t", "|")
_MOST_SIGNS_TOLD: Final = 80


class HeaderLine:
    """The checks of one header; all that is wrong with it is told at once."""

    def __init__(self, profile: Profile, names: list[str], text: str) -> None:
        self.profile = profile
        self.names = names
        self.text = text
        self.keys = [column_key(name) for name in names]

    def check(self) -> None:
        """Raise FileRefused unless the columns are those of the profile."""
        # Each of the first two makes the rest meaningless, and a name with control signs is not repeated to anybody.
        problems = [*self._delimiter()] or [*self._clean()]
        problems = problems or [*self._named_once(), *self._missing(), *self._unknown()]
        if problems:
            raise FileRefused(*problems)

    def _delimiter(self) -> Iterator[Problem]:
        expected = self.profile.document.file.delimiter
        likely = max(_DELIMITERS, key=self.text.count)
        if len(self.names) > 1 or likely == expected or likely not in self.text:
            return
        text = lazy(
            "The columns seem to be set apart by “%(found)s”, the profile expects “%(expected)s”. Export with that "
            "sign, or choose another profile.",
            found=_visible(likely),
            expected=_visible(expected),
        )
        yield Problem("wrong-delimiter", text, 1)

    def _clean(self) -> Iterator[Problem]:
        for place, name in enumerate(self.names, start=1):
            try:
                clean_text(name)
            except UncleanText:
                text = lazy("The name of column %(place)s holds an invisible control sign.", place=place)
                yield Problem("control-sign", text, 1)

    def _named_once(self) -> Iterator[Problem]:
        seen: dict[str, int] = {}
        for place, (key, name) in enumerate(zip(self.keys, self.names, strict=True), start=1):
            if not key:
                yield Problem(
                    "column-without-name",
                    lazy("Column %(place)s has no name; give it one, or remove it.", place=place),
                    1,
                )
            elif key in seen:
                text = lazy(
                    "Columns %(first)s and %(second)s have the same name; rename or remove one.",
                    first=seen[key],
                    second=place,
                )
                yield Problem("column-twice", text, 1, name)
            else:
                seen[key] = place

    def _missing(self) -> Iterator[Problem]:
        written = _written_names(self.profile)
        for key in sorted(self.profile.must_have - {*self.keys}):
            text = lazy("The column “%(column)s” is missing; the profile needs it.", column=written[key])
            yield Problem("column-missing", text, 1, written[key])

    def _unknown(self) -> Iterator[Problem]:
        known = {*self.profile.columns_to_read} | self.profile.not_read
        for key, name in zip(self.keys, self.names, strict=True):
            if key and key not in known:
                yield from self._judge_unknown(name)

    def _judge_unknown(self, name: str) -> Iterator[Problem]:
        rule = sensitive_rule(name)
        if rule:
            text = lazy(
                "%(rule)s: “%(column)s” looks like a record of discipline or a diagnosis, which does not come in. "
                "Leave the column out of the file, or list it under [[refused]] in the profile.",
                rule=rule,
                column=name[:_MOST_SIGNS_TOLD],
            )
            yield Problem("column-refused", text, 1, name[:_MOST_SIGNS_TOLD])
        elif self.profile.document.file.other_columns == "refuse":
            text = lazy(
                "The profile does not know the column “%(column)s”. Leave it out of the file, or list it under "
                "[not_read] in the profile.",
                column=name[:_MOST_SIGNS_TOLD],
            )
            yield Problem("column-unknown", text, 1, name[:_MOST_SIGNS_TOLD])


def _written_names(profile: Profile) -> dict[str, str]:
    document = profile.document
    names = [*document.columns.values()]
    if document.placement:
        names += [document.placement.month, document.placement.weekday]
    if document.reason:
        names.append(document.reason.column)
    return {column_key(name): name for name in names}


def _visible(delimiter: str) -> str:
    return {"\t": "tab"}.get(delimiter, delimiter)
