import { AppError } from '../../errors.ts';

/** The file is not a whole, unchanged backup; the reason completes "the backup cannot be used: …". */
export function invalid(reason: string): AppError {
  return new AppError('RA_BACKUP_INVALID', `The backup cannot be used: ${reason}.`);
}

/** What reading a damaged file, or loading what it holds, throws underneath. */
export function asBackupError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code = '', message, syscall } = error as { code?: string; message: string; syscall?: string };
  if (syscall === 'open' || syscall === 'read') return invalid(`the file cannot be read (${message})`);
  if (/^(ZSTD_|ERR_ZLIB|Z_)/.test(code)) return invalid(`it is damaged (${code})`);
  if (code === '55P03')
    return new AppError('RA_DATABASE_IN_USE', 'Others are working with the database. Stop them first.');
  // Classes of SQLSTATE: not supported, bad data, broken rule, unknown name (but 42501, not allowed, is no fault of the file).
  if (/^(0A|22|23|42)...$/.test(code) && code !== '42501')
    return invalid(`it does not fit this database (${message})`);
  return error;
}
