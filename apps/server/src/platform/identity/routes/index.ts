import type { Routes } from '../../http/routes.ts';
import type { Core } from '../core.ts';
import { accountRoutes } from './account.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { invitationRoutes } from './invitations.ts';
import { peopleRoutes } from './people.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { sessionRoutes } from './session.ts';

export function registerRoutes(core: Core, routes: Routes): void {
  sessionRoutes(core, routes);
  accountRoutes(core, routes);
  secondFactorRoutes(core, routes);
  apiKeyRoutes(core, routes);
  invitationRoutes(core, routes);
  peopleRoutes(core, routes);
}
