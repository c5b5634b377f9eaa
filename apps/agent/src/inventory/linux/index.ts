import type { Readers } from '../facts.ts';
import { readPackages } from './packages.ts';
import { readPorts } from './ports.ts';
import { readServices } from './services.ts';
import { readSessions } from './sessions.ts';
import { readDisks, readInterfaces } from './storage.ts';
import { readSystem } from './system.ts';
import { readUpdates } from './updates.ts';

export const linuxReaders: Readers = {
  system: readSystem,
  disks: readDisks,
  interfaces: readInterfaces,
  services: readServices,
  sessions: readSessions,
  ports: readPorts,
  packages: readPackages,
  updates: readUpdates,
};
