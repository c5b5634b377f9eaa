import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { it } from 'node:test';
import { jobLines } from './snippets.ts';

const URL = 'https://anker.example/beat/v1/rah_x';
/** Runs what a shell is to run, with a curl that only says what it was asked for. */
const asked = (line: string, env: Record<string, string> = {}): string =>
  execFileSync('/bin/sh', ['-c', `curl() { for last; do :; done; echo "$last"; }; ${line}`], {
    env: { PATH: '/usr/bin:/bin', ...env },
    encoding: 'utf8',
  }).trim();

it('cron tells the exit code', () => {
  const line = jobLines('cron', URL).replace(/^30 2 \* \* \* {2}/, '');
  for (const code of [0, 3])
    assert.equal(asked(line.replace('/usr/local/bin/backup', `(exit ${code})`)), `${URL}/${code}`);
});
it('systemd tells the start and how it ended', () => {
  const [, start, stop] = jobLines('systemd', URL)
    .split('\n')
    .map((line) => /sh -c '(.*)'$/.exec(line)?.[1]?.replaceAll('$$', '$') ?? '');
  assert.equal(asked(start!), `${URL}/start`);
  assert.equal(asked(stop!, { SERVICE_RESULT: 'success' }), `${URL}/0`);
  assert.equal(asked(stop!, { SERVICE_RESULT: 'signal' }), `${URL}/fail`);
});
