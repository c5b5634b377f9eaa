import { useTranslation } from 'react-i18next';
import { type Format, formatFor } from '../i18n/format.ts';
import { currentLocale } from '../i18n/language.ts';

/** Numbers and times in the language of the reader; changes with it. */
export function useFormat(): Format {
  useTranslation();
  return formatFor(currentLocale());
}
