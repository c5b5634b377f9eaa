import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppError } from '../errors.ts';
import type { LiveEvent, LiveFeed } from '../outbox/live.ts';
import { type Access, mayIn } from '../tenancy/access.ts';
import type { Permission } from '../tenancy/permissions.ts';
import type { SignedIn } from './authenticate.ts';
import { API, requireSignedIn } from './routes.ts';

export interface LiveOptions {
  feed: LiveFeed;
  /** Identity's: the session and its access as they are now, without counting as a use of the session. */
  lookAgain(headers: IncomingHttpHeaders): Promise<SignedIn | null>;
  log: Logger;
  /** For tests. */
  heartbeatMs?: number;
}

const HEARTBEAT_MS = 15_000;
/** Every tab has one; more than this is a program gone wild. */
const PER_SESSION = 12;
/** What may wait for a slow reader. An event has some 150 bytes. */
const BUFFER_BYTES = 256 * 1024;
/** What may wait while access is loaded again. */
const WAITING_EVENTS = 1000;
/** Pause before an ended stream is opened again. */
const RETRY_MS = 2_000;

/** What must be allowed to hear of a kind of event, by its first word; what is not named here needs client.read. */
const NEEDED: Readonly<Record<string, Permission>> = {
  alert: 'alert.read',
  ticket: 'ticket.read',
  asset: 'asset.read',
  agent: 'asset.read',
  check: 'asset.read',
  discovery: 'asset.read',
  membership: 'people.read',
  person: 'people.read',
  invitation: 'people.read',
  'password-reset': 'people.read',
  session: 'people.read',
  settings: 'settings.read',
  webhook: 'settings.read',
  audit: 'audit.read',
  notification: 'ticket.read',
};
/** Events after which somebody may see more or less than before. */
const CHANGES_ACCESS = /^(membership|service-grant|person|session|client)\./;

/**
 * GET /api/v1/live: server-sent events (HTML Living Standard, 9.2) about what the signed-in person may read: what
 * changed, never its content. There is no history: whoever comes back after a break gets `gap` and loads afresh.
 */
export function liveRoute(app: FastifyInstance, options: LiveOptions): LiveStreams {
  const streams = new LiveStreams(options);
  app.get(
    `${API}/live`,
    {
      config: { level: 'person' },
      schema: {
        tags: ['live'],
        summary: 'What changes, as server-sent events',
        ...({ 'x-permission': 'person' } as object),
      },
    },
    (request, reply) => {
      const signedIn = requireSignedIn(request);
      const stream = streams.open(signedIn, request.headers, reply.raw);
      reply.hijack();
      // Hooks have set the headers on the reply, which no longer sends them.
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // nginx would collect the events otherwise.
        'x-accel-buffering': 'no',
      });
      stream.start(request.headers['last-event-id'] !== undefined);
    },
  );
  app.addHook('preClose', async () => streams.stop());
  return streams;
}

/** All open streams of this process. */
export class LiveStreams {
  readonly #options: LiveOptions;
  readonly #streams = new Set<Stream>();
  readonly #unsubscribe: (() => void)[];
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#unsubscribe = [
      options.feed.on((event) => {
        for (const stream of this.#streams) stream.offer(event);
      }),
      options.feed.onGap(() => {
        for (const stream of this.#streams) stream.gap();
      }),
    ];
    this.#heartbeat = setInterval(() => {
      for (const stream of this.#streams) stream.beat();
    }, options.heartbeatMs ?? HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  get size(): number {
    return this.#streams.size;
  }

  /** @throws AppError RA_SESSION_REQUIRED, RA_RATE_LIMITED when the session has too many */
  open({ sessionId, access }: SignedIn, headers: IncomingHttpHeaders, response: ServerResponse): Stream {
    if (sessionId === null) throw new AppError('RA_SESSION_REQUIRED');
    let held = 0;
    for (const stream of this.#streams) if (stream.sessionId === sessionId) held++;
    if (held >= PER_SESSION)
      throw new AppError('RA_RATE_LIMITED', 'This session has too many live streams.', {
        retryAfterSeconds: 30,
      });
    const stream = new Stream(sessionId, access, response, this.#options.log, async () => {
      const now = await this.#options.lookAgain(headers);
      return now?.sessionId === sessionId && !now.secondFactorMissing ? now.access : null;
    });
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    return stream;
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    for (const stream of this.#streams) stream.end();
  }
}

/** One reader. Events wait while its access is loaded again, so that none is judged by what held before. */
class Stream {
  readonly sessionId: string;
  #access: Access;
  readonly #response: ServerResponse;
  readonly #log: Logger;
  readonly #loadAccess: () => Promise<Access | null>;
  #waiting: LiveEvent[] | undefined;
  #again = false;
  #lastId = 0;

  constructor(
    sessionId: string,
    access: Access,
    response: ServerResponse,
    log: Logger,
    loadAccess: () => Promise<Access | null>,
  ) {
    this.sessionId = sessionId;
    this.#access = access;
    this.#response = response;
    this.#log = log;
    this.#loadAccess = loadAccess;
  }

  start(resumed: boolean): void {
    this.#write(`retry: ${RETRY_MS}\n\n`);
    if (resumed) this.gap();
  }

  offer(event: LiveEvent): void {
    if (CHANGES_ACCESS.test(event.kind)) void this.#reload();
    if (!this.#waiting) return this.#pass(event);
    this.#waiting.push(event);
    if (this.#waiting.length > WAITING_EVENTS) this.#drop('too many events wait');
  }

  gap(): void {
    this.#send('gap', {});
  }

  beat(): void {
    this.#write(':\n\n');
    void this.#reload();
  }

  end(): void {
    this.#response.end();
  }

  #pass({ clientId, kind, objectKind, objectId }: LiveEvent): void {
    const needed = NEEDED[kind.split('.')[0]!] ?? 'client.read';
    if (mayIn(this.#access, clientId, needed))
      this.#send(undefined, { clientId, kind, objectKind, objectId });
  }

  /** Ids count the events of this stream: the database's own would tell how much happens elsewhere. */
  #send(type: string | undefined, data: object): void {
    const head = type === undefined ? '' : `event: ${type}\n`;
    this.#write(`${head}id: ${++this.#lastId}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    this.#response.write(text);
    if (this.#response.writableLength > BUFFER_BYTES) this.#drop('the reader is too slow');
  }

  /** The reader comes back, gets `gap`, and has lost nothing but time. */
  #drop(reason: string): void {
    this.#log.info({ reason }, 'A live stream was ended.');
    this.#waiting = undefined;
    this.#response.destroy();
  }

  /** Loads session and access anew; calls that come meanwhile make it load once more. */
  async #reload(): Promise<void> {
    this.#again = true;
    if (this.#waiting) return;
    this.#waiting = [];
    try {
      while (this.#again) {
        this.#again = false;
        const access = await this.#loadAccess();
        if (!access) return this.end();
        this.#access = access;
      }
    } catch {
      // The database is away, so nobody knows what this reader may see.
      return this.#drop('access could not be loaded');
    }
    const waiting: LiveEvent[] | undefined = this.#waiting;
    this.#waiting = undefined;
    for (const event of waiting ?? []) this.#pass(event);
  }
}
