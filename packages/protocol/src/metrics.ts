/** What the agent measures: unit and meaning by metric name. Percentages are 0..100, rates are per second. */
export const METRICS = {
  'cpu.used': { unit: '%', instance: null },
  'cpu.iowait': { unit: '%', instance: null },
  'cpu.steal': { unit: '%', instance: null },
  'load.1': { unit: '', instance: null },
  'load.5': { unit: '', instance: null },
  'load.15': { unit: '', instance: null },
  'memory.used': { unit: '%', instance: null },
  'memory.available': { unit: 'B', instance: null },
  'swap.used': { unit: '%', instance: null },
  'disk.used': { unit: '%', instance: 'mount' },
  'disk.free': { unit: 'B', instance: 'mount' },
  'inode.used': { unit: '%', instance: 'mount' },
  'disk.read': { unit: 'B/s', instance: 'device' },
  'disk.write': { unit: 'B/s', instance: 'device' },
  'net.received': { unit: 'B/s', instance: 'interface' },
  'net.sent': { unit: 'B/s', instance: 'interface' },
  'net.errors': { unit: '1/s', instance: 'interface' },
  'process.count': { unit: '', instance: null },
  uptime: { unit: 's', instance: null },
  /** The agent's own cost. */
  'agent.memory': { unit: 'B', instance: null },
  'agent.cpu': { unit: '%', instance: null },
  'agent.buffered': { unit: '', instance: null },
} as const;
export type MetricName = keyof typeof METRICS;
