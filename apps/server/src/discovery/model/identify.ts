import type { AssetKind } from '../../fleet/index.ts';
import {
  DESCRIPTIONS,
  FORWARDS,
  MAKERS,
  NAMES,
  OBJECT_IDS,
  PORTS,
  SERVICES,
  type TextClue,
  type Weights,
} from './clues.ts';
import { KIND_OF, type Role } from './roles.ts';

/** What is known of a neighbour. */
export interface Facts {
  address: string;
  mac: string | null;
  maker: string | null;
  hostnames: readonly string[];
  ports: readonly number[];
  services: readonly string[];
  /** What it says about itself elsewhere: its model, the title of its web page. */
  banners: readonly string[];
  sysName: string | null;
  sysDescr: string | null;
  sysObjectId: string | null;
  /** It told which addresses are behind its ports. */
  forwards: boolean;
}

export const REASONS = ['port', 'description', 'object-id', 'maker', 'name', 'service', 'forwards'] as const;
/** Why: the console says it in words. `value` is the port, the text, the name. */
export interface Reason {
  by: (typeof REASONS)[number];
  value: string;
}
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export interface Identity {
  /** Null: nothing speaks for anything. */
  role: Role | null;
  kind: AssetKind | null;
  confidence: Confidence;
  reasons: Reason[];
}

/** Below that much nothing is said at all. */
const LEAST = 0.3;
const HIGH = 0.8;
const MEDIUM = 0.5;
/** A rival this close makes the answer doubtful. */
const CLOSE = 0.12;

/**
 * What a neighbour probably is, and what speaks for it. Clues for one role add up as chances of independent witnesses
 * do (1 - product of the doubts); a rival that is close costs confidence.
 */
export function identify(facts: Facts): Identity {
  const doubts = new Map<Role, number>();
  const reasons = new Map<Role, [number, Reason][]>();
  for (const [weights, reason] of evidence(facts))
    for (const [role, weight] of weights) {
      doubts.set(role, (doubts.get(role) ?? 1) * (1 - weight));
      reasons.set(role, [...(reasons.get(role) ?? []), [weight, reason]]);
    }
  const ranked = [...doubts].map(([role, doubt]) => [role, 1 - doubt] as const).sort((a, b) => b[1] - a[1]);
  const [best, second] = ranked;
  if (!best || best[1] < LEAST) return { role: null, kind: null, confidence: 'low', reasons: [] };
  const [role, score] = best;
  const rival = second && KIND_OF[second[0]] !== KIND_OF[role] && score - second[1] < CLOSE;
  const confidence = score >= HIGH ? 'high' : score >= MEDIUM ? 'medium' : 'low';
  return {
    role,
    kind: KIND_OF[role],
    confidence: rival ? (confidence === 'high' ? 'medium' : 'low') : confidence,
    reasons: reasons
      .get(role)!
      // What says something to a person first.
      .sort((a, b) => Number(a[1].by === 'object-id') - Number(b[1].by === 'object-id') || b[0] - a[0])
      .map(([, reason]) => reason)
      .slice(0, 6),
  };
}

function* evidence(facts: Facts): Generator<[Weights, Reason]> {
  for (const port of facts.ports) {
    const weights = PORTS.get(port);
    if (weights) yield [weights, { by: 'port', value: String(port) }];
  }
  const [text, described] = describedBy(facts);
  if (described) yield [described, { by: 'description', value: excerpt(text) }];
  const oid = facts.sysObjectId ? ofObjectId(facts.sysObjectId) : undefined;
  // A description that says more than the agent's maker is not outvoted by it.
  if (oid && (!described || oid[0]![1] >= 0.7)) yield [oid, { by: 'object-id', value: facts.sysObjectId! }];
  const maker = facts.maker ? firstOf(MAKERS, facts.maker) : undefined;
  if (maker) yield [maker, { by: 'maker', value: facts.maker! }];
  for (const name of names(facts)) {
    const weights = firstOf(NAMES, name);
    if (!weights) continue;
    yield [weights, { by: 'name', value: name }];
    break;
  }
  // Many services of one kind are one device that announces itself well, not many witnesses.
  const announced = new Set<TextClue>();
  for (const service of facts.services) {
    const found = SERVICES.find(({ pattern }) => pattern.test(service));
    if (!found || announced.has(found)) continue;
    announced.add(found);
    yield [found.weights, { by: 'service', value: service }];
  }
  if (facts.forwards) yield [FORWARDS, { by: 'forwards', value: '' }];
}

/** The first of its own words that says something. */
function describedBy({ sysDescr, banners }: Facts): [string, Weights | undefined] {
  for (const text of [sysDescr ?? '', ...banners]) {
    const weights = firstOf(DESCRIPTIONS, text);
    if (weights) return [text, weights];
  }
  return ['', undefined];
}

const firstOf = (clues: readonly TextClue[], text: string): Weights | undefined =>
  clues.find(({ pattern }) => pattern.test(text))?.weights;

const ENTERPRISES = '1.3.6.1.4.1.';

function ofObjectId(oid: string): Weights | undefined {
  const bare = oid.replace(/^\./, '');
  if (!bare.startsWith(ENTERPRISES)) return undefined;
  const parts = bare.slice(ENTERPRISES.length).split('.');
  for (let length = Math.min(parts.length, 8); length > 0; length--) {
    const weights = OBJECT_IDS.get(parts.slice(0, length).join('.'));
    if (weights) return weights;
  }
  return undefined;
}

const excerpt = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** Names as people gave them, the most deliberate first. An address is no name. */
const names = ({ sysName, hostnames }: Facts): string[] =>
  [sysName ?? '', ...hostnames].map(shortName).filter((name) => name !== '' && !/^[\d.]+$/.test(name));

const shortName = (name: string): string =>
  /^[\d.]+$/.test(name) ? '' : name.trim().replace(/\.+$/, '').split('.')[0]!.slice(0, 63);

/** How the system could be called: as it calls itself, else by maker and address. */
export function proposedName(facts: Facts): string {
  const [own] = names(facts);
  if (own) return own;
  return facts.maker ? `${shortMaker(facts.maker)} ${facts.address}` : facts.address;
}

/** `Hewlett Packard` of `HEWLETT PACKARD ENTERPRISE CO., LTD.`: two words, without the legal form. */
export function shortMaker(maker: string): string {
  const words = maker
    .replaceAll(/\([^)]*\)/g, ' ')
    .split(/[\s,]+/)
    .filter(
      (word) =>
        word !== '' &&
        !/^(inc|ltd|gmbh|co|kg|ag|corp|corporation|company|incorporated|&|llc|limited|international|technologies|systems|se)\.?$/i.test(
          word,
        ),
    );
  return (words.slice(0, 2).join(' ') || maker).slice(0, 40);
}
