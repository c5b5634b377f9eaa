import { readText } from '../command.ts';

export interface OsRelease {
  /** Lower case, e.g. debian, ubuntu, rocky. */
  id: string;
  name: string;
  version: string;
}

/** os-release(5): assignments in shell syntax. */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(.*))$/.exec(line.trim());
    if (match) values.set(match[1]!, (match[2] ?? match[3] ?? match[4] ?? '').replace(/\\(.)/g, '$1'));
  }
  const id = values.get('ID') ?? 'linux';
  return {
    id,
    name: values.get('PRETTY_NAME') ?? values.get('NAME') ?? id,
    version: values.get('VERSION_ID') ?? values.get('BUILD_ID') ?? '',
  };
}

export function osRelease(): OsRelease {
  return parseOsRelease(readText('/etc/os-release') ?? readText('/usr/lib/os-release') ?? '');
}
