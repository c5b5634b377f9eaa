import { sql } from 'kysely';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { fingerprintOf, identityOf, isValidKey } from './key.ts';
import { compileMatchers } from './selector.ts';
import { type Resolution, SERIES_LIMITS, type Selector, type SeriesKey } from './types.ts';

/** What this process knows of the series of one client. Only what is committed gets in here. */
export class KnownSeries {
  generation = 0;
  /** Days before this time have roll-ups. */
  rolledUntil = 0;
  /** Days that samples and roll-ups are kept; null: as configured. */
  sampleDays: number | null = null;
  rollupDays: number | null = null;
  /** By number; holes are series that were deleted. */
  readonly keys: (SeriesKey | undefined)[] = [];
  /** Newest stored sample by number, as far as this process has seen it; 0 when it has not. */
  newest = new Float64Array(64);
  private readonly byIdentity = new Map<string, number>();
  private readonly byName = new Map<string, number[]>();
  /** Every text once, however many series have it as a label. */
  private readonly texts = new Map<string, string>();

  get count(): number {
    return this.byIdentity.size;
  }
  get highest(): number {
    return Math.max(0, this.keys.length - 1);
  }
  refOf(identity: string): number | undefined {
    return this.byIdentity.get(identity);
  }

  add(ref: number, key: SeriesKey): void {
    if (this.keys[ref]) return;
    const interned: SeriesKey = {
      name: this.intern(key.name),
      labels: Object.fromEntries(
        Object.entries(key.labels).map(([name, value]) => [this.intern(name), this.intern(value)]),
      ),
      assetId: key.assetId ? this.intern(key.assetId) : null,
      checkId: key.checkId ? this.intern(key.checkId) : null,
    };
    this.keys[ref] = interned;
    this.byIdentity.set(identityOf(interned), ref);
    const same = this.byName.get(interned.name);
    if (same) same.push(ref);
    else this.byName.set(interned.name, [ref]);
    if (this.newest.length <= ref) {
      const grown = new Float64Array(Math.max(ref + 1, this.newest.length * 2));
      grown.set(this.newest);
      this.newest = grown;
    }
  }

  clear(): void {
    this.keys.length = 0;
    this.byIdentity.clear();
    this.byName.clear();
    this.texts.clear();
    this.newest.fill(0);
  }

  /** Numbers of the series that match. Cost grows with the series of the names, or with all without a name. */
  select(selector: Selector): number[] {
    const matches = compileMatchers(selector.matchers ?? []);
    const candidates = selector.names
      ? [...new Set(selector.names)].flatMap((name) => this.byName.get(name) ?? [])
      : [...this.byIdentity.values()];
    return candidates.filter((ref) => matches(this.keys[ref]!));
  }

  private intern(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }
}

interface SeriesRow {
  id: number;
  name: string;
  labels: Record<string, string>;
  assetId: string | null;
  checkId: string | null;
}

/**
 * Takes in the series that were made since the last look, or all when some were deleted. Numbers are committed in their
 * order (see `create`), so nothing can appear below the highest one that was seen; what this very transaction has made
 * and may still take back is left out.
 */
export async function refresh(ctx: ScopeContext, clientId: string, known: KnownSeries): Promise<void> {
  const state = await ctx.tx
    .selectFrom('seriesClient')
    .select(['generation', 'nextId', 'rolledUntil', 'sampleDays', 'rollupDays'])
    .where('clientId', '=', clientId)
    .executeTakeFirst();
  if (!state) return;
  known.rolledUntil = state.rolledUntil.getTime();
  known.sampleDays = state.sampleDays;
  known.rollupDays = state.rollupDays;
  if (state.generation !== known.generation) known.clear();
  known.generation = state.generation;
  if (known.highest >= state.nextId - 1) return;
  const { rows } = await sql<SeriesRow>`select id, name, labels, asset_id, check_id from series
    where client_id = ${clientId} and id > ${known.highest}
      and xmin::text is distinct from (pg_current_xact_id_if_assigned()::text::bigint % 4294967296)::text
    order by id`.execute(ctx.tx);
  for (const row of rows) known.add(row.id, row);
}

/** Looks up keys in what is known. @returns the places in `keys` that have no number yet */
export function lookUp(known: KnownSeries, keys: readonly SeriesKey[], refs: Uint32Array): number[] {
  const missing: number[] = [];
  for (let i = 0; i < keys.length; i++) {
    const ref = known.refOf(identityOf(keys[i]!));
    if (ref === undefined) missing.push(i);
    else refs[i] = ref;
  }
  return missing;
}

/**
 * Makes the series that are missing, as many as the quota allows. The row lock on the client's state is kept until the
 * transaction ends: numbers are given and committed in one order, and nothing is made twice.
 */
export async function create(
  ctx: Context,
  keys: readonly SeriesKey[],
  missing: readonly number[],
  refs: Uint32Array,
): Promise<Resolution> {
  await sql`insert into series_client (client_id) values (${ctx.clientId}) on conflict do nothing`.execute(
    ctx.tx,
  );
  const state = await ctx.tx
    .selectFrom('seriesClient')
    .select(['generation', 'nextId', 'maxSeries'])
    .where('clientId', '=', ctx.clientId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  let invalid = 0;
  const wanted = new Map<string, { key: SeriesKey; places: number[] }>();
  for (const place of missing) {
    const key = keys[place]!;
    if (!isValidKey(key)) {
      invalid++;
      continue;
    }
    const fingerprint = fingerprintOf(identityOf(key));
    const entry = wanted.get(fingerprint);
    if (entry) entry.places.push(place);
    else wanted.set(fingerprint, { key, places: [place] });
  }
  // Another process, or this transaction before, may have made them.
  const { rows: present } = await sql<{ id: number; fingerprint: string }>`
    select id, fingerprint from series where client_id = ${ctx.clientId} and fingerprint = any (${[...wanted.keys()]}::uuid[])`.execute(
    ctx.tx,
  );
  const assign = (fingerprint: string, id: number): void => {
    for (const place of wanted.get(fingerprint)!.places) refs[place] = id;
    wanted.delete(fingerprint);
  };
  for (const row of present) assign(row.fingerprint, row.id);

  const quota = state.maxSeries ?? SERIES_LIMITS.series;
  // Numbers are never given twice, so there are at most as many series; counting is for those who come near their quota.
  const atMost = state.nextId - 1;
  const used = atMost + wanted.size <= quota || wanted.size === 0 ? atMost : await count(ctx);
  const room = Math.max(0, quota - used);
  const made = [...wanted].slice(0, room);
  if (made.length > 0) {
    const columns = made.map(([fingerprint, { key }], i) => ({
      id: state.nextId + i,
      name: key.name,
      labels: Object.fromEntries(Object.entries(key.labels).filter(([, value]) => value !== '')),
      asset_id: key.assetId || null,
      check_id: key.checkId || null,
      fingerprint,
    }));
    await sql`insert into series (client_id, id, name, labels, asset_id, check_id, fingerprint, created_at)
      select ${ctx.clientId}, t.id, t.name, t.labels, t.asset_id, t.check_id, t.fingerprint, ${ctx.now}
      from jsonb_to_recordset(${JSON.stringify(columns)}::jsonb)
        as t(id integer, name text, labels jsonb, asset_id uuid, check_id uuid, fingerprint uuid)`.execute(
      ctx.tx,
    );
    await ctx.tx
      .updateTable('seriesClient')
      .set({ nextId: state.nextId + made.length })
      .where('clientId', '=', ctx.clientId)
      .execute();
    for (const [i, [fingerprint]] of made.entries()) assign(fingerprint, state.nextId + i);
  }
  let refusedByQuota = 0;
  for (const { places } of wanted.values()) refusedByQuota += places.length;
  return { generation: state.generation, refs, refusedByQuota, invalid };
}

async function count(ctx: Context): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from series where client_id = ${ctx.clientId}`.execute(ctx.tx);
  return rows[0]!.count;
}
