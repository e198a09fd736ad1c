"""Workers whom a feed names first, where its profile says that it may add them."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from handrail.audit import timeline
from handrail.exchange.intake.plan import NewWorker
from handrail.identity.grants import project_employment
from handrail.kit.codes import Compartment
from handrail.kit.errors import Conflict
from handrail.kit.i18n import _, use_locale
from handrail.kit.ids import new_id
from handrail.kit.subjects import Acting
from handrail.tenancy.models import ClientOrganisation, Employment, Person, Site
from handrail.tenancy.rules import sort_key


class SiteNotNamed(Conflict):
    """New workers need a site, which gives them jurisdiction, time zone and calendar, and none can be chosen alone."""

    slug, title = "site-not-named", "It is not clear where the new workers work"


def add_workers(
    session: Session, actor: Acting, employer: ClientOrganisation, workers: Iterable[NewWorker], site_key: str
) -> list[Employment]:
    """Add a person and an employment for each, at the site with this key or, without one, at the only site."""
    workers = [*workers]
    if not workers:
        return []
    site = site_of(session, employer, site_key)
    return [_add(session, actor, employer, site, worker) for worker in workers]


def site_of(session: Session, employer: ClientOrganisation, site_key: str) -> Site:
    """Return the site with this key or, without one, the only site; raises SiteNotNamed."""
    statement = select(Site).where(Site.tenant_id == employer.tenant_id, Site.employer_id == employer.id)
    sites = {site.key: site for site in session.scalars(statement.order_by(Site.key))}
    if site_key in sites:
        return sites[site_key]
    if not site_key and len(sites) == 1:
        return next(iter(sites.values()))
    known = ", ".join(sites)
    raise SiteNotNamed(_("Name the site where the new workers work; there are: %(known)s.", known=known))


def _add(session: Session, actor: Acting, employer: ClientOrganisation, site: Site, worker: NewWorker) -> Employment:
    with use_locale(employer.locale):
        name = worker.name or _("Worker %(key)s", key=worker.key)
    person = Person(
        tenant_id=employer.tenant_id,
        id=new_id(),
        key=f"{employer.key}/{worker.key}",
        name=name,
        sort_name=sort_key(name),
        email=None,
        phone=None,
        locale=employer.locale,
        time_zone=site.time_zone,
    )
    session.add(person)
    session.flush()
    employment = Employment(
        tenant_id=employer.tenant_id,
        employer_id=employer.id,
        id=new_id(),
        key=worker.key,
        person_id=person.id,
        site_id=site.id,
        department_id=None,
        team_id=None,
        supervisor_id=None,
        job_title=None,
        started_on=None,
        ended_on=None,
    )
    session.add(employment)
    session.flush()
    project_employment(session, employment)
    timeline.append(
        session,
        employment.subject(),
        actor,
        "employment.added",
        compartment=Compartment.ADMINISTRATIVE,
        record=employment,
        changes={"key": (None, worker.key)},
    )
    return employment
