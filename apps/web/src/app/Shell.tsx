import { useEffect } from 'react';
import { useSession } from '../identity/session.ts';
import { usePreferencesApplied } from '../identity/preferences.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { ClientShell } from './ClientShell.tsx';
import { Palette } from './PaletteLoader.tsx';
import { ProviderShell } from './ProviderShell.tsx';
import { KeyHelp } from './KeyHelpLoader.tsx';

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
