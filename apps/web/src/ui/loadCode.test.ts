import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ApiError } from '../api/errors.ts';
import { loadCode } from './loadCode.ts';

it('code that is missing while the server is gone is said to be unreachable, and nothing reloads', async () => {
  // Node has no page: a relative address fails as a browser's fetch does without network, and a reload would throw.
  const failing = () =>
    Promise.reject(new TypeError('Failed to fetch dynamically imported module: /assets/x.js'));
  await assert.rejects(loadCode(failing), (error: unknown) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'RA_WEB_UNREACHABLE');
    // The router would take these words for a reason to reload.
    assert.doesNotMatch(error.message, /dynamically imported module/);
    return true;
  });
});
