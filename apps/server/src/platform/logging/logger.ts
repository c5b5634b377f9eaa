import { type Logger, pino, stdTimeFunctions } from 'pino';

const STDERR = 2;

const SECRET_PATHS = [
  'password',
  'token',
  'secret',
  'code',
  'cookie',
  'authorization',
  '*.password',
  '*.token',
  '*.secret',
  '*.cookie',
  '*.authorization',
  'headers',
  '*.headers',
];

/**
 * JSON lines on a collector, short text on a terminal; always on stderr, because stdout belongs to what a command says
 * to people. What could be a secret is removed by name; line breaks in values cannot forge a line because every value
 * is JSON (ASVS 16.4.1).
 */
export function createLogger(options: { level: string; format: 'text' | 'json' }): Logger {
  const base = {
    level: options.level,
    redact: { paths: SECRET_PATHS, censor: '[removed]' },
    timestamp: stdTimeFunctions.isoTime,
  };
  if (options.format === 'json')
    return pino({ ...base, formatters: { level: (label) => ({ level: label }) } }, pino.destination(STDERR));
  return pino(
    { ...base, timestamp: stdTimeFunctions.isoTime },
    { write: (line: string) => process.stderr.write(textLine(line)) },
  );
}

const NAMES: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

function textLine(line: string): string {
  const {
    time,
    level,
    msg,
    pid: _pid,
    hostname: _host,
    err,
    ...rest
  } = JSON.parse(line) as Record<string, unknown>;
  const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
  const stack = (err as { stack?: string } | undefined)?.stack;
  return `${String(time).slice(11, 19)} ${(NAMES[level as number] ?? '').padEnd(5)} ${String(msg)}${details}${stack ? `\n${stack}` : ''}\n`;
}
