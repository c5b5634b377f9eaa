import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Story } from './story.ts';

test('the main job, from the start command to a kept promise', { timeout: 240_000 }, async (t) => {
  const story = new Story(({ step, measured, note }) =>
    t.diagnostic(`${step} ${JSON.stringify(measured)} ${note ?? ''}`),
  );
  await story.run();
  assert.equal(story.rows.length, 10, story.rows.map((row) => row.step).join('; '));
});
