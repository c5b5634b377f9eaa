import { chmod, mkdir } from 'node:fs/promises';

/**
 * Makes the data folder. Nobody else may list or read it. When we are root others may pass through, because the
 * embedded database runs as an account of its own and its folder, closed to all but that account, lies inside.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
}
