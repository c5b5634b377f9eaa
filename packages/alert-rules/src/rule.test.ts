import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleProblems } from './rule.ts';
import type { Level, Rule } from './types.ts';

const level = (severity: Level['severity'], threshold: number, recovery: number): Level => ({
  severity,
  threshold,
  recovery,
});
const above = (...levels: Level[]): Rule => ({
  condition: { kind: 'value', direction: 'above', levels },
  forMs: 0,
  recoverForMs: 0,
});
const sound = above(level('warning', 80, 70), level('critical', 95, 90));

const rows: [string, Rule, string[]][] = [
  ['two levels', sound, []],
  [
    'below, mirrored',
    { ...sound, condition: { kind: 'value', direction: 'below', levels: [level('info', 7, 14)] } },
    [],
  ],
  ['no levels', above(), ['RA_RULE_NO_LEVELS']],
  ['severity twice', above(level('warning', 80, 70), level('warning', 95, 90)), ['RA_RULE_LEVEL_ORDER']],
  ['severe first', above(level('critical', 80, 70), level('info', 95, 90)), ['RA_RULE_LEVEL_ORDER']],
  [
    'critical before warning',
    above(level('warning', 80, 70), level('critical', 75, 72)),
    ['RA_RULE_THRESHOLD_ORDER'],
  ],
  [
    'critical recovers after warning',
    above(level('warning', 80, 70), level('critical', 95, 60)),
    ['RA_RULE_THRESHOLD_ORDER'],
  ],
  ['recovery on the bad side', above(level('warning', 80, 81)), ['RA_RULE_RECOVERY_SIDE']],
  ['not finite', above(level('warning', Number.NaN, 0)), ['RA_RULE_NUMBER']],
  ['negative time', { ...sound, forMs: -1 }, ['RA_RULE_NUMBER']],
  ['endless recovery', { ...sound, recoverForMs: Number.POSITIVE_INFINITY }, ['RA_RULE_NUMBER']],
  ['silence of nothing', { ...sound, noData: { afterMs: 0, severity: 'info' } }, ['RA_RULE_NUMBER']],
  ['half a failure', { ...sound, consecutive: 0.5 }, ['RA_RULE_CONSECUTIVE']],
  [
    'a warning worse than a failure',
    { ...sound, condition: { kind: 'status', failed: 'info', warning: 'critical' } },
    ['RA_RULE_STATUS_ORDER'],
  ],
];
for (const [name, rule, expected] of rows) {
  test(`a rule: ${name}`, () => assert.deepEqual(ruleProblems(rule), expected));
}
