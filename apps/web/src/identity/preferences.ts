import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { api, call } from '../api/client.ts';
import type { Body } from '../api/types.ts';
import { changeLocale, currentLocale } from '../i18n/language.ts';
import { renewSession, useSession } from './session.ts';

export type ProfilePatch = Body<'/api/v1/account', 'patch'>;

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
export async function changeProfile(patch: ProfilePatch): Promise<void> {
  if (patch.locale) await changeLocale(patch.locale);
  await call(api.PATCH('/api/v1/account', { body: patch }));
  await renewSession();
}
