import type { Role } from '../platform/tenancy/permissions.ts';
import type { Program } from '../program.ts';

export interface Answer<T = never> {
  status: number;
  body: T;
  headers: Headers;
}

/** A browser without a window: keeps cookies and says where it comes from. */
export class Visitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  async call<T = Record<string, never>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(this.#cookies.size > 0 ? { cookie: this.#cookieHeader() } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const [name, ...value] = pair!.split('=');
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) this.#cookies.delete(name!);
      else this.#cookies.set(name!, value.join('='));
    }
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      body: (json ? JSON.parse(text) : text) as T,
      headers: response.headers,
    };
  }

  /** An answer that does not end. */
  stream(path: string, signal: AbortSignal): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, { headers: { cookie: this.#cookieHeader() }, signal });
  }

  get<T = Record<string, never>>(path: string): Promise<Answer<T>> {
    return this.call<T>('GET', path);
  }
  post<T = Record<string, never>>(path: string, body: unknown = {}): Promise<Answer<T>> {
    return this.call<T>('POST', path, body);
  }
  patch<T = Record<string, never>>(path: string, body: unknown): Promise<Answer<T>> {
    return this.call<T>('PATCH', path, body);
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

export const OWNER = { email: 'owner@anker.example', password: 'Leuchtturm-Nordsee-77', name: 'Olga Owner' };

/** Does the set-up as a browser would and stays signed in. */
export async function setUpOwner(program: Program): Promise<Visitor> {
  const visitor = new Visitor(program.url);
  const token = await program.identity.openSetup();
  const { status, body } = await visitor.post('/setup', {
    token,
    providerName: 'Anker IT',
    ownerName: OWNER.name,
    email: OWNER.email,
    password: OWNER.password,
    locale: 'de',
  });
  if (status !== 201) throw new Error(`set-up: ${status} ${JSON.stringify(body)}`);
  const session = await visitor.get<{ person: unknown }>('/session');
  if (!session.body.person)
    await visitor.post('/session/sign-in', { email: OWNER.email, password: OWNER.password });
  return visitor;
}

/** Invites somebody, who accepts and is signed in; staff serves those clients only that it is granted. */
export async function joinedBy(
  owner: Visitor,
  program: Program,
  clientId: string,
  role: Role,
  email: string,
): Promise<Visitor> {
  const serves = role === 'technician' || role === 'auditor' ? 'granted' : 'all';
  const name = email.split('@')[0]!;
  const invited = await owner.post<{ link: string }>(`/clients/${clientId}/invitations`, {
    email,
    name,
    role,
    serves,
  });
  const visitor = new Visitor(program.url);
  const accepted = await visitor.post('/invitations/accept', {
    token: invited.body.link?.split('#')[1],
    name,
    password: OWNER.password,
  });
  if (accepted.status !== 201) throw new Error(`${accepted.status} ${JSON.stringify(accepted.body)}`);
  return visitor;
}
