import { createHash } from 'node:crypto';
import type { CheckOutcome, OpcuaCheck } from '@rettungsanker/protocol';
import type * as Opcua from 'node-opcua-client';
import { CheckError } from '../codes.ts';
import { dial } from '../dial.ts';
import type { Run } from '../environment.ts';
import { tenths } from '../values.ts';
import { shown, Verdict } from '../verdict.ts';
import { APPLICATION, APPLICATION_URI, identityOf } from './opcua-identity.ts';

/** Server_ServerStatus_State (OPC 10000-5, 12.6): 0 is running. */
const STATE_NODE = 'ns=0;i=2259';
const STATES = [
  'running',
  'failed',
  'without configuration',
  'suspended',
  'shut down',
  'in test',
  'in trouble with a part',
  'unknown',
];

/**
 * State of the server and the value of one variable. Only the read service is used. The client connects to the
 * address that the guard has judged, and not to the one that the server names in its endpoints.
 *
 * @throws CheckError
 */
export async function checkOpcua(check: OpcuaCheck, run: Run): Promise<CheckOutcome> {
  if (check.security === 'None' && !check.allowInsecure) {
    throw new CheckError('RA_CHECK_INVALID', 'a connection without security has to be allowed explicitly');
  }
  const url = URL.parse(check.url);
  if (url === null || url.hostname === '')
    throw new CheckError('RA_CHECK_INVALID', 'this is no address of OPC UA');
  const port = Number(url.port || 4840);
  // The library does not tell why it could not connect, and would resolve the name by itself.
  const { socket } = await dial(url.hostname, port, run);
  const address = socket.remoteAddress!;
  socket.destroy();
  run.enter('handshaking');
  const opcua = await loadLibrary();
  // It writes to the terminal otherwise; what matters comes as an error.
  opcua.setLogLevel(opcua.LogLevel.Emergency);
  const endpoint = `opc.tcp://${address.includes(':') ? `[${address}]` : address}:${port}${url.pathname}`;
  const started = performance.now();
  const client = opcua.OPCUAClient.create({
    certificateKeyPairProvider: await identityOf(opcua, run.folder),
    applicationName: APPLICATION,
    applicationUri: APPLICATION_URI,
    clientName: 'Rettungsanker',
    securityMode:
      check.security === 'None' ? opcua.MessageSecurityMode.None : opcua.MessageSecurityMode.SignAndEncrypt,
    securityPolicy: opcua.SecurityPolicy[check.security],
    // The endpoint is taken by its security; the name in it may be one that only the machine itself knows.
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    transportTimeout: check.timeoutMs,
    defaultTransactionTimeout: check.timeoutMs,
    keepSessionAlive: false,
    keepPendingSessionsOnDisconnect: false,
  });
  run.owns({ destroy: () => void client.disconnect().catch(() => {}) });
  try {
    await client.connect(endpoint);
    requireKnown(client.serverCertificate, check, run);
    run.enter('answering');
    const session = await client.createSession(userOf(opcua, check));
    try {
      const verdict = new Verdict();
      await judge(opcua, session, check, verdict);
      verdict.value('total_ms', tenths(performance.now() - started));
      return verdict.outcome('the server is running, and its value is within its limits');
    } finally {
      await session.close();
    }
  } catch (error) {
    throw asCheckError(error, check);
  } finally {
    await client.disconnect().catch(() => {});
  }
}

type Library = typeof Opcua;

/** Not a part of the agent as one file: it is larger than everything else together. */
async function loadLibrary(): Promise<Library> {
  try {
    return await import('node-opcua-client');
  } catch {
    throw new CheckError(
      'RA_CHECK_UNSUPPORTED',
      'this agent was built without OPC UA (node-opcua-client is missing)',
    );
  }
}

function userOf(opcua: Library, { user, password }: OpcuaCheck): Opcua.UserIdentityInfo {
  if (user === undefined) return { type: opcua.UserTokenType.Anonymous };
  return { type: opcua.UserTokenType.UserName, userName: user, password: password ?? '' };
}

async function judge(
  opcua: Library,
  session: Opcua.ClientSession,
  check: OpcuaCheck,
  verdict: Verdict,
): Promise<void> {
  const nodes = [STATE_NODE, ...(check.node === undefined ? [] : [check.node])];
  const [state, value] = await session.read(
    nodes.map((nodeId) => ({ nodeId, attributeId: opcua.AttributeIds.Value })),
  );
  const number = Number(state!.value.value ?? 7);
  verdict.value('state', number);
  if (number !== 0)
    verdict.problem('RA_CHECK_STATE', `the server is ${STATES[number] ?? 'in an unknown state'}`);
  if (value === undefined) return;
  if (value.statusCode.equals(opcua.StatusCodes.BadNodeIdUnknown)) {
    return verdict.problem('RA_CHECK_MISSING', `the server has no node ${check.node}`);
  }
  if (value.statusCode.isNotGood()) {
    return verdict.problem('RA_CHECK_STATE', `the value is ${shown(value.statusCode.name)}`);
  }
  const raw: unknown = value.value.value;
  const scaled = typeof raw === 'boolean' || typeof raw === 'number' ? Number(raw) * check.scale : Number.NaN;
  if (Number.isNaN(scaled)) return verdict.problem('RA_CHECK_MISSING', 'the value is no number', 'unknown');
  verdict.value('value', scaled);
  verdict.limit(scaled, check.limits, 'the value');
}

function asCheckError(error: unknown, { url, security }: OpcuaCheck): CheckError {
  if (error instanceof CheckError) return error;
  const text = shown(error instanceof Error ? error.message : String(error), 200);
  if (/BadUserAccessDenied|BadIdentityToken/.test(text)) {
    return new CheckError('RA_CHECK_CREDENTIALS', `${url} refuses the user (${text})`);
  }
  if (/BadSecurity|BadCertificate|Cannot find an Endpoint/i.test(text)) {
    return new CheckError(
      'RA_CHECK_CREDENTIALS',
      `${url} does not accept ${security} or the certificate of this agent (${text})`,
    );
  }
  return new CheckError('RA_CHECK_CONNECTION', `no session with ${url} (${text})`);
}

/**
 * Servers of machines have certificates that nobody has signed. The first one that a check meets is remembered; when
 * another one comes, no password is sent to it.
 */
function requireKnown(seen: Buffer | Buffer[] | null | undefined, check: OpcuaCheck, run: Run): void {
  const certificate = Array.isArray(seen) ? seen[0] : seen;
  if (check.security === 'None' || certificate == null) return;
  const fingerprint = createHash('sha256').update(certificate).digest('hex');
  const wanted = check.fingerprint?.replaceAll(':', '').toLowerCase() ?? run.memory.load();
  if (wanted === undefined) return run.memory.save(fingerprint);
  if (wanted !== fingerprint) {
    throw new CheckError(
      'RA_CHECK_TLS_UNTRUSTED',
      `the server shows another certificate than before (SHA-256 ${fingerprint})`,
    );
  }
}
