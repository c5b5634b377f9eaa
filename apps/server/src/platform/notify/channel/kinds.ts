import { z } from 'zod';
import type { MessageText } from '../../i18n/messages.ts';
import { type HttpCall, urlProblem } from '../outgoing-http.ts';
import type { Severity } from '../schema.ts';

/*
 * The messengers that are spoken: how each is set up, and the one HTTP call a message becomes.
 * ntfy: https://docs.ntfy.sh/publish/ ("publish as JSON"). Teams: an adaptive card to the address of a workflow
 * ("post to a channel when a webhook request is received"). Slack: incoming webhook with mrkdwn, which Mattermost and
 * Rocket.Chat take as well. SMS: whatever the gateway wants, from a template.
 */

const url = z.string().trim().min(1).max(2000);
const ntfy = z.object({
  /** Server, such as https://ntfy.sh. */
  url,
  topic: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  token: z.string().min(1).max(500).optional(),
});
const hook = z.object({ url });
/** RFC 9110, 5.6.2; those that Node sets itself, or that would split a request, are left out. */
const headerName = z
  .string()
  .max(100)
  .regex(
    /^(?!(host|content-length|transfer-encoding|connection|expect|upgrade)$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$/i,
  );
const sms = z.object({
  method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
  /** Placeholders {{to}}, {{text}}, {{id}} anywhere behind the host; also in headers and body. */
  url,
  headers: z.record(headerName, z.string().max(2000)).default({}),
  body: z.string().max(10_000).default(''),
});

export const channelConfig = z.discriminatedUnion('kind', [
  ntfy.extend({ kind: z.literal('ntfy') }),
  hook.extend({ kind: z.literal('teams') }),
  hook.extend({ kind: z.literal('slack') }),
  sms.extend({ kind: z.literal('sms') }),
]);
export type ChannelConfig = z.output<typeof channelConfig>;

/** What is to be said. */
export interface ChannelMessage extends MessageText {
  /** The same at every attempt. */
  id: string;
  severity: Severity;
  link: string;
  /** A telephone number, for a gateway. */
  to: string | undefined;
}

const PLACEHOLDER = /\{\{(to|text|id)\}\}/g;

/** What is wrong with the address; a placeholder must not decide where a message goes. */
export function configProblem(config: ChannelConfig, allowPrivate: boolean): string | undefined {
  const filled = (by: string): string => config.url.replace(PLACEHOLDER, by);
  const problem = urlProblem(filled('1'), allowPrivate);
  if (problem !== undefined) return problem;
  if (new URL(filled('1')).origin !== new URL(filled('2')).origin)
    return 'a placeholder must not be part of the host';
  return undefined;
}

/** What a list may show of a configuration. */
export const shownOf = (config: ChannelConfig): string => new URL(config.url.replace(PLACEHOLDER, '1')).host;

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const NTFY_PRIORITY: Readonly<Record<Severity, number>> = { info: 3, warning: 4, critical: 5 };
const NTFY_TAG: Readonly<Record<Severity, string>> = {
  info: 'information_source',
  warning: 'warning',
  critical: 'rotating_light',
};
const CARD_COLOR: Readonly<Record<Severity, string>> = {
  info: 'Default',
  warning: 'Warning',
  critical: 'Attention',
};
/** A message of two parts; longer ones are cut, the link says the rest. */
const SMS_CHARACTERS = 300;

export function composeCall(
  config: ChannelConfig,
  message: ChannelMessage,
  openLabel: string,
): Omit<HttpCall, 'allowPrivate'> {
  const { subject, lines, severity, link } = message;
  const post = (to: string, content: unknown, headers: Record<string, string> = {}) => ({
    method: 'POST' as const,
    url: to,
    headers: { ...JSON_TYPE, ...headers },
    body: JSON.stringify(content),
  });
  switch (config.kind) {
    case 'ntfy':
      return post(
        config.url,
        {
          topic: config.topic,
          title: subject,
          message: lines.join('\n') || subject,
          priority: NTFY_PRIORITY[severity],
          tags: [NTFY_TAG[severity]],
          click: link,
        },
        config.token === undefined ? {} : { authorization: `Bearer ${config.token}` },
      );
    case 'teams':
      return post(config.url, teamsCard(message, openLabel));
    case 'slack':
      return post(config.url, {
        text: [`*${forSlack(subject)}*`, ...lines.map(forSlack), `<${forSlack(link)}|${openLabel}>`].join(
          '\n',
        ),
      });
    case 'sms':
      return smsCall(config, message);
  }
}

function teamsCard({ subject, lines, severity, link }: ChannelMessage, openLabel: string): unknown {
  const block = (text: string, more: object = {}) => ({
    type: 'TextBlock',
    text: plain(text),
    wrap: true,
    ...more,
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(subject, { weight: 'Bolder', size: 'Medium', color: CARD_COLOR[severity] }),
            ...lines.map((line) => block(line)),
          ],
          actions: [{ type: 'Action.OpenUrl', title: openLabel, url: link }],
        },
      },
    ],
  };
}

/** Text blocks read a part of Markdown: a name of a system must neither format nor link. */
const plain = (text: string): string => text.replaceAll(/[\\`*_[\]()#]/g, '\\$&');
/** The three characters that Slack asks to be escaped. */
const forSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function smsCall(
  config: Extract<ChannelConfig, { kind: 'sms' }>,
  { id, subject, lines, to = '' }: ChannelMessage,
): Omit<HttpCall, 'allowPrivate'> {
  const text = [subject, ...lines].join('\n').slice(0, SMS_CHARACTERS);
  const values: Record<string, string> = { to, text, id };
  const fill = (template: string, encode: (value: string) => string): string =>
    template.replace(PLACEHOLDER, (_, name: string) => encode(values[name]!));
  const type =
    Object.entries(config.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const inBody = /json/i.test(type)
    ? (value: string) => JSON.stringify(value).slice(1, -1)
    : /x-www-form-urlencoded/i.test(type)
      ? encodeURIComponent
      : (value: string) => value;
  return {
    method: config.method,
    url: fill(config.url, encodeURIComponent),
    headers: Object.fromEntries(
      Object.entries(config.headers).map(([name, value]) => [name, fill(value, encodeURIComponent)]),
    ),
    ...(config.method === 'GET' ? {} : { body: fill(config.body, inBody) }),
  };
}
