import { test, before, describe } from 'node:test';
console.error('some output');
describe('s', () => { before(() => { throw new Error('before broke'); }); test('x', () => {}); test('skipped', { skip: 'why not' }, () => {}); });
test('f', () => { throw new Error('boom'); });
