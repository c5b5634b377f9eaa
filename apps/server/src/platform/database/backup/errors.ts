import { AppError, databaseTrouble } from '../../errors.ts';

/** The file is not a whole, unchanged backup; the reason completes "the backup cannot be used: …". */
export function invalid(reason: string): AppError {
  return new AppError('RA_BACKUP_INVALID', `The backup cannot be used: ${reason}.`);
}

/** What reading a damaged file, or loading what it holds, throws underneath. */
export function asBackupError(error: unknown): unknown {
  if (error instanceof AppError || databaseTrouble(error)) return error;
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
    return invalid(`the file cannot be read (${message})`);
  if (code?.startsWith('ZSTD_') || code?.startsWith('ERR_ZLIB') || code?.startsWith('Z_'))
    return invalid(`it is damaged (${code})`);
  // SQLSTATE classes data exception and integrity violation: the values are not ones this database could have held.
  if (/^2[23]...$/.test(code ?? '')) return invalid(`its data do not fit (${message})`);
  if (code === '55P03')
    return new AppError('RA_DATABASE_IN_USE', 'Others are working with the database. Stop them first.');
  return error;
}
