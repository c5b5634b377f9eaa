// The package brings no types, and those published for it describe an older version.
declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Submittable } from 'pg';

  interface Counted {
    /** Rows of the finished COPY. */
    readonly rowCount: number;
  }
  export function to(sql: string): Readable & Submittable & Counted;
  export function from(sql: string): Writable & Submittable & Counted;
}
