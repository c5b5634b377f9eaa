import type { MadeToken } from './queries.ts';

export const SENDERS = ['prometheus', 'alertmanager', 'otel', 'zabbix', 'graphite'] as const;
export type Sender = (typeof SENDERS)[number];

/** Ports that Zabbix and Graphite use everywhere; the installation opens them when it is told to. */
const ZABBIX_PORT = 10051;
const GRAPHITE_PORT = 2003;

/** What to put into the configuration of a sender, complete with its token. */
export function snippet(
  sender: Sender,
  { token, addresses }: Pick<MadeToken, 'token' | 'addresses'>,
): string {
  const host = new URL(addresses.prometheus).hostname;
  switch (sender) {
    case 'prometheus':
      return [
        'remote_write:',
        `  - url: ${addresses.prometheus}`,
        '    authorization:',
        `      credentials: ${token}`,
      ].join('\n');
    case 'alertmanager':
      return [
        'route:',
        '  receiver: rettungsanker',
        'receivers:',
        '  - name: rettungsanker',
        '    webhook_configs:',
        `      - url: ${addresses.alertmanager}`,
        '        send_resolved: true',
        '        http_config:',
        '          authorization:',
        `            credentials: ${token}`,
      ].join('\n');
    case 'otel':
      return [
        'exporters:',
        '  otlphttp:',
        `    endpoint: ${addresses.otlp}`,
        '    headers:',
        `      Authorization: Bearer ${token}`,
        'service:',
        '  pipelines:',
        '    metrics:',
        '      receivers: [otlp]',
        '      exporters: [otlphttp]',
      ].join('\n');
    case 'zabbix':
      return `zabbix_sender -z ${host} -p ${ZABBIX_PORT} -s ${token}.$(hostname) -k system.load -o 0.42`;
    case 'graphite':
      return `echo "${token}.$(hostname).load 0.42 $(date +%s)" | nc -q 1 ${host} ${GRAPHITE_PORT}`;
  }
}

/** Spoken in the clear and on a port of its own, which has to be opened first. */
export const needsPort = (sender: Sender): boolean => sender === 'zabbix' || sender === 'graphite';
