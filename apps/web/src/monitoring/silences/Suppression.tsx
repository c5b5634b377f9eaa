import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { clientPath } from '../../fleet/words.ts';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { useMaintenance } from '../maintenance/queries.ts';
import { type Alert, useAlert } from '../queries.ts';
import { alertPath } from '../words.ts';
import { useSilences } from './queries.ts';

/** Why nobody was told of an alert: "silenced until …", "consequence of …". */
export function Suppression({ alert }: { alert: Alert }) {
  if (alert.suppression === null || alert.suppressedBy === null) return null;
  const props = { clientId: alert.clientId, id: alert.suppressedBy };
  switch (alert.suppression) {
    case 'consequence':
      return <Consequence {...props} />;
    case 'silence':
      return <Silenced {...props} />;
    case 'maintenance':
      return <Maintained {...props} />;
  }
}

interface Props {
  clientId: string;
  id: string;
}

function Consequence({ clientId, id }: Props) {
  const { t } = useTranslation();
  const cause = useAlert(clientId, id).data;
  return (
    <>
      {t('quiet.suppressed.consequence')} <Link to={alertPath({ clientId, id })}>{cause?.title ?? '…'}</Link>
    </>
  );
}

function Silenced({ clientId, id }: Props) {
  const { t } = useTranslation();
  const silence = useSilences(clientId).data?.items.find((each) => each.id === id);
  return (
    <>
      <QuietLink clientId={clientId}>{t('quiet.suppressed.silence')}</QuietLink>
      {silence && (
        <>
          {' '}
          {t('quiet.until')} <AbsoluteTime at={silence.endsAt} /> ({silence.reason})
        </>
      )}
    </>
  );
}

function Maintained({ clientId, id }: Props) {
  const { t } = useTranslation();
  const window = useMaintenance(clientId).data?.items.find((each) => each.id === id);
  return (
    <>
      <QuietLink clientId={clientId}>{t('quiet.suppressed.maintenance')}</QuietLink>
      {window && ` ${window.name}`}
      {window?.current && (
        <>
          {', '}
          {t('quiet.until')} <AbsoluteTime at={window.current.to} timeZone={window.window.timeZone} />
        </>
      )}
    </>
  );
}

function QuietLink({ clientId, children }: { clientId: string; children: string }) {
  return (
    <Link to={clientPath(clientId)} search={{ tab: 'quiet' } as never}>
      {children}
    </Link>
  );
}
