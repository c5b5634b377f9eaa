import { malformed, WireError } from './errors.ts';

/** Alerts of one message; groups of Alertmanager are far smaller. */
export const MAX_ALERTS = 1000;
const MAX_PAIRS = 64;
const MAX_TEXT = 4096;

/** The parts of the webhook message, version 4 (Alertmanager documentation, webhook_config), that are used here. */
export interface AlertmanagerMessage {
  receiver: string;
  /** Address of the Alertmanager that sent it. */
  externalUrl: string;
  alerts: AlertmanagerAlert[];
  /** Alerts of the group that did not fit into the message. */
  truncated: number;
}
export interface AlertmanagerAlert {
  status: 'firing' | 'resolved';
  labels: ReadonlyMap<string, string>;
  annotations: ReadonlyMap<string, string>;
  startsAt: Date;
  /** Only for resolved ones. */
  endsAt: Date | undefined;
  generatorUrl: string;
  /** The same for the same labels; identifies the alert over all messages. */
  fingerprint: string;
}

/** @throws WireError */
export function decodeAlertmanager(text: string): AlertmanagerMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw malformed('The body is not JSON.');
  }
  const message = record(parsed, 'the message');
  if (message.version !== '4')
    throw new WireError('unsupported', 'Only version 4 of the webhook message is accepted.');
  if (!Array.isArray(message.alerts)) throw malformed('alerts: a list is expected.');
  if (message.alerts.length > MAX_ALERTS)
    throw new WireError('too-large', `A message may have ${MAX_ALERTS} alerts.`);
  const { truncatedAlerts } = message;
  return {
    receiver: string(message.receiver, 'receiver'),
    externalUrl: string(message.externalURL ?? '', 'externalURL'),
    alerts: message.alerts.map((entry, index) => readAlert(entry, `alerts[${index}]`)),
    truncated: typeof truncatedAlerts === 'number' ? truncatedAlerts : 0,
  };
}

function readAlert(entry: unknown, at: string): AlertmanagerAlert {
  const alert = record(entry, at);
  const { status } = alert;
  if (status !== 'firing' && status !== 'resolved')
    throw malformed(`${at}.status: firing or resolved is expected.`);
  const fingerprint = string(alert.fingerprint, `${at}.fingerprint`);
  if (!/^[0-9a-f]{1,64}$/i.test(fingerprint)) throw malformed(`${at}.fingerprint: a hash is expected.`);
  return {
    status,
    labels: pairs(alert.labels, `${at}.labels`),
    annotations: pairs(alert.annotations ?? {}, `${at}.annotations`),
    startsAt: time(alert.startsAt, `${at}.startsAt`),
    // A firing alert carries year 1, which means that nobody knows.
    endsAt: status === 'resolved' ? time(alert.endsAt, `${at}.endsAt`) : undefined,
    generatorUrl: string(alert.generatorURL ?? '', `${at}.generatorURL`),
    fingerprint: fingerprint.toLowerCase(),
  };
}

function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw malformed(`${at}: an object is expected.`);
}
function string(value: unknown, at: string): string {
  if (typeof value === 'string' && value.length <= MAX_TEXT && !value.includes('\0')) return value;
  throw malformed(`${at}: a text of at most ${MAX_TEXT} characters is expected.`);
}
function pairs(value: unknown, at: string): Map<string, string> {
  const entries = Object.entries(record(value, at));
  if (entries.length > MAX_PAIRS)
    throw new WireError('too-large', `${at}: at most ${MAX_PAIRS} are accepted.`);
  return new Map(entries.map(([name, text]) => [string(name, at), string(text, at)]));
}
/** RFC 3339 with up to nanoseconds. */
function time(value: unknown, at: string): Date {
  const parsed = typeof value === 'string' && value.length <= 64 ? new Date(value) : undefined;
  if (parsed && !Number.isNaN(parsed.getTime())) return parsed;
  throw malformed(`${at}: a time is expected.`);
}
