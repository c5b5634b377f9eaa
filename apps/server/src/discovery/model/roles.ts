import type { AssetKind } from '../../fleet/index.ts';

/** What a neighbour is, finer than the kinds of systems, so that the right checks can be proposed. */
export const ROLES = [
  'router',
  'firewall',
  'switch',
  'access-point',
  'network-device',
  'printer',
  'phone',
  'camera',
  'ups',
  'server',
  'hypervisor',
  'domain-controller',
  'database',
  'nas',
  'workstation',
  'mobile',
  'controller',
  'gadget',
] as const;
export type Role = (typeof ROLES)[number];

/** Kind of the system that a neighbour becomes. */
export const KIND_OF: Readonly<Record<Role, AssetKind>> = {
  router: 'network',
  firewall: 'network',
  switch: 'network',
  'access-point': 'network',
  'network-device': 'network',
  printer: 'network',
  phone: 'network',
  camera: 'network',
  ups: 'network',
  server: 'server',
  hypervisor: 'server',
  'domain-controller': 'server',
  database: 'server',
  nas: 'storage',
  workstation: 'workstation',
  mobile: 'workstation',
  controller: 'ot',
  gadget: 'network',
};
