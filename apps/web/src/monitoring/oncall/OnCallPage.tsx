import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../identity/session.ts';
import layout from '../../ui/Layout.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ChainsPanel } from './ChainsPanel.tsx';
import { SchedulesPanel } from './SchedulesPanel.tsx';

/** Who is called now, who next, and whom when nobody answers; the provider's, or the own firm's. */
export function OnCallPage() {
  const { t } = useTranslation();
  const { provider, clients } = useSession();
  const clientId = provider?.id ?? clients[0]?.id ?? '';
  const maySettings = useMay('settings.read', clientId);
  return (
    <div className={layout.stack}>
      <PageHeader title={t('oncall.title')} />
      <SchedulesPanel clientId={clientId} />
      {maySettings && <ChainsPanel clientId={clientId} />}
    </div>
  );
}
