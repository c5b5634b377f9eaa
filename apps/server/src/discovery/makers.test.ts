import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makersOf } from './makers.ts';

it('the maker by the longest registered prefix; none for what software made up, and for groups', async () => {
  const found = await makersOf([
    '00:1b:a9:12:34:56',
    '00:11:32:00:00:01',
    // A block of 28 bits inside of one of 24 that belongs to the registry itself.
    '70:b3:d5:00:00:01',
    '02:42:ac:11:00:02',
    '01:00:5e:00:00:01',
    'fe:ff:ff:ff:ff:ff',
  ]);
  assert.match(found.get('00:1b:a9:12:34:56')!, /brother/i);
  assert.match(found.get('00:11:32:00:00:01')!, /synology/i);
  assert.doesNotMatch(found.get('70:b3:d5:00:00:01') ?? '', /registration authority/i);
  assert.equal(found.size, found.has('70:b3:d5:00:00:01') ? 3 : 2);
  assert.equal((await makersOf([])).size, 0);
});
