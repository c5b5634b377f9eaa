import { sign } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import {
  AGENT_ENROL_PATH,
  decodeEnrolmentCode,
  type EnrolmentCode,
  type EnrolRequest,
  type EnrolResponse,
  enrolmentMessage,
  enrolResponseSchema,
  PROTOCOL_VERSION,
} from '@rettungsanker/protocol';
import { ensurePrivateFolder } from './data/files.ts';
import { dataPaths } from './data/folder.ts';
import {
  generateAgentKey,
  type Identity,
  loadIdentity,
  parseJson,
  rawPublicKey,
  saveEnrolment,
} from './data/identity.ts';
import { AgentError, reasonOf } from './errors.ts';
import { hostIdentity } from './host.ts';
import { parseServerUrl } from './link/address.ts';
import { ed25519PublicKey } from './link/link.ts';
import { acquireLock } from './lock.ts';

export interface EnrolOptions {
  dataFolder: string;
  /** `ra1_...` as the console shows it. */
  code: string;
  /** Replace an existing enrolment; what was not delivered under the old one is discarded. */
  force?: boolean;
}

const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Makes this host an agent of the server that the code names.
 * @throws AgentError RA_ENROLMENT_CODE, RA_ALREADY_ENROLLED, RA_AGENT_RUNNING, RA_SERVER_NOT_TLS, RA_TLS_PIN, RA_TLS,
 * RA_CONNECT, RA_ENROLMENT_ANSWER, and whatever code the server answers with
 */
export async function enrol(options: EnrolOptions): Promise<Identity> {
  const code = decodeEnrolmentCode(options.code);
  if (!code) {
    throw new AgentError(
      'RA_ENROLMENT_CODE',
      'This is not an enrolment code.',
      'Copy it whole from the console; it begins with ra1_ and is valid once.',
    );
  }
  parseServerUrl(code.url);
  ed25519PublicKey(code.serverKey);
  const paths = dataPaths(options.dataFolder);
  ensurePrivateFolder(paths.root);
  // Also against a second enrolment at the same time, which would use up a code for nothing.
  const lock = await acquireLock(paths, () => ({ pid: process.pid }));
  try {
    const existing = options.force ? undefined : loadIdentity(paths);
    if (existing) {
      throw new AgentError(
        'RA_ALREADY_ENROLLED',
        `${paths.root} is enrolled with ${existing.serverUrl} (${existing.clientName}, ${existing.siteName}).`,
        'Use --force to replace this enrolment, or --data for another folder.',
      );
    }
    const key = generateAgentKey();
    const publicKey = rawPublicKey(key);
    const answer = await postEnrolment(code, {
      protocol: PROTOCOL_VERSION,
      token: code.token,
      publicKey,
      proof: sign(null, enrolmentMessage(code.token, publicKey), key).toString('base64url'),
      host: await hostIdentity(),
    });
    // Numbers and batches of the old identity mean nothing under the new one.
    rmSync(paths.buffer, { recursive: true, force: true });
    rmSync(paths.config, { force: true });
    const identity: Identity = {
      version: 1,
      ...answer,
      serverUrl: code.url,
      serverKey: code.serverKey,
      ...(code.tlsPin === undefined ? {} : { tlsPin: code.tlsPin }),
      enrolledAt: new Date().toISOString(),
    };
    saveEnrolment(paths, identity, key);
    return identity;
  } finally {
    await lock.release();
  }
}

async function postEnrolment(code: EnrolmentCode, request: EnrolRequest): Promise<EnrolResponse> {
  const { status, text } = await post(code, JSON.stringify(request));
  const body = parseJson(text);
  if (status === 200 || status === 201) {
    const parsed = enrolResponseSchema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new AgentError(
      'RA_ENROLMENT_ANSWER',
      'The answer of the server is not that of a Rettungsanker server.',
    );
  }
  const { code: errorCode, message } = errorOf(body);
  throw new AgentError(
    errorCode ?? 'RA_ENROLMENT_ANSWER',
    `The server refused the enrolment (${status})${message ? `: ${message}` : '.'}`,
    errorCode === 'RA_ENROLMENT_CODE'
      ? 'Codes are valid once and for a limited time: make a new one.'
      : undefined,
  );
}

/** Errors of the server are `{code, message}`, possibly inside `error`. */
function errorOf(body: unknown): { code: `RA_${string}` | undefined; message: string | undefined } {
  const outer = isObject(body) ? body : {};
  const error = isObject(outer.error) ? outer.error : outer;
  const code =
    typeof error.code === 'string' && /^RA_[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : undefined;
  return {
    code: code as `RA_${string}` | undefined,
    message: typeof error.message === 'string' ? error.message.replace(/\s+/g, ' ').slice(0, 500) : undefined,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** One POST without redirects: the token goes to the server that the code names and to nobody else. */
async function post(code: EnrolmentCode, body: string): Promise<{ status: number; text: string }> {
  const { secure, host, port, basePath, authority } = parseServerUrl(code.url);
  const [{ request }, tls] = await Promise.all([
    import('node:http'),
    secure ? import('./link/secure.ts') : undefined,
  ]);
  const socket = await tls?.openTls(host, port, code.tlsPin, TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      socket?.destroy();
      reject(
        error instanceof AgentError
          ? error
          : new AgentError('RA_CONNECT', `The server ${host}:${port} cannot be reached: ${reasonOf(error)}`),
      );
    };
    const sent = request(
      {
        host,
        port,
        path: `${basePath}${AGENT_ENROL_PATH}`,
        method: 'POST',
        headers: {
          host: authority,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(socket ? { createConnection: () => socket } : {}),
      },
      (response) => void readAnswer(response).then(resolve, fail),
    );
    sent.on('error', fail);
    sent.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<{ status: number; text: string }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES)
      throw new AgentError('RA_ENROLMENT_ANSWER', 'The answer of the server is too large.');
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}
