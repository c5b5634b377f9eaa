import type { Routes } from '../../../platform/http/routes.ts';
import type { SeriesStore } from '../../series/index.ts';
import type { CableSource } from '../map.ts';
import { dependencyRoutes } from './dependencies.ts';
import { onCallRoutes } from './on-call.ts';
import { quietRoutes } from './quiet.ts';
import { ruleRoutes } from './rules.ts';

export function alarmRoutes(routes: Routes, series: SeriesStore, cables: CableSource): void {
  dependencyRoutes(routes, cables);
  quietRoutes(routes);
  onCallRoutes(routes);
  ruleRoutes(routes, series);
}
