import { decodeAlertmanager } from '@rettungsanker/ingest-wire';
import type { Tenancy } from '../../../platform/tenancy/transactions.ts';
import { receiveAlerts } from '../alerts.ts';
import { mediaType, type Receiver, refuseAsText, UnsupportedContent } from './door.ts';

/** Webhook of Alertmanager, version 4: its alerts become alerts here. */
export function alertmanagerReceiver(tenancy: Tenancy): Receiver {
  return {
    url: '/ingest/v1/alertmanager/webhook',
    summary: 'Alertmanager webhook, version 4',
    description:
      'Bearer token, or Basic with any name and the token as password. Repeating a message changes nothing; set ' +
      'send_resolved: true, so that alerts end.',
    consumes: ['application/json'],
    negotiate(request) {
      if (mediaType(request.headers['content-type']).type !== 'application/json')
        throw new UnsupportedContent('Content-Type: application/json is expected.');
      if (request.headers['content-encoding'] !== undefined)
        throw new UnsupportedContent('Content-Encoding is not accepted here.');
    },
    async receive(source, body, _request, reply) {
      const message = decodeAlertmanager(body.toString());
      await tenancy.asSystem(source.clientId, (ctx) => receiveAlerts(ctx, source, message));
      return reply.status(204).send();
    },
    refuse: refuseAsText,
  };
}
