export { type Batch, packBatch, packBatches, unpackBatch } from './batch.ts';
export {
  ChunkBuilder,
  type Columns,
  decodeChunk,
  decodeColumns,
  encodeChunk,
  encodeColumns,
  isStale,
  MAX_COLUMNS,
  MAX_SAMPLES,
  MAX_TIME,
  makeRoom,
  type Samples,
  samplesOf,
  setStale,
} from './chunk.ts';
export { MalformedSeriesError } from './errors.ts';
export { isRising, mergeSamples, orderSamples } from './order.ts';
