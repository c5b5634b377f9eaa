import type { FastifyInstance } from 'fastify';
import type { StorageGuard } from '../../platform/storage-guard.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import type { SeriesStore } from '../series/index.ts';
import { IngestAccess, type IngestAccessOptions } from './access.ts';
import { alertmanagerReceiver } from './http/alertmanager.ts';
import { addReceivers, type DoorOptions } from './http/door.ts';
import { otlpReceiver } from './http/otlp.ts';
import { remoteWriteReceiver } from './http/remote-write.ts';
import { Intake } from './intake.ts';
import './schema.ts';
import { serveGraphite } from './tcp/graphite.ts';
import { type Listener, startListener } from './tcp/listener.ts';
import { serveZabbix } from './tcp/zabbix.ts';

export { ingestRoutes } from './routes.ts';

export interface IngestOptions extends IngestAccessOptions {
  store: SeriesStore;
  storage: () => Pick<StorageGuard, 'full'>;
  limits?: DoorOptions['limits'];
}

/** What takes in others' data in this process. */
export interface Ingest {
  /** Adds the receivers to the HTTP server, before it listens. */
  register(app: FastifyInstance): void;
  /** Opens the ports that are configured; 0 leaves one closed. */
  listen(settings: { host: string; zabbixPort: number; graphitePort: number }): Promise<void>;
  stop(): Promise<void>;
}

export function createIngest(options: IngestOptions): Ingest {
  const access = new IngestAccess(options);
  const intake = new Intake(options.store, () => options.clock.now().getTime());
  const { log } = options;
  const full = (): boolean => options.storage().full;
  const listeners: Listener[] = [];
  return {
    register(app) {
      registerReceivers(app, {
        access,
        intake,
        storage: options.storage,
        tenancy: options.tenancy,
        ...limits(options),
      });
    },
    async listen({ host, zabbixPort, graphitePort }) {
      if (zabbixPort !== 0)
        listeners.push(
          await startListener({
            name: 'zabbix',
            host,
            port: zabbixPort,
            log,
            serve: (socket, address) => serveZabbix(socket, address, { access, intake, full }),
          }),
        );
      if (graphitePort !== 0)
        listeners.push(
          await startListener({
            name: 'graphite',
            host,
            port: graphitePort,
            log,
            serve: (socket, address) => serveGraphite(socket, address, { access, intake, full, log }),
          }),
        );
    },
    async stop() {
      access.stop();
      for (const listener of listeners) await listener.stop();
    },
  };
}

const limits = ({ limits: given }: IngestOptions): Pick<DoorOptions, 'limits'> =>
  given ? { limits: given } : {};

/** The HTTP receivers alone; the API document is made from them without anything behind. */
export function registerReceivers(app: FastifyInstance, options: DoorOptions & { tenancy: Tenancy }): void {
  addReceivers(app, options, [
    remoteWriteReceiver(options.intake),
    otlpReceiver(options.intake),
    alertmanagerReceiver(options.tenancy),
  ]);
}
