import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DependencyCycle, dependencyGraph } from './graph.ts';

test('link -> switch -> host -> service: one cause, the rest are consequences', () => {
  const graph = dependencyGraph();
  graph.link('switch', 'link');
  graph.link('host', 'switch');
  graph.link('service', 'host');
  graph.setFailed('service', true);
  assert.equal(graph.isConsequence('service'), false);
  graph.setFailed('host', true);
  assert.deepEqual(graph.causesOf('service'), ['host']);
  // The switch cannot be asked any more, but nobody watches it.
  graph.setFailed('link', true);
  assert.ok(graph.isConsequence('service') && graph.isConsequence('host'));
  assert.equal(graph.isConsequence('switch'), false);
  assert.equal(graph.isUnreachable('switch'), true);
  assert.deepEqual(graph.causesOf('service'), ['link']);
  assert.deepEqual(graph.setFailed('link', false).sort(), ['host', 'switch']);
  assert.equal(graph.isConsequence('host'), false, 'down although it can be reached: a cause of its own');
});

test('with two ways up a failure is a consequence only when both are gone', () => {
  const graph = dependencyGraph();
  graph.link('host', 'line a');
  graph.link('host', 'line b');
  graph.setFailed('host', true);
  graph.setFailed('line a', true);
  assert.equal(graph.isConsequence('host'), false);
  graph.setFailed('line b', true);
  assert.equal(graph.isConsequence('host'), true);
  assert.deepEqual(graph.causesOf('host').sort(), ['line a', 'line b']);
  assert.deepEqual(graph.dependantsOf('line a'), []);
  graph.unlink('host', 'line b');
  assert.deepEqual(graph.dependantsOf('line a'), ['host']);
});

test('a circle is refused and leaves everything as it was', () => {
  const graph = dependencyGraph();
  graph.link('b', 'a');
  graph.link('c', 'b');
  assert.throws(() => graph.link('a', 'c'), DependencyCycle);
  assert.throws(() => graph.link('a', 'a'), DependencyCycle);
  graph.setFailed('c', true);
  assert.equal(graph.isUnreachable('a'), false);
});

test('a router with 200 dependants tells of all of them at once', () => {
  const graph = dependencyGraph();
  for (let n = 0; n < 200; n++) graph.link(`host ${n}`, 'router');
  for (let n = 0; n < 200; n++) graph.setFailed(`host ${n}`, true);
  assert.equal(graph.setFailed('router', true).length, 200);
  assert.equal(graph.dependantsOf('router').length, 200);
});

/** The definition, without any memory. */
function definition(links: ReadonlyMap<number, ReadonlySet<number>>, failed: ReadonlySet<number>) {
  const isGone = (node: number): boolean => failed.has(node) || isUnreachable(node);
  const isUnreachable = (node: number): boolean => {
    const parents = [...(links.get(node) ?? [])];
    return parents.length > 0 && parents.every(isGone);
  };
  const causesOf = (node: number): number[] => {
    const causes = new Set<number>();
    const up = (one: number): void => {
      for (const parent of links.get(one) ?? [])
        if (isUnreachable(parent)) up(parent);
        else causes.add(parent);
    };
    if (isUnreachable(node)) up(node);
    return [...causes];
  };
  return { isUnreachable, causesOf };
}

test('property: after any changes it says what the definition says, and names what has changed', () => {
  const node = fc.integer({ min: 0, max: 9 });
  const action = fc.oneof(
    fc.record({ kind: fc.constant('link' as const), a: node, b: node }),
    fc.record({ kind: fc.constant('unlink' as const), a: node, b: node }),
    fc.record({ kind: fc.constant('fail' as const), a: node, b: node }),
    fc.record({ kind: fc.constant('mend' as const), a: node, b: node }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const graph = dependencyGraph();
      const links = new Map<number, Set<number>>();
      const failed = new Set<number>();
      for (const { kind, a, b } of actions) {
        const before = definition(links, new Set(failed));
        const was = Array.from({ length: 10 }, (_, n) => before.isUnreachable(n));
        let told: string[] | undefined;
        if (kind === 'link') {
          const circle = a === b || reaches(links, b, a);
          if (circle) assert.throws(() => graph.link(String(a), String(b)), DependencyCycle);
          else {
            graph.link(String(a), String(b));
            links.set(a, (links.get(a) ?? new Set()).add(b));
          }
        } else if (kind === 'unlink') {
          graph.unlink(String(a), String(b));
          links.get(a)?.delete(b);
        } else {
          told = graph.setFailed(String(a), kind === 'fail');
          if (kind === 'fail') failed.add(a);
          else failed.delete(a);
        }
        const truth = definition(links, failed);
        for (let n = 0; n < 10; n++) {
          assert.equal(graph.isUnreachable(String(n)), truth.isUnreachable(n));
          assert.equal(graph.isConsequence(String(n)), failed.has(n) && truth.isUnreachable(n));
          assert.deepEqual(graph.causesOf(String(n)).sort(), truth.causesOf(n).map(String).sort());
          if (told) assert.equal(told.includes(String(n)), truth.isUnreachable(n) !== was[n]);
        }
      }
    }),
  );
});

function reaches(links: ReadonlyMap<number, ReadonlySet<number>>, from: number, to: number): boolean {
  return [...(links.get(from) ?? [])].some((parent) => parent === to || reaches(links, parent, to));
}
