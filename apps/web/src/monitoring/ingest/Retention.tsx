import { Button, NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../identity/session.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Fact, Facts, Panel } from '../../ui/Panel.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { sayDone } from '../../ui/useUndo.tsx';
import { RemoveAll } from '../delivered/RemoveAll.tsx';
import { type Retention as Kept, saveRetention, useRetention } from './queries.ts';

const DAY_MS = 86_400_000;
/** Younger samples may still come. */
const LEAST_DAYS = 8;
const MOST_DAYS = 3650;

/** How long the values of a client are kept. */
export function Retention({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay('client.manage', clientId);
  const query = useRetention(clientId);
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  if (!query.data) return null;
  const { usual, ...kept } = query.data;
  const shown = (days: number | undefined) => (days === undefined ? '–' : format.duration(days * DAY_MS));
  return (
    <Panel
      title={t('ingest.retention.title')}
      actions={<ApiCallShown path={`/api/v1/clients/${clientId}/series-retention`} />}
    >
      {!usual && <p>{t('ingest.retention.outside')}</p>}
      <div className={layout.stack}>
        {usual && may && <RetentionForm clientId={clientId} kept={kept} usual={usual} />}
        {usual && !may && (
          <Facts>
            <Fact label={t('ingest.retention.samples')}>{shown(kept.sampleDays ?? usual.sampleDays)}</Fact>
            <Fact label={t('ingest.retention.rollups')}>{shown(kept.rollupDays ?? usual.rollupDays)}</Fact>
          </Facts>
        )}
        {may && <RemoveAll clientId={clientId} />}
      </div>
    </Panel>
  );
}

/** An empty field of numbers is an empty text. */
interface Values extends Record<string, unknown> {
  sampleDays: number | '';
  rollupDays: number | '';
}

interface FormProps {
  clientId: string;
  kept: Kept;
  usual: { sampleDays: number; rollupDays: number };
}

function RetentionForm({ clientId, kept, usual }: FormProps) {
  const { t } = useTranslation();
  const form = useForm<Values>({
    initialValues: { sampleDays: kept.sampleDays ?? '', rollupDays: kept.rollupDays ?? '' },
  });
  const submit = useSubmit({
    form,
    send: ({ sampleDays, rollupDays }) =>
      saveRetention(clientId, {
        sampleDays: sampleDays === '' ? null : sampleDays,
        rollupDays: rollupDays === '' ? null : rollupDays,
      }),
    onDone: () => sayDone(t('ui.form.saved')),
  });
  const numbers = {
    min: LEAST_DAYS,
    max: MOST_DAYS,
    allowDecimal: false,
    suffix: ` ${t('ingest.retention.days')}`,
  } as const;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <div className={layout.pair}>
        <NumberInput
          label={t('ingest.retention.samples')}
          description={t('ingest.retention.samplesHelp', { days: usual.sampleDays })}
          placeholder={String(usual.sampleDays)}
          {...numbers}
          {...form.getInputProps('sampleDays')}
        />
        <NumberInput
          label={t('ingest.retention.rollups')}
          description={t('ingest.retention.rollupsHelp', { days: usual.rollupDays })}
          placeholder={String(usual.rollupDays)}
          {...numbers}
          {...form.getInputProps('rollupDays')}
        />
      </div>
      <p className={layout.small}>{t('ingest.retention.shorter')}</p>
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}
