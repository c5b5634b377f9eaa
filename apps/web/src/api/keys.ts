import type { QueryKey } from '@tanstack/react-query';

/**
 * Names of everything that is cached. The first part is the noun, the second `list` or `one`, so that the live stream
 * can mark all lists of a noun, or one object with everything below it.
 */
const noun = <N extends string>(name: N) => ({
  all: [name] as const,
  lists: [name, 'list'] as const,
  list: (filter: object) => [name, 'list', filter] as const,
  one: (id: string, ...part: readonly (string | object)[]) => [name, 'one', id, ...part] as const,
});

export const keys = {
  session: ['session'] as const,
  account: (part: string) => ['account', part] as const,
  checkKinds: ['check-kinds'] as const,
  situation: ['situation'] as const,
  clients: noun('clients'),
  sites: noun('sites'),
  assets: noun('assets'),
  /** The drawn map of a client. */
  map: (clientId: string) => ['map', clientId] as const,
  alerts: noun('alerts'),
  /** Silences, maintenance, on-call: what decides about alerts. */
  alarms: noun('alarms'),
  ingest: noun('ingest'),
  discovery: noun('discovery'),
  tickets: noun('tickets'),
  /** Mails that wait for a decision. */
  mail: noun('mail'),
  people: noun('people'),
  audit: noun('audit'),
  settings: noun('settings'),
  search: (q: string) => ['search', q] as const,
};

/** What the live stream says about a change. */
export interface LiveChange {
  kind: string;
  clientId: string;
  objectId: string;
}

/** Which cached answers a change makes old. Unknown kinds make the situation old and nothing else. */
export function keysTouchedBy({ kind, clientId, objectId }: LiveChange): QueryKey[] {
  // New samples come every few seconds from every system: they touch what shows them and nothing else.
  if (kind === 'asset.samples') {
    return ['latest', 'series', 'checks'].map((part) => keys.assets.one(objectId, part));
  }
  switch (kind.split('.')[0]) {
    case 'alert':
      // An alert changes the state of its system, and usually a ticket.
      return [keys.alerts.all, keys.assets.all, keys.map(clientId), keys.situation];
    case 'alerts':
      return [keys.alerts.all, keys.map(clientId), keys.situation];
    case 'alarms':
      return [keys.alarms.all, keys.alerts.all, keys.map(clientId)];
    case 'discovery':
      return [keys.discovery.all, keys.map(clientId)];
    case 'ingest':
      return [keys.ingest.all];
    case 'ticket':
      return [keys.tickets.lists, keys.tickets.one(objectId), keys.situation];
    case 'mail':
      return [keys.mail.all];
    case 'asset':
    case 'agent':
      return [
        keys.assets.lists,
        keys.assets.one(objectId),
        keys.sites.all,
        keys.map(clientId),
        keys.situation,
      ];
    case 'check':
      return [keys.assets.one(objectId)];
    case 'client':
    case 'site':
      return [keys.clients.all, keys.sites.all, keys.map(clientId), keys.situation];
    case 'service-level':
      return [keys.clients.all, keys.tickets.all];
    case 'person':
    case 'membership':
    case 'invitation':
      return [keys.people.all];
    case 'settings':
    case 'webhook':
      return [keys.settings.all];
    case 'notification':
      return [keys.account('inbox')];
    default:
      return [keys.situation];
  }
}
