import { domainToASCII } from 'node:url';
import type { CheckOutcome, DomainCheck } from '@rettungsanker/protocol';
import { CheckError, outcomeOf } from './codes.ts';
import type { Run } from './environment.ts';
import { type Reached, request } from './http/request.ts';
import { parseTarget, redirectTarget } from './http/target.ts';
import { tenths } from './values.ts';

/** RFC 9224; changes a few times a month. */
const BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';
const BOOTSTRAP_AGE_MS = 86_400_000;
const MOST_REDIRECTS = 5;
const DAY = 86_400_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Services by top-level domain. */
type Services = ReadonlyMap<string, string>;
const lists = new Map<string, { at: number; services: Promise<Services> }>();

/** When does the registration of the domain end? @throws CheckError */
export async function checkDomain(check: DomainCheck, run: Run): Promise<CheckOutcome> {
  const started = performance.now();
  const domain = domainToASCII(check.domain).toLowerCase();
  if (domain === '') throw new CheckError('RA_CHECK_INVALID', 'this is no name of a domain');
  const server = check.server ?? (await serviceFor(domain, run));
  const answer = await fetchJson(new URL(`domain/${domain}`, server.replace(/\/*$/, '/')).href, run);
  const values: Record<string, number> = { total_ms: tenths(performance.now() - started) };
  if (answer.status === 404) {
    return outcomeOf('RA_CHECK_DOMAIN', `${domain} is not registered`, values);
  }
  const ends = expirationOf(answer.json);
  if (ends === undefined) {
    return outcomeOf('RA_CHECK_NO_REGISTRY', `the registry does not say when ${domain} ends`, values);
  }
  const daysLeft = (ends - run.now()) / DAY;
  values.days_left = Math.floor(daysLeft * 100) / 100;
  const message = `the registration of ${domain} ends in ${Math.floor(daysLeft)} days`;
  if (daysLeft < check.criticalDays) return outcomeOf('RA_CHECK_DOMAIN', message, values);
  if (daysLeft < check.warnDays) return outcomeOf('RA_CHECK_DOMAIN', message, values, 'warning');
  return { status: 'ok', message, values };
}

/** RFC 9083, 4.5: the event "expiration" of the domain. @returns Unix ms */
export function expirationOf(json: unknown): number | undefined {
  const events = (json as { events?: unknown } | null)?.events;
  if (!Array.isArray(events)) return undefined;
  for (const event of events as unknown[]) {
    const { eventAction, eventDate } = (event ?? {}) as { eventAction?: unknown; eventDate?: unknown };
    if (eventAction !== 'expiration' || typeof eventDate !== 'string') continue;
    const at = Date.parse(eventDate);
    if (Number.isFinite(at)) return at;
  }
  return undefined;
}

async function serviceFor(domain: string, run: Run): Promise<string> {
  const url = run.rdapBootstrap ?? BOOTSTRAP;
  let list = lists.get(url);
  if (list === undefined || run.now() - list.at > BOOTSTRAP_AGE_MS) {
    const services = fetchJson(url, run).then(({ json }) => servicesOf(json));
    list = { at: run.now(), services };
    lists.set(url, list);
    // What failed is asked again by the next check.
    services.catch(() => lists.delete(url));
  }
  const services = await list.services;
  const service = services.get(domain.slice(domain.lastIndexOf('.') + 1));
  if (service !== undefined) return service;
  throw new CheckError('RA_CHECK_NO_REGISTRY', `no registry publishes data about ${domain} by RDAP`);
}

/** RFC 9224, 4: `services` is a list of pairs, names and addresses. */
export function servicesOf(json: unknown): Services {
  const found = new Map<string, string>();
  const services = (json as { services?: unknown } | null)?.services;
  for (const entry of Array.isArray(services) ? (services as unknown[]) : []) {
    const [names, urls] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (!Array.isArray(names) || !Array.isArray(urls)) continue;
    const texts = (urls as unknown[]).filter((url) => typeof url === 'string');
    const url = texts.find((text) => text.startsWith('https:')) ?? texts[0];
    if (url === undefined) continue;
    for (const name of names as unknown[]) found.set(String(name).toLowerCase(), url);
  }
  return found;
}

async function fetchJson(url: string, run: Run): Promise<{ status: number; json: unknown }> {
  let target = parseTarget(url, 'GET');
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const way = { method: 'GET', collect: true, verifyCertificate: true };
    const { answer }: Reached = await request(target, way, run);
    if (REDIRECTS.has(answer.status)) {
      target = redirectTarget(answer.headers.get('location'), target, 'GET');
      continue;
    }
    if (answer.status === 404) return { status: 404, json: undefined };
    if (answer.status !== 200) throw registry(`the registry answers with status ${answer.status}`);
    try {
      return { status: 200, json: JSON.parse(answer.body.toString('utf8')) };
    } catch {
      throw registry('the registry does not answer in JSON');
    }
  }
  throw registry('the registry redirects without end');
}

/** Trouble of a registry says nothing about the domain. */
function registry(why: string): CheckError {
  return new CheckError('RA_CHECK_NO_REGISTRY', why);
}
