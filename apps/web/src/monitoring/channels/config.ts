import type { Channel, ChannelConfig } from './queries.ts';

export const CHANNEL_KINDS: readonly Channel['kind'][] = ['ntfy', 'teams', 'slack', 'sms'];
export const METHODS = ['POST', 'GET', 'PUT'] as const;

/** Everything that some kind of channel needs, as the form keeps it. */
export interface ConfigValues {
  kind: Channel['kind'];
  url: string;
  topic: string;
  token: string;
  method: (typeof METHODS)[number];
  /** One `Name: value` a line. */
  headers: string;
  body: string;
}

/** What the server stores of it. */
export function configOf({ kind, url, topic, token, method, headers, body }: ConfigValues): ChannelConfig {
  switch (kind) {
    case 'ntfy':
      return { kind, url, topic, ...(token ? { token } : {}) };
    case 'teams':
    case 'slack':
      return { kind, url };
    case 'sms':
      return { kind, url, method, headers: Object.fromEntries(headerLines(headers)), body };
  }
}

const HEADER = /^([^\s:]+):\s*(.*)$/;

function headerLines(text: string): [string, string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const [, name, value = ''] = HEADER.exec(line.trim()) ?? [];
    return name ? [[name, value]] : [];
  });
}

/** Every line is empty or a header. */
export const headersAreRight = (text: string): boolean =>
  text.split('\n').every((line) => !line.trim() || HEADER.test(line.trim()));

/** Numbers in a text, one a line or with commas. */
export const numbersOf = (text: string): string[] =>
  text
    .split(/[,;\n]+/)
    .map((number) => number.replaceAll(/[\s/()-]/g, ''))
    .filter(Boolean);

export const isNumber = (number: string): boolean => /^\+[0-9]{6,15}$/.test(number);
