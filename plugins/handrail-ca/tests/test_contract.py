"""What must hold for every jurisdiction holds for the provinces of Canada."""

from handrail.testkit.contract import JurisdictionContract
from handrail_ca import BRITISH_COLUMBIA, ONTARIO, QUEBEC


class TestQuebec(JurisdictionContract):
    jurisdiction = QUEBEC
    package = "handrail_ca"
    params = {"establishment_workers": 21}
    jumps = {"ca_qc.als_26wk_last_day": "days taken before count within twelve months from the first absence"}
    statements = {
        "injury_occurred": lambda _day: {"at_work": True},
        "incapacity_started": lambda _day: {},
        "incapacity_ceased": lambda _day: {},
        "pay_period_ended": lambda _day: {},
        "dismissal_notice": lambda _day: {},
        "act_done": lambda _day: {"rule": "ca_qc.adr_form_due"},
    }


class TestOntario(JurisdictionContract):
    jurisdiction = ONTARIO
    package = "handrail_ca"
    params = {"regular_workers": 20, "tenure_months": 12, "date_of_birth": "1980-02-29"}
    jumps = {"ca_on.esa_long_term_illness": "the leave starts with the Sunday of a week"}
    statements = {
        "injury_occurred": lambda _day: {},
        "employer_learned": lambda _day: {},
        "modified_work_started": lambda _day: {"regular_pay": True},
        "noncooperation_notice": lambda _day: {},
        "fit_for_essential_duties": lambda _day: {},
        "returned_to_work": lambda _day: {},
        "certificate_received": lambda _day: {},
        "act_done": lambda _day: {"rule": "ca_on.reemployment_start"},
    }


class TestBritishColumbia(JurisdictionContract):
    jurisdiction = BRITISH_COLUMBIA
    package = "handrail_ca"
    params = {"regular_workers": 20, "tenure_months": 12}
    jumps = {"ca_bc.sii_leave_max_end": "an absence that spans the change takes the leave from that day on"}
    statements = {
        "injury_occurred": lambda _day: {},
        "employer_learned": lambda _day: {},
        "noncooperation_notice": lambda _day: {},
        "returned_to_work": lambda _day: {},
    }
