import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';
import { type ChainedEntry, chainEntry, chainStart, entryHash, genesis } from './chain.ts';
import { type BreakReason, type ChainReport, verifyChain, verifyChainSync } from './verify.ts';

const start = chainStart('client-1');

function chain(...entries: unknown[]): ChainedEntry[] {
  const result: ChainedEntry[] = [];
  for (const entry of entries) result.push(chainEntry(result.at(-1) ?? start, entry));
  return result;
}
const check = (entries: readonly ChainedEntry[]): ChainReport => verifyChainSync(entries, { from: start });
/** With the true end known from a checkpoint. */
const checkTo = (end: ChainedEntry, entries: readonly ChainedEntry[]): ChainReport =>
  verifyChainSync(entries, { from: start, checkpoints: [end] });

function broken(report: ChainReport, seq: number, reason: BreakReason): void {
  assert.deepEqual([report.break?.seq, report.break?.reason], [seq, reason], JSON.stringify(report));
  assert.equal(report.ok, false);
  assert.equal(report.checked, seq - 1);
}

const zeros = '0'.repeat(64);
const five = chain({ a: 1 }, { a: 2 }, 'three', [4], null);
const [one, two, three, four, end] = five as [
  ChainedEntry,
  ChainedEntry,
  ChainedEntry,
  ChainedEntry,
  ChainedEntry,
];

describe('hashes', () => {
  test('are what the documentation says, byte for byte', () => {
    const sha256 = (...parts: Uint8Array[]) =>
      createHash('sha256').update(Buffer.concat(parts)).digest('hex');
    const zero = sha256(Buffer.from('rettungsanker hash-chain v1 genesis\0client-1'));
    assert.equal(genesis('client-1'), zero);
    const text = Buffer.from('{"z":2,"ä":1}');
    const label = Buffer.from('rettungsanker hash-chain v1 entry\0');
    assert.equal(entryHash(zero, { ä: 1, z: 2 }), sha256(label, Buffer.from(zero, 'hex'), text));
  });

  test('never change: entries written today are verified in ten years', () => {
    assert.equal(genesis('client-1'), 'ef1b4dac51d0695589fbef608aead2e4ba42b424c2387cbca02ddeef544a70ef');
    assert.equal(end.hash, '32bea1558a467b0ef9eeb8fb8fc19aa46fee6c54c191dd4d1c1e06a5bd2aed22');
  });

  test('differ between chains', () => {
    const other = chainEntry(chainStart('client-2'), { a: 1 });
    assert.notEqual(other.hash, one.hash);
    broken(check([other, two]), 1, 'altered');
  });

  test('refuse bad input', () => {
    const bad = (code: string, call: () => unknown) => assert.throws(call, { name: 'ChainError', code });
    for (const id of ['', 'x'.repeat(201), '\ud800', 7, undefined]) {
      // Cast: bad input that the types forbid.
      bad('RA_CHAIN_ID', () => genesis(id as string));
    }
    for (const hash of ['', one.hash.toUpperCase(), `${one.hash}00`, 5]) {
      bad('RA_CHAIN_HASH', () => entryHash(hash as string, 1));
      bad('RA_CHAIN_HASH', () => verifyChainSync([], { from: { seq: 0, hash: hash as string } }));
    }
    for (const seq of [-1, 0.5, Number.NaN, 2 ** 53, '1']) {
      bad('RA_CHAIN_SEQ', () => chainEntry({ seq: seq as number, hash: one.hash }, 1));
      bad('RA_CHAIN_SEQ', () =>
        verifyChainSync([], { from: start, checkpoints: [{ seq: seq as number, hash: one.hash }] }),
      );
    }
    bad('RA_CANONICAL_TYPE', () => chainEntry(start, { at: new Date(0) }));
  });
});

describe('whole chains', () => {
  test('are good, also empty, in part, and from a stream', async () => {
    assert.deepEqual(check([]), { ok: true, checked: 0, last: start });
    assert.deepEqual(check(five), { ok: true, checked: 5, last: { seq: 5, hash: end.hash } });
    assert.equal(verifyChainSync([three, four], { from: two, checkpoints: [one, three] }).ok, true);
    const stream = async function* () {
      yield* five;
    };
    assert.deepEqual(await verifyChain(stream(), { from: start, checkpoints: [end] }), check(five));
    assert.deepEqual(await verifyChain(five, { from: start }), check(five));
  });

  test('survive a store that returns members in another order', () => {
    const stored: ChainedEntry[] = JSON.parse(JSON.stringify(chain({ a: 1, b: { c: 2, d: 3 } })));
    const [entry] = stored;
    assert.equal(check([{ ...entry!, entry: { b: { d: 3, c: 2 }, a: 1 } }]).ok, true);
  });
});

describe('the first break and its reason', () => {
  test('altered', () => {
    broken(check([one, { ...two, entry: { a: 3 } }, three]), 2, 'altered');
    broken(check([one, { ...two, hash: zeros }, three]), 2, 'altered');
    broken(check([one, { ...two, previousHash: zeros }, three]), 2, 'altered');
    broken(check([one, { ...two, seq: 7 }, three]), 2, 'altered');
    // With its hash made to fit: then the next one follows something else.
    broken(check([one, chainEntry(one, { a: 3 }), three, four]), 3, 'altered');
  });

  test('entries that are none', () => {
    for (const nothing of [
      null,
      undefined,
      5,
      'x',
      {},
      { ...two, entry: undefined },
      { ...two, previousHash: 1 },
    ]) {
      // Cast: what a store could return after somebody changed it.
      broken(check([one, nothing as ChainedEntry, three]), 2, 'altered');
    }
  });

  test('removed', () => {
    broken(check([two, three, four]), 1, 'removed');
    broken(check([one, three, four]), 2, 'removed');
    broken(check([one, end]), 2, 'removed');
    // Cast: what a store could return after somebody changed it.
    broken(check([one, three, null as unknown as ChainedEntry]), 2, 'removed');
    assert.match(check([one, end]).break?.detail ?? '', /2 to 4/);
  });

  test('removed at the end is seen only against a checkpoint', () => {
    assert.equal(check([one, two]).ok, true);
    broken(checkTo(end, [one, two]), 3, 'removed');
    broken(checkTo(one, []), 1, 'removed');
  });

  test('reordered', () => {
    broken(check([two, one, three, four, end]), 1, 'reordered');
    broken(check([one, four, three, two, end]), 2, 'reordered');
    broken(check([one, three, four, end, two]), 2, 'reordered');
    broken(check([end, one, two, three, four]), 1, 'reordered');
  });

  test('inserted', () => {
    const forged = { ...chainEntry({ seq: 2, hash: zeros }, 'forged') };
    broken(check([one, two, forged, three, four]), 3, 'inserted');
    // Linked well, so that only the next one shows it.
    broken(check([one, two, chainEntry(two, 'forged'), three, four]), 4, 'inserted');
    // The same with the following ones numbered anew.
    const linked = chainEntry(two, 'forged');
    broken(check([one, two, linked, { ...three, seq: 4 }, { ...four, seq: 5 }]), 4, 'inserted');
    broken(check([one, two, two, three]), 3, 'inserted');
    broken(check([one, two, three, one, four]), 4, 'inserted');
    broken(check([...five, one]), 6, 'inserted');
  });

  test('rewritten from somewhere to the end is seen only against a checkpoint', () => {
    const anew = chain({ a: 1 }, 'other', 'three', [4], null);
    assert.equal(check(anew).ok, true);
    broken(checkTo(end, anew), 5, 'rewritten');
    broken(verifyChainSync(anew, { from: start, checkpoints: [end, two] }), 2, 'rewritten');
    assert.equal(
      verifyChainSync([], { from: start, checkpoints: [{ seq: 0, hash: zeros }] }).break?.reason,
      'rewritten',
    );
  });

  test('from a stream as from a list', async () => {
    for (const entries of [
      [one, three, four],
      [two, one, three],
      [one, { ...two, entry: 0 }, three],
    ]) {
      assert.deepEqual(await verifyChain(entries, { from: start }), check(entries));
    }
  });

  test('stops reading when nothing more can be learnt', () => {
    const readOf = (entries: ChainedEntry[]) => {
      let read = 0;
      const source = function* () {
        for (const entry of entries) {
          read++;
          yield entry;
        }
      };
      verifyChainSync(source(), { from: start });
      return read;
    };
    assert.equal(readOf([{ ...one, entry: 0 }, ...five]), 1);
    assert.equal(readOf([two, one, three, four]), 2);
    assert.equal(readOf([one, three, four, end]), 4);
  });
});

describe('properties', () => {
  const history = fc
    .array(fc.jsonValue({ maxDepth: 2, stringUnit: 'grapheme' }), { minLength: 2, maxLength: 8 })
    .map((values) => chain(...values));
  const any = fc.nat();
  const found = (good: ChainedEntry[], changed: ChainedEntry[], reasons: readonly BreakReason[]) => {
    assert.equal(checkTo(good.at(-1)!, good).ok, true);
    const report = checkTo(good.at(-1)!, changed);
    assert.ok(report.break && reasons.includes(report.break.reason), JSON.stringify({ report, changed }));
  };

  test('any change of one byte of the stored text is found', () => {
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    let looked = 0;
    fc.assert(
      fc.property(history, any, fc.integer({ min: 1, max: 255 }), (good, at, flip) => {
        const bytes = Buffer.from(JSON.stringify(good));
        const index = at % bytes.length;
        bytes[index] = bytes[index]! ^ flip;
        let changed: ChainedEntry[];
        try {
          changed = JSON.parse(utf8.decode(bytes));
        } catch {
          return; // No text or no JSON any more: found before the chain is looked at.
        }
        looked++;
        // 1e+21 and 1e021 are the same number.
        const same = JSON.stringify(changed) === JSON.stringify(good);
        const report = Array.isArray(changed) ? checkTo(good.at(-1)!, changed) : { ok: false };
        assert.equal(report.ok, same, utf8.decode(bytes));
      }),
      { numRuns: 3000 },
    );
    assert.ok(looked > 300, `only ${looked} changes left readable JSON`);
  });

  test('any other content, number or hash is found', () => {
    const change = fc.oneof(
      fc.record({ entry: fc.jsonValue({ maxDepth: 1 }) }),
      // Cast: a store may return anything.
      fc.record({ seq: fc.oneof(fc.integer(), fc.anything()) }) as fc.Arbitrary<{ seq: number }>,
      fc.record({ hash: fc.stringMatching(/^[0-9a-f]{64}$/) }),
      fc.record({ previousHash: fc.stringMatching(/^[0-9a-f]{64}$/) }),
    );
    fc.assert(
      fc.property(history, any, change, (good, at, fields) => {
        const i = at % good.length;
        const changed = good.with(i, { ...good[i]!, ...fields });
        fc.pre(!('seq' in fields) || fields.seq !== good[i]!.seq);
        fc.pre(!('entry' in fields) || canonicalJson(fields.entry) !== canonicalJson(good[i]!.entry));
        found(good, changed, ['altered']);
      }),
      { numRuns: 300 },
    );
  });

  test('any content whose hash was made to fit is found', () => {
    fc.assert(
      fc.property(history, any, (good, at) => {
        const i = at % good.length;
        const forged = chainEntry(good[i - 1] ?? start, { forged: true });
        found(good, good.with(i, forged), [i === good.length - 1 ? 'rewritten' : 'altered']);
      }),
    );
  });

  test('any removal is found', () => {
    fc.assert(
      fc.property(history, any, any, (good, at, many) => {
        const from = at % good.length;
        const count = 1 + (many % (good.length - from));
        found(good, good.toSpliced(from, count), ['removed']);
      }),
    );
  });

  test('any move is found', () => {
    fc.assert(
      fc.property(history, any, any, (good, a, b) => {
        const [from, to] = [a % good.length, b % good.length];
        fc.pre(from !== to);
        found(good, good.toSpliced(from, 1).toSpliced(to, 0, good[from]!), ['reordered']);
        found(good, good.with(from, good[to]!).with(to, good[from]!), ['reordered']);
      }),
    );
  });

  test('any insertion before the end is found: a copy, a stranger, one that is linked well', () => {
    fc.assert(
      fc.property(history, any, any, (good, a, b) => {
        const at = a % good.length;
        const copy = good[b % good.length]!;
        const stranger = chainEntry({ seq: at, hash: zeros }, { forged: true });
        const linked = chainEntry(good[at - 1] ?? start, { forged: true });
        // A copy of a later entry may also be taken for a move, until its first home is reached.
        found(good, good.toSpliced(at, 0, copy), ['inserted', 'reordered']);
        found(good, good.toSpliced(at, 0, stranger), ['inserted', 'reordered']);
        found(good, good.toSpliced(at, 0, linked), at === good.length - 1 ? ['rewritten'] : ['inserted']);
      }),
    );
  });
});
