import { Worker } from 'node:worker_threads';
import { headOf } from './head.ts';
import { LIMITS } from './limits.ts';
import { cleanLine } from './names.ts';
import type { ReadMail } from './read-mail.ts';

/** Reads mails of strangers where they can do no harm: in threads with bounded memory and time. */
export interface MailReader {
  /** Always answers: of a mail that brings its reader down only what its header says. */
  read(raw: Buffer): Promise<ReadMail>;
  stop(): Promise<void>;
}

interface Order {
  raw: Buffer;
  done(mail: ReadMail): void;
}

/** @param threads how many mails are read side by side */
export function createMailReader(threads = 2, timeMs: number = LIMITS.timeMs): MailReader {
  const waiting: Order[] = [];
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  let stopped = false;

  const start = (): Worker => {
    const worker = new Worker(new URL('./reader.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: LIMITS.memoryMb },
      env: {},
      stdin: false,
    });
    worker.setMaxListeners(0);
    worker.unref();
    all.add(worker);
    return worker;
  };
  const next = (): void => {
    while (waiting.length > 0 && (idle.length > 0 || all.size < threads))
      void work(idle.pop() ?? start(), waiting.shift()!);
  };
  const work = async (worker: Worker, order: Order): Promise<void> => {
    const mail = await ask(worker, order.raw, timeMs);
    if (mail) idle.push(worker);
    else {
      all.delete(worker);
      await worker.terminate();
    }
    order.done(mail ?? headOnly(order.raw, stopped ? 'unreadable' : 'too-slow'));
    if (!stopped) next();
  };
  return {
    read: (raw) =>
      new Promise((done) => {
        waiting.push({ raw, done });
        next();
      }),
    async stop() {
      stopped = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

/** Undefined when the reader did not manage: out of time, out of memory, or broken. */
function ask(worker: Worker, raw: Buffer, timeMs: number): Promise<ReadMail | undefined> {
  return new Promise((resolve) => {
    const end = (mail?: ReadMail): void => {
      clearTimeout(timer);
      worker.off('message', hear).off('error', fail).off('exit', fail);
      worker.unref();
      resolve(mail);
    };
    const hear = ({ mail }: { mail?: ReadMail }): void => end(mail);
    const fail = (): void => end();
    const timer = setTimeout(fail, timeMs);
    worker.ref();
    worker.on('message', hear).on('error', fail).on('exit', fail);
    worker.postMessage({ id: 0, raw });
  });
}

/** What a mail says of itself without being parsed. */
function headOnly(raw: Buffer, problem: 'too-slow' | 'unreadable'): ReadMail {
  const { fields } = headOf(raw);
  const from = /<?([^\s<>"]+@[^\s<>"]+)>?\s*$/.exec(fields.get('from')?.[0] ?? '')?.[1];
  return {
    from: from ? { address: cleanLine(from, 320).toLowerCase(), name: '' } : null,
    to: [],
    cc: [],
    receivers: [],
    subject: cleanLine(fields.get('subject')?.[0] ?? '', 300),
    messageId: null,
    inReplyTo: '',
    references: '',
    headers: fields,
    text: '',
    attachments: [],
    report: null,
    problems: [problem],
  };
}
