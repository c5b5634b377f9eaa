import type { FastifyInstance } from 'fastify';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by assertions only
  body: any;
  headers: Record<string, string | string[] | number | undefined>;
  /** Lines of Set-Cookie. */
  setCookies: string[];
}

/** Keeps cookies as a browser does, and sends what a browser sends from our own pages. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #app: FastifyInstance;
  readonly #address: string;
  readonly #userAgent: string;

  constructor(
    app: FastifyInstance,
    address = '192.0.2.10',
    userAgent = 'Mozilla/5.0 (X11; Linux) Firefox/140.0',
  ) {
    this.#app = app;
    this.#address = address;
    this.#userAgent = userAgent;
  }

  get = (path: string): Promise<Answer> => this.send('GET', path);
  post = (path: string, body: object = {}): Promise<Answer> => this.send('POST', path, body);
  put = (path: string, body: object = {}): Promise<Answer> => this.send('PUT', path, body);
  patch = (path: string, body: object = {}): Promise<Answer> => this.send('PATCH', path, body);
  delete = (path: string, body?: object): Promise<Answer> => this.send('DELETE', path, body);

  async send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await this.#app.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: this.#address,
      headers: {
        'user-agent': this.#userAgent,
        'sec-fetch-site': 'same-origin',
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      ...(body ? { payload: body } : {}),
    });
    const setCookies = [response.headers['set-cookie'] ?? []].flat();
    for (const line of setCookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '' || /Max-Age=0\b|Expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    const text = response.body;
    return {
      status: response.statusCode,
      body: text ? JSON.parse(text) : undefined,
      headers: response.headers,
      setCookies,
    };
  }
}
