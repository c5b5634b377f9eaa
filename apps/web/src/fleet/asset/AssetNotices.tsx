import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCheckName } from '../../monitoring/finding.ts';
import type { Alert } from '../../monitoring/queries.ts';
import { alertPath, SEVERITY_RANK } from '../../monitoring/words.ts';
import { Notice } from '../../ui/Notice.tsx';
import { AbsoluteTime, RelativeTime } from '../../ui/RelativeTime.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import type { Asset } from '../queries.ts';
import classes from './Asset.module.css';

/** Differences of clocks below this are corrected without a word. */
const SKEW_MS = 5_000;
const SHOWN_ALERTS = 3;

/** What has to be known before anything below is read: alerts, silence, a wrong clock, lost samples. */
export function AssetNotices({ asset, alerts }: { asset: Asset; alerts: readonly Alert[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const checkName = useCheckName();
  const worst = [...alerts].sort((a, b) => SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity]);
  const silent = asset.agentId !== null && !asset.connected;
  const skew = Math.abs(asset.skewMs ?? 0);
  const notices = [
    silent && (
      <Notice key="silent" state="unknown" title={t('fleet.silent.title')}>
        {t('fleet.silent.text')} <AbsoluteTime at={asset.lastSeenAt} timeZone={asset.timeZone} />
      </Notice>
    ),
    ...worst.slice(0, SHOWN_ALERTS).map((alert) => (
      <Notice key={alert.id} state={alert.severity} title={<Link to={alertPath(alert)}>{alert.title}</Link>}>
        {checkName(alert.kind, alert.checkName)} ·{' '}
        <RelativeTime at={alert.raisedAt} timeZone={asset.timeZone} />
      </Notice>
    )),
    skew > SKEW_MS && (
      <Notice key="skew" state="info" title={t('fleet.skew.title', { time: format.duration(skew) })}>
        {t('fleet.skew.text')}
      </Notice>
    ),
    (asset.droppedBatches ?? 0) > 0 && (
      <Notice key="dropped" state="warning" title={t('fleet.dropped.title')}>
        {t('fleet.dropped.text', { count: asset.droppedBatches ?? 0 })}
      </Notice>
    ),
  ].filter(Boolean);
  return notices.length > 0 ? <div className={classes.notices}>{notices}</div> : null;
}
