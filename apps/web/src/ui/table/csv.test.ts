import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Column } from './columns.ts';
import { toCsv } from './csv.ts';

interface Row {
  name: string;
  load: number | null;
}
const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', value: (row) => row.name },
  { id: 'load', header: 'Last, 1 min', value: (row) => row.load },
];
const rows: Row[] = [
  { name: 'web "1"', load: 0.5 },
  { name: '=HYPERLINK("http://x")', load: null },
  { name: 'two\nlines', load: -3 },
];

it('quotes, uses the separators of the language and defuses formulas', () => {
  assert.equal(
    toCsv(columns, rows, 'de'),
    '\uFEFFName;"Last, 1 min"\r\n"web ""1""";0,5\r\n"\'=HYPERLINK(""http://x"")";\r\n"two\nlines";-3\r\n',
  );
  assert.match(toCsv(columns, rows, 'en'), /"web ""1""",0\.5\r\n/);
});
