"""foundation: every table of the first release, its policies and grants

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
CREATE TABLE data_key (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  compartment VARCHAR NOT NULL,
  wrapped BYTEA NOT NULL,
  CONSTRAINT data_key_pkey PRIMARY KEY (tenant_id, id)
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
  CONSTRAINT obligation_change_pkey PRIMARY KEY (tenant_id, id)
)
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
  CONSTRAINT outbox_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT outbox_tenant_id_idem_key_key UNIQUE (tenant_id, idem_key)
)
""",
    r"""
CREATE INDEX outbox_done_idx ON outbox (tenant_id, done_at) WHERE done_at is not null
""",
    r"""
CREATE INDEX outbox_open_idx ON outbox (tenant_id, queue, priority, not_before) WHERE done_at is null and parked_at is null
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
  wrapped BYTEA NOT NULL,
  CONSTRAINT tenant_key_pkey PRIMARY KEY (tenant_id, id)
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
CREATE TABLE api_token (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  name TEXT NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT api_token_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT api_token_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT api_token_tenant_id_digest_key UNIQUE (tenant_id, digest)
)
""",
    r"""
CREATE INDEX api_token_digest_idx ON api_token (digest)
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
CREATE TABLE membership (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  person_id UUID NOT NULL,
  employer_id UUID,
  role VARCHAR NOT NULL,
  during DATERANGE NOT NULL,
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
  CONSTRAINT sign_in_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT sign_in_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT sign_in_tenant_id_digest_key UNIQUE (tenant_id, digest)
)
""",
    r"""
CREATE INDEX sign_in_digest_idx ON sign_in (digest)
""",
    r"""
CREATE TABLE sign_in_link (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  person_id UUID NOT NULL,
  role VARCHAR,
  browser BYTEA,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  used_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT sign_in_link_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT sign_in_link_tenant_id_person_id_fkey FOREIGN KEY(tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT sign_in_link_tenant_id_digest_key UNIQUE (tenant_id, digest)
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
CREATE TABLE cases (
  tenant_id UUID NOT NULL,
  id UUID NOT NULL,
  employer_id UUID NOT NULL,
  subject_id UUID GENERATED ALWAYS AS (employment_id) STORED NOT NULL,
  compartment VARCHAR NOT NULL,
  employment_id UUID NOT NULL,
  number TEXT NOT NULL,
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
CREATE INDEX cases_tenant_id_employment_id_idx ON cases (tenant_id, employment_id)
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
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  explanation JSONB NOT NULL,
  source JSONB,
  layer TEXT,
  reviewed_on DATE,
  computed_at TIMESTAMP WITH TIME ZONE NOT NULL,
  stale BOOLEAN NOT NULL,
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
CREATE INDEX obligation_open_idx ON obligation (tenant_id, subject_id, due_on) WHERE closed_at is null
""",
    r"""
create function resolve_credential(kind text, digest bytea)
returns table (tenant_id uuid, person_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select t.tenant_id, null::uuid, t.id from public.tenant t
   where kind = 'tenant' and sha256(convert_to(t.slug, 'UTF8')) = digest
  union all
  select l.tenant_id, l.person_id, l.id from public.sign_in_link l where kind = 'link' and l.digest = resolve_credential.digest
  union all
  select s.tenant_id, s.person_id, s.id from public.sign_in s where kind = 'sign_in' and s.digest = resolve_credential.digest
  union all
  select a.tenant_id, a.person_id, a.id from public.api_token a where kind = 'api_token' and a.digest = resolve_credential.digest
$$
""",
    r"""
revoke all on function resolve_credential(text, bytea) from public
""",
    r"""
grant execute on function resolve_credential(text, bytea) to handrail_app
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
create policy narrow on answered_request as restrictive for all to handrail_app using (person_id = (select nullif(current_setting('app.person', true), '')::uuid)) with check (person_id = (select nullif(current_setting('app.person', true), '')::uuid))
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
alter table data_key enable row level security
""",
    r"""
alter table data_key force row level security
""",
    r"""
grant select, insert, delete on data_key to handrail_app
""",
    r"""
create policy tenant on data_key as permissive for all to handrail_app using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
""",
    r"""
create policy employer on data_key as restrictive for all to handrail_app using (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[]))) with check (((select current_setting('app.employers', true)) = '*' or employer_id = any((select nullif(nullif(current_setting('app.employers', true), ''), '*')::uuid[])::uuid[])))
""",
    r"""
create policy need_to_know on data_key as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
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
create policy need_to_know on obligation_change as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
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
create policy need_to_know on record_version as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
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
create policy need_to_know on timeline_entry as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
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
create policy need_to_know on cases as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (employment_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (employment_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
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
create policy need_to_know on fact as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
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
create policy need_to_know on obligation as restrictive for all to handrail_app using (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)))) with check (((select current_setting('app.scope', true)) = 'engine' or (subject_id, compartment) in (select g.subject_id, g.compartment from case_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date)) or (employer_id, compartment) in (select g.employer_id, g.compartment from employer_grant g where g.tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid) and g.person_id = (select nullif(current_setting('app.person', true), '')::uuid) and g.role = (select current_setting('app.role', true)) and g.during @> (select nullif(current_setting('app.today', true), '')::date))))
""",
    r"""
grant select on alembic_version to handrail_app, handrail_migrate, handrail_relay, handrail_admin
""",
)
TABLES = ("obligation", "fact", "assignment", "cases", "employment", "team", "site", "sign_in_link", "sign_in", "membership", "department", "api_token", "timeline_entry", "tenant_key", "tenant_entry", "tenant", "record_version", "read_log", "person", "outbox", "obligation_change", "employer_grant", "data_key", "client_organisation", "chain_head", "case_grant", "answered_request",)


def upgrade() -> None:
    """Create everything."""
    for statement in UP:
        op.execute(text(statement.replace(":", "\\:")))


def downgrade() -> None:
    """Drop everything; tests only."""
    op.execute("drop function if exists resolve_credential(text, bytea)")
    for table in TABLES:
        op.execute(f"drop table if exists {table} cascade")
