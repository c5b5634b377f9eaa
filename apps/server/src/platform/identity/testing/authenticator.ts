import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A security key in software: makes what a browser hands over (Web Authentication Level 3, 6.1 and 6.5). */
export class TestAuthenticator {
  readonly id = randomBytes(32);
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  #counter = 0;
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  register(options: { challenge: string; rp: { id: string } }, { verified = true } = {}): object {
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    // COSE key: EC2, ES256, P-256, x, y (RFC 9053, 7.1).
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x!, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y!, 'base64url'),
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, cose]);
    const data = Buffer.concat([this.#head(options.rp.id, verified, 0x40), attested]);
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
    const object = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      Buffer.of(data.length >> 8, data.length & 0xff),
      data,
    ]);
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options.challenge),
      attestationObject: object.toString('base64url'),
      transports: ['internal'],
    });
  }

  assert(options: { challenge: string; rpId: string }, { verified = true } = {}): object {
    this.#counter++;
    const data = this.#head(options.rpId, verified, 0);
    const clientDataJSON = this.#clientData('webauthn.get', options.challenge);
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest();
    const signature = sign('sha256', Buffer.concat([data, hash]), this.#keys.privateKey);
    return this.#answer({
      clientDataJSON,
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    });
  }

  /** Hash of the relying party, flags (user present, verified), counter. */
  #head(rpId: string, verified: boolean, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    return Buffer.concat([
      createHash('sha256').update(rpId).digest(),
      Buffer.of(0x01 | (verified ? 0x04 : 0) | flags),
      counter,
    ]);
  }

  #clientData(type: string, challenge: string): string {
    return Buffer.from(
      JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }),
    ).toString('base64url');
  }

  #answer(response: object): object {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}
