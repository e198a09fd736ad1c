"""A chart in words, for who does not see it: made from the same cells that are drawn."""

from handrail.kit.i18n import _, format_list, format_number, format_percent, ngettext
from handrail.reports.tables import Cell, Drawing, Heading, Hidden, ShownTable, Unit


def number_words(value: float, unit: Unit) -> str:
    """Return a number as people write it, without its unit's name."""
    if unit is Unit.SHARE:
        return format_percent(value)
    return format_number(round(value, 1) if value % 1 else int(value))


def describe(table: ShownTable) -> str:
    """Return sentences that say what the chart shows, and where all numbers are."""
    told = _lines(table) if table.chart is Drawing.LINES else _bars(table)
    hidden = sum(cell.why is not None for line in table.body for cell in line.cells[: len(table.parts)])
    if hidden:
        told.append(ngettext("%(num)s number is not shown.", "%(num)s numbers are not shown.", hidden))
    return " ".join([*told, _("All numbers are in the table.")])


def _bars(table: ShownTable) -> list[str]:
    sentences: list[str] = []
    for place, heading in enumerate(table.parts):
        known = [
            (line.cells[place].value or 0, str(line.label)) for line in table.body if _is_number(line.cells[place])
        ]
        if not known:
            continue
        most, where = max(known, key=lambda pair: pair[0])
        values = {"what": str(heading.label), "most": number_words(most, heading.unit), "row": where}
        sentences.append(_("%(what)s: most in %(row)s, %(most)s.", **values))
    return sentences


def _lines(table: ShownTable) -> list[str]:
    return [sentence for place, heading in enumerate(table.parts) if (sentence := _line(table, place, heading))]


def _line(table: ShownTable, place: int, heading: Heading) -> str:
    known = [(line.cells[place].value or 0, str(line.label)) for line in table.body if _is_number(line.cells[place])]
    if not known:
        return ""
    (first, first_row), (last, last_row) = known[0], known[-1]
    return _(
        "%(what)s: %(first)s in %(first_row)s, %(last)s in %(last_row)s.",
        what=str(heading.label),
        first=number_words(first, heading.unit),
        first_row=first_row,
        last=number_words(last, heading.unit),
        last_row=last_row,
    )


def _is_number(cell: Cell) -> bool:
    return cell.value is not None


def hidden_words(table: ShownTable) -> str:
    """Return what the key calls cells without a number: held back, or too soon as well."""
    reasons = {cell.why for line in table.body for cell in line.cells if cell.why is not None}
    return format_list([str(reason.words) for reason in Hidden if reason in reasons]) if reasons else ""
