import { useQuery } from '@tanstack/react-query';
import { usePreferencesApplied } from '../identity/preferences.ts';
import { sessionQuery, signedIn, useSession } from '../identity/session.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { ClientShell } from './ClientShell.tsx';
import { KeyHelp } from './KeyHelpLoader.tsx';
import { Palette } from './PaletteLoader.tsx';
import { ProviderShell } from './ProviderShell.tsx';

/** The frame around every page behind sign-in; empty for the moment between a session's end and the sign-in page. */
export function Shell() {
  const { data } = useQuery({ ...sessionQuery, select: signedIn });
  return data ? <Inside /> : null;
}

/** Dense for the provider, calm for the client. */
function Inside() {
  const { side } = useSession();
  usePreferencesApplied();
  return (
    <LiveProvider>
      {side === 'provider' ? <ProviderShell /> : <ClientShell />}
      <Palette />
      <KeyHelp />
    </LiveProvider>
  );
}
