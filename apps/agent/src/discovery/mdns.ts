import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type * as DnsPacket from 'dns-packet';
import { ALL_SERVICES, announcementOf, reverseName } from './mdns-message.ts';
import type { Stage } from './stage.ts';

/** RFC 6762, 3. */
const GROUP = '224.0.0.251';
const PORT = 5353;
/** RFC 6762, 17: no message is longer. */
const PACKET_BYTES = 9_000;
/** What is read of one device, and of all: who sends more has nothing to say that matters. */
const PACKETS_OF_ONE = 40;
const PACKETS_OF_ALL = 8_192;
/** Kinds of services that are asked for one by one; one device that names many takes nobody's place. */
const KINDS = 64;
const KINDS_OF_ONE = 8;
const QUESTIONS = 8;
/** Answers to all come after a random pause of up to 120 ms (RFC 6762, 6); slow devices take longer. */
const ANSWERS_MS = 1_000;

/**
 * Asks who offers what (mDNS, RFC 6762 and 6763). The questions come from a port of our own, so that the answers come
 * to us alone (6.7) and a responder on this host is not disturbed.
 */
export class Mdns {
  readonly #stage: Stage;
  readonly #packets: typeof DnsPacket;
  readonly #sockets: Socket[] = [];
  readonly #kinds = new Set<string>();
  readonly #named = new Map<string, number>();
  readonly #heard = new Map<string, number>();
  #total = 0;

  /** @param from addresses of this host in the networks that are looked at */
  static async open(stage: Stage, from: readonly string[]): Promise<Mdns> {
    const loaded = (await import('dns-packet')) as typeof DnsPacket & { default?: typeof DnsPacket };
    const mdns = new Mdns(stage, loaded.default ?? loaded);
    for (const address of from) await mdns.#listen(address);
    return mdns;
  }

  private constructor(stage: Stage, packets: typeof DnsPacket) {
    this.#stage = stage;
    this.#packets = packets;
  }

  /** Asks everybody for what they offer, then for each kind that was named. */
  async browse(): Promise<void> {
    const { signal } = this.#stage;
    // Twice: multicast over a wireless network gets lost.
    for (let round = 0; round < 2; round++) {
      await this.#askAll([ALL_SERVICES]);
      await pause(ANSWERS_MS, undefined, { signal });
    }
    const kinds = [...this.#kinds].map((kind) => `${kind}.local`);
    for (let at = 0; at < kinds.length; at += QUESTIONS) await this.#askAll(kinds.slice(at, at + QUESTIONS));
    if (kinds.length > 0) await pause(ANSWERS_MS, undefined, { signal });
  }

  /** Asks each of them by itself for its name and its services: not everybody hears what is sent to all. */
  async askEach(addresses: readonly string[]): Promise<void> {
    const { pace, signal } = this.#stage;
    const [socket] = this.#sockets;
    if (socket === undefined || addresses.length === 0) return;
    for (const address of addresses) {
      await pace.take();
      this.#send(socket, [reverseName(address), ALL_SERVICES], address);
    }
    await pause(ANSWERS_MS, undefined, { signal });
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  async #listen(address: string): Promise<void> {
    const socket = createSocket('udp4');
    socket.on('error', () => {});
    socket.on('message', (bytes, { address: sender }) => this.#hear(bytes, sender));
    try {
      socket.bind(0, address);
      await once(socket, 'listening');
      socket.setMulticastInterface(address);
      socket.setMulticastTTL(255);
      this.#sockets.push(socket);
    } catch {
      // The address has just gone, or the interface takes no multicast: the rest of the sweep needs it not.
      socket.close();
    }
  }

  async #askAll(names: readonly string[]): Promise<void> {
    for (const socket of this.#sockets) {
      await this.#stage.pace.take();
      this.#send(socket, names, GROUP);
    }
  }

  #send(socket: Socket, names: readonly string[], to: string): void {
    const questions = names.map((name) => ({ name, type: 'PTR', class: 'IN' }) as const);
    const query = this.#packets.encode({ type: 'query', id: 0, questions });
    socket.send(query, PORT, to, () => {});
  }

  #hear(bytes: Buffer, sender: string): void {
    const { hood } = this.#stage;
    const count = (this.#heard.get(sender) ?? 0) + 1;
    if (!hood.isTarget(sender) || bytes.length > PACKET_BYTES || count > PACKETS_OF_ONE) return;
    if (++this.#total > PACKETS_OF_ALL) return;
    this.#heard.set(sender, count);
    let packet: DnsPacket.DecodedPacket;
    try {
      packet = this.#packets.decode(bytes);
    } catch {
      return;
    }
    const said = announcementOf(packet, sender);
    if (said === undefined) return;
    hood.answered(sender, 'mdns');
    for (const name of said.hostnames) hood.named(sender, name, 'mdns');
    for (const service of said.services) {
      hood.announced(sender, service);
      this.#keepKind(service, sender);
    }
    if (said.model !== undefined) hood.modelled(sender, said.model);
  }

  #keepKind(kind: string, sender: string): void {
    const named = this.#named.get(sender) ?? 0;
    if (this.#kinds.has(kind) || this.#kinds.size >= KINDS || named >= KINDS_OF_ONE) return;
    this.#named.set(sender, named + 1);
    this.#kinds.add(kind);
  }
}
