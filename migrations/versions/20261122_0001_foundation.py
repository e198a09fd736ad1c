"""foundation: every table of the first release, its policies and grants.

Written by `make migration` from the models; frozen with the first release.
"""

from alembic import op
from sqlalchemy import text

revision = "20261122_0001"
down_revision = None
branch_labels = None
depends_on = None

UP = (
    r"""
create extension if not exists btree_gist
""",
    r"""
CREATE TABLE answered_request (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  key TEXT NOT NULL,
  request_digest BYTEA NOT NULL,
  status INTEGER NOT NULL,
  body JSONB NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT answered_request_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT answered_request_tenant_id_person_id_key_key UNIQUE (tenant_id, person_id, key)
)
""",
    r"""
CREATE TABLE case_counter (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  CONSTRAINT case_counter_pkey PRIMARY KEY (tenant_id, id)
)
""",
    r"""
CREATE TABLE case_grant (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  compartment VARCHAR NOT NULL,
  during DATERANGE NOT NULL,
  CONSTRAINT case_grant_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT case_grant_tenant_id_subject_id_person_id_role_compartm_86d8 UNIQUE (tenant_id, subject_id, person_id, role, compartment, during)
)
""",
    r"""
CREATE INDEX case_grant_tenant_id_person_id_role_idx ON case_grant (tenant_id, person_id, role)
""",
    r"""
CREATE INDEX case_grant_tenant_id_subject_id_idx ON case_grant (tenant_id, subject_id)
""",
    r"""
CREATE TABLE chain_head (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  seq INTEGER NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT chain_head_pkey PRIMARY KEY (tenant_id, id)
)
""",
    r"""
CREATE TABLE client_organisation (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  locale TEXT NOT NULL,
  CONSTRAINT client_organisation_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT client_organisation_tenant_id_key_key UNIQUE (tenant_id, key)
)
""",
    r"""
CREATE TABLE consent_text (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  purpose VARCHAR NOT NULL,
  locale TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  digest BYTEA NOT NULL,
  CONSTRAINT consent_text_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT consent_text_tenant_id_purpose_locale_digest_key UNIQUE (tenant_id, purpose, locale, digest)
)
""",
    r"""
CREATE TABLE employer_grant (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  compartment VARCHAR NOT NULL,
  during DATERANGE NOT NULL,
  CONSTRAINT employer_grant_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT employer_grant_tenant_id_employer_id_person_id_role_com_69cc UNIQUE (tenant_id, employer_id, person_id, role, compartment, during)
)
""",
    r"""
CREATE INDEX employer_grant_tenant_id_person_id_role_idx ON employer_grant (tenant_id, person_id, role)
""",
    r"""
CREATE TABLE obligation_change (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  obligation_id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  kind TEXT NOT NULL,
  due_before DATE,
  due_after DATE,
  because JSONB NOT NULL,
  correction_id UUID,
  release TEXT,
  CONSTRAINT obligation_change_pkey PRIMARY KEY (tenant_id, id)
)
""",
    r"""
CREATE INDEX obligation_change_correction_idx ON obligation_change (tenant_id, correction_id) WHERE correction_id is not null
""",
    r"""
CREATE INDEX obligation_change_release_idx ON obligation_change (tenant_id, release, employer_id, id) WHERE release is not null
""",
    r"""
CREATE INDEX obligation_change_tenant_id_obligation_id_at_idx ON obligation_change (tenant_id, obligation_id, at)
""",
    r"""
CREATE TABLE outbox (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  queue TEXT NOT NULL,
  name TEXT NOT NULL,
  payload JSONB NOT NULL,
  idem_key TEXT NOT NULL,
  priority INTEGER NOT NULL,
  acting_person_id UUID,
  acting_role VARCHAR,
  published_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  not_before TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  sent_until TIMESTAMP WITH TIME ZONE,
  run_until TIMESTAMP WITH TIME ZONE,
  attempts INTEGER DEFAULT 0 NOT NULL,
  done_at TIMESTAMP WITH TIME ZONE,
  parked_at TIMESTAMP WITH TIME ZONE,
  last_error TEXT,
  trace TEXT,
  CONSTRAINT outbox_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT outbox_tenant_id_idem_key_key UNIQUE (tenant_id, idem_key),
  CONSTRAINT outbox_trace_is_a_traceparent_check CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$')
)
""",
    r"""
CREATE INDEX outbox_done_idx ON outbox (tenant_id, done_at) WHERE done_at is not null
""",
    r"""
CREATE INDEX outbox_open_idx ON outbox (tenant_id, queue, priority, not_before) WHERE done_at is null and parked_at is null
""",
    r"""
CREATE INDEX outbox_parked_idx ON outbox (tenant_id, id) WHERE parked_at is not null
""",
    r"""
CREATE INDEX outbox_sent_idx ON outbox (tenant_id, queue) WHERE done_at is null and parked_at is null and sent_until is not null
""",
    r"""
CREATE TABLE person (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  locale TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  CONSTRAINT person_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT person_tenant_id_key_key UNIQUE (tenant_id, key)
)
""",
    r"""
CREATE INDEX person_tenant_id_email_idx ON person (tenant_id, email)
""",
    r"""
CREATE INDEX person_tenant_id_sort_name_id_idx ON person (tenant_id, sort_name, id)
""",
    r"""
CREATE TABLE plugin_type_version (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  declaration JSONB NOT NULL,
  first_used_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT plugin_type_version_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plugin_type_version_tenant_id_type_version_key UNIQUE (tenant_id, type, version)
)
""",
    r"""
CREATE TABLE read_log (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  compartments TEXT[] NOT NULL,
  purpose TEXT NOT NULL,
  CONSTRAINT read_log_pkey PRIMARY KEY (tenant_id, id)
)
""",
    r"""
CREATE INDEX read_log_tenant_id_at_id_idx ON read_log (tenant_id, at, id)
""",
    r"""
CREATE INDEX read_log_tenant_id_subject_id_at_idx ON read_log (tenant_id, subject_id, at)
""",
    r"""
CREATE TABLE record_version (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  entry_id UUID NOT NULL,
  values_sealed BYTEA NOT NULL,
  CONSTRAINT record_version_pkey PRIMARY KEY (tenant_id, id)
)
""",
    r"""
CREATE INDEX record_version_tenant_id_entry_id_idx ON record_version (tenant_id, entry_id)
""",
    r"""
CREATE TABLE seal (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  number INTEGER NOT NULL,
  sealed_on DATE NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  reads_until TIMESTAMP WITH TIME ZONE NOT NULL,
  reads INTEGER NOT NULL,
  digest BYTEA NOT NULL,
  CONSTRAINT seal_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT seal_tenant_id_number_key UNIQUE (tenant_id, number),
  CONSTRAINT seal_tenant_id_sealed_on_key UNIQUE (tenant_id, sealed_on)
)
""",
    r"""
CREATE TABLE spent_challenge (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT spent_challenge_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT spent_challenge_tenant_id_digest_key UNIQUE (tenant_id, digest)
)
""",
    r"""
CREATE INDEX spent_challenge_tenant_id_at_idx ON spent_challenge (tenant_id, at)
""",
    r"""
CREATE TABLE tenant (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  demo BOOLEAN NOT NULL,
  settings JSONB NOT NULL,
  CONSTRAINT tenant_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT tenant_slug_key UNIQUE (slug)
)
""",
    r"""
CREATE TABLE tenant_entry (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  seq INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  actor_id UUID,
  actor_role VARCHAR,
  verb TEXT NOT NULL,
  object_table TEXT NOT NULL,
  object_id UUID NOT NULL,
  detail JSONB NOT NULL,
  prev_hash BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT tenant_entry_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT tenant_entry_tenant_id_seq_key UNIQUE (tenant_id, seq)
)
""",
    r"""
CREATE TABLE tenant_key (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  number INTEGER NOT NULL,
  wrapped BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT tenant_key_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT tenant_key_tenant_id_number_key UNIQUE (tenant_id, number)
)
""",
    r"""
CREATE TABLE timeline_entry (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  seq INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  actor_id UUID,
  actor_role VARCHAR,
  verb TEXT NOT NULL,
  object_table TEXT NOT NULL,
  object_id UUID NOT NULL,
  detail JSONB NOT NULL,
  prev_hash BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT timeline_entry_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT timeline_entry_tenant_id_subject_id_seq_key UNIQUE (tenant_id, subject_id, seq)
)
""",
    r"""
CREATE INDEX timeline_entry_tenant_id_subject_id_at_idx ON timeline_entry (tenant_id, subject_id, at)
""",
    r"""
CREATE TABLE api_client (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  name TEXT NOT NULL,
  employer_id UUID,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  scopes JSONB NOT NULL,
  made_by UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  last_used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT api_client_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT api_client_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT api_client_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT api_client_tenant_id_made_by_fkey FOREIGN KEY(tenant_id, made_by) REFERENCES person (tenant_id, id),
  CONSTRAINT api_client_tenant_id_digest_key UNIQUE (tenant_id, digest),
  CONSTRAINT api_client_tenant_id_person_id_key UNIQUE (tenant_id, person_id),
  CONSTRAINT api_client_role_of_a_program_check CHECK (role not in ('worker', 'coordinator', 'lead_coordinator', 'supervisor', 'union', 'occupational_health', 'provider', 'privacy_officer', 'support', 'operator'))
)
""",
    r"""
CREATE INDEX api_client_digest_idx ON api_client (digest)
""",
    r"""
CREATE UNIQUE INDEX api_client_name_key ON api_client (tenant_id, name) WHERE ended_at is null
""",
    r"""
CREATE TABLE api_token (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  name TEXT NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  proven_at TIMESTAMP WITH TIME ZONE,
  within_employer_id UUID,
  scopes JSONB,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  last_used_at TIMESTAMP WITH TIME ZONE,
  client_id UUID,
  CONSTRAINT api_token_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT api_token_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT api_token_tenant_id_digest_key UNIQUE (tenant_id, digest)
)
""",
    r"""
CREATE INDEX api_token_digest_idx ON api_token (digest)
""",
    r"""
CREATE INDEX api_token_tenant_id_person_id_idx ON api_token (tenant_id, person_id)
""",
    r"""
CREATE TABLE authenticator (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  secret_sealed BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  confirmed_at TIMESTAMP WITH TIME ZONE,
  used_at TIMESTAMP WITH TIME ZONE,
  used_step INTEGER,
  CONSTRAINT authenticator_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT authenticator_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id)
)
""",
    r"""
CREATE UNIQUE INDEX authenticator_person_key ON authenticator (tenant_id, person_id)
""",
    r"""
CREATE TABLE calendar_feed (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  within_employer_id UUID,
  CONSTRAINT calendar_feed_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT calendar_feed_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT calendar_feed_tenant_id_digest_key UNIQUE (tenant_id, digest)
)
""",
    r"""
CREATE INDEX calendar_feed_digest_idx ON calendar_feed (digest)
""",
    r"""
CREATE UNIQUE INDEX calendar_feed_living_key ON calendar_feed (tenant_id, person_id, role) WHERE revoked_at is null
""",
    r"""
CREATE TABLE case_file (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  why VARCHAR,
  size INTEGER NOT NULL,
  sha256 BYTEA NOT NULL,
  name_sealed BYTEA NOT NULL,
  added_by UUID NOT NULL,
  added_as VARCHAR NOT NULL,
  added_at TIMESTAMP WITH TIME ZONE NOT NULL,
  looked_at TIMESTAMP WITH TIME ZONE,
  released_at TIMESTAMP WITH TIME ZONE,
  idem_key TEXT NOT NULL,
  CONSTRAINT case_file_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT case_file_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT case_file_tenant_id_added_by_fkey FOREIGN KEY(tenant_id, added_by) REFERENCES person (tenant_id, id),
  CONSTRAINT case_file_tenant_id_subject_id_compartment_idem_key_key UNIQUE (tenant_id, subject_id, compartment, idem_key),
  CONSTRAINT case_file_refused_for_a_reason_check CHECK ((state = 'refused') = (why is not null)),
  CONSTRAINT case_file_looked_at_check CHECK ((state = 'quarantined') = (looked_at is null)),
  CONSTRAINT case_file_taken_back_is_empty_check CHECK (state <> 'taken_back' or (size = 0 and released_at is null)),
  CONSTRAINT case_file_released_is_clean_check CHECK (released_at is null or (state = 'clean' and compartment = 'plan'))
)
""",
    r"""
CREATE INDEX case_file_tenant_id_subject_id_added_at_id_idx ON case_file (tenant_id, subject_id, added_at, id)
""",
    r"""
CREATE TABLE correction_request (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  person_id UUID NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  about TEXT NOT NULL,
  object_table TEXT,
  object_id UUID,
  words_sealed BYTEA NOT NULL,
  state VARCHAR NOT NULL,
  answer_sealed BYTEA,
  answered_at TIMESTAMP WITH TIME ZONE,
  answered_by UUID,
  CONSTRAINT correction_request_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT correction_request_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT correction_request_where_somebody_answers_check CHECK (compartment in ('administrative', 'coordination')),
  CONSTRAINT correction_request_answered_check CHECK ((state = 'waiting') = (answered_at is null)),
  CONSTRAINT correction_request_one_record_check CHECK ((object_table is null) = (object_id is null))
)
""",
    r"""
CREATE INDEX correction_request_tenant_id_employer_id_state_asked_at_idx ON correction_request (tenant_id, employer_id, state, asked_at)
""",
    r"""
CREATE INDEX correction_request_tenant_id_subject_id_asked_at_idx ON correction_request (tenant_id, subject_id, asked_at)
""",
    r"""
CREATE TABLE cover (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  person_id UUID NOT NULL,
  by_id UUID NOT NULL,
  given_by UUID NOT NULL,
  during DATERANGE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT cover_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT cover_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT cover_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT cover_tenant_id_by_id_fkey FOREIGN KEY(tenant_id, by_id) REFERENCES person (tenant_id, id),
  CONSTRAINT cover_tenant_id_given_by_fkey FOREIGN KEY(tenant_id, given_by) REFERENCES person (tenant_id, id),
  CONSTRAINT cover_somebody_else_check CHECK (person_id <> by_id),
  CONSTRAINT cover_at_most_180_days_check CHECK (upper(during) - lower(during) <= 180)
)
""",
    r"""
CREATE INDEX cover_tenant_id_person_id_idx ON cover (tenant_id, person_id)
""",
    r"""
CREATE TABLE data_key (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  wrapped BYTEA NOT NULL,
  wrapped_by UUID GENERATED ALWAYS AS (encode(substring(wrapped from 2 for 16), 'hex')::uuid) STORED NOT NULL,
  CONSTRAINT data_key_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT data_key_tenant_id_wrapped_by_fkey FOREIGN KEY(tenant_id, wrapped_by) REFERENCES tenant_key (tenant_id, id)
)
""",
    r"""
CREATE INDEX data_key_tenant_id_wrapped_by_idx ON data_key (tenant_id, wrapped_by)
""",
    r"""
CREATE TABLE data_package (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  person_id UUID NOT NULL,
  locale TEXT NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state VARCHAR NOT NULL,
  ready_at TIMESTAMP WITH TIME ZONE,
  ends_at TIMESTAMP WITH TIME ZONE,
  fetched_at TIMESTAMP WITH TIME ZONE,
  records INTEGER NOT NULL,
  held INTEGER NOT NULL,
  size INTEGER NOT NULL,
  sha256 BYTEA,
  content_sealed BYTEA,
  CONSTRAINT data_package_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT data_package_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT data_package_ready_has_content_check CHECK ((state = 'ready') = (content_sealed is not null))
)
""",
    r"""
CREATE INDEX data_package_tenant_id_person_id_asked_at_idx ON data_package (tenant_id, person_id, asked_at)
""",
    r"""
CREATE INDEX data_package_tenant_id_subject_id_idx ON data_package (tenant_id, subject_id)
""",
    r"""
CREATE TABLE department (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT department_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT department_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT department_tenant_id_employer_id_key_key UNIQUE (tenant_id, employer_id, key)
)
""",
    r"""
CREATE TABLE document (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  title_key TEXT NOT NULL,
  locale TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 BYTEA NOT NULL,
  template_ref TEXT,
  template_version TEXT,
  idem_key TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  created_by UUID,
  content_sealed BYTEA NOT NULL,
  CONSTRAINT document_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT document_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT document_tenant_id_created_by_fkey FOREIGN KEY(tenant_id, created_by) REFERENCES person (tenant_id, id),
  CONSTRAINT document_tenant_id_subject_id_compartment_idem_key_key UNIQUE (tenant_id, subject_id, compartment, idem_key)
)
""",
    r"""
CREATE INDEX document_tenant_id_subject_id_created_at_id_idx ON document (tenant_id, subject_id, created_at, id)
""",
    r"""
CREATE TABLE erasure_run (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  state VARCHAR NOT NULL,
  worked_out_on DATE NOT NULL,
  digest BYTEA,
  asked_by UUID,
  asked_at TIMESTAMP WITH TIME ZONE,
  approved_by UUID,
  approved_at TIMESTAMP WITH TIME ZONE,
  erase_after TIMESTAMP WITH TIME ZONE,
  reversed_by UUID,
  reversed_at TIMESTAMP WITH TIME ZONE,
  reverse_reason TEXT,
  began_at TIMESTAMP WITH TIME ZONE,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT erasure_run_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT erasure_run_tenant_id_asked_by_fkey FOREIGN KEY(tenant_id, asked_by) REFERENCES person (tenant_id, id),
  CONSTRAINT erasure_run_tenant_id_approved_by_fkey FOREIGN KEY(tenant_id, approved_by) REFERENCES person (tenant_id, id),
  CONSTRAINT erasure_run_two_people_check CHECK (approved_by <> asked_by),
  CONSTRAINT erasure_run_asked_check CHECK ((asked_by is null) = (asked_at is null)),
  CONSTRAINT erasure_run_approved_check CHECK ((approved_by is null) = (approved_at is null)),
  CONSTRAINT erasure_run_erased_after_approval_check CHECK ((approved_by is null) = (erase_after is null)),
  CONSTRAINT erasure_run_seven_days_check CHECK (erase_after >= approved_at + interval '7 days'),
  CONSTRAINT erasure_run_asked_for_check CHECK (state = 'proposed' or asked_by is not null),
  CONSTRAINT erasure_run_approved_for_check CHECK (state not in ('approved', 'erasing', 'done') or approved_by is not null)
)
""",
    r"""
CREATE UNIQUE INDEX erasure_run_one_proposal_idx ON erasure_run (tenant_id) WHERE state = 'proposed'
""",
    r"""
CREATE INDEX erasure_run_tenant_id_state_idx ON erasure_run (tenant_id, state)
""",
    r"""
CREATE TABLE form_draft (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  person_id UUID NOT NULL,
  form TEXT NOT NULL,
  about TEXT NOT NULL,
  form_key UUID NOT NULL,
  revision INTEGER NOT NULL,
  saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  typed_sealed BYTEA NOT NULL,
  CONSTRAINT form_draft_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT form_draft_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT form_draft_tenant_id_subject_id_person_id_form_about_key UNIQUE (tenant_id, subject_id, person_id, form, about),
  CONSTRAINT form_draft_counts_from_one_check CHECK (revision > 0)
)
""",
    r"""
CREATE INDEX form_draft_tenant_id_saved_at_idx ON form_draft (tenant_id, saved_at)
""",
    r"""
CREATE TABLE former_address (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  address TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT former_address_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT former_address_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id)
)
""",
    r"""
CREATE INDEX former_address_tenant_id_at_idx ON former_address (tenant_id, at)
""",
    r"""
CREATE INDEX former_address_tenant_id_person_id_idx ON former_address (tenant_id, person_id)
""",
    r"""
CREATE TABLE framework_version (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  number INTEGER NOT NULL,
  published_on DATE NOT NULL,
  published_by_id UUID,
  grounds JSONB NOT NULL,
  layers JSONB NOT NULL,
  resolved JSONB NOT NULL,
  CONSTRAINT framework_version_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT framework_version_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT framework_version_tenant_id_published_by_id_fkey FOREIGN KEY(tenant_id, published_by_id) REFERENCES person (tenant_id, id),
  CONSTRAINT framework_version_tenant_id_employer_id_number_key UNIQUE (tenant_id, employer_id, number),
  CONSTRAINT framework_version_numbered_from_one_check CHECK (number > 0)
)
""",
    r"""
CREATE TABLE identity_connection (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID,
  name TEXT NOT NULL,
  state VARCHAR NOT NULL,
  issuer TEXT NOT NULL,
  discovery TEXT NOT NULL,
  client_id TEXT NOT NULL,
  client_authentication VARCHAR NOT NULL,
  secret_sealed BYTEA,
  algorithms JSONB NOT NULL,
  scopes JSONB NOT NULL,
  requires_mfa BOOLEAN NOT NULL,
  strong_acr JSONB NOT NULL,
  strong_amr JSONB NOT NULL,
  groups_claim TEXT NOT NULL,
  group_map JSONB NOT NULL,
  version INTEGER NOT NULL,
  CONSTRAINT identity_connection_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT identity_connection_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT identity_connection_version_counts_up_check CHECK (version > 0)
)
""",
    r"""
CREATE UNIQUE INDEX identity_connection_name_key ON identity_connection (tenant_id, name)
""",
    r"""
CREATE INDEX identity_connection_tenant_id_employer_id_idx ON identity_connection (tenant_id, employer_id)
""",
    r"""
CREATE TABLE import_run (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  profile TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_sha256 BYTEA NOT NULL,
  rows BYTEA,
  counts JSONB NOT NULL,
  plan_digest TEXT NOT NULL,
  status TEXT NOT NULL,
  person_id UUID,
  read_at TIMESTAMP WITH TIME ZONE NOT NULL,
  applied_at TIMESTAMP WITH TIME ZONE,
  rows_in_all INTEGER NOT NULL,
  rows_done INTEGER NOT NULL,
  workers_added INTEGER NOT NULL,
  worked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT import_run_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT import_run_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT import_run_status_check CHECK (status in ('previewed', 'applied', 'expired', 'running', 'stopped')),
  CONSTRAINT import_run_rows_only_while_waiting_check CHECK (rows is null or status = 'previewed'),
  CONSTRAINT import_run_rows_done_check CHECK (rows_done between 0 and rows_in_all)
)
""",
    r"""
CREATE UNIQUE INDEX import_run_running_idx ON import_run (tenant_id, employer_id, plan_digest) WHERE status = 'running'
""",
    r"""
CREATE INDEX import_run_tenant_id_employer_id_read_at_id_idx ON import_run (tenant_id, employer_id, read_at, id)
""",
    r"""
CREATE TABLE known_device (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  digest BYTEA NOT NULL,
  origin TEXT,
  first_at TIMESTAMP WITH TIME ZONE NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT known_device_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT known_device_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT known_device_tenant_id_person_id_digest_key UNIQUE (tenant_id, person_id, digest)
)
""",
    r"""
CREATE INDEX known_device_tenant_id_seen_at_idx ON known_device (tenant_id, seen_at)
""",
    r"""
CREATE TABLE letter_wording (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID,
  origin VARCHAR NOT NULL,
  key TEXT NOT NULL,
  locale TEXT NOT NULL,
  number INTEGER NOT NULL,
  adapts BOOLEAN NOT NULL,
  title TEXT,
  body TEXT,
  written_by UUID,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT letter_wording_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT letter_wording_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT letter_wording_tenant_id_written_by_fkey FOREIGN KEY(tenant_id, written_by) REFERENCES person (tenant_id, id),
  CONSTRAINT letter_wording_numbered_from_one_check CHECK (number > 0),
  CONSTRAINT letter_wording_of_all_or_of_one_check CHECK ((origin = 'consultancy') = (employer_id is null)),
  CONSTRAINT letter_wording_has_words_check CHECK (adapts = (title is not null) and adapts = (body is not null))
)
""",
    r"""
CREATE UNIQUE INDEX letter_wording_number_key ON letter_wording (tenant_id, employer_id, origin, key, locale, number) NULLS NOT DISTINCT
""",
    r"""
CREATE TABLE membership (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  employer_id UUID,
  role VARCHAR NOT NULL,
  during DATERANGE NOT NULL,
  source TEXT,
  given_by UUID,
  reason TEXT,
  neutrality TEXT GENERATED ALWAYS AS (case when role in ('coordinator', 'lead_coordinator') then 'neutral' when role in ('absence_admin', 'hr', 'supervisor', 'occupational_health', 'insurer', 'senior_management') then 'party' end) STORED,
  clinical TEXT GENERATED ALWAYS AS (case when role = 'occupational_health' then 'clinical' when role in ('hr', 'absence_admin') then 'personnel' end) STORED,
  CONSTRAINT membership_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT membership_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT membership_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT membership_neutral_roles_name_their_employer_check CHECK (not (role in ('coordinator', 'lead_coordinator')) or employer_id is not null),
  CONSTRAINT membership_neutral EXCLUDE USING gist (tenant_id WITH =, person_id WITH =, employer_id WITH =, neutrality WITH <>, during WITH &&) WHERE (neutrality is not null),
  CONSTRAINT membership_clinical EXCLUDE USING gist (tenant_id WITH =, person_id WITH =, employer_id WITH =, clinical WITH <>, during WITH &&) WHERE (clinical is not null)
)
""",
    r"""
CREATE INDEX membership_tenant_id_employer_id_role_idx ON membership (tenant_id, employer_id, role)
""",
    r"""
CREATE INDEX membership_tenant_id_person_id_idx ON membership (tenant_id, person_id)
""",
    r"""
CREATE TABLE message (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  kind VARCHAR NOT NULL,
  channel VARCHAR NOT NULL,
  locale TEXT NOT NULL,
  employer_id UUID,
  subject_id UUID,
  compartment VARCHAR,
  object_id UUID,
  idem_key TEXT NOT NULL,
  composed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  not_before TIMESTAMP WITH TIME ZONE,
  holds INTEGER DEFAULT 0 NOT NULL,
  status VARCHAR NOT NULL,
  why TEXT,
  settled_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT message_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT message_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT message_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT message_tenant_id_idem_key_key UNIQUE (tenant_id, idem_key),
  CONSTRAINT message_subject_check CHECK ((subject_id is null) = (compartment is null))
)
""",
    r"""
CREATE INDEX message_tenant_id_person_id_composed_at_id_idx ON message (tenant_id, person_id, composed_at, id)
""",
    r"""
CREATE TABLE notification_preference (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  email BOOLEAN NOT NULL,
  quiet_from TIME WITHOUT TIME ZONE,
  quiet_until TIME WITHOUT TIME ZONE,
  digest VARCHAR DEFAULT 'none' NOT NULL,
  CONSTRAINT notification_preference_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT notification_preference_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT notification_preference_tenant_id_person_id_key UNIQUE (tenant_id, person_id),
  CONSTRAINT notification_preference_quiet_check CHECK ((quiet_from is null) = (quiet_until is null))
)
""",
    r"""
CREATE TABLE one_time_code (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  made_by_id UUID,
  way VARCHAR NOT NULL,
  digest BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  tries INTEGER NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT one_time_code_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT one_time_code_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT one_time_code_few_tries_check CHECK (tries between 0 and 5)
)
""",
    r"""
CREATE INDEX one_time_code_tenant_id_person_id_idx ON one_time_code (tenant_id, person_id, made_at desc)
""",
    r"""
CREATE TABLE passkey (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  digest BYTEA NOT NULL,
  credential_id BYTEA NOT NULL,
  public_key BYTEA NOT NULL,
  rp_id TEXT NOT NULL,
  sign_count INTEGER NOT NULL,
  transports JSONB NOT NULL,
  backed_up BOOLEAN NOT NULL,
  name TEXT NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  stopped_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT passkey_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT passkey_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT passkey_tenant_id_digest_key UNIQUE (tenant_id, digest)
)
""",
    r"""
CREATE INDEX passkey_digest_idx ON passkey (digest)
""",
    r"""
CREATE INDEX passkey_tenant_id_person_id_idx ON passkey (tenant_id, person_id)
""",
    r"""
CREATE TABLE period_choice (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  kind VARCHAR NOT NULL,
  jurisdiction TEXT NOT NULL,
  period TEXT NOT NULL,
  reason TEXT NOT NULL,
  chosen_by UUID NOT NULL,
  chosen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT period_choice_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT period_choice_tenant_id_chosen_by_fkey FOREIGN KEY(tenant_id, chosen_by) REFERENCES person (tenant_id, id)
)
""",
    r"""
CREATE UNIQUE INDEX period_choice_one_idx ON period_choice (tenant_id, kind, jurisdiction) WHERE ended_at is null
""",
    r"""
CREATE TABLE plugin_activation (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID,
  plugin TEXT NOT NULL,
  state VARCHAR NOT NULL,
  employers_default BOOLEAN NOT NULL,
  settings JSONB NOT NULL,
  grants JSONB NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_by UUID,
  version INTEGER NOT NULL,
  CONSTRAINT plugin_activation_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plugin_activation_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT plugin_activation_tenant_id_employer_id_plugin_key UNIQUE NULLS NOT DISTINCT (tenant_id, employer_id, plugin),
  CONSTRAINT plugin_activation_default_is_the_tenants_check CHECK (employer_id is null or not employers_default),
  CONSTRAINT plugin_activation_version_counts_up_check CHECK (version > 0)
)
""",
    r"""
CREATE TABLE plugin_secret (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID,
  plugin TEXT NOT NULL,
  key TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  previous_sealed BYTEA,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_by UUID,
  CONSTRAINT plugin_secret_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plugin_secret_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT plugin_secret_tenant_id_employer_id_plugin_key_key UNIQUE NULLS NOT DISTINCT (tenant_id, employer_id, plugin, key)
)
""",
    r"""
CREATE TABLE recovery_code (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  salt BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT recovery_code_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT recovery_code_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT recovery_code_tenant_id_person_id_digest_key UNIQUE (tenant_id, person_id, digest)
)
""",
    r"""
CREATE TABLE report_release (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  cells JSONB NOT NULL,
  sha256 BYTEA NOT NULL,
  released_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT report_release_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT report_release_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT report_release_tenant_id_employer_id_sha256_key UNIQUE (tenant_id, employer_id, sha256)
)
""",
    r"""
CREATE INDEX report_release_tenant_id_employer_id_id_idx ON report_release (tenant_id, employer_id, id)
""",
    r"""
CREATE TABLE report_schedule (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  kind VARCHAR NOT NULL,
  rhythm VARCHAR NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  employer_ids UUID[] NOT NULL,
  CONSTRAINT report_schedule_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT report_schedule_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id)
)
""",
    r"""
CREATE INDEX report_schedule_tenant_id_person_id_role_id_idx ON report_schedule (tenant_id, person_id, role, id)
""",
    r"""
CREATE TABLE rules_acceptance (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  jurisdiction TEXT NOT NULL,
  release TEXT NOT NULL,
  accepted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  accepted_by UUID NOT NULL,
  CONSTRAINT rules_acceptance_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT rules_acceptance_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT rules_acceptance_tenant_id_accepted_by_fkey FOREIGN KEY(tenant_id, accepted_by) REFERENCES person (tenant_id, id),
  CONSTRAINT rules_acceptance_tenant_id_employer_id_jurisdiction_release_key UNIQUE (tenant_id, employer_id, jurisdiction, release)
)
""",
    r"""
CREATE TABLE saved_filter (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  name TEXT NOT NULL,
  query JSONB NOT NULL,
  is_default BOOLEAN NOT NULL,
  saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT saved_filter_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT saved_filter_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT saved_filter_tenant_id_person_id_role_name_key UNIQUE (tenant_id, person_id, role, name)
)
""",
    r"""
CREATE UNIQUE INDEX saved_filter_default_key ON saved_filter (tenant_id, person_id, role) WHERE is_default
""",
    r"""
CREATE TABLE sign_in (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  origin TEXT,
  method VARCHAR NOT NULL,
  factors INTEGER NOT NULL,
  proven_at TIMESTAMP WITH TIME ZONE,
  connection_id UUID,
  external_subject TEXT,
  external_session TEXT,
  within_employer_id UUID,
  support_id UUID,
  device_id UUID,
  CONSTRAINT sign_in_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT sign_in_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT sign_in_tenant_id_digest_key UNIQUE (tenant_id, digest),
  CONSTRAINT sign_in_half_or_whole_check CHECK (factors in (1, 2))
)
""",
    r"""
CREATE INDEX sign_in_digest_idx ON sign_in (digest)
""",
    r"""
CREATE INDEX sign_in_external_idx ON sign_in (tenant_id, connection_id, external_subject) WHERE connection_id is not null
""",
    r"""
CREATE INDEX sign_in_tenant_id_person_id_idx ON sign_in (tenant_id, person_id)
""",
    r"""
CREATE TABLE sign_in_link (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  person_id UUID,
  address_sealed BYTEA,
  role VARCHAR,
  method VARCHAR NOT NULL,
  browser BYTEA,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT sign_in_link_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT sign_in_link_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT sign_in_link_tenant_id_digest_key UNIQUE (tenant_id, digest),
  CONSTRAINT sign_in_link_somebodys_or_asked_for_check CHECK ((person_id is null) = (address_sealed is not null))
)
""",
    r"""
CREATE INDEX sign_in_link_digest_idx ON sign_in_link (digest)
""",
    r"""
CREATE TABLE site (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  CONSTRAINT site_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT site_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT site_tenant_id_employer_id_key_key UNIQUE (tenant_id, employer_id, key)
)
""",
    r"""
CREATE TABLE support_access (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  agent_id UUID NOT NULL,
  lens VARCHAR NOT NULL,
  given_by UUID NOT NULL,
  reason TEXT NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT support_access_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT support_access_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT support_access_tenant_id_agent_id_fkey FOREIGN KEY(tenant_id, agent_id) REFERENCES person (tenant_id, id),
  CONSTRAINT support_access_tenant_id_given_by_fkey FOREIGN KEY(tenant_id, given_by) REFERENCES person (tenant_id, id),
  CONSTRAINT support_access_four_hours_check CHECK (ends_at > starts_at and ends_at <= starts_at + interval '4 hours'),
  CONSTRAINT support_access_nobody_lets_themselves_in_check CHECK (agent_id <> given_by),
  CONSTRAINT support_access_lens_check CHECK (lens in ('hr', 'absence_admin', 'lead_coordinator', 'employer_admin'))
)
""",
    r"""
CREATE INDEX support_access_tenant_id_agent_id_idx ON support_access (tenant_id, agent_id)
""",
    r"""
CREATE TABLE theme_question (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  category VARCHAR NOT NULL,
  effect VARCHAR NOT NULL,
  since_on DATE NOT NULL,
  until_on DATE NOT NULL,
  shown BOOLEAN NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT theme_question_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT theme_question_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT theme_question_tenant_id_employer_id_category_effect_un_60ce UNIQUE (tenant_id, employer_id, category, effect, until_on),
  CONSTRAINT theme_question_days_check CHECK (since_on < until_on)
)
""",
    r"""
CREATE TABLE theme_release (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  until_on DATE NOT NULL,
  released_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT theme_release_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT theme_release_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT theme_release_tenant_id_employer_id_until_on_key UNIQUE (tenant_id, employer_id, until_on)
)
""",
    r"""
CREATE TABLE api_client_secret (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  client_id UUID NOT NULL,
  digest BYTEA NOT NULL,
  place INTEGER NOT NULL,
  made_by UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT api_client_secret_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT api_client_secret_tenant_id_client_id_fkey FOREIGN KEY(tenant_id, client_id) REFERENCES api_client (tenant_id, id),
  CONSTRAINT api_client_secret_tenant_id_made_by_fkey FOREIGN KEY(tenant_id, made_by) REFERENCES person (tenant_id, id),
  CONSTRAINT api_client_secret_tenant_id_digest_key UNIQUE (tenant_id, digest),
  CONSTRAINT api_client_secret_two_at_most_check CHECK (place in (1, 2))
)
""",
    r"""
CREATE UNIQUE INDEX api_client_secret_living_key ON api_client_secret (tenant_id, client_id, place) WHERE revoked_at is null
""",
    r"""
CREATE TABLE case_file_part (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  file_id UUID NOT NULL,
  number INTEGER NOT NULL,
  content_sealed BYTEA NOT NULL,
  CONSTRAINT case_file_part_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT case_file_part_tenant_id_file_id_fkey FOREIGN KEY(tenant_id, file_id) REFERENCES case_file (tenant_id, id),
  CONSTRAINT case_file_part_tenant_id_file_id_number_key UNIQUE (tenant_id, file_id, number)
)
""",
    r"""
CREATE TABLE correction_note (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  request_id UUID NOT NULL,
  object_table TEXT,
  object_id UUID,
  words_sealed BYTEA NOT NULL,
  noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  noted_by UUID NOT NULL,
  CONSTRAINT correction_note_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT correction_note_tenant_id_request_id_fkey FOREIGN KEY(tenant_id, request_id) REFERENCES correction_request (tenant_id, id),
  CONSTRAINT correction_note_tenant_id_request_id_key UNIQUE (tenant_id, request_id),
  CONSTRAINT correction_note_beside_the_record_check CHECK (compartment in ('administrative', 'coordination'))
)
""",
    r"""
CREATE INDEX correction_note_tenant_id_subject_id_idx ON correction_note (tenant_id, subject_id)
""",
    r"""
CREATE TABLE delivery (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  message_id UUID NOT NULL,
  attempt INTEGER NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  handed_over_at TIMESTAMP WITH TIME ZONE,
  answered_at TIMESTAMP WITH TIME ZONE,
  outcome VARCHAR,
  answer_code INTEGER,
  CONSTRAINT delivery_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT delivery_tenant_id_message_id_fkey FOREIGN KEY(tenant_id, message_id) REFERENCES message (tenant_id, id),
  CONSTRAINT delivery_tenant_id_message_id_attempt_key UNIQUE (tenant_id, message_id, attempt)
)
""",
    r"""
CREATE INDEX delivery_tenant_id_started_at_id_idx ON delivery (tenant_id, started_at, id)
""",
    r"""
CREATE TABLE erasure_certificate (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
  statement JSONB NOT NULL,
  digest BYTEA NOT NULL,
  CONSTRAINT erasure_certificate_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT erasure_certificate_tenant_id_id_fkey FOREIGN KEY(tenant_id, id) REFERENCES erasure_run (tenant_id, id)
)
""",
    r"""
CREATE TABLE erasure_item (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  run_id UUID NOT NULL,
  kind VARCHAR NOT NULL,
  about_id UUID NOT NULL,
  case_id UUID,
  employment_id UUID NOT NULL,
  numbers JSONB NOT NULL,
  key_id UUID,
  begins_on DATE NOT NULL,
  due_on DATE NOT NULL,
  rule JSONB NOT NULL,
  state VARCHAR NOT NULL,
  records INTEGER,
  erased_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT erasure_item_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT erasure_item_tenant_id_run_id_fkey FOREIGN KEY(tenant_id, run_id) REFERENCES erasure_run (tenant_id, id),
  CONSTRAINT erasure_item_tenant_id_run_id_about_id_kind_key UNIQUE (tenant_id, run_id, about_id, kind),
  CONSTRAINT erasure_item_erased_check CHECK ((state = 'erased') = (erased_at is not null))
)
""",
    r"""
CREATE INDEX erasure_item_tenant_id_about_id_kind_idx ON erasure_item (tenant_id, about_id, kind)
""",
    r"""
CREATE TABLE external_login (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person_id UUID NOT NULL,
  linked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  told_email TEXT,
  CONSTRAINT external_login_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT external_login_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES identity_connection (tenant_id, id),
  CONSTRAINT external_login_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT external_login_tenant_id_connection_id_issuer_subject_key UNIQUE (tenant_id, connection_id, issuer, subject)
)
""",
    r"""
CREATE INDEX external_login_tenant_id_person_id_idx ON external_login (tenant_id, person_id)
""",
    r"""
CREATE TABLE identity_domain (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  domain TEXT NOT NULL,
  digest BYTEA NOT NULL,
  token TEXT NOT NULL,
  verified_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT identity_domain_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT identity_domain_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES identity_connection (tenant_id, id),
  CONSTRAINT identity_domain_tenant_id_domain_key UNIQUE (tenant_id, domain)
)
""",
    r"""
CREATE UNIQUE INDEX identity_domain_proven_key ON identity_domain (digest) WHERE verified_at is not null
""",
    r"""
CREATE TABLE refused_grant (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  person_id UUID NOT NULL,
  grouping TEXT NOT NULL,
  role VARCHAR NOT NULL,
  employer_id UUID,
  rule TEXT NOT NULL,
  conflicting TEXT NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT refused_grant_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT refused_grant_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES identity_connection (tenant_id, id),
  CONSTRAINT refused_grant_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT refused_grant_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT refused_grant_tenant_id_connection_id_person_id_groupin_292a UNIQUE (tenant_id, connection_id, person_id, grouping, role)
)
""",
    r"""
CREATE TABLE report_run (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  kind VARCHAR NOT NULL,
  side VARCHAR NOT NULL,
  is_of_all BOOLEAN NOT NULL,
  first_day DATE NOT NULL,
  last_day DATE NOT NULL,
  cut_on DATE NOT NULL,
  locale TEXT NOT NULL,
  state VARCHAR NOT NULL,
  why VARCHAR,
  done INTEGER NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  schedule_id UUID,
  outbox_id UUID,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  employer_ids UUID[] NOT NULL,
  CONSTRAINT report_run_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT report_run_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT report_run_tenant_id_schedule_id_fkey FOREIGN KEY(tenant_id, schedule_id) REFERENCES report_schedule (tenant_id, id),
  CONSTRAINT report_run_tenant_id_schedule_id_first_day_last_day_key UNIQUE (tenant_id, schedule_id, first_day, last_day),
  CONSTRAINT report_run_period_check CHECK (first_day <= last_day),
  CONSTRAINT report_run_one_employer_check CHECK ((side = 'consultancy') or cardinality(employer_ids) = 1),
  CONSTRAINT report_run_ended_check CHECK ((ended_at is null) = (state in ('waiting', 'running')))
)
""",
    r"""
CREATE INDEX report_run_age_idx ON report_run (tenant_id, coalesce(ended_at, asked_at))
""",
    r"""
CREATE INDEX report_run_tenant_id_person_id_role_id_idx ON report_run (tenant_id, person_id, role, id)
""",
    r"""
CREATE TABLE scim_connection (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  employer_id UUID,
  identity_connection_id UUID,
  group_map JSONB NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT scim_connection_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_connection_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT scim_connection_tenant_id_identity_connection_id_fkey FOREIGN KEY(tenant_id, identity_connection_id) REFERENCES identity_connection (tenant_id, id)
)
""",
    r"""
CREATE UNIQUE INDEX scim_connection_name_key ON scim_connection (tenant_id, name)
""",
    r"""
CREATE TABLE seen_logout (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  digest BYTEA NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT seen_logout_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT seen_logout_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES identity_connection (tenant_id, id),
  CONSTRAINT seen_logout_tenant_id_connection_id_digest_key UNIQUE (tenant_id, connection_id, digest)
)
""",
    r"""
CREATE TABLE sign_on_attempt (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  connection_version INTEGER NOT NULL,
  purpose VARCHAR NOT NULL,
  digest BYTEA NOT NULL,
  browser BYTEA NOT NULL,
  redirect_uri TEXT NOT NULL,
  target TEXT,
  person_id UUID,
  sign_in_id UUID,
  began_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  result JSONB,
  CONSTRAINT sign_on_attempt_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT sign_on_attempt_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES identity_connection (tenant_id, id),
  CONSTRAINT sign_on_attempt_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT sign_on_attempt_tenant_id_digest_key UNIQUE (tenant_id, digest)
)
""",
    r"""
CREATE INDEX sign_on_attempt_digest_idx ON sign_on_attempt (digest)
""",
    r"""
CREATE INDEX sign_on_attempt_tenant_id_expires_at_idx ON sign_on_attempt (tenant_id, expires_at)
""",
    r"""
CREATE TABLE support_look (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  access_id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  endpoint TEXT NOT NULL,
  subject_id UUID,
  CONSTRAINT support_look_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT support_look_tenant_id_access_id_fkey FOREIGN KEY(tenant_id, access_id) REFERENCES support_access (tenant_id, id)
)
""",
    r"""
CREATE INDEX support_look_tenant_id_access_id_at_idx ON support_look (tenant_id, access_id, at)
""",
    r"""
CREATE TABLE team (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  department_id UUID NOT NULL,
  CONSTRAINT team_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT team_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT team_tenant_id_department_id_fkey FOREIGN KEY(tenant_id, department_id) REFERENCES department (tenant_id, id),
  CONSTRAINT team_tenant_id_employer_id_key_key UNIQUE (tenant_id, employer_id, key)
)
""",
    r"""
CREATE TABLE theme (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  release_id UUID NOT NULL,
  category VARCHAR NOT NULL,
  effect VARCHAR NOT NULL,
  since_on DATE NOT NULL,
  until_on DATE NOT NULL,
  at_least INTEGER NOT NULL,
  words TEXT,
  worded_by UUID,
  CONSTRAINT theme_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT theme_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT theme_tenant_id_release_id_fkey FOREIGN KEY(tenant_id, release_id) REFERENCES theme_release (tenant_id, id),
  CONSTRAINT theme_tenant_id_worded_by_fkey FOREIGN KEY(tenant_id, worded_by) REFERENCES person (tenant_id, id),
  CONSTRAINT theme_tenant_id_release_id_category_effect_key UNIQUE (tenant_id, release_id, category, effect),
  CONSTRAINT theme_never_below_three_check CHECK (at_least >= 3),
  CONSTRAINT theme_worded_by_somebody_check CHECK ((words is null) = (worded_by is null))
)
""",
    r"""
CREATE TABLE employment (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  key TEXT NOT NULL,
  person_id UUID NOT NULL,
  site_id UUID NOT NULL,
  department_id UUID,
  team_id UUID,
  supervisor_id UUID,
  job_title TEXT,
  started_on DATE,
  ended_on DATE,
  CONSTRAINT employment_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT employment_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT employment_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT employment_tenant_id_site_id_fkey FOREIGN KEY(tenant_id, site_id) REFERENCES site (tenant_id, id),
  CONSTRAINT employment_tenant_id_department_id_fkey FOREIGN KEY(tenant_id, department_id) REFERENCES department (tenant_id, id),
  CONSTRAINT employment_tenant_id_team_id_fkey FOREIGN KEY(tenant_id, team_id) REFERENCES team (tenant_id, id),
  CONSTRAINT employment_tenant_id_supervisor_id_fkey FOREIGN KEY(tenant_id, supervisor_id) REFERENCES person (tenant_id, id),
  CONSTRAINT employment_tenant_id_employer_id_key_key UNIQUE (tenant_id, employer_id, key)
)
""",
    r"""
CREATE INDEX employment_tenant_id_person_id_idx ON employment (tenant_id, person_id)
""",
    r"""
CREATE INDEX employment_tenant_id_supervisor_id_idx ON employment (tenant_id, supervisor_id)
""",
    r"""
CREATE TABLE forum (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  theme_id UUID,
  topic TEXT NOT NULL,
  team TEXT NOT NULL,
  facilitator TEXT NOT NULL,
  begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT forum_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT forum_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT forum_tenant_id_theme_id_fkey FOREIGN KEY(tenant_id, theme_id) REFERENCES theme (tenant_id, id)
)
""",
    r"""
CREATE TABLE prevention_action (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  theme_id UUID,
  title TEXT NOT NULL,
  owner TEXT NOT NULL,
  aimed_for DATE NOT NULL,
  measure TEXT NOT NULL,
  state VARCHAR NOT NULL,
  remark TEXT NOT NULL,
  planned_at TIMESTAMP WITH TIME ZONE NOT NULL,
  moved_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT prevention_action_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT prevention_action_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT prevention_action_tenant_id_theme_id_fkey FOREIGN KEY(tenant_id, theme_id) REFERENCES theme (tenant_id, id)
)
""",
    r"""
CREATE TABLE report_file (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  run_id UUID NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 BYTEA NOT NULL,
  content BYTEA NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  employer_ids UUID[] NOT NULL,
  CONSTRAINT report_file_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT report_file_tenant_id_run_id_fkey FOREIGN KEY(tenant_id, run_id) REFERENCES report_run (tenant_id, id),
  CONSTRAINT report_file_tenant_id_run_id_name_key UNIQUE (tenant_id, run_id, name)
)
""",
    r"""
CREATE TABLE report_part (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  run_id UUID NOT NULL,
  numbers JSONB NOT NULL,
  CONSTRAINT report_part_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT report_part_tenant_id_run_id_fkey FOREIGN KEY(tenant_id, run_id) REFERENCES report_run (tenant_id, id),
  CONSTRAINT report_part_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT report_part_tenant_id_run_id_employer_id_key UNIQUE (tenant_id, run_id, employer_id)
)
""",
    r"""
CREATE TABLE scim_group (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  external_id TEXT,
  version INTEGER NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT scim_group_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_group_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES scim_connection (tenant_id, id),
  CONSTRAINT scim_group_tenant_id_connection_id_name_key_key UNIQUE (tenant_id, connection_id, name_key),
  CONSTRAINT scim_group_version_counts_up_check CHECK (version > 0)
)
""",
    r"""
CREATE UNIQUE INDEX scim_group_external_key ON scim_group (tenant_id, connection_id, external_id) WHERE external_id is not null
""",
    r"""
CREATE INDEX scim_group_tenant_id_connection_id_id_idx ON scim_group (tenant_id, connection_id, id)
""",
    r"""
CREATE TABLE scim_refusal (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  person_id UUID NOT NULL,
  grouping TEXT NOT NULL,
  role VARCHAR NOT NULL,
  employer_id UUID,
  rule TEXT NOT NULL,
  conflicting VARCHAR NOT NULL,
  times INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  settled_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT scim_refusal_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_refusal_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES scim_connection (tenant_id, id),
  CONSTRAINT scim_refusal_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT scim_refusal_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id)
)
""",
    r"""
CREATE UNIQUE INDEX scim_refusal_open_key ON scim_refusal (tenant_id, connection_id, person_id, role, employer_id) NULLS NOT DISTINCT WHERE settled_at is null
""",
    r"""
CREATE TABLE scim_token (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  digest BYTEA NOT NULL,
  place INTEGER NOT NULL,
  made_by UUID,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  last_used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT scim_token_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_token_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES scim_connection (tenant_id, id),
  CONSTRAINT scim_token_tenant_id_made_by_fkey FOREIGN KEY(tenant_id, made_by) REFERENCES person (tenant_id, id),
  CONSTRAINT scim_token_tenant_id_digest_key UNIQUE (tenant_id, digest),
  CONSTRAINT scim_token_two_at_most_check CHECK (place in (1, 2))
)
""",
    r"""
CREATE INDEX scim_token_digest_idx ON scim_token (digest)
""",
    r"""
CREATE UNIQUE INDEX scim_token_living_key ON scim_token (tenant_id, connection_id, place) WHERE revoked_at is null
""",
    r"""
CREATE TABLE scim_user (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  person_id UUID NOT NULL,
  made_person BOOLEAN NOT NULL,
  user_name_key TEXT NOT NULL,
  external_id TEXT,
  active BOOLEAN NOT NULL,
  closed_person BOOLEAN NOT NULL,
  said JSONB NOT NULL,
  version INTEGER NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT scim_user_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_user_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES scim_connection (tenant_id, id),
  CONSTRAINT scim_user_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT scim_user_tenant_id_connection_id_user_name_key_key UNIQUE (tenant_id, connection_id, user_name_key),
  CONSTRAINT scim_user_tenant_id_connection_id_person_id_key UNIQUE (tenant_id, connection_id, person_id),
  CONSTRAINT scim_user_version_counts_up_check CHECK (version > 0)
)
""",
    r"""
CREATE UNIQUE INDEX scim_user_external_key ON scim_user (tenant_id, connection_id, external_id) WHERE external_id is not null
""",
    r"""
CREATE INDEX scim_user_tenant_id_connection_id_id_idx ON scim_user (tenant_id, connection_id, id)
""",
    r"""
CREATE INDEX scim_user_tenant_id_person_id_idx ON scim_user (tenant_id, person_id)
""",
    r"""
CREATE TABLE absence_correction (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  absence_id UUID NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  person_id UUID,
  before JSONB NOT NULL,
  after JSONB NOT NULL,
  why TEXT NOT NULL,
  source TEXT NOT NULL,
  CONSTRAINT absence_correction_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT absence_correction_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id)
)
""",
    r"""
CREATE INDEX absence_correction_tenant_id_absence_id_at_idx ON absence_correction (tenant_id, absence_id, at)
""",
    r"""
CREATE TABLE cases (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID GENERATED ALWAYS AS (employment_id) STORED NOT NULL,
  compartment VARCHAR NOT NULL,
  employment_id UUID NOT NULL,
  number TEXT NOT NULL,
  sort_name TEXT DEFAULT '' NOT NULL,
  opened_on DATE NOT NULL,
  opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
  framework_version_id UUID,
  previous_case_id UUID,
  CONSTRAINT cases_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT cases_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT cases_tenant_id_employment_id_fkey FOREIGN KEY(tenant_id, employment_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT cases_tenant_id_number_key UNIQUE (tenant_id, number)
)
""",
    r"""
CREATE INDEX cases_tenant_id_employer_id_opened_on_id_idx ON cases (tenant_id, employer_id, opened_on, id)
""",
    r"""
CREATE INDEX cases_tenant_id_employer_id_sort_name_id_idx ON cases (tenant_id, employer_id, sort_name, id)
""",
    r"""
CREATE INDEX cases_tenant_id_employment_id_idx ON cases (tenant_id, employment_id)
""",
    r"""
CREATE TABLE forum_session (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  forum_id UUID NOT NULL,
  "on" DATE NOT NULL,
  agreed TEXT NOT NULL,
  CONSTRAINT forum_session_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT forum_session_tenant_id_forum_id_fkey FOREIGN KEY(tenant_id, forum_id) REFERENCES forum (tenant_id, id),
  CONSTRAINT forum_session_tenant_id_forum_id_on_key UNIQUE (tenant_id, forum_id, "on")
)
""",
    r"""
CREATE TABLE scim_match (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  user_id UUID NOT NULL,
  person_id UUID NOT NULL,
  why TEXT NOT NULL,
  proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  refused_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT scim_match_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_match_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES scim_connection (tenant_id, id),
  CONSTRAINT scim_match_tenant_id_user_id_fkey FOREIGN KEY(tenant_id, user_id) REFERENCES scim_user (tenant_id, id),
  CONSTRAINT scim_match_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT scim_match_tenant_id_user_id_person_id_key UNIQUE (tenant_id, user_id, person_id),
  CONSTRAINT scim_match_known_reason_check CHECK (why in ('address', 'number'))
)
""",
    r"""
CREATE TABLE scim_member (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  connection_id UUID NOT NULL,
  group_id UUID NOT NULL,
  user_id UUID NOT NULL,
  CONSTRAINT scim_member_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scim_member_tenant_id_connection_id_fkey FOREIGN KEY(tenant_id, connection_id) REFERENCES scim_connection (tenant_id, id),
  CONSTRAINT scim_member_tenant_id_group_id_fkey FOREIGN KEY(tenant_id, group_id) REFERENCES scim_group (tenant_id, id),
  CONSTRAINT scim_member_tenant_id_user_id_fkey FOREIGN KEY(tenant_id, user_id) REFERENCES scim_user (tenant_id, id),
  CONSTRAINT scim_member_tenant_id_group_id_user_id_key UNIQUE (tenant_id, group_id, user_id)
)
""",
    r"""
CREATE INDEX scim_member_tenant_id_user_id_idx ON scim_member (tenant_id, user_id)
""",
    r"""
CREATE TABLE statutory_document (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  code TEXT NOT NULL,
  newest INTEGER NOT NULL,
  begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
  begun_by UUID NOT NULL,
  completed_on DATE,
  complete_number INTEGER,
  CONSTRAINT statutory_document_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT statutory_document_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT statutory_document_compartment_check CHECK (compartment = 'administrative')
)
""",
    r"""
CREATE INDEX statutory_document_tenant_id_subject_id_code_idx ON statutory_document (tenant_id, subject_id, code)
""",
    r"""
CREATE TABLE actual_week (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  monday DATE NOT NULL,
  hours NUMERIC(5, 2) NOT NULL,
  tasks_sealed BYTEA NOT NULL,
  replacement_there BOOLEAN,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID NOT NULL,
  CONSTRAINT actual_week_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT actual_week_tenant_id_subject_id_monday_key UNIQUE (tenant_id, subject_id, monday),
  CONSTRAINT actual_week_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT actual_week_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX actual_week_tenant_id_subject_id_idx ON actual_week (tenant_id, subject_id)
""",
    r"""
CREATE INDEX actual_week_tenant_id_subject_id_monday_idx ON actual_week (tenant_id, subject_id, monday)
""",
    r"""
CREATE TABLE assignment (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  case_id UUID NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  during DATERANGE NOT NULL,
  cover_id UUID,
  duty VARCHAR DEFAULT 'whole' NOT NULL,
  given_by UUID,
  CONSTRAINT assignment_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT assignment_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT assignment_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT assignment_once EXCLUDE USING gist (tenant_id WITH =, case_id WITH =, person_id WITH =, role WITH =, during WITH &&)
)
""",
    r"""
CREATE INDEX assignment_tenant_id_case_id_idx ON assignment (tenant_id, case_id)
""",
    r"""
CREATE INDEX assignment_tenant_id_person_id_role_idx ON assignment (tenant_id, person_id, role)
""",
    r"""
CREATE TABLE call_request (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  requested_by UUID NOT NULL,
  requested_role VARCHAR NOT NULL,
  requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
  channel VARCHAR NOT NULL,
  about_sealed BYTEA,
  acknowledged_at TIMESTAMP WITH TIME ZONE,
  acknowledged_by UUID,
  answer_sealed BYTEA,
  CONSTRAINT call_request_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT call_request_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT call_request_tenant_id_requested_by_fkey FOREIGN KEY(tenant_id, requested_by) REFERENCES person (tenant_id, id)
)
""",
    r"""
CREATE INDEX call_request_open_idx ON call_request (tenant_id, employer_id, requested_at, id) WHERE acknowledged_at is null
""",
    r"""
CREATE INDEX call_request_tenant_id_subject_id_idx ON call_request (tenant_id, subject_id)
""",
    r"""
CREATE TABLE case_process (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  participation VARCHAR NOT NULL,
  invited_on DATE,
  call_by DATE,
  explained_on DATE,
  decided_on DATE,
  next_conversation_on DATE,
  preferred_channel VARCHAR,
  preferred_time_sealed BYTEA,
  outcome VARCHAR,
  closed_on DATE,
  version INTEGER NOT NULL,
  CONSTRAINT case_process_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT case_process_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT case_process_tenant_id_subject_id_key UNIQUE (tenant_id, subject_id),
  CONSTRAINT case_process_closed_with_an_outcome_check CHECK ((outcome is null) = (closed_on is null))
)
""",
    r"""
CREATE INDEX case_process_new_idx ON case_process (tenant_id, employer_id) WHERE participation = 'not_invited' and outcome is null
""",
    r"""
CREATE INDEX case_process_tenant_id_employer_id_outcome_idx ON case_process (tenant_id, employer_id, outcome)
""",
    r"""
CREATE TABLE concern (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  wording_sealed BYTEA NOT NULL,
  topic VARCHAR NOT NULL,
  place INTEGER NOT NULL,
  state VARCHAR NOT NULL,
  reviewed_on DATE,
  noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  noted_as VARCHAR NOT NULL,
  approved_sealed BYTEA,
  released_at TIMESTAMP WITH TIME ZONE,
  plan_concern_id UUID,
  CONSTRAINT concern_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT concern_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT concern_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX concern_tenant_id_subject_id_idx ON concern (tenant_id, subject_id)
""",
    r"""
CREATE TABLE concern_summary (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  number INTEGER NOT NULL,
  text_sealed BYTEA NOT NULL,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL,
  written_by UUID NOT NULL,
  validated_at TIMESTAMP WITH TIME ZONE,
  validated_by UUID,
  agreed_to_discuss BOOLEAN NOT NULL,
  CONSTRAINT concern_summary_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT concern_summary_tenant_id_subject_id_number_key UNIQUE (tenant_id, subject_id, number),
  CONSTRAINT concern_summary_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT concern_summary_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX concern_summary_tenant_id_subject_id_idx ON concern_summary (tenant_id, subject_id)
""",
    r"""
CREATE TABLE conflict_note (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  noted_on DATE NOT NULL,
  note_sealed BYTEA NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID NOT NULL,
  CONSTRAINT conflict_note_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT conflict_note_tenant_id_subject_id_noted_on_key UNIQUE (tenant_id, subject_id, noted_on),
  CONSTRAINT conflict_note_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT conflict_note_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX conflict_note_tenant_id_subject_id_idx ON conflict_note (tenant_id, subject_id)
""",
    r"""
CREATE TABLE consent (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  purpose VARCHAR NOT NULL,
  about TEXT NOT NULL,
  answer VARCHAR NOT NULL,
  text_id UUID NOT NULL,
  given_by UUID NOT NULL,
  given_how VARCHAR NOT NULL,
  given_on DATE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  withdrawn_recorded_by UUID,
  CONSTRAINT consent_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT consent_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT consent_tenant_id_text_id_fkey FOREIGN KEY(tenant_id, text_id) REFERENCES consent_text (tenant_id, id),
  CONSTRAINT consent_tenant_id_given_by_fkey FOREIGN KEY(tenant_id, given_by) REFERENCES person (tenant_id, id),
  CONSTRAINT consent_only_what_was_given_is_withdrawn_check CHECK (withdrawn_at is null or answer = 'given')
)
""",
    r"""
CREATE UNIQUE INDEX consent_live_idx ON consent (tenant_id, subject_id, purpose, about) WHERE answer = 'given' and withdrawn_at is null
""",
    r"""
CREATE INDEX consent_tenant_id_subject_id_purpose_idx ON consent (tenant_id, subject_id, purpose)
""",
    r"""
CREATE TABLE contact (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  channel VARCHAR NOT NULL,
  place VARCHAR,
  "on" DATE NOT NULL,
  at TIME WITHOUT TIME ZONE,
  participants JSONB NOT NULL,
  with_person_id UUID,
  guide_key TEXT,
  ticks JSONB NOT NULL,
  topics JSONB NOT NULL,
  put_off JSONB NOT NULL,
  let_go JSONB NOT NULL,
  answers_sealed BYTEA,
  notes_sealed BYTEA,
  agreed_sealed BYTEA,
  next_on DATE,
  withheld_from_worker BOOLEAN NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID,
  CONSTRAINT contact_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT contact_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT contact_supervisors_answers_are_withheld_check CHECK (not (kind = 'after_return_supervisor') or withheld_from_worker)
)
""",
    r"""
CREATE INDEX contact_tenant_id_subject_id_on_idx ON contact (tenant_id, subject_id, "on")
""",
    r"""
CREATE TABLE contact_request (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  case_id UUID NOT NULL,
  requested_by UUID NOT NULL,
  requested_role VARCHAR NOT NULL,
  requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
  why VARCHAR NOT NULL,
  asked_for VARCHAR NOT NULL,
  channel VARCHAR NOT NULL,
  wanted_on DATE,
  obligation_key TEXT,
  state VARCHAR NOT NULL,
  decided_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT contact_request_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT contact_request_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT contact_request_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT contact_request_tenant_id_requested_by_fkey FOREIGN KEY(tenant_id, requested_by) REFERENCES person (tenant_id, id),
  CONSTRAINT contact_request_statutory_names_its_obligation_check CHECK ((why = 'statutory') = (obligation_key is not null)),
  CONSTRAINT contact_request_statutory_is_never_held_check CHECK (why <> 'statutory' or state = 'allowed'),
  CONSTRAINT contact_request_statutory_is_of_whoever_owes_it_check CHECK (why <> 'statutory' or asked_for = 'themselves')
)
""",
    r"""
CREATE INDEX contact_request_tenant_id_case_id_state_idx ON contact_request (tenant_id, case_id, state)
""",
    r"""
CREATE INDEX contact_request_tenant_id_subject_id_requested_at_idx ON contact_request (tenant_id, subject_id, requested_at)
""",
    r"""
CREATE INDEX contact_request_waiting_idx ON contact_request (tenant_id, employer_id, requested_at, id) WHERE state = 'waiting'
""",
    r"""
CREATE TABLE emergency_access (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  case_id UUID NOT NULL,
  part VARCHAR NOT NULL,
  asked_by UUID NOT NULL,
  asked_as VARCHAR NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  reason_sealed BYTEA NOT NULL,
  decided_by UUID,
  decided_at TIMESTAMP WITH TIME ZONE,
  ends_at TIMESTAMP WITH TIME ZONE,
  opened INTEGER NOT NULL,
  reviewed_by UUID,
  reviewed_at TIMESTAMP WITH TIME ZONE,
  was_right BOOLEAN,
  review_sealed BYTEA,
  CONSTRAINT emergency_access_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT emergency_access_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT emergency_access_tenant_id_asked_by_fkey FOREIGN KEY(tenant_id, asked_by) REFERENCES person (tenant_id, id),
  CONSTRAINT emergency_access_tenant_id_decided_by_fkey FOREIGN KEY(tenant_id, decided_by) REFERENCES person (tenant_id, id),
  CONSTRAINT emergency_access_tenant_id_reviewed_by_fkey FOREIGN KEY(tenant_id, reviewed_by) REFERENCES person (tenant_id, id),
  CONSTRAINT emergency_access_two_people_check CHECK (decided_by <> asked_by),
  CONSTRAINT emergency_access_a_third_reviews_check CHECK (reviewed_by <> asked_by and reviewed_by <> decided_by),
  CONSTRAINT emergency_access_half_an_hour_check CHECK (ends_at <= decided_at + interval '30 minutes'),
  CONSTRAINT emergency_access_part_check CHECK (part not in ('administrative', 'prevention'))
)
""",
    r"""
CREATE INDEX emergency_access_tenant_id_asked_at_idx ON emergency_access (tenant_id, asked_at)
""",
    r"""
CREATE TABLE fact (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  employment_id UUID NOT NULL,
  case_id UUID,
  "on" DATE NOT NULL,
  type TEXT NOT NULL,
  fields JSONB NOT NULL,
  source TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID,
  void BOOLEAN NOT NULL,
  replaces UUID,
  replaced_by UUID,
  CONSTRAINT fact_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT fact_tenant_id_employment_id_fkey FOREIGN KEY(tenant_id, employment_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT fact_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT fact_tenant_id_replaces_fkey FOREIGN KEY(tenant_id, replaces) REFERENCES fact (tenant_id, id)
)
""",
    r"""
CREATE INDEX fact_current_idx ON fact (tenant_id, employment_id) WHERE replaced_by is null
""",
    r"""
CREATE INDEX fact_tenant_id_employment_id_on_id_idx ON fact (tenant_id, employment_id, "on", id)
""",
    r"""
CREATE TABLE follow_up_agreement (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  interval_days INTEGER NOT NULL,
  channel VARCHAR NOT NULL,
  agreed_on DATE NOT NULL,
  agreed_by_worker_id UUID NOT NULL,
  agreed_by_coordinator_id UUID NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID,
  CONSTRAINT follow_up_agreement_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT follow_up_agreement_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT follow_up_agreement_tenant_id_agreed_by_worker_id_fkey FOREIGN KEY(tenant_id, agreed_by_worker_id) REFERENCES person (tenant_id, id),
  CONSTRAINT follow_up_agreement_tenant_id_agreed_by_coordinator_id_fkey FOREIGN KEY(tenant_id, agreed_by_coordinator_id) REFERENCES person (tenant_id, id),
  CONSTRAINT follow_up_agreement_an_interval_of_days_check CHECK (interval_days between 1 and 365)
)
""",
    r"""
CREATE INDEX follow_up_agreement_tenant_id_subject_id_agreed_on_idx ON follow_up_agreement (tenant_id, subject_id, agreed_on)
""",
    r"""
CREATE TABLE hand_over (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  case_id UUID NOT NULL,
  employment_id UUID NOT NULL,
  from_id UUID NOT NULL,
  to_id UUID NOT NULL,
  reason VARCHAR NOT NULL,
  offered_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state VARCHAR NOT NULL,
  why_not VARCHAR,
  settled_at TIMESTAMP WITH TIME ZONE,
  with_drafts BOOLEAN NOT NULL,
  CONSTRAINT hand_over_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT hand_over_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT hand_over_tenant_id_employment_id_fkey FOREIGN KEY(tenant_id, employment_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT hand_over_tenant_id_from_id_fkey FOREIGN KEY(tenant_id, from_id) REFERENCES person (tenant_id, id),
  CONSTRAINT hand_over_tenant_id_to_id_fkey FOREIGN KEY(tenant_id, to_id) REFERENCES person (tenant_id, id),
  CONSTRAINT hand_over_somebody_else_check CHECK (from_id <> to_id),
  CONSTRAINT hand_over_settled_once_check CHECK ((state = 'open') = (settled_at is null)),
  CONSTRAINT hand_over_refused_with_a_reason_check CHECK ((state = 'refused') = (why_not is not null))
)
""",
    r"""
CREATE INDEX hand_over_offered_idx ON hand_over (tenant_id, to_id) WHERE state = 'open'
""",
    r"""
CREATE UNIQUE INDEX hand_over_open_key ON hand_over (tenant_id, case_id) WHERE state = 'open'
""",
    r"""
CREATE INDEX hand_over_tenant_id_case_id_idx ON hand_over (tenant_id, case_id)
""",
    r"""
CREATE TABLE held_letter (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  key TEXT NOT NULL,
  version TEXT NOT NULL,
  asked_by UUID NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state VARCHAR NOT NULL,
  decided_by UUID,
  decided_at TIMESTAMP WITH TIME ZONE,
  reason_sealed BYTEA,
  CONSTRAINT held_letter_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT held_letter_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT held_letter_tenant_id_asked_by_fkey FOREIGN KEY(tenant_id, asked_by) REFERENCES person (tenant_id, id),
  CONSTRAINT held_letter_tenant_id_decided_by_fkey FOREIGN KEY(tenant_id, decided_by) REFERENCES person (tenant_id, id),
  CONSTRAINT held_letter_compartment_check CHECK (compartment = 'coordination'),
  CONSTRAINT held_letter_answered_once_check CHECK ((state = 'waiting') = (decided_at is null))
)
""",
    r"""
CREATE INDEX held_letter_queue_idx ON held_letter (tenant_id, employer_id, asked_at) WHERE state = 'waiting'
""",
    r"""
CREATE INDEX held_letter_tenant_id_subject_id_asked_at_idx ON held_letter (tenant_id, subject_id, asked_at)
""",
    r"""
CREATE UNIQUE INDEX held_letter_waiting_key ON held_letter (tenant_id, subject_id, key) WHERE state = 'waiting'
""",
    r"""
CREATE TABLE held_text (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  person_id UUID NOT NULL,
  object_table TEXT NOT NULL,
  object_id UUID NOT NULL,
  name TEXT NOT NULL,
  sealed_sha256 BYTEA NOT NULL,
  state VARCHAR NOT NULL,
  asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  words_sealed BYTEA,
  decided_at TIMESTAMP WITH TIME ZONE,
  decided_by UUID,
  CONSTRAINT held_text_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT held_text_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT held_text_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT held_text_tenant_id_object_id_name_sealed_sha256_key UNIQUE (tenant_id, object_id, name, sealed_sha256),
  CONSTRAINT held_text_decided_check CHECK ((state = 'waiting') = (decided_at is null)),
  CONSTRAINT held_text_redacted_has_words_check CHECK ((state = 'redacted') = (words_sealed is not null)),
  CONSTRAINT held_text_the_coordinator_reads_it_check CHECK (compartment in ('coordination', 'plan'))
)
""",
    r"""
CREATE INDEX held_text_tenant_id_subject_id_state_idx ON held_text (tenant_id, subject_id, state)
""",
    r"""
CREATE TABLE help_offer (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  resource TEXT NOT NULL,
  kind VARCHAR NOT NULL,
  offered_on DATE NOT NULL,
  wish VARCHAR NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID NOT NULL,
  CONSTRAINT help_offer_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT help_offer_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT help_offer_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX help_offer_tenant_id_subject_id_idx ON help_offer (tenant_id, subject_id)
""",
    r"""
CREATE TABLE legal_hold (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  case_id UUID,
  employment_id UUID,
  number TEXT,
  reason TEXT NOT NULL,
  until DATE NOT NULL,
  placed_by UUID NOT NULL,
  placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  lifted_by UUID,
  lifted_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT legal_hold_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT legal_hold_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT legal_hold_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT legal_hold_tenant_id_employment_id_fkey FOREIGN KEY(tenant_id, employment_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT legal_hold_tenant_id_placed_by_fkey FOREIGN KEY(tenant_id, placed_by) REFERENCES person (tenant_id, id),
  CONSTRAINT legal_hold_case_check CHECK ((case_id is null) = (employment_id is null)),
  CONSTRAINT legal_hold_lifted_check CHECK ((lifted_at is null) = (lifted_by is null))
)
""",
    r"""
CREATE INDEX legal_hold_tenant_id_employer_id_until_idx ON legal_hold (tenant_id, employer_id, until)
""",
    r"""
CREATE TABLE measure_view (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  party VARCHAR NOT NULL,
  helped VARCHAR NOT NULL,
  measure_sealed BYTEA NOT NULL,
  withheld_from_worker BOOLEAN NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID,
  CONSTRAINT measure_view_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT measure_view_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT measure_view_supervisors_view_is_withheld_check CHECK ((party = 'supervisor') = withheld_from_worker)
)
""",
    r"""
CREATE INDEX measure_view_tenant_id_subject_id_idx ON measure_view (tenant_id, subject_id)
""",
    r"""
CREATE TABLE mediation_agreement (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  engagement_id UUID NOT NULL,
  supervisor_id UUID NOT NULL,
  words_sealed BYTEA NOT NULL,
  released_on DATE NOT NULL,
  CONSTRAINT mediation_agreement_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT mediation_agreement_tenant_id_supervisor_id_fkey FOREIGN KEY(tenant_id, supervisor_id) REFERENCES person (tenant_id, id),
  CONSTRAINT mediation_agreement_tenant_id_engagement_id_key UNIQUE (tenant_id, engagement_id),
  CONSTRAINT mediation_agreement_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT mediation_agreement_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX mediation_agreement_tenant_id_subject_id_idx ON mediation_agreement (tenant_id, subject_id)
""",
    r"""
CREATE TABLE milestone_reached (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  milestone VARCHAR NOT NULL,
  "on" DATE NOT NULL,
  CONSTRAINT milestone_reached_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT milestone_reached_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id)
)
""",
    r"""
CREATE INDEX milestone_reached_tenant_id_subject_id_idx ON milestone_reached (tenant_id, subject_id)
""",
    r"""
CREATE TABLE obligation (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  employment_id UUID NOT NULL,
  case_id UUID,
  key TEXT NOT NULL,
  rule TEXT NOT NULL,
  about TEXT,
  sequence INTEGER NOT NULL,
  spell INTEGER,
  for_absence DATE,
  due_on DATE,
  due_at TIMESTAMP WITH TIME ZONE,
  window_from DATE,
  nominal DATE,
  safe_target DATE,
  value JSONB,
  reason TEXT,
  status TEXT NOT NULL,
  met_on DATE,
  owed_by TEXT NOT NULL,
  kind TEXT NOT NULL,
  tells_cause BOOLEAN NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  explanation JSONB NOT NULL,
  source JSONB,
  layer TEXT,
  reviewed_on DATE,
  computed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  stale BOOLEAN NOT NULL,
  release TEXT,
  proposed JSONB,
  closed_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT obligation_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT obligation_tenant_id_employment_id_fkey FOREIGN KEY(tenant_id, employment_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT obligation_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT obligation_tenant_id_employment_id_key_key UNIQUE (tenant_id, employment_id, key)
)
""",
    r"""
CREATE INDEX obligation_due_idx ON obligation (tenant_id, due_on, id) WHERE closed_at is null
""",
    r"""
CREATE INDEX obligation_employer_idx ON obligation (tenant_id, employer_id, due_on, id) WHERE closed_at is null
""",
    r"""
CREATE INDEX obligation_open_idx ON obligation (tenant_id, subject_id, due_on) WHERE closed_at is null
""",
    r"""
CREATE INDEX obligation_open_of_employer_idx ON obligation (tenant_id, employer_id, due_on, id) WHERE closed_at is null
""",
    r"""
CREATE INDEX obligation_proposed_idx ON obligation (tenant_id, employer_id, id) WHERE proposed is not null
""",
    r"""
CREATE INDEX obligation_report_idx ON obligation (tenant_id, employer_id, due_on) INCLUDE (rule, owed_by, kind, status, met_on, case_id, employment_id, subject_id, compartment)
""",
    r"""
CREATE TABLE own_concern (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  text_sealed BYTEA NOT NULL,
  revision INTEGER NOT NULL,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  told_as UUID,
  CONSTRAINT own_concern_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT own_concern_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT own_concern_compartment_check CHECK (compartment = 'own')
)
""",
    r"""
CREATE INDEX own_concern_tenant_id_subject_id_idx ON own_concern (tenant_id, subject_id)
""",
    r"""
CREATE TABLE plan_answer (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  key TEXT NOT NULL,
  text_sealed BYTEA NOT NULL,
  answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
  answered_by UUID NOT NULL,
  CONSTRAINT plan_answer_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_answer_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_answer_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX plan_answer_tenant_id_subject_id_idx ON plan_answer (tenant_id, subject_id)
""",
    r"""
CREATE TABLE plan_concern (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  topic VARCHAR NOT NULL,
  words_sealed BYTEA NOT NULL,
  place INTEGER NOT NULL,
  shared_on DATE NOT NULL,
  CONSTRAINT plan_concern_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_concern_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_concern_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX plan_concern_tenant_id_subject_id_idx ON plan_concern (tenant_id, subject_id)
""",
    r"""
CREATE TABLE plan_draft (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  content_sealed BYTEA NOT NULL,
  revision INTEGER NOT NULL,
  form_key UUID,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_by UUID NOT NULL,
  CONSTRAINT plan_draft_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_draft_tenant_id_subject_id_key UNIQUE (tenant_id, subject_id),
  CONSTRAINT plan_draft_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_draft_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX plan_draft_tenant_id_subject_id_idx ON plan_draft (tenant_id, subject_id)
""",
    r"""
CREATE TABLE plan_objection (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  number INTEGER NOT NULL,
  words_sealed BYTEA NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  said_by UUID NOT NULL,
  CONSTRAINT plan_objection_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_objection_tenant_id_said_by_fkey FOREIGN KEY(tenant_id, said_by) REFERENCES person (tenant_id, id),
  CONSTRAINT plan_objection_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_objection_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX plan_objection_tenant_id_subject_id_idx ON plan_objection (tenant_id, subject_id)
""",
    r"""
CREATE TABLE plan_remark (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  number INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  words_sealed BYTEA NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT plan_remark_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_remark_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_remark_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX plan_remark_tenant_id_subject_id_idx ON plan_remark (tenant_id, subject_id)
""",
    r"""
CREATE TABLE plan_version (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  number INTEGER NOT NULL,
  proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  proposed_by UUID NOT NULL,
  worker_id UUID NOT NULL,
  supervisor_id UUID NOT NULL,
  first_day_on DATE NOT NULL,
  digest BYTEA NOT NULL,
  content_sealed BYTEA NOT NULL,
  CONSTRAINT plan_version_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_version_tenant_id_subject_id_number_key UNIQUE (tenant_id, subject_id, number),
  CONSTRAINT plan_version_tenant_id_worker_id_fkey FOREIGN KEY(tenant_id, worker_id) REFERENCES person (tenant_id, id),
  CONSTRAINT plan_version_tenant_id_supervisor_id_fkey FOREIGN KEY(tenant_id, supervisor_id) REFERENCES person (tenant_id, id),
  CONSTRAINT plan_version_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_version_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX plan_version_tenant_id_subject_id_idx ON plan_version (tenant_id, subject_id)
""",
    r"""
CREATE TABLE planning_meeting (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
  minutes INTEGER NOT NULL,
  place_sealed BYTEA NOT NULL,
  union_invited BOOLEAN NOT NULL,
  scheduled_at TIMESTAMP WITH TIME ZONE NOT NULL,
  briefed_on DATE,
  briefed_by UUID,
  began_at TIMESTAMP WITH TIME ZONE,
  held_on DATE,
  present JSONB NOT NULL,
  objectives_sealed BYTEA,
  worker_spoke_first BOOLEAN,
  CONSTRAINT planning_meeting_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT planning_meeting_held_on_a_day_check CHECK (state <> 'held' or held_on is not null),
  CONSTRAINT planning_meeting_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT planning_meeting_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE UNIQUE INDEX planning_meeting_open_key ON planning_meeting (tenant_id, subject_id) WHERE state = 'scheduled'
""",
    r"""
CREATE INDEX planning_meeting_tenant_id_subject_id_idx ON planning_meeting (tenant_id, subject_id)
""",
    r"""
CREATE TABLE promise_confirmation (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  key TEXT NOT NULL,
  since INTEGER NOT NULL,
  in_place BOOLEAN NOT NULL,
  "on" DATE NOT NULL,
  said_at TIMESTAMP WITH TIME ZONE NOT NULL,
  said_by UUID NOT NULL,
  note_sealed BYTEA NOT NULL,
  CONSTRAINT promise_confirmation_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT promise_confirmation_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT promise_confirmation_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX promise_confirmation_tenant_id_subject_id_idx ON promise_confirmation (tenant_id, subject_id)
""",
    r"""
CREATE TABLE readiness (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  worker_ready_on DATE,
  physician VARCHAR,
  capacity_from_on DATE,
  return_on DATE,
  CONSTRAINT readiness_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT readiness_tenant_id_subject_id_key UNIQUE (tenant_id, subject_id),
  CONSTRAINT readiness_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT readiness_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX readiness_tenant_id_subject_id_idx ON readiness (tenant_id, subject_id)
""",
    r"""
CREATE TABLE return_record (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  prepared_version INTEGER,
  prepared_at TIMESTAMP WITH TIME ZONE,
  prepared_by UUID,
  first_day_on DATE,
  "full" BOOLEAN,
  supervisor_greeted BOOLEAN,
  coordinator_came_along BOOLEAN,
  welcome_as_wished BOOLEAN,
  skipped JSONB NOT NULL,
  fact_id UUID,
  recorded_at TIMESTAMP WITH TIME ZONE,
  recorded_by UUID,
  CONSTRAINT return_record_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT return_record_tenant_id_subject_id_key UNIQUE (tenant_id, subject_id),
  CONSTRAINT return_record_a_return_is_a_fact_check CHECK ((first_day_on is null) = (fact_id is null)),
  CONSTRAINT return_record_prepared_under_a_version_check CHECK ((prepared_version is null) = (prepared_at is null)),
  CONSTRAINT return_record_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT return_record_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX return_record_tenant_id_subject_id_idx ON return_record (tenant_id, subject_id)
""",
    r"""
CREATE TABLE shared_plan (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  case_id UUID NOT NULL,
  since DATE NOT NULL,
  CONSTRAINT shared_plan_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT shared_plan_tenant_id_case_id_fkey FOREIGN KEY(tenant_id, case_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT shared_plan_tenant_id_case_id_key UNIQUE (tenant_id, case_id)
)
""",
    r"""
CREATE TABLE statutory_version (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  document_id UUID NOT NULL,
  number INTEGER NOT NULL,
  "on" DATE NOT NULL,
  content_sealed BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  made_at TIMESTAMP WITH TIME ZONE NOT NULL,
  made_by UUID NOT NULL,
  made_as VARCHAR NOT NULL,
  CONSTRAINT statutory_version_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT statutory_version_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT statutory_version_tenant_id_document_id_fkey FOREIGN KEY(tenant_id, document_id) REFERENCES statutory_document (tenant_id, id),
  CONSTRAINT statutory_version_tenant_id_document_id_number_key UNIQUE (tenant_id, document_id, number),
  CONSTRAINT statutory_version_compartment_check CHECK (compartment = 'administrative')
)
""",
    r"""
CREATE TABLE supervisor_notice (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  supervisor_id UUID NOT NULL,
  informed_on DATE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID,
  locale TEXT NOT NULL,
  words_sealed BYTEA NOT NULL,
  version TEXT NOT NULL,
  call_asked_on DATE,
  CONSTRAINT supervisor_notice_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT supervisor_notice_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT supervisor_notice_tenant_id_supervisor_id_fkey FOREIGN KEY(tenant_id, supervisor_id) REFERENCES person (tenant_id, id)
)
""",
    r"""
CREATE INDEX supervisor_notice_tenant_id_subject_id_idx ON supervisor_notice (tenant_id, subject_id)
""",
    r"""
CREATE TABLE supervisor_talk (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  planned_on DATE NOT NULL,
  planned_by UUID NOT NULL,
  held_on DATE,
  dropped_at TIMESTAMP WITH TIME ZONE,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT supervisor_talk_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT supervisor_talk_tenant_id_subject_id_planned_on_key UNIQUE (tenant_id, subject_id, planned_on),
  CONSTRAINT supervisor_talk_held_or_dropped_check CHECK (held_on is null or dropped_at is null),
  CONSTRAINT supervisor_talk_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT supervisor_talk_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX supervisor_talk_tenant_id_subject_id_idx ON supervisor_talk (tenant_id, subject_id)
""",
    r"""
CREATE TABLE tentative_plan (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  topics TEXT[] NOT NULL,
  revision INTEGER NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT tentative_plan_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT tentative_plan_tenant_id_subject_id_key UNIQUE (tenant_id, subject_id),
  CONSTRAINT tentative_plan_topics_only_check CHECK (topics <@ array['past_event', 'workload', 'ways_of_working', 'supervisor_support', 'relations', 'roles', 'others']::text[]),
  CONSTRAINT tentative_plan_some_topic_check CHECK (cardinality(topics) >= 1),
  CONSTRAINT tentative_plan_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT tentative_plan_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX tentative_plan_tenant_id_subject_id_idx ON tentative_plan (tenant_id, subject_id)
""",
    r"""
CREATE TABLE absence (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  external_key TEXT NOT NULL,
  first_day DATE NOT NULL,
  first_day_fit DATE,
  hours NUMERIC(8, 2),
  expected_days INTEGER,
  percent INTEGER,
  source TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  started_fact_id UUID NOT NULL,
  recovered_fact_id UUID,
  prognosis_fact_id UUID,
  CONSTRAINT absence_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT absence_tenant_id_employer_id_fkey FOREIGN KEY(tenant_id, employer_id) REFERENCES client_organisation (tenant_id, id),
  CONSTRAINT absence_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT absence_tenant_id_started_fact_id_fkey FOREIGN KEY(tenant_id, started_fact_id) REFERENCES fact (tenant_id, id),
  CONSTRAINT absence_tenant_id_recovered_fact_id_fkey FOREIGN KEY(tenant_id, recovered_fact_id) REFERENCES fact (tenant_id, id),
  CONSTRAINT absence_tenant_id_prognosis_fact_id_fkey FOREIGN KEY(tenant_id, prognosis_fact_id) REFERENCES fact (tenant_id, id),
  CONSTRAINT absence_tenant_id_employer_id_external_key_key UNIQUE (tenant_id, employer_id, external_key),
  CONSTRAINT absence_no_overlap EXCLUDE USING gist (tenant_id WITH =, subject_id WITH =, daterange(first_day, first_day_fit, '[)') WITH &&) DEFERRABLE INITIALLY IMMEDIATE,
  CONSTRAINT absence_ends_after_its_start_check CHECK (first_day_fit > first_day),
  CONSTRAINT absence_hours_check CHECK (hours >= 0),
  CONSTRAINT absence_expected_days_check CHECK (expected_days > 0),
  CONSTRAINT absence_percent_check CHECK (percent between 1 and 100),
  CONSTRAINT absence_compartment_check CHECK (compartment = 'administrative')
)
""",
    r"""
CREATE INDEX absence_open_idx ON absence (tenant_id, first_day) WHERE first_day_fit is null
""",
    r"""
CREATE INDEX absence_tenant_id_employer_id_first_day_id_idx ON absence (tenant_id, employer_id, first_day, id) INCLUDE (first_day_fit, subject_id, compartment)
""",
    r"""
CREATE TABLE concern_review (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  concern_id UUID NOT NULL,
  state VARCHAR NOT NULL,
  topic VARCHAR NOT NULL,
  wording_sealed BYTEA NOT NULL,
  reviewed_on DATE NOT NULL,
  noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  noted_as VARCHAR NOT NULL,
  CONSTRAINT concern_review_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT concern_review_tenant_id_concern_id_fkey FOREIGN KEY(tenant_id, concern_id) REFERENCES concern (tenant_id, id),
  CONSTRAINT concern_review_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT concern_review_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX concern_review_tenant_id_concern_id_idx ON concern_review (tenant_id, concern_id)
""",
    r"""
CREATE INDEX concern_review_tenant_id_subject_id_idx ON concern_review (tenant_id, subject_id)
""",
    r"""
CREATE TABLE contact_decision (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  request_id UUID NOT NULL,
  decision VARCHAR NOT NULL,
  reason_sealed BYTEA,
  decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
  decided_by UUID,
  CONSTRAINT contact_decision_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT contact_decision_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT contact_decision_tenant_id_request_id_fkey FOREIGN KEY(tenant_id, request_id) REFERENCES contact_request (tenant_id, id)
)
""",
    r"""
CREATE INDEX contact_decision_tenant_id_request_id_idx ON contact_decision (tenant_id, request_id)
""",
    r"""
CREATE TABLE employer_letter (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  request_id UUID,
  title_sealed BYTEA NOT NULL,
  body_sealed BYTEA NOT NULL,
  written_by UUID NOT NULL,
  written_as VARCHAR NOT NULL,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL,
  form_key UUID NOT NULL,
  handed_over_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT employer_letter_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT employer_letter_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT employer_letter_tenant_id_request_id_fkey FOREIGN KEY(tenant_id, request_id) REFERENCES contact_request (tenant_id, id),
  CONSTRAINT employer_letter_tenant_id_written_by_fkey FOREIGN KEY(tenant_id, written_by) REFERENCES person (tenant_id, id),
  CONSTRAINT employer_letter_compartment_check CHECK (compartment = 'administrative')
)
""",
    r"""
CREATE INDEX employer_letter_tenant_id_request_id_idx ON employer_letter (tenant_id, request_id)
""",
    r"""
CREATE INDEX employer_letter_tenant_id_subject_id_written_at_idx ON employer_letter (tenant_id, subject_id, written_at)
""",
    r"""
CREATE TABLE plan_acceptance (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  version_id UUID NOT NULL,
  number INTEGER NOT NULL,
  party VARCHAR NOT NULL,
  person_id UUID NOT NULL,
  digest BYTEA NOT NULL,
  accepted_at TIMESTAMP WITH TIME ZONE NOT NULL,
  sign_in_id UUID,
  CONSTRAINT plan_acceptance_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_acceptance_tenant_id_version_id_fkey FOREIGN KEY(tenant_id, version_id) REFERENCES plan_version (tenant_id, id),
  CONSTRAINT plan_acceptance_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT plan_acceptance_tenant_id_version_id_party_key UNIQUE (tenant_id, version_id, party),
  CONSTRAINT plan_acceptance_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_acceptance_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX plan_acceptance_tenant_id_person_id_idx ON plan_acceptance (tenant_id, person_id)
""",
    r"""
CREATE INDEX plan_acceptance_tenant_id_subject_id_idx ON plan_acceptance (tenant_id, subject_id)
""",
    r"""
CREATE TABLE plan_action (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  version_id UUID NOT NULL,
  key TEXT NOT NULL,
  since INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  responsible VARCHAR NOT NULL,
  starts_on DATE,
  due_on DATE NOT NULL,
  before_return BOOLEAN NOT NULL,
  CONSTRAINT plan_action_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT plan_action_tenant_id_version_id_fkey FOREIGN KEY(tenant_id, version_id) REFERENCES plan_version (tenant_id, id),
  CONSTRAINT plan_action_tenant_id_version_id_key_key UNIQUE (tenant_id, version_id, key),
  CONSTRAINT plan_action_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT plan_action_compartment_check CHECK (compartment = 'plan')
)
""",
    r"""
CREATE INDEX plan_action_tenant_id_subject_id_idx ON plan_action (tenant_id, subject_id)
""",
    r"""
CREATE TABLE referral (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  resource TEXT,
  provider_id UUID,
  about TEXT NOT NULL,
  consent_id UUID NOT NULL,
  asked_by VARCHAR,
  made_on DATE NOT NULL,
  progress VARCHAR NOT NULL,
  ended_on DATE,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID NOT NULL,
  CONSTRAINT referral_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT referral_tenant_id_consent_id_fkey FOREIGN KEY(tenant_id, consent_id) REFERENCES consent (tenant_id, id),
  CONSTRAINT referral_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT referral_ended_on_a_day_check CHECK ((progress = 'ended') = (ended_on is not null)),
  CONSTRAINT referral_physician_was_asked_for_check CHECK (kind <> 'physician' or asked_by is not null),
  CONSTRAINT referral_mediation_has_a_mediator_check CHECK (kind <> 'mediation' or provider_id is not null),
  CONSTRAINT referral_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT referral_compartment_check CHECK (compartment = 'coordination')
)
""",
    r"""
CREATE INDEX referral_tenant_id_subject_id_idx ON referral (tenant_id, subject_id)
""",
    r"""
CREATE TABLE statutory_answer (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  version_id UUID NOT NULL,
  side VARCHAR NOT NULL,
  given_by_side VARCHAR NOT NULL,
  answer VARCHAR NOT NULL,
  words_sealed BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
  answered_by UUID NOT NULL,
  CONSTRAINT statutory_answer_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT statutory_answer_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT statutory_answer_tenant_id_version_id_fkey FOREIGN KEY(tenant_id, version_id) REFERENCES statutory_version (tenant_id, id),
  CONSTRAINT statutory_answer_tenant_id_version_id_side_given_by_side_key UNIQUE (tenant_id, version_id, side, given_by_side),
  CONSTRAINT statutory_answer_compartment_check CHECK (compartment = 'administrative'),
  CONSTRAINT statutory_answer_speaks_for_itself_check CHECK ((side = given_by_side) or (side = 'worker' and answer = 'unanswered'))
)
""",
    r"""
CREATE TABLE work_aspect (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  consent_id UUID NOT NULL,
  category VARCHAR NOT NULL,
  effect VARCHAR NOT NULL,
  words_sealed BYTEA NOT NULL,
  noted_on DATE NOT NULL,
  noted_as VARCHAR NOT NULL,
  CONSTRAINT work_aspect_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT work_aspect_tenant_id_consent_id_fkey FOREIGN KEY(tenant_id, consent_id) REFERENCES consent (tenant_id, id),
  CONSTRAINT work_aspect_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT work_aspect_compartment_check CHECK (compartment = 'prevention')
)
""",
    r"""
CREATE INDEX work_aspect_tenant_id_subject_id_idx ON work_aspect (tenant_id, subject_id)
""",
    r"""
CREATE TABLE engagement (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  referral_id UUID NOT NULL,
  provider_id UUID NOT NULL,
  worker_id UUID NOT NULL,
  supervisor_id UUID,
  kind VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  offered_on DATE NOT NULL,
  began_on DATE,
  ended_on DATE,
  worker_agreed BOOLEAN,
  supervisor_agreed BOOLEAN,
  agreement_sealed BYTEA,
  worker_released BOOLEAN,
  supervisor_released BOOLEAN,
  CONSTRAINT engagement_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT engagement_tenant_id_referral_id_fkey FOREIGN KEY(tenant_id, referral_id) REFERENCES referral (tenant_id, id),
  CONSTRAINT engagement_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT engagement_tenant_id_supervisor_id_fkey FOREIGN KEY(tenant_id, supervisor_id) REFERENCES person (tenant_id, id),
  CONSTRAINT engagement_tenant_id_worker_id_fkey FOREIGN KEY(tenant_id, worker_id) REFERENCES person (tenant_id, id),
  CONSTRAINT engagement_tenant_id_referral_id_key UNIQUE (tenant_id, referral_id),
  CONSTRAINT engagement_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT engagement_compartment_check CHECK (compartment = 'provider')
)
""",
    r"""
CREATE INDEX engagement_tenant_id_provider_id_idx ON engagement (tenant_id, provider_id)
""",
    r"""
CREATE INDEX engagement_tenant_id_subject_id_idx ON engagement (tenant_id, subject_id)
""",
    r"""
CREATE TABLE interview (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  absence_id UUID,
  channel VARCHAR NOT NULL,
  "on" DATE NOT NULL,
  held_by UUID NOT NULL,
  held_as VARCHAR NOT NULL,
  participants JSONB NOT NULL,
  guide_key TEXT NOT NULL,
  statement_by VARCHAR,
  statement_on DATE,
  topics JSONB NOT NULL,
  put_off JSONB NOT NULL,
  let_go JSONB NOT NULL,
  answers_sealed BYTEA NOT NULL,
  build_up_sealed BYTEA NOT NULL,
  agreed_sealed BYTEA NOT NULL,
  next_on DATE,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID,
  CONSTRAINT interview_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT interview_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT interview_tenant_id_absence_id_fkey FOREIGN KEY(tenant_id, absence_id) REFERENCES absence (tenant_id, id),
  CONSTRAINT interview_compartment_check CHECK (compartment = 'administrative'),
  CONSTRAINT interview_after_an_absence_check CHECK ((kind = 'return_to_work') = (absence_id is not null)),
  CONSTRAINT interview_from_a_statement_check CHECK ((kind = 'reintegration') = (statement_by is not null)),
  CONSTRAINT interview_dated_statement_check CHECK ((coalesce(statement_by, 'not_yet') <> 'not_yet') = (statement_on is not null))
)
""",
    r"""
CREATE INDEX interview_tenant_id_subject_id_on_idx ON interview (tenant_id, subject_id, "on")
""",
    r"""
CREATE TABLE own_words (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  absence_id UUID NOT NULL,
  question TEXT NOT NULL,
  words_sealed BYTEA NOT NULL,
  revision INTEGER NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  released_as UUID,
  CONSTRAINT own_words_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT own_words_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT own_words_tenant_id_absence_id_fkey FOREIGN KEY(tenant_id, absence_id) REFERENCES absence (tenant_id, id),
  CONSTRAINT own_words_tenant_id_absence_id_question_key UNIQUE (tenant_id, absence_id, question),
  CONSTRAINT own_words_compartment_check CHECK (compartment = 'own')
)
""",
    r"""
CREATE TABLE released_words (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  absence_id UUID NOT NULL,
  question TEXT NOT NULL,
  words_sealed BYTEA NOT NULL,
  released_on DATE NOT NULL,
  CONSTRAINT released_words_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT released_words_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES employment (tenant_id, id),
  CONSTRAINT released_words_tenant_id_absence_id_fkey FOREIGN KEY(tenant_id, absence_id) REFERENCES absence (tenant_id, id),
  CONSTRAINT released_words_compartment_check CHECK (compartment = 'administrative')
)
""",
    r"""
CREATE INDEX released_words_tenant_id_subject_id_idx ON released_words (tenant_id, subject_id)
""",
    r"""
CREATE TABLE engagement_session (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  engagement_id UUID NOT NULL,
  provider_id UUID NOT NULL,
  "on" DATE NOT NULL,
  present JSONB NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT engagement_session_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT engagement_session_tenant_id_engagement_id_fkey FOREIGN KEY(tenant_id, engagement_id) REFERENCES engagement (tenant_id, id),
  CONSTRAINT engagement_session_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT engagement_session_tenant_id_engagement_id_on_key UNIQUE (tenant_id, engagement_id, "on"),
  CONSTRAINT engagement_session_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT engagement_session_compartment_check CHECK (compartment = 'provider')
)
""",
    r"""
CREATE INDEX engagement_session_tenant_id_subject_id_idx ON engagement_session (tenant_id, subject_id)
""",
    r"""
CREATE TABLE intervention (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  type TEXT NOT NULL,
  type_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  provider_id UUID,
  engagement_id UUID,
  began_on DATE NOT NULL,
  ended_on DATE,
  revision INTEGER NOT NULL,
  unchecked BOOLEAN NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_by UUID NOT NULL,
  CONSTRAINT intervention_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT intervention_tenant_id_engagement_id_fkey FOREIGN KEY(tenant_id, engagement_id) REFERENCES engagement (tenant_id, id),
  CONSTRAINT intervention_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT intervention_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT intervention_compartment_check CHECK (compartment in ('coordination', 'medical', 'own', 'plan', 'provider')),
  CONSTRAINT intervention_slice_has_a_provider_check CHECK ((compartment = 'provider') <= (provider_id is not null))
)
""",
    r"""
CREATE INDEX intervention_tenant_id_subject_id_type_idx ON intervention (tenant_id, subject_id, type)
""",
    r"""
CREATE TABLE mediation_invitation (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  engagement_id UUID NOT NULL,
  person_id UUID NOT NULL,
  party VARCHAR NOT NULL,
  provider_id UUID NOT NULL,
  invited_on DATE NOT NULL,
  agreed BOOLEAN,
  answered_on DATE,
  agreement_sealed BYTEA,
  released BOOLEAN,
  CONSTRAINT mediation_invitation_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT mediation_invitation_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT mediation_invitation_tenant_id_engagement_id_fkey FOREIGN KEY(tenant_id, engagement_id) REFERENCES engagement (tenant_id, id),
  CONSTRAINT mediation_invitation_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT mediation_invitation_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT mediation_invitation_tenant_id_engagement_id_party_key UNIQUE (tenant_id, engagement_id, party),
  CONSTRAINT mediation_invitation_each_in_their_compartment_check CHECK ((party = 'worker') = (compartment = 'provider'))
)
""",
    r"""
CREATE INDEX mediation_invitation_tenant_id_person_id_idx ON mediation_invitation (tenant_id, person_id)
""",
    r"""
CREATE INDEX mediation_invitation_tenant_id_subject_id_idx ON mediation_invitation (tenant_id, subject_id)
""",
    r"""
CREATE TABLE intervention_change (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  intervention_id UUID NOT NULL,
  provider_id UUID,
  act TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  "on" DATE NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  changed_by UUID NOT NULL,
  changed_as VARCHAR NOT NULL,
  CONSTRAINT intervention_change_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT intervention_change_tenant_id_intervention_id_fkey FOREIGN KEY(tenant_id, intervention_id) REFERENCES intervention (tenant_id, id),
  CONSTRAINT intervention_change_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT intervention_change_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT intervention_change_compartment_check CHECK (compartment in ('coordination', 'medical', 'own', 'plan', 'provider')),
  CONSTRAINT intervention_change_slice_has_a_provider_check CHECK ((compartment = 'provider') <= (provider_id is not null))
)
""",
    r"""
CREATE INDEX intervention_change_tenant_id_intervention_id_changed_at_idx ON intervention_change (tenant_id, intervention_id, changed_at)
""",
    r"""
CREATE TABLE intervention_fact (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  intervention_id UUID NOT NULL,
  provider_id UUID,
  type TEXT NOT NULL,
  key TEXT NOT NULL,
  text TEXT,
  num NUMERIC(14, 2),
  day DATE,
  CONSTRAINT intervention_fact_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT intervention_fact_tenant_id_intervention_id_fkey FOREIGN KEY(tenant_id, intervention_id) REFERENCES intervention (tenant_id, id),
  CONSTRAINT intervention_fact_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT intervention_fact_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT intervention_fact_compartment_check CHECK (compartment in ('coordination', 'medical', 'own', 'plan', 'provider')),
  CONSTRAINT intervention_fact_slice_has_a_provider_check CHECK ((compartment = 'provider') <= (provider_id is not null))
)
""",
    r"""
CREATE INDEX intervention_fact_tenant_id_intervention_id_idx ON intervention_fact (tenant_id, intervention_id)
""",
    r"""
CREATE INDEX intervention_fact_tenant_id_type_key_idx ON intervention_fact (tenant_id, type, key)
""",
    r"""
CREATE TABLE intervention_part (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  intervention_id UUID NOT NULL,
  provider_id UUID,
  type TEXT NOT NULL,
  type_version INTEGER NOT NULL,
  content_sealed BYTEA NOT NULL,
  written_at TIMESTAMP WITH TIME ZONE NOT NULL,
  written_by UUID NOT NULL,
  CONSTRAINT intervention_part_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT intervention_part_tenant_id_intervention_id_fkey FOREIGN KEY(tenant_id, intervention_id) REFERENCES intervention (tenant_id, id),
  CONSTRAINT intervention_part_tenant_id_intervention_id_compartment_key UNIQUE (tenant_id, intervention_id, compartment),
  CONSTRAINT intervention_part_tenant_id_subject_id_fkey FOREIGN KEY(tenant_id, subject_id) REFERENCES cases (tenant_id, id),
  CONSTRAINT intervention_part_tenant_id_provider_id_fkey FOREIGN KEY(tenant_id, provider_id) REFERENCES person (tenant_id, id),
  CONSTRAINT intervention_part_compartment_check CHECK (compartment in ('coordination', 'medical', 'own', 'plan', 'provider')),
  CONSTRAINT intervention_part_slice_has_a_provider_check CHECK ((compartment = 'provider') <= (provider_id is not null))
)
""",
    r"""
CREATE INDEX intervention_part_tenant_id_subject_id_idx ON intervention_part (tenant_id, subject_id)
""",
    r"""
create function end_read_log(until timestamptz) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  ended bigint;
begin
  if current_setting('app.scope', true) is distinct from 'engine' then
    raise insufficient_privilege using message = 'The read log ends by a job and by nobody else.';
  end if;
  if until > now() - interval '2 years' then
    raise insufficient_privilege using message = 'The read log is kept for two years at least.';
  end if;
  if not exists (select from public.seal s where s.tenant_id = tenant and s.reads_until >= until) then
    raise insufficient_privilege using message = 'What is not sealed yet is kept.';
  end if;
  delete from public.read_log r where r.tenant_id = tenant and r.at < until;
  get diagnostics ended = row_count;
  return ended;
end
$$
""",
    r"""
revoke all on function end_read_log(timestamptz) from public
""",
    r"""
grant execute on function end_read_log(timestamptz) to handrail_app
""",
    r"""
create function resolve_credential(kind text, digest bytea)
returns table (tenant_id uuid, person_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select t.tenant_id, null::uuid, t.id from public.tenant t
   where kind = 'tenant' and sha256(convert_to(t.slug, 'UTF8')) = digest
  union all
  select l.tenant_id, l.person_id, l.id from public.sign_in_link l
   where kind = 'link' and l.digest = resolve_credential.digest
  union all
  select s.tenant_id, s.person_id, s.id from public.sign_in s
   where kind = 'sign_in' and s.digest = resolve_credential.digest
  union all
  select a.tenant_id, a.person_id, a.id from public.api_token a
   where kind = 'api_token' and a.digest = resolve_credential.digest
  union all
  select c.tenant_id, c.person_id, c.id from public.calendar_feed c
   where kind = 'calendar' and c.digest = resolve_credential.digest and c.revoked_at is null
  union all
  select p.tenant_id, p.person_id, p.id from public.passkey p
   where kind = 'passkey' and p.digest = resolve_credential.digest
  union all
  select o.tenant_id, null::uuid, o.id from public.sign_on_attempt o
   where kind = 'sign_on' and o.digest = resolve_credential.digest
  union all
  select d.tenant_id, null::uuid, d.connection_id from public.identity_domain d
   where kind = 'mail_domain' and d.digest = resolve_credential.digest and d.verified_at is not null
  union all
  select i.tenant_id, null::uuid, i.connection_id from public.scim_token i
   where kind = 'scim' and i.digest = resolve_credential.digest and i.revoked_at is null
  union all
  select m.tenant_id, m.person_id, m.id from public.api_client m
   where kind = 'program' and m.digest = resolve_credential.digest and m.ended_at is null
$$
""",
    r"""
revoke all on function resolve_credential(text, bytea) from public
""",
    r"""
grant execute on function resolve_credential(text, bytea) to handrail_app
""",
    r"""
create function who_is(kind text, digest bytea, at timestamptz, today date)
returns table (
  tenant_id uuid, credential_id uuid, seen_at timestamptz, person_id uuid, role text, name text, locale text,
  time_zone text, tenant_name text, demo boolean, held text[], employers uuid[], everywhere boolean, employed uuid[],
  method text, proven_at timestamptz, within_employer_id uuid, support_id uuid,
  support_employer uuid, scopes jsonb, works_in text
)
language plpgsql volatile set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
  whose record;
begin
  select c.tenant_id, c.id into whose
    from resolve_credential(case kind when 'half' then 'sign_in' else kind end, digest) c;
  if whose.id is null then return; end if;
  perform set_config('app.tenant_id', whose.tenant_id::text, true), set_config('app.scope', 'engine', true),
          set_config('app.employers', '*', true), set_config('app.today', today::text, true);
  return query
  select whose.tenant_id, whose.id,
         case when kind = 'api_token'
           then (select a.last_used_at from api_token a where a.tenant_id = whose.tenant_id and a.id = whose.id)
           else (select s.seen_at from sign_in s where s.tenant_id = whose.tenant_id and s.id = whose.id)
         end, w.*
    from (
select p.id, r.role::text, p.name, p.locale, p.time_zone, t.name, t.demo,
       coalesce((select array_agg(distinct m.role::text) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> today
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)), '{}'),
       coalesce((select array_agg(distinct m.employer_id) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> today
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)
                   and m.role = r.role and m.employer_id is not null), '{}'),
       exists (select 1 from membership m
               where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> today
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)
                   and m.role = r.role and m.employer_id is null),
       coalesce((select array_agg(distinct e.employer_id) from employment e
                 where e.tenant_id = p.tenant_id and e.person_id = p.id and r.within_employer_id is null), '{}'),
       r.method::text, r.proven_at, r.within_employer_id, r.support_id, r.support_employer, r.scopes,
       (select i.jurisdiction from employment e
          join site i on i.tenant_id = e.tenant_id and i.id = e.site_id
         where e.tenant_id = p.tenant_id and e.person_id = p.id
         order by e.ended_on is not null, e.started_on desc nulls last, e.id limit 1)
  from (
  select s.tenant_id, s.person_id, s.role, s.method, s.proven_at, s.within_employer_id,
         s.support_id, x.employer_id as support_employer, null::jsonb as scopes from sign_in s
    left join support_access x on x.tenant_id = s.tenant_id and x.id = s.support_id and x.agent_id = s.person_id
         and x.lens = s.role and x.ended_at is null and x.starts_at <= at and x.ends_at > at
   where kind in ('sign_in', 'half') and s.tenant_id = whose.tenant_id and s.id = whose.id
     and s.ended_at is null and s.ends_at > at and (s.factors > 1) = (kind = 'sign_in')
     and (s.support_id is null or x.id is not null)
  union all
  select a.tenant_id, a.person_id, a.role, null, a.proven_at, a.within_employer_id, null, null, a.scopes
    from api_token a
   where kind = 'api_token' and a.tenant_id = whose.tenant_id and a.id = whose.id
     and a.revoked_at is null and a.ends_at > at
  union all
  select c.tenant_id, c.person_id, c.role, null, null, c.within_employer_id, null, null, null from calendar_feed c
   where kind = 'calendar' and c.tenant_id = whose.tenant_id and c.id = whose.id and c.revoked_at is null
) r
  join person p on p.tenant_id = r.tenant_id and p.id = r.person_id and p.active
  join tenant t on t.tenant_id = p.tenant_id and t.id = p.tenant_id
 where r.tenant_id = whose.tenant_id
) w;
  perform set_config('app.tenant_id', '', true), set_config('app.scope', '', true),
          set_config('app.employers', '', true), set_config('app.today', '', true);
end
$$
""",
    r"""
revoke all on function who_is(text, bytea, timestamptz, date) from public
""",
    r"""
grant execute on function who_is(text, bytea, timestamptz, date) to handrail_app
""",
    r"""
create function shred_records(tenant uuid, subject uuid, part text) returns bigint
language plpgsql volatile set search_path = pg_catalog, public as $$
declare
  target record;
  found bigint;
  touched bigint := 0;
begin
  for target in
    select c.relname,
           string_agg(format('%I = case when %I is not null then ''''::bytea end', a.attname, a.attname), ', ') blanks,
           string_agg(format('%I <> ''''::bytea', a.attname), ' or ') full_ones
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0
       and not a.attisdropped and a.atttypid = 'bytea'::regtype and a.attname like '%\_sealed'
       and 3 = (select count(*) from pg_attribute o where o.attrelid = c.oid
                 and not o.attisdropped and o.attname in ('tenant_id', 'subject_id', 'compartment'))
     group by c.relname order by c.relname
  loop
    execute format('update public.%I set %s where tenant_id = $1 and subject_id = $2 and compartment = $3 and (%s)',
                   target.relname, target.blanks, target.full_ones) using tenant, subject, part;
    get diagnostics found = row_count;
    touched := touched + found;
  end loop;
  if part = 'administrative' then
    update public.absence_correction set why = ''
     where tenant_id = tenant and subject_id = subject and why <> '';
    get diagnostics found = row_count;
    touched := touched + found;
  end if;
  delete from public.data_key where tenant_id = tenant and subject_id = subject and compartment = part;
  return touched;
end
$$
""",
    r"""
revoke all on function shred_records(uuid, uuid, text) from public
""",
    r"""
create function is_held(employer uuid, subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select from public.legal_hold h
     where h.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
       and h.employer_id = employer and h.lifted_at is null and h.until >= current_date
       and (h.employment_id is null or subject in (h.employment_id, h.case_id)))
$$
""",
    r"""
revoke all on function is_held(uuid, uuid) from public
""",
    r"""
grant execute on function is_held(uuid, uuid) to handrail_app
""",
    r"""
create function erase_item(item uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  it public.erasure_item;
  run public.erasure_run;
  touched bigint := 0;
begin
  if current_setting('app.scope', true) is distinct from 'engine' then
    raise insufficient_privilege using message = 'Records end by a job and by nobody else.';
  end if;
  select * into strict it from public.erasure_item i where i.tenant_id = tenant and i.id = item for update;
  select * into strict run from public.erasure_run r where r.tenant_id = tenant and r.id = it.run_id for share;
  if run.state <> 'erasing' or run.asked_by is null or run.approved_by is null or run.asked_by = run.approved_by then
    raise insufficient_privilege using message = 'Nothing ends that two people did not decide on.';
  end if;
  if run.approved_at + interval '7 days' > now() or run.erase_after > now() then
    raise insufficient_privilege using message = 'It can still be reversed.';
  end if;
  if it.state <> 'waiting' then
    return coalesce(it.records, 0);
  end if;
  if public.is_held(it.employer_id, coalesce(it.case_id, it.employment_id)) then
    raise insufficient_privilege using message = 'It is held.';
  end if;
  if it.kind <> 'person' then
    touched := public.shred_records(tenant, it.about_id, it.kind);
  end if;
  update public.erasure_item i set state = 'erased', erased_at = now(), records = touched
   where i.tenant_id = tenant and i.id = item;
  return touched;
end
$$
""",
    r"""
revoke all on function erase_item(uuid) from public
""",
    r"""
grant execute on function erase_item(uuid) to handrail_app
""",
    r"""
create function keep_what_was_decided() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  who constant uuid := nullif(current_setting('app.person', true), '')::uuid;
begin
  if current_user <> 'handrail_app' then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'proposed' or new.approved_by is not null then
      raise insufficient_privilege using message = 'A run begins as a proposal.';
    end if;
    return new;
  end if;
  if old.asked_by is null and new.asked_by <> who or old.approved_by is null and new.approved_by <> who then
    raise insufficient_privilege using message = 'Everybody decides for themselves.';
  end if;
  if old.approved_by is null and new.approved_by is not null then
    new.approved_at := greatest(new.approved_at, now());
    new.erase_after := greatest(new.erase_after, new.approved_at + interval '7 days');
  end if;
  if old.asked_by is not null and (new.asked_by, new.asked_at) is distinct from (old.asked_by, old.asked_at)
     or old.approved_by is not null and (new.approved_by, new.approved_at, new.erase_after)
        is distinct from (old.approved_by, old.approved_at, old.erase_after)
     or old.state in ('reversed', 'done') and new.state <> old.state then
    raise insufficient_privilege using message = 'Who decided, and when, is not changed afterwards.';
  end if;
  return new;
end
$$
""",
    r"""
create trigger decided before insert or update on erasure_run
for each row execute function keep_what_was_decided()
""",
    r"""
create function keep_what_was_asked_for() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  changed public.erasure_item;
begin
  changed := case when tg_op = 'DELETE' then old else new end;
  if current_user = 'handrail_app' and not exists (select from public.erasure_run r
                  where r.tenant_id = changed.tenant_id and r.id = changed.run_id and r.state = 'proposed') then
    raise insufficient_privilege using message = 'What two people decide on stays as it was asked for.';
  end if;
  return changed;
end
$$
""",
    r"""
create trigger asked_for before insert or delete on erasure_item
for each row execute function keep_what_was_asked_for()
""",
    r"""
create function name_the_case() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  select p.sort_name into strict new.sort_name from public.employment e
    join public.person p on p.tenant_id = e.tenant_id and p.id = e.person_id
   where e.tenant_id = new.tenant_id and e.id = new.employment_id;
  return new;
end
$$
""",
    r"""
create trigger named before insert on cases for each row execute function name_the_case()
""",
    r"""
create function rename_the_cases() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if current_setting('app.scope', true) is distinct from 'engine' then
    raise insufficient_privilege using message = 'Who gives a person another name sees all of their cases.';
  end if;
  update public.cases c set sort_name = new.sort_name from public.employment e
   where e.tenant_id = new.tenant_id and e.person_id = new.id
     and c.tenant_id = e.tenant_id and c.employment_id = e.id;
  return null;
end
$$
""",
    r"""
create trigger renamed after update of sort_name on person for each row
when (old.sort_name is distinct from new.sort_name) execute function rename_the_cases()
""",
    r"""
alter table answered_request enable row level security
""",
    r"""
alter table answered_request force row level security
""",
    r"""
grant select, insert, update, delete on answered_request to handrail_app
""",
    r"""
create policy tenant on answered_request as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on answered_request as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table case_counter enable row level security
""",
    r"""
alter table case_counter force row level security
""",
    r"""
grant select, insert, update on case_counter to handrail_app
""",
    r"""
create policy tenant on case_counter as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table case_grant enable row level security
""",
    r"""
alter table case_grant force row level security
""",
    r"""
grant select, insert, update, delete on case_grant to handrail_app
""",
    r"""
create policy tenant on case_grant as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table chain_head enable row level security
""",
    r"""
alter table chain_head force row level security
""",
    r"""
grant select, insert, update on chain_head to handrail_app
""",
    r"""
create policy tenant on chain_head as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table client_organisation enable row level security
""",
    r"""
alter table client_organisation force row level security
""",
    r"""
grant select, insert, update, delete on client_organisation to handrail_app
""",
    r"""
create policy tenant on client_organisation as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on client_organisation as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
alter table consent_text enable row level security
""",
    r"""
alter table consent_text force row level security
""",
    r"""
grant select, insert on consent_text to handrail_app
""",
    r"""
create policy tenant on consent_text as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table employer_grant enable row level security
""",
    r"""
alter table employer_grant force row level security
""",
    r"""
grant select, insert, update, delete on employer_grant to handrail_app
""",
    r"""
create policy tenant on employer_grant as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table obligation_change enable row level security
""",
    r"""
alter table obligation_change force row level security
""",
    r"""
grant select, insert on obligation_change to handrail_app
""",
    r"""
create policy tenant on obligation_change as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on obligation_change as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on obligation_change as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on obligation_change as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table outbox enable row level security
""",
    r"""
alter table outbox force row level security
""",
    r"""
grant select, insert, update, delete on outbox to handrail_app
""",
    r"""
grant select, update on outbox to handrail_relay
""",
    r"""
create policy tenant on outbox as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy relay on outbox as permissive for all to handrail_relay using (true) with check (true)
""",
    r"""
alter table person enable row level security
""",
    r"""
alter table person force row level security
""",
    r"""
grant select, insert, update, delete on person to handrail_app
""",
    r"""
create policy tenant on person as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table plugin_type_version enable row level security
""",
    r"""
alter table plugin_type_version force row level security
""",
    r"""
grant select, insert on plugin_type_version to handrail_app
""",
    r"""
create policy tenant on plugin_type_version as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table read_log enable row level security
""",
    r"""
alter table read_log force row level security
""",
    r"""
grant select, insert on read_log to handrail_app
""",
    r"""
create policy tenant on read_log as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on read_log as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on read_log as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid) or subject_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = 'worker' and g.compartment = 'own' and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid) or subject_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = 'worker' and g.compartment = 'own' and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
""",
    r"""
create policy owner on read_log as permissive for all to handrail_owner using (at < now() - interval '2 years') with check (at < now() - interval '2 years')
""",
    r"""
alter table record_version enable row level security
""",
    r"""
alter table record_version force row level security
""",
    r"""
grant select, insert on record_version to handrail_app
""",
    r"""
create policy tenant on record_version as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on record_version as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on record_version as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on record_version as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or (compartment <> 'provider'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or (compartment <> 'provider')))
""",
    r"""
create policy owner on record_version as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table seal enable row level security
""",
    r"""
alter table seal force row level security
""",
    r"""
grant select, insert on seal to handrail_app
""",
    r"""
create policy tenant on seal as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on seal as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
create policy owner on seal as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table spent_challenge enable row level security
""",
    r"""
alter table spent_challenge force row level security
""",
    r"""
grant select, insert, delete on spent_challenge to handrail_app
""",
    r"""
create policy tenant on spent_challenge as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table tenant enable row level security
""",
    r"""
alter table tenant force row level security
""",
    r"""
grant select, insert, update on tenant to handrail_app
""",
    r"""
grant select, insert, update on tenant to handrail_admin
""",
    r"""
create policy tenant on tenant as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy admin on tenant as permissive for all to handrail_admin using (true) with check (true)
""",
    r"""
create policy resolver on tenant as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table tenant_entry enable row level security
""",
    r"""
alter table tenant_entry force row level security
""",
    r"""
grant select, insert on tenant_entry to handrail_app
""",
    r"""
create policy tenant on tenant_entry as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on tenant_entry as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
alter table tenant_key enable row level security
""",
    r"""
alter table tenant_key force row level security
""",
    r"""
grant select, insert on tenant_key to handrail_app
""",
    r"""
create policy tenant on tenant_key as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy owner on tenant_key as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table timeline_entry enable row level security
""",
    r"""
alter table timeline_entry force row level security
""",
    r"""
grant select, insert on timeline_entry to handrail_app
""",
    r"""
create policy tenant on timeline_entry as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on timeline_entry as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on timeline_entry as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on timeline_entry as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or (compartment <> 'provider'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or (compartment <> 'provider')))
""",
    r"""
alter table api_client enable row level security
""",
    r"""
alter table api_client force row level security
""",
    r"""
grant select, insert, update on api_client to handrail_app
""",
    r"""
create policy tenant on api_client as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on api_client as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))) with check (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))
""",
    r"""
create policy resolver on api_client as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table api_token enable row level security
""",
    r"""
alter table api_token force row level security
""",
    r"""
grant select, insert, update, delete on api_token to handrail_app
""",
    r"""
create policy tenant on api_token as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy resolver on api_token as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table authenticator enable row level security
""",
    r"""
alter table authenticator force row level security
""",
    r"""
grant select, insert, update, delete on authenticator to handrail_app
""",
    r"""
create policy tenant on authenticator as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on authenticator as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table calendar_feed enable row level security
""",
    r"""
alter table calendar_feed force row level security
""",
    r"""
grant select, insert, update on calendar_feed to handrail_app
""",
    r"""
create policy tenant on calendar_feed as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy resolver on calendar_feed as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table case_file enable row level security
""",
    r"""
alter table case_file force row level security
""",
    r"""
grant select, insert, update on case_file to handrail_app
""",
    r"""
create policy tenant on case_file as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on case_file as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on case_file as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on case_file as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or compartment in ('own', 'medical') or (select current_setting('app.role', true)) in ('worker', 'coordinator') or (compartment = 'administrative' and (select current_setting('app.role', true)) in ('hr', 'absence_admin')) or (compartment = 'plan' and released_at is not null))) with check (((select current_setting('app.scope', true)) = 'engine' or compartment in ('own', 'medical') or (select current_setting('app.role', true)) in ('worker', 'coordinator') or (compartment = 'administrative' and (select current_setting('app.role', true)) in ('hr', 'absence_admin')) or (compartment = 'plan' and released_at is not null)))
""",
    r"""
create policy owner on case_file as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table correction_request enable row level security
""",
    r"""
alter table correction_request force row level security
""",
    r"""
grant select, insert, update on correction_request to handrail_app
""",
    r"""
create policy tenant on correction_request as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on correction_request as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on correction_request as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on correction_request as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'worker' or ((select current_setting('app.role', true)) = 'coordinator' and compartment = 'coordination') or ((select current_setting('app.role', true)) in ('hr', 'absence_admin') and compartment = 'administrative'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'worker' or ((select current_setting('app.role', true)) = 'coordinator' and compartment = 'coordination') or ((select current_setting('app.role', true)) in ('hr', 'absence_admin') and compartment = 'administrative')))
""",
    r"""
create policy owner on correction_request as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table cover enable row level security
""",
    r"""
alter table cover force row level security
""",
    r"""
grant select, insert, update on cover to handrail_app
""",
    r"""
create policy tenant on cover as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on cover as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on cover as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('coordinator', 'lead_coordinator', 'consultancy_admin', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('coordinator', 'lead_coordinator', 'consultancy_admin', 'auditor')))
""",
    r"""
alter table data_key enable row level security
""",
    r"""
alter table data_key force row level security
""",
    r"""
grant select, insert on data_key to handrail_app
""",
    r"""
create policy tenant on data_key as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on data_key as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on data_key as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on data_key as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or compartment <> 'coordination' or (select current_setting('app.role', true)) <> 'lead_coordinator')) with check (((select current_setting('app.scope', true)) = 'engine' or compartment <> 'coordination' or (select current_setting('app.role', true)) <> 'lead_coordinator'))
""",
    r"""
create policy owner on data_key as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table data_package enable row level security
""",
    r"""
alter table data_package force row level security
""",
    r"""
grant select, insert, update on data_package to handrail_app
""",
    r"""
create policy tenant on data_package as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on data_package as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on data_package as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on data_package as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.role', true)) = 'worker' and person_id = (select nullif(current_setting('app.person', true), '')::uuid)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.role', true)) = 'worker' and person_id = (select nullif(current_setting('app.person', true), '')::uuid))))
""",
    r"""
create policy owner on data_package as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table department enable row level security
""",
    r"""
alter table department force row level security
""",
    r"""
grant select, insert, update, delete on department to handrail_app
""",
    r"""
create policy tenant on department as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on department as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
alter table document enable row level security
""",
    r"""
alter table document force row level security
""",
    r"""
grant select, insert on document to handrail_app
""",
    r"""
create policy tenant on document as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on document as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on document as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on document as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table erasure_run enable row level security
""",
    r"""
alter table erasure_run force row level security
""",
    r"""
grant select, insert, update, delete on erasure_run to handrail_app
""",
    r"""
create policy tenant on erasure_run as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on erasure_run as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
create policy owner on erasure_run as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table form_draft enable row level security
""",
    r"""
alter table form_draft force row level security
""",
    r"""
grant select, insert, update, delete on form_draft to handrail_app
""",
    r"""
create policy tenant on form_draft as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on form_draft as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on form_draft as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on form_draft as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on form_draft as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table former_address enable row level security
""",
    r"""
alter table former_address force row level security
""",
    r"""
grant select, insert, delete on former_address to handrail_app
""",
    r"""
create policy tenant on former_address as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on former_address as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table framework_version enable row level security
""",
    r"""
alter table framework_version force row level security
""",
    r"""
grant select, insert on framework_version to handrail_app
""",
    r"""
create policy tenant on framework_version as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on framework_version as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
alter table identity_connection enable row level security
""",
    r"""
alter table identity_connection force row level security
""",
    r"""
grant select, insert, update on identity_connection to handrail_app
""",
    r"""
create policy tenant on identity_connection as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on identity_connection as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))) with check (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))
""",
    r"""
alter table import_run enable row level security
""",
    r"""
alter table import_run force row level security
""",
    r"""
grant select, insert, update on import_run to handrail_app
""",
    r"""
create policy tenant on import_run as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on import_run as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on import_run as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('hr', 'absence_admin'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('hr', 'absence_admin')))
""",
    r"""
alter table known_device enable row level security
""",
    r"""
alter table known_device force row level security
""",
    r"""
grant select, insert, update, delete on known_device to handrail_app
""",
    r"""
create policy tenant on known_device as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on known_device as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table letter_wording enable row level security
""",
    r"""
alter table letter_wording force row level security
""",
    r"""
grant select, insert on letter_wording to handrail_app
""",
    r"""
create policy tenant on letter_wording as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on letter_wording as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or employer_id is null or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))) with check (((select current_setting('app.scope', true)) = 'engine' or employer_id is null or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))
""",
    r"""
alter table membership enable row level security
""",
    r"""
alter table membership force row level security
""",
    r"""
grant select, insert, update, delete on membership to handrail_app
""",
    r"""
create policy tenant on membership as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table message enable row level security
""",
    r"""
alter table message force row level security
""",
    r"""
grant select, insert, update on message to handrail_app
""",
    r"""
create policy tenant on message as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on message as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table notification_preference enable row level security
""",
    r"""
alter table notification_preference force row level security
""",
    r"""
grant select, insert, update on notification_preference to handrail_app
""",
    r"""
create policy tenant on notification_preference as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on notification_preference as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table one_time_code enable row level security
""",
    r"""
alter table one_time_code force row level security
""",
    r"""
grant select, insert, update on one_time_code to handrail_app
""",
    r"""
create policy tenant on one_time_code as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on one_time_code as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid) or made_by_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid) or made_by_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table passkey enable row level security
""",
    r"""
alter table passkey force row level security
""",
    r"""
grant select, insert, update, delete on passkey to handrail_app
""",
    r"""
create policy tenant on passkey as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on passkey as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy resolver on passkey as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table period_choice enable row level security
""",
    r"""
alter table period_choice force row level security
""",
    r"""
grant select, insert, update on period_choice to handrail_app
""",
    r"""
create policy tenant on period_choice as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on period_choice as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
alter table plugin_activation enable row level security
""",
    r"""
alter table plugin_activation force row level security
""",
    r"""
grant select, insert, update on plugin_activation to handrail_app
""",
    r"""
create policy tenant on plugin_activation as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on plugin_activation as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or employer_id is null or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))) with check (((select current_setting('app.scope', true)) = 'engine' or employer_id is null or ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))
""",
    r"""
alter table plugin_secret enable row level security
""",
    r"""
alter table plugin_secret force row level security
""",
    r"""
grant select, insert, update, delete on plugin_secret to handrail_app
""",
    r"""
create policy tenant on plugin_secret as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on plugin_secret as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.role', true)) in ('consultancy_admin', 'employer_admin') and ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))) with check (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.role', true)) in ('consultancy_admin', 'employer_admin') and ((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))))
""",
    r"""
alter table recovery_code enable row level security
""",
    r"""
alter table recovery_code force row level security
""",
    r"""
grant select, insert, update, delete on recovery_code to handrail_app
""",
    r"""
create policy tenant on recovery_code as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on recovery_code as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table report_release enable row level security
""",
    r"""
alter table report_release force row level security
""",
    r"""
grant select, insert on report_release to handrail_app
""",
    r"""
create policy tenant on report_release as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on report_release as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on report_release as restrictive for all to handrail_app using ((select current_setting('app.scope', true)) = 'engine') with check ((select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table report_schedule enable row level security
""",
    r"""
alter table report_schedule force row level security
""",
    r"""
grant select, insert, update, delete on report_schedule to handrail_app
""",
    r"""
create policy tenant on report_schedule as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on report_schedule as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true)) and ((select current_setting('app.employers', true)) = '*' or employer_ids <@ (select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))) with check (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true)) and ((select current_setting('app.employers', true)) = '*' or employer_ids <@ (select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))
""",
    r"""
alter table rules_acceptance enable row level security
""",
    r"""
alter table rules_acceptance force row level security
""",
    r"""
grant select, insert on rules_acceptance to handrail_app
""",
    r"""
create policy tenant on rules_acceptance as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on rules_acceptance as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
alter table saved_filter enable row level security
""",
    r"""
alter table saved_filter force row level security
""",
    r"""
grant select, insert, update, delete on saved_filter to handrail_app
""",
    r"""
create policy tenant on saved_filter as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on saved_filter as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true))))) with check (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true)))))
""",
    r"""
alter table sign_in enable row level security
""",
    r"""
alter table sign_in force row level security
""",
    r"""
grant select, insert, update, delete on sign_in to handrail_app
""",
    r"""
create policy tenant on sign_in as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy resolver on sign_in as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table sign_in_link enable row level security
""",
    r"""
alter table sign_in_link force row level security
""",
    r"""
grant select, insert, update, delete on sign_in_link to handrail_app
""",
    r"""
create policy tenant on sign_in_link as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy resolver on sign_in_link as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table site enable row level security
""",
    r"""
alter table site force row level security
""",
    r"""
grant select, insert, update, delete on site to handrail_app
""",
    r"""
create policy tenant on site as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on site as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
alter table support_access enable row level security
""",
    r"""
alter table support_access force row level security
""",
    r"""
grant select, insert, update on support_access to handrail_app
""",
    r"""
create policy tenant on support_access as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on support_access as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on support_access as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or agent_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or agent_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
alter table theme_question enable row level security
""",
    r"""
alter table theme_question force row level security
""",
    r"""
grant select, insert on theme_question to handrail_app
""",
    r"""
create policy tenant on theme_question as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on theme_question as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on theme_question as restrictive for all to handrail_app using ((select current_setting('app.scope', true)) = 'engine') with check ((select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table theme_release enable row level security
""",
    r"""
alter table theme_release force row level security
""",
    r"""
grant select, insert on theme_release to handrail_app
""",
    r"""
create policy tenant on theme_release as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on theme_release as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on theme_release as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator')))
""",
    r"""
alter table api_client_secret enable row level security
""",
    r"""
alter table api_client_secret force row level security
""",
    r"""
grant select, insert, update on api_client_secret to handrail_app
""",
    r"""
create policy tenant on api_client_secret as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on api_client_secret as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or client_id in (select c.id from api_client c where c.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)))) with check (((select current_setting('app.scope', true)) = 'engine' or client_id in (select c.id from api_client c where c.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))))
""",
    r"""
alter table case_file_part enable row level security
""",
    r"""
alter table case_file_part force row level security
""",
    r"""
grant select, insert, delete on case_file_part to handrail_app
""",
    r"""
create policy tenant on case_file_part as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on case_file_part as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on case_file_part as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on case_file_part as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (tenant_id, file_id) in (select f.tenant_id, f.id from case_file f))) with check (((select current_setting('app.scope', true)) = 'engine' or (tenant_id, file_id) in (select f.tenant_id, f.id from case_file f)))
""",
    r"""
create policy owner on case_file_part as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table correction_note enable row level security
""",
    r"""
alter table correction_note force row level security
""",
    r"""
grant select, insert on correction_note to handrail_app
""",
    r"""
create policy tenant on correction_note as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on correction_note as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on correction_note as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on correction_note as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'worker' or ((select current_setting('app.role', true)) = 'coordinator' and compartment = 'coordination') or ((select current_setting('app.role', true)) in ('hr', 'absence_admin') and compartment = 'administrative'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'worker' or ((select current_setting('app.role', true)) = 'coordinator' and compartment = 'coordination') or ((select current_setting('app.role', true)) in ('hr', 'absence_admin') and compartment = 'administrative')))
""",
    r"""
create policy owner on correction_note as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table delivery enable row level security
""",
    r"""
alter table delivery force row level security
""",
    r"""
grant select, insert, update on delivery to handrail_app
""",
    r"""
create policy tenant on delivery as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
alter table erasure_certificate enable row level security
""",
    r"""
alter table erasure_certificate force row level security
""",
    r"""
grant select, insert on erasure_certificate to handrail_app
""",
    r"""
create policy tenant on erasure_certificate as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on erasure_certificate as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
alter table erasure_item enable row level security
""",
    r"""
alter table erasure_item force row level security
""",
    r"""
grant select, insert, update, delete on erasure_item to handrail_app
""",
    r"""
create policy tenant on erasure_item as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on erasure_item as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on erasure_item as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
create policy owner on erasure_item as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table external_login enable row level security
""",
    r"""
alter table external_login force row level security
""",
    r"""
grant select, insert, update, delete on external_login to handrail_app
""",
    r"""
create policy tenant on external_login as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on external_login as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
alter table identity_domain enable row level security
""",
    r"""
alter table identity_domain force row level security
""",
    r"""
grant select, insert, update, delete on identity_domain to handrail_app
""",
    r"""
create policy tenant on identity_domain as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on identity_domain as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id in (select c.id from identity_connection c where c.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)))) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id in (select c.id from identity_connection c where c.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))))
""",
    r"""
create policy resolver on identity_domain as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table refused_grant enable row level security
""",
    r"""
alter table refused_grant force row level security
""",
    r"""
grant select, insert, update, delete on refused_grant to handrail_app
""",
    r"""
create policy tenant on refused_grant as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on refused_grant as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id in (select c.id from identity_connection c where c.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)))) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id in (select c.id from identity_connection c where c.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))))
""",
    r"""
alter table report_run enable row level security
""",
    r"""
alter table report_run force row level security
""",
    r"""
grant select, insert, update, delete on report_run to handrail_app
""",
    r"""
create policy tenant on report_run as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on report_run as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true)) and ((select current_setting('app.employers', true)) = '*' or employer_ids <@ (select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))) with check (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true)) and ((select current_setting('app.employers', true)) = '*' or employer_ids <@ (select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))
""",
    r"""
alter table scim_connection enable row level security
""",
    r"""
alter table scim_connection force row level security
""",
    r"""
grant select, insert, update on scim_connection to handrail_app
""",
    r"""
create policy tenant on scim_connection as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on scim_connection as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin')) with check (((select current_setting('app.scope', true)) = 'engine' or id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin'))
""",
    r"""
alter table seen_logout enable row level security
""",
    r"""
alter table seen_logout force row level security
""",
    r"""
grant select, insert, delete on seen_logout to handrail_app
""",
    r"""
create policy tenant on seen_logout as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on seen_logout as restrictive for all to handrail_app using ((select current_setting('app.scope', true)) = 'engine') with check ((select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table sign_on_attempt enable row level security
""",
    r"""
alter table sign_on_attempt force row level security
""",
    r"""
grant select, insert, update, delete on sign_on_attempt to handrail_app
""",
    r"""
create policy tenant on sign_on_attempt as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on sign_on_attempt as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy resolver on sign_on_attempt as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table support_look enable row level security
""",
    r"""
alter table support_look force row level security
""",
    r"""
grant select, insert on support_look to handrail_app
""",
    r"""
create policy tenant on support_look as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on support_look as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on support_look as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
alter table team enable row level security
""",
    r"""
alter table team force row level security
""",
    r"""
grant select, insert, update, delete on team to handrail_app
""",
    r"""
create policy tenant on team as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on team as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
alter table theme enable row level security
""",
    r"""
alter table theme force row level security
""",
    r"""
grant select, insert, update on theme to handrail_app
""",
    r"""
create policy tenant on theme as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on theme as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on theme as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator')))
""",
    r"""
alter table employment enable row level security
""",
    r"""
alter table employment force row level security
""",
    r"""
grant select, insert, update, delete on employment to handrail_app
""",
    r"""
create policy tenant on employment as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on employment as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
alter table forum enable row level security
""",
    r"""
alter table forum force row level security
""",
    r"""
grant select, insert, update on forum to handrail_app
""",
    r"""
create policy tenant on forum as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on forum as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on forum as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator')))
""",
    r"""
alter table prevention_action enable row level security
""",
    r"""
alter table prevention_action force row level security
""",
    r"""
grant select, insert, update on prevention_action to handrail_app
""",
    r"""
create policy tenant on prevention_action as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on prevention_action as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on prevention_action as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator')))
""",
    r"""
alter table report_file enable row level security
""",
    r"""
alter table report_file force row level security
""",
    r"""
grant select, insert, delete on report_file to handrail_app
""",
    r"""
create policy tenant on report_file as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on report_file as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true)) and ((select current_setting('app.employers', true)) = '*' or employer_ids <@ (select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))) with check (((select current_setting('app.scope', true)) = 'engine' or (person_id = (select nullif(current_setting('app.person', true), '')::uuid) and role = (select current_setting('app.role', true)) and ((select current_setting('app.employers', true)) = '*' or employer_ids <@ (select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))))
""",
    r"""
alter table report_part enable row level security
""",
    r"""
alter table report_part force row level security
""",
    r"""
grant select, insert, delete on report_part to handrail_app
""",
    r"""
create policy tenant on report_part as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on report_part as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on report_part as restrictive for all to handrail_app using ((select current_setting('app.scope', true)) = 'engine') with check ((select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table scim_group enable row level security
""",
    r"""
alter table scim_group force row level security
""",
    r"""
grant select, insert, update, delete on scim_group to handrail_app
""",
    r"""
create policy tenant on scim_group as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on scim_group as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin')) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin'))
""",
    r"""
alter table scim_refusal enable row level security
""",
    r"""
alter table scim_refusal force row level security
""",
    r"""
grant select, insert, update, delete on scim_refusal to handrail_app
""",
    r"""
create policy tenant on scim_refusal as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on scim_refusal as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin')) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin'))
""",
    r"""
alter table scim_token enable row level security
""",
    r"""
alter table scim_token force row level security
""",
    r"""
grant select, insert, update on scim_token to handrail_app
""",
    r"""
create policy tenant on scim_token as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on scim_token as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin')) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin'))
""",
    r"""
create policy resolver on scim_token as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table scim_user enable row level security
""",
    r"""
alter table scim_user force row level security
""",
    r"""
grant select, insert, update, delete on scim_user to handrail_app
""",
    r"""
create policy tenant on scim_user as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on scim_user as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin')) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin'))
""",
    r"""
alter table absence_correction enable row level security
""",
    r"""
alter table absence_correction force row level security
""",
    r"""
grant select, insert on absence_correction to handrail_app
""",
    r"""
create policy tenant on absence_correction as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on absence_correction as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on absence_correction as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on absence_correction as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table cases enable row level security
""",
    r"""
alter table cases force row level security
""",
    r"""
grant select, insert, update, delete on cases to handrail_app
""",
    r"""
create policy tenant on cases as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on cases as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on cases as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((employment_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = employment_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((employment_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = employment_id))))
""",
    r"""
create policy owner on cases as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table forum_session enable row level security
""",
    r"""
alter table forum_session force row level security
""",
    r"""
grant select, insert, update on forum_session to handrail_app
""",
    r"""
create policy tenant on forum_session as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on forum_session as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on forum_session as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('committee', 'coordinator', 'lead_coordinator')))
""",
    r"""
alter table scim_match enable row level security
""",
    r"""
alter table scim_match force row level security
""",
    r"""
grant select, insert, update, delete on scim_match to handrail_app
""",
    r"""
create policy tenant on scim_match as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on scim_match as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin')) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin'))
""",
    r"""
alter table scim_member enable row level security
""",
    r"""
alter table scim_member force row level security
""",
    r"""
grant select, insert, update, delete on scim_member to handrail_app
""",
    r"""
create policy tenant on scim_member as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy narrow on scim_member as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin')) with check (((select current_setting('app.scope', true)) = 'engine' or connection_id = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) = 'consultancy_admin'))
""",
    r"""
alter table statutory_document enable row level security
""",
    r"""
alter table statutory_document force row level security
""",
    r"""
grant select, insert, update on statutory_document to handrail_app
""",
    r"""
create policy tenant on statutory_document as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on statutory_document as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on statutory_document as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on statutory_document as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table actual_week enable row level security
""",
    r"""
alter table actual_week force row level security
""",
    r"""
grant select, insert, update, delete on actual_week to handrail_app
""",
    r"""
create policy tenant on actual_week as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on actual_week as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on actual_week as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on actual_week as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table assignment enable row level security
""",
    r"""
alter table assignment force row level security
""",
    r"""
grant select, insert, update, delete on assignment to handrail_app
""",
    r"""
create policy tenant on assignment as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on assignment as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on assignment as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid) or case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'coordination') or (role not in ('union', 'occupational_health', 'provider') and (case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or employer_id in (select g.employer_id from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'coordination'))) or (role = 'coordinator' and duty = 'whole' and (employer_id in (select g.employer_id from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'administrative') or case_id in (select c.id from case_grant g join cases c on c.tenant_id = g.tenant_id and c.employment_id = g.subject_id where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'administrative'))))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid) or case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'coordination') or (role not in ('union', 'occupational_health', 'provider') and (case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or employer_id in (select g.employer_id from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'coordination'))) or (role = 'coordinator' and duty = 'whole' and (employer_id in (select g.employer_id from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'administrative') or case_id in (select c.id from case_grant g join cases c on c.tenant_id = g.tenant_id and c.employment_id = g.subject_id where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'administrative')))))
""",
    r"""
alter table call_request enable row level security
""",
    r"""
alter table call_request force row level security
""",
    r"""
grant select, insert, update on call_request to handrail_app
""",
    r"""
create policy tenant on call_request as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on call_request as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on call_request as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on call_request as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'coordinator' or requested_by = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'coordinator' or requested_by = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on call_request as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table case_process enable row level security
""",
    r"""
alter table case_process force row level security
""",
    r"""
grant select, insert, update on case_process to handrail_app
""",
    r"""
create policy tenant on case_process as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on case_process as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on case_process as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on case_process as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table concern enable row level security
""",
    r"""
alter table concern force row level security
""",
    r"""
grant select, insert, update, delete on concern to handrail_app
""",
    r"""
create policy tenant on concern as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on concern as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on concern as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on concern as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table concern_summary enable row level security
""",
    r"""
alter table concern_summary force row level security
""",
    r"""
grant select, insert, update, delete on concern_summary to handrail_app
""",
    r"""
create policy tenant on concern_summary as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on concern_summary as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on concern_summary as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on concern_summary as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table conflict_note enable row level security
""",
    r"""
alter table conflict_note force row level security
""",
    r"""
grant select, insert on conflict_note to handrail_app
""",
    r"""
create policy tenant on conflict_note as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on conflict_note as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on conflict_note as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on conflict_note as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table consent enable row level security
""",
    r"""
alter table consent force row level security
""",
    r"""
grant select, insert, update on consent to handrail_app
""",
    r"""
create policy tenant on consent as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on consent as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on consent as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on consent as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table contact enable row level security
""",
    r"""
alter table contact force row level security
""",
    r"""
grant select, insert on contact to handrail_app
""",
    r"""
create policy tenant on contact as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on contact as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on contact as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on contact as restrictive for all to handrail_app using ((not withheld_from_worker or (select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'worker')) with check ((not withheld_from_worker or (select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'worker'))
""",
    r"""
create policy owner on contact as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table contact_request enable row level security
""",
    r"""
alter table contact_request force row level security
""",
    r"""
grant select, insert, update on contact_request to handrail_app
""",
    r"""
create policy tenant on contact_request as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on contact_request as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on contact_request as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on contact_request as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'supervisor' or requested_by = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'supervisor' or requested_by = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on contact_request as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table emergency_access enable row level security
""",
    r"""
alter table emergency_access force row level security
""",
    r"""
grant select, insert, update on emergency_access to handrail_app
""",
    r"""
create policy tenant on emergency_access as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on emergency_access as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on emergency_access as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or asked_by = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) in ('privacy_officer', 'consultancy_admin', 'consultancy_manager', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or asked_by = (select nullif(current_setting('app.person', true), '')::uuid) or (select current_setting('app.role', true)) in ('privacy_officer', 'consultancy_admin', 'consultancy_manager', 'auditor')))
""",
    r"""
alter table fact enable row level security
""",
    r"""
alter table fact force row level security
""",
    r"""
grant select, insert, update on fact to handrail_app
""",
    r"""
create policy tenant on fact as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on fact as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on fact as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on fact as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table follow_up_agreement enable row level security
""",
    r"""
alter table follow_up_agreement force row level security
""",
    r"""
grant select, insert on follow_up_agreement to handrail_app
""",
    r"""
create policy tenant on follow_up_agreement as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on follow_up_agreement as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on follow_up_agreement as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on follow_up_agreement as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table hand_over enable row level security
""",
    r"""
alter table hand_over force row level security
""",
    r"""
grant select, insert, update on hand_over to handrail_app
""",
    r"""
create policy tenant on hand_over as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on hand_over as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on hand_over as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'lead_coordinator' or ((select current_setting('app.role', true)) = 'coordinator' and to_id = (select nullif(current_setting('app.person', true), '')::uuid) and state = 'open') or case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.compartment = 'coordination' and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) = 'lead_coordinator' or ((select current_setting('app.role', true)) = 'coordinator' and to_id = (select nullif(current_setting('app.person', true), '')::uuid) and state = 'open') or case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.compartment = 'coordination' and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
""",
    r"""
alter table held_letter enable row level security
""",
    r"""
alter table held_letter force row level security
""",
    r"""
grant select, insert, update on held_letter to handrail_app
""",
    r"""
create policy tenant on held_letter as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on held_letter as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on held_letter as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on held_letter as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'worker' or state = 'released')) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'worker' or state = 'released'))
""",
    r"""
create policy owner on held_letter as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table held_text enable row level security
""",
    r"""
alter table held_text force row level security
""",
    r"""
grant select, insert, update on held_text to handrail_app
""",
    r"""
create policy tenant on held_text as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on held_text as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on held_text as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on held_text as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('worker', 'coordinator'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('worker', 'coordinator')))
""",
    r"""
create policy owner on held_text as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table help_offer enable row level security
""",
    r"""
alter table help_offer force row level security
""",
    r"""
grant select, insert on help_offer to handrail_app
""",
    r"""
create policy tenant on help_offer as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on help_offer as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on help_offer as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on help_offer as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table legal_hold enable row level security
""",
    r"""
alter table legal_hold force row level security
""",
    r"""
grant select, insert, update on legal_hold to handrail_app
""",
    r"""
create policy tenant on legal_hold as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on legal_hold as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on legal_hold as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('consultancy_admin', 'privacy_officer', 'auditor')))
""",
    r"""
create policy owner on legal_hold as permissive for all to handrail_owner using (true) with check (true)
""",
    r"""
alter table measure_view enable row level security
""",
    r"""
alter table measure_view force row level security
""",
    r"""
grant select, insert on measure_view to handrail_app
""",
    r"""
create policy tenant on measure_view as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on measure_view as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on measure_view as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on measure_view as restrictive for all to handrail_app using ((not withheld_from_worker or (select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'worker')) with check ((not withheld_from_worker or (select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'worker'))
""",
    r"""
create policy owner on measure_view as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table mediation_agreement enable row level security
""",
    r"""
alter table mediation_agreement force row level security
""",
    r"""
grant select, insert on mediation_agreement to handrail_app
""",
    r"""
create policy tenant on mediation_agreement as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on mediation_agreement as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on mediation_agreement as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on mediation_agreement as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or supervisor_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or supervisor_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on mediation_agreement as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table milestone_reached enable row level security
""",
    r"""
alter table milestone_reached force row level security
""",
    r"""
grant select, insert on milestone_reached to handrail_app
""",
    r"""
create policy tenant on milestone_reached as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on milestone_reached as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on milestone_reached as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on milestone_reached as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table obligation enable row level security
""",
    r"""
alter table obligation force row level security
""",
    r"""
grant select, insert, update, delete on obligation to handrail_app
""",
    r"""
create policy tenant on obligation as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on obligation as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on obligation as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on obligation as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table own_concern enable row level security
""",
    r"""
alter table own_concern force row level security
""",
    r"""
grant select, insert, update, delete on own_concern to handrail_app
""",
    r"""
create policy tenant on own_concern as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on own_concern as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on own_concern as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on own_concern as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_answer enable row level security
""",
    r"""
alter table plan_answer force row level security
""",
    r"""
grant select, insert on plan_answer to handrail_app
""",
    r"""
create policy tenant on plan_answer as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_answer as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_answer as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_answer as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_concern enable row level security
""",
    r"""
alter table plan_concern force row level security
""",
    r"""
grant select, insert on plan_concern to handrail_app
""",
    r"""
create policy tenant on plan_concern as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_concern as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_concern as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_concern as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_draft enable row level security
""",
    r"""
alter table plan_draft force row level security
""",
    r"""
grant select, insert, update, delete on plan_draft to handrail_app
""",
    r"""
create policy tenant on plan_draft as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_draft as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_draft as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_draft as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_objection enable row level security
""",
    r"""
alter table plan_objection force row level security
""",
    r"""
grant select, insert on plan_objection to handrail_app
""",
    r"""
create policy tenant on plan_objection as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_objection as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_objection as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_objection as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_remark enable row level security
""",
    r"""
alter table plan_remark force row level security
""",
    r"""
grant select, insert on plan_remark to handrail_app
""",
    r"""
create policy tenant on plan_remark as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_remark as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_remark as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_remark as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_version enable row level security
""",
    r"""
alter table plan_version force row level security
""",
    r"""
grant select, insert on plan_version to handrail_app
""",
    r"""
create policy tenant on plan_version as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_version as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_version as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_version as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table planning_meeting enable row level security
""",
    r"""
alter table planning_meeting force row level security
""",
    r"""
grant select, insert, update, delete on planning_meeting to handrail_app
""",
    r"""
create policy tenant on planning_meeting as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on planning_meeting as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on planning_meeting as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on planning_meeting as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table promise_confirmation enable row level security
""",
    r"""
alter table promise_confirmation force row level security
""",
    r"""
grant select, insert on promise_confirmation to handrail_app
""",
    r"""
create policy tenant on promise_confirmation as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on promise_confirmation as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on promise_confirmation as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on promise_confirmation as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table readiness enable row level security
""",
    r"""
alter table readiness force row level security
""",
    r"""
grant select, insert, update, delete on readiness to handrail_app
""",
    r"""
create policy tenant on readiness as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on readiness as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on readiness as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on readiness as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table return_record enable row level security
""",
    r"""
alter table return_record force row level security
""",
    r"""
grant select, insert, update, delete on return_record to handrail_app
""",
    r"""
create policy tenant on return_record as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on return_record as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on return_record as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on return_record as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table shared_plan enable row level security
""",
    r"""
alter table shared_plan force row level security
""",
    r"""
grant select, insert, delete on shared_plan to handrail_app
""",
    r"""
create policy tenant on shared_plan as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on shared_plan as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy narrow on shared_plan as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'plan') or employer_id in (select g.employer_id from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'plan'))) with check (((select current_setting('app.scope', true)) = 'engine' or case_id in (select g.subject_id from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'plan') or employer_id in (select g.employer_id from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date) and g.compartment = 'plan')))
""",
    r"""
alter table statutory_version enable row level security
""",
    r"""
alter table statutory_version force row level security
""",
    r"""
grant select, insert on statutory_version to handrail_app
""",
    r"""
create policy tenant on statutory_version as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on statutory_version as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on statutory_version as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on statutory_version as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table supervisor_notice enable row level security
""",
    r"""
alter table supervisor_notice force row level security
""",
    r"""
grant select, insert, update on supervisor_notice to handrail_app
""",
    r"""
create policy tenant on supervisor_notice as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on supervisor_notice as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on supervisor_notice as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on supervisor_notice as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table supervisor_talk enable row level security
""",
    r"""
alter table supervisor_talk force row level security
""",
    r"""
grant select, insert, update on supervisor_talk to handrail_app
""",
    r"""
create policy tenant on supervisor_talk as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on supervisor_talk as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on supervisor_talk as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on supervisor_talk as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table tentative_plan enable row level security
""",
    r"""
alter table tentative_plan force row level security
""",
    r"""
grant select, insert, update, delete on tentative_plan to handrail_app
""",
    r"""
create policy tenant on tentative_plan as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on tentative_plan as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on tentative_plan as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on tentative_plan as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table absence enable row level security
""",
    r"""
alter table absence force row level security
""",
    r"""
grant select, insert, update, delete on absence to handrail_app
""",
    r"""
create policy tenant on absence as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on absence as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on absence as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on absence as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table concern_review enable row level security
""",
    r"""
alter table concern_review force row level security
""",
    r"""
grant select, insert on concern_review to handrail_app
""",
    r"""
create policy tenant on concern_review as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on concern_review as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on concern_review as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on concern_review as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table contact_decision enable row level security
""",
    r"""
alter table contact_decision force row level security
""",
    r"""
grant select, insert on contact_decision to handrail_app
""",
    r"""
create policy tenant on contact_decision as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on contact_decision as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on contact_decision as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on contact_decision as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table employer_letter enable row level security
""",
    r"""
alter table employer_letter force row level security
""",
    r"""
grant select, insert, update on employer_letter to handrail_app
""",
    r"""
create policy tenant on employer_letter as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on employer_letter as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on employer_letter as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on employer_letter as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.role', true)) <> 'worker' or handed_over_at is not null) and ((select current_setting('app.role', true)) <> 'supervisor' or written_by = (select nullif(current_setting('app.person', true), '')::uuid)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((select current_setting('app.role', true)) <> 'worker' or handed_over_at is not null) and ((select current_setting('app.role', true)) <> 'supervisor' or written_by = (select nullif(current_setting('app.person', true), '')::uuid))))
""",
    r"""
create policy owner on employer_letter as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_acceptance enable row level security
""",
    r"""
alter table plan_acceptance force row level security
""",
    r"""
grant select, insert on plan_acceptance to handrail_app
""",
    r"""
create policy tenant on plan_acceptance as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_acceptance as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_acceptance as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_acceptance as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table plan_action enable row level security
""",
    r"""
alter table plan_action force row level security
""",
    r"""
grant select, insert on plan_action to handrail_app
""",
    r"""
create policy tenant on plan_action as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on plan_action as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on plan_action as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on plan_action as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table referral enable row level security
""",
    r"""
alter table referral force row level security
""",
    r"""
grant select, insert, update on referral to handrail_app
""",
    r"""
create policy tenant on referral as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on referral as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on referral as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on referral as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table statutory_answer enable row level security
""",
    r"""
alter table statutory_answer force row level security
""",
    r"""
grant select, insert on statutory_answer to handrail_app
""",
    r"""
create policy tenant on statutory_answer as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on statutory_answer as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on statutory_answer as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on statutory_answer as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table work_aspect enable row level security
""",
    r"""
alter table work_aspect force row level security
""",
    r"""
grant select, insert, delete on work_aspect to handrail_app
""",
    r"""
create policy tenant on work_aspect as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on work_aspect as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on work_aspect as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on work_aspect as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table engagement enable row level security
""",
    r"""
alter table engagement force row level security
""",
    r"""
grant select, insert, update on engagement to handrail_app
""",
    r"""
create policy tenant on engagement as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on engagement as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on engagement as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on engagement as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on engagement as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table interview enable row level security
""",
    r"""
alter table interview force row level security
""",
    r"""
grant select, insert on interview to handrail_app
""",
    r"""
create policy tenant on interview as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on interview as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on interview as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on interview as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table own_words enable row level security
""",
    r"""
alter table own_words force row level security
""",
    r"""
grant select, insert, update, delete on own_words to handrail_app
""",
    r"""
create policy tenant on own_words as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on own_words as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on own_words as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy owner on own_words as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table released_words enable row level security
""",
    r"""
alter table released_words force row level security
""",
    r"""
grant select, insert, delete on released_words to handrail_app
""",
    r"""
create policy tenant on released_words as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on released_words as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on released_words as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on released_words as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('worker', 'supervisor'))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) in ('worker', 'supervisor')))
""",
    r"""
create policy owner on released_words as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table engagement_session enable row level security
""",
    r"""
alter table engagement_session force row level security
""",
    r"""
grant select, insert, update, delete on engagement_session to handrail_app
""",
    r"""
create policy tenant on engagement_session as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on engagement_session as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on engagement_session as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on engagement_session as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on engagement_session as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table intervention enable row level security
""",
    r"""
alter table intervention force row level security
""",
    r"""
grant select, insert, update on intervention to handrail_app
""",
    r"""
create policy tenant on intervention as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on intervention as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on intervention as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on intervention as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on intervention as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table mediation_invitation enable row level security
""",
    r"""
alter table mediation_invitation force row level security
""",
    r"""
grant select, insert, update on mediation_invitation to handrail_app
""",
    r"""
create policy tenant on mediation_invitation as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on mediation_invitation as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on mediation_invitation as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on mediation_invitation as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or person_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on mediation_invitation as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table intervention_change enable row level security
""",
    r"""
alter table intervention_change force row level security
""",
    r"""
grant select, insert on intervention_change to handrail_app
""",
    r"""
create policy tenant on intervention_change as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on intervention_change as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on intervention_change as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on intervention_change as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on intervention_change as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table intervention_fact enable row level security
""",
    r"""
alter table intervention_fact force row level security
""",
    r"""
grant select, insert, update, delete on intervention_fact to handrail_app
""",
    r"""
create policy tenant on intervention_fact as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on intervention_fact as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on intervention_fact as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on intervention_fact as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on intervention_fact as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
alter table intervention_part enable row level security
""",
    r"""
alter table intervention_part force row level security
""",
    r"""
grant select, insert, update on intervention_part to handrail_app
""",
    r"""
create policy tenant on intervention_part as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on intervention_part as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on intervention_part as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id)))) with check (((select current_setting('app.scope', true)) = 'engine' or ((subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))) and (compartment <> 'plan' or (select current_setting('app.role', true)) in ('worker', 'coordinator') or exists (select from shared_plan p where p.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and p.case_id = subject_id))))
""",
    r"""
create policy narrow on intervention_part as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid))) with check (((select current_setting('app.scope', true)) = 'engine' or (select current_setting('app.role', true)) <> 'provider' or provider_id = (select nullif(current_setting('app.person', true), '')::uuid)))
""",
    r"""
create policy owner on intervention_part as permissive for all to handrail_owner using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine') with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and (select current_setting('app.scope', true)) = 'engine')
""",
    r"""
grant select on alembic_version to handrail_app, handrail_migrate, handrail_relay, handrail_admin
""",
)
TABLES = (
    "intervention_part",
    "intervention_fact",
    "intervention_change",
    "mediation_invitation",
    "intervention",
    "engagement_session",
    "released_words",
    "own_words",
    "interview",
    "engagement",
    "work_aspect",
    "statutory_answer",
    "referral",
    "plan_action",
    "plan_acceptance",
    "employer_letter",
    "contact_decision",
    "concern_review",
    "absence",
    "tentative_plan",
    "supervisor_talk",
    "supervisor_notice",
    "statutory_version",
    "shared_plan",
    "return_record",
    "readiness",
    "promise_confirmation",
    "planning_meeting",
    "plan_version",
    "plan_remark",
    "plan_objection",
    "plan_draft",
    "plan_concern",
    "plan_answer",
    "own_concern",
    "obligation",
    "milestone_reached",
    "mediation_agreement",
    "measure_view",
    "legal_hold",
    "help_offer",
    "held_text",
    "held_letter",
    "hand_over",
    "follow_up_agreement",
    "fact",
    "emergency_access",
    "contact_request",
    "contact",
    "consent",
    "conflict_note",
    "concern_summary",
    "concern",
    "case_process",
    "call_request",
    "assignment",
    "actual_week",
    "statutory_document",
    "scim_member",
    "scim_match",
    "forum_session",
    "cases",
    "absence_correction",
    "scim_user",
    "scim_token",
    "scim_refusal",
    "scim_group",
    "report_part",
    "report_file",
    "prevention_action",
    "forum",
    "employment",
    "theme",
    "team",
    "support_look",
    "sign_on_attempt",
    "seen_logout",
    "scim_connection",
    "report_run",
    "refused_grant",
    "identity_domain",
    "external_login",
    "erasure_item",
    "erasure_certificate",
    "delivery",
    "correction_note",
    "case_file_part",
    "api_client_secret",
    "theme_release",
    "theme_question",
    "support_access",
    "site",
    "sign_in_link",
    "sign_in",
    "saved_filter",
    "rules_acceptance",
    "report_schedule",
    "report_release",
    "recovery_code",
    "plugin_secret",
    "plugin_activation",
    "period_choice",
    "passkey",
    "one_time_code",
    "notification_preference",
    "message",
    "membership",
    "letter_wording",
    "known_device",
    "import_run",
    "identity_connection",
    "framework_version",
    "former_address",
    "form_draft",
    "erasure_run",
    "document",
    "department",
    "data_package",
    "data_key",
    "cover",
    "correction_request",
    "case_file",
    "calendar_feed",
    "authenticator",
    "api_token",
    "api_client",
    "timeline_entry",
    "tenant_key",
    "tenant_entry",
    "tenant",
    "spent_challenge",
    "seal",
    "record_version",
    "read_log",
    "plugin_type_version",
    "person",
    "outbox",
    "obligation_change",
    "employer_grant",
    "consent_text",
    "client_organisation",
    "chain_head",
    "case_grant",
    "case_counter",
    "answered_request",
)


def upgrade() -> None:
    """Create everything."""
    for statement in UP:
        op.execute(text(statement.replace(":", "\\:")))


def downgrade() -> None:
    """Drop everything; tests only."""
    op.execute("drop function if exists who_is(text, bytea, timestamptz, date)")
    op.execute("drop function if exists resolve_credential(text, bytea)")
    op.execute("drop function if exists end_read_log(timestamptz)")
    op.execute("drop function if exists erase_item(uuid), shred_records(uuid, uuid, text)")
    op.execute("drop function if exists is_held(uuid, uuid)")
    for table in TABLES:
        op.execute(f"drop table if exists {table} cascade")
    op.execute("drop function if exists name_the_case(), rename_the_cases()")
    op.execute("drop function if exists keep_what_was_decided(), keep_what_was_asked_for()")
