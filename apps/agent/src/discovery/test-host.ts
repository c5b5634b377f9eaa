/*
 * A device in a test's namespace: node test-host.ts '{"tcp":[…],"mdns":{…},"relay":{…}}' prints "ready" and answers until
 * it is ended.
 */
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import packets from 'dns-packet';

export interface HostSettings {
  /** Listens and sends the greeting; with `page`, after something was asked. */
  tcp?: { port: number; greeting?: string; page?: string }[];
  /** Answers multicast and unicast questions about itself. */
  mdns?: { address: string; hostname: string; service: string; instance: string; txt: string[] };
  /** Answers each multicast question with what nobody should send. */
  hostileMdns?: { address: string };
  /** Passes connections to a loopback port on to a socket of the file system, which reaches other namespaces. */
  relay?: { port: number; socket: string };
  /** Answers questions for names backwards. */
  dns?: Record<string, string>;
}

if (process.argv[2] !== undefined) await serve(JSON.parse(process.argv[2]) as HostSettings);

async function serve({ tcp = [], mdns, hostileMdns, relay, dns }: HostSettings): Promise<void> {
  for (const { port, greeting, page } of tcp) {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      if (greeting !== undefined) socket.write(greeting);
      if (page !== undefined) socket.once('data', () => socket.end(page));
    });
    await new Promise<void>((done) => server.listen(port, '0.0.0.0', done));
  }
  if (relay !== undefined) {
    const server = createServer((socket) => {
      const other = connect(relay.socket);
      for (const end of [socket, other]) end.on('error', () => {});
      socket.pipe(other).pipe(socket);
      socket.once('close', () => other.destroy());
      other.once('close', () => socket.destroy());
    });
    await new Promise<void>((done) => server.listen(relay.port, '127.0.0.1', done));
  }
  if (mdns !== undefined) await respond(mdns);
  if (hostileMdns !== undefined) await attack(hostileMdns.address);
  if (dns !== undefined) await nameServer(dns);
  process.stdout.write('ready\n');
}

async function respond(self: NonNullable<HostSettings['mdns']>): Promise<void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const name = `${self.instance}.${self.service}.local`;
  const host = `${self.hostname}.local`;
  const about = [
    { type: 'SRV', name, ttl: 10, data: { target: host, port: 631, priority: 0, weight: 0 } },
    { type: 'TXT', name, ttl: 10, data: self.txt },
    { type: 'A', name: host, ttl: 10, data: self.address },
  ] as const;
  const answers = new Map<string, string>([
    ['_services._dns-sd._udp.local', `${self.service}.local`],
    [`${self.service}.local`, name],
    [`${self.address.split('.').reverse().join('.')}.in-addr.arpa`, host],
  ]);
  socket.on('message', (bytes, from) => {
    const query = packets.decode(bytes);
    if (query.type !== 'query') return;
    for (const question of query.questions ?? []) {
      const data = answers.get(question.name);
      if (data === undefined) continue;
      const answer = { type: 'PTR', name: question.name, ttl: 10, data } as const;
      // What belongs to an instance comes with it; the list of kinds stands alone.
      const additionals = data === name ? [...about] : [];
      const reply = packets.encode({ type: 'response', id: query.id ?? 0, answers: [answer], additionals });
      socket.send(reply, from.port, from.address);
    }
  });
  await new Promise<void>((done) => socket.bind(5353, done));
  socket.addMembership('224.0.0.251', self.address);
}

/** Pointers in a circle, names that forge lines, more names and services than anybody has, packets without end. */
async function attack(address: string): Promise<void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  const header = Buffer.from([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  const circle = Buffer.concat([header, Buffer.from([0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 1, 0, 2, 0xc0, 12])]);
  const reverse = `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const names = ['evil\n[error] forged', '\u202egnp.exe', 'a'.repeat(60), '<script>', 'fine.local'];
  const claims = packets.encode({
    type: 'response',
    answers: [
      ...names.map((data) => ({ type: 'PTR', name: reverse, ttl: 1, data }) as const),
      { type: 'PTR', name: '20.0.77.10.in-addr.arpa', ttl: 1, data: 'stolen.local' },
      ...Array.from(
        { length: 100 },
        (_, at) =>
          ({
            type: 'PTR',
            name: '_services._dns-sd._udp.local',
            ttl: 1,
            data: `_k${at}._tcp.local`,
          }) as const,
      ),
      { type: 'TXT', name: 'x.local', ttl: 1, data: ['=', 'ty', `md=${'\u0007m'.repeat(100)}`] },
    ],
  });
  socket.on('message', (_bytes, { port, address: asker }) => {
    const huge = Buffer.concat([claims, Buffer.alloc(20_000)]);
    for (const packet of [claims, circle, huge, Buffer.alloc(5), Buffer.alloc(12, 0xff)]) {
      for (let again = 0; again < 50; again++) socket.send(packet, port, asker, () => {});
    }
  });
  await new Promise<void>((done) => socket.bind(5353, done));
  socket.addMembership('224.0.0.251', address);
}

async function nameServer(names: Record<string, string>): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, from) => {
    const query = packets.decode(bytes);
    const [question] = query.questions ?? [];
    const data = names[question?.name ?? ''];
    const answers = data === undefined ? [] : [{ type: 'PTR', name: question!.name, ttl: 10, data } as const];
    const reply = packets.encode({
      type: 'response',
      id: query.id ?? 0,
      // NXDOMAIN where there is none.
      flags: packets.RECURSION_DESIRED | packets.RECURSION_AVAILABLE | (data === undefined ? 3 : 0),
      questions: query.questions ?? [],
      answers,
    });
    socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(53, '0.0.0.0', done));
}
