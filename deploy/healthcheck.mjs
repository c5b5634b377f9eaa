// Exit code 0 when the server of this container answers GET /healthz. The certificate is not judged: this is loopback,
// and a self-signed one is as good here.
const tls = (process.env.RA_HTTP_TLS ?? 'off') !== 'off';
const { get } = await import(tls ? 'node:https' : 'node:http');
const port = process.env.RA_HTTP_PORT ?? '8484';
get(
  { host: '127.0.0.1', port, path: '/healthz', timeout: 4000, ...(tls ? { rejectUnauthorized: false } : {}) },
  (response) => process.exit(response.statusCode === 200 ? 0 : 1),
)
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
