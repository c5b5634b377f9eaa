import { isSea } from 'node:sea';

/** Program and first arguments that start this very agent again, as an executable or from its source. */
export function selfCommand(): { file: string; args: string[] } {
  if (isSea()) return { file: process.execPath, args: [] };
  // In a bundle this module is the program itself.
  const main = import.meta.filename.endsWith('self.ts')
    ? import.meta.filename.replace(/self\.ts$/, 'main.ts')
    : import.meta.filename;
  return { file: process.execPath, args: [main] };
}
