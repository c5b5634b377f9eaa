import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../platform/errors.ts';

const FILES = {
  'linux-x64': 'rettungsanker-agent-linux-x64',
  'linux-arm64': 'rettungsanker-agent-linux-arm64',
  'win-x64': 'rettungsanker-agent-win-x64.exe',
} as const;

/**
 * GET /agent/download/linux-x64: the agent's executable, for the command that is copied to a new host. It holds no
 * secret; what makes it an agent of this server is the enrolment code.
 * @param folder where `npm run build:agent` puts its results
 */
export function downloadRoute(app: FastifyInstance, folder: string): void {
  app.get(
    '/agent/download/:target',
    {
      config: { level: 'open', rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: {
        tags: ['agents'],
        summary: 'Executable of the agent',
        security: [],
        ...({ 'x-permission': 'open' } as object),
        params: z.object({ target: z.enum(Object.keys(FILES) as [keyof typeof FILES]) }),
      },
    },
    async (request, reply) => {
      const name = FILES[(request.params as { target: keyof typeof FILES }).target];
      const path = join(folder, name);
      const size = await stat(path).then(
        (file) => file.size,
        () => undefined,
      );
      if (size === undefined) throw new AppError('RA_AGENT_NOT_BUILT');
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-length', size)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-cache')
        .send(createReadStream(path));
    },
  );
}
