export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface LogOptions {
  level: LogLevel;
  format: 'text' | 'json';
  write: (line: string) => void;
}

/**
 * Own logger, because a logging library would cost more memory than the rest of the agent.
 * Values that come from outside are JSON-quoted, so that they cannot forge a line (ASVS 16.4.1).
 */
export function createLog(options: LogOptions): Log {
  const least = LOG_LEVELS.indexOf(options.level);
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < least) return;
      const time = new Date().toISOString();
      options.write(
        options.format === 'json'
          ? `${JSON.stringify({ time, level, message, ...fields })}\n`
          : `${time} ${level.padEnd(5)} ${message}${textFields(fields)}\n`,
      );
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function textFields(fields: LogFields): string {
  let text = '';
  for (const [key, value] of Object.entries(fields))
    if (value !== undefined) text += ` ${key}=${JSON.stringify(value)}`;
  return text;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
