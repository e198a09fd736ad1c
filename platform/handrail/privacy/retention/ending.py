"""How records end, in SQL: the same for a run and for a backup that was restored from before one.

What is to be blanked is asked of the catalogue: every column whose name ends in `_sealed` of every table that has a
subject and a compartment. So a table that is made tomorrow ends as well, and a test holds every sealed column to that
name. Rows stay, with their codes and days, which reports count; chains and their hashes are never touched.
"""

from typing import Final

from handrail.identity.ending import FORGET_WAYS_IN

DDL: Final = (
    """
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
       and not a.attisdropped and a.atttypid = 'bytea'::regtype and a.attname like '%\\_sealed'
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
$$""",
    "revoke all on function shred_records(uuid, uuid, text) from public",
    """
create function is_held(employer uuid, subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select from public.legal_hold h
     where h.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
       and h.employer_id = employer and h.lifted_at is null and h.until >= current_date
       and (h.employment_id is null or subject in (h.employment_id, h.case_id)))
$$""",
    "revoke all on function is_held(uuid, uuid) from public",
    "grant execute on function is_held(uuid, uuid) to handrail_app",
    """
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
$$""",
    "revoke all on function erase_item(uuid) from public",
    "grant execute on function erase_item(uuid) to handrail_app",
    """
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
$$""",
    """
create trigger decided before insert or update on erasure_run
for each row execute function keep_what_was_decided()""",
    """
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
$$""",
    """
create trigger asked_for before insert or delete on erasure_item
for each row execute function keep_what_was_asked_for()""",
)
"""The one way in which records end: what a run of two people waits for, when its days are over and nothing holds it."""

FORGET_ANSWERS: Final = "delete from answered_request where tenant_id = %(tenant)s and at < %(before)s"
"""Answers to requests that were sent twice hold what was sent: they are kept for days, not for years."""
FORGET_WORK: Final = """
delete from outbox where tenant_id = %(tenant)s and done_at is not null
and (payload ->> 'subject_id' = %(about)s or payload ->> 'case_id' = %(about)s)
"""
FORGET_MESSAGES: Final = """
update message set subject_id = null, compartment = null, object_id = null
where tenant_id = %(tenant)s and subject_id = %(about)s::uuid and compartment = %(kind)s
"""
FORGET_PERSON: Final = (
    (
        "update person set name = 'N. N.', sort_name = 'n. n.', key = 'erased-' || id, email = null, phone = null, "
        "active = false where tenant_id = %(tenant)s and id = %(person)s"
    ),
    (
        "update employment set key = 'erased-' || id, job_title = null, supervisor_id = null "
        "where tenant_id = %(tenant)s and person_id = %(person)s"
    ),
    (
        "update absence set external_key = 'erased-' || id where tenant_id = %(tenant)s and subject_id in "
        "(select e.id from employment e where e.tenant_id = %(tenant)s and e.person_id = %(person)s)"
    ),
    (
        "update cases set sort_name = 'n. n.' where tenant_id = %(tenant)s and employment_id in "
        "(select e.id from employment e where e.tenant_id = %(tenant)s and e.person_id = %(person)s)"
    ),
    *FORGET_WAYS_IN,
)
"""What makes a former worker nobody: the rows stay for counts, and say nothing of who it was."""
