import { Button, NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../identity/session.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { sayDone } from '../../ui/useUndo.tsx';
import { type Quota as QuotaValues, saveQuota, useIngestQuota } from './queries.ts';

const MOST = 5_000_000;

/** How much a client may deliver in all; whoever sends more is told to slow down. */
export function Quota({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay('client.manage', clientId);
  const query = useIngestQuota(clientId);
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  if (!query.data) return null;
  const { activeSeries, samplesPerSecond, custom } = query.data;
  const said = t('ingest.quota.text', {
    series: format.number(activeSeries, 0),
    rate: format.number(samplesPerSecond, 0),
  });
  return (
    <Panel
      title={t('ingest.quota.title')}
      aside={custom ? t('ingest.quota.custom') : t('ingest.quota.usual')}
      actions={<ApiCallShown path={`/api/v1/clients/${clientId}/ingest-quota`} />}
    >
      <div className={layout.tight}>
        <p className={layout.small}>{said}</p>
        {may && <QuotaForm clientId={clientId} quota={{ activeSeries, samplesPerSecond }} />}
      </div>
    </Panel>
  );
}

function QuotaForm({ clientId, quota }: { clientId: string; quota: QuotaValues }) {
  const { t } = useTranslation();
  const format = useFormat();
  const form = useForm<QuotaValues>({ initialValues: quota });
  const submit = useSubmit({
    form,
    send: (values) => saveQuota(clientId, values),
    onDone: () => sayDone(t('ui.form.saved')),
  });
  // As its reader writes thousands.
  const [group] = format.number(MOST, 0).match(/\D/u) ?? [''];
  const numbers = { min: 1, max: MOST, allowDecimal: false, thousandSeparator: group } as const;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <div className={layout.pair}>
        <NumberInput
          label={t('ingest.quota.series')}
          description={t('ingest.quota.seriesHelp')}
          {...numbers}
          {...(group === '.' ? { decimalSeparator: ',' } : {})}
          {...form.getInputProps('activeSeries')}
        />
        <NumberInput
          label={t('ingest.quota.rate')}
          description={t('ingest.quota.rateHelp')}
          {...numbers}
          {...(group === '.' ? { decimalSeparator: ',' } : {})}
          {...form.getInputProps('samplesPerSecond')}
        />
      </div>
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}
