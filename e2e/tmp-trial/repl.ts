import { createServer } from 'node:http';
import { launchBrowser } from '../browser.ts';

const browser = await launchBrowser();
const G: any = { browser, pages: {}, ctxs: {}, logs: [] as string[] };
G.open = async (name: string, o: any = {}) => {
  const ctx = o.from
    ? G.ctxs[o.from]
    : await browser.newContext({
        locale: o.locale ?? 'de-DE',
        timezoneId: 'Europe/Berlin',
        colorScheme: o.dark ? 'dark' : 'light',
        viewport: o.phone ? { width: 390, height: 844 } : { width: 1360, height: 900 },
        acceptDownloads: true,
        permissions: [],
      });
  G.ctxs[name] = ctx;
  const p = await ctx.newPage();
  p.on('console', (m: any) => {
    if (['error', 'warning'].includes(m.type())) G.logs.push(`[${name}] ${m.type()} ${m.text()}`);
  });
  p.on('pageerror', (e: any) => G.logs.push(`[${name}] PAGEERROR ${e.message}`));
  p.setDefaultTimeout(6000);
  G.pages[name] = p;
  return p;
};
G.shot = async (p: any, n: string, full = false) => {
  await p.waitForTimeout(300);
  await p.screenshot({ path: `/tmp/trial-shots/${n}.png`, fullPage: full });
};
G.text = async (p: any) => await p.locator('body').innerText();
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
createServer((req, res) => {
  let b = '';
  req.on('data', (d) => (b += d));
  req.on('end', async () => {
    try {
      G.logs.length = 0;
      const r = await new AsyncFunction('G', ...Object.keys(G.pages), b)(G, ...Object.values(G.pages));
      res.end(
        (typeof r === 'string' ? r : (JSON.stringify(r, null, 1) ?? '')) +
          (G.logs.length ? '\n--console--\n' + G.logs.join('\n') : '') +
          '\n',
      );
    } catch (e) {
      res.end('ERR ' + String((e as Error).message).slice(0, 1500) + '\n' + G.logs.join('\n') + '\n');
    }
  });
}).listen(47990, '127.0.0.1');
