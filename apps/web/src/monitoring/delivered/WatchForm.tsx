import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import { useAssets } from '../../fleet/queries.ts';
import { assetPath } from '../../fleet/words.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { addCheck } from '../queries.ts';
import { Simulation } from '../Simulation.tsx';
import type { LabelMatcher } from './queries.ts';
import { ruleOf, type WatchValues } from './rule.ts';

interface Props {
  clientId: string;
  metric: string;
  where: readonly LabelMatcher[];
  onDone: () => void;
}

const TAKES = ['last', 'average', 'least', 'most'] as const;

interface Values extends WatchValues, Record<string, unknown> {
  assetId: string | null;
  name: string;
  take: (typeof TAKES)[number];
}

/** A check of delivered values: on which system it shows, from where on it is bad. */
export function WatchForm({ clientId, metric, where, onDone }: Props) {
  const { t } = useTranslation();
  const assets = useLoadedItems(useAssets({ client: clientId }));
  const [added, setAdded] = useState<string>();
  const form = useForm<Values>({
    initialValues: {
      assetId: null,
      name: '',
      take: 'last',
      direction: 'above',
      warning: '',
      critical: '',
      forMinutes: 0,
      silentMinutes: 15,
    },
    validate: {
      assetId: (value) => (value ? null : t('ui.form.required')),
      warning: (value, { critical }) =>
        value === '' && critical === '' ? t('ingest.series.oneLimit') : null,
      critical: (value, { warning, direction }) =>
        value === '' || warning === '' || (direction === 'above' ? value > warning : value < warning)
          ? null
          : t('ingest.series.limitOrder'),
    },
  });
  const submit = useSubmit({
    form,
    send: async (values) => {
      const assetId = values.assetId!;
      await addCheck(
        { clientId, assetId },
        {
          kind: 'series',
          config: { metric, where: [...where], take: values.take },
          rule: ruleOf(values),
          ...(values.name.trim() ? { name: values.name.trim() } : {}),
        },
      );
      return assetId;
    },
    onDone: setAdded,
  });
  if (added)
    return (
      <Notice
        state="ok"
        role="status"
        title={t('monitoring.check.added')}
        actions={
          <Button size="xs" onClick={onDone}>
            {t('app.close')}
          </Button>
        }
      >
        <Link to={assetPath({ clientId, id: added })} search={{ tab: 'checks' } as never}>
          {t('ingest.series.toCheck')}
        </Link>
      </Notice>
    );
  const { assetId, warning, critical } = form.values;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <Select
        label={t('ingest.series.system')}
        description={t('ingest.series.systemHelp')}
        data={assets.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        limit={50}
        required
        {...form.getInputProps('assetId')}
      />
      <TextInput
        label={t('ingest.name')}
        description={t('ingest.series.checkNameHelp')}
        placeholder={metric}
        maxLength={200}
        {...form.getInputProps('name')}
      />
      <div className={layout.pair}>
        <Select
          label={t('ingest.series.take')}
          description={t('ingest.series.takeHelp')}
          data={TAKES.map((value) => ({ value, label: t(`ingest.series.takes.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('take')}
        />
        <Select
          label={t('ingest.series.direction')}
          data={(['above', 'below'] as const).map((value) => ({
            value,
            label: t(`ingest.series.directions.${value}`),
          }))}
          allowDeselect={false}
          {...form.getInputProps('direction')}
        />
      </div>
      <div className={layout.pair}>
        <NumberInput
          label={t('monitoring.rule.threshold', { severity: t('ui.state.warning') })}
          {...form.getInputProps('warning')}
        />
        <NumberInput
          label={t('monitoring.rule.threshold', { severity: t('ui.state.critical') })}
          {...form.getInputProps('critical')}
        />
      </div>
      <div className={layout.pair}>
        <NumberInput
          label={t('monitoring.rule.for')}
          description={t('monitoring.rule.forHelp')}
          min={0}
          suffix={` ${t('monitoring.rule.minutes')}`}
          {...form.getInputProps('forMinutes')}
        />
        <NumberInput
          label={t('monitoring.rule.silent')}
          description={t('monitoring.rule.silentHelp')}
          min={0}
          max={40_000}
          suffix={` ${t('monitoring.rule.minutes')}`}
          {...form.getInputProps('silentMinutes')}
        />
      </div>
      {assetId && (warning !== '' || critical !== '') && (
        <Simulation
          place={{ clientId, assetId }}
          what={{ kind: 'series', metric, where: [...where] }}
          rule={() => ruleOf(form.getValues())}
        />
      )}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('monitoring.check.add')}
        </Button>
      </div>
    </form>
  );
}
