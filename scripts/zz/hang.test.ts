import { test } from 'node:test';
test('hangs', async () => { setInterval(() => {}, 1000); await new Promise(() => {}); });
