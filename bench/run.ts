/** `npm run bench -- NAME [options]`: runs bench/NAME.ts; without a name it lists them. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const [name, ...rest] = process.argv.slice(2);
if (!name || !names.includes(name)) {
  console.log(`npm run bench -- NAME [--json]\n\n${names.map((known) => `  ${known}`).join('\n')}`);
  process.exit(name ? 2 : 0);
}
spawn(process.execPath, [`${folder}${name}.ts`, ...rest], { stdio: 'inherit' }).on('exit', (code) =>
  process.exit(code ?? 1),
);
