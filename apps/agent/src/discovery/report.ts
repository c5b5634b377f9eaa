import { LIMITS, type Neighbour, type SweepReport } from '@rettungsanker/protocol';
import { byTelling } from './neighbourhood.ts';

/** What a report may weigh, bytes: the frame around the last one takes part of its limit, those on the way are many. */
const MOST_BYTES = { last: LIMITS.frameBytes - 64 * 1024, onTheWay: 512 * 1024 } as const;
/** Everything but the two lists. */
const HEAD_BYTES = 16 * 1024;
/** Of what does not fit, links keep that part. */
const LINKS_PART = 0.25;
const SHORT_TEXT = 200;
const FEW = 3;

/**
 * The report, cut to what fits in a frame: first the links that say least, then the length of what neighbours say, then
 * the last neighbours. The last report says that it was cut (RA_DISCOVERY_TOO_LARGE). Each part is weighed once: the
 * agent does nothing else meanwhile.
 */
export function fitting(report: SweepReport): SweepReport {
  const isLast = report.state !== 'running';
  const budget = (isLast ? MOST_BYTES.last : MOST_BYTES.onTheWay) - HEAD_BYTES;
  const neighboursWeigh = sum(report.neighbours.map(weightOf));
  const linksWeigh = sum(report.links.map(weightOf));
  if (neighboursWeigh + linksWeigh <= budget) return report;

  const forLinks = Math.max(budget - neighboursWeigh, Math.floor(budget * LINKS_PART));
  const links = linksWeigh <= forLinks ? report.links : first(byTelling(report.links), forLinks);
  const left = budget - sum(links.map(weightOf));
  const neighbours =
    neighboursWeigh <= left ? report.neighbours : first(report.neighbours.map(shortened), left);
  if (!isLast || report.code !== undefined) return { ...report, links, neighbours };
  const message = 'the report was cut to what fits into one message';
  return { ...report, code: 'RA_DISCOVERY_TOO_LARGE', message, links, neighbours };
}

/** Bytes on the wire, with a comma. */
export function weightOf(part: object): number {
  return Buffer.byteLength(JSON.stringify(part)) + 1;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** As many from the beginning as weigh no more than that. */
function first<T extends object>(parts: readonly T[], bytes: number): T[] {
  let weight = 0;
  const end = parts.findIndex((part) => {
    weight += weightOf(part);
    return weight > bytes;
  });
  return end < 0 ? [...parts] : parts.slice(0, end);
}

function shortened({ snmp, mdns, hostnames, ...neighbour }: Neighbour): Neighbour {
  const cut = (text: string): string => text.slice(0, SHORT_TEXT).toWellFormed();
  return {
    ...neighbour,
    hostnames: hostnames.slice(0, FEW),
    ...(snmp && { snmp: { ...snmp, sysDescr: cut(snmp.sysDescr) } }),
    ...(mdns && { mdns: { ...mdns, services: mdns.services.slice(0, 2 * FEW) } }),
  };
}
