/**
 * Outcomes of checks hold flat numbers. A check of many like things (ports of a switch, disks) names the thing in
 * brackets behind the measure: `in_bps[eth0]`. Both ends use these two functions only.
 */

/** Longest name of a value on the wire. */
const NAME_LENGTH = 64;

/** @returns the name of the value; a long instance loses its middle, so that both ends of it still tell it apart. */
export function valueName(metric: string, instance = ''): string {
  if (instance === '') return metric.slice(0, NAME_LENGTH);
  const room = NAME_LENGTH - metric.length - 2;
  const clean = instance.replace(/[\p{Cc}[\]]/gu, '_');
  if (clean.length <= room) return `${metric}[${clean}]`;
  const half = Math.floor((room - 1) / 2);
  return `${metric}[${clean.slice(0, half)}~${clean.slice(clean.length - half)}]`;
}

/** The inverse: `in_bps[eth0]` is the metric `in_bps` of the instance `eth0`. */
export function splitValueName(name: string): { metric: string; instance: string } {
  const at = name.indexOf('[');
  if (at <= 0 || !name.endsWith(']')) return { metric: name, instance: '' };
  return { metric: name.slice(0, at), instance: name.slice(at + 1, -1) };
}
