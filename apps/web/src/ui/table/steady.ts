/**
 * Keeps the rows of a live list where they are while somebody reads, points or types in it: cells are renewed in place,
 * but no row moves under the pointer.
 */

export interface SteadyRow<Row> {
  id: string;
  row: Row;
  /** No longer part of the list; kept at its place until the order is renewed. */
  gone: boolean;
}

export interface Steady<Row> {
  rows: SteadyRow<Row>[];
  /** What waits for the next renewal of the order. */
  waiting: { added: number; gone: number; moved: boolean };
}

/**
 * @param shown what is on the screen now, in its order
 * @param next what the list should be
 * @param hold false puts `next` on the screen as it is
 */
export function steady<Row>(
  shown: readonly SteadyRow<Row>[],
  next: readonly { id: string; row: Row }[],
  hold: boolean,
): Steady<Row> {
  if (!hold || shown.length === 0) {
    return {
      rows: next.map(({ id, row }) => ({ id, row, gone: false })),
      waiting: { added: 0, gone: 0, moved: false },
    };
  }
  const nextById = new Map(next.map((entry) => [entry.id, entry.row]));
  const shownIds = new Set(shown.map((entry) => entry.id));
  const kept = shown.map(({ id, row }) => {
    const renewed = nextById.get(id);
    return renewed === undefined ? { id, row, gone: true } : { id, row: renewed, gone: false };
  });
  // Rows below the last known one move nothing: a further page of a long list appears at once.
  const lastKnown = next.findLastIndex((entry) => shownIds.has(entry.id));
  const below = next
    .slice(lastKnown + 1)
    .filter((entry) => !shownIds.has(entry.id))
    .map(({ id, row }) => ({ id, row, gone: false }));
  const added = next.length - next.filter((entry) => shownIds.has(entry.id)).length - below.length;
  const gone = kept.filter((entry) => entry.gone).length;
  const orderNow = kept.filter((entry) => !entry.gone).map((entry) => entry.id);
  const orderNext = next.filter((entry) => shownIds.has(entry.id)).map((entry) => entry.id);
  const moved = orderNow.some((id, index) => id !== orderNext[index]);
  return { rows: [...kept, ...below], waiting: { added, gone, moved } };
}
