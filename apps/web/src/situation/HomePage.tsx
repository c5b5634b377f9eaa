import { useSession } from '../identity/session.ts';
import { EmployeeHome } from './EmployeeHome.tsx';
import { OverviewPage } from './OverviewPage.tsx';
import { SituationPage } from './SituationPage.tsx';

/** The start page: work for the provider, an overview for who answers for a firm, two buttons for everyone else. */
export function HomePage() {
  const { side, permissions } = useSession();
  if (side === 'provider') return <SituationPage />;
  return permissions.has('asset.read') ? <OverviewPage /> : <EmployeeHome />;
}
