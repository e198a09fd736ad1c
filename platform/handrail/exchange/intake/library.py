"""Where profiles are found: two are shipped, a tenant keeps its own in tenants/<slug>/profiles."""

from pathlib import Path
from typing import Final

from handrail.exchange.intake.problems import ProfileRefused
from handrail.exchange.intake.profile_reader import read_profile
from handrail.exchange.intake.profiles import Profile
from handrail.kit.i18n import _

SHIPPED: Final = Path(__file__).parent / "profiles"


def available(tenant_profiles: Path | None = None) -> dict[str, Path]:
    """Return the profiles by name; one of the tenant takes the place of a shipped one of the same name."""
    folders = [SHIPPED, *([tenant_profiles] if tenant_profiles else [])]
    return {path.stem: path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))}


def load(name: str, tenant_profiles: Path | None = None) -> Profile:
    """Return a profile by its name; raises ProfileRefused where there is none or it contradicts itself."""
    found = available(tenant_profiles)
    if name not in found:
        known = ", ".join(found)
        raise ProfileRefused(_("There is no profile “%(name)s”; there are: %(known)s.", name=name, known=known))
    profile = read_profile(found[name].read_text("utf-8"), found[name].name)
    if profile.name != name:
        raise ProfileRefused(_("%(file)s names itself “%(name)s”.", file=found[name].name, name=profile.name))
    return profile
