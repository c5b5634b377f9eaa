import { useEffect } from 'react';
import { usePreferencesApplied } from '../identity/preferences.ts';
import { useSession } from '../identity/session.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { ClientShell } from './ClientShell.tsx';
import { KeyHelp } from './KeyHelpLoader.tsx';
import { Palette } from './PaletteLoader.tsx';
import { ProviderShell } from './ProviderShell.tsx';

/** The frame around every page behind sign-in: dense for the provider, calm for the client. */
export function Shell() {
  const { side } = useSession();
  usePreferencesApplied();
  useEffect(() => {
    document.documentElement.dataset.side = side;
  }, [side]);
  return (
    <LiveProvider>
      {side === 'provider' ? <ProviderShell /> : <ClientShell />}
      <Palette />
      <KeyHelp />
    </LiveProvider>
  );
}
