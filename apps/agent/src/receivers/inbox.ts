import { contains, parseAddress, parseNetwork } from '../checks/address.ts';
import { CheckError } from '../checks/codes.ts';

/** Something that came in. */
export interface Incoming {
  /** Address of the sender. */
  from: string;
  text: string;
}

/** Messages that wait for the next run of one check; of more, only the number is kept. */
const MOST_WAITING = 5000;
/** Messages that one listener takes in a second; a flood costs no more than that. */
const MOST_A_SECOND = 5000;
/** A check that asked for nothing for that long is gone. */
const ABANDONED_MS = 15 * 60_000;

/** Holds what came in for one check between two of its runs. */
export class Inbox {
  readonly #accepts: (address: string) => boolean;
  #waiting: Incoming[] = [];
  #dropped = 0;
  usedAt = performance.now();

  /** @param from addresses and networks; everybody when empty */
  constructor(from: readonly string[]) {
    const networks = from.flatMap((text) => parseNetwork(text) ?? []);
    this.#accepts = (text) => {
      const address = parseAddress(text);
      return (
        from.length === 0 || (address !== undefined && networks.some((network) => contains(network, address)))
      );
    };
  }

  put(message: Incoming): void {
    if (!this.#accepts(message.from)) return;
    if (this.#waiting.length >= MOST_WAITING) this.#dropped++;
    else this.#waiting.push(message);
  }

  take(): { messages: Incoming[]; dropped: number } {
    const taken = { messages: this.#waiting, dropped: this.#dropped };
    this.#waiting = [];
    this.#dropped = 0;
    this.usedAt = performance.now();
    return taken;
  }
}

/** What listens; `close` ends it. */
export interface Listener {
  close(): void;
}

/** Starts to listen and hands over what comes in. @throws CheckError */
export type Listen = (deliver: (message: Incoming) => void) => Promise<Listener>;

interface Post {
  listener: Promise<Listener>;
  inboxes: Set<Inbox>;
  second: number;
  taken: number;
  dropped: number;
}

/**
 * The listeners of this process, by what they listen on: checks that want the same port share one. A listener that
 * no check asks any more is closed; checks come and go with the assignment, and nobody tells us.
 */
const posts = new Map<string, Post>();

/** @returns the inbox that gets what comes in from now on */
export async function subscribe(key: string, from: readonly string[], listen: Listen): Promise<Inbox> {
  closeAbandoned();
  let post = posts.get(key);
  if (post === undefined) {
    const made: Post = {
      listener: listen((message) => deliver(made, message)),
      inboxes: new Set(),
      second: 0,
      taken: 0,
      dropped: 0,
    };
    post = made;
    posts.set(key, made);
    // The next run tries again.
    made.listener.catch(() => posts.delete(key));
  }
  await post.listener;
  const inbox = new Inbox(from);
  post.inboxes.add(inbox);
  return inbox;
}

function deliver(post: Post, message: Incoming): void {
  const second = Math.floor(performance.now() / 1000);
  if (second !== post.second) Object.assign(post, { second, taken: 0 });
  if (++post.taken > MOST_A_SECOND) {
    post.dropped++;
    return;
  }
  for (const inbox of post.inboxes) inbox.put(message);
}

/** Messages that the listener dropped since the last call because too many came at once. */
export function floodOf(key: string): number {
  const post = posts.get(key);
  if (post === undefined) return 0;
  const { dropped } = post;
  post.dropped = 0;
  return dropped;
}

function closeAbandoned(): void {
  const now = performance.now();
  for (const [key, post] of posts) {
    for (const inbox of post.inboxes) if (now - inbox.usedAt > ABANDONED_MS) post.inboxes.delete(inbox);
    if (post.inboxes.size === 0) close(key, post);
  }
}

function close(key: string, post: Post): void {
  posts.delete(key);
  post.listener.then((listener) => listener.close()).catch(() => {});
}

/** Closes all listeners, for the end of the process and of tests. */
export function closeReceivers(): void {
  for (const [key, post] of posts) close(key, post);
}

/** Why a port cannot be listened on, as a statement about this host. */
export function listenError(error: unknown, where: string): CheckError {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    code === 'EADDRINUSE'
      ? 'another program listens there'
      : code === 'EACCES'
        ? 'ports below 1024 need a right'
        : (code ?? String(error));
  return new CheckError('RA_CHECK_LOCAL', `cannot listen on ${where}: ${why}`);
}
