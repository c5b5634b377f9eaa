import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOutcomeSchema } from '@rettungsanker/protocol';
import { CHECK_CODES, type CheckCode, outcomeOf, socketError } from './codes.ts';

test('every code makes an outcome that the protocol accepts, however long its text', () => {
  for (const code of Object.keys(CHECK_CODES) as CheckCode[]) {
    const outcome = outcomeOf(code, 'x'.repeat(5000), { total_ms: 1 });
    assert.deepEqual(checkOutcomeSchema.parse(outcome), outcome);
    assert.equal(outcome.status, CHECK_CODES[code].status);
  }
});

test('an error of a socket is a statement about the target, or about ourselves', () => {
  const rows: [string, CheckCode][] = [
    ['ECONNREFUSED', 'RA_CHECK_REFUSED'],
    ['EHOSTUNREACH', 'RA_CHECK_UNREACHABLE'],
    ['ETIMEDOUT', 'RA_CHECK_UNREACHABLE'],
    ['ECONNRESET', 'RA_CHECK_CONNECTION'],
    ['EPIPE', 'RA_CHECK_CONNECTION'],
    ['ENETUNREACH', 'RA_CHECK_NO_ROUTE'],
    ['EADDRNOTAVAIL', 'RA_CHECK_NO_ROUTE'],
    ['EMFILE', 'RA_CHECK_LOCAL'],
    ['EACCES', 'RA_CHECK_LOCAL'],
  ];
  for (const [code, expected] of rows) {
    assert.equal(socketError(Object.assign(new Error(code), { code }), 'x').code, expected, code);
  }
});
