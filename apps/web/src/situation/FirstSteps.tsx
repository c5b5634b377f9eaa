import { useTranslation } from 'react-i18next';
import { useMay } from '../identity/session.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import type { Situation } from './queries.ts';

/** Right after the set-up the own machine is all there is: says what comes next. Goes away by itself. */
export function FirstSteps({ situation }: { situation: Situation }) {
  const { t } = useTranslation();
  const mayAdd = useMay('client.manage');
  const clients = situation.clients.filter((client) => client.clientKind === 'client');
  if (clients.length > 0 || !mayAdd) return null;
  return (
    <Notice
      state="info"
      title={t('situation.first.title')}
      actions={
        <LinkButton to="/clients/new" size="xs">
          {t('situation.first.action')}
        </LinkButton>
      }
    >
      {t('situation.first.text')}
    </Notice>
  );
}
