import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError, errorFromBody, toApiError, UNREACHABLE } from './errors.ts';

const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
});

describe('error bodies', () => {
  it('keeps code, request id and details', () => {
    const body = {
      error: {
        code: 'RA_BAD_REQUEST',
        message: 'The request is not valid.',
        requestId: 'r-1',
        details: { in: 'body', fields: [{ path: '/check/url', problem: 'Invalid URL' }, { nonsense: true }] },
      },
    };
    const error = errorFromBody(body, answer(400));
    assert.equal(error.code, 'RA_BAD_REQUEST');
    assert.equal(error.requestId, 'r-1');
    assert.deepEqual(error.fields, [{ field: 'check.url', problem: 'Invalid URL' }]);
  });
  it('knows when to try again', () => {
    const body = { error: { code: 'RA_RATE_LIMITED', message: '', details: { retryAfterSeconds: 30 } } };
    assert.equal(errorFromBody(body, answer(429)).retryAfterSeconds, 30);
    assert.equal(new ApiError('RA_X', 400, '').retryAfterSeconds, undefined);
  });
  it('treats a page of a proxy as no answer', () => {
    assert.equal(errorFromBody('<html>502</html>', answer(502)).code, UNREACHABLE);
    assert.equal(errorFromBody(null, answer(418, { 'x-request-id': 'r-2' })).requestId, 'r-2');
  });
});

describe('thrown values', () => {
  it('calls a failed fetch unreachable and passes our own errors through', async () => {
    const failed = await fetch('http://127.0.0.1:1/').catch((thrown: unknown) => thrown);
    assert.equal(toApiError(failed).code, UNREACHABLE);
    const own = new ApiError('RA_CONFLICT', 409, '');
    assert.equal(toApiError(own), own);
    assert.equal(toApiError(new RangeError('bug')).code, 'RA_WEB_UNEXPECTED');
  });
});
