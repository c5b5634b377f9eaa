import { classicName } from './labels.ts';

/** Longest line that is taken; carbon's own limit on paths is far below. */
export const MAX_GRAPHITE_LINE = 4096;

export interface GraphiteLine {
  /** Path as it was sent, without tags. */
  path: string;
  tags: [string, string][];
  value: number;
  /** Unix milliseconds; undefined for -1 and N, which mean now. */
  time: number | undefined;
}

/**
 * Reads `path[;tag=value…] value timestamp` (Graphite documentation, Feeding In Your Data; Carbon, tagged series).
 * @returns what is wrong as text
 */
export function parseGraphite(line: string): GraphiteLine | string {
  const parts = line.trim().split(/[ \t]+/);
  if (parts.length < 2 || parts.length > 3) return 'a line has the form: path value timestamp';
  const [name = '', valueText = '', timeText = '-1'] = parts;
  const [path = '', ...pairs] = name.split(';');
  // Printable characters without spaces; dots part the words and none of these is empty.
  if (!/^[^\s.;~]+(\.[^\s.;]+)*$/.test(path)) return 'the path is not valid';
  const tags: [string, string][] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const tag = pair.slice(0, at);
    const value = pair.slice(at + 1);
    if (at < 1 || value === '' || /[;!^=]/.test(tag) || value.startsWith('~')) return 'a tag is not valid';
    tags.push([tag, value]);
  }
  const value = Number(valueText);
  if (!/^([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)$/.test(valueText) || !Number.isFinite(value))
    return 'the value is not a number';
  if (timeText === '-1' || timeText === 'N') return { path, tags, value, time: undefined };
  const seconds = Number(timeText);
  if (!/^\d+(\.\d+)?$/.test(timeText)) return 'the timestamp is not a number';
  return { path, tags, value, time: Math.floor(seconds * 1000) };
}

/**
 * `servers.web1.load` becomes servers_web1_load{path="servers.web1.load"}: the path is kept, because two paths may
 * become one name. Tags become labels.
 */
export function graphiteLabels(
  path: string,
  tags: readonly (readonly [string, string])[],
): [string, string][] {
  const labels: [string, string][] = [
    ['__name__', classicName(path)],
    ['path', path],
  ];
  for (const [tag, value] of tags) {
    const name = classicName(tag, false);
    // A tag of this name would contradict the path, two tags that become one name each other: the first one counts.
    if (!labels.some(([taken]) => taken === name)) labels.push([name, value]);
  }
  return labels;
}
