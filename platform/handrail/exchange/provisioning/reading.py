"""From a folder to a declared tenant: every file is read, every finding names its file and key."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from handrail.exchange.provisioning import assembling, references, separation
from handrail.exchange.provisioning.files import EmployerFile, Table, TenantFile
from handrail.exchange.provisioning.spec import MembershipSpec, TenantSpec
from handrail.frameworks.folder import FileProblem, FilesRefused, base_layers, read_layer, read_text
from handrail.frameworks.rules import Layer, LayerDocument, Problem, Severity, attempt_to_resolve, check
from handrail.frameworks.rules.shape import faults
from handrail.kit.i18n import _

TENANT, EMPLOYER, EMPLOYERS, FRAMEWORK = "tenant.toml", "employer.toml", "employers", "framework"
Form = TypeVar("Form", bound=Table)


def read_tenant(folder: Path) -> TenantSpec:
    """Return what a tenant's folder declares; raises FilesRefused with every finding. The folder's name is the slug.

    Refused too are roles that NEU-1 keeps apart, and frameworks that loosen a floor or contradict themselves.
    """
    findings: list[FileProblem] = []
    tenant = _read(folder / TENANT, TenantFile, findings)
    employers = {
        file.parent.name: table
        for file in sorted((folder / EMPLOYERS).glob(f"*/{EMPLOYER}"))
        if (table := _read(file, EmployerFile, findings)) is not None
    }
    consultancy = _layer(folder / FRAMEWORK, Layer.CONSULTANCY, folder.name, findings)
    layers = {
        key: _layer(folder / EMPLOYERS / key / FRAMEWORK, Layer.EMPLOYER, key, findings) for key in sorted(employers)
    }
    if tenant is None or findings:
        raise FilesRefused(findings)
    findings += _references(folder, tenant, employers)
    if findings:
        raise FilesRefused(findings)
    spec = assembling.assemble(folder.name, tenant, employers, consultancy, layers)
    findings += [*_twice(folder, tenant, employers), *_separation(folder, spec), *_frameworks(folder, spec)]
    if findings:
        raise FilesRefused(findings)
    return spec


def _read(file: Path, form: type[Form], findings: list[FileProblem]) -> Form | None:
    try:
        tree = tomllib.loads(read_text(file))
    except FileNotFoundError:
        findings.append(FileProblem(str(file), "", _("The file is not there.")))
    except tomllib.TOMLDecodeError as problem:
        findings.append(FileProblem(str(file), "", str(problem)))
    except FilesRefused as refused:
        findings.extend(refused.findings)
    else:
        found = [FileProblem(str(file), ".".join(path), message) for path, message in faults(form, tree)]
        findings.extend(found)
        return None if found else msgspec.convert(tree, form)
    return None


def _layer(folder: Path, layer: Layer, name: str, findings: list[FileProblem]) -> LayerDocument:
    try:
        return read_layer(folder, layer, name)
    except FilesRefused as refused:
        findings.extend(refused.findings)
        return LayerDocument(layer, name, {})


def _references(folder: Path, tenant: TenantFile, employers: Mapping[str, EmployerFile]) -> Iterator[FileProblem]:
    people = frozenset(tenant.people).union(*(employer.people for employer in employers.values()))
    for key, message in references.of_tenant(tenant, people):
        yield FileProblem(str(folder / TENANT), key, message)
    yield from _places(folder / TENANT, tenant.people, employers)
    for name, employer in employers.items():
        file = folder / EMPLOYERS / name / EMPLOYER
        for key, message in references.of_employer(employer, people):
            yield FileProblem(str(file), key, message)
        yield from _places(file, employer.people, employers)


def _places(file: Path, people: Mapping[str, Any], employers: Mapping[str, EmployerFile]) -> Iterator[FileProblem]:
    """Yield roles held at an employer that is not there, and roles that must name one and do not."""
    for key, person in people.items():
        for held in person.roles:
            place = f"people.{key}.roles"
            for name in (held.at,) if isinstance(held.at, str) else held.at:
                if name != assembling.EVERYWHERE and name not in employers:
                    yield FileProblem(str(file), place, _("There is no employer “%(key)s” here.", key=name))
            if not held.at and file.name == TENANT and held.role not in assembling.CONSULTANCY_WIDE:
                message = _("The role “%(role)s” is held at an employer: say at which.", role=held.role.value)
                yield FileProblem(str(file), place, message)


def _twice(folder: Path, tenant: TenantFile, employers: Mapping[str, EmployerFile]) -> Iterator[FileProblem]:
    """Yield people and workers that are declared in two places, or both declared and invented."""
    seen = dict.fromkeys(tenant.people, TENANT)
    for name, employer in employers.items():
        file = str(folder / EMPLOYERS / name / EMPLOYER)
        for key in employer.people:
            if key in seen:
                yield FileProblem(file, f"people.{key}", _("%(file)s declares this person too.", file=seen[key]))
            seen.setdefault(key, file)
        if employer.generate is not None:
            for key in assembling.invented_keys(name, employer, employer.generate) & employer.workers.keys():
                yield FileProblem(file, f"workers.{key}", _("An invented worker has this key too."))


def _separation(folder: Path, spec: TenantSpec) -> Iterator[FileProblem]:
    for one, other, rule in separation.conflicts(spec.memberships):
        employer = one.employer or other.employer
        file = folder / EMPLOYERS / employer / EMPLOYER if employer else folder / TENANT
        message = _(
            "%(rule)s: %(person)s can not be %(one)s and %(other)s at the same client organisation at the same time.",
            rule=rule,
            person=one.person,
            one=_named(one),
            other=_named(other),
        )
        yield FileProblem(str(file), f"people.{one.person}.roles", message)


def _named(membership: MembershipSpec) -> str:
    return f"“{membership.role.value}”"


def _frameworks(folder: Path, spec: TenantSpec) -> Iterator[FileProblem]:
    """Yield what stands in the way of each employer's framework, once for all its jurisdictions."""
    for employer in spec.employers:
        found: dict[tuple[str, str], Problem] = {}
        for jurisdiction in sorted({site.jurisdiction for site in employer.sites}):
            attempt = attempt_to_resolve([*base_layers(jurisdiction), spec.framework, employer.framework])
            problems = attempt.problems or (check(attempt.framework) if attempt.framework else ())
            for problem in problems:
                if problem.severity is Severity.REFUSED:
                    found.setdefault((problem.path, problem.message), problem)
        for problem in found.values():
            ours = problem.layer is Layer.CONSULTANCY
            place = folder / FRAMEWORK if ours else folder / EMPLOYERS / employer.key / FRAMEWORK
            named = ", ".join(part for part in (problem.rule, problem.article) if part)
            yield FileProblem(str(place), problem.path, f"{named}: {problem.message}")
