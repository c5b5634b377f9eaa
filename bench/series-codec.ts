/** Bytes per sample and speed of the chunk codec on two-hour chunks of a made-up fleet; one core. */
import { decodeChunk, encodeChunk } from '@rettungsanker/series-codec';
import { type Kind, kindOf, SHARES, seriesTimes, seriesValues } from './data/series.ts';

const SERIES = 2_000;
const LENGTH = 480;
const REPEATS = 5;
/** Bytes per sample, codec alone. */
const GOAL = 1;

const times = seriesTimes(1_790_000_400_000, LENGTH);
const all = Array.from({ length: SERIES }, (_, series) => ({
  kind: kindOf(series),
  values: seriesValues(series, LENGTH),
}));
const seconds = (work: () => void): number => {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started) / 1e9;
};
const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1]!;

function measure(kind: Kind | 'all') {
  const chosen = all.filter((series) => kind === 'all' || series.kind === kind);
  let chunks: Uint8Array[] = [];
  const encoding: number[] = [];
  const decoding: number[] = [];
  for (let round = 0; round <= REPEATS; round++) {
    encoding.push(
      seconds(() => {
        chunks = chosen.map(({ values }) => encodeChunk(times, values));
      }),
    );
    decoding.push(
      seconds(() => {
        for (const chunk of chunks) decodeChunk(chunk);
      }),
    );
  }
  const samples = chosen.length * LENGTH;
  return {
    'bytes/sample': chunks.reduce((sum, chunk) => sum + chunk.length, 0) / samples,
    'encode Msamples/s': samples / median(encoding.slice(1)) / 1e6,
    'decode Msamples/s': samples / median(decoding.slice(1)) / 1e6,
  };
}

const kinds = ['all', ...SHARES.map(([kind]) => kind)] as const;
const results = Object.fromEntries(kinds.map((kind) => [kind, measure(kind)]));
console.log(`series codec: ${SERIES} chunks of ${LENGTH} samples`);
console.table(
  Object.fromEntries(
    Object.entries(results).map(([kind, row]) => [
      kind,
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toFixed(3))])),
    ]),
  ),
);
if (process.argv.includes('--json')) {
  const figure = Number(results.all!['bytes/sample'].toFixed(3));
  console.log(
    JSON.stringify({
      name: 'series-codec',
      figure,
      unit: 'B/sample',
      peers: {},
      ratio: {},
      goal: GOAL,
      met: figure <= GOAL,
    }),
  );
}
