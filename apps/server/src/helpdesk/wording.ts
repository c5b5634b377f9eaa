import { type AlertFacts, checkTitle, describeRule } from '../monitoring/index.ts';
import type { Locale } from '../platform/context.ts';
import { formatTime } from '../platform/i18n/words.ts';

/**
 * What a ticket from an alert starts with: everything but what its title says already. One fact a line.
 * @param link to the alert; empty when the address of the console is not known
 */
export function firstMessage(locale: Locale, alert: AlertFacts, link: string): string {
  const since = formatTime(locale, alert.observedAt.toISOString(), alert.timeZone);
  const check = checkTitle(locale, alert.kind, alert.checkName, alert.config);
  const rule = describeRule(locale, alert);
  const lines =
    locale === 'de'
      ? [
          `System: ${alert.asset}`,
          `Kunde: ${alert.client}, Standort ${alert.site}`,
          `Seit: ${since}`,
          `Prüfung: ${check}: ${rule}`,
          ...(link ? [`Alarm: ${link}`] : []),
        ]
      : [
          `System: ${alert.asset}`,
          `Client: ${alert.client}, site ${alert.site}`,
          `Since: ${since}`,
          `Check: ${check}: ${rule}`,
          ...(link ? [`Alert: ${link}`] : []),
        ];
  return lines.join('\n');
}
