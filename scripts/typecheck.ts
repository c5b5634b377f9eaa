/** Checks the types of everything that runs on Node, then of the console: `npm run typecheck`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
let failed = false;
for (const project of ['tsconfig.json', 'e2e/tsconfig.json', 'apps/web/tsconfig.json']) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/typescript7/bin/tsc', '--pretty', 'false', '-p', project],
    { cwd: root, stdio: 'inherit' },
  );
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
