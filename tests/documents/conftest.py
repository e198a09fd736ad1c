"""Models of a letter and a plan, with invented people, and a small consultancy."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from handrail.documents.typst.letter import Addressee, Letterhead, LetterModel, LetterTemplate, Sender, fill_template
from handrail.documents.typst.plan import (
    PlanAcceptance,
    PlanAction,
    PlanConcern,
    PlanModel,
    PlanQuestion,
    PlanSection,
    PlanWeek,
)
from handrail.identity.commands import start_sign_in
from handrail.identity.proofs import DEVELOPMENT
from handrail.kit.codes import Role
from handrail.kit.settings import Settings

BODIES = {
    "en": ("Support on your way back", "Dear {name},\n\nI would like to **call** you.\n\n- It is your choice.\n"),
    "nl": ("Steun op weg terug", "Beste {name},\n\nIk **bel** u graag, vóór 12 december.\n\n- Het is uw keuze.\n"),
    "fr": (
        "Un soutien au retour",
        "Bonjour {name},\n\nJe vous **téléphonerai** où ça vous arrange.\n\n- À vous.\n",
    ),
    "de": (
        "Begleitung zurück",
        "Guten Tag {name},\n\nich **rufe** Sie gern an, ganz ungezwungen.\n\n- Größe: egal.\n",
    ),
    "ar": ("دعوة", "مرحبا {name}،\n\nسوف **أتصل** بك.\n"),
}
PAMPHLET = "How it goes.\n\n1. A call.\n2. Your choice.\n\n## Help now\n\nCall [112](tel:112).\n"


@pytest.fixture
def a_letter() -> Callable[..., LetterModel]:
    def build(locale: str = "en", name: str = "Sanne Verhoef", **changes: Any) -> LetterModel:
        title, body = BODIES[locale]
        template = LetterTemplate(title, body, "Seven steps", PAMPHLET)
        subject, blocks, pamphlet = fill_template(template, {"name": name}, locale)
        letter = LetterModel(
            locale=locale,
            dated_on=date(2026, 11, 30),
            letterhead=Letterhead("Vaart Re-integratie", ("Kade 14, 3511 AB Utrecht", "+31 30 555 01 00")),
            addressee=Addressee(name, ("Lijsterlaan 8", "3572 XN Utrecht")),
            subject=subject,
            body=blocks,
            sender=Sender("Noor Adriaens", ("Coordinator",)),
            may_see="You and Noor Adriaens. Your employer does not get this letter.",
            created_at=datetime(2026, 11, 30, 9, tzinfo=UTC),
            pamphlet=pamphlet,
            reference="HR-7F3K",
        )
        return replace(letter, **changes)

    return build


@pytest.fixture
def a_plan() -> Callable[..., PlanModel]:
    def build(locale: str = "en", *, concerns: int = 1, weeks: int = 3, **changes: Any) -> PlanModel:
        action = PlanAction(
            "No late orders after 15:00",
            "Work organisation",
            "Ruben Okafor",
            None,
            date(2026, 12, 7),
            "Two weeks without one",
            before_return=True,
            status="In place",
            in_place=True,
        )
        plan = PlanModel(
            locale=locale,
            zone="Europe/Amsterdam",
            version=3,
            worker="Sanne Verhoef",
            supervisor="Ruben Okafor",
            coordinator="Noor Adriaens",
            employer="Noordlicht Logistiek",
            consultancy="Vaart Re-integratie",
            made_on=date(2026, 11, 27),
            may_see="Sanne, Ruben and Noor can read everything in this plan.",
            created_at=datetime(2026, 11, 30, 9, tzinfo=UTC),
            aim="Own job, 32 hours",
            first_day_back_on=date(2026, 12, 7),
            evaluations_on=(date(2026, 12, 21),),
            acceptances=(
                PlanAcceptance("Ruben Okafor", "supervisor", 3, datetime(2026, 11, 30, 7, 40, tzinfo=UTC)),
                PlanAcceptance("Sanne Verhoef", "worker", 2, datetime(2026, 11, 26, 14, tzinfo=UTC)),
            ),
            concerns=(
                PlanConcern("Too many late orders.", (action,), "Workload"),
                PlanConcern("The office is loud.", (), "", "We try the second desk first."),
            )
            * concerns,
            questions=(PlanQuestion("Is the second desk free?", "Ruben Okafor", date(2026, 12, 2)),),
            weeks=tuple(
                PlanWeek(
                    date(2026, 12, 7) + timedelta(weeks=index),
                    (Decimal(4), None, None, Decimal("2.5"), None, None, None),
                    f"Order check {index}",
                    "Tomasz",
                )
                for index in range(weeks)
            ),
            full_week=Decimal(32),
            limit=Decimal(24),
            sections=(PlanSection("Welcome", "Coffee, no speech."), PlanSection("Colleagues", "")),
        )
        return replace(plan, **changes)

    return build


@pytest.fixture
def tags_of() -> Callable[[Any], list[str]]:
    """Return the function that lists the tags of a PDF's structure tree."""

    def walk(node: Any) -> list[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if not isinstance(node, dict):
            return []
        children = node.get("/K", [])
        children = children if isinstance(children, list) else [children]
        own = [str(node["/S"])] if "/S" in node else []
        return own + [tag for child in children for tag in walk(child)]

    return walk


def _world_module() -> ModuleType:
    """Load the shared test world by its path: test folders are no packages."""
    name = "handrail_test_world"
    if name not in sys.modules:
        spec = spec_from_file_location(name, Path(__file__).parents[1] / "documents" / "world.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def world(database: Settings) -> Any:  # noqa: ARG001 - the rows lie there
    """A consultancy of its own for one test."""
    return _world_module().build_world(uuid4())


@pytest.fixture
def client_of(app: Flask, world: Any) -> Callable[[Role], FlaskClient]:
    """Return a browser that is signed in as the person of a role."""

    def sign_in(role: Role) -> FlaskClient:
        with world.engine() as session:
            _row, secret = start_sign_in(session, world.tenant_id, world.people[role], role, proof=DEVELOPMENT)
        client = app.test_client()
        client.set_cookie("hr", secret, domain="localhost")
        return client

    return sign_in
