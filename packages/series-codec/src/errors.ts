/** Bytes that no encoder of this package wrote: damaged, cut off, or made up. Nothing of them is returned. */
export class MalformedSeriesError extends Error {
  readonly code = 'RA_SERIES_MALFORMED';

  constructor(what: string) {
    super(`Not a chunk of a series: ${what}.`);
    this.name = 'MalformedSeriesError';
  }
}
