import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';
import type { Item } from '../api/types.ts';

export type Webhook = Item<'/api/v1/clients/{clientId}/webhooks'>;

export const renewWebhooks = () => queryClient.invalidateQueries({ queryKey: keys.settings.all });
