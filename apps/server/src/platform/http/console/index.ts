import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { type ConsoleFile, chooseEncoding, compress, readConsole } from './files.ts';

export { ensureConsole } from './build.ts';

/** Put into index.html by the build; see apps/web/vite.config.ts. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';
/** Addresses of programs: a wrong one must not get a page. */
const NOT_THE_CONSOLE = /^\/(api|agent|metrics|healthz|readyz)(\/|$)/;

/**
 * Serves the console: its files, and its one page for every other address that a browser opens.
 * @param folder of a built console
 */
export async function consoleRoutes(app: FastifyInstance, folder: string): Promise<void> {
  const files = await readConsole(folder);
  const index = files.get('/index.html');
  if (!index) throw new AppError('RA_CONFIG_INVALID', `console.dir: ${folder} holds no console`);
  const page = index.content.toString();
  app.get(
    '/*',
    { config: { level: 'open', rateLimit: false }, schema: { hide: true } },
    async (request, reply) => {
      const address = request.url.split('?')[0]!;
      const file = files.get(address);
      if (file && file !== index) return sendFile(request, reply, file);
      if (NOT_THE_CONSOLE.test(address) || !wantsPage(request, address)) throw new AppError('RA_NOT_FOUND');
      return sendPage(request, reply, page);
    },
  );
}

/** A browser that opens an address; a missing script or picture stays missing. */
const wantsPage = ({ headers }: FastifyRequest, address: string): boolean =>
  address === '/' || (headers.accept?.includes('text/html') ?? false);

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ConsoleFile,
): Promise<FastifyReply> {
  const encoding = file.dense ? 'identity' : chooseEncoding(request.headers['accept-encoding']);
  const tag = `"${file.digest}-${encoding}"`;
  reply
    .header('content-type', file.type)
    .header('etag', tag)
    .header('vary', 'accept-encoding')
    .header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'public, no-cache');
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known?.includes(tag)) return reply.status(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(await file.encoded(encoding));
}

/** Every delivery has its own nonce, so nobody may keep it. */
async function sendPage(request: FastifyRequest, reply: FastifyReply, page: string): Promise<FastifyReply> {
  // Two kB a call: gzip is quicker than the network, brotli is not worth it.
  const encoding = chooseEncoding(request.headers['accept-encoding']) === 'identity' ? 'identity' : 'gzip';
  if (encoding === 'gzip') reply.header('content-encoding', 'gzip');
  const body = Buffer.from(page.replaceAll(NONCE_PLACEHOLDER, reply.styleNonce));
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-encoding')
    .send(await compress(encoding, body));
}
