import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { sayDone } from '../../ui/useUndo.tsx';
import { HostLines } from './AllowSwitch.tsx';
import classes from './Discovery.module.css';
import { cancelSweep, isOpen, type SitePlace, type Sweep } from './queries.ts';
import { SWEEP_STATE } from './words.ts';

interface Props {
  place: SitePlace;
  sweeps: Sweep[];
  may: boolean;
}

/** What is under way, what the last one said, and those before. */
export function Sweeps({ place, sweeps, may }: Props) {
  const { t } = useTranslation();
  const [last] = sweeps;
  if (!last) return null;
  const over = sweeps.filter((sweep) => !isOpen(sweep));
  return (
    <>
      {sweeps.filter(isOpen).map((sweep) => (
        <Running key={sweep.id} place={place} sweep={sweep} may={may} />
      ))}
      {!isOpen(last) && <Outcome sweep={last} />}
      {over.length > 0 && (
        <details>
          <summary>{t('discovery.sweep.last')}</summary>
          <ul className={`${layout.tight} ${classes.inside} ${classes.plain}`}>
            {over.map((sweep) => (
              <li key={sweep.id}>
                <Line sweep={sweep} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Running({ place, sweep, may }: { place: SitePlace; sweep: Sweep; may: boolean }) {
  const { t } = useTranslation();
  const cancel = useMutation({
    mutationFn: () => cancelSweep(place, sweep.id),
    onSuccess: () => sayDone(t('discovery.sweep.cancelled')),
  });
  return (
    <div className={layout.tight} role="status">
      <div className={layout.row}>
        <Line sweep={sweep} />
        {may && (
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('discovery.sweep.cancel')}
          </Button>
        )}
      </div>
      <Progress value={sweep.percent} aria-label={t('discovery.sweep.progress')} transitionDuration={300} />
      {cancel.isError && <ErrorState error={cancel.error} />}
    </div>
  );
}

function Line({ sweep }: { sweep: Sweep }) {
  const { t } = useTranslation();
  const networks = sweep.lookedAt.length > 0 ? sweep.lookedAt : sweep.networks;
  const parts = [
    sweep.state === 'running' && `${sweep.percent} %`,
    (sweep.found > 0 || sweep.state === 'done') && t('discovery.sweep.found', { count: sweep.found }),
    sweep.fresh > 0 && t('discovery.sweep.fresh', { count: sweep.fresh }),
    t('discovery.sweep.from', { name: sweep.probeName }),
    networks.length > 0 && t('discovery.sweep.in', { networks: networks.join(', ') }),
    sweep.orderedBy ? t('discovery.sweep.by', { name: sweep.orderedByName }) : t('discovery.sweep.byRule'),
  ].filter(Boolean);
  return (
    <span className={layout.row}>
      <StateBadge state={SWEEP_STATE[sweep.state]} label={t(`discovery.sweep.state.${sweep.state}`)} />
      <span>{parts.join(', ')}</span>
      <RelativeTime at={sweep.endedAt ?? sweep.createdAt} />
    </span>
  );
}

/** Says why the last one found nothing, or not everything, and what to do. */
function Outcome({ sweep }: { sweep: Sweep }) {
  const { t } = useTranslation();
  if (!sweep.code) return null;
  const key = `discovery.code.${sweep.code}`;
  const text = i18next.exists(key)
    ? String(i18next.t(key as never, { name: sweep.probeName }))
    : sweep.message;
  const notAllowed = sweep.code === 'RA_DISCOVERY_NOT_ALLOWED';
  return (
    <Notice
      state={SWEEP_STATE[sweep.state] === 'ok' ? 'warning' : SWEEP_STATE[sweep.state]}
      title={notAllowed ? t('discovery.host.refused') : text || sweep.code}
    >
      {notAllowed && (
        <>
          {text} <HostLines />
        </>
      )}
    </Notice>
  );
}
