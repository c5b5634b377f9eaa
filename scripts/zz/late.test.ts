import { test } from 'node:test';
test('open handle', () => { setInterval(() => {}, 1000); });
