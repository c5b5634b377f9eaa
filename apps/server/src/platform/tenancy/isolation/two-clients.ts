import type pg from 'pg';

/** A client with a row in every table that clients have; its texts carry `marker`. */
export interface SeededClient {
  readonly id: string;
  readonly marker: string;
  readonly personId: string;
}

/**
 * Two strangers, A and B, as owner or superuser. Ids are the same but for the client's own letter, so that a row of one
 * differs from its counterpart in nothing else that matters.
 */
export async function seedTwoClients(client: pg.ClientBase): Promise<{ a: SeededClient; b: SeededClient }> {
  return { a: await seed(client, 'a'), b: await seed(client, 'b') };
}

async function seed(client: pg.ClientBase, letter: 'a' | 'b'): Promise<SeededClient> {
  const id = (number: number): string =>
    `${letter.repeat(8)}-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const clientId = id(1);
  const marker = `geheim-${letter}`;
  const at = '2026-03-02T08:00:00Z';
  const ids = {
    site: id(2),
    asset: id(3),
    agent: id(4),
    check: id(5),
    alert: id(6),
    ticket: id(7),
    webhook: id(8),
    schedule: id(30),
    sweep: id(40),
  };
  const personId = id(9);
  /** Beyond what the database gives out itself. */
  const far = 7_000_000;
  const hash = `\\x${'00'.repeat(32)}`;
  const free = Object.fromEntries(
    ['tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, []]),
  );
  const target = { firstResponseMinutes: 60, resolutionMinutes: 480 };
  await client.query(
    `insert into person (id, name, email) values ('${personId}', '${marker}', '${marker}@example.de');`,
  );
  const rows: Record<string, Record<string, unknown>> = {
    client: {
      id: clientId,
      kind: 'client',
      code: `${letter.toUpperCase()}${letter.toUpperCase()}`,
      name: marker,
      created_at: at,
    },
    client_key: { id: id(10), kek_id: 'k', wrapped: '\\x00', created_at: at },
    audit_head: { seq: 1, hash },
    audit_entry: {
      seq: 1,
      at,
      actor_kind: 'system',
      actor_name: marker,
      action: 'test',
      object_kind: 'client',
      details: {},
      previous_hash: hash,
      hash,
    },
    audit_checkpoint: { seq: 1, at, hash, signature: '\\x00' },
    event: { id: far, kind: 'test', object_kind: 'site', object_id: ids.site, payload: { marker }, at },
    setting: { key: 'test', value: { marker }, updated_at: at },
    membership: { person_id: personId, role: 'management', created_at: at },
    service_grant: { person_id: personId, granted_by: personId, created_at: at },
    invitation: {
      id: id(11),
      email: `${marker}@example.de`,
      role: 'employee',
      token_hash: '\\x00',
      created_at: at,
      expires_at: at,
    },
    api_key: {
      id: id(12),
      person_id: personId,
      name: marker,
      token_hash: '\\x00',
      hint: 'ra_',
      permissions: ['ticket.read'],
      created_at: at,
      expires_at: at,
    },
    site: { id: ids.site, name: marker, time_zone: 'Europe/Berlin', created_at: at },
    asset: { id: ids.asset, site_id: ids.site, kind: 'server', name: marker, created_at: at, updated_at: at },
    agent: {
      id: ids.agent,
      asset_id: ids.asset,
      public_key: '\\x00',
      machine: marker,
      version: '1',
      platform: 'linux',
      enrolled_at: at,
    },
    enrolment_code: { id: id(13), site_id: ids.site, token_hash: '\\x00', created_at: at, expires_at: at },
    ingest_token: {
      id: id(19),
      site_id: ids.site,
      name: marker,
      token_hash: '\\x00',
      hint: 'rai_',
      created_at: at,
    },
    ingest_quota: { active_series: 1000, samples_per_second: 1000, updated_at: at },
    inventory: { asset_id: ids.asset, section: 'host', facts: { marker }, collected_at: at, changed_at: at },
    software: {
      asset_id: ids.asset,
      purl: `pkg:deb/${marker}@1`,
      name: marker,
      version: '1',
      first_seen_at: at,
    },
    check: {
      id: ids.check,
      asset_id: ids.asset,
      kind: 'cpu',
      name: marker,
      config: {},
      rule: { condition: { kind: 'status', failed: 'critical' }, forMs: 0, recoverForMs: 0 },
      interval_ms: 60_000,
      runs_on: 'agent',
      second_runs_on: 'agent',
      origin: 'default',
      created_at: at,
      updated_at: at,
    },
    check_place: { check_id: ids.check, place: 'server', at, status: 'ok', message: marker, values: {} },
    discovery_rule: {
      site_id: ids.site,
      allowed: true,
      probe_id: ids.asset,
      snmp_shown: [`v3 ${marker}`],
      updated_at: at,
    },
    discovery_sweep: {
      id: ids.sweep,
      site_id: ids.site,
      probe_id: ids.asset,
      with_snmp: false,
      ordered_by_name: marker,
      state: 'done',
      message: marker,
      created_at: at,
    },
    discovery_neighbour: {
      id: id(41),
      site_id: ids.site,
      mac: '00:1b:a9:00:00:01',
      address: '192.168.77.9',
      sys_name: marker,
      first_seen_at: at,
      last_seen_at: at,
      sweep_id: ids.sweep,
      probe_id: ids.asset,
    },
    discovery_link: {
      site_id: ids.site,
      from_address: '192.168.77.9',
      port: marker,
      source: 'lldp',
      far_end: '00',
      name: marker,
      shared: 1,
      seen_at: at,
    },
    heartbeat: {
      check_id: ids.check,
      token_hash: `\\x${ids.check.replaceAll('-', '')}`,
      hint: 'rah_',
      created_at: at,
      schedule: {},
      due_at: at,
    },
    check_state: { check_id: ids.check, status: 'ok', rule_state: {}, message: marker, since: at },
    series_client: { next_id: far, rolled_until: at },
    series: { id: far, name: 'cpu.busy', labels: { marker }, fingerprint: id(20), created_at: at },
    series_log: { xid: 1, id: far, first_at: at, last_at: at, payload: '\\x00' },
    series_block: { series_group: far, start_at: at, payload: '\\x00' },
    series_rollup_fine: { series_group: far, start_at: at, payload: '\\x00' },
    series_rollup_coarse: { series_group: far, start_at: at, payload: '\\x00' },
    alert: {
      id: ids.alert,
      asset_id: ids.asset,
      check_id: ids.check,
      kind: 'cpu',
      severity: 'warning',
      state: 'raised',
      message: marker,
      observed_at: at,
      raised_at: at,
    },
    alert_dependency: { id: id(31), check_id: ids.check, parent_asset_id: ids.asset, created_at: at },
    silence: {
      id: id(32),
      matcher: {},
      reason: marker,
      starts_at: at,
      ends_at: '2026-03-02T09:00:00Z',
      created_by: personId,
      created_by_name: marker,
      created_at: at,
    },
    maintenance_window: {
      id: id(33),
      name: marker,
      matcher: {},
      time_window: {
        timeZone: 'Europe/Berlin',
        recurrence: { kind: 'once', date: '2026-03-02' },
        from: '20:00',
        until: '22:00',
      },
      created_by_name: marker,
      created_at: at,
      updated_at: at,
    },
    on_call_schedule: {
      id: ids.schedule,
      name: marker,
      schedule: {
        timeZone: 'Europe/Berlin',
        layers: [
          {
            name: marker,
            people: [personId],
            startsAt: '2026-03-02T08:00',
            rotation: { every: 1, unit: 'week' },
          },
        ],
      },
      created_at: at,
      updated_at: at,
    },
    on_call_substitution: {
      id: id(34),
      schedule_id: ids.schedule,
      person_id: personId,
      starts_at: at,
      ends_at: '2026-03-03T08:00:00Z',
      note: marker,
      created_by_name: marker,
      created_at: at,
    },
    on_call_contact: {
      person_id: personId,
      phone: letter === 'a' ? '+4930111111' : '+4930222222',
      updated_at: at,
    },
    escalation_policy: {
      id: id(35),
      name: marker,
      position: 1,
      matcher: {},
      policy: {
        steps: [{ delayMs: 0, targets: [{ kind: 'schedule', id: ids.schedule }] }],
        repeat: 0,
        repeatAfterMs: 0,
      },
      created_at: at,
      updated_at: at,
    },
    escalation: {
      alert_id: ids.alert,
      policy_client_id: clientId,
      policy_id: id(35),
      policy_name: marker,
      policy: { steps: [], repeat: 0, repeatAfterMs: 0 },
      state: { startedAt: 0, round: 0, step: 0, nextAt: null, ended: 'exhausted' },
      started_at: at,
    },
    notify_channel: {
      id: id(36),
      kind: 'ntfy',
      name: marker,
      sealed_config: '\\x00',
      shown: marker,
      minimum: 'info',
      created_at: at,
      updated_at: at,
    },
    business_calendar: {
      id: id(14),
      version: 1,
      name: marker,
      valid_from: '2026-01-01',
      time_zone: 'Europe/Berlin',
      weekly: { monday: [{ from: 480, to: 1020 }], ...free },
      created_at: at,
    },
    service_level: {
      id: id(15),
      version: 1,
      name: marker,
      calendar_id: id(14),
      valid_from: at,
      targets: { 1: target, 2: target, 3: target, 4: target },
      created_at: at,
    },
    ticket_number: { last: 1 },
    ticket: {
      id: ids.ticket,
      number: 1,
      type: 'incident',
      title: marker,
      impact: 'low',
      urgency: 'low',
      priority: 4,
      state: 'new',
      assignee_id: personId,
      requester_id: personId,
      asset_id: ids.asset,
      source: 'person',
      created_at: at,
      updated_at: at,
    },
    ticket_message: {
      id: id(16),
      ticket_id: ids.ticket,
      kind: 'public',
      author_id: personId,
      author_name: marker,
      author_side: 'client',
      body: marker,
      created_at: at,
    },
    ticket_event: { id: far, ticket_id: ids.ticket, at, kind: 'created', actor_name: marker, details: {} },
    ticket_alert: { ticket_id: ids.ticket, alert_id: ids.alert },
    mailbox: {
      id: id(40),
      kind: 'door',
      address: `${marker}@example.de`,
      enabled: false,
      created_at: at,
      updated_at: at,
    },
    mail_intake: {
      id: id(41),
      mailbox_id: id(40),
      fingerprint: hash,
      size: 1,
      raw: '\\x00',
      state: 'triage',
      reason: 'unknown-sender',
      from_address: `${marker}@example.de`,
      subject: marker,
      received_at: at,
    },
    ticket_mail: {
      id: id(42),
      ticket_id: ids.ticket,
      message_id: id(16),
      direction: 'in',
      rfc_id: `${marker}@example.de`,
      from_address: `${marker}@example.de`,
      from_name: marker,
      to_addresses: [],
      subject: marker,
      body: marker,
      raw: '\\x00',
      created_at: at,
    },
    ticket_attachment: {
      id: id(43),
      ticket_id: ids.ticket,
      mail_id: id(42),
      position: 1,
      name: marker,
      content_type: 'text/plain',
      size: 1,
      inline: false,
      content: '\\x00',
      created_at: at,
    },
    ticket_participant: {
      ticket_id: ids.ticket,
      address: `${marker}@example.de`,
      name: marker,
      created_at: at,
    },
    client_mail_domain: { domain: `${marker}.example.de`, created_at: at, created_by_name: marker },
    webhook: {
      id: ids.webhook,
      name: marker,
      url: 'https://example.de',
      sealed_secret: '\\x00',
      created_at: at,
      updated_at: at,
    },
    notification: {
      id: id(17),
      event_id: far,
      channel: 'console',
      address: personId,
      person_id: personId,
      kind: 'test',
      topic: 'alert',
      severity: 'info',
      message_key: 'test',
      params: {},
      object_kind: 'site',
      object_id: ids.site,
      path: '/',
      state: 'sent',
      created_at: at,
    },
    webhook_delivery: {
      id: id(18),
      webhook_id: ids.webhook,
      delivery_id: id(17),
      kind: 'test',
      at,
      attempt: 1,
      duration_ms: 1,
    },
  };
  await client.query(`select series_partitions('${at}'::date, '${at}'::date)`);
  for (const [table, row] of Object.entries(rows))
    await insertRow(client, table, table === 'client' ? row : { client_id: clientId, ...row });
  return { id: clientId, marker, personId };
}

/** Inserts one row, given as JSON values by column; columns that are missing get their default. */
export async function insertRow(
  client: pg.ClientBase,
  table: string,
  row: Record<string, unknown>,
): Promise<void> {
  const columns = Object.keys(row)
    .map((column) => `"${column}"`)
    .join(', ');
  await client.query(
    `insert into "${table}" (${columns}) overriding system value select ${columns} from jsonb_populate_record(null::"${table}", $1)`,
    [JSON.stringify(row)],
  );
}
