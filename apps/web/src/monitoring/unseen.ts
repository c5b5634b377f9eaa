import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format.ts';
import type { Check } from './queries.ts';

type Looked = Pick<Check, 'assetId' | 'places'>;

/** Since when nobody looks at a check, and because of whom; undefined while somebody does. */
export function unseenText(
  t: TFunction,
  format: Format,
  { assetId, places }: Looked,
  { code, lastAt }: { code: string | null; lastAt: string | null },
): string | undefined {
  if (lastAt === null || (code !== 'RA_CHECK_UNSEEN' && code !== 'RA_CHECK_OVERDUE')) return undefined;
  const time = format.dateTime(new Date(lastAt));
  const name = places
    .map((place) => {
      if (place.assetId === null) return t('monitoring.unseen.theServer');
      return place.assetId === assetId ? t('monitoring.unseen.thisSystem') : (place.name ?? '');
    })
    .join(', ');
  if (code === 'RA_CHECK_OVERDUE') return t('monitoring.unseen.overdue', { time, name });
  if (places.length > 1) return t('monitoring.unseen.two', { time, name });
  const [place] = places;
  // Without a place it is judged from what the agent of the system itself sends.
  if (place === undefined || place.assetId === assetId) return t('monitoring.unseen.own', { time });
  return place.assetId === null
    ? t('monitoring.unseen.server', { time })
    : t('monitoring.unseen.probe', { time, name });
}
