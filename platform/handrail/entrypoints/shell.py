"""The frame around every page: where each role can go."""

from handrail.frameworks.helping import numbers_of
from handrail.identity import lasting
from handrail.identity.actor import Actor
from handrail.identity.commands import idle_of
from handrail.identity.policies import may_ever
from handrail.identity.web import signed_in
from handrail.kit.codes import Role
from handrail.kit.i18n import current_locale, lazy
from handrail.web.shell import Banner, HelpLine, NavGroup, NavItem, Shell, ShellKind

HOMES: dict[Role, str] = {
    Role.COORDINATOR: "/today",
    Role.LEAD_COORDINATOR: "/cases",
    Role.WORKER: "/my-return",
    Role.SUPERVISOR: "/team",
    Role.PROVIDER: "/referrals",
    Role.HR: "/absences",
    Role.OCCUPATIONAL_HEALTH: "/off-sick",
    Role.ABSENCE_ADMIN: "/absences",
    Role.OPERATOR: "/operator/jobs",
    Role.PRIVACY_OFFICER: "/privacy/retention",
    Role.CONSULTANCY_MANAGER: "/reports",
    Role.SENIOR_MANAGEMENT: "/reports",
    Role.SUPPORT: "/support",
    Role.COMMITTEE: "/prevention",
    Role.CONSULTANCY_ADMIN: "/administration/people",
    Role.EMPLOYER_ADMIN: "/administration/people",
    Role.PRIVACY_OFFICER: "/privacy/retention",
    Role.AUDITOR: "/administration/register",
}
"""Where a role's day starts; the others land on their account."""

_OPERATING = (
    NavItem(lazy("Work in the background"), "/operator/jobs", "check"),
    NavItem(lazy("Messages sent"), "/operator/deliveries", "message"),
)
_SIGN_ON = NavItem(lazy("Sign-on"), "/administration/sign-on", "key")
_LETTERS = NavItem(lazy("Letters"), "/letters", "message")
_WAITING = NavItem(lazy("Letters that wait"), "/letters-waiting", "message")
_PROGRAMS = NavItem(lazy("Programs"), "/administration/programs", "key")
_PLUGINS = NavItem(lazy("Plugins"), "/settings/plugins", "plus")
_RETENTION = NavItem(lazy("How long things are kept"), "/privacy/retention", "clock")
_PEOPLE = NavItem(lazy("People"), "/administration/people", "people")
_REGISTER = NavItem(lazy("Register"), "/administration/register", "file")
_EMERGENCY = NavItem(lazy("Emergency access"), "/emergency", "warn")
_SUPPORT_SEEN = NavItem(lazy("Support access"), "/administration/support/all", "people")
_PREVENTION = NavItem(lazy("Prevention"), "/prevention", "c-prevention")
_PLACES: dict[Role, tuple[NavItem, ...]] = {
    Role.COORDINATOR: (
        NavItem(lazy("Today"), "/today", "check"),
        NavItem(lazy("Cases"), "/cases", "people"),
        NavItem(lazy("What is due"), "/obligations", "clock"),
        _WAITING,
        NavItem(lazy("Corrections"), "/corrections", "pen"),
        NavItem(lazy("Cover"), "/cover", "people"),
        _PREVENTION,
        NavItem(lazy("Framework"), "/framework", "file"),
    ),
    Role.LEAD_COORDINATOR: (
        NavItem(lazy("Today"), "/today", "check"),
        NavItem(lazy("Cases"), "/cases", "people"),
        NavItem(lazy("What is due"), "/obligations", "clock"),
        _WAITING,
        NavItem(lazy("Reports"), "/reports", "chart"),
        NavItem(lazy("Cover"), "/cover", "people"),
        _EMERGENCY,
        _PREVENTION,
        NavItem(lazy("Framework"), "/framework", "file"),
    ),
    Role.SUPERVISOR: (
        NavItem(lazy("My team's returns"), "/team", "people"),
        NavItem(lazy("Talks after an absence"), "/talks", "chart"),
        NavItem(lazy("Mediation"), "/team/mediation", "message"),
        NavItem(lazy("What is due"), "/obligations", "clock"),
    ),
    Role.OCCUPATIONAL_HEALTH: (NavItem(lazy("Who is off"), "/off-sick", "people"),),
    Role.HR: (
        NavItem(lazy("Absences"), "/absences", "calendar"),
        NavItem(lazy("Talks after an absence"), "/talks", "chart"),
        NavItem(lazy("What is due"), "/obligations", "clock"),
        NavItem(lazy("Being in touch"), "/contact-requests", "message"),
        NavItem(lazy("Import absences"), "/absences/import", "file"),
        NavItem(lazy("Corrections"), "/corrections", "pen"),
        NavItem(lazy("Reports"), "/reports", "chart"),
    ),
    Role.ABSENCE_ADMIN: (
        NavItem(lazy("Absences"), "/absences", "calendar"),
        NavItem(lazy("Talks after an absence"), "/talks", "chart"),
        NavItem(lazy("What is due"), "/obligations", "clock"),
        NavItem(lazy("Being in touch"), "/contact-requests", "message"),
        NavItem(lazy("Import absences"), "/absences/import", "file"),
        NavItem(lazy("Corrections"), "/corrections", "pen"),
    ),
    Role.EMPLOYER_ADMIN: (
        _PEOPLE,
        _LETTERS,
        NavItem(lazy("Framework"), "/framework", "file"),
        _SIGN_ON,
        _PROGRAMS,
        _PLUGINS,
    ),
    Role.COMMITTEE: (_PREVENTION, NavItem(lazy("Framework"), "/framework", "file")),
    Role.CONSULTANCY_MANAGER: (NavItem(lazy("Reports"), "/reports", "chart"), _EMERGENCY),
    Role.SENIOR_MANAGEMENT: (
        NavItem(lazy("Reports"), "/reports", "chart"),
        NavItem(lazy("Framework"), "/framework", "file"),
    ),
    Role.PRIVACY_OFFICER: (_REGISTER, _RETENTION, _EMERGENCY, _SUPPORT_SEEN),
    Role.AUDITOR: (_REGISTER, _RETENTION, _EMERGENCY, _SUPPORT_SEEN),
    Role.PROVIDER: (NavItem(lazy("Referrals to you"), "/referrals", "people"),),
    Role.OPERATOR: (*_OPERATING, NavItem(lazy("Plugins"), "/operator/plugins", "plus")),
    Role.CONSULTANCY_ADMIN: (
        _PEOPLE,
        _LETTERS,
        *_OPERATING,
        _REGISTER,
        _RETENTION,
        _SIGN_ON,
        _PROGRAMS,
        _PLUGINS,
        NavItem(lazy("Support access"), "/administration/support", "people"),
        _EMERGENCY,
        NavItem(lazy("Provisioning"), "/administration/provisioning", "people"),
    ),
}
_AS_SUPPORT = lazy("You look as support. You can change nothing, and every page that you open is written down.")
_LOOKING = NavGroup((NavItem(lazy("Stop looking"), "/support/looking", "c-own"),))
_ACCOUNT = NavGroup(
    (
        NavItem(lazy("Your account"), "/account", "c-own"),
        NavItem(lazy("Messages to you"), "/account/notifications", "message"),
    ),
    label=lazy("You"),
)
_LENDS = NavGroup((*_ACCOUNT.items, NavItem(lazy("Lend your role"), "/account/lent", "people")), label=_ACCOUNT.label)


def shell() -> Shell:
    """Return the frame for whoever makes this request."""
    actor = signed_in()
    return _frame(actor) if actor else Shell(kind="plain")


def _yours(actor: Actor) -> NavGroup:
    if actor.only_looks:
        return _LOOKING
    return _LENDS if may_ever(actor.role, "role.lend") else _ACCOUNT


def home_of(actor: Actor) -> str:
    """Return the path of the page on which this role's day starts."""
    return HOMES.get(actor.role, "/account")


def _frame(actor: Actor) -> Shell:
    kind: ShellKind = "worker" if actor.role is Role.WORKER else "coordinator"
    places = _PLACES.get(actor.role, ())
    return Shell(
        kind=kind,
        density=None if kind == "worker" or actor.role in (Role.COORDINATOR, Role.LEAD_COORDINATOR) else "normal",
        organisation=actor.tenant_name,
        viewer=actor.name,
        home_href=home_of(actor),
        account_href="/account",
        sign_out_href="/sign-out",
        search_href="/cases" if actor.role in (Role.COORDINATOR, Role.LEAD_COORDINATOR) else None,
        navigation=() if kind == "worker" else (*((NavGroup(places),) if places else ()), _yours(actor)),
        help_lines=tuple(
            HelpLine(each.what, each.phone, each.href) for each in numbers_of(actor.works_in, current_locale())
        ),
        banners=(Banner(_AS_SUPPORT, urgent=True),) if actor.only_looks else (),
        demo=actor.demo,
        whose=lasting.mark_of(actor.tenant_id, actor.person_id) if actor.sign_in_id else "",
        idle_seconds=int(idle_of(actor.role).total_seconds()),
    )
