import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { AppError } from '../errors.ts';
import { loadConfig } from './load.ts';
import { environmentName, SETTINGS, type Setting, type SettingKey } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'rettungsanker-config-'));
const file = (text: string): string => {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.toml`);
  writeFileSync(path, text);
  return path;
};
const load = (sources: {
  flags?: Record<string, string>;
  environment?: Record<string, string>;
  file?: string;
}) => loadConfig({ flags: {}, environment: {}, ...sources });
const problem = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof AppError && error.code === 'RA_CONFIG_INVALID', String(error));
    return error.message;
  }
  return assert.fail('the configuration was accepted');
};

describe('configuration', () => {
  it('without anything has the defaults, and the data folder as an absolute path', () => {
    const config = load({});
    assert.equal(config['http.port'], 8484);
    assert.equal(config['data.dir'], join(process.cwd(), 'data'));
  });

  it('flags come before the environment, the environment before the file', () => {
    const path = file('[http]\nport = 1\nhost = "127.0.0.3"\n[log]\nlevel = "debug"\n');
    const config = load({
      file: path,
      environment: { RA_HTTP_PORT: '2', RA_HTTP_HOST: '127.0.0.2' },
      flags: { 'http-port': '3' },
    });
    assert.deepEqual(
      [config['http.port'], config['http.host'], config['log.level']],
      [3, '127.0.0.2', 'debug'],
    );
  });

  it('an unknown key is refused with the one that was meant', () => {
    assert.match(
      problem(() => load({ file: file('[http]\nprot = 1\n') })),
      /http\.prot: unknown key in the file; did you mean http\.port\?/,
    );
    assert.match(
      problem(() => load({ environment: { RA_HTTP_PROT: '1' } })),
      /RA_HTTP_PROT: unknown key in the environment; did you mean RA_HTTP_PORT\?/,
    );
  });

  it('a bad value is refused with key, problem and example, all of them at once', () => {
    const message = problem(() =>
      load({ flags: { 'http-port': 'web', 'log-level': 'loud', 'agent-local': 'perhaps' } }),
    );
    for (const key of ['http.port', 'log.level', 'agent.local'])
      assert.match(message, new RegExp(`- ${key.replace('.', '\\.')}: .+ \\(example: .+\\)`));
  });

  it('every example in the table is a value that is accepted', () => {
    for (const [key, setting] of Object.entries(SETTINGS) as [SettingKey, Setting][]) {
      const parsed = setting.schema.safeParse(setting.example);
      assert.ok(parsed.success, `${key}: ${setting.example}`);
    }
  });

  it('settings of the embedded database are a table in the file and pairs elsewhere; not beside a server of its own', () => {
    const path = file('[database.settings]\nwork_mem = "32MB"\nmax_connections = 80\njit = true\n');
    const wanted = { work_mem: '32MB', max_connections: '80', jit: 'true' };
    assert.deepEqual(load({ file: path })['database.settings'], wanted);
    assert.deepEqual(
      load({ environment: { RA_DATABASE_SETTINGS: 'work_mem = 32MB; max_connections=80;jit=true' } })[
        'database.settings'
      ],
      wanted,
    );
    assert.match(
      problem(() => load({ flags: { 'database-settings': 'work_mem' } })),
      /database\.settings: .*example: work_mem = 32MB/,
    );
    assert.match(
      problem(() => load({ file: path, flags: { 'database-url': 'postgres://u:p@db/x' } })),
      /database\.settings: they are for the embedded database/,
    );
  });

  it('a secret may come from a file, anything else may not', () => {
    const secret = join(folder, 'url');
    writeFileSync(secret, 'postgres://u:p@db/x\n');
    assert.equal(
      load({ environment: { RA_DATABASE_URL_FILE: secret } })['database.url'],
      'postgres://u:p@db/x',
    );
    assert.match(
      problem(() => load({ environment: { RA_DATABASE_URL_FILE: join(folder, 'missing') } })),
      /cannot be read \(ENOENT\)/,
    );
    assert.match(
      problem(() => load({ environment: { RA_HTTP_PORT_FILE: secret } })),
      /unknown key/,
    );
  });

  it('ASVS 12.2.1: listening beyond this machine needs TLS or a named proxy', () => {
    assert.match(
      problem(() => load({ flags: { 'http-host': '0.0.0.0' } })),
      /without TLS/,
    );
    load({ flags: { 'http-host': '0.0.0.0', 'http-tls': 'self-signed' } });
    load({ flags: { 'http-host': '0.0.0.0', 'http-trusted-proxies': '10.0.0.1' } });
  });

  it('a file that is named must exist and be TOML', () => {
    assert.match(
      problem(() => load({ file: '/does/not/exist.toml' })),
      /does not exist/,
    );
    assert.match(
      problem(() => load({ file: file('= nonsense') })),
      /\.toml: /,
    );
  });

  it('every setting has one environment name', () => {
    const names = Object.keys(SETTINGS).map(environmentName);
    assert.equal(new Set(names).size, names.length);
  });
});
