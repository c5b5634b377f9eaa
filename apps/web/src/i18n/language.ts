import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type english from './en/index.ts';

export const LOCALES = ['de', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof english };
  }
}

const STORAGE_KEY = 'ra-locale';

/** Only the language in use is loaded; each is one chunk. */
const BUNDLES: Record<Locale, () => Promise<{ default: typeof english }>> = {
  de: () => import('./de/index.ts'),
  en: () => import('./en/index.ts'),
};

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** Chosen before in this browser, else the first of the browser's languages that we speak, else German. */
function preferredLocale(): Locale {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem(STORAGE_KEY);
  } catch {
    // Storage is blocked: the browser's languages decide.
  }
  const candidates = [chosen, ...navigator.languages.map((language) => language.slice(0, 2))];
  return candidates.find(isLocale) ?? 'de';
}

/** Loads the texts; the page is drawn afterwards, so that no key is ever shown. */
export async function startLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: preferredLocale(),
    supportedLngs: LOCALES,
    partialBundledLanguages: true,
    resources: {},
    // React escapes by itself.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await changeLocale(currentLocale());
}

export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : 'de';
}

/** Switches at once and remembers the choice in this browser. */
export async function changeLocale(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, 'translation')) {
    const bundle = await BUNDLES[locale]();
    i18next.addResourceBundle(locale, 'translation', bundle.default);
  }
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // The choice holds for this tab.
  }
}
