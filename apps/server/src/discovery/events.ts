import { z } from 'zod';
import type { Subscriber } from '../platform/outbox/dispatch.ts';
import { followMove, followSweep } from './commands/follow.ts';

const move = z.object({ from: z.string(), to: z.string() });

export const discoverySubscribers: readonly Subscriber[] = [
  { kinds: ['discovery.ended'], handle: (ctx, event) => followSweep(ctx, event.objectId) },
  {
    kinds: ['discovery.moved'],
    handle: (ctx, event) => followMove(ctx, event.objectId, move.parse(event.payload)),
  },
];
