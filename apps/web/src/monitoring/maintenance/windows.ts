import type { TFunction } from 'i18next';
import type { Format } from '../../i18n/format.ts';
import type { TimeWindow } from './queries.ts';

export type Recurrence = TimeWindow['recurrence'];
export type Weekday = Extract<Recurrence, { kind: 'weekly' }>['weekdays'][number];

export const WEEKDAYS: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];
export const RECURRENCES = ['once', 'daily', 'weekly', 'monthly', 'month-day'] as const;
/** Which weekday of a month; -1 is the last. */
export const NTH = [1, 2, 3, 4, 5, -1, -2] as const;

/** "Every Tuesday and Thursday, 22:00–04:00 (Europe/Berlin)". */
export function windowText(t: TFunction, format: Format, window: TimeWindow): string {
  const days = recurrenceText(t, format, window.recurrence);
  return `${days}, ${window.from}–${window.until} (${window.timeZone})`;
}

function recurrenceText(t: TFunction, format: Format, recurrence: Recurrence): string {
  switch (recurrence.kind) {
    case 'once':
      return format.date(new Date(`${recurrence.date}T12:00:00Z`), 'UTC');
    case 'daily':
      return t('quiet.window.everyDay');
    case 'weekly':
      return WEEKDAYS.filter((day) => recurrence.weekdays.includes(day))
        .map((day) => t(`quiet.weekday.${day}`))
        .join(', ');
    case 'monthly':
      return t('quiet.window.everyNth', {
        nth: t(`quiet.nth.${recurrence.nth}`),
        day: t(`quiet.weekday.${recurrence.weekday}`),
      });
    case 'month-day':
      return recurrence.day === -1
        ? t('quiet.window.lastOfMonth')
        : t('quiet.window.dayOfMonth', { day: recurrence.day });
  }
}
