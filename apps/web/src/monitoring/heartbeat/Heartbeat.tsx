import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import type { AssetPlace } from '../../fleet/queries.ts';
import { CopyCommand } from '../../ui/CopyCommand.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { LocalAddressNotice } from '../../ui/LocalAddressNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Fact, Facts } from '../../ui/Panel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { type MadeHeartbeat, makeHeartbeat, useHeartbeat } from './queries.ts';
import { JOBS, type Job, jobLines } from './snippets.ts';

/** The address's only appearance, with what to write where. */
export function HeartbeatAddress({ made, kept }: { made: MadeHeartbeat; kept: () => void }) {
  const { t } = useTranslation();
  const [job, setJob] = useState<Job>('cron');
  return (
    <div className={layout.tight}>
      <Notice state="warning" role="status" title={t('heartbeat.once')}>
        {t('heartbeat.onceText')}
      </Notice>
      <CopyCommand command={made.url} label={t('heartbeat.address')} wrap />
      <Select
        label={t('heartbeat.job')}
        data={JOBS.map((value) => ({ value, label: t(`heartbeat.jobs.${value}`) }))}
        allowDeselect={false}
        value={job}
        onChange={(value) => setJob(JOBS.find((each) => each === value) ?? job)}
      />
      <p>{t(`heartbeat.where.${job}`)}</p>
      <CopyCommand command={jobLines(job, made.url)} label={t(`heartbeat.jobs.${job}`)} wrap />
      <p>
        {t('heartbeat.due')} <AbsoluteTime at={made.dueAt} />
      </p>
      <LocalAddressNotice text={made.url} />
      <div className={layout.row}>
        <Button onClick={kept}>{t('identity.recovery.kept')}</Button>
      </div>
    </div>
  );
}

interface Props {
  place: AssetPlace;
  checkId: string;
  onDone: () => void;
}

/** When a job was heard, when it has to be heard next, and a new address for it. */
export function Heartbeat({ place, checkId, onDone }: Props) {
  const { t } = useTranslation();
  const query = useHeartbeat(place, checkId);
  const make = useMutation({ mutationFn: () => makeHeartbeat(place, checkId) });
  if (make.data) return <HeartbeatAddress made={make.data} kept={onDone} />;
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const known = query.data;
  return (
    <div className={layout.tight}>
      {known && (
        <Facts>
          <Fact label={t('heartbeat.last')}>
            {known.lastSignal ? t(`heartbeat.signal.${known.lastSignal}`) : t('heartbeat.never')}
            {known.lastAt && (
              <>
                {', '}
                <AbsoluteTime at={known.lastAt} />
              </>
            )}
          </Fact>
          <Fact label={t('heartbeat.due')}>
            <AbsoluteTime at={known.dueAt} />
          </Fact>
          <Fact label={t('heartbeat.address')}>{known.hint}…</Fact>
        </Facts>
      )}
      <p>{t(known ? 'heartbeat.renewText' : 'heartbeat.noAddress')}</p>
      {make.isError && <ErrorState error={make.error} />}
      <div className={layout.row}>
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          {t(known ? 'heartbeat.renew' : 'heartbeat.make')}
        </Button>
      </div>
    </div>
  );
}
