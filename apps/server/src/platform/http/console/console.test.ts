import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createHttpServer } from '../server.ts';
import { chooseEncoding } from './files.ts';
import { consoleRoutes, ensureConsole } from './index.ts';

const log = pino({ level: 'silent' });
const PAGE = `<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/assets/a-1.js"></script>`;

describe('the console over HTTP', () => {
  let folder: string;
  let app: FastifyInstance;
  let publicUrl = 'http://localhost';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rettungsanker-console-'));
    await mkdir(join(folder, 'assets'));
    await mkdir(join(folder, '.git'));
    const files: Record<string, string> = {
      'index.html': PAGE,
      'favicon.svg': '<svg/>',
      'assets/a-1.js': `console.log("${'x'.repeat(2000)}")`,
      'assets/b-2.js': 'from the build',
      'assets/b-2.js.br': 'compressed before',
      'assets/font-3.woff2': 'font',
      'assets/a-1.js.map': '{}',
      'notes.md': 'secret',
      '.env': 'SECRET=1',
      '.git/config': '[core]',
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    app = await createHttpServer({
      log,
      authenticator: { authenticate: async () => null },
      publicUrl: () => publicUrl,
      trustedProxies: [],
      version: '1.2.3',
      register: (instance) => consoleRoutes(instance, folder),
    });
  });
  after(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
  const html = { accept: 'text/html,*/*;q=0.8' };

  it('gives its one page for every address that a browser opens, each with a nonce of its own (ASVS 3.4.3)', async () => {
    const nonces = new Set<string>();
    for (const url of ['/', '/clients/1?tab=x', '/settings/mail']) {
      const answer = await get(url, html);
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(
        String(answer.headers['content-security-policy']),
      )![1]!;
      assert.equal(answer.body, PAGE.replaceAll('__CSP_NONCE__', nonce));
      nonces.add(nonce);
    }
    assert.equal(nonces.size, 3);
  });
  it('a policy without exceptions: nothing inline, nothing from elsewhere, no frame around it (ASVS 3.4.3, 3.4.6)', async () => {
    const policy = String((await get('/', html)).headers['content-security-policy']);
    const directives = new Map(policy.split('; ').map((one) => one.split(/ (.*)/s) as [string, string]));
    assert.equal(directives.get('default-src'), "'none'");
    assert.equal(directives.get('script-src'), "'self'");
    assert.equal(directives.get('worker-src'), "'self'");
    assert.equal(directives.get('base-uri'), "'none'");
    assert.equal(directives.get('frame-ancestors'), "'none'");
    assert.equal(directives.get('form-action'), "'self'");
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  });
  it('the other headers of a page (ASVS 3.4.4, 3.4.5, 3.4.8, 14.3.2)', async () => {
    const { headers } = await get('/', html);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['access-control-allow-origin'], undefined);
  });
  it('asks browsers to stay on https once it is served that way (ASVS 3.4.1)', async () => {
    assert.equal((await get('/', html)).headers['strict-transport-security'], undefined);
    publicUrl = 'https://anker.example';
    const header = String((await get('/', html)).headers['strict-transport-security']);
    publicUrl = 'http://localhost';
    assert.match(header, /includeSubDomains/);
    assert.ok(Number(/max-age=(\d+)/.exec(header)![1]) >= 31_536_000);
  });
  it('says neither what it runs on nor in which version (ASVS 13.4.6)', async () => {
    const { headers } = await get('/', html);
    assert.equal(headers.server, undefined);
    assert.equal(headers['x-powered-by'], undefined);
    assert.ok(!JSON.stringify(headers).includes('1.2.3'));
  });

  it('compresses, keeps what has a hash in its name for ever, and knows what was sent already', async () => {
    const script = `console.log("${'x'.repeat(2000)}")`;
    const br = await get('/assets/a-1.js', { 'accept-encoding': 'gzip, deflate, br' });
    assert.equal(br.headers['content-encoding'], 'br');
    assert.equal(brotliDecompressSync(br.rawPayload).toString(), script);
    assert.equal(br.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(br.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(br.headers.vary, 'accept-encoding');
    const gz = await get('/assets/a-1.js', { 'accept-encoding': 'gzip, br;q=0' });
    assert.equal(gunzipSync(gz.rawPayload).toString(), script);
    assert.equal((await get('/assets/a-1.js')).body, script);
    assert.notEqual(br.headers.etag, gz.headers.etag);
    const again = await get('/assets/a-1.js', {
      'accept-encoding': 'br',
      'if-none-match': String(br.headers.etag),
    });
    assert.deepEqual([again.statusCode, again.body], [304, '']);
    assert.equal((await get('/favicon.svg')).headers['cache-control'], 'public, no-cache');
    assert.equal((await get('/assets/b-2.js', { 'accept-encoding': 'br' })).body, 'compressed before');
    assert.equal(
      (await get('/assets/font-3.woff2', { 'accept-encoding': 'br' })).headers['content-encoding'],
      undefined,
    );
    const page = await get('/', { ...html, 'accept-encoding': 'gzip' });
    assert.match(gunzipSync(page.rawPayload).toString(), /^<!doctype html>/);
  });

  const missing = async (url: string, headers = {}) => {
    const answer = await get(url, headers);
    assert.equal(answer.statusCode, 404, url);
    assert.equal(answer.json().error.code, 'RA_NOT_FOUND');
  };
  it('gives no page where a program asks for something', async () => {
    for (const url of ['/api/v1/nothing', '/api', '/metrics', '/healthz', '/agent/x'])
      await missing(url, html);
    for (const url of ['/assets/none.js', '/none.png']) await missing(url, { accept: '*/*' });
  });
  it('gives out no files of version control, no hidden ones, no maps and no other kinds (ASVS 13.4.1, 13.4.7)', async () => {
    for (const url of ['/.git/config', '/.env', '/assets/a-1.js.map', '/notes.md', '/assets/b-2.js.br'])
      await missing(url);
  });
  it('lists no folder (ASVS 13.4.3)', async () => {
    for (const url of ['/assets', '/assets/', '/.git/']) await missing(url);
  });
  it('knows no way out of its folder (ASVS 5.3.2)', async () => {
    for (const url of [
      '/../../etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/assets/..%5c..%5cindex.html',
      '/%2e%2e/notes.md',
      '//etc/passwd',
      '/assets/%00',
    ])
      assert.ok([400, 404].includes((await get(url)).statusCode), url);
  });
  it('answers no other methods, TRACE least of all (ASVS 13.4.4)', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'] as const)
      assert.equal((await app.inject({ method, url: '/' })).statusCode, 404, method);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const { connect } = await import('node:net');
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: 1\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => (text += chunk));
      socket.on('close', () => resolve(text));
    });
    assert.match(answer, /^HTTP\/1\.1 (404|405|400) /);
    assert.doesNotMatch(answer, /X-Secret/i);
  });

  it('reads what a reader accepts', () => {
    const cases: [string | undefined, string][] = [
      [undefined, 'identity'],
      ['', 'identity'],
      ['gzip', 'gzip'],
      ['gzip, br', 'br'],
      ['br;q=0.1, gzip', 'br'],
      ['br;q=0, gzip;q=0.0', 'identity'],
      ['BR', 'br'],
      ['deflate', 'identity'],
    ];
    for (const [accept, expected] of cases) assert.equal(chooseEncoding(accept), expected, accept);
  });
});

describe('making sure that there is a console', { timeout: 60_000 }, () => {
  let root: string;
  let web: string;
  const steps: string[] = [];
  const ensure = (dir = '') => ensureConsole({ log, progress: (step) => steps.push(step), dir, root });
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'rettungsanker-build-'));
    web = join(root, 'apps/web');
    await mkdir(join(web, 'src'), { recursive: true });
    await writeFile(join(web, 'package.json'), '{"type":"module"}');
    await writeFile(join(web, 'index.html'), '<script type="module" src="/src/main.js"></script>');
    await writeFile(join(web, 'src/main.js'), 'document.title = "eins"');
  });
  after(() => rm(root, { recursive: true }));

  it('says what to do when it is not built and cannot be', async () => {
    await assert.rejects(ensure(), { code: 'RA_CONSOLE_BUILD' });
    await assert.rejects(ensure(root), { code: 'RA_CONFIG_INVALID' });
    assert.equal(await ensure(web), web);
  });
  it('builds it when it is missing or older than its sources, and only then', async () => {
    await symlink(
      new URL('../../../../../../node_modules', import.meta.url).pathname,
      join(root, 'node_modules'),
    );
    const dist = await ensure();
    const first = await readFile(join(dist, 'index.html'), 'utf8');
    await ensure();
    assert.deepEqual(steps, ['console']);
    await writeFile(join(web, 'src/main.js'), 'document.title = "zwei"');
    const later = new Date(Date.now() + 5_000);
    await utimes(join(web, 'src/main.js'), later, later);
    await ensure();
    assert.deepEqual(steps, ['console', 'console-again']);
    assert.notEqual(await readFile(join(dist, 'index.html'), 'utf8'), first);
  });
  it('keeps the old one when a build fails, and says what was wrong', async () => {
    await writeFile(join(web, 'src/main.js'), 'import "./nothing.js"');
    const later = new Date(Date.now() + 10_000);
    await utimes(join(web, 'src/main.js'), later, later);
    await assert.rejects(ensure(), (error: Error & { code: string }) => {
      assert.equal(error.code, 'RA_CONSOLE_BUILD');
      assert.match(error.message, /nothing\.js/);
      return true;
    });
    assert.match(await readFile(join(web, 'dist/index.html'), 'utf8'), /script/);
  });
});
