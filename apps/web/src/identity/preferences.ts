import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { api, call } from '../api/client.ts';
import { queryClient } from '../api/query.ts';
import { keys } from '../api/keys.ts';
import { changeLocale, currentLocale, type Locale } from '../i18n/language.ts';
import { renewSession, useSession } from './session.ts';

export type Theme = 'auto' | 'light' | 'dark';
export interface Preferences {
  locale?: Locale;
  theme?: Theme;
}

/** Language and scheme follow the person to another browser. */
export function usePreferencesApplied(): void {
  const { person } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // Only what the server says is applied; a choice made here is on its way to the server.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (person.locale !== currentLocale()) void changeLocale(person.locale);
    if (person.theme !== colorScheme) setColorScheme(person.theme);
  }, [person.locale, person.theme]);
}

/** Applies the language at once and keeps everything on the server. @throws ApiError */
export async function savePreferences(preferences: Preferences): Promise<void> {
  if (preferences.locale) await changeLocale(preferences.locale);
  await call(api.PATCH('/api/v1/account/preferences', { body: preferences }));
  await Promise.all([renewSession(), queryClient.invalidateQueries({ queryKey: keys.account('preferences') })]);
}
