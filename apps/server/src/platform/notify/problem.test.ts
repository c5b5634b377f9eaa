import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemLine, readAnswer, readProblem } from './problem.ts';

describe('why a message did not arrive', () => {
  const causes: [string, string][] = [
    ['connect ECONNREFUSED 127.0.0.1:25 (ESOCKET)', 'RA_DELIVERY_REFUSED'],
    ['getaddrinfo ENOTFOUND mail.exampel (EDNS)', 'RA_DELIVERY_NAME'],
    ['connect EHOSTUNREACH 10.0.0.1:25', 'RA_DELIVERY_UNREACHABLE'],
    ['Greeting never received (ETIMEDOUT)', 'RA_DELIVERY_TIMEOUT'],
    ['no answer within 10 s', 'RA_DELIVERY_TIMEOUT'],
    ['self-signed certificate (ESOCKET)', 'RA_DELIVERY_CERTIFICATE'],
    ['certificate has expired (CERT_HAS_EXPIRED)', 'RA_DELIVERY_CERTIFICATE'],
    ['Error upgrading connection with STARTTLS (ETLS)', 'RA_DELIVERY_TLS'],
    ['write EPROTO 0:error:0A00010B:SSL routines::wrong version number', 'RA_DELIVERY_TLS'],
    ['socket hang up (ECONNRESET)', 'RA_DELIVERY_CUT'],
    ['535 5.7.8 authentication failed', 'RA_DELIVERY_SIGN_IN'],
    ['550 no such mailbox', 'RA_DELIVERY_REJECTED'],
    ['451 greylisted, try later', 'RA_DELIVERY_LATER'],
    ['the address is not public', 'RA_DELIVERY_NOT_PUBLIC'],
    ['The webhook is switched off.', 'RA_DELIVERY_WEBHOOK_OFF'],
    ['RA_MAIL_NOT_CONFIGURED', 'RA_MAIL_NOT_CONFIGURED'],
    ['something nobody foresaw', 'RA_DELIVERY_UNKNOWN'],
  ];
  for (const [text, reason] of causes) {
    it(`${text}: ${reason}`, () => {
      const [de, en] = (['de', 'en'] as const).map((locale) => readProblem(locale, text)!);
      assert.deepEqual([de!.reason, en!.reason], [reason, reason]);
      assert.notEqual(de!.problem, en!.problem);
      assert.ok(de!.advice.length > 10 && en!.advice.length > 10);
      assert.doesNotMatch(problemLine(de!), /RA_/);
    });
  }
  it('an HTTP status is told by what it means; 2xx is no problem', () => {
    const reasons = [204, 307, 403, 404, 410, 422, 429, 503].map(
      (status) => readAnswer('en', { status, error: null })?.reason ?? null,
    );
    assert.deepEqual(reasons, [
      null,
      'RA_DELIVERY_REDIRECT',
      'RA_DELIVERY_SIGN_IN',
      'RA_DELIVERY_NOT_FOUND',
      'RA_DELIVERY_GONE',
      'RA_DELIVERY_REJECTED',
      'RA_DELIVERY_LATER',
      'RA_DELIVERY_RECEIVER_BROKEN',
    ]);
    assert.equal(readAnswer('de', { status: 503, error: null })!.answer, 'HTTP 503');
    assert.equal(readAnswer('de', { status: null, error: null }), null);
  });
});
