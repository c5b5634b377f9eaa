import type { Answer, Body } from '../api/types.ts';

export type ServiceLevel = Answer<'/api/v1/clients/{clientId}/service-level'>;
export type ServiceLevelInput = Body<'/api/v1/clients/{clientId}/service-level', 'put'>;

export const DAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const satisfies readonly (keyof ServiceLevel['weekly'])[];

/** Minutes after midnight. */
interface Span {
  from: number;
  to: number;
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** "08:00–12:00, 13:00–17:00" */
export const writeSpans = (spans: readonly Span[]): string =>
  spans.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(', ');

/**
 * Reads what people type: "8-12, 13:00–17:30". Empty is closed.
 * @returns undefined when it is not understood, or a span does not end after it begins, or spans overlap
 */
export function readSpans(text: string): Span[] | undefined {
  const spans: Span[] = [];
  for (const part of text.split(/[,;]/).map((each) => each.trim())) {
    if (part === '') continue;
    const found = /^(\d{1,2})(?::(\d{2}))?\s*[-–]\s*(\d{1,2})(?::(\d{2}))?$/.exec(part);
    if (!found) return undefined;
    const [hour = 0, minute = 0, endHour = 0, endMinute = 0] = found
      .slice(1)
      .map((digits) => Number(digits ?? 0));
    const span = { from: hour * 60 + minute, to: endHour * 60 + endMinute };
    const last = spans.at(-1);
    if (minute > 59 || endMinute > 59 || span.to > 1440 || span.from >= span.to) return undefined;
    if (last && span.from < last.to) return undefined;
    spans.push(span);
  }
  return spans;
}
