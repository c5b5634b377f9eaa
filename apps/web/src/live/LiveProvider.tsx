import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { keys, keysTouchedBy, type LiveChange } from '../api/keys.ts';
import { createBatch } from './batch.ts';
import { type LiveState as Connection, connectLive } from './connection.ts';

const URL = '/api/v1/live';
const BATCH_MS = 300;
/** A break as short as a restart of the server is told by the word in the header, and is not worth a banner. */
const GRACE_MS = 4_000;
/** A tab in the background gives its connection back: browsers allow six per host over HTTP/1.1. */
const HIDDEN_MS = 60_000;

/** `long`: down for more than a moment, so that what is shown may be old. */
type LiveState = Exclude<Connection, { status: 'down' }> | { status: 'down'; asOf: Date; long: boolean };

const LiveContext = createContext<LiveState>({ status: 'connecting' });

/** State of the stream; `down` says since when the shown data may be old. */
export const useLive = (): LiveState => useContext(LiveContext);

function parseChange(data: string): LiveChange | undefined {
  try {
    const value = JSON.parse(data) as Partial<LiveChange>;
    if (typeof value.kind !== 'string') return undefined;
    return { kind: value.kind, clientId: value.clientId ?? '', objectId: value.objectId ?? '' };
  } catch {
    return undefined;
  }
}

/** Keeps the cache fresh while somebody is signed in: one stream for the whole console. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>({ status: 'connecting' });
  const visible = useVisibleFor(HIDDEN_MS);

  useEffect(() => {
    if (!visible) return;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const batch = createBatch<readonly unknown[]>((touched) => {
      for (const queryKey of touched) void client.invalidateQueries({ queryKey });
    }, BATCH_MS);
    const disconnect = connectLive({
      url: URL,
      onEvent: (event) => {
        if (event.type === 'gap') void client.invalidateQueries();
        const change = parseChange(event.data);
        if (change) batch.add(keysTouchedBy(change));
      },
      onState: (next) => {
        if (next.status === 'down') {
          // Every failed attempt reports again; the break began with the first.
          setState((before) => ({ ...next, long: before.status === 'down' && before.long }));
          grace ??= setTimeout(() => setState({ ...next, long: true }), GRACE_MS);
          return;
        }
        clearTimeout(grace);
        grace = undefined;
        setState(next);
        // What failed meanwhile is asked for again; everything else the stream marks by itself.
        if (next.status === 'live')
          void client.refetchQueries({
            predicate: (query) => query.state.status === 'error',
            type: 'active',
          });
      },
      onSignedOut: () => void client.invalidateQueries({ queryKey: keys.session }),
    });
    return () => {
      clearTimeout(grace);
      batch.stop();
      disconnect();
      // The next connection cannot know what happened while there was none.
      void client.invalidateQueries({ refetchType: 'none' });
    };
  }, [client, visible]);

  return <LiveContext value={state}>{children}</LiveContext>;
}

/** False once the tab was in the background for `ms`. */
function useVisibleFor(ms: number): boolean {
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onChange = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setVisible(false), ms);
      else setVisible(true);
    };
    document.addEventListener('visibilitychange', onChange);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onChange);
    };
  }, [ms]);
  return visible;
}
