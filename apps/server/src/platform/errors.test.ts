import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseTrouble } from './errors.ts';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

test('what may work a moment later is not broken', () => {
  for (const code of ['40P01', '40001', '55P03', '57014', '57P01', '53300', '08006', 'ECONNREFUSED'])
    assert.equal(databaseTrouble(coded(code)), 'unavailable', code);
  for (const message of [
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
  ])
    assert.equal(databaseTrouble(new Error(message)), 'unavailable', message);
  for (const code of ['53100', 'ENOSPC']) assert.equal(databaseTrouble(coded(code)), 'full', code);
  for (const code of ['23505', '22021', '42P01']) assert.equal(databaseTrouble(coded(code)), undefined, code);
  assert.equal(databaseTrouble(new Error('no')), undefined);
});
