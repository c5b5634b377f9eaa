import { runnableCheckSchema } from '@rettungsanker/protocol';
import { z } from 'zod';

/** Settings of all kinds that are executed as one JSON Schema (2020-12), for the documentation. */
export const checkSettingsSchema = (): unknown =>
  z.toJSONSchema(runnableCheckSchema, { io: 'input', unrepresentable: 'any' });
