import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { auditExport, auditVerify, createAnchorStore, verifyExport } from '../platform/audit/index.ts';
import { commandConfig } from './configuration.ts';
import { openInstallation } from './installation.ts';

/** `verify` answers 1 when an entry was changed; `export` writes what a client can verify alone. */
export async function audit(words: string[]): Promise<number> {
  const { config, positionals } = commandConfig(words, {});
  const [verb, client, target] = positionals;
  if (verb !== 'verify' && !(verb === 'export' && client && target)) {
    console.error('rettungsanker audit verify [FILE] | audit export CLIENT-CODE FILE');
    return 2;
  }
  if (verb === 'verify' && client) return verifyFile(client);
  const { database, keys } = await openInstallation(config);
  const publicKey = createPublicKey(keys.serverKey);
  try {
    if (verb === 'export') {
      const { rows } = await database.owner.query<{ id: string }>(
        'select id from client where code = $1 or id::text = $1',
        [client],
      );
      if (!rows[0]) {
        console.error(`There is no client ${client}.`);
        return 1;
      }
      const file = createWriteStream(target!, { mode: 0o600, flags: 'wx' });
      const opened = await once(file, 'open').catch((error: NodeJS.ErrnoException) => error);
      if (opened instanceof Error) {
        console.error(
          `${target}: ${opened.code === 'EEXIST' ? 'the file exists already; nothing was overwritten' : opened.message}`,
        );
        return 1;
      }
      const entries = await auditExport(
        database.owner,
        rows[0].id,
        { publicKey, now: new Date() },
        async (line) => {
          if (!file.write(line)) await once(file, 'drain');
        },
      );
      file.end();
      await once(file, 'close');
      console.log(`${entries} entries written to ${target}.`);
      return 0;
    }
    const anchors = await createAnchorStore(join(config['data.dir'], 'keys', 'audit-anchors.json')).read();
    const report = await auditVerify(database.owner, { publicKey, anchors });
    for (const chain of report.chains) {
      console.log(
        `${chain.ok ? 'intact ' : 'BROKEN '} ${chain.clientName ?? chain.clientId}: ${chain.entries} entries, signed up to ${chain.signedTo}`,
      );
      for (const problem of chain.problems) console.log(`        ${JSON.stringify(problem)}`);
    }
    if (!report.ok)
      console.error('RA_AUDIT_BROKEN: the audit log was changed; compare with an exported copy.');
    return report.ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

/** An exported chain, checked with nothing but the file: a client can do this without the server. */
async function verifyFile(path: string): Promise<number> {
  const verdict = await verifyExport(createInterface({ input: createReadStream(path) }));
  console.log(JSON.stringify(verdict, null, 2));
  return verdict.ok ? 0 : 1;
}
