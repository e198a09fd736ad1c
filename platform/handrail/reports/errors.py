"""What can stand in the way of a report."""

from handrail.kit.errors import Conflict


class ReportEnded(Conflict):
    """The report was made, or cancelled before."""

    slug, title = "report-ended", "This report has ended already"


class ReportNotReady(Conflict):
    """The report is not made yet, so there is nothing to download."""

    slug, title = "report-not-ready", "This report is not ready yet"
