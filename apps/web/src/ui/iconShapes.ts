/** Icons as data, for drawings that are also written to a file; the same pictures as those of `icons.ts`. */
import { __iconNode as alertOctagon } from '@tabler/icons-react/dist/esm/icons/IconAlertOctagon.mjs';
import { __iconNode as alertTriangle } from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import { __iconNode as appWindow } from '@tabler/icons-react/dist/esm/icons/IconAppWindow.mjs';
import { __iconNode as factory } from '@tabler/icons-react/dist/esm/icons/IconBuildingFactory2.mjs';
import { __iconNode as circleCheck } from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import { __iconNode as circleDashed } from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs';
import { __iconNode as cloud } from '@tabler/icons-react/dist/esm/icons/IconCloud.mjs';
import { __iconNode as database } from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs';
import { __iconNode as desktop } from '@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs';
import { __iconNode as infoCircle } from '@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs';
import { __iconNode as pause } from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs';
import { __iconNode as router } from '@tabler/icons-react/dist/esm/icons/IconRouter.mjs';
import { __iconNode as server } from '@tabler/icons-react/dist/esm/icons/IconServer.mjs';
import type { State } from '../app/tokens.ts';

/** Elements of an icon in a square of 24; `key` is React's. */
export type IconNode = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

/** As in StateBadge.tsx. */
export const STATE_SHAPES: Record<State, IconNode> = {
  ok: circleCheck,
  warning: alertTriangle,
  critical: alertOctagon,
  unknown: circleDashed,
  info: infoCircle,
  paused: pause,
};

export const KIND_SHAPES: Record<
  'server' | 'workstation' | 'storage' | 'network' | 'ot' | 'application' | 'cloud',
  IconNode
> = {
  server,
  workstation: desktop,
  storage: database,
  network: router,
  ot: factory,
  application: appWindow,
  cloud,
};
