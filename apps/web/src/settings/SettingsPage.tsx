import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { MailboxesPanel } from '../helpdesk/mail/MailboxesPanel.tsx';
import { useMay, useSession } from '../identity/session.ts';
import { ChannelsPanel } from '../monitoring/channels/ChannelsPanel.tsx';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { PlaceLink } from '../ui/PlaceLink.tsx';
import tabs from '../ui/TabLinks.module.css';
import { FactorPolicy } from './FactorPolicy.tsx';
import { MailSettings } from './MailSettings.tsx';
import { OutgoingMessages } from './OutgoingMessages.tsx';
import { WebhooksPanel } from './WebhooksPanel.tsx';

const PARTS = ['mail', 'channels', 'webhooks', 'outgoing', 'security'] as const;
type Part = (typeof PARTS)[number];

/** Settings of the installation (the provider's), or of the own firm. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { provider, clients } = useSession();
  const { part } = useParams({ strict: false }) as { part?: string };
  const mayManage = useMay('settings.manage');
  const clientId = provider?.id ?? clients[0]?.id ?? '';
  const offered = PARTS.filter(
    (each) => (provider !== undefined || each !== 'mail') && (each !== 'outgoing' || mayManage),
  );
  const active: Part | undefined = offered.find((each) => each === part) ?? offered[0];
  return (
    <>
      <PageHeader title={t('app.nav.settings')} />
      <nav aria-label={t('app.nav.settings')} className={tabs.tabs}>
        <ul>
          {offered.map((each) => (
            <li key={each}>
              <PlaceLink to={`/settings/${each}`} current={each === active} className={tabs.tab} part>
                {t(`settings.part.${each}`)}
              </PlaceLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className={layout.stack}>
        {active === 'mail' && <MailSettings clientId={clientId} />}
        {active === 'mail' && <MailboxesPanel clientId={clientId} />}
        {active === 'channels' && <ChannelsPanel clientId={clientId} />}
        {active === 'webhooks' && <WebhooksPanel clientId={clientId} />}
        {active === 'outgoing' && <OutgoingMessages />}
        {active === 'security' && <FactorPolicy clientId={clientId} />}
      </div>
    </>
  );
}
