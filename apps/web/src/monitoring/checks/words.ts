import { useQuery } from '@tanstack/react-query';
import type english from '../../i18n/checks/en.json';
import { currentLocale, type Locale } from '../../i18n/language.ts';
import type { CheckWords } from './wording.ts';

/** Loaded with the first form: they are as long as all other texts of a page together. */
const BUNDLES: Record<Locale, () => Promise<{ default: typeof english }>> = {
  de: () => import('../../i18n/checks/de.json'),
  en: () => import('../../i18n/checks/en.json'),
};

export function useCheckWords() {
  const locale = currentLocale();
  return useQuery({
    queryKey: ['words', 'checks', locale],
    queryFn: async (): Promise<CheckWords> => (await BUNDLES[locale]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
