/** What came back of the echo requests to one address. */
export interface Echoes {
  /** `icmp`: real echo. `tcp`: whether a connection is answered, for hosts on which nobody may send echoes. */
  method: 'icmp' | 'tcp';
  sent: number;
  /** Round trips of the answered ones, ms. */
  times: readonly number[];
}

/** Between two requests to the same address, ms. */
export const GAP_MS = 200;

/** Everything that decides how echoes are sent; targets with equal wishes share a batch. */
export interface EchoWish {
  count: number;
  timeoutMs: number;
}

/** Sends echoes to one address. @returns undefined where this way does not exist on this host */
export type Echo = (address: string, wish: EchoWish) => Promise<Echoes | undefined>;
