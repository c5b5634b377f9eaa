import type pg from 'pg';

/**
 * One connection of the pool for `work`. After an error it is closed, which also ends its transaction, and because a COPY that
 * was not read to its end leaves it unusable.
 */
export async function onConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks between two statements would end the process; the next statement tells.
  const ignore = () => {};
  client.on('error', ignore);
  let whole = false;
  try {
    const result = await work(client);
    whole = true;
    return result;
  } finally {
    client.off('error', ignore);
    client.release(!whole);
  }
}
