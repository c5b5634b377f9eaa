import { useTranslation } from 'react-i18next';
import { useLive } from '../live/LiveProvider.tsx';
import { IconWifiOff } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { useFormat } from '../ui/useFormat.ts';
import classes from './LiveStatus.module.css';

/** One quiet word: whether what is on the screen renews itself. */
export function LiveStatus() {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useLive();
  if (live.status === 'connecting') return null;
  if (live.status === 'live') {
    return (
      <span className={classes.status} title={t('app.live.liveTitle')}>
        <span className={classes.dot} aria-hidden="true" />
        {t('app.live.live')}
      </span>
    );
  }
  return (
    <span className={classes.status} data-down>
      <IconWifiOff size={16} stroke={1.75} aria-hidden="true" />
      {live.long ? t('app.live.asOf', { time: format.time(live.asOf) }) : t('app.live.reconnecting')}
    </span>
  );
}

/** Above the page while the stream is down: nothing below may pass for the present. */
export function StaleBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useLive();
  if (live.status !== 'down' || !live.long) return null;
  return (
    <div className={classes.banner}>
      <Notice state="unknown" role="status" title={t('app.live.downTitle', { time: format.time(live.asOf) })}>
        {t('app.live.downText')}
      </Notice>
    </div>
  );
}
