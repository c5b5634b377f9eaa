import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getAsset, isSea } from 'node:sea';
import { compileFunction } from 'node:vm';

/** Set by the bundler. */
declare const BUNDLED: true;
type Commands = typeof import('./commands.ts');

/** Name of the second file: an asset of the executable, or a neighbour of the bundle. */
const COMMANDS_FILE = 'commands.cjs';

/**
 * Enrolment, installation, inventory and status are a part of their own that a running agent does not load: their
 * code and schemas would cost every watched host 1.5 MB.
 */
export async function loadCommands(): Promise<Commands> {
  if (typeof BUNDLED === 'undefined') return import('./commands.ts');
  const source = isSea()
    ? getAsset(COMMANDS_FILE, 'utf8')
    : readFileSync(join(dirname(import.meta.filename), COMMANDS_FILE), 'utf8');
  const part = { exports: {} };
  const parameters = ['module', 'exports', 'require', '__filename'];
  compileFunction(source, parameters, { filename: COMMANDS_FILE })(
    part,
    part.exports,
    process.getBuiltinModule,
    import.meta.filename,
  );
  // The bundler makes this file from commands.ts, together with the one that is running.
  return part.exports as Commands;
}
