import { activeAt, type TimeWindow } from '@rettungsanker/time-windows';
import type { Suppression } from '../schema.ts';
import { type Matched, type Matcher, matches } from './matcher.ts';
import { assetNode, checkNode, REACHABILITY_KINDS, type Topology } from './topology.ts';

/** An alert that is up. Times are Unix ms. */
export interface OpenAlert extends Matched {
  id: string;
  observedAt: number;
  raisedAt: number;
  reportedAt: number | null;
  heldUntil: number | null;
  suppression: Suppression | null;
  suppressedBy: string | null;
  /** The check says that what it tested does not work, not only that it is slow or full. */
  failed: boolean;
  /** It was executed away from the system: it may have failed because the system cannot be reached. */
  fromOutside: boolean;
  /** How long it takes until an end of the fault would be seen. */
  recoveryMs: number;
}

/** A check that says whether a system can be reached, or that others depend on. */
export interface Reachability {
  assetId: string;
  checkId: string;
  /** It speaks for its whole system. */
  ofSystem: boolean;
  state: 'good' | 'failed' | 'unknown';
  /** Last time that it was seen. */
  at: number;
}

export interface Situation {
  now: number;
  holdMs: number;
  alerts: readonly OpenAlert[];
  topology: Topology;
  reachability: readonly Reachability[];
  silences: readonly { id: string; matcher: Matcher; startsAt: number; endsAt: number }[];
  windows: readonly { id: string; matcher: Matcher; window: TimeWindow }[];
}

export type Decision =
  | { kind: 'suppress'; by: Suppression; id: string }
  /** Not yet: it may be a consequence, or end by itself now that its cause has ended. */
  | { kind: 'hold'; until: number }
  /** Somebody has to know; it may be known already. */
  | { kind: 'tell' };

/** What was reported so long before its supposed cause has one of its own. */
const OLDER_THAN_CAUSE_MS = 5 * 60_000;
/** Longest wait for something to end by itself after its cause has. */
const LONGEST_RECOVERY_MS = 120_000;
const RECOVERY_SLACK_MS = 2_000;

/** Decides about every alert that is up, from nothing but the situation: the same again at any time. */
export function decide(situation: Situation): Map<string, Decision> {
  const { alerts, silences, windows, now } = situation;
  const causes = findCauses(situation);
  const quiet = silences.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
  const maintained = windows.filter(({ window }) => activeAt(window, now) !== undefined);
  const decisions = new Map<string, Decision>();
  for (const alert of alerts) {
    const cause = causes.causeOf(alert);
    const silence = quiet.find(({ matcher }) => matches(matcher, alert));
    const window = maintained.find(({ matcher }) => matches(matcher, alert));
    const decision: Decision =
      cause !== undefined
        ? { kind: 'suppress', by: 'consequence', id: cause }
        : silence
          ? { kind: 'suppress', by: 'silence', id: silence.id }
          : window
            ? { kind: 'suppress', by: 'maintenance', id: window.id }
            : tellOrHold(situation, alert, causes.mayBeConsequence(alert));
    decisions.set(alert.id, decision);
  }
  return decisions;
}

function tellOrHold({ now, holdMs }: Situation, alert: OpenAlert, uncertain: boolean): Decision {
  if (alert.reportedAt !== null) return { kind: 'tell' };
  if (alert.suppression === 'consequence') {
    const patience = Math.min(alert.recoveryMs + RECOVERY_SLACK_MS, LONGEST_RECOVERY_MS);
    return { kind: 'hold', until: now + patience };
  }
  const firstHold = alert.raisedAt + holdMs;
  // Held beyond the first time: its cause has ended, and it may end as well.
  if (alert.heldUntil !== null && alert.heldUntil > Math.max(now, firstHold))
    return { kind: 'hold', until: alert.heldUntil };
  return uncertain && firstHold > now ? { kind: 'hold', until: firstHold } : { kind: 'tell' };
}

interface Causes {
  /** The alert behind this one. */
  causeOf(alert: OpenAlert): string | undefined;
  /** Nothing says that its parents still work: the next look at them may show that one is the cause. */
  mayBeConsequence(alert: OpenAlert): boolean;
}

function findCauses({ alerts, topology, reachability }: Situation): Causes {
  const { graph, parents } = topology;
  const byAsset = Map.groupBy(
    reachability.filter(({ ofSystem }) => ofSystem),
    ({ assetId }) => assetId,
  );
  const byCheck = new Map(reachability.map((look) => [look.checkId, look]));
  const alertsOf = Map.groupBy(alerts, ({ assetId }) => assetId);
  /** The alert that made a node fail. */
  const failure = new Map<string, OpenAlert>();
  const fail = (node: string, alert: OpenAlert): void => {
    graph.setFailed(node, true);
    const known = failure.get(node);
    if (known === undefined || earlier(alert, known)) failure.set(node, alert);
  };
  for (const [assetId, list] of alertsOf) {
    const failures = list.filter(({ failed }) => failed);
    const looks = byAsset.get(assetId) ?? [];
    const telling =
      looks.length === 0 ? failures : failures.filter(({ kind }) => REACHABILITY_KINDS.has(kind));
    const since = Math.min(...telling.map(({ observedAt }) => observedAt));
    // One way in that works is enough: then not the system is down, but that one check has failed.
    if (looks.some(({ state, at }) => state === 'good' && at > since)) continue;
    for (const alert of telling) fail(assetNode(assetId), alert);
  }
  for (const alert of alerts) fail(checkNode(alert.checkId), alert);

  const behind = (node: string): OpenAlert | undefined =>
    graph
      .causesOf(node)
      .flatMap((cause) => failure.get(cause) ?? [])
      .reduce<OpenAlert | undefined>((a, b) => (a === undefined || earlier(b, a) ? b : a), undefined);
  const watched = (assetId: string): boolean => (byAsset.get(assetId)?.length ?? 0) > 0;

  const causeOf = (alert: OpenAlert): string | undefined => {
    const system = assetNode(alert.assetId);
    const own = watched(alert.assetId) ? failure.get(system) : undefined;
    const cause = behind(checkNode(alert.checkId)) ?? behind(system) ?? own;
    if (cause === undefined || cause.id === alert.id) return undefined;
    const old = alert.reportedAt !== null && cause.observedAt - alert.observedAt > OLDER_THAN_CAUSE_MS;
    return old ? undefined : cause.id;
  };

  const looksAt = (node: string): readonly Reachability[] => {
    const [kind, id] = node.split(' ');
    if (kind === 'asset') return byAsset.get(id!) ?? [];
    const look = byCheck.get(id!);
    return look ? [look] : [];
  };
  const mayBeGone = (node: string, at: number): boolean => {
    const looks = looksAt(node);
    if (looks.length > 0) return !looks.some((look) => look.state === 'good' && look.at > at);
    // Nobody watches it: it is gone when everything above it is.
    const above = parents.get(node) ?? [];
    return above.length > 0 && above.every((parent) => mayBeGone(parent, at));
  };
  const mayBeConsequence = (alert: OpenAlert): boolean => {
    const nodes = [checkNode(alert.checkId), assetNode(alert.assetId)];
    const above = nodes.some((node) => {
      const list = parents.get(node) ?? [];
      return list.length > 0 && list.every((parent) => mayBeGone(parent, alert.observedAt));
    });
    const self =
      alert.fromOutside &&
      !REACHABILITY_KINDS.has(alert.kind) &&
      (byAsset.get(alert.assetId) ?? []).some(({ state }) => state === 'unknown');
    return above || self;
  };
  return { causeOf, mayBeConsequence };
}

const earlier = (a: OpenAlert, b: OpenAlert): boolean =>
  a.observedAt < b.observedAt || (a.observedAt === b.observedAt && a.id < b.id);
