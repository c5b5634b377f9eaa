// Adds its tables to those of the database, also where only this face is imported.
import './schema.ts';

export { OutsideSeriesStore } from './outside/store.ts';
export { keepPartitions, type Retention } from './partitions.ts';
export { type ClientRetention, getRetention, setMostSeries, setRetention } from './retention.ts';
export { PostgresSeriesStore, type SeriesStoreOptions } from './store.ts';
export {
  type AppendResult,
  type Matcher,
  type RawSeries,
  type Resolution,
  type SampleBatch,
  SERIES_LIMITS,
  type Selector,
  type SeriesAnswer,
  type SeriesBuckets,
  type SeriesKey,
  type SeriesPoint,
  type SeriesQuery,
  type SeriesStore,
} from './types.ts';
