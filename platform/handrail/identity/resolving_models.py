"""The two functions of the database that answer before the tenant is known: whose credential this is, and who that is.

`resolve_credential` is the one that may look across tenants: a digest in, tenant, person and id out, nothing else.
`who_is` enters that tenant and returns the person and their roles in the same statement. It runs with the rights of
whoever asks, so the row-level policies hold in it, and it leaves no setting behind.
"""

from typing import Final

WHO: Final = """
select p.id, r.role::text, p.name, p.locale, p.time_zone, t.name, t.demo,
       coalesce((select array_agg(distinct m.role::text) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> {today}
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)), '{{}}'),
       coalesce((select array_agg(distinct m.employer_id) from membership m
                 where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> {today}
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)
                   and m.role = r.role and m.employer_id is not null), '{{}}'),
       exists (select 1 from membership m
               where m.tenant_id = p.tenant_id and m.person_id = p.id and m.during @> {today}
                   and (r.within_employer_id is null or m.employer_id = r.within_employer_id)
                   and m.role = r.role and m.employer_id is null),
       coalesce((select array_agg(distinct e.employer_id) from employment e
                 where e.tenant_id = p.tenant_id and e.person_id = p.id and r.within_employer_id is null), '{{}}'),
       r.method::text, r.proven_at, r.within_employer_id, r.support_id, r.support_employer, r.scopes,
       (select i.jurisdiction from employment e
          join site i on i.tenant_id = e.tenant_id and i.id = e.site_id
         where e.tenant_id = p.tenant_id and e.person_id = p.id
         order by e.ended_on is not null, e.started_on desc nulls last, e.id limit 1)
  from {found} r
  join person p on p.tenant_id = r.tenant_id and p.id = r.person_id and p.active
  join tenant t on t.tenant_id = p.tenant_id and t.id = p.tenant_id
 where r.tenant_id = {tenant}
"""
"""The person, their roles and how far the role reaches; the role comes from a credential."""

_CREDENTIALS: Final = """(
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
)"""

_OF_CREDENTIAL: Final = WHO.format(found=_CREDENTIALS, tenant="whose.tenant_id", today="today")

_WHO_IS: Final = """
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
    from (-- the person --
) w;
  perform set_config('app.tenant_id', '', true), set_config('app.scope', '', true),
          set_config('app.employers', '', true), set_config('app.today', '', true);
end
$$""".replace("-- the person --", _OF_CREDENTIAL)

DDL = (
    """
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
$$""",
    "revoke all on function resolve_credential(text, bytea) from public",
    "grant execute on function resolve_credential(text, bytea) to handrail_app",
    _WHO_IS,
    "revoke all on function who_is(text, bytea, timestamptz, date) from public",
    "grant execute on function who_is(text, bytea, timestamptz, date) to handrail_app",
)
"""Who asks for either must hold the secret, of which the digest is made."""
