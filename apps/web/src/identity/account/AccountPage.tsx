import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TabLinks } from '../../ui/TabLinks.tsx';
import { useListSearch } from '../../ui/table/useListSearch.ts';
import { useSession } from '../session.ts';
import { ApiKeysPanel } from './ApiKeysPanel.tsx';
import { NotificationPreferences } from './NotificationPreferences.tsx';
import { PasskeysPanel } from './PasskeysPanel.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import { ProfilePanel } from './ProfilePanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';
import { TotpPanel } from './TotpPanel.tsx';

/** Everything that belongs to the person: profile, proof of identity, messages, keys. */
export function AccountPage() {
  const { t } = useTranslation();
  const { person, secondFactor } = useSession();
  const { search } = useListSearch();
  const tab = secondFactor.missing ? 'security' : (search.tab ?? 'profile');
  return (
    <>
      <PageHeader title={t('app.account.mine')} subtitle={<span>{person.email}</span>} />
      {secondFactor.missing && (
        <div className={layout.stack}>
          <Notice state="warning" title={t('identity.factor.missing')}>
            {t('identity.factor.missingText')}
          </Notice>
          <span />
        </div>
      )}
      {!secondFactor.missing && (
        <TabLinks
          label={t('app.account.mine')}
          active={tab}
          tabs={[
            { id: 'profile', label: t('identity.account.profile') },
            { id: 'security', label: t('identity.account.security') },
            { id: 'messages', label: t('identity.account.messages') },
            { id: 'keys', label: t('identity.account.keys') },
          ]}
        />
      )}
      <div className={layout.stack}>
        {tab === 'profile' && <ProfilePanel />}
        {tab === 'security' && (
          <>
            {secondFactor.advised && !secondFactor.missing && (
              <Notice state="info" title={t('identity.factor.advised')}>
                {t('identity.factor.advisedText')}
              </Notice>
            )}
            <PasskeysPanel />
            <TotpPanel />
            <PasswordPanel />
            <SessionsPanel />
          </>
        )}
        {tab === 'messages' && <NotificationPreferences />}
        {tab === 'keys' && <ApiKeysPanel />}
      </div>
    </>
  );
}
