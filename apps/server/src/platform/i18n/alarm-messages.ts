import type { Locale } from '../context.ts';
import { SEVERITY_WORD } from './words.ts';

interface Text {
  subject: string;
  lines: string[];
  action?: string;
}
type Message<P> = Readonly<Record<Locale, (params: P) => Text>>;
const message = <P>(texts: Message<P>): Message<P> => texts;

interface EscalatedParams {
  client: string;
  site: string;
  asset: string;
  problem: Record<Locale, string>;
  severity: 'info' | 'warning' | 'critical';
  /** Name of the chain, and which step and round this is, from 1. */
  policy: string;
  step: number;
  round: number;
}
interface GroupedParams {
  client: string;
  count: number;
  /** The first of them. */
  problems: Record<Locale, string>[];
}
interface NoiseParams {
  days: number;
  rules: { client: string; asset: string; check: string; alerts: number; short: number }[];
}

/** What alarms tell beyond the alert itself. */
export const ALARM_MESSAGES = {
  'alert.escalated': message<EscalatedParams>({
    de: (p) => ({
      subject: `${SEVERITY_WORD.de[p.severity]}, noch nicht übernommen: ${p.problem.de} (${p.client})`,
      lines: [
        `${p.problem.de}.`,
        `System: ${p.asset}. Kunde: ${p.client}, Standort ${p.site}.`,
        `Sie sind an der Reihe: ${p.policy}, Stufe ${p.step}${p.round > 1 ? `, Durchgang ${p.round}` : ''}. Übernehmen Sie den Alarm, damit niemand weiter benachrichtigt wird.`,
      ],
      action: 'Alarm öffnen und übernehmen',
    }),
    en: (p) => ({
      subject: `${SEVERITY_WORD.en[p.severity]}, not taken yet: ${p.problem.en} (${p.client})`,
      lines: [
        `${p.problem.en}.`,
        `System: ${p.asset}. Client: ${p.client}, site ${p.site}.`,
        `It is your turn: ${p.policy}, step ${p.step}${p.round > 1 ? `, round ${p.round}` : ''}. Acknowledge the alert, so that nobody else is called.`,
      ],
      action: 'Open and acknowledge the alert',
    }),
  }),
  'alert.grouped': message<GroupedParams>({
    de: (p) => ({
      subject: `${p.count} weitere Alarme: ${p.client}`,
      lines: [
        p.problems.map((problem) => `- ${problem.de}`).join('\n'),
        ...(p.count > p.problems.length ? [`und ${p.count - p.problems.length} weitere.`] : []),
      ],
      action: 'Alarme öffnen',
    }),
    en: (p) => ({
      subject: `${p.count} more alerts: ${p.client}`,
      lines: [
        p.problems.map((problem) => `- ${problem.en}`).join('\n'),
        ...(p.count > p.problems.length ? [`and ${p.count - p.problems.length} more.`] : []),
      ],
      action: 'Open the alerts',
    }),
  }),
  'alarms.noise': message<NoiseParams>({
    de: (p) => ({
      subject: `Die lautesten Regeln der letzten ${p.days} Tage`,
      lines: [
        p.rules
          .map(
            (rule) =>
              `${rule.alerts} Alarme, davon ${rule.short} unter 5 Minuten: ${rule.client}, ${rule.asset}: ${rule.check}`,
          )
          .join('\n'),
        'Oft hilft eine höhere Schwelle, eine eigene Schwelle für das Ende oder eine längere Dauer. Vor dem Speichern lässt sich eine Regel an den letzten 30 Tagen ausprobieren.',
      ],
      action: 'Liste öffnen',
    }),
    en: (p) => ({
      subject: `The noisiest rules of the last ${p.days} days`,
      lines: [
        p.rules
          .map(
            (rule) =>
              `${rule.alerts} alerts, ${rule.short} of them under 5 minutes: ${rule.client}, ${rule.asset}: ${rule.check}`,
          )
          .join('\n'),
        'A higher threshold, a separate recovery value or a longer time often helps. Before it is saved a rule can be tried on the last 30 days.',
      ],
      action: 'Open the list',
    }),
  }),
  'channel.test': message<{ by: string; name: string }>({
    de: (p) => ({
      subject: 'Testnachricht von Rettungsanker',
      lines: [`${p.by} prüft den Kanal ${p.name}. Wenn Sie dies lesen, funktioniert er.`],
    }),
    en: (p) => ({
      subject: 'Test message from Rettungsanker',
      lines: [`${p.by} is testing the channel ${p.name}. If you can read this, it works.`],
    }),
  }),
} as const;
