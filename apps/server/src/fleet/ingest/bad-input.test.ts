import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { AGENT_SOCKET_PATH, LIMITS } from '@rettungsanker/protocol';
import WebSocket from 'ws';
import {
  enrolTestAgent,
  HOST,
  makeCode,
  sendEnrolment,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
} from '../../testing/index.ts';

describe('enrolment', () => {
  let program: TestProgram;
  let a: { clientId: string; siteId: string };
  before(async () => {
    program = await testProgram();
    a = await testClient(program, 'A GmbH', 'AAA');
  });
  after(() => program.close());
  const code = (answer: { body: Record<string, unknown> }) =>
    (answer.body.error as { code: string } | undefined)?.code;

  it('a code works once', async () => {
    const made = await makeCode(program, a.clientId, a.siteId);
    assert.equal((await sendEnrolment(program, made)).status, 201);
    const again = await sendEnrolment(program, made);
    assert.deepEqual([again.status, code(again)], [403, 'RA_ENROLMENT_CODE']);
  });

  it('of two hosts with one code at the same moment, one gets in', async () => {
    const made = await makeCode(program, a.clientId, a.siteId);
    const answers = await Promise.all([
      sendEnrolment(program, made),
      sendEnrolment(program, made),
      sendEnrolment(program, made),
    ]);
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 403, 403]);
  });

  it('an expired code is refused', async () => {
    const made = await makeCode(program, a.clientId, a.siteId, -1);
    assert.equal(code(await sendEnrolment(program, made)), 'RA_ENROLMENT_CODE');
  });

  it('a guessed code is refused', async () => {
    const made = await makeCode(program, a.clientId, a.siteId);
    assert.equal(
      code(await sendEnrolment(program, made, { token: randomBytes(32).toString('base64url') })),
      'RA_ENROLMENT_CODE',
    );
  });

  it('ASVS 4.1.5: without the private key a stolen public key enrols nothing', async () => {
    const made = await makeCode(program, a.clientId, a.siteId);
    assert.equal(
      code(await sendEnrolment(program, made, { publicKey: randomBytes(32).toString('base64url') })),
      'RA_ENROLMENT_PROOF',
    );
    assert.equal(
      (await sendEnrolment(program, made)).status,
      201,
      'a refused attempt does not use the code up',
    );
  });

  it('ASVS 2.2.2: what does not fit the schema is refused and names the field', async () => {
    const made = await makeCode(program, a.clientId, a.siteId);
    const answer = await sendEnrolment(program, made, { host: { ...HOST, platform: 'amiga' } });
    assert.deepEqual([answer.status, code(answer)], [400, 'RA_BAD_REQUEST']);
  });

  it('another version of the protocol is refused', async () => {
    const made = await makeCode(program, a.clientId, a.siteId);
    assert.equal(code(await sendEnrolment(program, made, { protocol: 99 })), 'RA_PROTOCOL_VERSION');
  });

  it('ASVS 5.2.1: a body of 100 MB is cut off', async () => {
    const answer = await fetch(`${program.url}/agent/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(100 * 1024 * 1024),
    }).catch((error: unknown) => error as Error);
    // The connection may be cut before the answer is read; an accepted body would be the failure.
    if (answer instanceof Response) assert.equal(answer.status, 413);
  });
});

describe("the agents' socket", () => {
  let program: TestProgram;
  let identity: TestIdentity;
  before(async () => {
    program = await testProgram();
    const { clientId, siteId } = await testClient(program, 'B GmbH', 'BBB');
    identity = await enrolTestAgent(program, clientId, siteId);
  });
  after(() => program.close());

  const refusal = async (agent: TestAgent) => (await agent.next('error')).code;

  it('ASVS 4.4.2: a browser is refused whatever page it comes from', async () => {
    const socket = new WebSocket(program.url.replace('http', 'ws') + AGENT_SOCKET_PATH, {
      headers: { origin: program.url },
    });
    const [error] = (await once(socket, 'error')) as [Error];
    assert.match(error.message, /404/);
  });

  it('a wrong signature is refused', async () => {
    const agent = new TestAgent(program.url, identity);
    agent.connect({ signature: randomBytes(64).toString('base64url') }).catch(() => {});
    assert.equal(await refusal(agent), 'RA_AGENT_PROOF');
  });

  it('an unknown agent is refused', async () => {
    const agent = new TestAgent(program.url, {
      ...identity,
      agentId: '00000000-0000-7000-8000-000000000000',
    });
    agent.connect().catch(() => {});
    assert.equal(await refusal(agent), 'RA_AGENT_UNKNOWN');
  });

  it('another version is told to come back after an update', async () => {
    const agent = new TestAgent(program.url, identity);
    agent.connect({ protocol: 2 }).catch(() => {});
    const error = await agent.next('error');
    assert.deepEqual([error.code, error.retry], ['RA_PROTOCOL_VERSION', true]);
  });

  it('data before the proof is refused', async () => {
    const agent = new TestAgent(program.url, identity);
    await once(agent.socket, 'open');
    agent.send({ type: 'batch', seq: 1, sentAt: Date.now() });
    assert.equal(await refusal(agent), 'RA_FRAME_INVALID');
  });

  for (const [name, text] of [
    ['no JSON', '{'],
    ['an array', '[]'],
    ['an unknown type', '{"type":"rm -rf"}'],
    ['a prototype', '{"__proto__":{"type":"hello"}}'],
  ] as const) {
    it(`ASVS 4.4.1: ${name} is refused`, async () => {
      const agent = new TestAgent(program.url, identity);
      await once(agent.socket, 'open');
      agent.socket.send(text);
      assert.equal(await refusal(agent), 'RA_FRAME_INVALID');
    });
  }

  it('a frame over the limit ends the connection, not the server', async () => {
    const agent = new TestAgent(program.url, identity);
    await agent.connect();
    agent.socket.send('x'.repeat(LIMITS.frameBytes + 1));
    const [status] = (await once(agent.socket, 'close')) as [number];
    assert.equal(status, 1009);
  });

  const stored = async (): Promise<[name: string, samples: number][]> => {
    const series = await program.tenancy.asSystem(identity.clientId, (ctx) =>
      program.series.raw(ctx, identity.clientId, { from: 0, to: 8e15 }),
    );
    return series.map(({ key, times }) => [key.name, times.length]);
  };

  it('a gap in the numbers is refused and nothing of it is stored', async () => {
    const agent = new TestAgent(program.url, identity);
    await agent.connect();
    agent.send({
      type: 'batch',
      seq: 5,
      sentAt: Date.now(),
      measurements: [{ at: Date.now(), samples: [['load.1', '', 1]] }],
    });
    assert.equal(await refusal(agent), 'RA_FRAME_ORDER');
    assert.deepEqual(await stored(), []);
  });

  it('samples from the future are left out, the rest is kept', async () => {
    const agent = new TestAgent(program.url, identity);
    await agent.connect();
    await agent.batch(1, {
      measurements: [
        { at: Date.now() + 3_600_000, samples: [['load.1', '', 1]] },
        { at: Date.now(), samples: [['load.5', '', 2]] },
      ],
    });
    assert.deepEqual(await stored(), [['load.5', 1]]);
    await agent.close();
  });

  it('a cloned disk: the second host is refused, an alert says so, the first goes on', async () => {
    const first = new TestAgent(program.url, identity);
    await first.connect();
    const second = new TestAgent(program.url, identity);
    second.connect().catch(() => {});
    assert.equal(await refusal(second), 'RA_AGENT_CLONED');
    await until(async () =>
      program.tenancy.asSystem(identity.clientId, ({ tx }) =>
        tx
          .selectFrom('alert')
          .select('id')
          .where('kind', '=', 'identity')
          .where('state', '=', 'raised')
          .executeTakeFirst(),
      ),
    );
    await first.batch(2);
    await first.close();
  });

  it('a restarted agent takes over from its dead connection at once', async () => {
    const first = new TestAgent(program.url, identity, 'same-process');
    await first.connect();
    const second = new TestAgent(program.url, identity, 'same-process');
    await second.connect();
    assert.equal(await refusal(first), 'RA_AGENT_REPLACED');
    await second.close();
  });

  it('a revoked agent is refused', async () => {
    await program.tenancy.asSystem(identity.clientId, ({ tx }) =>
      tx
        .updateTable('agent')
        .set({ revokedAt: new Date() })
        .where('clientId', '=', identity.clientId)
        .execute(),
    );
    const agent = new TestAgent(program.url, identity);
    agent.connect().catch(() => {});
    assert.equal(await refusal(agent), 'RA_AGENT_UNKNOWN');
  });
});

describe('a full disk on the server', () => {
  it('new data is refused with a clear state, and taken again by itself once there is space', async () => {
    const program = await testProgram();
    const { clientId, siteId } = await testClient(program, 'C GmbH', 'CCC');
    const identity = await enrolTestAgent(program, clientId, siteId);
    const agent = new TestAgent(program.url, identity);
    await agent.connect();
    await agent.batch(1);
    program.storage.reportFull();
    agent.send({ type: 'batch', seq: 2, sentAt: Date.now() });
    const error = await agent.next('error');
    assert.deepEqual([error.code, error.retry], ['RA_STORAGE_FULL', true]);
    // The guard looks again within seconds, finds space and opens.
    await until(() => !program.storage.full, 8000);
    const again = new TestAgent(program.url, identity);
    assert.equal((await again.connect()).lastSeq, 1);
    await again.batch(2);
    await again.close();
    await program.close();
  });
});
